/* glyph.h: a character of a stranger's text, as a terminal is to get it
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <glib.h>

/* Writes the character to the buffer, ended by NUL, and returns its width in columns. What a terminal might obey, or what would
 * reorder a line or end it, is written as its code, "\x1b" or "\u202e". */
guint glyph_write (gunichar c, char buffer[16]);
