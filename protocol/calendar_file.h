/* A colleague's calendar as a file for a calendar program (RFC 5545): when, how long, in which state; no case, no name, no place.
 * Owns: nothing; the text goes into the caller's memory. Uses: writer. Used by: core_wasm_staff, udvej-client. */
#ifndef UDVEJ_PROTOCOL_CALENDAR_FILE_H
#define UDVEJ_PROTOCOL_CALENDAR_FILE_H

#include "message.h"
#include "writer.h"

enum {
    CALENDAR_LINE_MAX = 75,        /* octets of a line without its end; more is folded */
    CALENDAR_SUMMARY_MAX = 256,    /* octets of what every entry is called */
    CALENDAR_FRAME_SIZE_MAX = 128, /* what stands round the entries */
    CALENDAR_ENTRY_SIZE_MAX = 256 + 3 * CALENDAR_SUMMARY_MAX,
};

struct calendar_file {
    struct writer writer;
    uint64_t now_min;
    struct bytes summary; /* UTF-8, no control characters */
};

/* Begins in `out`, which is borrowed until calendar_file_close; `summary` too. */
void calendar_file_open(struct calendar_file *file, uint64_t now_min, struct bytes summary, void *out, size_t max);
/* One appointment. A program that has it already, by its UID, puts this one in its place: SEQUENCE grows with `now_min`. */
void calendar_file_add(struct calendar_file *file, const struct slot *slot);
/* Gives its size. FULL: it did not fit. */
MUST_USE enum outcome calendar_file_close(struct calendar_file *file, size_t *size);

#endif
