/* To whom does a client seal, and under which key, when a key is none, a colleague is not known, or the server asks for what nobody may have? */
#include "check.h"
#include "client_parts.h"
#include "refuse.h"

static uint8_t id[MSG_ID_SIZE];

static const uint8_t *who(enum scene_actor actor)
{
    return scene.keys.cert_hash[actor - SCENE_ALPHA];
}

static struct talk *talk_of(enum scene_actor actor)
{
    return &client_of(actor)->talks[0];
}

static struct roster_entry *entry_of(enum scene_actor knows, enum scene_actor actor)
{
    return (struct roster_entry *)roster_known(&client_of(knows)->roster, who(actor));
}

/* ALPHA and BETA are in the room, and BETA was said yes to. */
static void stage_with_beta(void)
{
    stage_with_talk();
    wait(120); /* keys that are given from now on are newer than receive keys */
    CHECK(add_colleague(client_of(SCENE_ALPHA), who(SCENE_BETA), PART_TEXT(""), id) == OK);
    go();
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(SCENE_BETA), true) == OK);
    go();
    event_count = 0;
}

/* --- what goes out --- */

static struct {
    enum scene_actor actor;
    unsigned sends;
    unsigned rewraps;
    size_t wraps; /* of the last envelope */
    uint8_t second[WRAP_SIZE];
} heard;

static bool listens(struct scene *at, enum scene_actor actor, const struct message *message)
{
    struct envelope envelope;
    (void)at;
    if (actor != heard.actor)
        return true;
    heard.rewraps += message->code == MESSAGE_REWRAP;
    if (message->code == MESSAGE_SEND && CHECK(envelope_decode(&envelope, message->as.send.envelope) == OK)) {
        heard.sends++;
        heard.wraps = envelope.wrap_count;
        if (envelope.wrap_count > 1)
            memcpy(heard.second, message->as.send.envelope.data + HEADER_SIZE + HASH_SIZE + 2 + WRAP_SIZE, WRAP_SIZE);
    }
    return true;
}

static void listen(enum scene_actor actor)
{
    memset(&heard, 0, sizeof heard);
    heard.actor = actor;
    scene.heard = listens;
}

/* --- keys that are none: whoever gave them silences nobody else --- */

static void spoil_visitors_keys(void)
{
    memset(talk_of(SCENE_ALPHA)->live_pk, 0xff, KEM_PUBLIC_SIZE);
    memset(talk_of(SCENE_ALPHA)->off_pk, 0xff, KEM_PUBLIC_SIZE);
}

static void a_visitor_without_a_sound_key(void)
{
    stage_with_talk();
    spoil_visitors_keys();
    CHECK(say(SCENE_ALPHA, "to nobody") == OK);
    go();
    CHECK(says(SCENE_ALPHA, "unsent", "why", "unreadable") && count_of(SCENE_VISITOR, "message") == 0);
    CHECK(client_is_idle(client_of(SCENE_ALPHA)) && nobody_stopped());
    end();
    stage_with_beta();
    spoil_visitors_keys();
    CHECK(say(SCENE_ALPHA, "to one") == OK);
    go();
    CHECK(says(SCENE_BETA, "message", "text", "to one") && count_of(SCENE_VISITOR, "message") == 0);
    CHECK(count_of(SCENE_ALPHA, "unsent") == 0 && nobody_stopped());
    end();
}

static void an_intake_without_a_sound_key(void)
{
    static uint8_t sound[KEM_PUBLIC_SIZE];
    stage();
    memset(entry_of(SCENE_VISITOR, SCENE_ALPHA)->key_pk, 0xff, KEM_PUBLIC_SIZE);
    CHECK(open_door(1) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "intake") == 0 && count_of(SCENE_BETA, "intake") == 1);
    CHECK(client_of(SCENE_VISITOR)->visitor.vault.pinned_count == 1);
    CHECK_SAME(client_of(SCENE_VISITOR)->visitor.vault.pinned[0], who(SCENE_BETA), HASH_SIZE);
    CHECK(staff_claim(client_of(SCENE_BETA), case_id) == OK && say(SCENE_VISITOR, "are you there?") == OK);
    go();
    CHECK(says(SCENE_BETA, "message", "text", "are you there?") && nobody_stopped());
    end();
    stage();
    memcpy(sound, entry_of(SCENE_VISITOR, SCENE_BETA)->key_pk, KEM_PUBLIC_SIZE);
    memset(entry_of(SCENE_VISITOR, SCENE_ALPHA)->key_pk, 0xff, KEM_PUBLIC_SIZE);
    memset(entry_of(SCENE_VISITOR, SCENE_BETA)->key_pk, 0xff, KEM_PUBLIC_SIZE);
    CHECK(open_door(1) == GONE && !talk_of(SCENE_VISITOR)->is_used);
    memcpy(entry_of(SCENE_VISITOR, SCENE_BETA)->key_pk, sound, KEM_PUBLIC_SIZE);
    CHECK(open_door(1) == OK);
    go();
    CHECK(count_of(SCENE_BETA, "intake") == 1 && nobody_stopped());
    end();
}

/* A wish that only such a colleague could fulfil turns nobody away. */
static void a_wish_for_who_has_no_sound_key(void)
{
    struct form form = {.lang = PART_TEXT("da"), .text = PART_TEXT("hello"), .profile = PROFILE_WOMAN};
    stage();
    entry_of(SCENE_VISITOR, SCENE_ALPHA)->profile = PROFILE_WOMAN;
    entry_of(SCENE_VISITOR, SCENE_BETA)->profile = PROFILE_MAN;
    memset(entry_of(SCENE_VISITOR, SCENE_ALPHA)->key_pk, 0xff, KEM_PUBLIC_SIZE);
    CHECK(visitor_open_case(client_of(SCENE_VISITOR), 1, PART_TEXT("da"), &form) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "intake") == 0 && says(SCENE_BETA, "intake", "profile", "woman") && nobody_stopped());
    end();
}

/* A certificate whose identity key leads to no common secret. */
static void a_colleague_without_a_sound_identity(void)
{
    stage_with_beta();
    memset(entry_of(SCENE_ALPHA, SCENE_BETA)->pk_id, 0, DH_SIZE);
    listen(SCENE_ALPHA);
    CHECK(say(SCENE_ALPHA, "to one") == OK);
    go();
    CHECK(heard.sends == 1 && heard.wraps == 1 && says(SCENE_VISITOR, "message", "text", "to one"));
    CHECK(count_of(SCENE_BETA, "message") == 0 && nobody_stopped());
    end();
}

/* A Hello may name no offline key: what is said waits for one that does. */
static void a_visitor_without_an_offline_key(void)
{
    stage_with_talk();
    talk_of(SCENE_ALPHA)->off_gen = 0;
    CHECK(say(SCENE_ALPHA, "for later") == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "message") == 0 && client_of(SCENE_ALPHA)->outgoing.count == 1);
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK); /* behind it */
    go();
    CHECK(count_of(SCENE_ALPHA, "closed") == 0);
    new_page();
    go();
    CHECK(says(SCENE_VISITOR, "message", "text", "for later") && count_of(SCENE_ALPHA, "unsent") == 0);
    CHECK(count_of(SCENE_ALPHA, "closed") == 1 && nobody_stopped());
    end();
}

static void so_many_get_an_intake(void)
{
    struct envelope envelope;
    stage();
    struct client *client = client_of(SCENE_VISITOR);
    struct roster *roster = &client->roster;
    for (int i = 0; i < 2 * WRAPS_MAX; i++) {
        struct roster_entry *entry = &roster->entries[roster->count++];
        *entry = *entry_of(SCENE_VISITOR, SCENE_ALPHA);
        memset(entry->cert_hash, 1 + i, HASH_SIZE);
    }
    CHECK(open_door(1) == OK && client->visitor.vault.pinned_count == WRAPS_MAX);
    struct message message;
    CHECK(message_decode(&message, client->inflight.message, client->inflight.size) == OK);
    CHECK(envelope_decode(&envelope, message.as.open_case.intake) == OK && envelope.wrap_count == WRAPS_MAX);
    end();
}

static void a_language_is_written_in_ascii(void)
{
    struct form form = {.lang = PART_TEXT("da"), .text = PART_TEXT("hello")};
    stage();
    CHECK(visitor_open_case(client_of(SCENE_VISITOR), 1, PART_TEXT("\xc3\xa6"), &form) == MALFORMED);
    CHECK(!talk_of(SCENE_VISITOR)->is_used && !client_of(SCENE_VISITOR)->inflight.is_used);
    end();
}

/* --- who is not in the room, or not known --- */

static void who_is_not_in_the_room_is_not_written_to(void)
{
    stage_with_talk();
    struct vault *vault = &client_of(SCENE_VISITOR)->visitor.vault;
    CHECK(vault->pinned_count == 1);
    memcpy(vault->pinned[1], who(SCENE_BETA), HASH_SIZE);
    vault->consents[1] = CONSENT_YES;
    vault->pinned_count = 2;
    listen(SCENE_VISITOR);
    CHECK(say(SCENE_VISITOR, "to one") == OK);
    go();
    CHECK(heard.sends > 0 && heard.wraps == 1 && says(SCENE_ALPHA, "message", "text", "to one"));
    CHECK(count_of(SCENE_BETA, "message") == 0 && nobody_stopped());
    end();
}

static size_t generations(void)
{
    return scene_generations(&scene, talk_of(SCENE_VISITOR)->visitor_id);
}

/* Nor does an old generation wait until they know the new one; nor for who was said no to. */
static void who_is_not_written_to_holds_no_key_back(void)
{
    for (int is_in_room = 0; is_in_room < 2; is_in_room++) {
        if (is_in_room)
            stage_with_beta();
        else
            stage_with_talk();
        if (is_in_room)
            CHECK(visitor_consent(client_of(SCENE_VISITOR), who(SCENE_BETA), false) == OK);
        go();
        scene.devices[SCENE_ALPHA].keeps_frames = true; /* its acknowledgement does not come yet */
        new_page();
        go();
        struct vault *vault = &client_of(SCENE_VISITOR)->visitor.vault;
        if (!is_in_room) {
            memcpy(vault->pinned[1], who(SCENE_BETA), HASH_SIZE);
            vault->consents[1] = CONSENT_YES;
            vault->pinned_count = 2;
        }
        wait(31);
        CHECK(generations() == 2);
        scene.devices[SCENE_ALPHA].keeps_frames = false;
        go();
        wait(31);
        CHECK(generations() == 1 && nobody_stopped());
        end();
    }
}

/* A server that gives out a certificate no more makes its words unreadable, and nothing else. */
static void who_is_not_known_is_not_read(void)
{
    stage_with_beta();
    memset(entry_of(SCENE_ALPHA, SCENE_BETA)->cert_hash, 0xee, HASH_SIZE);
    CHECK(say(SCENE_BETA, "to one") == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "unreadable") == 1 && count_of(SCENE_ALPHA, "message") == 0);
    CHECK(says(SCENE_VISITOR, "message", "text", "to one") && nobody_stopped());
    end();
}

/* --- wrapped again --- */

static void ask_for_rewrap(const uint8_t msg_id[MSG_ID_SIZE])
{
    struct message message = {.code = MESSAGE_REWRAP_NEEDED};
    memcpy(message.as.rewrap_needed.case_id, case_id, CASE_ID_SIZE);
    memcpy(message.as.rewrap_needed.msg_id, msg_id, MSG_ID_SIZE);
    scene_inject(&scene, SCENE_ALPHA, &message);
    go();
}

static uint32_t tag_of(enum scene_actor actor, enum purpose purpose)
{
    const struct client *client = client_of(actor);
    for (size_t i = 0; i < PENDING_MAX; i++) {
        if (client->pending[i].tag != 0 && client->pending[i].purpose == purpose)
            return client->pending[i].tag;
    }
    return 0;
}

/* A server that has the key of a visitor's page would read what colleagues say among themselves. */
static void a_note_is_never_wrapped_for_the_visitor(void)
{
    stage_with_beta();
    shows = false;
    CHECK(staff_note(client_of(SCENE_ALPHA), case_id, PART_TEXT("among us"), id) == OK);
    go();
    listen(SCENE_ALPHA);
    size_t kept = 0;
    while (kept < KEPT_MAX && memcmp(talk_of(SCENE_ALPHA)->kept[kept].local_id, id, MSG_ID_SIZE) != 0)
        kept++;
    CHECK(kept < KEPT_MAX && count_of(SCENE_BETA, "note") == 1);
    ask_for_rewrap(talk_of(SCENE_ALPHA)->kept[kept].msg_id);
    wait(REWRAP_AFTER_S + 1);
    new_page();
    go();
    wait(REWRAP_AFTER_S + 1);
    staff_lock(client_of(SCENE_ALPHA));
    go();
    CHECK(heard.rewraps == 0);
    refuse(SCENE_ALPHA, MESSAGE_SEND, NO_ANSWER, 1); /* and while its answer is not here */
    CHECK(staff_note(client_of(SCENE_ALPHA), case_id, PART_TEXT("once more"), id) == OK);
    go();
    struct message done = {.code = MESSAGE_DONE, .tag = tag_of(SCENE_ALPHA, FOR_SEND)};
    CHECK(refusal.met == 1 && client_of(SCENE_ALPHA)->inflight.is_used);
    ask_for_rewrap(client_of(SCENE_ALPHA)->inflight.msg_id);
    listen(SCENE_ALPHA);
    scene_inject(&scene, SCENE_ALPHA, &done);
    go();
    CHECK(says(SCENE_ALPHA, "accepted", "event", "accepted") && heard.rewraps == 0);
    end();
}

/* Something sealed to the visitor's page, which has not shown it. */
static struct kept *stage_with_live_words(void)
{
    stage_with_talk();
    shows = false;
    CHECK(say(SCENE_ALPHA, "live") == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "message") == 1);
    for (size_t i = 0; i < KEPT_MAX; i++) {
        struct kept *kept = &talk_of(SCENE_ALPHA)->kept[i];
        if (kept->is_used && kept->is_said && CHECK(kept->is_live))
            return kept;
    }
    return NULL;
}

enum hindrance { UNSOUND_KEY, NO_OFFLINE_KEY, NO_ROOM, NO_CONNECTION, HINDRANCES };

/* What cannot be wrapped again now stays due, and is when it can be. */
static void what_cannot_be_wrapped_stays_due(void)
{
    for (enum hindrance hindrance = UNSOUND_KEY; hindrance < HINDRANCES; hindrance++) {
        static uint8_t off_pk[KEM_PUBLIC_SIZE];
        static struct pending pending[PENDING_MAX];
        const struct kept *kept = stage_with_live_words();
        struct client *client = client_of(SCENE_ALPHA);
        struct talk *talk = talk_of(SCENE_ALPHA);
        uint32_t off_gen = talk->off_gen;
        memcpy(off_pk, talk->off_pk, sizeof off_pk);
        memcpy(pending, client->pending, sizeof pending);
        if (!CHECK(kept != NULL))
            return;
        if (hindrance == UNSOUND_KEY)
            spoil_visitors_keys();
        if (hindrance == NO_OFFLINE_KEY)
            talk->off_gen = 0;
        for (size_t i = 0; hindrance == NO_ROOM && i < PENDING_MAX; i++)
            client->pending[i] = (struct pending){.tag = (uint32_t)(1000000 + i)};
        if (hindrance == NO_CONNECTION) {
            scene_disconnect(&scene, SCENE_ALPHA);
            scene_run(&scene);
        }
        listen(SCENE_ALPHA);
        staff_lock(client);
        go();
        CHECK(heard.rewraps == 0 && kept->is_used && kept->needs_rewrap && kept->is_live);
        memcpy(talk->off_pk, off_pk, sizeof off_pk);
        talk->off_gen = off_gen;
        memcpy(client->pending, pending, sizeof pending);
        if (hindrance == NO_CONNECTION)
            come(SCENE_ALPHA);
        go();
        wait(1);
        CHECK(heard.rewraps == 1 && !kept->needs_rewrap && !kept->is_live && nobody_stopped());
        end();
    }
}

static uint8_t detail[HASH_SIZE + KEY_ID_SIZE]; /* of STALE_KEY: whose key, and the newest */

static void refuse_as_stale(unsigned times)
{
    memset(detail, 0, sizeof detail);
    memcpy(detail, visitor_id, HASH_SIZE);
    refuse(SCENE_ALPHA, MESSAGE_SEND, ERROR_STALE_KEY, times);
    refusal.detail = (struct bytes){detail, sizeof detail};
}

/* The page is gone, and its offline key is none. */
static void what_cannot_be_wrapped_anew_is_told(void)
{
    stage_with_talk();
    refuse_as_stale(1);
    memset(talk_of(SCENE_ALPHA)->off_pk, 0xff, KEM_PUBLIC_SIZE);
    CHECK(say(SCENE_ALPHA, "to nobody") == OK);
    go();
    CHECK(refusal.met == 1 && says(SCENE_ALPHA, "unsent", "why", "stale_key"));
    CHECK(count_of(SCENE_VISITOR, "message") == 0 && client_is_idle(client_of(SCENE_ALPHA)) && nobody_stopped());
    end();
}

/* It was sealed to a generation before the newest, which a Hello has brought since. */
static void a_newer_generation_is_taken(void)
{
    stage_with_talk();
    scene_kill(&scene, SCENE_VISITOR);
    scene_run(&scene);
    wait(LIVE_S + 60);
    refuse(SCENE_ALPHA, MESSAGE_SEND, NO_ANSWER, 1);
    CHECK(say(SCENE_ALPHA, "for the next page") == OK);
    go();
    const struct inflight *inflight = &client_of(SCENE_ALPHA)->inflight;
    CHECK(inflight->is_used && !inflight->is_live && inflight->off_gen == 1);
    new_page();
    go();
    CHECK(talk_of(SCENE_ALPHA)->off_gen == 2 && count_of(SCENE_VISITOR, "message") == 0);
    refuse_as_stale(0);
    struct message stale = {.code = MESSAGE_ERROR, .tag = tag_of(SCENE_ALPHA, FOR_SEND)};
    stale.as.error.code = ERROR_STALE_KEY;
    stale.as.error.detail = refusal.detail;
    listen(SCENE_ALPHA);
    scene_inject(&scene, SCENE_ALPHA, &stale);
    go();
    CHECK(heard.sends > 0 && count_of(SCENE_VISITOR, "message") == 1 && count_of(SCENE_ALPHA, "accepted") == 1);
    CHECK(says(SCENE_VISITOR, "message", "text", "for the next page") && nobody_stopped());
    end();
}

/* --- keys of the conversation --- */

/* Whoever has not read all there is does not know which key is the newest: the receive key is, for certain. */
static void who_has_not_read_all_seals_to_the_receive_key(void)
{
    stage_with_talk();
    wait(120);
    CHECK(say(SCENE_ALPHA, "one") == OK);
    go();
    CHECK(say(SCENE_VISITOR, "two") == OK);
    go();
    const struct client *client = client_of(SCENE_VISITOR);
    const struct roster_entry *entry = entry_of(SCENE_VISITOR, SCENE_ALPHA);
    struct talk *talk = talk_of(SCENE_VISITOR);
    CHECK(turn_pk_of(client, talk, entry, CLASS_ROOM) != entry->key_pk);
    talk->missed_seq = 7;
    CHECK(turn_pk_of(client, talk, entry, CLASS_ROOM) == entry->key_pk);
    talk->missed_seq = 0;
    CHECK(turn_pk_of(client, talk, entry, CLASS_ROOM) != entry->key_pk);
    end();
}

/* What goes out once more is wrapped to receive keys, for who has one and can be proved to; the other wraps stay as they were. */
static void a_wrap_that_cannot_last_stays(void)
{
    for (int flaw = 0; flaw < 3; flaw++) {
        stage_with_beta();
        wait(120);
        CHECK(say(SCENE_BETA, "one") == OK);
        go();
        refuse(SCENE_ALPHA, MESSAGE_SEND, ERROR_RATE, 1);
        CHECK(say(SCENE_ALPHA, "two") == OK);
        go();
        struct client *client = client_of(SCENE_ALPHA);
        struct roster_entry *entry = entry_of(SCENE_ALPHA, SCENE_BETA);
        uint8_t before[WRAP_SIZE];
        const uint8_t *wrap = client->inflight.message + 5 + HEADER_SIZE + HASH_SIZE + 2 + WRAP_SIZE;
        CHECK(refusal.met == 1 && client->inflight.was_resent && memcmp(wrap, who(SCENE_BETA), HASH_SIZE) == 0);
        CHECK(memcmp(wrap + HASH_SIZE, entry->key_id, KEY_ID_SIZE) != 0);
        memcpy(before, wrap, sizeof before);
        if (flaw == 1)
            memset(entry->pk_id, 0, DH_SIZE);
        if (flaw == 2)
            entry->key_issued_min = 0;
        listen(SCENE_ALPHA);
        wait(PAUSE_S + 1);
        CHECK(heard.sends > 0 && (memcmp(heard.second, before, sizeof before) == 0) == (flaw != 0));
        CHECK(count_of(SCENE_ALPHA, "accepted") == 1 && says(SCENE_BETA, "message", "text", "two") && nobody_stopped());
        end();
    }
}

/* An introduction goes out once more as it was: who does not know the visitor has no other key for it. */
static void an_introduction_goes_out_again(void)
{
    stage_with_talk();
    wait(120);
    CHECK(add_colleague(client_of(SCENE_ALPHA), who(SCENE_BETA), PART_TEXT(""), id) == OK);
    go();
    refuse(SCENE_VISITOR, MESSAGE_SEND, ERROR_RATE, 1);
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(SCENE_BETA), true) == OK);
    go();
    CHECK(refusal.met == 1 && client_of(SCENE_VISITOR)->inflight.kind == BODY_HELLO);
    CHECK(count_of(SCENE_BETA, "visitor") == 0);
    entry_of(SCENE_VISITOR, SCENE_BETA)->key_id[0] ^= 1; /* it has another key by now */
    wait(PAUSE_S + 1);
    CHECK(says(SCENE_BETA, "visitor", "confirmed", "true") && say(SCENE_VISITOR, "to both") == OK);
    go();
    CHECK(says(SCENE_ALPHA, "message", "text", "to both") && says(SCENE_BETA, "message", "text", "to both"));
    CHECK(nobody_stopped());
    end();
}

int main(void)
{
    RUN(an_introduction_goes_out_again);
    RUN(a_visitor_without_a_sound_key);
    RUN(an_intake_without_a_sound_key);
    RUN(a_wish_for_who_has_no_sound_key);
    RUN(a_colleague_without_a_sound_identity);
    RUN(a_visitor_without_an_offline_key);
    RUN(so_many_get_an_intake);
    RUN(a_language_is_written_in_ascii);
    RUN(who_is_not_in_the_room_is_not_written_to);
    RUN(who_is_not_written_to_holds_no_key_back);
    RUN(who_is_not_known_is_not_read);
    RUN(a_note_is_never_wrapped_for_the_visitor);
    RUN(what_cannot_be_wrapped_stays_due);
    RUN(what_cannot_be_wrapped_anew_is_told);
    RUN(a_newer_generation_is_taken);
    RUN(who_has_not_read_all_seals_to_the_receive_key);
    RUN(a_wrap_that_cannot_last_stays);
    return check_end();
}
