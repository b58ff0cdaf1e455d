/* read.c: `bounce read`: the messages of mailboxes, as text, JSON or CSV
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- JSON ----------------------------------------------------------------------------------------------------------*/

static void json_report (gpointer state G_GNUC_UNUSED, BounceReport *report)
{
    g_autofree char *json = bounce_report_to_json (report);

    tool_print (json);
    tool_write ("\n", 1);
}

static const ToolFormat format_json = { .report = json_report };

/* ---- A report ------------------------------------------------------------------------------------------------------*/

static void write_rows (const ToolWriter *writer, BounceReport *report)
{
    guint n_recipients = bounce_report_get_n_recipients (report);

    for (guint i = 0; i < n_recipients; i++)
        writer->format->row (writer->state, report, bounce_report_get_recipient (report, i));
    if (n_recipients == 0)
        writer->format->row (writer->state, report, NULL);
}

void tool_writer_take (const ToolWriter *writer, BounceReport *report, ToolCounts *counts)
{
    g_autoptr (BounceReport) selected = tool_select (writer->selection, report);

    tool_counts_read (counts, report);
    if (!selected)
        return;
    if (writer->format->report)
        writer->format->report (writer->state, selected);
    if (writer->format->row)
        write_rows (writer, selected);
    tool_counts_selected (counts, selected);
}

/* ---- The loop ------------------------------------------------------------------------------------------------------*/

typedef struct {
    ToolWriter writer;
    ToolCounts counts;
    const char *records; /* the form in which the mail comes; NULL: as mail */
    gboolean begun;      /* titles are written */
    guint64 added;       /* messages */
    guint n_jobs;
    ToolJobs *jobs;     /* NULL as long as there is only one, and at the begin */
    guint unread_paths; /* not, or not to their end */
    int status;
} Reading;

static void note_status (Reading *reading, int status)
{
    reading->status = MAX (reading->status, status); /* EX_IOERR is above EX_NOINPUT */
}

static void note_error (Reading *reading, const GError *error)
{
    tool_complain ("%s", error->message);
    reading->unread_paths++;
    note_status (reading, tool_error_status (error));
}

/* Another process is worth its start only where there is more than it takes to start it. */
#define ALONE 16            /* messages */
#define LARGE (1024 * 1024) /* bytes of an mbox */

static void print_titles (Reading *reading)
{
    if (!reading->begun && reading->writer.format->titles)
        reading->writer.format->titles (reading->writer.state);
    reading->begun = TRUE;
}

static ToolJobs *start_jobs (Reading *reading)
{
    if (!reading->jobs && reading->n_jobs > 1)
        reading->jobs = tool_jobs_new (reading->n_jobs, &reading->writer, &reading->counts);
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
    g_autoptr (BounceReport) report = bounce_mailbox_parse (mailbox, reading->writer.parser);
    tool_writer_take (&reading->writer, report, &reading->counts);
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
        if (tool_progress_due ())
            tool_progress_show (bounce_mailbox_get_progress (mailbox));
    }
    if (error)
        note_error (reading, error);
}

static void read_path (const char *path, gpointer data)
{
    Reading *reading = data;

    if (!reading->records) {
        read_mailbox (reading, path);
        return;
    }
    int status = tool_records_read (path, reading->records, reading->writer.parser, &reading->counts);
    reading->unread_paths += status != EXIT_SUCCESS;
    note_status (reading, status);
}

/* ---- Paths ---------------------------------------------------------------------------------------------------------*/

/* Reads the paths that stand in the file as they come; so many may be there that they are not kept. FALSE where it cannot be read. */
static gboolean read_lines (Reading *reading, FILE *file, char end)
{
    char *path = NULL;
    size_t room = 0;
    gssize n = 0;

    while (tool_output_ok () && (n = getdelim (&path, &room, end, file)) > 0) {
        path[n - (path[n - 1] == end)] = '\0';
        if (*path)
            read_path (path, reading);
    }
    free (path);
    return !ferror (file);
}

static void read_listed (Reading *reading, const char *list, char end)
{
    gboolean is_input = strcmp (list, "-") == 0;
    FILE *file = is_input ? stdin : g_fopen (list, "re");

    tool_progress_path (0, 0);
    gboolean well = file && read_lines (reading, file, end);
    int code = errno;
    if (file && !is_input)
        fclose (file);
    if (!well) {
        tool_complain ("%s: %s", list, g_strerror (code));
        reading->unread_paths++;
        note_status (reading, tool_errno_status (code));
    }
}

static void end_jobs (Reading *reading)
{
    ToolJobsEnd ended = { 0 };

    if (reading->jobs)
        ended = tool_jobs_end (reading->jobs);
    reading->unread_paths += ended.unread_paths;
    note_status (reading, ended.status);
    if (ended.lost) {
        tool_complain ("%u message%s lost with a process that died", ended.lost, ended.lost == 1 ? " was" : "s were");
        note_status (reading, EX_SOFTWARE);
    }
}

/* ---- Options -------------------------------------------------------------------------------------------------------*/

typedef struct {
    gboolean text, json, csv, body, null;
    char *fields, *format, *stats, *stats_to;
    char *files_from, *input;
    char *color, *progress;
    int width, n_jobs;
    char **rules, **paths;
    ToolSelection selection;
} Options;

static void options_clear (Options *o)
{
    char *owned[] = { o->fields, o->format, o->stats, o->stats_to, o->files_from, o->input, o->color, o->progress };

    for (guint i = 0; i < G_N_ELEMENTS (owned); i++)
        g_free (owned[i]);
    g_strfreev (o->rules);
    g_strfreev (o->paths);
    tool_selection_clear (&o->selection);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* Why the options do not go together, or are out of range; or NULL. */
static const char *what_is_wrong (const Options *o)
{
    gboolean rows = o->fields && !o->csv, stats = o->stats && !o->stats_to;
    int n_forms = o->text + o->json + o->csv + rows + (o->format != NULL) + stats;

    if (n_forms > 1)
        return "choose one of --text, --json, --csv, --fields, --format and --stats; --csv and --fields go together";
    if (o->stats && strcmp (o->stats, "prometheus") != 0)
        return "--stats: the only form is 'prometheus'";
    if (o->input && !tool_records_known (o->input))
        return "--input: the forms are 'ndjson' and 'length'";
    if (o->input && ((n_forms && !o->json) || !tool_selection_is_all (&o->selection)))
        return "--input gives a line of JSON for each record: no other form, and none is left out";
    if (o->null && !o->files_from)
        return "--null is for the paths of --files-from";
    if (o->width < 0)
        return "--width is below 0";
    if (o->n_jobs < 1 || o->n_jobs > TOOL_MOST_JOBS)
        return "--jobs is not from 1 to " G_STRINGIFY (TOOL_MOST_JOBS);
    return NULL;
}

static const ToolFormat *format_of (const Options *o)
{
    if (o->csv)
        return &tool_format_csv;
    if (o->fields || o->format)
        return &tool_format_rows;
    if (o->stats && !o->stats_to)
        return &tool_format_stats;
    return o->json || o->input ? &format_json : &tool_format_text;
}

static int read_all (const Options *o, BounceParser *parser, const ToolLayout *layout, ToolWhen progress)
{
    const ToolFormat *format = format_of (o);
    Reading reading = { .writer = { parser, &o->selection, format, format->begin ? format->begin (layout) : NULL },
                        .records = o->input,
                        .n_jobs = (guint) o->n_jobs };
    char *standard_input[] = { (char *) "-", NULL };

    tool_progress_begin (progress, &reading.counts);
    if (!o->paths && !o->files_from)
        tool_note_terminal ();
    tool_paths_read (o->paths ? o->paths : o->files_from ? standard_input + 1 : standard_input, read_path, &reading);
    if (o->files_from)
        read_listed (&reading, o->files_from, o->null ? '\0' : '\n');
    end_jobs (&reading);
    tool_progress_end ();
    if (format->end)
        format->end (reading.writer.state, &reading.counts, reading.unread_paths);
    if (o->stats_to && !tool_stats_save (o->stats_to, &reading.counts, reading.unread_paths))
        note_status (&reading, EX_IOERR);
    if (reading.status == EXIT_SUCCESS && reading.counts.messages == reading.counts.unreadable)
        reading.status = tool_complain_of_no_mail (o->paths);
    return reading.status;
}

/* What of the options has to be understood first; EX_USAGE, complaint made, where it is wrong. */
static int read_with (Options *o)
{
    ToolWhen color = TOOL_AUTO, progress = TOOL_AUTO;
    int status = EX_USAGE;

    if (!tool_selection_read (&o->selection) || (o->color && !tool_when_read ("color", o->color, &color))
        || (o->progress && !tool_when_read ("progress", o->progress, &progress)))
        return EX_USAGE;
    g_autofree const ToolField **fields = o->fields ? tool_fields_parse (o->fields) : NULL;
    if (o->fields && !fields)
        return EX_USAGE;
    g_autoptr (ToolLine) line = o->format ? tool_line_parse (o->format) : fields ? tool_line_of_fields (fields) : NULL;
    if (o->format && !line)
        return EX_USAGE;
    tool_color_begin (color);
    g_autoptr (BounceParser) parser = tool_parser (o->rules, &status);
    if (!parser)
        return status;
    bounce_parser_set_body_only (parser, o->body);
    return read_all (o, parser, &(ToolLayout){ (guint) o->width, fields, line }, progress);
}

static int run_read (int argc, char *argv[])
{
    g_auto (Options) o = { .width = tool_terminal_width (STDOUT_FILENO),
                           .n_jobs = (int) MIN (g_get_num_processors (), TOOL_MOST_JOBS) };
    int status = EXIT_SUCCESS;
    const GOptionEntry entries[] = {
        { "text", 0, 0, G_OPTION_ARG_NONE, &o.text, "a table for people, and a summary (the default)", NULL },
        { "json", 0, 0, G_OPTION_ARG_NONE, &o.json, "a line of JSON a message: all that is known", NULL },
        { "csv", 0, 0, G_OPTION_ARG_NONE, &o.csv, "a row a recipient, for a spreadsheet", NULL },
        { "fields", 0, 0, G_OPTION_ARG_STRING, &o.fields, "these fields, a tab between them; or those of --csv", "A,B…" },
        { "format", 0, 0, G_OPTION_ARG_STRING, &o.format, "a line like '{address} said {diagnostic}'; \\t, \\n, {{", "TEXT" },
        { "stats", 0, 0, G_OPTION_ARG_STRING, &o.stats, "numbers only; the FORM is prometheus", "FORM" },
        { "stats-to", 0, 0, G_OPTION_ARG_FILENAME, &o.stats_to, "these go to a file, beside the other output", "FILE" },
        TOOL_SELECTION_OPTIONS (&o.selection),
        { "files-from", 0, 0, G_OPTION_ARG_FILENAME, &o.files_from, "read the PATHs in this FILE, a line each", "FILE" },
        { "null", '0', 0, G_OPTION_ARG_NONE, &o.null, "these end with NUL, as 'find -print0' writes them", NULL },
        { "input", 0, 0, G_OPTION_ARG_STRING, &o.input, "mail in records: ndjson or length, see above", "FORM" },
        { "body", 0, 0, G_OPTION_ARG_NONE, &o.body, "each PATH is the text of a bounce, without its header", NULL },
        { "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.rules, "rules of your own; may be given several times", "FILE" },
        { "jobs", 0, 0, G_OPTION_ARG_INT, &o.n_jobs, "processes that work on it (as many as there are processors)", "N" },
        { "progress", 0, 0, G_OPTION_ARG_STRING, &o.progress, "auto (on a terminal, after a second), always, never", "WHEN" },
        { "color", 0, 0, G_OPTION_ARG_STRING, &o.color, "auto (on a terminal, without NO_COLOR), always, never", "WHEN" },
        { "width", 0, 0, G_OPTION_ARG_INT, &o.width, "cut lines to N columns, 0: never (a terminal's width)", "N" },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.paths, NULL, NULL },
        G_OPTION_ENTRY_NULL,
    };

    if (!tool_options (&tool_verb_read, entries, argc, argv, &status))
        return status;
    const char *wrong = what_is_wrong (&o);
    if (!wrong)
        return read_with (&o);
    tool_complain ("read: %s", wrong);
    return EX_USAGE;
}

const ToolVerb tool_verb_read = {
    "read",
    "read bounce mail: who, why, and whether the address is dead",
    "Examples:\n"
    "  bounce read bounces.mbox\n"
    "  bounce read --severity hard --fields address,reason ~/Maildir > dead.tsv\n"
    "  bounce read --json ~/Maildir new.eml old.mbox.gz | jq -c '.recipients[] | {address, reason}'\n"
    "  bounce read --csv --rules my.rules --since 7d bounces.mbox > bounces.csv\n"
    "  find /var/mail -name '*.mbox' -print0 | bounce read --files-from - -0 --domain example.com\n"
    "  bounce read < message.eml\n"
    "  bounce read --body < text-of-a-bounce.txt\n"
    "\n"
    "Usage: bounce read [OPTION…] [PATH…]\n"
    "\n"
    "A PATH is a message, an mbox, either of them compressed with gzip, a Maildir or a folder of such files,\n"
    "whose own folders are not entered; \"-\", or no PATH, is the standard input. Messages that are no bounces are told too:\n"
    "nothing is left out in silence.\n"
    "Several processes give the same output, in the same order. One that dies costs the message that it was at, which is\n"
    "told as unreadable.\n"
    "\n"
    "'bounce help fields' lists what --fields and --format know, 'bounce help reasons' the words of --reason. --kind takes\n"
    "bounce, delay, delivery, feedback, disposition, auto-reply, other, unreadable; --fault recipient, domain, message,\n"
    "sender, system, network, unknown. Days are UTC.\n"
    "\n"
    "With --input each record gives one line of JSON, in the same order. ndjson: each line is an object with the mail as\n"
    "\"message\" or \"message_base64\", and perhaps a \"key\", a string or an integer, which the answer begins with. length:\n"
    "in front of each mail stands its length, four bytes, the highest first. What cannot be read has an \"error\".\n",
    run_read,
};
