/* field.c: header fields; see field.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "field.h"

#include "warnings.h"

/* RFC 5322, section 2.2: a name is printable ASCII without colon; a space before the colon is forgiven. */
gsize field_name_length (Span line)
{
    gsize n = 0;

    while (n < line.n && line.s[n] > ' ' && line.s[n] < 0x7f && line.s[n] != ':')
        n++;
    gsize colon = n;
    while (colon < line.n && (line.s[colon] == ' ' || line.s[colon] == '\t'))
        colon++;
    return colon < line.n && line.s[colon] == ':' ? n : 0;
}

/* A further line of an SMTP reply that somebody put into a field without folding it: no field begins so. */
static gboolean is_reply_line (Span rest)
{
    return rest.n > 4 && (rest.s[0] == '4' || rest.s[0] == '5') && g_ascii_isdigit (rest.s[1]) && g_ascii_isdigit (rest.s[2])
           && (rest.s[3] == '-' || rest.s[3] == ' ');
}

/* Takes the lines that are folded onto the field off rest. A line of nothing but white space ends the fields, as a blank one. */
static void take_continuation (Span *rest, Field *field)
{
    while (rest->n && (rest->s[0] == ' ' || rest->s[0] == '\t' || is_reply_line (*rest))) {
        Span after = *rest, line;
        span_next_line (&after, &line);
        if (span_is_blank (line))
            break;
        field->value = span_join (field->value, line);
        *rest = after;
    }
}

gboolean field_next (Span *rest, Field *field)
{
    Span after = *rest, line;

    while (span_next_line (&after, &line) && !span_is_blank (line)) {
        gsize n = field_name_length (line);
        *rest = after;
        if (n == 0)
            continue; /* a stray line, or "From " */
        field->name = span_first (line, n);
        field->value = span_from (line, (gsize) span_find_char (line, ':') + 1);
        take_continuation (rest, field);
        return TRUE;
    }
    return FALSE;
}

/* Asked for some thirty times in a message: of most lines it looks at the first letter only. */
gboolean field_find (Span fields, Span name, Span *value)
{
    const char *end = fields.s + fields.n, *newline;
    Field field;

    for (const char *line = fields.s; line < end; line = newline + 1) {
        Span rest = { line, (gsize) (end - line) };
        if (((*line ^ *name.s) & ~0x20) == 0 && span_starts_with (rest, name) && field_name_length (rest) == name.n
            && field_next (&rest, &field)) {
            *value = span_trim (field.value);
            return TRUE;
        }
        newline = memchr (line, '\n', rest.n);
        if (!newline || (g_ascii_isspace (*line) && span_is_blank ((Span){ line, (gsize) (newline - line) })))
            break;
    }
    *value = SPAN_EMPTY;
    return FALSE;
}

Span field_get (Span fields, const char *name)
{
    Span value;
    field_find (fields, span_of (name), &value);
    return value;
}

gboolean field_has_any (Span fields, const char *const *names)
{
    Field field;

    while (field_next (&fields, &field))
        for (guint i = 0; names[i]; i++)
            if (span_is (field.name, names[i]))
                return TRUE;
    return FALSE;
}

gboolean field_has (Span fields, const char *name)
{
    Span value;
    return field_find (fields, span_of (name), &value);
}

Span field_limited (Span value, gsize limit, GPtrArray *warnings)
{
    value = span_trim (value);
    if (value.n > limit)
        warn (warnings, WARN_LONG_HEADER);
    return span_first_text (value, limit);
}

char *field_unfold (Span value)
{
    value = span_trim (value);
    char *line = g_malloc (value.n + 1), *out = line;

    for (const char *p = value.s, *end = p + value.n; p < end; p++)
        if ((guchar) *p > ' ' || (*p && !g_ascii_isspace (*p)))
            *out++ = *p;
        else if (*p && out > line && out[-1] != ' ') /* a NUL would hide the rest of a string */
            *out++ = ' ';
    *out = '\0';
    return line;
}

char *field_strip_comments (Span value)
{
    if (span_find_char (value, '(') < 0)
        return field_unfold (value);
    g_autofree char *line = field_unfold (value);
    GString *out = g_string_sized_new (value.n);
    guint depth = 0;
    gboolean quoted = FALSE;

    for (const char *p = line; *p; p++) {
        if (*p == '\\' && p[1]) {
            if (depth == 0)
                g_string_append_len (out, p, 2);
            p++;
        } else if (*p == '"' && depth == 0) {
            quoted = !quoted;
            g_string_append_c (out, *p);
        } else if (*p == '(' && !quoted) {
            depth++;
        } else if (*p == ')' && depth > 0) {
            depth--;
        } else if (depth == 0) {
            g_string_append_c (out, *p);
        }
    }
    g_strstrip (out->str);
    return g_string_free (out, FALSE);
}

/* A type is an atom: "rfc822", "dns", "smtp", "x-local-hostname". */
static gboolean is_type (Span span)
{
    if (span.n == 0 || span.n > 40)
        return FALSE;
    for (gsize i = 0; i < span.n; i++)
        if (!g_ascii_isalnum (span.s[i]) && !strchr ("-_./+", span.s[i]))
            return FALSE;
    return TRUE;
}

void field_split_type (Span value, Span *type, Span *text)
{
    gssize semicolon = span_find_char (value, ';');
    Span before = span_trim (span_first (value, semicolon < 0 ? 0 : (gsize) semicolon));

    if (is_type (before)) {
        *type = before;
        *text = span_trim (span_from (value, (gsize) semicolon + 1));
    } else {
        *type = SPAN_EMPTY;
        *text = span_trim (value);
    }
}
