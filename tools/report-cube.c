/* report-cube.c: what was counted, folded until a page can hold it; see report.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * All numbers of the page come from the cells that are left, so what the script adds up is what the tables say.
 */
#include "config.h"

#include "report.h"

#include <string.h>

#define MAX_JSON (72 * 1024) /* bytes */
#define MAX_PERIODS 100      /* more bars are too thin for a telephone */
#define MOST_HOSTS 15

/* Names that have rows of their own. Below READABLE, longer periods are tried first; the last always fits. */
static const guint most_names[] = { 30, 20, 15, 10, 5, 2, 0 };
#define READABLE 10

/* ---- Periods -------------------------------------------------------------------------------------------------------*/

/* In weeks that begin on Monday: 1970 began on a Thursday. */
static gint32 period_of (PeriodUnit unit, gint32 day)
{
    g_autoptr (GDateTime) date = unit >= PERIOD_MONTH ? g_date_time_new_from_unix_utc ((gint64) day * TOOL_DAY) : NULL;

    switch (unit) {
    case PERIOD_DAY:
        return day;
    case PERIOD_WEEK:
        return (day + 3) / 7;
    case PERIOD_MONTH:
        return g_date_time_get_year (date) * 12 + g_date_time_get_month (date) - 1;
    default:
        return g_date_time_get_year (date);
    }
}

static gint32 first_day_of (PeriodUnit unit, gint32 period)
{
    int year = unit == PERIOD_YEAR ? period : period / 12, month = unit == PERIOD_YEAR ? 1 : period % 12 + 1;

    if (unit == PERIOD_DAY || unit == PERIOD_WEEK)
        return unit == PERIOD_DAY ? period : period * 7 - 3;
    g_autoptr (GDateTime) date = g_date_time_new_utc (year, month, 1, 0, 0, 0);
    return (gint32) (g_date_time_to_unix (date) / TOOL_DAY);
}

static guint count_periods (const Cube *cube)
{
    if (cube->first_day == NO_DAY)
        return 0;
    return (guint) (period_of (cube->unit, cube->last_day) - period_of (cube->unit, cube->first_day) + 1);
}

/* Calls are for the cells in the order of their days. */
#define EACH_CELL(tally, node)                                                                                                   \
    GTreeNode *node = g_tree_node_first ((tally)->cells);                                                                        \
    node;                                                                                                                        \
    node = g_tree_node_next (node)

/* The day on which so many dated failures have been counted. */
static gint32 day_at (const Tally *tally, guint64 rank)
{
    gint32 day = NO_DAY;

    for (EACH_CELL (tally, node)) {
        const TallyCell *cell = g_tree_node_value (node);
        if (cell->day == NO_DAY)
            continue;
        day = cell->day;
        if (cell->count > rank)
            break;
        rank -= cell->count;
    }
    return day;
}

/* A handful of wrong clocks must not make all that is right a single bar: what is farther from the middle 99 % than these are long
 * counts as if it had no date. */
static void find_window (Cube *cube, const Tally *tally)
{
    guint64 dated = 0;

    for (EACH_CELL (tally, node)) {
        const TallyCell *cell = g_tree_node_value (node);
        dated += cell->day == NO_DAY ? 0 : cell->count;
    }
    cube->first_day = cube->last_day = NO_DAY;
    if (dated == 0)
        return;
    gint32 low = day_at (tally, dated / 200), high = day_at (tally, dated - 1 - dated / 200), span = MAX (high - low, 7);
    for (EACH_CELL (tally, node)) {
        gint32 day = ((const TallyCell *) g_tree_node_value (node))->day;
        if (day == NO_DAY || day < low - span || day > high + span)
            continue;
        cube->first_day = cube->first_day == NO_DAY ? day : cube->first_day;
        cube->last_day = day;
    }
}

static void add_row (Cube *cube, Axis axis, CubeRow row)
{
    g_array_append_val (cube->rows[axis], row);
}

static void add_periods (Cube *cube)
{
    cube->n_periods = count_periods (cube);
    gint32 first = cube->n_periods ? period_of (cube->unit, cube->first_day) : 0;
    for (guint i = 0; i < cube->n_periods; i++)
        add_row (cube, AXIS_PERIOD, (CubeRow){ .day = first_day_of (cube->unit, first + (gint32) i) });
    add_row (cube, AXIS_PERIOD, (CubeRow){ .type = ROW_NONE });
}

/* ---- Names ---------------------------------------------------------------------------------------------------------*/

static gint most_frequent_first (gconstpointer a, gconstpointer b)
{
    const TallyName *left = *(TallyName *const *) a, *right = *(TallyName *const *) b;

    if (left->count != right->count)
        return left->count < right->count ? 1 : -1;
    return strcmp (left->text, right->text);
}

/* (transfer full): for each name its row */
static guint16 *add_names (Cube *cube, Axis axis, const TallyNames *names, guint most)
{
    guint n = names->list->len;
    guint16 *rows = g_new (guint16, n);
    g_autoptr (GPtrArray) sorted = g_ptr_array_sized_new (n);

    for (guint i = FIRST_NAME; i < n; i++)
        g_ptr_array_add (sorted, names->list->pdata[i]);
    g_ptr_array_sort (sorted, most_frequent_first);
    for (guint i = 0; i < n; i++)
        rows[i] = (guint16) MIN (most, sorted->len);
    for (guint i = 0; i < sorted->len && i < most; i++) {
        const TallyName *name = sorted->pdata[i];
        add_row (cube, axis, (CubeRow){ .name = name->text });
        rows[name->number] = (guint16) i;
    }
    cube->n_folded[axis] = sorted->len > most ? sorted->len - most : 0;
    rows[NAME_NONE] = (guint16) (rows[NAME_OTHERS] + 1);
    add_row (cube, axis, (CubeRow){ .type = ROW_OTHERS });
    add_row (cube, axis, (CubeRow){ .type = ROW_NONE });
    return rows;
}

/* ---- Reasons -------------------------------------------------------------------------------------------------------*/

static gint by_remedy_and_count (gconstpointer a, gconstpointer b)
{
    const CubeRow *left = a, *right = b;

    if (left->remedy != right->remedy)
        return left->remedy < right->remedy ? -1 : 1;
    if (left->total != right->total)
        return left->total < right->total ? 1 : -1;
    return left->reason < right->reason ? -1 : 1;
}

typedef guint16 ReasonRows[TOOL_REASONS][N_REMEDIES];

static void add_reasons (Cube *cube, const Tally *tally, ReasonRows rows)
{
    guint64 counts[TOOL_REASONS][N_REMEDIES] = { 0 };

    for (EACH_CELL (tally, node)) {
        const TallyCell *cell = g_tree_node_value (node);
        counts[cell->reason][cell->remedy] += cell->count;
    }
    for (guint reason = 0; reason < TOOL_REASONS; reason++)
        for (guint remedy = 0; remedy < N_REMEDIES; remedy++)
            if (counts[reason][remedy])
                add_row (cube, AXIS_REASON, (CubeRow){ .reason = reason, .remedy = remedy, .total = counts[reason][remedy] });
    g_array_sort (cube->rows[AXIS_REASON], by_remedy_and_count);
    for (guint i = 0; i < cube->rows[AXIS_REASON]->len; i++) {
        CubeRow *row = CUBE_ROW (cube, AXIS_REASON, i);
        rows[row->reason][row->remedy] = (guint16) i;
        row->total = 0; /* added up from the cells, as all others */
    }
}

/* ---- Cells ---------------------------------------------------------------------------------------------------------*/

static gint compare_cells (gconstpointer a, gconstpointer b)
{
    const CubeCell *left = a, *right = b;

    for (guint axis = 0; axis < N_AXES; axis++)
        if (left->at[axis] != right->at[axis])
            return left->at[axis] < right->at[axis] ? -1 : 1;
    return 0;
}

/* Sorted, and each place once. */
static void merge_cells (GArray *cells)
{
    guint n = 0;

    g_array_sort (cells, compare_cells);
    for (guint i = 0; i < cells->len; i++) {
        CubeCell *cell = &g_array_index (cells, CubeCell, i), *last = n ? &g_array_index (cells, CubeCell, n - 1) : NULL;
        if (last && compare_cells (last, cell) == 0)
            last->count += cell->count;
        else
            g_array_index (cells, CubeCell, n++) = *cell;
    }
    g_array_set_size (cells, n);
}

static void add_cells (Cube *cube, const Tally *tally, ReasonRows reasons, const guint16 *domains, const guint16 *hosts)
{
    gint32 first = cube->n_periods ? period_of (cube->unit, cube->first_day) : 0;
    gint32 day = NO_DAY;
    guint16 period = (guint16) cube->n_periods;

    for (EACH_CELL (tally, node)) {
        const TallyCell *from = g_tree_node_value (node);
        if (from->day != day) {
            day = from->day;
            gboolean inside = day != NO_DAY && day >= cube->first_day && day <= cube->last_day;
            period = (guint16) (inside ? (guint) (period_of (cube->unit, day) - first) : cube->n_periods);
        }
        CubeCell cell = { { reasons[from->reason][from->remedy], domains[from->domain], hosts[from->host], period },
                          from->count };
        g_array_append_val (cube->cells, cell);
    }
    merge_cells (cube->cells);
}

static void add_up (Cube *cube)
{
    for (guint i = 0; i < cube->cells->len; i++) {
        const CubeCell *cell = &g_array_index (cube->cells, CubeCell, i);
        Remedy remedy = CUBE_ROW (cube, AXIS_REASON, cell->at[AXIS_REASON])->remedy;
        cube->total += cell->count;
        cube->sums[remedy] += cell->count;
        for (guint axis = 0; axis < N_AXES; axis++) {
            CubeRow *row = CUBE_ROW (cube, axis, cell->at[axis]);
            row->total += cell->count;
            row->sums[remedy] += cell->count;
        }
    }
}

/* Those of one reason, domain and host are one list: these three, then for each period how far it is from the one before it, and
 * the count. */
static void write_json (Cube *cube)
{
    const CubeCell *before = NULL;
    GString *out = cube->json;

    g_string_assign (out, "{\"remedies\":[");
    for (guint i = 0; i < cube->rows[AXIS_REASON]->len; i++)
        g_string_append_printf (out, "%s%u", i ? "," : "", (guint) CUBE_ROW (cube, AXIS_REASON, i)->remedy);
    g_string_append (out, "],\"cells\":[");
    for (guint i = 0; i < cube->cells->len; i++) {
        const CubeCell *cell = &g_array_index (cube->cells, CubeCell, i);
        gboolean same = before && memcmp (before->at, cell->at, AXIS_PERIOD * sizeof cell->at[0]) == 0;
        if (!same)
            g_string_append_printf (out, "%s[%u,%u,%u", before ? "],\n" : "\n", cell->at[0], cell->at[1], cell->at[2]);
        g_string_append_printf (out, ",%u,%" G_GUINT64_FORMAT, cell->at[AXIS_PERIOD] - (same ? before->at[AXIS_PERIOD] : 0),
                                cell->count);
        before = cell;
    }
    g_string_append (out, before ? "]\n]}" : "\n]}");
}

/* ---- Life ----------------------------------------------------------------------------------------------------------*/

static Cube *fold (const Tally *tally, PeriodUnit unit, guint most)
{
    Cube *cube = g_new0 (Cube, 1);
    ReasonRows reasons = { 0 };

    for (guint axis = 0; axis < N_AXES; axis++)
        cube->rows[axis] = g_array_new (FALSE, TRUE, sizeof (CubeRow));
    cube->cells = g_array_new (FALSE, FALSE, sizeof (CubeCell));
    cube->json = g_string_new (NULL);
    cube->unit = unit;
    find_window (cube, tally);
    add_periods (cube);
    add_reasons (cube, tally, reasons);
    g_autofree guint16 *domains = add_names (cube, AXIS_DOMAIN, &tally->domains, most);
    g_autofree guint16 *hosts = add_names (cube, AXIS_HOST, &tally->hosts, MIN (most, MOST_HOSTS));
    add_cells (cube, tally, reasons, domains, hosts);
    add_up (cube);
    write_json (cube);
    return cube;
}

Cube *cube_new (const Tally *tally)
{
    Cube *cube = NULL;

    for (PeriodUnit unit = PERIOD_DAY; unit <= PERIOD_YEAR; unit++)
        for (guint i = 0; i < G_N_ELEMENTS (most_names); i++) {
            if (unit < PERIOD_YEAR && (most_names[i] < READABLE || (cube && cube->unit == unit && cube->n_periods > MAX_PERIODS)))
                break;
            g_clear_pointer (&cube, cube_free);
            cube = fold (tally, unit, most_names[i]);
            if (cube->json->len <= MAX_JSON && (cube->n_periods <= MAX_PERIODS || unit == PERIOD_YEAR))
                return cube;
        }
    return cube;
}

void cube_free (Cube *cube)
{
    for (guint axis = 0; axis < N_AXES; axis++)
        g_array_unref (cube->rows[axis]);
    g_array_unref (cube->cells);
    g_string_free (cube->json, TRUE);
    g_free (cube);
}
