/* tool.h: what the verbs of the command `bounce` share
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A verb is a file with one ToolVerb in it and a row in the table of bounce.c. It uses the library by bounce.h only.
 *
 * The command never calls setlocale(): its output is UTF-8 and its numbers are plain, wherever it runs.
 */
#pragma once

#include <bounce.h>

#include <stdlib.h>
#include <sysexits.h>

typedef struct {
    const char *name;
    const char *summary;                 /* one line for `bounce help` */
    const char *usage;                   /* what --help prints in front of the options: the examples first */
    int (*run) (int argc, char *argv[]); /* argv[0] is the verb; returns the exit status */
} ToolVerb;

extern const ToolVerb tool_verb_read;
extern const ToolVerb tool_verb_classify;
extern const ToolVerb tool_verb_explain;
extern const ToolVerb tool_verb_unknown;
extern const ToolVerb tool_verb_report;
extern const ToolVerb tool_verb_codes;
extern const ToolVerb tool_verb_rules;
extern const ToolVerb tool_verb_help;

/* ---- options.c -----------------------------------------------------------------------------------------------------*/

/* Reads the options of a verb, and --help. FALSE: the verb is to return *status at once. */
gboolean tool_options (const ToolVerb *verb, const GOptionEntry *entries, int argc, char *argv[], int *status);

/* Complains that a word is none of an option's, with the one that it was probably meant to be, or else with all of them or with the topic of
 * `bounce help` that lists them. The candidates end with NULL. */
void tool_complain_of_word (const char *option, const char *word, const char *const *candidates, const char *topic);

/* The candidate that the word was probably meant to be, or NULL. The candidates end with NULL. */
const char *tool_nearest (const char *word, const char *const *candidates);

typedef enum { TOOL_AUTO, TOOL_ALWAYS, TOOL_NEVER } ToolWhen;

/* Reads "auto", "always" or "never"; FALSE, complaint made, for another word. */
gboolean tool_when_read (const char *option, const char *word, ToolWhen *when);

/* ---- output.c ------------------------------------------------------------------------------------------------------*/

/* To be called first, and last: the latter returns what main() is to return, EX_IOERR where output was lost. */
void tool_begin (void);
int tool_end (int status);

/* Writes to the standard output. */
void tool_write (const char *bytes, gsize length);
void tool_print (const char *text);

/* Writes a line and empties the string. */
void tool_write_line (GString *line);

/* Writes lines of text that may hold anything: safe on a terminal. */
void tool_print_lines (const char *text);

/* From now on all that is written is appended to the string; NULL: to the standard output again. */
void tool_redirect (GString *to);

/* Whether all output could be written so far: if not, there is no point in going on. */
gboolean tool_output_ok (void);

/* Hands on what is buffered. */
void tool_flush (void);

/* Writes a file, whole or not at all: whoever reads it meanwhile sees the former one. A FIFO or a device is written to. FALSE,
 * complaint made, where that fails. */
gboolean tool_save (const char *path, const GString *content);

/* A line on stderr, with the command's name in front of it; safe on a terminal whatever it quotes. */
void tool_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* The exit status where a path cannot be opened, for an errno; and for an error of the library. */
int tool_errno_status (int code);
int tool_error_status (const GError *error);

/* (transfer full) (nullable): a parser with the rule files of --rules; NULL, complaint made and *status set, where one is bad. */
BounceParser *tool_parser (char **rules, int *status);

/* ---- input.c -------------------------------------------------------------------------------------------------------*/

/* Like read(), but waits until there is something. */
gssize tool_read (int fd, char *buffer, gsize size);

/* Tells a person who gave no input that the terminal is being read. */
void tool_note_terminal (void);

/* ---- table.c -------------------------------------------------------------------------------------------------------*/

/* Appends text with everything in it escaped that could steer a terminal or reorder a line: controls, bidi and other
 * invisible formatting; line ends and tabs become spaces. max: cut to so many columns, ending in "…"; 0 is no limit.
 * Returns the width in columns. */
guint tool_append_safe (GString *out, const char *text, guint max);

/* The columns of the terminal that a descriptor is, or 0 where it is none. */
int tool_terminal_width (int fd);

/* Whether cells that have a colour are written in it; "auto" is on a terminal, where NO_COLOR is not set. */
void tool_color_begin (ToolWhen when);

/* Rows are written as they come, so widths are chosen beforehand: on a limited line cells are cut, on another a long cell
 * pushes the next. */
typedef struct {
    const char *title;
    guint least; /* below this the column says too little */
    guint usual; /* where there is room; 0 takes what is left: only the last column */
    guint drop;  /* a narrow line loses its columns in this order, from 1; 0 stays */
} ToolColumn;

#define TOOL_MAX_COLUMNS 10

typedef struct {
    const ToolColumn *columns;
    guint n_columns;
    guint limit;                    /* width of a line; 0: no limit */
    guint widths[TOOL_MAX_COLUMNS]; /* 0: dropped. The last may be G_MAXUINT */
    GString *line;
    guint position;
} ToolTable;

void tool_table_init (ToolTable *table, const ToolColumn *columns, guint n_columns, guint limit);
void tool_table_clear (ToolTable *table);

void tool_table_titles (ToolTable *table);

/* Cells go from left to right; columns may be left out. "-" stands for NULL. */
void tool_table_cell (ToolTable *table, guint column, const char *text);
void tool_table_severity (ToolTable *table, guint column, BounceSeverity severity); /* in its colour */

void tool_table_end_row (ToolTable *table);

/* A row of its own that is not in columns. */
void tool_table_line (ToolTable *table, const char *text);

/* ---- template.c ----------------------------------------------------------------------------------------------------*/

/* What a wording has in common with itself when it is said of somebody else: case folded, and <address>, <host>, <url> and <n> in
 * place of what changes; reply and enhanced status codes stay. */
typedef struct {
    char *text;
    char *phrase; /* its longest constant piece, for a rule; NULL where all are too short */
    char *whole;  /* all constant pieces, "*" between them; NULL where there are not several */
} ToolTemplate;

ToolTemplate *tool_template_new (const char *said);
void tool_template_free (ToolTemplate *template);

/* ---- wordings.c ----------------------------------------------------------------------------------------------------*/

/* One wording that no rule understands, whoever it was said of. */
typedef struct {
    ToolTemplate *template;
    char *said; /* the first time */
    char *source;
    guint64 offset;
    guint64 count;
    guint order; /* as it was met */
} ToolWording;

typedef struct ToolWordings ToolWordings;

ToolWordings *tool_wordings_new (void);
void tool_wordings_free (ToolWordings *wordings);

/* Takes what was said of a recipient whose reason is unknown. */
void tool_wordings_add (ToolWordings *wordings, BounceReport *report, BounceRecipient *recipient);

/* (transfer container): of ToolWording, the most frequent first */
GPtrArray *tool_wordings_list (const ToolWordings *wordings);

/* How many recipients have a wording that is in none of them, as there were too many; and of how many nothing was said. */
guint64 tool_wordings_get_others (const ToolWordings *wordings);
guint64 tool_wordings_get_silent (const ToolWordings *wordings);

/* ---- fields.c ------------------------------------------------------------------------------------------------------*/

/* What is told of a recipient and its message, by name: "address", "original_subject"… */
typedef struct ToolField ToolField;

#define TOOL_FIELD_BUFFER 32

const char *tool_field_name (const ToolField *field);

/* The field of that name, which an option asks for; NULL, complaint made, where there is none. */
const ToolField *tool_field_find (const char *option, const char *name);

/* (transfer container): the fields of a list with commas, and NULL; NULL, complaint made, where one is unknown */
const ToolField **tool_fields_parse (const char *list);

/* Its value; NULL where nothing is told. The recipient may be NULL. The value may lie in the buffer. */
const char *tool_field_get (const ToolField *field, BounceReport *report, BounceRecipient *recipient, char *buffer);

/* Prints the names. */
void tool_fields_print (void);

/* ---- select.c ------------------------------------------------------------------------------------------------------*/

/* Which messages and recipients are asked for: the options as they are given, and what tool_selection_read() makes of them. */
typedef struct {
    char **kind_words, **severity_words, **reason_words, **fault_words, **domain_lists;
    char *since_text, *until_text;
    guint64 kinds, severities, reasons, faults; /* a bit for each value; none: any */
    char **domains;
    gint64 since, until; /* seconds since 1970 */
} ToolSelection;

/* The options themselves, for a verb's entries. */
/* clang-format off */
#define TOOL_SELECTION_OPTIONS(selection) \
    { "kind", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(selection)->kind_words, "only messages of these kinds", "A,B…" }, \
    { "severity", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(selection)->severity_words, \
      "only recipients: hard (dead), soft (failed), none", "A,B…" }, \
    { "reason", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(selection)->reason_words, "only recipients with these reasons", "A,B…" }, \
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(selection)->fault_words, "only where it is their fault", "A,B…" }, \
    { "domain", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(selection)->domain_lists, "only recipients there, or below it", "A,B…" }, \
    { "since", 0, 0, G_OPTION_ARG_STRING, &(selection)->since_text, "only messages from then: 2026-11-23, 12h, 7d, 2w", "TIME" }, \
    { "until", 0, 0, G_OPTION_ARG_STRING, &(selection)->until_text, "only messages up to then; a day with all of it", "TIME" }
/* clang-format on */

/* FALSE, complaint made, where an option is wrong. */
gboolean tool_selection_read (ToolSelection *selection);
void tool_selection_clear (ToolSelection *selection);

/* Whether no option leaves anything out. */
gboolean tool_selection_is_all (const ToolSelection *selection);

/* (transfer full) (nullable): what is asked for of the report; NULL where nothing of it is */
BounceReport *tool_select (const ToolSelection *selection, BounceReport *report);

#define TOOL_DAY (24 * 60 * 60) /* seconds */

/* Reads a date (RFC 3339) with a time and a zone or without, then in UTC, to seconds since 1970. A day alone has a begin and an
 * end. */
gboolean tool_date_read (const char *text, gboolean end_of_day, gint64 *time);

/* ---- mailboxes.c ---------------------------------------------------------------------------------------------------*/

typedef void (*ToolPathFunc) (const char *path, gpointer data);

/* Calls the function with each path, and says of the progress how much of all it is. */
void tool_paths_read (char **paths, ToolPathFunc take, gpointer data);

typedef void (*ToolMessageFunc) (BounceMailbox *mailbox, gpointer data);

/* Calls the function with each message of the paths, or of the standard input where there are none, until the output is lost. What
 * cannot be read is complained of and counted; returns an exit status. */
int tool_mailboxes_read (char **paths, ToolMessageFunc take, gpointer data, guint *unread_paths);

/* There was nothing in the paths, or none of it could be read: complains, and returns the exit status for that. */
int tool_complain_of_no_mail (char **paths);

/* ---- counts.c ------------------------------------------------------------------------------------------------------*/

#define TOOL_KINDS 16
#define TOOL_SEVERITIES 4
#define TOOL_REASONS 64

/* How much was read, and how often each kind, severity and reason was seen in what was asked for. Numbers only: processes share it. */
typedef struct {
    guint64 messages, bytes, unreadable; /* all that was read */
    guint64 selected, kinds[TOOL_KINDS]; /* messages */
    guint64 recipients[TOOL_SEVERITIES][TOOL_REASONS];
} ToolCounts;

void tool_counts_read (ToolCounts *counts, BounceReport *report);     /* it was read */
void tool_counts_selected (ToolCounts *counts, BounceReport *report); /* it is told */
void tool_counts_add (ToolCounts *counts, const ToolCounts *more);

guint64 tool_counts_of_severity (const ToolCounts *counts, guint severity);
guint64 tool_counts_of_reason (const ToolCounts *counts, guint reason);

/* ---- read.c, read-….c ----------------------------------------------------------------------------------------------*/

/* How the output is to look; each format takes from it what concerns it. */
typedef struct {
    guint width;                    /* of a line, in columns; 0: no limit */
    const ToolField *const *fields; /* ended by NULL; NULL: the usual ones */
    const struct ToolLine *line;    /* of tool_format_rows */
} ToolLayout;

/* One form of the output of `bounce read`. The reports are written as they come, none is kept; what is told of all of them comes
 * from the counts, as several processes may have written. What a form does not need is NULL. */
typedef struct {
    gpointer (*begin) (const ToolLayout *layout);
    void (*titles) (gpointer state); /* in front of the first report */
    void (*report) (gpointer state, BounceReport *report);
    void (*row) (gpointer state, BounceReport *report, BounceRecipient *recipient); /* of each; NULL where there is none */
    void (*end) (gpointer state, const ToolCounts *counts, guint unread_paths);     /* frees the state, too */
} ToolFormat;

extern const ToolFormat tool_format_text;
extern const ToolFormat tool_format_csv;
extern const ToolFormat tool_format_rows;
extern const ToolFormat tool_format_stats;

/* The line that is written of each recipient: fields and text between them. */
typedef struct ToolLine ToolLine;

ToolLine *tool_line_of_fields (const ToolField *const *fields);
ToolLine *tool_line_parse (const char *format); /* NULL, complaint made, where it is wrong */
void tool_line_free (ToolLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ToolLine, tool_line_free)

/* Writes what tool_format_stats writes to a file; FALSE, complaint made, where that fails. */
gboolean tool_stats_save (const char *path, const ToolCounts *counts, guint unread_paths);

/* What becomes of each report, in whichever process. */
typedef struct {
    BounceParser *parser;
    const ToolSelection *selection;
    const ToolFormat *format;
    gpointer state; /* of the format */
} ToolWriter;

void tool_writer_take (const ToolWriter *writer, BounceReport *report, ToolCounts *counts);

/* ---- records.c -----------------------------------------------------------------------------------------------------*/

gboolean tool_records_known (const char *form);

/* Reads the records of a file, or of the standard input ("-"), and writes a line of JSON for each. Returns an exit status. */
int tool_records_read (const char *path, const char *form, BounceParser *parser, ToolCounts *counts);

/* ---- progress.c ----------------------------------------------------------------------------------------------------*/

/* The counts are those that grow while it is worked. */
void tool_progress_begin (ToolWhen when, const ToolCounts *counts);

/* The same where nothing is written before the end: then progress does not stand in the way of the output on a terminal. */
void tool_progress_begin_till_end (ToolWhen when, const ToolCounts *counts);
void tool_progress_end (void);

/* From now on a part of the work is done; how much there was before it, and how much it is; share 0: nobody knows. */
void tool_progress_path (double done, double share);

/* Whether it is time to tell more; then, how much of the path is done (below 0: nobody knows). */
gboolean tool_progress_due (void);
void tool_progress_show (double fraction);

/* Takes the line away, as something else is to be written on stderr. */
void tool_progress_clear (void);

/* ---- jobs.c --------------------------------------------------------------------------------------------------------*/

/* Processes that parse and write reports; what they write comes out in the order in which the messages were added. One that dies
 * costs the message that it was at: that is reported as unreadable. */
typedef struct ToolJobs ToolJobs;

#define TOOL_MOST_JOBS 64

/* NULL where no process could be started. The writer is used until the end, and the counts grow as reports are printed. */
ToolJobs *tool_jobs_new (guint n, const ToolWriter *writer, ToolCounts *counts);

/* Adds the current message of the mailbox. */
void tool_jobs_add (ToolJobs *jobs, BounceMailbox *mailbox);

/* Adds all messages of an mbox of that length (bounce_mailbox_get_length()); FALSE where it is too small for that. */
gboolean tool_jobs_add_mbox (ToolJobs *jobs, const char *path, guint64 length);

/* Writes what is ready, until something can be read from the file or nothing is left to write. */
void tool_jobs_idle (ToolJobs *jobs, int fd);

typedef struct {
    guint lost;         /* messages, with a process that died */
    guint unread_paths; /* not, or not to their end; complaint was made */
    int status;         /* an exit status for these */
} ToolJobsEnd;

/* Waits for all, unless the output was lost. */
ToolJobsEnd tool_jobs_end (ToolJobs *jobs);
