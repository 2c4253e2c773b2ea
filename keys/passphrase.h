/* Passphrases: made here, and read from a person or a file, never from arguments or the environment, where other programs can
 * see them.
 * Owns: nothing. Uses: key_box, key_file, secret. Used by: udvej-keys, udvej-client. */
#ifndef UDVEJ_KEYS_PASSPHRASE_H
#define UDVEJ_KEYS_PASSPHRASE_H

#include "key_file.h"

enum {
    PASSPHRASE_WORDS = 7,                       /* 16 bits each: 112 bits */
    PASSPHRASE_NEW_SIZE = PASSPHRASE_WORDS * 6, /* five letters and a blank, the last a zero */
};

/* Secret: wipe it, or keep it in secret memory. */
struct passphrase {
    uint8_t text[PASSPHRASE_MAX];
    size_t size;
};

/* Seven pronounceable words ("lusab babad gutih ..."): proquints, each 16 random bits. Ends with a zero octet. */
void passphrase_new(char out[PASSPHRASE_NEW_SIZE]);

struct passphrase_source {
    const char
        *file; /* path; "-": one line of standard input; NULL: the terminal, or standard input if there is none */
    const char *prompt; /* what the terminal shows */
    bool is_new;        /* ask twice on a terminal */
};

/* Reads one, tidied. REFUSED: unreadable, not private, too short, or typed differently the second time. */
MUST_USE enum outcome passphrase_read(const struct passphrase_source *source, struct passphrase *passphrase,
                                      struct reason *reason);

#endif
