#include "client_parts.h"

#include <string.h>

#include "hash.h"

/* The server keeps the time: each of its cells is answered with one of ours, so a page needs no timer, which a browser would slow down
 * out of sight. The answer is ready before the server's cell is looked at: what it says, and how long that takes, shows in nothing. */

void client_quiet(struct client *client, bool is_on)
{
    client->quiet.is_wanted = is_on;
}

void quiet_begin(struct client *client)
{
    struct message message = {.code = MESSAGE_QUIET};
    struct quiet *quiet = &client->quiet;
    if (!quiet->is_wanted)
        return;
    quiet->is_on = true; /* from now on nothing goes out but cells: nothing at all, if it cannot be asked for them */
    message.tag = client_expect(client, FOR_NOTHING, 0, 0);
    if (message.tag != 0)
        invariant(message_encode(&message, quiet->out, sizeof quiet->out, &quiet->out_size) == OK);
}

void quiet_end(struct client *client)
{
    bool is_wanted = client->quiet.is_wanted;
    wipe(&client->quiet, sizeof client->quiet);
    client->quiet.is_wanted = is_wanted;
}

struct bytes quiet_frame(struct client *client)
{
    struct quiet *quiet = &client->quiet;
    struct bytes front;
    if (quiet->out_size == 0 && quiet->owed > 0 && client->phase != PHASE_STOPPED) {
        quiet->owed--;
        quiet->out_size = CELL_SIZE;
        cell_begin(&quiet->maker, quiet->out);
        while ((front = client_queue_front(&client->frames)).size > 0 && cell_put(&quiet->maker, front))
            client_queue_drop(&client->frames);
        cell_end(&quiet->maker);
    }
    return (struct bytes){quiet->out, quiet->out_size};
}

void quiet_frame_taken(struct client *client)
{
    wipe(client->quiet.out, sizeof client->quiet.out);
    client->quiet.out_size = 0;
}

/* Reads the cell that waits. */
void quiet_read(struct client *client)
{
    struct quiet *quiet = &client->quiet;
    struct cell_piece piece;
    if (!quiet->has_in)
        return;
    quiet->has_in = false;
    enum outcome outcome = cell_read(&quiet->reader, (struct bytes){quiet->in, CELL_SIZE}, true);
    while (outcome == OK && (outcome = cell_next(&quiet->reader, &piece)) == OK) {
        quiet->received = piece.is_first ? 0 : quiet->received;
        memcpy(quiet->message + quiet->received, piece.data.data, piece.data.size);
        quiet->received += piece.data.size;
        if (piece.left == 0)
            dispatch_take(client, (struct bytes){quiet->message, quiet->received});
        if (client->phase == PHASE_STOPPED)
            return;
    }
    if (outcome != GONE)
        client_stop(client, "server");
}

void quiet_receive(struct client *client, struct bytes data)
{
    struct quiet *quiet = &client->quiet;
    quiet_read(client); /* the caller has not asked for events since the last one */
    if (client->phase == PHASE_STOPPED)
        return;
    /* A server that stops may have said so before it read QUIET. */
    if (!quiet->has_begun && data.size > 0 && data.size < CELL_SIZE && data.data[0] == MESSAGE_ERROR) {
        dispatch_take(client, data);
    } else if (data.size != CELL_SIZE) {
        client_stop(client, "server");
    } else {
        memcpy(quiet->in, data.data, CELL_SIZE);
        quiet->has_in = true;
        quiet->has_begun = true;
        quiet->owed++;
    }
}
