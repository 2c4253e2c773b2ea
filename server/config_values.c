#include "config_values.h"

#include <string.h>

bool config_is_language(const char *text)
{
    size_t size = strlen(text);
    if (size < LANG_MIN || size > LANG_MAX)
        return false;
    for (size_t i = 0; i < size; i++)
        if (text[i] < 'a' || text[i] > 'z')
            return false;
    return true;
}

enum outcome config_read_number(const char *text, uint32_t min, uint32_t max, uint32_t *out)
{
    uint64_t number = 0;
    size_t size = strlen(text);
    if (size == 0 || size > 9 || (size > 1 && text[0] == '0'))
        return REFUSED;
    for (size_t i = 0; i < size; i++) {
        if (text[i] < '0' || text[i] > '9')
            return REFUSED;
        number = number * 10 + (uint64_t)(text[i] - '0');
    }
    if (number < min || number > max)
        return REFUSED;
    *out = (uint32_t)number;
    return OK;
}

/* Copies the next member of a list without the spaces around it; moves `text` on. False: it does not fit or is empty. */
static bool next_member(const char **text, char *out, size_t max)
{
    const char *start = *text + strspn(*text, " \t");
    size_t size = strcspn(start, ",");
    *text = start + size + (start[size] == ',' ? 1 : 0);
    bool ends_in_comma = start[size] == ',' && start[size + 1] == '\0';
    while (size > 0 && (start[size - 1] == ' ' || start[size - 1] == '\t'))
        size--;
    if (size == 0 || size >= max || ends_in_comma)
        return false;
    memcpy(out, start, size);
    out[size] = '\0';
    return true;
}

static bool is_port(const char *text)
{
    uint32_t port;
    return config_read_number(text, 1, 65535, &port) == OK;
}

/* name or name:port or [address]:port, as browsers write it into Host. */
static bool is_host(const char *text)
{
    const char *colon = text[0] == '[' ? strstr(text, "]:") : strchr(text, ':');
    size_t size = colon == NULL ? strlen(text) : (size_t)(colon - text);
    if (text[0] == '[')
        size = strcspn(text, "]") + 1;
    if (size == 0 || size > strlen(text))
        return false;
    for (size_t i = 0; i < size; i++)
        if (strchr("abcdefghijklmnopqrstuvwxyz0123456789.-", text[i]) == NULL &&
            (text[0] != '[' || strchr("[:]", text[i]) == NULL))
            return false;
    const char *rest = text + size;
    return rest[0] == '\0' ||
           (rest[0] == ':' && is_port(rest + 1) && strcmp(rest, ":80") != 0 && strcmp(rest, ":443") != 0);
}

enum outcome config_read_hosts(struct config *config, const char *text)
{
    struct gate_hosts *hosts = &config->hosts;
    while (*text != '\0') {
        if (hosts->count == GATE_HOSTS_MAX)
            return REFUSED;
        char *name = config->host_names[hosts->count];
        if (!next_member(&text, name, HOST_MAX + 1) || !is_host(name))
            return REFUSED;
        for (size_t i = 0; i < hosts->count; i++)
            if (strcmp(config->host_names[i], name) == 0)
                return REFUSED;
        hosts->names[hosts->count++] = (struct bytes){(const uint8_t *)name, strlen(name)};
    }
    return hosts->count > 0 ? OK : REFUSED;
}

/* Only loopback and Unix sockets: TLS, and with it the network, belongs to the proxy or the onion service in front. */
static bool is_address(const char *text)
{
    static const char *const loopbacks[] = {"127.0.0.1:", "[::1]:"};
    if (strncmp(text, "unix:/", 6) == 0)
        return text[6] != '\0';
    for (size_t i = 0; i < sizeof loopbacks / sizeof loopbacks[0]; i++)
        if (strncmp(text, loopbacks[i], strlen(loopbacks[i])) == 0)
            return is_port(text + strlen(loopbacks[i]));
    return false;
}

enum outcome config_read_addresses(struct config *config, const char *text)
{
    if (strcmp(text, "none") == 0) /* only inherited sockets */
        return OK;
    while (*text != '\0') {
        if (config->address_count == CONFIG_ADDRESSES_MAX)
            return REFUSED;
        char *address = config->addresses[config->address_count];
        if (!next_member(&text, address, CONFIG_ADDRESS_MAX) || !is_address(address))
            return REFUSED;
        for (size_t i = 0; i < config->address_count; i++)
            if (strcmp(config->addresses[i], address) == 0)
                return REFUSED;
        config->address_count++;
    }
    return config->address_count > 0 ? OK : REFUSED;
}

enum outcome config_read_socket(char out[CONFIG_ADDRESS_MAX], const char *text)
{
    size_t size = strlen(text);
    if (size > 0 && (strncmp(text, "unix:/", 6) != 0 || !is_address(text) || size >= CONFIG_ADDRESS_MAX ||
                     strchr(text, ',') != NULL))
        return REFUSED;
    memcpy(out, text, size + 1);
    return OK;
}

bool config_has_door(const struct config *config, uint8_t number)
{
    for (uint8_t i = 0; i < config->door_count; i++)
        if (config->doors[i].number == number)
            return true;
    return false;
}

static struct bytes bytes_of(const char *text)
{
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

bool config_describe_door(const struct config *config, size_t index, uint64_t now_min, struct message *door)
{
    if (index >= config->door_count)
        return false;
    const struct config_door *from = &config->doors[index];
    uint64_t changes_min = 0;
    memset(door, 0, sizeof *door);
    door->code = MESSAGE_DOOR;
    door->as.door.door = from->number;
    door->as.door.is_open = hours_are_open(&from->open, from->timezone, (uint32_t)now_min, &changes_min);
    door->as.door.changes_min = (uint32_t)changes_min;
    door->as.door.answer_min = (uint16_t)from->answer_minutes;
    door->as.door.phone = bytes_of(from->phone);
    door->as.door.hours = bytes_of(from->hours);
    door->as.door.name_count = from->name_count;
    for (uint8_t i = 0; i < from->name_count; i++)
        door->as.door.names[i] = (struct door_name){
            .lang = bytes_of(from->langs[i]), .name = bytes_of(from->names[i]), .text = bytes_of(from->texts[i])};
    return true;
}
