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
    case 0x2018:
    case 0x2019:
    case 0x201a:
    case 0x00b4:
    case 0x2032:
        return '\'';
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0x00ab:
    case 0x00bb:
        return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
        return '-';
    default:
        return g_unichar_isspace (c) ? ' ' : g_unichar_tolower (c);
    }
}

/* An ASCII character in normal form. */
static char plain (char c)
{
    return c <= ' ' ? ' ' : c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
}

/* Letters that Unicode does not take apart, and what is written where they cannot be; the Greek sigma at the end of a word. */
static const struct {
    gunichar letter;
    const char *as;
} whole_letters[] = {
    { 0x00df, "ss" }, { 0x00e6, "ae" }, { 0x00f8, "o" },        { 0x0111, "d" },        { 0x0131, "i" },
    { 0x0142, "l" },  { 0x0153, "oe" }, { 0x03c2, "\317\203" }, { 0x0451, "\320\265" },
};

static gboolean is_mark (gunichar c)
{
    return c >= 0x0300 && c < 0x0370;
}

/* Latin and Greek letters have marks. In other scripts a mark makes another letter: the Russian short i is no i. */
static gunichar unmarked (gunichar c)
{
    gunichar letter, mark;

    while ((c < 0x0400 || (c >= 0x1e00 && c < 0x2000)) && g_unichar_decompose (c, &letter, &mark) && is_mark (mark))
        c = letter;
    return c;
}

/* Writes a letter without its marks, and nothing for a mark that stands alone. */
static gsize put_unmarked (gunichar c, char *out)
{
    for (guint i = 0; c < 0x0500 && i < G_N_ELEMENTS (whole_letters); i++)
        if (whole_letters[i].letter == c) {
            memcpy (out, whole_letters[i].as, 2);
            return strlen (whole_letters[i].as);
        }
    return is_mark (c) ? 0 : (gsize) g_unichar_to_utf8 (unmarked (c), out);
}

/* Writes the character at *p, which is not ASCII, and goes past it; a byte that is none, and what
 * stands for one, is "?". */
static gsize put_wide (const char **p, const char *end, gboolean marked, char *out)
{
    gunichar c = g_utf8_get_char_validated (*p, end - *p);
    gboolean bad = (gint32) c < 0;

    *p = bad ? *p + 1 : g_utf8_next_char (*p);
    c = bad || c == 0xfffd ? '?' : straight (c);
    return marked ? (gsize) g_unichar_to_utf8 (c, out) : put_unmarked (c, out);
}

static char *bring_to_form (Span text, gboolean marked)
{
    char *normal = g_malloc (3 * text.n + 1), *out = normal; /* no character grows by more */
    char last = ' ';

    for (const char *p = text.s, *end = text.s + text.n; p < end;) {
        gsize n = 1;
        if ((guchar) *p < 0x80)
            *out = plain (*p++);
        else if (!(n = put_wide (&p, end, marked, out)))
            continue;
        gboolean kept = *out != last || (*out != ' ' && *out != '?'); /* of a letter may be left a mark for each byte */
        last = *out;
        out += kept ? n : 0;
    }
    if (out > normal && out[-1] == ' ')
        out--;
    *out = '\0';
    return normal;
}

char *match_normal_form (Span text)
{
    return bring_to_form (text, FALSE);
}

char *match_written_form (Span text)
{
    return bring_to_form (text, TRUE);
}

char *match_unmarked (const char *written)
{
    const char *p = written, *end = written + strlen (written);
    char *unmarked = g_malloc (3 * (gsize) (end - p) + 1), *out = unmarked;

    while (p < end)
        if ((guchar) *p < 0x80)
            *out++ = *p++;
        else
            out += put_wide (&p, end, FALSE, out);
    *out = '\0';
    return unmarked;
}

/* Does the word at *i say something in words that underscores join? Goes to its end. "a_b@example.com", "/mailbox_full" and
 * "mailbox_full.1" are names. */
static gboolean is_joined (const char *text, gsize start, gsize *i)
{
    gboolean joined = FALSE, name = start > 0 && strchr ("@./-%", text[start - 1]);

    for (; g_ascii_isalnum (text[*i]) || text[*i] == '_'; (*i)++) {
        joined = joined || (text[*i] == '_' && *i > start && g_ascii_isalpha (text[*i + 1]));
        name = name || g_ascii_isdigit (text[*i]);
    }
    gboolean end = text[*i] == '\0' || !strchr ("@/-%", text[*i]);
    return joined && !name && end && !(text[*i] == '.' && g_ascii_isalnum (text[*i + 1]));
}

char *match_spaced_form (const char *normal)
{
    g_autofree char *spaced = NULL;

    if (!strchr (normal, '_'))
        return NULL;
    for (gsize i = 0, start; normal[i]; i += normal[i] != '\0') {
        start = i;
        if (!is_joined (normal, start, &i))
            continue;
        if (!spaced)
            spaced = g_strdup (normal);
        for (gsize k = start; k < i; k++)
            if (spaced[k] == '_')
                spaced[k] = ' ';
    }
    return g_steal_pointer (&spaced);
}

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

/* What parts a phrase into pieces. */
#define PARTS "*\001\002\003"

/* The longest piece of the text up to its end, or to the byte that ends it. */
static Span longest_piece (const char *text, char end)
{
    Span longest = SPAN_EMPTY;

    for (const char *piece = text; *piece && *piece != end;) {
        gsize n = strcspn (piece, PARTS);
        if (n > longest.n)
            longest = (Span){ piece, n };
        piece += n;
        piece += *piece && *piece != end;
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

    for (const char *way = group; *way != MATCH_CLOSE;) {
        gsize n = strcspn (++way, "\002\003");
        Span piece = SPAN_EMPTY;
        for (const char *p = way; p < way + n;) {
            gsize k = MIN (strcspn (p, PARTS), (gsize) (way + n - p));
            if (k > piece.n)
                piece = (Span){ p, k };
            p += k + 1;
        }
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
        gsize n = strcspn (p, PARTS);
        if (n >= LEAST)
            add_candidate (match, phrase, (Span){ p, n }, set++, data);
        p += n;
        if (*p == MATCH_OPEN) {
            set += add_group (match, phrase, p, set, data);
            p = strchr (p, MATCH_CLOSE);
        }
        p += *p != '\0';
    }
    return set > 0;
}

/* With the first group written out: one phrase for each of its ways. */
static gboolean add_ways (Match *match, const char *phrase, guint data)
{
    const char *open = strchr (phrase, MATCH_OPEN);
    gboolean all = open != NULL;

    for (const char *way = open; way && *way != MATCH_CLOSE;) {
        gsize n = strcspn (++way, "\002\003");
        g_autofree char *written =
            g_strdup_printf ("%.*s%.*s%s", (int) (open - phrase), phrase, (int) n, way, strchr (open, MATCH_CLOSE) + 1);
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
    return match_add_words (match, longest_piece (pattern, '\0'), data);
}

gboolean match_can_add (const char *phrase)
{
    return longest_piece (phrase, '\0').n >= LEAST && strlen (phrase) <= MATCH_LONGEST;
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
    const Candidate *first = &g_array_index (candidates, Candidate, i), *c = first;

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
        guint end = end_of (match->added, i, FALSE, &whole), best = i;
        guint64 least = G_MAXUINT64;
        for (guint set = i; set < end; set = end_of (match->added, set, TRUE, &cost)) {
            end_of (match->added, set, TRUE, &cost);
            if (cost < least) {
                least = cost;
                best = set;
            }
        }
        for (guint k = best, last = end_of (match->added, best, TRUE, &cost); k < last; k++)
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
    for (; *p == '*' || *p == MATCH_NEXT || *p == MATCH_CLOSE; p++) {
        *gap = *gap || *p == '*';
        if (*p == MATCH_NEXT)
            p = strchr (p, MATCH_CLOSE);
    }
    return p;
}

/* From the mark before a way to that before the next one, or to the end of the group. */
static const char *next_way (const char *mark)
{
    return mark + 1 + strcspn (mark + 1, "\002\003");
}

static gboolean is_part (char c)
{
    return (guchar) c <= MATCH_CLOSE || c == '*';
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
    if (*p == MATCH_OPEN) {
        do
            if ((is_part (p[1]) || (at < text.n && p[1] == text.s[at])) && has_piece (text, at, p + 1))
                return TRUE;
        while (*(p = next_way (p)) == MATCH_NEXT);
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
    if (*p == MATCH_OPEN) {
        Reach best = nowhere;
        do
            best = farther (best, match_after (text, at, p + 1, gap));
        while (*(p = next_way (p)) == MATCH_NEXT);
        return best;
    }
    gsize n = piece_length (p), last = gap ? MIN (text.n, at + MATCH_GAP) : at;
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
    return memrchr (phrase, MATCH_OPEN, (gsize) (p - phrase) + 1);
}

/* The same backwards, before p. */
static const char *skip_marks_before (const char *phrase, const char *p, gboolean *gap)
{
    for (; p > phrase && (p[-1] == '*' || p[-1] == MATCH_NEXT || p[-1] == MATCH_OPEN); p--) {
        *gap = *gap || p[-1] == '*';
        if (p[-1] == MATCH_NEXT)
            p = open_of (phrase, p - 1) + 1;
    }
    return p;
}

/* From the end of a way to that of the one before it; the opening mark where there is none. */
static const char *way_before (const char *open, const char *end)
{
    const char *next = memrchr (open, MATCH_NEXT, (gsize) (end - open));
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
    if (p[-1] == MATCH_CLOSE) {
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
    if (p[-1] == MATCH_CLOSE) {
        Reach best = nowhere;
        const char *open = open_of (phrase, p - 1);
        for (const char *end = p - 1; end > open; end = way_before (open, end))
            best = farther (best, match_before (text, at, phrase, end, gap));
        return best;
    }
    gsize n = piece_length_before (phrase, p), first = !gap ? at : at > MATCH_GAP ? at - MATCH_GAP : 0;
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

/* Is the phrase there, whose four bytes stand at a place of the text? */
static gboolean is_there (const MatchTable *table, const MatchEntry *entry, Span text, gsize four, Span *where, guint *letters)
{
    if (four < entry->at || text.n - (four - entry->at) < entry->length)
        return FALSE;
    gsize anchor = four - entry->at;
    *where = (Span){ text.s + anchor, entry->length };
    const char *phrase = table->strings + entry->phrase;
    Span piece = { phrase + entry->anchor, entry->length };
    if (table->mode == MATCH_WORDS) {
        *letters = (guint) piece.n;
        return span_equal_nocase (*where, piece);
    }
    if (memcmp (where->s, piece.s, piece.n) != 0)
        return FALSE;
    /* what stands next to it is compared before gaps are searched */
    if (!has_piece (text, anchor + piece.n, piece.s + piece.n) || !has_piece_before (text, anchor, phrase, piece.s))
        return FALSE;
    Reach start = match_before (text, anchor, phrase, piece.s, FALSE);
    Reach end = start.at < 0 ? nowhere : match_after (text, anchor + piece.n, piece.s + piece.n, FALSE);
    if (end.at < 0 || !at_words (text, &start, &end) || in_address (text, (gsize) start.at, (gsize) end.at))
        return FALSE;
    *where = (Span){ text.s + start.at, (gsize) (end.at - start.at) };
    *letters = start.letters + (guint) piece.n + end.letters;
    return TRUE;
}

static void look_at (const MatchTable *table, Span text, gsize i, guint32 four, guint32 hash, MatchFunc found, gpointer user_data)
{
    const guint32 *starts = &table->starts[hash >> MATCH_BUCKET_BITS];
    Span where;
    guint letters = 0;

    for (guint32 e = starts[0]; e < starts[1]; e++)
        if (table->entries[e].four == four && is_there (table, &table->entries[e], text, i, &where, &letters))
            found (table->entries[e].data, where, letters, user_data);
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
