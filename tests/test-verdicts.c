/* test-verdicts.c: what responses mean that mean something else by their code, by their words or by who says them
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Where a test has a number, it is that of its clause in the checklist of test-conformance.c: 39 to 45 codes, 77 to 80 codes of
 * later RFCs, 101 to 108 what holds of every verdict. The others are named after the collision that they settle.
 */
#include "config.h"

#include "bounce.h"

#include <stdarg.h>
#include <string.h>

#define HEADER                                                                                                                   \
    "Return-Path: <>\nFrom: MAILER-DAEMON@relay.example.org\nTo: list-bounces@example.org\nSubject: Undelivered Mail\n"          \
    "Date: Mon, 23 Nov 2026 14:32:04 +0000\nMessage-ID: <report@relay.example.org>\nMIME-Version: 1.0\n"
#define REPORT HEADER "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n"
#define TEXT "--b\n\nYour message could not be delivered.\n"
#define STATUS "\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example.org\n"
#define END                                                                                                                      \
    "\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <sent@example.org>\nSubject: The news\nFrom: list@example.org\n"    \
    "To: user@example.com\n\n--b--\n"

/* Hosts that speak. */
#define ANY NULL
#define OTHER "mx.example.com"
#define M365 "example-com.mail.protection.outlook.com"
#define HOTMAIL "hotmail-com.olc.protection.outlook.com"
#define GMAIL "gmail-smtp-in.l.google.com"
#define YAHOO "mta5.am0.yahoodns.net"
#define PROOFPOINT "mx0a-00112233.pphosted.com"
#define MIMECAST "eu-smtp-inbound-1.mimecast.com"
#define BARRACUDA "d123456.a.ess.uk.barracudanetworks.com"
#define DOCOMO "mfsmax.docomo.ne.jp"

static BounceParser *parser;

/* ---- What the tests share ---- */

typedef struct {
    const char *host, *text;
    const char *verdict; /* reason, severity and fault */
    const char *scope;   /* of the rule that decides; NULL: whichever */
} Case;

static char *verdict_of (BounceRecipient *r)
{
    const char *reason = bounce_reason_to_string (bounce_recipient_get_reason (r));
    const char *fault = bounce_fault_to_string (bounce_recipient_get_fault (r));
    return g_strjoin (" ", reason ? reason : "-", bounce_severity_to_string (bounce_recipient_get_severity (r)),
                      fault ? fault : "-", NULL);
}

/* The scope in the name of a rule: "google" in "google/user-disabled". */
static gboolean is_of_scope (const char *rule, const char *scope)
{
    return rule && g_str_has_prefix (rule, scope) && rule[strlen (scope)] == '/';
}

/* Tells what is wrong, and goes on: one wrong verdict does not keep the others from being looked at. */
static G_GNUC_PRINTF (1, 2) void wrong (const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *what = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    g_test_message ("WRONG: %s", what);
    g_test_fail ();
}

static void check_verdict (BounceRecipient *r, const char *what, const char *verdict, const char *scope)
{
    g_autofree char *found = verdict_of (r);
    const char *rule = bounce_recipient_get_evidence_rule (r);

    if (strcmp (found, verdict) != 0)
        wrong ("%s\n  is %s by %s (%s), not %s", what, found, rule, bounce_recipient_get_evidence_text (r), verdict);
    else if (scope && !is_of_scope (rule, scope))
        wrong ("%s\n  is decided by %s, not by %s/", what, rule, scope);
}

static BounceRecipient *judged (const char *text, const char *host)
{
    return bounce_parser_classify (parser, text, host);
}

static void check_cases (const Case *cases, guint n)
{
    for (guint i = 0; i < n; i++) {
        g_autoptr (BounceRecipient) r = judged (cases[i].text, cases[i].host);
        g_autofree char *what = g_strdup_printf ("[%s] %s", cases[i].host ? cases[i].host : "", cases[i].text);
        check_verdict (r, what, cases[i].verdict, cases[i].scope);
    }
}

#define CHECK(cases) check_cases ((cases), G_N_ELEMENTS (cases))

static void check_confidence (BounceRecipient *r, const char *confidence)
{
    const char *found = bounce_confidence_to_string (bounce_recipient_get_confidence (r));

    if (g_strcmp0 (found, confidence) != 0)
        wrong ("%s\n  has the confidence %s, not %s", bounce_recipient_get_diagnostic (r), found, confidence);
}

static BounceReport *parse (const char *data, gsize length)
{
    g_autofree char *exact = g_memdup2 (data, length); /* so that a memory checker sees what is read past the end */
    return bounce_parser_parse (parser, exact, length);
}

/* A whole report: the text for people, then the groups of its recipients, each after a blank line. */
static BounceReport *parse_report (const char *text, const char *groups)
{
    g_autofree char *mail = g_strconcat (REPORT, text, STATUS, groups, END, NULL);
    return parse (mail, strlen (mail));
}

/* A report on one recipient with these fields. */
static void check_report (const char *fields, const char *verdict, const char *scope)
{
    g_autofree char *group = g_strconcat ("\nFinal-Recipient: rfc822; user@example.com\nAction: failed\n", fields, NULL);
    g_autoptr (BounceReport) report = parse_report (TEXT, group);

    g_assert_cmpuint (bounce_report_get_n_recipients (report), ==, 1);
    check_verdict (bounce_report_get_recipient (report, 0), fields, verdict, scope);
}

/* ---- 39 to 42: codes ---- */

/* A code that is in no table means what its subject means, and keeps its class. */
static void test_unknown_codes (void)
{
    static const Case cases[] = {
        { OTHER, "550 5.1.99 x", "user-unknown soft recipient", "status" },
        { OTHER, "550 5.2.99 x", "user-disabled soft recipient", "status" },
        { OTHER, "550 5.3.99 x", "system-error soft system", "status" },
        { OTHER, "550 5.4.99 x", "network-error soft network", "status" },
        { OTHER, "550 5.5.99 x", "syntax-error soft system", "status" },
        { OTHER, "550 5.6.99 x", "content-rejected soft message", "status" },
        { OTHER, "550 5.7.99 x", "policy soft sender", "status" },
        { OTHER, "450 4.1.99 x", "user-unknown soft recipient", "status" },
        { OTHER, "450 4.7.99 x", "policy soft sender", "status" },
        { OTHER, "451 4.4.99 x", "network-error soft network", "status" },
    };
    CHECK (cases);
}

/* What is known to be misused does not condemn by the code alone, and no code of class 4 does. */
static void test_code_alone (void)
{
    static const Case cases[] = {
        { OTHER, "550 5.1.1 x", "user-unknown hard recipient", "status" },
        { OTHER, "550 4.1.1 x", "user-unknown soft recipient", "status" },
        { OTHER, "450 5.1.1 x", "user-unknown soft recipient", "status" },
        { OTHER, "450 4.1.1 x", "user-unknown soft recipient", "status" },
        { OTHER, "550 5.1.0 x", "unknown soft unknown", NULL },
        { OTHER, "550 5.1.2 x", "host-unknown hard domain", "status" },
        { OTHER, "450 4.1.2 x", "host-unknown soft domain", "status" },
        { OTHER, "550 5.1.6 x", "user-moved hard recipient", "status" },
        { OTHER, "553 5.1.7 x", "sender-rejected soft sender", "status" },
        { OTHER, "553 5.1.8 x", "sender-rejected soft sender", "status" },
        { OTHER, "556 5.1.10 x", "no-mail-service hard domain", "status" },
        { OTHER, "550 5.2.0 x", "unknown soft unknown", NULL },
        { OTHER, "550 5.2.1 x", "user-disabled soft recipient", "status" },
        { OTHER, "552 5.2.2 x", "mailbox-full soft recipient", "status" },
        { OTHER, "552 5.2.3 x", "message-too-big soft message", "status" },
        { OTHER, "550 5.4.1 x", "network-error soft network", "status" },
        { OTHER, "550 5.4.4 x", "host-unknown hard domain", "status" },
        { OTHER, "450 4.4.4 x", "host-unknown soft domain", "status" },
        { OTHER, "550 5.4.5 x", "rate-limited soft sender", "status" },
        { OTHER, "550 5.5.0 x", "syntax-error soft system", "status" },
        { OTHER, "550 5.7.0 x", "policy soft sender", "status" },
        { OTHER, "550 5.7.1 x", "policy soft sender", "status" },
        { OTHER, "525 5.7.13 x", "sender-suspended soft sender", "status" },
        { OTHER, "521 x", "no-mail-service soft domain", "reply" }, /* others refuse their clients with it */
        { OTHER, "556 x", "no-mail-service hard domain", "reply" },
        { OTHER, "552 x", "mailbox-full soft recipient", "reply" },
        { OTHER, "554 x", "policy soft sender", "reply" },
    };
    CHECK (cases);
}

/* The same code with the words of many systems, and with those of the one that means something else by it. */
static void test_misused_codes (void)
{
    static const Case cases[] = {
        /* x.1.0 tells nothing: the words or the command do */
        { ANY, "550 #5.1.0 Address rejected.", "user-unknown hard recipient", NULL },
        { ANY, "501 5.1.0 Emetteur invalide. Invalid Sender. OFR004_405 [405]", "sender-rejected soft sender", "orange" },
        { M365, "550 5.1.0 Sender denied", "sender-rejected soft sender", "microsoft" },
        { ANY, "550 5.1.0 <user@example.com>: Recipient address rejected: User unknown in virtual mailbox table",
          "user-unknown hard recipient", NULL },
        { ANY, "550 5.1.0 <list@example.org>: Sender address rejected: User unknown in virtual mailbox table",
          "sender-rejected soft sender", NULL },
        /* x.1.3 to x.1.6 at Microsoft */
        { M365, "501 5.1.3 Invalid address", "user-unknown hard recipient", "microsoft" },
        { M365, "501 5.1.4 Recipient address reserved by RFC 2606", "host-unknown hard domain", "microsoft" },
        { M365, "501 5.1.5 Recipient address reserved by RFC 2606", "host-unknown hard domain", "microsoft" },
        { M365, "501 5.1.6 Recipient addresses in single label domains not accepted", "host-unknown hard domain", "microsoft" },
        { M365, "550 5.1.4 RESOLVER.ADR.Ambiguous; ambiguous address", "system-error soft system", NULL },
        { M365, "550 5.1.20 Multiple From addresses", "malformed-message soft message", "microsoft" },
        /* x.2.0, whose words are of all kinds */
        { "mx2.mxge.comcast.net", "550 5.2.0 user@comcast.net Recipient unavailable", "user-disabled hard recipient", "comcast" },
        { ANY, "550 5.2.0 Mail rejete. Mail rejected. OFR_506 [506]", "spam soft message", "orange" },
        { "mx2.mxge.comcast.net",
          "550 5.2.0 Message rejected due to DMARC. Please see http://postmaster.comcast.net/smtp-error-codes.php#DM000001",
          "auth-failure soft sender", "comcast" },
        { ANY, "450 4.2.0 user@example.com greylisted for 60 seconds by ZEROSPAM", "greylisted soft sender", NULL },
        /* x.2.3, no size at all */
        { "mx.zoho.com", "554 5.2.3 MailPolicy violation Error delivering to mailboxes", "policy soft sender", "zoho" },
        /* x.3.0, which sendmail writes around any other */
        { ANY, "553 5.3.0 DNSBL:ATTRBL 521< 192.0.2.1 >_is_blocked. For assistance forward this error to abuse_rbl@abuse-att.net",
          "blocked soft sender", "att" },
        { ANY, "550 5.3.0 <user@example.com>... User unknown", "user-unknown hard recipient", NULL },
        /* x.3.2 of a recipient, not of a system */
        { M365, "432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded", "recipient-throttled soft recipient", NULL },
        /* x.3.5 that is a loop */
        { ANY, "554 5.3.5 Local configuration error: mail loops back to myself", "routing-loop soft system", NULL },
        /* x.4.4: no such host for Postfix, a lapsed licence at Microsoft */
        { ANY, "Host or domain name not found. Name service error for name=example.com type=A: Host not found",
          "host-unknown hard domain", NULL },
        { M365, "550 5.4.4 SMTPSEND.DNS.NonExistentDomain; nonexistent domain", "host-unknown hard domain", NULL },
        { M365,
          "451 4.4.4 Mail received as unauthenticated, incoming to a recipient domain configured in a hosted tenant which has no "
          "mail-enabled subscriptions. ATTR5",
          "domain-not-served soft domain", "microsoft" },
        /* x.5.x by the way */
        { ANY, "550 5.5.0 Boite du destinataire archivee. Archived recipient. OFR_420 [420]", "user-disabled hard recipient",
          "orange" },
        { ANY, "550 5.5.4 ETP208 your IP is listed by Invaluement", "blocked soft sender", NULL },
        { ANY, "530 5.5.1 Authentication Required.", "auth-required soft sender", NULL },
        /* x.7.x */
        { ANY, "550 5.7.3 Authentication unsuccessful", "auth-required soft sender", NULL },
        { M365, "450 4.7.3 Organization queue quota exceeded.", "recipient-throttled soft recipient", "microsoft" },
        { ANY, "550 5.7.10 STARTTLS is required", "tls-failed soft sender", NULL },
        { YAHOO, "554 5.7.5 (AU01) Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes",
          "auth-failure soft sender", "yahoo" },
        { YAHOO, "553 5.7.2 [TSS09] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed.",
          "blocked soft sender", "yahoo" },
        { GMAIL, "534 5.7.14 Please log in with your web browser and then try again. - gsmtp", "auth-required soft sender",
          "google" },
        { "mx.zoho.com", "541 5.4.1 Mail rejected by destination domain", "recipient-restricted soft recipient", "zoho" },
        { "mx.zoho.com", "552 5.1.1 Mailbox delivery failure policy error", "user-disabled soft recipient", "zoho" },
        { ANY, "554 5.4.14 Hop count exceeded - possible mail loop ATTR34", "routing-loop soft system", NULL },
    };
    CHECK (cases);
}

/* Where reply and status are of two classes the softer is taken, unless the words are plain. */
static void test_contradictory_classes (void)
{
    static const Case cases[] = {
        { GMAIL, "421 5.7.32 Your email has been rate limited because the From: header isn't aligned. - gsmtp",
          "auth-failure soft sender", "google" },
        { ANY, "550 4.2.1 x", "user-disabled soft recipient", NULL },
        { ANY, "450 5.2.2 x", "mailbox-full soft recipient", NULL },
        { ANY, "450 5.1.1 x", "user-unknown soft recipient", NULL },
        { ANY, "450 5.1.10 x", "no-mail-service soft domain", NULL },
        { ANY, "450 5.1.1 <user@example.com>: Recipient address rejected: User unknown in local recipient table",
          "user-unknown hard recipient", NULL },
        { ANY, "550 4.1.1 <user@example.com>: No such user here", "user-unknown hard recipient", NULL },
        { YAHOO, "421 4.7.1 [TS03] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed.",
          "blocked soft sender", "yahoo" },
        { "relay.verizon.net", "550 4.2.1 mailbox temporarily disabled: user@example.com", "user-disabled soft recipient", NULL },
    };
    CHECK (cases);
    /* an action that says otherwise decides what the message is, not how bad it is */
    check_report ("Status: 4.4.7\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n", "user-unknown hard recipient", NULL);
    check_report ("Status: 5.0.0\nDiagnostic-Code: smtp; 452 4.2.2 Mailbox full\n", "mailbox-full soft recipient", NULL);
    check_report ("Status: 2.1.5\nDiagnostic-Code: smtp; 550 5.7.1 x\n", "policy soft sender", NULL);
}

/* ---- Microsoft ---- */

static void test_microsoft_recipient (void)
{
    static const Case cases[] = {
        /* 5.4.1: no silent host but a directory that does not know the address */
        { M365, "550 5.4.1 Recipient address rejected: Access denied.", "user-unknown hard recipient", "microsoft" },
        { M365,
          "550 5.4.1 [user@example.com]: Recipient address rejected: Access denied "
          "[AM7EUR06FT037.eop-eur06.prod.protection.outlook.com]",
          "user-unknown hard recipient", "microsoft" },
        { M365, "550 5.4.1 All recipient addresses rejected : Access denied", "user-unknown hard recipient", "microsoft" },
        { M365, "550 5.7.504 [user@example.com]: Recipient address rejected: Access denied", "user-unknown hard recipient",
          "microsoft" },
        { M365, "550 5.4.1 Relay Access Denied", "domain-not-served soft domain", "microsoft" },
        { OTHER, "554 5.7.1 <user@example.com>: Recipient address rejected: Access denied", "policy soft sender", NULL },
        { OTHER, "554 5.7.1 <list@example.org>: Sender address rejected: Access denied", "sender-rejected soft sender", NULL },
        { OTHER, "554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied", "blocked soft sender", NULL },
        /* 5.1.10: no null MX */
        { M365, "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient user@example.com not found by SMTP address lookup",
          "user-unknown hard recipient", NULL },
        { M365, "550 5.1.10 x", "user-unknown hard recipient", "microsoft" },
        { ANY, "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient user@example.com not found by SMTP address lookup",
          "user-unknown hard recipient", NULL },
        { ANY, "556 5.1.10 <user@example.com>: Recipient address rejected: Domain example.com does not accept mail (nullMX)",
          "no-mail-service hard domain", NULL },
        /* 5.5.0: no protocol error */
        { HOTMAIL, "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).", "user-unknown hard recipient",
          "microsoft" },
        { HOTMAIL, "550 Requested action not taken: mailbox unavailable", "user-unknown hard recipient", "microsoft" },
        { HOTMAIL, "450 4.5.0 Requested action not taken: mailbox unavailable", "user-unknown soft recipient", "microsoft" },
        { ANY, "450 Requested action not taken: mailbox unavailable", "system-error soft system", NULL },
        /* 5.7.12, 5.7.13…: no password and no account of ours, but a mailbox that takes insiders' mail only */
        { M365, "550 5.7.12 Sender was not authenticated by organization", "recipient-restricted soft recipient", "microsoft" },
        { M365, "550 5.7.13 Sender was not authenticated for public folder", "recipient-restricted soft recipient", "microsoft" },
        { M365, "550 5.7.12 x", "recipient-restricted soft recipient", "microsoft" },
        { M365, "550 5.7.13 x", "recipient-restricted soft recipient", "microsoft" },
        { M365, "550 5.7.123 x", "recipient-restricted soft recipient", "microsoft" },
        { M365, "550 5.7.124 Sender not in allowed-senders list", "recipient-restricted soft recipient", "microsoft" },
        { M365, "550 5.7.133 Sender not authenticated for group", "recipient-restricted soft recipient", "microsoft" },
        { M365, "550 5.7.134 Sender was not authenticated for mailbox", "recipient-restricted soft recipient", "microsoft" },
        { M365, "550 5.7.135 Sender was not authenticated for public folder", "recipient-restricted soft recipient",
          "microsoft" },
        { M365, "550 5.7.136 Sender was not authenticated for mail user", "recipient-restricted soft recipient", "microsoft" },
        { M365, "550 5.7.1 RESOLVER.RST.AuthRequired; authentication required", "recipient-restricted soft recipient", NULL },
        { M365, "550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized", "recipient-restricted soft recipient", NULL },
        { OTHER, "432 4.7.12 x", "auth-required soft sender", "status" },
        { OTHER, "525 5.7.13 <user@example.com>: Disabled recipient address", "user-disabled hard recipient", NULL },
        { OTHER, "525 5.7.13 Disabled recipient address (in reply to RCPT TO command)", "user-disabled hard recipient", NULL },
    };
    CHECK (cases);
}

static void test_microsoft_sender (void)
{
    static const Case cases[] = {
        /* 5.1.8: the own account */
        { M365, "550 5.1.8 Access denied, bad outbound sender AS(42004)", "sender-suspended soft sender", "microsoft" },
        { OTHER, "550 5.1.8 <list@example.org>: Sender address rejected: Domain not found", "sender-rejected soft sender", NULL },
        { M365, "550 5.7.501 Access denied, spam abuse detected", "sender-suspended soft sender", "microsoft" },
        { M365, "550 5.7.502 Access denied, banned sender", "sender-suspended soft sender", "microsoft" },
        { M365,
          "550 5.7.511 Access denied, banned sender[192.0.2.1]. To request removal from this list please forward this message to "
          "delist@microsoft.com",
          "blocked soft sender", "microsoft" },
        { M365, "550 5.7.705 Access denied, tenant has exceeded threshold", "sender-suspended soft sender", "microsoft" },
        { M365,
          "550 5.7.703 Your message can't be delivered because one or more recipients are blocked by your organization's tenant "
          "recipient block policy",
          "suppressed soft sender", "microsoft" },
        /* 5.2.2: the own quota, or the mailbox */
        { M365, "550 5.2.2 Submission quota exceeded", "rate-limited soft sender", "microsoft" },
        { M365, "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException", "mailbox-full soft recipient",
          NULL },
        { OTHER, "552 5.2.2 Quota exceeded", "mailbox-full soft recipient", NULL },
        /* 5.2.1: a filter, or a mailbox */
        { M365, "550 5.2.1 Content Filter agent quarantined this message", "spam soft message", NULL },
        { ANY, "550 5.2.1 Content Filter agent quarantined this message", "spam soft message", NULL },
        { M365, "550 5.2.1 Mailbox cannot be accessed", "user-disabled hard recipient", "microsoft" },
        { M365, "554 5.2.122 Recipient's per hour message receive limit exceeded", "recipient-throttled soft recipient",
          "microsoft" },
        /* two kinds of relaying */
        { M365, "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", "domain-not-served soft domain", NULL },
        { M365, "550 5.7.64 TenantAttribution; Relay Access Denied", "relay-denied soft sender", NULL },
        { M365, "550 5.7.1 Service unavailable, Client host [192.0.2.1] blocked using Spamhaus. AS(1450)", "blocked soft sender",
          "microsoft" },
        { M365, "550 5.4.310 DNS domain example.com does not exist", "host-unknown hard domain", "microsoft" },
        { M365, "550 5.4.11 Agent generated message depth exceeded", "routing-loop soft system", NULL },
        { M365, "450 4.4.312 DNS query failed", "dns-error soft network", "microsoft" },
    };
    CHECK (cases);
}

/* ---- Google ---- */

static void test_google_recipient (void)
{
    static const Case cases[] = {
        /* 5.2.1: dead, or alive and much loved */
        { GMAIL, "550 5.2.1 The email account that you tried to reach is disabled. - gsmtp", "user-disabled hard recipient",
          "google" },
        { GMAIL, "550 5.2.1 The email account that you tried to reach is inactive. - gsmtp", "user-disabled hard recipient",
          "google" },
        { GMAIL,
          "550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being "
          "delivered. - gsmtp",
          "recipient-throttled soft recipient", "google" },
        { GMAIL,
          "450 4.2.1 The user you are trying to contact is receiving mail too quickly. Please resend your message at a later "
          "time. - gsmtp",
          "recipient-throttled soft recipient", "google" },
        { GMAIL, "450 4.2.1 Peak SMTP relay limit exceeded for customer. - gsmtp", "rate-limited soft sender", "google" },
        { ANY,
          "550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being "
          "delivered.",
          "recipient-throttled soft recipient", NULL },
        /* 4.2.2 and 5.2.2: full; neither condemns */
        { GMAIL,
          "452 4.2.2 The recipient's inbox is out of storage space. Please direct the recipient to "
          "https://support.google.com/mail/?p=OverQuotaTemp - gsmtp",
          "mailbox-full soft recipient", "google" },
        { GMAIL,
          "552 5.2.2 The recipient's inbox is out of storage space and inactive. Please direct the recipient to "
          "https://support.google.com/mail/?p=OverQuotaPerm - gsmtp",
          "mailbox-full soft recipient", "google" },
        { GMAIL, "552 5.2.2 The email account that you tried to reach is over quota. - gsmtp", "mailbox-full soft recipient",
          "google" },
        { GMAIL, "550 5.7.1 Email quota exceeded. - gsmtp", "rate-limited soft sender", "google" },
        { GMAIL, "552 5.2.3 Your message exceeded Google's message size limits. - gsmtp", "message-too-big soft message",
          "google" },
    };
    CHECK (cases);
}

static void test_google_sender (void)
{
    static const Case cases[] = {
        /* 5.4.5: no congestion */
        { GMAIL, "550 5.4.5 Daily user sending limit exceeded. - gsmtp", "rate-limited soft sender", "google" },
        { GMAIL, "550 5.4.5 x - gsmtp", "rate-limited soft sender", "google" },
        /* 5.7.26 to 5.7.40 */
        { GMAIL,
          "550 5.7.26 This mail has been blocked because the sender is unauthenticated. Gmail requires all senders to "
          "authenticate with either SPF or DKIM. - gsmtp",
          "auth-failure soft sender", "google" },
        { GMAIL, "550 5.7.26 Unauthenticated email from example.org is not accepted due to domain's DMARC policy. - gsmtp",
          "auth-failure soft sender", "google" },
        { GMAIL, "550 5.7.27 x - gsmtp", "auth-failure soft sender", "google" },
        { GMAIL,
          "421 4.7.27 Your email has been rate limited because SPF authentication didn't pass for this message. Gmail requires "
          "bulk senders to authenticate their email with SPF. - gsmtp",
          "auth-failure soft sender", "google" },
        { GMAIL, "550 5.7.28 x - gsmtp", "rate-limited soft sender", "google" },
        { GMAIL,
          "421 4.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP address. - gsmtp",
          "rate-limited soft sender", "google" },
        { GMAIL, "550 5.7.29 x - gsmtp", "tls-failed soft sender", "google" },
        { GMAIL,
          "421 4.7.29 Your email has been rate limited because this message wasn't sent over a TLS connection. Gmail requires "
          "all bulk email senders to use TLS/SSL for SMTP connections. - gsmtp",
          "tls-failed soft sender", "google" },
        { GMAIL, "550 5.7.30 x - gsmtp", "auth-failure soft sender", "google" },
        { GMAIL,
          "421 4.7.30 Your email has been rate limited because DKIM authentication didn't pass for this message. Gmail requires "
          "all bulk email senders to authenticate with DKIM. - gsmtp",
          "auth-failure soft sender", "google" },
        { GMAIL, "550 5.7.32 x - gsmtp", "auth-failure soft sender", "google" },
        { GMAIL, "550 5.7.40 x - gsmtp", "auth-failure soft sender", "google" },
        { GMAIL, "550 5.7.40 The sending domain doesn't have a DMARC record. - gsmtp", "auth-failure soft sender", "google" },
        /* without its mark these are what the registry says */
        { OTHER, "550 5.7.27 x", "sender-rejected soft sender", "status" },
        { OTHER, "550 5.7.28 x", "rate-limited soft sender", "status" },
        { OTHER, "550 5.7.29 x", "auth-failure soft sender", "status" },
        { OTHER, "550 5.7.30 x", "tls-failed soft sender", "status" },
        /* policy codes that have nothing to do with policy */
        { GMAIL, "421 4.7.0 Temporary System Problem. Try again later (10). - gsmtp", "system-error soft system", "google" },
        { GMAIL, "421 4.7.0 TLS required for RCPT domain, closing connection - gsmtp", "tls-failed soft sender", "google" },
        { GMAIL, "421 4.7.0 IP not in whitelist for RCPT domain, closing connection. - gsmtp", "policy soft sender", "google" },
        { GMAIL, "552 5.7.0 This message was blocked because its content presents a potential security issue. - gsmtp",
          "content-rejected soft message", "google" },
        { GMAIL, "550 5.7.0 Mail relay denied. - gsmtp", "relay-denied soft sender", "google" },
        { GMAIL, "553 5.1.7 The sender address <a@b@c> is not a valid RFC 5321 address. - gsmtp", "sender-rejected soft sender",
          "google" },
        { GMAIL, "553 5.1.3 The recipient address <user@@example.com> is not a valid RFC 5321 address. - gsmtp",
          "user-unknown hard recipient", "google" },
        { ANY,
          "550 5.1.1 The group you tried to contact (staff) may not exist, or you may not have permission to post messages to "
          "the group.",
          "recipient-restricted soft recipient", NULL },
    };
    CHECK (cases);
}

/* ---- Yahoo, and the domains that moved there ---- */

static void test_yahoo (void)
{
    static const Case cases[] = {
        /* 5.7.9: not the AUTH of a client, but a verdict on the message */
        { YAHOO, "554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes",
          "policy soft sender", "yahoo" },
        { YAHOO,
          "550 5.7.9 This mail has been blocked because the sender is unauthenticated. Yahoo requires all senders to "
          "authenticate with either SPF or DKIM.",
          "auth-failure soft sender", "yahoo" },
        { OTHER, "534 5.7.9 Authentication mechanism is too weak", "auth-required soft sender", NULL },
        /* 552 1: no quota */
        { YAHOO, "552 1 Requested mail action aborted, mailbox not found", "user-unknown hard recipient", "yahoo" },
        { ANY, "552 1 Requested mail action aborted, mailbox not found", "user-unknown hard recipient", NULL },
        { ANY, "552 Requested mail action aborted: exceeded storage allocation", "mailbox-full soft recipient", NULL },
        /* 554 30, and the "dd" errors: about the recipient although 554 is a policy's */
        { YAHOO, "554 30 Sorry, your message to user@example.com cannot be delivered. This mailbox is disabled (554.30).",
          "user-disabled hard recipient", "yahoo" },
        { ANY, "554 30 Sorry, your message to user@example.com cannot be delivered. This mailbox is disabled (554.30).",
          "user-disabled hard recipient", NULL },
        { ANY,
          "554 delivery error: dd This user doesn't have a yahoo.com account (user@example.com) [0] - mta1234.mail.gq1.yahoo.com",
          "user-unknown hard recipient", "yahoo" },
        { ANY,
          "554 delivery error: dd Sorry, your message to user@example.com cannot be delivered. This account is over quota. - "
          "mta1234.mail.ne1.yahoo.com",
          "mailbox-full soft recipient", "yahoo" },
        { ANY, "554 delivery error: dd Requested mail action aborted - mta1234.mail.ne1.yahoo.com",
          "user-disabled soft recipient", "yahoo" },
        /* 421 that never ends, and 421 that does */
        { YAHOO,
          "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints - "
          "4.16.55.1",
          "rate-limited soft sender", "yahoo" },
        { YAHOO, "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list",
          "blocked soft sender", "yahoo" },
        { YAHOO, "450 User is receiving mail too quickly", "recipient-throttled soft recipient", "yahoo" },
        /* AT&T answers with its words now, with its own until 2025 */
        { "mx-att.mail.am0.yahoodns.net", "552 1 Requested mail action aborted, mailbox not found", "user-unknown hard recipient",
          "yahoo" },
        { "ff-ip4-mx-vip1.prodigy.net", "550 5.2.1 <user@att.net>... Addressee unknown, relay=[192.0.2.1]",
          "user-unknown hard recipient", "att" },
        { "ff-ip4-mx-vip1.prodigy.net", "521 192.0.2.1 is blocked", "blocked soft sender", NULL },
    };
    CHECK (cases);
}

/* ---- 103 to 105: words before codes ---- */

/* 5.1.1 that is a full mailbox, a limit or a block. */
static void test_not_unknown (void)
{
    static const Case cases[] = {
        { "mx2.mxge.comcast.net", "452 4.1.1 user@comcast.net user over quota", "mailbox-full soft recipient", NULL },
        { "mx2.mxge.comcast.net", "452 4.1.1 user@comcast.net too many recent messages; Try again later",
          "recipient-throttled soft recipient", "comcast" },
        { "mx2.mxge.comcast.net", "552 5.1.1 user@comcast.net recipient rejected - extended quota violation",
          "mailbox-full soft recipient", "comcast" },
        { "mx2.mxge.comcast.net", "550 5.1.1 Not our Customer", "user-unknown hard recipient", NULL },
        { "smtp-in.orange.fr", "552 5.1.1 Boite du destinataire pleine. Recipient overquota. OFR_417 [417]",
          "mailbox-full soft recipient", "orange" },
        { ANY, "552 5.1.1 Boite du destinataire pleine. Recipient overquota. OFR_417 [417]", "mailbox-full soft recipient",
          "orange" },
        { "smtp-in.orange.fr", "550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR_416 [416]",
          "user-unknown hard recipient", NULL },
        { "p3plibsmtp01-01.prod.phx3.secureserver.net",
          "550 5.1.1 IB607 This message has been rejected due to rate limits. Please try again later.",
          "rate-limited soft sender", "godaddy" },
        { "p3plibsmtp01-01.prod.phx3.secureserver.net", "550 5.1.1 <user@example.com> Recipient not found.",
          "user-unknown hard recipient", NULL },
        { "relay.verizon.net", "550 5.1.1 user@example.com over quota", "mailbox-full soft recipient", NULL },
        { OTHER, "552 5.1.1 <user@example.com>: mailbox is full", "mailbox-full soft recipient", NULL },
        { OTHER, "550 5.1.1 user@example.com: Quota exceeded", "mailbox-full soft recipient", NULL },
        { OTHER, "550 5.1.1 Too many messages from your IP, try again later", "rate-limited soft sender", NULL },
        { OTHER, "550 5.1.1 Message rejected: your IP 192.0.2.1 is blacklisted", "blocked soft sender", NULL },
        { OTHER, "550 5.1.1 Message rejected as spam", "spam soft message", NULL },
        { OTHER, "450 4.1.1 <user@example.com>: Recipient address rejected: unverified address: Address verification in progress",
          "system-error soft system", NULL },
        { PROOFPOINT,
          "421 4.1.1 <user@example.com>: Recipient address rejected: unverified address: Address verification in progress",
          "system-error soft system", NULL },
        { M365, "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
          "rate-limited soft sender", "microsoft" },
    };
    CHECK (cases);
}

/* 5.7.1 and other codes of a policy that are an unknown user. */
static void test_not_policy (void)
{
    static const Case cases[] = {
        { "mx.yandex.ru", "550 5.7.1 No such user!", "user-unknown hard recipient", NULL },
        { ANY, "550 5.7.1 No such user!", "user-unknown hard recipient", NULL },
        { "mx.yandex.ru", "550 5.7.1 Policy rejection on the target address", "user-disabled hard recipient", "yandex" },
        { ANY, "550 5.7.1 Policy rejection", "policy soft sender", NULL },
        { "mx1-us1.ppe-hosted.com",
          "550 5.7.1 <user@example.com>: Recipient address rejected: User email address is marked as invalid",
          "user-unknown hard recipient", "proofpoint" },
        { ANY, "550 5.7.1 <user@example.com>: Recipient address rejected: User email address is marked as invalid",
          "user-unknown hard recipient", NULL },
        { "example.in.tmes.trendmicro.com", "554 5.7.1 <user@example.com>: Recipient address rejected: Invalid-Recipient",
          "user-unknown hard recipient", NULL },
        { "inmx.rambler.ru", "540 5.7.1 <user@example.com>: recipient address rejected: Inactive", "user-disabled hard recipient",
          NULL },
        { "inmx.rambler.ru", "540 5.7.1 <user@example.com>: recipient address rejected: Blocked", "user-disabled hard recipient",
          "rambler" },
        { ANY, "571 5.7.1 You're blocked by this user", "recipient-restricted soft recipient", NULL },
        { ANY, "571 5.7.1 message classified as spam", "spam soft message", NULL },
        { ANY, "550 5.7.0 <user@example.com> user unknown", "user-unknown hard recipient", NULL },
        { ANY, "551 5.7.1 (#id-5.9.2) Domain not found", "domain-not-served soft domain", "improvmx" },
        { ANY, "551 not our customer", "user-unknown hard recipient", NULL },
        { ANY, "550 5.7.1 <user@example.com>... Mailbox disabled", "user-disabled hard recipient", NULL },
    };
    CHECK (cases);
}

/* Replies whose text is of another kind than their number. */
static void test_misused_replies (void)
{
    static const Case cases[] = {
        { ANY, "422 4.2.2 Quota limit exceeded", "mailbox-full soft recipient", NULL },
        { BARRACUDA, "422 License Expired", "domain-not-served soft domain", "barracuda" },
        { ANY, "450 4.1.8 <list@example.org>: Sender address rejected: Domain not found", "sender-rejected soft sender", NULL },
        { ANY, "452 4.5.3 Too many recipients", "too-many-recipients soft sender", NULL },
        { ANY, "454 4.7.1 <user@example.com>: Relay access denied", "domain-not-served soft domain", NULL },
        { ANY, "501 5.1.3 Bad recipient address syntax", "user-unknown hard recipient", NULL },
        { ANY, "504 5.5.2 <relay>: Helo command rejected: need fully-qualified hostname", "no-ptr soft sender", NULL },
        { ANY, "505 this account is suspended", "user-disabled hard recipient", NULL },
        { ANY, "511 sorry, no mailbox here by that name (#5.1.1 - chkuser)", "user-unknown hard recipient", NULL },
        { ANY, "522 5.2.0 Delivery failed: Over quota", "mailbox-full soft recipient", NULL },
        { ANY, "523 the recipient's mailbox size limit is exceeded", "mailbox-full soft recipient", NULL },
        { ANY, "535 5.7.8 Error: authentication failed", "auth-required soft sender", NULL },
        { ANY, "542 user@example.com Rejected", "policy soft sender", NULL },
        { "cluster1.eu.messagelabs.com", "542 user@example.com Rejected", "user-unknown hard recipient", "messagelabs" },
        { DOCOMO, "552 Too much mail data", "mailbox-full soft recipient", "docomo" },
        { DOCOMO, "552 Too many recipients", "too-many-recipients soft sender", "docomo" },
        { GMAIL, "552 5.7.0 Our system detected an illegal attachment on your message. - gsmtp", "content-rejected soft message",
          "google" },
        { ANY, "552 5.3.4 Message size exceeds fixed limit", "message-too-big soft message", NULL },
        { ANY, "552 too many recipients", "too-many-recipients soft sender", NULL },
        { ANY, "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", "domain-not-served soft domain", NULL },
        { ANY, "553 sorry, your envelope sender is in my badmailfrom list (#5.7.1)", "sender-rejected soft sender", NULL },
        { MIMECAST, "553 This route requires encryption (TLS)", "tls-failed soft sender", "mimecast" },
        { "cluster1.eu.messagelabs.com",
          "553 Message filtered. Refer to the Troubleshooting page at http://www.symanteccloud.com/troubleshooting for more "
          "information. (#5.7.1)",
          "spam soft message", "messagelabs" },
        { ANY, "557 Email address user@example.com is not available here", "user-unknown soft recipient", NULL },
        { ANY, "585 5.1.1 <user@example.com>: Recipient address rejected: undeliverable address: No such user here",
          "user-unknown hard recipient", NULL },
        { ANY, "591 192.0.2.1 your host is blacklisted by bl.example.net", "blocked soft sender", NULL },
        { ANY, "550 Verification failed for <list@example.org> 550 Sender verify failed", "sender-rejected soft sender", NULL },
    };
    CHECK (cases);
}

/* 521 and 556: a host or a domain that takes no mail, but not where the words blame the client. */
static void test_no_mail_service (void)
{
    static const Case cases[] = {
        { ANY, "521 5.3.2 Host does not accept mail", "no-mail-service hard domain", NULL },
        { ANY, "521 mx.example.com does not accept mail", "no-mail-service hard domain", NULL },
        { ANY, "556 5.1.10 <user@example.com>: Recipient address rejected: Domain example.com does not accept mail (nullMX)",
          "no-mail-service hard domain", NULL },
        { ANY, "Domain example.com does not accept mail (nullMX)", "no-mail-service hard domain", NULL },
        { ANY, "an MX or SRV record indicated no SMTP service", "no-mail-service hard domain", NULL },
        { ANY, "550 5.7.27 <list@example.org>: Sender address rejected: Domain example.org does not accept mail (nullMX)",
          "sender-rejected soft sender", NULL },
        { ANY, "556 Invalid account. Tenant or Domain not found", "domain-not-served soft domain", NULL },
        { ANY, "521 5.7.1 Service unavailable; client [192.0.2.1] blocked using Cloudmark Sender Intelligence",
          "blocked soft sender", NULL },
        { ANY, "521 DDEI blocked by RBL+", "blocked soft sender", NULL },
        { "mailin-01.mx.aol.com", "521 5.2.1 : AOL will not accept delivery of this message.", "blocked soft sender", "aol" },
        { ANY, "521 192.0.2.1 blocked, see http://abuse.example.com", "policy soft sender", NULL },
        { ANY, "521 mx.example.com does not accept mail from 192.0.2.1", "blocked soft sender", NULL },
        { "mx01.mail.icloud.com", "556 5.1.10 <user@example.com>: Recipient address rejected: host/domain does not accept mail",
          "no-mail-service hard domain", NULL },
    };
    CHECK (cases);
}

/* ---- 77 to 80: codes of later RFCs ---- */

static void test_later_rfcs (void)
{
    static const Case cases[] = {
        { ANY, "556 5.1.10 Recipient address has null MX", "no-mail-service hard domain", NULL },
        { ANY, "550 5.7.27 Sender address has null MX", "sender-rejected soft sender", NULL },
        { ANY, "550 5.7.27 x", "sender-rejected soft sender", "status" },
        { ANY, "521 x", "no-mail-service soft domain", "reply" },
        { ANY, "556 x", "no-mail-service hard domain", "reply" },
        /* RRVS: the mailbox or its domain is somebody else's now */
        { ANY, "550 5.7.17 Mailbox owner has changed", "user-moved hard recipient", NULL },
        { ANY, "550 5.7.17 x", "user-moved hard recipient", "status" },
        { ANY, "550 5.7.18 Domain owner has changed", "user-moved hard recipient", NULL },
        { ANY, "550 5.7.18 x", "user-moved hard recipient", "status" },
        { ANY, "550 5.7.19 RRVS test cannot be completed", "policy soft sender", NULL },
        /* authentication of mail */
        { ANY, "550 5.7.20 No passing DKIM signature found", "auth-failure soft sender", NULL },
        { ANY, "550 5.7.21 No acceptable DKIM signature found", "auth-failure soft sender", NULL },
        { ANY, "550 5.7.22 No valid author-matched DKIM signature found", "auth-failure soft sender", NULL },
        { ANY, "550 5.7.23 SPF validation failed", "auth-failure soft sender", NULL },
        { ANY, "451 4.7.24 SPF validation error", "auth-failure soft sender", NULL },
        { ANY, "550 5.7.25 Reverse DNS validation failed", "no-ptr soft sender", NULL },
        { ANY, "550 5.7.26 Multiple authentication checks failed", "auth-failure soft sender", NULL },
        { ANY, "550 5.7.29 ARC validation failure", "auth-failure soft sender", NULL },
        { ANY, "550 5.7.29 x", "auth-failure soft sender", "status" },
        /* REQUIRETLS, priorities, BURL, FUTURERELEASE */
        { ANY, "550 5.7.30 REQUIRETLS support required", "tls-failed soft sender", NULL },
        { ANY, "550 5.7.30 x", "tls-failed soft sender", "status" },
        { ANY, "450 4.7.15 Priority Level is too low", "policy soft sender", NULL },
        { ANY, "552 5.7.16 Message is too big for the specified priority", "message-too-big soft message", NULL },
        { ANY, "554 5.6.6 IMAP URL resolution failed", "system-error soft system", NULL },
        { ANY, "554 5.7.14 Trust relationship required", "auth-required soft sender", NULL },
        { ANY, "554 5.7.8 URL resolution requires trust relationship", "auth-required soft sender", NULL },
        { ANY, "535 5.7.8 x", "auth-required soft sender", "status" },
        { ANY, "534 5.7.9 x", "auth-required soft sender", "status" },
        /* addresses that are not ASCII */
        { ANY, "550 5.6.7 The recipient address requires SMTPUTF8", "not-supported soft message", NULL },
        { ANY, "553 5.6.7 x", "not-supported soft message", "status" },
        { ANY, "550 5.6.9 x", "not-supported soft message", "status" },
    };
    CHECK (cases);
}

/* ---- Who speaks ---- */

/* The same words, said by the one system that means something of its own by them, and by any other. */
static void test_same_text (void)
{
    static const struct {
        const char *text, *host, *here, *scope, *elsewhere;
    } cases[] = {
        { "550 5.4.1 Recipient address rejected: Access denied", M365, "user-unknown hard recipient", "microsoft",
          "user-unknown hard recipient" },
        { "550 5.7.1 Recipient address rejected: Access denied", M365, "user-unknown hard recipient", "microsoft",
          "policy soft sender" },
        { "550 5.1.10 x", M365, "user-unknown hard recipient", "microsoft", "no-mail-service hard domain" },
        { "550 5.7.12 x", M365, "recipient-restricted soft recipient", "microsoft", "auth-required soft sender" },
        { "550 5.7.13 x", M365, "recipient-restricted soft recipient", "microsoft", "sender-suspended soft sender" },
        { "550 5.7.27 x", GMAIL, "auth-failure soft sender", "google", "sender-rejected soft sender" },
        { "550 5.7.29 x", GMAIL, "tls-failed soft sender", "google", "auth-failure soft sender" },
        { "550 5.7.30 x", GMAIL, "auth-failure soft sender", "google", "tls-failed soft sender" },
        { "542 user@example.com Rejected", "cluster1.eu.messagelabs.com", "user-unknown hard recipient", "messagelabs",
          "policy soft sender" },
        { "550 : User unknown", "lsean.ezweb.ne.jp", "recipient-restricted soft recipient", "kddi",
          "user-unknown hard recipient" },
        { "550 Mailbox unavailable or access denied", "mx3.qq.com", "recipient-throttled soft recipient", "tencent",
          "recipient-throttled soft recipient" },
        { "553 mail.example.org does not exist", "mx.softbank.ne.jp", "sender-rejected soft sender", "softbank", "unknown" },
        { "550 Blocked", BARRACUDA, "blocked soft sender", "barracuda", "policy soft sender" },
        { "540 5.7.1 <user@example.com>: recipient address rejected: Blocked", "inmx.rambler.ru", "user-disabled hard recipient",
          "rambler", "unknown" },
        { "451 Internal resources are temporarily unavailable", MIMECAST, "greylisted soft sender", "mimecast",
          "system-error soft system" },
        { "521 5.2.1 AOL will not accept delivery of this message", "mailin-01.mx.aol.com", "blocked soft sender", "aol",
          "unknown" },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (BounceRecipient) known = judged (cases[i].text, cases[i].host);
        g_autoptr (BounceRecipient) other = judged (cases[i].text, OTHER);
        check_verdict (known, cases[i].text, cases[i].here, cases[i].scope);
        check_confidence (known, "high");
        if (strcmp (cases[i].elsewhere, "unknown") != 0)
            check_verdict (other, cases[i].text, cases[i].elsewhere, NULL);
        if (is_of_scope (bounce_recipient_get_evidence_rule (other), cases[i].scope))
            wrong ("%s\n  is decided by %s/ for a stranger", cases[i].text, cases[i].scope);
    }
}

/* The recipient's domain does not tell who speaks: the host does, in a whole report as on a line. */
static void test_host_of_report (void)
{
    check_report ("Status: 5.1.10\nRemote-MTA: dns; " M365 "\n", "user-unknown hard recipient", "microsoft");
    check_report ("Status: 5.1.10\nRemote-MTA: dns; mx.example.com\n", "no-mail-service hard domain", "status");
    check_report ("Status: 5.7.27\nRemote-MTA: dns; " GMAIL "\nDiagnostic-Code: smtp; 550 5.7.27 x\n", "auth-failure soft sender",
                  "google");
    check_report ("Status: 5.7.27\nRemote-MTA: dns; mx.example.com\nDiagnostic-Code: smtp; 550 5.7.27 x\n",
                  "sender-rejected soft sender", "status");
    check_report ("Status: 5.0.0\nDiagnostic-Code: smtp; host " M365
                  "[192.0.2.1] said: 550 5.4.1 Recipient address rejected: Access denied (in reply to RCPT TO command)\n",
                  "user-unknown hard recipient", "microsoft");
}

/* Japan's carriers say "unknown user" of a dead mailbox and of one that filters: the step tells. */
static void test_docomo_by_stage (void)
{
    static const Case cases[] = {
        { DOCOMO, "550 Unknown user user@docomo.ne.jp (in reply to RCPT TO command)", "user-unknown hard recipient", "docomo" },
        { DOCOMO, "550 5.1.1 Unknown user user@docomo.ne.jp", "user-unknown hard recipient", "docomo" },
        { DOCOMO, "550 Unknown user user@docomo.ne.jp (in reply to end of DATA command)", "recipient-restricted soft recipient",
          "docomo" },
        { DOCOMO, "550 5.2.0 Unknown user user@docomo.ne.jp", "recipient-restricted soft recipient", "docomo" },
        { DOCOMO, "550 Unknown user user@docomo.ne.jp", "user-unknown soft recipient", "docomo" },
        { ANY, "host mfsmax.docomo.ne.jp[192.0.2.1] said: 550 Unknown user user@docomo.ne.jp (in reply to RCPT TO command)",
          "user-unknown hard recipient", "docomo" },
        { ANY, "host mfsmax.docomo.ne.jp[192.0.2.1] said: 550 Unknown user user@docomo.ne.jp (in reply to end of DATA command)",
          "recipient-restricted soft recipient", "docomo" },
        { OTHER, "550 Unknown user user@example.com (in reply to end of DATA command)", "user-unknown hard recipient",
          "generic" },
    };
    CHECK (cases);
}

static void test_au (void)
{
    static const Case cases[] = {
        { "msmx.au.com", "550 <user@au.com>: User unknown", "user-unknown hard recipient", "kddi" },
        { "msmx.au.com", "550 : User unknown", "recipient-restricted soft recipient", "kddi" },
        { "lsean.ezweb.ne.jp", "550 <user@ezweb.ne.jp>: User unknown", "user-unknown hard recipient", "kddi" },
        { "lsean.ezweb.ne.jp", "554 <.user.@ezweb.ne.jp>: Relay access denied", "user-unknown soft recipient", "kddi" },
        { "mx.example.au.com", "550 : User unknown", "user-unknown hard recipient", NULL },
    };
    CHECK (cases);
}

static void test_mimecast (void)
{
    static const Case cases[] = {
        { MIMECAST, "550 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550 [abc.uk1]",
          "user-unknown hard recipient", "mimecast" },
        { MIMECAST, "451 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#451 [abc.uk1]",
          "user-unknown soft recipient", "mimecast" },
        { MIMECAST, "451 Recipient temporarily unavailable", "system-error soft system", "mimecast" },
        { MIMECAST,
          "451 Internal resources are temporarily unavailable - https://community.mimecast.com/docs/DOC-1369#451 [abc.uk1]",
          "greylisted soft sender", "mimecast" },
        { ANY, "451 Internal resources are temporarily unavailable - https://community.mimecast.com/docs/DOC-1369#451 [abc.uk1]",
          "greylisted soft sender", "mimecast" },
        { MIMECAST, "451 Open relay not allowed", "domain-not-served soft domain", "mimecast" },
        { MIMECAST, "451 Account inbounds disabled", "domain-not-served soft domain", "mimecast" },
        { MIMECAST, "451 Account outbounds disabled", "sender-suspended soft sender", "mimecast" },
        { MIMECAST, "451 Account service is temporarily unavailable", "too-many-connections soft sender", "mimecast" },
        { MIMECAST, "451 IP Temporarily Blacklisted", "blocked soft sender", "mimecast" },
        { MIMECAST, "550 Envelope blocked - User Entry", "recipient-restricted soft recipient", "mimecast" },
        { MIMECAST, "550 Administrative prohibition - envelope blocked", "sender-rejected soft sender", "mimecast" },
    };
    CHECK (cases);
}

/* Lists that answer the recipient's own mistake as if it were a listing: whatever it is, the address is not dead. */
static void test_open_resolver (void)
{
    static const Case cases[] = {
        { ANY,
          "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; Error: open resolver; "
          "https://check.spamhaus.org/returnc/pub/192.0.2.53/",
          "system-error soft system", "block-list-refuses" },
        { ANY, "550 Error: open resolver; https://www.spamhaus.org/returnc/pub/192.0.2.53", "system-error soft system",
          "block-list-refuses" },
        { ANY, "554 5.7.1 192.0.2.1 listed by zen.spamhaus.org=127.255.255.254", "system-error soft system",
          "block-list-refuses" },
        { ANY, "550 5.1.1 <user@example.com>: Error: open resolver; https://check.spamhaus.org/returnc/pub/192.0.2.53/",
          "system-error soft system", "block-list-refuses" },
        { ANY, "550 5.7.1 Mail from 192.0.2.1 refused, see https://check.spamhaus.org/returnc/pub/192.0.2.53/",
          "system-error soft system", NULL },
        { ANY, "554 5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.1",
          "blocked soft sender", "spamhaus" },
        { ANY, "550 5.7.1 Message contains a URL listed in dbl.spamhaus.org", "spam soft message", "spamhaus" },
        { ANY, "554 5.7.1 Blocked, see http://dnsbl.sorbs.net/lookup?192.0.2.1", "blocked soft sender", NULL },
    };
    CHECK (cases);
}

/* ---- 107: relaying denied ---- */

/* By a foreign host: it does not serve that domain. By our own, which we asked to pass the mail on: it does not serve us. */
static void test_relaying_denied (void)
{
    static const Case cases[] = {
        { OTHER, "554 5.7.1 <user@example.com>: Relay access denied", "domain-not-served soft domain", NULL },
        { OTHER, "550 5.7.1 <user@example.com>... Relaying denied", "domain-not-served soft domain", NULL },
        { OTHER, "550 relay not permitted", "domain-not-served soft domain", NULL },
        { PROOFPOINT, "550 5.7.1 <user@example.com>... Relaying denied", "domain-not-served soft domain", "proofpoint" },
        { "mx01.mail.icloud.com", "554 5.7.1 <user@example.com>: Relay access denied", "domain-not-served soft domain", "apple" },
        { ANY, "550 5.7.1 Unable to relay for user@example.com", "relay-denied soft sender", NULL },
        { ANY, "550 Please turn on SMTP Authentication in your mail client", "auth-required soft sender", NULL },
    };
    CHECK (cases);
    check_report ("Status: 5.7.1\nRemote-MTA: dns; mx.example.com\nDiagnostic-Code: smtp; 554 5.7.1 <user@example.com>: Relay "
                  "access denied\n",
                  "domain-not-served soft domain", NULL);
    check_report ("Status: 5.7.1\nDiagnostic-Code: x-unix; Relaying denied\n", "relay-denied soft sender", NULL);
    check_report ("Status: 5.7.1\nDiagnostic-Code: X-Postfix; <user@example.com>: Relay access denied\n",
                  "relay-denied soft sender", NULL);
    /* a reply without a host: old Exchange quotes a foreign one so */
    check_report ("Status: 5.7.1\nDiagnostic-Code: smtp; 554 5.7.1 <user@example.com>: Relay access denied\n",
                  "domain-not-served soft domain", NULL);
}

/* ---- 108: greylisting ---- */

static void test_greylisting (void)
{
    static const Case cases[] = {
        { ANY,
          "450 4.7.1 <user@example.com>: Recipient address rejected: Greylisted, see "
          "http://postgrey.schweikert.ch/help/example.com.html",
          "greylisted soft sender", NULL },
        { ANY,
          "550 5.7.1 <user@example.com>: Recipient address rejected: Greylisted, see "
          "http://postgrey.schweikert.ch/help/example.com.html",
          "greylisted soft sender", NULL },
        { ANY, "550 5.1.1 Greylisted, please try again in 300 seconds", "greylisted soft sender", NULL },
        { ANY, "554 5.7.1 Greylisting in action, please come back later", "greylisted soft sender", NULL },
        { ANY, "450 4.2.0 <user@example.com>: Recipient address rejected: Greylisted", "greylisted soft sender", NULL },
        { BARRACUDA, "450 4.7.1 <user@example.com>: Recipient address rejected: Greylisted for 5 minutes",
          "greylisted soft sender", "barracuda" },
        { "mx.yandex.ru", "451 4.7.1 Sorry, the service is currently unavailable. Please come back later.",
          "greylisted soft sender", "yandex" },
        { YAHOO, "421 4.7.0 [GL01] Message from 192.0.2.1 temporarily deferred", "greylisted soft sender", "yahoo" },
        { ANY, "450 4.2.1 (#id-5.9.4) Please try again later", "greylisted soft sender", "improvmx" },
    };
    CHECK (cases);
    /* in a final report, after days of trying */
    check_report ("Status: 4.7.1\nRemote-MTA: dns; mx.example.com\nDiagnostic-Code: smtp; 450 4.7.1 Greylisting in action, "
                  "please come back later\n",
                  "greylisted soft sender", NULL);
    check_report ("Status: 5.4.7\nRemote-MTA: dns; mx.example.com\nDiagnostic-Code: smtp; 450 4.2.0 <user@example.com>: "
                  "Recipient address rejected: Greylisted\n",
                  "greylisted soft sender", NULL);
    check_report ("Status: 4.4.7\nDiagnostic-Code: smtp; 554 4.4.7 Message expired <451 4.7.1 Greylisting in action>\n",
                  "greylisted soft sender", NULL);
}

/* ---- 106: what nothing explains ---- */

static void test_unexplained (void)
{
    static const char *const texts[] = { "550 x", "550 5.0.0 x", "550 5.8.1 x", "599 x", "433 x", "5.0.0", "4.0.0 x", "x", "" };

    for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
        g_autoptr (BounceRecipient) r = judged (texts[i], NULL);
        check_verdict (r, texts[i], "unknown soft unknown", NULL);
        check_confidence (r, "low");
    }
    check_report ("Status: 5.0.0\n", "unknown soft unknown", NULL);
    check_report ("Status: 5.0.0\nDiagnostic-Code: smtp; 550 Frobnication of the second order\n", "unknown soft unknown", NULL);
}

/* Certain where a provider's own words decide or words and code agree, less so by general words or a code alone. */
static void test_confidence (void)
{
    static const struct {
        const char *host, *text, *confidence;
    } cases[] = {
        { GMAIL, "550 5.2.1 The email account that you tried to reach is disabled. - gsmtp", "high" },
        { M365, "550 5.4.1 Recipient address rejected: Access denied", "high" },
        { OTHER, "550 5.1.1 user unknown", "high" },
        { OTHER, "552 5.2.2 mailbox is full", "high" },
        { OTHER, "552 mailbox is full", "high" },
        { OTHER, "550 user unknown", "medium" },
        { OTHER, "550 5.7.1 user unknown", "medium" },
        { OTHER, "550 5.1.1 mailbox is full", "medium" },
        { OTHER, "550 5.1.1 x", "medium" },
        { OTHER, "550 5.7.1 x", "medium" },
        { OTHER, "550 5.0.0 x", "low" },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (BounceRecipient) r = judged (cases[i].text, cases[i].host);
        check_confidence (r, cases[i].confidence);
    }
}

/* ---- Replies in replies ---- */

/* What a gateway quotes is what happened; what it says itself is only that something did. */
static void test_inner_replies (void)
{
    static const struct {
        const char *remote, *diagnostic, *verdict;
    } cases[] = {
        { M365,
          "550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 5.1.1 <user@example.com>: "
          "Recipient address rejected: User unknown",
          "user-unknown hard recipient" },
        { M365,
          "550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 5.7.1 Message rejected as spam",
          "spam soft message" },
        { M365, "550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 552 5.2.2 Mailbox full",
          "mailbox-full soft recipient" },
        { M365,
          "550 5.0.350 Remote server returned an error -> 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using "
          "zen.spamhaus.org",
          "blocked soft sender" },
        { M365, "550 5.0.350 Remote server returned an error -> 550 5.1.1 No such user", "user-unknown hard recipient" },
        { M365, "550 5.0.350 Remote server returned an error -> 552 5.3.4 Message size exceeds fixed limit",
          "message-too-big soft message" },
        { M365,
          "550 5.7.23 The message was rejected because of Sender Policy Framework violation -> 550 5.7.23 SPF validation failed",
          "auth-failure soft sender" },
        { BARRACUDA, "550 permanent failure for one or more recipients (user@example.com:550 5.1.1 User unknown)",
          "user-unknown hard recipient" },
        { BARRACUDA, "550 permanent failure for one or more recipients (user@example.com:550 5.7.1 Message rejected as spam)",
          "spam soft message" },
        { BARRACUDA, "550 permanent failure for one or more recipients (user@example.com:552 5.2.2 mailbox full)",
          "mailbox-full soft recipient" },
        { BARRACUDA, "550 permanent failure for one or more recipients (user@example.com:blocked)",
          "content-rejected soft message" },
        { PROOFPOINT,
          "550 5.1.1 <user@example.com>: Recipient address rejected: undeliverable address: host mx.example.com[192.0.2.1] said: "
          "550 5.1.1 User unknown (in reply to RCPT TO command)",
          "user-unknown hard recipient" },
        { PROOFPOINT,
          "550 5.1.1 <user@example.com>: Recipient address rejected: undeliverable address: host mx.example.com[192.0.2.1] said: "
          "554 5.7.1 Service unavailable; Client host "
          "[192.0.2.2] blocked using zen.spamhaus.org (in reply to RCPT TO command)",
          "blocked soft sender" },
        { PROOFPOINT,
          "421 4.1.1 <user@example.com>: Recipient address rejected: unverified address: host mx.example.com[192.0.2.1] said: "
          "452 4.2.2 Mailbox full (in reply to RCPT TO command)",
          "mailbox-full soft recipient" },
        { M365, "550 5.0.350 Remote server returned an error -> 550 5.1.1 Nope", "user-unknown hard recipient" },
        { M365, "451 4.4.0 Primary target IP address responded with: \"550 5.1.1 Nope\"", "user-unknown hard recipient" },
        { OTHER, "550 5.0.0 Delivery failed (452 4.2.2 Nope)", "mailbox-full soft recipient" },
        { OTHER, "451 4.4.1 No answer: 552 messages are waiting (450 others)", "network-error soft network" },
        { OTHER, "554 5.4.7 Message expired; last reply: 452 4.2.2 <user@example.com> mailbox full",
          "mailbox-full soft recipient" },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *fields = g_strdup_printf ("Status: 5.0.0\nRemote-MTA: dns; %s\nDiagnostic-Code: smtp; %s\n",
                                                   cases[i].remote, cases[i].diagnostic);
        check_report (fields, cases[i].verdict, NULL);
    }
}

/* ---- 103: the first command that failed ---- */

#define TRANSCRIPT(reply)                                                                                                        \
    "--b\n\n   ----- The following addresses had permanent fatal errors -----\n<user@example.com>\n\n"                           \
    "   ----- Transcript of session follows -----\n... while talking to mx.example.com.:\n>>> RCPT To:<user@example.com>\n"      \
    "<<< " reply "\n<<< 503 5.5.1 Need RCPT (recipient)\n>>> DATA\n<<< 503 5.5.1 Error: need RCPT command\n"                     \
    "554 5.0.0 Service unavailable\n"

/* Where the 503 that follows got into the report's own fields, the transcript still knows better. */
static void test_first_failure (void)
{
    static const struct {
        const char *text, *fields, *verdict;
    } cases[] = {
        { TRANSCRIPT ("550 5.1.1 <user@example.com>: Recipient address rejected: User unknown"),
          "Status: 5.1.1\nRemote-MTA: dns; mx.example.com\nDiagnostic-Code: smtp; 550 5.1.1 <user@example.com>: Recipient "
          "address rejected: User unknown\n",
          "user-unknown hard recipient" },
        { TRANSCRIPT ("550 5.1.1 <user@example.com>: Recipient address rejected: User unknown"),
          "Status: 5.5.1\nRemote-MTA: dns; mx.example.com\nDiagnostic-Code: smtp; 503 5.5.1 Error: need RCPT command\n",
          "user-unknown hard recipient" },
        { TRANSCRIPT ("550 5.1.1 <user@example.com>: Recipient address rejected: User unknown"), "Status: 5.0.0\n",
          "user-unknown hard recipient" },
        { TRANSCRIPT ("554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org"), "Status: 5.5.1\n",
          "blocked soft sender" },
        { TRANSCRIPT ("452 4.2.2 <user@example.com>: mailbox full"), "Status: 5.0.0\n", "mailbox-full soft recipient" },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *group =
            g_strconcat ("\nFinal-Recipient: rfc822; user@example.com\nAction: failed\n", cases[i].fields, NULL);
        g_autoptr (BounceReport) report = parse_report (cases[i].text, group);
        g_assert_cmpuint (bounce_report_get_n_recipients (report), ==, 1);
        check_verdict (bounce_report_get_recipient (report, 0), cases[i].fields, cases[i].verdict, NULL);
    }
}

/* The same without a machine-readable part, as sendmail wrote it of old; two recipients, each with its own reply. */
static void test_first_failure_in_text (void)
{
    static const char mail[] =
        HEADER "\nThe original message was received at Mon, 23 Nov 2026 14:32:01 GMT\nfrom localhost [127.0.0.1]\n\n"
               "   ----- The following addresses had permanent fatal errors -----\n<user@example.com>\n<other@example.com>\n\n"
               "   ----- Transcript of session follows -----\n... while talking to mx.example.com.:\n"
               ">>> RCPT To:<user@example.com>\n<<< 550 5.1.1 <user@example.com>: User unknown\n550 5.1.1 <user@example.com>... "
               "User unknown\n"
               ">>> RCPT To:<other@example.com>\n<<< 552 5.2.2 <other@example.com>: mailbox full\n554 5.0.0 "
               "<other@example.com>... Service unavailable\n"
               ">>> DATA\n<<< 503 5.5.1 Error: need RCPT command\n\n   ----- Original message follows -----\n\n"
               "Message-ID: <sent@example.org>\nFrom: list@example.org\nSubject: The news\n\nNews.\n";
    g_autoptr (BounceReport) report = parse (mail, strlen (mail));

    g_assert_cmpuint (bounce_report_get_n_recipients (report), ==, 2);
    g_assert_cmpstr (bounce_recipient_get_address (bounce_report_get_recipient (report, 0)), ==, "user@example.com");
    check_verdict (bounce_report_get_recipient (report, 0), "the first", "user-unknown hard recipient", NULL);
    g_assert_cmpstr (bounce_recipient_get_address (bounce_report_get_recipient (report, 1)), ==, "other@example.com");
    check_verdict (bounce_report_get_recipient (report, 1), "the second", "mailbox-full soft recipient", NULL);
}

/* A 503 alone is a wrong order of commands, or a client that should have logged in; never a dead address. */
static void test_bad_sequence (void)
{
    static const Case cases[] = {
        { ANY, "503 5.5.1 Error: need RCPT command", "syntax-error soft system", NULL },
        { ANY, "503 Need RCPT (recipient)", "syntax-error soft system", NULL },
        { ANY, "503 AUTH command must be used first", "auth-required soft sender", NULL },
        { ANY, "503 5.5.1 Bad sequence of commands", "syntax-error soft system", NULL },
    };
    CHECK (cases);
}

/* ---- The step ---- */

/* At MAIL no recipient was named yet: what is unknown there is the sender; and at AUTH who logs in. */
static void test_mail_stage (void)
{
    static const Case cases[] = {
        { OTHER, "550 5.1.1 No such user (in reply to MAIL FROM command)", "sender-rejected soft sender", NULL },
        { OTHER, "550 5.1.1 x (in reply to MAIL FROM command)", "sender-rejected soft sender", NULL },
        { OTHER, "553 5.1.2 The domain does not exist (in reply to MAIL FROM command)", "sender-rejected soft sender", NULL },
        { OTHER, "550 5.1.10 x (in reply to MAIL FROM command)", "sender-rejected soft sender", NULL },
        { OTHER, "550 User unknown (in reply to MAIL FROM command)", "sender-rejected soft sender", NULL },
        { OTHER,
          "550 5.1.1 <a@example.org>: Sender address rejected: undeliverable address: host mx.example.org said: 550 User unknown",
          "sender-rejected soft sender", NULL },
        { OTHER, "550 Sender verification failed: <a@example.org>: 550 5.1.1 No such user", "sender-rejected soft sender", NULL },
        { OTHER, "451 4.1.1 User unknown: temporary LDAP failure", "user-unknown soft recipient", NULL },
        { OTHER, "450 4.1.1 User unknown", "user-unknown hard recipient", NULL },
        { OTHER, "450 4.2.1 The account is suspended", "user-disabled soft recipient", NULL },
        { OTHER, "450 4.2.1 user inactive; cannot receive new mail", "user-disabled soft recipient", NULL },
        { OTHER, "550 5.2.1 The account is suspended", "user-disabled hard recipient", NULL },
        { OTHER, "501 5.1.7 Bad sender address syntax (in reply to MAIL FROM command)", "sender-rejected soft sender", NULL },
        { OTHER, "535 5.7.8 unknown user", "auth-required soft sender", NULL },
        { OTHER, "535 user does not exist", "auth-required soft sender", NULL },
        { OTHER, "535 5.1.1 mailbox not found", "auth-required soft sender", NULL },
        { OTHER, "534 5.7.9 account is disabled", "auth-required soft sender", NULL },
        { OTHER, "550 5.1.1 user unknown (in reply to AUTH command)", "auth-required soft sender", NULL },
        { OTHER, "550 5.7.1 Client host [192.0.2.1] blocked using bl.example.net (in reply to MAIL FROM command)",
          "blocked soft sender", NULL },
        { OTHER, "552 5.3.4 Message size exceeds fixed limit (in reply to MAIL FROM command)", "message-too-big soft message",
          NULL },
    };
    CHECK (cases);
}

/* Letters that a system on the way could not write. */
static void test_escaped_letters (void)
{
    static const Case cases[] = {
        { ANY, "550 Empf\\303\\244nger unbekannt", "user-unknown hard recipient", NULL },
        { ANY, "550 Empf\\344nger unbekannt", "user-unknown hard recipient", NULL },
        { ANY, "550 Empf=C3=A4nger unbekannt", "user-unknown hard recipient", NULL },
        { ANY, "550 Empf\\u00e4nger unbekannt", "user-unknown hard recipient", NULL },
        { ANY, "550 EmpfÃ¤nger unbekannt", "user-unknown hard recipient", NULL },
        { ANY, "550 Compte dÃ©sactivÃ©", "user-disabled hard recipient", NULL },
        { ANY, "550 Empf?nger unbekannt", "user-unknown hard recipient", NULL },
        { ANY, "550 Empf??nger unbekannt", "user-unknown hard recipient", NULL },
        { ANY, "550 Compte d?sactiv?", "user-disabled hard recipient", NULL },
        { ANY, "550 Is this the recipient ?", "unknown soft unknown", NULL },
        { ANY, "550 5.7.1 Spf=fail", "auth-failure soft sender", NULL },
        { ANY, "550 5.1.1 x=C3", "user-unknown hard recipient", NULL },
        { ANY, "550 C:\\377 \\u00 = \\", "unknown soft unknown", NULL },
    };
    CHECK (cases);
}

/* The words of a dead mailbox that are said of the sender, of nobody, or by somebody else. */
static void test_in_what_sense (void)
{
    static const Case cases[] = {
        /* the sender's, or its host's */
        { ANY, "550 Requested action not taken: mailbox unavailable (the sender's, as mx.example.org says)",
          "sender-rejected soft sender", NULL },
        { ANY, "550 unknown user in local part of sender", "sender-rejected soft sender", NULL },
        { ANY, "550 5.1.0 Address rejected: MAIL FROM mailbox unavailable", "sender-rejected soft sender", NULL },
        { ANY, "550 5.2.2 The mailbox of the sender (list@example.org) is over quota", "sender-rejected soft sender", NULL },
        { ANY, "550 Sender callout to mx.example.org: no such user here", "sender-rejected soft sender", NULL },
        { ANY, "550 Your user account has been disabled", "sender-suspended soft sender", NULL },
        { ANY, "535 5.7.13 User disabled", "sender-suspended soft sender", NULL },
        { ANY, "535 5.7.8 Error: authentication failed: no such user", "auth-required soft sender", NULL },
        { ANY, "550 Mailbox given as reply path is full, please repair that first", "sender-rejected soft sender", NULL },
        { ANY, "550 5.7.0 authenticated user is disabled", "sender-suspended soft sender", NULL },
        { ANY, "550 Outgoing mail of this account is suspended", "sender-suspended soft sender", NULL },
        /* and not the sender's */
        { ANY, "550 5.7.1 Sender verified, but the recipient's mailbox was closed", "user-disabled hard recipient", NULL },
        { ANY, "550 your recipient does not exist", "user-unknown hard recipient", NULL },
        { ANY, "Your outgoing mail could not be delivered because the mailbox does not exist", "user-unknown hard recipient", NULL },
        { ANY, "550 Mail of sender list@example.org not delivered because user unknown", "user-unknown hard recipient", NULL },
        { ANY, "The sender's message could not be delivered since the recipient's mailbox does not exist",
          "user-unknown hard recipient", NULL },
        { ANY, "550 You sent mail to an address that does not exist", "user-unknown hard recipient", NULL },
        { ANY, "550 You sent mail from an address that does not exist", "sender-rejected soft sender", NULL },
        { ANY, "Hard bounce: user unknown", "user-unknown hard recipient", NULL },
        { ANY, "550 5.1.1 user unknown (sender: list@example.org)", "user-unknown hard recipient", NULL },
        { ANY, "550 5.1.1 User unknown, message of the sender not taken", "user-unknown hard recipient", NULL },
        { ANY, "552 5.2.2 Message from list@example.org refused, mailbox is full", "mailbox-full soft recipient", NULL },
        /* supposed, or one of what may be */
        { ANY, "552 5.2.2 Quota exceeded. Should the user not exist any more ask the postmaster", "mailbox-full soft recipient",
          NULL },
        { ANY, "451 Delivery failed; if the user does not exist you will get another notice", "system-error soft system", NULL },
        { ANY, "451 Could not find out whether the mailbox does not exist", "system-error soft system", NULL },
        { ANY, "550 Message refused. Possible reasons: the user is unknown, or the message is spam", "spam soft message", NULL },
        { ANY, "550 either the mailbox is disabled or the user is unknown", "user-disabled soft recipient", NULL },
        { ANY, "550 5.1.1 No such user. In case your address is blocked write to postmaster@example.com", "user-unknown hard recipient",
          NULL },
        { ANY, "554 If your host is blacklisted see https://example.com/", "blocked soft sender", NULL },
        /* and not supposed */
        { ANY, "550 5.1.1 User unknown. If you think that this is wrong, write to postmaster@example.com",
          "user-unknown hard recipient", NULL },
        { ANY, "550 If you have the address from a friend, the user is unknown", "user-unknown hard recipient", NULL },
        { ANY, "550 The mailbox does not exist. Possible reasons: a typing error", "user-unknown hard recipient", NULL },
        /* what a log says about the reply */
        { ANY, "b,2026-11-30 01:02:03,user@example.com,failed,5.1.1 (bad destination mailbox address),smtp;550 5.1.1 This mail was "
               "considered spam,mx.example.com (192.0.2.1),spam-related", "spam soft message", NULL },
        { ANY, "@40000000612e1 delivery 77: failure: 192.0.2.2_does_not_like_recipient./Remote_host_said:_550_5.7.1_no_such_user/",
          "user-unknown hard recipient", NULL },
        /* nothing that mail is sent to */
        { ANY, "550 Unable to locate user database", "unknown soft unknown", NULL },
        { ANY, "550 Unknown address family", "unknown soft unknown", NULL },
        { ANY, "550 5.7.1 login user not found", "policy soft sender", NULL },
        { ANY, "550 5.7.0 Your SMTP user does not exist", "sender-rejected soft sender", NULL },
        { ANY, "550 5.7.1 Sender is not in the directory", "sender-rejected soft sender", NULL },
        { ANY, "550 Nobody by that name may post here", "unknown soft unknown", NULL },
        { ANY, "550 Nobody by that name can be found here", "user-unknown hard recipient", NULL },
        { ANY, "550 user not found in whitelist", "unknown soft unknown", NULL },
        { ANY, "550 No such user table or mailbox", "unknown soft unknown", NULL },
        { ANY, "550 User unknown in local recipient table", "user-unknown hard recipient", NULL },
        /* another subject within the gap of a phrase */
        { ANY, "550 The mailbox is fine, the HELO name does not exist", "no-ptr soft sender", NULL },
        { ANY, "550 The user is fine, what the sender gave as its host does not exist", "sender-rejected soft sender", NULL },
        { ANY, "550 The account check was passed; the list you post to does not exist", "unknown soft unknown", NULL },
        { ANY, "550 user <sender@example.com> does not exist", "user-unknown hard recipient", NULL },
        /* while something else is in the way */
        { ANY, "421 4.4.2 Connection dropped due to idle timeout, mailbox not found in time", "network-error soft network", NULL },
        { ANY, "451 4.3.5 Configuration error: unknown user or group name in master.cf", "system-error soft system", NULL },
        { ANY, "450 4.1.1 Recipient address rejected: unknown user, table lookup error", "user-unknown soft recipient", NULL },
        { ANY, "451 4.4.1 user unknown", "user-unknown soft recipient", NULL },
        { ANY, "450 4.4.0 mx.example.com answered: 550 user unknown", "user-unknown hard recipient", NULL },
        { ANY, "451 4.3.0 User unknown in virtual alias table", "user-unknown hard recipient", NULL },
        /* joined by underscores, which is no name */
        { ANY, "bounce_type=MAILBOX_FULL", "mailbox-full soft recipient", NULL },
        { ANY, "550 5.1.0 recipient_not_found", "user-unknown hard recipient", NULL },
        { ANY, "554 user_unknown@example.com: no relaying", "domain-not-served soft domain", NULL },
        /* denied */
        { ANY, "451 4.7.1 You are not blacklisted, come back in 5 minutes", "greylisted soft sender", NULL },
        { ANY, "550 the message was not spam, the recipient is unknown", "user-unknown hard recipient", NULL },
        { ANY, "550 5.7.1 Do not spam us", "spam soft message", NULL },
        { ANY, "550 5.7.1 You are not allowed to relay", "relay-denied soft sender", NULL },
        /* somebody else's words */
        { ANY, "550 Message with subject \"User unknown: please verify\" carries a virus", "virus soft message", NULL },
        { ANY, "550 5.7.1 Subject \"This account has been disabled\" is forbidden here", "content-rejected soft message", NULL },
        { ANY, "550 Your mail \"Re: mailbox unavailable\" was refused", "unknown soft unknown", NULL },
        { ANY, "554 virus in attachment \"User unknown.doc\"", "virus soft message", NULL },
        { ANY, "554 5.7.1 phrases like \"your account has been disabled\" are phishing", "spam soft message", NULL },
        { ANY, "554 5.7.1 Your message \"Mailbox full\" was identified as spam", "spam soft message", NULL },
        { ANY, "The remote server said: \"550 User unknown\"", "user-unknown hard recipient", NULL },
        { ANY, "mx.example.com returned the message \"no such user here\"", "user-unknown hard recipient", NULL },
        { ANY, "Your message was refused with the message \"mailbox does not exist\"", "user-unknown hard recipient", NULL },
    };
    CHECK (cases);
}

/* Words for a dead address that speak of the sender, or that stand beside another cause. */
static void test_not_hard (void)
{
    static const Case cases[] = {
        { OTHER, "550 MAIL FROM:<info@example.net> is invalid", "sender-rejected soft sender", NULL },
        { OTHER, "550 The From address does not exist", "sender-rejected soft sender", NULL },
        { OTHER, "550 Your email account has been suspended", "sender-suspended soft sender", NULL },
        { OTHER, "550 5.7.1 HELO domain does not exist", "no-ptr soft sender", NULL },
        { OTHER, "550 rDNS: host not found for 192.0.2.1", "no-ptr soft sender", NULL },
        { OTHER, "550 Sender callout: <info@example.net>: Recipient address rejected: User unknown in virtual mailbox table",
          "sender-rejected soft sender", NULL },
        { OTHER, "550 Sender verify failed: 550 No such user", "sender-rejected soft sender", NULL },
        { OTHER, "550 5.7.1 No MX record found for sender domain example.org", "sender-rejected soft sender", NULL },
        { OTHER, "550 no MX or A record for envelope sender domain", "sender-rejected soft sender", NULL },
        { OTHER, "554 Domain not found in your From address", "sender-rejected soft sender", NULL },
        { OTHER, "550 5.7.1 NXDOMAIN for MAIL FROM domain", "sender-rejected soft sender", "generic" },
        { OTHER, "550 5.7.1 Mailbox does not exist for the sender <info@example.net>", "sender-rejected soft sender", "generic" },
        { OTHER, "550 5.7.1 Unknown user in Reply-To header", "sender-rejected soft sender", "exim" },
        { OTHER, "550 5.7.1 Message-ID domain not found", "policy soft sender", "status" },
        { OTHER, "550 5.7.1 URL domain does not exist", "policy soft sender", "status" },
        { OTHER, "550 5.7.1 Domain does not exist in our whitelist", "policy soft sender", "status" },
        { OTHER, "421 4.7.0 Too many \"user unknown\" errors from your host", "policy soft sender", "status" },
        { OTHER, "550 5.7.25 Host name does not exist", "no-ptr soft sender", "status" },
        { OTHER, "535 5.7.8 Error: user unknown", "auth-required soft sender", "status" },
        { OTHER, "535 No such user", "auth-required soft sender", "reply" },
        { OTHER, "550 No such host (in reply to EHLO command)", "unknown soft unknown", "reply" },
        { OTHER, "450 4.2.1 Mailbox disabled during migration", "user-disabled soft recipient", NULL },
        { OTHER, "550 5.7.1 SPF lookup: no such host", "policy soft sender", "status" },
        { OTHER, "550 5.7.1 Reverse DNS: no such host", "no-ptr soft sender", NULL },
        { OTHER, "550 5.7.1 Host not found for domain in MAIL FROM", "sender-rejected soft sender", "generic" },
        { OTHER, "550 Reply from mail server: no such user", "user-unknown hard recipient", NULL },
        { OTHER, "550 User unknown in our address book", "user-unknown hard recipient", NULL },
        { OTHER, "550 Your host is not listed in our directory", "sender-rejected soft sender", NULL },
        { OTHER, "550 5.2.0 Other or undefined mailbox status", "unknown soft unknown", "status" }, /* RFC 3463, section 3.3 */
        { OTHER, "521 Host does not accept mail (in reply to EHLO command)", "no-mail-service hard domain", NULL },
        { OTHER, "550 User unknown; from=<info@example.net> to=<jane@example.com>", "user-unknown hard recipient", NULL },
        { OTHER, "550 User unknown in local table. Mail from the sender info@example.net", "user-unknown hard recipient", NULL },
        { OTHER, "550-Verification failed for <info@example.net> 550-Called: 192.0.2.1 550-Sent: RCPT TO:<info@example.net> "
                 "550-Response: 550 5.1.1 <info@example.net>: Recipient address rejected: User unknown in local recipient table "
                 "550 Sender verify failed", "sender-rejected soft sender", NULL },
        { OTHER, "550-Verification failed for <info@example.net>\n550-This account has been disabled\n550 Sender verify failed",
          "sender-rejected soft sender", NULL },
        { OTHER, "550-Postmaster verification failed while checking <info@example.net>\n550-Called: 192.0.2.1\n550-Sent: RCPT "
                 "TO:<postmaster@example.net>\n550-Response: 550 User unknown in virtual mailbox table\n550 Sender verify failed",
          "sender-rejected soft sender", NULL },
        { OTHER, "550 Recipient verification failed for <jane@example.com>: User unknown", "user-unknown hard recipient", NULL },
        { OTHER, "550-Callout verification failed:\n550 550 5.1.1 <jane@example.com> User unknown", "user-unknown hard recipient",
          NULL },
        { OTHER, "501 5.7.27 Domain in MAIL FROM has null MX record", "sender-rejected soft sender", NULL },
        { OTHER, "550 5.7.27 The sender domain has a null MX", "sender-rejected soft sender", NULL },
        { OTHER, "550 The domain example.com has a null MX", "no-mail-service hard domain", NULL },
        { OTHER, "550 Sender <info@example.net> callback failed, its server said: 550 No such recipient", "sender-rejected soft sender",
          NULL },
        { OTHER, "550 Could not verify your address <info@example.net>: no such user", "sender-rejected soft sender", NULL },
        { OTHER, "550 From: address <info@example.net> not found", "sender-rejected soft sender", NULL },
        { OTHER, "550 Return path <info@example.net> does not accept bounces: 550 user unknown", "sender-rejected soft sender", NULL },
        { OTHER, "550 Cannot find your domain: host unknown", "sender-rejected soft sender", NULL },
        { OTHER, "550 The mail server could not deliver your mail: user unknown", "user-unknown hard recipient", NULL },
        { OTHER, "554 5.7.1 Message identified as spam; the recipient address was not found in the whitelist",
          "spam soft message", NULL },
        { OTHER, "550 5.7.1 Message contains virus, mailbox unavailable", "virus soft message", NULL },
        { OTHER, "550 5.6.0 Invalid recipient address in To: header field", "malformed-message soft message", NULL },
        { OTHER, "550 Envelope from <info@example.net>: user unknown", "sender-rejected soft sender", NULL },
        { OTHER, "550 5.1.0 Originator <info@example.net> does not exist", "sender-rejected soft sender", NULL },
        { OTHER, "550 No such user info@example.net in MAIL FROM", "sender-rejected soft sender", NULL },
        { OTHER, "550 Unknown user (sender)", "sender-rejected soft sender", NULL },
        { OTHER, "550 unknown host in HELO", "no-ptr soft sender", NULL },
        { OTHER, "550 domain does not exist for sender", "sender-rejected soft sender", NULL },
        { OTHER, "451 4.3.0 unknown recipient map lookup error", "system-error soft system", NULL },
        { OTHER, "451 4.4.3 user not found by directory server", "user-unknown soft recipient", NULL },
        { OTHER, "450 4.1.1 User unknown in local recipient table", "user-unknown hard recipient", NULL },
        { OTHER, "550 Reply-To address does not exist", "unknown soft unknown", NULL },
        { OTHER, "550 Message rejected: unknown user-agent", "unknown soft unknown", NULL },
        { OTHER, "535 5.7.8 Unknown user or bad password", "auth-required soft sender", NULL },
        { OTHER, "550 EHLO argument mail.example.net: host not found", "no-ptr soft sender", NULL },
        { OTHER, "550 DKIM key of news.example.net not found: no such domain", "auth-failure soft sender", NULL },
        { OTHER, "550 Mail from <info@example.net> to <jane@example.com>: user unknown", "user-unknown hard recipient", NULL },
        { OTHER, "550 <jane@example.com>: user unknown in mail system", "user-unknown hard recipient", NULL },
        { OTHER, "550 Your recipient is unknown", "user-unknown hard recipient", NULL },
        { OTHER, "550 The mailbox of the sender is not on this server", "sender-rejected soft sender", NULL },
        { OTHER, "550 5.7.1 Error: exceeded unknown recipient count limit", "bad-reputation soft sender", NULL },
        { OTHER, "550 5.5.3 too many unknown user errors", "bad-reputation soft sender", NULL },
        { OTHER, "554 5.7.1 <jane@example.com>: Recipient address rejected: User unknown", "user-unknown hard recipient", NULL },
    };
    CHECK (cases);
}

/* The same in other languages. */
static void test_not_hard_abroad (void)
{
    static const Case cases[] = {
        { OTHER, "550 Ihr Konto ist deaktiviert", "sender-suspended soft sender", NULL },
        { OTHER, "550 Ihre Adresse existiert nicht", "sender-rejected soft sender", NULL },
        { OTHER, "550 Ihre E-Mail-Adresse ist nicht bekannt", "sender-rejected soft sender", NULL },
        { OTHER, "550 Absender: Adresse unbekannt", "sender-rejected soft sender", NULL },
        { OTHER, "550 5.1.8 Absender-Domain existiert nicht", "sender-rejected soft sender", NULL },
        { OTHER, "550 Die IP-Adresse existiert nicht", "no-ptr soft sender", NULL },
        { OTHER, "550 Wenn das Postfach nicht existiert, melden wir uns", "unknown soft unknown", NULL },
        { OTHER, "550 5.1.0 Si la cuenta no existe, avisaremos", "unknown soft unknown", "status" },
        { OTHER, "550 El buzon no existe del remitente", "sender-rejected soft sender", NULL },
        { OTHER, "550 Votre compte est suspendu", "sender-suspended soft sender", NULL },
        { OTHER, "550 Expéditeur : adresse inconnue", "sender-rejected soft sender", NULL },
        { OTHER, "550 Su cuenta ha sido bloqueada", "sender-suspended soft sender", NULL },
        { OTHER, "550 Sua conta foi suspensa", "sender-suspended soft sender", NULL },
        { OTHER, "550 Il suo account è stato disabilitato", "sender-suspended soft sender", NULL },
        { OTHER, "550 Uw mailbox is uitgeschakeld", "sender-suspended soft sender", NULL },
        { OTHER, "550 Ваш адрес не существует", "sender-rejected soft sender", NULL },
        { OTHER, "550 Gönderen e-posta adresi bulunamadı", "sender-rejected soft sender", NULL },
        { OTHER, "550 Hard bounce - user unknown", "user-unknown hard recipient", NULL }, /* a dash is no hyphen */
        { OTHER, "550 发信人帐号未注册", "sender-rejected soft sender", NULL },
        { OTHER, "550 送信者のユーザーが見つかりません", "sender-rejected soft sender", NULL },
        { OTHER, "550 送信者アドレスのドメインが存在しません", "sender-rejected soft sender", NULL },
        { OTHER, "550 Váš účet byl zablokován kvůli rozesílání spamu", "sender-suspended soft sender", NULL },
        { OTHER, "550 Vaša schránka bola zablokovaná", "sender-suspended soft sender", NULL },
        { OTHER, "550 Schránka odesílatele neexistuje", "sender-rejected soft sender", NULL },
        { OTHER, "550 La tua casella è stata sospesa", "sender-suspended soft sender", NULL },
        { OTHER, "550 A tua conta foi encerrada", "sender-suspended soft sender", NULL },
        { OTHER, "550 Twój adres nie istnieje", "sender-rejected soft sender", NULL },
        { OTHER, "550 Absenderadresse abgelehnt: Postfach existiert nicht", "sender-rejected soft sender", NULL },
        { OTHER, "550 Avsändarens konto har stängts", "sender-suspended soft sender", NULL },
        { OTHER, "550 Gönderenin posta kutusu bulunamadı", "sender-rejected soft sender", NULL },
        { OTHER, "550 보낸 사람의 계정을 찾을 수 없습니다", "sender-rejected soft sender", NULL },
    };
    CHECK (cases);
}

/* ---- 101 and 102: what holds of every verdict ---- */

/* Severity, fault and reason of one recipient, in whatever mail it was. */
static void check_sense (BounceRecipient *r, const char *what)
{
    BounceAction action = bounce_recipient_get_action (r);
    BounceReason reason = bounce_recipient_get_reason (r);
    BounceSeverity severity = bounce_recipient_get_severity (r);
    BounceFault fault = bounce_recipient_get_fault (r);
    gboolean failed = action == BOUNCE_ACTION_FAILED, judged_at_all = failed || action == BOUNCE_ACTION_DELAYED;

    if ((severity == BOUNCE_SEVERITY_NONE) == failed)
        wrong ("%s: %s and %s", what, bounce_action_to_string (action), bounce_severity_to_string (severity));
    if (severity == BOUNCE_SEVERITY_HARD && fault != BOUNCE_FAULT_RECIPIENT && fault != BOUNCE_FAULT_DOMAIN)
        wrong ("%s: hard, and the fault of the %s", what, bounce_fault_to_string (fault));
    if ((reason != BOUNCE_REASON_NONE) != judged_at_all)
        wrong ("%s: %s and %s", what, bounce_action_to_string (action), bounce_reason_to_string (reason));
    if (fault != (reason ? bounce_reason_get_fault (reason) : BOUNCE_FAULT_NONE))
        wrong ("%s: %s and the fault of the %s", what, bounce_reason_to_string (reason), bounce_fault_to_string (fault));
    if ((bounce_recipient_get_confidence (r) != BOUNCE_CONFIDENCE_NONE) != judged_at_all)
        wrong ("%s: a verdict without confidence, or none with it", what);
    if (reason == BOUNCE_REASON_UNKNOWN
        && (severity == BOUNCE_SEVERITY_HARD || bounce_recipient_get_confidence (r) != BOUNCE_CONFIDENCE_LOW))
        wrong ("%s: unknown, and yet hard or sure", what);
    if (judged_at_all != (bounce_recipient_get_evidence_rule (r) != NULL))
        wrong ("%s: a verdict without evidence, or none with it", what);
}

static void check_sense_of_report (BounceReport *report, const char *what)
{
    for (guint i = 0; i < bounce_report_get_n_recipients (report); i++)
        check_sense (bounce_report_get_recipient (report, i), what);
}

/* Every message of a file; returns how many recipients they told of. */
static guint check_mailbox (const char *path)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (BounceMailbox) mailbox = bounce_mailbox_open (path, &error);
    guint n = 0;

    g_assert_no_error (error);
    while (bounce_mailbox_next (mailbox, &error)) {
        g_autoptr (BounceReport) report = bounce_mailbox_parse (mailbox, parser);
        g_autofree char *what = g_strdup_printf ("%s at %" G_GUINT64_FORMAT, path, bounce_report_get_offset (report));
        check_sense_of_report (report, what);
        n += bounce_report_get_n_recipients (report);
    }
    g_assert_no_error (error);
    return n;
}

static guint check_folder (const char *path)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GDir) folder = g_dir_open (path, 0, &error);
    const char *name;
    guint n = 0;

    g_assert_no_error (error);
    while ((name = g_dir_read_name (folder))) {
        g_autofree char *child = g_build_filename (path, name, NULL);
        if (g_file_test (child, G_FILE_TEST_IS_DIR))
            n += check_folder (child);
        else if (g_str_has_suffix (name, ".eml"))
            n += check_mailbox (child);
    }
    return n;
}

static void test_sense_of_mails (void)
{
    g_autofree char *data = g_test_build_filename (G_TEST_DIST, "data", NULL);
    g_autofree char *inbox = g_test_build_filename (G_TEST_DIST, "..", "examples", "inbox.mbox", NULL);

    g_assert_cmpuint (check_folder (data), >, 100);
    g_assert_cmpuint (check_mailbox (inbox), >, 5);
}

/* What each rule of the files has as its example, and a host for which its scope holds. */
typedef struct {
    char *text, *host;
} Example;

static void example_free (gpointer example)
{
    g_free (((Example *) example)->text);
    g_free (((Example *) example)->host);
    g_free (example);
}

/* "    host *.a.example b.example": the first pattern, and a name that it matches. */
static char *first_host (const char *line)
{
    g_auto (GStrv) words = g_strsplit (line, " ", 3);
    g_auto (GStrv) pieces = g_strsplit (words[1] ? words[1] : "", "*", -1);
    return g_strjoinv ("mx", pieces);
}

static GPtrArray *list_examples (void)
{
    g_autofree char *rules = bounce_parser_list_rules (parser), *host = NULL;
    g_auto (GStrv) lines = g_strsplit (rules, "\n", -1);
    GPtrArray *examples = g_ptr_array_new_with_free_func (example_free);

    for (guint i = 0; lines[i]; i++) {
        const char *line = g_strstrip (lines[i]);
        if (g_str_has_prefix (line, "scope "))
            g_clear_pointer (&host, g_free);
        else if (g_str_has_prefix (line, "host ") && !host)
            host = first_host (line);
        if (line[0] != '>')
            continue;
        Example *example = g_new0 (Example, 1);
        example->text = g_strstrip (g_strdup (line + 1));
        example->host = g_strdup (host);
        g_ptr_array_add (examples, example);
    }
    g_assert_cmpuint (examples->len, >, 1000);
    return examples;
}

/* Said by the host that it is of, by a stranger and by nobody. */
static void test_sense_of_examples (void)
{
    g_autoptr (GPtrArray) examples = list_examples ();

    for (guint i = 0; i < examples->len; i++) {
        const Example *example = examples->pdata[i];
        const char *hosts[] = { example->host, "mx.example.com", NULL };
        for (guint h = 0; h < G_N_ELEMENTS (hosts); h++) {
            g_autoptr (BounceRecipient) r = judged (example->text, hosts[h]);
            check_sense (r, example->text);
        }
    }
}

/* All of them in one report, under each action. */
static void test_sense_of_actions (void)
{
    static const char *const actions[] = { "failed", "delayed", "delivered", "relayed", "expanded" };
    g_autoptr (GPtrArray) examples = list_examples ();

    for (guint a = 0; a < G_N_ELEMENTS (actions); a++) {
        g_autoptr (GString) groups = g_string_new (NULL);
        for (guint i = 0; i < examples->len; i++)
            g_string_append_printf (groups,
                                    "\nFinal-Recipient: rfc822; user%u@example.com\nAction: %s\nDiagnostic-Code: smtp; %s\n", i,
                                    actions[a], ((Example *) examples->pdata[i])->text);
        g_autoptr (BounceReport) report = parse_report (TEXT, groups->str);
        g_assert_cmpuint (bounce_report_get_n_recipients (report), ==, examples->len);
        for (guint i = 0; i < examples->len; i++) {
            BounceRecipient *r = bounce_report_get_recipient (report, i);
            g_assert_cmpstr (bounce_action_to_string (bounce_recipient_get_action (r)), ==, actions[a]);
            check_sense (r, bounce_recipient_get_diagnostic (r));
        }
    }
}

/* No words whatever blame a recipient who was not named yet. */
static void test_sense_of_mail_stage (void)
{
    g_autoptr (GPtrArray) examples = list_examples ();
    guint n = 0;

    for (guint i = 0; i < examples->len; i++) {
        const Example *example = examples->pdata[i];
        g_autofree char *text = g_strconcat (example->text, " (in reply to MAIL FROM command)", NULL);
        g_autoptr (BounceRecipient) r = judged (text, example->host);
        BounceFault fault = bounce_recipient_get_fault (r);
        if (bounce_recipient_get_command (r) != BOUNCE_COMMAND_MAIL)
            continue; /* the example tells its own */
        if (fault == BOUNCE_FAULT_RECIPIENT || fault == BOUNCE_FAULT_DOMAIN
            || bounce_recipient_get_severity (r) == BOUNCE_SEVERITY_HARD)
            wrong ("%s\n  is %s", text, bounce_reason_to_string (bounce_recipient_get_reason (r)));
        n++;
    }
    g_assert_cmpuint (n, >, 1000);
}

/* What people write in sentences of their own, with the words of another reason next to those that count. */
static void test_whole_sentences (void)
{
    Case cases[] = {
        /* whose account it is */
        { ANY, "550 5.7.1 You do not have an account by that name on this relay", "relay-denied soft sender", NULL },
        { ANY, "550 5.7.1 Your account has been locked by the administrator", "sender-suspended soft sender", NULL },
        { ANY, "553 5.2.1 Mailbox locked by administrator", "user-disabled hard recipient", NULL },
        { ANY, "550 5.7.1 Your administrator has disabled your account", "sender-suspended soft sender", NULL },
        { ANY, "550 5.7.1 The domain administrator has disabled this mailbox", "user-disabled hard recipient", NULL },
        { ANY, "550 5.7.1 Your mailbox (sender) is disabled for outbound mail", "sender-suspended soft sender", NULL },
        { ANY, "550 5.2.1 sender mailbox <a@example.com> is over quota and cannot get bounces",
          "sender-rejected soft sender", NULL },
        { ANY, "550 5.7.1 Mailbox blocked by its owner for messages from you", "user-disabled soft recipient", NULL },
        /* who is not known, and who not yet */
        { ANY, "450 4.1.1 <unknown@example.com>: we have not seen this triplet before", "greylisted soft sender", NULL },
        { ANY, "550 5.7.1 We have no record of the recipient having asked for this newsletter", "policy soft sender", NULL },
        { ANY, "550 5.1.1 We have no record of this recipient", "user-unknown hard recipient", NULL },
        /* what has reached its limit */
        { ANY, "550-The mailbox blocked@example.com has reached its maximum size. 550 Not a spam decision.",
          "mailbox-full soft recipient", NULL },
        { ANY, "552 5.2.2 recipient quota of 100 per message exceeded", "too-many-recipients soft sender", NULL },
        { ANY, "452 4.2.2 /var/spool is out of space on mailhub, all users affected", "system-full soft system", NULL },
        { ANY, "421 4.3.2 slow down: this inbox has had 300 mails in 5 minutes", "recipient-throttled soft recipient", NULL },
        { ANY, "451 4.7.1 Limit of 30 messages per minute from your address reached", "rate-limited soft sender", NULL },
        { ANY, "550 5.7.1 Message rejected: total size 41 MB, our policy permits at most 25 MB",
          "message-too-big soft message", NULL },
        /* what moved */
        { ANY, "550 We have moved your message to quarantine", "unknown soft unknown", NULL },
        { ANY, "551 We have moved: write to info@example.com", "user-moved hard recipient", NULL },
        { ANY, "550 5.7.1 Your address has changed since you subscribed", "policy soft sender", NULL },
        /* which domain, and where it is not */
        { ANY, "550 5.1.2 We no longer handle mail for this domain", "domain-not-served soft domain", NULL },
        { ANY, "550 5.1.2 The domain part of the address cannot be found", "host-unknown hard domain", NULL },
        { ANY, "521 5.3.2 This host never accepts mail", "no-mail-service hard domain", NULL },
        { ANY, "521 5.3.2 This host never accepts mail from dynamic addresses", "blocked soft sender", NULL },
        /* what a program broke at */
        { ANY, "PHP Fatal error: Uncaught Exception: user not found in /srv/pipe.php on line 9",
          "mailer-error soft system", NULL },
        { ANY, "451 4.7.1 Unable to reach the spam scanner, message deferred", "system-error soft system", NULL },
        { ANY, "554 5.3.0 internal server error while checking blacklists", "system-error soft system", NULL },
        { ANY, "550 5.1.1 user unknown (maildir: no such file or directory)", "user-unknown hard recipient", NULL },
        { ANY, "550 5.1.1 denied by access map", "policy soft sender", NULL },
        { ANY, "550 5.2.0 message rejected: two From: headers, one of them for user unknown@example.com",
          "malformed-message soft message", NULL },
    };
    CHECK (cases);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    parser = bounce_parser_new ();
    g_test_add_func ("/verdicts/039-unknown-codes", test_unknown_codes);
    g_test_add_func ("/verdicts/040-code-alone", test_code_alone);
    g_test_add_func ("/verdicts/041-misused-codes", test_misused_codes);
    g_test_add_func ("/verdicts/041-microsoft-recipient", test_microsoft_recipient);
    g_test_add_func ("/verdicts/041-microsoft-sender", test_microsoft_sender);
    g_test_add_func ("/verdicts/041-google-recipient", test_google_recipient);
    g_test_add_func ("/verdicts/041-google-sender", test_google_sender);
    g_test_add_func ("/verdicts/041-yahoo", test_yahoo);
    g_test_add_func ("/verdicts/042-contradictory-classes", test_contradictory_classes);
    g_test_add_func ("/verdicts/045-misused-replies", test_misused_replies);
    g_test_add_func ("/verdicts/077-later-rfcs", test_later_rfcs);
    g_test_add_func ("/verdicts/078-no-mail-service", test_no_mail_service);
    g_test_add_func ("/verdicts/101-sense-of-mails", test_sense_of_mails);
    g_test_add_func ("/verdicts/101-sense-of-actions", test_sense_of_actions);
    g_test_add_func ("/verdicts/102-sense-of-examples", test_sense_of_examples);
    g_test_add_func ("/verdicts/102-sense-of-mail-stage", test_sense_of_mail_stage);
    g_test_add_func ("/verdicts/103-same-text", test_same_text);
    g_test_add_func ("/verdicts/103-host-of-report", test_host_of_report);
    g_test_add_func ("/verdicts/103-first-failure", test_first_failure);
    g_test_add_func ("/verdicts/103-first-failure-in-text", test_first_failure_in_text);
    g_test_add_func ("/verdicts/103-bad-sequence", test_bad_sequence);
    g_test_add_func ("/verdicts/103-mail-stage", test_mail_stage);
    g_test_add_func ("/verdicts/103-not-hard", test_not_hard);
    g_test_add_func ("/verdicts/not-hard-abroad", test_not_hard_abroad);
    g_test_add_func ("/verdicts/103-in-what-sense", test_in_what_sense);
    g_test_add_func ("/verdicts/103-escaped-letters", test_escaped_letters);
    g_test_add_func ("/verdicts/103-inner-replies", test_inner_replies);
    g_test_add_func ("/verdicts/104-not-unknown", test_not_unknown);
    g_test_add_func ("/verdicts/105-not-policy", test_not_policy);
    g_test_add_func ("/verdicts/106-unexplained", test_unexplained);
    g_test_add_func ("/verdicts/106-confidence", test_confidence);
    g_test_add_func ("/verdicts/107-relaying-denied", test_relaying_denied);
    g_test_add_func ("/verdicts/108-greylisting", test_greylisting);
    g_test_add_func ("/verdicts/docomo-by-stage", test_docomo_by_stage);
    g_test_add_func ("/verdicts/au", test_au);
    g_test_add_func ("/verdicts/mimecast", test_mimecast);
    g_test_add_func ("/verdicts/open-resolver", test_open_resolver);
    g_test_add_func ("/verdicts/whole-sentences", test_whole_sentences);
    int failed = g_test_run ();
    bounce_parser_unref (parser);
    return failed;
}
