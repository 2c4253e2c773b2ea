/* Does a receipt of deletion hold for one mailbox, one day, one certified key and one programme only, and is its text as strict as its octets? */
#include "programme.h"
#include "protocol/deletion.h"

static struct programme programme;
static const struct service_entry *service;
static const struct deletion_receipt usual = {{1, 2, 3}, NOW_DAY};

static void sign(const struct deletion_receipt *receipt, uint8_t out[DELETION_SIZE])
{
    CHECK(deletion_sign(receipt, &programme.roster, service, programme.service.seed, out) == OK);
}

static enum outcome check(const uint8_t *statement, size_t size)
{
    struct deletion_receipt receipt;
    return deletion_check(&programme.roster, PART(statement, size), &receipt);
}

static void what_is_signed_is_what_is_read(void)
{
    uint8_t octets[DELETION_SIZE];
    struct deletion_receipt receipt;
    sign(&usual, octets);
    CHECK(deletion_check(&programme.roster, PART(octets, sizeof octets), &receipt) == OK);
    CHECK_SAME(receipt.mailbox, usual.mailbox, MAILBOX_SIZE);
    CHECK(receipt.day == NOW_DAY);
}

static void nothing_of_it_can_be_changed(void)
{
    uint8_t octets[DELETION_SIZE + 1] = {0};
    sign(&usual, octets);
    for (size_t at = 0; at < DELETION_SIZE; at++)
        for (unsigned bit = 0; bit < 8; bit++) {
            octets[at] ^= (uint8_t)(1U << bit);
            CHECK(check(octets, DELETION_SIZE) != OK);
            octets[at] ^= (uint8_t)(1U << bit);
        }
    for (size_t size = 0; size <= sizeof octets; size++)
        CHECK((check(octets, size) == OK) == (size == DELETION_SIZE));
}

static void the_key_counts_on_that_day(void)
{
    static const struct {
        uint32_t day;
        enum outcome outcome;
    } days[] = {{0, REFUSED},        {NOW_DAY - 11, REFUSED},  {NOW_DAY - 10, OK},
                {NOW_DAY + 300, OK}, {NOW_DAY + 301, REFUSED}, {UINT32_MAX, REFUSED}};
    uint8_t octets[DELETION_SIZE];
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        struct deletion_receipt receipt = usual;
        receipt.day = days[i].day;
        sign(&receipt, octets);
        CHECK(check(octets, sizeof octets) == days[i].outcome);
    }
}

/* By a colleague, by nobody, by two, in another programme; and what is no receipt at all. */
static void who_else_says_so_does_not_count(void)
{
    uint8_t body[MAILBOX_SIZE + 4];
    size_t size;
    struct encoded encoded;
    struct roster *other = malloc(sizeof *other);
    CHECK(deletion_receipt_encode(&usual, body, sizeof body, &size) == OK);
    struct statement statement = statement_of(STATEMENT_TYPE_DELETION, body, size);
    statement_put(&statement, &encoded);
    CHECK(check(encoded.octets, encoded.size) == REFUSED);
    signed_by(&programme, &statement, SUPERVISOR_A);
    statement_put(&statement, &encoded);
    CHECK(check(encoded.octets, encoded.size) == REFUSED);
    CHECK(statement_sign(&statement, programme.deployment_id, service->service_hash, programme.service.seed) == OK);
    statement_put(&statement, &encoded);
    CHECK(check(encoded.octets, encoded.size) == REFUSED);
    statement = statement_of(STATEMENT_TYPE_DELETION, body, size);
    CHECK(statement_sign(&statement, programme.deployment_id, service->service_hash, programme.service.seed) == OK);
    signed_by(&programme, &statement, SUPERVISOR_A); /* nothing unchecked rides along */
    statement_put(&statement, &encoded);
    CHECK(check(encoded.octets, encoded.size) == REFUSED);
    statement = statement_of(STATEMENT_TYPE_DELETION, body, size - 1);
    CHECK(statement_sign(&statement, programme.deployment_id, service->service_hash, programme.service.seed) == OK);
    statement_put(&statement, &encoded);
    CHECK(check(encoded.octets, encoded.size) == MALFORMED);
    CHECK(check(programme.service_cert.octets, programme.service_cert.size) == MALFORMED);
    if (CHECK(other != NULL)) {
        *other = programme.roster;
        other->deployment_id[0] ^= 1;
        uint8_t octets[DELETION_SIZE];
        CHECK(deletion_sign(&usual, other, service, programme.service.seed, octets) == OK);
        CHECK(check(octets, sizeof octets) == REFUSED);
        other->service_count = 0; /* the programme has certified no key */
        sign(&usual, octets);
        struct deletion_receipt receipt;
        CHECK(deletion_check(other, PART(octets, sizeof octets), &receipt) == REFUSED);
    }
    free(other);
}

/* --- as text --- */

static enum outcome read_text(const char *text, size_t size, uint8_t octets[DELETION_SIZE])
{
    return deletion_read(PART((const uint8_t *)text, size), octets);
}

static void text_is_read_as_it_was_written(void)
{
    uint8_t octets[DELETION_SIZE], again[DELETION_SIZE];
    char text[DELETION_TEXT_SIZE + 1], torn[2 * DELETION_TEXT_SIZE];
    sign(&usual, octets);
    deletion_write(octets, text);
    CHECK(memcmp(text, "1.0a0014010203", 14) == 0);
    CHECK(read_text(text, DELETION_TEXT_SIZE, again) == OK);
    CHECK_SAME(octets, again, sizeof octets);
    for (size_t i = 0; i < DELETION_TEXT_SIZE; i++) { /* as a letter folds it, and worse */
        torn[2 * i] = text[i];
        torn[2 * i + 1] = " \t\r\n"[i % 4];
    }
    memset(again, 0, sizeof again);
    CHECK(read_text(torn, sizeof torn, again) == OK);
    CHECK_SAME(octets, again, sizeof octets);
}

static void other_text_is_none(void)
{
    uint8_t octets[DELETION_SIZE];
    char text[DELETION_TEXT_SIZE + 1];
    sign(&usual, octets);
    deletion_write(octets, text);
    text[DELETION_TEXT_SIZE] = '0';
    CHECK(read_text(text, DELETION_TEXT_SIZE + 1, octets) == MALFORMED);
    for (size_t size = 0; size < DELETION_TEXT_SIZE; size++)
        CHECK(read_text(text, size, octets) == MALFORMED);
    for (size_t at = 0; at < DELETION_TEXT_SIZE; at++) {
        static const char wrong[] = "g/:A`-";
        char right = text[at];
        for (size_t i = 0; i < sizeof wrong; i++) { /* its last zero too */
            text[at] = wrong[i];
            CHECK(read_text(text, DELETION_TEXT_SIZE, octets) == MALFORMED);
        }
        text[at] = right;
    }
    text[0] = '2';
    CHECK(read_text(text, DELETION_TEXT_SIZE, octets) == MALFORMED);
}

int main(void)
{
    CHECK(sodium_init() >= 0);
    programme_open(&programme);
    service = roster_service_of(&programme.roster, programme.service.pk, NOW_DAY);
    if (!CHECK(service != NULL))
        return check_end();
    RUN(what_is_signed_is_what_is_read);
    RUN(nothing_of_it_can_be_changed);
    RUN(the_key_counts_on_that_day);
    RUN(who_else_says_so_does_not_count);
    RUN(text_is_read_as_it_was_written);
    RUN(other_text_is_none);
    return check_end();
}
