/* format.c: the engine that runs one format over lines; see format.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "format.h"

#include "address.h"
#include "field.h"

/* ---- Marks ---- */

/* "X-Mailer: <SMTP32" asks for words in a field, "X-Failed-Recipients:" for the field. */
static gboolean is_field (const char *mark, const Field *field, Span text)
{
    gsize n = field->name.n;

    if (!span_starts_with (span_of (mark), field->name) || mark[n] != ':')
        return FALSE;
    gssize at = span_find_span (span_trim (field->value), span_trim (span_of (mark + n + 1)));
    if (span_is (field->name, "Subject")) /* a weak mark: not alone, and not in an answer */
        return text.n && at == 0;
    return at >= 0;
}

static gboolean has_field (const char *mark, Span header, Span text)
{
    Field field;

    while (mark && field_next (&header, &field))
        if (is_field (mark, &field, text))
            return TRUE;
    return FALSE;
}

/* A format that has a field, which few have. */
typedef struct {
    Span name; /* of the field; empty: the end of the list */
    guint format;
} WithField;

static const WithField *with_field (void)
{
    static WithField list[FORMAT_MOST + 1];
    static gsize once;

    if (g_once_init_enter (&once)) {
        guint n = 0;
        for (guint i = 0; formats[i].name; i++)
            if (formats[i].field)
                list[n++] = (WithField){ { formats[i].field, strcspn (formats[i].field, ":") }, i };
        list[n].name = SPAN_EMPTY;
        g_once_init_leave (&once, 1);
    }
    return list;
}

guint format_find (Span header, Span text, const Format *found[FORMAT_MOST])
{
    const WithField *few = with_field ();
    gssize at[FORMAT_MOST];
    Field field;
    guint n = 0;

    words_find (&format_marks, text, at);
    while (field_next (&header, &field))
        for (const WithField *f = few; f->name.n; f++)
            if (span_equal_nocase (f->name, field.name) && is_field (formats[f->format].field, &field, text))
                at[f->format] = 0;
    for (guint i = 0; i < format_marks.n; i++)
        if (at[i] >= 0)
            found[n++] = &formats[i];
    return n;
}

Span format_mark (const Format *format, Span header, Span text)
{
    for (const char *mark = format->marks; mark && *mark;) {
        gsize n = strcspn (mark, "|");
        if (span_find_span (text, (Span){ mark, n }) >= 0)
            return (Span){ mark, n };
        mark += n + (mark[n] == '|');
    }
    return has_field (format->field, header, text) ? span_of (format->field) : SPAN_EMPTY;
}

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
    *address = address_find (text, after);
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

static gboolean has_any_shape (Span line, const char *shapes, Span *address, Span *rest)
{
    for (const char *shape = shapes; shape; shape = strchr (shape, '\n'), shape = shape ? shape + 1 : NULL)
        if (has_shape (line, shape, address, rest))
            return TRUE;
    return FALSE;
}

/* ---- Entries ---- */

static void entry_free (gpointer data)
{
    Entry *entry = data;
    g_free (entry->address);
    g_free (entry->alias);
    g_string_free (entry->text, TRUE);
    g_free (entry);
}

static Entry *add_entry (GPtrArray *entries, Span address)
{
    Entry *entry = g_new0 (Entry, 1);

    entry->address = address_clean (address);
    entry->text = g_string_new (NULL);
    if (!entry->address)
        entry->address = span_dup_or_null (address);
    g_ptr_array_add (entries, entry);
    return entry;
}

static void add_line (GString *text, Span line)
{
    line = span_trim (line);
    g_string_append_len (text, line.s, (gssize) line.n);
    g_string_append_c (text, '\n');
}

/* Words with which a text names the address that the sender had used. */
static void find_alias (Entry *entry)
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

/* Does a line begin with an address? In the midst of a sentence it is somebody to ask. */
static gboolean leads (Span line, const char *not_this)
{
    Span address, rest;
    gboolean is_first = has_any_shape (line, "%a%t", &address, &rest);
    g_autofree char *clean = is_first ? address_clean (address) : NULL;

    return clean && !address_same (clean, not_this);
}

/* "User unknown:", above the next recipient. */
static gboolean heads_another (Span line, Span text, const char *not_this)
{
    if (!span_ends (span_trim (line), ":"))
        return FALSE;
    while (span_next_line (&text, &line) && span_is_blank (line))
        ;
    return leads (line, not_this);
}

/* "--", which begins a signature (RFC 3676, section 4.3): whoever it names has failed nobody. */
static gboolean is_signature (Span line)
{
    return span_is (span_trim (line), "--");
}

/* ---- The engine ---- */

typedef struct {
    const Format *format;
    GPtrArray *entries;
    Entry *entry;    /* that the next lines belong to, or NULL */
    GString *shared; /* what belongs to no recipient */
    gsize indent;    /* of the first recipient: what stands deeper is said of it */
    Span heading;    /* that stood last */
    gboolean begun;
} Engine;

/* "--------": what follows is about something else. */
static gboolean is_ruler (Span line)
{
    Span mark = span_trim (line);

    if (mark.n < 8 || !strchr ("-=_*~", mark.s[0]))
        return FALSE;
    for (gsize i = 1; i < mark.n; i++)
        if (mark.s[i] != mark.s[0])
            return FALSE;
    return TRUE;
}

/* The address that the last recipient has already, alone on its line. */
static gboolean is_repeated (const Engine *engine, Span address, Span rest)
{
    g_autofree char *clean = engine->entry && rest.n == 0 ? address_clean (address) : NULL;
    return clean && address_same (clean, engine->entry->address);
}

/* "user@example.com (mailbox is full)": the bracket was opened before what is said. */
static Span drop_closing (Span rest)
{
    char last = rest.n ? rest.s[rest.n - 1] : '\0';
    gboolean unopened = (last == ')' && span_find_char (rest, '(') < 0) || (last == '>' && span_find_char (rest, '<') < 0)
                        || (last == ']' && span_find_char (rest, '[') < 0);
    return unopened ? span_first (rest, rest.n - 1) : rest;
}

static Span up_to_command (Span line)
{
    gssize bar = span_find_char (line, '|');
    return bar < 0 ? SPAN_EMPTY : span_first (line, (gsize) bar + 1);
}

static void take_line (Engine *engine, Span line)
{
    Span address, rest;
    gboolean deeper = engine->entry && span_indent (line) > engine->indent;

    if (!deeper && has_any_shape (line, engine->format->shapes, &address, &rest) && !is_repeated (engine, address, rest)) {
        if (engine->entries->len == 0)
            engine->indent = span_indent (line);
        engine->entry = add_entry (engine->entries, address);
        engine->entry->heading = engine->heading;
        if (address.n == 0) /* "pipe to |…": not the command, whose words mean nothing here */
            add_line (engine->entry->text, up_to_command (span_trim (line)));
        if (engine->format->flags & FORMAT_TELLING)
            add_line (engine->entry->text, line);
        else if (rest.n)
            add_line (engine->entry->text, drop_closing (rest));
        if (engine->format->flags & FORMAT_LINES)
            engine->entry = NULL;
    } else if (engine->entry && (is_ruler (line) || (span_is_blank (line) && (engine->format->flags & FORMAT_PARAGRAPHS)))) {
        engine->entry = NULL;
    } else {
        add_line (engine->entry ? engine->entry->text : engine->shared, line);
    }
}

/* "The following address does not exist: a@example.com": the line where they begin names one already. */
static void take_rest (Engine *engine, Span line)
{
    gssize colon = span_find_char (line, ':');
    Span address, rest, behind = colon < 0 ? SPAN_EMPTY : span_trim (span_from (line, (gsize) colon + 1));

    if (!has_any_shape (behind, "%a", &address, &rest) || !has_any_shape (behind, engine->format->shapes, &address, &rest))
        return;
    take_line (engine, behind);
    if (engine->entry)
        add_line (engine->entry->text, span_first (line, (gsize) colon));
}

/* A heading ends what was said of the recipient above it; text is what follows. */
static void take_heading (Engine *engine, Span line, Span text)
{
    Span address, rest;

    if (!(engine->format->flags & FORMAT_HEADED) || has_any_shape (line, engine->format->shapes, &address, &rest)
        || !heads_another (line, text, NULL))
        return;
    engine->entry = NULL;
    engine->heading = line;
}

static Span first_paragraph (Span text)
{
    Span line, rest = text = span_trim (text);

    while (span_next_line (&rest, &line))
        if (span_is_blank (line))
            return (Span){ text.s, (gsize) (line.s - text.s) };
    return text;
}

static void share (Engine *engine)
{
    Span shared = span_first_text ((Span){ engine->shared->str, engine->shared->len }, FORMAT_LONGEST_SHARED);

    for (guint i = 0; i < engine->entries->len; i++) {
        Entry *entry = engine->entries->pdata[i];
        entry->shared = (engine->format->flags & FORMAT_SHARED) != 0;
        if (entry->shared)
            g_string_append_len (entry->text, shared.s, (gssize) shared.n);
        if (entry->heading.n && engine->entries->len > 1 && span_is_blank (span_of (entry->text->str)))
            add_line (entry->text, entry->heading);
        if (engine->format->flags & FORMAT_HEADED)
            entry->own = first_paragraph (span_of (entry->text->str));
        find_alias (entry);
    }
}

GPtrArray *format_read (const Format *format, Span text)
{
    g_autoptr (GString) shared = g_string_new (NULL);
    Engine engine = { .format = format, .entries = g_ptr_array_new_with_free_func (entry_free), .shared = shared };
    Span line;

    engine.begun = format->begin == NULL;
    while (span_next_line (&text, &line)) {
        if (!engine.begun) {
            engine.begun = span_has_any (line, format->begin);
            if (format->flags & FORMAT_SHARED)
                add_line (shared, line);
            if (engine.begun)
                take_rest (&engine, line);
        } else if (engine.entries->len && (is_signature (line) || span_has_any (line, format->end))) {
            break;
        } else {
            take_heading (&engine, line, text);
            take_line (&engine, line);
        }
    }
    share (&engine);
    return engine.entries;
}

/* ---- What no format knows ---- */

#define NEAR_LINES 12

/* "For assistance contact <help@…>", ">>> MAIL From:<…>": no recipient. */
static gboolean is_contact (Span line, Span address)
{
    Span before = { line.s, (gsize) (address.s - line.s) };
    return span_has_any (
        before, "contact|please send|please write|support|assistance|help|questions|report it|mail from|sender|from:|reply-to"
                "|envelope-from|hilfe|kontakt|お問い合わせ");
}

/* What stands between two addresses, without what belongs to them. */
static Span between (Span first, Span second)
{
    const char *begin = first.s + first.n;
    Span words = second.n ? span_trim ((Span){ begin, (gsize) (second.s - begin) }) : SPAN_EMPTY;

    while (words.n && strchr ("<>\"'() ", words.s[0]))
        words = span_from (words, 1);
    while (words.n && strchr ("<>\"'() ", words.s[words.n - 1]))
        words = span_first (words, words.n - 1);
    return words;
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

    before = span_trim (before);
    while (before.n && strchr ("< ", before.s[before.n - 1]))
        before = span_first (before, before.n - 1);
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
        if (n && (leads (line, entry->address) || heads_another (line, text, entry->address) || is_about_another (line, entry->address)))
            break;
        blank = span_is_blank (line) ? blank + 1 : 0;
        add_line (entry->text, line);
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
    return span_ends (heading, ":") && span_has_any (heading, "successfully delivered|been delivered to|was delivered to|were delivered to")
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
    Entry *entry = add_entry (generic->entries, address);
    entry->own = own_words (place->paragraph, place->piece, place->after, entry->address);
    collect_near (entry, place->from);
    if (tells (generic, entry))
        return entry;
    if (generic->is_telling (entry->own, generic->user_data)) {
        g_string_truncate (entry->text, 0);
        add_line (entry->text, entry->own);
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
            g_string_append_len (add_entry (generic->entries, address)->text, told.s, (gssize) told.n);
}

/* Lines of a paragraph above a recipient that are asked for the reason. */
#define ABOVE_LINES 4

GPtrArray *format_read_generic (Span text, IsTelling is_telling, gpointer user_data)
{
    g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    Generic generic = { g_ptr_array_new_with_free_func (entry_free), seen, is_telling, user_data };
    Place place = { .from = text, .after = text, .paragraph = text, .heading = SPAN_EMPTY };
    guint above = 0;

    for (; next_piece (&place.after, &place.piece) && !is_signature (place.piece); place.from = place.after) {
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
