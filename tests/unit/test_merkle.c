/* merkle against the recursive definitions of RFC 6962, section 2.1, written here as the RFC writes them: MTH, PATH and PROOF of every
 * tree of up to LEAVES_MAX leaves, each proof also changed in every way that must make it worthless. */
#include "check.h"

#include <sodium.h>

#include "protocol/hash.h"
#include "protocol/merkle.h"

enum { LEAVES_MAX = 21, ROOM = 16 };

static uint8_t leaves[LEAVES_MAX + 1][HASH_SIZE];

struct path {
    uint8_t hashes[ROOM][HASH_SIZE];
    size_t count;
};

static struct bytes run_of(const struct path *path)
{
    return PART(path->hashes[0], path->count * HASH_SIZE);
}

/* "k be the largest power of two smaller than n" */
static size_t split(size_t n)
{
    size_t k = 1;
    while (k * 2 < n)
        k *= 2;
    return k;
}

/* MTH(D[from:from + n]), n > 0 */
static void mth(size_t from, size_t n, uint8_t hash[HASH_SIZE])
{
    uint8_t halves[2][HASH_SIZE];
    if (n == 1) {
        memcpy(hash, leaves[from], HASH_SIZE);
        return;
    }
    mth(from, split(n), halves[0]);
    mth(from + split(n), n - split(n), halves[1]);
    merkle_node(halves[0], halves[1], hash);
}

static void append(struct path *path, size_t from, size_t n)
{
    mth(from, n, path->hashes[path->count++]);
}

/* PATH(m, D[from:from + n]), section 2.1.1 */
static void path_of(size_t m, size_t from, size_t n, struct path *path)
{
    if (n == 1)
        return;
    size_t k = split(n);
    if (m < k) {
        path_of(m, from, k, path);
        append(path, from + k, n - k);
    } else {
        path_of(m - k, from + k, n - k, path);
        append(path, from, k);
    }
}

/* SUBPROOF(m, D[from:from + n], b), section 2.1.2 */
static void subproof_of(size_t m, size_t from, size_t n, bool is_known, struct path *path)
{
    if (m == n) {
        if (!is_known)
            append(path, from, n);
        return;
    }
    size_t k = split(n);
    if (m <= k) {
        subproof_of(m, from, k, is_known, path);
        append(path, from + k, n - k);
    } else {
        subproof_of(m - k, from + k, n - k, false, path);
        append(path, from, k);
    }
}

static void make_leaves(void)
{
    for (size_t i = 0; i <= LEAVES_MAX; i++) {
        uint8_t entry = (uint8_t)i;
        merkle_leaf(PART(&entry, 1), leaves[i]);
    }
}

/* The values every implementation of RFC 6962 has for nothing and for an empty leaf: they are plain SHA-256. */
static void has_the_hashes_of_the_rfc(void)
{
    uint8_t hash[HASH_SIZE];
    uint8_t expected[HASH_SIZE];
    uint8_t joined[1 + 2 * HASH_SIZE] = {0};
    merkle_root(NULL, 0, hash);
    crypto_hash_sha256(expected, joined, 0);
    CHECK_SAME(hash, expected, HASH_SIZE);
    merkle_leaf(PART(NULL, 0), hash);
    crypto_hash_sha256(expected, joined, 1);
    CHECK_SAME(hash, expected, HASH_SIZE);
    joined[0] = 1;
    memcpy(joined + 1, leaves[0], HASH_SIZE);
    memcpy(joined + 1 + HASH_SIZE, leaves[1], HASH_SIZE);
    crypto_hash_sha256(expected, joined, sizeof joined);
    merkle_node(leaves[0], leaves[1], hash);
    CHECK_SAME(hash, expected, HASH_SIZE);
}

static void joins_as_the_rfc_splits(void)
{
    uint8_t roots[2][HASH_SIZE];
    for (size_t n = 1; n <= LEAVES_MAX; n++) {
        merkle_root(leaves[0], n, roots[0]);
        mth(0, n, roots[1]);
        CHECK_SAME(roots[0], roots[1], HASH_SIZE);
    }
}

static void finds_every_leaf_in_its_place_only(void)
{
    uint8_t root[HASH_SIZE];
    for (size_t n = 1; n <= LEAVES_MAX; n++) {
        mth(0, n, root);
        struct merkle_tree tree = {n, root};
        for (size_t m = 0; m < n; m++) {
            struct path path = {.count = 0};
            path_of(m, 0, n, &path);
            CHECK(merkle_check_inclusion(&tree, m, leaves[m], run_of(&path)) == OK);
            CHECK(merkle_check_inclusion(&tree, m, leaves[m + 1], run_of(&path)) == REFUSED);
            for (size_t other = 0; other <= n; other++)
                if (other != m)
                    CHECK(merkle_check_inclusion(&tree, other, leaves[m], run_of(&path)) == REFUSED);
        }
    }
}

/* A size of which the path to `m` and its turns are another. */
static void knows_the_size_of_the_tree(void)
{
    uint8_t root[HASH_SIZE];
    struct path path = {.count = 0};
    mth(0, 8, root);
    path_of(3, 0, 8, &path);
    CHECK(merkle_check_inclusion(&(struct merkle_tree){8, root}, 3, leaves[3], run_of(&path)) == OK);
    CHECK(merkle_check_inclusion(&(struct merkle_tree){4, root}, 3, leaves[3], run_of(&path)) == REFUSED);
    CHECK(merkle_check_inclusion(&(struct merkle_tree){9, root}, 3, leaves[3], run_of(&path)) == REFUSED);
    CHECK(merkle_check_inclusion(&(struct merkle_tree){0, root}, 0, leaves[3], run_of(&path)) == REFUSED);
    CHECK(merkle_check_inclusion(&(struct merkle_tree){UINT64_MAX, root}, UINT64_MAX - 1, leaves[3], run_of(&path)) ==
          REFUSED);
}

typedef enum outcome check(const void *what, struct bytes proof);

/* Every hash of the proof changed, left out or given twice; one more; not whole; too many. */
static void refuses_changes(const struct path *good, check *verify, const void *what)
{
    static const uint8_t endless[(MERKLE_PROOF_MAX + 1) * HASH_SIZE];
    for (size_t i = 0; i < good->count; i++) {
        struct path path = *good;
        path.hashes[i][i % HASH_SIZE] ^= 0x10;
        CHECK(verify(what, run_of(&path)) == REFUSED);
        path = *good;
        memmove(path.hashes[i], path.hashes[i + 1], (ROOM - 1 - i) * HASH_SIZE);
        path.count--;
        CHECK(verify(what, run_of(&path)) == REFUSED);
        path = *good;
        memmove(path.hashes[i + 1], path.hashes[i], (ROOM - 1 - i) * HASH_SIZE);
        path.count++;
        CHECK(verify(what, run_of(&path)) == REFUSED);
    }
    struct path longer = *good;
    memcpy(longer.hashes[longer.count++], leaves[0], HASH_SIZE);
    CHECK(verify(what, run_of(&longer)) == REFUSED);
    for (size_t cut = 1; cut < HASH_SIZE; cut++)
        CHECK(verify(what, PART(longer.hashes[0], longer.count * HASH_SIZE - cut)) == MALFORMED);
    CHECK(verify(what, PART(endless, sizeof endless)) == MALFORMED);
    CHECK(verify(what, PART(endless, sizeof endless - HASH_SIZE)) == REFUSED);
}

struct inclusion {
    struct merkle_tree tree;
    size_t index;
};

static enum outcome verify_inclusion(const void *what, struct bytes proof)
{
    const struct inclusion *inclusion = what;
    return merkle_check_inclusion(&inclusion->tree, inclusion->index, leaves[inclusion->index], proof);
}

static void refuses_a_changed_path(void)
{
    uint8_t root[HASH_SIZE];
    for (size_t n = 1; n <= LEAVES_MAX; n++)
        for (size_t m = 0; m < n; m++) {
            struct path path = {.count = 0};
            mth(0, n, root);
            path_of(m, 0, n, &path);
            refuses_changes(&path, verify_inclusion, &(struct inclusion){{n, root}, m});
        }
}

struct consistency {
    struct merkle_tree earlier;
    struct merkle_tree later;
};

static enum outcome verify_consistency(const void *what, struct bytes proof)
{
    const struct consistency *consistency = what;
    return merkle_check_consistency(&consistency->earlier, &consistency->later, proof);
}

static void knows_what_only_grew(void)
{
    uint8_t roots[2][HASH_SIZE];
    uint8_t wrong[HASH_SIZE];
    for (size_t n = 1; n <= LEAVES_MAX; n++)
        for (size_t m = 1; m <= n; m++) {
            struct path path = {.count = 0};
            mth(0, m, roots[0]);
            mth(0, n, roots[1]);
            mth(1, m, wrong);
            subproof_of(m, 0, n, true, &path);
            struct consistency good = {{m, roots[0]}, {n, roots[1]}};
            CHECK(verify_consistency(&good, run_of(&path)) == OK);
            refuses_changes(&path, verify_consistency, &good);
            struct consistency bad = {{m, wrong}, {n, roots[1]}};
            CHECK(verify_consistency(&bad, run_of(&path)) == REFUSED);
            bad = (struct consistency){{m, roots[0]}, {n, wrong}};
            CHECK(verify_consistency(&bad, run_of(&path)) == REFUSED);
            if (m < n) {
                bad = (struct consistency){good.later, good.earlier};
                CHECK(verify_consistency(&bad, run_of(&path)) == REFUSED);
            }
        }
}

static void refuses_what_proves_nothing(void)
{
    uint8_t root[HASH_SIZE];
    uint8_t nothing[HASH_SIZE];
    mth(0, 5, root);
    merkle_root(NULL, 0, nothing);
    const struct consistency empty[] = {{{0, nothing}, {0, nothing}}, {{0, nothing}, {5, root}}};
    CHECK(verify_consistency(&empty[0], PART(NULL, 0)) == REFUSED);
    CHECK(verify_consistency(&empty[1], PART(NULL, 0)) == REFUSED);
    const struct consistency greatest = {{UINT64_MAX - 1, root}, {UINT64_MAX, root}};
    CHECK(verify_consistency(&greatest, PART(leaves[0], (size_t)10 * HASH_SIZE)) == REFUSED);
}

int main(void)
{
    if (sodium_init() < 0)
        return 1;
    make_leaves();
    RUN(has_the_hashes_of_the_rfc);
    RUN(joins_as_the_rfc_splits);
    RUN(finds_every_leaf_in_its_place_only);
    RUN(knows_the_size_of_the_tree);
    RUN(refuses_a_changed_path);
    RUN(knows_what_only_grew);
    RUN(refuses_what_proves_nothing);
    return check_end();
}
