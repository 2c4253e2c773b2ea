/* What does a client do with what it knows of the staff: to whom does it seal, whom does it ask, which snapshot is too old, when does a device make
 * another key? */
#include "check.h"
#include "client_parts.h"
#include "stage.h"

#include <stdlib.h>

static const uint8_t *who(enum scene_actor actor)
{
    return scene.keys.cert_hash[actor - SCENE_ALPHA];
}

static struct roster_entry *entry_of(enum scene_actor knows, enum scene_actor actor)
{
    struct roster *roster = &client_of(knows)->roster;
    for (uint8_t i = 0; i < roster->count; i++) {
        if (memcmp(roster->entries[i].cert_hash, who(actor), HASH_SIZE) == 0)
            return &roster->entries[i];
    }
    return NULL;
}

/* --- who gets an intake --- */

enum flaw { NO_FLAW, INACTIVE, NO_KEY, KEY_IS_OVER, NO_INTAKE, OTHER_DOOR, OTHER_PROFILE, FLAWS };

static void make_flaw(struct roster_entry *entry, enum flaw flaw)
{
    if (flaw == INACTIVE)
        entry->is_active = false;
    if (flaw == NO_KEY)
        entry->key_issued_min = 0;
    if (flaw == KEY_IS_OVER)
        entry->key_not_after_min = scene.now_s / 60 - 1;
    if (flaw == NO_INTAKE)
        entry->caps = 0;
    if (flaw == OTHER_DOOR)
        entry->doors[0] = 9;
    if (flaw == OTHER_PROFILE)
        entry->profile = PROFILE_MAN;
}

static enum outcome open_for_a_woman(void)
{
    struct form form = {.lang = PART_TEXT("da"), .text = PART_TEXT("hello"), .profile = PROFILE_WOMAN};
    return visitor_open_case(client_of(SCENE_VISITOR), 1, PART_TEXT("da"), &form);
}

static void an_intake_goes_to_who_can_take_it(void)
{
    for (enum flaw flaw = NO_FLAW; flaw < FLAWS; flaw++) {
        stage();
        make_flaw(entry_of(SCENE_VISITOR, SCENE_ALPHA), flaw);
        CHECK(open_for_a_woman() == OK);
        go();
        CHECK(count_of(SCENE_ALPHA, "intake") == (flaw == NO_FLAW ? 1 : 0) && count_of(SCENE_BETA, "intake") == 1);
        end();
        stage();
        make_flaw(entry_of(SCENE_VISITOR, SCENE_ALPHA), flaw);
        make_flaw(entry_of(SCENE_VISITOR, SCENE_BETA), flaw);
        /* A wish that nobody can fulfil is no reason to turn somebody away. */
        CHECK(open_for_a_woman() == (flaw == NO_FLAW || flaw == OTHER_PROFILE ? OK : GONE));
        go();
        CHECK(count_of(SCENE_BETA, "intake") == (flaw == NO_FLAW || flaw == OTHER_PROFILE ? 1 : 0));
        end();
    }
}

/* --- to whom words are sealed --- */

static void stage_with_beta(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_talk();
    CHECK(add_colleague(client_of(SCENE_ALPHA), who(SCENE_BETA), PART_TEXT(""), id) == OK);
    go();
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(SCENE_BETA), true) == OK);
    go();
    event_count = 0;
}

static void who_is_no_colleague_any_more_gets_no_words(void)
{
    static const enum flaw flaws[] = {INACTIVE, NO_KEY};
    for (size_t i = 0; i < 2; i++) {
        uint8_t id[MSG_ID_SIZE];
        stage_with_beta();
        make_flaw(entry_of(SCENE_VISITOR, SCENE_BETA), flaws[i]);
        make_flaw(entry_of(SCENE_ALPHA, SCENE_BETA), flaws[i]);
        CHECK(say(SCENE_VISITOR, "to one") == OK && say(SCENE_ALPHA, "to one") == OK);
        CHECK(staff_note(client_of(SCENE_ALPHA), case_id, PART_TEXT("to nobody"), id) == OK);
        go();
        CHECK(count_of(SCENE_ALPHA, "message") == 1 && count_of(SCENE_VISITOR, "message") == 1);
        CHECK(count_of(SCENE_BETA, "message") + count_of(SCENE_BETA, "note") == 0 && nobody_stopped());
        end();
    }
}

/* A member who left between the words and their sealing is not sealed to, whatever was answered about it. */
static void who_has_left_gets_no_words(void)
{
    stage_with_beta();
    CHECK(staff_remove(client_of(SCENE_BETA), case_id, who(SCENE_BETA)) == OK);
    go();
    event_count = 0;
    CHECK(say(SCENE_VISITOR, "to one") == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "message") == 1 && count_of(SCENE_BETA, "message") == 0);
    CHECK(client_of(SCENE_VISITOR)->visitor.vault.pinned_count == 1 && nobody_stopped());
    end();
}

/* --- moves by somebody certified since --- */

static void forget_entry(enum scene_actor knows, enum scene_actor actor)
{
    memset(entry_of(knows, actor)->cert_hash, 0xee, HASH_SIZE);
}

static void the_roster_is_asked_for_who_is_not_in_it(void)
{
    static const enum scene_actor unknown[] = {SCENE_ANNA, SCENE_MENTOR}; /* who acts, who comes in */
    for (size_t i = 0; i < 2; i++) {
        uint8_t id[MSG_ID_SIZE];
        stage_with_talk();
        come(SCENE_ANNA);
        go();
        event_count = 0;
        forget_entry(SCENE_VISITOR, unknown[i]);
        CHECK(add_colleague(client_of(SCENE_ANNA), who(SCENE_MENTOR), PART_TEXT(""), id) == OK);
        go();
        CHECK(count_of(SCENE_VISITOR, "reconnect") == 1 && nobody_stopped());
        scene_disconnect(&scene, SCENE_VISITOR);
        scene_run(&scene);
        come(SCENE_VISITOR);
        go();
        CHECK(says(SCENE_VISITOR, "consent", "role", "mentor") && nobody_stopped());
        end();
    }
}

/* Who is known and may not is a lie. */
static void a_move_by_who_may_not_stops(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_talk();
    come(SCENE_ANNA);
    go();
    entry_of(SCENE_VISITOR, SCENE_ANNA)->role = ROLE_INTERPRETER;
    CHECK(add_colleague(client_of(SCENE_ANNA), who(SCENE_MENTOR), PART_TEXT(""), id) == OK);
    go();
    CHECK(says(SCENE_VISITOR, "stopped", "why", "room"));
    end();
}

/* --- snapshots --- */

static void an_older_snapshot_is_a_lie(void)
{
    static const enum scene_actor actors[] = {SCENE_VISITOR, SCENE_ALPHA};
    for (size_t i = 0; i < 2; i++) {
        stage_with_talk();
        client_of(actors[i])->visitor.vault.snapshot_issued_min++;
        client_of(actors[i])->staff.snapshot_min++;
        scene_disconnect(&scene, actors[i]);
        scene_run(&scene);
        come(actors[i]);
        go();
        CHECK(says(actors[i], "stopped", "why", "roster"));
        end();
    }
}

/* So many snapshots are remembered, in which a visitor's room may begin; the newest stands first. */
static void snapshots_are_bounded(void)
{
    stage();
    struct client *client = client_of(SCENE_ALPHA);
    client->staff.snapshot_count = SNAPSHOTS_MAX;
    for (int i = 0; i < SNAPSHOTS_MAX; i++)
        memset(client->staff.snapshots[i], i + 1, HASH_SIZE);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    CHECK(client->staff.snapshot_count == SNAPSHOTS_MAX && client->staff.snapshots[1][0] == 1);
    CHECK_SAME(client->staff.snapshots[0], client->roster.snapshot_hash, HASH_SIZE);
    CHECK(open_door(1) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "intake") == 1 && nobody_stopped());
    end();
}

static void leave(enum scene_actor actor)
{
    scene_kill(&scene, actor);
    scene_run(&scene);
}

static void renew_after_days(unsigned days, bool names_before)
{
    scene.now_s += days * UINT64_C(24) * 3600;
    scene_renew(&scene, names_before);
}

/* Counsellors are off for the weekend. The supervisor renews on Saturday, a visitor writes, and the supervisor renews on Sunday: on Monday
 * each of them can read it, although none has ever seen Saturday's snapshot. */
static void an_intake_of_a_day_off_can_be_read(void)
{
    stage();
    leave(SCENE_ALPHA);
    leave(SCENE_BETA);
    renew_after_days(1, true);
    scene_disconnect(&scene, SCENE_VISITOR);
    scene_run(&scene);
    come(SCENE_VISITOR);
    go();
    CHECK(open_door(1) == OK);
    go();
    renew_after_days(1, true);
    come(SCENE_ALPHA);
    come(SCENE_BETA);
    go();
    for (enum scene_actor actor = SCENE_ALPHA; actor <= SCENE_BETA; actor++)
        CHECK(count_of(actor, "intake") == 1 && count_of(actor, "unreadable") == 0);
    CHECK(client_of(SCENE_ALPHA)->staff.snapshot_count == 3);
    memcpy(case_id, client_of(SCENE_ALPHA)->talks[0].case_id, CASE_ID_SIZE);
    CHECK(staff_claim(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "claimed") == 1 && nobody_stopped());
    end();
}

/* One that no supervisor's snapshot names is still another view: the server has shown the visitor what it shows nobody else. */
static void an_intake_of_another_view_is_refused(void)
{
    stage();
    leave(SCENE_ALPHA);
    renew_after_days(1, true);
    scene_disconnect(&scene, SCENE_VISITOR);
    scene_run(&scene);
    come(SCENE_VISITOR);
    go();
    CHECK(open_door(1) == OK);
    go();
    CHECK(count_of(SCENE_BETA, "intake") == 0); /* her roster is Friday's */
    renew_after_days(1, false);
    come(SCENE_ALPHA);
    go();
    CHECK(count_of(SCENE_ALPHA, "intake") == 0 && client_of(SCENE_ALPHA)->staff.snapshot_count == 2);
    end();
}

/* What is named is not written down again at each login. */
static void snapshots_are_noted_once(void)
{
    stage();
    renew_after_days(1, true);
    leave(SCENE_ALPHA);
    come(SCENE_ALPHA);
    go();
    struct client *client = client_of(SCENE_ALPHA);
    CHECK(client->staff.snapshot_count == 2);
    CHECK_SAME(client->staff.snapshots[0], client->roster.snapshot_hash, HASH_SIZE);
    CHECK_SAME(client->staff.snapshots[1], client->roster.before[0], HASH_SIZE);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    client_saved(client);
    come(SCENE_ALPHA);
    staff_set_up(client);
    CHECK(!client_is_dirty(client));
    end();
}

/* --- a device's receive keys (rule 10) --- */

static unsigned keys_put;

static bool counts_keys(struct scene *at, enum scene_actor actor, const struct message *message)
{
    (void)at;
    keys_put += actor == SCENE_ALPHA && message->code == MESSAGE_PUT_RECEIVE_KEY;
    return true;
}

static void come_again(uint64_t after_s)
{
    scene_kill(&scene, SCENE_ALPHA);
    scene_run(&scene);
    scene.now_s += after_s;
    keys_put = 0;
    come(SCENE_ALPHA);
    go();
}

static void a_key_is_new_every_day(void)
{
    enum { HOUR_S = 3600 };
    stage();
    scene.heard = counts_keys;
    come_again(HOUR_S);
    CHECK(keys_put == 0);
    come_again(UINT64_C(21) * HOUR_S);
    CHECK(keys_put == 1);
    come_again(HOUR_S);
    CHECK(keys_put == 0 && nobody_stopped());
    end();
}

static unsigned keys_held(enum scene_actor actor)
{
    unsigned count = 0;
    for (size_t i = 0; i < OWN_KEYS_MAX; i++)
        count += client_of(actor)->own_keys[i].is_used;
    return count;
}

/* With a page that is opened anew, or one that stays open and connects again. */
static void come_daily(unsigned days, bool is_new)
{
    for (unsigned day = 0; day < days; day++) {
        if (is_new)
            scene_kill(&scene, SCENE_ALPHA);
        else
            scene_disconnect(&scene, SCENE_ALPHA);
        scene_run(&scene);
        renew_after_days(1, true);
        come(SCENE_ALPHA);
        go();
        wait(1);
    }
}

/* Before the mailbox is read to its end nobody knows what else waits. */
static void no_key_goes_before_all_is_read(void)
{
    enum { A_MONTH_S = 30 * 24 * 3600 };
    stage();
    leave(SCENE_BETA);
    come_daily(1, true);
    struct client *client = client_of(SCENE_ALPHA);
    unsigned held = keys_held(SCENE_ALPHA);
    client->now_s += A_MONTH_S;
    client->is_reading = true;
    staff_destroy_old_keys(client);
    CHECK(held == 2 && keys_held(SCENE_ALPHA) == held);
    client->is_reading = client->has_read = false;
    staff_destroy_old_keys(client);
    CHECK(keys_held(SCENE_ALPHA) == held);
    client->has_read = true;
    staff_destroy_old_keys(client);
    CHECK(keys_held(SCENE_ALPHA) == 1);
    end();
}

static void newest_key_id(enum scene_actor actor, uint8_t key_id[KEY_ID_SIZE])
{
    uint64_t newest = 0;
    for (size_t i = 0; i < OWN_KEYS_MAX; i++) {
        const struct own_key *key = &client_of(actor)->own_keys[i];
        if (!key->is_used || key->issued_min <= newest)
            continue;
        newest = key->issued_min;
        memcpy(key_id, key->pair.key_id, KEY_ID_SIZE);
    }
}

/* Other keys have had their time after a fortnight. Those of a case that still waits open it on every day, and go when it is claimed: that of the
 * intake, and that of what the visitor said later. */
static void a_key_stays_as_long_as_a_case_waits(void)
{
    enum { DAYS = SNAPSHOTS_BEFORE_MAX + 8, A_FORTNIGHT = 18 }; /* more than one snapshot names */
    uint8_t first[KEY_ID_SIZE] = {0}, second[KEY_ID_SIZE] = {0}, id[MSG_ID_SIZE];
    stage();
    leave(SCENE_BETA);
    newest_key_id(SCENE_ALPHA, first);
    CHECK(open_door(1) == OK);
    go();
    scene_disconnect(&scene, SCENE_VISITOR);
    come_daily(1, true);
    newest_key_id(SCENE_ALPHA, second);
    CHECK(memcmp(first, second, KEY_ID_SIZE) != 0);
    come(SCENE_VISITOR);
    go();
    CHECK(client_say(client_of(SCENE_VISITOR), case_id, PART_TEXT("and more"), id) == OK);
    go();
    scene_kill(&scene, SCENE_VISITOR);
    come_daily(DAYS, true);
    come_daily(1, false); /* what is shown already needs them as much */
    event_count = 0;      /* there is room for so many */
    come_daily(1, true);
    struct client *client = client_of(SCENE_ALPHA);
    CHECK(own_key_find(client, first) != NULL && own_key_find(client, second) != NULL);
    CHECK(keys_held(SCENE_ALPHA) <= A_FORTNIGHT);
    CHECK(count_of(SCENE_ALPHA, "intake") == 1 && count_of(SCENE_ALPHA, "unreadable") == 0);
    CHECK(says(SCENE_ALPHA, "message", "text", "and more"));
    CHECK(staff_claim(client, case_id) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "claimed") == 1);
    come_daily(A_FORTNIGHT, false);
    CHECK(own_key_find(client, first) == NULL && own_key_find(client, second) == NULL);
    CHECK(keys_held(SCENE_ALPHA) <= A_FORTNIGHT && nobody_stopped());
    end();
}

/* Claimed late, and not shown before the page was opened anew: what opens it is still there. */
static void a_key_stays_until_what_it_opens_is_shown(void)
{
    enum { DAYS = 20 };
    uint8_t key_id[KEY_ID_SIZE] = {0}, id[MSG_ID_SIZE];
    stage();
    leave(SCENE_BETA);
    newest_key_id(SCENE_ALPHA, key_id);
    CHECK(open_door(1) == OK);
    go();
    CHECK(client_say(client_of(SCENE_VISITOR), case_id, PART_TEXT("and more"), id) == OK);
    go();
    scene_kill(&scene, SCENE_VISITOR);
    shows = false;
    come_daily(DAYS, true);
    CHECK(staff_claim(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    come_daily(2, true);
    CHECK(own_key_find(client_of(SCENE_ALPHA), key_id) != NULL);
    event_count = 0;
    shows = true;
    come_daily(1, true);
    CHECK(says(SCENE_ALPHA, "message", "text", "and more") && count_of(SCENE_ALPHA, "unreadable") == 0);
    come_daily(2, true);
    CHECK(own_key_find(client_of(SCENE_ALPHA), key_id) == NULL && nobody_stopped());
    end();
}

/* A device that was set back, or that is another one with the same file: the server has a key that it cannot open. */
static void a_key_that_is_not_here_is_replaced(void)
{
    stage();
    scene.heard = counts_keys;
    struct scene_device *device = &scene.devices[SCENE_ALPHA];
    size_t size = device->state_size;
    uint8_t *old = malloc(size);
    memcpy(old, device->state, size);
    device->state_size = 0;
    come_again(3600);
    CHECK(keys_put == 1);
    free(device->state);
    device->state = old;
    device->state_size = size;
    come_again(60);
    CHECK(keys_put == 1 && nobody_stopped());
    CHECK(open_door(1) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "intake") == 1 && count_of(SCENE_ALPHA, "unreadable") == 0);
    end();
}

int main(void)
{
    RUN(an_intake_goes_to_who_can_take_it);
    RUN(who_is_no_colleague_any_more_gets_no_words);
    RUN(who_has_left_gets_no_words);
    RUN(the_roster_is_asked_for_who_is_not_in_it);
    RUN(a_move_by_who_may_not_stops);
    RUN(an_older_snapshot_is_a_lie);
    RUN(snapshots_are_bounded);
    RUN(an_intake_of_a_day_off_can_be_read);
    RUN(an_intake_of_another_view_is_refused);
    RUN(snapshots_are_noted_once);
    RUN(a_key_is_new_every_day);
    RUN(no_key_goes_before_all_is_read);
    RUN(a_key_stays_as_long_as_a_case_waits);
    RUN(a_key_stays_until_what_it_opens_is_shown);
    RUN(a_key_that_is_not_here_is_replaced);
    return check_end();
}
