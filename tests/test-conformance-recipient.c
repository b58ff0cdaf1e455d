/* test-conformance-recipient.c: delivery status, the fields of a recipient and what follows from them (RFC 3464, section 2.3)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "conformance.h"
#include "warnings.h"

#include <string.h>

/* A report of one recipient that failed, with these fields as well. */
static BounceReport *read_failed (const char *name, const char *value)
{
    g_autoptr(GString) fields = g_string_new (FAILED_GROUP);
    g_string_append_printf (fields, "%s%s\n", name, value);
    return read_recipient (fields->str);
}

/* ---- 23 and 24: addresses ---- */

static void test_original_recipient (void)
{
    static const struct {
        const char *value, *address;
    } cases[] = {
        { "rfc822; sub@example.org", "sub@example.org" },
        { "RFC822;John.Doe@Example.ORG", "John.Doe@Example.ORG" },   /* never case-folded */
        { "rfc822;user+2Btag@example.org", "user+tag@example.org" }, /* xtext of an ORCPT */
        { "rfc822;a+3Db@example.org", "a=b@example.org" },
        { "rfc822;list+21@example.org", "list+21@example.org" }, /* an ordinary subaddress */
        { "rfc822;list+archive@example.org", "list+archive@example.org" },
        { "rfc822; <sub@example.org>", "sub@example.org" },
        { "sub@example.org", "sub@example.org" },
        { "utf-8; j\303\274rgen@example.org", "jürgen@example.org" },
        { "unknown; sub@example.org", "sub@example.org" },
        { "X-Local; sub@example.org", "sub@example.org" },
        { "x400; /G=A/S=B/PRMD=x/C=us/", "/G=A/S=B/PRMD=x/C=us/" },
        { "rfc822;", NULL },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr(BounceReport) report = read_failed ("Original-Recipient: ", cases[i].value);
        BounceRecipient *r = only (report);
        gboolean is_address = cases[i].address && strchr (cases[i].address, '@');
        assert_str (bounce_recipient_get_original_address (r), cases[i].address);
        assert_str (bounce_recipient_get_final_address (r), ADDRESS);
        /* 37: it is what the sender knows the recipient by */
        assert_str (bounce_recipient_get_address (r), is_address ? cases[i].address : ADDRESS);
        assert_str (bounce_origin_to_string (bounce_recipient_get_address_from (r)),
                    is_address ? "original-recipient" : "final-recipient");
    }
}

static void test_final_recipient (void)
{
    static const struct {
        const char *value, *address;
    } cases[] = {
        { " rfc822; user@example.com", ADDRESS },
        { " rfc822;user@example.com", ADDRESS },
        { " RFC822; User@Example.COM", "User@Example.COM" },
        { " LOCAL; user@example.com", ADDRESS },
        { " X-UNIX; user@example.com", ADDRESS },
        { " rfc822; <user@example.com>", ADDRESS },
        { " rfc822; \"Some User\" <user@example.com>", ADDRESS },
        { " rfc822; Some User <user@example.com>", ADDRESS },
        { " user@example.com", ADDRESS },
        { " <user@example.com>", ADDRESS },
        { " rfc822; user@example.com, other@example.com", ADDRESS },
        { " rfc822; user@example.com (expanded from <alias@example.com>)", ADDRESS },
        { " rfc822; user@[192.0.2.1]", "user@[192.0.2.1]" },
        { " rfc822; \"john doe\"@example.com", "\"john doe\"@example.com" },
        { " rfc822; o'neil@example.com", "o'neil@example.com" },
        { " rfc822; @relay.example,@other.example:user@example.com", ADDRESS },
        { " rfc822; mailto:user@example.com", ADDRESS },
        { " rfc822; user@example.com.", ADDRESS },
        { " system; user@example.com", ADDRESS },
        { " X-local; user", "user" },
        { " system;", NULL },
        { " rfc822;", NULL },
        { "", NULL },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *fields = g_strconcat ("Final-Recipient:", cases[i].value, "\nAction: failed\nStatus: 5.1.1\n", NULL);
        g_autoptr(BounceReport) report = read_recipient (fields);
        assert_kind (report, "bounce");
        assert_str (bounce_recipient_get_final_address (only (report)), cases[i].address);
        assert_severity (only (report), "hard");
        if (!cases[i].address) /* it is known from what was sent */
            assert_str (bounce_origin_to_string (bounce_recipient_get_address_from (only (report))), "original-to");
    }
}

static void test_no_final_recipient (void)
{
    g_autoptr(BounceReport) report =
        read_recipient ("Original-Recipient: rfc822; user@example.com\nAction: failed\nStatus: 5.1.1\n");

    assert_user_unknown (report);
    g_assert_null (bounce_recipient_get_final_address (only (report)));
}

/* ---- 25: Action ---- */

static void test_action (void)
{
    static const struct {
        const char *field, *action, *kind, *warning;
    } cases[] = {
        { "Action: failed", "failed", "bounce", NULL },
        { "Action: FAILED", "failed", "bounce", NULL },
        { "Action: delayed", "delayed", "delay", NULL },
        { "Action: Delivered", "delivered", "delivery", NULL },
        { "Action: relayed", "relayed", "delivery", NULL },
        { "Action: expanded", "expanded", "delivery", NULL },
        { "Action: failed (bad destination mailbox)", "failed", "bounce", NULL },
        { "Action: delivered (to (the) mailbox)", "delivered", "delivery", NULL },
        { "Action:\n\tfailed", "failed", "bounce", NULL },
        { "Action: failure", "failed", "bounce", WARN_ODD_ACTION },
        { "Action: error", "failed", "bounce", WARN_ODD_ACTION },
        { "Action: deliverable", "delivered", "delivery", WARN_ODD_ACTION },
        { "Action: hard-bounce", "failed", "bounce", WARN_ODD_ACTION },
        { "Action: nonsense", "failed", "bounce", WARN_ODD_ACTION },
        { "Action:", "failed", "bounce", WARN_NO_ACTION },
        { "X: y", "failed", "bounce", WARN_NO_ACTION },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *fields = g_strconcat ("Final-Recipient: rfc822; user@example.com\n", cases[i].field, "\n", NULL);
        g_autoptr(BounceReport) report = read_recipient (fields);
        assert_kind (report, cases[i].kind);
        assert_action (only (report), cases[i].action);
        if (cases[i].warning)
            assert_warned (report, cases[i].warning);
        else
            assert_uint (g_strv_length ((char **) bounce_report_get_warnings (report)), 0);
    }
}

static void test_no_action (void)
{
    g_autoptr(BounceReport) delivered = read_recipient ("Final-Recipient: rfc822; user@example.com\nStatus: 2.1.5\n");
    g_autoptr(BounceReport) failed = read_recipient ("Final-Recipient: rfc822; user@example.com\nStatus: 5.1.1\n");

    assert_kind (delivered, "delivery");
    assert_action (only (delivered), "delivered");
    assert_severity (only (delivered), "none");
    assert_warned (delivered, WARN_NO_ACTION);
    assert_user_unknown (failed);
    assert_warned (failed, WARN_NO_ACTION);
}

/* ---- 26 and 27: Status ---- */

static void test_status (void)
{
    static const struct {
        const char *value, *reported, *status;
    } cases[] = {
        { "5.1.1", "5.1.1", "5.1.1" },
        { " 5.1.1 (bad destination mailbox address)", "5.1.1 (bad destination mailbox address)", "5.1.1" },
        { "5.1.1(text)", "5.1.1(text)", "5.1.1" },
        { "5.0.0", "5.0.0", "5.0.0" },
        { "4.4.7", "4.4.7", "4.4.7" },
        { "5.7.509", "5.7.509", "5.7.509" },
        { "5.1.10", "5.1.10", "5.1.10" },
        { "550 5.1.1", "550 5.1.1", "5.1.1" },
        { "550 5.1.1 User unknown", "550 5.1.1 User unknown", "5.1.1" },
        { "5.1.1.", "5.1.1.", "5.1.1" },
        { "5.01.01", "5.01.01", "5.1.1" }, /* leading zeros */
        { "5.1", "5.1", "5.1.0" },
        { "5.001.001", "5.001.001", "5.1.1" },
        { "X.1.1", "X.1.1", NULL },
        { "3.1.1", "3.1.1", NULL },
        { "5", "5", NULL },
        { "5.1.1.1", "5.1.1.1", NULL },
        { "5.1234.1", "5.1234.1", NULL },
        { "unknown", "unknown", NULL },
        { "", NULL, NULL },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *fields =
            g_strconcat ("Final-Recipient: rfc822; user@example.com\nAction: failed\nStatus: ", cases[i].value, "\n", NULL);
        g_autoptr(BounceReport) report = read_recipient (fields);
        BounceRecipient *r = only (report);
        assert_str (bounce_recipient_get_reported_status (r), cases[i].reported);
        assert_str (bounce_recipient_get_status (r), cases[i].status);
        assert_uint (warned (report, WARN_ODD_STATUS), cases[i].reported && !cases[i].status);
        assert_uint (bounce_recipient_get_reply (r), 0); /* which a remote host gives */
    }
}

static void test_contradictions (void)
{
    static const struct {
        const char *action, *status, *kind, *severity;
        gboolean odd;
    } cases[] = {
        { "failed", "5.1.1", "bounce", "hard", FALSE },
        { "failed", "4.1.1", "bounce", "soft", FALSE }, /* given up after retries */
        { "failed", "4.4.7", "bounce", "soft", FALSE },
        { "failed", "2.1.1", "bounce", "soft", TRUE },
        { "delayed", "4.4.7", "delay", "none", FALSE },
        { "delayed", "5.1.1", "delay", "none", TRUE }, /* the Action wins */
        { "delivered", "2.1.5", "delivery", "none", FALSE },
        { "relayed", "2.0.0", "delivery", "none", FALSE },
        { "expanded", "2.1.5", "delivery", "none", FALSE },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *fields = g_strdup_printf ("Final-Recipient: rfc822; user@example.com\nAction: %s\nStatus: %s\n",
                                                   cases[i].action, cases[i].status);
        g_autoptr(BounceReport) report = read_recipient (fields);
        assert_kind (report, cases[i].kind);
        assert_severity (only (report), cases[i].severity);
        assert_uint (warned (report, WARN_CLASS), cases[i].odd);
    }
}

/* ---- 28: Remote-MTA ---- */

static void test_remote_mta (void)
{
    static const struct {
        const char *value, *host;
    } cases[] = {
        { "Remote-MTA: dns; mx.example.com", "mx.example.com" },
        { "Remote-MTA: DNS;mx.example.com (192.0.2.1)", "mx.example.com" },
        { "Remote-MTA: smtp; mx.example.com", "mx.example.com" },
        { "Remote-MTA: mx.example.com", "mx.example.com" },
        { "Remote-MTA: dns; [192.0.2.1]", "[192.0.2.1]" },
        { "Remote-MTA: dns;", NULL },
        { "X-Absent: yes", NULL },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr(BounceReport) report = read_failed (cases[i].value, "");
        assert_str (bounce_recipient_get_remote_mta (only (report)), cases[i].host);
        assert_user_unknown (report);
    }
}

/* ---- 29: Diagnostic-Code ---- */

static void test_diagnostic (void)
{
    static const struct {
        const char *value, *type, *text;
        guint reply;
        const char *status;
    } cases[] = {
        { "smtp; 550 5.1.1 No such user", "smtp", "550 5.1.1 No such user", 550, "5.1.1" },
        { "SMTP;550 no", "smtp", "550 no", 550, "5.0.0" },
        { "X-Postfix; unknown user: \"user\"", "x-postfix", "unknown user: \"user\"", 0, "5.0.0" },
        { "x-unix; user unknown", "x-unix", "user unknown", 0, "5.0.0" },
        { "x-powermta; unable to resolve", "x-powermta", "unable to resolve", 0, "5.0.0" },
        { "dns; no such host", "dns", "no such host", 0, "5.0.0" },
        { "lmtp; 552 5.2.2 over quota", "lmtp", "552 5.2.2 over quota", 552, "5.2.2" },
        { "smtp; 550 a; b; c", "smtp", "550 a; b; c", 550, "5.0.0" },
        { "550 5.1.1 none; told", NULL, "550 5.1.1 none; told", 550, "5.1.1" },
        { "smtp; host mx.example.com[192.0.2.1] said: 554 5.7.1 no", "smtp", "host mx.example.com[192.0.2.1] said: 554 5.7.1 no",
          554, "5.7.1" },
        { "smtp; 550-5.1.1 The address\n 550-5.1.1 does not exist\n 550 5.1.1 here", "smtp",
          "550 5.1.1 The address does not exist here", 550, "5.1.1" },
        { "smtp; 550-5.1.1 The address 550-5.1.1 does not exist 550 5.1.1 here", "smtp",
          "550 5.1.1 The address does not exist here", 550, "5.1.1" },
        { "smtp;\n 550 folded\n\tonce   more", "smtp", "550 folded once more", 550, "5.0.0" },
        { "smtp; 550 kept (with a comment)", "smtp", "550 kept (with a comment)", 550, "5.0.0" },
        { "", NULL, NULL, 0, "5.0.0" },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *fields = g_strconcat (
            "Final-Recipient: rfc822; user@example.com\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: ", cases[i].value, "\n",
            NULL);
        g_autoptr(BounceReport) report = read_recipient (fields);
        BounceRecipient *r = only (report);
        assert_str (bounce_recipient_get_diagnostic_type (r), cases[i].type);
        assert_str (bounce_recipient_get_diagnostic (r), cases[i].text);
        assert_uint (bounce_recipient_get_reply (r), cases[i].reply);
        assert_str (bounce_recipient_get_status (r), cases[i].status);
        assert_str (bounce_recipient_get_reported_status (r), "5.0.0");
    }
}

/* ---- 30 and 31 ---- */

static void test_attempts (void)
{
    g_autoptr(BounceReport) report = read_recipient ("Final-Recipient: rfc822; user@example.com\nAction: delayed\nStatus: "
                                                      "4.4.1\nLast-Attempt-Date: Mon, 23 Nov 2026 14:32:04 +0100\n"
                                                      "Will-Retry-Until: Sat, 28 Nov 2026 14:00:00 +0100 (CET)\n");

    assert_str (bounce_recipient_get_last_attempt (only (report)), "2026-11-23T14:32:04+01:00");
    assert_str (bounce_recipient_get_retry_until (only (report)), "2026-11-28T14:00:00+01:00");
    assert_not_warned (report, WARN_RETRY);
    g_autoptr(BounceReport) failed = read_failed ("Will-Retry-Until: ", "Sat, 28 Nov 2026 14:00:00 EST");
    assert_str (bounce_recipient_get_retry_until (only (failed)), "2026-11-28T14:00:00-05:00");
    assert_warned (failed, WARN_RETRY);
    assert_user_unknown (failed);
}

static void test_final_log_id (void)
{
    g_autoptr(BounceReport) report = read_failed ("Final-Log-ID: ", "abc; 452 4.2.2 (anything)");

    assert_user_unknown (report);
    assert_uint (bounce_recipient_get_reply (only (report)), 0);
}

/* ---- 32 and 33: recipients ---- */

static void test_recipients (void)
{
    static const struct {
        const char *address, *action, *status, *severity;
    } expected[] = { { "a@example.com", "failed", "5.1.1", "hard" },    { "b@example.com", "delayed", "4.2.2", "none" },
                     { "c@example.com", "delivered", "2.0.0", "none" }, { "a@example.com", "relayed", "2.0.0", "none" },
                     { "d@example.com", "expanded", "2.1.5", "none" },  { "e@example.com", "failed", "5.2.2", "soft" } };
    g_autoptr(GString) status = g_string_new (MTA_GROUP);

    for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
        g_string_append_printf (status, "Final-Recipient: rfc822; %s\nAction: %s\nStatus: %s\n\n", expected[i].address,
                                expected[i].action, expected[i].status);
    g_autoptr(BounceReport) report = read_status (status->str);
    assert_kind (report, "bounce");
    assert_uint (bounce_report_get_n_recipients (report), G_N_ELEMENTS (expected));
    for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
        BounceRecipient *r = bounce_report_get_recipient (report, i);
        assert_str (bounce_recipient_get_address (r), expected[i].address);
        assert_action (r, expected[i].action);
        assert_str (bounce_recipient_get_status (r), expected[i].status);
        assert_severity (r, expected[i].severity);
    }
    g_assert_null (bounce_report_get_recipient (report, G_N_ELEMENTS (expected)));
}

/* Two members of one alias fail for different reasons. */
static void test_alias (void)
{
    g_autoptr(BounceReport) report = read_status (
        MTA_GROUP
        "Original-Recipient: rfc822; alias@example.org\nFinal-Recipient: rfc822; a@example.com\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown\n\n"
        "Original-Recipient: rfc822; alias@example.org\nFinal-Recipient: rfc822; b@example.com\nAction: failed\nStatus: 5.2.2\n"
        "Diagnostic-Code: smtp; 552 5.2.2 Mailbox full\n");
    assert_uint (bounce_report_get_n_recipients (report), 2);
    BounceRecipient *a = bounce_report_get_recipient (report, 0), *b = bounce_report_get_recipient (report, 1);
    assert_str (bounce_recipient_get_address (a), "alias@example.org");
    assert_str (bounce_recipient_get_address (b), "alias@example.org");
    assert_str (bounce_recipient_get_final_address (b), "b@example.com");
    assert_reason (a, "user-unknown");
    assert_reason (b, "mailbox-full");
}

static void test_good_news (void)
{
    static const char *const actions[] = { "delivered", "relayed", "expanded" };

    for (guint i = 0; i < G_N_ELEMENTS (actions); i++) {
        g_autofree char *fields = g_strdup_printf ("Final-Recipient: rfc822; user@example.com\nAction: %s\nStatus: 2.1.5\n"
                                                   "Diagnostic-Code: smtp; 250 2.1.5 user unknown is not what this says\n",
                                                   actions[i]);
        g_autoptr(BounceReport) report = read_recipient (fields);
        BounceRecipient *r = only (report);
        assert_kind (report, "delivery");
        assert_action (r, actions[i]);
        assert_reason (r, NULL);
        assert_severity (r, "none");
        g_assert_null (bounce_recipient_get_evidence_rule (r));
        assert_uint (bounce_recipient_get_fault (r), BOUNCE_FAULT_NONE);
        assert_uint (bounce_recipient_get_confidence (r), BOUNCE_CONFIDENCE_NONE);
    }
}

/* ---- 34 to 38: who sends it, and to whom ---- */

static BounceReport *read_with_header (const char *header)
{
    g_autofree char *text =
        g_strconcat (header, "Content-Type: " REPORT "\n\n--b\n" TEXT "--b\n" STATUS "\n--b\n" ORIGINAL "--b--\n", NULL);
    return read_text (text);
}

static void test_return_path (void)
{
    static const char *const headers[] = { "Return-Path: <>\n", "Return-Path: <bounces@mx.example.net>\n",
                                           "Return-Path: <MAILER-DAEMON>\n", "" };

    for (guint i = 0; i < G_N_ELEMENTS (headers); i++) {
        g_autoptr(BounceReport) report = read_with_header (headers[i]);
        assert_user_unknown (report);
    }
}

static void test_any_sender (void)
{
    static const char *const headers[] = { "From: postmaster@mx.example.net\n",
                                           "From: <>\n",
                                           "From: Mail Delivery System <no-reply@mx.example.net>\n",
                                           "From: user@example.com\nAuto-Submitted: no\n",
                                           "From: a@example.net\nAuto-Submitted: auto-replied\n",
                                           "From: a@example.net\nPrecedence: bulk\n",
                                           "" };
    for (guint i = 0; i < G_N_ELEMENTS (headers); i++) {
        g_autoptr(BounceReport) report = read_with_header (headers[i]);
        assert_user_unknown (report);
    }
}

/* All that a caller compares with what it knows to have sent comes out as it went in: that is what a forger must guess. */
static void test_tokens (void)
{
    static const char text[] =
        "From: MAILER-DAEMON@mx.example.net\nTo: <list-bounces+user=example.com@lists.example.org>\nContent-Type: " REPORT
        "\n\n--b\n" STATUS_TYPE "Original-Envelope-Id: Token-aB+2F9\nReporting-MTA: dns; mx.example.net\n\n"
        "Final-Recipient: rfc822; someone@else.example\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: "
        "text/rfc822-headers\n\n"
        "Return-Path: <list-bounces+user=example.com@lists.example.org>\nMessage-ID: <aB.1@lists.example.org>\n--b--\n";
    g_autoptr(BounceReport) report = read_text (text);

    assert_str (bounce_report_get_envelope_id (report), "Token-aB+2F9");
    assert_str (bounce_report_get_original (report, "message_id"), "aB.1@lists.example.org");
    assert_str (bounce_report_get_original (report, "return_path"), "list-bounces+user=example.com@lists.example.org");
    assert_str (bounce_recipient_get_address (only (report)), ADDRESS);
    assert_str (bounce_origin_to_string (bounce_recipient_get_address_from (only (report))), "verp");
    assert_str (bounce_recipient_get_final_address (only (report)), "someone@else.example");
}

static void test_ignore_delays (void)
{
    g_autoptr(BounceReport) report =
        read_recipient ("Original-Recipient: rfc822; sub@example.org\nFinal-Recipient: rfc822; user@example.com\n"
                        "Action: delayed\nStatus: 4.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n");
    assert_kind (report, "delay");
    assert_str (bounce_recipient_get_address (only (report)), "sub@example.org");
    assert_severity (only (report), "none");
}

/* A report about a report: what the inner one tells is not read again, and that it had no return path can be seen. */
static void test_double_bounce (void)
{
    static const char inner[] =
        "Content-Type: message/rfc822\n\nReturn-Path: <>\nFrom: MAILER-DAEMON@inner.example\nTo: user@example.com\n"
        "Subject: Undelivered Mail\nMessage-ID: <inner@inner.example>\nContent-Type: multipart/report; "
        "report-type=delivery-status; boundary=c\n\n--c\n" TEXT "--c\n" STATUS_TYPE "Reporting-MTA: dns; inner.example\n\n"
        "Final-Recipient: rfc822; inner@example.com\nAction: failed\nStatus: 5.2.2\n\n--c--\n";
    g_autoptr(BounceReport) report = read_mail (mail (REPORT, TEXT, STATUS, inner, NULL));

    assert_user_unknown (report);
    assert_str (bounce_report_get_reporting_mta (report), "mx.example.net");
    assert_str (bounce_report_get_original (report, "message_id"), "inner@inner.example");
    assert_str (bounce_report_get_original (report, "return_path"), "<>");
}

void add_recipient_tests (void)
{
    g_test_add_func ("/conformance/023-original-recipient", test_original_recipient);
    g_test_add_func ("/conformance/024-final-recipient", test_final_recipient);
    g_test_add_func ("/conformance/024-no-final-recipient", test_no_final_recipient);
    g_test_add_func ("/conformance/025-action", test_action);
    g_test_add_func ("/conformance/025-no-action", test_no_action);
    g_test_add_func ("/conformance/026-status", test_status);
    g_test_add_func ("/conformance/027-contradictions", test_contradictions);
    g_test_add_func ("/conformance/028-remote-mta", test_remote_mta);
    g_test_add_func ("/conformance/029-diagnostic", test_diagnostic);
    g_test_add_func ("/conformance/030-attempts", test_attempts);
    g_test_add_func ("/conformance/031-final-log-id", test_final_log_id);
    g_test_add_func ("/conformance/032-recipients", test_recipients);
    g_test_add_func ("/conformance/032-alias", test_alias);
    g_test_add_func ("/conformance/033-good-news", test_good_news);
    g_test_add_func ("/conformance/034-return-path", test_return_path);
    g_test_add_func ("/conformance/035-any-sender", test_any_sender);
    g_test_add_func ("/conformance/036-tokens", test_tokens);
    g_test_add_func ("/conformance/037-ignore-delays", test_ignore_delays);
    g_test_add_func ("/conformance/038-double-bounce", test_double_bounce);
}
