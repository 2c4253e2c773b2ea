/* What can be seen of the machine around the server: its disk, swap, core dumps, the modes of files.
 * Owns: nothing. Uses: the file system, /proc. Used by: doctor. */
#ifndef UDVEJ_SERVER_OPERATOR_MACHINE_H
#define UDVEJ_SERVER_OPERATOR_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

struct machine {
    uint64_t free_mib;      /* on the disk of the data folder, for who is not root */
    bool has_swap;          /* any that is not compressed memory (zram) */
    bool pipes_core_dumps;  /* limits do not hold them back: core(5) */
    bool is_folder_open;    /* others may look into the data folder */
    bool is_programme_open; /* others may write to the programme's file */
    uint64_t open_files;    /* of the data folder that others can read, or that are not its owner's */
};

/* Looks. What cannot be seen counts as good: there is nothing that could be said about it. `data` may not be there yet. */
void machine_look(struct machine *machine, const char *data, const char *programme);

#endif
