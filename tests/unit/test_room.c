/* Does the room take only the events it should, in their order, from who may, and name every state by its hash? */
#include "programme.h"
#include "protocol/room.h"

static struct programme programme;
static uint8_t case_id[CASE_ID_SIZE];
static uint8_t visitor_id[HASH_SIZE];

static void open_room(struct room *room)
{
    check_fill(case_id, sizeof case_id, 1);
    check_fill(visitor_id, sizeof visitor_id, 2);
    room_open(room, case_id, visitor_id, programme.snapshot_hash);
}

static struct room_event event_of(const struct room *room, uint8_t type, size_t who)
{
    const struct colleague *colleague = &programme.staff[who];
    bool is_supervisor = who == SUPERVISOR_A || who == SUPERVISOR_B;
    struct room_event event = {.epoch = room->epoch + 1,
                               .type = type,
                               .role = is_supervisor ? ROLE_SUPERVISOR : ROLE_COUNSELLOR,
                               .day = NOW_DAY};
    memcpy(event.case_id, room->case_id, CASE_ID_SIZE);
    memcpy(event.prev, room->head, HASH_SIZE);
    memcpy(event.actor, colleague->cert_hash, HASH_SIZE);
    memcpy(event.subject, colleague->cert_hash, HASH_SIZE);
    return event;
}

static void sign_event(const struct room_event *event, size_t signer, struct encoded *out)
{
    uint8_t body[STATEMENT_BODY_MAX];
    size_t size = 0;
    CHECK(room_event_encode(event, body, sizeof body, &size) == OK);
    struct statement statement = statement_of(STATEMENT_TYPE_ROOM_EVENT, body, size);
    signed_by(&programme, &statement, signer);
    statement_put(&statement, out);
}

/* What room_apply says; whatever is not OK must have changed nothing. */
static enum outcome apply(struct room *room, const struct encoded *encoded)
{
    struct room before;
    memcpy(&before, room, sizeof before);
    enum outcome outcome = room_apply(room, bytes_of(encoded), &programme.roster, NOW_MIN);
    if (outcome != OK)
        CHECK_SAME(&before, room, sizeof *room);
    return outcome;
}

static enum outcome apply_event(struct room *room, const struct room_event *event, size_t signer)
{
    struct encoded encoded;
    sign_event(event, signer, &encoded);
    return apply(room, &encoded);
}

static void claim_and_close(void)
{
    struct room room;
    open_room(&room);
    CHECK(room.epoch == 0 && room.member_count == 1 && room_has(&room, visitor_id));
    CHECK_SAME(room.head, room.roster_hash, HASH_SIZE);
    struct room_event event = event_of(&room, ROOM_CLAIM, COUNSELLOR_A);
    CHECK(apply_event(&room, &event, COUNSELLOR_A) == OK);
    CHECK(room.epoch == 1 && room.member_count == 2);
    CHECK(room_has(&room, visitor_id) && room_has(&room, programme.staff[COUNSELLOR_A].cert_hash));
    CHECK(!room_has(&room, programme.staff[COUNSELLOR_B].cert_hash));
    CHECK(memcmp(room.members[0].who, room.members[1].who, HASH_SIZE) < 0);
    CHECK(memcmp(room.head, room.roster_hash, HASH_SIZE) != 0);

    event = event_of(&room, ROOM_CLAIM, COUNSELLOR_B); /* too late */
    CHECK(apply_event(&room, &event, COUNSELLOR_B) == REFUSED);
    event = event_of(&room, ROOM_CLOSE, COUNSELLOR_B); /* not in the room */
    CHECK(apply_event(&room, &event, COUNSELLOR_B) == REFUSED);
    event = event_of(&room, ROOM_CLOSE, COUNSELLOR_A);
    CHECK(apply_event(&room, &event, COUNSELLOR_A) == OK);
    CHECK(room.is_closed && room.epoch == 2);
    event = event_of(&room, ROOM_CLOSE, COUNSELLOR_A); /* closed already */
    CHECK(apply_event(&room, &event, COUNSELLOR_A) == REFUSED);

    open_room(&room);
    event = event_of(&room, ROOM_CLOSE, SUPERVISOR_B); /* a supervisor closes what nobody took */
    CHECK(apply_event(&room, &event, SUPERVISOR_B) == OK);
    event = event_of(&room, ROOM_CLAIM, COUNSELLOR_A);
    CHECK(apply_event(&room, &event, COUNSELLOR_A) == REFUSED);
}

/* Rule 12, spelled out. */
static void the_hashes_of_the_rule(void)
{
    struct room room;
    struct encoded encoded;
    uint8_t head[HASH_SIZE];
    uint8_t roster_hash[HASH_SIZE];
    static const uint8_t roles[2] = {ROLE_VISITOR, ROLE_COUNSELLOR};
    static const uint8_t count = 2;
    open_room(&room);
    const uint8_t *counsellor = programme.staff[COUNSELLOR_A].cert_hash;
    bool is_visitor_first = memcmp(visitor_id, counsellor, HASH_SIZE) < 0;
    const uint8_t *first = is_visitor_first ? visitor_id : counsellor;
    const uint8_t *second = is_visitor_first ? counsellor : visitor_id;
    hash_labelled("udvej/1/room0", PARTS(PART(case_id, 16), PART(programme.snapshot_hash, 32)), head);
    CHECK_SAME(head, room.head, HASH_SIZE);
    struct room_event event = event_of(&room, ROOM_CLAIM, COUNSELLOR_A);
    sign_event(&event, COUNSELLOR_A, &encoded);
    CHECK(apply(&room, &encoded) == OK);
    hash_labelled("udvej/1/room", PARTS(PART(head, 32), bytes_of(&encoded)), head);
    CHECK_SAME(head, room.head, HASH_SIZE);
    hash_labelled("udvej/1/roster",
                  PARTS(PART(head, 32), PART(&count, 1), PART(first, 32), PART(&roles[is_visitor_first ? 0 : 1], 1),
                        PART(second, 32), PART(&roles[is_visitor_first ? 1 : 0], 1)),
                  roster_hash);
    CHECK_SAME(roster_hash, room.roster_hash, HASH_SIZE);
}

static void wrong_claims(void)
{
    struct room room;
    open_room(&room);
    const struct room_event good = event_of(&room, ROOM_CLAIM, COUNSELLOR_A);
    struct room_event bad = good;
    CHECK(apply_event(&room, &good, COUNSELLOR_B) == REFUSED); /* signed by another */
    bad.case_id[0] ^= 1;
    CHECK(apply_event(&room, &bad, COUNSELLOR_A) == REFUSED);
    bad = good;
    bad.prev[31] ^= 1;
    CHECK(apply_event(&room, &bad, COUNSELLOR_A) == REFUSED);
    bad = good;
    bad.epoch = 2;
    CHECK(apply_event(&room, &bad, COUNSELLOR_A) == REFUSED);
    bad = good;
    bad.epoch = 0;
    CHECK(apply_event(&room, &bad, COUNSELLOR_A) == REFUSED);
    bad = good;
    memcpy(bad.subject, programme.staff[COUNSELLOR_B].cert_hash, HASH_SIZE);
    CHECK(apply_event(&room, &bad, COUNSELLOR_A) == REFUSED); /* claims for a colleague */
    bad = good;
    bad.actor[0] ^= 1;
    memcpy(bad.subject, bad.actor, HASH_SIZE);
    CHECK(apply_event(&room, &bad, COUNSELLOR_A) == REFUSED); /* nobody of this programme */
    bad = good;
    bad.role = ROLE_SUPERVISOR;
    CHECK(apply_event(&room, &bad, COUNSELLOR_A) == REFUSED);
    bad = good;
    bad.day = NOW_DAY + 2;
    CHECK(apply_event(&room, &bad, COUNSELLOR_A) == REFUSED);
    bad = event_of(&room, ROOM_CLAIM, SUPERVISOR_A);
    CHECK(apply_event(&room, &bad, SUPERVISOR_A) == REFUSED); /* not a counsellor */
    struct encoded encoded;
    sign_event(&good, COUNSELLOR_A, &encoded);
    encoded.octets[encoded.size - 1] ^= 1;
    CHECK(apply(&room, &encoded) == REFUSED);
    encoded.size--;
    CHECK(apply(&room, &encoded) == MALFORMED);
    CHECK(apply(&room, &programme.snapshot) == REFUSED);
    CHECK(apply_event(&room, &good, COUNSELLOR_A) == OK);
}

/* Exactly one signature: a second would change the head without anybody having checked it. */
static void one_signature(void)
{
    struct room room;
    struct encoded encoded;
    struct statement statement;
    open_room(&room);
    struct room_event event = event_of(&room, ROOM_CLAIM, COUNSELLOR_A);
    sign_event(&event, COUNSELLOR_A, &encoded);
    CHECK(statement_decode(&statement, bytes_of(&encoded)) == OK);
    struct encoded two;
    signed_by(&programme, &statement, COUNSELLOR_B);
    statement_put(&statement, &two);
    CHECK(apply(&room, &two) == REFUSED);
    statement.signature_count = 0;
    statement_put(&statement, &two);
    CHECK(apply(&room, &two) == REFUSED);
    CHECK(apply(&room, &encoded) == OK);
}

/* A counsellor who is not certified to take intake claims nothing, whatever the signature. */
static void intake_is_certified(void)
{
    struct room room;
    struct programme changed = programme;
    open_room(&room);
    struct room_event event = event_of(&room, ROOM_CLAIM, COUNSELLOR_A);
    programme.roster.entries[COUNSELLOR_A].caps &= ~(uint32_t)CAP_INTAKE;
    CHECK(apply_event(&room, &event, COUNSELLOR_A) == REFUSED);
    programme = changed;
    CHECK(apply_event(&room, &event, COUNSELLOR_A) == OK);
}

/* Take-over and hand-over wait for a second signature, nothing waits for its first; and what both have signed waits no more. */
static void a_proposal_is_signed(void)
{
    struct room room;
    struct encoded encoded;
    struct statement statement;
    open_room(&room);
    struct room_event event = event_of(&room, ROOM_CLAIM, COUNSELLOR_A);
    sign_event(&event, COUNSELLOR_A, &encoded);
    CHECK(statement_decode(&statement, bytes_of(&encoded)) == OK);
    statement.signature_count = 0;
    statement_put(&statement, &encoded);
    CHECK(room_may_propose(&room, bytes_of(&encoded), &programme.roster, NOW_MIN) == REFUSED);
    CHECK(apply_event(&room, &event, COUNSELLOR_A) == OK);
    event = event_of(&room, ROOM_TAKEOVER, SUPERVISOR_A);
    sign_event(&event, SUPERVISOR_A, &encoded);
    CHECK(room_may_propose(&room, bytes_of(&encoded), &programme.roster, NOW_MIN) == OK);
    event = event_of(&room, ROOM_HANDOVER, COUNSELLOR_A);
    memcpy(event.subject, programme.staff[COUNSELLOR_B].cert_hash, HASH_SIZE);
    sign_event(&event, COUNSELLOR_B, &encoded);
    CHECK(room_may_propose(&room, bytes_of(&encoded), &programme.roster, NOW_MIN) == REFUSED); /* by who comes next */
    sign_event(&event, COUNSELLOR_A, &encoded);
    CHECK(room_may_propose(&room, bytes_of(&encoded), &programme.roster, NOW_MIN) == OK);
    CHECK(statement_decode(&statement, bytes_of(&encoded)) == OK);
    signed_by(&programme, &statement, COUNSELLOR_B);
    statement_put(&statement, &encoded);
    CHECK(room_may_propose(&room, bytes_of(&encoded), &programme.roster, NOW_MIN) == REFUSED);
    CHECK(room.epoch == 1 && !room_has_heir(&room));
}

static void no_room_for_more(void)
{
    struct room room;
    open_room(&room);
    room.epoch = ROOM_EVENTS_MAX;
    struct room_event event = event_of(&room, ROOM_CLAIM, COUNSELLOR_A);
    CHECK(apply_event(&room, &event, COUNSELLOR_A) == REFUSED);
    room.epoch--;
    event.epoch--;
    CHECK(apply_event(&room, &event, COUNSELLOR_A) == OK);
}

enum { NOBODY_KNOWN = STAFF_COUNT }; /* signs as the second under a name that no certificate has */

static enum outcome apply_signed_twice(struct room *room, const struct room_event *event, size_t one, size_t two)
{
    uint8_t body[STATEMENT_BODY_MAX];
    size_t size = 0;
    struct encoded encoded;
    CHECK(room_event_encode(event, body, sizeof body, &size) == OK);
    struct statement statement = statement_of(STATEMENT_TYPE_ROOM_EVENT, body, size);
    signed_by(&programme, &statement, one);
    signed_by(&programme, &statement, two == NOBODY_KNOWN ? SUPERVISOR_B : two);
    if (two == NOBODY_KNOWN)
        statement.signatures[1].signer[0] ^= 1;
    statement_put(&statement, &encoded);
    return apply(room, &encoded);
}

/* Rule 12: two supervisors, or it does not happen; and it says as what the next holder comes. */
static void taken_over_by_two(void)
{
    struct room room;
    open_room(&room);
    struct room_event event = event_of(&room, ROOM_CLAIM, COUNSELLOR_A);
    CHECK(apply_event(&room, &event, COUNSELLOR_A) == OK);
    event = event_of(&room, ROOM_TAKEOVER, SUPERVISOR_A);
    event.role = ROLE_COUNSELLOR;
    memcpy(event.subject, programme.staff[COUNSELLOR_B].cert_hash, HASH_SIZE);
    CHECK(apply_event(&room, &event, SUPERVISOR_A) == REFUSED);
    CHECK(apply_signed_twice(&room, &event, SUPERVISOR_A, COUNSELLOR_B) == REFUSED);
    CHECK(apply_signed_twice(&room, &event, SUPERVISOR_A, NOBODY_KNOWN) == REFUSED);
    event.role = ROLE_SUPERVISOR;
    CHECK(apply_signed_twice(&room, &event, SUPERVISOR_A, SUPERVISOR_B) == REFUSED);
    event.role = ROLE_COUNSELLOR;
    CHECK(apply_signed_twice(&room, &event, SUPERVISOR_A, SUPERVISOR_B) == OK);
    CHECK(room_is_held_by(&room, programme.staff[COUNSELLOR_B].cert_hash));
    event = event_of(&room, ROOM_REMOVE, COUNSELLOR_B);
    event.role = ROLE_SUPERVISOR; /* not as what they came */
    CHECK(apply_event(&room, &event, COUNSELLOR_B) == REFUSED);
    event.role = ROLE_COUNSELLOR;
    CHECK(apply_event(&room, &event, COUNSELLOR_B) == OK);
}

/* Rule 12: the holder and who comes next, both; a signature under the subject's name has to be the subject's. */
static void handed_over_by_two(void)
{
    struct room room;
    struct encoded encoded;
    struct statement statement;
    uint8_t body[STATEMENT_BODY_MAX];
    size_t size = 0;
    open_room(&room);
    struct room_event event = event_of(&room, ROOM_CLAIM, COUNSELLOR_A);
    CHECK(apply_event(&room, &event, COUNSELLOR_A) == OK);
    event = event_of(&room, ROOM_HANDOVER, COUNSELLOR_A);
    memcpy(event.subject, programme.staff[COUNSELLOR_B].cert_hash, HASH_SIZE);
    CHECK(apply_event(&room, &event, COUNSELLOR_A) == REFUSED);
    CHECK(apply_event(&room, &event, COUNSELLOR_B) == REFUSED);
    CHECK(apply_signed_twice(&room, &event, COUNSELLOR_A, SUPERVISOR_A) == REFUSED);
    CHECK(apply_signed_twice(&room, &event, COUNSELLOR_B, COUNSELLOR_A) == REFUSED); /* the other way round */
    CHECK(apply_signed_twice(&room, &event, COUNSELLOR_A, NOBODY_KNOWN) == REFUSED);
    CHECK(room_event_encode(&event, body, sizeof body, &size) == OK);
    statement = statement_of(STATEMENT_TYPE_ROOM_EVENT, body, size);
    signed_by(&programme, &statement, COUNSELLOR_A);
    signed_by(&programme, &statement, SUPERVISOR_A);
    memcpy(statement.signatures[1].signer, programme.staff[COUNSELLOR_B].cert_hash, HASH_SIZE);
    statement_put(&statement, &encoded);
    CHECK(apply(&room, &encoded) == REFUSED); /* under the subject's name, by another */
    event.role = ROLE_MENTOR;
    CHECK(apply_signed_twice(&room, &event, COUNSELLOR_A, COUNSELLOR_B) == REFUSED);
    event.role = ROLE_COUNSELLOR;
    CHECK(apply_signed_twice(&room, &event, COUNSELLOR_A, COUNSELLOR_B) == OK);
    CHECK_SAME(room.heir, programme.staff[COUNSELLOR_B].cert_hash, HASH_SIZE);
    CHECK(room_has_heir(&room) && room.member_count == 3);
}

static void a_body_is_whole(void)
{
    struct room room;
    struct encoded encoded;
    uint8_t body[STATEMENT_BODY_MAX];
    size_t size = 0;
    open_room(&room);
    struct room_event event = event_of(&room, ROOM_CLAIM, COUNSELLOR_A);
    CHECK(room_event_encode(&event, body, sizeof body, &size) == OK);
    struct statement statement = statement_of(STATEMENT_TYPE_ROOM_EVENT, body, size - 1);
    signed_by(&programme, &statement, COUNSELLOR_A);
    statement_put(&statement, &encoded);
    CHECK(apply(&room, &encoded) == MALFORMED);
}

/* Who is no longer active does nothing new; what was done before the snapshot that leaves them out stays true, for ever. */
static void only_the_active(void)
{
    struct room room;
    struct room before;
    struct encoded snapshot;
    struct encoded encoded;
    struct programme changed = programme;
    open_room(&room);
    before = room;
    struct room_event event = event_of(&room, ROOM_CLAIM, COUNSELLOR_B);
    snapshot_make(&programme, 3, NOW_MIN, SUPERVISOR_A, &snapshot);
    CHECK(roster_add(&programme.roster, bytes_of(&snapshot), NOW_MIN) == OK);
    sign_event(&event, COUNSELLOR_B, &encoded);
    CHECK(room_apply_new(&room, bytes_of(&encoded), &programme.roster, NOW_MIN) == REFUSED);
    CHECK(apply(&room, &encoded) == OK);
    room = before;
    event.day++;
    CHECK(apply_event(&room, &event, COUNSELLOR_B) == REFUSED); /* later than that snapshot */
    event.day = NOW_DAY - 11;
    CHECK(apply_event(&room, &event, COUNSELLOR_B) == REFUSED); /* before the certificate began */
    programme = changed;
    sign_event(&event, COUNSELLOR_B, &encoded);
    CHECK(room_apply_new(&room, bytes_of(&encoded), &programme.roster, NOW_MIN) == OK);
    open_room(&room);
    event.day = NOW_DAY;
    CHECK(apply_event(&room, &event, COUNSELLOR_B) == OK);
}

/* Two claims over the same head: whichever comes first makes the other one impossible, and the heads differ. */
static void a_fork_shows(void)
{
    struct room room;
    struct room other;
    open_room(&room);
    other = room;
    struct room_event a = event_of(&room, ROOM_CLAIM, COUNSELLOR_A);
    struct room_event b = event_of(&room, ROOM_CLAIM, COUNSELLOR_B);
    CHECK(apply_event(&room, &a, COUNSELLOR_A) == OK);
    CHECK(apply_event(&room, &b, COUNSELLOR_B) == REFUSED);
    CHECK(apply_event(&other, &b, COUNSELLOR_B) == OK);
    CHECK(memcmp(room.roster_hash, other.roster_hash, HASH_SIZE) != 0);
    uint8_t forged[HASH_SIZE] = {1}; /* the server showed the visitor another snapshot */
    room_open(&other, case_id, visitor_id, forged);
    CHECK(apply_event(&other, &a, COUNSELLOR_A) == REFUSED);
}

static void the_layout_is_strict(void)
{
    struct room room;
    struct room_event read;
    uint8_t body[256];
    uint8_t again[256];
    size_t size = 0;
    size_t size_again = 0;
    open_room(&room);
    struct room_event event = event_of(&room, ROOM_CLAIM, COUNSELLOR_A);
    CHECK(room_event_encode(&event, body, sizeof body, &size) == OK && size == 16 + 4 + 32 + 1 + 32 + 32 + 1 + 4 + 4);
    size_t loose = 0;
    for (size_t cut = 0; cut < size; cut++)
        loose += room_event_decode(&read, PART(body, cut)) == OK ? 1 : 0;
    loose += room_event_decode(&read, PART(body, size + 1)) == OK ? 1 : 0;
    for (size_t at = 0; at < size; at++)
        for (unsigned bit = 0; bit < 8; bit++) {
            body[at] ^= (uint8_t)(1U << bit);
            if (room_event_decode(&read, PART(body, size)) == OK) {
                CHECK(room_event_encode(&read, again, sizeof again, &size_again) == OK);
                loose += size_again == size && memcmp(again, body, size) == 0 ? 0 : 1;
            }
            body[at] ^= (uint8_t)(1U << bit);
        }
    CHECK(loose == 0);
    event.type = ROOM_HANDOVER + 1;
    CHECK(room_event_encode(&event, body, sizeof body, &size) == FULL);
    event.type = 0;
    CHECK(room_event_encode(&event, body, sizeof body, &size) == FULL);
}

/* Only who is added has a last day, and not one that is gone. What the encoder does not write the decoder does not take. */
static void an_end_only_of_who_is_added(void)
{
    static const uint32_t ends[] = {0, 1, NOW_DAY - 1, NOW_DAY, NOW_DAY + 1, UINT32_MAX};
    enum { UNTIL_SIZE = 4 };
    struct room room;
    struct room_event read;
    uint8_t body[256];
    size_t size = 0;
    size_t whole = 0;
    open_room(&room);
    for (int type = ROOM_CLAIM; type <= ROOM_HANDOVER; type++)
        for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
            struct room_event event = event_of(&room, (uint8_t)type, COUNSELLOR_A);
            CHECK(room_event_encode(&event, body, sizeof body, &whole) == OK);
            for (size_t k = 0; k < UNTIL_SIZE; k++)
                body[whole - UNTIL_SIZE + k] = (uint8_t)(ends[i] >> (24 - 8 * k));
            bool is_good = ends[i] == 0 || (type == ROOM_ADD && ends[i] >= NOW_DAY);
            CHECK(room_event_decode(&read, PART(body, whole)) == (is_good ? OK : MALFORMED));
            CHECK(!is_good || read.until_day == ends[i]);
            event.until_day = ends[i];
            CHECK(room_event_encode(&event, body, sizeof body, &size) == (is_good ? OK : FULL));
        }
}

int main(void)
{
    CHECK(sodium_init() >= 0);
    programme_open(&programme);
    RUN(claim_and_close);
    RUN(the_hashes_of_the_rule);
    RUN(wrong_claims);
    RUN(one_signature);
    RUN(intake_is_certified);
    RUN(a_proposal_is_signed);
    RUN(no_room_for_more);
    RUN(taken_over_by_two);
    RUN(handed_over_by_two);
    RUN(a_body_is_whole);
    RUN(only_the_active);
    RUN(a_fork_shows);
    RUN(the_layout_is_strict);
    RUN(an_end_only_of_who_is_added);
    return check_end();
}
