/* normal-form.c: texts and phrases as they are compared; see normal-form.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "normal-form.h"

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

char *normal_form (Span text)
{
    return bring_to_form (text, FALSE);
}

char *normal_form_written (Span text)
{
    return bring_to_form (text, TRUE);
}

char *normal_form_unmarked (const char *written)
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

char *normal_form_spaced (const char *normal)
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
