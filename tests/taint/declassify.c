/* What may be known although it was computed from a secret: the verdicts. Whether a MAC, a tag or a shared secret is good is what the
 * caller then does in front of everybody, so the one bit that these functions give is public; what they were given stays secret. The
 * linker puts these in their place (--wrap in tests/CMakeLists.txt), also for calls within libsodium. This is the whole list; what is
 * declassified by the cases themselves stands in main.c, what cannot be cut at a call in declassified.supp. */
#include <stddef.h>
#include <valgrind/memcheck.h>

enum { TAG_SIZE = 16 };

static int public(int verdict)
{
    (void)VALGRIND_MAKE_MEM_DEFINED(&verdict, sizeof verdict);
    return verdict;
}

/* NOLINTBEGIN(bugprone-reserved-identifier): the linker's names */

/* Tags of both AEADs. */
int __real_crypto_verify_16(const unsigned char *x, const unsigned char *y);
int __wrap_crypto_verify_16(const unsigned char *x, const unsigned char *y);
int __wrap_crypto_verify_16(const unsigned char *x, const unsigned char *y)
{
    return public(__real_crypto_verify_16(x, y));
}

/* hash_equal: login MACs, vouching, the commitment of an envelope. */
int __real_crypto_verify_32(const unsigned char *x, const unsigned char *y);
int __wrap_crypto_verify_32(const unsigned char *x, const unsigned char *y);
int __wrap_crypto_verify_32(const unsigned char *x, const unsigned char *y)
{
    return public(__real_crypto_verify_32(x, y));
}

/* Was the other's point of small order? It is the other's own doing, and refused aloud. */
int __real_crypto_scalarmult_curve25519(unsigned char *q, const unsigned char *n, const unsigned char *p);
int __wrap_crypto_scalarmult_curve25519(unsigned char *q, const unsigned char *n, const unsigned char *p);
int __wrap_crypto_scalarmult_curve25519(unsigned char *q, const unsigned char *n, const unsigned char *p)
{
    return public(__real_crypto_scalarmult_curve25519(q, n, p));
}

/* What the visitor's vault holds once it is open: the client acts on it, and parsing must look at it. Its keys are none: no secret key is
 * kept in a vault. The other thing that this opens, a shred salt, main.c marks again. */
int __real_crypto_aead_xchacha20poly1305_ietf_decrypt(unsigned char *m, unsigned long long *mlen, unsigned char *nsec,
                                                      const unsigned char *c, unsigned long long clen,
                                                      const unsigned char *ad, unsigned long long adlen,
                                                      const unsigned char *npub, const unsigned char *k);
int __wrap_crypto_aead_xchacha20poly1305_ietf_decrypt(unsigned char *m, unsigned long long *mlen, unsigned char *nsec,
                                                      const unsigned char *c, unsigned long long clen,
                                                      const unsigned char *ad, unsigned long long adlen,
                                                      const unsigned char *npub, const unsigned char *k);
int __wrap_crypto_aead_xchacha20poly1305_ietf_decrypt(unsigned char *m, unsigned long long *mlen, unsigned char *nsec,
                                                      const unsigned char *c, unsigned long long clen,
                                                      const unsigned char *ad, unsigned long long adlen,
                                                      const unsigned char *npub, const unsigned char *k)
{
    int verdict = __real_crypto_aead_xchacha20poly1305_ietf_decrypt(m, mlen, nsec, c, clen, ad, adlen, npub, k);
    if (clen >= TAG_SIZE)
        (void)VALGRIND_MAKE_MEM_DEFINED(m, clen - TAG_SIZE);
    return verdict;
}

/* NOLINTEND(bugprone-reserved-identifier) */
