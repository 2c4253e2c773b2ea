#include "input.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "secret.h"

static void make_space(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    struct input *input = handle->data;
    (void)suggested;
    *buffer = uv_buf_init(input->buffer + input->size, (unsigned)(sizeof input->buffer - input->size));
}

static void stop(struct input *input)
{
    if (input->is_reading)
        (void)uv_read_stop(&input->as.stream);
    input->is_reading = false;
}

static void got(uv_stream_t *stream, ssize_t size, const uv_buf_t *buffer)
{
    struct input *input = stream->data;
    (void)buffer;
    if (size < 0) {
        input->has_ended = true;
        stop(input);
    } else {
        input->size += (size_t)size;
        if (input->size == sizeof input->buffer)
            stop(input);
    }
    if (size != 0)
        input->more(input->context);
}

bool input_open(struct input *input, uv_loop_t *loop)
{
    int failed = 0;
    switch (uv_guess_handle(STDIN_FILENO)) {
    case UV_FILE:
        input->is_file = true;
        return true;
    case UV_TTY:
        failed = uv_tty_init(loop, &input->as.tty, STDIN_FILENO, 0);
        break;
    case UV_NAMED_PIPE:
    case UV_TCP:
        failed = uv_pipe_init(loop, &input->as.pipe, 0);
        if (failed == 0)
            failed = uv_pipe_open(&input->as.pipe, STDIN_FILENO);
        break;
    default:
        return false;
    }
    if (failed != 0)
        return false;
    input->has_handle = true;
    input->as.handle.data = input;
    input->is_reading = uv_read_start(&input->as.stream, make_space, got) == 0;
    return input->is_reading;
}

/* A file never makes us wait, so it is read when lines are wanted. */
static void read_file(struct input *input)
{
    while (!input->has_ended && memchr(input->buffer, '\n', input->size) == NULL &&
           input->size < sizeof input->buffer) {
        ssize_t got_size = read(STDIN_FILENO, input->buffer + input->size, sizeof input->buffer - input->size);
        if (got_size > 0)
            input->size += (size_t)got_size;
        else if (got_size == 0 || errno != EINTR)
            input->has_ended = true;
    }
}

bool input_next(struct input *input, char *line, size_t *size)
{
    if (input->is_file)
        read_file(input);
    const char *end = memchr(input->buffer, '\n', input->size);
    if (end == NULL && input->has_ended && input->size > 0)
        end = input->buffer + input->size; /* the last line may lack its end */
    size_t length = end == NULL ? input->size : (size_t)(end - input->buffer);
    if (length >= LINE_MAX_SIZE) {
        input->is_too_long = input->has_ended = true;
        stop(input);
        return false;
    }
    if (end == NULL)
        return false;
    memcpy(line, input->buffer, length);
    line[length] = '\0';
    *size = length;
    size_t used = length < input->size ? length + 1 : length;
    memmove(input->buffer, input->buffer + used, input->size - used);
    secret_wipe(input->buffer + input->size - used, used);
    input->size -= used;
    if (input->has_handle && !input->is_reading && !input->has_ended)
        input->is_reading = uv_read_start(&input->as.stream, make_space, got) == 0;
    return true;
}

bool input_has_ended(const struct input *input)
{
    return input->has_ended && (input->size == 0 || input->is_too_long);
}

void input_close(struct input *input)
{
    stop(input);
    if (input->has_handle)
        uv_close(&input->as.handle, NULL);
    secret_wipe(input->buffer, sizeof input->buffer);
}
