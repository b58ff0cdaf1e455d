/* glyph.c: a character of a stranger's text, as a terminal is to get it; see glyph.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "glyph.h"

/* The two joiners are part of Persian and Indic words. */
gboolean glyph_is_unsafe (gunichar c)
{
    switch (g_unichar_type (c)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SURROGATE:
        return TRUE;
    case G_UNICODE_FORMAT:
        return c != 0x200c && c != 0x200d;
    default:
        return FALSE;
    }
}

guint glyph_write (gunichar c, char buffer[16])
{
    if (glyph_is_unsafe (c))
        return (guint) g_snprintf (buffer, 16, c < 0x100 ? "\\x%02x" : "\\u%04x", c);
    buffer[g_unichar_to_utf8 (c, buffer)] = '\0';
    return g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
}
