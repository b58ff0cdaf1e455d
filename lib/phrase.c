/* phrase.c: is a phrase there, with its gaps and groups?; see phrase.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "phrase.h"

/* How far a phrase is found in a text: where that begins or ends, and what of it are letters of the phrase. */
typedef struct {
    gssize at; /* -1: it is not there */
    guint letters;
    gboolean open; /* it begins or ends with a gap */
} Reach;

static const Reach nowhere = { .at = -1 };

static Reach farther (Reach a, Reach b)
{
    return b.at >= 0 && (a.at < 0 || b.letters > a.letters) ? b : a;
}

/* Goes past the marks at p that are no group of its own: the ends of a way, and gaps. */
static const char *skip_marks (const char *p, gboolean *gap)
{
    for (; *p == '*' || *p == PHRASE_NEXT || *p == PHRASE_CLOSE; p++) {
        *gap = *gap || *p == '*';
        if (*p == PHRASE_NEXT)
            p += strcspn (p, PHRASE_GROUP_ENDS);
    }
    return p;
}

/* From the mark before a way to that before the next one, or to the end of the group. */
static const char *next_way (const char *mark)
{
    return mark + 1 + strcspn (mark + 1, PHRASE_WAY_ENDS);
}

static gboolean is_part (char c)
{
    return (guchar) c <= PHRASE_CLOSE || c == '*';
}

static gsize piece_length (const char *p)
{
    gsize n = 0;
    while (!is_part (p[n]))
        n++;
    return n;
}

static gboolean begins_with (Span text, gsize at, const char *p, gsize n)
{
    return text.n - at >= n && text.s[at] == *p && memcmp (text.s + at, p, n) == 0;
}

/* Does the text have at this place what follows p, up to the next gap? The ways of a group differ, so few are ever tried in vain. */
static gboolean has_piece (Span text, gsize at, const char *p)
{
    gboolean gap = FALSE;

    p = skip_marks (p, &gap);
    if (gap || *p == '\0')
        return TRUE;
    if (*p == PHRASE_OPEN) {
        do
            if ((is_part (p[1]) || (at < text.n && p[1] == text.s[at])) && has_piece (text, at, p + 1))
                return TRUE;
        while (*(p = next_way (p)) == PHRASE_NEXT);
        return FALSE;
    }
    gsize n = piece_length (p);
    return begins_with (text, at, p, n) && has_piece (text, at + n, p + n);
}

/* What of the phrase follows p, in the text from at on; behind a gap it is the nearest. */
static Reach match_after (Span text, gsize at, const char *p, gboolean gap)
{
    p = skip_marks (p, &gap);
    if (*p == '\0')
        return (Reach){ .at = (gssize) at, .open = gap };
    if (*p == PHRASE_OPEN) {
        Reach best = nowhere;
        do
            best = farther (best, match_after (text, at, p + 1, gap));
        while (*(p = next_way (p)) == PHRASE_NEXT);
        return best;
    }
    gsize n = piece_length (p), last = gap ? MIN (text.n, at + PHRASE_GAP) : at;
    while (at <= last && !(begins_with (text, at, p, n) && has_piece (text, at + n, p + n)))
        at++;
    if (at > last)
        return nowhere;
    Reach reach = match_after (text, at + n, p + n, FALSE);
    reach.letters += (guint) n;
    return reach;
}

static const char *open_of (const char *phrase, const char *p)
{
    const char *open = memrchr (phrase, PHRASE_OPEN, (gsize) (p - phrase) + 1);
    return open ? open : phrase;
}

/* The same backwards, before p. */
static const char *skip_marks_before (const char *phrase, const char *p, gboolean *gap)
{
    for (; p > phrase && (p[-1] == '*' || p[-1] == PHRASE_NEXT || p[-1] == PHRASE_OPEN); p--) {
        *gap = *gap || p[-1] == '*';
        if (p[-1] == PHRASE_NEXT)
            p = open_of (phrase, p - 1) + 1;
    }
    return p;
}

/* From the end of a way to that of the one before it; the opening mark where there is none. */
static const char *way_before (const char *open, const char *end)
{
    const char *next = memrchr (open, PHRASE_NEXT, (gsize) (end - open));
    return next ? next : open;
}

static gsize piece_length_before (const char *phrase, const char *p)
{
    gsize n = 0;
    while (p - n > phrase && !is_part (p[-1 - (gssize) n]))
        n++;
    return n;
}

static gboolean ends_with (Span text, gsize at, const char *p, gsize n)
{
    return at >= n && text.s[at - 1] == p[-1] && memcmp (text.s + at - n, p - n, n) == 0;
}

static gboolean has_piece_before (Span text, gsize at, const char *phrase, const char *p)
{
    gboolean gap = FALSE;

    p = skip_marks_before (phrase, p, &gap);
    if (gap || p == phrase)
        return TRUE;
    if (p[-1] == PHRASE_CLOSE) {
        const char *open = open_of (phrase, p - 1);
        for (const char *end = p - 1; end > open; end = way_before (open, end))
            if ((is_part (end[-1]) || (at > 0 && end[-1] == text.s[at - 1])) && has_piece_before (text, at, phrase, end))
                return TRUE;
        return FALSE;
    }
    gsize n = piece_length_before (phrase, p);
    return ends_with (text, at, p, n) && has_piece_before (text, at - n, phrase, p - n);
}

static Reach match_before (Span text, gsize at, const char *phrase, const char *p, gboolean gap)
{
    p = skip_marks_before (phrase, p, &gap);
    if (p == phrase)
        return (Reach){ .at = (gssize) at, .open = gap };
    if (p[-1] == PHRASE_CLOSE) {
        Reach best = nowhere;
        const char *open = open_of (phrase, p - 1);
        for (const char *end = p - 1; end > open; end = way_before (open, end))
            best = farther (best, match_before (text, at, phrase, end, gap));
        return best;
    }
    gsize n = piece_length_before (phrase, p), first = !gap ? at : at > PHRASE_GAP ? at - PHRASE_GAP : 0;
    while (at > first && !(ends_with (text, at, p, n) && has_piece_before (text, at - n, phrase, p - n)))
        at--;
    if (!has_piece_before (text, at, phrase, p))
        return nowhere;
    Reach reach = match_before (text, at - n, phrase, p - n, FALSE);
    reach.letters += (guint) n;
    return reach;
}

/* A phrase that begins or ends with a letter or digit begins or ends there at a word. */
static gboolean at_words (Span text, const Reach *start, const Reach *end)
{
    gsize from = (gsize) start->at, to = (gsize) end->at;

    if (!start->open && from > 0 && g_ascii_isalnum (text.s[from]) && g_ascii_isalnum (text.s[from - 1]))
        return FALSE;
    return end->open || to == text.n || !g_ascii_isalnum (text.s[to - 1]) || !g_ascii_isalnum (text.s[to]);
}

#define LONGEST_ADDRESS 320 /* RFC 5321, section 4.5.3.1 */

/* From here on Unicode has the scripts that put no spaces between words, thus none behind an address either. */
#define FIRST_BYTE_OF_SPACELESS 0xe0 /* U+0800 */

/* A word inside an e-mail address says nothing: "spam@example.com" is somebody's mailbox. Of several words the last may be: "the user
 * unknown@example.com". */
static gboolean in_address (Span text, gsize start, gsize end)
{
    gboolean address = FALSE, one_word = TRUE;

    if ((guchar) text.s[start] >= FIRST_BYTE_OF_SPACELESS || !g_ascii_isalnum (text.s[end - 1]))
        return FALSE;
    for (gsize i = start; i < end; i++) {
        if (text.s[i] == '@')
            return FALSE;
        one_word = one_word && text.s[i] != ' ' && text.s[i] != '.'; /* a host is one in an address, too */
    }
    for (gsize i = end; i < text.n && i < end + LONGEST_ADDRESS && !strchr (" <>,;:()\"'", text.s[i]); i++)
        address = address || text.s[i] == '@';
    for (gsize i = start; one_word && i > 0 && i + LONGEST_ADDRESS > start && !strchr (" <>,;:()\"'", text.s[i - 1]); i--)
        address = address || text.s[i - 1] == '@';
    return address;
}

gboolean phrase_is_there (Span text, gsize anchor, const char *phrase, Span piece, PhrasePlace *place)
{
    /* what stands next to it is compared before gaps are searched */
    if (!has_piece (text, anchor + piece.n, piece.s + piece.n) || !has_piece_before (text, anchor, phrase, piece.s))
        return FALSE;
    Reach start = match_before (text, anchor, phrase, piece.s, FALSE);
    Reach end = start.at < 0 ? nowhere : match_after (text, anchor + piece.n, piece.s + piece.n, FALSE);
    if (end.at < 0 || !at_words (text, &start, &end) || in_address (text, (gsize) start.at, (gsize) end.at))
        return FALSE;
    place->where = (Span){ text.s + start.at, (gsize) (end.at - start.at) };
    place->letters = start.letters + (guint) piece.n + end.letters;
    return TRUE;
}
