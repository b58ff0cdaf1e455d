/* test-dsn.c: delivery status notifications, and the fields they are made of
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "date.h"
#include "dsn.h"
#include "field.h"
#include "warnings.h"

#include <gmime/gmime.h>

#define assert_str(a, b) g_assert_cmpstr ((a), ==, (b))
#define assert_uint(a, b) g_assert_cmpuint ((a), ==, (b))

/* A copy that no NUL follows, so that a memory checker sees what is read past its end. */
static Span exact (const char *text, char **copy)
{
    gsize n = strlen (text);
    *copy = g_malloc (MAX (n, 1));
    memcpy (*copy, text, n);
    return (Span){ *copy, n };
}

/* ---- Fields ---- */

static void test_field_next (void)
{
    static const struct {
        const char *name, *value;
    } expected[] = { { "A", "1" }, { "B-c", "2 3" }, { "D", "" }, { "E", "x:y" }, { "F", "last" } };
    g_autofree char *copy = NULL;
    Span rest = exact ("A: 1\r\nno field\nB-c :2\n\t 3\nD:\n: nameless\nE:x:y\n with space: no\n\nAfter: no", &copy);
    Field field;
    guint n = 0;

    for (; n < 4 && field_next (&rest, &field); n++) {
        g_autofree char *value = field_unfold (field.value);
        g_assert_true (span_is (field.name, expected[n].name));
        if (n != 3)
            assert_str (value, expected[n].value);
        else
            assert_str (value, "x:y with space: no"); /* a fold, though it looks like a field */
    }
    assert_uint (n, 4);
    g_assert_false (field_next (&rest, &field));
    g_assert_true (span_starts (rest, "\nAfter")); /* the blank line is left */
}

static void test_field_name (void)
{
    static const struct {
        const char *line;
        gsize length;
    } cases[] = { { "Name: x", 4 },
                  { "Name:x", 4 },
                  { "Name :x", 4 },
                  { "Name\t : x", 4 },
                  { "X-A_b!: x", 6 },
                  { "a:", 1 },
                  { ":", 0 },
                  { "", 0 },
                  { "no colon", 0 },
                  { "two words: x", 0 },
                  { " Indented: x", 0 },
                  { "N\303\244me: x", 0 } };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *copy = NULL;
        assert_uint (field_name_length (exact (cases[i].line, &copy)), cases[i].length);
    }
}

static void test_field_get (void)
{
    Span fields = span_of ("Subject: one\nX: y\nsubject: two\nEmpty:\n\nLate: no\n");

    g_assert_true (span_is (field_get (fields, "SUBJECT"), "one"));
    g_assert_true (span_is (field_get (fields, "x"), "y"));
    assert_uint (field_get (fields, "Empty").n, 0);
    assert_uint (field_get (fields, "Late").n, 0);
    assert_uint (field_get (fields, "Sub").n, 0);
    assert_uint (field_get (SPAN_EMPTY, "X").n, 0);
}

static void test_unfold (void)
{
    static const struct {
        const char *value, *line, *plain;
    } cases[] = {
        { " a\r\n\tb  c ", "a b c", "a b c" },
        { "", "", "" },
        { "a (b) c", "a (b) c", "a  c" },
        { "(a (b) c) d", "(a (b) c) d", "d" },
        { "\"(a)\" b (c)", "\"(a)\" b (c)", "\"(a)\" b" },
        { "a (\\) b) c", "a (\\) b) c", "a  c" },
        { "a \\(b", "a \\(b", "a \\(b" },
        { "a ) b", "a ) b", "a ) b" },
        { "a (never closed", "a (never closed", "a" },
        { "a \\", "a \\", "a \\" },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *copy = NULL;
        Span value = exact (cases[i].value, &copy);
        g_autofree char *line = field_unfold (value), *plain = field_strip_comments (value);
        assert_str (line, cases[i].line);
        assert_str (plain, cases[i].plain);
    }
    g_autofree char *without_nul = field_unfold ((Span){ "a\0b", 3 });
    assert_str (without_nul, "ab");
}

static void test_split_type (void)
{
    static const struct {
        const char *value, *type, *text;
    } cases[] = {
        { "rfc822; user@example.com", "rfc822", "user@example.com" },
        { " smtp ;550 a; b ", "smtp", "550 a; b" },
        { "x-local-hostname;a", "x-local-hostname", "a" },
        { "user@example.com", "", "user@example.com" },
        { "550 no; really", "", "550 no; really" }, /* no type has spaces */
        { "; a", "", "; a" },
        { "dns;", "dns", "" },
        { "", "", "" },
        { "abcdefghijabcdefghijabcdefghijabcdefghijk; a", "", "abcdefghijabcdefghijabcdefghijabcdefghijk; a" },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *copy = NULL;
        Span type, text;
        field_split_type (exact (cases[i].value, &copy), &type, &text);
        g_assert_true (span_is (type, cases[i].type));
        g_assert_true (span_is (text, cases[i].text));
    }
}

/* ---- Dates ---- */

static void test_dates (void)
{
    static const struct {
        const char *value, *date;
    } cases[] = {
        { "Mon, 23 Nov 2026 14:32:04 +0000", "2026-11-23T14:32:04+00:00" },
        { "Mon, 23 Nov 2026 14:32:04 +0530 (IST)", "2026-11-23T14:32:04+05:30" },
        { " 23 Nov 2026\r\n 14:32:04 -0800 ", "2026-11-23T14:32:04-08:00" },
        { "Tue, 29 Feb 2028 23:59:59 +0000", "2028-02-29T23:59:59+00:00" },
        { "yesterday", "yesterday" },
        { "", NULL },
        { "  \t ", NULL },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *copy = NULL;
        g_autofree char *date = date_read (exact (cases[i].value, &copy));
        assert_str (date, cases[i].date);
    }
}

/* ---- Reading ---- */

static BounceReport *read_most (const char *text, gsize most)
{
    g_autofree char *copy = NULL;
    BounceReport *report = report_new ();

    dsn_read (report, exact (text, &copy), most, 32768);
    return report;
}

static BounceReport *read_text (const char *text)
{
    return read_most (text, 100);
}

static BounceRecipient *nth (BounceReport *report, guint i)
{
    g_assert_cmpuint (i, <, report->recipients->len);
    return report->recipients->pdata[i];
}

static gboolean warned (const BounceReport *report, const char *warning)
{
    return g_ptr_array_find_with_equal_func (report->warnings, warning, g_str_equal, NULL);
}

static void finish (BounceReport *report)
{
    report_finish (report, SPAN_EMPTY);
    bounce_report_unref (report);
}

static void test_every_field (void)
{
    BounceReport *report = read_text (
        "Original-Envelope-Id: env-1\nReporting-MTA: dns; mx.example.net\nArrival-Date: Mon, 23 Nov 2026 14:00:00 +0000\n\n"
        "Original-Recipient: rfc822; sub+2Btag@example.org\nFinal-Recipient: rfc822; user@example.com\nAction: failed\nStatus: "
        "5.0.0\n"
        "Remote-MTA: dns; mx.example.com\nDiagnostic-Code: SMTP; 550-5.1.1 a\n 550 5.1.1 b\nLast-Attempt-Date: Mon, 23 Nov 2026 "
        "15:00:00 +0000\n"
        "Will-Retry-Until: Tue, 24 Nov 2026 15:00:00 +0000\n");
    BounceRecipient *r = nth (report, 0);

    assert_uint (report->recipients->len, 1);
    assert_uint (report->warnings->len, 0);
    assert_str (report->envelope_id, "env-1");
    assert_str (report->reporting_mta, "mx.example.net");
    assert_str (report->arrival_date, "2026-11-23T14:00:00+00:00");
    assert_str (r->original_address, "sub+tag@example.org");
    assert_str (r->final_address, "user@example.com");
    assert_uint (r->action, BOUNCE_ACTION_FAILED);
    assert_str (r->status, "5.0.0");
    assert_str (r->reported_status, "5.0.0");
    assert_str (r->remote_mta, "mx.example.com");
    assert_str (r->diagnostic, "550 5.1.1 a b");
    assert_str (r->diagnostic_type, "smtp");
    assert_str (r->last_attempt, "2026-11-23T15:00:00+00:00");
    assert_str (r->retry_until, "2026-11-24T15:00:00+00:00");
    finish (report);
}

/* How many recipients, by what their groups look like. */
static void test_groups (void)
{
    static const struct {
        const char *text;
        guint n;
    } cases[] = {
        { "", 0 },
        { "\n\n", 0 },
        { "Reporting-MTA: dns; a\n", 0 },
        { "Nothing: at all\n\nX: y\n", 0 },
        { "Final-Recipient: rfc822; a@x\n", 1 },
        { "Action: failed\n", 1 },
        { "Final-Recipient: rfc822; a@x\nFinal-Recipient: rfc822; b@x\n", 2 },
        { "Final-Recipient: rfc822; a@x\n\nAction: failed\n\nStatus: 5.1.1\n", 1 },
        { "Final-Recipient: rfc822; a@x\nAction: failed\n\nAction: failed\nFinal-Recipient: rfc822; b@x\n", 2 },
        { "Final-Recipient: rfc822; a@x\nStatus: 5.1.1\n\nStatus: 5.1.1\nFinal-Recipient: rfc822; b@x\n", 2 },
        { "Final-Recipient: rfc822; a@x\n\nOriginal-Recipient: rfc822; b@x\nFinal-Recipient: rfc822; b@x\n", 2 },
        { "Original-Recipient: rfc822; a@x\nFinal-Recipient: rfc822; a@x\n", 1 },
        { "Final-Recipient: rfc822; a@x\nOriginal-Recipient: rfc822; a@x\n", 1 },
        { "Final-Recipient: rfc822; a@x\n\nX-Extension: group\n", 1 },
        { "no field\n\nReporting-MTA: dns; a\nno field\n\nFinal-Recipient: rfc822; a@x\nno field\n\nFinal-Recipient: rfc822; "
          "b@x\nno field",
          2 },
        { "Final-Recipient: rfc822; a@x\nAction: failed\nAction: failed\n", 1 },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        BounceReport *report = read_text (cases[i].text);
        g_test_message ("%s", cases[i].text);
        assert_uint (report->recipients->len, cases[i].n);
        finish (report);
    }
}

static void test_most (void)
{
    static const char text[] = "Final-Recipient: rfc822; a@x\nAction: failed\n\nFinal-Recipient: rfc822; b@x\nAction: delayed\n\n"
                               "Final-Recipient: rfc822; c@x\nAction: failed\n";
    BounceReport *cut = read_most (text, 2), *whole = read_most (text, 3);

    assert_uint (cut->recipients->len, 2);
    assert_uint (nth (cut, 1)->action, BOUNCE_ACTION_DELAYED);
    g_assert_true (warned (cut, WARN_RECIPIENTS));
    assert_uint (whole->recipients->len, 3);
    g_assert_false (warned (whole, WARN_RECIPIENTS));
    finish (cut);
    finish (whole);
}

/* A second part adds to the first. */
static void test_second_part (void)
{
    BounceReport *report = read_text ("Reporting-MTA: dns; one\n\nFinal-Recipient: rfc822; a@x\nAction: failed\n");

    dsn_read (report, span_of ("Reporting-MTA: dns; two\n\nFinal-Recipient: rfc822; b@x\nAction: failed\n"), 100, 32768);
    assert_uint (report->recipients->len, 2);
    assert_str (report->reporting_mta, "one");
    assert_str (nth (report, 1)->final_address, "b@x");
    finish (report);
}

static void test_warnings (void)
{
    static const struct {
        const char *text, *warning;
    } cases[] = {
        { "Final-Recipient: rfc822; a@x\n", WARN_NO_GROUP },
        { "Final-Recipient: utf-8; a\\x{d8}@x\n", WARN_ADDRESS },
        { "Final-Recipient: rfc822; a@x\nAction: bounced\n", WARN_ODD_ACTION },
        { "Final-Recipient: rfc822; a@x\nStatus: bad\n", WARN_ODD_STATUS },
        { "Final-Recipient: rfc822; a@x\nStatus: 5.1.1\nStatus: 5.1.2\n", WARN_DUPLICATE },
        { "Final-Recipient: rfc822; a@x\nDiagnostic-Code: smtp; 550\nDiagnostic-Code: smtp; 551\n", WARN_DUPLICATE },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        BounceReport *report = read_text (cases[i].text);
        g_assert_true (warned (report, cases[i].warning));
        finish (report);
    }
}

/* ---- What a text adds ---- */

static void test_apply_text (void)
{
    static const struct {
        const char *have, *text, *status;
        guint reply;
        BounceCommand command;
        const char *host;
    } cases[] = {
        { NULL, "host mx.example.com[192.0.2.1] said: 550 5.1.1 no (in reply to RCPT TO command)", "5.1.1", 550,
          BOUNCE_COMMAND_RCPT, "mx.example.com" },
        { "5.0.0", "550 5.1.1 no", "5.1.1", 550, BOUNCE_COMMAND_NONE, NULL }, /* a bare code yields to a narrower one */
        { "5.1.1", "550 5.2.2 no", "5.2.2", 550, BOUNCE_COMMAND_NONE, NULL }, /* the remote host's before one that is made up */
        { "5.1.1", "550 5.0.0 no", "5.1.1", 550, BOUNCE_COMMAND_NONE, NULL },
        { "5.0.0", "550 no", "5.0.0", 550, BOUNCE_COMMAND_NONE, NULL },
        { NULL, "no", NULL, 0, BOUNCE_COMMAND_NONE, NULL }, /* nothing is invented */
        { NULL, "550 no", NULL, 550, BOUNCE_COMMAND_NONE, NULL },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr(BounceRecipient) r = recipient_new ();
        g_autofree char *copy = NULL;
        r->status = g_strdup (cases[i].have);
        dsn_apply_text (r, exact (cases[i].text, &copy));
        assert_str (r->status, cases[i].status);
        assert_uint (r->reply, cases[i].reply);
        assert_uint (r->command, cases[i].command);
        assert_str (r->remote_mta, cases[i].host);
    }
}

/* The first text that tells something is the nearest to the recipient. */
static void test_apply_keeps (void)
{
    g_autoptr(BounceRecipient) r = recipient_new ();

    r->remote_mta = g_strdup ("own.example.com");
    dsn_apply_text (r, span_of ("host a.example.com said: 450 4.2.2 no (in reply to RCPT TO command)"));
    dsn_apply_text (r, span_of ("host b.example.com said: 550 5.1.1 no (in reply to MAIL FROM command)"));
    assert_str (r->status, "4.2.2");
    assert_uint (r->reply, 450);
    assert_uint (r->command, BOUNCE_COMMAND_RCPT);
    assert_str (r->remote_mta, "own.example.com");
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_mime_init ();
    g_test_add_func ("/field/next", test_field_next);
    g_test_add_func ("/field/name", test_field_name);
    g_test_add_func ("/field/get", test_field_get);
    g_test_add_func ("/field/unfold", test_unfold);
    g_test_add_func ("/field/split-type", test_split_type);
    g_test_add_func ("/dsn/dates", test_dates);
    g_test_add_func ("/dsn/every-field", test_every_field);
    g_test_add_func ("/dsn/groups", test_groups);
    g_test_add_func ("/dsn/most", test_most);
    g_test_add_func ("/dsn/second-part", test_second_part);
    g_test_add_func ("/dsn/warnings", test_warnings);
    g_test_add_func ("/dsn/apply-text", test_apply_text);
    g_test_add_func ("/dsn/apply-keeps", test_apply_keeps);
    return g_test_run ();
}
