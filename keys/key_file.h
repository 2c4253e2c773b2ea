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

/* The same for what does not fit into memory: begin, put as often as there is something, then end or drop. */
struct file_writing {
    const struct file_new *file; /* borrowed until the end */
    int fd;
    char beside[FILE_PATH_MAX];
};
MUST_USE enum outcome file_begin(struct file_writing *writing, const struct file_new *file, struct reason *reason);
MUST_USE enum outcome file_put(struct file_writing *writing, struct bytes data, struct reason *reason);
/* Outcomes as of file_write. After anything but OK nothing is left of it. */
MUST_USE enum outcome file_end(struct file_writing *writing, struct reason *reason);
void file_drop(struct file_writing *writing);

/* Reads up to `size` octets of `fd`, fewer only at its end; writes all of `data`. BROKEN: the disk failed, errno says how. */
MUST_USE enum outcome file_take(int fd, void *out, size_t size, size_t *taken);
MUST_USE enum outcome file_give(int fd, struct bytes data);

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
