/* html.c: the text of an HTML page; see html.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "html.h"

#include <stdlib.h>

/* Elements before and after which a line ends. */
static const char blocks[] = "|p|br|div|tr|table|li|ul|ol|dl|dt|dd|h1|h2|h3|h4|h5|h6|hr|pre|blockquote|title|body|html|";
static const char unseen[] = "|script|style|";

/* A "<" without a ">" near is text; without a bound, many of them would each be searched to the end. */
#define LONGEST_TAG 8192

static gboolean is_one_of (const char *list, Span name)
{
    char key[16];

    if (name.n == 0 || name.n + 3 > sizeof key)
        return FALSE;
    g_snprintf (key, sizeof key, "|%.*s|", (int) name.n, name.s);
    for (char *p = key; *p; p++)
        *p = g_ascii_tolower (*p);
    return strstr (list, key) != NULL;
}

static Span tag_name (Span tag)
{
    gsize n = 0;

    if (tag.n && tag.s[0] == '/')
        tag = span_from (tag, 1);
    while (n < tag.n && g_ascii_isalnum (tag.s[n]))
        n++;
    return span_first (tag, n);
}

static void append_tag (GString *out, Span tag)
{
    Span name = tag_name (tag);

    if (is_one_of (blocks, name))
        g_string_append_c (out, '\n');
    else if (span_is (name, "td") || span_is (name, "th"))
        g_string_append_c (out, ' ');
}

/* Skips to the end tag of an element that is not seen; all the rest where it has none. */
static Span skip_unseen (Span rest, Span name)
{
    g_autofree char *end = g_strdup_printf ("</%.*s", (int) name.n, name.s);
    gssize at = span_find (rest, end);
    return at < 0 ? SPAN_EMPTY : span_from (rest, (gsize) at);
}

/* "&lt;" and its like: appends what it stands for, returns its length; 0 where it is none. */
static gsize append_reference (GString *out, Span rest)
{
    static const struct {
        const char *name, *text;
    } names[] = { { "lt;", "<" }, { "gt;", ">" }, { "amp;", "&" }, { "quot;", "\"" }, { "apos;", "'" }, { "nbsp;", " " },
                  { "ouml;", "ö" }, { "auml;", "ä" }, { "uuml;", "ü" }, { "eacute;", "é" }, { "hellip;", "…" } };

    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        if (span_starts (span_from (rest, 1), names[i].name)) {
            g_string_append (out, names[i].text);
            return 1 + strlen (names[i].name);
        }
    if (rest.n < 4 || rest.s[1] != '#')
        return 0;

    char digits[12];
    gboolean hex = rest.s[2] == 'x' || rest.s[2] == 'X';
    Span number = span_first (span_from (rest, hex ? 3 : 2), sizeof digits - 1);
    memcpy (digits, number.s, number.n);
    digits[number.n] = '\0';
    if (!g_ascii_isxdigit (digits[0])) /* a sign or a space is no digit, whatever strtoul() thinks */
        return 0;
    char *end;
    gunichar c = (gunichar) strtoul (digits, &end, hex ? 16 : 10);
    if (*end != ';' || end == digits || !g_unichar_validate (c) || c == 0)
        return 0;
    g_string_append_unichar (out, c == 0xa0 ? ' ' : c);
    return (gsize) (end - digits) + (hex ? 4 : 3);
}

/* A tag at the begin of rest: its inside; FALSE where this "<" begins none ("<user@host>" in a page that was not escaped). */
static gboolean take_tag (Span *rest, Span *tag)
{
    gssize end = span_find_char (span_first (*rest, LONGEST_TAG), '>');
    char next = rest->n > 1 ? rest->s[1] : '\0';

    if (end < 0 || !(g_ascii_isalpha (next) || next == '/' || next == '!' || next == '?'))
        return FALSE;
    *tag = (Span){ rest->s + 1, (gsize) end - 1 };
    gssize at = span_find_char (*tag, '@');
    if (at >= 0 && span_find_char (span_first (*tag, (gsize) at), ' ') < 0)
        return FALSE;
    *rest = span_from (*rest, (gsize) end + 1);
    return TRUE;
}

/* A comment may hold tags; one without an end goes on to the end of the page. */
static gboolean take_comment (Span *rest)
{
    if (!span_starts (*rest, "<!--"))
        return FALSE;
    gssize end = span_find (span_from (*rest, 2), "-->"); /* "<!-->" is a whole one */
    *rest = end < 0 ? SPAN_EMPTY : span_from (*rest, (gsize) end + 2 + strlen ("-->"));
    return TRUE;
}

char *html_to_text (Span html)
{
    GString *out = g_string_sized_new (html.n / 2);
    gboolean pre = FALSE;
    Span tag;

    while (html.n) {
        if (take_comment (&html))
            continue;
        if (html.s[0] == '<' && take_tag (&html, &tag)) {
            append_tag (out, tag);
            if (span_is (tag_name (tag), "pre"))
                pre = tag.s[0] != '/';
            if (is_one_of (unseen, tag_name (tag)) && tag.s[0] != '/')
                html = skip_unseen (html, tag_name (tag));
            continue;
        }
        gsize reference = html.s[0] == '&' ? append_reference (out, html) : 0;
        if (reference == 0) {
            g_string_append_c (out, g_ascii_isspace (html.s[0]) && !pre ? ' ' : html.s[0]);
            reference = 1;
        }
        html = span_from (html, reference);
    }
    return g_string_free (out, FALSE);
}
