/* test-conformance-status.c: delivery status, its shape and the fields of the message (RFC 3464, sections 2.1 and 2.2)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "conformance.h"
#include "warnings.h"

#include <string.h>

/* ---- 11 and 12: groups ---- */

#define SECOND_GROUP "Final-Recipient: rfc822; second@example.com\nAction: delayed\nStatus: 4.2.2\n"

/* The bounce of ADDRESS and the delay of second@example.com. */
static void assert_two (BounceReport *report)
{
    assert_kind (report, "bounce");
    assert_uint (bounce_report_get_n_recipients (report), 2);
    BounceRecipient *a = bounce_report_get_recipient (report, 0), *b = bounce_report_get_recipient (report, 1);
    assert_str (bounce_recipient_get_address (a), ADDRESS);
    assert_action (a, "failed");
    assert_str (bounce_recipient_get_status (a), "5.1.1");
    assert_reason (a, "user-unknown");
    assert_severity (a, "hard");
    assert_str (bounce_recipient_get_address (b), "second@example.com");
    assert_action (b, "delayed");
    assert_str (bounce_recipient_get_status (b), "4.2.2");
    assert_reason (b, "mailbox-full");
    assert_severity (b, "none");
}

static void test_groups (void)
{
    static const char *const bodies[] = {
        MTA_GROUP FAILED_GROUP "\n" SECOND_GROUP,
        MTA_GROUP FAILED_GROUP "\n" SECOND_GROUP "\n\n\n",
        /* more than one blank line, and blank lines with spaces */
        "\n\n" MTA_GROUP "\n\n" FAILED_GROUP "\n\n\n" SECOND_GROUP,
        "Reporting-MTA: dns; mx.example.net\n \t\n" FAILED_GROUP "   \n" SECOND_GROUP,
        /* a blank line after every field */
        "Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; user@example.com\n\nAction: failed\n\nStatus: 5.1.1\n\n"
        "Final-Recipient: rfc822; second@example.com\n\nAction: delayed\n\nStatus: 4.2.2\n",
        /* none between the recipients, none after the fields of the message, none at all */
        MTA_GROUP FAILED_GROUP SECOND_GROUP,
        "Reporting-MTA: dns; mx.example.net\n" FAILED_GROUP "\n" SECOND_GROUP,
        "Reporting-MTA: dns; mx.example.net\n" FAILED_GROUP SECOND_GROUP,
        /* other orders */
        MTA_GROUP "Action: failed\nStatus: 5.1.1\nFinal-Recipient: rfc822; user@example.com\n\n"
                  "Status: 4.2.2\nAction: delayed\nFinal-Recipient: rfc822; second@example.com\n",
        MTA_GROUP "Original-Recipient: rfc822; user@example.com\n" FAILED_GROUP
                  "\nOriginal-Recipient: rfc822; second@example.com\n" SECOND_GROUP,
        /* the fields of the message after those of the recipients */
        FAILED_GROUP "\n" SECOND_GROUP "\nReporting-MTA: dns; mx.example.net\n",
    };
    for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
        g_test_message ("body %u", i);
        g_autoptr(BounceReport) report = read_status (bodies[i]);
        assert_two (report);
        assert_str (bounce_report_get_reporting_mta (report), "mx.example.net");
    }
}

static void test_no_message_group (void)
{
    static const char *const bodies[] = { FAILED_GROUP "\n" SECOND_GROUP, FAILED_GROUP SECOND_GROUP,
                                          "\n" FAILED_GROUP "\n" SECOND_GROUP };

    for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
        g_autoptr(BounceReport) report = read_status (bodies[i]);
        assert_two (report);
        g_assert_null (bounce_report_get_reporting_mta (report));
        assert_warned (report, WARN_NO_GROUP);
    }
}

static void test_no_recipient (void)
{
    static const char *const bodies[] = { MTA_GROUP, "\n", "Nothing of the kind\n",
                                          "Arrival-Date: Mon, 23 Nov 2026 14:00:00 +0000\n" };

    for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
        g_autofree char *part = g_strconcat (STATUS_TYPE, bodies[i], NULL);
        g_autoptr(BounceReport) report = read_mail (mail (REPORT, "Content-Type: text/plain\n\nHello\n", part, NULL));
        assert_kind (report, "bounce"); /* as the subject says, of nobody knows whom */
        g_assert_null (bounce_recipient_get_address (only (report)));
        assert_reason (only (report), "unknown");
        assert_severity (only (report), "soft");
        assert_warned (report, WARN_NO_RECIPIENT);
    }
}

/* ---- 13: syntax of fields ---- */

static void test_field_syntax (void)
{
    static const char *const bodies[] = {
        "REPORTING-MTA: dns; mx.example.net\n\nFINAL-RECIPIENT: rfc822; user@example.com\nACTION: failed\nSTATUS: 5.1.1\n",
        "reporting-mta:dns;mx.example.net\n\nfinal-recipient:rfc822;user@example.com\naction:failed\nstatus:5.1.1\n",
        "Reporting-MTA : dns ; mx.example.net\n\nFinal-Recipient\t: rfc822 ; user@example.com \nAction  : failed\t\nStatus "
        ":5.1.1  \n",
        "Reporting-MTA:\n dns;\n mx.example.net\n\nFinal-Recipient:\n\trfc822;\n\tuser@example.com\nAction:\n "
        "failed\nStatus:\n\t5.1.1\n",
        MTA_GROUP "Status: 5.1.1\nAction: failed\nFinal-Recipient: rfc822; user@example.com\n",
    };
    for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
        g_autoptr(BounceReport) report = read_status (bodies[i]);
        assert_user_unknown (report);
        assert_str (bounce_report_get_reporting_mta (report), "mx.example.net");
    }
}

static void test_duplicate_fields (void)
{
    g_autoptr(BounceReport) report = read_status (
        "Reporting-MTA: dns; mx.example.net\nReporting-MTA: dns; other.example.net\nArrival-Date: Mon, 23 Nov 2026 14:00:00 "
        "+0000\n"
        "Arrival-Date: Tue, 24 Nov 2026 14:00:00 +0000\n\n" FAILED_GROUP
        "Action: delayed\nStatus: 4.2.2\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\nDiagnostic-Code: smtp; 452 4.2.2 Full\n"
        "Remote-MTA: dns; a.example\nRemote-MTA: dns; b.example\n");
    assert_user_unknown (report);
    BounceRecipient *r = only (report);
    assert_str (bounce_report_get_reporting_mta (report), "mx.example.net");
    assert_str (bounce_report_get_arrival_date (report), "2026-11-23T14:00:00+00:00");
    assert_str (bounce_recipient_get_reported_status (r), "5.1.1");
    assert_str (bounce_recipient_get_diagnostic (r), "550 5.1.1 User unknown");
    assert_str (bounce_recipient_get_remote_mta (r), "a.example");
    assert_warned (report, WARN_DUPLICATE);
}

/* ---- 14: comments and encoded-words ---- */

static void test_comments (void)
{
    g_autoptr(BounceReport) report = read_status (
        "Reporting-MTA: dns (the (nested) type); mx.example.net (192.0.2.1 \\) (really))\n"
        "Arrival-Date: Mon, 23 Nov 2026 (Monday (the 23rd)) 14:00:00 +0000 (UTC)\n\n"
        "Final-Recipient: rfc822; user@example.com (the user)\nAction: (an action) failed (bad (very) \\( one)\n"
        "Status: 5.1.1 (bad destination mailbox 4.2.2 =?utf-8?q?unbekannt?=)\nRemote-MTA: dns; mx.example.com (see \"(\" there)\n"
        "Last-Attempt-Date: (at last) Mon, 23 Nov 2026 15:00:00 +0000\n");
    assert_user_unknown (report);
    assert_str (bounce_report_get_reporting_mta (report), "mx.example.net");
    assert_str (bounce_report_get_arrival_date (report), "2026-11-23T14:00:00+00:00");
    assert_str (bounce_recipient_get_remote_mta (only (report)), "mx.example.com");
    assert_str (bounce_recipient_get_last_attempt (only (report)), "2026-11-23T15:00:00+00:00");
}

static void test_encoded_words (void)
{
    g_autoptr(BounceReport) report = read_recipient (
        FAILED_GROUP
        "Diagnostic-Code: smtp; 550 5.1.1 =?iso-8859-1?Q?Empf=E4nger?= =?utf-8?B?IHVuYmVrYW5udA==?= (=?utf-8?q?=C3=BC?=)\n");
    assert_user_unknown (report);
    assert_str (bounce_recipient_get_diagnostic (only (report)), "550 5.1.1 Empfänger unbekannt (ü)");
}

/* ---- 15: fields of others ---- */

static void test_unknown_fields (void)
{
    g_autoptr(BounceReport) report = read_status (
        "X-Postfix-Queue-ID: 4B1D\nReporting-MTA: dns; mx.example.net\nX-Postfix-Sender: rfc822; sender@example.org\n"
        "Received-From-MTA: dns; client.example.org\nContent-Thing: 1\n\n"
        "X-Actual-Recipient: rfc822; actual@example.com\nFinal-Recipient: rfc822; user@example.com\nX-Supplementary-Info: 550 "
        "5.7.1 spam\n"
        "Action: failed\nStatus: 5.1.1\nFinal-Log-ID: QQ 550 5.2.2\nExpiry: never\n\nX-Later: group\n");
    assert_user_unknown (report);
    assert_str (bounce_report_get_reporting_mta (report), "mx.example.net");
    g_assert_null (bounce_recipient_get_diagnostic (only (report)));
}

/* ---- 16: encodings and charsets ---- */

static void test_transfer_encodings (void)
{
    static const char *const parts[] = {
        "Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n"
        "UmVwb3J0aW5nLU1UQTogZG5zOyBteC5leGFtcGxlLm5ldAoKRmluYWwtUmVjaXBpZW50OiByZmM4\n"
        "MjI7IHVzZXJAZXhhbXBsZS5jb20KQWN0aW9uOiBmYWlsZWQKU3RhdHVzOiA1LjEuMQo=\n",
        "Content-Type: message/delivery-status\nContent-Transfer-Encoding: Quoted-Printable\n\n"
        "Reporting-MTA:=20dns; mx.ex=\nample.net\n\nFinal-Recipient: rfc822; user=40example.com=20\nAction: failed=\n\nStatus: "
        "5.1.1\n",
        "Content-Type: message/delivery-status\nContent-Transfer-Encoding: 8bit\n\n" MTA_GROUP FAILED_GROUP,
        "Content-Type: message/delivery-status; charset=us-ascii\nContent-Transfer-Encoding: 7bit\n\n" MTA_GROUP FAILED_GROUP,
        "Content-Type: message/delivery-status; charset=x-nobody-knows\nContent-Transfer-Encoding: x-none\n\n" MTA_GROUP
            FAILED_GROUP,
        "Content-Type: message/delivery-status; charset=utf-16\n\n" MTA_GROUP FAILED_GROUP,
    };
    for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
        g_test_message ("part %u", i);
        g_autoptr(BounceReport) report = read_mail (mail (REPORT, TEXT, parts[i], ORIGINAL, NULL));
        assert_user_unknown (report);
        assert_str (bounce_report_get_reporting_mta (report), "mx.example.net");
    }
}

/* What Domino and others leave in the value: "宛先不明" ("destination unknown"), and a Latin text. */
static void test_charsets (void)
{
    static const struct {
        const char *type, *bytes, *text;
    } cases[] = {
        { "; charset=Shift_JIS", "\210\266\220\346\225\163\226\276", "宛先不明" },
        { "", "\210\266\220\346\225\163\226\276", "宛先不明" },
        { "; charset=iso-2022-jp", "\033$B08@hITL@\033(B", "宛先不明" },
        { "", "\033$B08@hITL@\033(B", "宛先不明" },
        { "; charset=us-ascii", "\033$B08@hITL@\033(B", "宛先不明" },
        { "; charset=euc-jp", "\260\270\300\350\311\324\314\300", "宛先不明" },
        { "", "宛先不明", "宛先不明" },
        { "; charset=iso-8859-1", "宛先不明", "宛先不明" },
        { "; charset=iso-8859-1", "Empf\344nger \200", "Empfänger €" },
        { "", "Empf\344nger", "Empfänger" },
        { "; charset=koi8-r", "\316\305\324", "нет" },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *part = g_strdup_printf ("Content-Type: message/delivery-status%s\n\n" MTA_GROUP FAILED_GROUP
                                                 "Diagnostic-Code: smtp; 550 5.1.1 %s\n",
                                                 cases[i].type, cases[i].bytes);
        g_autofree char *expected = g_strconcat ("550 5.1.1 ", cases[i].text, NULL);
        g_autoptr(BounceReport) report = read_mail (mail (REPORT, TEXT, part, ORIGINAL, NULL));
        assert_user_unknown (report);
        assert_str (bounce_recipient_get_diagnostic (only (report)), expected);
    }
}

static void test_byte_order_mark (void)
{
    g_autoptr(BounceReport) report = read_status ("\357\273\277" MTA_GROUP FAILED_GROUP);

    assert_user_unknown (report);
    assert_str (bounce_report_get_reporting_mta (report), "mx.example.net");
}

/* A message that an editor has put its mark in front of, and one in UTF-16, where every other byte is a NUL. */
static void test_other_marks (void)
{
    g_autofree char *text = mail_with_status (MTA_GROUP FAILED_GROUP), *marked = g_strconcat ("\357\273\277", text, NULL);
    g_autoptr(BounceReport) report = read_text (marked);
    assert_user_unknown (report);
    assert_str (bounce_report_get_message_id (report), "report@mx.example.net");

    gsize length;
    g_autofree char *wide = g_convert (MTA_GROUP FAILED_GROUP, -1, "UTF-16", "UTF-8", NULL, &length, NULL);
    g_autofree char *encoded = g_base64_encode ((const guchar *) wide, length);
    g_autofree char *part = g_strconcat (
        "Content-Type: message/delivery-status; charset=UTF-16\nContent-Transfer-Encoding: base64\n\n", encoded, "\n", NULL);
    g_autoptr(BounceReport) other = read_mail (mail (REPORT, TEXT, part, ORIGINAL, NULL));
    assert_user_unknown (other);
}

static void test_nuls (void)
{
    g_autofree char *text =
        mail_with_status ("Reporting-MTA: dns; mx.ex~ample.net\n\nFinal-Recipient: rfc822; user@example.com~\n"
                          "Action: failed~\nStatus:~5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User~unknown\n~\n");
    gsize n = strlen (text);
    for (char *p = text; p < text + n; p++)
        if (*p == '~')
            *p = '\0';
    g_autoptr(BounceReport) report = read_bytes (text, n);

    assert_user_unknown (report);
    assert_str (bounce_recipient_get_diagnostic (only (report)), "550 5.1.1 User unknown");
}

/* ---- 17: long and cut ---- */

static void test_long_lines (void)
{
    g_autofree char *words = repeated ("word ", 40000);
    g_autofree char *status =
        g_strconcat (MTA_GROUP "X-Long: ", words, "\n" FAILED_GROUP "Diagnostic-Code: smtp; 550 5.1.1 ", words, "\n", NULL);
    g_autoptr(BounceReport) report = read_status (status);

    assert_user_unknown (report);
    g_assert_true (g_str_has_prefix (bounce_recipient_get_diagnostic (only (report)), "550 5.1.1 word word"));
}

static void test_no_final_newline (void)
{
    static const char text[] = "From: MAILER-DAEMON@mx.example.net\nContent-Type: " REPORT "\n\n--b\n" STATUS_TYPE MTA_GROUP
                               "Final-Recipient: rfc822; user@example.com\nAction: failed\nStatus: 5.1.1";
    g_autoptr(BounceReport) report = read_text (text);

    assert_user_unknown (report);
}

static void test_trailing_junk (void)
{
    static const char *const junk[] = {
        "--b\n", "--b--\n", "\n--another--\n", "------=_NextPart\n", "\n.\n", "\n\032\n", "\n--\nA footer: of a list\n"
    };

    for (guint i = 0; i < G_N_ELEMENTS (junk); i++) {
        g_autofree char *status = g_strconcat (MTA_GROUP FAILED_GROUP, junk[i], NULL);
        g_autoptr(BounceReport) report = read_status (status);
        assert_user_unknown (report);
    }
}

/* Quoted-printable that nobody labelled. */
static void test_unlabelled_encoding (void)
{
    static const char body[] = "Reporting-MTA: dns; mx.example.net=20\n\nFinal-Recipient: rfc822; user@example.com=20\n"
                               "Action: delayed=20\nStatus: 4.2.2=20\n";
    g_autoptr(BounceReport) report = read_status (body);

    assert_kind (report, "delay");
    assert_str (bounce_recipient_get_address (only (report)), ADDRESS);
    assert_action (only (report), "delayed");
    assert_str (bounce_recipient_get_status (only (report)), "4.2.2");
}

/* ---- 18 to 22: fields of the message ---- */

static void test_envelope_id (void)
{
    static const struct {
        const char *field, *id;
    } cases[] = {
        { "Original-Envelope-Id: QQ314159", "QQ314159" },
        { "Original-Envelope-Id:  Aa+2BbB+3D/c(d);e ", "Aa+2BbB+3D/c(d);e" }, /* neither decoded nor taken for a comment */
        { "original-envelope-id: <x@y>", "<x@y>" },
        { "Original-Envelope-Id: one\nOriginal-Envelope-Id: two", "one" },
        { "Original-Envelope-Id:", NULL },
        { "X-Original-Envelope-Id: no", NULL },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *fields = g_strconcat (cases[i].field, "\nReporting-MTA: dns; mx.example.net\n", NULL);
        g_autoptr(BounceReport) report = read_message_fields (fields);
        assert_str (bounce_report_get_envelope_id (report), cases[i].id);
        assert_user_unknown (report);
    }
}

static void test_reporting_mta (void)
{
    static const struct {
        const char *value, *name;
    } cases[] = {
        { " dns; mx.example.net", "mx.example.net" },
        { " DNS;MX.Example.net", "MX.Example.net" },
        { " dns;mx.example.net (Postfix (3.9))", "mx.example.net" },
        { " x-local-hostname; gateway", "gateway" },
        { " smtp; mx.example.net", "mx.example.net" },
        { " x400; /PRMD=x/C=us/", "/PRMD=x/C=us/" },
        { " dns; [192.0.2.1]", "[192.0.2.1]" },
        { " dns; [IPv6:2001:db8::1]", "[IPv6:2001:db8::1]" },
        { " mx.example.net", "mx.example.net" },
        { " dns; ", NULL },
        { "", NULL },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *fields = g_strconcat ("Reporting-MTA:", cases[i].value, "\n", NULL);
        g_autoptr(BounceReport) report = read_message_fields (fields);
        assert_str (bounce_report_get_reporting_mta (report), cases[i].name);
        assert_user_unknown (report);
    }
}

static void test_gateway (void)
{
    g_autoptr(BounceReport) report = read_message_fields ("DSN-Gateway: dns; gw.example.net\nReporting-MTA: x400; mta1\n");

    assert_user_unknown (report);
    assert_str (bounce_report_get_reporting_mta (report), "mta1");
    g_assert_null (bounce_recipient_get_remote_mta (only (report)));
}

static void test_received_from_mta (void)
{
    g_autoptr(BounceReport) report =
        read_message_fields ("Reporting-MTA: dns; mx.example.net\nReceived-From-MTA: dns; from.example.org (192.0.2.9)\n");

    assert_user_unknown (report);
    assert_str (bounce_report_get_reporting_mta (report), "mx.example.net");
    g_assert_null (bounce_recipient_get_remote_mta (only (report)));
}

static void test_dates (void)
{
    static const struct {
        const char *value, *date;
    } cases[] = {
        { "Mon, 23 Nov 2026 14:32:04 +0000", "2026-11-23T14:32:04+00:00" },
        { "Thu, 01 Jul 2004 15:12:40 +0900", "2004-07-01T15:12:40+09:00" },
        { "Thu,  1 Jul 2004 15:12:40 -0330 (NDT)", "2004-07-01T15:12:40-03:30" },
        { "1 Jul 2004 15:12:40 +0900", "2004-07-01T15:12:40+09:00" },
        { "1 Jul 2004 15:12 +0900", "2004-07-01T15:12:00+09:00" },
        { "Mon, 23 Nov 2026 14:32:04 GMT", "2026-11-23T14:32:04+00:00" },
        { "Mon, 23 Nov 2026 14:32:04 EST", "2026-11-23T14:32:04-05:00" },
        { "Mon, 23 Nov 2026 14:32:04 PDT", "2026-11-23T14:32:04-07:00" },
        { "Thu, 01 Jul 04 15:12:40 +0900", "2004-07-01T15:12:40+09:00" },
        { "Thu, 01 Jul 94 15:12:40 +0000", "1994-07-01T15:12:40+00:00" },
        { "Mon,\n 23 Nov 2026\n 14:32:04 +0000", "2026-11-23T14:32:04+00:00" },
        { "some day", "some day" },
        { "", NULL },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *fields = g_strconcat ("Reporting-MTA: dns; mx.example.net\nArrival-Date: ", cases[i].value, "\n", NULL);
        g_autoptr(BounceReport) report = read_message_fields (fields);
        assert_str (bounce_report_get_arrival_date (report), cases[i].date);
        assert_user_unknown (report);
    }
}

void add_status_tests (void)
{
    g_test_add_func ("/conformance/011-groups", test_groups);
    g_test_add_func ("/conformance/012-no-message-group", test_no_message_group);
    g_test_add_func ("/conformance/012-no-recipient", test_no_recipient);
    g_test_add_func ("/conformance/013-field-syntax", test_field_syntax);
    g_test_add_func ("/conformance/013-duplicate-fields", test_duplicate_fields);
    g_test_add_func ("/conformance/014-comments", test_comments);
    g_test_add_func ("/conformance/014-encoded-words", test_encoded_words);
    g_test_add_func ("/conformance/015-unknown-fields", test_unknown_fields);
    g_test_add_func ("/conformance/016-transfer-encodings", test_transfer_encodings);
    g_test_add_func ("/conformance/016-charsets", test_charsets);
    g_test_add_func ("/conformance/016-byte-order-mark", test_byte_order_mark);
    g_test_add_func ("/conformance/016-other-marks", test_other_marks);
    g_test_add_func ("/conformance/016-nuls", test_nuls);
    g_test_add_func ("/conformance/017-long-lines", test_long_lines);
    g_test_add_func ("/conformance/017-no-final-newline", test_no_final_newline);
    g_test_add_func ("/conformance/017-trailing-junk", test_trailing_junk);
    g_test_add_func ("/conformance/017-unlabelled-encoding", test_unlabelled_encoding);
    g_test_add_func ("/conformance/018-envelope-id", test_envelope_id);
    g_test_add_func ("/conformance/019-reporting-mta", test_reporting_mta);
    g_test_add_func ("/conformance/020-gateway", test_gateway);
    g_test_add_func ("/conformance/021-received-from-mta", test_received_from_mta);
    g_test_add_func ("/conformance/022-dates", test_dates);
}
