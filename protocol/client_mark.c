#include "client_parts.h"

#include <string.h>

enum { WINDOW = 64 };

/* Takes into `at.seq` what follows it without a gap. */
static void tidy(struct mark *mark)
{
    while ((mark->ahead & 1) != 0) {
        mark->ahead >>= 1;
        mark->at.seq++;
    }
}

bool mark_has(const struct mark *mark, uint64_t seq)
{
    if (seq <= mark->at.seq)
        return true;
    uint64_t distance = seq - mark->at.seq - 1;
    return distance < WINDOW && (mark->ahead >> distance & 1) != 0;
}

uint64_t mark_top(const struct mark *mark)
{
    uint64_t top = mark->at.seq;
    for (uint64_t i = 0; i < WINDOW; i++) {
        if ((mark->ahead >> i & 1) != 0)
            top = mark->at.seq + 1 + i;
    }
    return top;
}

uint64_t mark_missing(const struct mark *mark)
{
    uint64_t missing = mark_top(mark) - mark->at.seq;
    for (uint64_t i = 0; i < WINDOW; i++)
        missing -= mark->ahead >> i & 1;
    return missing;
}

void mark_set(struct mark *mark, uint64_t seq)
{
    if (seq <= mark->at.seq)
        return;
    uint64_t distance = seq - mark->at.seq - 1;
    if (distance >= WINDOW) {
        /* What is missing for that long is given up. */
        uint64_t by = distance - WINDOW + 1;
        mark->ahead = by < WINDOW ? mark->ahead >> by : 0;
        mark->at.seq += by;
        distance = WINDOW - 1;
    }
    mark->ahead |= (uint64_t)1 << distance;
    tidy(mark);
}

void mark_clear(struct mark *mark, uint64_t seq)
{
    if (seq == 0 || !mark_has(mark, seq))
        return;
    if (seq <= mark->at.seq) {
        uint64_t by = mark->at.seq - (seq - 1);
        mark->ahead = by < WINDOW ? mark->ahead << by | (((uint64_t)1 << by) - 1) : UINT64_MAX;
        mark->at.seq = seq - 1;
    }
    mark->ahead &= ~((uint64_t)1 << (seq - mark->at.seq - 1));
}

struct mark *mark_find(struct talk *talk, const uint8_t member[HASH_SIZE], const uint8_t session[SESSION_SIZE])
{
    for (uint8_t i = 0; i < talk->mark_count; i++) {
        struct mark mark = talk->marks[i];
        if (memcmp(mark.at.member, member, HASH_SIZE) != 0 || memcmp(mark.at.session, session, SESSION_SIZE) != 0)
            continue;
        memmove(&talk->marks[1], &talk->marks[0], sizeof talk->marks[0] * i);
        talk->marks[0] = mark;
        return &talk->marks[0];
    }
    return NULL;
}

struct mark *mark_for(struct talk *talk, const uint8_t member[HASH_SIZE], const uint8_t session[SESSION_SIZE])
{
    struct mark *mark = mark_find(talk, member, session);
    if (mark != NULL)
        return mark;
    if (talk->mark_count < MARKS_MAX)
        talk->mark_count++;
    else
        talk->has_forgotten_marks = true;
    memmove(&talk->marks[1], &talk->marks[0], sizeof talk->marks[0] * (size_t)(talk->mark_count - 1));
    memset(&talk->marks[0], 0, sizeof talk->marks[0]);
    memcpy(talk->marks[0].at.member, member, HASH_SIZE);
    memcpy(talk->marks[0].at.session, session, SESSION_SIZE);
    return &talk->marks[0];
}

void mark_without_unseen(const struct client *client, const struct talk *talk, struct mark marks[MARKS_MAX])
{
    memcpy(marks, talk->marks, sizeof talk->marks);
    for (size_t a = 0; a < ARRIVED_MAX; a++) {
        const struct arrived *arrived = &client->arrived[a];
        if (!arrived->is_used || arrived->is_shown || arrived->talk != talk_index(client, talk))
            continue;
        for (uint8_t i = 0; i < talk->mark_count; i++) {
            if (memcmp(&marks[i].at.member, arrived->stream.member, HASH_SIZE) != 0 ||
                memcmp(&marks[i].at.session, arrived->stream.session, SESSION_SIZE) != 0)
                continue;
            mark_clear(&marks[i], arrived->stream.seq);
            if (mark_top(&marks[i]) < mark_top(&talk->marks[i]))
                marks[i].has_link = false; /* the link is of a message that will come again */
        }
    }
}

/* Told only after a while, and not while the mailbox is being read: what was sealed to a page that is gone comes as soon as its
 * sender has wrapped it again, and what the last page had not shown comes again. */
static void tell_gap(struct client *client, const struct talk *talk, struct mark *mark)
{
    uint64_t missing = mark_missing(mark);
    if (missing == 0)
        mark->gap_told = 0;
    if (missing == 0 || !client->has_read || client->is_reading || talk->missed_seq != 0) {
        mark->gap_since_s = 0;
        return;
    }
    if (mark->gap_since_s == 0)
        mark->gap_since_s = client->now_s;
    if (missing <= mark->gap_told || client->now_s < mark->gap_since_s + GAP_AFTER_S)
        return;
    mark->gap_told = missing;
    struct json json = client_event_open(client, "gap");
    event_case(&json, talk);
    event_member(client, &json, "from", mark->at.member, talk);
    json_number(&json, "missing", missing);
    client_event_put(client, &json);
}

void mark_tick(struct client *client)
{
    for (size_t t = 0; t < TALKS_MAX; t++) {
        struct talk *talk = &client->talks[t];
        for (uint8_t i = 0; talk->is_used && i < talk->mark_count; i++)
            tell_gap(client, talk, &talk->marks[i]);
    }
}
