/* The inside of a vault: the input is sealed under a fixed key, so that the reader behind the seal is reached. */
#include <sodium.h>

#include "fuzz.h"
#include "protocol/vault.h"

enum { PLAIN_SIZE = VAULT_SIZE - 4 - XNONCE_SIZE - AEAD_TAG_SIZE, AD_SIZE = 13 + MAILBOX_SIZE + 4 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct visitor_keys keys;
    static const uint8_t nonce[XNONCE_SIZE];
    uint8_t ad[AD_SIZE] = "udvej/1/vault";
    uint8_t plain[PLAIN_SIZE] = {0};
    uint8_t sealed[VAULT_SIZE] = {0};
    uint8_t again[VAULT_SIZE];
    struct vault vault;
    memcpy(plain, data, size < sizeof plain ? size : sizeof plain);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + 4 + XNONCE_SIZE, NULL, plain, sizeof plain, ad, sizeof ad, NULL,
                                               nonce, keys.k_vault);
    if (vault_open(&keys, sealed, &vault) != OK)
        return 0;
    vault_seal(&keys, &vault, nonce, again);
    invariant(memcmp(sealed, again, VAULT_SIZE) == 0);
    return 0;
}
