/* Any octets as a request to the control socket: judged without a step beyond them; once the head has its end, nothing that comes later
 * changes the judgement, and before it has, there is none. */
#include "control.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *head = (const char *)data;
    if (size > CONTROL_HEAD_MAX)
        size = CONTROL_HEAD_MAX;
    enum control_page page = control_judge(head, size);
    const char *end = memmem(head, size, "\r\n\r\n", 4);
    if (end == NULL) {
        invariant(page == (size < CONTROL_HEAD_MAX ? CONTROL_UNFINISHED : CONTROL_MALFORMED));
        return 0;
    }
    size_t whole = (size_t)(end - head) + 4;
    invariant(page != CONTROL_UNFINISHED && control_judge(head, whole) == page);
    invariant(control_judge(head, whole - 1) == CONTROL_UNFINISHED);
    if (page >= CONTROL_HEALTH)
        invariant(memcmp(head, "GET /", 5) == 0);
    return 0;
}
