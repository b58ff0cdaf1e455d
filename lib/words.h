/* words.h: lists of words that are looked for together
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The readers know mail systems by words: marks of formats, steps of a dialogue, ways to say that mail failed. All that one
 * reader knows are found in one pass over a text, in any case.
 */
#pragma once

#include "match.h"

/* The i-th list, "a|b|c": words of four bytes or more. NULL where it has none. */
typedef const char *(*WordList) (guint i);

/* Static, one for each reader. Its table is made at its first use, which may be in any thread. */
typedef struct {
    WordList list;
    guint n; /* lists */
    gsize once;
    Match *match;
} Words;

/* Sets at[i] to where the first of the words of list i stands in the text, -1 where none does. */
void words_find (Words *words, Span text, gssize at[]);

/* Calls found for each word that stands in the text; data is the number of its list. */
void words_each (Words *words, Span text, MatchFunc found, gpointer user_data);
