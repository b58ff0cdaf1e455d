/* keep.h: what is kept of a message while it is read
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Nearly all of a large bounce is the mail that came back, and of that its header matters. So what no reader would look at is
 * left out as it comes: of a returned message all but its begin, of any other part what is beyond the limit on text.
 */
#pragma once

#include "span.h"

typedef struct {
    GString *message;
    gsize added;         /* bytes to keep so far; more than the message has once it is cut at its limit */
    gsize part;          /* bytes since the part began */
    char delimiter[80];  /* the line before the part, which also ends it; of a long one the begin, which is enough to know it */
    gboolean cut;        /* the end of a part was left out */
    gboolean in_header;  /* of a part: it is to be given line by line */
    gboolean returned;   /* the part is a returned message: what stands in it like a delimiter is its own */
} Keep;

void keep_init (Keep *keep);
void keep_clear (Keep *keep);

/* A new message begins. */
void keep_begin (Keep *keep);

/* Adds a line, or a piece of a long one; starts tells whether a line begins with it. */
void keep_line (Keep *keep, Span line, gboolean starts);

/* Adds several lines, none of which begins with a hyphen. Not within the header of a part. */
void keep_lines (Keep *keep, Span lines);

/* Takes the last bytes away again. */
void keep_drop (Keep *keep, gsize n);
