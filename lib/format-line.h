/* format-line.h: the lines of a text that name recipients, and what is said of those
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "format.h"

/* Has the line one of the shapes? See format.h for what they are; rest is what "%t" stands for. */
gboolean format_line_has_shape (Span line, const char *shapes, Span *address, Span *rest);

/* Does it begin with an address, which is not this one? In the midst of a sentence it is somebody to ask. */
gboolean format_line_leads (Span line, const char *not_this);

/* "User unknown:", above the next recipient; text is what follows the line. */
gboolean format_line_heads_another (Span line, Span text, const char *not_this);

/* "--", which begins a signature (RFC 3676, section 4.3): whoever it names has failed nobody. */
gboolean format_line_is_signature (Span line);

/* A new one at the end of the entries, to be freed with format_entry_free(). */
Entry *format_entry_add (GPtrArray *entries, Span address);
void format_entry_free (gpointer entry);
void format_entry_add_line (GString *text, Span line);
void format_entry_find_alias (Entry *entry); /* with words that name the address that the sender had used */
