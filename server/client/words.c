#include "words.h"

#include <stdlib.h>
#include <string.h>

#include "driver.h"
#include "event_line.h"
#include "limits.h"

bool word_take(const char **arguments, char out[WORD_MAX])
{
    *arguments += strspn(*arguments, " ");
    size_t size = strcspn(*arguments, " ");
    if (size == 0 || size >= WORD_MAX)
        return false;
    memcpy(out, *arguments, size);
    out[size] = '\0';
    *arguments += size;
    *arguments += strspn(*arguments, " ");
    return true;
}

bool word_id(const char **arguments, const uint8_t last[16], uint8_t out[16])
{
    char text[WORD_MAX];
    if (!word_take(arguments, text))
        return false;
    if (strcmp(text, ".") == 0) {
        memcpy(out, last, 16);
        return true;
    }
    return strlen(text) == 32 && hex_decode(text, out, 16) == OK;
}

bool word_who(const char **arguments, const uint8_t last[32], const uint8_t me[32], uint8_t out[32])
{
    char text[WORD_MAX];
    if (!word_take(arguments, text))
        return false;
    if (strcmp(text, ".") == 0 || strcmp(text, "me") == 0) {
        memcpy(out, text[0] == '.' ? last : me, 32);
        return true;
    }
    return strlen(text) == 64 && hex_decode(text, out, 32) == OK;
}

bool word_number(const char **arguments, uint64_t max, uint64_t *number)
{
    char text[WORD_MAX], *end;
    if (!word_take(arguments, text) || text[0] < '0' || text[0] > '9')
        return false;
    *number = strtoull(text, &end, 10);
    return *end == '\0' && *number <= max;
}

int word_choice(const char **arguments, const char *const *names, int first)
{
    char text[WORD_MAX];
    if (!word_take(arguments, text))
        return -1;
    for (int i = 0; names[i] != NULL; i++)
        if (strcmp(text, names[i]) == 0)
            return first + i;
    return -1;
}

size_t word_rest(const char *arguments, uint8_t *out)
{
    size_t size = 0;
    for (; *arguments != '\0'; arguments++) {
        bool is_escape = *arguments == '\\' && (arguments[1] == 'n' || arguments[1] == '\\');
        if (is_escape)
            arguments++;
        out[size++] = is_escape && *arguments == 'n' ? '\n' : (uint8_t)*arguments;
    }
    return size;
}

bool word_start(const char **arguments, uint64_t *start_min)
{
    uint64_t base = 0;
    *arguments += strspn(*arguments, " ");
    if (**arguments == '+') {
        base = driver_now_s() / 60;
        (*arguments)++;
    }
    if (!word_number(arguments, UINT32_MAX, start_min))
        return false;
    *start_min = (base + *start_min + SLOT_MINUTES - 1) / SLOT_MINUTES * SLOT_MINUTES;
    return true;
}
