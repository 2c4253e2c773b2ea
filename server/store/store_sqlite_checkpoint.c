#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "store_sqlite.h"
#include "store_sqlite_private.h"

/* Beyond this the log is folded into the database even if nothing was deleted: 2,048 pages are 8 MiB. */
enum { WAL_PAGES_MAX = 2048 };

/* The long part runs beside the committing thread; only what came in meanwhile is done while that thread has to wait. RESTART lets the next
 * commit write over the log from its beginning, TRUNCATE empties it (store_sqlite_log.h), which writes as much as it held. */
static enum outcome fold(struct store_sqlite *store, int mode)
{
    struct checkpoint *checkpoint = &store->checkpoint;
    (void)sqlite3_wal_checkpoint_v2(checkpoint->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    (void)pthread_mutex_lock(&store->turns);
    int code = sqlite3_wal_checkpoint_v2(checkpoint->db, NULL, mode, NULL, NULL);
    if (code == SQLITE_OK)
        atomic_store(&checkpoint->wal_pages, 0);
    if (code == SQLITE_OK && mode == SQLITE_CHECKPOINT_TRUNCATE)
        atomic_store(&checkpoint->has_changed, false);
    (void)pthread_mutex_unlock(&store->turns);
    return code == SQLITE_OK ? OK : BROKEN;
}

enum outcome checkpoint_fold(struct store_sqlite *store)
{
    return fold(store, SQLITE_CHECKPOINT_TRUNCATE);
}

/* Waits for the next look; false: the store closes. */
static bool wait_for_look(const struct checkpoint *checkpoint)
{
    struct pollfd ending = {.fd = checkpoint->ending_fd, .events = POLLIN};
    int ready;
    do
        ready = poll(&ending, 1, (int)checkpoint->look_ms);
    while (ready < 0 && errno == EINTR);
    return ready == 0;
}

/* Time is counted in looks: this thread has no use for a clock. */
static void *run(void *context)
{
    struct store_sqlite *store = context;
    struct checkpoint *checkpoint = &store->checkpoint;
    for (unsigned looks = 1; wait_for_look(checkpoint); looks++) {
        bool is_long = atomic_load(&checkpoint->wal_pages) > WAL_PAGES_MAX;
        bool must_forget = atomic_load(&checkpoint->has_changed) && looks >= CHECKPOINT_LOOKS;
        if (must_forget && checkpoint_fold(store) == OK)
            looks = 0;
        else if (is_long)
            (void)!fold(store, SQLITE_CHECKPOINT_RESTART);
    }
    return NULL;
}

static int note_wal(void *context, sqlite3 *db, const char *name, int pages)
{
    struct store_sqlite *store = context;
    (void)db;
    (void)name;
    atomic_store(&store->checkpoint.wal_pages, (unsigned)pages);
    return SQLITE_OK;
}

enum outcome checkpoint_open(struct store_sqlite *store, sqlite3 *db, unsigned look_ms)
{
    struct checkpoint *checkpoint = &store->checkpoint;
    checkpoint->db = db;
    /* Somebody may be reading from outside (store_sqlite_inspect). Waiting for them here would keep every turn waiting too; the next look
     * tries again. */
    (void)sqlite3_busy_timeout(db, 0);
    checkpoint->look_ms = look_ms ? look_ms : CHECKPOINT_LOOK_MS;
    (void)sqlite3_wal_hook(store->db, note_wal, store);
    checkpoint->ending_fd = eventfd(0, EFD_CLOEXEC);
    checkpoint->is_running = checkpoint->ending_fd >= 0 && pthread_create(&checkpoint->thread, NULL, run, store) == 0;
    return checkpoint->is_running ? OK : BROKEN;
}

void checkpoint_close(struct store_sqlite *store)
{
    struct checkpoint *checkpoint = &store->checkpoint;
    if (checkpoint->is_running) {
        (void)eventfd_write(checkpoint->ending_fd, 1);
        (void)pthread_join(checkpoint->thread, NULL);
        (void)checkpoint_fold(store);
    }
    if (checkpoint->db) {
        if (checkpoint->ending_fd >= 0)
            (void)close(checkpoint->ending_fd);
        (void)sqlite3_close(checkpoint->db);
    }
}
