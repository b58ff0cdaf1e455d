/* match.h: finds many phrases in a text at once
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A bitmap over the hashes of four bytes tells for most places of a text at once that no phrase can be there; where one can,
 * it is compared. Linear in the text, nearly independent of the number of phrases, no backtracking.
 */
#pragma once

#include "span.h"

typedef struct _Match Match;

/* Text in normal form: lower case (Unicode's simple one, whatever the locale), white space as one space, straight quotes. Phrases
 * are written so, and texts are searched so. */
char *match_normal_form (Span text);

Match *match_new (void);
void match_free (Match *match);

/* Adds a phrase in normal form; data is what a hit tells. "*" stands for a gap of up to MATCH_GAP bytes. FALSE where no four
 * bytes of it stand together. The phrase must outlive the match. */
gboolean match_add (Match *match, const char *phrase, gpointer data);
gboolean match_can_add (const char *phrase);
#define MATCH_GAP 100

/* Calls found for phrases in the text, each place of its longest piece once. */
typedef void (*MatchFunc) (gpointer data, Span where, gpointer user_data);
void match_find (const Match *match, Span normal, MatchFunc found, gpointer user_data);

/* Does a name match a pattern with "*"? Case apart. */
gboolean match_glob (const char *pattern, Span name);
