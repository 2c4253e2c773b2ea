/* udvej: looks after a server. It never serves, and writes nothing but a first configuration, backups, what is restored from them, and lists of acts;
 * purge alone lets go. */
#include <sys/stat.h>

#include "look.h"
#include "secret.h"

static const struct command *const commands[] = {
    &command_init,    &command_check_config,  &command_doctor,      &command_status,        &command_backup_keygen,
    &command_backup,  &command_restore,       &command_purge,       &command_audit_export,  &command_audit_verify,
    &command_metrics, &command_verify_client, &command_service_key, &command_verify_receipt};

static const struct program program = {
    .name = "udvej",
    .before = "Looks after a server.\n"
              "\n"
              "Examples:\n"
              "  udvej check-config udvejd.conf     is the configuration good?\n"
              "  udvej doctor udvejd.conf           what is wrong, in sentences\n"
              "  udvej status --json udvejd.conf    how much there is\n"
              "  udvej backup --to recovery.public --out monday.backup udvejd.conf\n"
              "  udvej restore --dry-run --key recovery.key monday.backup\n"
              "  udvej audit export --out acts udvejd.conf\n"
              "  udvej verify-client https://exit.example   does it serve the pages that were built?\n"
              "  udvej verify-receipt programme.bin receipt   did it sign that it keeps nothing?\n"
              "\n"
              "Commands (each has --help):\n",
    .after = "\n"
             "udvej --version prints the version. What is asked for goes to standard output, everything else to "
             "standard error; without colours.\n"
             "Exit codes: 0 done, 1 failed or something is wrong, 2 wrong use, 78 configuration.\n"
             "Next: udvejd serves; udvej-keys makes the programme's keys.\n",
    .commands = commands,
    .command_count = sizeof commands / sizeof commands[0],
};

int main(int count, char **arguments)
{
    (void)umask(0077); /* what is written here is for nobody else */
    if (!secret_start()) {
        say("this machine gives no randomness or cannot protect memory.");
        return EXIT_FAILED;
    }
    return program_run(&program, count, arguments);
}
