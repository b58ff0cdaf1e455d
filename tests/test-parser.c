/* test-parser.c: the parser as a whole: limits, warnings, ways in, threads, locales, garbage
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "bounce.h"
#include "warnings.h"

#include <glib/gstdio.h>
#include <gmime/gmime.h>
#include <locale.h>
#include <signal.h>
#include <string.h>

#define HEAD                                                                                                                     \
    "From: MAILER-DAEMON@mx.example.net\nTo: list@example.org\nSubject: Undelivered Mail Returned to Sender\n"                   \
    "Date: Mon, 23 Nov 2026 14:32:04 +0000\nMessage-ID: <report@mx.example.net>\nMIME-Version: 1.0\n"
#define REPORT HEAD "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
#define TEXT "--b\n\nYour message could not be delivered.\n"
#define STATUS "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n"
#define FAILED "Final-Recipient: rfc822; user@example.com\nAction: failed\nStatus: 5.1.1\n"
#define END "--b--\n"
#define COMPLAINT                                                                                                                \
    HEAD "Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n" TEXT                                     \
         "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n"
#define NOTICE HEAD "\n{\"notificationType\":\"Bounce\",\"bounce\":{\"bounceType\":\"Permanent\","
#define BOUNCE REPORT TEXT STATUS FAILED END

static BounceParser *shared;
static GPtrArray *samples; /* of GBytes: what stands in tests/data */

/* ---- Helpers ---- */

/* Parses bytes that no NUL follows. */
static BounceReport *parse_bytes (BounceParser *parser, const char *data, gsize length)
{
    g_autofree char *copy = g_memdup2 (data, MAX (length, 1));
    return bounce_parser_parse (parser, copy, length);
}

static BounceReport *parse (BounceParser *parser, const char *mail)
{
    return parse_bytes (parser, mail, strlen (mail));
}

static BounceParser *limited (BounceLimit limit, gsize value)
{
    BounceParser *parser = bounce_parser_new ();
    bounce_parser_set_limit (parser, limit, value);
    return parser;
}

static gboolean warns (BounceReport *report, const char *warning)
{
    return g_strv_contains (bounce_report_get_warnings (report), warning);
}

static void assert_string (const char *string)
{
    g_assert_true (!string || (*string && g_utf8_validate (string, -1, NULL)));
}

static void assert_recipient (BounceRecipient *r)
{
    const char *strings[] = { bounce_recipient_get_address (r),          bounce_recipient_get_final_address (r),
                              bounce_recipient_get_original_address (r), bounce_recipient_get_status (r),
                              bounce_recipient_get_reported_status (r),  bounce_recipient_get_diagnostic (r),
                              bounce_recipient_get_diagnostic_type (r),  bounce_recipient_get_remote_mta (r),
                              bounce_recipient_get_last_attempt (r),     bounce_recipient_get_retry_until (r),
                              bounce_recipient_get_evidence_rule (r),    bounce_recipient_get_evidence_from (r),
                              bounce_recipient_get_evidence_text (r) };
    gboolean failed = bounce_recipient_get_action (r) == BOUNCE_ACTION_FAILED;
    BounceFault fault = bounce_recipient_get_fault (r);

    for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
        assert_string (strings[i]);
    g_assert_cmpint (bounce_recipient_get_severity (r) != BOUNCE_SEVERITY_NONE, ==, failed);
    if (bounce_recipient_get_severity (r) == BOUNCE_SEVERITY_HARD)
        g_assert_true (fault == BOUNCE_FAULT_RECIPIENT || fault == BOUNCE_FAULT_DOMAIN);
    g_assert_cmpint (bounce_recipient_get_address (r) != NULL, ==, bounce_recipient_get_address_from (r) != BOUNCE_ORIGIN_NONE);
}

static void assert_fields (BounceReport *report, const char *of, const char *(*get) (BounceReport *, const char *) )
{
    for (const char *const *name = bounce_report_list_fields (report, of); *name; name++) {
        assert_string (*name);
        g_assert_nonnull (get (report, *name));
        assert_string (get (report, *name));
    }
}

/* What holds for every report, whatever the mail was. */
static void assert_sane (BounceReport *report)
{
    const char *strings[] = { bounce_report_get_format (report),       bounce_report_get_source (report),
                              bounce_report_get_date (report),         bounce_report_get_message_id (report),
                              bounce_report_get_subject (report),      bounce_report_get_from (report),
                              bounce_report_get_to (report),           bounce_report_get_reporting_mta (report),
                              bounce_report_get_arrival_date (report), bounce_report_get_envelope_id (report) };

    for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
        assert_string (strings[i]);
    for (const char *const *w = bounce_report_get_warnings (report); *w; w++)
        assert_string (*w);
    for (guint i = 0; i < bounce_report_get_n_recipients (report); i++)
        assert_recipient (bounce_report_get_recipient (report, i));
    assert_fields (report, "original", bounce_report_get_original);
    assert_fields (report, "feedback", bounce_report_get_feedback);
    g_assert_cmpuint (strlen (bounce_report_get_id (report)), ==, 32);
    g_autofree char *json = bounce_report_to_json (report);
    g_assert_true (g_utf8_validate (json, -1, NULL));
    g_assert_null (strpbrk (json, "\n\r"));
}

/* ---- Limits ---- */

static void test_limit_values (void)
{
    static const gsize defaults[] = {
        BOUNCE_DEFAULT_LIMIT_MESSAGE, BOUNCE_DEFAULT_LIMIT_NESTING, BOUNCE_DEFAULT_LIMIT_PARTS,
        BOUNCE_DEFAULT_LIMIT_HEADER,  BOUNCE_DEFAULT_LIMIT_TEXT,    BOUNCE_DEFAULT_LIMIT_RECIPIENTS,
        BOUNCE_DEFAULT_LIMIT_LINES,   BOUNCE_DEFAULT_LIMIT_LINE,
    };
    g_autoptr (BounceParser) parser = bounce_parser_new ();

    for (guint i = 0; i < G_N_ELEMENTS (defaults); i++) {
        g_assert_cmpuint (bounce_parser_get_limit (parser, (BounceLimit) i), ==, defaults[i]);
        bounce_parser_set_limit (parser, (BounceLimit) i, 7 + i);
        g_assert_cmpuint (bounce_parser_get_limit (parser, (BounceLimit) i), ==, 7 + i);
    }
    for (guint i = 0; i < G_N_ELEMENTS (defaults); i++) {
        bounce_parser_set_limit (parser, (BounceLimit) i, 0);
        g_assert_cmpuint (bounce_parser_get_limit (parser, (BounceLimit) i), ==, defaults[i]);
    }
}

static void test_limit_message (void)
{
    const gsize length = strlen (BOUNCE), enough = length - strlen (END);

    for (gsize limit = enough - 60; limit <= length + 1; limit++) {
        g_autoptr (BounceParser) parser = limited (BOUNCE_LIMIT_MESSAGE, limit);
        g_autoptr (BounceReport) report = parse (parser, BOUNCE);
        g_assert_cmpint (warns (report, WARN_MESSAGE), ==, limit < length);
        g_assert_cmpuint (bounce_report_get_size (report), ==, length);
        if (limit >= enough)
            g_assert_cmpstr (bounce_recipient_get_status (bounce_report_get_recipient (report, 0)), ==, "5.1.1");
        assert_sane (report);
    }
}

static char *nested (guint depth)
{
    GString *out = g_string_new (HEAD);

    for (guint i = 0; i < depth; i++)
        g_string_append_printf (out, "Content-Type: multipart/mixed; boundary=\"b%u-\"\n\n--b%u-\n", i, i);
    g_string_append (out, "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n" FAILED);
    for (guint i = depth; i-- > 0;)
        g_string_append_printf (out, "--b%u---\n", i);
    return g_string_free (out, FALSE);
}

static void test_limit_nesting (void)
{
    for (guint depth = 1; depth < 20; depth++) {
        g_autofree char *mail = nested (depth);
        g_autoptr (BounceReport) report = parse (shared, mail);
        g_assert_cmpint (warns (report, WARN_NESTING), ==, depth > BOUNCE_DEFAULT_LIMIT_NESTING);
        g_assert_cmpint (bounce_report_get_reporting_mta (report) != NULL, ==, depth <= BOUNCE_DEFAULT_LIMIT_NESTING);
        assert_sane (report);
    }
}

/* Each level takes stack: no limit lets in so many that it ends. */
static void test_most_nesting (void)
{
    g_autofree char *mail = nested (50000);
    g_autoptr (BounceParser) parser = limited (BOUNCE_LIMIT_NESTING, G_MAXSIZE);

    g_assert_cmpuint (bounce_parser_get_limit (parser, BOUNCE_LIMIT_NESTING), ==, 1000);
    bounce_parser_set_limit (parser, BOUNCE_LIMIT_PARTS, G_MAXSIZE);
    g_autoptr (BounceReport) report = parse (parser, mail);
    g_assert_true (warns (report, WARN_NESTING));
    assert_sane (report);
}

/* The header is cut, and what follows it is read. */
static void test_limit_lines (void)
{
    for (guint lines = 3; lines < 12; lines++) {
        g_autoptr (BounceParser) parser = limited (BOUNCE_LIMIT_LINES, lines);
        g_autoptr (GString) mail = g_string_new ("Message-ID: <1@a.example>\nReturn-Path: <>\nFrom: mailer-daemon@mx.example\n");
        for (guint i = 0; i < 5; i++)
            g_string_append (mail, "X: y\n");
        g_string_append (mail, "Subject: the ninth\n\n<x@b.example>: 550 5.1.1 User unknown\n");
        g_autoptr (BounceReport) report = parse (parser, mail->str);
        g_assert_cmpint (warns (report, WARN_LINES), ==, lines < 9);
        g_assert_cmpstr (bounce_report_get_subject (report), ==, lines < 9 ? NULL : "the ninth");
        g_assert_cmpuint (bounce_report_get_n_recipients (report), ==, 1);
        g_assert_cmpstr (bounce_recipient_get_status (bounce_report_get_recipient (report, 0)), ==, "5.1.1");
        assert_sane (report);
    }
}

/* The end of a line is not searched, the next line is. */
static void test_limit_line (void)
{
    static const char text[] = "<x@b.example>: 550 no\n", end[] = "mailbox is full";
    const gsize length = 100;

    for (gsize limit = length - 20; limit < length + 5; limit++) {
        g_autoptr (BounceParser) parser = limited (BOUNCE_LIMIT_LINE, limit);
        g_autoptr (GString) mail = g_string_new ("From: mailer-daemon@mx.example\nSubject: Undelivered mail\n\n");
        gsize begin = mail->len;
        g_string_append (mail, text);
        mail->str[mail->len - 1] = ' ';
        while (mail->len < begin + length - strlen (end))
            g_string_append_c (mail, '.');
        g_string_append_printf (mail, "%s\nand more\n", end);
        g_autoptr (BounceReport) report = parse (parser, mail->str);
        g_assert_cmpint (warns (report, WARN_LONG_LINE), ==, limit < length);
        g_assert_cmpint (bounce_recipient_get_reason (bounce_report_get_recipient (report, 0)) == BOUNCE_REASON_MAILBOX_FULL, ==,
                         limit >= length);
        assert_sane (report);
    }
}

/* So is the end of a single response, which none of its parts is to fill the memory with. */
static void test_limit_classify (void)
{
    static const char text[] = "550 the whole of it is over, as your mailbox is full";
    const gsize length = strlen (text);

    for (gsize limit = length - 5; limit < length + 5; limit++) {
        g_autoptr (BounceParser) parser = limited (BOUNCE_LIMIT_LINE, limit);
        g_autoptr (BounceRecipient) r = bounce_parser_classify (parser, text, NULL);
        g_assert_cmpuint (strlen (bounce_recipient_get_diagnostic (r)), ==, MIN (limit, length));
        g_assert_cmpint (bounce_recipient_get_reason (r) == BOUNCE_REASON_MAILBOX_FULL, ==, limit >= length);
    }
}

/* A host may come from anywhere, as a command line; what is told of it is UTF-8. */
static void test_classify_host (void)
{
    g_autoptr (BounceRecipient) r = bounce_parser_classify (shared, "550 no", "mx\377.example.com");
    g_autoptr (BounceRecipient) nobody = bounce_parser_classify (shared, "550 no", "");

    g_assert_cmpstr (bounce_recipient_get_remote_mta (r), ==, "mx\357\277\275.example.com");
    g_assert_null (bounce_recipient_get_remote_mta (nobody));
}

static void test_limit_parts (void)
{
    for (gsize limit = 2; limit < 6; limit++) { /* the message, its text and its status are three */
        g_autoptr (BounceParser) parser = limited (BOUNCE_LIMIT_PARTS, limit);
        g_autoptr (BounceReport) report = parse (parser, BOUNCE);
        g_assert_cmpint (warns (report, WARN_PARTS), ==, limit < 3);
        g_assert_cmpint (bounce_report_get_reporting_mta (report) != NULL, ==, limit >= 3);
        assert_sane (report);
    }
}

/* A field of the message, and one of the report: at the limit whole, past it cut. */
static void test_limit_header (void)
{
    for (gsize n = 198; n <= 203; n++) {
        g_autoptr (BounceParser) parser = limited (BOUNCE_LIMIT_HEADER, 200);
        g_autofree char *xs = g_strnfill (n, 'x');
        g_autofree char *mail = g_strconcat ("Subject: ", xs, "\n\nx\n", NULL);
        g_autoptr (BounceReport) report = parse (parser, mail);
        g_assert_cmpuint (strlen (bounce_report_get_subject (report)), ==, MIN (n, 200));
        g_assert_cmpint (warns (report, WARN_LONG_HEADER), ==, n > 200);
    }
}

static void test_limit_field (void)
{
    for (gsize n = 190; n <= 210; n++) {
        g_autoptr (BounceParser) parser = limited (BOUNCE_LIMIT_HEADER, 200);
        g_autofree char *xs = g_strnfill (n - strlen ("smtp; "), 'x');
        g_autofree char *mail = g_strconcat (REPORT TEXT STATUS FAILED "Diagnostic-Code: smtp; ", xs, "\n" END, NULL);
        g_autoptr (BounceReport) report = parse (parser, mail);
        BounceRecipient *r = bounce_report_get_recipient (report, 0);
        g_assert_cmpuint (strlen (bounce_recipient_get_diagnostic (r)), ==, MIN (n, 200) - strlen ("smtp; "));
        g_assert_cmpint (warns (report, WARN_LONG_HEADER), ==, n > 200);
    }
}

/* In all three places in which a report may tell of one. */
static void test_message_ids (void)
{
    static const struct {
        const char *field, *id;
    } cases[] = {
        { " <a@b.example>", "a@b.example" },
        { " <CAF+2Bx=3D_Q@mail.example>", "CAF+2Bx=3D_Q@mail.example" }, /* no xtext: Gmail's have a "+" */
        { " <20261123:7,1@b.example>", "20261123:7,1@b.example" },       /* no address, either */
        { "\n <a@b.example>\n (added by postmaster@mx.example)", "a@b.example" },
        { " a@b.example", "a@b.example" },
        { " <no-host>", "no-host" },
        { " <>", NULL },
    };
    g_autoptr (BounceParser) parser = bounce_parser_new ();

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *own = g_strconcat ("Message-ID:", cases[i].field, "\n\nx\n", NULL);
        g_autofree char *read = g_strconcat (
            HEAD "Content-Type: message/disposition-notification\n\nOriginal-Message-ID:", cases[i].field, "\n", NULL);
        g_autofree char *sent = g_strconcat (
            REPORT TEXT STATUS FAILED "--b\nContent-Type: message/rfc822\n\nMessage-ID:", cases[i].field, "\n\nx\n" END, NULL);
        g_autoptr (BounceReport) of_own = parse (parser, own), of_read = parse (parser, read), of_sent = parse (parser, sent);
        g_assert_cmpstr (bounce_report_get_message_id (of_own), ==, cases[i].id);
        g_assert_cmpstr (bounce_report_get_original (of_read, "message_id"), ==, cases[i].id);
        g_assert_cmpstr (bounce_report_get_original (of_sent, "message_id"), ==, cases[i].id);
    }
}

/* So are the other fields that a report tells of, wherever they stand. */
static void test_limit_fields (void)
{
    static const struct {
        const char *before, *name, *after, *of; /* NULL: of the message */
        const char *(*get) (BounceReport *report, const char *name);
    } places[] = {
        { "", "Message-ID", "\n\nx\n", NULL, NULL },
        { COMPLAINT, "User-Agent", "\n" END, "user_agent", bounce_report_get_feedback },
        { REPORT TEXT STATUS FAILED "--b\nContent-Type: message/rfc822\n\n", "Subject", "\n\nx\n" END, "subject",
          bounce_report_get_original },
        { REPORT TEXT STATUS FAILED "--b\nContent-Type: text/rfc822-headers\n\n", "To", "\n" END, "to", bounce_report_get_original },
        { HEAD "\nI failed.\n\n<x@b.example>: 550 no\n\n--- Below this line is a copy of the message.\n\n", "List-Id", "\n\nx\n",
          "list_id", bounce_report_get_original },
        { HEAD "Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; x@b.example\n", "Original-Message-ID", "\n",
          "message_id", bounce_report_get_original },
    };

    for (guint i = 0; i < G_N_ELEMENTS (places); i++)
        for (gsize n = 198; n <= 203; n++) {
            g_autoptr (BounceParser) parser = limited (BOUNCE_LIMIT_HEADER, 200);
            g_autofree char *xs = g_strnfill (n, 'x');
            g_autofree char *mail = g_strconcat (places[i].before, places[i].name, ": ", xs, places[i].after, NULL);
            g_autoptr (BounceReport) report = parse (parser, mail);
            g_test_message ("%s", mail);
            const char *got = places[i].of ? places[i].get (report, places[i].of) : bounce_report_get_message_id (report);
            g_assert_nonnull (got);
            g_assert_cmpuint (strlen (got), ==, MIN (n, 200));
            g_assert_cmpint (warns (report, WARN_LONG_HEADER), ==, n > 200);
        }
}

static char *encode (const char *text, GMimeContentEncoding encoding)
{
    GMimeEncoding state;
    gsize n = strlen (text);

    g_mime_encoding_init_encode (&state, encoding);
    char *out = g_malloc0 (g_mime_encoding_outlen (&state, n) + 1);
    g_mime_encoding_flush (&state, text, n, out);
    return out;
}

/* In each encoding it is the decoded text that counts. */
static void test_limit_text (void)
{
    static const GMimeContentEncoding encodings[] = { GMIME_CONTENT_ENCODING_7BIT, GMIME_CONTENT_ENCODING_BASE64,
                                                      GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE };
    static const char text[] = "Reporting-MTA: dns; mx.example.net\n\n" FAILED;
    const gsize length = sizeof text - 1;

    for (guint e = 0; e < G_N_ELEMENTS (encodings); e++)
        for (gsize limit = length - 30; limit < length + 3; limit++) {
            g_autoptr (BounceParser) parser = limited (BOUNCE_LIMIT_TEXT, limit);
            g_autofree char *body = encode (text, encodings[e]);
            g_autofree char *mail =
                g_strdup_printf ("%sContent-Type: message/delivery-status\nContent-Transfer-Encoding: %s\n\n%s", HEAD,
                                 g_mime_content_encoding_to_string (encodings[e]), body);
            g_autoptr (BounceReport) report = parse (parser, mail);
            g_test_message ("%s, %u of %u", g_mime_content_encoding_to_string (encodings[e]), (guint) limit, (guint) length);
            g_assert_cmpint (warns (report, WARN_TEXT), ==, limit < length);
            gboolean has_status = limit >= length - 1; /* the last line feed may be missing */
            BounceRecipient *r = bounce_report_get_recipient (report, 0);
            g_assert_cmpint (g_strcmp0 (bounce_recipient_get_reported_status (r), "5.1.1") == 0, ==, has_status);
            assert_sane (report);
        }
}

/* A long text is told in part, and no character is cut in two: one of two lengths would end within one. */
static void test_long_text (void)
{
    static const char *const leads[] = { "552 5.2.2 full ", "552 5.2.2 full: " };

    for (guint i = 0; i < G_N_ELEMENTS (leads); i++) {
        g_autoptr(GString) mail = g_string_new (HEAD "Content-Type: text/plain; charset=utf-8\n\n");
        g_string_append (mail, leads[i]);
        for (guint n = 0; n < 5000; n++)
            g_string_append (mail, "é");
        g_autoptr(BounceReport) report = parse (shared, mail->str);
        BounceRecipient *r = bounce_report_get_recipient (report, 0);
        g_assert_nonnull (r);
        assert_recipient (r);
        g_assert_cmpuint (strlen (bounce_recipient_get_diagnostic (r)), ==, 4096 - (strlen (leads[i]) & 1));
    }
}

static void test_limit_recipients (void)
{
    for (guint n = 1; n < 8; n++) {
        g_autoptr (BounceParser) parser = limited (BOUNCE_LIMIT_RECIPIENTS, 5);
        g_autoptr (GString) status = g_string_new (REPORT TEXT STATUS), failed = g_string_new ("X-Failed-Recipients: ");
        g_autoptr (GString) text = g_string_new (HEAD "\nThis is the mail system at host mx.example.net.\n\n");
        g_autoptr (GString) complaint = g_string_new (COMPLAINT), objects = g_string_new (NOTICE "\"bouncedRecipients\":[");
        g_autoptr (GString) parts = g_string_new (REPORT TEXT);
        g_autoptr (GString) names = g_string_new (HEAD "\n{\"notificationType\":\"Delivery\",\"recipients\":[");
        for (guint i = 0; i < n; i++) {
            g_string_append_printf (status, "Final-Recipient: rfc822; u%u@example.com\nAction: failed\nStatus: 5.1.1\n\n", i);
            g_string_append_printf (parts, STATUS "Final-Recipient: rfc822; u%u@example.com\nAction: failed\nStatus: 5.1.1\n\n", i);
            g_string_append_printf (failed, "%su%u@example.com", i ? ", " : "", i);
            g_string_append_printf (text, "<u%u@example.com>: host mx.example.com[192.0.2.1] said: 550 5.1.1 User unknown\n\n",
                                    i);
            /* written twice, as some do: it is one */
            g_string_append_printf (complaint, "Original-Rcpt-To: u%u@example.com\nOriginal-Rcpt-To: U%u@example.com\n", i, i);
            g_string_append_printf (objects, "%s{\"emailAddress\":\"u%u@example.com\"}", i ? "," : "", i);
            g_string_append_printf (names, "%s\"u%u@example.com\"", i ? ", " : "", i);
        }
        g_string_append (complaint, END);
        g_string_append (objects, "]}}\n");
        g_string_append (names, "]}\n");
        g_string_append (status, END);
        g_string_append (parts, END);
        g_string_append (failed, "\n" HEAD "\nA message could not be delivered.\n");
        const char *mails[] = { status->str, parts->str, failed->str, text->str, complaint->str, objects->str, names->str };
        for (guint k = 0; k < G_N_ELEMENTS (mails); k++) {
            g_autoptr (BounceReport) report = parse (parser, mails[k]);
            g_test_message ("%s", mails[k]);
            g_assert_cmpuint (bounce_report_get_n_recipients (report), ==, MIN (n, 5));
            g_assert_cmpint (warns (report, WARN_RECIPIENTS), ==, n > 5);
            assert_sane (report);
        }
    }
}

/* ---- Warnings: these and no others ---- */

static const struct {
    const char *mail;
    const char *warnings[4];
} warned[] = {
    { BOUNCE, { 0 } },
    { "Subject: a\n\nb\n", { 0 } },
    { "", { WARN_EMPTY } },
    { "\n", { WARN_NO_HEADER } },
    { "This is no field\n", { WARN_NO_HEADER } },
    { REPORT TEXT STATUS FAILED, { WARN_NO_LAST_BOUNDARY } },
    { HEAD "Content-Type: multipart/report; report-type=delivery-status\n\n" TEXT "--b\nContent-Type: message/delivery-status\n\n"
           "Reporting-MTA: dns; mx.example.net\n\n" FAILED END,
      { WARN_NO_BOUNDARY } },
    { REPORT TEXT "--b\nContent-Type: message/delivery-status\n\n" FAILED END, { WARN_NO_GROUP } },
    { REPORT TEXT STATUS "Final-Recipient: rfc822; user@example.com\nAction: failure\nStatus: 5.1.1\n" END, { WARN_ODD_ACTION } },
    { REPORT TEXT STATUS "Final-Recipient: rfc822; user@example.com\nStatus: 5.1.1\n" END, { WARN_NO_ACTION } },
    { REPORT TEXT STATUS "Final-Recipient: rfc822; user@example.com\nAction: failed\nStatus: bad\n" END, { WARN_ODD_STATUS } },
    { REPORT TEXT STATUS "Final-Recipient: rfc822; user@example.com\nAction: failed\nStatus: 2.0.0\n" END, { WARN_CLASS } },
    { REPORT TEXT STATUS FAILED "Diagnostic-Code: smtp; 450 x\n" END, { WARN_REPLY_CLASS } },
    { REPORT TEXT STATUS FAILED "Status: 5.1.2\n" END, { WARN_DUPLICATE } },
    { REPORT TEXT STATUS "Final-Recipient: utf-8; a\\x{zz}@example.com\nAction: failed\nStatus: 5.1.1\n" END, { WARN_ADDRESS } },
    { REPORT TEXT STATUS FAILED "Will-Retry-Until: Mon, 23 Nov 2026 14:32:04 +0000\n" END, { WARN_RETRY } },
    { REPORT TEXT STATUS END, { WARN_NO_RECIPIENT } },
};

static void test_warnings (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (warned); i++) {
        g_autoptr (BounceReport) report = parse (shared, warned[i].mail);
        const char *const *got = bounce_report_get_warnings (report);
        g_test_message ("%s", warned[i].mail);
        for (guint k = 0; got[k]; k++)
            g_assert_cmpstr (got[k], ==, warned[i].warnings[k]);
        g_assert_null (warned[i].warnings[g_strv_length ((char **) got)]);
        assert_sane (report);
    }
}

/* ---- Parts that contradict each other ---- */

/* The first machine-readable part tells what kind of report it is: what another one says is not mixed with it. */
static void test_two_reports (void)
{
    static const char *const others[] = {
        "--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; other@example.com\n"
        "Disposition: automatic-action/MDN-sent-automatically; deleted\n",
        "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: other@example.com\n",
    };
    static const BounceKind kinds[] = { BOUNCE_KIND_DISPOSITION, BOUNCE_KIND_FEEDBACK };

    for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
        g_autofree char *first = g_strconcat (REPORT TEXT STATUS FAILED, others[i], END, NULL);
        g_autofree char *second = g_strconcat (REPORT "--b\n\nFor your eyes.\n", others[i], STATUS FAILED END, NULL);
        g_autoptr (BounceReport) bounce = parse (shared, first), other = parse (shared, second);
        assert_sane (bounce);
        g_assert_cmpint (bounce_report_get_kind (bounce), ==, BOUNCE_KIND_BOUNCE);
        g_assert_cmpuint (bounce_report_get_n_recipients (bounce), ==, 1);
        assert_sane (other);
        g_assert_cmpint (bounce_report_get_kind (other), ==, kinds[i]);
        g_assert_cmpint (bounce_recipient_get_action (bounce_report_get_recipient (other, 0)), ==, BOUNCE_ACTION_NONE);
    }
}

/* ---- Ways in ---- */

static void assert_same (BounceReport *a, BounceReport *b)
{
    g_autofree char *one = bounce_recipient_to_json (bounce_report_get_recipient (a, 0));
    g_autofree char *other = bounce_recipient_to_json (bounce_report_get_recipient (b, 0));

    g_assert_cmpstr (one, ==, other);
    g_assert_cmpstr (bounce_report_get_id (a), ==, bounce_report_get_id (b));
    g_assert_cmpuint (bounce_report_get_size (a), ==, bounce_report_get_size (b));
}

static void test_ways (void)
{
    g_autofree char *dir = g_dir_make_tmp ("bounce-XXXXXX", NULL), *path = g_build_filename (dir, "a.eml", NULL);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer (BOUNCE, strlen (BOUNCE));
    GMimeParser *gmime = g_mime_parser_new_with_stream (stream);
    GMimeMessage *message = g_mime_parser_construct_message (gmime, NULL);
    g_autoptr (GError) error = NULL;

    g_mime_stream_reset (stream);
    g_file_set_contents (path, BOUNCE, -1, NULL);
    g_autoptr (BounceReport) bytes = parse (shared, BOUNCE), of_message = bounce_parser_parse_message (shared, message);
    g_autoptr (BounceReport) of_stream = bounce_parser_parse_stream (shared, stream, &error);
    g_autoptr (BounceReport) of_file = bounce_parser_parse_file (shared, path, &error);
    g_assert_no_error (error);
    assert_same (bytes, of_message);
    assert_same (bytes, of_stream);
    assert_same (bytes, of_file);
    g_assert_cmpuint (bounce_report_get_size (bytes), ==, strlen (BOUNCE));
    g_assert_cmpstr (bounce_report_get_source (of_file), ==, path);
    g_assert_cmpstr (bounce_report_get_source (bytes), ==, "-");
    g_assert_cmpstr (bounce_report_get_source (of_message), ==, "-");
    g_assert_cmpstr (bounce_report_get_source (of_stream), ==, "-");
    g_object_unref (message);
    g_object_unref (gmime);
    g_object_unref (stream);
    g_unlink (path);
    g_rmdir (dir);
}

static void test_stream (void)
{
    g_autofree char *mail = g_strconcat ("garbage", BOUNCE, NULL);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer (mail, strlen (mail)), *closed = g_mime_stream_fs_new (-1);
    g_autoptr (BounceParser) parser = limited (BOUNCE_LIMIT_MESSAGE, 100);
    g_autoptr (GError) error = NULL;

    g_mime_stream_seek (stream, strlen ("garbage"), GMIME_STREAM_SEEK_SET); /* from where it stands */
    g_autoptr (BounceReport) report = bounce_parser_parse_stream (parser, stream, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (bounce_report_get_size (report), ==, strlen (BOUNCE));
    g_assert_true (warns (report, WARN_MESSAGE));
    g_assert_cmpstr (bounce_report_get_from (report), ==, "MAILER-DAEMON@mx.example.net");
    g_assert_null (bounce_parser_parse_stream (parser, closed, &error));
    g_assert_error (error, BOUNCE_ERROR, BOUNCE_ERROR_IO);
    g_object_unref (stream);
    g_object_unref (closed);
}

static void test_file (void)
{
    g_autofree char *dir = g_dir_make_tmp ("bounce-XXXXXX", NULL), *path = g_build_filename (dir, "mbox", NULL);
    g_autoptr (GError) missing = NULL, none = NULL;

    g_assert_null (bounce_parser_parse_file (shared, path, &missing));
    g_assert_error (missing, BOUNCE_ERROR, BOUNCE_ERROR_NOT_FOUND);
    g_file_set_contents (path, "From a Mon Nov 23 14:32:04 2026\nSubject: a\n\nFrom b Mon Nov 23 14:32:04 2026\nSubject: b\n", -1,
                         NULL);
    g_autoptr (BounceReport) first = bounce_parser_parse_file (shared, path, &none);
    g_assert_cmpstr (bounce_report_get_subject (first), ==, "a");
    g_assert_cmpuint (bounce_report_get_offset (first), ==, 32);
    g_file_set_contents (path, "", -1, NULL);
    g_autoptr (BounceReport) empty = bounce_parser_parse_file (shared, path, &none);
    g_assert_no_error (none);
    g_assert_true (warns (empty, WARN_EMPTY));
    g_assert_cmpstr (bounce_report_get_source (empty), ==, path);
    g_unlink (path);
    g_rmdir (dir);
}

/* A message's end of line is nobody's business. */
static void test_line_ends (void)
{
    static const char *const ends[] = { "\r\n", "\r\r\n", "\r" };
    g_autoptr (BounceReport) lf = parse (shared, BOUNCE);

    for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
        g_auto (GStrv) lines = g_strsplit (BOUNCE, "\n", -1);
        g_autofree char *mail = g_strjoinv (ends[i], lines);
        g_autoptr (BounceReport) report = parse (shared, mail);
        g_assert_cmpstr (bounce_report_get_id (report), ==, bounce_report_get_id (lf));
    }
}

static void test_parser_life (void)
{
    BounceParser *parser = bounce_parser_new ();

    g_assert_true (bounce_parser_ref (parser) == parser);
    bounce_parser_unref (parser);
    BounceReport *report = parse (parser, BOUNCE);
    bounce_parser_unref (parser);
    assert_sane (report); /* it needs no parser */
    bounce_report_unref (report);
    g_assert_cmpstr (g_type_name (BOUNCE_TYPE_PARSER), ==, "BounceParser");
    g_assert_cmpstr (g_type_name (BOUNCE_TYPE_MAILBOX), ==, "BounceMailbox");
}

/* ---- The same everywhere ---- */

static void load_samples (const char *folder)
{
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name (dir))) {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        char *data;
        gsize length;
        if (g_file_test (path, G_FILE_TEST_IS_DIR))
            load_samples (path);
        else if (g_str_has_suffix (name, ".eml") && g_file_get_contents (path, &data, &length, NULL))
            g_ptr_array_add (samples, g_bytes_new_take (data, length));
    }
}

static BounceReport *parse_sample (guint i)
{
    gsize length;
    const char *data = g_bytes_get_data (samples->pdata[i], &length);
    return parse_bytes (shared, data, length);
}

/* The JSON of all samples, a line each. */
static gpointer all_json (gpointer start)
{
    g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

    g_ptr_array_set_size (lines, (gint) samples->len + 1);
    for (guint k = 0; k < samples->len; k++) { /* each thread begins elsewhere */
        guint i = (k + GPOINTER_TO_UINT (start)) % samples->len;
        g_autoptr (BounceReport) report = parse_sample (i);
        lines->pdata[i] = bounce_report_to_json (report);
    }
    return g_strjoinv ("\n", (char **) lines->pdata);
}

static void test_samples (void)
{
    g_assert_cmpuint (samples->len, >, 50);
    for (guint i = 0; i < samples->len; i++) {
        g_autoptr (BounceReport) report = parse_sample (i);
        assert_sane (report);
    }
}

/* The highest value of a limit is none: nothing is computed from it that wraps around. And 1 is one, too. */
static void test_extreme_limits (void)
{
    static const gsize values[] = { G_MAXSIZE, G_MAXSIZE / 2, 1 };

    for (guint v = 0; v < G_N_ELEMENTS (values); v++) {
        g_autoptr (BounceParser) parser = bounce_parser_new ();
        for (guint limit = BOUNCE_LIMIT_MESSAGE; limit <= BOUNCE_LIMIT_LINE; limit++)
            bounce_parser_set_limit (parser, (BounceLimit) limit, values[v]);
        for (guint i = 0; i < samples->len; i++) {
            gsize length;
            const char *data = g_bytes_get_data (samples->pdata[i], &length);
            g_autoptr (BounceReport) wanted = parse_sample (i), report = parse_bytes (parser, data, length);
            assert_sane (report);
            g_autofree char *got = bounce_report_to_json (report), *usual = bounce_report_to_json (wanted);
            if (values[v] > 1)
                g_assert_cmpstr (got, ==, usual);
        }
    }
}

static void test_threads (void)
{
    g_autofree char *wanted = all_json (GUINT_TO_POINTER (0));
    GThread *threads[4];

    for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] = g_thread_new ("reader", all_json, GUINT_TO_POINTER (i * samples->len / 4));
    for (guint i = 0; i < G_N_ELEMENTS (threads); i++) {
        g_autofree char *json = g_thread_join (threads[i]);
        g_assert_cmpstr (json, ==, wanted);
    }
}

/* In Turkish an "I" is no "i"; elsewhere a comma stands in numbers, and months have other names. */
static void test_locale (gconstpointer name)
{
    g_autofree char *before = g_strdup (setlocale (LC_ALL, NULL)), *wanted = all_json (GUINT_TO_POINTER (0));

    if (!setlocale (LC_ALL, name)) {
        g_test_skip ("the locale is not installed");
        return;
    }
    g_autofree char *json = all_json (GUINT_TO_POINTER (0));
    setlocale (LC_ALL, before);
    g_assert_cmpstr (json, ==, wanted);
}

/* ---- Whatever comes ---- */

static void assert_any (const char *data, gsize length)
{
    g_autoptr (BounceReport) report = parse_bytes (shared, data, length);
    assert_sane (report);
    if (bounce_report_get_kind (report) == BOUNCE_KIND_UNREADABLE)
        g_assert_nonnull (memchr (data, '\0', length));
}

/* What has zeros but begins as a message does is one. */
static void test_binary (void)
{
    static const struct {
        const char *data;
        gsize length;
        gboolean unreadable;
    } rows[] = {
        { "\xfd" "7zXZ\0\0\4", 8, TRUE },
        { "", 1, TRUE },
        { "no field\n\nbut text\n", 19, FALSE },
        { "Subject: a\0b\n\n\0\n", 16, FALSE },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (BounceReport) report = parse_bytes (shared, rows[i].data, rows[i].length);
        g_assert_cmpint (bounce_report_get_kind (report) == BOUNCE_KIND_UNREADABLE, ==, rows[i].unreadable);
        g_assert_cmpint (warns (report, WARN_BINARY), ==, rows[i].unreadable);
    }
}

static void test_every_byte (void)
{
    char all[256];

    for (guint byte = 0; byte < 256; byte++) {
        char one = (char) byte, many[1000];
        all[byte] = one;
        memset (many, one, sizeof many);
        assert_any (&one, 1);
        assert_any (many, sizeof many);
    }
    assert_any (all, sizeof all);
}

/* Each byte value in each field that ends up in a report. */
static void test_every_byte_in_fields (void)
{
    static const char before[] =
        "From: MAILER-DAEMON@mx.example.net\nTo: @@@\nSubject: @@@\nMessage-ID: <@@@>\nDate: @@@\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n" TEXT STATUS
        "Final-Recipient: rfc822; u@@@@example.com\nOriginal-Recipient: utf-8; @@@\nAction: failed\nStatus: 5.1.1@@@\n"
        "Remote-MTA: dns; @@@\nDiagnostic-Code: @@@; 550 5.1.1 @@@\nLast-Attempt-Date: @@@\n"
        "--b\nContent-Type: text/rfc822-headers\n\nSubject: @@@\nFrom: @@@\nTo: @@@\nMessage-ID: @@@\n" END;

    for (guint byte = 0; byte < 256; byte++) {
        g_autofree char *mail = g_memdup2 (before, sizeof before);
        for (char *p = mail; (p = strstr (p, "@@@")); p += 3)
            p[1] = (char) byte ? (char) byte : '\001';
        for (gsize i = 0; byte == 0 && i < sizeof before; i++)
            mail[i] = mail[i] == '\001' ? '\0' : mail[i];
        assert_any (mail, sizeof before - 1);
    }
}

static void test_noise (void)
{
    guint32 seed = 1;

    for (guint i = 0; i < 300; i++) {
        char noise[700];
        for (gsize k = 0; k < sizeof noise; k++) {
            seed = seed * 1664525u + 1013904223u;
            noise[k] = (char) (seed >> 24);
        }
        g_autoptr (GString) mail = g_string_new (i % 3 == 0 ? "" : i % 3 == 1 ? HEAD "\n" : REPORT TEXT STATUS);
        g_string_append_len (mail, noise, sizeof noise);
        assert_any (mail->str, mail->len);
    }
}

/* Cut at every 64th byte. */
static void test_truncated (void)
{
    for (guint i = 0; i < samples->len; i++) {
        gsize length;
        const char *data = g_bytes_get_data (samples->pdata[i], &length);
        for (gsize n = 0; n < length; n += 64)
            assert_any (data, n);
    }
}

/* gpgme, which GMime makes ready, ignores SIGPIPE for the whole program: a filter would not end when its reader does. Only a date
 * that is none is read by GMime. */
static void test_signals (void)
{
    static const char odd[] = "Date: yesterday\n\n";
    g_autoptr (BounceReport) report = bounce_parser_parse (shared, odd, strlen (odd));
    struct sigaction now;

    g_assert_cmpstr (bounce_report_get_date (report), ==, "yesterday");
    g_assert_cmpint (sigaction (SIGPIPE, NULL, &now), ==, 0);
    g_assert_true (now.sa_handler == SIG_DFL);
}

int main (int argc, char **argv)
{
    static const char *const locales[] = { "tr_TR.UTF-8", "tr_TR.ISO-8859-9", "de_DE.UTF-8", "ja_JP.UTF-8", "C" };

    signal (SIGPIPE, SIG_DFL);
    g_test_init (&argc, &argv, NULL);
    shared = bounce_parser_new ();
    samples = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
    g_autofree char *data = g_test_build_filename (G_TEST_DIST, "data", NULL);
    load_samples (data);
    g_test_add_func ("/parser/signals", test_signals);
    g_test_add_func ("/parser/limits/values", test_limit_values);
    g_test_add_func ("/parser/limits/message", test_limit_message);
    g_test_add_func ("/parser/limits/nesting", test_limit_nesting);
    g_test_add_func ("/parser/limits/most-nesting", test_most_nesting);
    g_test_add_func ("/parser/limits/parts", test_limit_parts);
    g_test_add_func ("/parser/limits/lines", test_limit_lines);
    g_test_add_func ("/parser/limits/line", test_limit_line);
    g_test_add_func ("/parser/limits/classify", test_limit_classify);
    g_test_add_func ("/parser/limits/header", test_limit_header);
    g_test_add_func ("/parser/limits/field", test_limit_field);
    g_test_add_func ("/parser/message-ids", test_message_ids);
    g_test_add_func ("/parser/classify-host", test_classify_host);
    g_test_add_func ("/parser/limits/fields", test_limit_fields);
    g_test_add_func ("/parser/limits/text", test_limit_text);
    g_test_add_func ("/parser/limits/long-text", test_long_text);
    g_test_add_func ("/parser/limits/recipients", test_limit_recipients);
    g_test_add_func ("/parser/warnings", test_warnings);
    g_test_add_func ("/parser/two-reports", test_two_reports);
    g_test_add_func ("/parser/ways/all", test_ways);
    g_test_add_func ("/parser/ways/stream", test_stream);
    g_test_add_func ("/parser/ways/file", test_file);
    g_test_add_func ("/parser/line-ends", test_line_ends);
    g_test_add_func ("/parser/life", test_parser_life);
    g_test_add_func ("/parser/samples", test_samples);
    g_test_add_func ("/parser/limits/extreme", test_extreme_limits);
    g_test_add_func ("/parser/threads", test_threads);
    for (guint i = 0; i < G_N_ELEMENTS (locales); i++) {
        g_autofree char *name = g_strconcat ("/parser/locale/", locales[i], NULL);
        g_test_add_data_func (name, locales[i], test_locale);
    }
    g_test_add_func ("/parser/binary", test_binary);
    g_test_add_func ("/parser/garbage/every-byte", test_every_byte);
    g_test_add_func ("/parser/garbage/every-byte-in-fields", test_every_byte_in_fields);
    g_test_add_func ("/parser/garbage/noise", test_noise);
    g_test_add_func ("/parser/garbage/truncated", test_truncated);
    int status = g_test_run ();
    g_ptr_array_unref (samples);
    bounce_parser_unref (shared);
    return status;
}
