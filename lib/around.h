/* around.h: what stands around words that were found in a text
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The texts are in normal form (match.h), lists of words, too: "a|b|c".
 */
#pragma once

#include "span.h"

#define NEAR 24   /* bytes: a few words */
#define CLAUSE 64 /* bytes at most that are looked at of a clause */
#define FAR 160   /* bytes: and an address or a host between them */
#define GUESS 600 /* bytes: a list of guesses is not longer */

/* Words that a phrase was found at. */
typedef struct {
    Span before, where, after; /* what the text is made of */
    Span clause;               /* the end of before, from where the clause of the words begins */
    const char *phrase;
} Around;

Around around (Span text, Span where, const char *phrase);

/* The last n bytes, or fewer. */
Span around_last (Span text, gsize n);

/* The text up to the end of its first clause, if it is not too long. */
Span around_clause (Span text);

Span around_without_last_word (Span text);

/* Does the text end with one of the words, and does a word begin there? */
gboolean around_ends_with (Span text, const char *words);

/* Takes one of the words off the begin of the text. */
gboolean around_take (Span *text, const char *words);
gboolean around_starts_with (Span text, const char *words);

/* Does the gap of the phrase ("user * does not exist") hold one of the words? */
gboolean around_gap_has (const Around *a, const char *words);
