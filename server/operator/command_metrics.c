/* udvej metrics: what the control socket of a running server tells a monitoring program. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "fetch.h"
#include "look.h"

/* Gives whether the whole page was printed; if not, `reason` says why. */
static bool print(const char *socket, const char *path, struct reason *reason)
{
    struct fetch_settings settings = {.site = "http://control", .unix_socket = socket};
    struct fetch *fetch = NULL;
    struct bytes body;
    reason_set(reason, "there is no memory.");
    bool is_printed = fetch_open(&fetch, &settings) == OK && fetch_get(fetch, path, &body, reason) == OK;
    if (is_printed) {
        reason_set(reason, "standard output cannot be written.");
        is_printed = fwrite(body.data, 1, body.size, stdout) == body.size && fflush(stdout) == 0;
    }
    fetch_close(fetch);
    return is_printed;
}

static int run(int count, char **arguments)
{
    static const struct option known[] = {{0}};
    struct reason reason;
    if (getopt_long(count, arguments, "", known, NULL) != -1)
        return misused(&command_metrics, "there is an option that it does not have");
    if (optind + 1 != count)
        return misused(&command_metrics, "it wants one FILE, the configuration of udvejd");
    struct config *config = look_config(arguments[optind]);
    if (config == NULL)
        return EXIT_CONFIG;
    const char *control = look_control(config);
    int code = EXIT_OK;
    if (control == NULL) {
        say("the configuration names no control socket: control = unix:/run/udvejd/control.sock");
        code = EXIT_CONFIG;
    } else if (!print(control, "/metrics", &reason)) {
        code = failed(&reason);
    }
    memory_free(config);
    return code;
}

const struct command command_metrics = {
    .name = "metrics",
    .about = "print the figures of a running server, as OpenMetrics",
    .help = "Prints what the control socket of a running server tells: OpenMetrics, in which numbers about people are "
            "whole\n"
            "fives, rounded down.\n"
            "\n"
            "Examples:\n"
            "  udvej metrics udvejd.conf\n"
            "  udvej metrics /etc/udvej/udvejd.conf >/var/lib/node-exporter/udvej.prom\n"
            "\n"
            "The configuration must have `control = unix:/path`. Run it as the user of the server, or as root.\n"
            "\n"
            "Exit codes: 0 printed, 1 nobody answers there, 2 wrong use, 78 configuration.\n"
            "Next: udvej status counts what is kept, also when no server runs.\n",
    .run = run,
};
