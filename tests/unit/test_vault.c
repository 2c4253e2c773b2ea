/* Does the vault come back whole, to its visitor only? */
#include <sodium.h>

#include "check.h"
#include "protocol/vault.h"

static struct visitor_keys keys;

static void fill(struct vault *vault)
{
    memset(vault, 0, sizeof *vault);
    vault->version = 0x01020304;
    vault->ctr = 5;
    vault->door = 2;
    check_fill(vault->case_nonce, sizeof vault->case_nonce, 1);
    vault->off_gen = 3;
    check_fill(vault->snapshot_hash, sizeof vault->snapshot_hash, 2);
    vault->snapshot_issued_min = 29000000;
    vault->room_epoch = 1;
    check_fill(vault->room_head, sizeof vault->room_head, 3);
    vault->log_size = 17;
    check_fill(vault->log_root, sizeof vault->log_root, 4);
    vault->lang_size = 2;
    memcpy(vault->lang, "ar", 2);
    vault->profile = 1;
    vault->pinned_count = 2;
    check_fill(vault->pinned, 2 * HASH_SIZE, 5);
    vault->consents[0] = CONSENT_YES;
    vault->consents[1] = CONSENT_NO;
    vault->mark_count = 1;
    check_fill(&vault->marks[0], sizeof vault->marks[0], 6);
    vault->unreadable_logins = 2;
    check_fill(vault->unreadable, sizeof vault->unreadable, 8);
}

static void round_trip(void)
{
    uint8_t nonce[XNONCE_SIZE];
    uint8_t sealed[VAULT_SIZE];
    struct vault opened;
    struct vault vault;
    fill(&vault);
    check_fill(nonce, sizeof nonce, 7);
    vault_seal(&keys, &vault, nonce, sealed);
    CHECK_SAME(sealed, "\1\2\3\4", 4); /* the version in clear, then the nonce */
    CHECK_SAME(sealed + 4, nonce, XNONCE_SIZE);
    CHECK(vault_open(&keys, sealed, &opened) == OK);
    CHECK_SAME(&opened, &vault, sizeof vault);

    vault.pinned_count = VAULT_PINNED_MAX; /* the fullest */
    memset(vault.consents, CONSENT_NEW, sizeof vault.consents);
    vault.mark_count = VAULT_MARKS_MAX;
    vault.lang_size = LANG_MAX;
    vault_seal(&keys, &vault, nonce, sealed);
    CHECK(vault_open(&keys, sealed, &opened) == OK);
    CHECK(opened.pinned_count == VAULT_PINNED_MAX && opened.mark_count == VAULT_MARKS_MAX);

    memset(&vault, 0, sizeof vault);
    vault_seal(&keys, &vault, nonce, sealed);
    CHECK(vault_open(&keys, sealed, &opened) == OK);
    CHECK_SAME(&opened, &vault, sizeof vault);
}

static void nothing_else_opens(void)
{
    static const struct vault wiped;
    uint8_t nonce[XNONCE_SIZE] = {1};
    uint8_t sealed[VAULT_SIZE];
    struct vault opened;
    struct vault vault;
    fill(&vault);
    vault_seal(&keys, &vault, nonce, sealed);
    for (size_t at = 0; at < sizeof sealed; at++) {
        sealed[at] ^= 0x20;
        CHECK(vault_open(&keys, sealed, &opened) == REFUSED);
        sealed[at] ^= 0x20;
    }
    CHECK_SAME(&opened, &wiped, sizeof opened);
    struct visitor_keys other = keys;
    other.mailbox[3] ^= 1;
    CHECK(vault_open(&other, sealed, &opened) == REFUSED);
    other = keys;
    other.k_vault[0] ^= 1;
    CHECK(vault_open(&other, sealed, &opened) == REFUSED);
    CHECK(vault_open(&keys, sealed, &opened) == OK);
}

/* Sealed by the right key, but not a vault: counts out of bounds, and something behind the fields. */
static void a_wrong_inside_is_refused(void)
{
    enum { PLAIN = VAULT_SIZE - 4 - XNONCE_SIZE - 16 };
    enum { LANG_AT = 8 + 1 + 16 + 4 + 32 + 8 + 4 + 32 + 8 + 32 };
    uint8_t sealed[VAULT_SIZE] = {0};
    uint8_t plain[PLAIN];
    struct vault opened;
    uint8_t ad[13 + MAILBOX_SIZE + 4] = {0};
    memcpy(ad, "udvej/1/vault", 13);
    memcpy(ad + 13, keys.mailbox, MAILBOX_SIZE);
    static const struct {
        size_t at;
        uint8_t value;
        enum outcome outcome;
    } cases[] = {{0, 0, OK},
                 {LANG_AT, LANG_MAX + 1, REFUSED},
                 {LANG_AT + 2, VAULT_PINNED_MAX + 1, REFUSED},
                 {LANG_AT + 3, VAULT_MARKS_MAX + 1, REFUSED},
                 {LANG_AT + 4, 1, OK}, /* archive_gen */
                 {LANG_AT + 8, 1, REFUSED},
                 {LANG_AT + 9, UNREADABLE_LOGINS, OK},
                 {LANG_AT + 9, UNREADABLE_LOGINS + 1, REFUSED},
                 {LANG_AT + 10, 1, REFUSED},
                 {PLAIN - 1, 1, REFUSED}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        memset(plain, 0, sizeof plain);
        plain[cases[i].at] = cases[i].value;
        crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + 4 + XNONCE_SIZE, NULL, plain, sizeof plain, ad, sizeof ad,
                                                   NULL, sealed + 4, keys.k_vault);
        CHECK(vault_open(&keys, sealed, &opened) == cases[i].outcome);
    }
}

int main(void)
{
    CHECK(sodium_init() >= 0);
    check_fill(&keys, sizeof keys, 99);
    RUN(round_trip);
    RUN(nothing_else_opens);
    RUN(a_wrong_inside_is_refused);
    return check_end();
}
