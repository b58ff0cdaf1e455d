/* hostile.c: writes mail that is meant to take all time and memory; the same bytes every time
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 *     hostile CASE SIZE > mail          SIZE is a number of bytes, levels, lines…: see cases[]
 *     hostile cuts SIZE FILE... > mbox  each file cut at its begin and at every SIZE-th byte
 *     hostile                           lists the cases
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD                                                                                                                     \
    "From: MAILER-DAEMON@mx.example.net\nTo: list@example.org\nSubject: Undelivered Mail Returned to Sender\n"                   \
    "Date: Mon, 23 Nov 2026 14:32:04 +0000\nMessage-ID: <report@mx.example.net>\nMIME-Version: 1.0\n"
#define REPORT HEAD "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
#define TEXT "--b\n\nYour message could not be delivered.\n"
#define STATUS "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n"
#define FAILED "Final-Recipient: rfc822; user@example.com\nAction: failed\nStatus: 5.1.1\n"
#define END "\n--b--\n"
#define FROM "From mailer@example.com Mon Nov 23 14:32:04 2026\n"

typedef unsigned long Size;

/* ---- Writing ---- */

static void say (const char *text)
{
    fputs (text, stdout);
}

/* The text, over and over, n times. */
static void repeat (const char *text, Size n)
{
    while (n--)
        fputs (text, stdout);
}

static void fill (int c, Size n)
{
    while (n--)
        putchar (c);
}

/* A format with one number, from 0 on: all of them stand in this file. */
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void numbered (const char *format, Size n)
{
    for (Size i = 0; i < n; i++)
        printf (format, i);
}

/* The same numbers on every machine. */
static unsigned noise (void)
{
    static unsigned seed = 1;
    seed = seed * 1664525u + 1013904223u;
    return seed >> 16;
}

static void random_bytes (Size n)
{
    while (n--)
        putchar ((int) (noise () & 0xff));
}

/* A report whose one Diagnostic-Code is a text n times. */
static void diagnostic (const char *text, Size n)
{
    say (REPORT TEXT STATUS FAILED "Diagnostic-Code: smtp; 550 5.1.1 ");
    repeat (text, n);
    say (END);
}

/* A report for people, in which a text stands n times. */
static void body (const char *text, Size n)
{
    say (HEAD "\nThis is the mail system at host mx.example.net.\n\nYour message could not be delivered:\n\n");
    repeat (text, n);
    say ("\n");
}

/* ---- Structure ---- */

static void nested_multiparts (Size n)
{
    say (HEAD);
    numbered ("Content-Type: multipart/mixed; boundary=\"b%lu-\"\n\n", 1);
    for (Size i = 1; i < n; i++)
        printf ("--b%lu-\nContent-Type: multipart/mixed; boundary=\"b%lu-\"\n\n", i - 1, i);
    printf ("--b%lu-\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n" FAILED, n - 1);
    for (Size i = n; i-- > 0;)
        printf ("--b%lu---\n", i);
}

static void nested_messages (Size n)
{
    say (HEAD);
    repeat ("Content-Type: message/rfc822\n\n", n);
    say (HEAD "\nx\n");
}

static void parts (Size n)
{
    say (REPORT TEXT);
    repeat ("--b\n\nx\n", n);
    say (STATUS FAILED END);
}

/* Each line is compared with what every open multipart waits for. */
static void boundaries (Size n)
{
    say (HEAD);
    for (int i = 0; i < 16; i++)
        printf ("Content-Type: multipart/mixed; boundary=%.*s\n\n--%.*s\n", 60 + (i & 7), "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
                60 + (i & 7), "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    say ("\n");
    repeat ("--\n--b\n--bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n", n);
}

static void many_statuses (Size n)
{
    say (REPORT TEXT);
    repeat (STATUS FAILED, n);
    say (END);
}

/* ---- Headers ---- */

static void header_lines (Size n)
{
    numbered ("X-%lu: a\n", n);
    say (HEAD "\nx\n");
}

static void received_lines (Size n)
{
    repeat ("Received: from mx.example.net (mx.example.net [192.0.2.1]) by mx.example.org; Mon, 23 Nov 2026 14:32:04 +0000\n", n);
    say (REPORT TEXT STATUS FAILED END);
}

static void folded_header (Size n)
{
    say ("Subject:");
    repeat (" a\n", n);
    say (HEAD "\nx\n");
}

static void long_header (Size n)
{
    say ("Subject: ");
    fill ('x', n);
    say ("\n" HEAD "\nx\n");
}

static void address_list (const char *text, Size n)
{
    static const char *const names[] = { "To", "From", "Cc", "Reply-To", "X-Failed-Recipients" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        printf ("%s: ", names[i]);
        repeat (text, n);
        say ("\n");
    }
    say (REPORT TEXT STATUS "Original-Recipient: rfc822; ");
    repeat (text, n);
    say ("\n" FAILED "--b\nContent-Type: message/rfc822\n\nTo: ");
    repeat (text, n);
    say ("\n" END);
}

static void address_groups (Size n)
{
    address_list ("a:", n);
}

static void address_commas (Size n)
{
    address_list ("a,", n);
}

static void address_quotes (Size n)
{
    address_list ("\"a,", n);
}

static void address_comments (Size n)
{
    address_list ("a(", n);
}

static void address_ats (Size n)
{
    address_list ("<a@", n);
}

static void failed_recipients (Size n)
{
    say ("X-Failed-Recipients: ");
    numbered ("u%lu@example.com,\n ", n);
    say ("z@example.com\n" HEAD "\nYour message could not be delivered.\n");
}

/* Who speaks is asked for each recipient. */
static void long_speaker (Size n)
{
    say ("From: MAILER-DAEMON@");
    fill ('x', n);
    say (".example\nX-Failed-Recipients: ");
    numbered ("u%lu@example.com,\n ", n / 3);
    say ("z@example.com\nSubject: Undelivered Mail Returned to Sender\n\nYour message could not be delivered.\n");
}

static void encoded_words (Size n)
{
    say ("Subject: ");
    repeat ("=?utf-8?B?w6k=?=\n ", n / 3);
    repeat ("=?x?Q?", n / 3);
    repeat ("=?", n / 3);
    say ("\n" HEAD "\nx\n");
}

/* A new name of a charset in each word: nobody is to keep them. */
static void encoded_charsets (Size n)
{
    for (Size i = 0; i < n; i++)
        printf (FROM HEAD "Subject: =?charset-%lu?Q?a=e9?=\nContent-Type: text/plain; charset=other-%lu\n\ncaf\351\n\n", i, i);
}

/* The same in the parameters of a part. */
static void parameter_charsets (Size n)
{
    for (Size i = 0; i < n; i++)
        printf (FROM HEAD "Content-Type: text/plain; name*=charset-%lu''a%%e9; x=\"=?other-%lu?Q?a=e9?=\"\n"
                          "Content-Disposition: inline; filename*=third-%lu''a%%e9\n\nx\n\n", i, i, i);
}

static void charset_name (Size n)
{
    say (HEAD "Subject: =?");
    fill ('c', n / 2);
    say ("?Q?a?=\nContent-Type: text/plain; charset=");
    fill ('c', n / 2);
    say ("\n\nYour message could not be delivered: caf\351\n");
}

static void parameters (Size n)
{
    say (HEAD "Content-Type: multipart/report");
    numbered (";\n boundary*%lu*=utf-8''b", n);
    say ("\n\n" TEXT STATUS FAILED END);
}

/* ---- Reports ---- */

static void recipient_groups (Size n)
{
    say (REPORT TEXT STATUS);
    numbered ("Final-Recipient: rfc822; u%lu@example.com\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n\n", n);
    say (END);
}

static void same_recipient (Size n)
{
    say (REPORT TEXT STATUS);
    repeat (FAILED "\n", n);
    say (END);
}

/* An address that is none is looked for in a text that nearly is it, over and over. */
static void long_recipient (Size n)
{
    say (REPORT "--b\n\n<<< 550 no\n");
    fill ('z', 10 * n);
    say ("\n" STATUS "Final-Recipient: rfc822; ");
    fill ('z', n);
    say ("y\nAction: failed\nStatus: 5.1.1\n" END);
}

static void report_fields (Size n)
{
    say (REPORT TEXT STATUS FAILED);
    numbered ("X-Field-%lu: a\n", n);
    say (END);
}

static void complaint_fields (Size n)
{
    say (HEAD "Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n" TEXT
              "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n");
    numbered ("X-Field-%lu: a\n", n);
    repeat ("Original-Rcpt-To: user@example.com\n", n);
    say (END);
}

static void complainants (Size n)
{
    say (HEAD "Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n" TEXT
              "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n");
    numbered ("Original-Rcpt-To: u%lu@b.example\n", n);
    say (END);
}

/* Local parts alone, each of which the header may name whole. */
static void local_parts (Size n)
{
    say ("X-Failed-Recipients: ");
    numbered ("x%lu@b.example,\n ", n);
    say ("z@b.example\n" HEAD "\nThe following text was generated during the delivery attempt:\n\n"
         "This message was created automatically by mail delivery software.\n\n"
         "A message that you sent could not be delivered to one or more of its recipients. The following address(es) failed:\n\n");
    numbered ("  u%lu\n    unknown user\n\n", n);
}

static void text_recipients (Size n)
{
    say (HEAD "\nThis is the mail system at host mx.example.net.\n\nI'm sorry to have to inform you that your message could not\n"
              "be delivered to one or more recipients.\n\n");
    numbered ("<u%lu@example.com>: host mx.example.com[192.0.2.1] said: 550 5.1.1 User unknown\n\n", n);
}

/* Each says something else, in words that no rule knows; the number in letters stands in the midst. */
static void unknown_wordings (const char *before, const char *after, Size n)
{
    for (Size i = 0; i < n; i++) {
        say (FROM REPORT TEXT STATUS "Final-Recipient: rfc822; user@example.com\nAction: failed\nStatus: 5.0.0\n"
                                     "Diagnostic-Code: smtp; 550 ");
        say (before);
        for (Size rest = i; rest; rest /= 26)
            printf (" %c%c", (int) ('a' + rest % 26), (int) ('a' + rest % 26));
        say (after);
        say ("\n" END "\n");
    }
}

static void wordings (Size n)
{
    unknown_wordings ("the whale", " sank", n);
}

/* The longest piece, which a rule would be made of, is that of all others. */
static void alike_wordings (Size n)
{
    unknown_wordings ("the words that all of them say of the whale <user@example.com>", "", n);
}

static void transcript (Size n)
{
    say (HEAD "\n   ----- The following addresses had permanent fatal errors -----\n");
    numbered ("<u%lu@example.com>\n", n / 2);
    say ("\n   ----- Transcript of session follows -----\n");
    numbered (">>> RCPT To:<u%lu@example.com>\n<<< 550 5.1.1 User unknown\n", n / 2);
}

static void qmail_list (Size n)
{
    say (HEAD "\nHi. This is the qmail-send program at example.net.\nI'm afraid I wasn't able to deliver your message to the following "
              "addresses.\n\n");
    numbered ("<u%lu@example.com>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 unknown\n\n", n);
}

static void generic_list (Size n)
{
    say (HEAD "\nSorry.\n\n");
    numbered ("u%lu@example.com could not be reached: no such user 550\n\n", n);
}

/* Which of many addresses are the sender's, and which the recipients'? The header that came back tells, and is long, too. */
static void generic_returned (Size n)
{
    say (HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSorry.\n\n");
    numbered ("u%lu@b.example 550\n", n);
    say ("--b\nContent-Type: message/rfc822\n\nTo: z@b.example");
    numbered (",\n v%lu@b.example", n / 10);
    say ("\n");
    repeat ("X:y\n", n / 2);
    say (END);
}

static void notice_addresses (Size n)
{
    say ("From: no-reply@sns.amazonaws.com\nSubject: AWS Notification Message\nContent-Type: text/plain\n\n"
         "{\"notificationType\":\"Bounce\",\"bounce\":{\"bounceType\":\"Permanent\",\"bouncedRecipients\":[");
    numbered ("{\"emailAddress\":\"u%lu@b.example\"},", n);
    say ("]}}\n");
}

static void notice_json (Size n)
{
    say (HEAD "Content-Type: text/plain\n\n{\"notificationType\":\"Bounce\",\"bounce\":{\"bouncedRecipients\":");
    repeat ("[{\"a\":", n);
}

/* ---- Texts that make slow patterns slow ---- */

#define TEXT_CASE(name, how, text)                                                                                               \
    static void name (Size n)                                                                                                    \
    {                                                                                                                            \
        how (text, n);                                                                                                           \
    }

TEXT_CASE (said_brackets, diagnostic, "(")
TEXT_CASE (said_angles, diagnostic, "<")
TEXT_CASE (said_ats, diagnostic, "a@")
TEXT_CASE (said_codes, diagnostic, "550-5.1.1 ")
TEXT_CASE (said_dots, diagnostic, "5.1.")
TEXT_CASE (said_digits, diagnostic, "5")
TEXT_CASE (said_folds, diagnostic, "a\n ")
TEXT_CASE (said_phrases, diagnostic, "user unknown mailbox full over quota ")
TEXT_CASE (said_hosts, diagnostic, "host mx.example.com[192.0.2.1] said: ")
TEXT_CASE (said_replies, diagnostic, "<421 4.4.2 -> 550 5.2.1 ")
TEXT_CASE (text_brackets, body, "(")
TEXT_CASE (text_angles, body, "<")
TEXT_CASE (text_ats, body, "a@")
TEXT_CASE (text_dots, body, "a.")
TEXT_CASE (text_addresses, body, "a@b.example ")
TEXT_CASE (text_upper, body, "BCDEFGHIJKLMNOPQRSTUVWXYZ ")
TEXT_CASE (text_lower, body, "bcdefghijklmnopqrstuvwxyz ")
TEXT_CASE (text_lines, body, "\n")
TEXT_CASE (text_spaces, body, " ")
TEXT_CASE (text_dashes, body, "----- Original message -----\n")
TEXT_CASE (text_quotes, body, "> > > From: a@b.example\n")
TEXT_CASE (text_fields, body, "Final-Recipient: rfc822; a@b.example\n")
TEXT_CASE (text_replies, body, "x'499'")

/* What may be replies, behind nothing. */
static void late_replies (Size n)
{
    say (HEAD "\n");
    fill ('\n', 4 * n);
    repeat ("x 499-\n", n);
}

static void html (const char *text, Size n)
{
    say (HEAD "Content-Type: text/html\n\n<html><body>Your message could not be delivered.");
    repeat (text, n);
}

TEXT_CASE (html_tags, html, "<div>")
TEXT_CASE (html_comments, html, "<!-- ")
TEXT_CASE (html_entities, html, "&#x41;&amp;&")
TEXT_CASE (html_angles, html, "<")
TEXT_CASE (html_scripts, html, "<script><style>")

static void encoded (const char *encoding, const char *text, Size n)
{
    printf (HEAD "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: %s\n\n", encoding);
    repeat (text, n);
}

static void base64 (Size n)
{
    encoded ("base64", "NTUwIDUuMS4xIHVzZXIgdW5rbm93biA8YUBiLmV4YW1wbGU+IAo=\n", n);
}

static void quoted_printable (Size n)
{
    encoded ("quoted-printable", "=\n=C3=A9=", n);
}

static void uuencoded (Size n)
{
    encoded ("x-uuencode", "begin 644 a\nM````\n`\nend\n", n);
}

/* ---- Bytes ---- */

static void nuls (Size n)
{
    say (REPORT TEXT STATUS FAILED "Diagnostic-Code: smtp; 550 5.1.1 ");
    fill (0, n);
    say (END);
}

static void only_nuls (Size n)
{
    fill (0, n);
}

static void long_line (Size n)
{
    say (HEAD "\nYour message could not be delivered: ");
    fill ('x', n);
    say ("\n");
}

static void noise_body (Size n)
{
    say (REPORT TEXT STATUS FAILED);
    random_bytes (n);
    say (END);
}

static void only_noise (Size n)
{
    random_bytes (n);
}

/* A message for each byte, in every field that a report tells of. */
static void every_byte (Size n)
{
    for (Size i = 0; i < n; i++) {
        int c = (int) (i & 0xff);
        say (FROM "From: MAILER-DAEMON@mx.example.net\nSubject: a");
        putchar (c), say ("b\nMessage-ID: <a"), putchar (c);
        say ("b>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n" TEXT STATUS
             "Final-Recipient: rfc822; u");
        putchar (c), say ("@example.com\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 a");
        putchar (c), say ("b\n" END "\n");
    }
}

/* Texts whose label is wrong, unknown, or another one in the same message. */
static void charsets (Size n)
{
    static const char *const labels[] = { "us-ascii", "utf-8", "utf-7", "utf-16", "utf-16le", "utf-32", "iso-8859-1", "iso-8859-8-i",
                                          "windows-1252", "koi8-r", "iso-2022-jp", "iso-2022-kr", "shift_jis", "euc-jp", "euc-kr",
                                          "gb2312", "gb18030", "big5", "hz-gb-2312", "cp037", "x-unknown", "", "../../etc/passwd" };
    const Size n_labels = sizeof labels / sizeof *labels;

    for (Size i = 0; i < n; i++) {
        printf (FROM HEAD "Subject: =?%s?B?", labels[(i + 3) % n_labels]);
        say ("/////+n/gYA=?=\n");
        printf ("Content-Type: text/plain; charset=\"%s\"; charset=%s\n\nYour message could not be delivered: ", labels[i % n_labels],
                labels[(i + 7) % n_labels]);
        for (int k = 0; k < 400; k++) {
            int c = (int) (noise () & 0xff);
            putchar (c == '\n' ? ' ' : c);
        }
        say ("\n550 5.1.1 <a@b.example>\n\n");
    }
}

/* ---- Mailboxes ---- */

static void from_lines (Size n)
{
    repeat (FROM, n);
}

/* From_ lines that are none: each is looked at. */
static void almost_from_lines (Size n)
{
    say (FROM HEAD "\n");
    repeat ("From Mon Tue Wed Thu Fri Sat Sun Jan 1 x\n", n);
}

static void blank_lines (Size n)
{
    fill ('\n', n);
    say (FROM HEAD "\nx\n");
}

static void mails (Size n)
{
    for (Size i = 0; i < n; i++)
        printf (FROM REPORT TEXT STATUS "Final-Recipient: rfc822; u%lu@example.com\nAction: failed\nStatus: 5.1.1\n" END "\n", i);
}

static void yes (Size n)
{
    repeat ("y\n", n);
}

/* ---- Single responses, a line each ---- */

static void responses (Size n)
{
    numbered ("550 5.1.1 <u%lu@example.com>: user unknown\n", n);
}

static void long_response (Size n)
{
    say ("550 5.1.1 ");
    repeat ("user (a@b.example) <421 4.4.2 -> ", n);
    say ("\n");
}

/* NULs that are no line: each is to cost as little as another byte. */
static void nul_lines (Size n)
{
    for (Size i = 0; i < n; i++) {
        fill (0, 60000);
        say ("\n");
    }
}

/* ---- What is not to reach a terminal, a spreadsheet, a shell or a format ---- */

#define POISON(bytes) { bytes, sizeof (bytes) - 1 }

static const struct {
    const char *bytes;
    size_t n;
} poisons[] = {
    POISON ("\033[2J\033]0;title\a\033P"),                /* escape sequences */
    POISON ("\302\23331m \23331m \302\205"),              /* the same of one character, in UTF-8 and without */
    POISON ("\342\200\256txt.exe\342\201\246\330\234"), /* what reorders a line */
    POISON ("a\342\200\250b\342\200\251\357\273\277\342\200\213c"), /* ends of lines; what is not seen */
    POISON ("a\0b\0"),
    POISON ("\b\b\b\v\f\177 \rb\t"),
    POISON ("\377\376\300\200\355\240\200\364\220\200\200"), /* no UTF-8 */
    POISON ("=cmd|' /C calc'!A0"),                        /* formulas */
    POISON ("+1"),
    POISON ("-1"),
    POISON (" \t@SUM(1+9)"),
    POISON ("x;=1+1;\"=1\",=1"),
    POISON ("\357\274\235cmd;\302\240=1"),
    POISON ("%s%n%1000000d%%"),
    POISON ("$(touch pwned);`touch pwned`|touch pwned&touch pwned"),
    POISON ("'; DROP TABLE x; --"),
    POISON ("\\u001b\",\"}]\\"),
    POISON ("<script>&amp;\\x{1b}=1B+1B-"),
};

#define N_POISONS (sizeof poisons / sizeof *poisons)

/* Says a text in which each "@@" stands for the poison. */
static void say_poisoned (const char *text, Size i)
{
    for (const char *at; (at = strstr (text, "@@")); text = at + 2) {
        fwrite (text, 1, (size_t) (at - text), stdout);
        fwrite (poisons[i % N_POISONS].bytes, 1, poisons[i % N_POISONS].n, stdout);
    }
    say (text);
}

static void poison_lines (Size n)
{
    for (Size i = 0; i < n; i++)
        say_poisoned ("@@ 550 5.1.1 <@@@example.com>: @@ user unknown @@\n@@\n", i);
}

#define POISONED_HEAD                                                                                                            \
    FROM "From: @@ <MAILER-DAEMON@mx.example.net>\nTo: @@ <list@example.org>\nReturn-Path: <@@>\nSubject: @@\nDate: @@\n"        \
         "Message-ID: <@@>\nX-Failed-Recipients: @@@example.com\nAuto-Submitted: @@\nReceived: @@\nMIME-Version: @@\n"
#define POISONED_RETURNED                                                                                                        \
    "--b\nContent-Type: message/rfc822; name=@@\n\nFrom: @@@example.org\nTo: @@@example.com\nSubject: @@\n"                   \
    "Message-ID: <@@>\nList-Id: @@ <@@>\nDate: @@\nX-@@: @@\n\n@@\n"

/* A delivery status, a complaint, a text and a text of which nothing is known: each with the poison in all that is told of it. */
static void poisoned (Size n)
{
    static const char *const mails[] = {
        POISONED_HEAD "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\n@@\n" STATUS
                      "Arrival-Date: @@\nOriginal-Envelope-Id: @@\nX-@@: @@\n\nFinal-Recipient: rfc822; @@@example.com\n"
                      "Original-Recipient: @@; @@@example.com\nAction: failed\nStatus: 5.1.1 @@\nRemote-MTA: dns; @@\n"
                      "Diagnostic-Code: @@; 550 5.1.1 @@\nLast-Attempt-Date: @@\nWill-Retry-Until: @@\n\n"
                      "Final-Recipient: @@\nAction: @@\nStatus: @@\nRemote-MTA: @@\nDiagnostic-Code: @@\n" POISONED_RETURNED END "\n",
        POISONED_HEAD "Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\n@@\n"
                      "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: @@\nUser-Agent: @@\nX-@@: @@\nReported-Domain: @@\n"
                      "Original-Rcpt-To: @@@example.com\nOriginal-Mail-From: @@\n" POISONED_RETURNED END "\n",
        POISONED_HEAD "\nThis is the mail system at host @@.\n\n<@@@example.com>: host @@[192.0.2.1] said: 550 5.1.1 @@ (in reply to "
                      "RCPT TO command)\n<user@example.com>: @@\n\n",
        POISONED_HEAD "\nYour message could not be delivered.\n\nuser@example.com @@ the whale @@ sank 550 @@\n\n",
    };

    for (Size i = 0; i < n; i++)
        say_poisoned (mails[i % 4], i / 4);
}

/* ---- Mails that break off ---- */

/* A line that the mailbox would take for the begin of a message is quoted. */
static void say_mail (const char *bytes, size_t n)
{
    for (const char *end = bytes + n, *next; bytes < end; bytes = next) {
        const char *feed = memchr (bytes, '\n', (size_t) (end - bytes)), *word = bytes + strspn (bytes, ">");
        next = feed ? feed + 1 : end;
        if (strncmp (word, "From ", 5) == 0)
            putchar ('>');
        fwrite (bytes, 1, (size_t) (next - bytes), stdout);
    }
}

static int say_cuts (const char *path, Size step)
{
    static char bytes[1 << 22];
    FILE *file = fopen (path, "rb");
    size_t n = file ? fread (bytes, 1, sizeof bytes - 1, file) : 0;

    if (!file || fclose (file) != 0) {
        perror (path);
        return 1;
    }
    bytes[n] = '\0';
    for (size_t cut = 0; cut < n; cut += step) {
        say (FROM);
        say_mail (bytes, cut);
        say (cut && bytes[cut - 1] == '\n' ? "\n" : "\n\n");
    }
    return 0;
}

/* ---- The list ---- */

#define CASE(name) { #name, name }

static const struct {
    const char *name;
    void (*write) (Size n);
} cases[] = {
    /* clang-format off: else its columns move with the longest name */
    CASE (nested_multiparts), CASE (nested_messages), CASE (parts), CASE (boundaries), CASE (many_statuses), CASE (header_lines),
    CASE (received_lines), CASE (folded_header), CASE (long_header), CASE (address_groups), CASE (address_commas),
    CASE (address_quotes), CASE (address_comments), CASE (address_ats), CASE (failed_recipients), CASE (encoded_words),
    CASE (encoded_charsets), CASE (charset_name), CASE (parameters), CASE (recipient_groups), CASE (same_recipient),
    CASE (report_fields), CASE (complaint_fields), CASE (text_recipients), CASE (transcript), CASE (qmail_list),
    CASE (generic_list), CASE (notice_json), CASE (notice_addresses), CASE (complainants), CASE (local_parts),
    CASE (said_brackets), CASE (said_angles), CASE (said_ats), CASE (said_codes), CASE (said_dots), CASE (said_digits),
    CASE (said_folds), CASE (said_phrases), CASE (said_hosts), CASE (said_replies), CASE (text_brackets), CASE (text_angles),
    CASE (text_ats), CASE (text_dots), CASE (text_addresses), CASE (text_upper), CASE (text_lower), CASE (text_lines),
    CASE (text_spaces), CASE (text_dashes), CASE (text_quotes), CASE (text_fields), CASE (text_replies), CASE (html_tags),
    CASE (html_comments), CASE (html_entities), CASE (html_angles), CASE (html_scripts), CASE (base64), CASE (quoted_printable),
    CASE (uuencoded), CASE (nuls), CASE (only_nuls), CASE (long_line), CASE (noise_body), CASE (only_noise), CASE (every_byte),
    CASE (charsets), CASE (from_lines), CASE (almost_from_lines), CASE (blank_lines), CASE (mails), CASE (yes), CASE (responses),
    CASE (long_response), CASE (long_speaker), CASE (nul_lines), CASE (poison_lines), CASE (poisoned), CASE (parameter_charsets),
    CASE (wordings), CASE (alike_wordings), CASE (generic_returned), CASE (long_recipient),
    CASE (late_replies),
    /* clang-format on */
};

int main (int argc, char **argv)
{
    int failed = 0;

    for (int i = 3; i < argc && strcmp (argv[1], "cuts") == 0; i++)
        failed = failed || say_cuts (argv[i], strtoul (argv[2], NULL, 10));
    if (argc > 3)
        return failed || fflush (stdout) != 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (argc < 3)
            puts (cases[i].name);
        else if (strcmp (argv[1], cases[i].name) == 0) {
            cases[i].write (strtoul (argv[2], NULL, 10));
            return fflush (stdout) == 0 ? 0 : 1;
        }
    }
    return argc < 3 ? 0 : 64;
}
