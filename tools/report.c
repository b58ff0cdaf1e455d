/* report.c: `bounce report`: what bounced, why, and whose fault it is, as a page
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "report.h"

#include <string.h>
#include <unistd.h>

typedef struct {
    BounceParser *parser;
    const ToolSelection *selection;
    Tally tally;
} Reading;

static void take_message (BounceMailbox *mailbox, gpointer data)
{
    Reading *reading = data;
    g_autoptr (BounceReport) report = bounce_mailbox_parse (mailbox, reading->parser);

    tally_add (&reading->tally, reading->selection, report);
}

/* ---- Options -------------------------------------------------------------------------------------------------------*/

typedef struct {
    char *output, *title, *progress;
    char **rules, **paths;
    ToolSelection selection;
} Options;

static void options_clear (Options *o)
{
    g_free (o->output);
    g_free (o->title);
    g_free (o->progress);
    g_strfreev (o->rules);
    g_strfreev (o->paths);
    tool_selection_clear (&o->selection);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean write_page (const Options *o, const Tally *tally)
{
    g_autofree char *title = o->title ? g_utf8_make_valid (o->title, -1) : g_strdup ("Bounced mail");
    GString *page = page_new (tally, &o->selection, title);
    gboolean saved = TRUE;

    if (o->output && strcmp (o->output, "-") != 0)
        saved = tool_save (o->output, page);
    else
        tool_write (page->str, page->len);
    g_string_free (page, TRUE);
    return saved;
}

static int report_with (const Options *o, BounceParser *parser, ToolWhen progress)
{
    Reading reading = { .parser = parser, .selection = &o->selection };
    ToolCounts *counts = &reading.tally.counts;

    tally_init (&reading.tally);
    tool_progress_begin_till_end (progress, counts);
    int status = tool_mailboxes_read (o->paths, take_message, &reading, &reading.tally.unread_paths);
    tool_progress_end ();
    if (counts->messages == counts->unreadable && status == EXIT_SUCCESS)
        status = tool_complain_of_no_mail (o->paths);
    if (counts->messages > counts->unreadable && !write_page (o, &reading.tally))
        status = EX_IOERR;
    tally_clear (&reading.tally);
    return status;
}

static int run_report (int argc, char *argv[])
{
    g_auto (Options) o = { 0 };
    ToolWhen progress = TOOL_AUTO;
    int status = EXIT_SUCCESS;
    const GOptionEntry entries[] = {
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &o.output, "the page, whole or not at all (the standard output)", "FILE" },
        { "title", 0, 0, G_OPTION_ARG_STRING, &o.title, "what it is of: the name of the list", "TEXT" },
        TOOL_SELECTION_OPTIONS (&o.selection),
        { "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.rules, "rules of your own; may be given several times", "FILE" },
        { "progress", 0, 0, G_OPTION_ARG_STRING, &o.progress, "auto (on a terminal, after a second), always, never", "WHEN" },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.paths, NULL, NULL },
        G_OPTION_ENTRY_NULL,
    };

    if (!tool_options (&tool_verb_report, entries, argc, argv, &status))
        return status;
    if (!tool_selection_read (&o.selection) || (o.progress && !tool_when_read ("progress", o.progress, &progress)))
        return EX_USAGE;
    if (!o.output && isatty (STDOUT_FILENO)) {
        tool_complain ("report: a page is nothing for a terminal: name a file with -o");
        return EX_USAGE;
    }
    g_autoptr (BounceParser) parser = tool_parser (o.rules, &status);
    return parser ? report_with (&o, parser, progress) : status;
}

const ToolVerb tool_verb_report = {
    "report",
    "a page for the owner of a list: what bounced, why, whose fault it is",
    "Examples:\n"
    "  bounce report bounces.mbox -o report.html\n"
    "  bounce report --title 'Green River news' --since 30d -o report.html ~/Maildir\n"
    "  bounce report --domain example.com bounces.mbox > report.html\n"
    "\n"
    "Usage: bounce report [OPTION…] [PATH…]\n"
    "\n"
    "Makes one HTML file that loads nothing: how many addresses are dead and what to do about the other failures, over time,\n"
    "by reason, domain and provider, which can be filtered; what no rule understands, grouped as 'bounce unknown' does; and\n"
    "what was read, so that every message is accounted for. What looks like an address is left out of the wordings, and no\n"
    "other is in it. Counts are taken together until they fit, some 150 kB for a hundred thousand bounces; the page tells\n"
    "which.\n"
    "\n"
    "A PATH is as in 'bounce help read'; \"-\", or no PATH, is the standard input. The words of --kind, --reason and the like\n"
    "are told there, too.\n",
    run_report,
};
