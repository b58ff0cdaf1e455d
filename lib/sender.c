/* sender.c: do the words around tell that the sender is meant, not the recipient? see sender.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "sender.h"

/* What stands before a word of who, and tells that it is the sender, its host, or what the message names. */
static const char *const before_who[] = { "your",        "sender",  "sending",      "from",   "originator", "return",
                                          "return-path", "reverse", "reverse-path", "bounce", "reply-to",   "errors-to",
                                          "message-id",  "helo",    "ehlo",         "rdns",   "ptr",        "ip",
                                          "spf",         "dkim",    "uri",          "url",    "link",       NULL };
/* What may stand between: "Domain in MAIL FROM has null MX record", "the sender's e-mail domain has a null MX". */
static const char *const between[] = { "email ",   "e-mail ",   "mail ", "user ",  "dns ", "domain ", "domain: ",
                                       "address ", "address: ", "has ",  "has a ", "is ",  "is a ",   NULL };
/* What stands before an address, and tells whose it is. */
static const char *const before_address[] = { "sender",       "mail from", "envelope from", "originator", "return-path",
                                              "reverse-path", NULL };
/* What follows, and tells where that stands which is spoken of. */
static const char *const behind[] = { "(sender",
                                      "(mail from",
                                      "in mail from",
                                      "in from",
                                      "in the from",
                                      "of sender",
                                      "of the sender",
                                      "as sender",
                                      "in header",
                                      "in the header",
                                      "in to header",
                                      "in to:",
                                      "in cc",
                                      "in bcc",
                                      "or password",
                                      "or bad password",
                                      "or wrong password",
                                      "or incorrect password",
                                      "-agent",
                                      "in helo",
                                      "in ehlo",
                                      "in ptr",
                                      "in received",
                                      "for sender",
                                      NULL };
/* What has a name in the DNS that is not the recipient's: "HELO mail.example.org: host not found", "DKIM key: no such domain". */
static const char *const others[] = { "helo", "ehlo",  "rdns", "ptr", "reverse",    "dkim",
                                      "spf",  "dmarc", "uri",  "url", "connecting", NULL };

/* Words that name the recipient, whoever's it is: "your recipient is unknown". */
static const char *const of_recipient[] = { "recipient", "addressee", "destination", NULL };

#define NEAR 24 /* as far as words reach */
#define FAR 160 /* and addresses and hosts between them */

static gboolean ends_with_word (Span text, const char *const words[])
{
    for (guint i = 0; words[i]; i++) {
        gsize n = strlen (words[i]);
        if (span_ends (text, words[i]) && (text.n == n || !g_ascii_isalnum (text.s[text.n - n - 1])))
            return TRUE;
    }
    return FALSE;
}

static Span without_first (Span text, const char *letters)
{
    while (text.n && strchr (letters, text.s[0]))
        text = span_from (text, 1);
    return text;
}

static Span without_last (Span text, const char *letters)
{
    while (text.n && strchr (letters, text.s[text.n - 1]))
        text.n--;
    return text;
}

static gboolean begins_with_word (Span text, const char *const words[])
{
    for (guint i = 0; words[i]; i++) {
        gsize n = strlen (words[i]);
        if (span_starts (text, words[i]) && (text.n == n || !g_ascii_isalnum (text.s[n])))
            return TRUE;
    }
    return FALSE;
}

static gboolean has_word (Span text, const char *const words[])
{
    for (Span word = span_next_word (&text); word.n; word = span_next_word (&text))
        if (begins_with_word (without_first (word, "(<[\"'"), words))
            return TRUE;
    return FALSE;
}

static gboolean drop_between (Span *before)
{
    for (guint i = 0; between[i]; i++)
        if (span_ends (*before, between[i])) {
            before->n -= strlen (between[i]);
            return TRUE;
        }
    return FALSE;
}

static gboolean is_before_who (Span before)
{
    before = without_last (before, "<\"'");
    while (drop_between (&before))
        ;
    return ends_with_word (without_last (before, " :<\"'"), before_who);
}

/* "sender <a@b.example>: user unknown" */
static gboolean is_behind_address (Span before)
{
    gsize start;

    before = without_last (before, " :,");
    for (start = before.n; start && before.s[start - 1] != ' '; start--)
        ;
    return span_find_char (span_from (before, start), '@') >= 0
           && ends_with_word (without_last (span_first (before, start), " :"), before_address);
}

/* "no such user a@b.example in MAIL FROM" */
static gboolean is_told_behind (Span after)
{
    Span word = without_first (after, " "), rest = word;

    while (rest.n && rest.s[0] != ' ')
        rest = span_from (rest, 1);
    if (span_find_char (span_first (word, word.n - rest.n), '@') >= 0)
        word = without_first (rest, " ");
    return begins_with_word (word, behind);
}

static Span last_of (Span text, gsize n)
{
    return span_from (text, text.n > n ? text.n - n : 0);
}

gboolean sender_is_meant (Span text, Span words, gboolean of_domain)
{
    gsize at = (gsize) (words.s - text.s);
    Span before = span_first (text, at), near = last_of (before, NEAR), after = span_from (text, at + words.n);

    while (after.n && g_ascii_isalnum (after.s[0])) /* the rest of a word */
        after = span_from (after, 1);
    return span_has (words, "sender") || span_has (near, "sender's ") || span_has (near, "sender address ")
           || (is_before_who (near) && !begins_with_word (words, of_recipient)) || is_behind_address (last_of (before, FAR))
           || (of_domain && has_word (last_of (before, FAR), others)) || is_told_behind (span_first (after, MIN (after.n, FAR)));
}
