#include <string.h>

#include "decide.h"

static bool sees_door(const struct roster_entry *entry, uint8_t door)
{
    return (entry->caps & CAP_SUPERVISE) || roster_takes_intake(entry, door);
}

/* Once to each colleague: those of the door as a group, then the members who do not stand there. */
static enum outcome tell_burnt(struct relay *relay, const struct case_row *row)
{
    struct message card;
    case_card(row, &card);
    card.as.queue_card.state = CASE_BURNT;
    card.as.queue_card.why = ESCALATION_NONE;
    TRY(tell_door(relay, row->door, &card));
    for (size_t i = 0; i < row->room.member_count; i++) {
        const uint8_t *who = row->room.members[i].who;
        const struct roster_entry *entry = roster_find(relay->programme->roster, who, relay->now_min);
        if (entry && !sees_door(entry, row->door))
            TRY(tell_principal(relay, who, &card));
    }
    return OK;
}

/* A colleague who is not here learns it at the next login, like anybody who asks for a case that never was: GET_EVENTS says
 * ERROR_GONE. So nothing about a burnt case has to stay for that. */
enum outcome case_burn(struct relay *relay, const struct case_row *row)
{
    TRY(ASK(relay->store, case_burn, row));
    TRY(tell_burnt(relay, row));
    return row->state == CASE_WAITING ? queue_tell_moved(relay, row) : OK;
}

/* DONE goes out once the salts are off the disk, and the connection with it: it has proved a mailbox that is no more. Who lost the answer
 * and asks again logs in first, and gets NO_MAILBOX. */
enum outcome decide_burn(struct relay *relay, const struct asked *asked)
{
    struct message done = {.code = MESSAGE_DONE, .tag = asked->message->tag};
    struct answer answer = {.kind = ANSWER_PLAIN,
                            .target = TO_CONNECTION,
                            .needs_shred = true,
                            .closes = true,
                            .connection = asked->request->connection,
                            .tag = asked->message->tag};
    struct case_row row;
    TRY(ASK(relay->store, case_of, asked->request->principal, &row) == OK ? OK : BROKEN);
    TRY(case_burn(relay, &row));
    return answers_say(relay->answers, &answer, &done);
}
