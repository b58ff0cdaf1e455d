/* escapes.c: letters that a program wrote as numbers; see escapes.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "escapes.h"

#include "charset.h"

/* So many digits of the base, or -1. */
static gint number_at (Span text, gsize digits, gint base)
{
    gint number = 0;

    for (gsize i = 0; i < digits; i++) {
        gint digit = i < text.n ? g_ascii_xdigit_value (text.s[i]) : -1;
        if (digit < 0 || digit >= base)
            return -1;
        number = number * base + digit;
    }
    return number;
}

/* "\303": a byte that is not ASCII. Returns the length, 0 where there is none. */
static gsize take_octal (Span text, GString *out)
{
    gint byte = text.s[0] == '\\' ? number_at (span_from (text, 1), 3, 8) : -1;

    if (byte < 0x80 || byte > 0xff)
        return 0;
    g_string_append_c (out, (char) byte);
    return 4;
}

static gint quoted_at (Span text)
{
    return text.n > 2 && text.s[0] == '=' ? number_at (span_from (text, 1), 2, 16) : -1;
}

/* "=C3=A4": the bytes of a letter in UTF-8; "spf=fail" is none. */
static gsize take_quoted (Span text, GString *out)
{
    gint first = quoted_at (text), byte;
    gsize n = 3;

    if (first < 0xc2 || first > 0xf4 || ((byte = quoted_at (span_from (text, 3))) & ~0x3f) != 0x80)
        return 0;
    g_string_append_c (out, (char) first);
    for (; byte >= 0x80 && byte < 0xc0; byte = quoted_at (span_from (text, n += 3)))
        g_string_append_c (out, (char) byte);
    return n;
}

/* "\u00e4" */
static gsize take_letter (Span text, GString *out)
{
    gint letter = text.n > 5 && text.s[0] == '\\' && text.s[1] == 'u' ? number_at (span_from (text, 2), 4, 16) : -1;

    if (letter < 0x80 || !g_unichar_validate ((gunichar) letter))
        return 0;
    g_string_append_unichar (out, (gunichar) letter);
    return 6;
}

static char *undo_numbers (Span text)
{
    g_autoptr (GString) out = g_string_sized_new (text.n);
    gboolean any = FALSE;

    for (gsize i = 0, n; i < text.n; i += n) {
        Span rest = span_from (text, i);
        n = take_letter (rest, out);
        n = n ? n : take_octal (rest, out);
        n = n ? n : take_quoted (rest, out);
        any = any || n;
        if (!n) {
            g_string_append_c (out, text.s[i]);
            n = 1;
        }
    }
    return any ? charset_to_utf8 ((Span){ out->str, out->len }, NULL) : NULL;
}

static gboolean is_ascii (const char *text, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if ((guchar) text[i] >= 0x80)
            return FALSE;
    return TRUE;
}

/* "Ã¤": as bytes of a charset of single bytes it is UTF-8 again. */
static char *undo_twice (Span text)
{
    gsize length;

    if (is_ascii (text.s, text.n) || !span_has_any (text, "Ã|Â|Ð|Ñ|Å|Ä"))
        return NULL;
    g_autofree char *bytes = g_convert (text.s, (gssize) text.n, "CP1252", "UTF-8", NULL, &length, NULL);
    gboolean undone = bytes && !is_ascii (bytes, length) && g_utf8_validate (bytes, (gssize) length, NULL);
    return undone ? g_steal_pointer (&bytes) : NULL;
}

char *escapes_undo (Span text)
{
    gboolean numbers = span_find_char (text, '\\') >= 0 || span_find_char (text, '=') >= 0;
    char *undone = numbers ? undo_numbers (text) : NULL;

    return undone ? undone : undo_twice (text);
}
