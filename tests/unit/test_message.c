/* Does every message of messages.def have a strict layout of the size that the table says, and do decoder and encoder agree? */
#include <stdlib.h>

#include "check.h"
#include "protocol/message.h"

static uint8_t filler[MESSAGE_MAX];

static struct bytes run_of(size_t size)
{
    return (struct bytes){filler, size};
}

/* A message with every field filled and every vector at its largest (`is_large`) or smallest. */
static void fill(struct message *message, enum message_code code, bool is_large)
{
    static const uint8_t salts[SALTS_MAX * SHRED_SALT_SIZE];
    static uint8_t good_salts[sizeof salts];
    for (size_t i = 0; i < SALTS_MAX; i++)
        good_salts[i * SHRED_SALT_SIZE] = (uint8_t)(1 + i % 2);
    memset(message, 0x01, sizeof *message); /* 1 lies in every enumeration */
    message->code = code;
    message->tag = 0x01020304;
    size_t rest = is_large ? message_body_max((uint8_t)code) : 1;
    switch (code) {
    case MESSAGE_CHALLENGE:
        message->as.challenge.puzzle.d1 = PUZZLE_D1_MIN;
        break;
    case MESSAGE_OPEN_CASE:
        message->as.open_case.puzzle.d1 = PUZZLE_D1_MIN;
        message->as.open_case.vault = run_of(VAULT_SIZE);
        message->as.open_case.intake = run_of(is_large ? ENVELOPE_MAX : 1);
        break;
    case MESSAGE_SEND:
        message->as.send.envelope = run_of(is_large ? ENVELOPE_MAX : 1);
        break;
    case MESSAGE_REWRAP:
        message->as.rewrap.wrap = run_of(WRAP_SIZE);
        break;
    case MESSAGE_LIVE_KEYS:
        message->as.live_keys.key_ids = run_of(is_large ? LIVE_KEYS_MAX * KEY_ID_SIZE : 0);
        break;
    case MESSAGE_PUT_VAULT:
        message->as.put_vault.vault = run_of(VAULT_SIZE);
        break;
    case MESSAGE_PUT_EVENT:
    case MESSAGE_PUT_RECEIVE_KEY:
    case MESSAGE_STATEMENT:
    case MESSAGE_EVENT:
    case MESSAGE_PROPOSE:
    case MESSAGE_PROPOSAL:
        message->as.put_event.statement = run_of(is_large ? rest - 4 : 1);
        break;
    case MESSAGE_VISITOR_OK:
        message->as.visitor_ok.vault = run_of(VAULT_SIZE);
        message->as.visitor_ok.salts = (struct bytes){good_salts, is_large ? sizeof good_salts : 0};
        break;
    case MESSAGE_ERROR:
        message->as.error.detail = run_of(is_large ? ERROR_DETAIL_MAX : 0);
        break;
    case MESSAGE_DOOR:
        message->as.door.phone = run_of(is_large ? 32 : 0);
        message->as.door.hours = run_of(is_large ? 255 : 0);
        message->as.door.name_count = is_large ? DOOR_NAMES_MAX : 0;
        for (size_t i = 0; i < DOOR_NAMES_MAX; i++)
            message->as.door.names[i] =
                (struct door_name){run_of(LANG_MAX), run_of(NAME_MAX_SIZE), run_of(is_large ? DOOR_TEXT_MAX : 0)};
        break;
    case MESSAGE_QUEUE_CARD:
        message->as.queue_card.state = CASE_ESCALATED;
        break;
    case MESSAGE_SET_CASE:
        message->as.set_case.state = CASE_ESCALATED;
        break;
    case MESSAGE_COUNT:
        for (size_t i = 0; i < COUNTED_KINDS; i++)
            message->as.count.figures[i] = is_large ? UINT32_MAX : (uint32_t)i * COUNT_STEP; /* both whole steps */
        break;
    case MESSAGE_KEEP:
        message->as.keep.envelope = run_of(is_large ? SLIM_MAX : 0);
        break;
    case MESSAGE_ARCHIVED:
        message->as.archived.envelope = run_of(is_large ? SLIM_MAX : 1);
        break;
    case MESSAGE_DELETION:
        message->as.deletion.statement = run_of(DELETION_SIZE);
        break;
    case MESSAGE_ENVELOPE:
        message->as.envelope.envelope = run_of(is_large ? ENVELOPE_MAX : 1);
        break;
    default:
        break;
    }
}

static uint8_t encoded[MESSAGE_MAX];
static uint8_t again[MESSAGE_MAX];

/* Decodes and writes again; true: rejected, or the same octets. */
static bool is_strict(const uint8_t *data, size_t size, bool *is_accepted)
{
    struct message message;
    size_t written = 0;
    *is_accepted = message_decode(&message, data, size) == OK;
    if (!*is_accepted)
        return true;
    return message_encode(&message, again, sizeof again, &written) == OK && written == size &&
           memcmp(again, data, size) == 0;
}

static void round_trip(enum message_code code, bool is_large)
{
    struct message message;
    size_t size = 0;
    bool is_accepted = false;
    fill(&message, code, is_large);
    if (!CHECK(message_encode(&message, encoded, sizeof encoded, &size) == OK))
        return;
    if (is_large)
        CHECK(size == 1 + message_body_max((uint8_t)code)); /* the table says exactly the largest */
    CHECK(encoded[0] == code);
    CHECK(is_strict(encoded, size, &is_accepted) && is_accepted);
    CHECK(message_encode(&message, encoded, size - 1, &(size_t){0}) == FULL);

    /* What is cut or lengthened is refused, unless the last field takes all that remains. */
    bool has_rest = code == MESSAGE_OPEN_CASE || code == MESSAGE_SEND || code == MESSAGE_PUT_EVENT ||
                    code == MESSAGE_PUT_RECEIVE_KEY || code == MESSAGE_STATEMENT || code == MESSAGE_EVENT ||
                    code == MESSAGE_ENVELOPE || code == MESSAGE_PROPOSE || code == MESSAGE_PROPOSAL ||
                    code == MESSAGE_KEEP || code == MESSAGE_ARCHIVED;
    uint8_t *exact = malloc(size + 1); /* so that the sanitizer sees one octet too far */
    size_t accepted = 0;
    size_t step = size > 9000 ? 97 : 1;
    memcpy(exact, encoded, size);
    exact[size] = 0;
    for (size_t cut = 0; cut < size; cut += step) {
        CHECK(is_strict(exact, cut, &is_accepted));
        accepted += is_accepted ? 1 : 0;
    }
    CHECK(has_rest || accepted == 0);
    CHECK(is_strict(exact, size + 1, &is_accepted));
    CHECK(is_accepted == (has_rest && !is_large));
    free(exact);
}

static const uint8_t codes[] = {
#define MESSAGE(name, code, who, body_max) (code),
#include "protocol/messages.def"
#undef MESSAGE
};

static void every_message_round_trips(void)
{
    memset(filler, 'a', sizeof filler);
    for (size_t i = 0; i < sizeof codes; i++) {
        round_trip((enum message_code)codes[i], false);
        round_trip((enum message_code)codes[i], true);
    }
}

/* Any octet changed: rejected, or the same octets come out again. */
static void mutations_are_strict(void)
{
    for (size_t i = 0; i < sizeof codes; i++) {
        struct message message;
        size_t size = 0;
        bool is_accepted = false;
        fill(&message, (enum message_code)codes[i], codes[i] == MESSAGE_DOOR || codes[i] == MESSAGE_VISITOR_OK);
        CHECK(message_encode(&message, encoded, sizeof encoded, &size) == OK);
        size_t wrong = 0;
        for (size_t at = 0; at < size; at++)
            for (unsigned bit = 0; bit < 8; bit++) {
                encoded[at] ^= (uint8_t)(1U << bit);
                wrong += is_strict(encoded, size, &is_accepted) ? 0 : 1;
                encoded[at] ^= (uint8_t)(1U << bit);
            }
        CHECK(wrong == 0);
    }
}

static void the_table_is_the_access_rule(void)
{
    CHECK(message_who(MESSAGE_VISITOR_LOGIN) == WHO_STRANGER);
    CHECK(message_who(MESSAGE_OPEN_CASE) == WHO_PROVED);
    CHECK(message_who(MESSAGE_REWRAP) == WHO_STAFF);
    CHECK(message_who(MESSAGE_GET_DOORS) == WHO_ANYONE);
    CHECK(strcmp(message_name(MESSAGE_ACK), "ACK") == 0);
    size_t known = 0;
    for (unsigned code = 0; code <= UINT8_MAX; code++) {
        bool exists = message_name((uint8_t)code) != NULL;
        known += exists ? 1 : 0;
        CHECK(exists == (message_who((uint8_t)code) != 0));
        CHECK(exists == (message_body_max((uint8_t)code) != 0));
        CHECK(message_body_max((uint8_t)code) < MESSAGE_MAX);
        /* the server's codes have the high bit, the clients' have not */
        CHECK(!exists || ((message_who((uint8_t)code) == WHO_SERVER) == (code >= 0x80)));
        if (!exists) {
            struct message message;
            uint8_t data[8] = {(uint8_t)code};
            CHECK(message_decode(&message, data, sizeof data) == MALFORMED);
        }
    }
    CHECK(known == sizeof codes);
    struct message message;
    CHECK(message_decode(&message, NULL, 0) == MALFORMED);
}

/* Numbers outside their enumeration. */
static void numbers_have_bounds(void)
{
    static const struct {
        enum message_code code;
        size_t at;
        uint8_t least;
        uint8_t most;
    } bounds[] = {
        {MESSAGE_OPEN_CASE, 1 + 4 + 1 + 4, PUZZLE_D1_MIN, PUZZLE_D1_MAX}, /* d2 is not zero, so d1 is not either */
        {MESSAGE_OPEN_CASE, 1 + 4 + 1 + 5, 0, PUZZLE_D2_MAX},
        {MESSAGE_OPEN_CASE, 1 + 4 + 1 + PUZZLE_SIZE + 16, SALT_OFFLINE, SALT_ARCHIVE},
        {MESSAGE_CHALLENGE, 1 + 32 + 32 + 32 + 4 + 4, PUZZLE_D1_MIN, PUZZLE_D1_MAX},
        {MESSAGE_CHALLENGE, 1 + 32 + 32 + 32 + 4 + 5, 0, PUZZLE_D2_MAX},
        {MESSAGE_PUT_SALT, 5, SALT_OFFLINE, SALT_ARCHIVE},
        {MESSAGE_DELETE_SALT, 5, SALT_OFFLINE, SALT_ARCHIVE},
        {MESSAGE_SET_PRESENCE, 5, PRESENCE_AWAY, PRESENCE_PAUSED},
        {MESSAGE_PUT_SLOT, 5 + 20, 1, SLOT_QUARTERS_MAX},
        {MESSAGE_SLOT, 5 + 21, SLOT_OFFERED, SLOT_NO_SHOW},
        {MESSAGE_VISITOR_OK, 1 + 32 + 16 + 2, BAND_NONE, BAND_MANY},
        {MESSAGE_VISITOR_OK, 1 + 32 + 16 + 7 + 2 + VAULT_SIZE + 2 + SHRED_SALT_SIZE, SALT_OFFLINE, SALT_ARCHIVE},
        {MESSAGE_ERROR, 5, ERROR_MALFORMED, ERROR_UNAVAILABLE},
        {MESSAGE_DOOR, 6, 0, 1},
        {MESSAGE_QUEUE_CARD, 5 + 17, CASE_ESCALATED, CASE_ESCALATED},    /* with a reason */
        {MESSAGE_QUEUE_CARD, 5 + 18, ESCALATION_ASKED, ESCALATION_GONE}, /* what is not escalated has no reason */
        {MESSAGE_SET_CASE, 5 + 16, CASE_ESCALATED, CASE_ESCALATED},
        {MESSAGE_SET_CASE, 5 + 17, ESCALATION_ASKED, ESCALATION_UNANSWERED},
        {MESSAGE_PROPOSAL_OVER, 1 + 16, PROPOSAL_DECLINED, PROPOSAL_TOO_OLD},
        {MESSAGE_PRESENCE, 1 + 32, PRESENCE_AWAY, PRESENCE_PAUSED},
        {MESSAGE_CASE_STATE, 2, BAND_NONE, BAND_MANY},
    };
    for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
        struct message message;
        size_t size = 0;
        fill(&message, bounds[i].code, bounds[i].code == MESSAGE_VISITOR_OK);
        CHECK(message_encode(&message, encoded, sizeof encoded, &size) == OK);
        for (unsigned value = 0; value <= UINT8_MAX; value++) {
            encoded[bounds[i].at] = (uint8_t)value;
            bool is_good = value >= bounds[i].least && value <= bounds[i].most;
            CHECK((message_decode(&message, encoded, size) == OK) == is_good);
        }
    }
}

/* What has no reason: any state but one that the room or the visitor makes, and no number beyond them. */
static void states_are_those_that_there_are(void)
{
    for (unsigned state = 0; state <= UINT8_MAX; state++) {
        struct message card = {.code = MESSAGE_QUEUE_CARD, .as.queue_card.state = (uint8_t)state};
        struct message set = {.code = MESSAGE_SET_CASE, .as.set_case.state = (uint8_t)state};
        struct message told = {.code = MESSAGE_CASE_STATE, .as.case_state.state = (uint8_t)state}, ok;
        bool is_one = state >= CASE_WAITING && state <= CASE_ENDED && state != CASE_ESCALATED;
        bool is_set = is_one && state != CASE_WAITING && state != CASE_BURNT && state != CASE_HANDED_OVER &&
                      state != CASE_RETURNED;
        bool is_told = (state >= CASE_WAITING && state <= CASE_CLOSED) || state == CASE_ENDED;
        size_t size = 0;
        fill(&ok, MESSAGE_VISITOR_OK, false);
        ok.as.visitor_ok.state = (uint8_t)state;
        CHECK((message_encode(&told, encoded, sizeof encoded, &size) == OK) == is_told);
        CHECK((message_encode(&ok, encoded, sizeof encoded, &size) == OK) == is_told);
        CHECK((message_encode(&card, encoded, sizeof encoded, &size) == OK) == is_one);
        CHECK((message_encode(&set, encoded, sizeof encoded, &size) == OK) == is_set);
    }
}

/* A writer does not put out what a reader would refuse. */
static void encoding_keeps_the_rules_too(void)
{
    struct message message;
    size_t size = 0;
    fill(&message, MESSAGE_SET_PRESENCE, false);
    message.as.set_presence.presence = 3;
    CHECK(message_encode(&message, encoded, sizeof encoded, &size) == FULL);
    fill(&message, MESSAGE_DOOR, true);
    message.as.door.name_count = DOOR_NAMES_MAX + 1;
    CHECK(message_encode(&message, encoded, sizeof encoded, &size) == FULL);
    fill(&message, MESSAGE_SEND, true);
    message.as.send.envelope.size = ENVELOPE_MAX + 1;
    CHECK(message_encode(&message, encoded, sizeof encoded, &size) == FULL);
    fill(&message, MESSAGE_LIVE_KEYS, true);
    message.as.live_keys.key_ids.size = 7;
    CHECK(message_encode(&message, encoded, sizeof encoded, &size) == FULL);
    fill(&message, MESSAGE_VISITOR_OK, true);
    message.as.visitor_ok.salts.size = 2 * SHRED_SALT_SIZE + 1; /* two salts and an octet */
    CHECK(message_encode(&message, encoded, sizeof encoded, &size) == FULL);
}

int main(void)
{
    RUN(every_message_round_trips);
    RUN(mutations_are_strict);
    RUN(the_table_is_the_access_rule);
    RUN(numbers_have_bounds);
    RUN(states_are_those_that_there_are);
    RUN(encoding_keeps_the_rules_too);
    return check_end();
}
