#include "text.h"

/* The four shapes of RFC 3629, section 3: bits that mark the first octet, and the smallest character that needs so many. */
static const struct shape {
    uint8_t mask;
    uint8_t mark;
    uint8_t following;
    uint32_t least;
} shapes[] = {
    {0x80, 0x00, 0, 0},
    {0xe0, 0xc0, 1, 0x80},
    {0xf0, 0xe0, 2, 0x800},
    {0xf8, 0xf0, 3, 0x10000},
};

static const struct shape *shape_of(uint8_t first)
{
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        if ((first & shapes[i].mask) == shapes[i].mark)
            return &shapes[i];
    return NULL;
}

bool text_next(struct bytes *text, uint32_t *character)
{
    if (text->size == 0)
        return false;
    const struct shape *shape = shape_of(text->data[0]);
    if (shape == NULL || shape->following >= text->size)
        return false;
    uint32_t value = text->data[0] & (uint8_t)~shape->mask;
    for (size_t i = 1; i <= shape->following; i++) {
        if ((text->data[i] & 0xc0) != 0x80)
            return false;
        value = value << 6 | (text->data[i] & 0x3fU);
    }
    bool is_surrogate = value >= 0xd800 && value <= 0xdfff;
    if (value < shape->least || value > 0x10ffff || is_surrogate)
        return false;
    text->data += 1 + shape->following;
    text->size -= 1U + shape->following;
    *character = value;
    return true;
}

static bool is_control(uint32_t character)
{
    bool is_c0 = character < 0x20 && character != '\n' && character != '\t';
    return is_c0 || (character >= 0x7f && character <= 0x9f);
}

bool text_is_valid(struct bytes text)
{
    uint32_t character = 0;
    while (text.size > 0)
        if (!text_next(&text, &character) || is_control(character))
            return false;
    return true;
}

size_t text_characters(struct bytes text)
{
    size_t count = 0;
    uint32_t character = 0;
    while (text_next(&text, &character))
        count++;
    return count;
}

bool text_is_ascii(struct bytes text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] < 0x20 || text.data[i] > 0x7e)
            return false;
    return true;
}
