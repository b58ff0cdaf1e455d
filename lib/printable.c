/* printable.c: text of strangers for a terminal; see bounce.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "bounce.h"
#include "glyph.h"

static void append_character (GString *out, gunichar c)
{
    char glyph[16];

    if (c == '\t' || c == '\n' || c == '\r') {
        g_string_append_c (out, ' ');
        return;
    }
    glyph_write (c, glyph);
    g_string_append (out, glyph);
}

char *bounce_printable (const char *text)
{
    g_autofree char *valid = text ? g_utf8_make_valid (text, -1) : NULL;
    GString *out = g_string_new (NULL);

    for (const char *p = valid; p && *p; p = g_utf8_next_char (p))
        append_character (out, g_utf8_get_char (p));
    return g_string_free (out, text == NULL);
}
