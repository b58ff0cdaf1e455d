/* test-conformance.c: the checklist of what the RFCs ask of a reader, and of what is met in the wild
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Each test has the number of its clause. Sections: 1 to 10 the container (RFC 6522), 11 to 38 the delivery status (RFC 3464), 39
 * to 45 codes (RFC 3463, 5248), 46 to 48 the SMTP extension (RFC 3461), 50 to 56 international reports (RFC 6533), 99 and
 * 100 what holds everywhere.
 *
 * Left out, as nothing of the kind is built:
 *   49         helpers that write a token into an ENVID and check it on return
 *   13 (part)  a list of all values of a field that occurs twice: the first is kept, and a warning tells of the others
 *   15, 21, 31 (part)  getters for extension fields, Received-From-MTA and Final-Log-ID: they are tolerated
 *   20 (part)  less trust in the Status of a gateway
 *   23, 51 (part)  the type of an address as a getter
 *   37 (part)  the removal policy of a list, which is the caller's
 *   54 (part)  a getter for Localized-Diagnostic
 */
#include "config.h"

#include "conformance.h"

#include <locale.h>
#include <stdarg.h>
#include <string.h>

#define HEADER                                                                                                                   \
    "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.net\nTo: list-bounces@example.org\nSubject: Undelivered Mail\n"             \
    "Date: Mon, 23 Nov 2026 14:32:04 +0000\nMessage-ID: <report@mx.example.net>\nMIME-Version: 1.0\n"

static BounceParser *parser;

/* ---- Mails ---- */

char *mail (const char *content_type, ...)
{
    GString *out = g_string_new (HEADER);
    const char *part;
    va_list parts;

    g_string_append_printf (out, "Content-Type: %s\n\n", content_type);
    va_start (parts, content_type);
    while ((part = va_arg (parts, const char *)))
        g_string_append_printf (out, "--b\n%s\n", part);
    va_end (parts);
    g_string_append (out, "--b--\n");
    return g_string_free (out, FALSE);
}

char *mail_with_status (const char *status)
{
    g_autofree char *part = g_strconcat (STATUS_TYPE, status, NULL);
    return mail (REPORT, TEXT, part, ORIGINAL, NULL);
}

char *repeated (const char *text, guint times)
{
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < times; i++)
        g_string_append (out, text);
    return g_string_free (out, FALSE);
}

/* ---- Reading ---- */

BounceReport *read_bytes (const char *data, gsize length)
{
    g_autofree char *exact = g_memdup2 (data, length); /* so that a memory checker sees what is read past the end */
    return bounce_parser_parse (parser, exact, length);
}

/* All of a report but its place, which line ends change. */
static char *content_of (BounceReport *report)
{
    g_autofree char *json = bounce_report_to_json (report);
    g_autoptr(GRegex) place = g_regex_new ("\"size\":[0-9]+", 0, 0, NULL);
    return g_regex_replace_literal (place, json, -1, 0, "", 0, NULL);
}

BounceReport *read_text (const char *text)
{
    g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
    g_autofree char *crlf = g_strjoinv ("\r\n", lines);
    BounceReport *report = read_bytes (text, strlen (text));
    g_autoptr(BounceReport) other = read_bytes (crlf, strlen (crlf));
    g_autofree char *content = content_of (report), *other_content = content_of (other);

    assert_str (content, other_content);
    g_assert_true (g_utf8_validate (content, -1, NULL));
    return report;
}

BounceReport *read_mail (char *owned)
{
    BounceReport *report = read_text (owned);
    g_free (owned);
    return report;
}

BounceReport *read_status (const char *status)
{
    return read_mail (mail_with_status (status));
}

BounceReport *read_recipient (const char *fields)
{
    g_autofree char *status = g_strconcat (MTA_GROUP, fields, NULL);
    return read_status (status);
}

BounceReport *read_message_fields (const char *fields)
{
    g_autofree char *status = g_strconcat (fields, "\n" FAILED_GROUP, NULL);
    return read_status (status);
}

BounceRecipient *judged (const char *text, const char *host)
{
    return bounce_parser_classify (parser, text, host);
}

BounceRecipient *only (BounceReport *report)
{
    assert_uint (bounce_report_get_n_recipients (report), 1);
    return bounce_report_get_recipient (report, 0);
}

gboolean warned (BounceReport *report, const char *warning)
{
    return g_strv_contains (bounce_report_get_warnings (report), warning);
}

void assert_user_unknown (BounceReport *report)
{
    assert_kind (report, "bounce");
    BounceRecipient *r = only (report);
    assert_str (bounce_recipient_get_address (r), ADDRESS);
    assert_action (r, "failed");
    assert_str (bounce_recipient_get_status (r), "5.1.1");
    assert_reason (r, "user-unknown");
    assert_severity (r, "hard");
}

/* ---- What holds everywhere ---- */

static char *json_of (const char *text)
{
    g_autoptr(BounceReport) report = read_bytes (text, strlen (text));
    return bounce_report_to_json (report);
}

static char *many_kinds_of_letters (void)
{
    return mail_with_status ("REPORTING-MTA: DNS; MX.EXAMPLE.NET\n\nFINAL-RECIPIENT: RFC822; \304\260I\304\261i@EXAMPLE.COM\n"
                             "ACTION: FAILED\nSTATUS: 5.2.2\nDIAGNOSTIC-CODE: SMTP; 552 5.2.2 MAILBOX IS FULL, LIMIT 1,5 MB\n"
                             "Last-Attempt-Date: Mon, 23 Nov 2026 14:00:00 +0000\n");
}

/* Folding by a Turkish locale would turn "FAILED" and "RFC822; …I" into other words. */
static void test_locales (void)
{
    static const char *const locales[] = { "tr_TR.UTF-8", "tr_TR", "de_DE.UTF-8", "C.UTF-8", "C.utf8", NULL };
    g_autofree char *text = many_kinds_of_letters (), *before = json_of (text);
    g_autofree char *old = g_strdup (setlocale (LC_ALL, NULL));

    g_assert_nonnull (strstr (before, "\"action\":\"failed\""));
    g_assert_nonnull (strstr (before, "\"reason\":\"mailbox-full\""));
    g_assert_nonnull (strstr (before, "\"last_attempt\":\"2026-11-23T14:00:00+00:00\""));
    for (guint i = 0; locales[i]; i++) {
        if (!setlocale (LC_ALL, locales[i]))
            continue; /* not every machine has it */
        g_autofree char *here = json_of (text);
        assert_str (here, before);
    }
    setlocale (LC_ALL, old);
}

static gpointer read_often (gpointer text)
{
    char *first = json_of (text);

    for (guint i = 0; i < 50; i++) {
        g_autofree char *again = json_of (text);
        assert_str (again, first);
    }
    return first;
}

static void test_threads (void)
{
    g_autofree char *text = many_kinds_of_letters (), *alone = json_of (text);
    GThread *threads[4];

    for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] = g_thread_new ("reader", read_often, text);
    for (guint i = 0; i < G_N_ELEMENTS (threads); i++) {
        g_autofree char *there = g_thread_join (threads[i]);
        assert_str (there, alone);
    }
}

/* Every byte from 0x80 on in every field, and each report still is UTF-8; read_bytes() sees to what is read past the end. */
static void test_utf8 (void)
{
    static const char *const fields[] = { "Final-Recipient: rfc822; u%r@example.com",
                                          "Original-Recipient: utf-8; %@example.com",
                                          "Action: failed (%)",
                                          "Action: %",
                                          "Status: 5.1.1 (%)",
                                          "Status: %",
                                          "Remote-MTA: dns; %.example",
                                          "Remote-MTA: %",
                                          "Diagnostic-Code: smtp; 550 %",
                                          "Diagnostic-Code: x%; 550 no",
                                          "Last-Attempt-Date: %",
                                          "Will-Retry-Until: %",
                                          "X-%: a" };
    for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
        for (guint byte = 0x7f; byte < 0x100; byte += 3) {
            char odd[4] = { (char) byte, (char) (byte ^ 0x15), 'a', '\0' };
            g_autoptr(GString) status = g_string_new (MTA_GROUP);
            g_string_append (status, fields[i]);
            g_string_replace (status, "%", odd, 0);
            g_string_append (status, "\n" FAILED_GROUP);
            g_autofree char *text = mail_with_status (status->str), *json = json_of (text);
            g_assert_true (g_utf8_validate (json, -1, NULL));
        }
}

static void test_utf8_of_headers (void)
{
    g_autofree char *json =
        json_of ("From: \377\376 <MAILER-DAEMON@mx.example.net>\nSubject: Undelivered \200\201 =?x-none?Q?=FF=00?=\n"
                 "To: \303(@example.org\nMessage-ID: <\300\200@x>\nDate: \377\n\nnothing \377 here\n");
    g_assert_true (g_utf8_validate (json, -1, NULL));
    g_assert_null (strstr (json, "\"\"")); /* absent is null, never empty */
}

/* The bytes themselves are the caller's; the report tells how many they were. */
static void test_size (void)
{
    g_autofree char *text = mail_with_status (MTA_GROUP FAILED_GROUP);
    g_autoptr(BounceReport) report = read_bytes (text, strlen (text));

    assert_uint (bounce_report_get_size (report), strlen (text));
    assert_uint (bounce_report_get_offset (report), 0);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    parser = bounce_parser_new ();
    add_container_tests ();
    add_status_tests ();
    add_recipient_tests ();
    add_code_tests ();
    add_extension_tests ();
    g_test_add_func ("/conformance/099-locale-independent", test_locales);
    g_test_add_func ("/conformance/099-threads", test_threads);
    g_test_add_func ("/conformance/100-always-utf8", test_utf8);
    g_test_add_func ("/conformance/100-always-utf8-headers", test_utf8_of_headers);
    g_test_add_func ("/conformance/100-original-bytes", test_size);
    int failed = g_test_run ();
    bounce_parser_unref (parser);
    return failed;
}
