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

/* Text in normal form: lower case (Unicode's simple one, whatever the locale), white space as one space, straight quotes, and
 * letters without marks, which many a system cannot write: "boîte" is "boite". Texts are searched so; phrases are written in the
 * same, but may have their marks. */
char *match_normal_form (Span text);
char *match_written_form (Span text);

/* The normal form of what is in the written one. */
char *match_unmarked (const char *written);

/* A text in normal form with the words apart that underscores join ("no_such_user", "type=MAILBOX_FULL"), of the same length; NULL
 * where there are none. */
char *match_spaced_form (const char *normal);

typedef enum {
    MATCH_PHRASES, /* of rules, in texts in normal form: whole words, in no address, "*" stands for a gap of up to MATCH_GAP bytes */
    MATCH_WORDS, /* found as they are, in any case and anywhere */
} MatchMode;

#define MATCH_GAP 100

/* What a phrase leaves open: a group of ways between these, none of which stands in another. No text in normal form has them. */
enum { MATCH_OPEN = 1, MATCH_NEXT, MATCH_CLOSE };

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

/* Calls found for all that is in the text; so many letters of it are the phrase's own, and not in its gaps. */
typedef void (*MatchFunc) (guint data, Span where, guint letters, gpointer user_data);
void match_find (const MatchTable *table, Span text, MatchFunc found, gpointer user_data);

/* Does a name match a pattern with "*", ignoring case? */
gboolean match_glob (const char *pattern, Span name);
