/* The machine's clocks, handed in so that tests can bring their own.
 * Owns: nothing. Used by: listen, connection, admit, main. This and randomness are the only files that ask the machine. */
#ifndef UDVEJ_SERVER_BASE_CLOCK_H
#define UDVEJ_SERVER_BASE_CLOCK_H

#include <stdint.h>

struct clock {
    uint64_t (*monotonic_ms)(const struct clock *clock); /* never goes back; starts anywhere */
    uint64_t (*wall_s)(const struct clock *clock);       /* seconds since 1970 */
};

/* The real one. */
extern const struct clock clock_machine;

uint64_t clock_monotonic_ms(const struct clock *clock);
uint64_t clock_wall_s(const struct clock *clock);
uint64_t clock_wall_min(const struct clock *clock);

#endif
