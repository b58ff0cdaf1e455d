/* media.c: the fields that tell what a part is; see media.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "media.h"

#include "charset.h"
#include "field.h"

/* GMime reads them, too, but keeps each name of a charset that it meets in a parameter for as long as the program runs, and its
 * objects cost as much as all else that is done with a part. */

/* ---- Tokens ---- */

/* RFC 2045, section 5.1 */
static gboolean is_token (char c)
{
    return g_ascii_isalnum (c) || (c > ' ' && c < 0x7f && !strchr ("()<>@,;:\\\"/[]?=", c));
}

static Span take_token (Span *rest)
{
    gsize n = 0;

    while (n < rest->n && is_token (rest->s[n]))
        n++;
    Span token = span_first (*rest, n);
    *rest = span_trim (span_from (*rest, n));
    return token;
}

static Span take_to (Span *rest, char mark)
{
    gssize at = span_find_char (*rest, mark);
    Span before = at < 0 ? *rest : span_first (*rest, (gsize) at);

    *rest = span_from (*rest, at < 0 ? rest->n : (gsize) at + 1);
    return span_trim (before);
}

/* ---- Parameters ---- */

/* "name", "name*" and, in pieces, "name*0", "name*1*"…: an asterisk at the end tells that the value is encoded (RFC 2231) */
typedef struct {
    Span name;
    guint piece; /* 0: the first, or the only one */
    gboolean encoded;
    char *value;
} Parameter;

static char *take_quoted (Span *rest)
{
    GString *value = g_string_sized_new (64);
    gsize i = 1;

    for (; i < rest->n && rest->s[i] != '"'; i++) {
        if (rest->s[i] == '\\' && i + 1 < rest->n)
            i++;
        g_string_append_c (value, rest->s[i]);
    }
    *rest = span_from (*rest, i + 1);
    return g_string_free (value, FALSE);
}

/* A value without quotes may hold what it must not, up to the next semicolon: "name=my file.txt". */
static char *take_value (Span *rest)
{
    *rest = span_trim (*rest);
    char *quoted = rest->n && rest->s[0] == '"' ? take_quoted (rest) : NULL;
    Span plain = take_to (rest, ';'); /* after a quoted one: what is wrong there */
    return quoted ? quoted : span_dup (plain);
}

/* "utf-8'en'a%20b" to "a b", in its place. Of the charset no use is made: what a value is compared with is ASCII. */
static void decode (char *value, gboolean is_first)
{
    char *language = is_first ? strchr (value, '\'') : NULL, *text = language ? strchr (language + 1, '\'') : NULL;
    char *out = value;

    for (const char *p = text ? text + 1 : value; *p; p++) {
        gint high = *p == '%' ? g_ascii_xdigit_value (p[1]) : -1, low = high >= 0 ? g_ascii_xdigit_value (p[2]) : -1;
        gboolean is_byte = low >= 0 && high + low > 0; /* a NUL would hide the rest */
        *out++ = is_byte ? (char) (high * 16 + low) : *p;
        p += is_byte ? 2 : 0;
    }
    *out = '\0';
}

static guint number_of (Span digits)
{
    guint number = 0;

    for (gsize i = 0; i < MIN (digits.n, 6) && g_ascii_isdigit (digits.s[i]); i++)
        number = number * 10 + (guint) g_ascii_digit_value (digits.s[i]);
    return number;
}

/* The next one that has a name and a value; FALSE where none is left. */
static gboolean take_parameter (Span *rest, Parameter *parameter)
{
    while (rest->n) {
        *rest = span_trim (*rest);
        Span word = take_token (rest);
        if (word.n == 0 || rest->n == 0 || rest->s[0] != '=') {
            take_to (rest, ';');
            continue;
        }
        *rest = span_from (*rest, 1);
        parameter->encoded = word.s[word.n - 1] == '*';
        word.n -= parameter->encoded;
        parameter->name = take_to (&word, '*');
        parameter->piece = number_of (word);
        parameter->value = take_value (rest);
        if (parameter->encoded)
            decode (parameter->value, parameter->piece == 0);
        return TRUE;
    }
    return FALSE;
}

/* Of two with the same name the first is taken; pieces follow each other. */
typedef struct {
    const char *name;
    GString *value; /* NULL: not told */
    guint pieces;
} Wanted;

static void take_wanted (Wanted *wanted, const Parameter *parameter)
{
    if (!span_is (parameter->name, wanted->name) || parameter->piece != wanted->pieces)
        return;
    if (!wanted->value)
        wanted->value = g_string_new (NULL);
    g_string_append (wanted->value, parameter->value);
    wanted->pieces++;
}

static void read_parameters (Span rest, Wanted *wanted, guint n)
{
    for (Parameter parameter; take_parameter (&rest, &parameter); g_free (parameter.value))
        for (guint i = 0; i < n; i++)
            take_wanted (&wanted[i], &parameter);
}

/* NULL for an empty one. */
static char *value_of (Wanted *wanted)
{
    return wanted->value ? g_string_free (wanted->value, wanted->value->len == 0) : NULL;
}

/* An encoded-word may not stand there (RFC 2047, section 5), and does. */
static char *name_of (Wanted *wanted)
{
    g_autofree char *value = value_of (wanted);
    return value ? charset_decode_header (span_of (value)) : NULL;
}

/* ---- Fields ---- */

static char *put_lower (char *to, Span word, char end)
{
    for (gsize i = 0; i < word.n; i++)
        *to++ = g_ascii_tolower (word.s[i]);
    *to++ = end;
    return to;
}

/* What is no type may be anything, but for the "text" of a time before MIME. */
static char *read_type (Span field)
{
    Span type = take_token (&field);
    gboolean has_two = field.n && field.s[0] == '/';
    Span rest = span_trim (span_from (field, 1)), subtype = has_two ? take_token (&rest) : SPAN_EMPTY;

    if (type.n == 0 || subtype.n == 0)
        return g_strdup (span_is (type, "text") && field.n == 0 ? "text/plain" : "application/octet-stream");
    char *media = g_malloc (type.n + subtype.n + 2);
    put_lower (put_lower (media, type, '/'), subtype, '\0');
    return media;
}

void media_read (Media *media, Span value)
{
    Wanted wanted[] = { { .name = "charset" }, { .name = "name" }, { .name = "boundary" }, { .name = "report-type" } };
    g_autofree char *line = field_strip_comments (value);
    Span rest = *line ? span_of (line) : span_of ("text/plain");

    media->type = read_type (take_to (&rest, ';'));
    read_parameters (rest, wanted, G_N_ELEMENTS (wanted));
    media->charset = value_of (&wanted[0]);
    media->name = name_of (&wanted[1]);
    media->boundary = value_of (&wanted[2]);
    media->report_type = value_of (&wanted[3]);
}

void media_clear (Media *media)
{
    g_free (media->type);
    g_free (media->charset);
    g_free (media->name);
    g_free (media->boundary);
    g_free (media->report_type);
}

char *media_file_name (Span value)
{
    Wanted wanted = { .name = "filename" };
    g_autofree char *line = field_strip_comments (value);
    Span rest = span_of (line);

    take_to (&rest, ';');
    read_parameters (rest, &wanted, 1);
    return name_of (&wanted);
}
