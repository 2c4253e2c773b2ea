/* The core's operations (tests/support/operations.h) for somebody outside: in WebAssembly through fixed memory, natively over a pipe.
 * Used by: tests/vectors/second. */
#include <stdbool.h>
#include <stdio.h>

#include <sodium.h>

#include "../support/operations.h"

#ifdef __wasm__
#define EXPORT(name) __attribute__((export_name(#name))) name
#else
#define EXPORT(name) name
#endif

uint8_t *EXPORT(operate_call)(void);
int EXPORT(operate)(size_t size);
uint8_t *EXPORT(operate_answer)(void);
size_t EXPORT(operate_answer_size)(void);

static uint8_t call[OPERATION_FRAME_MAX];
static uint8_t answer[OPERATION_FRAME_MAX];
static size_t answer_size;

/* Where to write a call of at most OPERATION_FRAME_MAX octets. */
uint8_t *operate_call(void)
{
    return call;
}

/* Runs it; gives the outcome. */
int operate(size_t size)
{
    return (int)operation_run((struct bytes){call, size}, answer, sizeof answer, &answer_size);
}

uint8_t *operate_answer(void)
{
    return answer;
}

size_t operate_answer_size(void)
{
    return answer_size;
}

#ifndef __wasm__
static bool read_size(size_t *size)
{
    uint8_t head[4];
    if (fread(head, 1, sizeof head, stdin) != sizeof head)
        return false;
    *size = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
    return *size <= sizeof call;
}

/* udvej-operate: on standard input calls, each after its size as uint32; on standard output for each one octet with the
 * outcome, then the answer after its size. Ends with the input; 1 when that ends in the middle of a call. */
int main(void)
{
    size_t size;
    if (sodium_init() < 0)
        return 2;
    while (read_size(&size)) {
        if (fread(call, 1, size, stdin) != size)
            return 1;
        uint8_t head[5] = {(uint8_t)operate(size)};
        for (size_t i = 0; i < 4; i++)
            head[1 + i] = (uint8_t)(answer_size >> (24 - 8 * i));
        if (fwrite(head, 1, sizeof head, stdout) != sizeof head ||
            fwrite(answer, 1, answer_size, stdout) != answer_size)
            return 1;
    }
    return feof(stdin) && fflush(stdout) == 0 ? 0 : 1;
}
#endif
