/* A backup: a stream of octets sealed to a recovery key, whose secret half is kept away from the server. Who steals a backup, or the server that
 * made it, cannot open it. Who can write where backups are kept can put another one there, sealed to the same public half: keep them
 * where only you write, as you would the database.
 *
 *   struct { opaque magic[8] = "UDVEJBAK"; uint8 version = 1; uint32 schema; uint32 day;
 *            opaque key[80]; opaque start[24]; opaque pieces[..]; } Backup;
 *   key    = crypto_box_seal of 32 random octets to the recovery key (X25519)
 *   start  = header of crypto_secretstream_xchacha20poly1305 under that key
 *   pieces = of BACKUP_PIECE octets each but the last, each BACKUP_PIECE_MORE longer when sealed; the first has every octet before it as
 *            additional data, the last has the tag FINAL: nothing can be changed, moved, cut off or added
 *
 * Owns: nothing. Uses: key_file, secret, command (hex), libsodium. Used by: server/operator. */
#ifndef UDVEJ_KEYS_BACKUP_FILE_H
#define UDVEJ_KEYS_BACKUP_FILE_H

#include "key_file.h"

enum {
    BACKUP_PIECE = 64 * 1024,
    BACKUP_PIECE_MORE = 17, /* tag and MAC */
    BACKUP_KEY_SEALED = 32 + 48,
    BACKUP_START_SIZE = 24,
    BACKUP_HEAD_SIZE = 8 + 1 + 4 + 4 + BACKUP_KEY_SEALED + BACKUP_START_SIZE,
};

struct backup_head {
    uint32_t schema; /* of the database in it */
    uint32_t day;    /* on which it was made, since 1970 */
};

/* --- the recovery key --- */

/* A new one; borrows `name`. */
void recovery_new(struct key_box *box, struct bytes name);
void recovery_public(const struct key_box *box, uint8_t public[DH_SIZE]);

/* The public half in a file of its own: 64 hex digits and a line feed, for anybody to read. */
MUST_USE enum outcome recovery_public_write(const char *path, const uint8_t public[DH_SIZE], struct reason *reason);
MUST_USE enum outcome recovery_public_read(const char *path, uint8_t public[DH_SIZE], struct reason *reason);

/* --- the file --- */

/* Seals what `from` gives until its end into a new file. Outcomes as of file_write. */
MUST_USE enum outcome backup_file_seal(const struct file_new *file, const uint8_t public[DH_SIZE],
                                       const struct backup_head *head, int from, struct reason *reason);

/* Opens `path` with an opened recovery key and writes what is in it to `to`. Only after OK is it true; throw it away otherwise. GONE: there is
 * no such file. MALFORMED: it is no backup, or cut off. REFUSED: not this key, or it was changed. BROKEN: the disk failed. */
MUST_USE enum outcome backup_file_open(const char *path, const struct key_box *box, int to, struct backup_head *head,
                                       struct reason *reason);

#endif
