/* ranking.c: which of the rules that match decides; see ranking.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "ranking.h"

/* All rules that match are collected, then one decides:
 *  1. the site's own rules, those of the file that was added last first: the user decides;
 *  2. a cause before a mere consequence: see ranking_insight();
 *  3. what is said of this recipient before what the mail says elsewhere, the remote host's words before those about them;
 *  4. what knows more: a provider's own wording, then a cause in general words, then a provider's code;
 *  5. the narrower scope: who knows the speaker knows what is meant;
 *  6. what is, before what may be: "Possible reasons: the mailbox does not exist";
 *  7. what the status code does not speak against: "550 5.7.1 Spam; … not found in your address book";
 *  8. the longer match: it has read more of the sentence;
 *  9. more conditions;
 * 10. the order of reasons below, then file and line, so that the same input always gives the same answer.
 */

/* How deep a reason goes: mail that expired, or that a daemon gave up with a system error, did so for a cause; where the
 * same text tells the cause, that is the reason. */
guint ranking_depth (BounceReason reason)
{
    switch (reason) {
    case BOUNCE_REASON_UNKNOWN:
    case BOUNCE_REASON_EXPIRED:
        return 0;
    case BOUNCE_REASON_SYNTAX_ERROR:
    case BOUNCE_REASON_SYSTEM_ERROR:
    case BOUNCE_REASON_MAILER_ERROR:
    case BOUNCE_REASON_NETWORK_ERROR:
    case BOUNCE_REASON_POLICY:
        return 1;
    default:
        return 2;
    }
}

/* Of equal matches the reason that does the least harm to an innocent address wins: the sender's and the message's faults stand
 * before the recipient's, and what is not hard before what is. */
static guint harm (BounceReason reason)
{
    if (bounce_reason_is_hard (reason))
        return 2;
    return bounce_reason_get_fault (reason) == BOUNCE_FAULT_RECIPIENT ? 1 : 0;
}

/* Words before codes, as codes are misused more than words; who knows the speaker before who does not; a cause before what
 * follows from it. */
guint ranking_insight (const Hit *hit)
{
    guint deep = ranking_depth (hit->rule.reason);

    if (deep == 0)
        return 0;
    if (hit->distrusted)
        return 1;
    if (hit->rule.phrase)
        return hit->narrow ? 4 : deep > 1 ? 3 : 1;
    return deep > 1 && hit->narrow ? 2 : 1;
}

#define COMPARE(a, b, step)                                                                                                      \
    do {                                                                                                                         \
        *why = step;                                                                                                             \
        if ((a) != (b))                                                                                                          \
            return (a) > (b) ? 1 : -1;                                                                                           \
    } while (0)

int ranking_compare (const Hit *a, const Hit *b, const char **why)
{
    COMPARE (a->rule.order, b->rule.order,
             "own rules stand before built-in ones, those of a later file before those of an earlier one");
    COMPARE (MIN (ranking_insight (a), 2), MIN (ranking_insight (b), 2), "a cause stands before what follows from it");
    COMPARE (b->statement, a->statement, "it is said nearer to the recipient");
    COMPARE (ranking_insight (a), ranking_insight (b), "it knows more: a provider's own wording, a cause in general words, a provider's code");
    COMPARE (a->narrow, b->narrow, "its scope is narrower: it knows who speaks");
    COMPARE (b->supposed, a->supposed, "it is told as what is, not as what may be");
    COMPARE (b->doubted, a->doubted, "the status code does not speak against it");
    COMPARE (a->letters, b->letters, "its match is longer: it has read more of the sentence");
    COMPARE (a->rule.n_asked, b->rule.n_asked, "more conditions hold");
    COMPARE (harm (b->rule.reason), harm (a->rule.reason), "of equal matches the less harmful to an innocent address");
    COMPARE (b->rule.reason, a->rule.reason, "of equal matches the first in the order of reasons");
    int files = strcmp (b->rule.file, a->rule.file);
    COMPARE (files, 0, "of equal matches the first in the order of files");
    COMPARE (b->rule.line, a->rule.line, "of equal matches the first in the file");
    return 0;
}
