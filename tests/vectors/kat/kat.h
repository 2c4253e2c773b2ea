/* Known-answer tests from files that others publish: what udvej-kat is made of. A format is a file kat_*.c that finds its vectors and
 * answers for each what our code did with it; counting, saying and judging is in kat.c, recognising and the command line in main.c.
 * Nothing is computed in here: every answer comes from protocol/ or from the libsodium function that protocol/ calls. */
#ifndef UDVEJ_TESTS_VECTORS_KAT_H
#define UDVEJ_TESTS_VECTORS_KAT_H

#include <jansson.h>
#include <stdbool.h>
#include <string.h>

#include "protocol/bytes.h"
#include "protocol/limits.h"

enum {
    KAT_OCTETS_MAX = 16384, /* of one field */
    KAT_REASONS_MAX = 16,
    KAT_NAME_MAX = 160,
};

/* What our code did with one vector. */
enum kat_answer {
    KAT_AGREED,      /* computed the same, or accepted */
    KAT_REFUSED,     /* said that the input is no good */
    KAT_DIFFERED,    /* computed something else */
    KAT_NOT_OURS,    /* nothing in udvej takes this; `why` says why */
    KAT_NO_SUCH_FILE /* the vector is not what its format promises; `why` says what */
};

/* What the file says ought to happen. */
enum kat_expected { KAT_VALID, KAT_INVALID, KAT_ACCEPTABLE };

/* One file's run. */
struct kat {
    const char *file;
    char format[KAT_NAME_MAX];
    char vector[KAT_NAME_MAX]; /* the one that is running, for people */
    const char *why;           /* of the last answer; a literal */
    unsigned long passed;
    unsigned long failed;
    unsigned long skipped;
    struct {
        const char *why;
        unsigned long count;
    } reasons[KAT_REASONS_MAX];
    size_t reason_count;
    bool is_refused; /* the file is not what its format promises, or of no known format */
};

/* Counts the answer to the running vector, and says it if it is a failure. */
void kat_count(struct kat *kat, enum kat_expected expected, enum kat_answer answer);

/* Refuses the file: says `why` and the running vector once. */
void kat_refuse(struct kat *kat, const char *why);

/* Sets `why`, and is the answer. */
enum kat_answer kat_because(struct kat *kat, enum kat_answer answer, const char *why);

struct octets {
    uint8_t data[KAT_OCTETS_MAX];
    size_t size;
};

/* Field `key` of `object`, hexadecimal or base64. False: it is not there, or not that; the file is then refused. */
bool kat_hex(struct kat *kat, const json_t *object, const char *key, struct octets *out);
bool kat_base64(struct kat *kat, const json_t *object, const char *key, struct octets *out);
bool kat_number(struct kat *kat, const json_t *object, const char *key, uint64_t *out);

/* The text of a field, or "" if there is none. Borrows. */
const char *kat_text(const json_t *object, const char *key);

static inline struct bytes kat_run(const struct octets *octets)
{
    return (struct bytes){octets->data, octets->size};
}

static inline bool kat_same(const struct octets *octets, const void *data, size_t size)
{
    return octets->size == size && memcmp(octets->data, data, size) == 0;
}

/* The formats. Each runs every vector of a file that main.c recognised. */
void kat_run_hpke(struct kat *kat, const json_t *file);
void kat_run_xwing(struct kat *kat, const json_t *file);
void kat_run_cctv_ed25519(struct kat *kat, const json_t *file);
void kat_run_inclusion(struct kat *kat, const json_t *file);
void kat_run_consistency(struct kat *kat, const json_t *file);
void kat_run_wycheproof(struct kat *kat, const json_t *file);

/* ML-KEM's kinds of Wycheproof test; kat_wycheproof.c calls them. */
enum kat_answer kat_mlkem_test(struct kat *kat, const json_t *group, const json_t *test);
enum kat_answer kat_mlkem_encaps(struct kat *kat, const json_t *group, const json_t *test);
enum kat_answer kat_mlkem_keygen(struct kat *kat, const json_t *group, const json_t *test);

#endif
