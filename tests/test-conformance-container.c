/* test-conformance-container.c: the container of reports, multipart/report (RFC 6522)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "conformance.h"
#include "warnings.h"

#include <string.h>

static void assert_original (BounceReport *report)
{
    assert_str (bounce_report_get_original (report, "message_id"), "sent@example.org");
    assert_str (bounce_report_get_original (report, "subject"), "The news");
    assert_str (bounce_report_get_original (report, "from"), "list@example.org");
    assert_str (bounce_report_get_original (report, "to"), ADDRESS);
}

static void assert_whole_report (BounceReport *report)
{
    assert_user_unknown (report);
    assert_str (bounce_report_get_format (report), "rfc3464");
    assert_str (bounce_report_get_reporting_mta (report), "mx.example.net");
    assert_original (report);
}

/* ---- 1 and 2: how it is labelled ---- */

static void test_content_type (void)
{
    static const char *const types[] = {
        REPORT,
        "multipart/report; boundary=b; report-type=delivery-status",
        "Multipart/Report; BOUNDARY=\"b\"; Report-Type=\"Delivery-Status\"",
        "MULTIPART/REPORT; REPORT-TYPE=DELIVERY-STATUS; BOUNDARY=b",
        "multipart/report;\n\treport-type=delivery-status;\n\tboundary=\"b\"",
        "multipart/report ; report-type = delivery-status ; boundary = b",
        "multipart/report; charset=utf-8; report-type=delivery-status; boundary=\"b\";",
        "multipart/report (RFC 6522); report-type=delivery-status; boundary=b",
        "\n multipart/report; report-type=delivery-status; boundary=b",
        "multipart/report; boundary*0=\"b\"; report-type=delivery-status",
    };
    for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
        g_autoptr(BounceReport) report = read_mail (mail (types[i], TEXT, STATUS, ORIGINAL, NULL));
        assert_whole_report (report);
        assert_uint (g_strv_length ((char **) bounce_report_get_warnings (report)), 0);
    }
}

/* A boundary may hold what looks like syntax (RFC 2046, section 5.1.1), and a line may only begin like one. */
static void test_boundaries (void)
{
    static const char *const boundaries[] = { "=_b", "'()+_,-./:=?", "a b", "--", "b.b", "_=_aspNetEmail=_1;2" };

    for (guint i = 0; i < G_N_ELEMENTS (boundaries); i++) {
        g_autoptr(GString) text =
            g_string_new ("From: MAILER-DAEMON@mx.example.net\nContent-Type: multipart/report; "
                          "report-type=delivery-status; boundary=\"%\"\n\n--%\n" TEXT "\n--%\n" STATUS_TYPE MTA_GROUP
                          "X: y\n--%-inner\n" FAILED_GROUP "\n--%\n" ORIGINAL "\n--%--\n");
        g_string_replace (text, "%", boundaries[i], 0);
        g_autoptr(BounceReport) report = read_text (text->str);
        assert_whole_report (report);
    }
}

static void test_other_multiparts (void)
{
    static const char *const types[] = { "multipart/report; boundary=b",  "multipart/mixed; boundary=b",
                                         "multipart/related; boundary=b", "multipart/alternative; boundary=b",
                                         "multipart/digest; boundary=b",  "multipart/x-unknown; boundary=b" };
    for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
        g_autoptr(BounceReport) report = read_mail (mail (types[i], TEXT, STATUS, ORIGINAL, NULL));
        assert_whole_report (report);
    }
}

/* ---- 3: where it stands ---- */

#define INNER                                                                                                                    \
    "Content-Type: multipart/report; report-type=delivery-status; boundary=\"inner\"\n\n--inner\n" TEXT "\n--inner\n" STATUS     \
    "\n--inner\n" ORIGINAL "\n--inner--\n"

static void test_inside_mixed (void)
{
    static const char footer[] =
        "Content-Type: text/plain\n\n_____\nA list of example.org. To leave it write to leave@example.org\n";
    g_autoptr(BounceReport) report = read_mail (mail ("multipart/mixed; boundary=b", INNER, footer, NULL));

    assert_whole_report (report);
}

static void test_inside_signed (void)
{
    static const char signature[] =
        "Content-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN PGP SIGNATURE-----\n\niQ==\n";
    static const char type[] = "multipart/signed; micalg=pgp-sha256; protocol=\"application/pgp-signature\"; boundary=b";
    g_autoptr(BounceReport) report = read_mail (mail (type, INNER, signature, NULL));

    assert_whole_report (report);
}

static void test_nested_deeper (void)
{
    static const char mixed[] = "Content-Type: multipart/mixed; boundary=\"middle\"\n\n--middle\n" INNER "\n--middle--\n";
    g_autoptr(BounceReport) report = read_mail (mail ("multipart/mixed; boundary=b", mixed, NULL));

    assert_whole_report (report);
}

/* Somebody forwards a bounce as an attachment, with a word of his own. */
static void test_forwarded (void)
{
    static const char forwarded[] = "Content-Type: message/rfc822\n\nFrom: MAILER-DAEMON@mx.example.net\nTo: owner@example.org\n"
                                    "Subject: Undelivered Mail\nMIME-Version: 1.0\n" INNER;
    static const char word[] = "Content-Type: text/plain\n\nSee what came to me for the list.\n";
    g_autofree char *text = g_strconcat ("From: Alice <alice@example.org>\nSubject: Fwd: Undelivered Mail\nContent-Type: "
                                         "multipart/mixed; boundary=b\n\n--b\n",
                                         word, "--b\n", forwarded, "--b--\n", NULL);
    g_autoptr(BounceReport) report = read_text (text);

    assert_whole_report (report);
}

/* ---- 4: part 1 ---- */

static void test_first_part (void)
{
    static const char *const firsts[] = {
        TEXT,
        "\n" /* no header */ "Your message could not be delivered.\n",
        "Content-Type: text/html\n\n<p>Your message to <b>user@example.com</b> could not be delivered.</p>\n",
        "Content-Type: multipart/alternative; boundary=alt\n\n--alt\n" TEXT "\n--alt\nContent-Type: text/html\n\n<p>Not "
        "delivered.</p>\n--alt--\n",
        "Content-Type: multipart/related; boundary=rel\n\n--rel\nContent-Type: text/html\n\n<p>Not delivered: <img "
        "src=\"cid:1\"></p>\n"
        "--rel\nContent-Type: image/png; name=logo.png\nContent-ID: <1>\nContent-Transfer-Encoding: "
        "base64\n\niVBORw0KGgo=\n--rel--\n",
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nTmljaHQgenVnZXN0ZWxsdA==\n",
    };
    for (guint i = 0; i < G_N_ELEMENTS (firsts); i++) {
        g_autoptr(BounceReport) report = read_mail (mail (REPORT, firsts[i], STATUS, ORIGINAL, NULL));
        assert_whole_report (report);
    }
}

static void test_no_first_part (void)
{
    g_autoptr(BounceReport) report = read_mail (mail (REPORT, STATUS, ORIGINAL, NULL));
    assert_whole_report (report);
}

/* ---- 5: part 2 ---- */

static void test_several_status_parts (void)
{
    static const char other[] =
        STATUS_TYPE MTA_GROUP "Final-Recipient: rfc822; other@example.com\nAction: delayed\nStatus: 4.2.2\n";
    g_autoptr(BounceReport) report = read_mail (mail (REPORT, TEXT, STATUS, other, ORIGINAL, NULL));

    assert_kind (report, "bounce");
    assert_uint (bounce_report_get_n_recipients (report), 2);
    BounceRecipient *a = bounce_report_get_recipient (report, 0), *b = bounce_report_get_recipient (report, 1);
    assert_str (bounce_recipient_get_address (a), ADDRESS);
    assert_action (a, "failed");
    assert_str (bounce_recipient_get_address (b), "other@example.com");
    assert_action (b, "delayed");
    assert_str (bounce_recipient_get_status (b), "4.2.2");
    assert_severity (b, "none");
}

static void test_no_status_part (void)
{
    static const char said[] = "Content-Type: text/plain\n\n<user@example.com>: host mx.example.com[192.0.2.1] said: 550 5.1.1\n"
                               "    User unknown (in reply to RCPT TO command)\n";
    g_autoptr(BounceReport) report = read_mail (mail (REPORT, said, ORIGINAL, NULL));

    assert_user_unknown (report);
    assert_uint (bounce_recipient_get_reply (only (report)), 550);
    assert_original (report);
}

/* ---- 6 and 7: part 3 ---- */

static void test_third_part (void)
{
    static const char *const thirds[] = {
        ORIGINAL,
        "Content-Type: message/rfc822\n\n" ORIGINAL_HEADER "\nThe text.\n",
        "Content-Type: text/rfc822\n\n" ORIGINAL_HEADER "\nThe text.\n",
        "Content-Type: message/rfc822-headers\n\n" ORIGINAL_HEADER,
        "Content-Type: message/partial; id=\"1@example.org\"; number=1; total=2\n\n" ORIGINAL_HEADER "\nThe te",
        "Content-Type: Message/RFC822; name=original.eml\nContent-Disposition: attachment\n\n" ORIGINAL_HEADER "\n",
        /* within it lines that look like the end of something */
        "Content-Type: message/rfc822\n\n" ORIGINAL_HEADER "Content-Type: multipart/mixed; boundary=own\n\n--own\n\nA\n--own--\n",
        /* for once truncated in the midst of a header */
        "Content-Type: message/rfc822\n\n" ORIGINAL_HEADER "X-Mailer: some",
        /* encoded, as RFC 2046, section 5.2.1, forbids */
        "Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\nMessage-ID: <sent=40example.org>\nSubject: "
        "The=20news=\n\n"
        "From: list@example.org\nTo: user=40example.com\n\nThe text.\n",
        "Content-Type: text/rfc822-headers\nContent-Transfer-Encoding: "
        "base64\n\nTWVzc2FnZS1JRDogPHNlbnRAZXhhbXBsZS5vcmc+DQpTdWJqZWN0OiBUaGUgbmV3\n"
        "cw0KRnJvbTogbGlzdEBleGFtcGxlLm9yZw0KVG86IHVzZXJAZXhhbXBsZS5jb20NCg==\n",
    };
    for (guint i = 0; i < G_N_ELEMENTS (thirds); i++) {
        g_autoptr(BounceReport) report = read_mail (mail (REPORT, TEXT, STATUS, thirds[i], NULL));
        assert_whole_report (report);
    }
}

static void test_third_part_global (void)
{
    static const char *const thirds[] = { "Content-Type: message/global\n\n" ORIGINAL_HEADER "\nText\n",
                                          "Content-Type: message/global-headers\n\n" ORIGINAL_HEADER };
    for (guint i = 0; i < G_N_ELEMENTS (thirds); i++) {
        g_autoptr(BounceReport) report = read_mail (mail (REPORT, TEXT, STATUS, thirds[i], NULL));
        assert_user_unknown (report);
        assert_original (report);
    }
}

static void test_third_part_other (void)
{
    static const char *const thirds[] = { "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n",
                                          "Content-Type: message/x-unknown\n\nSubject: Nothing\n",
                                          "Content-Type: text/rfc822-headers\n\n", "Content-Type: message/rfc822\n" };
    for (guint i = 0; i < G_N_ELEMENTS (thirds); i++) {
        g_autoptr(BounceReport) report = read_mail (mail (REPORT, TEXT, STATUS, thirds[i], NULL));
        assert_user_unknown (report);
        g_assert_null (bounce_report_get_original (report, "message_id"));
        g_assert_null (bounce_report_list_fields (report, "original")[0]);
    }
}

static void test_no_third_part (void)
{
    g_autoptr(BounceReport) report = read_mail (mail (REPORT, TEXT, STATUS, NULL));

    assert_user_unknown (report);
    g_assert_null (bounce_report_get_original (report, "subject"));
}

static void test_headers_with_body (void)
{
    static const char third[] = "Content-Type: text/rfc822-headers\n\n" ORIGINAL_HEADER
                                "\nReturn-Path: <body@example.org>\nList-Id: <body.example.org>\n\nDear user,\n";
    g_autoptr(BounceReport) report = read_mail (mail (REPORT, TEXT, STATUS, third, NULL));

    assert_whole_report (report);
    g_assert_null (bounce_report_get_original (report, "return_path"));
    g_assert_null (bounce_report_get_original (report, "list_id"));
}

/* Every field that is looked for, folded and encoded. */
static void test_headers_decoded (void)
{
    static const char third[] =
        "Content-Type: text/rfc822-headers\n\nReturn-Path: <list-bounces@example.org>\nReceived: by mx\n"
        "List-Id: News\n\t<news.example.org>\nMESSAGE-ID:\n <sent@example.org>\n"
        "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\n =?utf-8?Q?_aus_K=C3=B6ln?=\nDate: Sun, 22 Nov 2026 09:00:00 +0100\n";
    g_autoptr(BounceReport) report = read_mail (mail (REPORT, TEXT, STATUS, third, NULL));

    assert_str (bounce_report_get_original (report, "return_path"), "list-bounces@example.org");
    assert_str (bounce_report_get_original (report, "list_id"), "News <news.example.org>");
    assert_str (bounce_report_get_original (report, "message_id"), "sent@example.org");
    assert_str (bounce_report_get_original (report, "subject"), "Grüße aus Köln");
    assert_str (bounce_report_get_original (report, "date"), "2026-11-22T09:00:00+01:00");
    g_assert_null (bounce_report_get_original (report, "to"));
    g_assert_null (bounce_report_get_original (report, "received"));
}

/* ---- 8: more parts ---- */

static void test_extra_parts (void)
{
    static const char *const extras[] = {
        "Content-Type: text/plain\n\nThis mail was scanned by 550 scanners of virus@example.net\n",
        "Content-Type: text/html\n\n<p>Confidential. If it is not for you tell privacy@example.net.</p>\n",
        "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\neJ8+IgAAAAA=\n",
        "Content-Type: application/octet-stream; name=data.txt\n\nReceived nothing\n",
    };
    for (guint i = 0; i < G_N_ELEMENTS (extras); i++) {
        g_autoptr(BounceReport) report = read_mail (mail (REPORT, TEXT, STATUS, ORIGINAL, extras[i], extras[i], NULL));
        assert_whole_report (report);
    }
}

/* ---- 9: what is broken ---- */

static void test_no_last_boundary (void)
{
    g_autofree char *text = mail (REPORT, TEXT, STATUS, ORIGINAL, NULL);
    text[strlen (text) - strlen ("--b--\n")] = '\0';
    g_autoptr(BounceReport) report = read_text (text);

    assert_whole_report (report);
    assert_warned (report, WARN_NO_LAST_BOUNDARY);
}

static void test_wrong_boundary (void)
{
    static const char *const types[] = { "multipart/report; report-type=delivery-status; boundary=another",
                                         "multipart/report; report-type=delivery-status",
                                         "multipart/report; report-type=delivery-status; boundary=\"\"" };
    for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
        g_autoptr(BounceReport) report = read_mail (mail (types[i], TEXT, STATUS, ORIGINAL, NULL));
        assert_whole_report (report);
        assert_warned (report, WARN_NO_BOUNDARY);
    }
}

static void test_line_ends (void)
{
    static const char text[] =
        "From: MAILER-DAEMON@mx.example.net\r\nContent-Type: " REPORT "\n\r\n--b\r\n" TEXT "\r\n--b\n"
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\n\r\n"
        "Final-Recipient: rfc822; user@example.com\r\r\nAction: failed\nStatus: 5.1.1\r\n\n--b\r\n" ORIGINAL "--b--\r\n";
    g_autoptr(BounceReport) report = read_bytes (text, strlen (text));

    assert_whole_report (report);
}

static void test_bare_cr (void)
{
    g_autofree char *text = g_strdelimit (mail (REPORT, TEXT, STATUS, ORIGINAL, NULL), "\n", '\r');
    g_autoptr(BounceReport) report = read_bytes (text, strlen (text));

    assert_whole_report (report);
}

static void test_leading_blank_lines (void)
{
    static const char status[] = "\n\nContent-Type: message/delivery-status\n\n\n\n" MTA_GROUP FAILED_GROUP;
    g_autoptr(BounceReport) report = read_mail (mail (REPORT, "\n" TEXT, status, "\n" ORIGINAL, NULL));

    assert_whole_report (report);
}

/* Each line would continue the one before it. */
static void test_indented (void)
{
    static const char status[] = "Content-Type: message/delivery-status\n\n  Reporting-MTA: dns; mx.example.net\n\n"
                                 "  Final-Recipient: rfc822; user@example.com\n  Action: failed\n  Status: 5.1.1\n";
    g_autoptr(BounceReport) report = read_mail (mail (REPORT, TEXT, status, ORIGINAL, NULL));

    assert_whole_report (report);
}

static void test_disguised_status (void)
{
    static const char *const types[] = {
        "Content-Type: text/plain\n\n",
        "Content-Type: text/plain; name=\"ATT00001.txt\"\n\n",
        "Content-Type: application/octet-stream; name=\"ATT00001\"\n\n",
        "Content-Type: application/octet-stream; name=details.txt\n\n",
        "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"details.txt\"\n\n",
        "Content-Type: application/octet-stream; name=details.txt\nContent-Transfer-Encoding: base64\n\n"
        "UmVwb3J0aW5nLU1UQTogZG5zOyBteC5leGFtcGxlLm5ldAoKRmluYWwtUmVjaXBpZW50OiByZmM4\n"
        "MjI7IHVzZXJAZXhhbXBsZS5jb20KQWN0aW9uOiBmYWlsZWQKU3RhdHVzOiA1LjEuMQo=\n",
    };
    for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
        g_autofree char *part = g_strconcat (types[i], strstr (types[i], "base64") ? "" : MTA_GROUP FAILED_GROUP, NULL);
        g_autoptr(BounceReport) report = read_mail (mail (REPORT, TEXT, part, ORIGINAL, NULL));
        assert_whole_report (report);
    }
}

/* ---- 10: other reports ---- */

static void test_report_types (void)
{
    static const char mdn[] =
        "Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; user@example.com\n"
        "Original-Message-ID: <sent@example.org>\nDisposition: manual-action/MDN-sent-manually; displayed\n";
    static const char arf[] = "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\n"
                              "Original-Rcpt-To: user@example.com\n";
    static const char tracking[] =
        "Content-Type: message/tracking-status\n\nOriginal-Envelope-Id: 1\nReporting-MTA: dns; mx.example.net\n\n"
        "Original-Recipient: rfc822; user@example.com\nFinal-Recipient: rfc822; user@example.com\n"
        "Action: transferred\nStatus: 2.4.0\n";
    static const char tls[] =
        "Content-Type: application/tlsrpt+gzip\nContent-Transfer-Encoding: base64\n\nH4sIAAAAAAAAA6uuBQBDv6ajAgAAAA==\n";
    static const struct {
        const char *type, *part, *kind, *format;
    } cases[] = { { "disposition-notification", mdn, "disposition", "mdn" },
                  { "feedback-report", arf, "feedback", "arf" },
                  { "tracking-status", tracking, "other", "tracking" },
                  { "tlsrpt", tls, "other", NULL } };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) { /* the subject is "Undelivered Mail" each time */
        g_autofree char *type = g_strdup_printf ("multipart/report; report-type=%s; boundary=b", cases[i].type);
        g_autoptr(BounceReport) report = read_mail (mail (type, TEXT, cases[i].part, ORIGINAL, NULL));
        assert_kind (report, cases[i].kind);
        assert_str (bounce_report_get_format (report), cases[i].format);
    }
}

/* Sieve's reject speaks as an MDN (RFC 5429, section 2.1.1), and means a bounce. */
static void test_sieve_reject (void)
{
    static const char said[] =
        "Content-Type: text/plain\n\nYour message to <user@example.com> was automatically rejected: No mail please\n";
    static const char mdn[] =
        "Content-Type: message/disposition-notification\n\nReporting-UA: mx.example.com; Dovecot\n"
        "Final-Recipient: rfc822; user@example.com\nDisposition: automatic-action/MDN-sent-automatically; deleted\n";
    static const char type[] = "multipart/report; report-type=disposition-notification; boundary=b";
    g_autoptr(BounceReport) report = read_mail (mail (type, said, mdn, ORIGINAL, NULL));

    assert_kind (report, "bounce");
    assert_str (bounce_report_get_format (report), "mdn");
    assert_str (bounce_recipient_get_address (only (report)), ADDRESS);
    assert_severity (only (report), "soft");
}

/* What the subject says does not count. */
static void test_subject_does_not_count (void)
{
    static const char *const subjects[] = { "Out of Office", "Read: The news", "", "Successful Mail Delivery Report",
                                            "abuse report" };

    for (guint i = 0; i < G_N_ELEMENTS (subjects); i++) {
        g_autofree char *text = g_strdup_printf ("From: someone@example.com\nSubject: %s\nContent-Type: " REPORT "\n\n--b\n" TEXT
                                                 "--b\n" STATUS "--b\n" ORIGINAL "--b--\n",
                                                 subjects[i]);
        g_autoptr(BounceReport) report = read_text (text);
        assert_whole_report (report);
    }
}

void add_container_tests (void)
{
    g_test_add_func ("/conformance/001-content-type", test_content_type);
    g_test_add_func ("/conformance/001-boundaries", test_boundaries);
    g_test_add_func ("/conformance/002-other-multiparts", test_other_multiparts);
    g_test_add_func ("/conformance/003-inside-mixed", test_inside_mixed);
    g_test_add_func ("/conformance/003-inside-signed", test_inside_signed);
    g_test_add_func ("/conformance/003-nested-deeper", test_nested_deeper);
    g_test_add_func ("/conformance/003-forwarded", test_forwarded);
    g_test_add_func ("/conformance/004-first-part", test_first_part);
    g_test_add_func ("/conformance/004-no-first-part", test_no_first_part);
    g_test_add_func ("/conformance/005-several-status-parts", test_several_status_parts);
    g_test_add_func ("/conformance/005-no-status-part", test_no_status_part);
    g_test_add_func ("/conformance/006-third-part", test_third_part);
    g_test_add_func ("/conformance/006-third-part-global", test_third_part_global);
    g_test_add_func ("/conformance/006-third-part-other", test_third_part_other);
    g_test_add_func ("/conformance/006-no-third-part", test_no_third_part);
    g_test_add_func ("/conformance/007-headers-with-body", test_headers_with_body);
    g_test_add_func ("/conformance/007-headers-decoded", test_headers_decoded);
    g_test_add_func ("/conformance/008-extra-parts", test_extra_parts);
    g_test_add_func ("/conformance/009-no-last-boundary", test_no_last_boundary);
    g_test_add_func ("/conformance/009-wrong-boundary", test_wrong_boundary);
    g_test_add_func ("/conformance/009-line-ends", test_line_ends);
    g_test_add_func ("/conformance/009-bare-cr", test_bare_cr);
    g_test_add_func ("/conformance/009-leading-blank-lines", test_leading_blank_lines);
    g_test_add_func ("/conformance/009-indented", test_indented);
    g_test_add_func ("/conformance/009-disguised-status", test_disguised_status);
    g_test_add_func ("/conformance/010-report-types", test_report_types);
    g_test_add_func ("/conformance/010-sieve-reject", test_sieve_reject);
    g_test_add_func ("/conformance/010-subject-does-not-count", test_subject_does_not_count);
}
