#include "findings.h"

#include <inttypes.h>

#include "outcome.h"
#include "rounded.h"

static const struct row {
    const char *name;
    const char *sentence;
} rows[FINDINGS] = {
#define FINDING(name, text, sentence) [FINDING_##name] = {text, sentence},
#include "findings.def"
#undef FINDING
};

static void add(struct findings *findings, enum finding finding, const uint64_t numbers[2], bool is_rounded)
{
    invariant(finding < FINDINGS && !findings_have(findings, finding));
    findings->list[findings->count].finding = finding;
    findings->list[findings->count].numbers[0] = numbers[0];
    findings->list[findings->count].numbers[1] = numbers[1];
    findings->list[findings->count].is_rounded = is_rounded;
    findings->count++;
}

void findings_add(struct findings *findings, enum finding finding, uint64_t first, uint64_t second)
{
    add(findings, finding, (const uint64_t[2]){first, second}, false);
}

void findings_add_count(struct findings *findings, enum finding finding, uint64_t count)
{
    if (count > 0)
        add(findings, finding, (const uint64_t[2]){count, 0}, true);
}

bool findings_have(const struct findings *findings, enum finding finding)
{
    for (size_t i = 0; i < findings->count; i++)
        if (findings->list[i].finding == finding)
            return true;
    return false;
}

/* The sentence of finding number `i`, its numbers put in. */
static void put_sentence(const struct findings *findings, size_t i, FILE *out)
{
    char text[ROUNDED_SIZE];
    for (const char *at = rows[findings->list[i].finding].sentence; *at != '\0'; at++) {
        if (at[0] != '%') {
            (void)fputc(*at, out);
            continue;
        }
        size_t which = (size_t)(*++at - '1');
        invariant(which < 2);
        if (which == 0 && findings->list[i].is_rounded)
            (void)fputs(rounded_text(findings->list[i].numbers[0], text), out);
        else
            (void)fprintf(out, "%" PRIu64, findings->list[i].numbers[which]);
    }
}

void findings_print(const struct findings *findings, FILE *out)
{
    for (size_t i = 0; i < findings->count; i++) {
        put_sentence(findings, i, out);
        (void)fputc('\n', out);
    }
}

/* No sentence has a character that JSON would want escaped; a test sees to it. */
void findings_print_json(const struct findings *findings, FILE *out)
{
    (void)fprintf(out, "{\"ok\":%s,\"findings\":[", findings->count == 0 ? "true" : "false");
    for (size_t i = 0; i < findings->count; i++) {
        (void)fprintf(out, "%s{\"finding\":\"%s\",\"sentence\":\"", i == 0 ? "" : ",",
                      rows[findings->list[i].finding].name);
        put_sentence(findings, i, out);
        (void)fputs("\"}", out);
    }
    (void)fputs("]}\n", out);
}
