/* phrase.h: is a phrase there, with its gaps and groups?
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A phrase and the text are in normal form. "*" is a gap; a group leaves open which of its ways stands there.
 */
#pragma once

#include "span.h"

#define PHRASE_GAP 100 /* bytes that a gap has at most */

/* A group begins, goes on and ends with these; none stands in another. No text in normal form has them. */
enum { PHRASE_OPEN = 1, PHRASE_NEXT, PHRASE_CLOSE };

/* The same as sets of bytes: all of them, what ends a way of a group, what ends the group. */
#define PHRASE_MARKS "\001\002\003"
#define PHRASE_WAY_ENDS "\002\003"
#define PHRASE_GROUP_ENDS "\003"

/* What parts a phrase into pieces, which stand in it as they are. */
#define PHRASE_PARTS "*" PHRASE_MARKS

/* Where a phrase was found, and how many letters of that are its own, and not in a gap. */
typedef struct {
    Span where;
    guint letters;
} PhrasePlace;

/* Is the phrase in the text, whose piece stands there from anchor on? As whole words, and in no address. */
gboolean phrase_is_there (Span text, gsize anchor, const char *phrase, Span piece, PhrasePlace *place);
