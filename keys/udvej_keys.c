/* udvej-keys: makes, signs and checks the keys of a programme. Meant for a machine that is never on a network. */
#include "command.h"
#include "secret.h"

static const struct command *const commands[] = {
    &command_passphrase,      &command_root_new,   &command_programme_new,
    &command_staff_request,   &command_staff_sign, &command_programme_add,
    &command_service_request, &command_snapshot,   &command_show,
    &command_check,           &command_demo,
};

static const struct program program = {
    .name = "udvej-keys",
    .before =
        "Makes, signs and checks the keys of a programme.\n"
        "\n"
        "Examples, in the order of a ceremony:\n"
        "  udvej-keys root new --name \"Root 1\" --key root-1.key\n"
        "  udvej-keys programme new --name \"Exit\" --threshold 2 --root HEX --root HEX --root HEX --out "
        "programme.bin\n"
        "  udvej-keys staff request --programme programme.bin --role supervisor --label \"Supervisor A\" \\\n"
        "                           --key supervisor-a.key --out supervisor-a.cert\n"
        "  udvej-keys staff sign --programme programme.bin --key root-1.key supervisor-a.cert\n"
        "  udvej-keys programme add --programme programme.bin supervisor-a.cert\n"
        "  udvej-keys service request --public HEX --out server.cert      # HEX: udvej service-key, on the server\n"
        "  udvej-keys snapshot --programme programme.bin --key supervisor-a.key\n"
        "  udvej-keys check programme.bin\n"
        "\n"
        "Commands (each has --help):\n",
    .after = "\n"
             "Passphrases are asked for on the terminal, or read with --passphrase-file FILE (mode 0600; - is standard "
             "input).\n"
             "udvej-keys --version prints the version. Exit codes: 0 done, 1 failed, 2 wrong use. KEYS.md says who "
             "holds which key and what its loss means.\n",
    .commands = commands,
    .command_count = sizeof commands / sizeof commands[0],
};

int main(int count, char **arguments)
{
    if (!secret_start()) {
        say("this machine gives no randomness or cannot protect memory; no keys are made on it.");
        return EXIT_FAILED;
    }
    return program_run(&program, count, arguments);
}
