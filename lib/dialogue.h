/* dialogue.h: an SMTP dialogue that a report quotes
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "bounce.h"
#include "span.h"

/* What a dialogue tells of an address. */
typedef struct {
    char *reply;  /* of the server, or the daemon's own words; its lines joined */
    char *mailer; /* what a program that delivers said before those own words, or NULL */
    char *host;   /* that replied, or NULL */
    BounceCommand command;
} Answer;

void answer_clear (Answer *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

/* Reads the dialogue that sendmail, Courier and their kin quote (">>> RCPT To:<a>", "<<< 550 …") up to the reply about the address.
 * FALSE where none is; nothing is in *answer then. */
gboolean dialogue_find (Span text, const char *address, Answer *answer);
