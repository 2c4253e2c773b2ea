/* What a visitor's core has in place of a table that it does not need.
 *
 * libsodium multiplies the base point by way of Edwards coordinates and 30 kB of precomputed points, which do not compress: a third of what a
 * visitor's telephone would load. A visitor never signs (PROTOCOL.md, rule 1), and for X25519 the base point is a point like any
 * other: RFC 7748, section 5, with u = 9. The linker puts these functions in the place of libsodium's (--wrap), in this core alone.
 *
 * Owns: nothing. Used by: the link of core_visitor. */
#include <sodium.h>

int __wrap_crypto_scalarmult_curve25519_base(unsigned char *q, const unsigned char *n);
void __wrap_ge25519_scalarmult_base(void *point, const unsigned char *scalar);

int __wrap_crypto_scalarmult_curve25519_base(unsigned char *q, const unsigned char *n)
{
    static const unsigned char base_point[crypto_scalarmult_curve25519_BYTES] = {9};
    return crypto_scalarmult_curve25519(q, n, base_point);
}

/* Only signing would come here. */
void __wrap_ge25519_scalarmult_base(void *point, const unsigned char *scalar)
{
    (void)point;
    (void)scalar;
    __builtin_trap();
}
