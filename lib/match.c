/* match.c: finds many phrases in a text at once; see match.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "match.h"

/* ---- Normal form ---- */

/* What typewriters and word processors write differently. */
static gunichar straight (gunichar c)
{
    switch (c) {
    case 0x2018: case 0x2019: case 0x201a: case 0x00b4: case 0x2032:
        return '\'';
    case 0x201c: case 0x201d: case 0x201e: case 0x00ab: case 0x00bb:
        return '"';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014:
        return '-';
    default:
        return g_unichar_isspace (c) ? ' ' : g_unichar_tolower (c);
    }
}

char *match_normal_form (Span text)
{
    GString *out = g_string_sized_new (text.n);
    const char *p = text.s, *end = text.s + text.n;

    while (p < end) {
        gunichar c = (guchar) *p;
        if (c < 0x80) {
            c = g_ascii_isspace (*p) || c < ' ' ? ' ' : (gunichar) g_ascii_tolower (*p);
            p++;
        } else {
            c = g_utf8_get_char_validated (p, end - p);
            gboolean bad = (gint32) c < 0;
            p = bad ? p + 1 : g_utf8_next_char (p);
            c = bad ? 0xfffd : straight (c);
        }
        if (c == ' ' && (out->len == 0 || out->str[out->len - 1] == ' '))
            continue;
        if (c < 0x80)
            g_string_append_c (out, (char) c);
        else
            g_string_append_unichar (out, c);
    }
    g_strchomp (out->str);
    return g_string_free (out, FALSE);
}

/* ---- The index ---- */

typedef struct {
    const char *phrase;
    gpointer data;
    const char *anchor; /* its longest piece, in the phrase */
    gsize anchor_length;
    gint next; /* in the chain of its hash, or -1 */
} Entry;

#define HASH_BITS 16

struct _Match {
    GArray *entries;
    guint32 bitmap[(1 << HASH_BITS) / 32];
    gint chains[1 << HASH_BITS];
};

static guint hash_at (const char *p)
{
    guint32 four;
    memcpy (&four, p, 4);
    return (four * 2654435761u) >> (32 - HASH_BITS);
}

Match *match_new (void)
{
    Match *match = g_new0 (Match, 1);
    match->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
    memset (match->chains, 0xff, sizeof match->chains);
    return match;
}

void match_free (Match *match)
{
    g_array_unref (match->entries);
    g_free (match);
}

static Span longest_piece (const char *phrase)
{
    Span longest = SPAN_EMPTY;

    for (const char *piece = phrase; *piece;) {
        gsize n = strcspn (piece, "*");
        if (n > longest.n)
            longest = (Span){ piece, n };
        piece += n + (piece[n] == '*');
    }
    return longest;
}

gboolean match_can_add (const char *phrase)
{
    return longest_piece (phrase).n >= 4;
}

gboolean match_add (Match *match, const char *phrase, gpointer data)
{
    Span anchor = longest_piece (phrase);
    Entry entry = { .phrase = phrase, .data = data, .anchor = anchor.s, .anchor_length = anchor.n };

    if (!match_can_add (phrase))
        return FALSE;
    guint hash = hash_at (entry.anchor);
    entry.next = match->chains[hash];
    match->chains[hash] = (gint) match->entries->len;
    match->bitmap[hash / 32] |= 1u << (hash % 32);
    g_array_append_val (match->entries, entry);
    return TRUE;
}

/* ---- Finding ---- */

/* The pieces before the anchor, from the last to the first, each the nearest within a gap. Returns where the first begins,
 * or -1. */
static gssize match_before (Span text, const Entry *entry, gsize anchor)
{
    gsize at = anchor;
    const char *end = entry->anchor;

    while (end > entry->phrase) {
        end--; /* the "*" */
        const char *piece = end;
        while (piece > entry->phrase && piece[-1] != '*')
            piece--;
        gsize n = (gsize) (end - piece);
        if (n == 0) { /* a "*" at the begin, or two that stand together */
            end = piece;
            continue;
        }
        gsize from = at > n + MATCH_GAP ? at - n - MATCH_GAP : 0, found = at;
        for (gsize i = at >= n ? at - n + 1 : 0; i-- > from;)
            if (memcmp (text.s + i, piece, n) == 0) {
                found = i;
                break;
            }
        if (found == at)
            return -1;
        at = found;
        end = piece;
    }
    return (gssize) at;
}

/* The pieces after the anchor. Returns where the last ends, or -1. */
static gssize match_after (Span text, const Entry *entry, gsize anchor)
{
    gsize at = anchor + entry->anchor_length;
    const char *piece = entry->anchor + entry->anchor_length;

    while (*piece == '*') {
        piece++;
        gsize n = strcspn (piece, "*");
        if (n == 0)
            continue; /* a "*" at the end, or two that stand together */
        const char *hit = memmem (text.s + at, MIN (text.n - at, n + MATCH_GAP), piece, n);
        if (!hit)
            return -1;
        at = (gsize) (hit - text.s) + n;
        piece += n;
    }
    return (gssize) at;
}

/* A phrase that begins or ends with a letter or digit begins or ends there at a word. */
static gboolean at_words (Span text, const Entry *entry, gsize start, gsize end)
{
    gsize n = strlen (entry->phrase);

    if (g_ascii_isalnum (entry->phrase[0]) && start > 0 && g_ascii_isalnum (text.s[start - 1]))
        return FALSE;
    return !(g_ascii_isalnum (entry->phrase[n - 1]) && end < text.n && g_ascii_isalnum (text.s[end]));
}

#define LONGEST_ADDRESS 320 /* RFC 5321, section 4.5.3.1 */

/* A word inside an e-mail address says nothing: "spam@example.com" is somebody's mailbox. */
static gboolean in_address (Span text, gsize start, gsize end)
{
    gboolean address = FALSE;

    for (gsize i = start; i < end; i++)
        if (text.s[i] == ' ' || text.s[i] == '@' || text.s[i] == '.') /* a host is one in an address, too */
            return FALSE;
    for (gsize i = end; i < text.n && i < end + LONGEST_ADDRESS && !strchr (" <>,;:()\"'", text.s[i]); i++)
        address = address || text.s[i] == '@';
    for (gsize i = start; i > 0 && i + LONGEST_ADDRESS > start && !strchr (" <>,;:()\"'", text.s[i - 1]); i--)
        address = address || text.s[i - 1] == '@';
    return address;
}

static gboolean match_entry (Span text, const Entry *entry, gsize anchor, Span *where)
{
    if (text.n - anchor < entry->anchor_length || memcmp (text.s + anchor, entry->anchor, entry->anchor_length) != 0)
        return FALSE;
    gssize start = match_before (text, entry, anchor);
    gssize end = start < 0 ? -1 : match_after (text, entry, anchor);
    if (end < 0 || !at_words (text, entry, (gsize) start, (gsize) end) || in_address (text, (gsize) start, (gsize) end))
        return FALSE;
    *where = (Span){ text.s + start, (gsize) (end - start) };
    return TRUE;
}

void match_find (const Match *match, Span normal, MatchFunc found, gpointer user_data)
{
    Span where;

    for (gsize i = 0; i + 4 <= normal.n; i++) {
        guint hash = hash_at (normal.s + i);
        if (!(match->bitmap[hash / 32] & (1u << (hash % 32))))
            continue;
        for (gint e = match->chains[hash]; e >= 0;) {
            const Entry *entry = &g_array_index (match->entries, Entry, e);
            if (match_entry (normal, entry, i, &where))
                found (entry->data, where, user_data);
            e = entry->next;
        }
    }
}

gboolean match_glob (const char *pattern, Span name)
{
    gsize n = strcspn (pattern, "*");

    if (name.n < n || !span_equal_nocase (span_first (name, n), (Span){ pattern, n }))
        return FALSE;
    name = span_from (name, n);
    for (pattern += n; *pattern == '*'; pattern += n) {
        n = strcspn (++pattern, "*");
        if (pattern[n] == '\0') /* the last piece stands at the end */
            return name.n >= n && span_equal_nocase (span_from (name, name.n - n), (Span){ pattern, n });
        g_autofree char *piece = g_strndup (pattern, n);
        gssize at = span_find (name, piece);
        if (at < 0)
            return FALSE;
        name = span_from (name, (gsize) at + n);
    }
    return name.n == 0;
}
