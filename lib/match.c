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
} letters[] = {
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
    for (guint i = 0; c < 0x0500 && i < G_N_ELEMENTS (letters); i++)
        if (letters[i].letter == c) {
            memcpy (out, letters[i].as, 2);
            return strlen (letters[i].as);
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
 * it likely has the phrase. The filter has room for eight times as many, so that chance says yes for few other places, and yet
 * what a text asks of it stays in the cache. */
#define ROOM_FOR_ONE 8
#define LEAST_BITS 13

struct _Match {
    MatchTable table;
    GArray *added;    /* of MatchEntry; the table's, once it is indexed */
    GString *strings; /* likewise */
};

Match *match_new (MatchMode mode)
{
    Match *match = g_new0 (Match, 1);
    match->table.mode = mode;
    match->added = g_array_new (FALSE, FALSE, sizeof (MatchEntry));
    match->strings = g_string_new (NULL);
    return match;
}

void match_free (Match *match)
{
    g_array_unref (match->added);
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

static gboolean add (Match *match, Span phrase, Span anchor, guint data)
{
    MatchEntry entry = { .phrase = (guint32) match->strings->len,
                         .data = data,
                         .anchor = (guint16) (anchor.s - phrase.s),
                         .length = (guint16) anchor.n };

    if (anchor.n < 4 || phrase.n > MATCH_LONGEST)
        return FALSE;
    g_string_append_len (match->strings, phrase.s, (gssize) phrase.n);
    g_string_append_c (match->strings, '\0');
    g_array_append_val (match->added, entry);
    return TRUE;
}

gboolean match_add (Match *match, const char *phrase, guint data)
{
    return add (match, span_of (phrase), longest_piece (phrase), data);
}

gboolean match_add_words (Match *match, Span words, guint data)
{
    return add (match, words, words, data);
}

gboolean match_add_piece (Match *match, const char *pattern, guint data)
{
    Span piece = longest_piece (pattern);
    return add (match, piece, piece, data);
}

gboolean match_can_add (const char *phrase)
{
    return longest_piece (phrase).n >= 4 && strlen (phrase) <= MATCH_LONGEST;
}

static guint bits_for (gsize n)
{
    guint bits = LEAST_BITS;
    while (bits < 26 && MATCH_FILTER (bits) < n * ROOM_FOR_ONE)
        bits++;
    return bits;
}

/* Chooses for each phrase the four bytes that the fewest others have, too. */
static void choose_fours (GArray *entries, const char *strings, guint bits)
{
    g_autofree guint32 *count = g_new0 (guint32, (gsize) 1 << bits);

    for (guint i = 0; i < entries->len; i++) {
        const MatchEntry *entry = &g_array_index (entries, MatchEntry, i);
        for (guint k = 0; k + 4 <= entry->length; k++)
            count[hash_of (four_at (strings + entry->phrase + entry->anchor + k), bits)]++;
    }
    for (guint i = 0; i < entries->len; i++) {
        MatchEntry *entry = &g_array_index (entries, MatchEntry, i);
        guint32 least = G_MAXUINT32;
        for (guint k = 0; k + 4 <= entry->length; k++) {
            guint32 four = four_at (strings + entry->phrase + entry->anchor + k), n = count[hash_of (four, bits)];
            if (n < least) {
                least = n;
                entry->four = four;
                entry->at = (guint16) k;
            }
        }
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
    GArray *entries = match->added;
    guint bits = bits_for (entries->len);
    gsize n_buckets = MATCH_BUCKETS (bits);
    guint8 *filter = g_new0 (guint8, MATCH_FILTER (bits));
    guint32 *starts = g_new0 (guint32, n_buckets + 1);

    choose_fours (entries, match->strings->str, bits);
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

/* The pieces before the anchor, from the last to the first, each the nearest within a gap. Returns where the first begins,
 * or -1. */
static gssize match_before (Span text, const char *phrase, const MatchEntry *entry, gsize anchor)
{
    gsize at = anchor;
    const char *end = phrase + entry->anchor;

    while (end > phrase) {
        end--; /* the "*" */
        const char *piece = end;
        while (piece > phrase && piece[-1] != '*')
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
static gssize match_after (Span text, const char *phrase, const MatchEntry *entry, gsize anchor)
{
    gsize at = anchor + entry->length;
    const char *piece = phrase + entry->anchor + entry->length;

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
static gboolean at_words (Span text, const char *phrase, gsize start, gsize end)
{
    gsize n = strlen (phrase);

    if (g_ascii_isalnum (phrase[0]) && start > 0 && g_ascii_isalnum (text.s[start - 1]))
        return FALSE;
    return !(g_ascii_isalnum (phrase[n - 1]) && end < text.n && g_ascii_isalnum (text.s[end]));
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
static gboolean is_there (const MatchTable *table, const MatchEntry *entry, Span text, gsize four, Span *where)
{
    if (four < entry->at || text.n - (four - entry->at) < entry->length)
        return FALSE;
    gsize anchor = four - entry->at;
    *where = (Span){ text.s + anchor, entry->length };
    const char *phrase = table->strings + entry->phrase;
    Span piece = { phrase + entry->anchor, entry->length };
    if (table->mode == MATCH_WORDS)
        return span_equal_nocase (*where, piece);
    if (memcmp (where->s, piece.s, piece.n) != 0)
        return FALSE;
    gssize start = match_before (text, phrase, entry, anchor);
    gssize end = start < 0 ? -1 : match_after (text, phrase, entry, anchor);
    if (end < 0 || !at_words (text, phrase, (gsize) start, (gsize) end) || in_address (text, (gsize) start, (gsize) end))
        return FALSE;
    *where = (Span){ text.s + start, (gsize) (end - start) };
    return TRUE;
}

static void look_at (const MatchTable *table, Span text, gsize i, guint32 four, guint32 hash, MatchFunc found, gpointer user_data)
{
    const guint32 *starts = &table->starts[hash >> MATCH_BUCKET_BITS];
    Span where;

    for (guint32 e = starts[0]; e < starts[1]; e++)
        if (table->entries[e].four == four && is_there (table, &table->entries[e], text, i, &where))
            found (table->entries[e].data, where, user_data);
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
