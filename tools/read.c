/* read.c: `bounce read`: the messages of mailboxes, as text, JSON or CSV
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

#include <string.h>

/* ---- JSON ----------------------------------------------------------------------------------------------------------*/

static gpointer json_begin (guint width G_GNUC_UNUSED)
{
    return NULL;
}

static void json_report (gpointer state G_GNUC_UNUSED, BounceReport *report)
{
    g_autofree char *json = bounce_report_to_json (report);

    tool_print (json);
    tool_write ("\n", 1);
}

static void json_end (gpointer state G_GNUC_UNUSED, guint unread_paths G_GNUC_UNUSED)
{
}

static const ToolFormat format_json = { json_begin, json_report, json_end };

/* ---- The loop ------------------------------------------------------------------------------------------------------*/

typedef struct {
    BounceParser *parser;
    const ToolFormat *format;
    gpointer state;
    guint64 readable;   /* messages that were not BOUNCE_KIND_UNREADABLE */
    guint unread_paths; /* not, or not to their end */
    int status;
} Reading;

static void note_error (Reading *reading, const GError *error)
{
    int status = tool_error_status (error);

    tool_complain ("%s", error->message);
    reading->unread_paths++;
    reading->status = MAX (reading->status, status); /* EX_IOERR is above EX_NOINPUT */
}

static void read_mailbox (Reading *reading, const char *path)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (BounceMailbox) mailbox = bounce_mailbox_open (path, &error);

    while (mailbox && tool_output_ok () && bounce_mailbox_next (mailbox, &error)) {
        g_autoptr (BounceReport) report = bounce_mailbox_parse (mailbox, reading->parser);
        reading->readable += bounce_report_get_kind (report) != BOUNCE_KIND_UNREADABLE;
        reading->format->report (reading->state, report);
    }
    if (error)
        note_error (reading, error);
}

static int read_all (BounceParser *parser, const ToolFormat *format, guint width, char **paths)
{
    Reading reading = { .parser = parser, .format = format, .state = format->begin (width) };

    if (!paths) {
        tool_note_terminal ();
        read_mailbox (&reading, "-");
    }
    for (; paths && *paths && tool_output_ok (); paths++)
        read_mailbox (&reading, *paths);
    format->end (reading.state, reading.unread_paths);
    if (reading.status == EXIT_SUCCESS && reading.readable == 0 && tool_output_ok ()) {
        tool_complain ("no mail that can be read");
        reading.status = EX_DATAERR;
    }
    return reading.status;
}

/* ---- Options -------------------------------------------------------------------------------------------------------*/

static int run_read (int argc, char *argv[])
{
    gboolean text = FALSE, json = FALSE, csv = FALSE, body = FALSE;
    int width = tool_terminal_width ();
    int status = EXIT_SUCCESS;
    g_auto (GStrv) rules = NULL;
    g_auto (GStrv) paths = NULL;
    const GOptionEntry entries[] = {
        { "text", 0, 0, G_OPTION_ARG_NONE, &text, "a table for people, and a summary (the default)", NULL },
        { "json", 0, 0, G_OPTION_ARG_NONE, &json, "a line of JSON a message: all that is known", NULL },
        { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, "a row a recipient, for a spreadsheet", NULL },
        { "body", 0, 0, G_OPTION_ARG_NONE, &body, "each PATH is the text of a bounce, without its header", NULL },
        { "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rules, "rules of your own; may be given several times", "FILE" },
        { "width", 0, 0, G_OPTION_ARG_INT, &width, "cut lines to N columns, 0: never (a terminal's width)", "N" },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, NULL },
        G_OPTION_ENTRY_NULL,
    };

    if (!tool_options (&tool_verb_read, entries, argc, argv, &status))
        return status;
    if (text + json + csv > 1 || width < 0) {
        tool_complain (width < 0 ? "read: --width is below 0" : "read: choose one of --text, --json and --csv");
        return EX_USAGE;
    }
    g_autoptr (BounceParser) parser = tool_parser (rules, &status);
    if (parser)
        bounce_parser_set_body_only (parser, body);
    const ToolFormat *format = json ? &format_json : csv ? &tool_format_csv : &tool_format_text;
    return parser ? read_all (parser, format, (guint) width, paths) : status;
}

const ToolVerb tool_verb_read = {
    "read",
    "read bounce mail: who, why, and whether the address is dead",
    "Examples:\n"
    "  bounce read bounces.mbox\n"
    "  bounce read --json ~/Maildir new.eml old.mbox.gz | jq -c '.recipients[] | {address, reason}'\n"
    "  bounce read --csv --rules my.rules bounces.mbox > bounces.csv\n"
    "  bounce read < message.eml\n"
    "  bounce read --body < text-of-a-bounce.txt\n"
    "\n"
    "Usage: bounce read [OPTION…] [PATH…]\n"
    "\n"
    "A PATH is a message, an mbox, either of them compressed with gzip, a Maildir or a folder of such files; \"-\",\n"
    "or no PATH, is the standard input. Messages that are no bounces are told too: nothing is left out in silence.\n",
    run_read,
};
