/* Does a key file open for its passphrase, and for nothing else; is every octet of it held fast? */
#include <sodium.h>

#include "check.h"
#include "protocol/key_box.h"
#include "scarce.h"

static const struct key_box_cost cheap = {KEY_BOX_MEMORY_MIN_KIB, 1};
static const struct bytes words = {(const uint8_t *)"lusab babad gutih tugad mudof kakip sisag", 41};

static struct bytes text_of(const char *text)
{
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

static struct key_box staff_box(uint8_t statement[200])
{
    struct key_box box = {.kind = KEY_BOX_STAFF, .statement = {statement, 200}};
    check_fill(statement, 200, 1);
    check_fill(box.deployment_id, sizeof box.deployment_id, 2);
    check_fill(box.seed_sign, sizeof box.seed_sign, 3);
    check_fill(box.seed_id, sizeof box.seed_id, 4);
    check_fill(box.store_key, sizeof box.store_key, 5);
    return box;
}

static struct bytes sealed(const struct key_box *box, uint8_t out[KEY_BOX_FILE_MAX])
{
    uint8_t randomness[KEY_BOX_RANDOM_SIZE];
    size_t size;
    check_fill(randomness, sizeof randomness, 6);
    CHECK(key_box_seal(box, words, cheap, randomness, out, KEY_BOX_FILE_MAX, &size) == OK);
    return (struct bytes){out, size};
}

static void comes_back(void)
{
    uint8_t statement[200], file[KEY_BOX_FILE_MAX], plain[KEY_BOX_PLAIN_MAX];
    struct key_box box = staff_box(statement), got;
    struct key_box root = {.kind = KEY_BOX_ROOT, .name = text_of("Root 1")};
    struct key_box recovery = {.kind = KEY_BOX_RECOVERY, .name = text_of("Safe 1")};
    CHECK(key_box_open(&got, sealed(&box, file), words, plain) == OK);
    CHECK(got.kind == KEY_BOX_STAFF && got.statement.size == 200);
    CHECK_SAME(got.statement.data, statement, 200);
    CHECK_SAME(got.deployment_id, box.deployment_id, HASH_SIZE);
    CHECK_SAME(got.seed_sign, box.seed_sign, SIGN_SEED_SIZE);
    CHECK_SAME(got.seed_id, box.seed_id, DH_SIZE);
    CHECK_SAME(got.store_key, box.store_key, 32);

    check_fill(root.seed_sign, sizeof root.seed_sign, 7);
    CHECK(key_box_open(&got, sealed(&root, file), words, plain) == OK);
    CHECK(got.kind == KEY_BOX_ROOT && got.name.size == 6);
    CHECK_SAME(got.seed_sign, root.seed_sign, SIGN_SEED_SIZE);
    CHECK_SAME(got.name.data, "Root 1", 6);

    check_fill(recovery.seed_id, sizeof recovery.seed_id, 8);
    CHECK(key_box_open(&got, sealed(&recovery, file), words, plain) == OK);
    CHECK(got.kind == KEY_BOX_RECOVERY && got.name.size == 6);
    CHECK_SAME(got.seed_id, recovery.seed_id, DH_SIZE);
    CHECK_SAME(got.name.data, "Safe 1", 6);
}

/* Without the memory nothing is sealed, and "no memory" is not "wrong passphrase". */
static void says_when_there_is_no_memory(void)
{
    static const uint8_t zero[KEY_BOX_PLAIN_MAX];
    uint8_t statement[200], file[KEY_BOX_FILE_MAX], other[KEY_BOX_FILE_MAX], plain[KEY_BOX_PLAIN_MAX];
    uint8_t randomness[KEY_BOX_RANDOM_SIZE] = {1};
    struct key_box box = staff_box(statement), got;
    struct bytes data = sealed(&box, file);
    size_t size = 0;
    struct rlimit before = scarce_begin();
    enum outcome opening = key_box_open(&got, data, words, plain);
    enum outcome sealing = key_box_seal(&box, words, cheap, randomness, other, sizeof other, &size);
    scarce_end(&before);
    CHECK(opening == BROKEN && sealing == BROKEN);
    CHECK_SAME(plain, zero, sizeof plain);
    CHECK(key_box_open(&got, data, words, plain) == OK);
}

static void forgives_how_a_passphrase_is_typed(void)
{
    uint8_t statement[200], file[KEY_BOX_FILE_MAX], plain[KEY_BOX_PLAIN_MAX];
    struct key_box box = staff_box(statement), got;
    struct bytes data = sealed(&box, file);
    CHECK(key_box_open(&got, data, text_of("  Lusab-babad GUTIH\ttugad mudof  kakip sisag\r\n"), plain) == OK);
    CHECK(key_box_open(&got, data, text_of("lusab babad gutih tugad mudof kakip sisah"), plain) == REFUSED);
    CHECK(key_box_open(&got, data, text_of("lusabbabad gutih tugad mudof kakip sisag"), plain) == REFUSED);
}

static void tidies(void)
{
    uint8_t out[PASSPHRASE_MAX];
    uint8_t longest[PASSPHRASE_MAX + 1];
    size_t size;
    CHECK(passphrase_tidy(text_of("nineteen octets are"), out, &size) == REFUSED);
    CHECK(passphrase_tidy(text_of("twenty octets it hAs"), out, &size) == OK && size == 20 && out[18] == 'a');
    CHECK(passphrase_tidy(text_of("20 octets: [3] 4 x 5"), out, &size) == OK &&
          memcmp(out, "20 octets: [3] 4 x 5", 20) == 0);
    CHECK(passphrase_tidy(text_of(""), out, &size) == REFUSED);
    CHECK(passphrase_tidy(text_of("                                "), out, &size) == REFUSED);
    memset(longest, 'x', sizeof longest);
    CHECK(passphrase_tidy((struct bytes){longest, PASSPHRASE_MAX}, out, &size) == OK && size == PASSPHRASE_MAX);
    CHECK(passphrase_tidy((struct bytes){longest, PASSPHRASE_MAX + 1}, out, &size) == REFUSED);
    longest[PASSPHRASE_MAX - 1] = ' ';
    CHECK(passphrase_tidy((struct bytes){longest, PASSPHRASE_MAX + 1}, out, &size) == REFUSED);
    CHECK(passphrase_tidy((struct bytes){longest, PASSPHRASE_MAX}, out, &size) == OK && size == PASSPHRASE_MAX - 1);
}

/* Every octet, one bit of it: each costs an Argon2id unless the head is refused before. */
static void any_change_is_refused(void)
{
    uint8_t statement[200], file[KEY_BOX_FILE_MAX], plain[KEY_BOX_PLAIN_MAX], zeros[KEY_BOX_PLAIN_MAX] = {0};
    struct key_box box = staff_box(statement), got;
    struct bytes data = sealed(&box, file);
    for (size_t i = 0; i < data.size; i += i < KEY_BOX_HEAD_SIZE + 4 ? 1 : 37) {
        struct key_box_cost cost;
        file[i] ^= 1;
        /* A cost that would take seconds is not tried; that it is part of what is sealed follows from the others. */
        if (key_box_peek(data, &cost) != OK || cost.memory_kib <= 64 * 1024)
            CHECK(key_box_open(&got, data, words, plain) != OK);
        CHECK_SAME(plain, zeros, sizeof plain);
        file[i] ^= 1;
    }
    CHECK(key_box_open(&got, data, words, plain) == OK);
}

static void shorter_and_longer_is_malformed(void)
{
    uint8_t statement[200], file[KEY_BOX_FILE_MAX + 1], plain[KEY_BOX_PLAIN_MAX];
    struct key_box box = staff_box(statement), got;
    struct bytes data = sealed(&box, file);
    for (size_t size = 0; size < data.size; size++)
        CHECK(key_box_open(&got, (struct bytes){file, size}, words, plain) == MALFORMED);
    CHECK(key_box_open(&got, (struct bytes){file, data.size + 1}, words, plain) == MALFORMED);
}

static void refuses_what_cannot_be(void)
{
    uint8_t statement[200], file[KEY_BOX_FILE_MAX], randomness[KEY_BOX_RANDOM_SIZE] = {0};
    struct key_box box = staff_box(statement);
    struct key_box_cost cost;
    size_t size;
    struct key_box_cost too_small = {KEY_BOX_MEMORY_MIN_KIB - 1, 1}, too_large = {KEY_BOX_MEMORY_MAX_KIB + 1, 1};
    struct key_box_cost no_pass = {KEY_BOX_MEMORY_MIN_KIB, 0};
    CHECK(key_box_seal(&box, words, too_small, randomness, file, sizeof file, &size) == MALFORMED && size == 0);
    CHECK(key_box_seal(&box, words, too_large, randomness, file, sizeof file, &size) == MALFORMED);
    CHECK(key_box_seal(&box, words, no_pass, randomness, file, sizeof file, &size) == MALFORMED);
    CHECK(key_box_seal(&box, text_of("too short"), cheap, randomness, file, sizeof file, &size) == REFUSED);
    CHECK(key_box_seal(&box, words, cheap, randomness, file, 300, &size) == FULL);
    box.statement.size = 0;
    CHECK(key_box_seal(&box, words, cheap, randomness, file, sizeof file, &size) == MALFORMED);
    box.statement.size = KEY_BOX_STATEMENT_MAX + 1;
    CHECK(key_box_seal(&box, words, cheap, randomness, file, sizeof file, &size) == MALFORMED);
    box.kind = (enum key_box_kind)4;
    CHECK(key_box_seal(&box, words, cheap, randomness, file, sizeof file, &size) == MALFORMED);
    uint8_t name[NAME_MAX_SIZE + 1] = {'x'};
    struct key_box root = {.kind = KEY_BOX_ROOT};
    CHECK(key_box_seal(&root, words, cheap, randomness, file, sizeof file, &size) == MALFORMED); /* no name */
    root.name = (struct bytes){name, sizeof name};
    CHECK(key_box_seal(&root, words, cheap, randomness, file, sizeof file, &size) == MALFORMED);
    root.kind = KEY_BOX_RECOVERY;
    CHECK(key_box_seal(&root, words, cheap, randomness, file, sizeof file, &size) == MALFORMED);
    root.name.size = 0;
    CHECK(key_box_seal(&root, words, cheap, randomness, file, sizeof file, &size) == MALFORMED);
    CHECK(key_box_peek(text_of("UDVEJKEY\1 and not much more"), &cost) == MALFORMED);
    /* What a hostile file would like us to spend. */
    static const uint8_t greedy[][5] = {{0, 0x10, 0, 1, 1},
                                        {0xff, 0xff, 0xff, 0xff, 1},
                                        {0, 0, 0x1f, 0xff, 1},
                                        {0, 0, 0x20, 0, 0},
                                        {0, 0, 0x20, 0, KEY_BOX_PASSES_MAX + 1}};
    box = staff_box(statement);
    struct bytes data = sealed(&box, file);
    for (size_t i = 0; i < sizeof greedy / sizeof greedy[0]; i++) {
        memcpy(file + 9, greedy[i], sizeof greedy[i]);
        CHECK(key_box_peek(data, &cost) == MALFORMED);
    }
    CHECK(key_box_cost_usual().memory_kib == 256 * 1024 && key_box_cost_usual().passes == 3);
}

/* Sealed under the right passphrase, and of a kind that there is not: only somebody who knows the passphrase can write it, and a later
 * version of ours might. */
static void a_kind_from_elsewhere_is_refused(void)
{
    uint8_t statement[200], file[KEY_BOX_FILE_MAX], plain[KEY_BOX_PLAIN_MAX], key[32];
    struct key_box box = staff_box(statement), got;
    struct bytes data = sealed(&box, file);
    uint8_t *sealed_box = file + KEY_BOX_HEAD_SIZE + 2;
    const uint8_t *salt = file + KEY_BOX_HEAD_SIZE - KEY_BOX_RANDOM_SIZE, *nonce = salt + KEY_BOX_SALT_SIZE;
    size_t size = data.size - KEY_BOX_HEAD_SIZE - 2;
    CHECK(crypto_pwhash(key, sizeof key, (const char *)words.data, words.size, salt, cheap.passes,
                        (size_t)cheap.memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13) == 0);
    for (uint8_t kind = 0; kind <= 4; kind++) {
        CHECK(crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, sealed_box, size, file, KEY_BOX_HEAD_SIZE,
                                                         nonce, key) == 0);
        plain[0] = kind;
        crypto_aead_xchacha20poly1305_ietf_encrypt(sealed_box, NULL, plain, size - AEAD_TAG_SIZE, file,
                                                   KEY_BOX_HEAD_SIZE, NULL, nonce, key);
        CHECK(key_box_open(&got, data, words, plain) == (kind == KEY_BOX_STAFF ? OK : MALFORMED));
    }
}

/* The head as the header describes it, octet by octet. */
static void file_is_laid_out_as_written(void)
{
    uint8_t statement[200], file[KEY_BOX_FILE_MAX], randomness[KEY_BOX_RANDOM_SIZE];
    struct key_box box = staff_box(statement);
    struct bytes data = sealed(&box, file);
    static const uint8_t head[14] = {'U', 'D', 'V', 'E', 'J', 'K', 'E', 'Y', 1, 0, 0, 0x20, 0, 1};
    check_fill(randomness, sizeof randomness, 6);
    CHECK_SAME(file, head, sizeof head);
    CHECK_SAME(file + sizeof head, randomness, sizeof randomness);
    size_t plain = 1 + 32 * 4 + 2 + 200;
    CHECK(data.size == KEY_BOX_HEAD_SIZE + 2 + plain + 16);
    CHECK(file[KEY_BOX_HEAD_SIZE] == 1 && file[KEY_BOX_HEAD_SIZE + 1] == ((plain + 16) & 255));
}

int main(void)
{
    RUN(comes_back);
    RUN(says_when_there_is_no_memory);
    RUN(forgives_how_a_passphrase_is_typed);
    RUN(tidies);
    RUN(any_change_is_refused);
    RUN(shorter_and_longer_is_malformed);
    RUN(refuses_what_cannot_be);
    RUN(a_kind_from_elsewhere_is_refused);
    RUN(file_is_laid_out_as_written);
    return check_end();
}
