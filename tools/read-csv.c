/* read-csv.c: `bounce read --csv`: a row a recipient (RFC 4180, lines ending in LF)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

#include "glyph.h"

#include <string.h>

/* The order is that of add_message() and add_recipient(). */
static const char header[] =
    "source,offset,kind,date,message_id,subject,address,final_address,action,status,reply,command,reason,severity,fault,"
    "confidence,remote_mta,diagnostic,rule\n";

/* ---- Cells ---------------------------------------------------------------------------------------------------------*/

/* With one of these a formula begins; with its wide form, too, in some spreadsheets. What a stranger wrote must not be executed. */
static gboolean is_formula (gunichar c)
{
    static const gunichar begins[] = { '=', '+', '-', '@', 0xff1d, 0xff0b, 0xff0d, 0xff20 };

    for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
        if (c == begins[i])
            return TRUE;
    return FALSE;
}

/* A row is a line. A control would steer a terminal, a bidirectional mark reorder a line. */
static gunichar harmless (gunichar c)
{
    return c == '\t' || c == '\r' || c == '\n' ? ' ' : glyph_is_unsafe (c) ? 0xfffd : c;
}

/* Where a formula would begin stands an apostrophe: at the begin of the cell, and behind a semicolon, which some spreadsheets take for
 * the end of a cell; they may leave out spaces and quotation marks. */
static void add_quoted (GString *row, const char *text)
{
    gboolean begin = TRUE;

    g_string_append_c (row, '"');
    for (; *text; text = g_utf8_next_char (text)) {
        gunichar c = harmless (g_utf8_get_char (text));
        if (begin && is_formula (c))
            g_string_append_c (row, '\'');
        g_string_append_unichar (row, c);
        if (c == '"')
            g_string_append_c (row, '"');
        begin = c == ';' || (begin && (g_unichar_isspace (c) || c == '"'));
    }
    g_string_append_c (row, '"');
}

static gboolean is_plain (const char *text)
{
    if (*text == ' ' || is_formula ((guchar) *text))
        return FALSE;
    for (; *text; text++)
        if (*text < ' ' || *text >= 0x7f || strchr ("\",;", *text))
            return FALSE;
    return TRUE;
}

static void add_cell (GString *row, const char *text)
{
    if (row->len)
        g_string_append_c (row, ',');
    if (text && is_plain (text))
        g_string_append (row, text);
    else if (text)
        add_quoted (row, text);
}

static void add_number (GString *row, guint64 number)
{
    char digits[32];

    g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, number);
    add_cell (row, digits);
}

/* ---- Rows ----------------------------------------------------------------------------------------------------------*/

/* The columns up to the recipient's. */
static void add_message (GString *row, BounceReport *report)
{
    const char *source = bounce_report_get_source (report);

    add_cell (row, source ? source : "?"); /* never empty, so that a row is never taken for its beginning */
    add_number (row, bounce_report_get_offset (report));
    add_cell (row, bounce_kind_to_string (bounce_report_get_kind (report)));
    add_cell (row, bounce_report_get_date (report));
    add_cell (row, bounce_report_get_message_id (report));
    add_cell (row, bounce_report_get_subject (report));
}

static void add_recipient (GString *row, BounceRecipient *recipient)
{
    guint reply = bounce_recipient_get_reply (recipient);

    add_cell (row, bounce_recipient_get_address (recipient));
    add_cell (row, bounce_recipient_get_final_address (recipient));
    add_cell (row, bounce_action_to_string (bounce_recipient_get_action (recipient)));
    add_cell (row, bounce_recipient_get_status (recipient));
    if (reply)
        add_number (row, reply);
    else
        add_cell (row, NULL);
    add_cell (row, bounce_command_to_string (bounce_recipient_get_command (recipient)));
    add_cell (row, bounce_reason_to_string (bounce_recipient_get_reason (recipient)));
    add_cell (row, bounce_severity_to_string (bounce_recipient_get_severity (recipient)));
    add_cell (row, bounce_fault_to_string (bounce_recipient_get_fault (recipient)));
    add_cell (row, bounce_confidence_to_string (bounce_recipient_get_confidence (recipient)));
    add_cell (row, bounce_recipient_get_remote_mta (recipient));
    add_cell (row, bounce_recipient_get_diagnostic (recipient));
    add_cell (row, bounce_recipient_get_evidence_rule (recipient));
}

#define RECIPIENT_COLUMNS 13

/* ---- Format --------------------------------------------------------------------------------------------------------*/

static gpointer csv_begin (guint width G_GNUC_UNUSED)
{
    tool_print (header);
    return g_string_sized_new (512);
}

static void csv_report (gpointer state, BounceReport *report)
{
    GString *row = state;
    guint n_recipients = bounce_report_get_n_recipients (report);

    for (guint i = 0; i < n_recipients; i++) {
        add_message (row, report);
        add_recipient (row, bounce_report_get_recipient (report, i));
        tool_write_line (row);
    }
    if (n_recipients > 0)
        return;
    add_message (row, report);
    for (guint i = 0; i < RECIPIENT_COLUMNS; i++)
        add_cell (row, NULL);
    tool_write_line (row);
}

static void csv_end (gpointer state, const ToolCounts *counts G_GNUC_UNUSED, guint unread_paths G_GNUC_UNUSED)
{
    g_string_free (state, TRUE);
}

const ToolFormat tool_format_csv = { csv_begin, NULL, csv_report, csv_end };
