/* hits.h: all rules that match what was said of a recipient
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "ranking.h"
#include "report.h"

/* Something that was said of a recipient. */
typedef struct {
    Span text;
    const char *from; /* where it stands: "diagnostic", "text"…; static */
} Statement;

/* The best hit so far; or all of them in the array all, and none. */
typedef struct {
    Hit best;    /* its rule has no table where none matches; free its words */
    GArray *all; /* of Hit; NULL: only the best is asked for */
} Hits;

/* statements are what was said, the nearest to the recipient first; reporting is the host that says so where the recipient has no
 * remote one. all, unless NULL, takes every hit, in no order. */
Hits hits_find (const RuleSet *rules, const BounceRecipient *recipient, const Statement *statements, guint n_statements,
                const char *reporting, GArray *all);
