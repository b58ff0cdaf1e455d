/* kind.h: what is it?
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "report.h"

/* What a text says, in words that mail systems use. */
typedef enum {
    SAYS_FAILURE = 1 << 0, /* mail was not delivered */
    SAYS_DELAY = 1 << 1,   /* it is still being tried */
    SAYS_LATE = 1 << 2,    /* it is late, as subjects say it, which may have been given up since */
    SAYS_GIVEN_UP = 1 << 3,
    SAYS_NOTICE = 1 << 4,  /* at its begin: a notice that is about the mail, and no report on its delivery */
    SAYS_FOR_POSTMASTER = 1 << 5, /* as subjects say it: a log, statistics, an alarm */
    SAYS_DAEMON = 1 << 6,         /* as names in From say it: a program has sent it */
    SAYS_AUTO_REPLY = 1 << 7,     /* as subjects say it, where one may stand anywhere in them */
    SAYS_DELIVERED = 1 << 8,      /* it has arrived */
} Says;

Says kind_says (Span text);

/* How much the headers look like those of a mail system's report. Needed before a text is read as one: people and newsletters
 * talk of bounces too, and a false bounce is worse than a missed one. */
typedef enum {
    LIKENESS_NONE,  /* a person's mail, a newsletter */
    LIKENESS_SOME,  /* one weak mark: only an unmistakable text is read */
    LIKENESS_GOOD,  /* an empty return path, or several weak marks */
    LIKENESS_SURE,  /* a mailer daemon's mail */
} Likeness;

Likeness kind_likeness (Span header, Span subject);

/* An answer that nobody wrote (RFC 3834): vacation, out of office, an acknowledgement. */
gboolean kind_is_auto_reply (Span header, Span subject);

/* A complaint that is no feedback report: Microsoft's JMRP, AOL's and Comcast's old ones, a mail program's own "unsubscribe". */
gboolean kind_is_complaint (Span header, Span subject, Span text);

/* A receipt that is text alone: "Your message … was read on …". */
gboolean kind_is_receipt (Span subject, Span text);

/* A notice that is about the mail and yet no report on its delivery: a challenge to confirm it, a list's moderation. */
gboolean kind_is_notice (Says text, Span subject);

/* What became of mail that is spoken of so. */
BounceAction kind_action (Says text, Says subject);

/* The kind that follows from the actions of the recipients. */
BounceKind kind_of_actions (const BounceReport *report);
