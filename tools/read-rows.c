/* read-rows.c: `bounce read --fields` and `--format`: a line a recipient, as it is asked for
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

#include <string.h>

/* A piece of a line: a field, or else text as it stands. */
typedef struct {
    const ToolField *field;
    char *text;
} Piece;

struct ToolLine {
    GArray *pieces; /* of Piece */
};

/* ---- Making ----------------------------------------------------------------------------------------------------------*/

static void piece_clear (gpointer piece)
{
    g_free (((Piece *) piece)->text);
}

static ToolLine *line_new (void)
{
    ToolLine *line = g_new (ToolLine, 1);

    line->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
    g_array_set_clear_func (line->pieces, piece_clear);
    return line;
}

void tool_line_free (ToolLine *line)
{
    g_array_unref (line->pieces);
    g_free (line);
}

static void add_field (ToolLine *line, const ToolField *field)
{
    g_array_append_val (line->pieces, ((Piece){ field, NULL }));
}

static void add_text (ToolLine *line, const char *text, gsize length)
{
    g_array_append_val (line->pieces, ((Piece){ NULL, g_strndup (text, length) }));
}

ToolLine *tool_line_of_fields (const ToolField *const *fields)
{
    ToolLine *line = line_new ();

    for (guint i = 0; fields[i]; i++) {
        if (i > 0)
            add_text (line, "\t", 1);
        add_field (line, fields[i]);
    }
    return line;
}

/* Takes "{name}" at *p; FALSE, complaint made, where it is no field. */
static gboolean take_field (ToolLine *line, const char **p)
{
    const char *end = strchr (*p, '}');

    if (!end) {
        tool_complain ("--format: no '}' follows on '%s'; '{{' stands for a brace", *p);
        return FALSE;
    }
    g_autofree char *name = g_strndup (*p + 1, (gsize) (end - *p - 1));
    const ToolField *field = tool_field_find ("format", name);
    if (field)
        add_field (line, field);
    *p = end + 1;
    return field != NULL;
}

/* Takes "{{", "}}", "\t", "\n" or "\\", each of which stands for one character, or any one character. */
static void take_character (ToolLine *line, const char **p)
{
    static const struct {
        char written[3], meant[2];
    } escapes[] = { { "{{", "{" }, { "}}", "}" }, { "\\t", "\t" }, { "\\n", "\n" }, { "\\\\", "\\" } };

    for (guint i = 0; i < G_N_ELEMENTS (escapes); i++)
        if (g_str_has_prefix (*p, escapes[i].written)) {
            add_text (line, escapes[i].meant, 1);
            *p += 2;
            return;
        }
    add_text (line, *p, 1);
    (*p)++;
}

static ToolLine *take_pieces (const char *format)
{
    ToolLine *line = line_new ();

    while (*format) {
        gsize plain = strcspn (format, "{}\\");
        if (plain)
            add_text (line, format, plain);
        format += plain;
        if (format[0] == '{' && format[1] != '{') {
            if (!take_field (line, &format)) {
                tool_line_free (line);
                return NULL;
            }
        } else if (*format) {
            take_character (line, &format);
        }
    }
    return line;
}

static gboolean has_field (const ToolLine *line)
{
    for (guint i = 0; i < line->pieces->len; i++)
        if (g_array_index (line->pieces, Piece, i).field)
            return TRUE;
    return FALSE;
}

/* Such a line would tell nothing, so none would ever be written. Elsewhere --format=json is a usual option. */
static void complain_of_no_field (const char *format)
{
    static const char *const options[] = { "json", "csv", "text", "fields", NULL };

    if (g_strv_contains (options, format))
        tool_complain ("--format: '%s' has no field, such as {address}; did you mean --%s?", format, format);
    else
        tool_complain ("--format: '%s' has no field, such as {address}", format);
}

ToolLine *tool_line_parse (const char *format)
{
    g_autoptr (ToolLine) line = take_pieces (format);

    if (!line || has_field (line))
        return g_steal_pointer (&line);
    complain_of_no_field (format);
    return NULL;
}

/* ---- Writing ---------------------------------------------------------------------------------------------------------*/

typedef struct {
    const ToolLine *line;
    GString *out;
} Rows;

/* What strangers wrote is on one line, and steers no terminal. */
static void rows_row (gpointer state, BounceReport *report, BounceRecipient *recipient)
{
    Rows *rows = state;
    gboolean told = FALSE;

    for (guint i = 0; i < rows->line->pieces->len; i++) {
        const Piece *piece = &g_array_index (rows->line->pieces, Piece, i);
        char buffer[TOOL_FIELD_BUFFER];
        const char *value = piece->field ? tool_field_get (piece->field, report, recipient, buffer) : NULL;
        told = told || value;
        if (value)
            tool_append_safe (rows->out, value, 0);
        else if (piece->text)
            g_string_append (rows->out, piece->text);
    }
    if (told)
        tool_write_line (rows->out);
    g_string_truncate (rows->out, 0);
}

static gpointer rows_begin (const ToolLayout *layout)
{
    Rows *rows = g_new (Rows, 1);

    *rows = (Rows){ layout->line, g_string_sized_new (512) };
    return rows;
}

static void rows_end (gpointer state, const ToolCounts *counts G_GNUC_UNUSED, guint unread_paths G_GNUC_UNUSED)
{
    Rows *rows = state;

    g_string_free (rows->out, TRUE);
    g_free (rows);
}

const ToolFormat tool_format_rows = { .begin = rows_begin, .row = rows_row, .end = rows_end };
