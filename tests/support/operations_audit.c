/* Operations: the list of acts of rule 21. */
#include "operations_parts.h"
#include "protocol/audit.h"

static enum outcome head(struct call *call)
{
    struct audit_entry entry;
    uint8_t head[HASH_SIZE];
    const uint8_t *previous = call_fixed(call, HASH_SIZE);
    entry.number = call_u64(call);
    entry.day = call_u32(call);
    entry.act = call_u8(call);
    call_copy(call, entry.actor, HASH_SIZE);
    call_copy(call, entry.second, HASH_SIZE);
    call_copy(call, entry.subject, HASH_SIZE);
    if (call->is_wrong || entry.number == 0 || !audit_word(entry.act))
        return REFUSED;
    audit_head(previous, &entry, head);
    call_give(call, head, sizeof head);
    return OK;
}

const struct operation operations_audit[] = {{"audit_head", head}, {NULL, NULL}};
