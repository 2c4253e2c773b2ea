/* Any octets as a request head, in one piece and in two. Whatever passes has the form that the rest of the server relies on. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "gate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct gate_hosts hosts = {.count = 1, .names = {{(const uint8_t *)"localhost:8470", 14}}};

static void check_file(const struct gate_request *request)
{
    invariant(request->path.size >= 1 && request->path.size <= GATE_PATH_MAX && request->path.data[0] == '/');
    for (size_t i = 0; i + 1 < request->path.size; i++)
        invariant(request->path.data[i] != '/' ||
                  (request->path.data[i + 1] != '/' && request->path.data[i + 1] != '.'));
}

/* Our own opening passes the gate again. */
static void check_opening(const struct gate_request *request)
{
    char opening[GATE_OPENING_MAX];
    struct gate_request again;
    size_t found = 0;
    unsigned status = 0;
    struct bytes written = {(const uint8_t *)opening, gate_opening(request, &hosts, opening)};
    enum outcome outcome = gate_find_end(written, 0, &found, &status);
    invariant(outcome == OK && found == written.size);
    gate_read(&again, written, &hosts);
    invariant(again.verdict == GATE_OPENING && memcmp(again.key, request->key, GATE_KEY_SIZE) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t found = 0;
    size_t found_in_two = 0;
    unsigned status = 0;
    enum outcome outcome = gate_find_end((struct bytes){data, size}, 0, &found, &status);
    enum outcome in_two = gate_find_end((struct bytes){data, size / 2}, 0, &found_in_two, &status);
    if (in_two == FULL)
        in_two = gate_find_end((struct bytes){data, size}, size / 2, &found_in_two, &status);
    invariant(outcome == in_two && found == found_in_two);
    if (outcome != OK)
        return 0;
    struct gate_request request;
    gate_read(&request, (struct bytes){data, found}, &hosts);
    if (request.verdict == GATE_FILE)
        check_file(&request);
    else if (request.verdict == GATE_OPENING)
        check_opening(&request);
    else
        invariant(request.status >= 400 && request.status <= 505);
    return 0;
}
