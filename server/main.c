/* udvejd: serves. Usage, configuration, then serve.c. */
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "config.h"
#include "config_manual.h"
#include "serve.h"

struct options {
    const char *config;
    bool is_check;
    bool is_print;
    bool is_manual;
    bool is_help;
    bool is_version;
};

static void print_help(void)
{
    (void)fputs("Examples:\n"
                "  udvejd --print-config > udvejd.conf       an example configuration with every key\n"
                "  udvejd --config udvejd.conf --check-config\n"
                "  udvejd --config udvejd.conf\n"
                "\n"
                "Options:\n"
                "  --config FILE   the configuration\n"
                "  --check-config  say what is wrong with it, serve nothing\n"
                "  --print-config  print a commented example\n"
                "  --print-manual  print udvej.conf(5), made from the same table\n"
                "  --version       print the version\n"
                "  --help          this text\n"
                "\n"
                "Exit codes: 0 done, 1 failed, 2 usage, 78 configuration.\n"
                "SIGTERM or SIGINT stops it: everyone connected is told, what was acknowledged is on the disk.\n"
                "\n"
                "Next: udvej-keys makes a programme; a reverse proxy or onion service in front does the TLS.\n",
                stdout);
}

static int say_usage(const char *what, const char *which)
{
    (void)fprintf(stderr, "udvejd: %s%s; udvejd --help lists the options\n", what, which);
    return EXIT_USAGE;
}

static int read_options(int count, char **words, struct options *options)
{
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--help") == 0 || strcmp(words[i], "-h") == 0)
            options->is_help = true;
        else if (strcmp(words[i], "--version") == 0)
            options->is_version = true;
        else if (strcmp(words[i], "--check-config") == 0)
            options->is_check = true;
        else if (strcmp(words[i], "--print-config") == 0)
            options->is_print = true;
        else if (strcmp(words[i], "--print-manual") == 0)
            options->is_manual = true;
        else if (strcmp(words[i], "--config") == 0 && i + 1 < count)
            options->config = words[++i];
        else
            return say_usage(strcmp(words[i], "--config") == 0 ? "no file after " : "unknown option ", words[i]);
    }
    bool prints = options->is_help || options->is_version || options->is_print || options->is_manual;
    if (options->config == NULL && !prints)
        return say_usage("there is no --config FILE", "");
    return EXIT_OK;
}

static int run(const struct options *options)
{
    struct config *config = memory_get(sizeof *config);
    if (config == NULL)
        return EXIT_FAILED;
    int code = config_read(config, options->config, stderr) == OK ? EXIT_OK : EXIT_CONFIG;
    if (code == EXIT_OK)
        code = options->is_check ? serve_check(config) : serve(config);
    if (code == EXIT_OK && options->is_check)
        (void)printf("%s: good\n", options->config);
    memory_free(config);
    return code;
}

int main(int count, char **words)
{
    struct options options = {0};
    int code = read_options(count, words, &options);
    if (code != EXIT_OK)
        return code;
    if (options.is_help)
        print_help();
    else if (options.is_version)
        (void)puts("udvejd " UDVEJ_RELEASE);
    else if (options.is_print)
        config_print_example(stdout);
    else if (options.is_manual)
        config_print_manual(stdout);
    else
        code = run(&options);
    return code;
}
