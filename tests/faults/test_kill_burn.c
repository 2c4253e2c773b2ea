/* kill -9 while a case is opened, filled and burnt again and again: at the next start all of it is there, or nothing; no slot of the
 * salt file holds a salt that no row names; and what was acknowledged as burnt stays burnt. */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/salt_file.h"
#include "store/store_sqlite.h"
#include "support/relay_world.h"
#include "unit/check.h"

enum { OPENED = 1, FILLED = 2, BURNING = 3, BURNT = 4, BURNING_A_PART = 5, ENVELOPES = 6, ROUNDS = 40 };

static struct world world;
static char path[256];

/* ---- the child: one octet a step ------------------------------------------------------------------------------------ */

static void report(int pipe, uint8_t step)
{
    if (write(pipe, &step, 1) != 1)
        _exit(1);
}

static void ask(const struct message *message)
{
    if (world_ask(&world, VISITOR, message) != OK || world_error(&world, VISITOR) != 0)
        _exit(1);
}

static void fill_case(unsigned turn)
{
    for (uint32_t i = 0; i < ENVELOPES; i++) {
        struct outline outline = world_to_visitor(turn * ENVELOPES + i, KEY_OFFLINE);
        if (world_send(&world, &outline) != OK || world_error(&world, HOLDER) != 0)
            _exit(1);
    }
    for (uint32_t generation = 2; generation <= GENERATIONS_MAX; generation++) {
        struct message salt = {.code = MESSAGE_PUT_SALT, .tag = 3};
        salt.as.put_salt.salt = (struct shred_salt){.purpose = SALT_OFFLINE, .generation = generation};
        check_fill(salt.as.put_salt.salt.sealed, SALT_SEALED_SIZE, turn + generation);
        ask(&salt);
    }
}

static void run_child(int pipe)
{
    struct store *store;
    struct message burn = {.code = MESSAGE_BURN, .tag = 5};
    if (store_sqlite_open(&store, &(struct store_sqlite_settings){.directory = path, .checkpoint_ms = 1}) != OK)
        _exit(1);
    world_open(&world, store);
    if (world_login(&world, HOLDER) != OK)
        _exit(1);
    for (unsigned turn = 0;; turn++) {
        struct message message;
        if (world_login(&world, VISITOR) != OK)
            _exit(1);
        bool is_left = world_find(&world, MESSAGE_VISITOR_OK, &message); /* by one that was killed in the middle */
        if (!is_left) {
            if (world_open_case(&world, VISITOR, 1) != OK || world_error(&world, VISITOR) != 0 ||
                world_event(&world, HOLDER, VISITOR, ROOM_CLAIM) != OK || world_error(&world, HOLDER) != 0)
                _exit(1);
            report(pipe, OPENED);
            fill_case(turn);
            report(pipe, FILLED);
        }
        report(pipe, is_left ? BURNING_A_PART : BURNING);
        ask(&burn);
        report(pipe, BURNT);
    }
}

/* ---- the parent -------------------------------------------------------------------------------------------------------- */

static bool count_row(void *context, const struct envelope_row *row)
{
    (void)row;
    ++*(size_t *)context;
    return true;
}

/* Slots that hold anything but zeros. */
static size_t used_slots(void)
{
    static const uint8_t zeros[SALT_SLOT_SIZE];
    uint8_t slot[SALT_SLOT_SIZE];
    char name[300];
    size_t used = 0;
    (void)snprintf(name, sizeof name, "%s/salts", path);
    FILE *file = fopen(name, "rb");
    if (!CHECK(file != NULL))
        return 0;
    while (fread(slot, sizeof slot, 1, file) == 1)
        used += memcmp(slot, zeros, sizeof slot) != 0;
    (void)fclose(file);
    return used;
}

/* Gives whether the case is there. */
static bool check_disk(uint8_t last)
{
    struct store *store;
    struct case_row row;
    struct salt_row salts[SALTS_MAX];
    struct bytes vault, event;
    uint8_t case_id[CASE_ID_SIZE];
    size_t salt_count = 0, mine = 0;
    bool is_shredded;
    world_case_id(VISITOR, case_id);
    if (!CHECK(store_sqlite_open(&store, &(struct store_sqlite_settings){.directory = path}) == OK))
        return false;
    CHECK(store->ways->begin(store) == OK);
    bool is_there = ASK(store, case_load, case_id, &row) == OK;
    bool is_claimed = is_there && row.state == CASE_CLAIMED;
    CHECK((ASK(store, vault_load, world.principals[VISITOR], &vault) == OK) == is_there);
    CHECK(ASK(store, salts_load, world.principals[VISITOR], salts, &salt_count) == OK);
    CHECK(ASK(store, envelope_each, world.principals[VISITOR], 0, count_row, &mine) == OK);
    CHECK((ASK(store, event_load, case_id, 1, &event) == OK) == is_claimed);
    CHECK(is_there ? salt_count >= 1 : salt_count == 0 && mine == 0);
    if (last == FILLED || last == BURNING) /* all or nothing */
        CHECK(is_there ? salt_count == GENERATIONS_MAX && mine == ENVELOPES : mine == 0);
    if (last == FILLED || last == OPENED)
        CHECK(is_there);
    if (last == BURNT)
        CHECK(!is_there || !is_claimed || mine == 0); /* only a new one that was just begun */
    CHECK(used_slots() == salt_count);
    CHECK(ASK(store, commit, &is_shredded) == OK);
    store->ways->close(store);
    return is_there;
}

static uint8_t live_and_die(unsigned round)
{
    int ends[2], status;
    uint64_t chance = round;
    uint8_t step, last = 0;
    if (!CHECK(pipe(ends) == 0))
        return 0;
    pid_t pid = fork();
    if (pid == 0) {
        (void)close(ends[0]);
        run_child(ends[1]);
    }
    (void)close(ends[1]);
    /* Every second time in the very moment of burning, otherwise anywhere. */
    unsigned burns_wanted = round % 2 == 0 ? 3 : 1;
    for (unsigned burns = 0; burns < burns_wanted && read(ends[0], &step, 1) == 1;
         burns += step == BURNING || step == BURNING_A_PART)
        last = step;
    (void)usleep((useconds_t)(round % 2 == 0 ? check_random(&chance) % 3000 : check_random(&chance) % 40000));
    CHECK(kill(pid, SIGKILL) == 0);
    CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status));
    while (read(ends[0], &step, 1) == 1)
        last = step;
    (void)close(ends[0]);
    return last;
}

int main(int argc, char **argv)
{
    unsigned rounds = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : ROUNDS;
    unsigned there = 0, lasts[BURNING_A_PART + 1] = {0};
    struct store *store;
    check_counts.running = "kill while burning";
    world_scratch(path, sizeof path);
    CHECK(store_sqlite_open(&store, &(struct store_sqlite_settings){.directory = path}) == OK);
    world_open(&world, store); /* for its names */
    store->ways->close(store);
    for (unsigned round = 0; round < rounds; round++) {
        uint8_t last = live_and_die(round);
        lasts[last]++;
        there += check_disk(last);
    }
    CHECK(lasts[BURNING] > 0 && lasts[0] == 0); /* else nothing was tried */
    CHECK(there > 0 && there < rounds);
    world_scratch_drop(path);
    return check_end();
}
