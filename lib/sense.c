/* sense.c: in what sense a text has the words that a rule looks for; see sense.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "sense.h"

#include "transcript.h"
#include "words.h"

#define NOT_SEARCHED (-2)
#define NEAR 24   /* bytes: a few words */
#define FAR 160   /* bytes: and an address or a host between them */
#define CLAUSE 64 /* bytes at most that are looked at of a clause */
#define GUESS 600 /* bytes: a list of guesses is not longer */

SenseText sense_text (Span normal)
{
    return (SenseText){ normal, NOT_SEARCHED };
}

/* The n bytes before the place, or fewer. */
static Span last (Span before, gsize n)
{
    return span_from (before, before.n > n ? before.n - n : 0);
}

/* The end of the text from where the clause of its last word begins: "if you are our guest, the user" → " the user". */
static Span clause_before (Span before)
{
    Span clause = last (before, CLAUSE);

    for (gsize i = clause.n; i-- > 0;)
        if (strchr (";!?,", clause.s[i]) || (strchr (".:", clause.s[i]) && i + 1 < clause.n && clause.s[i + 1] == ' '))
            return span_from (clause, i + 1);
    return clause;
}

static Span clause_after (Span after)
{
    gsize n = 0, most = MIN (after.n, CLAUSE);

    while (n < most && !strchr (".:;!?,", after.s[n]))
        n++;
    return span_first (after, n);
}

/* Does the text end with one of the words "a|b|c", and does a word begin there? */
static gboolean ends_with_word (Span text, const char *words)
{
    for (const char *word = words; *word;) {
        gsize n = strcspn (word, "|");
        Span end = last (text, n);
        if (end.n == n && span_equal_nocase (end, (Span){ word, n })
            && (text.n == n || !g_ascii_isalnum (word[0]) || !g_ascii_isalnum (text.s[text.n - n - 1])))
            return TRUE;
        word += n + (word[n] == '|');
    }
    return FALSE;
}

/* Takes one of the words "a|b|c" off the begin of the text. */
static gboolean take_word (Span *text, const char *words)
{
    for (const char *word = words; *word;) {
        gsize n = strcspn (word, "|");
        if (span_starts_with (*text, (Span){ word, n })) {
            *text = span_from (*text, n);
            return TRUE;
        }
        word += n + (word[n] == '|');
    }
    return FALSE;
}

static gboolean starts_with_any (Span text, const char *words)
{
    return take_word (&text, words);
}

static Span without_end (Span text, const char *bytes)
{
    while (text.n && strchr (bytes, text.s[text.n - 1]))
        text.n--;
    return text;
}

/* ---- Whose ---- */

/* OF_OTHERS: of nobody that mail is sent by or to. */
typedef enum { OF_RECIPIENT, OF_SENDER, OF_HOST, OF_OTHERS } Whose;

/* "your" and "sender" in the languages of languages.rules, in normal form. */
static const char your_sender[] =
    "your|sender|sending|authenticated|from|originator|return-path|reverse-path|ihr|ihre|ihres|absender|absenders|uw|afzender|votre|vos|expediteur|emetteur|su|tu|remitente|seu|sua|"
    "remetente|suo|tuo|mittente|din|avsandarens|afsenderens|avsenderens|lahettajan|felado|gonderen|gonderenin|gonderici|twoje|"
    "nadawcy|odesilatele|ваш|ваша|ваше|вашего|отправителя|відправника|发件人|发件人的|發件人|寄件人|寄件人的|寄件者|发信人|发信|"
    "您的|送信者|送信者の|送信元|送信元の|差出人|差出人の|発信者|発信者の|발신자|발신자의|보낸 사람|보낸 사람의|송신자";

/* Without what joins a word to the next: a hyphen ("IP-Adresse"), or space. */
static Span without_joint (Span before)
{
    return span_ends (before, "-") ? span_first (before, before.n - 1) : without_end (before, " ");
}

static Span without_last_word (Span text)
{
    while (text.n && text.s[text.n - 1] != ' ')
        text.n--;
    return text;
}

/* "your email address does not exist", "sender: <user> unknown": what stands before the words says whose. */
static Whose whose_before (Span before)
{
    static const char kinds[] =
        "email|e-mail|mail|user|dns|dns:|lookup|lookup:|smtp|domain|domain:|address|address:|is|was|has|a|an|the";

    for (Span rest = without_joint (before); rest.n < before.n && ends_with_word (rest, kinds); rest = without_joint (before))
        before = without_last_word (rest);
    if (span_ends (before, "-"))
        before.n--;
    Span spaced = without_end (before, " <\"'"), marked = without_end (before, " :<\"'");
    if (ends_with_word (marked, "helo|ehlo|reverse|rdns|ptr|ip|connecting"))
        return OF_HOST;
    if (ends_with_word (marked, "spf|dkim|submission|message-id|reply-to|errors-to|header|uri|url|link|unsubscribe|too many"))
        return OF_OTHERS;
    /* but "hard bounce: user unknown" */
    return ends_with_word (marked, your_sender) || ends_with_word (spaced, "return|bounce") ? OF_SENDER : OF_RECIPIENT;
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
        if (starts_with_any (rest, "(sender)|(the sender's|(sender's|(mail from)"))
            return OF_SENDER;
        if (!take_word (&rest, " for | in | of | as "))
            continue;
        take_word (&rest, "the |your |our |this ");
        if (starts_with_any (rest, senders))
            return OF_SENDER;
        if (starts_with_any (rest, hosts) || starts_with_any (rest, others))
            return starts_with_any (rest, hosts) ? OF_HOST : OF_OTHERS;
    }
    return OF_RECIPIENT;
}

/* Does the gap of a phrase ("user * does not exist") hold one of the words? */
static gboolean gap_has (Span where, const char *phrase, const char *words)
{
    return strchr (phrase, '*') && span_has_any (where, words) && !span_has_any (span_of (phrase), words);
}

/* The clause behind the words, which may end with the word that joins it ("no mx record found for"), and behind an address that
 * follows them: "no such user a@b.example in mail from". */
static Span behind (Span where, Span after)
{
    gsize joint = MIN (where.n, strlen (" for"));
    Span rest = after, word = span_next_word (&rest);

    if (span_find_char (word, '@') >= 0) {
        after = span_from (after, (gsize) (word.s + word.n - after.s));
        return span_first (after, clause_after (after).n);
    }
    return (Span){ after.s - joint, clause_after (after).n + joint };
}

/* "sender <a@b.example>: user unknown" */
static gboolean is_behind_address_of_sender (Span before)
{
    Span word = without_end (last (before, FAR), " :,"), ahead = without_last_word (word);

    return span_find_char (span_from (word, ahead.n), '@') >= 0
           && ends_with_word (without_end (ahead, " :"), "sender|mail from|envelope from|originator|return-path|reverse-path");
}

/* "the mailbox of the sender <a@b> is full", "unknown user in MAIL FROM" */
static gboolean is_of_sender (Span before, Span where, Span after, const char *phrase)
{
    static const char owners[] =
        "sender's mailbox|sender's address|sender's account|sender's domain|sender's email|sender's host|"
        "mailbox of the sender|mailbox of sender|address of the sender|address of sender|"
        "account of the sender|account of sender|domain of the sender|domain of sender|of mail from |"
        "your own |outgoing mail of |outbound mail of |reply path |return path |return-path |reverse path |"
        "from header ";
    static const char gaps[] = " sender |sender's | mail from|reply path|return path|return-path|reverse path";

    return span_has_any (last (before, NEAR), "sender's |sender address ") || span_has_any (clause_before (before), owners)
           || is_behind_address_of_sender (before) || gap_has (where, phrase, gaps)
           || whose_behind (behind (where, after)) == OF_SENDER;
}

/* "the mailbox is fine, the list you post to does not exist": what does not exist is named within the gap. */
static gboolean is_gap_of_another (Span where, const char *phrase, BounceReason reason)
{
    return gap_has (where, phrase, "; | your | list | policy")
           || (bounce_reason_get_fault (reason) == BOUNCE_FAULT_RECIPIENT
               && gap_has (where, phrase, " domain | host | mx | dns "));
}

/* "HELO mail.example.org: host not found", "DKIM key of example.org: no such domain": what has a name in the DNS, and is not the
 * recipient's. */
static Whose whose_name (Span before)
{
    static const char hosts[] = "helo|ehlo|rdns|ptr|reverse|connecting", others[] = "dkim|spf|dmarc|uri|url";
    Span far = last (before, FAR);

    for (Span word = span_next_word (&far); word.n; word = span_next_word (&far)) {
        Span rest = word;
        if ((take_word (&rest, hosts) || take_word (&rest, others)) && (rest.n == 0 || !g_ascii_isalnum (rest.s[0])))
            return starts_with_any (word, hosts) ? OF_HOST : OF_OTHERS;
    }
    return OF_RECIPIENT;
}

/* Nothing that mail is sent to: "unknown user agent", "login user not found", "nobody of that name may relay". */
static gboolean is_of_another (Span before, Span where, Span after)
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
    Span clause = clause_after (after);

    return starts_with_any (clause, may) || span_has_any (clause, places)
           || (ends_with_word (where, nouns) && starts_with_any (clause, things))
           || (span_ends (before, " ") && ends_with_word (without_end (before, " "), kinds));
}

static Whose whose (SenseText *text, Span where, const char *phrase, gboolean of_domain)
{
    static const char recipients[] = "recipient|addressee|destination",
                      possessive[] = "recipient's|recipient|addressee's|destination";
    gsize at = (gsize) (where.s - text->normal.s);
    Span before = span_first (text->normal, at), after = span_from (text->normal, at + where.n);

    if (text->asked == NOT_SEARCHED)
        text->asked = transcript_sender_asked (text->normal);
    if (text->asked >= 0 && at > (gsize) text->asked)
        return OF_SENDER;
    if (gap_has (where, phrase, " helo | ehlo | ptr | ptr: | reverse "))
        return OF_HOST;
    if (of_domain && whose_name (before) != OF_RECIPIENT)
        return whose_name (before);
    if (starts_with_any (where, recipients) || ends_with_word (without_end (before, " "), possessive))
        return OF_RECIPIENT; /* "your recipient does not exist" */
    if (is_of_sender (before, where, after, phrase))
        return OF_SENDER;
    Whose who = whose_behind (behind (where, after));
    return who == OF_RECIPIENT ? whose_before (last (before, NEAR)) : who;
}

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

/* ---- Whether ---- */

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
        return TRUE;
    default:
        return bounce_reason_is_hard (reason);
    }
}

/* "is not blocked", "was never greylisted", "not on a blacklist"; but "do not spam" */
static gboolean is_denied (Span before)
{
    static const char *const between[] = { " a", " an", " the", " on", " in" };
    Span rest = without_end (before, " ");

    if (rest.n == before.n)
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS (between); i++)
        if (span_ends (rest, between[i]))
            rest = span_first (rest, rest.n - strlen (between[i]));
    return ends_with_word (rest, "not|never|isn't|wasn't|aren't") && !ends_with_word (rest, "do not");
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

/* "if the user is unknown", "whether the mailbox is full" */
static gboolean is_condition (Span before)
{
    static const char begins[] = "if |whether |unless |in case |should |neither ";
    static const char within[] = " if | whether | unless | in case | should the | should this | should that | should you "
                                 "| should your | neither ";
    Span clause = clause_before (before);

    return starts_with_any (clause, begins) || span_has_any (clause, within);
}

/* "Possible reasons: the user is unknown", "it may be full" */
static gboolean is_guess (Span before)
{
    static Words words = { .list = guess_list, .n = 2 };
    Span reach = last (before, GUESS), own = sentence_before (reach);
    gssize found[2];

    words_find (&words, reach, found);
    if (found[0] >= 0 || starts_with_any (own, "may |might "))
        return TRUE;
    if (found[1] >= 0)
        words_find (&words, own, found);
    return found[1] >= 0;
}

/* "the subject "User unknown" is not allowed", "your message "Mailbox full" was identified as spam": somebody else's words. */
static gboolean is_quoted (Span before, Span after)
{
    Span near = last (before, CLAUSE);
    gsize i = near.n;

    while (i > 0 && near.s[i - 1] != '"')
        i--;
    if (i == 0 || span_find_char (span_first (after, CLAUSE), '"') < 0)
        return FALSE;
    Span ahead = without_end (span_first (near, i - 1), " ");
    return ends_with_word (without_end (ahead, ":\" "),
                           "subject|phrase|phrases|words|in the text|in the body|attachment|file|file name|filename")
           || ends_with_word (ahead, "your message|your mail|your email|titled|entitled|like|such as");
}

/* ---- The whole ---- */

Sense sense_take (SenseText *text, Span where, const char *phrase, BounceReason *reason)
{
    gsize at = (gsize) (where.s - text->normal.s);
    Span before = span_first (text->normal, at), after = span_from (text->normal, at + where.n);
    gboolean hard = bounce_reason_is_hard (*reason);

    if ((can_be_denied (*reason) && is_denied (before)) || is_quoted (before, after))
        return SENSE_NONE;
    if (is_condition (before))
        return hard || *reason == BOUNCE_REASON_MAILBOX_FULL ? SENSE_NONE : SENSE_SUPPOSED;
    if (is_guess (before))
        return SENSE_SUPPOSED;
    Whose who = OF_RECIPIENT;
    if (hard)
        who = whose (text, where, phrase, bounce_reason_get_fault (*reason) == BOUNCE_FAULT_DOMAIN);
    else if (*reason == BOUNCE_REASON_MAILBOX_FULL && is_of_sender (before, where, after, phrase))
        who = OF_SENDER;
    if (who == OF_RECIPIENT)
        return hard && (is_gap_of_another (where, phrase, *reason) || is_of_another (before, where, after)) ? SENSE_NONE
                                                                                                            : SENSE_MEANT;
    *reason = who == OF_SENDER ? reason_of_sender (*reason) : who == OF_HOST ? reason_of_host (*reason) : BOUNCE_REASON_UNKNOWN;
    return *reason == BOUNCE_REASON_UNKNOWN ? SENSE_NONE : SENSE_MEANT;
}
