#include "client_parts.h"

static const char *const words[COUNTED_KINDS] = {
    [COUNTED_OPENED] = "opened",
    [COUNTED_CLAIMED_QUARTER] = "claimed_quarter",
    [COUNTED_CLAIMED_HOUR] = "claimed_hour",
    [COUNTED_CLAIMED_4_HOURS] = "claimed_4_hours",
    [COUNTED_CLAIMED_DAY] = "claimed_day",
    [COUNTED_CLAIMED_LATER] = "claimed_later",
    [COUNTED_RETURNED] = "returned",
    [COUNTED_CLOSED] = "closed",
};

_Static_assert(COUNT_STEP == 5, "what is not told is shown as <5");

static void ask(struct client *client)
{
    const struct question *question = &client->staff.counts;
    struct message message = {.code = MESSAGE_GET_COUNTS,
                              .as.get_counts = {question->from, (uint8_t)(question->to - question->from)}};
    client_ask(client, &message, FOR_COUNTS, 0, 0);
}

/* Of several that are not answered, the newest is asked again. */
enum outcome staff_counts(struct client *client, uint32_t day, uint8_t days)
{
    if (role_of(client) != CLIENT_STAFF || client->phase != PHASE_READY || !(client->staff.caps & CAP_SUPERVISE))
        return REFUSED;
    if (days < 1 || days > COUNT_DAYS_MAX)
        return MALFORMED;
    if (!client_can_ask(client))
        return FULL;
    client->staff.counts = (struct question){.is_open = true, .from = day, .to = day + days};
    ask(client);
    return OK;
}

void counts_ask_again(struct client *client)
{
    if (client->staff.counts.is_open)
        ask(client);
}

void counts_answered(struct client *client, bool is_done)
{
    client->staff.counts.is_open = client_awaits(client, FOR_COUNTS);
    if (is_done)
        client_event_plain(client, "counts");
}

/* A number, or the text "<5": so nobody adds up what was not told as if it were nothing. */
void counts_told(struct client *client, const struct message *message)
{
    const struct pending *asked = client_pending(client, message->tag);
    if (asked == NULL || asked->purpose != FOR_COUNTS) {
        client_stop(client, "server");
        return;
    }
    struct json json = client_event_open(client, "count");
    json_number(&json, "day", message->as.count.day);
    json_number(&json, "door", message->as.count.door);
    for (size_t i = 0; i < COUNTED_KINDS; i++) {
        if (message->as.count.figures[i] == 0)
            json_word(&json, words[i], "<5");
        else
            json_number(&json, words[i], message->as.count.figures[i]);
    }
    client_event_put(client, &json);
}
