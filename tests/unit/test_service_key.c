/* Is the server's key made once, for its owner alone, and never replaced by another? */
#include <sodium.h>
#include <sys/stat.h>

#include "check.h"
#include "service_key.h"
#include "support/relay_world.h"

enum { PATH_SIZE = 256 };

static struct service_key key;
static struct reason reason;

static enum outcome open_key(const char *folder)
{
    return service_key_open(&key, folder, &randomness_machine, &reason);
}

static void a_name(const char *folder, char path[PATH_SIZE + 16])
{
    (void)snprintf(path, PATH_SIZE + 16, "%s/service.key", folder);
}

static void it_is_made_once(void)
{
    char folder[PATH_SIZE], path[PATH_SIZE + 16];
    struct stat about;
    struct service_key first;
    uint8_t pk[SIGN_PUBLIC_SIZE], secret[crypto_sign_SECRETKEYBYTES];
    world_scratch(folder, sizeof folder);
    a_name(folder, path);
    CHECK(service_key_look(pk, folder, &reason) == GONE); /* looking makes none */
    CHECK(stat(path, &about) != 0);
    CHECK(open_key(folder) == OK && stat(path, &about) == 0);
    CHECK((about.st_mode & 07777) == 0600 && about.st_size == SIGN_SEED_SIZE);
    first = key;
    crypto_sign_seed_keypair(pk, secret, first.seed);
    CHECK_SAME(pk, first.pk, sizeof pk);
    service_key_close(&key);
    CHECK(sodium_is_zero((const uint8_t *)&key, sizeof key) == 1);
    CHECK(open_key(folder) == OK);
    CHECK_SAME(&first, &key, sizeof key);
    memset(pk, 0, sizeof pk);
    CHECK(service_key_look(pk, folder, &reason) == OK);
    CHECK_SAME(pk, first.pk, sizeof pk);
    CHECK(service_key_write(folder, pk, &reason) == REFUSED); /* nor is it replaced */
    CHECK(open_key(folder) == OK);
    CHECK_SAME(&first, &key, sizeof key);
    world_scratch_drop(folder);
    world_scratch(folder, sizeof folder);
    CHECK(open_key(folder) == OK &&
          memcmp(key.seed, first.seed, SIGN_SEED_SIZE) != 0); /* another server, another key */
    world_scratch_drop(folder);
}

static void what_is_no_key_is_refused(void)
{
    static const uint8_t octets[SIGN_SEED_SIZE + 1];
    char folder[PATH_SIZE], path[PATH_SIZE + 16];
    uint8_t pk[SIGN_PUBLIC_SIZE];
    world_scratch(folder, sizeof folder);
    a_name(folder, path);
    for (size_t size = 0; size <= sizeof octets; size++) {
        FILE *file = fopen(path, "wb");
        CHECK(file != NULL && fwrite(octets, 1, size, file) == size && fclose(file) == 0 && chmod(path, 0600) == 0);
        enum outcome expected = size == SIGN_SEED_SIZE ? OK : REFUSED;
        CHECK(open_key(folder) == expected && service_key_look(pk, folder, &reason) == expected);
        if (expected != OK)
            CHECK(sodium_is_zero((const uint8_t *)&key, sizeof key) == 1);
    }
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(octets, 1, SIGN_SEED_SIZE, file) == SIGN_SEED_SIZE && fclose(file) == 0);
    CHECK(chmod(path, 0640) == 0 && open_key(folder) == REFUSED && chmod(path, 0600) == 0 && open_key(folder) == OK);
    world_scratch_drop(folder);
    CHECK(open_key("/nonexistent/folder") == REFUSED);
}

int main(void)
{
    CHECK(sodium_init() >= 0);
    RUN(it_is_made_once);
    RUN(what_is_no_key_is_refused);
    return check_end();
}
