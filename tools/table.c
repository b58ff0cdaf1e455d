/* table.c: text of strangers in columns on a terminal
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

#include "glyph.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define GAP 2            /* columns between two cells */
#define DEFAULT_WIDTH 80 /* of a terminal that does not tell */
#define ELLIPSIS "\342\200\246"

/* ---- Safe text -----------------------------------------------------------------------------------------------------*/

typedef struct {
    GString *out;
    guint max; /* 0: no limit */
    guint width;
    gsize kept; /* how much of out stays, and its width, if there is no room for what follows */
    guint kept_width;
} Cell;

/* Appends one character, or an escape, that is never cut in two. FALSE: the cell is full. */
static gboolean cell_add (Cell *cell, const char *bytes, gsize length, guint width)
{
    if (cell->max && cell->width + width > cell->max) {
        g_string_truncate (cell->out, cell->kept);
        g_string_append (cell->out, ELLIPSIS);
        cell->width = cell->kept_width + 1;
        return FALSE;
    }
    g_string_append_len (cell->out, bytes, (gssize) length);
    cell->width += width;
    if (cell->width < cell->max) {
        cell->kept = cell->out->len;
        cell->kept_width = cell->width;
    }
    return TRUE;
}

/* Any one character at p that is not plain ASCII. */
static gboolean cell_add_character (Cell *cell, const char *p)
{
    char glyph[16];
    gunichar c = g_utf8_get_char (p);

    if (c == '\t' || c == '\n' || c == '\r')
        return cell_add (cell, " ", 1, 1);
    guint width = glyph_write (c, glyph);
    return cell_add (cell, glyph, strlen (glyph), width);
}

guint tool_append_safe (GString *out, const char *text, guint max)
{
    Cell cell = { out, max, 0, out->len, 0 };

    for (const char *p = text; *p; p = g_utf8_next_char (p)) {
        gboolean plain = *p >= ' ' && *p < 0x7f;
        if (!(plain ? cell_add (&cell, p, 1, 1) : cell_add_character (&cell, p)))
            break;
    }
    return cell.width;
}

int tool_terminal_width (int fd)
{
    struct winsize size;
    const char *columns = g_getenv ("COLUMNS");

    if (!isatty (fd))
        return 0;
    if (ioctl (fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    guint64 told = columns ? g_ascii_strtoull (columns, NULL, 10) : 0;
    return told > 0 && told < G_MAXUINT16 ? (int) told : DEFAULT_WIDTH;
}

/* ---- Colour --------------------------------------------------------------------------------------------------------*/

static gboolean in_color;

/* NO_COLOR counts where it is not empty (no-color.org). */
void tool_color_begin (ToolWhen when)
{
    const char *no_color = g_getenv ("NO_COLOR"), *terminal = g_getenv ("TERM");
    gboolean able = isatty (STDOUT_FILENO) && terminal && *terminal && strcmp (terminal, "dumb") != 0;
    gboolean wanted = able && !(no_color && *no_color);

    in_color = when == TOOL_ALWAYS || (when == TOOL_AUTO && wanted);
}

/* What follows is in one of the terminal's own colours ("1;31"); "": in the usual one again. NULL: nothing. It takes no columns. */
static void paint (ToolTable *table, const char *color)
{
    if (in_color && color)
        g_string_append_printf (table->line, "\033[%sm", color);
}

/* ---- Columns -------------------------------------------------------------------------------------------------------*/

static guint total_width (const ToolTable *table)
{
    guint total = 0;

    for (guint i = 0; i < table->n_columns; i++)
        if (table->widths[i])
            total += table->widths[i] + (total ? GAP : 0);
    return total;
}

static void drop_column (ToolTable *table, guint drop)
{
    for (guint i = 0; i < table->n_columns; i++)
        if (table->columns[i].drop == drop)
            table->widths[i] = 0;
}

/* Room that is left goes to the columns from left to right, as much as each has use for. */
static void spread (ToolTable *table, guint room)
{
    for (guint i = 0; i < table->n_columns && room; i++) {
        if (!table->widths[i])
            continue;
        guint usual = table->columns[i].usual;
        guint more = usual ? MIN (room, usual - table->widths[i]) : room;
        table->widths[i] += more;
        room -= more;
    }
}

/* What nothing could be dropped for any more. */
static void shrink_last (ToolTable *table, guint excess)
{
    guint last = 0;

    for (guint i = 0; i < table->n_columns; i++)
        if (table->widths[i])
            last = i;
    table->widths[last] = table->widths[last] > excess ? table->widths[last] - excess : 1;
}

static void fit (ToolTable *table)
{
    for (guint i = 0; i < table->n_columns; i++)
        table->widths[i] = table->columns[i].least;
    for (guint drop = 1; drop <= table->n_columns && total_width (table) > table->limit; drop++)
        drop_column (table, drop);
    guint total = total_width (table);
    if (total > table->limit)
        shrink_last (table, total - table->limit);
    else
        spread (table, table->limit - total);
}

void tool_table_init (ToolTable *table, const ToolColumn *columns, guint n_columns, guint limit)
{
    *table = (ToolTable){ .columns = columns, .n_columns = n_columns, .limit = limit, .line = g_string_sized_new (512) };
    g_assert (n_columns <= TOOL_MAX_COLUMNS);
    if (limit)
        fit (table);
    else
        for (guint i = 0; i < n_columns; i++)
            table->widths[i] = columns[i].usual ? columns[i].usual : G_MAXUINT;
}

void tool_table_clear (ToolTable *table)
{
    g_string_free (table->line, TRUE);
}

/* Where a column begins: where it always does, unless a cell before it has pushed it away. */
static void go_to (ToolTable *table, guint column)
{
    guint start = 0;

    for (guint i = 0; i < column; i++)
        if (table->widths[i])
            start += table->widths[i] + GAP;
    if (table->position)
        start = MAX (start, table->position + GAP);
    for (; table->position < start; table->position++)
        g_string_append_c (table->line, ' ');
}

/* color: NULL is the usual one */
static void add_cell (ToolTable *table, guint column, const char *text, const char *color)
{
    if (!table->widths[column])
        return;
    go_to (table, column);
    paint (table, color);
    table->position += tool_append_safe (table->line, text ? text : "-", table->limit ? table->widths[column] : 0);
    paint (table, color ? "" : NULL);
}

void tool_table_cell (ToolTable *table, guint column, const char *text)
{
    add_cell (table, column, text, NULL);
}

void tool_table_severity (ToolTable *table, guint column, BounceSeverity severity)
{
    static const char *const colors[] = { "2", "33", "1;31" }; /* dim, yellow, bold red; by severity */

    add_cell (table, column, bounce_severity_to_string (severity), colors[severity]);
}

void tool_table_line (ToolTable *table, const char *text)
{
    tool_append_safe (table->line, text, table->limit);
    tool_table_end_row (table);
}

void tool_table_titles (ToolTable *table)
{
    paint (table, "1");
    for (guint i = 0; i < table->n_columns; i++)
        tool_table_cell (table, i, table->columns[i].title);
    paint (table, "");
    tool_table_end_row (table);
}

void tool_table_end_row (ToolTable *table)
{
    tool_write_line (table->line);
    table->position = 0;
}
