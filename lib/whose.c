/* whose.c: of whom words speak; see whose.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "whose.h"

/* How far words may stand from what they speak of. */
#define NEAR 24

/* What stands before a word of who, and tells that it is the sender, its host, or something in the mail; or that many were
 * tried. The second list says "your" and "sender" in the languages of languages.rules, in normal form. */
static const char *const of_sender[] = {
    "your", "sender", "sending", "from", "return", "bounce", "helo", "ehlo", "reverse", "rdns", "ptr", "ip", "connecting", "spf",
    "submission", "message-id", "reply-to", "header", "url", "link", "unsubscribe", "too many",

    "ihr", "ihre", "ihres", "absender", "absenders", "uw", "afzender", "votre", "vos", "expediteur", "emetteur", "su", "tu",
    "remitente", "seu", "sua", "remetente", "suo", "tuo", "mittente", "din", "avsandarens", "afsenderens", "avsenderens",
    "lahettajan", "felado", "gonderen", "gonderenin", "gonderici", "twoje", "nadawcy", "odesilatele", "ваш", "ваша", "ваше",
    "вашего", "отправителя", "відправника", "发件人", "发件人的", "發件人", "寄件人", "寄件人的", "寄件者", "发信人", "发信", "您的",
    "送信者", "送信者の", "送信元", "送信元の", "差出人", "差出人の", "発信者", "発信者の", "발신자", "발신자의", "보낸 사람",
    "보낸 사람의", "송신자"
};
static const char *const kinds[] = { "email", "e-mail", "mail", "user", "dns", "lookup" };

/* Without what joins a word to the next: a hyphen, or space and quotes. */
static Span without_joint (Span before)
{
    if (span_ends (before, "-"))
        return span_first (before, before.n - 1);
    while (before.n && strchr (" :<\"'", before.s[before.n - 1]))
        before.n--;
    return before;
}

/* Does text end with the word, and does one begin there? */
static gboolean ends_with_word (Span text, const char *word)
{
    gsize n = strlen (word);
    return span_ends (text, word) && (text.n == n || !g_ascii_isalnum (text.s[text.n - n - 1]));
}

static gboolean ends_with_sender (Span before)
{
    before = without_joint (before);
    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (ends_with_word (before, kinds[i])) {
            before = without_joint (span_first (before, before.n - strlen (kinds[i])));
            break;
        }
    for (guint i = 0; i < G_N_ELEMENTS (of_sender); i++)
        if (ends_with_word (before, of_sender[i]))
            return TRUE;
    return FALSE;
}

/* What stands soon behind, and tells the same: "No MX record found for the sender domain", "not found in your From address"; or
 * that only a list of senders was looked into. */
static const char *const links[] = { " for ", " in ", " of " };
static const char *const articles[] = { "the ", "your ", "our ", "this " };
static const char *const senders[] = {
    "sender", "sending domain", "sending host", "sending server", "envelope sender", "envelope from", "from ", "mail from domain",
    "return path", "return-path", "reply-to", "helo", "ehlo", "authentication", "whitelist", "white list", "allowlist",
    "allow list", "allowed sender", "safe sender"
};

/* Takes one of the words off text, where it begins with one. */
static gboolean take_word (Span *text, const char *const *words, guint n)
{
    for (guint i = 0; i < n; i++)
        if (span_starts (*text, words[i])) {
            *text = span_from (*text, strlen (words[i]));
            return TRUE;
        }
    return FALSE;
}

static gboolean goes_on_with_sender (Span after)
{
    for (gsize i = 0; i < MIN (after.n, NEAR) && !strchr (".,:;()", after.s[i]); i++) {
        Span rest = span_from (after, i);
        if (span_starts (rest, " in mail from"))
            return TRUE;
        if (!take_word (&rest, links, G_N_ELEMENTS (links)))
            continue;
        take_word (&rest, articles, G_N_ELEMENTS (articles));
        if (take_word (&rest, senders, G_N_ELEMENTS (senders)))
            return TRUE;
    }
    return FALSE;
}

gboolean whose_is_sender (Span text, Span where)
{
    gsize at = (gsize) (where.s - text.s), from = at > NEAR ? at - NEAR : 0;
    Span before = { text.s + from, at - from };
    gsize link = MIN (where.n, strlen (" for")); /* the piece may end with it */

    return span_has (before, "sender's ") || span_has (before, "sender address ") || ends_with_sender (before)
           || goes_on_with_sender (span_from (text, at + where.n - link));
}
