#include "door.h"

#include "text.h"

enum { PHONE_MAX = 32, HOURS_MAX = 255 };

static void lay_door_name(struct fields *fields, struct door_name *name)
{
    fields_opaque8(fields, &name->lang, LANG_MIN, LANG_MAX);
    fields_opaque8(fields, &name->name, 1, NAME_MAX_SIZE);
    fields_opaque16(fields, &name->text, 0, DOOR_TEXT_MAX);
    fields_check(fields, text_is_ascii(name->lang) && text_is_valid(name->name) && text_is_valid(name->text));
}

/* The names are a vector with two octets of length, counted in octets as RFC 8446 does; they end the message. */
void door_lay(struct fields *fields, struct door *door)
{
    fields_u8(fields, &door->door);
    fields_u8_within(fields, &door->is_open, 0, 1);
    fields_u32(fields, &door->changes_min);
    fields_u16(fields, &door->answer_min);
    fields_opaque8(fields, &door->phone, 0, PHONE_MAX);
    fields_opaque8(fields, &door->hours, 0, HOURS_MAX);
    fields_check(fields, text_is_ascii(door->phone) && text_is_valid(door->hours));

    uint8_t *count = &door->name_count;
    struct door_name *names = door->names;
    if (fields_is_reading(fields)) {
        size_t size = reader_u16(fields->reader);
        fields_check(fields, size == fields->reader->left);
        for (*count = 0; fields->reader->left > 0 && *count < DOOR_NAMES_MAX; (*count)++)
            lay_door_name(fields, &names[*count]);
        return;
    }
    fields_check(fields, *count <= DOOR_NAMES_MAX);
    size_t size = 0;
    for (size_t i = 0; i < *count && i < DOOR_NAMES_MAX; i++)
        size += 4 + names[i].lang.size + names[i].name.size + names[i].text.size;
    writer_u16(fields->writer, (uint16_t)size);
    for (size_t i = 0; i < *count && i < DOOR_NAMES_MAX; i++)
        lay_door_name(fields, &names[i]);
}
