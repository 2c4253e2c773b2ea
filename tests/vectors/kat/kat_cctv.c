/* CCTV's ed25519vectors.json: signatures whose points are odd. RFC 8032 asks to refuse points that are not canonical and leaves the
 * rest open; what must never happen is that it changes unseen. So the answer expected is the strict one of libsodium, flag by flag. */
#include <sodium.h>
#include <stdio.h>

#include "kat.h"

/* Refused: points of low order, points not canonical, k over another encoding than the one given, and equations that hold only when
 * multiplied by the cofactor. Accepted: a component of low order in a point that also has one of prime order, where the equation
 * holds as it stands. */
static bool is_refused(const char *flag)
{
    static const char *const refused[] = {"low_order_A",     "low_order_R", "non_canonical_A",
                                          "non_canonical_R", "reencoded_k", "low_order_residue"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (strcmp(flag, refused[i]) == 0)
            return true;
    return false;
}

static enum kat_expected expected_of(const json_t *flags)
{
    for (size_t i = 0; i < json_array_size(flags); i++) {
        const char *flag = json_string_value(json_array_get(flags, i));
        if (flag != NULL && is_refused(flag))
            return KAT_INVALID;
    }
    return KAT_VALID;
}

void kat_run_cctv_ed25519(struct kat *kat, const json_t *file)
{
    size_t index = 0;
    const json_t *vector = NULL;
    struct octets key;
    struct octets sig;
    json_array_foreach(file, index, vector)
    {
        uint64_t number = 0;
        const char *msg = json_string_value(json_object_get(vector, "msg"));
        enum kat_answer answer = KAT_REFUSED;
        snprintf(kat->vector, sizeof kat->vector, "vector %zu", index);
        if (!kat_number(kat, vector, "number", &number) || !kat_hex(kat, vector, "key", &key) ||
            !kat_hex(kat, vector, "sig", &sig) || msg == NULL)
            answer = kat_because(kat, KAT_NO_SUCH_FILE, "it is not whole");
        else if (key.size != SIGN_PUBLIC_SIZE || sig.size != SIGNATURE_SIZE)
            answer = kat_because(kat, KAT_NO_SUCH_FILE, "a key or signature has another size");
        else if (crypto_sign_verify_detached(sig.data, (const uint8_t *)msg, strlen(msg), key.data) == 0)
            answer = KAT_AGREED;
        kat_count(kat, expected_of(json_object_get(vector, "flags")), answer);
    }
}
