/* span.h: a piece of text that belongs to somebody else
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The readers work on slices of the message and copy only what goes into the report. A span need not end with a NUL and may
 * hold any bytes. Letters are compared as ASCII: what a locale thinks of an "i" must not change a verdict.
 */
#pragma once

#include <glib.h>
#include <string.h>

typedef struct {
    const char *s;
    gsize n;
} Span;

#define SPAN_EMPTY ((Span){ "", 0 })

/* In a static table: the length is known when compiling. */
#define SPAN_LITERAL(string)                                                                                                     \
    {                                                                                                                            \
        (string), sizeof (string) - 1                                                                                            \
    }

static inline Span span_of (const char *string)
{
    return string ? (Span){ string, strlen (string) } : SPAN_EMPTY;
}

static inline Span span_from (Span span, gsize start)
{
    start = MIN (start, span.n);
    return (Span){ span.s + start, span.n - start };
}

static inline Span span_first (Span span, gsize length)
{
    return (Span){ span.s, MIN (span.n, length) };
}

/* As many bytes of a text in UTF-8, or a few less, so that no character is cut. */
Span span_first_text (Span text, gsize length);

/* The span from where a begins to where b ends; both are pieces of one text. */
static inline Span span_join (Span a, Span b)
{
    return (Span){ a.s, (gsize) (b.s + b.n - a.s) };
}

static inline char *span_dup (Span span)
{
    return g_strndup (span.s, span.n);
}

/* Like span_dup(), but NULL for nothing: an absent string is never empty. */
static inline char *span_dup_or_null (Span span)
{
    return span.n ? g_strndup (span.s, span.n) : NULL;
}

Span span_trim (Span span);
Span span_without_start (Span span, const char *bytes); /* without such bytes at its start */
Span span_without_end (Span span, const char *bytes);   /* at its end */
gboolean span_equal_nocase (Span a, Span b);        /* equal, ignoring case */
gboolean span_starts_with (Span span, Span prefix); /* ignoring case */
gboolean span_ends_with (Span span, Span suffix);   /* ignoring case */
gssize span_find_span (Span span, Span needle);     /* where it is first, ignoring case; -1 where it is not */

/* The same with strings: inline, so that the lengths of literals are known when compiling. */
static inline gboolean span_is (Span span, const char *word)
{
    return span_equal_nocase (span, span_of (word));
}

/* Lists of prefixes are asked for each line: most differ in the first letter. */
static inline gboolean span_starts (Span span, const char *prefix)
{
    gboolean may = span.n && *prefix && ((span.s[0] ^ *prefix) & ~0x20) == 0;
    return (may || !*prefix) && span_starts_with (span, span_of (prefix));
}

static inline gboolean span_ends (Span span, const char *suffix)
{
    return span_ends_with (span, span_of (suffix));
}

static inline gssize span_find (Span span, const char *needle)
{
    return span_find_span (span, span_of (needle));
}

static inline gboolean span_has (Span span, const char *needle)
{
    return span_find (span, needle) >= 0;
}

/* Where the byte is first; -1 where it is not. */
static inline gssize span_find_char (Span span, char c)
{
    const char *p = span.n ? memchr (span.s, c, span.n) : NULL;
    return p ? p - span.s : -1;
}

/* Does it hold one of the alternatives "a|b|c", ignoring case? FALSE for a list that is empty or NULL. */
gboolean span_has_any (Span span, const char *alternatives);

/* Takes the next line off rest, without its end (LF, CRLF, CR CR LF). FALSE at the end. */
gboolean span_next_line (Span *rest, Span *line);

/* Takes the next word (up to white space) off rest; empty at the end. */
Span span_next_word (Span *rest);

gboolean span_is_blank (Span span);
gsize span_indent (Span line); /* leading white space, in bytes */
