/* The sealed file of a backup: what goes in comes out, and nothing that was changed, cut, moved or added does. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "folder.h"
#include "keys/backup_file.h"
#include "keys/secret.h"
#include "support/relay_world.h"

enum { SEALED_MAX = 4 * (BACKUP_PIECE + BACKUP_PIECE_MORE) + BACKUP_HEAD_SIZE + 64 };

static struct key_box ours, others;
static struct reason reason;
static char path[256], sealed_path[300], plain_path[300];
static uint8_t plain[3 * BACKUP_PIECE + 64], sealed[SEALED_MAX], octets[SEALED_MAX];

static size_t read_whole(const char *name, uint8_t out[SEALED_MAX])
{
    size_t size = 0;
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    CHECK(fd >= 0 && file_take(fd, out, SEALED_MAX, &size) == OK);
    (void)close(fd);
    return size;
}

/* Seals the first `size` octets of `plain`; gives the size of what stands in `sealed`. */
static size_t seal(size_t size)
{
    uint8_t public[DH_SIZE];
    struct file_new file = {.path = sealed_path, .mode = 0600, .is_first = true};
    struct backup_head head = {.schema = 3, .day = 20000};
    check_fill(plain, sizeof plain, 1);
    file_make(plain_path, plain, size);
    (void)unlink(sealed_path);
    recovery_public(&ours, public);
    int from = open(plain_path, O_RDONLY | O_CLOEXEC);
    CHECK(from >= 0 && backup_file_seal(&file, public, &head, from, &reason) == OK);
    (void)close(from);
    return read_whole(sealed_path, sealed);
}

/* Opens `size` octets of `data` as a backup; what comes out stands in `octets`. */
static enum outcome open_octets(const struct key_box *key, const uint8_t *data, size_t size, size_t *opened)
{
    struct backup_head head = {0};
    file_make(sealed_path, data, size);
    int to = open(plain_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    enum outcome outcome = backup_file_open(sealed_path, key, to, &head, &reason);
    (void)close(to);
    if (outcome != OK)
        return outcome;
    CHECK(head.schema == 3 && head.day == 20000);
    *opened = read_whole(plain_path, octets);
    return OK;
}

static bool is_refused(const uint8_t *data, size_t size)
{
    size_t opened;
    reason.text[0] = '\0';
    enum outcome outcome = open_octets(&ours, data, size, &opened);
    return (outcome == REFUSED || outcome == MALFORMED) && reason.text[0] != '\0';
}

static void what_goes_in_comes_out(void)
{
    static const size_t sizes[] = {
        0, 1, BACKUP_PIECE - 1, BACKUP_PIECE, BACKUP_PIECE + 1, 2 * BACKUP_PIECE, 3 * BACKUP_PIECE + 7};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        size_t opened = 0, size = seal(sizes[i]);
        CHECK(open_octets(&ours, sealed, size, &opened) == OK && opened == sizes[i]);
        CHECK_SAME(octets, plain, sizes[i]);
        CHECK(sizes[i] < 64 || memmem(sealed, size, plain, 16) == NULL);
    }
    struct stat status;
    CHECK(stat(sealed_path, &status) == 0 && (status.st_mode & 0777) == 0600);
}

static void what_is_cut_is_refused(void)
{
    const size_t whole = BACKUP_PIECE + BACKUP_PIECE_MORE;
    size_t size = seal(2 * BACKUP_PIECE + 100);
    CHECK(size == BACKUP_HEAD_SIZE + 2 * whole + 100 + BACKUP_PIECE_MORE);
    for (size_t cut = 0; cut < BACKUP_HEAD_SIZE + 40; cut++)
        CHECK(is_refused(sealed, cut));
    const size_t edges[] = {BACKUP_HEAD_SIZE + whole, BACKUP_HEAD_SIZE + 2 * whole, size};
    for (size_t i = 0; i < 3; i++)
        for (size_t cut = edges[i] - 20; cut < edges[i] + 20 && cut < size; cut++)
            CHECK(is_refused(sealed, cut));
    for (size_t cut = BACKUP_HEAD_SIZE; cut < size; cut += 9973)
        CHECK(is_refused(sealed, cut));
    size = seal(2 * BACKUP_PIECE); /* the last piece is as long as the others: its end is no hint */
    CHECK(is_refused(sealed, size - whole) && is_refused(sealed, size - 1));
    sealed[size] = 0;
    CHECK(is_refused(sealed, size + 1)); /* nor is what comes behind it taken */
    size = seal(0);
    CHECK(is_refused(sealed, size - 1) && is_refused(sealed, BACKUP_HEAD_SIZE));
}

static void what_is_changed_is_refused(void)
{
    const size_t whole = BACKUP_PIECE + BACKUP_PIECE_MORE;
    static uint8_t moved[SEALED_MAX];
    size_t size = seal(2 * BACKUP_PIECE + 100);
    for (size_t i = 0; i < size; i += i < BACKUP_HEAD_SIZE + 64 || i + 64 > size ? 1 : 4099) {
        sealed[i] ^= 1;
        CHECK(is_refused(sealed, size));
        sealed[i] ^= 1;
    }
    memcpy(moved, sealed, size);
    memcpy(moved + BACKUP_HEAD_SIZE, sealed + BACKUP_HEAD_SIZE + whole, whole);
    memcpy(moved + BACKUP_HEAD_SIZE + whole, sealed + BACKUP_HEAD_SIZE, whole);
    CHECK(is_refused(moved, size)); /* two pieces have changed places */
    memcpy(moved, sealed, BACKUP_HEAD_SIZE + whole);
    memcpy(moved + BACKUP_HEAD_SIZE + whole, sealed + BACKUP_HEAD_SIZE + 2 * whole,
           size - BACKUP_HEAD_SIZE - 2 * whole);
    CHECK(is_refused(moved, size - whole)); /* one is left out */
    memcpy(moved, sealed, size);
    moved[size] = 0;
    CHECK(is_refused(moved, size + 1));
    memcpy(moved + size, sealed + BACKUP_HEAD_SIZE, whole);
    CHECK(is_refused(moved, size + whole)); /* something is added */
    size_t opened;
    CHECK(open_octets(&ours, sealed, size, &opened) == OK);
}

static void another_key_opens_nothing(void)
{
    size_t opened, size = seal(1000);
    struct key_box staff = ours;
    CHECK(open_octets(&others, sealed, size, &opened) == REFUSED);
    staff.kind = KEY_BOX_STAFF;
    CHECK(open_octets(&staff, sealed, size, &opened) == REFUSED);
    struct backup_head head;
    CHECK(backup_file_open("/nowhere/at/all", &ours, -1, &head, &reason) == GONE);
}

static void a_backup_is_whole_or_not_there(void)
{
    uint8_t public[DH_SIZE], zeros[DH_SIZE] = {0};
    struct file_new file = {.path = sealed_path, .mode = 0600, .is_first = true};
    struct backup_head head = {0};
    size_t size = seal(10);
    recovery_public(&ours, public);
    int from = open(plain_path, O_RDONLY | O_CLOEXEC);
    CHECK(backup_file_seal(&file, public, &head, from, &reason) == REFUSED); /* it is there already */
    CHECK(read_whole(sealed_path, octets) == size);
    CHECK_SAME(octets, sealed, size);
    CHECK(unlink(sealed_path) == 0);
    CHECK(backup_file_seal(&file, public, &head, -1, &reason) == BROKEN && access(sealed_path, F_OK) != 0);
    CHECK(backup_file_seal(&file, zeros, &head, from, &reason) == REFUSED && access(sealed_path, F_OK) != 0);
    CHECK(folder_count(path) == 1); /* plain */
    file.path = "/nowhere/at/all";
    CHECK(backup_file_seal(&file, public, &head, from, &reason) == REFUSED);
    (void)close(from);
}

static void the_public_half_is_a_line(void)
{
    uint8_t public[DH_SIZE], again[DH_SIZE];
    (void)unlink(plain_path);
    recovery_public(&ours, public);
    CHECK(recovery_public_write(plain_path, public, &reason) == OK);
    CHECK(recovery_public_read(plain_path, again, &reason) == OK);
    CHECK_SAME(public, again, DH_SIZE);
    CHECK(recovery_public_write(plain_path, public, &reason) == REFUSED);
    size_t size = read_whole(plain_path, octets);
    CHECK(size == 65);
    for (size_t cut = 0; cut < size; cut++) {
        file_make(plain_path, octets, cut);
        CHECK(recovery_public_read(plain_path, again, &reason) != OK);
    }
    octets[10] = 'g';
    file_make(plain_path, octets, size);
    CHECK(recovery_public_read(plain_path, again, &reason) == MALFORMED);
    octets[10] = 'a';
    octets[65] = '\n';
    file_make(plain_path, octets, size + 1);
    CHECK(recovery_public_read(plain_path, again, &reason) == REFUSED);
}

int main(void)
{
    if (!secret_start())
        return 1;
    recovery_new(&ours, (struct bytes){(const uint8_t *)"ours", 4});
    recovery_new(&others, (struct bytes){(const uint8_t *)"others", 6});
    world_scratch(path, sizeof path);
    snprintf(sealed_path, sizeof sealed_path, "%s/sealed", path);
    snprintf(plain_path, sizeof plain_path, "%s/plain", path);
    RUN(what_goes_in_comes_out);
    RUN(what_is_cut_is_refused);
    RUN(what_is_changed_is_refused);
    RUN(another_key_opens_nothing);
    RUN(a_backup_is_whole_or_not_there);
    RUN(the_public_half_is_a_line);
    world_scratch_drop(path);
    return check_end();
}
