/* sense.c: in what sense a text has the words that a rule looks for; see sense.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "sense.h"

#include "around.h"
#include "transcript.h"
#include "whose.h"
#include "words.h"

#define NOT_SEARCHED (-2)

SenseText sense_text (Span normal)
{
    return (SenseText){ normal, NOT_SEARCHED };
}

/* ---- Are they meant? ---- */

/* Reasons whose words name what is wrong: before them "not" says that it is not so. Other words need their "not" ("not allowed to
 * relay"). */
static gboolean can_be_denied (BounceReason reason)
{
    switch (reason) {
    case BOUNCE_REASON_MAILBOX_FULL:
    case BOUNCE_REASON_SPAM:
    case BOUNCE_REASON_VIRUS:
    case BOUNCE_REASON_BLOCKED:
    case BOUNCE_REASON_GREYLISTED:
    case BOUNCE_REASON_SENDER_SUSPENDED:
        return TRUE;
    default:
        return bounce_reason_is_hard (reason);
    }
}

/* "is not blocked", "was never greylisted", "not on a blacklist"; but "do not spam" */
static gboolean is_denied (Span before)
{
    static const char *const between[] = { " a", " an", " the", " on", " in" };
    Span rest = span_without_end (before, " ");

    if (rest.n == before.n)
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS (between); i++)
        if (span_ends (rest, between[i]))
            rest = span_first (rest, rest.n - strlen (between[i]));
    return around_ends_with (rest, "not|never|isn't|wasn't|aren't") && !around_ends_with (rest, "do not");
}

/* Words behind which everything is a guess, and those that make one of their own sentence. Texts for people name all that may be the
 * cause, a dead address always among it. */
static const char guesses[] =
    "possible reason|possible cause|possible explanation|usual reason|usual cause|common reason|common cause|typical reason"
    "|typical cause|likely reason|likely cause|of the following reasons|of these reasons|of the following causes|several reasons"
    "|various reasons|many reasons|number of reasons|reasons could|reasons may|reasons can|reasons include|reasons are|causes include"
    "|causes are|may be because|might be because|could be because|can be because|may be caused|might be caused|could be caused"
    "|can be caused|may be due to|might be due to|could be due to"
    "|mogliche ursache|mogliche grunde|folgende grunde|folgende ursachen|causes possibles|raisons possibles"
    "|plusieurs raisons|posibles causas|posibles razones|posibles motivos|causas posibles|possibili cause|possibili motivi"
    "|cause possibili|possiveis causas|possiveis motivos|causas possiveis|mogelijke oorza|mogelijke redenen"
    "|mozliwe przyczyny|возможные причины|возможная причина|考えられる原因|原因として|可能的原因|可能原因|가능한 원인";
static const char guess[] =
    " may | might |could mean|could be |may have been|either |usually|perhaps|maybe |probabl|possibl|most likely|it can be that"
    "|vielleicht|moglicherweise|eventuell|entweder|peut-etre|il se peut|quiza|tal vez|puede que|puede ser"
    "|forse|potrebbe|talvez|pode ser|misschien|mogelijk|byc moze|mozliwe|возможно|либо|かもしれません|可能性|可能是";

static const char *guess_list (guint i)
{
    return i ? guess : guesses;
}

/* The end of the text from where its last sentence, or part of one, begins. */
static Span sentence_before (Span before)
{
    gsize i = before.n;

    while (i > 0 && !(before.s[i - 1] == ' ' && i > 1 && strchr (".!?;", before.s[i - 2])))
        i--;
    return span_from (before, i);
}

/* "if the user is unknown", "whether the mailbox is full"; in some languages the word means so at the begin alone, behind the codes. */
static gboolean is_condition (Span clause)
{
    static const char begins[] = "if |whether |unless |in case |should |neither |si |se il |se la |se l'|se o |se a |wenn ";
    static const char within[] = " if | whether | unless | in case | should the | should this | should that | should you "
                                 "| should your | neither | wenn | falls | jesli | если | якщо | hvis | jos | pokud | eger | daca ";

    if (span_has_any (clause, within))
        return TRUE;
    return around_starts_with (span_without_start (clause, "0123456789.- "), begins);
}

/* "Possible reasons: the user is unknown", "it may be full" */
static gboolean is_guess (Span before)
{
    static Words words = { .list = guess_list, .n = 2 };
    Span reach = around_last (before, GUESS), own = sentence_before (reach);
    gssize found[2];

    words_find (&words, reach, found);
    if (found[0] >= 0 || around_starts_with (own, "may |might "))
        return TRUE;
    if (found[1] >= 0)
        words_find (&words, own, found);
    return found[1] >= 0;
}

/* "the subject "User unknown" is not allowed", "your message "Mailbox full" was identified as spam": somebody else's words. */
static gboolean is_quoted (Span before, Span after)
{
    Span near = around_last (before, CLAUSE);
    gsize i = near.n;

    while (i > 0 && near.s[i - 1] != '"')
        i--;
    if (i == 0 || span_find_char (span_first (after, CLAUSE), '"') < 0)
        return FALSE;
    Span ahead = span_without_end (span_first (near, i - 1), " ");
    return around_ends_with (span_without_end (ahead, ":\" "),
                             "subject|phrase|phrases|words|in the text|in the body|attachment|file|file name|filename")
           || around_ends_with (ahead, "your message|your mail|your email|titled|entitled|like|such as");
}

/* ---- What they mean of whom they speak of ---- */

/* What is wrong with the sender, or its host, where the same would be wrong with the recipient; UNKNOWN: nothing that is known. */
static BounceReason reason_of_sender (BounceReason reason)
{
    return reason == BOUNCE_REASON_USER_DISABLED ? BOUNCE_REASON_SENDER_SUSPENDED : BOUNCE_REASON_SENDER_REJECTED;
}

static BounceReason reason_of_host (BounceReason reason)
{
    return reason == BOUNCE_REASON_HOST_UNKNOWN || reason == BOUNCE_REASON_USER_UNKNOWN ? BOUNCE_REASON_NO_PTR
                                                                                        : BOUNCE_REASON_UNKNOWN;
}

/* Is it what came of asking whether the sender exists? */
static gboolean is_asked (SenseText *text, const Around *a)
{
    if (text->asked == NOT_SEARCHED)
        text->asked = transcript_sender_asked (text->normal);
    return text->asked >= 0 && a->before.n > (gsize) text->asked;
}

static Whose whose_in (SenseText *text, const Around *a, BounceReason reason)
{
    if (bounce_reason_is_hard (reason))
        return is_asked (text, a) ? WHOSE_SENDER : whose (a, reason);
    return reason == BOUNCE_REASON_MAILBOX_FULL && whose_is_sender (a) ? WHOSE_SENDER : WHOSE_RECIPIENT;
}

static BounceReason reason_of (Whose who, BounceReason reason)
{
    switch (who) {
    case WHOSE_RECIPIENT:
        return reason;
    case WHOSE_SENDER:
        return reason_of_sender (reason);
    case WHOSE_HOST:
        return reason_of_host (reason);
    default:
        return BOUNCE_REASON_UNKNOWN;
    }
}

/* ---- The whole ---- */

Sense sense_take (SenseText *text, Span where, const char *phrase, BounceReason *reason)
{
    Around a = around (text->normal, where, phrase);

    if ((can_be_denied (*reason) && is_denied (a.before)) || is_quoted (a.before, a.after))
        return SENSE_NONE;
    if (is_condition (a.clause))
        return bounce_reason_is_hard (*reason) || *reason == BOUNCE_REASON_MAILBOX_FULL ? SENSE_NONE : SENSE_SUPPOSED;
    if (is_guess (a.before))
        return SENSE_SUPPOSED;
    Whose who = whose_in (text, &a, *reason);
    *reason = reason_of (who, *reason);
    return who != WHOSE_RECIPIENT && *reason == BOUNCE_REASON_UNKNOWN ? SENSE_NONE : SENSE_MEANT;
}
