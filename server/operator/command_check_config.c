/* udvej check-config: everything that udvejd checks before it serves, and nothing more. */
#include <stdio.h>

#include "base/memory.h"
#include "look.h"
#include "serve.h"

static int run(int count, char **arguments)
{
    struct look_options options;
    if (!look_options_read(&command_check_config, count, arguments, &options))
        return EXIT_USAGE;
    struct config *config = look_config(options.config);
    int code = config == NULL ? EXIT_CONFIG : serve_check(config);
    if (options.is_json)
        (void)printf("{\"ok\":%s}\n", code == EXIT_OK ? "true" : "false");
    else if (code == EXIT_OK)
        (void)printf("%s: good\n", options.config);
    memory_free(config);
    return code;
}

const struct command command_check_config = {
    .name = "check-config",
    .about = "say what is wrong with a configuration, before udvejd finds it",
    .help = "Says what is wrong with a configuration: the same checks as at the start of udvejd.\n"
            "\n"
            "Examples:\n"
            "  udvej check-config udvejd.conf && systemctl restart udvejd\n"
            "\n"
            "Each fault is one line `FILE:LINE: what was meant` on standard error.\n"
            "\n"
            "Options:\n"
            "  --json  {\"ok\":true} or {\"ok\":false} on standard output instead of a sentence\n"
            "\n"
            "Exit codes: 0 good, 2 wrong use, 78 something is wrong.\n"
            "Next: udvej doctor looks at everything around it.\n",
    .run = run,
};
