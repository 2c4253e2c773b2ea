#include "kat.h"

#include <sodium.h>
#include <stdio.h>

enum kat_answer kat_because(struct kat *kat, enum kat_answer answer, const char *why)
{
    kat->why = why;
    return answer;
}

void kat_refuse(struct kat *kat, const char *why)
{
    if (!kat->is_refused)
        fprintf(stderr, "udvej-kat: %s: refused, %s%s%s\n", kat->file, why, kat->vector[0] == '\0' ? "" : ", in ",
                kat->vector);
    kat->is_refused = true;
}

static void skip(struct kat *kat)
{
    size_t at = 0;
    kat->skipped++;
    while (at < kat->reason_count && strcmp(kat->reasons[at].why, kat->why) != 0)
        at++;
    if (at == KAT_REASONS_MAX)
        return;
    kat->reasons[at].why = kat->why;
    kat->reasons[at].count++;
    if (at == kat->reason_count)
        kat->reason_count++;
}

/* Acceptable: the input is odd, and both are right, to say so and to compute what it means; anything else is not. */
static bool is_right(enum kat_expected expected, enum kat_answer answer)
{
    switch (expected) {
    case KAT_VALID:
        return answer == KAT_AGREED;
    case KAT_INVALID:
        return answer == KAT_REFUSED;
    case KAT_ACCEPTABLE:
        return answer == KAT_AGREED || answer == KAT_REFUSED;
    }
    return false;
}

void kat_count(struct kat *kat, enum kat_expected expected, enum kat_answer answer)
{
    static const char *const did[] = {[KAT_AGREED] = "accepted", [KAT_REFUSED] = "refused", [KAT_DIFFERED] = "differs"};
    static const char *const should[] = {
        [KAT_VALID] = "valid", [KAT_INVALID] = "invalid", [KAT_ACCEPTABLE] = "acceptable"};
    if (kat->is_refused)
        return;
    if (answer == KAT_NO_SUCH_FILE) {
        kat_refuse(kat, kat->why);
    } else if (answer == KAT_NOT_OURS) {
        skip(kat);
    } else if (is_right(expected, answer)) {
        kat->passed++;
    } else {
        kat->failed++;
        printf("%s: FAILED: %s: it is %s, and ours %s%s%s\n", kat->file, kat->vector, should[expected], did[answer],
               kat->why == NULL ? "" : ": ", kat->why == NULL ? "" : kat->why);
    }
    kat->why = NULL;
}

const char *kat_text(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? "" : text;
}

/* A file that lacks a field is refused with the field's name. */
static bool lack(struct kat *kat, const char *key, const char *what)
{
    char why[KAT_NAME_MAX];
    snprintf(why, sizeof why, "field \"%s\" is not %s", key, what);
    kat_refuse(kat, why);
    return false;
}

bool kat_hex(struct kat *kat, const json_t *object, const char *key, struct octets *out)
{
    const json_t *field = json_object_get(object, key);
    const char *text = json_string_value(field);
    const char *end = NULL;
    if (text == NULL || sodium_hex2bin(out->data, sizeof out->data, text, strlen(text), NULL, &out->size, &end) != 0 ||
        *end != '\0')
        return lack(kat, key, "hexadecimal");
    return true;
}

bool kat_base64(struct kat *kat, const json_t *object, const char *key, struct octets *out)
{
    const char *text = json_string_value(json_object_get(object, key));
    const char *end = NULL;
    if (text == NULL || sodium_base642bin(out->data, sizeof out->data, text, strlen(text), NULL, &out->size, &end,
                                          sodium_base64_VARIANT_ORIGINAL) != 0)
        return lack(kat, key, "base64");
    return *end == '\0' ? true : lack(kat, key, "base64");
}

/* Numbers of 64 bits are published, and jansson reads 63: main.c has those read as reals. One that is 2^64 when rounded is taken for
 * the greatest; other large ones are not exact and are refused. */
bool kat_number(struct kat *kat, const json_t *object, const char *key, uint64_t *out)
{
    static const double two_to_64 = 18446744073709551616.0;
    static const double exact_max = 9007199254740992.0;
    const json_t *field = json_object_get(object, key);
    double real = json_real_value(field);
    if (json_is_integer(field) && json_integer_value(field) >= 0)
        *out = (uint64_t)json_integer_value(field);
    else if (json_is_real(field) && real >= 0 && real <= exact_max && real == (double)(uint64_t)real)
        *out = (uint64_t)real;
    else if (json_is_real(field) && real == two_to_64)
        *out = UINT64_MAX;
    else
        return lack(kat, key, "a number of 64 bits without a sign");
    return true;
}
