/* A door as visitors see it: what it is called, whether it is open, when that changes, which telephone there is.
 * Owns: nothing; its texts are borrowed. Uses: fields, text. Used by: message. Source: PROTOCOL.md, rule 12. */
#ifndef UDVEJ_PROTOCOL_DOOR_H
#define UDVEJ_PROTOCOL_DOOR_H

#include "bytes.h"
#include "fields.h"
#include "limits.h"

struct door_name {
    struct bytes lang; /* BCP 47 primary tag, LANG_MIN..LANG_MAX ASCII */
    struct bytes name; /* 1..NAME_MAX_SIZE UTF-8 */
    struct bytes text; /* 0..DOOR_TEXT_MAX UTF-8 */
};

struct door {
    uint8_t door;
    uint8_t is_open;
    uint32_t changes_min; /* when that changes next, minutes since 1970; 0: not known */
    uint16_t answer_min;  /* expected time to the first answer, minutes; 0: not said */
    struct bytes phone;   /* 0..32 ASCII */
    struct bytes hours;   /* 0..255 UTF-8, as the programme writes them */
    uint8_t name_count;
    struct door_name names[DOOR_NAMES_MAX];
};

/* Its one list of fields. */
void door_lay(struct fields *fields, struct door *door);

#endif
