/* Files that hold something private, on disk: read only if nobody else may, written whole or not at all. And on top of it
 * the key file, whose octets are protocol/key_box.
 * Owns: nothing. Uses: key_box, secret. Used by: udvej-keys, udvej-client. */
#ifndef UDVEJ_KEYS_KEY_FILE_H
#define UDVEJ_KEYS_KEY_FILE_H

#include <stdbool.h>
#include <sys/types.h>

#include "key_box.h"
#include "reason.h"

enum { FILE_PATH_MAX = 4096 };

/* Who may read a file for it to be accepted. */
enum privacy {
    PRIVACY_NONE, /* anybody: statements, requests */
    PRIVACY_OWNER, /* a regular file of ours that no other user may read or write; or a pipe, which has no mode to check */
};

/* Reads at most `max` octets. GONE: there is no such file. REFUSED: not private, too large, or not readable by us.
 * BROKEN: the disk failed. */
MUST_USE enum outcome file_read(const char *path, enum privacy privacy, void *out, size_t max, size_t *size,
                                struct reason *reason);

struct file_new {
    const char *path;
    mode_t mode;
    bool is_first; /* refuse to replace a file that is there */
};

/* Writes beside `path`, syncs, renames, syncs the folder: after OK the octets are on disk under that name, after anything else the
 * old file is as it was. REFUSED: it may not be written there, or is there already. BROKEN: the disk failed. */
MUST_USE enum outcome file_write(const struct file_new *file, struct bytes data, struct reason *reason);

/* An opened key file, in secret memory. */
struct key {
    struct key_box box; /* borrows from `plain` */
    uint8_t plain[KEY_BOX_PLAIN_MAX];
};

/* Gives an opened key, or NULL with the reason in words. Takes half a second or so: Argon2id. */
struct key *key_file_open(const char *path, struct bytes passphrase, struct reason *reason);

/* Wipes and frees; NULL is fine. */
void key_free(struct key *key);

/* Seals `box` under `passphrase` into a new file, mode 0600. Never replaces a file. */
MUST_USE enum outcome key_file_create(const char *path, const struct key_box *box, struct bytes passphrase,
                                      struct key_box_cost cost, struct reason *reason);

#endif
