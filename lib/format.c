/* format.c: the engine that runs one format over lines; see format.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "format.h"

#include "address.h"
#include "field.h"
#include "format-line.h"

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

    if (!deeper && format_line_has_shape (line, engine->format->shapes, &address, &rest)
        && !is_repeated (engine, address, rest)) {
        if (engine->entries->len == 0)
            engine->indent = span_indent (line);
        engine->entry = format_entry_add (engine->entries, address);
        engine->entry->heading = engine->heading;
        if (address.n == 0) /* "pipe to |…": not the command, whose words mean nothing here */
            format_entry_add_line (engine->entry->text, up_to_command (span_trim (line)));
        if (engine->format->flags & FORMAT_TELLING)
            format_entry_add_line (engine->entry->text, line);
        else if (rest.n)
            format_entry_add_line (engine->entry->text, drop_closing (rest));
        if (engine->format->flags & FORMAT_LINES)
            engine->entry = NULL;
    } else if (engine->entry && (is_ruler (line) || (span_is_blank (line) && (engine->format->flags & FORMAT_PARAGRAPHS)))) {
        engine->entry = NULL;
    } else {
        format_entry_add_line (engine->entry ? engine->entry->text : engine->shared, line);
    }
}

/* "The following address does not exist: a@example.com": the line where they begin names one already. */
static void take_rest (Engine *engine, Span line)
{
    gssize colon = span_find_char (line, ':');
    Span address, rest, behind = colon < 0 ? SPAN_EMPTY : span_trim (span_from (line, (gsize) colon + 1));

    if (!format_line_has_shape (behind, "%a", &address, &rest)
        || !format_line_has_shape (behind, engine->format->shapes, &address, &rest))
        return;
    take_line (engine, behind);
    if (engine->entry)
        format_entry_add_line (engine->entry->text, span_first (line, (gsize) colon));
}

/* A heading ends what was said of the recipient above it; text is what follows. */
static void take_heading (Engine *engine, Span line, Span text)
{
    Span address, rest;

    if (!(engine->format->flags & FORMAT_HEADED) || format_line_has_shape (line, engine->format->shapes, &address, &rest)
        || !format_line_heads_another (line, text, NULL))
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
            format_entry_add_line (entry->text, entry->heading);
        if (engine->format->flags & FORMAT_HEADED)
            entry->own = first_paragraph (span_of (entry->text->str));
        format_entry_find_alias (entry);
    }
}

GPtrArray *format_read (const Format *format, Span text)
{
    g_autoptr (GString) shared = g_string_new (NULL);
    Engine engine = { .format = format, .entries = g_ptr_array_new_with_free_func (format_entry_free), .shared = shared };
    Span line;

    engine.begun = format->begin == NULL;
    while (span_next_line (&text, &line)) {
        if (!engine.begun) {
            engine.begun = span_has_any (line, format->begin);
            if (format->flags & FORMAT_SHARED)
                format_entry_add_line (shared, line);
            if (engine.begun)
                take_rest (&engine, line);
        } else if (engine.entries->len && (format_line_is_signature (line) || span_has_any (line, format->end))) {
            break;
        } else {
            take_heading (&engine, line, text);
            take_line (&engine, line);
        }
    }
    share (&engine);
    return engine.entries;
}
