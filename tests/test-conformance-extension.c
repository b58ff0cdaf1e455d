/* test-conformance-extension.c: the SMTP extension for delivery status (RFC 3461) and international reports (RFC 6533)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "conformance.h"
#include "warnings.h"

#include <string.h>

/* A report whose Original-Recipient is this. */
static BounceReport *read_original (const char *value)
{
    g_autofree char *fields = g_strconcat ("Original-Recipient: ", value, "\n" FAILED_GROUP, NULL);
    return read_recipient (fields);
}

typedef struct {
    const char *value, *address;
    gboolean broken;
} Case;

static void check_cases (const Case *cases, guint n)
{
    for (guint i = 0; i < n; i++) {
        g_autoptr(BounceReport) report = read_original (cases[i].value);
        g_test_message ("%s", cases[i].value);
        assert_str (bounce_recipient_get_original_address (only (report)), cases[i].address);
        assert_uint (warned (report, WARN_ADDRESS), cases[i].broken);
        assert_severity (only (report), "hard");
    }
}

/* ---- 46 to 48: ENVID, ORCPT, NOTIFY and RET ---- */

static void test_xtext (void)
{
    static const Case cases[] = {
        { "rfc822;a+2Bb@example.org", "a+b@example.org", FALSE },
        { "rfc822;a+3Db@example.org", "a=b@example.org", FALSE },
        { "rfc822;a+2Bb+40example.org", "a+b@example.org", FALSE },
        { "rfc822;a+2bb@example.org", "a+b@example.org", FALSE }, /* lower case is forgiven */
        { "rfc822;a+2B+2B+3D@example.org", "a++=@example.org", FALSE },
        { "rfc822;a+@example.org", "a+@example.org", FALSE }, /* broken sequences stay as they are */
        { "rfc822;a+2@example.org", "a+2@example.org", FALSE },
        { "rfc822;a+2Gb@example.org", "a+2Gb@example.org", FALSE },
        { "rfc822;a+ZZ@example.org", "a+ZZ@example.org", FALSE },
        { "rfc822;a+00@example.org", "a+00@example.org", FALSE }, /* and what would be no address */
        { "rfc822;a+0Ab@example.org", "a+0Ab@example.org", FALSE },
        { "rfc822;a+FFb@example.org", "a+FFb@example.org", FALSE },
    };
    check_cases (cases, G_N_ELEMENTS (cases));
}

static void test_longest (void)
{
    g_autofree char *id = repeated ("0123456789", 30), *local = repeated ("abcdefgh", 8), *label = repeated ("abcdefgh.", 27);
    g_autofree char *message = g_strconcat ("Original-Envelope-Id: ", id, "\nReporting-MTA: dns; mx.example.net\n", NULL);
    g_autoptr(BounceReport) report = read_message_fields (message);
    assert_str (bounce_report_get_envelope_id (report), id);

    g_autofree char *address = g_strconcat (local, "@", label, "example", NULL), *value = g_strconcat ("rfc822;", address, NULL);
    g_autoptr(BounceReport) other = read_original (value);
    assert_str (bounce_recipient_get_original_address (only (other)), address);
}

/* RET=HDRS returns the header, RET=FULL all: the report is the same. */
static void test_returned (void)
{
    static const char full[] = "Content-Type: message/rfc822\n\n" ORIGINAL_HEADER "\nThe whole\ntext.\n";
    g_autoptr(BounceReport) headers = read_mail (mail (REPORT, TEXT, STATUS, ORIGINAL, NULL));
    g_autoptr(BounceReport) all = read_mail (mail (REPORT, TEXT, STATUS, full, NULL));

    assert_user_unknown (headers);
    assert_user_unknown (all);
    assert_str (bounce_report_get_id (headers), bounce_report_get_id (all));
    assert_str (bounce_report_get_original (headers, "message_id"), bounce_report_get_original (all, "message_id"));
}

/* ---- 50: types ---- */

static void test_types (void)
{
    static const char *const statuses[] = { "message/global-delivery-status", "message/delivery-status" };
    static const char *const originals[] = { "message/global", "message/global-headers", "message/rfc822",
                                             "text/rfc822-headers" };

    for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
        for (guint k = 0; k < G_N_ELEMENTS (originals); k++) {
            g_autofree char *status = g_strconcat ("Content-Type: ", statuses[i], "\n\n" MTA_GROUP FAILED_GROUP, NULL);
            g_autofree char *original = g_strconcat ("Content-Type: ", originals[k], "\n\n" ORIGINAL_HEADER, NULL);
            g_autoptr(BounceReport) report = read_mail (mail (REPORT, TEXT, status, original, NULL));
            assert_user_unknown (report);
            assert_str (bounce_report_get_original (report, "subject"), "The news");
            assert_str (bounce_report_get_format (report), i == 0 || k < 2 ? "rfc6533" : "rfc3464");
        }
}

/* ---- 51 to 53: the three forms of an address ---- */

static void test_utf8_forms (void)
{
    static const Case cases[] = {
        { "utf-8; jürgen@exämple.org", "jürgen@exämple.org", FALSE },
        { "UTF-8;用户@例子.example", "用户@例子.example", FALSE },
        { "utf-8; j\\x{FC}rgen@example.org", "jürgen@example.org", FALSE },
        { "utf-8; \\x{7528}\\x{6237}@\\x{4F8B}\\x{5B50}.example", "用户@例子.example", FALSE },
        { "utf-8; 用\\x{6237}@example.org", "用户@example.org", FALSE },
        { "utf-8; a\\x{1F600}@example.org", "a😀@example.org", FALSE },
        { "utf-8; a\\x{10FFFD}@example.org", "a\364\217\277\275@example.org", FALSE },
        { "utf-8; a\\x{2B}b@example.org", "a+b@example.org", FALSE },
        { "utf-8; a\\x{3D}b@example.org", "a=b@example.org", FALSE },
        { "utf-8; plain@example.org", "plain@example.org", FALSE },
        { "utf-8; a+2Bb@example.org", "a+b@example.org", FALSE },
    };
    check_cases (cases, G_N_ELEMENTS (cases));
}

static void test_utf8_broken (void)
{
    static const Case cases[] = {
        { "utf-8; a\\x{d8}@example.org", "a\\x{d8}@example.org", TRUE },     /* lower case */
        { "utf-8; a\\x{F}@example.org", "a\\x{F}@example.org", TRUE },       /* one digit */
        { "utf-8; a\\x{D800}@example.org", "a\\x{D800}@example.org", TRUE }, /* surrogates */
        { "utf-8; a\\x{DFFF}@example.org", "a\\x{DFFF}@example.org", TRUE },
        { "utf-8; a\\x{110000}@example.org", "a\\x{110000}@example.org", TRUE },
        { "utf-8; a\\x{00000FC}@example.org", "a\\x{00000FC}@example.org", TRUE },
        { "utf-8; a\\x{}@example.org", "a\\x{}@example.org", TRUE },
        { "utf-8; a\\x{FC@example.org", "a\\x{FC@example.org", TRUE },
        { "utf-8; j\\x{FC}r\\x{XY}@example.org", "j\\x{FC}r\\x{XY}@example.org", TRUE },
        /* 53: not utf-8 forms at all */
        { "utf-8; a\\b@example.org", "a\\b@example.org", FALSE },
        { "utf-8; nobody", "nobody", FALSE },
    };
    check_cases (cases, G_N_ELEMENTS (cases));
}

/* ---- 54: words for people ---- */

static void test_localized_diagnostic (void)
{
    g_autoptr(BounceReport) report = read_recipient (
        FAILED_GROUP "Localized-Diagnostic: [de] Postfach voll 552 5.2.2\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n"
                     "Localized-Diagnostic: [fr] Bo\303\256te pleine\n");
    assert_user_unknown (report);
    assert_str (bounce_recipient_get_diagnostic (only (report)), "550 5.1.1 User unknown");
    assert_uint (bounce_recipient_get_reply (only (report)), 550);
    assert_not_warned (report, WARN_DUPLICATE);
}

/* ---- 55 and 56: encodings ---- */

#define JUERGEN MTA_GROUP "Final-Recipient: utf-8; j\303\274rgen@example.com\nAction: failed\nStatus: 5.1.1\n"

static void test_global_encodings (void)
{
    g_autofree char *base64 = g_base64_encode ((const guchar *) JUERGEN, strlen (JUERGEN));
    g_autofree char *encoded =
        g_strconcat ("Content-Type: message/global-delivery-status\nContent-Transfer-Encoding: base64\n\n", base64, "\n", NULL);
    const char *const parts[] = {
        "Content-Type: message/global-delivery-status\nContent-Transfer-Encoding: 8bit\n\n" JUERGEN,
        "Content-Type: message/global-delivery-status; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n" JUERGEN,
        "Content-Type: message/global-delivery-status\nContent-Transfer-Encoding: quoted-printable\n\n" MTA_GROUP
        "Final-Recipient: utf-8; j=C3=BCrgen@example.com\nAction: failed\nStatus: 5.1.1\n",
        encoded,
    };
    for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
        g_autoptr(BounceReport) report = read_mail (mail (REPORT, TEXT, parts[i], ORIGINAL, NULL));
        assert_str (bounce_recipient_get_final_address (only (report)), "jürgen@example.com");
        assert_str (bounce_report_get_format (report), "rfc6533");
        assert_severity (only (report), "hard");
    }
}

/* Raw bytes of some charset in a report that should be ASCII. */
static void test_down_level (void)
{
    static const struct {
        const char *value, *address;
    } cases[] = {
        { "rfc822; j\\x{FC}rgen@example.com", "j\\x{FC}rgen@example.com" }, /* of no type that has such forms */
        { "utf-8; j\\x{FC}rgen@example.com", "jürgen@example.com" },
        { "rfc822; j\303\274rgen@example.com", "jürgen@example.com" },
        { "rfc822; j\374rgen@example.com", "jürgen@example.com" },
        { "utf-8; j\374rgen@example.com", "jürgen@example.com" },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *fields = g_strconcat ("Final-Recipient: ", cases[i].value, "\nAction: failed\nStatus: 5.1.1\n", NULL);
        g_autoptr(BounceReport) report = read_recipient (fields);
        assert_str (bounce_recipient_get_final_address (only (report)), cases[i].address);
    }
}

void add_extension_tests (void)
{
    g_test_add_func ("/conformance/046-xtext", test_xtext);
    g_test_add_func ("/conformance/047-longest", test_longest);
    g_test_add_func ("/conformance/048-returned", test_returned);
    g_test_add_func ("/conformance/050-types", test_types);
    g_test_add_func ("/conformance/051-utf8-forms", test_utf8_forms);
    g_test_add_func ("/conformance/052-utf8-broken", test_utf8_broken);
    g_test_add_func ("/conformance/054-localized-diagnostic", test_localized_diagnostic);
    g_test_add_func ("/conformance/055-global-encodings", test_global_encodings);
    g_test_add_func ("/conformance/056-down-level", test_down_level);
}
