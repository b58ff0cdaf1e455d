/* dialogue.c: an SMTP dialogue, read line by line; see dialogue.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "dialogue.h"

#include "address.h"
#include "transcript.h"

typedef struct {
    const char *address;
    Span host;             /* that we talk to */
    BounceCommand command; /* the last one sent */
    gboolean for_address;  /* it was RCPT for the address */
    GString *reply;        /* the last reply, its lines joined by LF */
    gboolean open;         /* its last line said that more follows */
    gboolean session;      /* we are below "Transcript of session" */
    GString *mailer;       /* what a program said since the last reply: "mail.local: unknown user: joe" */
} Dialogue;

/* What was said is over: what follows is about another address. */
static void forget (Dialogue *d)
{
    g_string_truncate (d->reply, 0);
    g_string_truncate (d->mailer, 0);
}

static void take_sent (Dialogue *d, Span line)
{
    g_autofree char *named = address_clean (line);

    d->command = transcript_command (line);
    d->for_address = address_same (named, d->address);
    d->open = FALSE;
    forget (d);
}

static void take_reply_line (Dialogue *d, Span text)
{
    if (!d->open)
        g_string_truncate (d->reply, 0);
    if (d->reply->len)
        g_string_append_c (d->reply, '\n');
    g_string_append_len (d->reply, text.s, (gssize) text.n);
    d->open = text.n > 3 && text.s[3] == '-';
}

static gboolean is_failure (const Dialogue *d)
{
    return d->reply->len && !d->open && strchr ("45", d->reply->str[0]);
}

/* sendmail's own words about the address, below the reply where there was one: "550 5.1.1 <a@b>... User unknown", "<a@b>... Deferred:
 * 421-4.7.0 …". They repeat the reply's first line, tell it in other words, or are all there is. */
static gboolean take_verdict (Dialogue *d, Span line)
{
    static const char deferred[] = "... Deferred: ";
    gssize at = span_find (line, deferred), dots = span_find (line, "... ");
    Span quoted = dots < 0 ? SPAN_EMPTY : span_from (line, (gsize) dots + 4);

    if (at < 0 && transcript_is_failure (line)
        && transcript_is_failure (quoted)) { /* "554 <a@b>... 550 Host unknown": what was said is quoted */
        if (!d->reply->len)
            d->command = BOUNCE_COMMAND_NONE; /* nor was it a server's reply: that was to another address */
        take_reply_line (d, quoted);
        d->open = FALSE;
        return TRUE;
    }
    Span own = at < 0 ? line : span_from (line, (gsize) at + strlen (deferred));

    if (at < 0 && !transcript_is_failure (line))
        return FALSE;
    Span host = transcript_is_failure (own) ? SPAN_EMPTY : transcript_host (own);
    gboolean of_this_host =
        transcript_is_failure (own) ? strncmp (own.s, d->reply->str, 3) == 0 : host.n == 0 || span_equal_nocase (host, d->host);
    if (is_failure (d) && (at < 0 || of_this_host))
        return TRUE;
    take_reply_line (d, own);
    d->open = FALSE;
    return TRUE;
}

/* A program on this host speaks: no server is asked any more. */
static void take_mailer (Dialogue *d, Span line)
{
    d->host = SPAN_EMPTY;
    d->command = BOUNCE_COMMAND_NONE;
    g_string_append_len (d->mailer, line.s, (gssize) line.n);
    g_string_append_c (d->mailer, '\n');
}

/* Takes a line of the dialogue; TRUE where the reply that now stands is about the address. */
static gboolean take_line (Dialogue *d, Span line)
{
    gssize talking = span_find (line, "while talking to ");

    line = span_trim (line);
    if (talking >= 0) {
        d->host = transcript_host (line);
    } else if (span_starts (line, "-----")) {
        d->session = span_has (line, "Transcript of session");
        forget (d);
    } else if (span_starts (line, ">>>")) {
        take_sent (d, line);
    } else if (span_starts (line, "<<<")) {
        take_reply_line (d, span_trim (span_from (line, 3)));
        return is_failure (d) && (d->for_address || span_has (span_of (d->reply->str), d->address));
    } else if (span_has (line, d->address)) {
        return take_verdict (d, line);
    } else if (transcript_is_failure (line) && (span_has (line, ">... ") || (d->session && !span_has (line, "... ")))) {
        forget (d); /* the verdict on another address, or on all of a session: the reply above was its own */
    } else if (d->session && line.n && !d->reply->len && !span_has (line, ">... ")) {
        take_mailer (d, line);
    }
    return FALSE;
}

void answer_clear (Answer *answer)
{
    g_free (answer->reply);
    g_free (answer->mailer);
    g_free (answer->host);
}

gboolean dialogue_find (Span text, const char *address, Answer *answer)
{
    g_autoptr (GString) reply = g_string_new (NULL), mailer = g_string_new (NULL);
    Dialogue d = { .address = address, .host = SPAN_EMPTY, .reply = reply, .mailer = mailer };
    Span line;
    gboolean found = FALSE;

    *answer = (Answer){ 0 };
    while (!found && span_next_line (&text, &line))
        found = take_line (&d, line);
    if (!found)
        return FALSE;
    answer->reply = transcript_join (span_of (reply->str));
    answer->mailer = mailer->len ? transcript_join (span_of (mailer->str)) : NULL;
    answer->host = span_dup_or_null (d.host);
    /* pipelined: the replies to RCPT come when DATA was sent already */
    gboolean pipelined = d.command == BOUNCE_COMMAND_DATA && span_has (span_of (answer->reply), address);
    answer->command = pipelined ? BOUNCE_COMMAND_RCPT : d.command;
    return TRUE;
}
