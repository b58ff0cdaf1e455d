/* transcript.h: what a text tells of an SMTP response: reply, enhanced status code, command, host
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "bounce.h"
#include "status.h"

/* A response and what stands around it. */
typedef struct {
    guint reply;           /* 400 to 599; 200 to 299 where the text begins with it; 0: none */
    Status status;         /* the code beside the reply, or else the first that is marked as one */
    BounceCommand command; /* that it answered */
    Span host;             /* that said so; empty: not told */
    Span said;             /* from the reply on, to the end of the text; the whole text where no reply is in it */
} Response;

/* Reads a Diagnostic-Code, a line of a log, a paragraph of a report. */
Response transcript_read (Span text);

/* The member said of that Response, for less work. */
Span transcript_said (Span text);

/* The reply that a reply quotes, as gateways do ("550 5.1.351 … -> 550 5.2.1 …", "554 4.4.7 expired <421 4.4.2 …>"): from its
 * code on; empty where it quotes none. */
Span transcript_inner (Span text);

/* Where a text begins to tell what came of asking whether the sender exists ("Sender address rejected: … said: 550 User
 * unknown"): what follows is said of the sender. -1 where it tells of no such thing. */
gssize transcript_sender_asked (Span text);

/* Is the begin of text the code of a reply that tells of a failure: "550 ", "421-"? */
gboolean transcript_is_failure (Span text);

/* The step and the host that the words of a text tell, whether or not a reply is in it. */
BounceCommand transcript_command (Span text);
Span transcript_host (Span text);

/* A reply of several lines on one: the code that opens each further line is left out, "550-5.1.1 a 550 5.1.1 b" becomes
 * "550 5.1.1 a b", and white space becomes one space. */
char *transcript_join (Span text);
