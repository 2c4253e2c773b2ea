/* What `udvej doctor` found wrong, as a list of sentences with numbers.
 * Owns: nothing beyond itself. Used by: doctor, command_doctor, tests. */
#ifndef UDVEJ_SERVER_OPERATOR_FINDINGS_H
#define UDVEJ_SERVER_OPERATOR_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum finding {
#define FINDING(name, text, sentence) FINDING_##name,
#include "findings.def"
#undef FINDING
    FINDINGS
};

/* Each at most once. Begins as zeros. */
struct findings {
    size_t count;
    struct {
        enum finding finding;
        uint64_t numbers[2];
        bool is_rounded; /* numbers[0] counts people's things */
    } list[FINDINGS];
};

void findings_add(struct findings *findings, enum finding finding, uint64_t first, uint64_t second);
/* Nothing if `count` is 0; told as "<5" when it is small. */
void findings_add_count(struct findings *findings, enum finding finding, uint64_t count);

bool findings_have(const struct findings *findings, enum finding finding);

/* One sentence a line; or one JSON object in one line. */
void findings_print(const struct findings *findings, FILE *out);
void findings_print_json(const struct findings *findings, FILE *out);

#endif
