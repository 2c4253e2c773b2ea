/* Does a client take from somebody in the room only what may stand there, whatever that somebody seals? */
#include "check.h"
#include "forge.h"

/* --- what may stand where (rule 11) --- */

/* One good content of each kind; 0 octets: there is none. */
static struct bytes good_content(uint8_t kind, uint8_t *out)
{
    struct appointment appointment = {
        .act = APPOINTMENT_MOVE,
        .count = 1,
        .times = {{.start_min = (SCENE_START_DAY + 2) * UINT64_C(1440), .length_min = 30}},
        .way = WAY_CHAT};
    struct receipt receipt = {.what = RECEIPT_HERE};
    struct briefing briefing = {.text = PART_TEXT("so you know")};
    struct hello_ack ack = {.ctr = 1};
    struct retract retract = {.seq = 0};
    struct block block = {.member = {1}};
    enum outcome outcome = MALFORMED;
    size_t size = 0;
    if (kind == BODY_TEXT || kind == BODY_NOTE)
        return PART_TEXT("some words");
    if (kind == BODY_APPOINTMENT)
        outcome = appointment_encode(&appointment, out, CONTENT_MAX, &size);
    if (kind == BODY_RECEIPT)
        outcome = receipt_encode(&receipt, out, CONTENT_MAX, &size);
    if (kind == BODY_BRIEFING)
        outcome = briefing_encode(&briefing, out, CONTENT_MAX, &size);
    if (kind == BODY_HELLO_ACK)
        outcome = hello_ack_encode(&ack, out, CONTENT_MAX, &size);
    if (kind == BODY_RETRACT)
        outcome = retract_encode(&retract, out, CONTENT_MAX, &size);
    if (kind == BODY_BLOCK)
        outcome = block_encode(&block, out, CONTENT_MAX, &size);
    return (struct bytes){out, outcome == OK ? size : 0};
}

static const struct place {
    enum scene_actor from, to;
    uint8_t class;
    const char *kinds; /* those that may stand there, as letters: 'a' is kind 1 */
} places[] = {
    {SCENE_VISITOR, SCENE_ALPHA, CLASS_ROOM, "abdefj"},
    {SCENE_BETA, SCENE_ALPHA, CLASS_ROOM, "acdef"},
    {SCENE_BETA, SCENE_ALPHA, CLASS_STAFF, "dgm"},
    {SCENE_ALPHA, SCENE_VISITOR, CLASS_ROOM, "acdef"},
};

static void every_kind_in_every_place(void)
{
    static uint8_t out[CONTENT_MAX];
    struct forgery forgery;
    forge_stage();
    for (size_t p = 0; p < sizeof places / sizeof places[0]; p++) {
        for (int kind = BODY_TEXT; kind <= BODY_NOTE; kind++) {
            struct bytes good = good_content((uint8_t)kind, out);
            bool is_allowed = strchr(places[p].kinds, 'a' + kind - 1) != NULL;
            if (good.size == 0)
                continue;
            for (int is_good = 0; is_good < 2; is_good++) {
                size_t before = count_of(places[p].to, "unreadable");
                forge_begin(&forgery, places[p].from, places[p].to, places[p].class);
                forgery.body.kind = (uint8_t)kind;
                forgery.body.content = is_good ? good : (struct bytes){(const uint8_t *)"\xff\xff\xff", 3};
                forge_put(&forgery);
                /* An answer to another page's Hello is of no use, and harms nobody. */
                bool is_read = is_allowed && (is_good || kind == BODY_HELLO_ACK);
                if (!CHECK(count_of(places[p].to, "unreadable") == before + (is_read ? 0 : 1)))
                    printf("  kind %d, place %zu, good %d\n", kind, p, is_good);
                event_count = 0;
            }
        }
    }
    CHECK(nobody_stopped());
    end();
}

static void words_have_a_measure(void)
{
    static uint8_t many[TEXT_CHARACTERS_MAX + 1];
    static const struct bytes texts[] = {{NULL, 0}, {many, sizeof many}, {(const uint8_t *)"\xc3\x28", 2}};
    struct forgery forgery;
    memset(many, 'a', sizeof many);
    forge_stage();
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        forge_begin(&forgery, SCENE_VISITOR, SCENE_ALPHA, CLASS_ROOM);
        forgery.body.content = texts[i];
        forge_put(&forgery);
        CHECK(count_of(SCENE_ALPHA, "unreadable") == i + 1 && count_of(SCENE_ALPHA, "message") == 0);
    }
    forge_begin(&forgery, SCENE_VISITOR, SCENE_ALPHA, CLASS_ROOM);
    forgery.body.content = PART(many, TEXT_CHARACTERS_MAX);
    forge_put(&forgery);
    CHECK(count_of(SCENE_ALPHA, "message") == 1 && nobody_stopped());
    end();
}

/* --- who speaks, to which key --- */

enum flaw {
    NO_FLAW,
    OTHER_PSK,     /* sealed under a secret that is not theirs */
    OTHER_KEY,     /* to a key that nobody has */
    NO_MEMBER,     /* by somebody who is not in the room */
    OWN_NAME,      /* by the reader */
    BEFORE_MEMBER, /* for a room in which BETA was not yet */
    OLD_CLASS,     /* in the class of a case that nobody has claimed */
    STAFF_CLASS,   /* in the class of colleagues */
    BASE_MODE,     /* as if there were no common secret yet */
    NO_BODY,       /* opens to what is no body */
    FLAWS,
};

static void make_flaw(struct forgery *forgery, enum flaw flaw)
{
    static const uint8_t nonsense[64] = {0xff, 0xff};
    if (flaw == OTHER_PSK)
        forgery->psk[0] ^= 1;
    if (flaw == OTHER_KEY)
        forgery->key_id[0] ^= 1;
    if (flaw == OWN_NAME) {
        memcpy(forgery->header.sender, forge_who(forgery->to), HASH_SIZE);
        visitor_psk(&forge_keys, case_id, forgery->header.sender, forgery->psk);
    }
    if (flaw == BEFORE_MEMBER)
        forgery->header.epoch = 1; /* ALPHA alone */
    if (flaw == OLD_CLASS)
        forgery->header.class = CLASS_INTAKE;
    if (flaw == STAFF_CLASS)
        forgery->header.class = CLASS_STAFF;
    if (flaw == BASE_MODE)
        forgery->recipient.mode = WRAP_BASE;
    if (flaw == NO_BODY)
        forgery->raw = PART(nonsense, sizeof nonsense);
}

static void every_flaw_is_seen(void)
{
    static const struct {
        enum scene_actor from, to;
        const char *unreadable; /* by flaw: y, or n: nothing is said of it; s: it is shown */
    } rows[] = {
        {SCENE_VISITOR, SCENE_ALPHA, "syyyyyyyyy"},
        {SCENE_BETA, SCENE_ALPHA, "syyyyyyyyy"},
        {SCENE_ALPHA, SCENE_VISITOR, "synyyyyyyy"}, /* a key of an earlier page: its sender wraps it again */
    };
    struct forgery forgery;
    forge_stage();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (enum flaw flaw = NO_FLAW; flaw < FLAWS; flaw++) {
            if (flaw == BEFORE_MEMBER && rows[i].from != SCENE_BETA)
                continue;
            forge_begin(&forgery, flaw == NO_MEMBER ? SCENE_ANNA : rows[i].from, rows[i].to, CLASS_ROOM);
            make_flaw(&forgery, flaw);
            forge_put(&forgery);
            char was = count_of(rows[i].to, "message") > 0 ? 's' : count_of(rows[i].to, "unreadable") > 0 ? 'y' : 'n';
            if (!CHECK(was == rows[i].unreadable[flaw]))
                printf("  row %zu, flaw %d: %c\n", i, (int)flaw, was);
            CHECK(nobody_stopped());
            event_count = 0;
        }
    }
    end();
}

/* --- which case --- */

/* Of a case that is none of ours nothing is opened; an intake that comes after its case was claimed is let go. */
static void other_cases_are_not_opened(void)
{
    struct forgery forgery;
    forge_stage();
    forge_begin(&forgery, SCENE_ALPHA, SCENE_VISITOR, CLASS_ROOM);
    forgery.header.case_id[0] ^= 1;
    forge_put(&forgery);
    CHECK(count_of(SCENE_VISITOR, "unreadable") == 1);
    forge_begin(&forgery, SCENE_VISITOR, SCENE_ALPHA, CLASS_ROOM);
    forgery.header.case_id[0] ^= 1;
    forge_put(&forgery);
    CHECK(count_of(SCENE_ALPHA, "unreadable") == 0);
    forge_begin(&forgery, SCENE_VISITOR, SCENE_ALPHA, CLASS_INTAKE);
    forgery.header.epoch = 0;
    forgery.recipient.mode = WRAP_BASE;
    forge_put(&forgery);
    CHECK(event_count == 1 && nobody_stopped());
    end();
}

int main(void)
{
    RUN(every_kind_in_every_place);
    RUN(words_have_a_measure);
    RUN(every_flaw_is_seen);
    RUN(other_cases_are_not_opened);
    return check_end();
}
