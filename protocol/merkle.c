#include "merkle.h"

#include <string.h>

#include "hash.h"

/* A tree of n leaves is joined from at most one complete subtree for each bit of n. */
enum { SUBTREES_MAX = 64 };

void merkle_leaf(struct bytes entry, uint8_t hash[HASH_SIZE])
{
    static const uint8_t mark = 0;
    hash_sha256(PARTS(PART(&mark, 1), entry), hash);
}

void merkle_node(const uint8_t left[HASH_SIZE], const uint8_t right[HASH_SIZE], uint8_t hash[HASH_SIZE])
{
    static const uint8_t mark = 1;
    hash_sha256(PARTS(PART(&mark, 1), PART(left, HASH_SIZE), PART(right, HASH_SIZE)), hash);
}

/* RFC 6962, section 2.1, splits at the largest power of two from above; joining complete subtrees from the left comes to the same
 * and needs no recursion. */
void merkle_root(const uint8_t *leaf_hashes, size_t count, uint8_t root[HASH_SIZE])
{
    uint8_t subtrees[SUBTREES_MAX][HASH_SIZE];
    size_t depth = 0;
    if (count == 0) {
        hash_sha256(NULL, 0, root);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        memcpy(subtrees[depth++], leaf_hashes + i * HASH_SIZE, HASH_SIZE);
        for (size_t done = i + 1; done % 2 == 0; done /= 2, depth--)
            merkle_node(subtrees[depth - 2], subtrees[depth - 1], subtrees[depth - 2]);
    }
    for (; depth > 1; depth--)
        merkle_node(subtrees[depth - 2], subtrees[depth - 1], subtrees[depth - 2]);
    memcpy(root, subtrees[0], HASH_SIZE);
}

/* The way from a node to the root: `node` is its number in its layer, `last` the layer's last one. */
struct way {
    uint64_t node;
    uint64_t last;
};

static void rise(struct way *way)
{
    way->node >>= 1;
    way->last >>= 1;
}

/* Has the next hash of the proof its place to the left? A right child's sibling does; and so does what stands left of an incomplete
 * end, which first rises to the layer where it is a right child. */
static bool takes_left(struct way *way)
{
    if (way->node % 2 == 0 && way->node != way->last)
        return false;
    while (way->node % 2 == 0) /* ends: an even node is here the last one, and that is not 0 */
        rise(way);
    return true;
}

static enum outcome check_shape(struct bytes proof)
{
    return proof.size % HASH_SIZE == 0 && proof.size / HASH_SIZE <= MERKLE_PROOF_MAX ? OK : MALFORMED;
}

/* RFC 9162, section 2.1.3.2. */
enum outcome merkle_check_inclusion(const struct merkle_tree *tree, uint64_t index, const uint8_t leaf_hash[HASH_SIZE],
                                    struct bytes proof)
{
    TRY(check_shape(proof));
    if (index >= tree->size)
        return REFUSED;
    struct way way = {index, tree->size - 1};
    uint8_t root[HASH_SIZE];
    memcpy(root, leaf_hash, HASH_SIZE);
    for (size_t at = 0; at < proof.size; at += HASH_SIZE) {
        if (way.last == 0)
            return REFUSED;
        if (takes_left(&way))
            merkle_node(proof.data + at, root, root);
        else
            merkle_node(root, proof.data + at, root);
        rise(&way);
    }
    return way.last == 0 && memcmp(root, tree->root, HASH_SIZE) == 0 ? OK : REFUSED;
}

/* RFC 9162, section 2.1.4.2, from its step 4 on: climbs from the largest complete subtree that ends the earlier tree. */
static enum outcome climb(const struct merkle_tree *earlier, const struct merkle_tree *later, const uint8_t *start,
                          struct bytes proof)
{
    struct way way = {earlier->size - 1, later->size - 1};
    uint8_t earlier_root[HASH_SIZE];
    uint8_t later_root[HASH_SIZE];
    while (way.node % 2 == 1)
        rise(&way);
    memcpy(earlier_root, start, HASH_SIZE);
    memcpy(later_root, start, HASH_SIZE);
    for (size_t at = 0; at < proof.size; at += HASH_SIZE) {
        if (way.last == 0)
            return REFUSED;
        if (takes_left(&way)) {
            merkle_node(proof.data + at, earlier_root, earlier_root);
            merkle_node(proof.data + at, later_root, later_root);
        } else {
            merkle_node(later_root, proof.data + at, later_root);
        }
        rise(&way);
    }
    bool is_proved = way.last == 0 && memcmp(earlier_root, earlier->root, HASH_SIZE) == 0 &&
                     memcmp(later_root, later->root, HASH_SIZE) == 0;
    return is_proved ? OK : REFUSED;
}

enum outcome merkle_check_consistency(const struct merkle_tree *earlier, const struct merkle_tree *later,
                                      struct bytes proof)
{
    TRY(check_shape(proof));
    if (earlier->size == 0 || earlier->size > later->size)
        return REFUSED;
    if (earlier->size == later->size)
        return proof.size == 0 && memcmp(earlier->root, later->root, HASH_SIZE) == 0 ? OK : REFUSED;
    if (proof.size == 0)
        return REFUSED;
    /* A complete earlier tree is itself the subtree to start from, and the proof leaves it out. */
    bool is_complete = (earlier->size & (earlier->size - 1)) == 0;
    if (is_complete)
        return climb(earlier, later, earlier->root, proof);
    return climb(earlier, later, proof.data, (struct bytes){proof.data + HASH_SIZE, proof.size - HASH_SIZE});
}
