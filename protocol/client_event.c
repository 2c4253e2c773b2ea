#include "client_parts.h"

#include <string.h>

#include "hash.h"

struct json client_event_open(struct client *client, const char *name)
{
    struct json json;
    json_open(&json, client->scratch, sizeof client->scratch, name);
    return json;
}

void client_event_put(struct client *client, struct json *json)
{
    struct bytes event;
    if (json_finish(json, &event) != OK || client_queue_put(&client->events, &event, 1) != OK)
        client->had_overflow = true;
    wipe(client->scratch, json->size);
}

void client_event_plain(struct client *client, const char *name)
{
    struct json json = client_event_open(client, name);
    client_event_put(client, &json);
}

void event_why(struct client *client, const char *name, const char *key, const char *why)
{
    struct json json = client_event_open(client, name);
    json_word(&json, key, why);
    client_event_put(client, &json);
}

void event_case(struct json *json, const struct talk *talk)
{
    json_hex(json, "case", talk->case_id, CASE_ID_SIZE);
}

const char *role_word(uint8_t role)
{
    static const char *const words[] = {"visitor", "counsellor", "supervisor", "mentor", "interpreter", "parent-coach"};
    return role < sizeof words / sizeof words[0] ? words[role] : "";
}

void event_label(struct json *json, const struct roster_entry *entry)
{
    json_text(json, "label", entry == NULL ? (struct bytes){NULL, 0} : (struct bytes){entry->label, entry->label_size});
}

void event_appointment(struct json *json, const struct appointment *appointment)
{
    static const char *const acts[] = {"", "offer", "accept", "decline", "move", "call_off", "missed"};
    static const char *const ways[] = {"", "chat", "phone", "meeting"};
    json_hex(json, "appointment", appointment->id, APPOINTMENT_ID_SIZE);
    json_word(json, "act", acts[appointment->act]);
    json_list_open(json, "times");
    for (size_t i = 0; i < appointment->count; i++) {
        json_item_open(json);
        json_hex(json, "id", appointment->times[i].id, SLOT_ID_SIZE);
        json_number(json, "start_min", appointment->times[i].start_min);
        json_number(json, "length_min", appointment->times[i].length_min);
        json_item_close(json);
    }
    json_list_close(json);
    json_word(json, "way", ways[appointment->way]);
    json_text(json, "place", appointment->place);
}

void event_member(const struct client *client, struct json *json, const char *key, const uint8_t who[HASH_SIZE],
                  const struct talk *talk)
{
    const struct roster_entry *entry = roster_known(&client->roster, who);
    uint8_t role = entry == NULL ? ROLE_VISITOR : entry->role;
    for (uint8_t i = 0; i < talk->room.member_count; i++) {
        if (memcmp(talk->room.members[i].who, who, HASH_SIZE) == 0)
            role = talk->room.members[i].role;
    }
    json_hex(json, key, who, HASH_SIZE);
    json_word(json, "role", role_word(role));
    event_label(json, entry);
}

void client_event_room(struct client *client, const struct talk *talk)
{
    struct json json = client_event_open(client, "room");
    event_case(&json, talk);
    json_number(&json, "epoch", talk->room.epoch);
    json_list_open(&json, "members");
    for (uint8_t i = 0; i < talk->room.member_count; i++) {
        const struct room_member *member = &talk->room.members[i];
        json_item_open(&json);
        event_member(client, &json, "who", member->who, talk);
        json_bool(&json, "me", memcmp(member->who, client_me(client), HASH_SIZE) == 0);
        json_item_close(&json);
    }
    json_list_close(&json);
    client_event_put(client, &json);
}

const char *error_word(uint8_t code)
{
    static const char *const words[] = {
        [ERROR_MALFORMED] = "malformed",
        [ERROR_BAD_LOGIN] = "bad_login",
        [ERROR_NOT_ALLOWED] = "not_allowed",
        [ERROR_POW_NEEDED] = "pow_needed",
        [ERROR_POW_BAD] = "pow_bad",
        [ERROR_STALE_KEY] = "stale_key",
        [ERROR_GEN_IN_USE] = "gen_in_use",
        [ERROR_EPOCH_CONFLICT] = "epoch_conflict",
        [ERROR_TOO_LARGE] = "too_large",
        [ERROR_RATE] = "rate",
        [ERROR_QUOTA] = "quota",
        [ERROR_NOT_MEMBER] = "not_member",
        [ERROR_GONE] = "gone",
        [ERROR_SLOT_TAKEN] = "slot_taken",
        [ERROR_DOOR_CLOSED] = "door_closed",
        [ERROR_SUPERSEDED] = "superseded",
        [ERROR_SHUTDOWN] = "shutdown",
        [ERROR_UNAVAILABLE] = "unavailable",
    };
    return code < sizeof words / sizeof words[0] && words[code] != NULL ? words[code] : "unknown";
}

void event_door(struct client *client, const struct message *message)
{
    struct json json = client_event_open(client, "door");
    json_number(&json, "door", message->as.door.door);
    json_bool(&json, "open", message->as.door.is_open != 0);
    json_number(&json, "changes_min", message->as.door.changes_min);
    json_number(&json, "answer_min", message->as.door.answer_min);
    json_text(&json, "phone", message->as.door.phone);
    json_text(&json, "hours", message->as.door.hours);
    json_list_open(&json, "names");
    for (uint8_t i = 0; i < message->as.door.name_count; i++) {
        const struct door_name *name = &message->as.door.names[i];
        json_item_open(&json);
        json_text(&json, "lang", name->lang);
        json_text(&json, "name", name->name);
        json_text(&json, "text", name->text);
        json_item_close(&json);
    }
    json_list_close(&json);
    client_event_put(client, &json);
}
