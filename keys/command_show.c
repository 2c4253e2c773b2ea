/* Looking without keys: what is in a file, and whether a whole programme keeps its own rules. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "text.h"

/* Would this character move a terminal's cursor or turn its direction? */
static bool is_unseen(uint32_t character)
{
    return character < 0x20 || (character >= 0x7f && character < 0xa0) ||
           (character >= 0x202a && character <= 0x202e) || (character >= 0x2066 && character <= 0x2069);
}

/* Text from a statement, which its decoder has found to be UTF-8, as a JSON string. */
static void put_quoted(struct bytes text)
{
    uint32_t character;
    struct bytes rest = text;
    putchar('"');
    while (text_next(&rest, &character)) {
        if (character == '"' || character == '\\')
            printf("\\%c", (char)character);
        else if (is_unseen(character))
            printf("\\u%04x", (unsigned)character);
        else
            fwrite(text.data, 1, text.size - rest.size, stdout);
        text = rest;
    }
    putchar('"');
}

static void put_hex(const char *name, const uint8_t *data, size_t size)
{
    char hex[2 * HASH_SIZE + 1];
    hex_write(data, size, hex);
    printf("\"%s\":\"%s\"", name, hex);
}

static void put_day(const char *name, uint64_t day)
{
    char text[DAY_TEXT_SIZE];
    day_write(day, text);
    printf(",\"%s\":\"%s\"", name, text);
}

static void put_caps(uint32_t caps)
{
    static const char *const names[] = {"intake", "add", "supervise", "certify"};
    const char *comma = "";
    fputs(",\"caps\":[", stdout);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if ((caps >> i & 1) == 0)
            continue;
        printf("%s\"%s\"", comma, names[i]);
        comma = ",";
    }
    putchar(']');
}

static enum outcome put_root_set(struct bytes body)
{
    struct root_set set;
    uint8_t deployment_id[HASH_SIZE];
    TRY(root_set_decode(&set, body));
    deployment_id_of(body, deployment_id);
    fputs("{\"statement\":\"root-set\",", stdout);
    put_hex("deployment_id", deployment_id, HASH_SIZE);
    fputs(",\"name\":", stdout);
    put_quoted(set.name);
    printf(",\"threshold\":%u,\"roots\":%u", set.threshold, set.count);
    return OK;
}

static enum outcome put_cert(struct bytes body)
{
    static const char *const profiles[] = {"not_said", "woman", "man"};
    struct staff_cert cert;
    uint8_t cert_hash[HASH_SIZE];
    TRY(staff_cert_decode(&cert, body));
    cert_hash_of(body, cert_hash);
    fputs("{\"statement\":\"staff-cert\",", stdout);
    put_hex("cert", cert_hash, HASH_SIZE);
    fputs(",\"label\":", stdout);
    put_quoted(cert.label);
    printf(",\"role\":\"%s\"", role_name(cert.role));
    put_caps(cert.caps);
    fputs(",\"doors\":[", stdout);
    for (size_t i = 0; i < cert.doors.size; i++)
        printf("%s%u", i > 0 ? "," : "", cert.doors.data[i]);
    fputs("],\"langs\":", stdout);
    put_quoted(cert.langs);
    printf(",\"profile\":\"%s\"", profiles[cert.profile <= PROFILE_MAN ? cert.profile : 0]);
    put_day("from", cert.not_before_day);
    put_day("until", cert.not_after_day);
    return OK;
}

static enum outcome put_service_cert(struct bytes body)
{
    struct service_cert cert;
    TRY(service_cert_decode(&cert, body));
    fputs("{\"statement\":\"service-cert\",", stdout);
    put_hex("public", cert.pk_sign, SIGN_PUBLIC_SIZE);
    put_day("from", cert.not_before_day);
    put_day("until", cert.not_after_day);
    return OK;
}

static enum outcome put_snapshot(struct bytes body)
{
    struct snapshot snapshot;
    TRY(snapshot_decode(&snapshot, body));
    printf("{\"statement\":\"snapshot\",\"active\":%zu", snapshot.active.size / HASH_SIZE);
    put_day("from", snapshot.issued_min / 1440);
    put_day("until", snapshot.expires_min / 1440);
    return OK;
}

static enum outcome put_statement(struct bytes data)
{
    struct statement statement;
    TRY(statement_decode(&statement, data));
    switch (statement.type) {
    case STATEMENT_TYPE_ROOT_SET:
        TRY(put_root_set(statement.body));
        break;
    case STATEMENT_TYPE_STAFF_CERT:
        TRY(put_cert(statement.body));
        break;
    case STATEMENT_TYPE_SERVICE_CERT:
        TRY(put_service_cert(statement.body));
        break;
    case STATEMENT_TYPE_SNAPSHOT:
        TRY(put_snapshot(statement.body));
        break;
    default:
        return MALFORMED;
    }
    fputs(",\"signed_by\":[", stdout);
    for (size_t i = 0; i < statement.signature_count; i++) {
        char hex[2 * HASH_SIZE + 1];
        hex_write(statement.signatures[i].signer, HASH_SIZE, hex);
        printf("%s\"%s\"", i > 0 ? "," : "", hex);
    }
    puts("]}");
    return OK;
}

static bool show_key_file(const char *path)
{
    uint8_t file[KEY_BOX_FILE_MAX];
    size_t size;
    struct reason reason;
    struct key_box_cost cost;
    if (file_read(path, PRIVACY_NONE, file, sizeof file, &size, &reason) != OK ||
        key_box_peek((struct bytes){file, size}, &cost) != OK)
        return false;
    printf("{\"file\":\"key\",\"memory_kib\":%u,\"passes\":%u}\n", (unsigned)cost.memory_kib, cost.passes);
    return true;
}

static int run_show(int count, char **arguments)
{
    struct reason reason;
    struct reader reader;
    struct bytes next;
    if (count != 2)
        return misused(&command_show, "it needs one file");
    if (show_key_file(arguments[1]))
        return 0;
    struct statement_file *programme = malloc(sizeof *programme);
    enum outcome outcome = programme == NULL ? BROKEN : OK;
    reason_set(&reason, "there is no memory for a programme.");
    if (outcome == OK)
        outcome = statement_file_read(arguments[1], programme, &reason);
    if (outcome == OK) {
        reason_set(&reason, "%s holds a statement that is not well formed.", arguments[1]);
        reader_open(&reader, programme->data, programme->size);
        while (outcome == OK && (next = statement_file_next(&reader)).size > 0)
            outcome = put_statement(next);
    }
    free(programme);
    return outcome == OK ? 0 : failed(&reason);
}

const struct command command_show = {
    .name = "show",
    .about = "says what is in a file, without checking signatures",
    .help = "Says what is in a programme file, a request or a key file: one JSON object a line. Signatures are listed, "
            "not checked;\n"
            "of a key file only what needs no passphrase is shown.\n"
            "\n"
            "Examples:\n"
            "  udvej-keys show counsellor-1.cert\n"
            "  udvej-keys show programme.bin\n"
            "\n"
            "Next: udvej-keys check\n",
    .run = run_show,
};

static void put_roster(const struct roster *roster)
{
    for (size_t i = 0; i < roster->count; i++) {
        const struct roster_entry *entry = &roster->entries[i];
        putchar('{');
        put_hex("cert", entry->cert_hash, HASH_SIZE);
        fputs(",\"label\":", stdout);
        put_quoted((struct bytes){entry->label, entry->label_size});
        printf(",\"role\":\"%s\",\"active\":%s", role_name(entry->role), entry->is_active ? "true" : "false");
        put_day("until", entry->not_after_day);
        puts("}");
    }
    for (size_t i = 0; i < roster->service_count; i++) {
        putchar('{');
        put_hex("service", roster->services[i].pk_sign, SIGN_PUBLIC_SIZE);
        put_day("from", roster->services[i].not_before_day);
        put_day("until", roster->services[i].not_after_day);
        puts("}");
    }
}

static int run_check(int count, char **arguments)
{
    struct reason reason;
    if (count != 2)
        return misused(&command_check, "it needs one programme file");
    struct opened *opened = open_programme(arguments[1]);
    if (opened == NULL)
        return EXIT_FAILED;
    uint64_t now_min = clock_min();
    enum outcome outcome = statement_file_check(&opened->programme, true, now_min, &opened->roster, &reason);
    if (outcome == OK && !opened->roster.has_snapshot) {
        reason_set(&reason, "there is no snapshot: nobody's certificate counts. Next: udvej-keys snapshot");
        outcome = REFUSED;
    }
    if (outcome == OK) {
        put_roster(&opened->roster);
        if (opened->roster.snapshot_issued_min + SNAPSHOT_WARN_MIN < now_min)
            say("the snapshot is older than 48 hours, and after 14 days clients refuse it. Next: udvej-keys snapshot");
    }
    free(opened);
    return outcome == OK ? 0 : failed(&reason);
}

const struct command command_check = {
    .name = "check",
    .about = "checks a whole programme as every client does",
    .help = "Checks a programme file by the rules that server and clients keep, and prints its staff and the "
            "server's keys: one JSON object a line.\n"
            "\n"
            "Examples:\n"
            "  udvej-keys check programme.bin\n"
            "\n"
            "Exit codes: 0 everything counts, 1 something does not (which, on standard error), 2 wrong use.\n",
    .run = run_check,
};
