/* report-tables.c: the tables of the page; see report.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A row whose numbers report.js changes carries the place of its CubeRow.
 */
#include "config.h"

#include "report.h"

#define MOST_WORDINGS 25
#define MOST_COLUMNS 160 /* of a wording */

const char *const remedy_names[N_REMEDIES] = { "Dead", "Your side", "Passing", "Unknown" };

/* ---- Rows ----------------------------------------------------------------------------------------------------------*/

static void begin_table (GString *out, const char *id, const char *caption)
{
    g_string_append_printf (out, "<table id=\"%s\">\n<caption>%s</caption>\n<thead>\n<tr>", id, caption);
}

static void append_head (GString *out, const char *text)
{
    g_string_append_printf (out, "<th scope=\"col\">%s</th>", text);
}

static void append_remedy_heads (GString *out)
{
    append_head (out, "Failures");
    for (guint remedy = 0; remedy < N_REMEDIES; remedy++) {
        g_string_append (out, "<th scope=\"col\" class=\"remedy\">");
        chart_swatch (out, remedy);
        g_string_append_printf (out, "<span>%s</span></th>", remedy_names[remedy]);
    }
    g_string_append (out, "</tr>\n</thead>\n<tbody>\n");
}

/* A nought is there, and draws no eye. */
static void append_cell (GString *out, guint64 n)
{
    g_string_append (out, n ? "<td>" : "<td class=\"nought\">");
    html_number (out, n);
    g_string_append (out, "</td>");
}

static void append_sums (GString *out, const CubeRow *row)
{
    append_cell (out, row->total);
    for (guint remedy = 0; remedy < N_REMEDIES; remedy++)
        append_cell (out, row->sums[remedy]);
    g_string_append (out, "</tr>\n");
}

/* What the bars are in proportion to: what has no name is of another kind, and often longer than all others. */
static guint64 longest_of (const Cube *cube, Axis axis)
{
    guint64 longest = 1;

    for (guint i = 0; i < cube->rows[axis]->len; i++)
        if (CUBE_ROW (cube, axis, i)->type == ROW_NAMED)
            longest = MAX (longest, CUBE_ROW (cube, axis, i)->total);
    return longest;
}

static void begin_row (GString *out, guint place, gboolean is_rest)
{
    g_string_append_printf (out, "<tr data-row=\"%u\"%s><th scope=\"row\">", place, is_rest ? " class=\"rest\"" : "");
}

/* ---- Reasons -------------------------------------------------------------------------------------------------------*/

static void append_group (GString *out, const Cube *cube, Remedy remedy)
{
    g_string_append_printf (out, "<tbody>\n<tr class=\"group\" data-remedy=\"%u\"><th scope=\"rowgroup\" colspan=\"2\">",
                            (guint) remedy);
    chart_swatch (out, remedy);
    g_string_append_printf (out, "%s</th><td class=\"long\"></td>", remedy_names[remedy]);
    append_cell (out, cube->sums[remedy]);
    g_string_append (out, "</tr>\n");
}

static void append_reason (GString *out, const CubeRow *row, guint place, guint64 longest)
{
    begin_row (out, place, FALSE);
    g_string_append_printf (out, "<b>%s</b> <small>", bounce_reason_to_string (row->reason));
    html_text (out, bounce_reason_get_meaning (row->reason), 0);
    g_string_append_printf (out, "</small></th><td class=\"fault\">%s</td><td class=\"long\">",
                            bounce_fault_to_string (bounce_reason_get_fault (row->reason)));
    chart_bar (out, row, longest);
    g_string_append (out, "</td>");
    append_cell (out, row->total);
    g_string_append (out, "</tr>\n");
}

void table_of_reasons (GString *out, const Cube *cube)
{
    guint64 longest = longest_of (cube, AXIS_REASON);

    begin_table (out, "reason", "Reasons, by what is to be done");
    append_head (out, "Reason");
    append_head (out, "Whose fault");
    g_string_append (out, "<td class=\"long\"></td>");
    append_head (out, "Failures");
    g_string_append (out, "</tr>\n</thead>\n");
    for (guint i = 0; i < cube->rows[AXIS_REASON]->len; i++) {
        const CubeRow *row = CUBE_ROW (cube, AXIS_REASON, i);
        if (i == 0 || row->remedy != CUBE_ROW (cube, AXIS_REASON, i - 1)->remedy) {
            g_string_append (out, i ? "</tbody>\n" : "");
            append_group (out, cube, row->remedy);
        }
        append_reason (out, row, i, longest);
    }
    g_string_append (out, "</tbody>\n</table>\n");
}

/* ---- Domains and hosts ---------------------------------------------------------------------------------------------*/

static const struct {
    const char *id, *caption, *head, *others, *none;
} named[] = {
    [AXIS_DOMAIN] = { "domain", "By the recipient’s domain", "Domain", "other domains", "no address is told" },
    [AXIS_HOST] = { "host", "By the provider whose host said so", "Provider", "other providers", "no host is told by its name" },
};

static void append_label (GString *out, Axis axis, const CubeRow *row)
{
    if (row->type == ROW_NAMED)
        html_name (out, row->name, 60);
    else if (row->type == ROW_NONE)
        g_string_append (out, named[axis].none);
    else
        g_string_append (out, named[axis].others);
}

void table_of_names (GString *out, const Cube *cube, Axis axis)
{
    guint64 longest = longest_of (cube, axis);

    begin_table (out, named[axis].id, named[axis].caption);
    append_head (out, named[axis].head);
    append_remedy_heads (out);
    for (guint i = 0; i < cube->rows[axis]->len; i++) {
        const CubeRow *row = CUBE_ROW (cube, axis, i);
        if (row->total == 0)
            continue;
        begin_row (out, i, row->type != ROW_NAMED);
        append_label (out, axis, row);
        if (row->type == ROW_NAMED)
            chart_bar (out, row, longest);
        g_string_append (out, "</th>");
        append_sums (out, row);
    }
    g_string_append (out, "</tbody>\n</table>\n");
}

/* ---- Periods -------------------------------------------------------------------------------------------------------*/

void table_of_periods (GString *out, const Cube *cube)
{
    static const struct {
        const char *caption, *head;
    } units[] = { { "Failures in each day", "Day" },
                  { "Failures in each week", "Week from" },
                  { "Failures in each month", "Month" },
                  { "Failures in each year", "Year" } };

    begin_table (out, "period", units[cube->unit].caption);
    append_head (out, units[cube->unit].head);
    append_remedy_heads (out);
    for (guint i = 0; i < cube->rows[AXIS_PERIOD]->len; i++) {
        const CubeRow *row = CUBE_ROW (cube, AXIS_PERIOD, i);
        if (row->type != ROW_NAMED && row->total == 0)
            continue;
        begin_row (out, i, row->type != ROW_NAMED);
        if (row->type == ROW_NAMED) {
            g_string_append (out, "<time datetime=\"");
            html_iso_day (out, row->day);
            g_string_append (out, "\">");
            html_day (out, row->day, cube->unit);
            g_string_append (out, "</time></th>");
        } else {
            g_string_append (out, "no date, or one far off</th>");
        }
        append_sums (out, row);
    }
    g_string_append (out, "</tbody>\n</table>\n");
}

/* ---- What is not filtered ------------------------------------------------------------------------------------------*/

static void append_count_row (GString *out, guint64 n, const char *text)
{
    if (n == 0)
        return;
    g_string_append_printf (out, "<tr class=\"rest\"><th scope=\"row\">%s</th>", text);
    append_cell (out, n);
    g_string_append (out, "</tr>\n");
}

void table_of_wordings (GString *out, const ToolWordings *wordings)
{
    g_autoptr (GPtrArray) list = tool_wordings_list (wordings);
    guint64 more = tool_wordings_get_others (wordings);

    begin_table (out, "wording", "What was said, without what differs from one to the next");
    append_head (out, "Wording");
    append_head (out, "Failures");
    g_string_append (out, "</tr>\n</thead>\n<tbody>\n");
    for (guint i = 0; i < list->len; i++) {
        const ToolWording *wording = list->pdata[i];
        if (i >= MOST_WORDINGS) {
            more += wording->count;
            continue;
        }
        g_string_append (out, "<tr><th scope=\"row\">");
        html_name (out, wording->template->text, MOST_COLUMNS);
        g_string_append (out, "</th>");
        append_cell (out, wording->count);
        g_string_append (out, "</tr>\n");
    }
    append_count_row (out, more, "other wordings");
    append_count_row (out, tool_wordings_get_silent (wordings), "nothing was said");
    g_string_append (out, "</tbody>\n</table>\n");
}

void table_of_kinds (GString *out, const ToolCounts *counts)
{
    static const char *const meanings[] = {
        [BOUNCE_KIND_OTHER] = "none of these: people, newsletters, lists",
        [BOUNCE_KIND_BOUNCE] = "mail to at least one recipient failed",
        [BOUNCE_KIND_DELAY] = "a warning: delivery is still being tried",
        [BOUNCE_KIND_DELIVERY] = "the mail arrived, as the sender had asked to be told",
        [BOUNCE_KIND_FEEDBACK] = "a complaint, or another feedback report: who complains is to be unsubscribed",
        [BOUNCE_KIND_DISPOSITION] = "the mail was read, deleted or the like",
        [BOUNCE_KIND_AUTO_REPLY] = "a vacation notice and the like",
        [BOUNCE_KIND_UNREADABLE] = "the message could not be read at all",
    };

    begin_table (out, "kind", "Messages, by kind");
    append_head (out, "Kind");
    append_head (out, "Messages");
    g_string_append (out, "</tr>\n</thead>\n<tbody>\n");
    for (guint kind = 0; bounce_kind_to_string (kind); kind++) {
        if (counts->kinds[kind] == 0)
            continue;
        g_string_append_printf (out, "<tr><th scope=\"row\"><b>%s</b> <small>%s</small></th>", bounce_kind_to_string (kind),
                                kind < G_N_ELEMENTS (meanings) ? meanings[kind] : "");
        append_cell (out, counts->kinds[kind]);
        g_string_append (out, "</tr>\n");
    }
    g_string_append (out, "</tbody>\n<tfoot>\n<tr><th scope=\"row\">All</th>");
    append_cell (out, counts->selected);
    g_string_append (out, "</tr>\n</tfoot>\n</table>\n");
}
