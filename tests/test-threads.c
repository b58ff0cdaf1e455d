/* test-threads.c: one parser, its reports and the tables of codes in several threads at once
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Under ThreadSanitizer (make check-tsan) it shows races; without, only whether each thread is told the same.
 */
#include "config.h"

#include "bounce.h"

#include <string.h>

#define THREADS 4
#define ROUNDS 20

static const char *const mails[] = {
    /* a standard report, with encoded words, a charset to convert, and a date */
    "From: =?utf-8?Q?Zustell=C3=A4r?= <MAILER-DAEMON@mx.example.net>\nTo: list@example.org\nDate: Mon, 23 Nov 2026 14:32:04 +0000\n"
    "Subject: =?iso-8859-1?Q?Unzustellbar=E4?=\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    "--b\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nDas ging nicht: =E4\n"
    "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\nArrival-Date: Mon, 23 Nov 2026 14:30:04 +0000\n\n"
    "Final-Recipient: rfc822; user@example.com\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n"
    "Last-Attempt-Date: Mon, 23 Nov 2026 14:32:04 +0000\n\n"
    "--b\nContent-Type: message/rfc822\n\nSubject: =?utf-8?B?w6k=?=\nMessage-ID: <a@example.org>\n\nx\n--b--\n",
    /* a known format, a page, a complaint, a read receipt, an answer nobody wrote, what is none of these */
    "From: MAILER-DAEMON@example.net\nSubject: failure notice\n\nHi. This is the qmail-send program at example.net.\n"
    "I'm afraid I wasn't able to deliver your message to the following addresses.\n\n<a@example.com>:\n192.0.2.1 does not like recipient.\n"
    "Remote host said: 550 5.1.1 unknown\n",
    "From: postmaster@example.net\nSubject: Undeliverable: x\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
    "PHA+WW91ciBtZXNzYWdlIHRvIGFAYi5leGFtcGxlIGNvdWxkIG5vdCBiZSBkZWxpdmVyZWQ6IDU1MCA1LjIuMiBtYWlsYm94IGZ1bGw8L3A+Cg==\n",
    "From: fbl@example.net\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\nx\n--b\n"
    "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x/1\nOriginal-Rcpt-To: <a@example.com>\n--b--\n",
    "From: a@example.com\nAuto-Submitted: auto-replied\nSubject: Out of office\n\nBack on Monday.\n",
    "From: a@example.com\nSubject: Lunch?\n\nShall we?\n",
};

static BounceParser *parser;
static BounceReport *shared;

/* Everything that a thread may ask: what it is told, as one string. */
static gpointer ask (gpointer data)
{
    GString *told = g_string_new (NULL);
    guint first = GPOINTER_TO_UINT (data);

    for (guint round = 0; round < ROUNDS; round++)
        for (guint k = 0; k < G_N_ELEMENTS (mails); k++) { /* each thread begins elsewhere, so that all meet all */
            const char *mail = mails[(k + first + round) % G_N_ELEMENTS (mails)];
            g_autoptr(BounceReport) report = bounce_parser_parse (parser, mail, strlen (mail));
            g_autofree char *page = bounce_parser_explain (parser, mail, strlen (mail));
            g_autofree char *json = bounce_report_to_json (report);
            g_assert_true (json && page);
        }
    for (guint k = 0; k < G_N_ELEMENTS (mails); k++) {
        g_autoptr(BounceReport) report = bounce_parser_parse (parser, mails[k], strlen (mails[k]));
        g_autofree char *json = bounce_report_to_json (report);
        g_string_append (told, json);
    }
    g_autoptr(BounceRecipient) verdict = bounce_parser_classify (parser, "552 5.2.2 <a@b.example>: over quota", "mx.example.com");
    g_autoptr(BounceReport) same = bounce_report_ref (shared);
    g_autofree char *json = bounce_recipient_to_json (verdict), *shared_json = bounce_report_to_json (same);
    g_string_append (told, json);
    g_string_append (told, shared_json);
    g_string_append (told, bounce_code_lookup ("5.1.1")->name);
    g_string_append (told, g_type_name (BOUNCE_TYPE_REASON));
    g_string_append (told, bounce_reason_to_string (BOUNCE_REASON_GREYLISTED));
    return g_string_free (told, FALSE);
}

static void test_shared_parser (void)
{
    GThread *threads[THREADS];

    parser = bounce_parser_new ();
    shared = bounce_parser_parse (parser, mails[0], strlen (mails[0]));

    for (guint i = 0; i < THREADS; i++)
        threads[i] = g_thread_new ("asks", ask, GUINT_TO_POINTER (i));
    g_autofree char *wanted = g_thread_join (threads[0]);
    for (guint i = 1; i < THREADS; i++) {
        g_autofree char *told = g_thread_join (threads[i]);
        g_assert_cmpstr (told, ==, wanted);
    }
    bounce_report_unref (shared);
    bounce_parser_unref (parser);
}

static gpointer make_own (gpointer data)
{
    g_autoptr(BounceParser) own = bounce_parser_new ();
    g_autoptr(GError) error = NULL;
    static const char rules[] = "scope site\n\nuser-unknown \"no such whale\"\n    > 550 no such whale\n";

    g_assert_true (bounce_parser_add_rules (own, rules, -1, "own.rules", &error));
    g_autoptr(BounceRecipient) verdict = bounce_parser_classify (own, "550 no such whale", NULL);
    g_assert_cmpint (bounce_recipient_get_reason (verdict), ==, BOUNCE_REASON_USER_UNKNOWN);
    return data;
}

/* Each thread makes a parser of its own, the first of the process among them. */
static void test_own_parsers (void)
{
    GThread *threads[THREADS];

    for (guint i = 0; i < THREADS; i++)
        threads[i] = g_thread_new ("makes", make_own, NULL);
    for (guint i = 0; i < THREADS; i++)
        g_thread_join (threads[i]);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/threads/own-parsers", test_own_parsers);
    g_test_add_func ("/threads/shared-parser", test_shared_parser);
    return g_test_run ();
}
