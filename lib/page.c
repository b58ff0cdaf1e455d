/* page.c: text for a person at a terminal; see page.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "page.h"

#include "glyph.h"
#include "span.h"

#include <string.h>

#define LINE 100   /* columns */
#define LABEL 16   /* columns, the indent with them */
#define SHOWN 2000 /* bytes of what one stranger wrote */

/* ---- Folding ---- */

typedef struct {
    GString *page;
    guint column;
    guint hang; /* where a line goes on */
} Cursor;

static void new_line (Cursor *cursor)
{
    g_string_append_printf (cursor->page, "\n%*s", (int) cursor->hang, "");
    cursor->column = cursor->hang;
}

static guint word_width (const char *word, const char *end)
{
    char buffer[16];
    guint width = 0;

    for (const char *p = word; p < end; p = g_utf8_next_char (p))
        width += glyph_write (g_utf8_get_char (p), buffer);
    return width;
}

/* A word that is longer than a line is broken where the line ends. */
static void add_word (Cursor *cursor, const char *word, const char *end)
{
    char buffer[16];

    for (const char *p = word; p < end; p = g_utf8_next_char (p)) {
        guint width = glyph_write (g_utf8_get_char (p), buffer);
        if (cursor->column + width > LINE)
            new_line (cursor);
        g_string_append (cursor->page, buffer);
        cursor->column += width;
    }
}

/* Between two words: a space, or a new line where the second does not fit. */
static void add_space (Cursor *cursor, guint width)
{
    if (cursor->column + 1 + width > LINE) {
        new_line (cursor);
        return;
    }
    g_string_append_c (cursor->page, ' ');
    cursor->column++;
}

static const char *word_end (const char *p)
{
    while (*p && !g_unichar_isspace (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
    return p;
}

/* Appends the text from a column on, and ends the line. */
static void add_text (GString *page, guint column, guint hang, const char *text)
{
    Cursor cursor = { page, column, hang };
    gboolean first = TRUE;

    for (const char *p = text, *end; *p; p = end) {
        end = word_end (p);
        if (end == p) { /* white space: what breaks a line of the mail must not break ours */
            end = g_utf8_next_char (p);
            continue;
        }
        if (!first)
            add_space (&cursor, word_width (p, end));
        add_word (&cursor, p, end);
        first = FALSE;
    }
    g_string_append_c (page, '\n');
}

/* ---- Lines ---- */

void page_title (GString *page, const char *text)
{
    if (page->len)
        g_string_append_c (page, '\n');
    add_text (page, 0, 2, text);
}

static void add_line (GString *page, const char *label, const char *text)
{
    g_string_append_printf (page, "  %-*s", LABEL - 2, label);
    add_text (page, LABEL, LABEL, text);
}

void page_line (GString *page, const char *label, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    add_line (page, label, text);
}

void page_value (GString *page, const char *label, const char *text)
{
    g_autofree char *part = page_cut (text);

    if (part)
        add_line (page, label, part);
}

void page_list (GString *page, const char *label, const GString *list)
{
    page_value (page, label, list->len ? list->str : NULL);
}

void page_item (GString *page, const char *text)
{
    g_string_append (page, "  - ");
    add_text (page, 4, 4, text);
}

void page_list_add (GString *list, const char *format, ...)
{
    va_list arguments;

    if (list->len)
        g_string_append (list, "; ");
    va_start (arguments, format);
    g_string_append_vprintf (list, format, arguments);
    va_end (arguments);
}

char *page_cut (const char *text)
{
    gsize n = text ? strlen (text) : 0;

    if (n <= SHOWN)
        return g_strdup (text);
    Span part = span_first_text ((Span){ text, n }, SHOWN);
    return g_strdup_printf ("%.*s… (%" G_GSIZE_FORMAT " bytes more)", (int) part.n, part.s, n - part.n);
}
