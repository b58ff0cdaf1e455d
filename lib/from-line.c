/* from-line.c: the lines between the messages of an mbox; see from-line.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "from-line.h"

static gboolean is_number (Span word, gsize least, gsize most)
{
    if (word.n < least || word.n > most)
        return FALSE;
    for (gsize i = 0; i < word.n; i++)
        if (!g_ascii_isdigit (word.s[i]))
            return FALSE;
    return TRUE;
}

static gboolean is_one_of (Span word, const char *list)
{
    return word.n == 3 && span_find_span (span_of (list), word) >= 0; /* a word has no space, so it is a whole one of them */
}

/* "14:32:04 2026", with a zone before or after the year. */
static gboolean has_time_and_year (Span rest)
{
    Span time = span_next_word (&rest), word;
    gboolean year = FALSE;

    for (guint n = 0; n < 3 && !year && (word = span_next_word (&rest)).n; n++)
        year = is_number (word, 4, 4);
    return year && span_find_char (time, ':') > 0 && is_number (span_first (time, (gsize) span_find_char (time, ':')), 1, 2);
}

/* "From sender Mon Nov 23 14:32:04 2026": the date of asctime(); a sentence that begins with "From" has none. */
static gboolean has_date (Span line)
{
    Span word;

    for (guint n = 0; n < 12 && (word = span_next_word (&line)).n; n++) {
        if (!is_one_of (word, "Mon Tue Wed Thu Fri Sat Sun"))
            continue;
        Span rest = line, month = span_next_word (&rest), day = span_next_word (&rest);
        if (is_one_of (month, "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec") && is_number (day, 1, 2)
            && has_time_and_year (rest))
            return TRUE;
    }
    return FALSE;
}

#define LONGEST_FROM_LINE 1000 /* a sender of 320 bytes and a date */

gboolean from_line_is (Span line)
{
    return line.n >= 5 && line.n <= LONGEST_FROM_LINE && memcmp (line.s, "From ", 5) == 0 && has_date (line);
}

Span from_line_unquote (Span line)
{
    gsize n = 0;

    while (n < line.n && line.s[n] == '>')
        n++;
    return n && span_from (line, n).n >= 5 && memcmp (line.s + n, "From ", 5) == 0 ? span_from (line, 1) : line;
}
