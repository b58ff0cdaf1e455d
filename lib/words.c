/* words.c: lists of words that are looked for together; see words.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "words.h"

static void add_list (Match *match, const char *list, guint i)
{
    for (const char *word = list; word && *word;) {
        gsize n = strcspn (word, "|");
        if (!match_add_words (match, (Span){ word, n }, i))
            g_error ("\"%.*s\" is too short to be looked for", (int) n, word); /* ours, not a stranger's */
        word += n + (word[n] == '|');
    }
}

static const MatchTable *table_of (Words *words)
{
    if (g_once_init_enter (&words->once)) {
        words->match = match_new (MATCH_WORDS);
        for (guint i = 0; i < words->n; i++)
            add_list (words->match, words->list (i), i);
        match_index (words->match);
        g_once_init_leave (&words->once, 1);
    }
    return match_table (words->match);
}

typedef struct {
    const char *text;
    gssize *at;
} First;

static void note_first (guint list, const PhrasePlace *place, gpointer user_data)
{
    const First *first = user_data;
    gssize *at = &first->at[list], here = place->where.s - first->text;

    if (*at < 0 || here < *at) /* words are found by their rarest letters, which may stand at their ends */
        *at = here;
}

void words_find (Words *words, Span text, gssize at[])
{
    First first = { text.s, at };

    for (guint i = 0; i < words->n; i++)
        at[i] = -1;
    match_find (table_of (words), text, note_first, &first);
}

void words_each (Words *words, Span text, MatchFunc found, gpointer user_data)
{
    match_find (table_of (words), text, found, user_data);
}
