/* Are the fields of an event found, whatever a person has written into the others? And is an address read or refused? */
#include "check.h"
#include "protocol/client_json.h"
#include "server/client/event_line.h"
#include "server/client/link_address.h"

static struct bytes text_of(const char *text)
{
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

static const char nasty[] = "\"},\"id\":\"ff\",\\ [{,:\n end";

static struct bytes event(uint8_t out[1024])
{
    struct json json;
    struct bytes line;
    static const uint8_t id[4] = {0xde, 0xad, 0xbe, 0xef};
    json_open(&json, out, 1024, "message");
    json_text(&json, "text", text_of(nasty));
    json_list_open(&json, "members");
    json_item_open(&json);
    json_text(&json, "id", text_of("no}]"));
    json_number(&json, "sent_min", 1);
    json_item_close(&json);
    json_list_close(&json);
    json_hex(&json, "id", id, sizeof id);
    json_number(&json, "sent_min", 29000000);
    json_bool(&json, "offline", true);
    json_text(&json, "empty", text_of(""));
    CHECK(json_finish(&json, &line) == OK);
    return line;
}

static void finds_its_own_fields_only(void)
{
    uint8_t memory[1024], id[4];
    struct bytes line = event(memory), value;
    char text[64];
    uint64_t number;
    CHECK(event_has(line, "event", "message") && !event_has(line, "event", "messag"));
    CHECK(event_text(line, "text", text, sizeof text) == OK && strcmp(text, nasty) == 0);
    CHECK(event_hex(line, "id", id, sizeof id) == OK && id[0] == 0xde && id[3] == 0xef);
    CHECK(event_hex(line, "id", id, 3) == GONE);
    CHECK(event_number(line, "sent_min", &number) == OK && number == 29000000);
    CHECK(event_has(line, "offline", "true") && event_has(line, "sent_min", "29000000"));
    CHECK(event_text(line, "empty", text, sizeof text) == OK && text[0] == '\0');
    CHECK(event_find(line, "nothing", &value) == GONE);
    CHECK(event_number(line, "text", &number) == GONE && event_text(line, "sent_min", text, sizeof text) == GONE);
    CHECK(event_text(line, "text", text, strlen(nasty)) == FULL);
    CHECK(event_text(line, "text", text, strlen(nasty) + 1) == OK);
}

static void survives_what_is_no_event(void)
{
    uint8_t memory[1024];
    struct bytes line = event(memory), value;
    char text[64];
    for (size_t size = 0; size < line.size; size++) {
        struct bytes cut = {line.data, size};
        (void)!event_find(cut, "nothing", &value);
        (void)!event_text(cut, "empty", text, sizeof text);
    }
    CHECK(event_find(text_of("[]"), "event", &value) == GONE);
    CHECK(event_find(text_of("{\"event\""), "event", &value) == GONE);
}

static void addresses(void)
{
    struct link_address address;
    struct reason reason;
    CHECK(link_address_read(&address, "ws://localhost:8470/ws", NULL, &reason) == OK);
    CHECK(!address.server.is_unix && strcmp(address.server.name, "localhost") == 0 && address.server.port == 8470);
    CHECK(strcmp(address.path, "/ws") == 0 && strcmp(address.host, "localhost:8470") == 0);
    CHECK(link_address_read(&address, "ws://example.org", NULL, &reason) == OK);
    CHECK(address.server.port == LINK_PORT_DEFAULT && strcmp(address.host, "example.org") == 0 &&
          strcmp(address.path, "/ws") == 0);
    CHECK(link_address_read(&address, "ws://127.0.0.1:99/x", "a.b:1", &reason) == OK);
    CHECK(strcmp(address.host, "a.b:1") == 0 && strcmp(address.path, "/x") == 0);
    CHECK(link_address_read(&address, "unix:/run/x.sock", "a.b", &reason) == OK);
    CHECK(address.server.is_unix && strcmp(address.server.name, "/run/x.sock") == 0 &&
          strcmp(address.path, "/ws") == 0);
    static const char *const bad[] = {
        "unix:/run/x.sock", "wss://a/ws",        "http://a/",       "ws://",       "ws://:80/ws", "unix:", "",
        "ws://a:/ws",       "ws://a:1234567/ws", "ws://a:65536/ws", "ws://a:0/ws", "ws://a:8o/ws"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK(link_address_read(&address, bad[i], NULL, &reason) == REFUSED && reason.text[0] != '\0');
}

int main(void)
{
    RUN(finds_its_own_fields_only);
    RUN(survives_what_is_no_event);
    RUN(addresses);
    return check_end();
}
