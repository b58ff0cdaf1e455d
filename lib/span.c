/* span.c: a piece of text that belongs to somebody else; see span.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "span.h"

Span span_trim (Span span)
{
    while (span.n && g_ascii_isspace (span.s[0]))
        span.s++, span.n--;
    while (span.n && g_ascii_isspace (span.s[span.n - 1]))
        span.n--;
    return span;
}

Span span_without_start (Span span, const char *bytes)
{
    while (span.n && strchr (bytes, span.s[0]))
        span.s++, span.n--;
    return span;
}

Span span_without_end (Span span, const char *bytes)
{
    while (span.n && strchr (bytes, span.s[span.n - 1]))
        span.n--;
    return span;
}

/* g_ascii_tolower() without a call for each byte */
static inline char to_lower (char c)
{
    return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
}

static gboolean same_letters (const char *a, const char *b, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if (to_lower (a[i]) != to_lower (b[i]))
            return FALSE;
    return TRUE;
}

gboolean span_equal_nocase (Span a, Span b)
{
    return a.n == b.n && same_letters (a.s, b.s, a.n);
}

gboolean span_starts_with (Span span, Span prefix)
{
    return span.n >= prefix.n && same_letters (span.s, prefix.s, prefix.n);
}

gboolean span_ends_with (Span span, Span suffix)
{
    return span.n >= suffix.n && same_letters (span.s + span.n - suffix.n, suffix.s, suffix.n);
}

/* How common a byte is in mail, roughly: the letters by their rank, all others but the space rare. */
static const guint8 commonness[256] = {
    [' '] = 27,
#define LETTER(lower, upper, rank) [lower] = rank, [upper] = rank
    LETTER ('e', 'E', 26), LETTER ('t', 'T', 25), LETTER ('a', 'A', 24), LETTER ('o', 'O', 23), LETTER ('i', 'I', 22),
    LETTER ('n', 'N', 21), LETTER ('s', 'S', 20), LETTER ('r', 'R', 19), LETTER ('h', 'H', 18), LETTER ('l', 'L', 17),
    LETTER ('d', 'D', 16), LETTER ('c', 'C', 15), LETTER ('u', 'U', 14), LETTER ('m', 'M', 13), LETTER ('f', 'F', 12),
    LETTER ('p', 'P', 11), LETTER ('g', 'G', 10), LETTER ('w', 'W', 9),  LETTER ('y', 'Y', 8),  LETTER ('b', 'B', 7),
    LETTER ('v', 'V', 6),  LETTER ('k', 'K', 5),  LETTER ('x', 'X', 4),  LETTER ('j', 'J', 3),  LETTER ('q', 'Q', 2),
    LETTER ('z', 'Z', 1),
#undef LETTER
};

static gsize find_rarest (Span needle)
{
    gsize rarest = 0;

    for (gsize i = 1; i < needle.n; i++)
        if (commonness[(guchar) needle.s[i]] < commonness[(guchar) needle.s[rarest]])
            rarest = i;
    return rarest;
}

/* A letter in both cases, each looked for with memchr, which is many times faster than a loop over the bytes. */
typedef struct {
    const char *lower, *upper; /* where each is next; NULL: nowhere more */
    const char *end;
} Letter;

static const char *find_letter (const char *from, const char *end, char c)
{
    return from < end ? memchr (from, c, (gsize) (end - from)) : NULL;
}

/* The nearer of the two, which is left for the next one of its case: the other one is not looked for again. */
static const char *take_letter (Letter *letter)
{
    const char *at;

    if (letter->lower && (!letter->upper || letter->lower < letter->upper)) {
        at = letter->lower;
        letter->lower = find_letter (at + 1, letter->end, *at);
    } else if ((at = letter->upper)) {
        letter->upper = find_letter (at + 1, letter->end, *at);
    }
    return at;
}

static char *to_lower_copy (Span span)
{
    char *copy = g_malloc (span.n);

    for (gsize i = 0; i < span.n; i++)
        copy[i] = to_lower (span.s[i]);
    return copy;
}

/* memmem() is linear in both, whatever they are, but knows no case. */
static gssize find_long (Span span, Span needle)
{
    g_autofree char *in = to_lower_copy (span), *what = to_lower_copy (needle);
    const char *hit = memmem (in, span.n, what, needle.n);

    return hit ? hit - in : -1;
}

#define LONG 256 /* bytes: no word of ours is so long, but what a stranger makes us look for may be, and nearly be everywhere */

/* Stops only where the rarest letter of the needle stands. */
gssize span_find_span (Span span, Span needle)
{
    if (needle.n == 0)
        return 0;
    if (needle.n > span.n)
        return -1;
    if (needle.n > LONG)
        return find_long (span, needle);
    gsize rarest = find_rarest (needle);
    const char *from = span.s + rarest, *end = span.s + span.n - needle.n + 1 + rarest;
    char c = needle.s[rarest];
    Letter letter = { find_letter (from, end, to_lower (c)), g_ascii_isalpha (c) ? find_letter (from, end, g_ascii_toupper (c)) : NULL, end };
    for (const char *p; (p = take_letter (&letter));)
        if (same_letters (p - rarest, needle.s, needle.n))
            return p - rarest - span.s;
    return -1;
}

gboolean span_has_any (Span span, const char *alternatives)
{
    for (const char *a = alternatives; a && *a;) {
        gsize n = strcspn (a, "|");
        if (n && span_find_span (span, (Span){ a, n }) >= 0)
            return TRUE;
        a += n + (a[n] == '|');
    }
    return FALSE;
}

Span span_first_text (Span text, gsize length)
{
    if (length >= text.n)
        return text;
    for (gsize back = 0; back <= 3 && back <= length; back++)
        if ((text.s[length - back] & 0xc0) != 0x80)
            return span_first (text, length - back);
    return span_first (text, length); /* it is no UTF-8 */
}

gboolean span_next_line (Span *rest, Span *line)
{
    if (rest->n == 0)
        return FALSE;
    gssize end = span_find_char (*rest, '\n');
    *line = end < 0 ? *rest : span_first (*rest, (gsize) end);
    *rest = span_from (*rest, end < 0 ? rest->n : (gsize) end + 1);
    while (line->n && line->s[line->n - 1] == '\r')
        line->n--;
    return TRUE;
}

Span span_next_word (Span *rest)
{
    Span word = span_trim (*rest);
    gsize n = 0;
    while (n < word.n && !g_ascii_isspace (word.s[n]))
        n++;
    *rest = span_from (word, n);
    return span_first (word, n);
}

gboolean span_is_blank (Span span)
{
    gsize i = 0;
    while (i < span.n && g_ascii_isspace (span.s[i]))
        i++;
    return i == span.n;
}

gsize span_indent (Span line)
{
    gsize n = 0;
    while (n < line.n && (line.s[n] == ' ' || line.s[n] == '\t'))
        n++;
    return n;
}
