/* match.h: finds many phrases in a text at once
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A filter over the hashes of four bytes tells for most places of a text at once that no phrase can be there; where one can,
 * it is compared. Linear in the text, and nearly independent of the number of phrases.
 */
#pragma once

#include "phrase.h"
#include "span.h"

typedef enum {
    MATCH_PHRASES, /* of rules, in texts in normal form: whole words, in no address, with gaps and groups: see phrase.h */
    MATCH_WORDS, /* found as they are, in any case and anywhere */
} MatchMode;

/* Without pointers: what is compiled in is then used as it stands in the file, and needs no work when a program starts. */
typedef struct {
    guint32 phrase;         /* where it stands in the strings of the table */
    guint32 data;           /* what a hit tells */
    guint32 four;           /* bytes that are looked for */
    guint16 at;             /* where they stand in a piece of the phrase */
    guint16 anchor, length; /* where that stands in the phrase */
} MatchEntry;

#define MATCH_LONGEST G_MAXUINT16 /* bytes of a phrase */

/* What is searched with: plain data, which may have been made when building. */
typedef struct {
    MatchMode mode;
    const char *strings;
    const MatchEntry *entries; /* in the order of their buckets */
    guint n, bits;
    const guint8 *filter;  /* by hash: 1 where a phrase may be */
    const guint32 *starts; /* of each bucket in entries; one more than there are buckets */
} MatchTable;

#define MATCH_FILTER(bits) ((gsize) 1 << (bits))
#define MATCH_BUCKETS(bits) ((gsize) 1 << ((bits) -MATCH_BUCKET_BITS))
#define MATCH_BUCKET_BITS 3 /* so many fewer bits has the index of a bucket than that of the filter */

/* What tables are made of. */
typedef struct _Match Match;

Match *match_new (MatchMode mode);
void match_free (Match *match);

/* Adds a phrase; words, which need not end with a NUL; or the longest piece of a pattern with "*". FALSE where no four bytes
 * stand together, or it is longer than MATCH_LONGEST. */
gboolean match_add (Match *match, const char *phrase, guint data);
gboolean match_add_words (Match *match, Span words, guint data);
gboolean match_add_piece (Match *match, const char *pattern, guint data);
gboolean match_can_add (const char *phrase);

/* To be called when all are added. The table lives as long as the match. */
void match_index (Match *match);
const MatchTable *match_table (const Match *match);

/* Calls found for all that is in the text. */
typedef void (*MatchFunc) (guint data, const PhrasePlace *place, gpointer user_data);
void match_find (const MatchTable *table, Span text, MatchFunc found, gpointer user_data);

/* Does a name match a pattern with "*", ignoring case? */
gboolean match_glob (const char *pattern, Span name);
