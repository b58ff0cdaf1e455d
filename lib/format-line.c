/* format-line.c: the lines of a text that name recipients; see format-line.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "format-line.h"

#include "address.h"

/* ---- Shapes ---- */

/* "quoted local part"@example.com */
static gboolean is_quoted_local (Span text)
{
    gssize close = text.s[0] == '"' ? span_find_char (span_from (span_first (text, 70), 1), '"') : -1;
    return close >= 0 && (gsize) close + 2 < text.n && text.s[close + 2] == '@';
}

/* An address at the begin of text, with what may stand around it; *after is what follows, from the closing mark on where the
 * shape itself asks for one. */
static gboolean take_address (Span text, char closing, Span *address, Span *after)
{
    while (text.n && strchr (" \t<\"'([", text.s[0]) && !is_quoted_local (text))
        text = span_from (text, 1);
    if (span_starts (text, "smtp:") || span_starts (text, "mailto:"))
        text = span_from (text, (gsize) span_find_char (text, ':') + 1);
    *address = address_find (text, NULL);
    if (address->n == 0 || address->s > text.s + 1) /* a quoted local part begins one byte before what was skipped */
        return FALSE;
    *after = (Span){ address->s + address->n, (gsize) (text.s + text.n - address->s) - address->n };
    while (after->n && after->s[0] != closing && strchr (">\"')]", after->s[0]))
        *after = span_from (*after, 1);
    return TRUE;
}

/* "postmaster", "ScreenName7": a local part without its domain. */
static gboolean take_local (Span *line, Span *address)
{
    gsize n = 0;

    while (n < line->n && (g_ascii_isalnum (line->s[n]) || strchr ("._-+", line->s[n])))
        n++;
    *address = span_first (*line, n);
    *line = span_from (*line, n);
    return n > 0 && n <= 64;
}

/* Takes what "%*" stands for off line: all up to the next letter of the shape, or up to the next address. */
static gboolean skip_anything (Span *line, const char *shape, Span *address)
{
    if (span_starts (span_of (shape), "%a")) {
        *address = address_find (*line, NULL);
        if (address->n)
            *line = (Span){ address->s, (gsize) (line->s + line->n - address->s) };
        return address->n > 0;
    }
    gsize n = strcspn (shape, " %\n");

    if (n == 0 && *shape != ' ') { /* to the end */
        *line = SPAN_EMPTY;
        return TRUE;
    }
    gssize at = span_find_span (*line, (Span){ shape, n });
    *line = span_from (*line, at < 0 ? line->n : (gsize) at);
    return at >= 0;
}

/* "* user@example.com", "- user@example.com", "*** user@example.com" */
static Span skip_bullet (Span line)
{
    gsize n = 0;

    if (span_starts (line, "•"))
        return span_trim (span_from (line, strlen ("•")));
    while (n < line.n && strchr ("*-", line.s[n]))
        n++;
    return n && n < 4 && n < line.n && line.s[n] == ' ' ? span_trim (span_from (line, n)) : line;
}

/* Does the line have this shape? */
static gboolean has_shape (Span line, const char *shape, Span *address, Span *rest)
{
    *rest = *address = SPAN_EMPTY;
    for (line = skip_bullet (span_trim (line)); *shape && *shape != '\n';) {
        if (*shape == ' ') {
            line = span_from (line, span_indent (line));
            shape++;
        } else if (*shape != '%') {
            if (line.n == 0 || g_ascii_tolower (line.s[0]) != g_ascii_tolower (*shape++))
                return FALSE;
            line = span_from (line, 1);
        } else if (shape[1] == 't') {
            *rest = span_trim (line);
            return TRUE;
        } else if (shape[1] == 'l') {
            if (!take_local (&line, address))
                return FALSE;
            shape += 2;
        } else {
            if (shape[1] == 'a' ? !take_address (line, shape[2], address, &line) : !skip_anything (&line, shape + 2, address))
                return FALSE;
            shape += 2;
        }
    }
    return span_is_blank (line);
}

gboolean format_line_has_shape (Span line, const char *shapes, Span *address, Span *rest)
{
    for (const char *shape = shapes; shape; shape = strchr (shape, '\n'), shape = shape ? shape + 1 : NULL)
        if (has_shape (line, shape, address, rest))
            return TRUE;
    return FALSE;
}

/* ---- Entries ---- */

void format_entry_free (gpointer data)
{
    Entry *entry = data;
    g_free (entry->address);
    g_free (entry->alias);
    g_string_free (entry->text, TRUE);
    g_free (entry);
}

Entry *format_entry_add (GPtrArray *entries, Span address)
{
    Entry *entry = g_new0 (Entry, 1);

    entry->address = address_clean (address);
    entry->text = g_string_new (NULL);
    if (!entry->address)
        entry->address = span_dup_or_null (address);
    g_ptr_array_add (entries, entry);
    return entry;
}

void format_entry_add_line (GString *text, Span line)
{
    line = span_trim (line);
    g_string_append_len (text, line.s, (gssize) line.n);
    g_string_append_c (text, '\n');
}

void format_entry_find_alias (Entry *entry)
{
    static const char *const words[] = {
        "expanded from", "generated from", "generated by", "original address:", "originally addressed to", "forwarded from", NULL
    };
    Span text = span_of (entry->text->str);

    for (guint i = 0; words[i] && !entry->alias; i++) {
        gssize at = span_find (text, words[i]);
        Span rest = at < 0 ? SPAN_EMPTY : span_from (text, (gsize) at + strlen (words[i]));
        Span line;
        if (span_next_line (&rest, &line))
            entry->alias = address_clean (line);
    }
}

/* ---- What lines are ---- */

gboolean format_line_leads (Span line, const char *not_this)
{
    Span address, rest;
    gboolean is_first = format_line_has_shape (line, "%a%t", &address, &rest);
    g_autofree char *clean = is_first ? address_clean (address) : NULL;

    return clean && !address_same (clean, not_this);
}

gboolean format_line_heads_another (Span line, Span text, const char *not_this)
{
    if (!span_ends (span_trim (line), ":"))
        return FALSE;
    while (span_next_line (&text, &line) && span_is_blank (line))
        ;
    return format_line_leads (line, not_this);
}

gboolean format_line_is_signature (Span line)
{
    return span_is (span_trim (line), "--");
}
