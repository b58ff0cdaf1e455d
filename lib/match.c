/* match.c: finds many phrases in a text at once; see match.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "match.h"

/* ---- The index ---- */

/* What a text is searched for are four bytes of each phrase, those that are the rarest among all phrases: where a text has them,
 * it likely has the phrase. Of a phrase that leaves words open, they are bytes that it always has, or bytes of each way of one of
 * its groups. The filter has room for eight times as many, so that chance says yes for few other places, and yet what a text asks
 * of it stays in the cache. */
#define ROOM_FOR_ONE 8
#define LEAST_BITS 13

/* Entries by any one set of which a phrase is found. */
typedef struct {
    MatchEntry entry;
    guint32 number, set; /* of the phrase; of the set within it */
    guint32 cost;        /* how many phrases have these four bytes, too */
} Candidate;

struct _Match {
    MatchTable table;
    GArray *added;    /* of Candidate, until they are indexed */
    GArray *entries;  /* of MatchEntry; the table's */
    GString *strings; /* likewise */
    guint32 n_phrases;
};

Match *match_new (MatchMode mode)
{
    Match *match = g_new0 (Match, 1);
    match->table.mode = mode;
    match->added = g_array_new (FALSE, FALSE, sizeof (Candidate));
    match->entries = g_array_new (FALSE, FALSE, sizeof (MatchEntry));
    match->strings = g_string_new (NULL);
    return match;
}

void match_free (Match *match)
{
    g_array_unref (match->added);
    g_array_unref (match->entries);
    g_string_free (match->strings, TRUE);
    g_free ((gpointer) match->table.filter);
    g_free ((gpointer) match->table.starts);
    g_free (match);
}

/* Four bytes, with the bit set that letters have in lower case; the same on every machine. In other bytes it is set, too, which
 * does no harm, as the phrase itself is compared after. */
static guint32 four_at (const char *s)
{
    guint32 four;
    memcpy (&four, s, sizeof four);
    return GUINT32_FROM_LE (four) | 0x20202020;
}

static guint64 eight_at (const char *s)
{
    guint64 eight;
    memcpy (&eight, s, sizeof eight);
    return GUINT64_FROM_LE (eight) | 0x2020202020202020;
}

static guint32 hash_of (guint32 four, guint bits)
{
    return (four * 2654435761u) >> (32 - bits);
}

/* The longest piece of a phrase, or of a part of one, which ends with a mark or with the phrase. */
static Span longest_piece (Span text)
{
    Span longest = SPAN_EMPTY;

    while (text.n) {
        gsize n = MIN (strcspn (text.s, PHRASE_PARTS), text.n);
        if (n > longest.n)
            longest = span_first (text, n);
        text = span_from (text, n + 1);
    }
    return longest;
}

#define LEAST 4 /* bytes that a piece must have to be looked for */

static void add_candidate (Match *match, const char *phrase, Span piece, guint32 set, guint data)
{
    Candidate candidate = { .entry = { .phrase = (guint32) match->strings->len,
                                       .data = data,
                                       .anchor = (guint16) (piece.s - phrase),
                                       .length = (guint16) piece.n },
                            .number = match->n_phrases,
                            .set = set };
    g_array_append_val (match->added, candidate);
}

/* A piece of each way of the group, all of which must have one. FALSE where one has none. */
static gboolean add_group (Match *match, const char *phrase, const char *group, guint32 set, guint data)
{
    guint before = match->added->len;

    for (const char *way = group; *way != PHRASE_CLOSE;) {
        gsize n = strcspn (++way, PHRASE_WAY_ENDS);
        Span piece = longest_piece ((Span){ way, n });
        if (piece.n < LEAST) {
            g_array_set_size (match->added, before);
            return FALSE;
        }
        add_candidate (match, phrase, piece, set, data);
        way += n;
    }
    return TRUE;
}

/* All that the phrase may be found by. FALSE where that is nothing. */
static gboolean add_candidates (Match *match, const char *phrase, guint data)
{
    guint32 set = 0;

    for (const char *p = phrase; *p;) {
        gsize n = strcspn (p, PHRASE_PARTS);
        if (n >= LEAST)
            add_candidate (match, phrase, (Span){ p, n }, set++, data);
        p += n;
        if (*p == PHRASE_OPEN) {
            set += add_group (match, phrase, p, set, data);
            p += strcspn (p, PHRASE_GROUP_ENDS);
        }
        p += *p != '\0';
    }
    return set > 0;
}

/* With the first group written out: one phrase for each of its ways. */
static gboolean add_ways (Match *match, const char *phrase, guint data)
{
    const char *open = strchr (phrase, PHRASE_OPEN);
    gboolean all = open != NULL;
    const char *rest = open ? open + strcspn (open, PHRASE_GROUP_ENDS) + 1 : "";

    for (const char *way = open; way && *way != PHRASE_CLOSE;) {
        gsize n = strcspn (++way, PHRASE_WAY_ENDS);
        g_autofree char *written = g_strdup_printf ("%.*s%.*s%s", (int) (open - phrase), phrase, (int) n, way, rest);
        all = match_add (match, written, data) && all;
        way += n;
    }
    return all;
}

gboolean match_add (Match *match, const char *phrase, guint data)
{
    if (strlen (phrase) > MATCH_LONGEST)
        return FALSE;
    if (!add_candidates (match, phrase, data))
        return add_ways (match, phrase, data);
    g_string_append_len (match->strings, phrase, (gssize) strlen (phrase) + 1);
    match->n_phrases++;
    return TRUE;
}

gboolean match_add_words (Match *match, Span words, guint data)
{
    if (words.n < LEAST || words.n > MATCH_LONGEST)
        return FALSE;
    add_candidate (match, words.s, words, 0, data);
    g_string_append_len (match->strings, words.s, (gssize) words.n);
    g_string_append_c (match->strings, '\0');
    match->n_phrases++;
    return TRUE;
}

gboolean match_add_piece (Match *match, const char *pattern, guint data)
{
    return match_add_words (match, longest_piece (span_of (pattern)), data);
}

gboolean match_can_add (const char *phrase)
{
    return longest_piece (span_of (phrase)).n >= LEAST && strlen (phrase) <= MATCH_LONGEST;
}

static guint bits_for (gsize n)
{
    guint bits = LEAST_BITS;
    while (bits < 26 && MATCH_FILTER (bits) < n * ROOM_FOR_ONE)
        bits++;
    return bits;
}

/* Chooses for each candidate the four bytes that the fewest others have, too. */
static void choose_fours (GArray *candidates, const char *strings, guint bits)
{
    g_autofree guint32 *count = g_new0 (guint32, (gsize) 1 << bits);

    for (guint i = 0; i < candidates->len; i++) {
        const MatchEntry *entry = &g_array_index (candidates, Candidate, i).entry;
        for (guint k = 0; k + 4 <= entry->length; k++)
            count[hash_of (four_at (strings + entry->phrase + entry->anchor + k), bits)]++;
    }
    for (guint i = 0; i < candidates->len; i++) {
        Candidate *candidate = &g_array_index (candidates, Candidate, i);
        MatchEntry *entry = &candidate->entry;
        candidate->cost = G_MAXUINT32;
        for (guint k = 0; k + 4 <= entry->length; k++) {
            guint32 four = four_at (strings + entry->phrase + entry->anchor + k), n = count[hash_of (four, bits)];
            if (n < candidate->cost) {
                candidate->cost = n;
                entry->four = four;
                entry->at = (guint16) k;
            }
        }
    }
}

/* The end of the candidates from i on that are of the same phrase, and of the same set unless that is of no matter. */
static guint end_of (GArray *candidates, guint i, gboolean of_set, guint64 *cost)
{
    const Candidate *first = &g_array_index (candidates, Candidate, i), *c;

    for (*cost = 0; i < candidates->len; i++, *cost += c->cost) {
        c = &g_array_index (candidates, Candidate, i);
        if (c->number != first->number || (of_set && c->set != first->set))
            break;
    }
    return i;
}

/* Takes of each phrase the set that finds the fewest others. */
static void choose_sets (Match *match)
{
    guint64 cost, whole;

    g_array_set_size (match->entries, 0);
    for (guint i = 0; i < match->added->len;) {
        guint end = end_of (match->added, i, FALSE, &whole), best = i, best_end = i;
        guint64 least = G_MAXUINT64;
        for (guint set = i, next; set < end; set = next) {
            next = end_of (match->added, set, TRUE, &cost);
            if (cost < least) {
                least = cost;
                best = set;
                best_end = next;
            }
        }
        for (guint k = best; k < best_end; k++)
            g_array_append_val (match->entries, g_array_index (match->added, Candidate, k).entry);
        i = end;
    }
}

static gint by_bucket (gconstpointer a, gconstpointer b, gpointer bits)
{
    guint32 x = hash_of (((const MatchEntry *) a)->four, GPOINTER_TO_UINT (bits));
    guint32 y = hash_of (((const MatchEntry *) b)->four, GPOINTER_TO_UINT (bits));
    return x < y ? -1 : x > y;
}

void match_index (Match *match)
{
    choose_fours (match->added, match->strings->str, bits_for (match->added->len));
    choose_sets (match);

    GArray *entries = match->entries;
    guint bits = bits_for (entries->len);
    gsize n_buckets = MATCH_BUCKETS (bits);
    guint8 *filter = g_new0 (guint8, MATCH_FILTER (bits));
    guint32 *starts = g_new0 (guint32, n_buckets + 1);

    g_array_sort_with_data (entries, by_bucket, GUINT_TO_POINTER (bits)); /* stable: those of a bucket keep their order */
    for (guint i = 0; i < entries->len; i++) {
        guint32 hash = hash_of (g_array_index (entries, MatchEntry, i).four, bits);
        filter[hash] = 1;
        starts[(hash >> MATCH_BUCKET_BITS) + 1]++;
    }
    for (gsize b = 0; b < n_buckets; b++)
        starts[b + 1] += starts[b];
    g_free ((gpointer) match->table.filter);
    g_free ((gpointer) match->table.starts);
    match->table = (MatchTable){ .mode = match->table.mode,
                                 .strings = match->strings->str,
                                 .entries = (const MatchEntry *) entries->data,
                                 .n = entries->len,
                                 .bits = bits,
                                 .filter = filter,
                                 .starts = starts };
}

const MatchTable *match_table (const Match *match)
{
    return &match->table;
}

/* ---- Finding ---- */

/* Is the phrase there, whose four bytes stand at a place of the text? */
static gboolean is_there (const MatchTable *table, const MatchEntry *entry, Span text, gsize four, PhrasePlace *place)
{
    if (four < entry->at || text.n - (four - entry->at) < entry->length)
        return FALSE;
    gsize anchor = four - entry->at;
    const char *phrase = table->strings + entry->phrase;
    Span piece = { phrase + entry->anchor, entry->length };

    *place = (PhrasePlace){ { text.s + anchor, entry->length }, entry->length };
    if (table->mode == MATCH_WORDS)
        return span_equal_nocase (place->where, piece);
    return memcmp (place->where.s, piece.s, piece.n) == 0 && phrase_is_there (text, anchor, phrase, piece, place);
}

static void look_at (const MatchTable *table, Span text, gsize i, guint32 four, guint32 hash, MatchFunc found, gpointer user_data)
{
    const guint32 *starts = &table->starts[hash >> MATCH_BUCKET_BITS];
    PhrasePlace place;

    for (guint32 e = starts[0]; e < starts[1]; e++)
        if (table->entries[e].four == four && is_there (table, &table->entries[e], text, i, &place))
            found (table->entries[e].data, &place, user_data);
}

/* Asks for four places at a time, as hardly any has something. */
void match_find (const MatchTable *table, Span text, MatchFunc found, gpointer user_data)
{
    const guint8 *filter = table->filter;
    guint bits = table->bits;
    gsize i = 0;

    if (table->n == 0)
        return;
    for (; i + 8 <= text.n; i += 4) {
        guint64 eight = eight_at (text.s + i);
        guint32 hashes[] = { hash_of ((guint32) eight, bits), hash_of ((guint32) (eight >> 8), bits),
                             hash_of ((guint32) (eight >> 16), bits), hash_of ((guint32) (eight >> 24), bits) };
        if (!(filter[hashes[0]] | filter[hashes[1]] | filter[hashes[2]] | filter[hashes[3]]))
            continue;
        for (guint k = 0; k < 4; k++)
            if (filter[hashes[k]])
                look_at (table, text, i + k, (guint32) (eight >> 8 * k), hashes[k], found, user_data);
    }
    for (; i + 4 <= text.n; i++) {
        guint32 four = four_at (text.s + i), hash = hash_of (four, bits);
        if (filter[hash])
            look_at (table, text, i, four, hash, found, user_data);
    }
}

/* ---- Names ---- */

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
        gssize at = span_find_span (name, (Span){ pattern, n });
        if (at < 0)
            return FALSE;
        name = span_from (name, (gsize) at + n);
    }
    return name.n == 0;
}
