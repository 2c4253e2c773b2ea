/* Whom an answer of a turn reaches: one connection, a principal, a group of staff, everyone. */
#include "check.h"
#include "deliver.h"

enum { STRANGER, VISITOR, COUNSELLOR, SUPERVISOR, PEERS };

static struct roster roster;
static struct deliver deliver;
static struct peer peers[PEERS];

static void test_fill(const struct randomness *randomness, void *out, size_t size)
{
    (void)randomness;
    check_fill(out, size, 1);
}

static const struct randomness chance = {.fill = test_fill};

static void make_staff(uint8_t index, uint8_t role, uint32_t caps)
{
    struct roster_entry *entry = &roster.entries[index];
    check_fill(entry->cert_hash, HASH_SIZE, (uint64_t)index + 10);
    entry->role = role;
    entry->caps = caps;
    entry->doors_count = 1;
    entry->doors[0] = 1;
    entry->not_after_day = UINT32_MAX;
    entry->is_active = true;
    roster.count = (uint8_t)(index + 1);
}

/* A peer whose login has been checked, as a turn's answer makes it one. */
static void log_in(struct peer *peer, const uint8_t principal[HASH_SIZE], unsigned who)
{
    struct answer answer = {.kind = ANSWER_PLAIN, .target = TO_CONNECTION, .becomes = (uint8_t)who};
    CHECK(peer_move(peer, PEER_PROVING) == OK);
    memcpy(peer->principal, principal, HASH_SIZE);
    answer.connection = peer->id;
    deliver_answers(&deliver, &answer, 1);
}

static void open_all(void)
{
    uint8_t visitor[HASH_SIZE];
    memset(&roster, 0, sizeof roster);
    memset(peers, 0, sizeof peers);
    check_fill(visitor, sizeof visitor, 99);
    make_staff(0, ROLE_COUNSELLOR, CAP_INTAKE);
    make_staff(1, ROLE_SUPERVISOR, CAP_SUPERVISE);
    CHECK(deliver_open(&deliver, PEERS, &roster, &chance) == OK);
    for (size_t i = 0; i < PEERS; i++)
        deliver_add(&deliver, &peers[i]);
    log_in(&peers[VISITOR], visitor, WHO_VISITOR);
    log_in(&peers[COUNSELLOR], roster.entries[0].cert_hash, WHO_STAFF);
    log_in(&peers[SUPERVISOR], roster.entries[1].cert_hash, WHO_STAFF);
    while (deliver_next_touched(&deliver) != NULL)
        continue;
}

/* One bit for each peer that was touched. */
static unsigned reached_by(enum answer_target target, uint8_t door)
{
    struct answer answer = {.kind = ANSWER_PLAIN, .target = (uint8_t)target, .door = door};
    unsigned reached = 0;
    answer.frame = frame_new(5);
    memset(answer.frame->data, 0, 5);
    deliver_answers(&deliver, &answer, 1);
    for (struct peer *peer; (peer = deliver_next_touched(&deliver)) != NULL;)
        reached |= 1U << (peer - peers);
    frame_release(answer.frame);
    return reached;
}

static void reaches_its_group(void)
{
    open_all();
    CHECK(reached_by(TO_EVERYONE, 0) == (1U << VISITOR | 1U << COUNSELLOR | 1U << SUPERVISOR));
    CHECK(reached_by(TO_STAFF, 0) == (1U << COUNSELLOR | 1U << SUPERVISOR));
    CHECK(reached_by(TO_SUPERVISORS, 0) == 1U << SUPERVISOR);
    CHECK(reached_by(TO_DOOR, 1) == (1U << COUNSELLOR | 1U << SUPERVISOR));
    CHECK(reached_by(TO_DOOR, 2) == 1U << SUPERVISOR);
    for (size_t i = 0; i < PEERS; i++) {
        deliver_remove(&deliver, &peers[i]);
        outbox_close(&peers[i].outbox);
    }
    CHECK(reached_by(TO_EVERYONE, 0) == 0);
    deliver_close(&deliver);
}

int main(void)
{
    RUN(reaches_its_group);
    return check_end();
}
