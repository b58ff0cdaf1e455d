/* test-conformance-codes.c: replies and enhanced status codes (RFC 5321, 3463, 5248 and the registry)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "conformance.h"
#include "warnings.h"

/* A recipient that failed with this status, about which no text says anything. */
static BounceReport *read_code (const char *status)
{
    g_autofree char *fields = g_strdup_printf ("Final-Recipient: rfc822; user@example.com\nAction: failed\nStatus: %s\n", status);
    return read_recipient (fields);
}

/* ---- 39 and 40: the tables ---- */

static void test_fallback (void)
{
    static const struct {
        const char *status, *reason, *severity, *rule;
    } cases[] = {
        { "5.1.1", "user-unknown", "hard", "status/x.1.1" },
        { "5.1.99", "user-unknown", "soft",
          "status/x.1.x" }, /* an unknown detail means what its subject means, and is not hard */
        { "5.2.77", "user-disabled", "soft", "status/x.2.x" },
        { "5.3.123", "system-error", "soft", "status/x.3.x" },
        { "4.4.316", "network-error", "soft", "status/x.4.x" },
        { "5.5.9", "syntax-error", "soft", "status/x.5.x" },
        { "5.6.211", "content-rejected", "soft", "status/x.6.x" },
        { "5.7.999", "policy", "soft", "status/x.7.x" },
        { "5.8.1", "unknown", "soft", "status/x.0.0" }, /* an unknown subject what its class means */
        { "4.99.1", "unknown", "soft", "status/x.0.0" },
        { "5.0.0", "unknown", "soft", "status/x.0.0" },
        { "5.0.7", "unknown", "soft", "status/x.0.x" },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr(BounceReport) report = read_code (cases[i].status);
        BounceRecipient *r = only (report);
        assert_str (bounce_recipient_get_status (r), cases[i].status);
        assert_reason (r, cases[i].reason);
        assert_severity (r, cases[i].severity);
        assert_str (bounce_recipient_get_evidence_rule (r), cases[i].rule);
        assert_str (bounce_recipient_get_evidence_from (r), "status");
        assert_str (bounce_recipient_get_evidence_text (r), cases[i].status);
    }
}

/* Every code of the registry: its reason, and whether 5.y.z condemns the address. 4.y.z never does. */
static const struct {
    const char *code, *reason;
    gboolean hard;
} registry[] = {
    { ".0.0", "unknown", FALSE },
    { ".1.0", "unknown", FALSE },
    { ".1.1", "user-unknown", TRUE },
    { ".1.2", "host-unknown", TRUE },
    { ".1.3", "user-unknown", TRUE },
    { ".1.4", "user-unknown", TRUE },
    { ".1.5", "unknown", FALSE },
    { ".1.6", "user-moved", TRUE },
    { ".1.7", "sender-rejected", FALSE },
    { ".1.8", "sender-rejected", FALSE },
    { ".1.9", "unknown", FALSE },
    { ".1.10", "no-mail-service", TRUE },
    { ".2.0", "unknown", FALSE },
    { ".2.1", "user-disabled", FALSE },
    { ".2.2", "mailbox-full", FALSE },
    { ".2.3", "message-too-big", FALSE },
    { ".2.4", "system-error", FALSE },
    { ".3.0", "system-error", FALSE },
    { ".3.1", "system-full", FALSE },
    { ".3.2", "system-error", FALSE },
    { ".3.3", "not-supported", FALSE },
    { ".3.4", "message-too-big", FALSE },
    { ".3.5", "system-error", FALSE },
    { ".3.6", "unknown", FALSE },
    { ".4.0", "network-error", FALSE },
    { ".4.1", "network-error", FALSE },
    { ".4.2", "network-error", FALSE },
    { ".4.3", "dns-error", FALSE },
    { ".4.4", "host-unknown", TRUE },
    { ".4.5", "rate-limited", FALSE },
    { ".4.6", "routing-loop", FALSE },
    { ".4.7", "expired", FALSE },
    { ".5.0", "syntax-error", FALSE },
    { ".5.1", "syntax-error", FALSE },
    { ".5.2", "syntax-error", FALSE },
    { ".5.3", "too-many-recipients", FALSE },
    { ".5.4", "syntax-error", FALSE },
    { ".5.5", "syntax-error", FALSE },
    { ".5.6", "auth-required", FALSE },
    { ".6.0", "content-rejected", FALSE },
    { ".6.1", "not-supported", FALSE },
    { ".6.2", "not-supported", FALSE },
    { ".6.3", "not-supported", FALSE },
    { ".6.4", "unknown", FALSE },
    { ".6.5", "not-supported", FALSE },
    { ".6.6", "system-error", FALSE },
    { ".6.7", "not-supported", FALSE },
    { ".6.8", "not-supported", FALSE },
    { ".6.9", "not-supported", FALSE },
    { ".6.10", "not-supported", FALSE },
    { ".7.0", "policy", FALSE },
    { ".7.1", "policy", FALSE },
    { ".7.2", "recipient-restricted", FALSE },
    { ".7.3", "not-supported", FALSE },
    { ".7.4", "tls-failed", FALSE },
    { ".7.5", "tls-failed", FALSE },
    { ".7.6", "tls-failed", FALSE },
    { ".7.7", "auth-failure", FALSE },
    { ".7.8", "auth-required", FALSE },
    { ".7.9", "auth-required", FALSE },
    { ".7.10", "tls-failed", FALSE },
    { ".7.11", "tls-failed", FALSE },
    { ".7.12", "auth-required", FALSE },
    { ".7.13", "sender-suspended", FALSE },
    { ".7.14", "auth-required", FALSE },
    { ".7.15", "policy", FALSE },
    { ".7.16", "message-too-big", FALSE },
    { ".7.17", "user-moved", TRUE },
    { ".7.18", "user-moved", TRUE },
    { ".7.19", "policy", FALSE },
    { ".7.20", "auth-failure", FALSE },
    { ".7.21", "auth-failure", FALSE },
    { ".7.22", "auth-failure", FALSE },
    { ".7.23", "auth-failure", FALSE },
    { ".7.24", "auth-failure", FALSE },
    { ".7.25", "no-ptr", FALSE },
    { ".7.26", "auth-failure", FALSE },
    { ".7.27", "sender-rejected", FALSE },
    { ".7.28", "rate-limited", FALSE },
    { ".7.29", "auth-failure", FALSE },
    { ".7.30", "tls-failed", FALSE },
    { ".7.32", "auth-failure", FALSE },
    { ".7.40", "auth-failure", FALSE },
};

static void test_registry (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (registry); i++) {
        g_autofree char *permanent = g_strconcat ("5", registry[i].code, NULL),
                        *transient = g_strconcat ("4", registry[i].code, NULL);
        g_autoptr(BounceReport) failed = read_code (permanent);
        g_autoptr(BounceReport) given_up = read_code (transient);
        g_assert_nonnull (bounce_code_lookup (permanent));
        assert_reason (only (failed), registry[i].reason);
        assert_severity (only (failed), registry[i].hard ? "hard" : "soft");
        assert_reason (only (given_up), registry[i].reason);
        assert_severity (only (given_up), "soft");
    }
}

/* ---- 41: codes that a provider uses otherwise ---- */

static void test_collisions (void)
{
    static const struct {
        const char *host, *text, *reason, *severity;
    } cases[] = {
        { NULL, "556 5.1.10 Recipient address has null MX", "no-mail-service", "hard" },
        { "a.mail.protection.outlook.com",
          "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient user@example.com not found by SMTP address lookup",
          "user-unknown", "hard" },
        { NULL, "550 5.2.1 x", "user-disabled", "soft" },
        { "aspmx.l.google.com",
          "550-5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages "
          "from being delivered. - gsmtp",
          "recipient-throttled", "soft" },
        { "aspmx.l.google.com", "550 5.2.1 The email account that you tried to reach is disabled. - gsmtp", "user-disabled",
          "hard" },
        { NULL, "552 5.2.2 x", "mailbox-full", "soft" },
        { "aspmx.l.google.com", "552-5.2.2 The email account that you tried to reach is over quota and inactive. - gsmtp",
          "mailbox-full", "soft" },
        { NULL, "550 5.4.1 x", "network-error", "soft" },
        { "a.mail.protection.outlook.com", "550 5.4.1 Recipient address rejected: Access denied. [x.prod.protection.outlook.com]",
          "user-unknown", "hard" },
        { NULL, "451 4.4.5 x", "rate-limited", "soft" },
        { "aspmx.l.google.com", "550 5.4.5 Daily user sending limit exceeded. - gsmtp", "rate-limited", "soft" },
        { NULL, "550 5.5.0 x", "syntax-error", "soft" },
        { "hotmail-com.olc.protection.outlook.com", "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).",
          "user-unknown", "hard" },
        { NULL, "534 5.7.9 x", "auth-required", "soft" },
        { "mta5.am0.yahoodns.net",
          "554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes", "policy",
          "soft" },
        { NULL, "432 4.7.12 x", "auth-required", "soft" },
        { "a.mail.protection.outlook.com", "550 5.7.12 Sender was not authenticated by organization", "recipient-restricted",
          "soft" },
        { NULL, "525 5.7.13 x", "sender-suspended", "soft" },
        { NULL, "525 5.7.13 Disabled recipient address", "user-disabled", "hard" },
        { "a.mail.protection.outlook.com", "550 5.7.13 Sender was not authenticated for public folder", "recipient-restricted",
          "soft" },
        { NULL, "550 5.7.27 x", "sender-rejected", "soft" },
        { "aspmx.l.google.com", "550-5.7.27 Your email has been blocked because the sender is unauthenticated. - gsmtp",
          "auth-failure", "soft" },
        { NULL, "550 5.7.29 x", "auth-failure", "soft" },
        { "aspmx.l.google.com", "550-5.7.29 Your email has been blocked because it wasn't sent over a TLS connection. - gsmtp",
          "tls-failed", "soft" },
        { NULL, "550 5.7.30 x", "tls-failed", "soft" },
        { "aspmx.l.google.com", "550-5.7.30 Your email has been blocked because the sender is unauthenticated. - gsmtp",
          "auth-failure", "soft" },
        { NULL, "550 5.1.8 x", "sender-rejected", "soft" },
        { "a.mail.protection.outlook.com", "550 5.1.8 Access denied, bad outbound sender", "sender-suspended", "soft" },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr(BounceRecipient) r = judged (cases[i].text, cases[i].host);
        g_test_message ("%s", cases[i].text);
        assert_reason (r, cases[i].reason);
        assert_severity (r, cases[i].severity);
    }
}

/* ---- 42: reply and status disagree ---- */

static void test_disagreement (void)
{
    static const struct {
        const char *action, *text, *status, *kind, *severity;
        guint reply;
        gboolean odd;
    } cases[] = {
        { "failed", "421 5.7.32 Your mail has been rate limited", "5.7.32", "bounce", "soft", 421, TRUE },
        { "failed", "550 4.2.1 x", "4.2.1", "bounce", "soft", 550, TRUE },
        { "failed", "450 5.2.2 x", "5.2.2", "bounce", "soft", 450, TRUE },
        { "failed", "450 5.1.1 x", "5.1.1", "bounce", "soft", 450, TRUE },
        { "delayed", "450 5.1.1 x", "5.1.1", "delay", "none", 450, TRUE },
        { "delayed", "421 5.7.32 x", "5.7.32", "delay", "none", 421, TRUE },
        { "failed", "550 5.1.1 x", "5.1.1", "bounce", "hard", 550, FALSE },
        { "failed", "450 4.1.1 x", "4.1.1", "bounce", "soft", 450, FALSE },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *fields = g_strdup_printf (
            "Final-Recipient: rfc822; user@example.com\nAction: %s\nDiagnostic-Code: smtp; %s\n", cases[i].action, cases[i].text);
        g_autoptr(BounceReport) report = read_recipient (fields);
        assert_kind (report, cases[i].kind);
        assert_uint (bounce_recipient_get_reply (only (report)), cases[i].reply);
        assert_str (bounce_recipient_get_status (only (report)), cases[i].status);
        assert_severity (only (report), cases[i].severity);
        assert_uint (warned (report, WARN_REPLY_CLASS), cases[i].odd);
    }
}

/* ---- 43 to 45: codes in a text ---- */

static void test_status_in_text (void)
{
    static const struct {
        const char *text, *status;
    } cases[] = {
        { "550 5.1.1 x", "5.1.1" },
        { "550-5.1.1 x", "5.1.1" },
        { "550 5.1.1: x", "5.1.1" },
        { "550 [5.1.1] x", "5.1.1" },
        { "550 (5.1.1) x", "5.1.1" },
        { "550 <5.1.1> x", "5.1.1" },
        { "550 #5.1.0 Address rejected.", "5.1.0" },
        { "Sorry, no mailbox here by that name. (#5.1.1)", "5.1.1" },
        { "Remote host said: 550 sorry, no mailbox here (#5.1.1 - chkuser)", "5.1.1" },
        { "dsn=5.4.4, stat=Host unknown", "5.4.4" },
        { "5.2.2 over quota", "5.2.2" },
        { "550 no code", NULL },
        { "550 Connection from 5.1.2.1 refused", NULL },
        { "550 host 192.5.1.1 is listed", NULL },
        { "550 [5.1.1.1] is listed", NULL },
        { "550 rejected by 4.8.14.4", NULL },
        { "Postfix 5.10.14.1", NULL },
        { "sendmail 8.14.4", NULL },
        { "on 5.11.2026 at noon", NULL },
        { "id 5.5.1960.3", NULL },
        { "Internet Mail Service 5.5.2653.19", NULL },
        { "<5.1.1abc@example.org> refused", NULL },
        { "v5.1.1 of this", NULL },
        { "3.1.1 is no class", NULL },
        { "250 2.1.5 fine", "2.1.5" },
        { "said 250 and 2.1.5", NULL },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr(BounceRecipient) r = judged (cases[i].text, NULL);
        g_test_message ("%s", cases[i].text);
        assert_str (bounce_recipient_get_status (r), cases[i].status);
        g_assert_null (bounce_recipient_get_reported_status (r));
    }
}

static void test_reply_in_text (void)
{
    static const struct {
        const char *text;
        guint reply;
    } cases[] = {
        { "550 x", 550 },
        { "550-x\n550 y", 550 },
        { "450", 450 },
        { "550\n", 550 },
        { "host mx.example.com[192.0.2.1] said: 554 no", 554 },
        { "Remote host said: 553 sorry", 553 },
        { "SMTP error from remote mail server after RCPT TO:<a@b.example>: 550 no", 550 },
        { "421-one\n421-two\n421 three", 421 },
        { "connect to mx.example.com[192.0.2.1]:587: Connection refused", 0 },
        { "on port 465 of the host", 0 },
        { "since 450 years", 0 },
        { "call +49 550 123456", 0 },
        { "call 555-1234", 0 },
        { "queue id 550ABC", 0 },
        { "id 4B550 gone", 0 },
        { "5501 x", 0 },
        { "over 500 messages", 0 },
        { "600 x", 0 },
        { "350 x", 0 },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr(BounceRecipient) r = judged (cases[i].text, NULL);
        g_test_message ("%s", cases[i].text);
        assert_uint (bounce_recipient_get_reply (r), cases[i].reply);
    }
}

static void test_vendor_replies (void)
{
    static const struct {
        guint reply;
        const char *reason, *severity;
    } cases[] = {
        { 417, "system-error", "soft" },
        { 422, "mailbox-full", "soft" },
        { 432, "system-error", "soft" },
        { 498, "dns-error", "soft" },
        { 511, "user-unknown", "soft" },
        { 517, "sender-rejected", "soft" },
        { 540, "user-disabled", "hard" },
        { 541, "policy", "soft" },
        { 542, "policy", "soft" },
        { 556, "no-mail-service", "hard" },
        { 557, "user-unknown", "soft" },
        { 571, "policy", "soft" },
        { 585, "user-unknown", "hard" },
        { 591, "blocked", "soft" },
        /* in no table: by the first digit */
        { 433, "unknown", "soft" },
        { 599, "unknown", "soft" },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *text = g_strdup_printf ("%u x", cases[i].reply);
        g_autoptr(BounceRecipient) r = judged (text, NULL);
        assert_uint (bounce_recipient_get_reply (r), cases[i].reply);
        assert_reason (r, cases[i].reason);
        assert_severity (r, cases[i].severity);
    }
}

/* Mailgun's own numbers, which are no replies of SMTP. */
static void test_mailgun (void)
{
    static const char *const texts[] = { "605 Not delivering to previously bounced address",
                                         "606 Not delivering to a user who unsubscribed",
                                         "607 Not delivering to a user who marked your messages as spam" };
    for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
        g_autoptr(BounceRecipient) r = judged (texts[i], NULL);
        assert_uint (bounce_recipient_get_reply (r), 0);
        assert_reason (r, "suppressed");
        assert_severity (r, "soft");
    }
}

void add_code_tests (void)
{
    g_test_add_func ("/conformance/039-fallback", test_fallback);
    g_test_add_func ("/conformance/040-registry", test_registry);
    g_test_add_func ("/conformance/041-collisions", test_collisions);
    g_test_add_func ("/conformance/042-disagreement", test_disagreement);
    g_test_add_func ("/conformance/043-status-in-text", test_status_in_text);
    g_test_add_func ("/conformance/044-reply-in-text", test_reply_in_text);
    g_test_add_func ("/conformance/045-vendor-replies", test_vendor_replies);
    g_test_add_func ("/conformance/045-mailgun", test_mailgun);
}
