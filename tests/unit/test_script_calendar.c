/* Does a script's calendar file have all that was told of our slots, or is there none? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "client/script.h"
#include "client/verbs.h"

static struct script *script;
static char path[] = "/tmp/udvej-script-XXXXXX";

static void told(uint32_t number, const char *state)
{
    char line[256];
    int size =
        snprintf(line, sizeof line,
                 "{\"event\":\"slot\",\"id\":\"%08x000000000000000000000000\",\"start_min\":%u,\"length_min\":15,"
                 "\"state\":\"%s\",\"mine\":true}",
                 number, 15 * number, state);
    script_note_slot(script, (struct bytes){(const uint8_t *)line, (size_t)size});
}

static size_t entries_in_file(void)
{
    static const char begin[] = "BEGIN:VEVENT";
    char line[1024];
    size_t count = 0;
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return 0;
    while (fgets(line, sizeof line, file) != NULL)
        count += strncmp(line, begin, strlen(begin)) == 0;
    (void)fclose(file);
    return count;
}

static void all_that_was_told_is_in_it(void)
{
    for (uint32_t i = 0; i < SCRIPT_SLOTS_MAX; i++)
        told(i, "offered");
    told(7, "accepted"); /* once more: the same slot */
    CHECK(step_calendar(script, path) == STEP_DONE && entries_in_file() == SCRIPT_SLOTS_MAX);
}

static void one_too_many_and_there_is_none(void)
{
    CHECK(truncate(path, 0) == 0);
    told(SCRIPT_SLOTS_MAX, "offered");
    CHECK(step_calendar(script, path) == STEP_REFUSED && entries_in_file() == 0);
}

int main(void)
{
    int file = mkstemp(path);
    script = calloc(1, sizeof *script);
    CHECK(file >= 0 && script != NULL);
    if (file >= 0 && script != NULL) {
        RUN(all_that_was_told_is_in_it);
        RUN(one_too_many_and_there_is_none);
    }
    (void)close(file);
    (void)unlink(path);
    free(script);
    return check_end();
}
