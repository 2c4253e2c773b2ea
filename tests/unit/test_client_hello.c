/* Does a colleague take for the visitor only who can prove it: in an intake, in a Hello, in what a colleague tells a newcomer? */
#include "check.h"
#include "forge.h"
#include "room.h"

static struct forgery forgery;
static uint8_t content[CONTENT_MAX];

enum flaw {
    NO_FLAW,
    OTHER_LOGIN,   /* names another visitor's login key */
    OTHER_NONCE,   /* another case */
    OTHER_SESSION, /* a stream that it is not said in */
    OTHER_SENDER,
    OTHER_ROOM_HASH,
    OTHER_EPOCH,
    OTHER_HEAD,
    LEFT_OVER, /* something follows it */
    GARBLED,
    OTHER_KIND,
    LATER, /* not the first of its stream */
    OTHER_KEY,
    PSK_MODE,
    BASE_MODE,
    OTHER_PSK,
    NO_BODY,
    OTHER_SECRETS, /* its common secret and its case key are not what was said before */
    FLAWS,
};

static const uint8_t nonsense[64] = {0xff, 0xff};

/* Hello as `keys` would say it, but for the flaw. Gives its size in `content`. */
static size_t put_hello(const struct visitor_keys *keys, enum flaw flaw, struct hello *hello)
{
    size_t size = 0;
    hello->live_pk = hello->off_pk = forge_offline_pk;
    hello->off_gen = 1;
    hello->lang = PART_TEXT("da");
    memcpy(hello->session, forgery.header.session, SESSION_SIZE);
    memcpy(hello->pk_login, keys->pk_login, DH_SIZE);
    hello->pk_login[0] ^= flaw == OTHER_LOGIN;
    hello->case_nonce[0] ^= flaw == OTHER_NONCE;
    hello->session[0] ^= flaw == OTHER_SESSION;
    hello->room_head[0] ^= flaw == OTHER_HEAD;
    hello->case_key[0] ^= flaw == OTHER_SECRETS;
    CHECK(hello_encode(hello, content, sizeof content, &size) == OK);
    return size;
}

/* What is wrong about the envelope itself. */
static void make_flaw(enum flaw flaw)
{
    forgery.body.kind = flaw == OTHER_KIND ? BODY_RETRACT : forgery.body.kind;
    forgery.body.seq = flaw == LATER ? 2 : 1;
    forgery.header.sender[0] ^= flaw == OTHER_SENDER;
    forgery.header.roster_hash[0] ^= flaw == OTHER_ROOM_HASH;
    forgery.header.epoch += flaw == OTHER_EPOCH;
    forgery.key_id[0] ^= flaw == OTHER_KEY;
    forgery.psk[0] ^= flaw == OTHER_PSK || flaw == OTHER_SECRETS;
    if (flaw == PSK_MODE)
        forgery.recipient.mode = WRAP_PSK;
    if (flaw == BASE_MODE)
        forgery.recipient.mode = WRAP_BASE;
    if (flaw == NO_BODY)
        forgery.raw = PART(nonsense, sizeof nonsense);
    if (flaw == GARBLED)
        forgery.body.content = PART(nonsense, sizeof nonsense);
}

/* --- an intake (rule 11) --- */

static void put_intake(enum flaw flaw, enum flaw form_flaw)
{
    static const uint8_t secret[SECRET_SIZE] = {1, 2, 3};
    struct visitor_keys keys;
    struct hello hello = {.ctr = 1};
    struct form form = {.lang = PART_TEXT("da"), .text = PART_TEXT("help"), .profile = PROFILE_WOMAN, .safe_now = 2};
    struct room room;
    uint8_t other_case[CASE_ID_SIZE];
    size_t form_size = 0;
    CHECK(visitor_keys_open(&keys, secret, scene.keys.deployment_id) == OK);
    check_fill(hello.case_nonce, CASE_NONCE_SIZE, 5);
    case_id_of(keys.pk_login, hello.case_nonce, other_case);
    room_open(&room, other_case, keys.visitor_id, forge_roster.snapshot_hash);
    visitor_case_key(&keys, other_case, 0, hello.case_key);
    memcpy(hello.room_head, room.head, HASH_SIZE);
    forge_begin(&forgery, SCENE_VISITOR, SCENE_ALPHA, CLASS_INTAKE);
    forgery.header.epoch = 0;
    memcpy(forgery.header.case_id, other_case, CASE_ID_SIZE);
    memcpy(forgery.header.roster_hash, room.roster_hash, HASH_SIZE);
    memcpy(forgery.header.sender, keys.visitor_id, HASH_SIZE);
    size_t size = put_hello(&keys, flaw, &hello);
    CHECK(form_encode(&form, content + size, sizeof content - size, &form_size) == OK);
    content[size] ^= form_flaw == GARBLED ? 0xff : 0;
    forgery.body.kind = BODY_HELLO;
    forgery.body.content = PART(content, size + form_size);
    forgery.recipient.mode = WRAP_BASE;
    make_flaw(flaw);
    forge_put(&forgery);
    visitor_keys_close(&keys);
}

static void an_intake_is_its_visitors(void)
{
    forge_stage();
    for (enum flaw flaw = OTHER_LOGIN; flaw < FLAWS; flaw++) {
        if (flaw == LEFT_OVER || flaw == OTHER_PSK || flaw == BASE_MODE || flaw == OTHER_SECRETS)
            continue; /* the form follows; the secret is what it says; and so it is sealed */
        size_t before = count_of(SCENE_ALPHA, "unreadable");
        put_intake(flaw, NO_FLAW);
        if (!CHECK(count_of(SCENE_ALPHA, "unreadable") == before + 1 && count_of(SCENE_ALPHA, "intake") == 0))
            printf("  flaw %d\n", (int)flaw);
    }
    put_intake(NO_FLAW, GARBLED);
    CHECK(count_of(SCENE_ALPHA, "intake") == 0);
    put_intake(NO_FLAW, NO_FLAW);
    CHECK(count_of(SCENE_ALPHA, "intake") == 1 && says(SCENE_ALPHA, "intake", "profile", "woman"));
    CHECK(says(SCENE_ALPHA, "intake", "safe_now", "no") && nobody_stopped());
    end();
}

/* --- a Hello to who knows the visitor --- */

static void put_known_hello(enum flaw flaw, uint64_t ctr, enum wrap_mode mode)
{
    struct hello hello = {.ctr = ctr};
    memcpy(hello.case_nonce, forge_vault.case_nonce, CASE_NONCE_SIZE);
    visitor_case_key(&forge_keys, case_id, 0, hello.case_key);
    forge_begin(&forgery, SCENE_VISITOR, forgery.to, CLASS_ROOM);
    size_t size = put_hello(&forge_keys, flaw, &hello);
    forgery.body.kind = BODY_HELLO;
    forgery.body.content = PART(content, size + (flaw == LEFT_OVER ? 1 : 0));
    content[size] = 0;
    forgery.recipient.mode = (uint8_t)mode;
    make_flaw(flaw);
    forge_put(&forgery);
}

static void a_hello_is_its_visitors(void)
{
    static const enum flaw ignored[] = {OTHER_LOGIN, OTHER_NONCE, OTHER_SESSION, LEFT_OVER, GARBLED};
    forge_stage();
    for (size_t i = 0; i < sizeof ignored / sizeof ignored[0]; i++) {
        forgery.to = SCENE_ALPHA;
        put_known_hello(ignored[i], 90 + i, WRAP_PSK);
        CHECK(count_of(SCENE_ALPHA, "back") == 0 && nobody_stopped());
    }
    put_known_hello(NO_FLAW, 1, WRAP_PSK); /* of an earlier page */
    CHECK(count_of(SCENE_ALPHA, "back") == 0);
    put_known_hello(NO_FLAW, 90, WRAP_PSK);
    CHECK(count_of(SCENE_ALPHA, "back") == 1 && count_of(SCENE_ALPHA, "unreadable") == 0);
    end();
}

/* Rule 9.2: in base mode anybody could have sealed it; only who knows the common secret proves it by saying it. */
static void base_mode_says_the_same_secret(void)
{
    static const enum flaw refused[] = {OTHER_PSK, GARBLED, OTHER_KIND};
    forge_stage();
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        forgery.to = SCENE_ALPHA;
        put_known_hello(refused[i], 90, WRAP_BASE);
        CHECK(count_of(SCENE_ALPHA, "unreadable") == i + 1 && count_of(SCENE_ALPHA, "back") == 0);
    }
    put_known_hello(NO_FLAW, 90, WRAP_BASE);
    CHECK(count_of(SCENE_ALPHA, "back") == 1 && nobody_stopped());
    end();
}

/* --- a newcomer, who knows nobody yet (rule 11.3) --- */

/* BETA is in the room, and nothing honest reaches it. */
static void stage_with_newcomer(void)
{
    stage_with_talk();
    forge_begin_watching();
    new_page();
    go();
    CHECK(say(SCENE_VISITOR, "where the room stands") == OK);
    go();
    forge_holds_back = true;
    forge_add_beta();
    CHECK(say(SCENE_ALPHA, "and now") == OK);
    go();
    CHECK(count_of(SCENE_BETA, "added") == 1 && nobody_stopped());
    event_count = 0;
    forgery.to = SCENE_BETA;
}

/* What a server does that has it in the mailbox: it comes again when the room is known. */
static void put_again(void)
{
    forgery.seq--;
    forge_put(&forgery);
}

static void a_newcomer_believes_a_proof(void)
{
    static const enum flaw flaws[] = {OTHER_LOGIN, OTHER_NONCE, OTHER_SESSION, OTHER_SENDER, LEFT_OVER,
                                      GARBLED,     OTHER_KIND,  OTHER_KEY,     PSK_MODE,     NO_BODY};
    for (size_t i = 0; i < sizeof flaws / sizeof flaws[0]; i++) {
        stage_with_newcomer();
        put_known_hello(flaws[i], 5, WRAP_BASE);
        put_again();
        if (!CHECK(count_of(SCENE_BETA, "visitor") == 0 && count_of(SCENE_BETA, "room") == 0 && nobody_stopped()))
            printf("  flaw %d\n", (int)flaws[i]);
        end();
    }
    stage_with_newcomer();
    put_known_hello(NO_FLAW, 5, WRAP_BASE);
    put_again();
    CHECK(says(SCENE_BETA, "visitor", "confirmed", "false") && nobody_stopped());
    CHECK(say(SCENE_BETA, "good day") == OK);
    end();
}

static void put_briefing_of(enum scene_actor colleague, enum flaw flaw, const uint8_t *visitor, const uint8_t *key)
{
    struct briefing briefing = {.text = PART_TEXT("please help")};
    size_t size = 0;
    memcpy(briefing.visitor_id, visitor, HASH_SIZE);
    memcpy(briefing.case_key, key, sizeof briefing.case_key);
    CHECK(briefing_encode(&briefing, content, sizeof content, &size) == OK);
    forge_begin(&forgery, colleague, SCENE_BETA, CLASS_STAFF);
    forgery.body.kind = BODY_BRIEFING;
    forgery.body.content = PART(content, size);
    make_flaw(flaw);
    forge_put(&forgery);
    put_again();
}

static void put_briefing(enum flaw flaw, const uint8_t *visitor, const uint8_t *key)
{
    put_briefing_of(SCENE_ALPHA, flaw, visitor, key);
}

static void a_newcomer_believes_a_colleague(void)
{
    static const enum flaw flaws[] = {OTHER_SENDER, GARBLED, OTHER_KIND, OTHER_KEY, OTHER_PSK, BASE_MODE, NO_BODY};
    uint8_t key[32];
    for (size_t i = 0; i < sizeof flaws / sizeof flaws[0]; i++) {
        stage_with_newcomer();
        visitor_case_key(&forge_keys, case_id, 0, key);
        put_briefing(flaws[i], forge_keys.visitor_id, key);
        CHECK(count_of(SCENE_BETA, "briefing") == 0 && count_of(SCENE_BETA, "room") == 0 && nobody_stopped());
        end();
    }
    stage_with_newcomer();
    visitor_case_key(&forge_keys, case_id, 0, key);
    put_briefing_of(SCENE_ANNA, NO_FLAW, forge_keys.visitor_id, key); /* is no colleague in this room */
    CHECK(count_of(SCENE_BETA, "room") == 0);
    put_briefing(NO_FLAW, forge_keys.visitor_id, key);
    CHECK(says(SCENE_BETA, "briefing", "text", "please help") && count_of(SCENE_BETA, "visitor") == 0);
    put_known_hello(NO_FLAW, 5, WRAP_BASE);
    CHECK(says(SCENE_BETA, "visitor", "confirmed", "true") && nobody_stopped());
    end();
}

/* Who does not know for certain who the visitor is vouches for nobody, and has no words for a newcomer. */
static void who_is_not_sure_vouches_for_nobody(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_newcomer();
    put_known_hello(NO_FLAW, 5, WRAP_BASE);
    put_again();
    CHECK(says(SCENE_BETA, "visitor", "confirmed", "false"));
    come(SCENE_MENTOR);
    go();
    const uint8_t *mentor = scene.keys.cert_hash[SCENE_MENTOR - SCENE_ALPHA];
    CHECK(add_colleague(client_of(SCENE_BETA), mentor, PART_TEXT("look"), id) == REFUSED);
    CHECK(add_colleague(client_of(SCENE_BETA), mentor, PART_TEXT(""), id) == OK);
    go();
    CHECK(count_of(SCENE_MENTOR, "added") == 1 && scene_waiting(&scene, mentor, false) == 0 && nobody_stopped());
    end();
}

/* A colleague who speaks of another visitor vouches for nobody here. */
static void a_briefing_is_about_this_visitor(void)
{
    uint8_t key[32];
    stage_with_newcomer();
    put_known_hello(NO_FLAW, 5, WRAP_BASE);
    put_again();
    visitor_case_key(&forge_keys, case_id, 0, key);
    put_briefing(NO_FLAW, forge_who(SCENE_ANNA), key);
    CHECK(count_of(SCENE_BETA, "briefing") == 1 && says(SCENE_BETA, "visitor", "confirmed", "false"));
    put_briefing(NO_FLAW, forge_keys.visitor_id, key);
    CHECK(says(SCENE_BETA, "visitor", "confirmed", "true") && nobody_stopped());
    end();
}

/* A first Hello in base mode could be anybody's who knows the name; one that a colleague vouches for replaces it, once. */
static void who_is_vouched_for_comes_first(void)
{
    uint8_t key[32];
    stage_with_newcomer();
    put_known_hello(NO_FLAW, 5, WRAP_BASE);
    put_again();
    put_known_hello(OTHER_PSK, 6, WRAP_BASE);
    CHECK(count_of(SCENE_BETA, "unreadable") == 1);
    visitor_case_key(&forge_keys, case_id, 0, key);
    key[0] ^= 1;
    put_briefing(NO_FLAW, forge_keys.visitor_id, key); /* not that one's key */
    put_known_hello(OTHER_PSK, 6, WRAP_BASE);
    CHECK(count_of(SCENE_BETA, "unreadable") == 2 && says(SCENE_BETA, "visitor", "confirmed", "false"));
    key[0] ^= 1;
    put_briefing(NO_FLAW, forge_keys.visitor_id, key);
    CHECK(says(SCENE_BETA, "visitor", "confirmed", "true"));
    put_known_hello(OTHER_PSK, 6, WRAP_BASE); /* confirmed: nobody takes its place */
    CHECK(count_of(SCENE_BETA, "unreadable") == 3 && nobody_stopped());
    end();
}

/* The first was not the visitor: the one whom a colleague vouches for takes its place, with secrets of its own. */
static void who_is_vouched_for_takes_the_place(void)
{
    uint8_t key[32];
    stage_with_newcomer();
    put_known_hello(NO_FLAW, 5, WRAP_BASE);
    put_again();
    visitor_case_key(&forge_keys, case_id, 0, key);
    key[0] ^= 1;
    put_briefing(NO_FLAW, forge_keys.visitor_id, key);
    CHECK(says(SCENE_BETA, "visitor", "confirmed", "false"));
    put_known_hello(OTHER_SECRETS, 6, WRAP_BASE);
    CHECK(says(SCENE_BETA, "visitor", "confirmed", "true") && count_of(SCENE_BETA, "unreadable") == 0);
    put_known_hello(NO_FLAW, 7, WRAP_BASE); /* and the first is not heard any more */
    CHECK(count_of(SCENE_BETA, "unreadable") == 1 && nobody_stopped());
    end();
}

/* A colleague is known, but the visitor has not said a word to us yet: what names a common secret is nobody's. */
static void nobody_speaks_before_the_introduction(void)
{
    uint8_t key[32];
    stage_with_newcomer();
    visitor_case_key(&forge_keys, case_id, 0, key);
    put_briefing(NO_FLAW, forge_keys.visitor_id, key);
    for (int is_empty = 0; is_empty < 2; is_empty++) {
        event_count = 0;
        forge_begin(&forgery, SCENE_VISITOR, SCENE_BETA, CLASS_ROOM);
        if (is_empty) /* what stands in the place of a secret that is not there */
            memset(forgery.psk, 0, sizeof forgery.psk);
        forge_put(&forgery);
        CHECK(count_of(SCENE_BETA, "unreadable") == 1 && count_of(SCENE_BETA, "message") == 0 && nobody_stopped());
    }
    end();
}

/* The visitor has said no, and yes again: what was said meanwhile was not said to us, so nothing is missing. */
static void a_yes_after_a_no_begins_anew(void)
{
    forge_stage();
    const uint8_t *beta = scene.keys.cert_hash[1];
    CHECK(visitor_consent(client_of(SCENE_VISITOR), beta, false) == OK);
    go();
    CHECK(says(SCENE_BETA, "told", "what", "blocked"));
    forgery.to = SCENE_BETA;
    put_known_hello(LATER, 90, WRAP_PSK); /* number 2 of its stream */
    CHECK(count_of(SCENE_BETA, "back") == 1 && count_of(SCENE_BETA, "unreadable") == 0);
    wait(16);
    wait(16);
    CHECK(count_of(SCENE_BETA, "gap") == 0);
    put_known_hello(LATER, 91, WRAP_PSK); /* the same, and no no before it */
    wait(16);
    wait(16);
    CHECK(says(SCENE_BETA, "gap", "missing", "1") && nobody_stopped());
    end();
}

int main(void)
{
    RUN(an_intake_is_its_visitors);
    RUN(a_hello_is_its_visitors);
    RUN(base_mode_says_the_same_secret);
    RUN(a_newcomer_believes_a_proof);
    RUN(a_newcomer_believes_a_colleague);
    RUN(who_is_not_sure_vouches_for_nobody);
    RUN(a_briefing_is_about_this_visitor);
    RUN(who_is_vouched_for_comes_first);
    RUN(who_is_vouched_for_takes_the_place);
    RUN(nobody_speaks_before_the_introduction);
    RUN(a_yes_after_a_no_begins_anew);
    return check_end();
}
