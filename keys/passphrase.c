#include "passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "secret.h"

enum { LINE_MAX_SIZE = PASSPHRASE_MAX + 64 };

/* Proquints (D. S. Wilkerson, "A Proposal for Proquints", 2009): consonant, vowel, consonant, vowel, consonant; 4 + 2 + 4 + 2 + 4
 * bits. They need no list of words, are ASCII, and no two sound alike in any of our six languages. */
static void word_of(uint16_t bits, char out[5])
{
    static const char consonants[] = "bdfghjklmnprstvz";
    static const char vowels[] = "aiou";
    out[0] = consonants[bits >> 12 & 15];
    out[1] = vowels[bits >> 10 & 3];
    out[2] = consonants[bits >> 6 & 15];
    out[3] = vowels[bits >> 4 & 3];
    out[4] = consonants[bits & 15];
}

void passphrase_new(char out[PASSPHRASE_NEW_SIZE])
{
    uint16_t bits[PASSPHRASE_WORDS];
    secret_random(bits, sizeof bits);
    for (size_t i = 0; i < PASSPHRASE_WORDS; i++) {
        word_of(bits[i], out + i * 6);
        out[i * 6 + 5] = i + 1 < PASSPHRASE_WORDS ? ' ' : '\0';
    }
    secret_wipe(bits, sizeof bits);
}

/* One line, octet by octet: a buffer of the C library would keep a copy. Without an end of line the end of input ends it. */
static enum outcome line_read(int fd, uint8_t *line, size_t *size)
{
    *size = 0;
    for (;;) {
        uint8_t octet;
        ssize_t got = read(fd, &octet, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return BROKEN;
        if (got == 0)
            return *size > 0 ? OK : GONE;
        if (octet == '\n')
            return OK;
        if (*size == LINE_MAX_SIZE)
            return REFUSED;
        line[(*size)++] = octet;
    }
}

static enum outcome tidy(struct bytes line, struct passphrase *passphrase, struct reason *reason)
{
    enum outcome outcome = passphrase_tidy(line, passphrase->text, &passphrase->size);
    if (outcome != OK)
        reason_set(reason, "the passphrase is too short or too long; make one with: udvej-keys passphrase");
    return outcome;
}

static enum outcome from_fd(int fd, struct passphrase *passphrase, struct reason *reason)
{
    uint8_t line[LINE_MAX_SIZE];
    size_t size;
    enum outcome outcome = line_read(fd, line, &size);
    if (outcome == OK)
        outcome = tidy((struct bytes){line, size}, passphrase, reason);
    else
        reason_set(reason, "no passphrase could be read.");
    secret_wipe(line, sizeof line);
    return outcome;
}

static enum outcome from_file(const char *path, struct passphrase *passphrase, struct reason *reason)
{
    uint8_t text[LINE_MAX_SIZE];
    size_t size;
    enum outcome outcome = file_read(path, PRIVACY_OWNER, text, sizeof text, &size, reason);
    if (outcome == OK) {
        const uint8_t *end = memchr(text, '\n', size);
        outcome = tidy((struct bytes){text, end == NULL ? size : (size_t)(end - text)}, passphrase, reason);
    }
    secret_wipe(text, sizeof text);
    return outcome == OK ? OK : REFUSED;
}

/* Echo is off while a person types, and comes back on every way out. */
static enum outcome ask(int terminal, const char *prompt, struct passphrase *passphrase, struct reason *reason)
{
    struct termios before, silent;
    if (tcgetattr(terminal, &before) != 0) {
        reason_set(reason, "the terminal cannot be asked for a passphrase: %s.", strerror(errno));
        return REFUSED;
    }
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    silent.c_lflag |= ECHONL;
    dprintf(terminal, "%s: ", prompt);
    if (tcsetattr(terminal, TCSAFLUSH, &silent) != 0) {
        reason_set(reason, "the terminal cannot be made silent: %s.", strerror(errno));
        return REFUSED;
    }
    enum outcome outcome = from_fd(terminal, passphrase, reason);
    (void)tcsetattr(terminal, TCSAFLUSH, &before);
    return outcome;
}

static enum outcome from_terminal(int terminal, const struct passphrase_source *source, struct passphrase *passphrase,
                                  struct reason *reason)
{
    struct passphrase again = {.size = 0};
    enum outcome outcome = ask(terminal, source->prompt, passphrase, reason);
    if (outcome == OK && source->is_new) {
        outcome = ask(terminal, "once more", &again, reason);
        if (outcome == OK &&
            (again.size != passphrase->size || memcmp(again.text, passphrase->text, again.size) != 0)) {
            reason_set(reason, "the two passphrases are not the same.");
            outcome = REFUSED;
        }
    }
    secret_wipe(&again, sizeof again);
    return outcome;
}

enum outcome passphrase_read(const struct passphrase_source *source, struct passphrase *passphrase,
                             struct reason *reason)
{
    enum outcome outcome;
    int terminal = -1;
    passphrase->size = 0;
    if (source->file != NULL && strcmp(source->file, "-") != 0)
        return from_file(source->file, passphrase, reason);
    if (source->file == NULL)
        terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal >= 0) {
        outcome = from_terminal(terminal, source, passphrase, reason);
        (void)close(terminal);
    } else {
        outcome = from_fd(STDIN_FILENO, passphrase, reason);
    }
    return outcome == OK ? OK : REFUSED;
}
