/* Proof files of transparency-dev/merkle: one proof a file, for the trees of RFC 6962. */
#include <stdio.h>

#include "kat.h"
#include "protocol/merkle.h"

enum { PROOF_HASHES_MAX = KAT_OCTETS_MAX / HASH_SIZE };

/* The proof's hashes joined; null is none. `is_ours` turns false if one is no SHA-256. */
static bool read_proof(struct kat *kat, const json_t *file, struct octets *proof, bool *is_ours)
{
    static struct octets one;
    const json_t *hashes = json_object_get(file, "proof");
    size_t index = 0;
    json_t *hash = NULL;
    proof->size = 0;
    if ((!json_is_array(hashes) && !json_is_null(hashes)) || json_array_size(hashes) > PROOF_HASHES_MAX)
        return false;
    json_array_foreach(hashes, index, hash)
    {
        json_t *field = json_pack("{s:O}", "proof", hash);
        bool is_read = field != NULL && kat_base64(kat, field, "proof", &one);
        json_decref(field);
        if (!is_read)
            return false;
        *is_ours &= one.size == HASH_SIZE;
        if (one.size != HASH_SIZE)
            continue;
        memcpy(proof->data + proof->size, one.data, HASH_SIZE);
        proof->size += HASH_SIZE;
    }
    return true;
}

static enum kat_answer answer_of(enum outcome outcome)
{
    return outcome == OK ? KAT_AGREED : KAT_REFUSED;
}

static enum kat_answer no_hash(struct kat *kat)
{
    return kat_because(kat, KAT_NOT_OURS, "a hash that is no SHA-256: its type does not hold it");
}

static void count(struct kat *kat, const json_t *file, enum kat_answer answer)
{
    const json_t *is_wrong = json_object_get(file, "wantErr");
    if (!json_is_boolean(is_wrong))
        answer = kat_because(kat, KAT_NO_SUCH_FILE, "\"wantErr\" is neither true nor false");
    kat_count(kat, json_is_true(is_wrong) ? KAT_INVALID : KAT_VALID, answer);
}

void kat_run_inclusion(struct kat *kat, const json_t *file)
{
    static struct octets proof;
    struct octets root;
    struct octets leaf;
    uint64_t index = 0;
    uint64_t size = 0;
    bool is_ours = true;
    enum kat_answer answer = KAT_REFUSED;
    snprintf(kat->vector, sizeof kat->vector, "%s", kat_text(file, "desc"));
    if (!kat_number(kat, file, "leafIdx", &index) || !kat_number(kat, file, "treeSize", &size) ||
        !kat_base64(kat, file, "root", &root) || !kat_base64(kat, file, "leafHash", &leaf) ||
        !read_proof(kat, file, &proof, &is_ours))
        answer = kat_because(kat, KAT_NO_SUCH_FILE, "the proof is not whole");
    else if (!is_ours || root.size != HASH_SIZE || leaf.size != HASH_SIZE)
        answer = no_hash(kat);
    else
        answer = answer_of(
            merkle_check_inclusion(&(struct merkle_tree){size, root.data}, index, leaf.data, kat_run(&proof)));
    count(kat, file, answer);
}

void kat_run_consistency(struct kat *kat, const json_t *file)
{
    static struct octets proof;
    struct octets roots[2];
    uint64_t sizes[2];
    bool is_ours = true;
    enum kat_answer answer = KAT_REFUSED;
    snprintf(kat->vector, sizeof kat->vector, "%s", kat_text(file, "desc"));
    if (!kat_number(kat, file, "size1", &sizes[0]) || !kat_number(kat, file, "size2", &sizes[1]) ||
        !kat_base64(kat, file, "root1", &roots[0]) || !kat_base64(kat, file, "root2", &roots[1]) ||
        !read_proof(kat, file, &proof, &is_ours))
        answer = kat_because(kat, KAT_NO_SUCH_FILE, "the proof is not whole");
    else if (!is_ours || roots[0].size != HASH_SIZE || roots[1].size != HASH_SIZE)
        answer = no_hash(kat);
    else
        answer = answer_of(merkle_check_consistency(&(struct merkle_tree){sizes[0], roots[0].data},
                                                    &(struct merkle_tree){sizes[1], roots[1].data}, kat_run(&proof)));
    count(kat, file, answer);
}
