/* udvej verify-receipt: what a receipt of deletion proves, without any server. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "deletion.h"
#include "look.h"
#include "phrase.h"
#include "secret.h"
#include "visitor_keys.h"

enum { RECEIPT_FILE_MAX = 4096 };

struct verify_options {
    const char *programme;
    const char *receipt;
    const char *code_file; /* NULL: the terminal */
    bool wants_code;
    bool is_json;
};

struct verdict {
    struct deletion_receipt receipt;
    const struct service_entry *service;
    bool is_of_code;
};

/* ---- what is given -------------------------------------------------------------------------------------------------- */

static enum outcome read_receipt(const char *path, uint8_t octets[DELETION_SIZE], struct reason *reason)
{
    uint8_t text[RECEIPT_FILE_MAX];
    size_t size;
    if (strcmp(path, "-") != 0)
        TRY(file_read(path, PRIVACY_NONE, text, sizeof text, &size, reason));
    else if (file_take(STDIN_FILENO, text, sizeof text, &size) != OK) {
        reason_set(reason, "standard input cannot be read.");
        return BROKEN;
    }
    reason_set(reason, "this is no receipt: it begins with 1. and has %d characters.", DELETION_TEXT_SIZE);
    return deletion_read((struct bytes){text, size}, octets);
}

/* Derives the mailbox as the visitor's client does. */
static enum outcome read_mailbox(const struct verify_options *options, const struct roster *roster,
                                 uint8_t mailbox[MAILBOX_SIZE], struct reason *reason)
{
    struct passphrase_source source = {.file = options->code_file, .prompt = "return code"};
    struct passphrase typed;
    struct visitor_keys keys;
    uint8_t secret[SECRET_SIZE];
    enum outcome outcome = passphrase_read(&source, &typed, reason);
    if (outcome == OK)
        outcome = phrase_from_input((struct bytes){typed.text, typed.size}, secret);
    secret_wipe(&typed, sizeof typed);
    reason_set(reason, "there is no return code, or it is mistyped.");
    if (outcome == OK) {
        outcome = visitor_keys_open(&keys, secret, roster->deployment_id);
        reason_set(reason, "there is no memory for the code.");
    }
    if (outcome == OK)
        memcpy(mailbox, keys.mailbox, MAILBOX_SIZE);
    secret_wipe(secret, sizeof secret);
    visitor_keys_close(&keys);
    return outcome;
}

/* ---- what it says --------------------------------------------------------------------------------------------------- */

static void print_json(const struct verify_options *options, const struct roster *roster, const struct verdict *verdict)
{
    char mailbox[2 * MAILBOX_SIZE + 1], service[2 * SIGN_PUBLIC_SIZE + 1], id[2 * HASH_SIZE + 1], day[DAY_TEXT_SIZE];
    hex_write(verdict->receipt.mailbox, MAILBOX_SIZE, mailbox);
    hex_write(verdict->service->pk_sign, SIGN_PUBLIC_SIZE, service);
    hex_write(roster->deployment_id, HASH_SIZE, id);
    day_write(verdict->receipt.day, day);
    (void)printf("{\"day\":\"%s\",\"mailbox\":\"%s\",\"service\":\"%s\",\"deployment_id\":\"%s\",\"of_code\":%s}\n",
                 day, mailbox, service, id,
                 !options->wants_code  ? "null"
                 : verdict->is_of_code ? "true"
                                       : "false");
}

static void print_words(const struct verify_options *options, const struct roster *roster,
                        const struct verdict *verdict)
{
    char hex[2 * HASH_SIZE + 1], day[DAY_TEXT_SIZE];
    day_write(verdict->receipt.day, day);
    hex_write(verdict->receipt.mailbox, MAILBOX_SIZE, hex);
    (void)printf("On %s the server kept nothing under mailbox %s.\n", day, hex);
    hex_write(verdict->service->pk_sign, SIGN_PUBLIC_SIZE, hex);
    (void)printf("Signed by the server's key %s,\n", hex);
    hex_write(roster->deployment_id, HASH_SIZE, hex);
    (void)printf("which the programme %s had certified for that day.\n", hex);
    if (options->wants_code)
        (void)printf(verdict->is_of_code ? "It is the mailbox of this return code.\n"
                                         : "It is NOT the mailbox of this return code.\n");
}

static enum outcome judge(const struct verify_options *options, const struct roster *roster, struct verdict *verdict,
                          struct reason *reason)
{
    struct statement statement;
    uint8_t octets[DELETION_SIZE], mailbox[MAILBOX_SIZE];
    TRY(read_receipt(options->receipt, octets, reason));
    reason_set(reason,
               "this receipt does not hold: it was changed, or signed with no key that this programme had certified "
               "for its day.");
    TRY(deletion_check(roster, (struct bytes){octets, sizeof octets}, &verdict->receipt));
    TRY(statement_decode(&statement, (struct bytes){octets, sizeof octets}));
    verdict->service = roster_service(roster, statement.signatures[0].signer, verdict->receipt.day);
    if (!options->wants_code)
        return OK;
    TRY(read_mailbox(options, roster, mailbox, reason));
    verdict->is_of_code = memcmp(mailbox, verdict->receipt.mailbox, MAILBOX_SIZE) == 0;
    return OK;
}

static int verify(const struct verify_options *options)
{
    struct verdict verdict = {.is_of_code = false};
    struct reason reason;
    struct opened *opened = open_programme(options->programme);
    if (opened == NULL)
        return EXIT_FAILED;
    enum outcome outcome = judge(options, &opened->roster, &verdict, &reason);
    if (outcome == OK && options->is_json)
        print_json(options, &opened->roster, &verdict);
    else if (outcome == OK)
        print_words(options, &opened->roster, &verdict);
    free(opened);
    if (outcome != OK)
        return failed(&reason);
    return options->wants_code && !verdict.is_of_code ? EXIT_FAILED : EXIT_OK;
}

static int run(int count, char **arguments)
{
    static const struct option known[] = {{"code", no_argument, NULL, 'c'},
                                          {"code-file", required_argument, NULL, 'f'},
                                          {"json", no_argument, NULL, 'j'},
                                          {0}};
    struct verify_options options = {.wants_code = false};
    int option;
    while ((option = getopt_long(count, arguments, "", known, NULL)) != -1) {
        if (option == 'j')
            options.is_json = true;
        else if (option == 'c' || option == 'f') {
            options.wants_code = true;
            options.code_file = option == 'f' ? optarg : options.code_file;
        } else
            return misused(&command_verify_receipt, "there is an option that it does not have");
    }
    if (optind + 2 != count)
        return misused(&command_verify_receipt, "it wants PROGRAMME, and RECEIPT or -");
    options.programme = arguments[optind];
    options.receipt = arguments[optind + 1];
    bool is_twice = options.code_file != NULL && strcmp(options.code_file, "-") == 0;
    if (is_twice && strcmp(options.receipt, "-") == 0)
        return misused(&command_verify_receipt, "receipt and code cannot both be standard input");
    return verify(&options);
}

const struct command command_verify_receipt = {
    .name = "verify-receipt",
    .about = "check a receipt of deletion, and say what it proves",
    .help =
        "Checks a receipt of deletion as a visitor was given it. No server and no configuration is needed, only the "
        "programme's\n"
        "statements, from somebody you believe.\n"
        "\n"
        "Examples:\n"
        "  udvej verify-receipt programme.bin receipt.txt\n"
        "  udvej verify-receipt --code programme.bin receipt.txt\n"
        "  udvej verify-receipt --json programme.bin - < receipt.txt\n"
        "\n"
        "It proves that the server said so, on that day, with a key that this programme had certified. Not: that "
        "it told the\n"
        "truth, that there ever was anything, or what colleagues' devices and backups keep. With the code it says "
        "also whether it\n"
        "is about that code's mailbox; the code goes nowhere.\n"
        "\n"
        "Options:\n"
        "  --code            ask for the return code, on the terminal, or on standard input if there is none\n"
        "  --code-file FILE  read it from there (mode 0600); - is standard input\n"
        "  --json            one object: day, mailbox, service, deployment_id, of_code (true, false, null)\n"
        "\n"
        "Exit codes: 0 it holds, 1 it does not, or is about another code, 2 wrong use.\n"
        "Next: let go of the receipt and the code, if nobody is to see them.\n",
    .run = run,
};
