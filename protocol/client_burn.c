#include "client_parts.h"

#include <string.h>

#include "hash.h"

/* --- visitor --- */

static void ask(struct client *client)
{
    struct message message = {.code = MESSAGE_BURN};
    client->phase = PHASE_BURNING;
    client_queue_clear(&client->frames); /* what was about to be said would only be destroyed */
    client_ask(client, &message, FOR_BURN, 0, 0);
}

/* What was on its way is given up: nothing but the burning goes out, whatever happens. */
enum outcome visitor_burn(struct client *client)
{
    bool is_logged_in =
        client->phase == PHASE_CHECKING || client->phase == PHASE_SETTING_UP || client->phase == PHASE_READY;
    if (role_of(client) != CLIENT_VISITOR || !client->visitor.has_mailbox || client->phase == PHASE_STOPPED)
        return REFUSED;
    client->visitor.is_burning = true;
    client_queue_clear(&client->outgoing);
    wipe(&client->inflight, sizeof client->inflight);
    if (is_logged_in)
        ask(client);
    return OK;
}

void burn_resume(struct client *client)
{
    ask(client);
}

/* Every refusal passes: it is asked again, here or on the next connection. */
void burn_answered(struct client *client, const struct message *answer)
{
    if (answer->code == MESSAGE_DONE)
        deletion_burnt(client);
    else
        client->pause_until_s = client->now_s + PAUSE_S;
}

void burn_tick(struct client *client)
{
    if (client->phase == PHASE_BURNING && !client_awaits(client, FOR_BURN) && client->now_s >= client->pause_until_s)
        ask(client);
}

/* --- staff --- */

/* The device's own record of what was said stays, sealed, until the case is closed there (rule 15). */
void staff_burnt(struct client *client, struct talk *talk)
{
    if (talk->act.type != 0)
        act_failed(client, talk, error_word(ERROR_GONE));
    if (!talk->is_used)
        return; /* was only looked at, for that move */
    struct json json = client_event_open(client, "case_burnt");
    event_case(&json, talk);
    client_event_put(client, &json);
    booking_burnt(client, talk);
    record_case_over(client, talk->case_id, true);
    talk_close(client, talk);
    client->is_dirty = true;
}
