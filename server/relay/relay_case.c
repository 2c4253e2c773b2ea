#include <string.h>

#include "decide.h"
#include "relay_tally.h"

/* ---- how a case is told --------------------------------------------------------------------------------------- */

void case_card(const struct case_row *row, struct message *card)
{
    *card = (struct message){.code = MESSAGE_QUEUE_CARD};
    memcpy(card->as.queue_card.case_id, row->room.case_id, CASE_ID_SIZE);
    card->as.queue_card.door = row->door;
    card->as.queue_card.state = row->state;
    card->as.queue_card.why = row->why;
    card->as.queue_card.since_min = row->since_min;
    card->as.queue_card.epoch = row->room.epoch;
    memcpy(card->as.queue_card.holder, row->holder, HASH_SIZE);
}

struct counting {
    uint64_t place;
    size_t before;
};

static bool count_before(void *context, const struct case_row *row)
{
    struct counting *counting = context;
    if (row->place >= counting->place)
        return false;
    return ++counting->before <= BAND_FEW_MAX; /* beyond that the band is the same */
}

enum outcome case_band(struct relay *relay, const struct case_row *row, enum queue_band *band)
{
    struct counting counting = {row->place, 0};
    *band = BAND_NONE;
    if (row->state != CASE_WAITING)
        return OK;
    TRY(ASK(relay->store, case_each, row->door, CASE_WAITING, count_before, &counting));
    *band = rules_band(counting.before);
    return OK;
}

static enum outcome tell_state(struct relay *relay, const struct case_row *row, enum queue_band band)
{
    struct message state = {.code = MESSAGE_CASE_STATE, .as.case_state = {rules_told_state(row->state), (uint8_t)band}};
    return tell_principal(relay, row->visitor, &state);
}

enum outcome case_tell(struct relay *relay, const struct case_row *row)
{
    struct message card;
    enum queue_band band;
    TRY(case_band(relay, row, &band));
    TRY(tell_state(relay, row, band));
    case_card(row, &card);
    TRY(tell_door(relay, row->door, &card));
    /* A mentor stands at no door. */
    for (size_t i = 0; i < row->room.member_count; i++) {
        const uint8_t *who = row->room.members[i].who;
        const struct roster_entry *entry = roster_find(relay->programme->roster, who, relay->now_min);
        if (entry && !roster_takes_intake(entry, row->door) && !(entry->caps & CAP_SUPERVISE))
            TRY(tell_principal(relay, who, &card));
    }
    return OK;
}

struct moving {
    struct relay *relay;
    uint64_t place;
    bool is_gone; /* those behind were one further back; otherwise one further on */
    size_t before;
    enum outcome outcome;
};

static bool tell_moved(void *context, const struct case_row *row)
{
    struct moving *moving = context;
    enum queue_band band = rules_band(moving->before);
    if (row->place > moving->place && band != rules_band(moving->is_gone ? moving->before + 1 : moving->before - 1))
        moving->outcome = tell_state(moving->relay, row, band);
    return moving->outcome == OK && moving->before++ <= BAND_FEW_MAX;
}

enum outcome queue_tell_moved(struct relay *relay, const struct case_row *moved)
{
    struct moving moving = {relay, moved->place, moved->state != CASE_WAITING, 0, OK};
    TRY(ASK(relay->store, case_each, moved->door, CASE_WAITING, tell_moved, &moving));
    return moving.outcome;
}

/* ---- GET_QUEUE ------------------------------------------------------------------------------------------------ */

struct queue {
    struct relay *relay;
    const struct asked *asked;
    enum outcome outcome;
};

/* A take-over stands in the supervisors' queue, a handover with the rooms of the two who sign it. */
static enum outcome answer_proposal(struct queue *queue, const struct case_row *row, enum room_cosigner cosigner)
{
    struct message proposal = {.code = MESSAGE_PROPOSAL};
    struct room_event event;
    if (row->proposal_size == 0)
        return OK;
    TRY(proposal_event(row, &event));
    if (room_cosigner(event.type) != cosigner || !proposal_concerns(queue->asked, &event))
        return OK;
    proposal.as.proposal.statement = (struct bytes){row->proposal, row->proposal_size};
    return answer_listed(queue->relay, queue->asked, &proposal);
}

static enum outcome answer_card(struct queue *queue, const struct case_row *row)
{
    struct message card;
    case_card(row, &card);
    return answer_listed(queue->relay, queue->asked, &card);
}

static bool answer_queued(void *context, const struct case_row *row)
{
    struct queue *queue = context;
    queue->outcome = answer_card(queue, row);
    if (queue->outcome == OK)
        queue->outcome = answer_proposal(queue, row, COSIGNER_SUPERVISOR);
    return queue->outcome == OK;
}

static bool answer_room(void *context, const struct case_row *row)
{
    struct queue *queue = context;
    if (room_has(&row->room, queue->asked->request->principal))
        queue->outcome = answer_card(queue, row);
    if (queue->outcome == OK)
        queue->outcome = answer_proposal(queue, row, COSIGNER_SUBJECT);
    return queue->outcome == OK;
}

/* The cases that the asker is a member of, wherever their door is; and what waits for the asker's signature. */
enum outcome decide_get_rooms(struct relay *relay, const struct asked *asked)
{
    struct queue queue = {relay, asked, OK};
    TRY(ASK(relay->store, case_each, DOOR_ANY, 0, answer_room, &queue));
    TRY(queue.outcome);
    return answer_done(relay, asked);
}

/* What the named colleague is in, for whoever moves it; a closed case needs nobody until its visitor asks for it. */
static bool answer_room_of(void *context, const struct case_row *row)
{
    struct queue *queue = context;
    if (!rules_is_over(row->state) && room_has(&row->room, queue->asked->message->as.get_rooms_of.who))
        queue->outcome = answer_card(queue, row);
    return queue->outcome == OK;
}

enum outcome decide_get_rooms_of(struct relay *relay, const struct asked *asked)
{
    struct queue queue = {relay, asked, OK};
    if (!(asked->staff->caps & CAP_SUPERVISE))
        return answer_error(relay, asked, ERROR_NOT_ALLOWED);
    TRY(ASK(relay->store, case_each, DOOR_ANY, 0, answer_room_of, &queue));
    TRY(queue.outcome);
    return answer_done(relay, asked);
}

/* The cases of the asker's doors; a supervisor sees all. */
enum outcome decide_get_queue(struct relay *relay, const struct asked *asked)
{
    struct queue queue = {relay, asked, OK};
    if (asked->staff->caps & CAP_SUPERVISE) {
        TRY(ASK(relay->store, case_each, DOOR_ANY, 0, answer_queued, &queue));
    } else {
        for (size_t i = 0; i < asked->staff->doors_count && queue.outcome == OK; i++)
            TRY(ASK(relay->store, case_each, asked->staff->doors[i], 0, answer_queued, &queue));
    }
    TRY(queue.outcome);
    return answer_done(relay, asked);
}

/* ---- OPEN_CASE -------------------------------------------------------------------------------------------------- */

/* Everything in the intake that the server can check; 0: sound. `culprit`: the wrap that the error is about. */
static enum outcome judge_intake(struct relay *relay, const struct asked *asked, const struct envelope *intake,
                                 unsigned *error, struct wrap *culprit)
{
    const struct message *message = asked->message;
    enum wrap_state state;
    bool is_first = intake->header.class == CLASS_INTAKE && intake->header.epoch == 0 &&
                    is_same(intake->header.sender, asked->request->principal) &&
                    message->as.open_case.salt.purpose == SALT_OFFLINE && message->as.open_case.salt.generation == 1;
    *error = is_first ? 0 : ERROR_NOT_ALLOWED;
    for (size_t i = 0; i < intake->wrap_count && *error == 0; i++) {
        *culprit = envelope_wrap(intake, i);
        const struct roster_entry *entry = roster_find(relay->programme->roster, culprit->recipient, relay->now_min);
        if (!entry || !roster_takes_intake(entry, message->as.open_case.door)) {
            *error = ERROR_NOT_MEMBER;
            break;
        }
        enum outcome outcome = wrap_judge(relay, culprit, false, &state);
        if (outcome == BROKEN)
            return BROKEN;
        if (outcome != OK)
            *error = ERROR_STALE_KEY;
    }
    return OK;
}

static enum outcome answer_opened(struct relay *relay, const struct asked *asked)
{
    struct message done = {.code = MESSAGE_DONE, .tag = asked->message->tag};
    struct answer answer = {.kind = ANSWER_PLAIN,
                            .target = TO_CONNECTION,
                            .becomes = WHO_VISITOR,
                            .connection = asked->request->connection};
    return answers_say(relay->answers, &answer, &done);
}

static enum outcome keep_opened(struct relay *relay, const struct asked *asked, const struct envelope *intake)
{
    const struct message *message = asked->message;
    struct case_row row = {.door = message->as.open_case.door, .state = CASE_WAITING, .since_min = relay->now_min};
    struct salt_row salt = {.salt = message->as.open_case.salt};
    memcpy(row.visitor, asked->request->principal, HASH_SIZE);
    memcpy(row.room.case_id, intake->header.case_id, CASE_ID_SIZE);
    row.room.member_count = 1;
    memcpy(row.room.members[0].who, row.visitor, HASH_SIZE);
    row.room.members[0].role = ROLE_VISITOR;
    memcpy(salt.key_id, message->as.open_case.key_id, KEY_ID_SIZE);
    (void)case_is_fresh(relay, &row);
    TRY(ASK(relay->store, case_keep, &row));
    TRY(tally_opened(relay, &row));
    TRY(ASK(relay->store, vault_keep, row.visitor, message->as.open_case.vault));
    TRY(ASK(relay->store, salt_keep, row.visitor, &salt) == OK ? OK : BROKEN);
    for (size_t i = 0; i < intake->wrap_count; i++)
        TRY(envelope_keep(relay, intake, envelope_wrap_bytes(intake, i), WRAP_LASTING));
    TRY(answer_opened(relay, asked));
    return case_tell(relay, &row);
}

/* Rule 14: mailbox, first salt, vault and intake in one step, or none of it. Asking again is answered like the first time. */
enum outcome decide_open_case(struct relay *relay, const struct asked *asked)
{
    struct envelope intake;
    struct case_row row;
    struct wrap culprit = {.recipient = NULL};
    unsigned error;
    if (envelope_decode(&intake, asked->message->as.open_case.intake) != OK)
        return answer_error(relay, asked, ERROR_MALFORMED);
    enum outcome outcome = ASK(relay->store, case_of, asked->request->principal, &row);
    if (outcome == OK) {
        bool is_again = memcmp(row.room.case_id, intake.header.case_id, CASE_ID_SIZE) == 0;
        return is_again ? answer_opened(relay, asked) : answer_error(relay, asked, ERROR_NOT_ALLOWED);
    }
    if (outcome == BROKEN)
        return BROKEN;
    if (!relay->programme->doors.exists(relay->programme->doors.context, asked->message->as.open_case.door))
        return answer_error(relay, asked, ERROR_DOOR_CLOSED);
    TRY(judge_intake(relay, asked, &intake, &error, &culprit));
    if (error == ERROR_STALE_KEY)
        return answer_stale(relay, asked, &culprit);
    if (error != 0)
        return answer_error(relay, asked, (enum error_code)error);
    outcome = ASK(relay->store, case_load, intake.header.case_id, &row);
    if (outcome != GONE)
        return outcome == OK ? answer_error(relay, asked, ERROR_NOT_ALLOWED) : outcome;
    return keep_opened(relay, asked, &intake);
}
