#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LINE_MAX_SIZE = 4096 };

static bool make_folder(const struct keeper *keeper, const char *name)
{
    char path[KEEPER_PATH];
    (void)snprintf(path, sizeof path, "%s/%s", keeper->folder, name);
    return mkdir(path, 0700) == 0;
}

static FILE *open_file(const struct keeper *keeper, const char *name)
{
    char path[KEEPER_PATH];
    (void)snprintf(path, sizeof path, "%s/%s", keeper->folder, name);
    return fopen(path, "w");
}

static bool write_configuration(const struct keeper *keeper, uint32_t doors)
{
    FILE *page = open_file(keeper, "web/index.html"), *file = open_file(keeper, "udvejd.conf");
    if (page == NULL || file == NULL)
        return false;
    (void)fputs("<!doctype html>\n", page);
    (void)fprintf(file,
                  "[server]\nlisten = unix:%s\nhosts = localhost:%d\ndata = %s/data\nweb = %s/web\n"
                  "programme = %s/programme.bin\npuzzle_level_max = 0\n",
                  keeper->socket_path, KEEPER_PORT, keeper->folder, keeper->folder, keeper->folder);
    for (uint32_t door = 1; door <= doors; door++)
        (void)fprintf(file, "\n[door:%u]\nname.en = Door %u\nalways_open = 1\n", door, door);
    bool is_written = ferror(page) == 0 && ferror(file) == 0;
    bool is_closed = fclose(page) == 0;
    is_closed = fclose(file) == 0 && is_closed; /* both, whatever became of the first */
    return is_closed && is_written;
}

bool keeper_open(struct keeper *keeper, uint32_t doors)
{
    /* The path of a Unix socket is short, the folder's may not be. */
    (void)snprintf(keeper->socket_folder, sizeof keeper->socket_folder, "/tmp/udvej-chaos-XXXXXX");
    if (mkdtemp(keeper->socket_folder) == NULL)
        return false;
    (void)snprintf(keeper->socket_path, sizeof keeper->socket_path, "%s/s", keeper->socket_folder);
    bool is_open = make_folder(keeper, "data") && make_folder(keeper, "web") && write_configuration(keeper, doors);
    if (!is_open)
        (void)fprintf(stderr, "udvej-chaos: %s: %s\n", keeper->folder, strerror(errno));
    return is_open;
}

void keeper_close(struct keeper *keeper)
{
    if (keeper->pid > 0)
        keeper_kill(keeper);
    (void)unlink(keeper->socket_path);
    (void)rmdir(keeper->socket_folder);
}

/* In the child: runs `program` with its output in `log`. */
_Noreturn static void become(const struct keeper *keeper, const char *const words[], int out)
{
    char program[KEEPER_PATH];
    (void)snprintf(program, sizeof program, "%s/%s", keeper->binaries, words[0]);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* who kills us leaves no server behind */
    (void)dup2(out, STDOUT_FILENO);
    (void)dup2(out, STDERR_FILENO);
    (void)execv(program, (char *const *)words); /* which changes nothing */
    _exit(127);
}

bool keeper_start(struct keeper *keeper)
{
    char log[KEEPER_PATH], configuration[KEEPER_PATH];
    (void)snprintf(log, sizeof log, "%s/log", keeper->folder);
    (void)snprintf(configuration, sizeof configuration, "%s/udvejd.conf", keeper->folder);
    const char *const words[] = {"udvejd", "--config", configuration, NULL};
    int out = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (out < 0)
        return false;
    keeper->pid = fork();
    if (keeper->pid == 0)
        become(keeper, words, out);
    (void)close(out);
    return keeper->pid > 0;
}

static int wait_for(struct keeper *keeper)
{
    int status = -1;
    while (waitpid(keeper->pid, &status, 0) < 0 && errno == EINTR)
        ;
    keeper->pid = 0;
    return status;
}

void keeper_kill(struct keeper *keeper)
{
    (void)kill(keeper->pid, SIGKILL);
    (void)wait_for(keeper);
    keeper->kills++;
}

bool keeper_stop(struct keeper *keeper)
{
    (void)kill(keeper->pid, SIGTERM);
    int status = wait_for(keeper);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool keeper_has_ended(struct keeper *keeper)
{
    if (keeper->pid <= 0 || waitpid(keeper->pid, NULL, WNOHANG) != keeper->pid)
        return false;
    keeper->pid = 0;
    return true;
}

/* ---- the doctor ------------------------------------------------------------------------------------------------------ */

/* About the machine that the test runs on, or a key that nobody certified here: not about what the server keeps. */
static bool is_expected(const char *finding)
{
    static const char *const expected[] = {"disk_nearly_full", "swap_on", "core_dumps_on", "service_uncertified",
                                           "cases_unreadable"}; /* the crew acknowledges intakes before it claims */
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        if (strcmp(finding, expected[i]) == 0)
            return true;
    return false;
}

static int count_findings(char *text)
{
    static const char key[] = "\"finding\":\"";
    int count = 0;
    for (char *at = strstr(text, key); at != NULL; at = strstr(at, key)) {
        char *name = at + sizeof key - 1, *end = strchr(name, '"');
        if (end == NULL)
            return -1;
        *end = '\0';
        at = end + 1;
        if (is_expected(name))
            continue;
        (void)printf("VIOLATED: the doctor finds %s\n", name);
        count++;
    }
    return count;
}

int keeper_doctor(const struct keeper *keeper)
{
    char configuration[KEEPER_PATH], text[LINE_MAX_SIZE];
    const char *const words[] = {"udvej", "doctor", "--json", configuration, NULL};
    int ends[2], status;
    size_t size = 0;
    (void)snprintf(configuration, sizeof configuration, "%s/udvejd.conf", keeper->folder);
    if (pipe(ends) != 0)
        return -1;
    pid_t pid = fork();
    if (pid == 0)
        become(keeper, words, ends[1]);
    (void)close(ends[1]);
    for (ssize_t got = 1; got > 0 && size<sizeof text - 1; size += got> 0 ? (size_t)got : 0)
        got = read(ends[0], text + size, sizeof text - 1 - size);
    (void)close(ends[0]);
    text[size] = '\0';
    bool has_answered = pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) <= 1;
    if (!has_answered || strstr(text, "\"ok\":") == NULL) {
        (void)printf("the doctor said: %s\n", text);
        return -1;
    }
    return count_findings(text);
}
