#include "deletion.h"

#include <string.h>

#include "fields.h"

static void lay_deletion_receipt(struct fields *fields, struct deletion_receipt *receipt)
{
    fields_octets(fields, receipt->mailbox, MAILBOX_SIZE);
    fields_u32(fields, &receipt->day);
}

FIELDS_DECODER_AND_ENCODER(deletion_receipt)

enum outcome deletion_sign(const struct deletion_receipt *receipt, const struct roster *roster,
                           const struct service_entry *service, const uint8_t seed_sign[SIGN_SEED_SIZE],
                           uint8_t out[DELETION_SIZE])
{
    uint8_t body[MAILBOX_SIZE + 4];
    size_t size;
    invariant(deletion_receipt_encode(receipt, body, sizeof body, &size) == OK);
    struct statement statement = {.type = STATEMENT_TYPE_DELETION, .body = {body, size}};
    TRY(statement_sign(&statement, roster->deployment_id, service->service_hash, seed_sign));
    return statement_encode(&statement, out, DELETION_SIZE, &size);
}

enum outcome deletion_check(const struct roster *roster, struct bytes octets, struct deletion_receipt *receipt)
{
    struct statement statement;
    TRY(statement_decode(&statement, octets));
    if (statement.type != STATEMENT_TYPE_DELETION)
        return MALFORMED;
    TRY(deletion_receipt_decode(receipt, statement.body));
    if (statement.signature_count != 1)
        return REFUSED;
    const struct service_entry *service = roster_service(roster, statement.signatures[0].signer, receipt->day);
    return service == NULL ? REFUSED : statement_verify(&statement, 0, roster->deployment_id, service->pk_sign);
}

/* --- as text --- */

static const char digits[] = "0123456789abcdef";

void deletion_write(const uint8_t statement[DELETION_SIZE], char text[DELETION_TEXT_SIZE])
{
    text[0] = '0' + UDVEJ_VERSION;
    text[1] = '.';
    for (size_t i = 0; i < DELETION_SIZE; i++) {
        text[2 + 2 * i] = digits[statement[i] >> 4];
        text[3 + 2 * i] = digits[statement[i] & 15];
    }
}

static bool is_between(uint8_t octet)
{
    return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
}

/* The value of a digit, or 16. */
static uint8_t value_of(char digit)
{
    uint8_t value = 0;
    while (value < 16 && digits[value] != digit)
        value++;
    return value;
}

enum outcome deletion_read(struct bytes text, uint8_t statement[DELETION_SIZE])
{
    char tidy[DELETION_TEXT_SIZE];
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (is_between(text.data[i]))
            continue;
        if (size == sizeof tidy)
            return MALFORMED;
        tidy[size++] = (char)text.data[i];
    }
    if (size != sizeof tidy || tidy[0] != '0' + UDVEJ_VERSION || tidy[1] != '.')
        return MALFORMED;
    for (size_t i = 0; i < DELETION_SIZE; i++) {
        uint8_t high = value_of(tidy[2 + 2 * i]), low = value_of(tidy[3 + 2 * i]);
        if (high == 16 || low == 16)
            return MALFORMED;
        statement[i] = (uint8_t)(high << 4 | low);
    }
    return OK;
}
