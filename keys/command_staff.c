/* How somebody joins the staff: a request made on their own device, then the signatures of those who vouch for them. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "secret.h"

struct staff_options {
    const char *programme;
    const char *key;
    const char *passphrase_file;
    const char *out;
    struct request request;
    uint8_t doors[DOORS_MAX];
    bool is_wrong;
};

/* "1,2": numbers with commas between. */
static bool doors_read(const char *text, struct staff_options *given)
{
    size_t count = 0;
    char *end;
    do {
        long door = strtol(text, &end, 10);
        if (end == text || door < 0 || door > 255 || count == DOORS_MAX)
            return false;
        given->doors[count++] = (uint8_t)door;
        text = end + 1;
    } while (*end == ',');
    given->request.doors = (struct bytes){given->doors, count};
    return *end == '\0';
}

static uint8_t profile_read(const char *word)
{
    if (strcmp(word, "woman") == 0)
        return PROFILE_WOMAN;
    return strcmp(word, "man") == 0 ? PROFILE_MAN : PROFILE_NOT_SAID;
}

static void request_option(struct staff_options *given, int option, const char *value)
{
    switch (option) {
    case 'P':
        given->programme = value;
        break;
    case 'k':
        given->key = value;
        break;
    case 'p':
        given->passphrase_file = value;
        break;
    case 'o':
        given->out = value;
        break;
    case 'r':
        given->request.role = role_read(value);
        break;
    case 'l':
        given->request.label = bytes_of(value);
        break;
    case 'd':
        given->is_wrong |= !doors_read(value, given);
        break;
    case 'g':
        given->request.langs = bytes_of(value);
        break;
    case 'f':
        given->request.profile = profile_read(value);
        break;
    case 'y':
        given->request.days = (uint32_t)number_read(value, 1, 10 * 365);
        break;
    default:
        given->is_wrong = true;
    }
}

static int request_make(const struct staff_options *given)
{
    struct reason reason;
    uint8_t statement[KEY_BOX_STATEMENT_MAX];
    struct opened *opened = open_programme(given->programme);
    struct key_box *box = secret_new(sizeof *box);
    int code = EXIT_FAILED;
    if (opened != NULL && box != NULL) {
        if (staff_request(&given->request, opened->roster.deployment_id, box, statement, &reason) != OK)
            code = failed(&reason);
        else if (create_key(given->key, given->passphrase_file, box))
            code = request_write(given->out, box->statement, &reason) == OK ? 0 : failed(&reason);
    }
    secret_free(box);
    free(opened);
    return code;
}

static int run_request(int count, char **arguments)
{
    static const struct option options[] = {
        {"programme", required_argument, NULL, 'P'},
        {"key", required_argument, NULL, 'k'},
        {"passphrase-file", required_argument, NULL, 'p'},
        {"out", required_argument, NULL, 'o'},
        {"role", required_argument, NULL, 'r'},
        {"label", required_argument, NULL, 'l'},
        {"doors", required_argument, NULL, 'd'},
        {"langs", required_argument, NULL, 'g'},
        {"profile", required_argument, NULL, 'f'},
        {"days", required_argument, NULL, 'y'},
        {0},
    };
    struct staff_options given = {
        .request = {.from_day = (uint32_t)(clock_min() / 1440), .days = CERT_DAYS, .langs = bytes_of("da,en")}};
    int option;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1)
        request_option(&given, option, optarg);
    if (given.is_wrong || given.request.days > 10 * 365 || optind < count)
        return misused(&command_staff_request, "an option or its value is not known");
    if (given.programme == NULL || given.key == NULL || given.out == NULL || given.request.role == 0 ||
        given.request.label.size == 0)
        return misused(&command_staff_request, "it needs --programme, --role, --label, --key and --out");
    return request_make(&given);
}

const struct command command_staff_request = {
    .name = "staff request",
    .about = "makes a colleague's keys and asks for a certificate",
    .help = "Makes a colleague's keys on their own device, and a request that others sign. The keys never leave the "
            "key file.\n"
            "\n"
            "Examples:\n"
            "  udvej-keys staff request --programme programme.bin --role counsellor --label \"Counsellor 1\" --doors "
            "1,2 \\\n"
            "                           --key counsellor-1.key --out counsellor-1.cert\n"
            "\n"
            "Options:\n"
            "  --programme FILE         the programme file\n"
            "  --role ROLE              counsellor, supervisor, mentor, interpreter or parent-coach\n"
            "  --label TEXT             the working name that visitors see\n"
            "  --doors N,N              whose intake this colleague takes (counsellors), ascending\n"
            "  --langs LIST             languages, as in da,en (the default)\n"
            "  --profile woman|man      shown for matching; left out: not said\n"
            "  --days N                 how long the certificate counts (365)\n"
            "  --key FILE               the key file to make (mode 0600); never replaces one\n"
            "  --out FILE               the request\n"
            "  --passphrase-file FILE   its first line is the passphrase; - is standard input\n"
            "\n"
            "Next: bring the request to those who sign it: udvej-keys staff sign\n",
    .run = run_request,
};

static int sign_with(const char *programme, const char *key_path, const char *passphrase_file, const char *request)
{
    struct reason reason;
    uint8_t statement[KEY_BOX_STATEMENT_MAX];
    size_t size;
    struct opened *opened = open_programme(programme);
    struct key *key = NULL;
    int code = EXIT_FAILED;
    if (opened != NULL) {
        if (request_read(request, statement, &size, &reason) != OK)
            code = failed(&reason);
        else
            key = open_key(key_path, passphrase_file);
    }
    if (key != NULL) {
        enum outcome outcome = staff_sign(statement, &size, &opened->roster, &key->box, clock_min(), &reason);
        if (outcome == OK)
            outcome = request_write(request, (struct bytes){statement, size}, &reason);
        code = outcome == OK ? 0 : failed(&reason);
    }
    key_free(key);
    free(opened);
    return code;
}

static int run_sign(int count, char **arguments)
{
    static const struct option options[] = {
        {"programme", required_argument, NULL, 'P'},
        {"key", required_argument, NULL, 'k'},
        {"passphrase-file", required_argument, NULL, 'p'},
        {0},
    };
    const char *programme = NULL, *key = NULL, *passphrase_file = NULL;
    int option;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
        switch (option) {
        case 'P':
            programme = optarg;
            break;
        case 'k':
            key = optarg;
            break;
        case 'p':
            passphrase_file = optarg;
            break;
        default:
            return misused(&command_staff_sign, "that is no option");
        }
    }
    if (programme == NULL || key == NULL || optind + 1 != count)
        return misused(&command_staff_sign, "it needs --programme, --key and one request");
    return sign_with(programme, key, passphrase_file, arguments[optind]);
}

const struct command command_staff_sign = {
    .name = "staff sign",
    .about = "adds a root's or a supervisor's signature to a request",
    .help =
        "Adds one signature to a request, a colleague's or the server's. A supervisor's certificate needs the roots' "
        "threshold; every\n"
        "other needs two different supervisors. Look at the request first (udvej-keys show), together with the "
        "person it names.\n"
        "\n"
        "Examples:\n"
        "  udvej-keys staff sign --programme programme.bin --key root-1.key supervisor-a.cert\n"
        "  udvej-keys staff sign --programme programme.bin --key supervisor-a.key counsellor-1.cert\n"
        "\n"
        "Options:\n"
        "  --programme FILE         the programme file\n"
        "  --key FILE               the key file of the root or supervisor who signs\n"
        "  --passphrase-file FILE   its first line is the passphrase; - is standard input\n"
        "\n"
        "Next: when all have signed, udvej-keys programme add\n",
    .run = run_sign,
};
