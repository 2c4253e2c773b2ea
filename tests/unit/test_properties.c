/* What holds for every decoder and everything that is signed or sealed, whatever octets come: a decoder accepts only what its encoder
 * writes, octet for octet, and nothing shorter or longer; nothing that was signed or sealed survives a flipped bit or another's part.
 * Inputs are the seeds of tests/fuzz/corpus, mutated from fixed seeds. The fuzzer asks the same without an end; this asks in seconds. */
#include <dirent.h>

#include "programme.h"

#include "protocol/body.h"
#include "protocol/envelope.h"
#include "protocol/message.h"
#include "protocol/phrase.h"
#include "protocol/room.h"
#include "protocol/vault.h"
#include "protocol/writer.h"

enum { MUTATIONS = 400, RANDOMS = 2000, RANDOM_MAX = 200 };

static uint8_t again[MESSAGE_MAX];

/* --- decoders: accept, and write again --- */

/* Gives how much of the input the decoder read, and the same amount of `again`. */
typedef enum outcome recode(struct bytes data, size_t *used, size_t *written);

#define RECODE(noun)                                                                                                   \
    static enum outcome recode_##noun(struct bytes data, size_t *used, size_t *written)                                \
    {                                                                                                                  \
        struct noun value;                                                                                             \
        *used = data.size;                                                                                             \
        TRY(noun##_decode(&value, data));                                                                              \
        CHECK(noun##_encode(&value, again, sizeof again, written) == OK);                                              \
        return OK;                                                                                                     \
    }

RECODE(statement)
RECODE(root_set)
RECODE(staff_cert)
RECODE(snapshot)
RECODE(receive_key)
RECODE(room_event)
RECODE(form)
RECODE(hello_ack)
RECODE(receipt)
RECODE(appointment)

static enum outcome recode_message(struct bytes data, size_t *used, size_t *written)
{
    struct message message;
    *used = data.size;
    TRY(message_decode(&message, data.data, data.size));
    CHECK(message_encode(&message, again, sizeof again, written) == OK);
    return OK;
}

static enum outcome recode_hello(struct bytes data, size_t *used, size_t *written)
{
    struct hello hello;
    TRY(hello_decode(&hello, data, used));
    CHECK(hello_encode(&hello, again, sizeof again, written) == OK);
    return OK;
}

/* What a body does not fill is zeros. */
static enum outcome recode_body(struct bytes data, size_t *used, size_t *written)
{
    struct body body;
    uint8_t bucket = 0;
    *used = data.size;
    if (data.size > BUCKET_2)
        return MALFORMED;
    TRY(body_decode(&body, data));
    CHECK(body_encode(&body, again, sizeof again, written, &bucket) == OK);
    memset(again + *written, 0, data.size - *written);
    *written = data.size;
    return OK;
}

static enum outcome recode_envelope(struct bytes data, size_t *used, size_t *written)
{
    struct envelope envelope;
    struct writer writer;
    *used = data.size;
    TRY(envelope_decode(&envelope, data));
    writer_open(&writer, again, sizeof again);
    uint8_t header[HEADER_SIZE];
    header_encode(&envelope.header, header);
    writer_put(&writer, header, sizeof header);
    writer_put(&writer, envelope.commit, HASH_SIZE);
    writer_opaque16(&writer, envelope.wraps);
    writer_opaque16(&writer, envelope.body);
    return writer_finish(&writer, written);
}

static enum outcome recode_wrap(struct bytes data, size_t *used, size_t *written)
{
    struct wrap wrap;
    struct writer writer;
    *used = data.size;
    TRY(wrap_decode(&wrap, data));
    writer_open(&writer, again, sizeof again);
    writer_put(&writer, wrap.recipient, HASH_SIZE);
    writer_put(&writer, wrap.key_id, KEY_ID_SIZE);
    writer_u8(&writer, wrap.mode);
    writer_put(&writer, wrap.enc, KEM_ENC_SIZE);
    writer_put(&writer, wrap.ct, WRAP_CT_SIZE);
    return writer_finish(&writer, written);
}

static enum outcome recode_shred_salt(struct bytes data, size_t *used, size_t *written)
{
    struct shred_salt salt;
    *used = data.size;
    if (data.size != SHRED_SALT_SIZE)
        return MALFORMED;
    TRY(shred_salt_decode(&salt, data.data));
    shred_salt_encode(&salt, again);
    *written = SHRED_SALT_SIZE;
    return OK;
}

/* People type codes in many ways: here it is the secret that must come back. */
static enum outcome recode_phrase(struct bytes data, size_t *used, size_t *written)
{
    uint8_t secret[SECRET_SIZE];
    uint8_t second[SECRET_SIZE];
    char digits[CODE_DIGITS];
    *used = 0;
    *written = 0;
    TRY(phrase_from_input(data, secret));
    phrase_to_digits(secret, digits);
    CHECK(phrase_from_input(PART((const uint8_t *)digits, CODE_DIGITS), second) == OK);
    CHECK_SAME(second, secret, SECRET_SIZE);
    return OK;
}

/* Decoders of one kind of octets; `ends` says that nothing may be left out or added. */
static const struct decoder {
    const char *name;
    recode *recode;
    bool ends;
} decoders[] = {
    {"envelope", recode_envelope, true},
    {"wrap", recode_wrap, true},
    {"statement", recode_statement, true},
    {"root_set", recode_root_set, true},
    {"staff_cert", recode_staff_cert, true},
    {"snapshot", recode_snapshot, true},
    {"receive_key", recode_receive_key, true},
    {"room_event", recode_room_event, true},
    {"shred_salt", recode_shred_salt, true},
    {"appointment", recode_appointment, true},
    {"hello_ack", recode_hello_ack, true},
    {"form", recode_form, false}, /* the text is the rest */
    {"receipt", recode_receipt, false},
    {"message", recode_message, false}, /* so may its last field be */
    {"body", recode_body, false},       /* padding */
    {"hello", recode_hello, false},     /* the intake's form follows */
    {"phrase", recode_phrase, false},   /* separators */
};
enum { DECODERS = sizeof decoders / sizeof decoders[0] };

/* True if it was accepted. */
static bool try_one(const struct decoder *decoder, struct bytes data)
{
    size_t used = 0;
    size_t written = 0;
    if (decoder->recode(data, &used, &written) != OK)
        return false;
    CHECK(written == used);
    if (written == used && used <= data.size)
        CHECK_SAME(again, data.data, used);
    return true;
}

/* --- inputs --- */

struct input {
    uint8_t octets[MESSAGE_MAX];
    size_t size;
};

static uint64_t below(uint64_t *random, uint64_t limit)
{
    return check_random(random) % limit;
}

static void mutate_once(struct input *input, uint64_t *random)
{
    size_t at = input->size == 0 ? 0 : (size_t)below(random, input->size);
    size_t run = input->size - at == 0 ? 0 : (size_t)below(random, input->size - at < 64 ? input->size - at : 64);
    switch (below(random, 7)) {
    case 0:
        input->octets[at] ^= (uint8_t)(1U << below(random, 8));
        break;
    case 1:
        input->octets[at] = (uint8_t)(below(random, 2) == 0 ? 0 : UINT8_MAX);
        break;
    case 2:
        input->octets[at] = (uint8_t)check_random(random);
        break;
    case 3: /* one more or one less, where a count may be */
        input->octets[at] = (uint8_t)(input->octets[at] + (below(random, 2) == 0 ? 1 : UINT8_MAX));
        break;
    case 4: /* a run left out */
        memmove(input->octets + at, input->octets + at + run, input->size - at - run);
        input->size -= run;
        break;
    case 5: /* a run twice */
        if (input->size + run <= sizeof input->octets) {
            memmove(input->octets + at + run, input->octets + at, input->size - at);
            input->size += run;
        }
        break;
    default:
        input->size = at;
    }
}

static void mutate(const struct decoder *decoder, struct bytes good, uint64_t seed)
{
    static struct input input;
    uint64_t random = seed;
    for (size_t i = 0; i < MUTATIONS; i++) {
        memcpy(input.octets, good.data, good.size);
        input.size = good.size;
        for (uint64_t count = 1 + below(&random, 3); count > 0; count--)
            mutate_once(&input, &random);
        try_one(decoder, (struct bytes){input.octets, input.size});
    }
}

/* Every strict prefix and every one more octet. The input stands at the end of a block of its own, for the address sanitizer. */
static void cut_and_lengthen(const struct decoder *decoder, struct bytes good)
{
    uint8_t *exact = malloc(good.size + 1);
    size_t accepted = 0;
    memcpy(exact + 1, good.data, good.size);
    for (size_t size = 0; size < good.size; size++) {
        memmove(exact + 1 + good.size - size, good.data, size);
        accepted += try_one(decoder, (struct bytes){exact + 1 + good.size - size, size}) ? 1 : 0;
    }
    memcpy(exact, good.data, good.size);
    for (unsigned last = 0; last <= UINT8_MAX; last++) {
        exact[good.size] = (uint8_t)last;
        accepted += try_one(decoder, (struct bytes){exact, good.size + 1}) ? 1 : 0;
    }
    free(exact);
    CHECK(!decoder->ends || accepted == 0);
}

static size_t seeds_accepted[DECODERS];

/* One good input, put to every decoder: most refuse it, and it is a mutation of what they accept. */
static void try_seed(struct bytes seed, uint64_t number)
{
    for (size_t i = 0; i < DECODERS; i++) {
        if (!try_one(&decoders[i], seed))
            continue;
        seeds_accepted[i]++;
        mutate(&decoders[i], seed, number);
        if (seeds_accepted[i] <= 8)
            cut_and_lengthen(&decoders[i], seed);
    }
}

static void try_parts(struct bytes seed, uint64_t number)
{
    struct statement statement;
    struct envelope envelope;
    static uint8_t salt[SHRED_SALT_SIZE] = {1};
    try_seed(seed, number);
    if (seed.size > 1) /* fuzz_body's first octet chooses its decoder */
        try_seed((struct bytes){seed.data + 1, seed.size - 1}, number);
    if (statement_decode(&statement, seed) == OK)
        try_seed(statement.body, number);
    if (envelope_decode(&envelope, seed) == OK)
        try_seed(PART(envelope.wraps.data, WRAP_SIZE), number);
    if (number == 0)
        try_seed(PART(salt, sizeof salt), number);
}

static void every_seed_of(const char *folder, uint64_t *number)
{
    static struct input input;
    DIR *listing = opendir(folder);
    const struct dirent *entry = NULL;
    if (!CHECK(listing != NULL) || listing == NULL)
        return;
    while ((entry = readdir(listing)) != NULL) {
        char path[4096 + sizeof entry->d_name];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        FILE *file = fopen(path, "rb");
        if (!CHECK(file != NULL) || file == NULL)
            continue;
        input.size = fread(input.octets, 1, sizeof input.octets, file);
        CHECK(fclose(file) == 0);
        try_parts(PART(input.octets, input.size), (*number)++);
    }
    CHECK(closedir(listing) == 0);
}

static void what_is_accepted_is_what_is_written(void)
{
    static const char *const kinds[] = {"body", "envelope", "message", "phrase", "statement"};
    uint64_t number = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        char folder[4096];
        snprintf(folder, sizeof folder, "%s/tests/fuzz/corpus/fuzz_%s", UDVEJ_SOURCE_DIR, kinds[i]);
        every_seed_of(folder, &number);
    }
    for (size_t i = 0; i < DECODERS; i++)
        check_one(seeds_accepted[i] > 0, decoders[i].name, __FILE__, __LINE__);
}

static void random_octets(void)
{
    static uint8_t octets[RANDOM_MAX];
    uint64_t random = 5;
    for (size_t i = 0; i < RANDOMS; i++) {
        size_t size = (size_t)below(&random, RANDOM_MAX);
        check_fill(octets, size, check_random(&random));
        for (size_t at = 0; at < DECODERS; at++)
            try_one(&decoders[at], PART(octets, size));
    }
}

/* --- what is signed --- */

static struct programme programme;

/* A roster that knows all but the statement in question. */
static void roster_before(struct roster *roster, const struct encoded *until)
{
    const struct encoded *order[STAFF_COUNT + 2] = {&programme.root_set};
    for (size_t i = 0; i < STAFF_COUNT; i++)
        order[1 + i] = &programme.staff[i].cert;
    order[STAFF_COUNT + 1] = &programme.snapshot;
    roster_open(roster, programme.deployment_id);
    for (size_t i = 0; i < sizeof order / sizeof order[0] && order[i] != until; i++)
        CHECK(roster_add(roster, bytes_of(order[i]), NOW_MIN) == OK);
}

static void statements_survive_no_flipped_bit(void)
{
    static struct roster before;
    static struct roster roster;
    struct encoded *const signed_ones[] = {&programme.root_set, &programme.staff[SUPERVISOR_A].cert,
                                           &programme.staff[COUNSELLOR_A].cert, &programme.snapshot,
                                           &programme.staff[COUNSELLOR_A].receive_key};
    for (size_t i = 0; i < sizeof signed_ones / sizeof signed_ones[0]; i++) {
        struct encoded *encoded = signed_ones[i];
        size_t accepted = 0;
        roster_before(&before, encoded);
        for (size_t bit = 0; bit<encoded->size * 8; bit += encoded->size> 600 ? 7 : 1) {
            encoded->octets[bit / 8] ^= (uint8_t)(1U << bit % 8);
            roster = before;
            accepted += roster_add(&roster, bytes_of(encoded), NOW_MIN) == OK ? 1 : 0;
            encoded->octets[bit / 8] ^= (uint8_t)(1U << bit % 8);
        }
        CHECK(accepted == 0);
        roster = before;
        CHECK(roster_add(&roster, bytes_of(encoded), NOW_MIN) == OK);
    }
}

/* --- logins --- */

static struct login_transcript transcript_of(uint8_t fields[5][32], struct bytes host)
{
    return (struct login_transcript){.host = host,
                                     .deployment_id = fields[0],
                                     .epk = fields[1],
                                     .nonce_s = fields[2],
                                     .who = fields[3],
                                     .nonce_c = fields[4]};
}

/* Every bit of everything that a login says is under both MACs and under the signature; so is the name of the host. */
static void logins_survive_no_flipped_bit(void)
{
    uint8_t fields[5][32];
    uint8_t host[11] = "example.org";
    uint8_t esk[DH_SIZE] = {7};
    uint8_t good[2][MAC_SIZE];
    uint8_t signature[SIGNATURE_SIZE];
    uint8_t macs[2][MAC_SIZE];
    size_t accepted = 0;
    struct key_pair staff = sign_pair_of(6);
    check_fill(fields, sizeof fields, 8);
    struct login_transcript transcript = transcript_of(fields, PART(host, sizeof host));
    uint8_t other[DH_SIZE];
    login_epk(other, (const uint8_t[DH_SIZE]){9});
    CHECK(login_visitor_macs(&transcript, esk, other, good[0], good[1]) == OK);
    CHECK(login_staff_sign(&transcript, staff.seed, signature) == OK);
    for (size_t bit = 0; bit < (sizeof fields + sizeof host) * 8; bit++) {
        uint8_t *octet = bit / 8 < sizeof fields ? &fields[0][0] + bit / 8 : host + (bit / 8 - sizeof fields);
        *octet ^= (uint8_t)(1U << bit % 8);
        CHECK(login_visitor_macs(&transcript, esk, other, macs[0], macs[1]) == OK);
        accepted += login_equal(macs[0], good[0]) || login_equal(macs[1], good[1]) ? 1 : 0;
        accepted += login_staff_verify(&transcript, staff.pk, signature) == OK ? 1 : 0;
        *octet ^= (uint8_t)(1U << bit % 8);
    }
    for (size_t bit = 0; bit < sizeof signature * 8; bit++) {
        signature[bit / 8] ^= (uint8_t)(1U << bit % 8);
        accepted += login_staff_verify(&transcript, staff.pk, signature) == OK ? 1 : 0;
        signature[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
    CHECK(accepted == 0);
    CHECK(login_staff_verify(&transcript, staff.pk, signature) == OK);
}

/* --- what is sealed to the visitor --- */

static void vaults_and_salts_survive_no_flipped_bit(void)
{
    static struct vault vault;
    static struct vault read;
    static uint8_t sealed[VAULT_SIZE];
    struct visitor_keys keys;
    struct shred_salt salt;
    uint8_t octets[SHRED_SALT_SIZE];
    uint8_t opened[SALT_SIZE];
    size_t accepted = 0;
    check_fill(&keys, sizeof keys, 10);
    vault_seal(&keys, &vault, (const uint8_t[XNONCE_SIZE]){1}, sealed);
    for (size_t bit = 0; bit < sizeof sealed * 8; bit += bit < 8 * 40 ? 1 : 3) {
        sealed[bit / 8] ^= (uint8_t)(1U << bit % 8);
        accepted += vault_open(&keys, sealed, &read) == OK ? 1 : 0;
        sealed[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
    CHECK(vault_open(&keys, sealed, &read) == OK);
    visitor_salt_seal(&keys, 1, 7, programme.deployment_id, (const uint8_t[XNONCE_SIZE]){2}, &salt);
    shred_salt_encode(&salt, octets);
    for (size_t bit = 0; bit < sizeof octets * 8; bit++) {
        octets[bit / 8] ^= (uint8_t)(1U << bit % 8);
        accepted += shred_salt_decode(&salt, octets) == OK && visitor_salt_open(&keys, &salt, opened) == OK ? 1 : 0;
        octets[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
    CHECK(accepted == 0);
    CHECK(shred_salt_decode(&salt, octets) == OK && visitor_salt_open(&keys, &salt, opened) == OK);
}

/* --- envelopes of several recipients; test_envelope has flipped bits and parts swapped between envelopes of one --- */

enum { PEOPLE = 3 };

struct sealed {
    uint8_t octets[ENVELOPE_MAX];
    size_t size;
};

static void seal_to_staff(struct sealed *sealed, uint64_t seed)
{
    struct seal_recipient recipients[PEOPLE];
    uint8_t randomness[32 + PEOPLE * KEM_ENC_SEED_SIZE];
    struct header header = {.class = CLASS_ROOM, .epoch = 1};
    check_fill(randomness, sizeof randomness, seed);
    check_fill(header.msg_id, MSG_ID_SIZE, seed);
    for (size_t i = 0; i < PEOPLE; i++) {
        recipients[i] = (struct seal_recipient){.pk = programme.staff[i].kem_pk, .mode = WRAP_BASE};
        memcpy(recipients[i].recipient, programme.staff[i].cert_hash, HASH_SIZE);
    }
    CHECK(envelope_seal(&header, PART_TEXT("x"), programme.deployment_id, recipients, PEOPLE, randomness,
                        sealed->octets, sizeof sealed->octets, &sealed->size, NULL) == OK);
}

static bool opens(const struct sealed *sealed, size_t index, size_t person)
{
    static uint8_t body[BUCKET_2];
    struct envelope envelope;
    uint8_t aux[PSK_SIZE];
    uint8_t link[HASH_SIZE];
    struct open_key key = {.seed = programme.staff[person].kem_seed, .pk = programme.staff[person].kem_pk};
    memcpy(key.recipient, programme.staff[person].cert_hash, HASH_SIZE);
    return envelope_decode(&envelope, PART(sealed->octets, sealed->size)) == OK &&
           envelope_open(&envelope, index, programme.deployment_id, &key, body, sizeof body, aux, link) == OK;
}

static uint8_t *wrap_of(struct sealed *sealed, size_t index)
{
    return sealed->octets + HEADER_SIZE + HASH_SIZE + 2 + index * WRAP_SIZE;
}

/* Only the owner opens a wrap; a wrap of another envelope, and its parts, open nothing; the order of wraps is free. */
static void wraps_do_not_swap(void)
{
    static struct sealed a;
    static struct sealed b;
    static struct sealed mixed;
    static const struct {
        size_t at;
        size_t size;
    } parts[] = {{0, WRAP_SIZE},
                 {HASH_SIZE + KEY_ID_SIZE + 1, KEM_ENC_SIZE},
                 {HASH_SIZE + KEY_ID_SIZE + 1 + KEM_ENC_SIZE, WRAP_CT_SIZE}};
    seal_to_staff(&a, 1);
    seal_to_staff(&b, 2);
    for (size_t i = 0; i < PEOPLE; i++)
        for (size_t person = 0; person < PEOPLE; person++)
            CHECK(opens(&a, i, person) == (i == person));
    for (size_t i = 0; i < PEOPLE; i++)
        for (size_t part = 0; part < 3; part++) {
            memcpy(&mixed, &a, sizeof a);
            memcpy(wrap_of(&mixed, i) + parts[part].at, wrap_of(&b, i) + parts[part].at, parts[part].size);
            CHECK(!opens(&mixed, i, i));
            CHECK(opens(&mixed, (i + 1) % PEOPLE, (i + 1) % PEOPLE)); /* the others read on */
            memcpy(&mixed, &a, sizeof a);
            memcpy(wrap_of(&mixed, i) + parts[part].at, wrap_of(&a, (i + 1) % PEOPLE) + parts[part].at,
                   parts[part].size);
            CHECK(!opens(&mixed, i, i)); /* nor anybody else's of the same envelope */
        }
    memcpy(&mixed, &a, sizeof a);
    memcpy(wrap_of(&mixed, 0), wrap_of(&a, 1), WRAP_SIZE);
    memcpy(wrap_of(&mixed, 1), wrap_of(&a, 0), WRAP_SIZE);
    CHECK(opens(&mixed, 0, 1) && opens(&mixed, 1, 0));
}

int main(void)
{
    if (sodium_init() < 0)
        return 1;
    programme_open(&programme);
    RUN(what_is_accepted_is_what_is_written);
    RUN(random_octets);
    RUN(statements_survive_no_flipped_bit);
    RUN(logins_survive_no_flipped_bit);
    RUN(vaults_and_salts_survive_no_flipped_bit);
    RUN(wraps_do_not_swap);
    return check_end();
}
