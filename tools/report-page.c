/* report-page.c: the page of `bounce report`; see report.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The answer comes first, then what can be filtered, then the rest and how all of it was counted. Without script all of it is
 * there but the filter. What strangers wrote is text, by html_text() alone; the data of the script is numbers; and the policy in
 * the head lets nothing be loaded, sent, or run but the script whose hash it names.
 */
#include "config.h"

#include "report.h"

#include <string.h>

/* ---- Head ----------------------------------------------------------------------------------------------------------*/

static void append_hash (GString *out, const char *text)
{
    g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
    guint8 digest[32];
    gsize length = sizeof digest;

    g_checksum_update (checksum, (const guint8 *) text, (gssize) strlen (text));
    g_checksum_get_digest (checksum, digest, &length);
    g_autofree char *base64 = g_base64_encode (digest, length);
    g_string_append_printf (out, "'sha256-%s'", base64);
}

static void append_head (GString *out, const char *title)
{
    g_string_append (out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; "
                          "form-action 'none'; style-src ");
    append_hash (out, report_css);
    g_string_append (out, "; script-src ");
    append_hash (out, report_js);
    g_string_append (out, "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                          "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n"
                          "<title>");
    html_text (out, title, 0);
    g_string_append_printf (out, "</title>\n<style>%s</style>\n</head>\n", report_css);
}

static void append_days (GString *out, const Cube *cube)
{
    if (cube->first_day == NO_DAY)
        return;
    html_day (out, cube->first_day, PERIOD_DAY);
    if (cube->last_day > cube->first_day) {
        g_string_append (out, " – ");
        html_day (out, cube->last_day, PERIOD_DAY);
    }
    g_string_append (out, " · ");
}

static void append_header (GString *out, const Tally *tally, const Cube *cube, const char *title)
{
    g_string_append (out, "<body>\n<a class=\"skip\" href=\"#answer\">Skip to the answer</a>\n");
    chart_patterns (out);
    g_string_append (out, "<header>\n<h1>");
    html_name (out, title, 0);
    g_string_append (out, "</h1>\n<p>");
    append_days (out, cube);
    html_count (out, tally->counts.messages, "message read", "messages read");
    g_string_append (out, " · ");
    html_count (out, tally->n_failures, "failure", "failures");
    g_string_append (out, "</p>\n<nav aria-label=\"On this page\">\n<a href=\"#time\">Over time</a>\n<a href=\"#why\">Why</a>\n"
                          "<a href=\"#where\">Where</a>\n<a href=\"#unknown\">Not understood</a>\n"
                          "<a href=\"#read\">What was read</a>\n</nav>\n</header>\n");
}

/* ---- What can be filtered ------------------------------------------------------------------------------------------*/

static void append_date_input (GString *out, const Cube *cube, const char *id, const char *label)
{
    g_string_append_printf (out, "<label>%s <input type=\"date\" autocomplete=\"off\" id=\"%s\"", label, id);
    if (cube->first_day != NO_DAY) {
        g_string_append (out, " min=\"");
        html_iso_day (out, cube->first_day);
        g_string_append (out, "\" max=\"");
        html_iso_day (out, cube->last_day);
        g_string_append_c (out, '"');
    }
    g_string_append (out, "></label>\n");
}

static void append_filter (GString *out, const Cube *cube)
{
    static const struct {
        const char *id, *label;
    } selects[] = { { "by-reason", "Reason" }, { "by-domain", "Domain" }, { "by-host", "Provider" } };

    g_string_append (
        out, "<section id=\"filter\" aria-label=\"Filter\">\n<fieldset id=\"controls\" hidden>\n<legend>Show only</legend>\n");
    append_date_input (out, cube, "from", "From");
    append_date_input (out, cube, "to", "To");
    for (guint i = 0; i < G_N_ELEMENTS (selects); i++)
        g_string_append_printf (
            out, "<label>%s <select autocomplete=\"off\" id=\"%s\"><option value=\"\">all</option></select></label>\n",
            selects[i].label, selects[i].id);
    g_string_append (out, "<button type=\"button\" id=\"all\">Show all</button>\n</fieldset>\n"
                          "<p id=\"shown\" role=\"status\" aria-live=\"polite\">All ");
    html_count (out, cube->total, "failure is shown.", "failures are shown.");
    g_string_append (out, "</p>\n<ul class=\"legend\">\n");
    for (guint remedy = 0; remedy < N_REMEDIES; remedy++) {
        g_string_append_printf (out, "<li data-remedy=\"%u\">", remedy);
        chart_swatch (out, remedy);
        g_string_append_printf (out, "%s <b>", remedy_names[remedy]);
        html_number (out, cube->sums[remedy]);
        g_string_append (out, "</b></li>\n");
    }
    g_string_append (out, "</ul>\n</section>\n");
}

static void append_time (GString *out, const Cube *cube)
{
    g_string_append (out, "<section id=\"time\" aria-labelledby=\"time-title\">\n<h2 id=\"time-title\">Over time</h2>\n");
    if (cube->n_periods) {
        chart_periods (out, cube);
        g_string_append (out, "<details>\n<summary>The same as a table</summary>\n");
    }
    table_of_periods (out, cube);
    g_string_append (out, cube->n_periods ? "</details>\n</section>\n" : "</section>\n");
}

static void append_why_and_where (GString *out, const Cube *cube)
{
    g_string_append (out, "<section id=\"why\" aria-labelledby=\"why-title\">\n<h2 id=\"why-title\">Why, and whose fault</h2>\n");
    table_of_reasons (out, cube);
    g_string_append (out,
                     "</section>\n<section id=\"where\" aria-labelledby=\"where-title\">\n<h2 id=\"where-title\">Where</h2>\n"
                     "<div class=\"pair\">\n");
    table_of_names (out, cube, AXIS_DOMAIN);
    table_of_names (out, cube, AXIS_HOST);
    g_string_append (out, "</div>\n</section>\n");
}

/* ---- What is not filtered ------------------------------------------------------------------------------------------*/

static void append_unknown (GString *out, const Tally *tally, const Cube *cube)
{
    g_string_append (out, "<section id=\"unknown\" aria-labelledby=\"unknown-title\">\n"
                          "<h2 id=\"unknown-title\">Not understood</h2>\n");
    if (cube->sums[REMEDY_LOOK] == 0) {
        g_string_append (out, "<p>Every failure has a reason.</p>\n</section>\n");
        return;
    }
    g_string_append (out, "<p>No rule knows what these mean. <code>bounce unknown …</code> makes rules of them, to which you "
                          "give the reason. The filter does not change this table.</p>\n");
    table_of_wordings (out, tally->wordings);
    g_string_append (out, "</section>\n");
}

static void append_words (GString *out, const char *option, char *const *words)
{
    for (; words && *words; words++) {
        g_string_append_printf (out, " <code>--%s ", option);
        html_text (out, *words, 0);
        g_string_append (out, "</code>");
    }
}

static void append_selection (GString *out, const Tally *tally, const ToolSelection *selection)
{
    char *since[] = { selection->since_text, NULL }, *until[] = { selection->until_text, NULL };

    if (tool_selection_is_all (selection))
        return;
    g_string_append (out, "<p><strong>Not all of it was asked for.</strong> ");
    html_count (out, tally->counts.messages, "message was read, and", "messages were read, and");
    g_string_append_c (out, ' ');
    html_number (out, tally->counts.selected);
    g_string_append (out, " of them told, with");
    append_words (out, "kind", selection->kind_words);
    append_words (out, "severity", selection->severity_words);
    append_words (out, "reason", selection->reason_words);
    append_words (out, "fault", selection->fault_words);
    append_words (out, "domain", selection->domain_lists);
    append_words (out, "since", since);
    append_words (out, "until", until);
    g_string_append (out, ".</p>\n");
}

static void begin_note (GString *out, guint64 n, const char *one, const char *many)
{
    g_string_append (out, "<li>");
    html_count (out, n, one, many);
}

static void append_limits (GString *out, const Tally *tally, const Cube *cube)
{
    guint64 undated = CUBE_ROW (cube, AXIS_PERIOD, cube->n_periods)->total;
    static const struct {
        const char *one, *many;
    } names[] = { [AXIS_DOMAIN] = { "domain with fewer failures is", "domains with fewer failures are" },
                  [AXIS_HOST] = { "provider with fewer failures is", "providers with fewer failures are" } };

    for (guint axis = AXIS_DOMAIN; axis <= AXIS_HOST; axis++)
        if (cube->n_folded[axis]) {
            begin_note (out, cube->n_folded[axis], names[axis].one, names[axis].many);
            g_string_append (out, " counted together, as “other”, or the page would become too large.</li>\n");
        }
    if (cube->unit > PERIOD_DAY)
        g_string_append (out, "<li>Days are taken together, as there are many; a filter by date takes in all of a period that it "
                              "touches. Weeks begin on Monday.</li>\n");
    if (undated) {
        begin_note (out, undated, "failure has", "failures have");
        g_string_append (out, " no date, or one far from nearly all others; the chart leaves them out.</li>\n");
    }
    if (tally->n_folded) {
        begin_note (out, tally->n_folded, "failure is", "failures are");
        g_string_append (out,
                         " counted as “other”, as the names are too long, or came after more than can be told apart.</li>\n");
    }
}

static void append_notes (GString *out, const Tally *tally, const Cube *cube)
{
    g_string_append (out,
                     "<ul>\n"
                     "<li>A failure is one recipient in one report: who bounces ten times is counted ten times, but is one dead "
                     "address.</li>\n"
                     "<li>Days are those of the reports, in UTC.</li>\n"
                     "<li>The provider is the end of the name of the host that spoke: mx.google.com is google.com.</li>\n");
    append_limits (out, tally, cube);
    g_string_append (out, "</ul>\n");
}

static void append_recipients (GString *out, const Tally *tally)
{
    guint64 n_recipients = 0;

    for (guint i = 0; i < TOOL_SEVERITIES; i++)
        n_recipients += tool_counts_of_severity (&tally->counts, i);
    g_string_append (out, "<p>They tell of ");
    html_count (out, n_recipients, "recipient", "recipients");
    g_string_append (out, ": ");
    html_count (out, tally->n_failures, "failure, which is", "failures, which are");
    g_string_append (out, " counted above, and ");
    html_number (out, n_recipients - tally->n_failures);
    g_string_append (out, " whose mail was delayed or delivered, or who complained or answered.</p>\n");
}

static void append_read (GString *out, const Tally *tally, const Cube *cube, const ToolSelection *selection)
{
    g_string_append (out, "<section id=\"read\" aria-labelledby=\"read-title\">\n<h2 id=\"read-title\">What was read</h2>\n");
    append_selection (out, tally, selection);
    if (tally->unread_paths) {
        g_string_append (out, "<p><strong>");
        html_count (out, tally->unread_paths, "file or folder", "files or folders");
        g_string_append (out, " could not be read to the end.</strong></p>\n");
    }
    table_of_kinds (out, &tally->counts);
    append_recipients (out, tally);
    append_notes (out, tally, cube);
    g_string_append (out, "</section>\n");
}

GString *page_new (const Tally *tally, const ToolSelection *selection, const char *title)
{
    GString *out = g_string_sized_new (128 * 1024);
    Cube *cube = cube_new (tally);

    append_head (out, title);
    append_header (out, tally, cube, title);
    g_string_append (out, "<main>\n");
    answer_section (out, tally, cube);
    append_filter (out, cube);
    append_time (out, cube);
    append_why_and_where (out, cube);
    append_unknown (out, tally, cube);
    append_read (out, tally, cube, selection);
    g_string_append (out,
                     "</main>\n<footer>\n<p>Made by bounce " PACKAGE_VERSION ". This page loads nothing and sends nothing.</p>\n"
                     "</footer>\n<script type=\"application/json\" id=\"data\">");
    g_string_append_len (out, cube->json->str, (gssize) cube->json->len);
    g_string_append_printf (out, "</script>\n<script>%s</script>\n</body>\n</html>\n", report_js);
    cube_free (cube);
    return out;
}
