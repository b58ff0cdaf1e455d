/* read-csv.c: `bounce read --csv`: a row a recipient (RFC 4180, lines ending in LF)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

#include "glyph.h"

#include <string.h>

static const char usual_fields[] =
    "source,offset,kind,date,message_id,subject,address,final_address,action,status,reply,command,reason,severity,fault,"
    "confidence,remote_mta,diagnostic,rule";

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
    if (text && is_plain (text))
        g_string_append (row, text);
    else if (text)
        add_quoted (row, text);
}

/* ---- Rows ----------------------------------------------------------------------------------------------------------*/

typedef struct {
    const ToolField *const *fields;
    const ToolField **usual; /* owned; NULL where others are asked for */
    GString *row;
} Csv;

static void write_titles (Csv *csv)
{
    for (guint i = 0; csv->fields[i]; i++)
        g_string_append_printf (csv->row, "%s%s", i ? "," : "", tool_field_name (csv->fields[i]));
    tool_write_line (csv->row);
}

/* A row in which nothing would stand is left out. */
static void csv_row (gpointer state, BounceReport *report, BounceRecipient *recipient)
{
    Csv *csv = state;
    char buffer[TOOL_FIELD_BUFFER];
    gboolean told = FALSE;

    for (guint i = 0; csv->fields[i]; i++) {
        const char *value = tool_field_get (csv->fields[i], report, recipient, buffer);
        told = told || value;
        if (i > 0)
            g_string_append_c (csv->row, ',');
        add_cell (csv->row, value);
    }
    if (told)
        tool_write_line (csv->row);
    g_string_truncate (csv->row, 0);
}

/* ---- Format --------------------------------------------------------------------------------------------------------*/

static gpointer csv_begin (const ToolLayout *layout)
{
    Csv *csv = g_new0 (Csv, 1);

    csv->row = g_string_sized_new (512);
    csv->fields = layout->fields;
    if (!csv->fields)
        csv->fields = csv->usual = tool_fields_parse (usual_fields);
    write_titles (csv);
    return csv;
}

static void csv_end (gpointer state, const ToolCounts *counts G_GNUC_UNUSED, guint unread_paths G_GNUC_UNUSED)
{
    Csv *csv = state;

    g_string_free (csv->row, TRUE);
    g_free (csv->usual);
    g_free (csv);
}

const ToolFormat tool_format_csv = { .begin = csv_begin, .row = csv_row, .end = csv_end };
