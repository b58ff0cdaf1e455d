/* reading.h: one message on its way through the readers
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "classify.h"
#include "kind.h"
#include "report.h"
#include "rules.h"
#include "screen.h"

struct _BounceParser {
    gint refs;
    RuleSet *rules;
    gsize limits[BOUNCE_LIMIT_LINE + 1];
    gboolean body_only;
};

typedef struct Reading {
    BounceParser *parser;
    BounceReport *report;
    GPtrArray *owned;      /* texts that were decoded */
    Span header;           /* of the message that is read: the outer one, or a report in it */
    Span text;             /* for people, up to the returned message */
    Span status;           /* its delivery status, the last where it has several; empty: none */
    Span original;         /* the returned message or its header, from a part or from the text; empty: none */
    char *speaker;         /* who speaks where no remote host does; NULL: not known, or not asked yet */
    PartType machine;      /* the kind of its machine-readable part; PART_TEXT: it has none */
    gboolean cut;          /* the mailbox left out the end of a part */
    gboolean original_cut; /* and that was the returned message */
    gboolean refused;      /* a disposition that is a refusal */
    gboolean failure;      /* the text tells of one, but not for whom */
    Says says;             /* what the text says, once that is looked for */
    gboolean asked;        /* it was */
    gint dialogue;         /* whether the text quotes one: 1 yes, -1 no, 0 not looked for yet */
    gboolean foreign;      /* a multipart/report of a type that is none of ours */
    gboolean complaint;    /* that is no feedback report */
} Reading;

/* text.c: who failed, as the text for people tells, where no machine-readable part does; else what it adds about those that one
 * tells of. */
void reading_take_text (Reading *reading);

/* Adds a recipient without an address: the text tells of a failure, but not for whom. */
void reading_take_nobody (Reading *reading);

/* Whether mail failed or is late, where only the words of the text tell. */
BounceAction reading_action (Reading *reading);

/* candidates.c: leaves those of the entries (GPtrArray of Entry) that may have failed: not the sender's own addresses; and where
 * some are those that an attached mail was sent to, only these. */
void reading_sift (Reading *reading, GPtrArray *entries);

/* Who complains, where no field tells: as Microsoft notes it, or whom the message was sent to, or who sends the complaint. */
void reading_take_complainant (Reading *reading);

/* recipients.c: for each recipient its codes, the address to act on, and the verdict. */
void reading_complete (Reading *reading);

/* What was said of a recipient that is complete, the nearest to it first; borrowed from it. Returns how many there are. */
#define READING_MAX_STATEMENTS 6
guint reading_statements (const BounceRecipient *recipient, Statement statements[READING_MAX_STATEMENTS]);
