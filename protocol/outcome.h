/* What a function tells its caller to do next. Used by: everything. */
#ifndef UDVEJ_PROTOCOL_OUTCOME_H
#define UDVEJ_PROTOCOL_OUTCOME_H

#define MUST_USE __attribute__((warn_unused_result))

enum outcome {
    OK = 0,
    MALFORMED, /* the peer broke the protocol: close the connection */
    REFUSED,   /* well formed, not allowed: answer with the reason */
    FULL,      /* a limit is reached: answer, keep the connection */
    GONE,      /* what was asked for no longer exists: answer */
    BROKEN,    /* our disk, kernel or library failed: log and degrade */
};

/* Only for functions that own nothing: passes anything but OK straight up. */
#define TRY(expression)                                                                                                \
    do {                                                                                                               \
        enum outcome outcome_of_try = (expression);                                                                    \
        if (outcome_of_try != OK)                                                                                      \
            return outcome_of_try;                                                                                     \
    } while (0)

/* For our own mistakes only; always on. */
#define invariant(condition) ((condition) ? (void)0 : __builtin_trap())

#endif
