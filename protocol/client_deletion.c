#include "client_parts.h"

#include <string.h>

#include "deletion.h"
#include "hash.h"

enum { MINUTES_PER_DAY = 24 * 60 };

/* What a login needs, and nothing that could open anything. */
static void keep_login_alone(struct client *client)
{
    struct visitor_keys keys = client->visitor.keys;
    bool is_burning = client->visitor.is_burning;
    visitor_forget(client);
    memcpy(client->visitor.keys.sk_login, keys.sk_login, DH_SIZE);
    memcpy(client->visitor.keys.pk_login, keys.pk_login, DH_SIZE);
    memcpy(client->visitor.keys.mailbox, keys.mailbox, MAILBOX_SIZE);
    client->visitor.has_keys = true;
    client->visitor.is_burning = is_burning;
    client->visitor.is_gone = true;
    client->visitor.gone_s = client->now_s;
    wipe(&keys, sizeof keys);
}

void deletion_burnt(struct client *client)
{
    keep_login_alone(client);
    client_queue_clear(&client->frames);
    client_queue_clear(&client->events); /* may hold what was said */
    wipe(client->scratch, sizeof client->scratch);
    client->phase = PHASE_OFFLINE;
    client_event_plain(client, "reconnect"); /* this connection has proved a mailbox that is no more */
}

void deletion_begin(struct client *client)
{
    if (!client->visitor.is_gone)
        keep_login_alone(client);
    login_ask_roster(client);
}

void deletion_roster_done(struct client *client)
{
    struct message message = {.code = MESSAGE_GET_DELETION};
    client_ask(client, &message, FOR_DELETION, 0, 0);
}

/* Ours, and of today: an older one could be from before there was anything. */
static bool is_good(const struct client *client, struct bytes statement)
{
    struct deletion_receipt receipt;
    if (deletion_check(&client->roster_fetched, statement, &receipt) != OK ||
        memcmp(receipt.mailbox, client->visitor.keys.mailbox, MAILBOX_SIZE) != 0)
        return false;
    uint64_t today = client_now_min(client) / MINUTES_PER_DAY;
    return receipt.day <= today + DELETION_DAYS_OFF && today <= (uint64_t)receipt.day + DELETION_DAYS_OFF;
}

void deletion_told(struct client *client, const struct message *message)
{
    const struct pending *pending = client_pending(client, message->tag);
    struct bytes statement = message->as.deletion.statement;
    if (pending == NULL || pending->purpose != FOR_DELETION)
        client_stop(client, "server");
    else
        deletion_over(client, is_good(client, statement) ? statement.data : NULL);
}

void deletion_over(struct client *client, const uint8_t *statement)
{
    char text[DELETION_TEXT_SIZE];
    bool is_burnt = client->visitor.is_burning;
    if (statement != NULL)
        deletion_write(statement, text);
    visitor_forget(client);
    client_queue_clear(&client->frames);
    wipe(client->pending, sizeof client->pending);
    if (client->phase != PHASE_STOPPED)
        client->phase = PHASE_OFFLINE;
    struct json json = client_event_open(client, is_burnt ? "burnt" : "unknown_code");
    json_text(&json, "receipt", (struct bytes){(const uint8_t *)text, statement == NULL ? 0 : sizeof text});
    client_event_put(client, &json);
    wipe(text, sizeof text);
    if (!is_burnt)
        client_event_plain(client, "reconnect"); /* this connection has proved a key that leads nowhere */
}

void deletion_tick(struct client *client)
{
    if (client->visitor.is_gone && client->now_s >= client->visitor.gone_s + DELETION_PATIENCE_S)
        deletion_over(client, NULL);
}
