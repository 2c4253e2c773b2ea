#include "operations_parts.h"

#include <string.h>

static const uint8_t nothing[ENVELOPE_MAX];

struct bytes call_octets(struct call *call)
{
    size_t size = reader_u32(&call->fields);
    struct bytes octets = reader_take(&call->fields, size);
    if (call->fields.has_failed)
        call->is_wrong = true;
    return octets;
}

const uint8_t *call_fixed(struct call *call, size_t size)
{
    struct bytes octets = call_octets(call);
    if (octets.size == size && size > 0)
        return octets.data;
    call->is_wrong = true;
    return nothing;
}

void call_copy(struct call *call, uint8_t *out, size_t size)
{
    memcpy(out, call_fixed(call, size), size);
}

uint64_t call_number(struct call *call, uint64_t max)
{
    const uint8_t *octets = call_fixed(call, 8);
    uint64_t value = 0;
    for (size_t i = 0; i < 8; i++)
        value = value << 8 | octets[i];
    if (value <= max)
        return value;
    call->is_wrong = true;
    return 0;
}

uint8_t call_u8(struct call *call)
{
    return (uint8_t)call_number(call, UINT8_MAX);
}

uint32_t call_u32(struct call *call)
{
    return (uint32_t)call_number(call, UINT32_MAX);
}

uint64_t call_u64(struct call *call)
{
    return call_number(call, UINT64_MAX);
}

bool call_has_more(const struct call *call)
{
    return !call->is_wrong && call->fields.left > 0;
}

void call_give(struct call *call, const void *octets, size_t size)
{
    writer_u32(&call->answer, (uint32_t)size);
    writer_put(&call->answer, octets, size);
}

void call_give_bytes(struct call *call, struct bytes octets)
{
    call_give(call, octets.data, octets.size);
}

void call_give_number(struct call *call, uint64_t value)
{
    writer_u32(&call->answer, 8);
    writer_u64(&call->answer, value);
}

static const struct operation *find(struct bytes name)
{
    static const struct operation *const all[] = {operations_keys, operations_statements, operations_envelope,
                                                  operations_body, operations_puzzle,     operations_audit};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        for (const struct operation *one = all[i]; one->name != NULL; one++)
            if (strlen(one->name) == name.size && memcmp(one->name, name.data, name.size) == 0)
                return one;
    return NULL;
}

enum outcome operation_run(struct bytes frame, void *out, size_t max, size_t *size)
{
    struct call call = {.is_wrong = false};
    *size = 0;
    reader_open(&call.fields, frame.data, frame.size);
    writer_open(&call.answer, out, max);
    const struct operation *operation = find(reader_opaque8(&call.fields, 1, UINT8_MAX));
    if (operation == NULL)
        return BROKEN;
    enum outcome outcome = operation->run(&call);
    if (call.is_wrong)
        return BROKEN;
    TRY(outcome);
    return reader_finish(&call.fields) == OK && writer_finish(&call.answer, size) == OK ? OK : BROKEN;
}
