/* Are private files read only when they are private, and written whole or not at all? */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "keys/key_file.h"
#include "keys/passphrase.h"
#include "keys/secret.h"

static char folder[] = "/tmp/udvej-key-file-XXXXXX";
static char path[64], other[64];
static struct reason reason;

static bool says(const char *part)
{
    return strstr(reason.text, part) != NULL;
}

static enum outcome put(const char *text, mode_t mode)
{
    struct file_new file = {.path = path, .mode = mode};
    return file_write(&file, (struct bytes){(const uint8_t *)text, strlen(text)}, &reason);
}

static mode_t mode_of(const char *name)
{
    struct stat status;
    return stat(name, &status) == 0 ? status.st_mode & 07777 : 0;
}

static void private_means_private(void)
{
    uint8_t data[16];
    size_t size;
    CHECK(put("secret", 0600) == OK && mode_of(path) == 0600);
    CHECK(file_read(path, PRIVACY_OWNER, data, sizeof data, &size, &reason) == OK && size == 6);
    static const mode_t open_modes[] = {0640, 0604, 0660, 0610, 0601, 0602};
    for (size_t i = 0; i < sizeof open_modes / sizeof open_modes[0]; i++) {
        CHECK(chmod(path, open_modes[i]) == 0);
        CHECK(file_read(path, PRIVACY_OWNER, data, sizeof data, &size, &reason) == REFUSED && size == 0);
        CHECK(says("can be read by others") && says("chmod 600"));
        CHECK(file_read(path, PRIVACY_NONE, data, sizeof data, &size, &reason) == OK);
    }
    CHECK(file_read(folder, PRIVACY_OWNER, data, sizeof data, &size, &reason) == REFUSED && says("regular file"));
    CHECK(file_read(other, PRIVACY_OWNER, data, sizeof data, &size, &reason) == GONE);
}

static void another_owner_is_refused(void)
{
    uint8_t data[16];
    size_t size;
    if (geteuid() != 0)
        return; /* only root can give a file away */
    CHECK(put("secret", 0600) == OK && chown(path, 12345, 12345) == 0);
    CHECK(file_read(path, PRIVACY_OWNER, data, sizeof data, &size, &reason) == REFUSED && says("another user"));
    CHECK(unlink(path) == 0);
}

static void too_large_is_refused(void)
{
    uint8_t data[6];
    size_t size;
    CHECK(put("123456", 0600) == OK);
    CHECK(file_read(path, PRIVACY_OWNER, data, sizeof data, &size, &reason) == OK && size == 6);
    CHECK(put("1234567", 0600) == OK);
    CHECK(file_read(path, PRIVACY_OWNER, data, sizeof data, &size, &reason) == REFUSED && says("too large"));
}

static void writes_whole_or_not_at_all(void)
{
    uint8_t data[16];
    size_t size;
    struct file_new first = {.path = path, .mode = 0600, .is_first = true};
    struct file_new nowhere = {.path = "/nowhere/at/all", .mode = 0600};
    CHECK(put("old", 0600) == OK);
    CHECK(file_write(&first, (struct bytes){(const uint8_t *)"new", 3}, &reason) == REFUSED &&
          says("is there already"));
    CHECK(file_read(path, PRIVACY_OWNER, data, sizeof data, &size, &reason) == OK);
    CHECK_SAME(data, "old", 3);
    CHECK(file_write(&nowhere, (struct bytes){(const uint8_t *)"x", 1}, &reason) == REFUSED);
    CHECK(put("newer", 0600) == OK);
    CHECK(file_read(path, PRIVACY_OWNER, data, sizeof data, &size, &reason) == OK && size == 5);
    CHECK_SAME(data, "newer", 5);
}

static void key_file_keeps_its_key(void)
{
    struct bytes words = {(const uint8_t *)"lusab babad gutih tugad mudof", 29};
    struct bytes wrong = {(const uint8_t *)"lusab babad gutih tugad mudog", 29};
    struct key_box_cost cheap = {KEY_BOX_MEMORY_MIN_KIB, 1};
    struct key_box box = {.kind = KEY_BOX_ROOT, .name = {(const uint8_t *)"Root 1", 6}};
    check_fill(box.seed_sign, sizeof box.seed_sign, 9);
    CHECK(key_file_create(other, &box, (struct bytes){(const uint8_t *)"short", 5}, cheap, &reason) == REFUSED);
    CHECK(says("too short") && access(other, F_OK) != 0);
    CHECK(key_file_create(other, &box, words, cheap, &reason) == OK && mode_of(other) == 0600);
    CHECK(key_file_create(other, &box, words, cheap, &reason) == REFUSED && says("is there already"));
    CHECK(key_file_open(other, wrong, &reason) == NULL && says("not its passphrase"));
    struct key *key = key_file_open(other, words, &reason);
    CHECK(key != NULL);
    if (key != NULL)
        CHECK_SAME(key->box.seed_sign, box.seed_sign, SIGN_SEED_SIZE);
    key_free(key);
    CHECK(chmod(other, 0644) == 0 && key_file_open(other, words, &reason) == NULL && says("read by others"));
    CHECK(put("UDVEJKEY", 0600) == OK && key_file_open(path, words, &reason) == NULL && says("not a key file"));
}

static void passphrases(void)
{
    char words[PASSPHRASE_NEW_SIZE], more[PASSPHRASE_NEW_SIZE];
    struct passphrase got;
    struct passphrase_source source = {.file = path};
    passphrase_new(words);
    passphrase_new(more);
    CHECK(strlen(words) == PASSPHRASE_NEW_SIZE - 1 && strcmp(words, more) != 0);
    /* Every letter that may stand somewhere does, sooner or later; no other one does. */
    static const char consonants[] = "bdfghjklmnprstvz", vowels[] = "aiou";
    bool has_been[PASSPHRASE_NEW_SIZE][128] = {{false}};
    for (int round = 0; round < 2000; round++) {
        passphrase_new(words);
        for (size_t i = 0; i + 1 < sizeof words; i++) {
            CHECK(strchr(i % 6 == 5 ? " " : i % 6 % 2 == 0 ? consonants : vowels, words[i]) != NULL);
            has_been[i][(uint8_t)words[i] & 127] = true;
        }
    }
    for (size_t i = 0; i + 1 < sizeof words; i++)
        for (const char *letter = i % 6 == 5 ? " " : i % 6 % 2 == 0 ? consonants : vowels; *letter != '\0'; letter++)
            CHECK(has_been[i][(uint8_t)*letter]);

    CHECK(put("Lusab  babad gutih TUGAD\nand a second line", 0600) == OK);
    CHECK(passphrase_read(&source, &got, &reason) == OK && got.size == 23);
    CHECK_SAME(got.text, "lusab babad gutih tugad", 23);
    CHECK(put("lusab\n", 0600) == OK && passphrase_read(&source, &got, &reason) == REFUSED && says("too short"));
    CHECK(put("lusab babad gutih tugad\n", 0644) == OK && passphrase_read(&source, &got, &reason) == REFUSED);
    CHECK(says("read by others"));
}

int main(void)
{
    if (!secret_start() || mkdtemp(folder) == NULL)
        return 1;
    (void)snprintf(path, sizeof path, "%s/file", folder);
    (void)snprintf(other, sizeof other, "%s/other", folder);
    RUN(private_means_private);
    RUN(another_owner_is_refused);
    RUN(too_large_is_refused);
    RUN(writes_whole_or_not_at_all);
    RUN(key_file_keeps_its_key);
    RUN(passphrases);
    (void)unlink(path);
    (void)unlink(other);
    CHECK(rmdir(folder) == 0); /* nothing half-written is left beside */
    return check_end();
}
