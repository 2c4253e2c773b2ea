#include "service_key.h"

#include <stdio.h>
#include <string.h>

#include "ceremony.h"
#include "secret.h"

static enum outcome name(const char *folder, char path[FILE_PATH_MAX], struct reason *reason)
{
    int size = snprintf(path, FILE_PATH_MAX, "%s/service.key", folder);
    if (size > 0 && size < FILE_PATH_MAX)
        return OK;
    reason_set(reason, "the name of the data folder is too long.");
    return REFUSED;
}

static enum outcome read_key(struct service_key *key, const char *folder, enum privacy privacy, struct reason *reason)
{
    char path[FILE_PATH_MAX];
    size_t size;
    TRY(name(folder, path, reason));
    enum outcome outcome = file_read(path, privacy, key->seed, sizeof key->seed, &size, reason);
    if (outcome == OK && size != sizeof key->seed) {
        reason_set(reason, "%s is no key of %d octets.", path, SIGN_SEED_SIZE);
        outcome = REFUSED;
    }
    if (outcome == OK)
        sign_public(key->seed, key->pk);
    else
        service_key_close(key);
    return outcome;
}

enum outcome service_key_write(const char *folder, const uint8_t seed[SIGN_SEED_SIZE], struct reason *reason)
{
    char path[FILE_PATH_MAX];
    TRY(name(folder, path, reason));
    struct file_new file = {.path = path, .mode = 0600, .is_first = true};
    return file_write(&file, (struct bytes){seed, SIGN_SEED_SIZE}, reason);
}

enum outcome service_key_open(struct service_key *key, const char *folder, const struct randomness *randomness,
                              struct reason *reason)
{
    uint8_t seed[SIGN_SEED_SIZE];
    enum outcome outcome = read_key(key, folder, PRIVACY_OWNER, reason);
    if (outcome != GONE)
        return outcome;
    randomness_fill(randomness, seed, sizeof seed);
    outcome = service_key_write(folder, seed, reason);
    secret_wipe(seed, sizeof seed);
    return outcome == OK ? read_key(key, folder, PRIVACY_OWNER, reason) : outcome;
}

enum outcome service_key_look(uint8_t pk[SIGN_PUBLIC_SIZE], const char *folder, struct reason *reason)
{
    struct service_key key;
    TRY(read_key(&key, folder, PRIVACY_NONE, reason));
    memcpy(pk, key.pk, SIGN_PUBLIC_SIZE);
    service_key_close(&key);
    return OK;
}

void service_key_close(struct service_key *key)
{
    secret_wipe(key, sizeof *key);
}
