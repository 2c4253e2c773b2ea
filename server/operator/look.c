#include "look.h"

#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

bool look_options_read(const struct command *command, int count, char **arguments, struct look_options *options)
{
    static const struct option known[] = {{"json", no_argument, NULL, 'j'}, {0}};
    int option;
    *options = (struct look_options){0};
    while ((option = getopt_long(count, arguments, "", known, NULL)) != -1) {
        if (option != 'j') {
            (void)misused(command, "there is an option that it does not have");
            return false;
        }
        options->is_json = true;
    }
    if (optind + 1 != count) {
        (void)misused(command, "it wants one FILE, the configuration of udvejd");
        return false;
    }
    options->config = arguments[optind];
    return true;
}

struct config *look_config(const char *path)
{
    struct config *config = memory_get(sizeof *config);
    uid_t user = geteuid();
    if (config == NULL) {
        say("there is no memory for a configuration.");
        return NULL;
    }
    if (config_read_for(config, path, user == 0 ? CONFIG_ANY_SERVER : user, stderr) != OK) {
        memory_free(config);
        return NULL;
    }
    return config;
}

const char *look_control(const struct config *config)
{
    static const char unix_prefix[] = "unix:";
    bool is_there = strncmp(config->control, unix_prefix, sizeof unix_prefix - 1) == 0;
    return is_there ? config->control + sizeof unix_prefix - 1 : NULL;
}
