/* Writes the seeds of tests/fuzz/corpus from real encodings of a small programme and one small conversation.
 *
 *     cmake --preset fuzz && cmake --build --preset fuzz --target corpus
 *
 * 70-fuzz fails where a seed that it writes is missing or is not what is written today, and for a message that it cannot write. */
#include <sys/stat.h>

#include "../unit/programme.h"
#include "protocol/body.h"
#include "protocol/cell.h"
#include "protocol/deletion.h"
#include "protocol/envelope.h"
#include "protocol/merkle.h"
#include "protocol/message.h"
#include "protocol/phrase.h"
#include "protocol/puzzle.h"
#include "protocol/room.h"
#include "protocol/vault.h"
#include "protocol/writer.h"

static const char *corpus;
static uint8_t out[MESSAGE_MAX];
static size_t size;

/* `choice` is put in front when it is not negative: how fuzz_body chooses its decoder. */
static void put(const char *target, const char *name, int choice, struct bytes data)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", corpus, target);
    (void)mkdir(path, 0755);
    snprintf(path, sizeof path, "%s/%s/%s", corpus, target, name);
    FILE *file = fopen(path, "wb");
    if (!CHECK(file != NULL) || file == NULL)
        return;
    if (choice >= 0)
        CHECK(fputc(choice, file) == choice);
    CHECK(fwrite(data.data, 1, data.size, file) == data.size);
    CHECK(fclose(file) == 0);
}

static void room_event(const struct programme *programme, const char *name, const struct room_event *event,
                       size_t signatures)
{
    struct encoded encoded;
    CHECK(room_event_encode(event, out, sizeof out, &size) == OK);
    struct statement statement = statement_of(STATEMENT_TYPE_ROOM_EVENT, out, size);
    for (size_t i = 0; i < signatures; i++)
        signed_by(programme, &statement, COUNSELLOR_A + i);
    statement_put(&statement, &encoded);
    put("fuzz_statement", name, -1, bytes_of(&encoded));
}

static void deletion(const struct programme *programme)
{
    struct deletion_receipt receipt = {.mailbox = {1, 2, 3}, .day = NOW_DAY};
    uint8_t octets[DELETION_SIZE];
    char text[DELETION_TEXT_SIZE];
    CHECK(deletion_sign(&receipt, &programme->roster, &programme->roster.services[0], programme->service.seed,
                        octets) == OK);
    put("fuzz_statement", "deletion", -1, PART(octets, sizeof octets));
    deletion_write(octets, text);
    put("fuzz_statement", "deletion_text", -1, PART((const uint8_t *)text, sizeof text));
}

static void statements(const struct programme *programme)
{
    struct room_event event = {.epoch = 1, .type = ROOM_CLAIM, .role = ROLE_COUNSELLOR, .day = NOW_DAY};
    struct encoded after;
    put("fuzz_statement", "root_set", -1, bytes_of(&programme->root_set));
    put("fuzz_statement", "cert_supervisor", -1, bytes_of(&programme->staff[SUPERVISOR_A].cert));
    put("fuzz_statement", "cert_counsellor", -1, bytes_of(&programme->staff[COUNSELLOR_A].cert));
    put("fuzz_statement", "snapshot", -1, bytes_of(&programme->snapshot));
    snapshot_make_after(programme, 2, NOW_MIN, SUPERVISOR_B, PART(programme->staff[0].cert_hash, HASH_SIZE), &after);
    put("fuzz_statement", "snapshot_after", -1, bytes_of(&after));
    put("fuzz_statement", "receive_key", -1, bytes_of(&programme->staff[COUNSELLOR_A].receive_key));
    put("fuzz_statement", "service_cert", -1, bytes_of(&programme->service_cert));
    deletion(programme);
    room_event(programme, "room_event", &event, 1);
    event.type = ROOM_HANDOVER;
    room_event(programme, "room_event_handover", &event, 2);
    event.type = ROOM_ADD;
    event.until_day = NOW_DAY + 7;
    room_event(programme, "room_event_until", &event, 1);
}

static void envelopes(const struct programme *programme)
{
    struct header header = {.class = CLASS_ROOM};
    struct seal_recipient recipients[2] = {{.mode = WRAP_BASE}, {.mode = WRAP_PSK}};
    uint8_t randomness[32 + 2 * KEM_ENC_SEED_SIZE];
    check_fill(randomness, sizeof randomness, 1);
    for (size_t i = 0; i < 2; i++) {
        memcpy(recipients[i].recipient, programme->staff[i].cert_hash, HASH_SIZE);
        recipients[i].pk = programme->staff[i].kem_pk;
        recipients[i].psk = programme->staff[i].id.seed;
    }
    for (size_t count = 1; count <= 2; count++) {
        CHECK(envelope_seal(&header, PART_TEXT("x"), programme->deployment_id, recipients, count, randomness, out,
                            sizeof out, &size, NULL) == OK);
        put("fuzz_envelope", count == 1 ? "one_wrap" : "two_wraps", -1, PART(out, size));
    }
}

static void bodies(const struct programme *programme)
{
    uint8_t bucket = 0;
    const uint8_t *pk = programme->staff[0].kem_pk;
    struct body body = {
        .kind = BODY_TEXT, .seq = 1, .sent_min = NOW_MIN, .seen_count = 1, .content = PART_TEXT("hello")};
    CHECK(body_encode(&body, out, sizeof out, &size, &bucket) == OK);
    memset(out + size, 0, 9);
    put("fuzz_body", "body", 0, PART(out, size + 9));
    body.next_key = pk;
    CHECK(body_encode(&body, out, sizeof out, &size, &bucket) == OK);
    put("fuzz_body", "body_next_key", 0, PART(out, size));
    struct hello hello = {.ctr = 1, .live_pk = pk, .off_gen = 1, .off_pk = pk, .lang = PART_TEXT("da")};
    CHECK(hello_encode(&hello, out, sizeof out, &size) == OK);
    put("fuzz_body", "hello", 1, PART(out, size));
    struct form form = {.lang = PART_TEXT("ar"), .profile = 1, .safe_now = 1, .topic = 1, .text = PART_TEXT("hello")};
    CHECK(form_encode(&form, out, sizeof out, &size) == OK);
    put("fuzz_body", "form", 2, PART(out, size));
    struct hello_ack ack = {.ctr = 1};
    CHECK(hello_ack_encode(&ack, out, sizeof out, &size) == OK);
    put("fuzz_body", "hello_ack", 3, PART(out, size));
    struct receipt receipt = {.what = RECEIPT_SHOWN, .msg_ids = PART(programme->deployment_id, 2 * MSG_ID_SIZE)};
    CHECK(receipt_encode(&receipt, out, sizeof out, &size) == OK);
    put("fuzz_body", "receipt", 4, PART(out, size));
    struct appointment appointment = {.act = APPOINTMENT_OFFER,
                                      .count = 1,
                                      .times = {{.start_min = 15, .length_min = 30}},
                                      .way = WAY_PHONE,
                                      .place = PART_TEXT("by phone")};
    CHECK(appointment_encode(&appointment, out, sizeof out, &size) == OK);
    put("fuzz_body", "appointment", 5, PART(out, size));
    appointment.count = 2;
    appointment.times[1] = (struct appointment_time){.start_min = 60, .length_min = 15};
    CHECK(appointment_encode(&appointment, out, sizeof out, &size) == OK);
    put("fuzz_body", "appointment_of_two", 5, PART(out, size));
    struct briefing briefing = {.visitor_id = {1}, .case_key = {2}, .text = PART_TEXT("caf\xc3\xa9")};
    CHECK(briefing_encode(&briefing, out, sizeof out, &size) == OK);
    put("fuzz_body", "briefing", 6, PART(out, size));
    struct block block = {.member = {3}};
    CHECK(block_encode(&block, out, sizeof out, &size) == OK);
    put("fuzz_body", "block", 7, PART(out, size));
    struct retract retract = {.msg_id = {4}, .session = {5}, .seq = 6};
    CHECK(retract_encode(&retract, out, sizeof out, &size) == OK);
    put("fuzz_body", "retract", 8, PART(out, size));
}

/* Where a message of ones alone would not be one. */
static void fill(struct message *message)
{
    static uint8_t filler[VAULT_SIZE];
    memset(filler, 1, sizeof filler);
    struct bytes vault = PART(filler, VAULT_SIZE);
    struct bytes rest = PART(filler, 3);
    switch (message->code) {
    case MESSAGE_CHALLENGE:
        message->as.challenge.puzzle.d1 = PUZZLE_D1_MIN;
        break;
    case MESSAGE_OPEN_CASE:
        message->as.open_case.puzzle.d1 = PUZZLE_D1_MIN;
        message->as.open_case.vault = vault;
        message->as.open_case.intake = rest;
        break;
    case MESSAGE_SEND:
    case MESSAGE_PUT_EVENT:
    case MESSAGE_PUT_RECEIVE_KEY:
    case MESSAGE_STATEMENT:
    case MESSAGE_EVENT:
    case MESSAGE_PROPOSE:
    case MESSAGE_PROPOSAL:
        message->as.send.envelope = rest;
        break;
    case MESSAGE_ENVELOPE:
        message->as.envelope.envelope = rest;
        break;
    case MESSAGE_REWRAP:
        message->as.rewrap.wrap = PART(filler, WRAP_SIZE);
        break;
    case MESSAGE_LIVE_KEYS:
        message->as.live_keys.key_ids = PART(filler, KEY_ID_SIZE);
        break;
    case MESSAGE_PUT_VAULT:
        message->as.put_vault.vault = vault;
        break;
    case MESSAGE_SET_CASE:
        message->as.set_case.state = CASE_ESCALATED;
        break;
    case MESSAGE_QUEUE_CARD:
        message->as.queue_card.state = CASE_ESCALATED;
        break;
    case MESSAGE_COUNT:
        for (size_t kind = 0; kind < COUNTED_KINDS; kind++)
            message->as.count.figures[kind] = (uint32_t)kind * COUNT_STEP;
        break;
    case MESSAGE_KEEP:
        message->as.keep.envelope = rest;
        break;
    case MESSAGE_DELETION:
        message->as.deletion.statement = PART(filler, DELETION_SIZE);
        break;
    case MESSAGE_ARCHIVED:
        message->as.archived.envelope = rest;
        break;
    case MESSAGE_VISITOR_OK:
        message->as.visitor_ok.vault = vault;
        message->as.visitor_ok.salts = PART(filler, 2 * SHRED_SALT_SIZE);
        break;
    case MESSAGE_ERROR:
        message->as.error.detail = rest;
        break;
    case MESSAGE_DOOR:
        message->as.door.phone = PART_TEXT("00000000");
        message->as.door.hours = PART_TEXT("10-16");
        message->as.door.name_count = 1;
        message->as.door.names[0] = (struct door_name){PART_TEXT("da"), PART_TEXT("name"), PART_TEXT("text")};
        break;
    default:
        break;
    }
}

static void messages(void)
{
    static const uint8_t codes[] = {
#define MESSAGE(name, code, who, body_max) (code),
#include "protocol/messages.def"
#undef MESSAGE
    };
    for (size_t i = 0; i < sizeof codes; i++) {
        struct message message;
        memset(&message, 1, sizeof message);
        message.code = (enum message_code)codes[i];
        fill(&message);
        if (CHECK(message_encode(&message, out, sizeof out, &size) == OK && message_decode(&message, out, size) == OK))
            put("fuzz_message", message_name(codes[i]), -1, PART(out, size));
        else
            printf("  %s has no seed: give it its values in fill\n", message_name(codes[i]));
    }
}

static void puzzles(void)
{
    static const uint8_t key[PUZZLE_KEY_SIZE] = {1};
    struct puzzle puzzle = {0};
    puzzle_encode(&puzzle, out);
    put("fuzz_puzzle", "calm", -1, PART(out, PUZZLE_SIZE));
    puzzle_make(key, 5914141, PUZZLE_D1_MIN, 0, &puzzle);
    puzzle_encode(&puzzle, out);
    put("fuzz_puzzle", "first", -1, PART(out, PUZZLE_SIZE));
    puzzle_make(key, 5914141, PUZZLE_D1_MAX, PUZZLE_D2_MAX, &puzzle);
    puzzle_encode(&puzzle, out);
    memset(out + PUZZLE_SIZE, 7, DH_SIZE);
    put("fuzz_puzzle", "both", -1, PART(out, PUZZLE_SIZE + DH_SIZE));
}

static void codes_and_vaults(void)
{
    static const uint8_t secret[SECRET_SIZE] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    static const uint8_t empty_vault[8] = {1};
    char digits[CODE_DIGITS];
    phrase_to_digits(secret, digits);
    put("fuzz_phrase", "digits", -1, PART((const uint8_t *)digits, CODE_DIGITS));
    put("fuzz_phrase", "grouped", -1, PART_TEXT("00185917 08106338-01114567"));
    put("fuzz_phrase", "arabic", -1,
        PART_TEXT("\xd9\xa0\xd9\xa0\xd9\xa1\xd9\xa8\xd9\xa5\xd9\xa9\xd9\xa1\xd9\xa7 08106338 01114567"));
    for (int list = 0; list < WORD_LISTS; list++) {
        char words[PHRASE_TEXT_MAX];
        size = phrase_to_words(secret, (enum word_list)list, words);
        put("fuzz_phrase", list == WORDS_DA ? "danish" : "english", -1, PART((const uint8_t *)words, size));
    }
    put("fuzz_phrase", "sloppy", -1,
        PART_TEXT("\xef\xbb\xbf"
                  "ABSU-\xc4\xb0,a\xcc\x8a"
                  "bne O\xcc\x88 \xc2\xad\xef\xac\x81"));
    put("fuzz_vault", "empty", -1, PART(empty_vault, sizeof empty_vault));
    uint8_t plain[8 + 1 + 16 + 4 + 32 + 8 + 4 + 32 + 8 + 32 + 1 + 2 + 1 + 1 + 33 + 1 + 48] = {0};
    plain[145] = 2;                   /* lang_size */
    plain[149] = 1;                   /* one pinned */
    plain[149 + 33] = 1;              /* its answer */
    plain[sizeof plain - 1 - 48] = 1; /* one mark */
    put("fuzz_vault", "full", -1, PART(plain, sizeof plain));
}

/* Two proofs in a tree of three leaves, laid as fuzz_merkle reads them. */
static void proofs(void)
{
    uint8_t leaves[3][HASH_SIZE];
    uint8_t pair[HASH_SIZE];
    uint8_t root[HASH_SIZE];
    check_fill(leaves, sizeof leaves, 2);
    merkle_node(leaves[0], leaves[1], pair);
    merkle_root(leaves[0], 3, root);
    struct writer writer;
    writer_open(&writer, out, sizeof out);
    writer_put(&writer, "\1\2\1\3\1\2", 6);
    writer_put(&writer, pair, HASH_SIZE);
    writer_put(&writer, root, HASH_SIZE);
    writer_put(&writer, leaves[2], HASH_SIZE);
    size_t start = 6 + 3 * HASH_SIZE;
    writer_put(&writer, pair, HASH_SIZE);
    CHECK(writer_finish(&writer, &size) == OK && size == start + HASH_SIZE);
    put("fuzz_merkle", "inclusion", -1, PART(out, size));
    memcpy(out + start, leaves[2], HASH_SIZE);
    put("fuzz_merkle", "consistency", -1, PART(out, size));
}

/* One cell with two small messages, one large message over several cells, and a server's drop of it. */
static void cells(void)
{
    static uint8_t run[4 * CELL_SIZE];
    static uint8_t large[3 * CELL_PAYLOAD - 3] = {MESSAGE_SEND};
    static const uint8_t done[5] = {MESSAGE_DONE, 0, 0, 0, 1};
    struct cell_maker maker = {0};
    cell_begin(&maker, run);
    CHECK(cell_put(&maker, PART(done, sizeof done)) && cell_put(&maker, PART(done, sizeof done)));
    cell_end(&maker);
    put("fuzz_cell", "small", 0, PART(run, CELL_SIZE));
    for (size_t i = 0; i < 3; i++) {
        cell_begin(&maker, run + i * CELL_SIZE);
        CHECK(cell_put(&maker, PART(large, sizeof large)) == (i == 2));
        cell_end(&maker);
    }
    put("fuzz_cell", "large", 0, PART(run, 3 * CELL_SIZE));
    maker.is_anew = true;
    cell_begin(&maker, run + 2 * CELL_SIZE);
    CHECK(cell_put(&maker, PART(done, sizeof done)));
    cell_end(&maker);
    put("fuzz_cell", "dropped", 1, PART(run, 3 * CELL_SIZE));
    put("fuzz_cell", "empty", 0, PART(run + 3 * CELL_SIZE, CELL_SIZE));
}

int main(int argc, char **argv)
{
    static struct programme programme;
    if (argc != 2 || sodium_init() < 0) {
        fprintf(stderr, "usage: make_corpus FOLDER\n");
        return 2;
    }
    corpus = argv[1];
    programme_open(&programme);
    statements(&programme);
    envelopes(&programme);
    bodies(&programme);
    messages();
    puzzles();
    codes_and_vaults();
    proofs();
    cells();
    return check_end();
}
