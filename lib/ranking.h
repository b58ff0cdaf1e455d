/* ranking.h: which of the rules that match decides; the ranking is written once, there
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "rules.h"
#include "sense.h"

/* A rule that matches. */
typedef struct {
    Rule rule;
    guint narrow;        /* 2: the host matched, 1: a mark in the text, 0: anyone */
    guint statement;     /* in which it was found */
    guint letters;       /* of the text that the phrase itself has, not its gaps */
    gboolean doubted;    /* hard, and the status code speaks of something else */
    gboolean distrusted; /* it is only supposed; or hard, and the status code tells of trouble that passes */
    gboolean supposed;   /* it is told as what may be the cause */
    SenseText *text;     /* in which, while it is searched; NULL for a rule without a phrase */
    Span where;          /* what matched, while it is searched */
    char *words;         /* that matched; NULL for a rule without a phrase */
    const char *rank;    /* in a trace: why it stands before the next hit; static */
} Hit;

/* How deep a reason goes: 0 says that it failed, 1 what may follow from any cause, 2 is a cause. */
guint ranking_depth (BounceReason reason);

/* How much it knows: above 2 are words that tell of a cause. */
guint ranking_insight (const Hit *hit);

/* Above 0 where a wins. *why is the step that told, for people; static. */
int ranking_compare (const Hit *a, const Hit *b, const char **why);
