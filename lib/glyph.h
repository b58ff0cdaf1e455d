/* glyph.h: a character of a stranger's text, as a terminal is to get it
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <glib.h>

/* What a terminal might obey, or what would reorder a line or end it. */
gboolean glyph_is_unsafe (gunichar c);

/* Writes the character to the buffer, ended by NUL, and returns its width in columns. What is unsafe is written as its code, "\x1b"
 * or "\u202e". */
guint glyph_write (gunichar c, char buffer[16]);
