/* read-text.c: `bounce read --text`: a line a recipient, and a summary that accounts for every message
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

enum { ACTION, SEVERITY, REASON, ADDRESS, STATUS, FAULT, HOST, DIAGNOSTIC, N_COLUMNS };

/* The fault goes first: it follows from the reason. The widths are those of the longest words. */
static const ToolColumn columns[N_COLUMNS] = {
    [ACTION] = { "ACTION", 11, 11, 5 },   [SEVERITY] = { "SEVERITY", 8, 8, 0 },      [REASON] = { "REASON", 20, 20, 6 },
    [ADDRESS] = { "ADDRESS", 20, 36, 0 }, [STATUS] = { "STATUS", 11, 11, 4 },        [FAULT] = { "FAULT", 9, 9, 1 },
    [HOST] = { "HOST", 14, 24, 2 },       [DIAGNOSTIC] = { "DIAGNOSTIC", 20, 0, 3 },
};

/* ---- Summary -------------------------------------------------------------------------------------------------------*/

/* The first most frequent one that was not printed yet. */
static int most_frequent (const guint64 *counts, const gboolean *printed, int n)
{
    int most = -1;

    for (int i = 0; i < n; i++)
        if (counts[i] && !printed[i] && (most < 0 || counts[i] > counts[most]))
            most = i;
    return most;
}

/* The most frequent first; the enum's class has the names. */
static void print_counts (const guint64 *counts, GType type, GString *line)
{
    GEnumClass *values = g_type_class_ref (type);
    int n = values->maximum + 1;
    g_autofree gboolean *printed = g_new0 (gboolean, n);

    for (int i; (i = most_frequent (counts, printed, n)) >= 0; printed[i] = TRUE) {
        g_string_printf (line, "%8" G_GUINT64_FORMAT "  %s", counts[i], g_enum_get_value (values, i)->value_nick);
        tool_write_line (line);
    }
    g_type_class_unref (values);
}

static void print_total (guint64 total, GString *line, const char *noun, const char *rest)
{
    g_string_printf (line, "%" G_GUINT64_FORMAT " %s%s%s", total, noun, total == 1 ? "" : "s", rest);
    tool_write_line (line);
}

static void print_messages (GString *line, const ToolCounts *counts)
{
    g_autofree char *asked =
        counts->selected == counts->messages ? NULL : g_strdup_printf (" read, %" G_GUINT64_FORMAT " selected", counts->selected);

    print_total (counts->messages, line, "message", asked ? asked : " read");
    print_counts (counts->kinds, BOUNCE_TYPE_KIND, line);
}

static void print_recipients (GString *line, const ToolCounts *counts)
{
    guint64 severities[TOOL_SEVERITIES], reasons[TOOL_REASONS], total = 0;

    for (guint i = 0; i < TOOL_SEVERITIES; i++)
        total += severities[i] = tool_counts_of_severity (counts, i);
    for (guint i = 0; i < TOOL_REASONS; i++)
        reasons[i] = tool_counts_of_reason (counts, i);
    print_total (total, line, "recipient", total ? " by severity" : "");
    print_counts (severities, BOUNCE_TYPE_SEVERITY, line);
    if (total) {
        print_total (total, line, "recipient", " by reason");
        print_counts (reasons, BOUNCE_TYPE_REASON, line);
    }
}

static void print_summary (GString *line, const ToolCounts *counts, guint unread_paths)
{
    if (counts->selected)
        tool_write_line (line); /* an empty one, below the table */
    print_messages (line, counts);
    print_recipients (line, counts);
    if (unread_paths) {
        g_string_printf (line, "%u path%s could not be read", unread_paths, unread_paths == 1 ? "" : "s");
        tool_write_line (line);
    }
}

/* ---- Rows ----------------------------------------------------------------------------------------------------------*/

static const char *status_and_reply (BounceRecipient *recipient, char *buffer, gsize size)
{
    const char *status = bounce_recipient_get_status (recipient);
    guint reply = bounce_recipient_get_reply (recipient);

    if (!reply)
        return status;
    g_snprintf (buffer, size, "%s%s%u", status ? status : "", status ? " " : "", reply);
    return buffer;
}

/* A complaint has no reason; the type of the feedback tells as much. */
static const char *reason_of (BounceReport *report, BounceRecipient *recipient)
{
    const char *reason = bounce_reason_to_string (bounce_recipient_get_reason (recipient));

    return reason ? reason : bounce_report_get_feedback (report, "type");
}

/* Where nothing was said of the recipient, what the message is about has to do. */
static const char *words_of (BounceReport *report, BounceRecipient *recipient)
{
    const char *diagnostic = bounce_recipient_get_diagnostic (recipient);

    return diagnostic ? diagnostic : bounce_report_get_subject (report);
}

static void print_recipient (ToolTable *table, BounceReport *report, BounceRecipient *recipient)
{
    const char *action = bounce_action_to_string (bounce_recipient_get_action (recipient));
    char codes[64];

    tool_table_cell (table, ACTION, action ? action : bounce_kind_to_string (bounce_report_get_kind (report)));
    tool_table_severity (table, SEVERITY, bounce_recipient_get_severity (recipient));
    tool_table_cell (table, REASON, reason_of (report, recipient));
    tool_table_cell (table, ADDRESS, bounce_recipient_get_address (recipient));
    tool_table_cell (table, STATUS, status_and_reply (recipient, codes, sizeof codes));
    tool_table_cell (table, FAULT, bounce_fault_to_string (bounce_recipient_get_fault (recipient)));
    tool_table_cell (table, HOST, bounce_recipient_get_remote_mta (recipient));
    tool_table_cell (table, DIAGNOSTIC, words_of (report, recipient));
    tool_table_end_row (table);
}

static char *describe_unreadable (BounceReport *report)
{
    return g_strdup_printf ("%s, byte %" G_GUINT64_FORMAT ": %s", bounce_report_get_source (report),
                            bounce_report_get_offset (report), bounce_report_get_warnings (report)[0]);
}

static char *describe (BounceReport *report)
{
    const char *from = bounce_report_get_from (report);
    const char *subject = bounce_report_get_subject (report);
    const char *feedback = bounce_report_get_feedback (report, "type");

    if (bounce_report_get_kind (report) == BOUNCE_KIND_UNREADABLE)
        return describe_unreadable (report);
    return g_strdup_printf ("%s%sfrom %s: %s", feedback ? feedback : "", feedback ? ", " : "", from ? from : "nobody",
                            subject ? subject : "(no subject)");
}

/* A message that speaks of no recipient gets its line too, and however narrow the terminal, it begins with the kind. */
static void print_message (ToolTable *table, BounceReport *report)
{
    g_autofree char *description = describe (report);
    g_autofree char *line = g_strdup_printf ("%-11s  %s", bounce_kind_to_string (bounce_report_get_kind (report)), description);

    tool_table_line (table, line);
}

/* ---- Format --------------------------------------------------------------------------------------------------------*/

static gpointer text_begin (const ToolLayout *layout)
{
    ToolTable *table = g_new (ToolTable, 1);

    tool_table_init (table, columns, N_COLUMNS, layout->width);
    return table;
}

static void text_titles (gpointer table)
{
    tool_table_titles (table);
}

static void text_row (gpointer table, BounceReport *report, BounceRecipient *recipient)
{
    if (recipient)
        print_recipient (table, report, recipient);
    else
        print_message (table, report);
}

static void text_end (gpointer state, const ToolCounts *counts, guint unread_paths)
{
    ToolTable *table = state;

    print_summary (table->line, counts, unread_paths);
    tool_table_clear (table);
    g_free (table);
}

const ToolFormat tool_format_text = { .begin = text_begin, .titles = text_titles, .row = text_row, .end = text_end };
