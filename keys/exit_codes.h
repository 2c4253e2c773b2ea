/* With what our programs end; every --help says so.
 * Owns: nothing. Used by: udvejd, udvej, udvej-keys. */
#ifndef UDVEJ_KEYS_EXIT_CODES_H
#define UDVEJ_KEYS_EXIT_CODES_H

enum {
    EXIT_OK = 0,
    EXIT_FAILED = 1,
    EXIT_USAGE = 2,
    EXIT_CONFIG = 78, /* EX_CONFIG of sysexits.h: systemd does not start again what ends with it */
};

#endif
