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
    [ACTION] = { "ACTION", 11, 11, 5 },
    [SEVERITY] = { "SEVERITY", 8, 8, 0 },
    [REASON] = { "REASON", 20, 20, 6 },
    [ADDRESS] = { "ADDRESS", 20, 36, 0 },
    [STATUS] = { "STATUS", 11, 11, 4 },
    [FAULT] = { "FAULT", 9, 9, 1 },
    [HOST] = { "HOST", 14, 24, 2 },
    [DIAGNOSTIC] = { "DIAGNOSTIC", 20, 0, 3 },
};

/* How often each value of an enum was seen. */
typedef struct {
    GEnumClass *values; /* has the names; not those of _NONE */
    guint64 *counts;
    guint64 total;
} Tally;

typedef struct {
    ToolTable table;
    Tally kinds;
    Tally severities;
    Tally reasons;
} Text;

/* ---- Summary -------------------------------------------------------------------------------------------------------*/

static void tally_init (Tally *tally, GType type)
{
    tally->values = g_type_class_ref (type);
    tally->counts = g_new0 (guint64, (gsize) tally->values->maximum + 1);
}

static void tally_clear (Tally *tally)
{
    g_type_class_unref (tally->values);
    g_free (tally->counts);
}

static void tally_add (Tally *tally, int value)
{
    tally->counts[value]++;
    tally->total++;
}

static int most_frequent (const Tally *tally)
{
    int most = 0;

    for (int i = 1; i <= tally->values->maximum; i++)
        if (tally->counts[i] > tally->counts[most])
            most = i;
    return most;
}

/* The most frequent first. Uses the counts up. */
static void tally_print (Tally *tally, GString *line)
{
    for (int i = most_frequent (tally); tally->counts[i]; i = most_frequent (tally)) {
        const GEnumValue *value = g_enum_get_value (tally->values, i);
        g_string_printf (line, "%8" G_GUINT64_FORMAT "  %s", tally->counts[i], value ? value->value_nick : "none");
        tool_write_line (line);
        tally->counts[i] = 0;
    }
}

static void print_section (Tally *tally, GString *line, const char *noun, const char *by)
{
    g_string_printf (line, "%" G_GUINT64_FORMAT " %s%s%s", tally->total, noun, tally->total == 1 ? "" : "s", by);
    tool_write_line (line);
    tally_print (tally, line);
}

static void print_summary (Text *text, guint unread_paths)
{
    GString *line = text->table.line;

    if (text->kinds.total)
        tool_write_line (line); /* an empty one, below the table */
    print_section (&text->kinds, line, "message", " read");
    print_section (&text->severities, line, "recipient", text->severities.total ? " by severity" : "");
    if (text->reasons.total)
        print_section (&text->reasons, line, "recipient", " by reason");
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

static void print_recipient (Text *text, BounceReport *report, BounceRecipient *recipient)
{
    ToolTable *table = &text->table;
    const char *action = bounce_action_to_string (bounce_recipient_get_action (recipient));
    BounceSeverity severity = bounce_recipient_get_severity (recipient);
    char codes[64];

    tool_table_cell (table, ACTION, action ? action : bounce_kind_to_string (bounce_report_get_kind (report)));
    tool_table_cell (table, SEVERITY, bounce_severity_to_string (severity));
    tool_table_cell (table, REASON, reason_of (report, recipient));
    tool_table_cell (table, ADDRESS, bounce_recipient_get_address (recipient));
    tool_table_cell (table, STATUS, status_and_reply (recipient, codes, sizeof codes));
    tool_table_cell (table, FAULT, bounce_fault_to_string (bounce_recipient_get_fault (recipient)));
    tool_table_cell (table, HOST, bounce_recipient_get_remote_mta (recipient));
    tool_table_cell (table, DIAGNOSTIC, words_of (report, recipient));
    tool_table_end_row (table);
    tally_add (&text->severities, (int) severity);
    tally_add (&text->reasons, (int) bounce_recipient_get_reason (recipient));
}

static char *describe_unreadable (BounceReport *report)
{
    const char *source = bounce_report_get_source (report);
    const char *const *warnings = bounce_report_get_warnings (report);

    return g_strdup_printf ("%s, byte %" G_GUINT64_FORMAT ": %s", source ? source : "?", bounce_report_get_offset (report),
                            warnings[0] ? warnings[0] : "no message");
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
static void print_message (Text *text, BounceReport *report)
{
    g_autofree char *description = describe (report);
    g_autofree char *line = g_strdup_printf ("%-11s  %s", bounce_kind_to_string (bounce_report_get_kind (report)), description);

    tool_table_line (&text->table, line);
}

/* ---- Format --------------------------------------------------------------------------------------------------------*/

static gpointer text_begin (guint width)
{
    Text *text = g_new0 (Text, 1);

    tally_init (&text->kinds, BOUNCE_TYPE_KIND);
    tally_init (&text->severities, BOUNCE_TYPE_SEVERITY);
    tally_init (&text->reasons, BOUNCE_TYPE_REASON);
    tool_table_init (&text->table, columns, N_COLUMNS, width);
    return text;
}

static void text_report (gpointer state, BounceReport *report)
{
    Text *text = state;
    guint n_recipients = bounce_report_get_n_recipients (report);

    if (text->kinds.total == 0)
        tool_table_titles (&text->table);
    tally_add (&text->kinds, (int) bounce_report_get_kind (report));
    for (guint i = 0; i < n_recipients; i++)
        print_recipient (text, report, bounce_report_get_recipient (report, i));
    if (n_recipients == 0)
        print_message (text, report);
}

static void text_end (gpointer state, guint unread_paths)
{
    Text *text = state;

    print_summary (text, unread_paths);
    tally_clear (&text->kinds);
    tally_clear (&text->severities);
    tally_clear (&text->reasons);
    tool_table_clear (&text->table);
    g_free (text);
}

const ToolFormat tool_format_text = { text_begin, text_report, text_end };
