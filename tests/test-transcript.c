/* test-transcript.c: replies, codes, commands and hosts in texts
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "dialogue.h"
#include "transcript.h"

#define assert_str(a, b) g_assert_cmpstr ((a), ==, (b))

/* A copy that no NUL follows, so that a memory checker sees what is read past its end. */
static Span exact (const char *text, char **copy)
{
    gsize n = strlen (text);
    *copy = g_malloc (MAX (n, 1));
    memcpy (*copy, text, n);
    return (Span){ *copy, n };
}

/* ---- Codes ---- */

static void test_status_parse (void)
{
    static const struct {
        const char *text;
        gsize length;
        Status status;
    } cases[] = {
        { "5.1.1", 5, { 5, 1, 1 } },
        { "4.7.0 x", 5, { 4, 7, 0 } },
        { "2.1.5", 5, { 2, 1, 5 } },
        { "5.7.509", 7, { 5, 7, 509 } },
        { "5.123.456:", 9, { 5, 123, 456 } },
        { "5.1.1.", 5, { 5, 1, 1 } },
        { "5.1.1)", 5, { 5, 1, 1 } },
        { "5.1.1-x", 5, { 5, 1, 1 } },
        { "", 0, { 0 } },
        { "5", 0, { 0 } },
        { "5.", 0, { 0 } },
        { "5.1", 0, { 0 } },
        { "5.1.", 0, { 0 } },
        { "5..1", 0, { 0 } },
        { "1.1.1", 0, { 0 } },
        { "3.1.1", 0, { 0 } },
        { "6.1.1", 0, { 0 } },
        { "55.1.1", 0, { 0 } },
        { "5.1.1.1", 0, { 0 } },
        { "5.1.1a", 0, { 0 } },
        { "5.1.12345", 0, { 0 } },
        { "5.1234.1", 0, { 0 } },
        { "5.1.1960.3", 0, { 0 } },
        { "5,1,1", 0, { 0 } },
        { "x.1.1", 0, { 0 } },
        { "5.1.x", 0, { 0 } },
        { "5.-1.1", 0, { 0 } },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *copy = NULL;
        Status status = { 0 };
        g_assert_cmpuint (status_parse (exact (cases[i].text, &copy), &status), ==, cases[i].length);
        g_assert_cmpuint (status.class_, ==, cases[i].status.class_);
        g_assert_cmpuint (status.subject, ==, cases[i].status.subject);
        g_assert_cmpuint (status.detail, ==, cases[i].status.detail);
    }
}

static void test_status_to_string (void)
{
    g_autofree char *text = status_to_string ((Status){ 5, 7, 509 });

    assert_str (text, "5.7.509");
    g_assert_null (status_to_string ((Status){ 0, 1, 1 }));
    g_assert_true (status_is_bare ((Status){ 5, 0, 0 }));
    g_assert_false (status_is_bare ((Status){ 5, 0, 1 }));
    g_assert_false (status_is_bare ((Status){ 5, 1, 0 }));
}

/* ---- Replies ---- */

typedef struct {
    const char *text;
    guint reply;
    const char *status;
} ReplyCase;

static void check_replies (const ReplyCase *cases, guint n)
{
    for (guint i = 0; i < n; i++) {
        g_autofree char *copy = NULL;
        Response response = transcript_read (exact (cases[i].text, &copy));
        g_autofree char *status = status_to_string (response.status);
        g_test_message ("%s", cases[i].text);
        g_assert_cmpuint (response.reply, ==, cases[i].reply);
        assert_str (status, cases[i].status);
    }
}

static void test_replies (void)
{
    static const ReplyCase cases[] = {
        { "550 5.1.1 no", 550, "5.1.1" },
        { "  450 4.2.1 later", 450, "4.2.1" },
        { "550", 550, NULL },
        { "550\r\n", 550, NULL },
        { "550-5.7.1 one\r\n550 5.7.1 two", 550, "5.7.1" },
        { "550 #5.1.0 Address rejected.", 550, "5.1.0" },
        { "550 [5.1.1]", 550, "5.1.1" },
        { "550 <user@example.com> 5.1.1 no", 550, "5.1.1" },
        { "550 cuda_nsu 5.1.1 no", 550, "5.1.1" },
        { "host mx.example.com[192.0.2.1] said: 554 5.7.1 no (in reply to RCPT TO command)", 554, "5.7.1" },
        { "host mx.example.com said:550 no", 550, NULL },
        { "Remote host said: 553 sorry, that domain isn't in my list (#5.7.1)", 553, "5.7.1" },
        { "SMTP error from remote mail server after RCPT TO:<user@example.com>:\n    550 no such user", 550, NULL },
        { "The error that the other server returned was: 552 5.2.2 full", 552, "5.2.2" },
        { "server responded 451 later", 451, NULL },
        { "response: '550 no'", 550, NULL },
        { "(550 no)", 550, NULL },
        { "服务器返回：552 Mailbox full", 552, NULL },
        { "エラー内容（550 no）", 550, NULL },
        { "... while talking to mx.example.com.:\n>>> RCPT To:<user@example.com>\n<<< 550 no", 550, NULL },
        { "12:10:14: --> RCPT To:<user@example.com> 12:10:14: <-- 550 no 12:10:14: --> QUIT", 550, NULL }, /* MDaemon */
        { "dsn=5.4.4, stat=Host unknown", 0, "5.4.4" },
        { "#5.1.1 unknown", 0, "5.1.1" },
        { "unknown (#4.4.2)", 0, "4.4.2" },
        { "5.2.2 over quota", 0, "5.2.2" },
        { "250 2.1.5 delivered", 250, "2.1.5" }, /* only where the text begins with it */
        { "host mx.example.com said: 250 2.1.5 fine, 450 4.2.0 not", 450, "4.2.0" },
        /* a code that is marked as one before one that only looks so */
        { "version 5.4.3 refused (#5.1.1)", 0, "5.1.1" },
        { "", 0, NULL },
    };
    check_replies (cases, G_N_ELEMENTS (cases));
}

/* What looks like a reply or a code, and is none. */
static void test_false_friends (void)
{
    static const ReplyCase cases[] = {
        { "from 192.0.2.1", 0, NULL },
        { "client 5.1.1.1 is listed", 0, NULL },
        { "client [4.2.2.2] is listed", 0, NULL },
        { "http://5.1.2.3/550", 0, NULL },
        { "sendmail 8.14.4/8.14.4", 0, NULL },
        { "Internet Mail Service (5.5.2653.19)", 0, NULL },
        { "id 5.5.1960.3", 0, NULL },
        { "exim 4.96.2", 0, NULL },
        { "Cyrus 2.4.17", 0, NULL },
        { "connect to mx.example.com:587 failed", 0, NULL },
        { "connect to mx.example.com[192.0.2.1]:465: Connection timed out", 0, NULL },
        { "at port 587 of it", 0, NULL },
        { "from 1995 to 2026", 0, NULL },
        { "in the year 450 of", 0, NULL },
        { "phone +1-555-0100 or 555-0100", 0, NULL },
        { "phone (+49) 421 123456", 0, NULL },
        { "on 5.11.2026", 0, NULL },
        { "at 12:30:450", 0, NULL },
        { "over 500 messages in 450 minutes", 0, NULL },
        { "message of 550 KB", 0, NULL },
        { "queue id 550A1B", 0, NULL },
        { "B550 421C", 0, NULL },
        { "/550/", 0, NULL },
        { "x.550 user", 0, NULL },
        { "mail-550 user", 0, NULL },
        { "4500 x", 0, NULL },
        { "said 250 and 2.1.5", 0, NULL },
        { "600 x", 0, NULL },
        { "<5.1.1@example.com>", 0, NULL },
    };
    check_replies (cases, G_N_ELEMENTS (cases));
}

static void test_said (void)
{
    static const struct {
        const char *text, *said;
    } cases[] = {
        { "host mx said: 550 no", "550 no" },
        { "550 no\nmore", "550 no\nmore" },
        { "nothing", "nothing" },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        Response response = transcript_read (span_of (cases[i].text));
        g_autofree char *said = span_dup (response.said);
        assert_str (said, cases[i].said);
    }
}

/* ---- Commands and hosts ---- */

static void test_commands (void)
{
    static const struct {
        const char *text, *command;
    } cases[] = {
        { "said: 550 no (in reply to RCPT TO command)", "RCPT" },
        { "said: 550 no (in reply to MAIL FROM command)", "MAIL" },
        { "said: 550 no (in reply to DATA command)", "DATA" },
        { "said: 550 no (in reply to end of DATA command)", "EOM" },
        { "said: 550 no (in reply to EHLO command)", "EHLO" },
        { "said: 454 no (in reply to STARTTLS command)", "STARTTLS" },
        { "host mx[192.0.2.1] refused to talk to me: 554 no", "CONN" },
        { "lost connection with mx.example.com[192.0.2.1] while receiving the initial server greeting", "CONN" },
        { "conversation with mx.example.com[192.0.2.1] timed out while sending RCPT TO", "RCPT" },
        { "conversation with mx.example.com[192.0.2.1] timed out while sending message body", "EOM" },
        { "SMTP error from remote mail server after RCPT TO:<a@example.com>: 550 no", "RCPT" },
        { "SMTP error from remote mail server after MAIL FROM:<a@example.com> SIZE=1: 550 no", "MAIL" },
        { "SMTP error from remote mail server after end of data: 550 no", "EOM" },
        { "SMTP error from remote mail server after initial connection: 554 no", "CONN" },
        { "SMTP error from remote mail server after pipelined DATA: 550 no", "DATA" },
        { "192.0.2.1 does not like recipient.", "RCPT" },
        { "192.0.2.1 failed after I sent the message.", "EOM" },
        { "Connected to 192.0.2.1 but sender was rejected.", "MAIL" },
        { "I wasn't able to establish an SMTP connection.", "CONN" },
        { "mx.example.com did not like our RCPT TO: 550 no", "RCPT" },
        { ">>> RCPT To:<a@example.com>\n<<< 550 no", "RCPT" },
        { ">>> DATA\n<<< 550 no", "DATA" },
        { "550 no (state 14).", "RCPT" },
        { "550 no (state 18).", "EOM" },
        { "connect to mx.example.com[192.0.2.1]:25: Connection refused", "CONN" },
        { "550 no", NULL },
        { "", NULL },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *copy = NULL;
        Response response = transcript_read (exact (cases[i].text, &copy));
        g_test_message ("%s", cases[i].text);
        assert_str (bounce_command_to_string (response.command), cases[i].command);
    }
}

static void test_hosts (void)
{
    static const struct {
        const char *text, *host;
    } cases[] = {
        { "host mx.example.com[192.0.2.1] said: 550 no", "mx.example.com" },
        { "host mx.example.com [192.0.2.1]: 550 no", "mx.example.com" },
        { "host mx.example.com", "mx.example.com" },
        { "connect to mx.example.com[192.0.2.1]:25: Connection refused", "mx.example.com" },
        { "lost connection with mx.example.com[192.0.2.1] while", "mx.example.com" },
        { "... while talking to mx.example.com.:", "mx.example.com" },
        { "192.0.2.1 does not like recipient.", "192.0.2.1" },
        { "192.0.2.1 failed after I sent the message.", "192.0.2.1" },
        { "mx.example.com did not like our RCPT TO", "mx.example.com" },
        { "relay=mx.example.com. [192.0.2.1], dsn=5.1.1", "mx.example.com" },
        { "T=remote_smtp H=mx.example.com [192.0.2.1]: SMTP error", "mx.example.com" }, /* a log of Exim */
        { "T=remote_smtp defer (-44) H=mx.example.com [192.0.2.1]: SMTP error", "mx.example.com" },
        { "mx.example.com said: 550 no", "mx.example.com" },
        { "mx.example.com [192.0.2.1] said: 550 no", "mx.example.com" },
        { "host 5.1.1 said", NULL },
        { "host unknown", NULL },
        { "550 no", NULL },
        { "", NULL },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *copy = NULL;
        g_autofree char *host = span_dup_or_null (transcript_read (exact (cases[i].text, &copy)).host);
        g_test_message ("%s", cases[i].text);
        assert_str (host, cases[i].host);
    }
}

/* ---- Joining ---- */

static void test_join (void)
{
    static const struct {
        const char *text, *joined;
    } cases[] = {
        { "550 no", "550 no" },
        { "  550   no\r\n\tsuch  ", "550 no such" },
        { "550-5.1.1 a\r\n550 5.1.1 b", "550 5.1.1 a b" },
        { "550-5.1.1 a\n 550-5.1.1 b\n 550 5.1.1 c", "550 5.1.1 a b c" },
        { "550-5.1.1 a 550 5.1.1 b", "550 5.1.1 a b" },
        { "550-a\n550-b\n550 c", "550 a b c" },
        { "550-#5.1.0 a\n550 #5.1.0 b", "550 #5.1.0 a b" },
        { "550-5.1.1 a\n550 5.2.2 b", "550 5.1.1 a 5.2.2 b" }, /* another code stays */
        { "550 a 550 b", "550 a 550 b" },                      /* no hyphen told of a further line */
        { "550-a\n450 b", "550 a 450 b" },
        { "host mx said: 550-5.1.1 a 550 5.1.1 b (in reply to RCPT TO command)",
          "host mx said: 550 5.1.1 a b (in reply to RCPT TO command)" },
        { "550-\n550 b", "550 b" },
        { "550-", "550" },
        { "no reply\nat all", "no reply at all" },
        { " \r\n ", "" },
        { "", "" },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *copy = NULL;
        g_autofree char *joined = transcript_join (exact (cases[i].text, &copy));
        g_test_message ("%s", cases[i].text);
        assert_str (joined, cases[i].joined);
    }
}

/* ---- Dialogues ---- */

#define DIALOGUE                                                                                                                 \
    "   ----- The following addresses had permanent fatal errors -----\n<a@example.com>\n<b@example.com>\n\n"                    \
    "   ----- Transcript of session follows -----\n... while talking to mx.example.com.:\n>>> MAIL From:<list@example.org>\n"    \
    "<<< 250 2.1.0 fine\n>>> RCPT To:<a@example.com>\n<<< 550-5.1.1 unknown\n<<< 550 5.1.1 here\n550 5.1.1 <a@example.com>... "  \
    "User unknown\n"                                                                                                             \
    ">>> RCPT To:<B@Example.com>\n<<< 452 4.2.2 full\n>>> DATA\n<<< 503 5.0.0 Need RCPT (recipient)\n"

static void test_dialogue (void)
{
    static const struct {
        const char *address, *reply;
    } cases[] = { { "a@example.com", "550 5.1.1 unknown here" },
                  { "b@example.com", "452 4.2.2 full" },
                  { "A@EXAMPLE.COM", "550 5.1.1 unknown here" } };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *copy = NULL;
        g_auto(Answer) answer = { 0 };
        g_assert_true (dialogue_find (exact (DIALOGUE, &copy), cases[i].address, &answer));
        assert_str (answer.reply, cases[i].reply);
        assert_str (answer.mailer, NULL);
        assert_str (answer.host, "mx.example.com");
        assert_str (bounce_command_to_string (answer.command), "RCPT");
    }
}

static void test_dialogue_of_others (void)
{
    static const char *const texts[] = { DIALOGUE,
                                         "",
                                         "no dialogue",
                                         "<<< 550 no",
                                         ">>> RCPT To:<c@example.com>\n<<< 250 fine",
                                         ">>> RCPT To:<c@example.com>\n<<< 550-it goes on",
                                         ">>> RCPT To:<c@example.com>" };
    for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
        g_auto(Answer) answer = { 0 };
        g_assert_false (dialogue_find (span_of (texts[i]), "c@example.com", &answer));
        g_assert_null (answer.reply);
        g_assert_null (answer.mailer);
        g_assert_null (answer.host);
    }
}

/* Without a command that names it: the reply itself, or sendmail's line below it, does. */
static void test_dialogue_names_later (void)
{
    static const struct {
        const char *text, *reply, *command;
    } cases[] = {
        { ">>> DATA\n<<< 550 5.1.1 <a@example.com> unknown\n", "550 5.1.1 <a@example.com> unknown", "RCPT" },
        { ">>> DATA\n<<< 554 5.7.1 no\n554 5.0.0 <a@example.com>... Service unavailable\n", "554 5.7.1 no", "DATA" },
        { "<<< 421 busy\n<a@example.com>... Deferred: 421 busy\n", "421 busy", NULL },
        { ">>> .\r\n<<< 552 5.3.4 too big\r\n552 5.3.4 <a@example.com>... Message is too large\r\n", "552 5.3.4 too big", "EOM" },
        { "550 5.1.2 <a@example.com>... Host unknown\n", "550 5.1.2 <a@example.com>... Host unknown", NULL },
        { ">>> MAIL From:<l@example.org>\n<<< 501 no\n554 <b@example.com>... no\n554 <a@example.com>... 550 Host unknown\n",
          "550 Host unknown", NULL },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_auto(Answer) answer = { 0 };
        g_assert_true (dialogue_find (span_of (cases[i].text), "a@example.com", &answer));
        assert_str (answer.reply, cases[i].reply);
        g_assert_null (answer.host);
        assert_str (bounce_command_to_string (answer.command), cases[i].command);
    }
}

/* A program that delivers says why, and sendmail's own words below it are only what followed. */
static void test_dialogue_of_mailers (void)
{
    static const struct {
        const char *address, *mailer;
    } cases[] = { { "joe", "mail.local: unknown user: joe" },
                  { "ann", "procmail: Quota exceeded procmail: giving up" },
                  { "bob", NULL },
                  { "eve", "mail.local: unknown user: eve" } };
    static const char text[] = "   ----- The following addresses had permanent fatal errors -----\n<joe@example.com>\n\n"
                               "   ----- Transcript of session follows -----\nmail.local: unknown user: joe\n"
                               "554 <joe@example.com>... Service unavailable\nprocmail: Quota exceeded\nprocmail: giving up\n"
                               "550 5.0.0 <ann@example.com>... Can't create output\n... while talking to mx.example.com.:\n"
                               ">>> RCPT To:<bob@example.com>\n<<< 550 no\n"
                               "... while talking to mx.example.net.:\n>>> MAIL From:<list@example.org>\n<<< 550 5.7.1 not you\n"
                               "554 5.0.0 Service unavailable\nmail.local: unknown user: eve\n"
                               "550 5.1.1 <eve@example.com>... User unknown\n";

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *address = g_strconcat (cases[i].address, "@example.com", NULL);
        g_auto(Answer) answer = { 0 };
        g_assert_true (dialogue_find (span_of (text), address, &answer));
        assert_str (answer.mailer, cases[i].mailer);
        assert_str (bounce_command_to_string (answer.command), answer.mailer ? NULL : "RCPT");
        assert_str (answer.host, answer.mailer ? NULL : "mx.example.com");
    }
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/transcript/status-parse", test_status_parse);
    g_test_add_func ("/transcript/status-to-string", test_status_to_string);
    g_test_add_func ("/transcript/replies", test_replies);
    g_test_add_func ("/transcript/false-friends", test_false_friends);
    g_test_add_func ("/transcript/said", test_said);
    g_test_add_func ("/transcript/commands", test_commands);
    g_test_add_func ("/transcript/hosts", test_hosts);
    g_test_add_func ("/transcript/join", test_join);
    g_test_add_func ("/transcript/dialogue", test_dialogue);
    g_test_add_func ("/transcript/dialogue/mailers", test_dialogue_of_mailers);
    g_test_add_func ("/transcript/dialogue-of-others", test_dialogue_of_others);
    g_test_add_func ("/transcript/dialogue-names-later", test_dialogue_names_later);
    return g_test_run ();
}
