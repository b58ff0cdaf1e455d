/* match.h: finds many phrases in a text at once
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A filter over the hashes of four bytes tells for most places of a text at once that no phrase can be there; where one can,
 * it is compared. Linear in the text, nearly independent of the number of phrases, no backtracking.
 */
#pragma once

#include "span.h"

/* Text in normal form: lower case (Unicode's simple one, whatever the locale), white space as one space, straight quotes. Phrases
 * are written so, and texts are searched so. */
char *match_normal_form (Span text);

typedef enum {
    MATCH_PHRASES, /* of rules, in texts in normal form: whole words, in no address, "*" stands for a gap of up to MATCH_GAP bytes */
    MATCH_WORDS,   /* that stand as they are, case apart, wherever */
} MatchMode;

#define MATCH_GAP 100

typedef struct {
    const char *phrase;
    gconstpointer data;  /* what a hit tells */
    guint anchor, length; /* its longest piece: where it stands in the phrase */
    guint at;             /* where in that piece the four bytes stand that are looked for */
    guint32 four;
} MatchEntry;

/* What is searched with: plain data, which may have been made when building. */
typedef struct {
    MatchMode mode;
    const MatchEntry *entries; /* in the order of their buckets */
    guint n, bits;
    const guint8 *filter;  /* by hash: 1 where a phrase may be */
    const guint32 *starts; /* of each bucket in entries; one more than there are buckets */
} MatchTable;

#define MATCH_FILTER(bits) ((gsize) 1 << (bits))
#define MATCH_BUCKETS(bits) ((gsize) 1 << ((bits) - MATCH_BUCKET_BITS))
#define MATCH_BUCKET_BITS 3 /* so many fewer bits has the index of a bucket than that of the filter */

/* What tables are made of. */
typedef struct _Match Match;

Match *match_new (MatchMode mode);
void match_free (Match *match);

/* Adds a phrase; words, which need not end with a NUL; or the longest piece of a pattern with "*". They must outlive the match. FALSE
 * where no four bytes stand together. */
gboolean match_add (Match *match, const char *phrase, gconstpointer data);
gboolean match_add_words (Match *match, Span words, gconstpointer data);
gboolean match_add_piece (Match *match, const char *pattern, gconstpointer data);
gboolean match_can_add (const char *phrase);

/* To be called when all are added. The table lives as long as the match. */
void match_index (Match *match);
const MatchTable *match_table (const Match *match);

/* Calls found for all that is in the text, each place once. */
typedef void (*MatchFunc) (gconstpointer data, Span where, gpointer user_data);
void match_find (const MatchTable *table, Span text, MatchFunc found, gpointer user_data);

/* Does a name match a pattern with "*"? Case apart. */
gboolean match_glob (const char *pattern, Span name);
