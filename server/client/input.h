/* Lines from standard input, whatever it is: a pipe, a terminal, a file. Bounded: who writes faster than lines are taken has to wait.
 * Owns: its buffer. Uses: libuv. Used by: main. */
#ifndef UDVEJ_CLIENT_INPUT_H
#define UDVEJ_CLIENT_INPUT_H

#include <stdbool.h>
#include <uv.h>

#include "script.h"

struct input {
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_pipe_t pipe;
        uv_tty_t tty;
    } as;
    bool is_file;
    bool has_handle;
    bool is_reading;
    bool has_ended;
    bool is_too_long; /* a line that fits nowhere: everything after it is lost */
    void *context;
    void (*more)(void *context); /* on the loop: input_next may give another line, or the end */
    size_t size;
    char buffer[2 * LINE_MAX_SIZE];
};

/* False: standard input is of a kind that cannot be read. `input` is zeroed memory; `context` and `more` are set by the caller. */
bool input_open(struct input *input, uv_loop_t *loop);

/* Copies the next line, without its end, to `line` (LINE_MAX_SIZE octets, zero-terminated). False: there is none now. */
bool input_next(struct input *input, char *line, size_t *size);

/* Nothing more will come. */
bool input_has_ended(const struct input *input);

void input_close(struct input *input);

#endif
