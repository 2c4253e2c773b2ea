/* udvej service-key: the public half of the key with which a server signs receipts of deletion. */
#include <stdio.h>

#include "base/memory.h"
#include "look.h"
#include "service_key.h"

static int run(int count, char **arguments)
{
    struct look_options options;
    struct reason reason;
    uint8_t pk[SIGN_PUBLIC_SIZE];
    char hex[2 * SIGN_PUBLIC_SIZE + 1];
    if (!look_options_read(&command_service_key, count, arguments, &options))
        return EXIT_USAGE;
    struct config *config = look_config(options.config);
    if (config == NULL)
        return EXIT_CONFIG;
    enum outcome outcome = service_key_look(pk, config->data, &reason);
    if (outcome == GONE)
        reason_set(&reason, "%s: there is no key yet; the first start of udvejd makes it.", config->data);
    memory_free(config);
    if (outcome != OK)
        return failed(&reason);
    hex_write(pk, sizeof pk, hex);
    (void)printf(options.is_json ? "{\"public\":\"%s\"}\n" : "%s\n", hex);
    return EXIT_OK;
}

const struct command command_service_key = {
    .name = "service-key",
    .about = "print the public half of the key that signs receipts of deletion",
    .help =
        "Prints the public half of the server's key for receipts of deletion, as 64 hex digits. The key was made by "
        "the first start\n"
        "of udvejd and lies in the data folder (service.key). Visitors get receipts once supervisors have certified "
        "it; it is in\n"
        "no backup, so a restored server has another one.\n"
        "\n"
        "Examples:\n"
        "  udvej service-key udvejd.conf\n"
        "\n"
        "Options:\n"
        "  --json  {\"public\":\"...\"}\n"
        "\n"
        "Exit codes: 0 printed, 1 there is no key yet, or it cannot be read, 2 wrong use, 78 configuration.\n"
        "Next: udvej-keys service request --public HEX, where the programme's keys are\n",
    .run = run,
};
