#include "proof.h"

#include <string.h>

#include "base/memory.h"

enum { UNKNOWN, CHECKING, GOOD, BAD }; /* proof_known.state */

struct job {
    uv_work_t work;
    struct proof *proof;
    struct proof_question question;
    enum outcome outcome;
};

void proof_open(struct proof *proof, uv_loop_t *loop,
                void (*tell)(void *context, const struct proof_question *question, enum outcome outcome), void *context)
{
    memset(proof, 0, sizeof *proof);
    proof->loop = loop;
    proof->tell = tell;
    proof->context = context;
}

/* --- what is remembered --- */

/* The last octets: the first have zero bits. */
static const uint8_t *name_of(const struct proof_question *question)
{
    return question->hash + HASH_SIZE - sizeof((struct proof_known *)0)->name;
}

static size_t place_of(const struct proof_question *question)
{
    const uint8_t *name = name_of(question);
    return ((size_t)name[0] << 8 | name[1]) % PROOF_KNOWN;
}

static bool is_about(const struct proof_known *known, const struct proof_question *question)
{
    return known->state != UNKNOWN && memcmp(known->name, name_of(question), sizeof known->name) == 0;
}

static void remember(struct proof *proof, const struct proof_question *question, uint8_t state)
{
    struct proof_known *known = &proof->known[place_of(question)];
    memcpy(known->name, name_of(question), sizeof known->name);
    memcpy(known->nonce2, question->solution.nonce2, PUZZLE_NONCE_SIZE);
    known->state = state;
}

enum outcome proof_known(const struct proof *proof, const struct proof_question *question)
{
    const struct proof_known *known = &proof->known[place_of(question)];
    if (!is_about(known, question))
        return GONE;
    if (known->state == CHECKING)
        return FULL;
    bool is_same = memcmp(known->nonce2, question->solution.nonce2, PUZZLE_NONCE_SIZE) == 0;
    return known->state == GOOD && is_same ? OK : REFUSED;
}

/* --- asking --- */

static void check(uv_work_t *work)
{
    struct job *job = work->data;
    job->outcome = puzzle_verify(&job->question.puzzle, job->question.pk_login, &job->question.solution);
}

static void checked(uv_work_t *work, int status)
{
    struct job *job = work->data;
    struct proof *proof = job->proof;
    enum outcome outcome = status == 0 ? job->outcome : BROKEN;
    proof->waiting--;
    remember(proof, &job->question, outcome == OK ? GOOD : outcome == REFUSED ? BAD : UNKNOWN);
    proof->tell(proof->context, &job->question, outcome);
    memory_free(job);
}

enum outcome proof_ask(struct proof *proof, const struct proof_question *question)
{
    if (proof->waiting >= PROOF_WAITING_MAX)
        return FULL;
    struct job *job = memory_get(sizeof *job);
    if (job == NULL)
        return BROKEN;
    job->proof = proof;
    job->question = *question;
    job->work.data = job;
    if (uv_queue_work(proof->loop, &job->work, check, checked) != 0) {
        memory_free(job);
        return BROKEN;
    }
    proof->waiting++;
    remember(proof, question, CHECKING);
    return OK;
}
