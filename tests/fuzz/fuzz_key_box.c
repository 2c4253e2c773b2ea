/* A key file: first the octets as they come, then what stands behind the seal, sealed under the zero key that a fuzzing build derives
 * from every passphrase. What opens is sealed again to the same octets. */
#include <sodium.h>

#include "fuzz.h"
#include "protocol/key_box.h"

static const struct bytes words = {(const uint8_t *)"lusab babad gutih tugad", 23};

static void seal_again(const struct key_box *box, const uint8_t *file, size_t size)
{
    struct key_box_cost cost;
    size_t written = 0;
    invariant(key_box_peek((struct bytes){file, size}, &cost) == OK);
    enum outcome outcome = key_box_seal(box, words, cost, file + KEY_BOX_HEAD_SIZE - KEY_BOX_RANDOM_SIZE, fuzz_again,
                                        sizeof fuzz_again, &written);
    fuzz_same(outcome, written, file, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t head[KEY_BOX_HEAD_SIZE] = {'U', 'D', 'V', 'E', 'J', 'K', 'E', 'Y', 1, 0, 0, 0x20, 0, 1};
    static const uint8_t zero_key[32];
    uint8_t plain[KEY_BOX_PLAIN_MAX], file[KEY_BOX_FILE_MAX];
    struct key_box box;
    if (key_box_open(&box, (struct bytes){data, size}, words, plain) == OK)
        seal_again(&box, data, size);
    if (size > KEY_BOX_PLAIN_MAX)
        return 0;
    size_t sealed = size + AEAD_TAG_SIZE;
    memcpy(file, head, sizeof head);
    file[KEY_BOX_HEAD_SIZE] = (uint8_t)(sealed >> 8);
    file[KEY_BOX_HEAD_SIZE + 1] = (uint8_t)sealed;
    crypto_aead_xchacha20poly1305_ietf_encrypt(file + KEY_BOX_HEAD_SIZE + 2, NULL, data, size, head, sizeof head, NULL,
                                               head + KEY_BOX_HEAD_SIZE - XNONCE_SIZE, zero_key);
    if (key_box_open(&box, (struct bytes){file, KEY_BOX_HEAD_SIZE + 2 + sealed}, words, plain) == OK)
        seal_again(&box, file, KEY_BOX_HEAD_SIZE + 2 + sealed);
    return 0;
}
