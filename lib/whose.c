/* whose.c: whose words are; see whose.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "whose.h"

/* ---- The sender, or its host ---- */

/* "your" and "sender" in the languages of languages.rules, in normal form. */
static const char your_sender[] =
    "your|sender|sending|authenticated|from|originator|return-path|reverse-path|ihr|ihre|ihres|absender|absenders|uw|afzender|votre|vos|expediteur|emetteur|su|tu|remitente|seu|sua|"
    "remetente|suo|tuo|mittente|din|avsandarens|afsenderens|avsenderens|lahettajan|felado|gonderen|gonderenin|gonderici|twoj|twoje|tua|vas|vase|ditt|az on|"
    "nadawcy|odesilatele|ваш|ваша|ваше|вашего|отправителя|відправника|发件人|发件人的|發件人|寄件人|寄件人的|寄件者|发信人|发信|"
    "您的|送信者|送信者の|送信元|送信元の|差出人|差出人の|発信者|発信者の|発信元|발신자|발신자의|보낸 사람|보낸 사람의|송신자";

/* Without what joins a word to the next: a hyphen ("IP-Adresse"), or space. */
static Span without_joint (Span before)
{
    return span_ends (before, "-") ? span_first (before, before.n - 1) : span_without_end (before, " ");
}

/* "your email address does not exist", "sender: <user> unknown": what stands before the words says whose. */
static Whose whose_before (Span before)
{
    static const char kinds[] =
        "email|e-mail|mail|user|host|server|network|client|dns|dns:|lookup|lookup:|smtp|domain|domain:|address|address:|is|was|has|a|an|the";

    for (Span rest = without_joint (before); rest.n < before.n && around_ends_with (rest, kinds); rest = without_joint (before))
        before = around_without_last_word (rest);
    if (span_ends (before, "-"))
        before.n--;
    Span spaced = span_without_end (before, " <\"'"), marked = span_without_end (before, " :<\"'");
    if (around_ends_with (marked, "helo|ehlo|reverse|rdns|ptr|ip|connecting"))
        return WHOSE_HOST;
    if (around_ends_with (marked, "spf|dkim|submission|message-id|reply-to|errors-to|header|uri|url|link|unsubscribe|too many"))
        return WHOSE_OTHERS;
    /* but "hard bounce: user unknown" */
    return around_ends_with (marked, your_sender) || around_ends_with (spaced, "return|bounce") ? WHOSE_SENDER : WHOSE_RECIPIENT;
}

/* What stands soon behind tells the same: "No MX record found for the sender domain", "not found in your From address". */
static Whose whose_behind (Span clause)
{
    static const char senders[] =
        "sender|sending domain|sending host|sending server|envelope sender|envelope from|from |mail from|"
        "return path|return-path|reverse path|reply-to",
                      hosts[] = "helo|ehlo|ptr|received", others[] = "header|to header|to:|cc|bcc";

    for (gsize i = 0; i < MIN (clause.n, NEAR); i++) {
        Span rest = span_from (clause, i);
        if (rest.s[0] != ' ' && rest.s[0] != '(')
            continue;
        if (around_starts_with (
                rest, " del mittente| van de afzender| del remitente| do remetente| des absenders| de l'expediteur| expeditorului"
                      "| του αποστολεα| отправителя| pengirim|(sender)|(the sender's|(sender's|(mail from)"))
            return WHOSE_SENDER;
        if (!around_take (&rest, " for | in | of | as "))
            continue;
        around_take (&rest, "the |your |our |this ");
        if (around_starts_with (rest, senders))
            return WHOSE_SENDER;
        if (around_starts_with (rest, hosts) || around_starts_with (rest, others))
            return around_starts_with (rest, hosts) ? WHOSE_HOST : WHOSE_OTHERS;
    }
    return WHOSE_RECIPIENT;
}

/* The clause behind the words, which may end with the word that joins it ("no mx record found for"), and behind an address that
 * follows them: "no such user a@b.example in mail from". */
static Span behind (const Around *a)
{
    Span after = a->after;
    gsize joint = MIN (a->where.n, strlen (" for"));
    Span rest = after, word = span_next_word (&rest);

    if (span_find_char (word, '@') >= 0) {
        after = span_from (after, (gsize) (word.s + word.n - after.s));
        return span_first (after, around_clause (after).n);
    }
    return (Span){ after.s - joint, around_clause (after).n + joint };
}

/* "sender <a@b.example>: user unknown" */
static gboolean is_behind_address_of_sender (Span before)
{
    Span word = span_without_end (around_last (before, FAR), " :,"), ahead = around_without_last_word (word);

    return span_find_char (span_from (word, ahead.n), '@') >= 0
           && around_ends_with (span_without_end (ahead, " :"),
                                "sender|mail from|envelope from|originator|return-path|reverse-path");
}

static const char owners[] = "sender's mailbox|sender's address|sender's account|sender's domain|sender's email|sender's host|"
                             "mailbox of the sender|mailbox of sender|address of the sender|address of sender|"
                             "account of the sender|account of sender|domain of the sender|domain of sender|of mail from |"
                             "your own |outgoing mail of |outbound mail of |reply path |return path |return-path |reverse path |"
                             "from header ";

/* "the mailbox of the sender <a@b> is full" */
static gboolean has_owner (const Around *a)
{
    static const char gaps[] = " sender |sender's | mail from|reply path|return path|return-path|reverse path";

    return span_has_any (around_last (a->before, NEAR), "sender's |sender address ") || span_has_any (a->clause, owners)
           || is_behind_address_of_sender (a->before) || around_gap_has (a, gaps);
}

gboolean whose_is_sender (const Around *a)
{
    return has_owner (a) || whose_behind (behind (a)) == WHOSE_SENDER;
}

/* ---- Others ---- */

/* "the mailbox is fine, the list you post to does not exist": what does not exist is named within the gap. */
static gboolean is_gap_of_another (const Around *a, BounceReason reason)
{
    return around_gap_has (a, "; | your | list | policy")
           || (bounce_reason_get_fault (reason) == BOUNCE_FAULT_RECIPIENT && around_gap_has (a, " domain | host | mx | dns "));
}

/* "HELO mail.example.org: host not found", "DKIM key of example.org: no such domain": what has a name in the DNS, and is not the
 * recipient's. */
static Whose whose_name (Span before)
{
    static const char hosts[] = "helo|ehlo|rdns|ptr|reverse|connecting", others[] = "dkim|spf|dmarc|uri|url";
    Span far = around_last (before, FAR);

    for (Span word = span_next_word (&far); word.n; word = span_next_word (&far)) {
        Span rest = word;
        if ((around_take (&rest, hosts) || around_take (&rest, others)) && (rest.n == 0 || !g_ascii_isalnum (rest.s[0])))
            return around_starts_with (word, hosts) ? WHOSE_HOST : WHOSE_OTHERS;
    }
    return WHOSE_RECIPIENT;
}

/* Nothing that mail is sent to: "unknown user agent", "login user not found", "nobody of that name may relay". */
static gboolean is_of_another (const Around *a)
{
    static const char nouns[] = "user|recipient|mailbox|account|address|alias|addressee";
    static const char kinds[] = "login|bind|ldap|database|auth|authentication|sasl|client|certificate|submission|api|proxy|"
                                "subscription";
    static const char things[] =
        "-agent| database| db | table| map | policy| server| store| agent| family| type | credentials| space|"
        " range| domain| realm";
    static const char places[] =
        "whitelist|white list|allow list|allowlist|allowed sender|safe sender|authentication|sasl|of allowed|of authori";
    static const char may[] =
        " or password| or bad password| or wrong password| or incorrect password| may | is allowed| is permitted| is authori";
    Span clause = around_clause (a->after);

    return around_starts_with (clause, may) || span_has_any (clause, places)
           || (around_ends_with (a->where, nouns) && around_starts_with (clause, things))
           || (span_ends (a->before, " ") && around_ends_with (span_without_end (a->before, " "), kinds));
}

/* ---- The whole ---- */

static Whose whose_around (const Around *a)
{
    Whose who = has_owner (a) ? WHOSE_SENDER : whose_behind (behind (a));
    return who == WHOSE_RECIPIENT ? whose_before (around_last (a->before, NEAR)) : who;
}

Whose whose (const Around *a, BounceReason reason)
{
    static const char recipients[] = "recipient|addressee|destination",
                      possessive[] = "recipient's|recipient|addressee's|destination";
    Whose who = bounce_reason_get_fault (reason) == BOUNCE_FAULT_DOMAIN ? whose_name (a->before) : WHOSE_RECIPIENT;

    if (around_gap_has (a, " helo | ehlo | ptr | ptr: | reverse "))
        return WHOSE_HOST;
    if (who != WHOSE_RECIPIENT)
        return who;
    /* "your recipient does not exist" */
    if (!around_starts_with (a->where, recipients) && !around_ends_with (span_without_end (a->before, " "), possessive))
        who = whose_around (a);
    return who == WHOSE_RECIPIENT && (is_gap_of_another (a, reason) || is_of_another (a)) ? WHOSE_OTHERS : who;
}
