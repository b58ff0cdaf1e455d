/* transcript.c: what a text tells of an SMTP response; see transcript.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "transcript.h"

#include "words.h"

/* ---- Status codes in a text ---- */

/* Bytes behind a reply in which its code stands. Without a bound, each reply of a text that has thousands of them and no space would be
 * searched to the end of the text. */
#define BESIDE 100

/* The code that stands at the reply: "550 5.1.1", "550-5.1.1", "550 #5.1.0", "550 cuda_nsu 5.1.1". */
static gboolean status_beside (Span after_reply, Status *status)
{
    Span rest = span_without_start (span_first (after_reply, BESIDE), " -#([<:");

    if (status_parse (rest, status))
        return TRUE;
    span_next_word (&rest);
    rest = span_trim (rest);
    return status_parse (rest, status);
}

/* A code elsewhere: one that is marked as a code ("#5.1.1", "dsn=5.1.1") before one that only looks like one. Subjects end at 7:
 * beyond are the versions of programs. */
static gboolean status_anywhere (Span text, Status *status)
{
    gboolean found = FALSE;

    for (gsize i = 0; i + 4 < text.n; i++) {
        char before = i ? text.s[i - 1] : ' ';
        Status here;
        if (text.s[i + 1] != '.' || g_ascii_isalnum (before) || before == '.' || !status_parse (span_from (text, i), &here)
            || here.class_ == 2)
            continue;
        gboolean marked = i == 0 || before == '#' || (before == '=' && i > 3 && span_starts (span_from (text, i - 4), "dsn="));
        if (here.subject > 7 || (found && !marked))
            continue;
        *status = here;
        found = TRUE;
        if (marked)
            break;
    }
    return found;
}

/* ---- Replies (RFC 5321, section 4.2) ---- */

gboolean transcript_is_failure (Span text)
{
    return text.n >= 3 && (text.s[0] == '4' || text.s[0] == '5') && g_ascii_isdigit (text.s[1]) && g_ascii_isdigit (text.s[2])
           && (text.n == 3 || strchr (" -:;,#\r\n'\")_", text.s[3]));
}

/* Words before which three digits are a reply, not an amount. Only the end is trimmed: a text may begin with much white space, and have
 * many such digits. */
static gboolean announces_reply (Span before)
{
    static const char *const words[] = { "said", "returned", "response",  "reply",    "replied", "error",
                                         "code", "answered", "responded", "smtp",     "was",     "with",
                                         "got",  "status",   "server",    "received", NULL };

    while (before.n && g_ascii_isspace (before.s[before.n - 1]))
        before.n--;
    for (guint i = 0; words[i]; i++)
        if (span_ends (before, words[i]))
            return TRUE;
    return FALSE;
}

/* May the three digits at i be a reply? At the begin of a line or after a mark they are; after a word that announces one, or
 * with a code beside them, too. "on port 587", "over 500 messages" and "12:30:450" are not. */
static gboolean is_reply_at (Span text, gsize i)
{
    Status status;
    gsize before = i;

    if (!transcript_is_failure (span_from (text, i))
        || (i && (g_ascii_isalnum (text.s[i - 1]) || strchr ("./-_@,+", text.s[i - 1]))))
        return FALSE;
    while (before && strchr (" \t'\"([<", text.s[before - 1]))
        before--;
    /* AsyncOS quotes: "5.1.0 - Unknown address error 550-'…'" */
    if (i + 4 < text.n && strchr ("- ", text.s[i + 3]) && text.s[i + 4] == '\'')
        return TRUE;
    if (before == 0 || text.s[before - 1] == '\n' || status_beside (span_from (text, i + 3), &status))
        return TRUE;
    Span ahead = span_first (text, before);
    char mark = text.s[before - 1];
    if (span_ends (ahead, "：") || span_ends (ahead, "（") || span_ends (ahead, "「") || span_ends (ahead, "<--"))
        return TRUE;
    if (mark == ':' && before == i && i > 1
        && (g_ascii_isalnum (text.s[i - 2]) || text.s[i - 2] == ']')) /* "host:587", "host[192.0.2.1]:587", but "said:550" */
        return announces_reply (span_first (text, i - 1));
    if (mark == ')' && i + 4 < text.n && g_ascii_isdigit (text.s[i + 4])) /* "(+49) 421 123456" */
        return FALSE;
    return strchr (":;=>#|)", mark) || announces_reply (ahead);
}

static gssize find_reply (Span text)
{
    if (text.n > 3 && text.s[0] == '2' && text.s[3] == ' ' && g_ascii_isdigit (text.s[1]) && g_ascii_isdigit (text.s[2]))
        return 0; /* a delivery; elsewhere in a text only failures are of interest */
    for (gsize i = 0; i + 3 <= text.n; i++)
        if ((text.s[i] == '4' || text.s[i] == '5') && is_reply_at (text, i))
            return (gssize) i;
    return -1;
}

/* ---- Commands ---- */

/* What MTAs write about the step at which it failed. The more telling stands first. */
static const struct {
    const char *phrase;
    BounceCommand command;
} steps[] = {
    { "in reply to end of DATA", BOUNCE_COMMAND_EOM }, /* Postfix */
    { "in reply to RCPT TO", BOUNCE_COMMAND_RCPT },
    { "in reply to MAIL FROM", BOUNCE_COMMAND_MAIL },
    { "in reply to DATA", BOUNCE_COMMAND_DATA },
    { "in reply to EHLO", BOUNCE_COMMAND_EHLO },
    { "in reply to HELO", BOUNCE_COMMAND_EHLO },
    { "in reply to LHLO", BOUNCE_COMMAND_EHLO },
    { "in reply to STARTTLS", BOUNCE_COMMAND_STARTTLS },
    { "in reply to AUTH", BOUNCE_COMMAND_AUTH },
    { "refused to talk to me", BOUNCE_COMMAND_CONN },
    { "while receiving the initial server greeting", BOUNCE_COMMAND_CONN },
    { "while performing the", BOUNCE_COMMAND_EHLO }, /* … EHLO handshake */
    { "while sending MAIL FROM", BOUNCE_COMMAND_MAIL },
    { "while sending RCPT TO", BOUNCE_COMMAND_RCPT },
    { "while sending DATA", BOUNCE_COMMAND_DATA },
    { "while sending message body", BOUNCE_COMMAND_EOM },
    { "while sending end of data", BOUNCE_COMMAND_EOM },
    { "after end of data", BOUNCE_COMMAND_EOM }, /* Exim, GMX */
    { "after sending data block", BOUNCE_COMMAND_EOM },
    { "after pipelined end of data", BOUNCE_COMMAND_EOM },
    { "after RCPT", BOUNCE_COMMAND_RCPT },
    { "after MAIL FROM", BOUNCE_COMMAND_MAIL },
    { "after pipelined RCPT", BOUNCE_COMMAND_RCPT },
    { "after pipelined MAIL", BOUNCE_COMMAND_MAIL },
    { "after pipelined DATA", BOUNCE_COMMAND_DATA },
    { "after DATA", BOUNCE_COMMAND_DATA },
    { "after EHLO", BOUNCE_COMMAND_EHLO },
    { "after HELO", BOUNCE_COMMAND_EHLO },
    { "after LHLO", BOUNCE_COMMAND_EHLO },
    { "after STARTTLS", BOUNCE_COMMAND_STARTTLS },
    { "after AUTH", BOUNCE_COMMAND_AUTH },
    { "after initial connection", BOUNCE_COMMAND_CONN },
    { "did not like our RCPT TO", BOUNCE_COMMAND_RCPT }, /* dma */
    { "did not like our MAIL FROM", BOUNCE_COMMAND_MAIL },
    { "did not like our final DATA", BOUNCE_COMMAND_EOM },
    { "did not like our DATA", BOUNCE_COMMAND_DATA },
    { "did not like our EHLO", BOUNCE_COMMAND_EHLO },
    { "did not like our initial", BOUNCE_COMMAND_CONN },
    { "does not like recipient", BOUNCE_COMMAND_RCPT }, /* qmail */
    { "sender was rejected", BOUNCE_COMMAND_MAIL },
    { "my name was rejected", BOUNCE_COMMAND_EHLO },
    { "greeting failed", BOUNCE_COMMAND_CONN },
    { "failed on DATA command", BOUNCE_COMMAND_DATA },
    { "failed after I sent the message", BOUNCE_COMMAND_EOM },
    { "establish an SMTP connection", BOUNCE_COMMAND_CONN },
    { "following RCPT command", BOUNCE_COMMAND_RCPT }, /* CommuniGate and kin */
    { "following MAIL command", BOUNCE_COMMAND_MAIL },
    { "following DATA command", BOUNCE_COMMAND_DATA },
    { "server has rejected address", BOUNCE_COMMAND_RCPT }, /* Oracle MS */
    { "SMTP command\nRCPT", BOUNCE_COMMAND_RCPT },          /* m-FILTER */
    { "RCPT TO said", BOUNCE_COMMAND_RCPT },                /* Coremail */
    { "MAIL FROM said", BOUNCE_COMMAND_MAIL },
    { ">>> RCPT", BOUNCE_COMMAND_RCPT }, /* dialogues */
    { ">>> MAIL", BOUNCE_COMMAND_MAIL },
    { ">>> DATA", BOUNCE_COMMAND_DATA },
    { ">>> .", BOUNCE_COMMAND_EOM },
    { "hMailServer sent: RCPT", BOUNCE_COMMAND_RCPT },
    { "(state 9)", BOUNCE_COMMAND_MAIL }, /* Gmail of old */
    { "(state 12)", BOUNCE_COMMAND_RCPT },
    { "(state 13)", BOUNCE_COMMAND_RCPT },
    { "(state 14)", BOUNCE_COMMAND_RCPT },
    { "(state 15)", BOUNCE_COMMAND_DATA },
    { "(state 16)", BOUNCE_COMMAND_EOM },
    { "(state 17)", BOUNCE_COMMAND_EOM },
    { "(state 18)", BOUNCE_COMMAND_EOM },
    { "connect to ", BOUNCE_COMMAND_CONN },
};

/* A dialogue in an unknown form: the command that stands last before the reply. */
static BounceCommand last_command (Span before)
{
    static const struct {
        const char *word;
        BounceCommand command;
    } words[] = { { "RCPT TO:", BOUNCE_COMMAND_RCPT }, { "MAIL FROM:", BOUNCE_COMMAND_MAIL }, { "RCPT To:", BOUNCE_COMMAND_RCPT },
                  { "EHLO ", BOUNCE_COMMAND_EHLO },    { "HELO ", BOUNCE_COMMAND_EHLO },      { "\nDATA", BOUNCE_COMMAND_DATA },
                  { " DATA\n", BOUNCE_COMMAND_DATA } };
    const char *last = NULL;
    BounceCommand command = BOUNCE_COMMAND_NONE;

    if (before.n > 600)
        before = span_from (before, before.n - 600);
    for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
        gsize n = strlen (words[i].word);
        for (const char *p = before.s; (p = memmem (p, (gsize) (before.s + before.n - p), words[i].word, n)); p += n)
            if (!last || p > last) {
                last = p;
                command = words[i].command;
            }
    }
    return command;
}

/* ---- Hosts ---- */

/* "mx.example.com", "mx.example.com[192.0.2.1]" or an address; empty for what has no dot. */
static Span host_at (Span text)
{
    gsize n = 0;

    text = span_trim (text);
    while (n < text.n && (g_ascii_isalnum (text.s[n]) || strchr (".-_:", text.s[n])))
        n++;
    while (n && strchr (".:", text.s[n - 1]))
        n--;
    Span host = span_first (text, n);
    if (span_starts (span_from (text, n), " not found") || span_starts (span_from (text, n), " unknown"))
        return SPAN_EMPTY; /* a name that was looked for */
    if (span_starts (span_from (text, n), "@"))
        return SPAN_EMPTY; /* a local part: "generated by j.doe@example.com" */
    return span_find_char (host, '.') > 0 && !status_parse (host, &(Status){ 0 }) ? host : SPAN_EMPTY;
}

/* Words before a host's name, and words after it. */
static const char *const before_host[] = {
    "while talking to ",
    "host: ",
    "host ",
    "connect to ",
    "conversation with ",
    "lost connection with ",
    "relay=",
    "Remote Server at ",
    "Remote server ",
    "remote mta ",
    "Server ",
    "SMTP Server <",
    "reset by ",
    "refused by ",
    " by ",
    "smtp H=",
    "smarthost H=",
    ") H=", /* a log of Exim: the transport's name, or how it was put off */
};
static const char *const after_host[] = {
    " did not like our",
    " does not like recipient",
    " failed after I sent",
    " failed on DATA",
    " said",
    " returned",
    " #5.",
    " #4.",
    " rejected your message",
};

static Span word_before (Span text, gsize end)
{
    gsize start = end;

    while (start && text.s[start - 1] != '\n' && text.s[start - 1] != '\t' && text.s[start - 1] != '(')
        if (text.s[start - 1] == ' ' && start < end && !strchr ("[(", text.s[start])) /* "host [192.0.2.1]" */
            break;
        else
            start--;
    return host_at ((Span){ text.s + start, end - start });
}

/* ---- What words tell ---- */

#define N_STEPS G_N_ELEMENTS (steps)
#define N_BEFORE G_N_ELEMENTS (before_host)
#define N_WORDS (N_STEPS + N_BEFORE + G_N_ELEMENTS (after_host))

static const char *word_list (guint i)
{
    return i < N_STEPS ? steps[i].phrase : i < N_STEPS + N_BEFORE ? before_host[i - N_STEPS] : after_host[i - N_STEPS - N_BEFORE];
}

static Words known = { .list = word_list, .n = N_WORDS };

/* The first of the steps that the words tell. */
static BounceCommand command_told (const gssize at[])
{
    for (guint i = 0; i < N_STEPS; i++)
        if (at[i] >= 0)
            return steps[i].command;
    return BOUNCE_COMMAND_NONE;
}

static Span host_told (Span text, const gssize at[])
{
    Span host = SPAN_EMPTY;

    for (guint i = N_STEPS; host.n == 0 && i < N_WORDS; i++)
        if (at[i] >= 0)
            host = i < N_STEPS + N_BEFORE ? host_at (span_from (text, (gsize) at[i] + strlen (word_list (i))))
                                          : word_before (text, (gsize) at[i]);
    return host;
}

BounceCommand transcript_command (Span text)
{
    gssize at[N_WORDS];

    words_find (&known, text, at);
    return command_told (at);
}

Span transcript_host (Span text)
{
    gssize at[N_WORDS];

    words_find (&known, text, at);
    return host_told (text, at);
}

/* ---- The whole ---- */

/* What stands before a reply that is quoted. Behind the last ones an amount may stand as well ("(450 messages)"): a reply has its
 * enhanced code there. */
static const struct {
    const char *mark;
    gboolean loose;
} quoting[] = { { "-> ", FALSE }, { "said: ", FALSE }, { "<", FALSE }, { "replied: ", FALSE }, { ":", FALSE },
                { "\"", FALSE },  { "'", FALSE },      { ": ", TRUE }, { "(", TRUE } };

Span transcript_inner (Span text)
{
    gssize first = find_reply (text);

    for (guint i = 0; first >= 0 && i < G_N_ELEMENTS (quoting); i++) {
        gsize from = (gsize) first + 3;
        gssize at;
        while ((at = span_find (span_from (text, from), quoting[i].mark)) >= 0) {
            from += (gsize) at + strlen (quoting[i].mark);
            Span rest = span_from (text, from);
            Status status;
            if (transcript_is_failure (rest) && is_reply_at (text, from)
                && (!quoting[i].loose || status_beside (span_from (rest, 3), &status)))
                return rest;
        }
    }
    return SPAN_EMPTY;
}

/* Exim tells "Verification failed for <…>" of the sender only; another word before it tells whose address was asked for. */
static gssize verification_failed (Span text)
{
    gssize at = span_find (text, "verification failed for <");
    Span before = span_trim (span_first (text, (gsize) MAX (at, 0)));

    return before.n && g_ascii_isalpha (before.s[before.n - 1]) ? -1 : at;
}

gssize transcript_sender_asked (Span text)
{
    static const char *const words[] = { "sender address rejected",
                                         "sender verify",
                                         "sender verification",
                                         "verify sender",
                                         "sender call",
                                         "sender address verif",
                                         "sender unverif",
                                         "verify your",
                                         "failed for sender",
                                         "verification of the sender",
                                         "callback verif",
                                         "callback failed",
                                         "postmaster verif",
                                         "return path <",
                                         "return-path <",
                                         NULL };
    gssize first = verification_failed (text);

    for (guint i = 0; words[i]; i++) {
        gssize at = span_find (text, words[i]);
        if (at >= 0 && (first < 0 || at < first))
            first = at;
    }
    return first;
}

static void read_reply (Response *response, Span said)
{
    response->said = said;
    response->reply = (guint) (said.s[0] - '0') * 100 + (guint) (said.s[1] - '0') * 10 + (guint) (said.s[2] - '0');
    if (!status_beside (span_from (said, 3), &response->status))
        status_anywhere (said, &response->status);
}

/* What is written around any reply that a relay got (Exchange: 5.0.350, 4.4.0), and expiry: what was said when it was last tried
 * tells more. */
static gboolean is_wrapper (Status status)
{
    return status.class_ && (status.subject == 0 || status.subject == 4);
}

static Response read_replies (Span text, gssize at)
{
    Response response = { .said = text };

    if (at >= 0)
        read_reply (&response, span_from (text, (gsize) at));
    Span inner = is_wrapper (response.status) ? transcript_inner (text) : SPAN_EMPTY;
    if (inner.n)
        read_reply (&response, inner);
    return response;
}

Span transcript_said (Span text)
{
    return read_replies (text, find_reply (text)).said;
}

Response transcript_read (Span text)
{
    gssize at = find_reply (text), told[N_WORDS];
    Response response = read_replies (text, at);

    if (!response.status.class_)
        status_anywhere (text, &response.status);
    words_find (&known, text, told);
    response.command = command_told (told);
    if (!response.command && at > 0)
        response.command = last_command (span_first (text, (gsize) at));
    response.host = host_told (text, told);
    return response;
}

/* Is this the prefix of a further line of the reply "550-5.1.1"? Returns its length, 0 where it is not. */
static gsize repeated_prefix (Span text, Span code, Span status)
{
    if (text.n < 4 || memcmp (text.s, code.s, 3) != 0 || !strchr ("- ", text.s[3]))
        return 0;
    gsize n = 4;
    if (status.n && span_starts (span_from (text, n), "#"))
        n++;
    Span rest = span_from (text, n);
    if (status.n && rest.n >= status.n && memcmp (rest.s, status.s, status.n) == 0
        && (rest.n == status.n || g_ascii_isspace (rest.s[status.n]) || rest.s[status.n] == '-'))
        n += status.n + (rest.n > status.n);
    return n;
}

static Span status_span (Span after_code)
{
    Status status;

    if (span_starts (after_code, "#"))
        after_code = span_from (after_code, 1);
    gsize n = status_parse (after_code, &status);
    return span_first (after_code, n);
}

char *transcript_join (Span text)
{
    GString *out = g_string_sized_new (text.n);
    gssize at = find_reply (text);
    gsize i = 0;
    Span code = SPAN_EMPTY, status = SPAN_EMPTY;
    gboolean more = FALSE; /* a hyphen told that another line of the reply follows */

    for (gsize prefix; i < text.n; i++) {
        if (at == (gssize) i) {
            code = span_first (span_from (text, i), 3);
            status = status_span (span_from (text, i + 4));
            more = i + 3 < text.n && text.s[i + 3] == '-';
            g_string_append_len (out, code.s, 3);
            i += 3;
            if (i < text.n)
                g_string_append_c (out, more ? ' ' : text.s[i]);
        } else if (g_ascii_isspace (text.s[i])) {
            gboolean newline = text.s[i] == '\n' || (i + 1 < text.n && text.s[i] == '\r' && text.s[i + 1] == '\n');
            if (out->len && out->str[out->len - 1] != ' ')
                g_string_append_c (out, ' ');
            if (code.n && (more || newline) && (prefix = repeated_prefix (span_from (text, i + 1), code, status))) {
                more = text.s[i + 4] == '-';
                i += prefix;
            }
        } else {
            g_string_append_c (out, text.s[i]);
        }
    }
    g_strchomp (out->str);
    return g_string_free (out, FALSE);
}
