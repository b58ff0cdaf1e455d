/* classify.c: `bounce classify`: a response, a Diagnostic-Code or a line of a log, to a verdict
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "json.h"
#include "tool.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define MAX_LINE BOUNCE_DEFAULT_LIMIT_LINE /* the rest of a longer line is skipped: it would fill the memory */

enum { SEVERITY, REASON, FAULT, CONFIDENCE, CODES, RULE, EVIDENCE, RESPONSE, N_COLUMNS };

/* A narrow terminal loses the response first: who asks has it before them. */
static const ToolColumn columns[N_COLUMNS] = {
    [SEVERITY] = { NULL, 4, 4, 0 },   [REASON] = { NULL, 20, 20, 0 },  [FAULT] = { NULL, 9, 9, 2 },
    [CONFIDENCE] = { NULL, 6, 6, 4 }, [CODES] = { NULL, 11, 16, 5 },   [RULE] = { NULL, 16, 26, 6 },
    [EVIDENCE] = { NULL, 12, 30, 3 }, [RESPONSE] = { NULL, 20, 0, 1 },
};

typedef struct {
    BounceParser *parser;
    const char *host;
    gboolean json;
    ToolTable table; /* its line is used for JSON too */
} Classifying;

/* ---- Forms ---------------------------------------------------------------------------------------------------------*/

static void add_evidence (Json *json, BounceRecipient *r)
{
    const char *rule = bounce_recipient_get_evidence_rule (r);

    if (!rule) {
        json_null (json, "evidence");
        return;
    }
    json_begin_object (json, "evidence");
    json_string (json, "rule", rule);
    json_string (json, "from", bounce_recipient_get_evidence_from (r));
    json_string (json, "text", bounce_recipient_get_evidence_text (r));
    json_end_object (json);
}

/* The members of a recipient in the report, so far as one response can tell them. */
static void print_json (GString *line, const char *text, BounceRecipient *r)
{
    Json json = JSON_INIT (line);
    guint reply = bounce_recipient_get_reply (r);

    json_begin_object (&json, NULL);
    json_string (&json, "text", *text ? text : NULL);
    json_string (&json, "status", bounce_recipient_get_status (r));
    if (reply)
        json_int (&json, "reply", reply);
    else
        json_null (&json, "reply");
    json_string (&json, "command", bounce_command_to_string (bounce_recipient_get_command (r)));
    json_string (&json, "reason", bounce_reason_to_string (bounce_recipient_get_reason (r)));
    json_string (&json, "severity", bounce_severity_to_string (bounce_recipient_get_severity (r)));
    json_string (&json, "fault", bounce_fault_to_string (bounce_recipient_get_fault (r)));
    json_string (&json, "confidence", bounce_confidence_to_string (bounce_recipient_get_confidence (r)));
    add_evidence (&json, r);
    json_string (&json, "remote_mta", bounce_recipient_get_remote_mta (r));
    json_end_object (&json);
    tool_write_line (line);
}

/* "5.1.1 550 RCPT", as much of it as is told. */
static char *join_codes (BounceRecipient *r)
{
    GString *codes = g_string_new (bounce_recipient_get_status (r));
    guint reply = bounce_recipient_get_reply (r);
    const char *command = bounce_command_to_string (bounce_recipient_get_command (r));

    if (reply)
        g_string_append_printf (codes, "%s%u", codes->len ? " " : "", reply);
    if (command)
        g_string_append_printf (codes, "%s%s", codes->len ? " " : "", command);
    return g_string_free (codes, codes->len == 0);
}

static void print_text (ToolTable *table, const char *text, BounceRecipient *r)
{
    const char *words = bounce_recipient_get_evidence_text (r);
    g_autofree char *codes = join_codes (r);
    g_autofree char *quoted = words ? g_strdup_printf ("\"%s\"", words) : NULL;
    g_autofree char *shown = g_utf8_make_valid (text, -1);

    tool_table_severity (table, SEVERITY, bounce_recipient_get_severity (r));
    tool_table_cell (table, REASON, bounce_reason_to_string (bounce_recipient_get_reason (r)));
    tool_table_cell (table, FAULT, bounce_fault_to_string (bounce_recipient_get_fault (r)));
    tool_table_cell (table, CONFIDENCE, bounce_confidence_to_string (bounce_recipient_get_confidence (r)));
    tool_table_cell (table, CODES, codes);
    tool_table_cell (table, RULE, bounce_recipient_get_evidence_rule (r));
    tool_table_cell (table, EVIDENCE, quoted);
    tool_table_cell (table, RESPONSE, *text ? shown : NULL);
    tool_table_end_row (table);
}

static void classify (Classifying *classifying, const char *text)
{
    g_autoptr (BounceRecipient) verdict = bounce_parser_classify (classifying->parser, text, classifying->host);

    if (classifying->json)
        print_json (classifying->table.line, text, verdict);
    else
        print_text (&classifying->table, text, verdict);
}

/* ---- Lines ---------------------------------------------------------------------------------------------------------*/

/* A NUL would hide the rest of its line. */
static void append_bytes (GString *line, const char *bytes, gsize length)
{
    gsize room = line->len < MAX_LINE ? MAX_LINE - line->len : 0;
    gsize old = line->len;

    g_string_append_len (line, bytes, (gssize) MIN (length, room));
    for (char *p = line->str + old, *end = line->str + line->len; (p = memchr (p, '\0', (gsize) (end - p))); p++)
        *p = ' ';
}

static void end_line (Classifying *classifying, GString *line)
{
    if (line->len && line->str[line->len - 1] == '\r')
        g_string_truncate (line, line->len - 1);
    classify (classifying, line->str);
    g_string_truncate (line, 0);
}

/* Answers every complete line; the begin of one that is not stays in line. */
static void classify_chunk (Classifying *classifying, GString *line, const char *chunk, gsize length)
{
    const char *end = chunk + length;

    for (const char *feed; (feed = memchr (chunk, '\n', (gsize) (end - chunk))); chunk = feed + 1) {
        append_bytes (line, chunk, (gsize) (feed - chunk));
        end_line (classifying, line);
    }
    append_bytes (line, chunk, (gsize) (end - chunk));
}

/* What is answered is handed on before more is waited for: a program may ask line by line through two pipes. */
static int classify_stdin (Classifying *classifying)
{
    static char chunk[1 << 16];
    g_autoptr (GString) line = g_string_new (NULL);
    gboolean begun = FALSE; /* the last line has no line feed (yet) */
    gssize length = 0;

    tool_note_terminal ();
    while (tool_output_ok () && (length = tool_read (STDIN_FILENO, chunk, sizeof chunk)) > 0) {
        classify_chunk (classifying, line, chunk, (gsize) length);
        begun = chunk[length - 1] != '\n';
        tool_flush ();
    }
    if (length < 0) {
        tool_complain ("standard input: %s", g_strerror (errno));
        return EX_IOERR;
    }
    if (begun)
        end_line (classifying, line);
    return EXIT_SUCCESS;
}

/* ---- Options -------------------------------------------------------------------------------------------------------*/

static int classify_all (Classifying *classifying, guint width, char **texts)
{
    int status = EXIT_SUCCESS;

    tool_table_init (&classifying->table, columns, N_COLUMNS, width);
    if (!texts)
        status = classify_stdin (classifying);
    for (; texts && *texts; texts++) {
        if (g_file_test (*texts, G_FILE_TEST_IS_REGULAR))
            tool_complain ("%s is a file; its lines are judged by 'bounce classify < %s'", *texts, *texts);
        classify (classifying, *texts);
    }
    tool_table_clear (&classifying->table);
    return status;
}

static int run_classify (int argc, char *argv[])
{
    gboolean json = FALSE;
    ToolWhen when = TOOL_AUTO;
    int width = tool_terminal_width (STDOUT_FILENO);
    int status = EXIT_SUCCESS;
    g_autofree char *host = NULL;
    g_autofree char *color = NULL;
    g_auto (GStrv) rules = NULL;
    g_auto (GStrv) texts = NULL;
    const GOptionEntry entries[] = {
        { "json", 0, 0, G_OPTION_ARG_NONE, &json, "a line of JSON for each", NULL },
        { "host", 0, 0, G_OPTION_ARG_FILENAME, &host, "who said so, where the text does not tell", "HOST" },
        { "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rules, "rules of your own; may be given several times", "FILE" },
        { "color", 0, 0, G_OPTION_ARG_STRING, &color, "auto (on a terminal, without NO_COLOR), always, never", "WHEN" },
        { "width", 0, 0, G_OPTION_ARG_INT, &width, "cut lines to N columns, 0: never (a terminal's width)", "N" },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &texts, NULL, NULL },
        G_OPTION_ENTRY_NULL,
    };

    if (!tool_options (&tool_verb_classify, entries, argc, argv, &status))
        return status;
    if (width < 0) {
        tool_complain ("classify: --width is below 0");
        return EX_USAGE;
    }
    if (color && !tool_when_read ("color", color, &when))
        return EX_USAGE;
    tool_color_begin (when);
    g_autoptr (BounceParser) parser = tool_parser (rules, &status);
    Classifying classifying = { .parser = parser, .host = host, .json = json };
    return parser ? classify_all (&classifying, (guint) width, texts) : status;
}

const ToolVerb tool_verb_classify = {
    "classify",
    "judge single SMTP responses or lines of a log",
    "Examples:\n"
    "  bounce classify '550 5.1.1 <x@example.com>: Recipient address rejected: User unknown'\n"
    "  bounce classify --host mx.example.com '550 Denied'\n"
    "  grep status=bounced /var/log/mail.log | bounce classify --json\n"
    "\n"
    "Usage: bounce classify [OPTION…] [TEXT…]\n"
    "\n"
    "Without a TEXT each line of the standard input is one, and each gets its line, empty ones too. The columns: severity,\n"
    "reason, fault, confidence, codes and command, the rule that decided, the words it found, the text.\n",
    run_classify,
};
