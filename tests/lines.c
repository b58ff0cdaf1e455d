/* lines.c: counts the lines of the standard input; exit 1 where one is not fit for whom it is meant
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 *     lines json     each is a JSON object, without control characters
 *     lines text     a terminal may have it: no control characters, and none that reorder a line or cannot be seen
 *     lines csv      the same, and rows (RFC 4180) with as many cells as the first, of which none is a formula
 *
 * All in UTF-8, and each with its line feed. "line 7 is wrong" is told of the first that is not.
 */
#include "config.h"

#include <glib.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- JSON ---- */

static gboolean has_control (const char *line)
{
    for (const char *p = line; *p; p = g_utf8_next_char (p))
        if (g_unichar_iscntrl (g_utf8_get_char (p)))
            return TRUE;
    return FALSE;
}

static gboolean is_json (const char *line)
{
    g_autoptr(JsonNode) root = has_control (line) ? NULL : json_from_string (line, NULL);
    return root && JSON_NODE_HOLDS_OBJECT (root);
}

/* ---- Text ---- */

/* The two joiners are part of Persian and Indic words. */
static gboolean is_obeyed (gunichar c)
{
    GUnicodeType type = g_unichar_type (c);
    return type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR
           || (type == G_UNICODE_FORMAT && c != 0x200c && c != 0x200d);
}

static gboolean is_text (const char *line)
{
    for (const char *p = line; *p; p = g_utf8_next_char (p))
        if (is_obeyed (g_utf8_get_char (p)))
            return FALSE;
    return TRUE;
}

/* ---- CSV ---- */

/* Also behind a semicolon, which some spreadsheets take for the end of a cell, and behind what they leave out. */
static gboolean has_formula (const char *cell)
{
    static GRegex *formula;

    if (!formula)
        formula = g_regex_new ("(^|;)[\\s\"]*[=+\\-@\\x{ff1d}\\x{ff0b}\\x{ff0d}\\x{ff20}]", 0, 0, NULL);
    return g_regex_match (formula, cell, 0, NULL);
}

static const char *read_quoted (const char *p, GString *cell)
{
    for (; *p; p++)
        if (*p != '"' || *++p == '"')
            g_string_append_c (cell, *p);
        else
            return *p && *p != ',' ? NULL : p;
    return NULL;
}

/* The end of the cell that begins at p, which goes to cell; NULL where a quotation mark is wrong. */
static const char *read_cell (const char *p, GString *cell)
{
    gsize n = strcspn (p, ",");

    g_string_truncate (cell, 0);
    if (*p == '"')
        return read_quoted (p + 1, cell);
    g_string_append_len (cell, p, (gssize) n);
    return p + n;
}

static gboolean is_row (const char *line)
{
    static guint wanted;
    g_autoptr(GString) cell = g_string_new (NULL);
    guint n = 0;

    for (const char *p = line; p; p = *p ? p + 1 : NULL) {
        p = read_cell (p, cell);
        if (!p || has_formula (cell->str))
            return FALSE;
        n++;
    }
    wanted = wanted ? wanted : n;
    return n == wanted && is_text (line);
}

/* ---- All lines ---- */

static const struct {
    const char *name;
    gboolean (*is_fit) (const char *line);
} formats[] = { { "json", is_json }, { "text", is_text }, { "csv", is_row } };

static unsigned long count (gboolean (*is_fit) (const char *line))
{
    char *line = NULL;
    size_t room = 0;
    ssize_t n;
    unsigned long lines = 0;

    for (; (n = getline (&line, &room, stdin)) > 0; lines++) {
        gboolean ended = line[n - 1] == '\n';
        line[n - 1] = ended ? '\0' : line[n - 1];
        if (!ended || !g_utf8_validate (line, n - 1, NULL) || !is_fit (line)) { /* which refuses NULs, too */
            printf ("line %lu is wrong\n", lines + 1);
            exit (1);
        }
    }
    free (line);
    return lines;
}

int main (int argc, char **argv)
{
    for (guint i = 0; argc == 2 && i < G_N_ELEMENTS (formats); i++)
        if (strcmp (argv[1], formats[i].name) == 0) {
            printf ("%lu\n", count (formats[i].is_fit));
            return 0;
        }
    fputs ("lines json|text|csv\n", stderr);
    return 64;
}
