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
extern const ToolVerb tool_verb_codes;
extern const ToolVerb tool_verb_rules;
extern const ToolVerb tool_verb_help;

/* ---- options.c -----------------------------------------------------------------------------------------------------*/

/* Reads the options of a verb, and --help. FALSE: the verb is to return *status at once. */
gboolean tool_options (const ToolVerb *verb, const GOptionEntry *entries, int argc, char *argv[], int *status);

/* The candidate that the word was probably meant to be, or NULL. The candidates end with NULL. */
const char *tool_nearest (const char *word, const char *const *candidates);

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

/* A line on stderr, with the command's name in front of it; safe on a terminal whatever it quotes. */
void tool_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* The exit status for an error of the library. */
int tool_error_status (const GError *error);

/* (transfer full) (nullable): a parser with the rule files of --rules; NULL, complaint made and *status set, where one is bad. */
BounceParser *tool_parser (char **rules, int *status);

/* Tells a person who gave no input that the terminal is being read. */
void tool_note_terminal (void);

/* ---- table.c -------------------------------------------------------------------------------------------------------*/

/* Appends text with everything in it escaped that could steer a terminal or reorder a line: controls, bidi and other
 * invisible formatting; line ends and tabs become spaces. max: cut to so many columns, ending in "…"; 0 is no limit.
 * Returns the width in columns. */
guint tool_append_safe (GString *out, const char *text, guint max);

/* The columns of the terminal that stdout is, or 0 where it is none; that is all that depends on it. */
int tool_terminal_width (void);

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

/* ---- read.c, read-text.c, read-csv.c -------------------------------------------------------------------------------*/

/* How often each value of an enum was seen. Plain data: processes share it. */
typedef struct {
    guint64 kinds[16], messages;
    guint64 severities[8], reasons[64], recipients;
} ToolCounts;

void tool_counts_note (ToolCounts *counts, BounceReport *report);
void tool_counts_add (ToolCounts *counts, const ToolCounts *more);

/* One form of the output of `bounce read`. The reports are written as they come, none is kept; what is told of all of them comes
 * from the counts, as several processes may have written. */
typedef struct {
    gpointer (*begin) (guint width);
    void (*titles) (gpointer state);                         /* in front of the first report */
    void (*report) (gpointer state, BounceReport *report);
    void (*end) (gpointer state, const ToolCounts *counts, guint unread_paths); /* frees the state, too */
} ToolFormat;

extern const ToolFormat tool_format_text;
extern const ToolFormat tool_format_csv;

/* ---- jobs.c --------------------------------------------------------------------------------------------------------*/

/* Processes that parse and write reports; what they write comes out in the order in which the messages were added. One that dies
 * costs the message that it was at: that is reported as unreadable. */
typedef struct ToolJobs ToolJobs;

#define TOOL_MOST_JOBS 64

/* NULL where no process could be started. parser, format and state are used until the end. */
ToolJobs *tool_jobs_new (guint n, BounceParser *parser, const ToolFormat *format, gpointer state);

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

/* Waits for all, unless the output was lost, and adds what they counted. */
ToolJobsEnd tool_jobs_end (ToolJobs *jobs, ToolCounts *counts);
