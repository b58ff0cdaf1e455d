/* format-generic.c: who failed, in a text of no known format; see format.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "address.h"
#include "format-line.h"

#define NEAR_LINES 12

/* "For assistance contact <help@…>", ">>> MAIL From:<…>": no recipient. */
static gboolean is_contact (Span line, Span address)
{
    Span first = address_find (line, NULL);
    const char *begin = first.s < address.s ? first.s + first.n : line.s; /* "from … to …": the first is who sent it */
    Span before = { begin, (gsize) (address.s - begin) };
    return span_has_any (
        before, "contact|please send|please write|support|assistance|help|questions|report it|mail from|sender|from:|reply-to"
                "|envelope-from|hilfe|kontakt|お問い合わせ");
}

/* What stands between two addresses, without what belongs to them. */
static Span between (Span first, Span second)
{
    static const char marks[] = "<>\"'() ";
    const char *begin = first.s + first.n;
    Span words = second.n ? span_trim ((Span){ begin, (gsize) (second.s - begin) }) : SPAN_EMPTY;

    return span_without_end (span_without_start (words, marks), marks);
}

static Span next_address (Span line, Span after)
{
    const char *begin = after.s + after.n;
    return address_find ((Span){ begin, (gsize) (line.s + line.n - begin) }, NULL);
}

/* The recipient that a line may name: its first address, or the second of "from … to …". */
static Span find_in_line (Span line)
{
    Span first = address_find (line, NULL), before = { line.s, first.n ? (gsize) (first.s - line.s) : 0 };
    Span second = first.n ? next_address (line, first) : SPAN_EMPTY;

    before = span_without_end (span_trim (before), "< ");
    return span_ends (before, "from") && span_is (between (first, second), "to") ? second : first;
}

/* "a@example.com, b@example.com and c@example.com" */
static Span find_in_list (Span line, Span before)
{
    static const char *const links[] = { ",", ";", "and", ", and", "&", "und", "et", "y", "e", "en", "и", NULL };
    Span next = next_address (line, before), words = between (before, next);

    for (guint i = 0; next.n && links[i]; i++)
        if (span_is (words, links[i]))
            return next;
    return SPAN_EMPTY;
}

/* The next line, or its first sentence where another one speaks of somebody else. */
static gboolean next_piece (Span *text, Span *piece)
{
    Span rest = *text;

    if (!span_next_line (&rest, piece))
        return FALSE;
    Span first = address_find (*piece, NULL), second = first.n ? next_address (*piece, first) : SPAN_EMPTY;
    gssize stop = second.n ? span_find ((Span){ first.s, (gsize) (second.s - first.s) }, ". ") : -1;
    if (stop >= 0) {
        piece->n = (gsize) (first.s + stop + 1 - piece->s);
        rest = span_from (*text, piece->n + 1);
    }
    *text = rest;
    return TRUE;
}

/* "The user b@example.com does not exist.": a sentence of its own, and no reply that names the sender. */
static gboolean is_about_another (Span line, const char *not_this)
{
    Span address = find_in_line (line);
    g_autofree char *clean = address.n ? address_clean (address) : NULL;
    gsize n = clean ? (gsize) (address.s - line.s) : 0;

    for (gsize i = 0; i < n; i++)
        if (!g_ascii_isalpha (line.s[i]) && (guchar) line.s[i] < 0x80 && !strchr (" <(\"'", line.s[i]))
            return FALSE;
    return n > 3 && !address_same (clean, not_this) && !address_is_daemon (address) && !is_contact (line, address);
}

/* The line with the address and those near it, up to the next address, what heads it, or two blank lines. */
static void collect_near (Entry *entry, Span text)
{
    Span line;
    guint blank = 0;

    for (guint n = 0; n < NEAR_LINES && blank < 2 && next_piece (&text, &line); n++) {
        if (n
            && (format_line_leads (line, entry->address) || format_line_heads_another (line, text, entry->address)
                || is_about_another (line, entry->address)))
            break;
        blank = span_is_blank (line) ? blank + 1 : 0;
        format_entry_add_line (entry->text, line);
    }
}

/* The paragraph that the piece stands in, from above on, as far as it names nobody else; or the piece alone. text is what follows. */
static Span own_words (Span above, Span piece, Span text, const char *address)
{
    Span words = { above.s, (gsize) (piece.s + piece.n - above.s) }, line, found, rest;

    for (guint n = 0; n < NEAR_LINES && span_next_line (&text, &line) && !span_is_blank (line); n++)
        words.n = (gsize) (line.s + line.n - words.s);
    for (rest = words; (found = address_find (rest, &rest)).n;) {
        g_autofree char *clean = address_clean (found);
        if (!address_same (clean, address))
            return piece;
    }
    return words;
}

/* "The message was delivered to:" */
static gboolean heads_delivered (Span heading)
{
    return span_ends (heading, ":")
           && span_has_any (heading, "successfully delivered|been delivered to|was delivered to|were delivered to")
           && !span_has_any (heading, "not |n't ");
}

typedef struct {
    GPtrArray *entries;
    GHashTable *seen; /* addresses, in lower case */
    IsTelling is_telling;
    gpointer user_data;
} Generic;

/* Where a recipient was found. */
typedef struct {
    Span piece;     /* the line, or the sentence of it */
    Span from;      /* the text from there on */
    Span after;     /* the text after it */
    Span paragraph; /* the text from where its paragraph begins, or not far above */
    Span heading;   /* what stood last above its list */
} Place;

static gboolean is_new (const Generic *generic, Span address)
{
    g_autofree char *clean = address_clean (address), *key = clean ? g_ascii_strdown (clean, -1) : NULL;
    return clean && !address_is_daemon (address) && g_hash_table_add (generic->seen, g_steal_pointer (&key));
}

static gboolean tells (const Generic *generic, const Entry *entry)
{
    return generic->is_telling (span_of (entry->text->str), generic->user_data);
}

/* The recipient with what stands near it, or else with what heads its list; NULL where neither tells why, or it was told already. */
static Entry *take_near (Generic *generic, Span address, const Place *place)
{
    Span heading = place->heading;

    if (!is_new (generic, address))
        return NULL;
    Entry *entry = format_entry_add (generic->entries, address);
    entry->own = own_words (place->paragraph, place->piece, place->after, entry->address);
    collect_near (entry, place->from);
    if (tells (generic, entry))
        return entry;
    if (generic->is_telling (entry->own, generic->user_data)) {
        g_string_truncate (entry->text, 0);
        format_entry_add_line (entry->text, entry->own);
        return entry;
    }
    if (span_ends (heading, ":")) {
        g_string_prepend_c (entry->text, '\n');
        g_string_prepend_len (entry->text, heading.s, (gssize) heading.n);
        if (tells (generic, entry))
            return entry;
    }
    g_autofree char *key = g_ascii_strdown (entry->address, -1);
    g_hash_table_remove (generic->seen, key);
    g_ptr_array_remove_index (generic->entries, generic->entries->len - 1);
    return NULL;
}

/* Bounds for those who write lists to take memory: each gets a copy of what is told of all. */
#define LIST_LONGEST 2000 /* bytes of its line, and of the copy */
#define LIST_MOST 20

static void take_list (Generic *generic, Span line, Span address, const Entry *first)
{
    Span told = span_first_text (span_of (first->text->str), LIST_LONGEST);

    for (guint n = 0; n < LIST_MOST && line.n <= LIST_LONGEST && (address = find_in_list (line, address)).n; n++)
        if (is_new (generic, address))
            g_string_append_len (format_entry_add (generic->entries, address)->text, told.s, (gssize) told.n);
}

/* Lines of a paragraph above a recipient that are asked for the reason. */
#define ABOVE_LINES 4

GPtrArray *format_read_generic (Span text, IsTelling is_telling, gpointer user_data)
{
    g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    Generic generic = { g_ptr_array_new_with_free_func (format_entry_free), seen, is_telling, user_data };
    Place place = { .from = text, .after = text, .paragraph = text, .heading = SPAN_EMPTY };
    guint above = 0;

    for (; next_piece (&place.after, &place.piece) && !format_line_is_signature (place.piece); place.from = place.after) {
        Span address = find_in_line (place.piece);
        if (span_is_blank (place.piece) || above == ABOVE_LINES) {
            place.paragraph = span_is_blank (place.piece) ? place.after : place.from;
            above = 0;
        } else {
            above++;
        }
        if (address.n && (is_contact (place.piece, address) || heads_delivered (place.heading)))
            continue;
        const Entry *entry = address.n ? take_near (&generic, address, &place) : NULL;
        if (entry)
            take_list (&generic, place.piece, address, entry);
        if (!span_is_blank (place.piece) && !(address.n && span_ends (place.heading, ":"))) /* which heads all of its list */
            place.heading = span_trim (place.piece);
    }
    return generic.entries;
}
