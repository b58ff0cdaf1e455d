/* field.h: header fields, and what is written like them (RFC 5322, section 2.2; RFC 3464, section 2.1)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "span.h"

typedef struct {
    Span name;  /* without the colon */
    Span value; /* as it stands: folded, undecoded */
} Field;

/* Takes the next field off rest. A line that is none (no colon, or a name with spaces) is skipped. Stops before a blank line,
 * which is left in rest. FALSE where no field is left. */
gboolean field_next (Span *rest, Field *field);

/* Is this line the begin of a field? Returns the length of its name, 0 where it is none. */
gsize field_name_length (Span line);

/* The value of the first field with this name, trimmed; FALSE, and it is empty, where there is none. */
gboolean field_find (Span fields, Span name, Span *value);
Span field_get (Span fields, const char *name);
gboolean field_has (Span fields, const char *name);
gboolean field_has_any (Span fields, const char *const *names); /* ended by NULL */

/* The value, trimmed, and cut at the limit on a field, of which the warnings then tell. */
Span field_limited (Span value, gsize limit, GPtrArray *warnings);

/* The value on one line: folds and runs of white space become one space. */
char *field_unfold (Span value);

/* field_unfold() without comments in parentheses (RFC 5322, section 3.2.2: nested, with quoted pairs); what stands in quotes is
 * no comment. */
char *field_strip_comments (Span value);

/* Splits "type; text" (RFC 3464, section 2.1.2) at the first semicolon; type is empty where there is none or where
 * what stands before it is no type. */
void field_split_type (Span value, Span *type, Span *text);
