/* read.c: `bounce read`: the messages of mailboxes, as text, JSON or CSV
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

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

static void json_end (gpointer state G_GNUC_UNUSED, const ToolCounts *counts G_GNUC_UNUSED, guint unread_paths G_GNUC_UNUSED)
{
}

static const ToolFormat format_json = { json_begin, NULL, json_report, json_end };

/* ---- Counts --------------------------------------------------------------------------------------------------------*/

G_STATIC_ASSERT (BOUNCE_KIND_UNREADABLE < G_N_ELEMENTS (((ToolCounts *) NULL)->kinds));
G_STATIC_ASSERT (BOUNCE_SEVERITY_HARD < G_N_ELEMENTS (((ToolCounts *) NULL)->severities));
G_STATIC_ASSERT (BOUNCE_REASON_UNKNOWN < G_N_ELEMENTS (((ToolCounts *) NULL)->reasons));

void tool_counts_note (ToolCounts *counts, BounceReport *report)
{
    guint n_recipients = bounce_report_get_n_recipients (report);

    counts->messages++;
    counts->kinds[bounce_report_get_kind (report)]++;
    counts->recipients += n_recipients;
    for (guint i = 0; i < n_recipients; i++) {
        BounceRecipient *recipient = bounce_report_get_recipient (report, i);
        counts->severities[bounce_recipient_get_severity (recipient)]++;
        counts->reasons[bounce_recipient_get_reason (recipient)]++;
    }
}

static void add_each (guint64 *counts, const guint64 *more, gsize n)
{
    for (gsize i = 0; i < n; i++)
        counts[i] += more[i];
}

void tool_counts_add (ToolCounts *counts, const ToolCounts *more)
{
    counts->messages += more->messages;
    counts->recipients += more->recipients;
    add_each (counts->kinds, more->kinds, G_N_ELEMENTS (more->kinds));
    add_each (counts->severities, more->severities, G_N_ELEMENTS (more->severities));
    add_each (counts->reasons, more->reasons, G_N_ELEMENTS (more->reasons));
}

/* ---- The loop ------------------------------------------------------------------------------------------------------*/

typedef struct {
    BounceParser *parser;
    const ToolFormat *format;
    gpointer state;
    ToolCounts counts;
    gboolean begun; /* titles are written */
    guint64 added;  /* messages */
    guint n_jobs;
    ToolJobs *jobs;     /* NULL as long as there is only one, and at the begin */
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

/* Another process is worth its start only where there is more than it takes to start it. */
#define ALONE 16            /* messages */
#define LARGE (1024 * 1024) /* bytes of an mbox */

static void print_titles (Reading *reading)
{
    if (!reading->begun && reading->format->titles)
        reading->format->titles (reading->state);
    reading->begun = TRUE;
}

static ToolJobs *start_jobs (Reading *reading)
{
    if (!reading->jobs && reading->n_jobs > 1)
        reading->jobs = tool_jobs_new (reading->n_jobs, reading->parser, reading->format, reading->state);
    return reading->jobs;
}

static void take_message (Reading *reading, BounceMailbox *mailbox)
{
    print_titles (reading);
    if (reading->added++ == ALONE)
        start_jobs (reading);
    if (reading->jobs) {
        tool_jobs_add (reading->jobs, mailbox);
        return;
    }
    g_autoptr (BounceReport) report = bounce_mailbox_parse (mailbox, reading->parser);
    reading->format->report (reading->state, report);
    tool_counts_note (&reading->counts, report);
}

/* A large mbox, which several processes read by themselves. */
static gboolean take_mbox (Reading *reading, BounceMailbox *mailbox, const char *path)
{
    guint64 length = bounce_mailbox_get_length (mailbox);

    if (length < LARGE || !start_jobs (reading))
        return FALSE;
    print_titles (reading);
    return tool_jobs_add_mbox (reading->jobs, path, length);
}

/* Who waits for more of the standard input has what was read of it. */
static void before_next (Reading *reading, const char *path)
{
    struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };

    if (strcmp (path, "-") != 0 || poll (&input, 1, 0) != 0)
        return;
    if (reading->jobs)
        tool_jobs_idle (reading->jobs, STDIN_FILENO);
    tool_flush ();
}

static void read_mailbox (Reading *reading, const char *path)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (BounceMailbox) mailbox = bounce_mailbox_open (path, &error);

    if (mailbox && take_mbox (reading, mailbox, path))
        return;
    while (mailbox && tool_output_ok ()) {
        before_next (reading, path);
        if (!bounce_mailbox_next (mailbox, &error))
            break;
        take_message (reading, mailbox);
    }
    if (error)
        note_error (reading, error);
}

static void end_jobs (Reading *reading)
{
    ToolJobsEnd ended = { 0 };

    if (reading->jobs)
        ended = tool_jobs_end (reading->jobs, &reading->counts);
    reading->unread_paths += ended.unread_paths;
    reading->status = MAX (reading->status, ended.status);
    if (ended.lost) {
        tool_complain ("%u message%s lost with a process that died", ended.lost, ended.lost == 1 ? " was" : "s were");
        reading->status = MAX (reading->status, EX_SOFTWARE);
    }
}

static int read_all (BounceParser *parser, const ToolFormat *format, guint width, guint n_jobs, char **paths)
{
    Reading reading = { .parser = parser, .format = format, .state = format->begin (width), .n_jobs = n_jobs };

    if (!paths) {
        tool_note_terminal ();
        read_mailbox (&reading, "-");
    }
    for (; paths && *paths && tool_output_ok (); paths++)
        read_mailbox (&reading, *paths);
    end_jobs (&reading);
    format->end (reading.state, &reading.counts, reading.unread_paths);
    if (reading.status == EXIT_SUCCESS && reading.counts.messages == reading.counts.kinds[BOUNCE_KIND_UNREADABLE]
        && tool_output_ok ()) {
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
    int n_jobs = (int) MIN (g_get_num_processors (), TOOL_MOST_JOBS);
    int status = EXIT_SUCCESS;
    g_auto (GStrv) rules = NULL;
    g_auto (GStrv) paths = NULL;
    const GOptionEntry entries[] = {
        { "text", 0, 0, G_OPTION_ARG_NONE, &text, "a table for people, and a summary (the default)", NULL },
        { "json", 0, 0, G_OPTION_ARG_NONE, &json, "a line of JSON a message: all that is known", NULL },
        { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, "a row a recipient, for a spreadsheet", NULL },
        { "body", 0, 0, G_OPTION_ARG_NONE, &body, "each PATH is the text of a bounce, without its header", NULL },
        { "jobs", 0, 0, G_OPTION_ARG_INT, &n_jobs, "processes that work on it (as many as there are processors)", "N" },
        { "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rules, "rules of your own; may be given several times", "FILE" },
        { "width", 0, 0, G_OPTION_ARG_INT, &width, "cut lines to N columns, 0: never (a terminal's width)", "N" },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, NULL },
        G_OPTION_ENTRY_NULL,
    };

    if (!tool_options (&tool_verb_read, entries, argc, argv, &status))
        return status;
    if (text + json + csv > 1 || width < 0 || n_jobs < 1 || n_jobs > TOOL_MOST_JOBS) {
        tool_complain (width < 0                ? "read: --width is below 0"
                       : text + json + csv <= 1 ? "read: --jobs is not from 1 to " G_STRINGIFY (TOOL_MOST_JOBS)
                                                : "read: choose one of --text, --json and --csv");
        return EX_USAGE;
    }
    g_autoptr (BounceParser) parser = tool_parser (rules, &status);
    if (parser)
        bounce_parser_set_body_only (parser, body);
    const ToolFormat *format = json ? &format_json : csv ? &tool_format_csv : &tool_format_text;
    return parser ? read_all (parser, format, (guint) width, (guint) n_jobs, paths) : status;
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
    "or no PATH, is the standard input. Messages that are no bounces are told too: nothing is left out in silence.\n"
    "Several processes give the same output, in the same order. One that dies costs the message that it was at, which is\n"
    "told as unreadable.\n",
    run_read,
};
