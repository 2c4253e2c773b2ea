/* One sentence for a person: what went wrong and, where there is one, what to do. Never a secret in it.
 * Owns: its text. Used by: everything here that can fail before a person's eyes. */
#ifndef UDVEJ_KEYS_REASON_H
#define UDVEJ_KEYS_REASON_H

enum { REASON_MAX = 512 };

struct reason {
    char text[REASON_MAX];
};

/* Writes the sentence; what does not fit is cut. */
__attribute__((format(printf, 2, 3))) void reason_set(struct reason *reason, const char *format, ...);

#endif
