/* report-answer.c: what the page says first: what is to be done; see report.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "report.h"

/* ---- The answer ----------------------------------------------------------------------------------------------------*/

static void append_headline (GString *out, const Tally *tally)
{
    guint n = (guint) g_tree_nnodes (tally->dead);

    if (n == 0 && tally->n_dead_nobody == 0) {
        g_string_append (out, tally->n_failures
                                  ? "No address is dead</h2>\n<p class=\"lead\">None of the failures says that an "
                                    "address is gone: keep all of them.</p>\n"
                                  : "No mail failed</h2>\n<p class=\"lead\">There is no failure in what was read.</p>\n");
        return;
    }
    g_string_append (out, tally->more_dead ? "More than " : "");
    html_count (out, n, "address is dead", "addresses are dead");
    g_string_append (out, "</h2>\n<p class=\"lead\">Stop sending to ");
    g_string_append (out, n == 1 ? "it" : "them");
    g_string_append (out, ". What else failed says nothing final about an address: keep those.");
    if (tally->n_dead_nobody) {
        g_string_append_c (out, ' ');
        html_count (out, tally->n_dead_nobody, "report does not tell which address it is",
                    "reports do not tell which address it is");
        g_string_append_c (out, '.');
    }
    g_string_append (out, "</p>\n");
}

static void append_remedies (GString *out, const Cube *cube)
{
    static const struct {
        const char *meaning, *command;
    } texts[] = {
        [REMEDY_REMOVE] = { "The mailbox or its domain is gone, closed or moved. Remove the address.",
                            "bounce read <span>--severity hard</span> <span>--fields address …</span>" },
        [REMEDY_MEND] = { "Refused for who sent it, from where, or what it holds. Mend that, and keep the address.",
                          "bounce read <span>--severity soft</span> <span>--fault sender,message …</span>" },
        [REMEDY_WAIT] = { "A full mailbox, a fault of a server or of the network. Keep the address, unless it lasts for weeks.",
                          "bounce read <span>--severity soft</span> <span>--fault recipient,</span><wbr>domain,<wbr>system,<wbr>network …" },
        [REMEDY_LOOK] = { "Nothing tells why, or nothing that is understood. Keep the address, and look at what was said.",
                          "bounce unknown …" },
    };

    g_string_append (out, "<ul class=\"remedies\">\n");
    for (guint remedy = 0; remedy < N_REMEDIES; remedy++) {
        g_string_append (out, "<li>\n<h3>");
        chart_swatch (out, remedy);
        g_string_append_printf (out, "%s</h3>\n<p class=\"number\">", remedy_names[remedy]);
        html_number (out, cube->sums[remedy]);
        g_string_append_printf (out, " <small>%s</small></p>\n<p>%s</p>\n<p><code>%s</code></p>\n</li>\n",
                                cube->sums[remedy] == 1 ? "failure" : "failures", texts[remedy].meaning, texts[remedy].command);
    }
    g_string_append (out, "</ul>\n");
}

/* ---- Whose problem -------------------------------------------------------------------------------------------------*/

#define MANY 10 /* failures */
#define MUCH 10 /* one of so many */

/* The reason on the sender's side that most of the failures have; NULL where it is not much of them. */
static const CubeRow *main_cause (const Cube *cube, guint *place)
{
    const CubeRow *most = NULL;

    for (guint i = 0; i < cube->rows[AXIS_REASON]->len; i++) {
        const CubeRow *row = CUBE_ROW (cube, AXIS_REASON, i);
        if (row->remedy == REMEDY_MEND && (!most || row->total > most->total)) {
            most = row;
            *place = i;
        }
    }
    return most && most->total >= MANY && most->total >= cube->total / MUCH ? most : NULL;
}

/* The row that has most of the failures for this reason, and how many; NULL where it is not half of them. */
static const CubeRow *most_of (const Cube *cube, guint reason, Axis axis, guint64 *count)
{
    g_autofree guint64 *counts = g_new0 (guint64, cube->rows[axis]->len);
    guint most = 0;

    for (guint i = 0; i < cube->cells->len; i++) {
        const CubeCell *cell = &g_array_index (cube->cells, CubeCell, i);
        if (cell->at[AXIS_REASON] == reason)
            counts[cell->at[axis]] += cell->count;
    }
    for (guint i = 0; i < cube->rows[axis]->len; i++)
        if (counts[i] > counts[most])
            most = i;
    const CubeRow *row = CUBE_ROW (cube, axis, most);
    *count = counts[most];
    return row->type == ROW_NAMED && *count * 2 >= CUBE_ROW (cube, AXIS_REASON, reason)->total ? row : NULL;
}

static void append_cause (GString *out, const Cube *cube)
{
    static const char *const units[] = { "on ", "in the week from ", "in ", "in " };
    guint place = 0;
    guint64 count;
    const CubeRow *cause = main_cause (cube, &place), *row;

    if (!cause)
        return;
    g_string_append (out, "<p class=\"cause\"><strong>Look at your side first.</strong> ");
    html_number (out, cause->total);
    g_string_append (out, " of the ");
    html_count (out, cube->total, "failure", "failures");
    g_string_append_printf (out, " have one cause, <b>%s</b>: ", bounce_reason_to_string (cause->reason));
    html_text (out, bounce_reason_get_meaning (cause->reason), 0);
    if ((row = most_of (cube, place, AXIS_HOST, &count))) {
        g_string_append (out, "; ");
        html_number (out, count);
        g_string_append (out, " of them said by ");
        html_name (out, row->name, 60);
    }
    if ((row = most_of (cube, place, AXIS_PERIOD, &count)) && cube->n_periods > 1) {
        g_string_append (out, "; ");
        html_number (out, count);
        g_string_append_printf (out, " of them %s", units[cube->unit]);
        html_day (out, row->day, cube->unit);
    }
    g_string_append (out, ". That is the sender’s problem, not the addresses’: remove none of them for it.</p>\n");
}

/* ---- The section ---------------------------------------------------------------------------------------------------*/

static void append_feedback (GString *out, const ToolCounts *counts)
{
    guint64 n = counts->kinds[BOUNCE_KIND_FEEDBACK];

    if (n == 0)
        return;
    g_string_append (out, "<p>");
    html_count (out, n, "feedback report came, too", "feedback reports came, too");
    g_string_append (out, ": unsubscribe who complains. <code>bounce read --kind feedback …</code></p>\n");
}

void answer_section (GString *out, const Tally *tally, const Cube *cube)
{
    g_string_append (out, "<section id=\"answer\" aria-labelledby=\"answer-title\">\n<h2 id=\"answer-title\">");
    append_headline (out, tally);
    append_cause (out, cube);
    append_remedies (out, cube);
    append_feedback (out, &tally->counts);
    g_string_append (out, "</section>\n");
}
