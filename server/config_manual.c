#include "config_manual.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "config.h"

enum { WIDTH_MAX = 78 }; /* of a line of source */

static const struct row {
    const char *section;
    const char *name;
    const char *type;
    uint32_t min;
    uint32_t max;
    const char *standard;
    const char *about;
} rows[] = {
#define KEY(section, name, type, field, min, max, standard, about) {#section, name, #type, min, max, standard, about},
#include "config_keys.def"
#undef KEY
};

enum { KEYS = sizeof rows / sizeof rows[0] };

/* Text as mdoc wants its source: a sentence begins a line, lines are short, and no line begins as a request would. */
static void put_text(FILE *out, const char *text)
{
    size_t column = 0;
    while (*text != '\0') {
        size_t size = strcspn(text, " ");
        if (column > 0 && column + 1 + size > WIDTH_MAX) {
            (void)fputc('\n', out);
            column = 0;
        }
        if (column > 0)
            column += (size_t)fprintf(out, " ");
        else if (text[0] == '.' || text[0] == '\'')
            (void)fputs("\\&", out);
        column += (size_t)fprintf(out, "%.*s", (int)size, text);
        text += size;
        if (text[-1] == '.' && *text == ' ') {
            (void)fputc('\n', out);
            column = 0;
        }
        text += *text == ' ';
    }
    if (column > 0)
        (void)fputc('\n', out);
}

/* What a number counts, by the end of its name. */
static const char *unit_of(const char *name)
{
    static const struct {
        const char *end;
        const char *unit;
    } units[] = {{"_ms", " of milliseconds"}, {"_s", " of seconds"},   {"_seconds", " of seconds"},
                 {"_minutes", " of minutes"}, {"_hours", " of hours"}, {"_days", " of days"}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        size_t size = strlen(name), end = strlen(units[i].end);
        if (size > end && strcmp(name + size - end, units[i].end) == 0)
            return units[i].unit;
    }
    return "";
}

static void put_form(FILE *out, const struct row *row)
{
    if (strcmp(row->type, "NUMBER") == 0)
        (void)fprintf(out, "A whole number%s from %u to %u.\n", unit_of(row->name), row->min, row->max);
    else if (strcmp(row->type, "ADDRESSES") == 0)
        (void)fprintf(out, "At most %d, each of up to %d octets.\n", CONFIG_ADDRESSES_MAX, CONFIG_ADDRESS_MAX - 1);
    else if (strcmp(row->type, "CONTROL") == 0)
        (void)fprintf(out, "Text of up to %d octets.\n", CONFIG_ADDRESS_MAX - 1);
    else if (strcmp(row->type, "NAMES") == 0)
        (void)fprintf(out, "At most %d, each of up to %d octets.\n", GATE_HOSTS_MAX, HOST_MAX);
    else if (strcmp(row->type, "HOLIDAYS") == 0)
        (void)fprintf(out, "At most %d dates in up to %u octets.\n", HOURS_HOLIDAYS_MAX, row->max);
    else if (strcmp(row->type, "HOURS") == 0)
        (void)fprintf(out, "Up to %d spans such as 08:00-12:00, 13:00-22:00, or closed.\n", HOURS_SPANS_MAX);
    else if (strcmp(row->type, "TEXT") == 0)
        (void)fprintf(out, "Text of up to %u octets.\n", row->max);
    if (row->standard == NULL)
        (void)fputs("It must be given.\n", out);
    else if (row->standard[0] != '\0')
        (void)fprintf(out, "The default is\n.Ql %s .\n", row->standard);
}

static bool has_language(const struct row *row)
{
    return strcmp(row->section, "DOOR") == 0 && (strcmp(row->name, "name") == 0 || strcmp(row->name, "text") == 0);
}

static void put_keys(FILE *out, const char *section)
{
    (void)fputs(".Bl -tag -width Ds\n", out);
    for (size_t i = 0; i < KEYS; i++) {
        const struct row *row = &rows[i];
        if (strcmp(row->section, section) != 0)
            continue;
        (void)fprintf(out, ".It Cm %s%s\n", row->name, has_language(row) ? ".LANG" : "");
        put_text(out, row->about[0] != '\0' ? row->about : "Likewise.");
        put_form(out, row);
    }
    (void)fputs(".El\n", out);
}

void config_print_manual(FILE *out)
{
    (void)fputs(".\\\" Made from server/config_keys.def by udvejd --print-manual.\n"
                ".Dd November 25, 2026\n"
                ".Dt UDVEJ.CONF 5\n"
                ".Os\n"
                ".Sh NAME\n"
                ".Nm udvej.conf\n"
                ".Nd configuration of the messaging server udvejd\n"
                ".Sh DESCRIPTION\n"
                "The configuration of\n"
                ".Xr udvejd 8 ,\n"
                "usually\n"
                ".Pa /etc/udvej/udvejd.conf ,\n"
                "is UTF-8 text in sections.\n"
                "Each line is a\n"
                ".Ql [section] ,\n"
                "a pair\n"
                ".Ql key = value ,\n"
                "empty, or a comment that begins with\n"
                ".Ql #\n"
                "or\n"
                ".Ql \\&; .\n"
                "There are no comments behind values and no continued lines, and each\n"
                "section stands once.\n"
                "Others than its owner, who is root or the server's user, may not write to\n"
                "the file.\n"
                ".Pp\n"
                "Whatever is not understood is a fault that is told with file and line, and\n"
                "then nothing is served.\n"
                ".Nm udvej Cm check-config\n"
                "tells the same without serving;\n"
                ".Nm udvejd Fl Fl print-config\n"
                "prints an example with every key.\n"
                ".Ss The server\n"
                "One section,\n"
                ".Ql [server] :\n",
                out);
    put_keys(out, "SERVER");
    (void)fputs(".Ss Doors\n"
                "A section\n"
                ".Ql [door:NUMBER]\n"
                "for each door, 1 to 255, by which visitors come in; at most\n",
                out);
    (void)fprintf(out, "%d doors.\n", DOORS_MAX);
    (void)fputs(".Ar LANG\n"
                "is a language such as\n"
                ".Ql da .\n",
                out);
    put_keys(out, "DOOR");
    (void)fputs(".Sh FILES\n"
                ".Bl -tag -width Ds\n"
                ".It Pa /etc/udvej/udvejd.conf\n"
                "where the unit of\n"
                ".Xr systemd 1\n"
                "looks for it\n"
                ".El\n"
                ".Sh EXAMPLES\n"
                "The least that is served:\n"
                ".Bd -literal -offset indent\n"
                "[server]\n"
                "listen = unix:/run/udvej/visitor.sock\n"
                "hosts = exit.example.org\n"
                "data = /var/lib/udvej\n"
                "web = /usr/share/udvej/web\n"
                "programme = /etc/udvej/programme.bin\n"
                "\n"
                "[door:1]\n"
                "name.en = I want out\n"
                "always_open = 1\n"
                ".Ed\n"
                ".Sh SEE ALSO\n"
                ".Xr udvej 8 ,\n"
                ".Xr udvejd 8\n",
                out);
}
