/* How the key of a server is certified: its public half is brought here, and supervisors sign for it as for a colleague. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "command.h"

static int request_make(struct service_cert *wanted, uint32_t days, const char *out)
{
    uint8_t statement[KEY_BOX_STATEMENT_MAX];
    struct reason reason;
    size_t size;
    wanted->not_before_day = (uint32_t)(clock_min() / 1440);
    wanted->not_after_day = wanted->not_before_day + days;
    enum outcome outcome = service_request(wanted, statement, &size, &reason);
    if (outcome == OK)
        outcome = request_write(out, (struct bytes){statement, size}, &reason);
    return outcome == OK ? 0 : failed(&reason);
}

static int run_request(int count, char **arguments)
{
    static const struct option options[] = {
        {"public", required_argument, NULL, 'k'},
        {"days", required_argument, NULL, 'y'},
        {"out", required_argument, NULL, 'o'},
        {0},
    };
    struct service_cert wanted = {.not_before_day = 0};
    bool has_key = false;
    long days = CERT_DAYS;
    const char *out = NULL;
    int option;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
        switch (option) {
        case 'k':
            has_key = hex_read(optarg, wanted.pk_sign, sizeof wanted.pk_sign) == OK;
            break;
        case 'y':
            days = number_read(optarg, 1, 10 * 365);
            break;
        case 'o':
            out = optarg;
            break;
        default:
            return misused(&command_service_request, "that is no option");
        }
    }
    if (!has_key || out == NULL || days < 0 || optind < count)
        return misused(&command_service_request, "it needs --public with 64 hex digits and --out, and nothing else");
    return request_make(&wanted, (uint32_t)days, out);
}

const struct command command_service_request = {
    .name = "service request",
    .about = "asks for a certificate of the server's key, with which it signs receipts of deletion",
    .help = "Makes a request for the key with which the server signs that it keeps nothing of somebody. The key itself "
            "stays on the\n"
            "server; udvej service-key prints the public half there. Two supervisors sign the request, as a "
            "colleague's. Old\n"
            "certificates stay in the programme: receipts that were signed with them are checked with it.\n"
            "\n"
            "Examples:\n"
            "  udvej-keys service request --public HEX --out server.cert\n"
            "  udvej-keys staff sign --programme programme.bin --key supervisor-a.key server.cert\n"
            "  udvej-keys staff sign --programme programme.bin --key supervisor-b.key server.cert\n"
            "  udvej-keys programme add --programme programme.bin server.cert\n"
            "\n"
            "Options:\n"
            "  --public HEX   the public half, 64 hex digits\n"
            "  --days N       how long the certificate counts (365)\n"
            "  --out FILE     the request\n"
            "\n"
            "Next: udvej-keys staff sign\n",
    .run = run_request,
};
