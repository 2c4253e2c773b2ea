/* Does a supervisor's client take the list of acts only as it is: nothing changed, removed, put in, moved or cut off since it was read last? */
#include <stdlib.h>

#include "check.h"
#include "client_parts.h"
#include "refuse.h"
#include "relay/relay_audit.h"

static uint8_t head[HASH_SIZE];

static struct relay relay_at(uint64_t now_s)
{
    return (struct relay){&scene.programme, scene.store, &scene.answers, now_s / 60, &scene.scratch, 0};
}

static void put_entries_at(uint64_t now_s, size_t count)
{
    struct relay relay = relay_at(now_s);
    static const uint8_t nobody[HASH_SIZE];
    bool is_shredded;
    CHECK(scene.store->ways->begin(scene.store) == OK);
    for (size_t i = 0; i < count; i++)
        CHECK(audit_put(&relay, AUDIT_REMOVE, scene.keys.cert_hash[0], i == 1 ? scene.keys.cert_hash[2] : nobody,
                        scene.keys.cert_hash[1]) == OK);
    CHECK(ASK(scene.store, commit, &is_shredded) == OK);
}

static void put_entries(size_t count)
{
    put_entries_at(scene.now_s, count);
}

static void stage_with_list(size_t count)
{
    stage();
    come(SCENE_ANNA);
    go();
    put_entries(count);
    event_count = 0;
}

static void read_all(uint64_t number)
{
    event_count = 0;
    CHECK(staff_audit(client_of(SCENE_ANNA), number, number == 0 ? NULL : head) == OK);
    go();
}

/* And remembers its head. */
static uint64_t read_and_remember(void)
{
    read_all(0);
    struct bytes number = event_field(last_of(SCENE_ANNA, "audit_read"), "number");
    CHECK(event_id(last_of(SCENE_ANNA, "audit_read"), "head", head, HASH_SIZE));
    return number.size > 0 ? strtoull((const char *)number.data, NULL, 10) : 0;
}

static void a_list_is_read_to_its_end(void)
{
    stage_with_talk(); /* ALPHA has claimed */
    come(SCENE_ANNA);
    go();
    read_all(0);
    CHECK(says(SCENE_ANNA, "audit", "act", "claim") && says(SCENE_ANNA, "audit", "number", "1"));
    CHECK(says(SCENE_ANNA, "audit", "second", "") && says(SCENE_ANNA, "audit", "subject", ""));
    uint8_t previous[HASH_SIZE], zeros[HASH_SIZE] = {0};
    CHECK(event_id(last_of(SCENE_ANNA, "audit"), "previous", previous, HASH_SIZE));
    CHECK(memcmp(previous, zeros, HASH_SIZE) == 0); /* the first stands on nothing */
    CHECK(says(SCENE_ANNA, "audit_read", "number", "1") && says(SCENE_ANNA, "audit_read", "checked", "false"));
    put_entries(AUDIT_PER_ANSWER_MAX + 10);
    CHECK(read_and_remember() == AUDIT_PER_ANSWER_MAX + 11);
    read_all(AUDIT_PER_ANSWER_MAX + 11);
    CHECK(count_of(SCENE_ANNA, "audit") == 1 && says(SCENE_ANNA, "audit_read", "checked", "true"));
    put_entries(3);
    read_all(AUDIT_PER_ANSWER_MAX + 11);
    CHECK(count_of(SCENE_ANNA, "audit") == 4 && says(SCENE_ANNA, "audit_read", "checked", "true"));
    CHECK(count_of(SCENE_ANNA, "stopped") == 0);
    end();
}

static void who_may_ask_and_how(void)
{
    stage_with_list(1);
    CHECK(staff_audit(client_of(SCENE_ALPHA), 0, NULL) == REFUSED &&
          staff_audit(client_of(SCENE_VISITOR), 0, NULL) == REFUSED);
    CHECK(staff_audit(client_of(SCENE_ANNA), 1, NULL) == MALFORMED &&
          staff_audit(client_of(SCENE_ANNA), 0, head) == MALFORMED);
    CHECK(staff_audit(client_of(SCENE_ANNA), 0, NULL) == OK);
    CHECK(staff_audit(client_of(SCENE_ANNA), 0, NULL) == FULL); /* it is being read */
    go();
    refuse(SCENE_ANNA, MESSAGE_GET_AUDIT, ERROR_UNAVAILABLE, 1);
    read_all(0);
    CHECK(says(SCENE_ANNA, "error", "code", "unavailable") && count_of(SCENE_ANNA, "audit_read") == 0);
    scene_disconnect(&scene, SCENE_ANNA);
    CHECK(staff_audit(client_of(SCENE_ANNA), 0, NULL) == REFUSED);
    end();
}

/* A list without anything in it, and one whose beginning has gone in time. */
static void what_a_list_may_lack(void)
{
    stage_with_list(0);
    read_all(0);
    CHECK(count_of(SCENE_ANNA, "audit") == 0 && says(SCENE_ANNA, "audit_read", "number", "0"));
    put_entries_at(scene.now_s - (uint64_t)(AUDIT_KEPT_DAYS + 2) * 24 * 60 * 60, 3);
    CHECK(read_and_remember() == 3);
    put_entries(2);
    struct relay relay = relay_at(scene.now_s);
    bool is_shredded;
    CHECK(scene.store->ways->begin(scene.store) == OK && audit_expire(&relay) == OK);
    CHECK(ASK(scene.store, commit, &is_shredded) == OK);
    read_all(3);
    CHECK(count_of(SCENE_ANNA, "audit") == 2 && says(SCENE_ANNA, "audit_read", "checked", "true")); /* 4 stands on 3 */
    read_all(0);
    CHECK(count_of(SCENE_ANNA, "audit") == 2 && count_of(SCENE_ANNA, "stopped") == 0);
    end();
}

/* ---- a server that lies ------------------------------------------------------------------------------------------------ */

static enum lie { CHANGED, REMOVED, PUT_IN, SWAPPED, CUT_OFF, REWRITTEN, SKIPPED, NOT_FIRST, EARLIER, LATER, LIES } lie;

static bool has_kept;

/* All that is told from here on stands on another head, as if the whole list had been made anew. */
static uint8_t made_head[HASH_SIZE];

static bool tell_lie(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    struct message message;
    if (actor != SCENE_ANNA || data[0] != MESSAGE_AUDIT)
        return true;
    CHECK(message_decode(&message, data, *size) == OK);
    struct audit_entry *entry = &message.as.audit.entry;
    bool is_third = entry->number == 3;
    switch (lie) {
    case CHANGED:
        entry->actor[0] ^= is_third;
        break;
    case REMOVED:
        return !is_third;
    case CUT_OFF:
        return entry->number < 4;
    case PUT_IN:
        entry->number += entry->number > 3;
        if (is_third && !has_kept) {
            has_kept = true;
            scene_inject(at, actor, &message);
        }
        break;
    case SWAPPED: /* 3 and 4 change their numbers and places */
        entry->number = is_third ? 4 : entry->number == 4 ? 3 : entry->number;
        break;
    case EARLIER: /* than was asked for */
        entry->number -= entry->number == 5 ? 3 : 0;
        break;
    case LATER: /* begins behind the known one, and does not stand on it */
        entry->number += entry->number == 5;
        break;
    case REWRITTEN:
    case SKIPPED:   /* made anew without what was number 3 */
    case NOT_FIRST: /* made anew, and number 1 stands on something */
        entry->day -= 1;
        if (lie == SKIPPED && is_third)
            return false;
        memcpy(message.as.audit.previous, made_head, HASH_SIZE);
        audit_head(made_head, entry, made_head);
        break;
    default:
        break;
    }
    return message_encode(&message, data, *size, size) == OK;
}

/* Whether the list is read from its beginning, and then again by who knows its head. */
static void a_lie_is_found(void)
{
    static const bool is_seen_alone[LIES] = {[CHANGED] = true,   [REMOVED] = true, [PUT_IN] = true,  [SWAPPED] = true,
                                             [NOT_FIRST] = true, [SKIPPED] = true, [EARLIER] = true, [LATER] = true};
    for (lie = 0; lie < LIES; lie++) {
        for (int knows = 0; knows < 2; knows++) {
            stage_with_list(5);
            uint64_t number = read_and_remember();
            CHECK(number == 5);
            memset(made_head, lie == NOT_FIRST, sizeof made_head);
            has_kept = false;
            scene.filter = tell_lie;
            if (knows == 1 && (lie == CUT_OFF || lie == REWRITTEN || lie == EARLIER || lie == LATER)) {
                read_all(5);
                CHECK(says(SCENE_ANNA, "stopped", "why", "rollback") && count_of(SCENE_ANNA, "audit_read") == 0);
            } else if (knows == 0) {
                read_all(0);
                CHECK(says(SCENE_ANNA, "stopped", "why", "rollback") == is_seen_alone[lie]);
                CHECK(count_of(SCENE_ANNA, "audit_read") == (is_seen_alone[lie] ? 0 : 1));
            }
            end();
        }
    }
}

static void what_was_not_asked_for_stops(void)
{
    struct message audit = {.code = MESSAGE_AUDIT, .tag = 77, .as.audit.entry = {.number = 1, .act = AUDIT_CLAIM}};
    stage_with_list(0);
    scene_inject(&scene, SCENE_ANNA, &audit);
    go();
    CHECK(says(SCENE_ANNA, "stopped", "why", "server") && count_of(SCENE_ANNA, "audit") == 0);
    end();
    stage_with_list(0); /* an answer to something else */
    client_of(SCENE_ANNA)->pending[0] = (struct pending){.tag = 77, .purpose = FOR_SLOTS};
    scene_inject(&scene, SCENE_ANNA, &audit);
    go();
    CHECK(says(SCENE_ANNA, "stopped", "why", "server") && count_of(SCENE_ANNA, "audit") == 0);
    end();
}

int main(void)
{
    RUN(a_list_is_read_to_its_end);
    RUN(who_may_ask_and_how);
    RUN(what_a_list_may_lack);
    RUN(a_lie_is_found);
    RUN(what_was_not_asked_for_stops);
    return check_end();
}
