/* report.h: what the files of `bounce report` share
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Mail is counted while it is read (report-tally.c), folded into what a page can hold (report-cube.c), and written as HTML
 * (report-page.c and the others). A failure is a recipient whose severity is hard or soft, in one report.
 */
#pragma once

#include "tool.h"

/* What is to be done about a failure: what the page is sorted and coloured by. */
typedef enum {
    REMEDY_REMOVE, /* the address is dead */
    REMEDY_MEND,   /* the sender or the message is at fault */
    REMEDY_WAIT,   /* the mailbox, the domain, a system or the network is, and it may pass */
    REMEDY_LOOK,   /* nothing tells */
    N_REMEDIES
} Remedy;

/* ---- report-tally.c ------------------------------------------------------------------------------------------------*/

#define NO_DAY G_MININT32

/* Domains, or hosts. Their numbers are places in the list, where the first two stand for those that are counted together, as there
 * were too many, and for none. */
typedef struct {
    GTree *by_text;
    GPtrArray *list; /* of TallyName */
} TallyNames;

enum { NAME_OTHERS, NAME_NONE, FIRST_NAME };

typedef struct {
    char *text;
    guint32 number;
    guint64 count;
} TallyName;

typedef struct {
    gint32 day; /* since 1970, in UTC */
    guint32 domain, host;
    guint8 reason, remedy;
    guint64 count;
} TallyCell;

typedef struct {
    ToolCounts counts;
    guint unread_paths;
    guint64 n_failures;
    GTree *cells; /* of TallyCell, by day first */
    TallyNames domains, hosts;
    guint64 n_folded;      /* failures whose domain or host is not told apart: the name is too long, or there were too many */
    GTree *dead;           /* addresses */
    gboolean more_dead;    /* than are counted */
    guint64 n_dead_nobody; /* hard failures of recipients that are not named */
    ToolWordings *wordings;
} Tally;

void tally_init (Tally *tally);
void tally_clear (Tally *tally);

/* Counts a report that was read, and of it what is asked for. */
void tally_add (Tally *tally, const ToolSelection *selection, BounceReport *report);

/* (transfer full) (nullable): whose host it is, by its name: the last two labels, or three below "co.uk" and the like; NULL where
 * it has no name */
char *tally_provider (const char *host);

/* ---- report-cube.c -------------------------------------------------------------------------------------------------*/

typedef enum { AXIS_REASON, AXIS_DOMAIN, AXIS_HOST, AXIS_PERIOD, N_AXES } Axis;

/* What stands for one reason (of one remedy), domain, host or period. */
typedef struct {
    enum { ROW_NAMED, ROW_OTHERS, ROW_NONE } type;
    const char *name; /* of a domain or host */
    gint32 day;       /* the first of a period */
    BounceReason reason;
    Remedy remedy; /* of the reason */
    guint64 total, sums[N_REMEDIES];
} CubeRow;

typedef enum { PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_YEAR } PeriodUnit;

typedef struct {
    guint16 at[N_AXES]; /* rows */
    guint64 count;
} CubeCell;

typedef struct {
    GArray *rows[N_AXES];    /* of CubeRow: the most frequent first, periods in their order; then others, then none */
    guint n_folded[N_AXES];  /* names that have no row of their own */
    PeriodUnit unit;
    gint32 first_day, last_day; /* of what has a period; NO_DAY where nothing has */
    guint n_periods;         /* without that of no date */
    GArray *cells;           /* of CubeCell, sorted */
    guint64 total, sums[N_REMEDIES];
    GString *json;           /* the cells, for the script: numbers only */
} Cube;

#define CUBE_ROW(cube, axis, i) (&g_array_index ((cube)->rows[axis], CubeRow, i))

/* The cells keep within a size: the more there are, the fewer names and the longer periods are told apart. */
Cube *cube_new (const Tally *tally);
void cube_free (Cube *cube);

/* ---- report-html.c -------------------------------------------------------------------------------------------------*/

/* Appends text of strangers: the only way by which it comes into the page. Controls and what reorders a line are written as their
 * code. max: columns, 0: all. */
void html_text (GString *out, const char *text, guint max);

/* The same, apart from the direction of what stands around it. */
void html_name (GString *out, const char *text, guint max);

/* "12,345" */
void html_number (GString *out, guint64 n);

/* "1 failure", "12,345 failures" */
void html_count (GString *out, guint64 n, const char *one, const char *many);

/* A day as people read it, "23 Nov 2026", as long as the unit needs; and as machines do. */
void html_day (GString *out, gint32 day, PeriodUnit unit);
void html_iso_day (GString *out, gint32 day);

/* A share of 100 %, so many tenths. */
void html_tenths (GString *out, guint64 tenths);

/* ---- report-chart.c ------------------------------------------------------------------------------------------------*/

/* The patterns of the remedies. */
void chart_patterns (GString *out);

/* A square with that of one. */
void chart_swatch (GString *out, Remedy remedy);

/* Bars over the periods. */
void chart_periods (GString *out, const Cube *cube);

/* A bar of a row of a table, in proportion to the longest. */
void chart_bar (GString *out, const CubeRow *row, guint64 longest);

/* ---- report-tables.c -----------------------------------------------------------------------------------------------*/

extern const char *const remedy_names[N_REMEDIES];

void table_of_reasons (GString *out, const Cube *cube);
void table_of_names (GString *out, const Cube *cube, Axis axis);
void table_of_periods (GString *out, const Cube *cube);
void table_of_wordings (GString *out, const ToolWordings *wordings);
void table_of_kinds (GString *out, const ToolCounts *counts);

/* ---- report-answer.c -----------------------------------------------------------------------------------------------*/

/* How many addresses are dead, whether the sender is the problem, and what is to be done about each kind of failure. */
void answer_section (GString *out, const Tally *tally, const Cube *cube);

/* ---- report-page.c -------------------------------------------------------------------------------------------------*/

/* (transfer full): the page. The selection is told in it. */
GString *page_new (const Tally *tally, const ToolSelection *selection, const char *title);

/* Made when building, from report.css and report.js. */
extern const char report_css[], report_js[];
