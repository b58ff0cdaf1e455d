/* report-chart.c: bars, in SVG; see report.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Colour alone tells nothing: each remedy has a pattern of its own, and all numbers stand in tables. Places are per cent of the
 * width, so that patterns and lines keep their shape on any screen. report.js computes the same from the same numbers.
 */
#include "config.h"

#include "report.h"

#define HEIGHT 160    /* pixels */
#define LEAST_SLOTS 7 /* a single day is no wall */

/* ---- Patterns ------------------------------------------------------------------------------------------------------*/

void chart_patterns (GString *out)
{
    g_string_append (
        out, "<svg class=\"patterns\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>"
             "<pattern id=\"stripes\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
             "<rect class=\"pale\" width=\"5\" height=\"5\"/><rect class=\"ink\" width=\"2.5\" height=\"5\"/></pattern>"
             "<pattern id=\"dots\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\">"
             "<rect class=\"pale\" width=\"4\" height=\"4\"/><rect class=\"ink\" width=\"2\" height=\"2\"/></pattern>"
             "</defs></svg>\n");
}

void chart_swatch (GString *out, Remedy remedy)
{
    g_string_append_printf (out,
                            "<svg class=\"swatch\" width=\"12\" height=\"12\" aria-hidden=\"true\">"
                            "<rect class=\"r%u\" width=\"12\" height=\"12\"/></svg>",
                            (guint) remedy);
}

/* ---- Over time -----------------------------------------------------------------------------------------------------*/

/* The end of the scale: an even number that reads well. */
static guint64 scale_of (guint64 longest)
{
    guint64 power = 1;

    while (longest > 10 * power)
        power *= 10;
    for (guint n = 2; n < 10; n += 2)
        if (longest <= n * power)
            return n * power;
    return 10 * power;
}

static guint64 longest_period (const Cube *cube)
{
    guint64 longest = 0;

    for (guint i = 0; i < cube->n_periods; i++)
        longest = MAX (longest, CUBE_ROW (cube, AXIS_PERIOD, i)->total);
    return longest;
}

static void append_column (GString *out, const CubeRow *row, guint64 scale)
{
    guint64 below = 0;

    for (guint remedy = 0; remedy < N_REMEDIES; remedy++) {
        guint64 bottom = below * HEIGHT * 10 / scale;
        below += row->sums[remedy];
        guint64 top = below * HEIGHT * 10 / scale;
        g_string_append_printf (out, "<rect class=\"r%u\" width=\"100%%\" y=\"", remedy);
        html_tenths (out, HEIGHT * 10 - top);
        g_string_append (out, "\" height=\"");
        html_tenths (out, top - bottom);
        g_string_append (out, "\"/>");
    }
}

/* In thousandths of a per cent. */
static void append_place (GString *out, const char *name, guint place)
{
    g_string_append_printf (out, " %s=\"%u.%03u%%\"", name, place / 1000, place % 1000);
}

static void append_columns (GString *out, const Cube *cube, guint64 scale)
{
    guint slot = 100000 / MAX (cube->n_periods, LEAST_SLOTS), gap = slot / 6;

    for (guint i = 0; i < cube->n_periods; i++) {
        const CubeRow *row = CUBE_ROW (cube, AXIS_PERIOD, i);
        g_string_append (out, "<svg");
        append_place (out, "x", i * slot + gap / 2);
        append_place (out, "width", slot - gap);
        g_string_append (out, "><title>");
        html_day (out, row->day, cube->unit);
        g_string_append (out, ": ");
        html_number (out, row->total);
        g_string_append (out, "</title>");
        append_column (out, row, scale);
        g_string_append (out, "</svg>\n");
    }
}

static void append_grid (GString *out)
{
    for (guint i = 0; i <= 2; i++)
        g_string_append_printf (out, "<rect class=\"grid\" width=\"100%%\" height=\"1\" y=\"%u\"/>",
                                i * HEIGHT / 2 - (i == 2 ? 1 : 0));
    g_string_append_c (out, '\n');
}

static void append_scale (GString *out, guint64 scale)
{
    g_string_append (out, "<div class=\"scale\" id=\"scale\" aria-hidden=\"true\">");
    for (guint i = 0; i <= 2; i++) {
        g_string_append (out, "<span>");
        html_number (out, scale - i * scale / 2);
        g_string_append (out, "</span>");
    }
    g_string_append (out, "</div>\n");
}

/* Where there are few, below each; else at both ends and in the middle. */
static void append_days (GString *out, const Cube *cube)
{
    guint n = cube->n_periods;

    g_string_append_printf (out, "<div class=\"days %s\" aria-hidden=\"true\">", n <= LEAST_SLOTS ? "each" : "some");
    for (guint i = 0; i < (n <= LEAST_SLOTS ? LEAST_SLOTS : 3); i++) {
        guint at = n <= LEAST_SLOTS ? i : i * (n - 1) / 2;
        g_string_append (out, "<span>");
        if (at < n)
            html_day (out, CUBE_ROW (cube, AXIS_PERIOD, at)->day, cube->unit);
        g_string_append (out, "</span>");
    }
    g_string_append (out, "</div>\n");
}

void chart_periods (GString *out, const Cube *cube)
{
    static const char *const units[] = { "day", "week", "month", "year" };
    guint64 scale = scale_of (longest_period (cube));

    g_string_append (out, "<div class=\"chart\">\n");
    append_scale (out, scale);
    g_string_append_printf (out,
                            "<svg id=\"chart\" width=\"100%%\" height=\"%u\" role=\"img\" "
                            "aria-label=\"Failures in each %s; the table below has the numbers\">\n",
                            (guint) HEIGHT, units[cube->unit]);
    append_grid (out);
    append_columns (out, cube, scale);
    g_string_append (out, "</svg>\n");
    append_days (out, cube);
    g_string_append (out, "</div>\n");
}

/* ---- In tables -----------------------------------------------------------------------------------------------------*/

void chart_bar (GString *out, const CubeRow *row, guint64 longest)
{
    guint64 before = 0;

    g_string_append (out, "<svg class=\"bar\" width=\"100%\" height=\"6\" aria-hidden=\"true\">");
    for (guint remedy = 0; remedy < N_REMEDIES; remedy++) {
        guint64 begin = before * 1000 / longest;
        before += row->sums[remedy];
        guint64 end = before * 1000 / longest;
        g_string_append_printf (out, "<rect class=\"r%u\" height=\"6\" x=\"", remedy);
        html_tenths (out, begin);
        g_string_append (out, "%\" width=\"");
        html_tenths (out, end - begin);
        g_string_append (out, "%\"/>");
    }
    g_string_append (out, "</svg>");
}
