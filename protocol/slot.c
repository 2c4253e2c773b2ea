#include "slot.h"

void slot_lay(struct fields *fields, struct slot *slot)
{
    fields_octets(fields, slot->id, SLOT_ID_SIZE);
    fields_u32(fields, &slot->start);
    fields_u8_within(fields, &slot->quarters, 1, SLOT_QUARTERS_MAX);
    fields_u8_within(fields, &slot->state, SLOT_OFFERED, SLOT_NO_SHOW);
    fields_octets(fields, slot->cert_hash, HASH_SIZE);
}

bool slot_holds_time(const struct slot *slot)
{
    return slot->state == SLOT_OFFERED || slot->state == SLOT_ACCEPTED;
}

bool slots_overlap(const struct slot *one, const struct slot *other)
{
    return (uint64_t)one->start < (uint64_t)other->start + other->quarters &&
           (uint64_t)other->start < (uint64_t)one->start + one->quarters;
}
