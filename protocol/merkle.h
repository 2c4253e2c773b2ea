/* A log's Merkle tree over SHA-256: what is needed to check that an entry is in it and that a later tree only added entries. All
 * values here are public: nothing is secret, nothing needs constant time.
 * Owns: nothing. Uses: hash. Source: RFC 6962, section 2.1 (definitions); RFC 9162, sections 2.1.3.2 and 2.1.4.2 (the same
 * trees' checks as loops). */
#ifndef UDVEJ_PROTOCOL_MERKLE_H
#define UDVEJ_PROTOCOL_MERKLE_H

#include "bytes.h"
#include "limits.h"
#include "outcome.h"

/* MTH({d}) = SHA-256(0x00 || d): the hash of a leaf. The first octet keeps leaves and nodes apart. */
void merkle_leaf(struct bytes entry, uint8_t hash[HASH_SIZE]);

/* SHA-256(0x01 || left || right). `hash` may be `left` or `right`. */
void merkle_node(const uint8_t left[HASH_SIZE], const uint8_t right[HASH_SIZE], uint8_t hash[HASH_SIZE]);

/* The root over `count` leaves, given as their hashes one after the other. No leaves: SHA-256 of nothing. */
void merkle_root(const uint8_t *leaf_hashes, size_t count, uint8_t root[HASH_SIZE]);

/* A tree by its number of leaves and its root. Borrows. */
struct merkle_tree {
    uint64_t size;
    const uint8_t *root; /* HASH_SIZE */
};

/* A root does not tell its tree's size by itself: whoever signs a root signs the size with it.
 * Both proofs are whole hashes one after the other, at most MERKLE_PROOF_MAX of them. MALFORMED: they are not. REFUSED: it proves
 * something else, or nothing. Every number and every octet may come from a stranger. */

/* Is `leaf_hash` the leaf `index` (from 0) of `tree`? */
MUST_USE enum outcome merkle_check_inclusion(const struct merkle_tree *tree, uint64_t index,
                                             const uint8_t leaf_hash[HASH_SIZE], struct bytes proof);

/* Does `later` begin with every leaf of `earlier`? Trees of one size have one root and an empty proof. An empty earlier tree proves
 * nothing about a later one and is REFUSED. */
MUST_USE enum outcome merkle_check_consistency(const struct merkle_tree *earlier, const struct merkle_tree *later,
                                               struct bytes proof);

#endif
