/* transcript.h: what an SMTP dialogue, told in a text, says: reply, enhanced status code, command, host
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "bounce.h"
#include "span.h"

typedef struct {
    guint class_, subject, detail; /* class_ 0: none */
} Status;

/* A response and what stands around it. */
typedef struct {
    guint reply;           /* 400 to 599; 200 to 299 where the text begins with it; 0: none */
    Status status;         /* the code beside the reply, or else the first that is marked as one */
    BounceCommand command; /* that it answered */
    Span host;             /* that said so; empty: not told */
    Span said;             /* from the reply on, to the end of the text; the whole text where no reply is in it */
} Response;

/* Only what is the last member of a Response. */
Span transcript_said (Span text);

/* Reads a Diagnostic-Code, a line of a log, a paragraph of a report. */
Response transcript_read (Span text);

/* The reply that a reply quotes, as gateways do ("550 5.1.351 … -> 550 5.2.1 …", "554 4.4.7 expired <421 4.4.2 …>"): from its code
 * on; empty where it quotes none. */
Span transcript_inner (Span text);

/* Where a text begins to tell what came of asking whether the sender exists ("Sender address rejected: … said: 550 User unknown"): what
 * follows is said of the sender. -1 where it tells of no such thing. */
gssize transcript_sender_asked (Span text);

/* "5.1.1" at the begin of text, followed by no more digits or letters; returns its length, 0 where it is none. */
gsize status_parse (Span text, Status *status);
char *status_to_string (Status status);       /* NULL for none */
gboolean status_is_bare (const Status *status); /* x.0.0, which says no more than its class */

/* A reply of several lines on one: the code that opens each further line is left out, "550-5.1.1 a 550 5.1.1 b" becomes
 * "550 5.1.1 a b", and white space becomes one space. */
char *transcript_join (Span text);

/* What a dialogue tells of an address. */
typedef struct {
    char *reply;   /* of the server, or the daemon's own words; its lines joined */
    char *mailer;  /* what a program that delivers said before those own words, or NULL */
    char *host;    /* that replied, or NULL */
    BounceCommand command;
} Answer;

void answer_clear (Answer *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

/* Reads the dialogue that sendmail, Courier and their kin quote (">>> RCPT To:<a>", "<<< 550 …") up to the reply about the address.
 * FALSE where none is; nothing is in *answer then. */
gboolean transcript_find (Span text, const char *address, Answer *answer);
