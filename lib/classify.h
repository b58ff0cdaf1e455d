/* classify.h: from what was said to what it means
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "hits.h"

/* What is said within a text, the nearest to the recipient first: a reply that a reply quotes, and what the remote host said without
 * what others say about it. Both may be missing. Returns how many there are; the text itself is none of them. */
#define STATEMENTS_OF_REPLY 2
guint statements_of_reply (Span text, Statement statements[STATEMENTS_OF_REPLY]);

/* How a recipient came to its verdict. */
typedef struct {
    GArray *hits;       /* of Hit: all rules that match, each once, the best first; owned */
    const Hit *decided; /* the first of them; NULL: a code or nothing did */
    gboolean permanent; /* the codes say so */
} Trace;

/* Judges the recipient: sets reason, severity, fault, confidence and evidence. statements are what was said, the nearest to the
 * recipient first; reporting_mta is who says so where the recipient has no remote host. TRUE where a rule
 * decided, which *decided, unless NULL, is set to. */
gboolean classify (const RuleSet *rules, BounceRecipient *recipient, const Statement *statements, guint n_statements,
                   const char *reporting_mta, Rule *decided);

/* What classify() went through for a recipient that it has judged, told for people: slower, and it changes nothing. */
Trace classify_trace (const RuleSet *rules, const BounceRecipient *recipient, const Statement *statements, guint n_statements,
                      const char *reporting_mta);

/* Complaints about the rules: examples that another rule decides, rules without one, doubles. Free with g_strfreev(). */
char **classify_check (const RuleSet *rules);
