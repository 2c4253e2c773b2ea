#include "backup_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"
#include "reader.h"
#include "secret.h"
#include "writer.h"

#define BACKUP_VERSION 1

static const uint8_t magic[8] = {'U', 'D', 'V', 'E', 'J', 'B', 'A', 'K'};

_Static_assert((int)BACKUP_KEY_SEALED == (int)(crypto_secretstream_xchacha20poly1305_KEYBYTES + crypto_box_SEALBYTES) &&
                   (int)BACKUP_START_SIZE == (int)crypto_secretstream_xchacha20poly1305_HEADERBYTES &&
                   (int)BACKUP_PIECE_MORE == (int)crypto_secretstream_xchacha20poly1305_ABYTES &&
                   (int)DH_SIZE == (int)crypto_box_PUBLICKEYBYTES,
               "the sizes of the format are those of libsodium");

/* Everything that one sealing or opening needs, in secret memory: too large for a stack, and partly secret. */
struct work {
    crypto_secretstream_xchacha20poly1305_state state;
    uint8_t key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
    uint8_t public[DH_SIZE];
    uint8_t head[BACKUP_HEAD_SIZE];
    uint8_t plain[2][BACKUP_PIECE]; /* one is read ahead, to know which is the last */
    uint8_t sealed[BACKUP_PIECE + BACKUP_PIECE_MORE];
};

static struct work *work_new(struct reason *reason)
{
    struct work *work = secret_new(sizeof *work);
    if (work == NULL)
        reason_set(reason, "there is no memory for a backup.");
    return work;
}

/* ---- the recovery key -------------------------------------------------------------------------------------------------- */

void recovery_new(struct key_box *box, struct bytes name)
{
    *box = (struct key_box){.kind = KEY_BOX_RECOVERY, .name = name};
    secret_random(box->seed_id, sizeof box->seed_id);
}

void recovery_public(const struct key_box *box, uint8_t public[DH_SIZE])
{
    int computed = crypto_scalarmult_base(public, box->seed_id);
    invariant(computed == 0);
}

enum outcome recovery_public_write(const char *path, const uint8_t public[DH_SIZE], struct reason *reason)
{
    char line[2 * DH_SIZE + 2];
    struct file_new file = {.path = path, .mode = S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH, .is_first = true};
    hex_write(public, DH_SIZE, line);
    line[2 * DH_SIZE] = '\n';
    line[2 * DH_SIZE + 1] = '\0';
    return file_write(&file, bytes_of(line), reason);
}

enum outcome recovery_public_read(const char *path, uint8_t public[DH_SIZE], struct reason *reason)
{
    char line[2 * DH_SIZE + 2];
    size_t size;
    TRY(file_read(path, PRIVACY_NONE, line, sizeof line - 1, &size, reason));
    line[size] = '\0';
    bool is_line = size == sizeof line - 1 && line[size - 1] == '\n';
    if (is_line)
        line[size - 1] = '\0';
    if (is_line && hex_read(line, public, DH_SIZE) == OK)
        return OK;
    reason_set(reason, "%s is not the public half of a recovery key: that is one line of %d hex digits.", path,
               2 * DH_SIZE);
    return MALFORMED;
}

/* ---- sealing ----------------------------------------------------------------------------------------------------------- */

static enum outcome begin_sealing(struct work *work, const uint8_t public[DH_SIZE], const struct backup_head *head,
                                  struct reason *reason)
{
    uint8_t sealed_key[BACKUP_KEY_SEALED], start[BACKUP_START_SIZE];
    struct writer writer;
    size_t size;
    secret_random(work->key, sizeof work->key);
    if (crypto_box_seal(sealed_key, work->key, sizeof work->key, public) != 0) {
        reason_set(reason, "nothing can be sealed to this recovery key.");
        return REFUSED;
    }
    if (crypto_secretstream_xchacha20poly1305_init_push(&work->state, start, work->key) != 0)
        return BROKEN;
    writer_open(&writer, work->head, sizeof work->head);
    writer_put(&writer, magic, sizeof magic);
    writer_u8(&writer, BACKUP_VERSION);
    writer_u32(&writer, head->schema);
    writer_u32(&writer, head->day);
    writer_put(&writer, sealed_key, sizeof sealed_key);
    writer_put(&writer, start, sizeof start);
    enum outcome outcome = writer_finish(&writer, &size);
    invariant(outcome == OK && size == sizeof work->head);
    return OK;
}

static enum outcome seal_piece(struct work *work, struct file_writing *writing, struct bytes plain, bool is_first,
                               bool is_last, struct reason *reason)
{
    uint8_t tag = is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0;
    unsigned long long size;
    if (crypto_secretstream_xchacha20poly1305_push(&work->state, work->sealed, &size, plain.data, plain.size,
                                                   is_first ? work->head : NULL, is_first ? sizeof work->head : 0,
                                                   tag) != 0)
        return BROKEN;
    return file_put(writing, (struct bytes){work->sealed, (size_t)size}, reason);
}

static enum outcome seal_pieces(struct work *work, struct file_writing *writing, int from, struct reason *reason)
{
    size_t size, next;
    reason_set(reason, "what is to be backed up cannot be read.");
    TRY(file_put(writing, (struct bytes){work->head, sizeof work->head}, reason));
    TRY(file_take(from, work->plain[0], BACKUP_PIECE, &size));
    for (size_t piece = 0;; piece++) {
        TRY(file_take(from, work->plain[(piece + 1) % 2], BACKUP_PIECE, &next));
        TRY(seal_piece(work, writing, (struct bytes){work->plain[piece % 2], size}, piece == 0, next == 0, reason));
        if (next == 0)
            return OK;
        size = next;
    }
}

enum outcome backup_file_seal(const struct file_new *file, const uint8_t public[DH_SIZE],
                              const struct backup_head *head, int from, struct reason *reason)
{
    struct file_writing writing = {.fd = -1};
    struct work *work = work_new(reason);
    if (work == NULL)
        return BROKEN;
    enum outcome outcome = begin_sealing(work, public, head, reason);
    if (outcome == OK)
        outcome = file_begin(&writing, file, reason);
    if (outcome == OK)
        outcome = seal_pieces(work, &writing, from, reason);
    secret_free(work);
    if (outcome == OK)
        return file_end(&writing, reason);
    file_drop(&writing);
    return outcome;
}

/* ---- opening ----------------------------------------------------------------------------------------------------------- */

static enum outcome say_cut(const char *path, struct reason *reason)
{
    reason_set(reason, "%s is no backup, or not a whole one.", path);
    return MALFORMED;
}

static enum outcome say_changed(const char *path, struct reason *reason)
{
    reason_set(reason, "%s does not open: it was not sealed to this key, or it was changed.", path);
    return REFUSED;
}

static enum outcome begin_opening(struct work *work, const struct key_box *box, struct backup_head *head,
                                  const char *path, struct reason *reason)
{
    struct reader reader;
    reader_open(&reader, work->head, sizeof work->head);
    struct bytes start = reader_take(&reader, sizeof magic);
    if (memcmp(start.data, magic, sizeof magic) != 0 || reader_u8(&reader) != BACKUP_VERSION)
        return say_cut(path, reason);
    head->schema = reader_u32(&reader);
    head->day = reader_u32(&reader);
    struct bytes sealed_key = reader_take(&reader, BACKUP_KEY_SEALED);
    struct bytes stream = reader_take(&reader, BACKUP_START_SIZE);
    enum outcome outcome = reader_finish(&reader);
    invariant(outcome == OK);
    recovery_public(box, work->public);
    if (crypto_box_seal_open(work->key, sealed_key.data, sealed_key.size, work->public, box->seed_id) != 0 ||
        crypto_secretstream_xchacha20poly1305_init_pull(&work->state, stream.data, work->key) != 0)
        return say_changed(path, reason);
    return OK;
}

/* Until the piece that says that it is the last, behind which nothing may stand. */
static enum outcome open_pieces(struct work *work, int from, int to, const char *path, struct reason *reason)
{
    for (bool is_first = true;; is_first = false) {
        size_t size;
        unsigned long long plain_size;
        uint8_t tag;
        TRY(file_take(from, work->sealed, sizeof work->sealed, &size));
        if (size < BACKUP_PIECE_MORE)
            return say_cut(path, reason);
        if (crypto_secretstream_xchacha20poly1305_pull(&work->state, work->plain[0], &plain_size, &tag, work->sealed,
                                                       size, is_first ? work->head : NULL,
                                                       is_first ? sizeof work->head : 0) != 0)
            return size < sizeof work->sealed ? say_cut(path, reason) : say_changed(path, reason);
        bool is_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
        if (!is_last && size < sizeof work->sealed)
            return say_cut(path, reason);
        if (file_give(to, (struct bytes){work->plain[0], (size_t)plain_size}) != OK) {
            reason_set(reason, "what is in %s cannot be written: %s.", path, strerror(errno));
            return BROKEN;
        }
        if (!is_last)
            continue;
        TRY(file_take(from, work->sealed, 1, &size));
        return size == 0 ? OK : say_changed(path, reason);
    }
}

enum outcome backup_file_open(const char *path, const struct key_box *box, int to, struct backup_head *head,
                              struct reason *reason)
{
    size_t size = 0;
    if (box->kind != KEY_BOX_RECOVERY) {
        reason_set(reason, "this is not a recovery key.");
        return REFUSED;
    }
    int from = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (from < 0) {
        reason_set(reason, "%s cannot be opened: %s.", path, strerror(errno));
        return errno == ENOENT ? GONE : REFUSED;
    }
    struct work *work = work_new(reason);
    enum outcome outcome = work == NULL ? BROKEN : OK;
    if (outcome == OK) {
        reason_set(reason, "%s cannot be read.", path);
        outcome = file_take(from, work->head, sizeof work->head, &size);
    }
    if (outcome == OK && size < sizeof work->head)
        outcome = say_cut(path, reason);
    if (outcome == OK)
        outcome = begin_opening(work, box, head, path, reason);
    if (outcome == OK)
        outcome = open_pieces(work, from, to, path, reason);
    secret_free(work);
    (void)close(from);
    return outcome;
}
