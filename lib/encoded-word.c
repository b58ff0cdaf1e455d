/* encoded-word.c: encoded-words in headers; see encoded-word.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "encoded-word.h"

#include "charset.h"

/* RFC 2047, section 2: encoded-word = "=?" charset ["*" language] "?" encoding "?" encoded-text "?=" */
typedef struct {
    Span charset, text;
    char encoding; /* 'b' or 'q' */
} Word;

/* Takes a part that ends at "?" off rest. */
static gboolean take_part (Span *rest, Span *part)
{
    gssize end = span_find_char (*rest, '?');

    if (end < 0)
        return FALSE;
    *part = span_first (*rest, (gsize) end);
    *rest = span_from (*rest, (gsize) end + 1);
    return TRUE;
}

/* A word at the begin of text; *rest is what follows it. The text may hold spaces, as some mailers leave them in. */
static gboolean take_word (Span text, Word *word, Span *rest)
{
    Span encoding, inner = span_from (text, 2);

    if (!span_starts (text, "=?") || !take_part (&inner, &word->charset) || !take_part (&inner, &encoding) || encoding.n != 1
        || !take_part (&inner, &word->text) || inner.n == 0 || inner.s[0] != '=')
        return FALSE;
    word->encoding = g_ascii_tolower (encoding.s[0]);
    gssize language = span_find_char (word->charset, '*');
    if (language >= 0)
        word->charset = span_first (word->charset, (gsize) language);
    *rest = span_from (inner, 1);
    return word->charset.n > 0 && (word->encoding == 'b' || word->encoding == 'q');
}

/* "Q": as quoted-printable, with "_" for the space (section 4.2) */
static void append_q (GByteArray *bytes, Span text)
{
    for (gsize i = 0; i < text.n; i++) {
        guchar byte = text.s[i] == '_' ? ' ' : (guchar) text.s[i];
        if (byte == '=' && i + 2 < text.n && g_ascii_isxdigit (text.s[i + 1]) && g_ascii_isxdigit (text.s[i + 2])) {
            byte = (guchar) (g_ascii_xdigit_value (text.s[i + 1]) * 16 + g_ascii_xdigit_value (text.s[i + 2]));
            i += 2;
        }
        g_byte_array_append (bytes, &byte, 1);
    }
}

static void append_b (GByteArray *bytes, Span text)
{
    g_autofree guchar *out = g_malloc (text.n / 4 * 3 + 4);
    gint state = 0;
    guint save = 0;
    gsize n = g_base64_decode_step (text.s, text.n, out, &state, &save);
    g_byte_array_append (bytes, out, (guint) n);
}

/* Bytes of words in one charset are converted together: a character may be split between two (forbidden, and common). */
static void flush (GString *out, GByteArray *bytes, Span charset)
{
    g_autofree char *label = span_dup (charset);
    g_autofree char *utf8 = bytes->len ? charset_to_utf8 ((Span){ (const char *) bytes->data, bytes->len }, label) : NULL;

    if (utf8)
        g_string_append (out, utf8);
    g_byte_array_set_size (bytes, 0);
}

char *encoded_words_decode (Span text)
{
    GString *out = g_string_sized_new (text.n);
    g_autoptr(GByteArray) bytes = g_byte_array_new ();
    Span charset = SPAN_EMPTY, rest;
    Word word;

    while (text.n) {
        Span after = text; /* white space between two words is no text (section 6.2) */
        while (bytes->len && after.n && g_ascii_isspace (after.s[0]))
            after = span_from (after, 1);
        if (take_word (after, &word, &rest)) {
            if (!span_equal_nocase (charset, word.charset))
                flush (out, bytes, charset);
            charset = word.charset;
            (word.encoding == 'q' ? append_q : append_b) (bytes, word.text);
            text = rest;
            continue;
        }
        flush (out, bytes, charset);
        gssize next = span_find (span_from (text, 1), "=?");
        gsize plain = next < 0 ? text.n : (gsize) next + 1;
        g_string_append_len (out, text.s, (gssize) plain);
        text = span_from (text, plain);
    }
    flush (out, bytes, charset);
    return g_string_free (out, FALSE);
}
