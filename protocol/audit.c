#include "audit.h"

#include <string.h>

#include "hash.h"

static const char *const words[AUDIT_ACT_MAX + 1] = {
    [AUDIT_CLAIM] = "claim",       [AUDIT_ADD] = "add",         [AUDIT_TAKEOVER] = "takeover",
    [AUDIT_REMOVE] = "remove",     [AUDIT_CLOSE] = "close",     [AUDIT_REOPEN] = "reopen",
    [AUDIT_HANDOVER] = "handover", [AUDIT_PROPOSE] = "propose", [AUDIT_DECLINE] = "decline",
    [AUDIT_ESCALATE] = "escalate", [AUDIT_REST] = "rest",       [AUDIT_SETTLE] = "settle",
    [AUDIT_END] = "end",           [AUDIT_LIFT] = "lift",
};

void audit_lay(struct fields *fields, struct audit_entry *entry)
{
    fields_u64(fields, &entry->number);
    fields_check(fields, entry->number > 0);
    fields_u32(fields, &entry->day);
    fields_u8_within(fields, &entry->act, AUDIT_CLAIM, AUDIT_ACT_MAX);
    fields_octets(fields, entry->actor, HASH_SIZE);
    fields_octets(fields, entry->second, HASH_SIZE);
    fields_octets(fields, entry->subject, HASH_SIZE);
}

void audit_head(const uint8_t previous[HASH_SIZE], const struct audit_entry *entry, uint8_t head[HASH_SIZE])
{
    uint8_t octets[AUDIT_ENTRY_SIZE];
    struct audit_entry laid = *entry;
    struct writer writer;
    writer_open(&writer, octets, sizeof octets);
    audit_lay(&(struct fields){NULL, &writer}, &laid);
    invariant(!writer.has_failed);
    hash_labelled("udvej/1/audit", PARTS(PART(previous, HASH_SIZE), PART(octets, sizeof octets)), head);
}

const char *audit_word(uint8_t act)
{
    return act <= AUDIT_ACT_MAX ? words[act] : NULL;
}

uint8_t audit_act_of(const char *word)
{
    for (unsigned act = AUDIT_CLAIM; act <= AUDIT_ACT_MAX; act++)
        if (strcmp(words[act], word) == 0)
            return (uint8_t)act;
    return 0;
}

bool audit_is_nobody(const uint8_t who[HASH_SIZE])
{
    static const uint8_t nobody[HASH_SIZE];
    return memcmp(who, nobody, HASH_SIZE) == 0;
}
