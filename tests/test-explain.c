/* test-explain.c: a verdict told to a person
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What a response means is pinned by rules of the test's own, about whales, so that a better built-in rule breaks nothing here.
 */
#include "config.h"

#include "explain.h"

#include <string.h>

/* ---- Tools ---- */

static BounceParser *parser_with (const char *rules)
{
    g_autoptr(GError) error = NULL;
    BounceParser *parser = bounce_parser_new ();

    if (rules)
        bounce_parser_add_rules (parser, rules, -1, "site.rules", &error);
    g_assert_no_error (error);
    return parser;
}

/* From a copy without a NUL behind it, where a checker of memory sees what is read too far. */
static char *explain (BounceParser *parser, const char *message, gsize length)
{
    char *copy = g_memdup2 (message, length);
    char *text = bounce_parser_explain (parser, copy, length);

    g_free (copy);
    return text;
}

static char *explain_with (const char *rules, const char *message)
{
    g_autoptr(BounceParser) parser = parser_with (rules);
    return explain (parser, message, strlen (message));
}

#define FAILED "Final-Recipient: rfc822; a@example.com\nAction: failed\n"

static char *report_of (const char *fields)
{
    return g_strconcat ("From: Mail Delivery System <mailer-daemon@example.com>\n"
                        "To: list-bounces@example.com\n"
                        "Subject: Undelivered Mail\n"
                        "Date: Mon, 23 Nov 2026 14:32:04 +0000\n"
                        "MIME-Version: 1.0\n"
                        "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n"
                        "--b\n\nThis is a report.\n\n"
                        "--b\nContent-Type: message/delivery-status\n\n"
                        "Reporting-MTA: dns; mx.example.com\n\n",
                        fields, "\n--b--\n", NULL);
}

/* The text of one line with this label and those that it is folded into, joined: the nth, from 0. NULL where there is none. */
static char *line_of (const char *text, const char *label, guint nth)
{
    g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
    g_autofree char *begin = g_strdup_printf ("  %-14s", label);
    GString *found = NULL;

    for (guint i = 0; lines[i]; i++) {
        gboolean more = g_str_has_prefix (lines[i], "                ");
        if (found && !more)
            break;
        if (found)
            g_string_append_printf (found, " %s", lines[i] + 16);
        else if (!more && g_str_has_prefix (lines[i], begin) && nth-- == 0)
            found = g_string_new (lines[i] + 16);
    }
    return found ? g_string_free (found, FALSE) : NULL;
}

#define assert_line(text, label, nth, wanted) \
    do { \
        g_autofree char *line_ = line_of (text, label, nth); \
        g_assert_cmpstr (line_, ==, wanted); \
    } while (0)

/* ---- The whole ---- */

#define WHALES \
    "user-unknown \"no such whale\"\n    > 550 no such whale\n" \
    "user-unknown \"such whale in this sea\"\n    > 550 such whale in this sea\n"

static void test_whole (void)
{
    g_autofree char *message = report_of ("Original-Recipient: rfc822; jane@example.com\n"
                                          "Final-Recipient: rfc822; j.doe@example.net\n"
                                          "Action: failed\n"
                                          "Status: 5.0.0\n"
                                          "Remote-MTA: dns; mx.example.net\n"
                                          "Diagnostic-Code: smtp; 550 5.1.1 no such whale in this sea\n"
                                          "\n"
                                          "Final-Recipient: rfc822; joe@example.com\n"
                                          "Action: delayed\n"
                                          "Status: 4.2.2\n"
                                          "Will-Retry-Until: Tue, 24 Nov 2026 14:32:04 +0000\n");
    g_autofree char *text = explain_with (WHALES, message);

    g_assert_cmpstr (text, ==,
                     "Message\n"
                     "  Subject       Undelivered Mail\n"
                     "  From          Mail Delivery System <mailer-daemon@example.com>\n"
                     "  To            list-bounces@example.com\n"
                     "  Date          2026-11-23T14:32:04+00:00\n"
                     "  Kind          bounce: mail to at least one recipient failed\n"
                     "  Header        that of a mailer daemon\n"
                     "  Format        rfc3464: it has a machine-readable delivery status (RFC 3464)\n"
                     "  Reported by   mx.example.com\n"
                     "\n"
                     "Recipient 1 of 2: jane@example.com\n"
                     "  Address       the field Original-Recipient: what the sender had written\n"
                     "  Others        j.doe@example.net (Final-Recipient)\n"
                     "  Action        failed: given up, or refused; the field Action\n"
                     "  Status        5.1.1, in what was said; the field Status: 5.0.0\n"
                     "  Reply         550, in what was said\n"
                     "  Host          mx.example.net, the field Remote-MTA\n"
                     "  Said          \"550 5.1.1 no such whale in this sea\", the field Diagnostic-Code (smtp)\n"
                     "  Rules         2 that match, the best first\n"
                     "                1. site/user-unknown, site.rules:3: \"such whale in this sea\" in the diagnostic\n"
                     "                2. site/user-unknown, site.rules:1: \"no such whale\" in the diagnostic\n"
                     "  Decided by    site/user-unknown; it stands before the second: its match is longer: it has read\n"
                     "                more of the sentence\n"
                     "  Reason        user-unknown: the mailbox does not exist\n"
                     "  Fault         the recipient's\n"
                     "  Severity      hard, because the words say that the mailbox does not exist\n"
                     "  Confidence    high, because the rule is your own\n"
                     "  What to do    Remove the address.\n"
                     "\n"
                     "Recipient 2 of 2: joe@example.com\n"
                     "  Address       the field Final-Recipient\n"
                     "  Action        delayed: not delivered yet, still being tried; the field Action\n"
                     "  Status        4.2.2, the field Status\n"
                     "  Retried until 2026-11-24T14:32:04+00:00\n"
                     "  Rules         none that matches\n"
                     "  Decided by    the code 4.2.2 (mailbox full): no rule matches\n"
                     "  Reason        mailbox-full: the mailbox is over its quota\n"
                     "  Fault         the recipient's\n"
                     "  Severity      none, because mail that is still being tried has not failed\n"
                     "  Confidence    medium, because only a code tells it\n"
                     "  What to do    Nothing: it is still being tried.\n");
}

/* ---- Other mail ---- */

static const struct {
    const char *name, *message;
    const char *kind, *header, *format, *to_do;
} mails[] = {
    { "person", "From: Ann <ann@example.com>\nSubject: Lunch?\n\nAt noon?\n",
      "other: none that is known: neither a report nor an automatic reply", "no mark of a report",
      "none: nothing in it was read as a report", "Nothing as a bounce; a person may have written it." },
    { "auto-reply", "From: Ann <ann@example.com>\nSubject: Out of office\nAuto-Submitted: auto-replied\n\nBack on Monday.\n",
      "auto-reply: an answer that nobody wrote: vacation and the like", "no mark of a report; Auto-Submitted: auto-replied",
      "none: nothing in it was read as a report", "Nothing: the mail arrived." },
    { "complaint",
      "From: fbl@example.com\nSubject: Complaint\nMIME-Version: 1.0\n"
      "Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n"
      "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\nUser-Agent: Whale/1.0\n\n--b--\n",
      "feedback: a complaint or another feedback report", "no mark of a report", "arf: it has a feedback report (RFC 5965)",
      "Remove who complained from the list at once: the next complaint harms the reputation of your host." },
    { "daemon", "Return-Path: <>\nFrom: MAILER-DAEMON@example.com\nSubject: errors from unknown\n\nTranscript.\n",
      "other: none that is known: neither a report nor an automatic reply", "that of a mailer daemon; Return-Path: <>",
      "none: nothing in it was read as a report",
      "Read it: it looks like a report, but nobody is named in it, or its format is not known." },
};

static void test_mails (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (mails); i++) {
        g_autofree char *text = explain_with (NULL, mails[i].message);
        g_test_message ("%s", mails[i].name);
        assert_line (text, "Kind", 0, mails[i].kind);
        assert_line (text, "Header", 0, mails[i].header);
        assert_line (text, "Format", 0, mails[i].format);
        assert_line (text, "What to do", 0, mails[i].to_do);
    }
}

static void test_nothing (void)
{
    g_autoptr(BounceParser) parser = bounce_parser_new ();
    g_autofree char *text = bounce_parser_explain (parser, "", 0);

    g_assert_true (g_str_has_prefix (text, "Message\n  Kind          other: "));
    g_assert_true (g_str_has_suffix (text, "\n\nWarnings\n  - the message is empty\n"));
}

/* A format that has no fields is known by a mark, and everything stands in its text. */
static void test_text_format (void)
{
    g_autofree char *text = explain_with (WHALES, "Return-Path: <>\nFrom: MAILER-DAEMON@example.com\nSubject: failure notice\n\n"
                                                  "Hi. This is the qmail-send program at mx.example.com.\n"
                                                  "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
                                                  "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
                                                  "<jane@example.net>:\n192.0.2.1 does not like recipient.\n"
                                                  "Remote host said: 550 no such whale\nGiving up on 192.0.2.1.\n");

    g_autofree char *format = line_of (text, "Format", 0);
    g_assert_true (g_str_has_prefix (format, "qmail: it has the mark \""));
    assert_line (text, "Address", 0, "the text for people");
    assert_line (text, "Action", 0, "failed: given up, or refused; concluded from the text or the codes");
    assert_line (text, "Reply", 0, "550, in what was said");
    assert_line (text, "Reason", 0, "user-unknown: the mailbox does not exist");
}

/* ---- Why ---- */

/* Two rules that match, and how the text about the first begins: with the step of the ranking that parts them. */
static const struct {
    const char *rules, *said;
    const char *decided;
} ranks[] = {
    { "mailbox-full \"a white whale\"\n    > a white whale\n", "550 a white whale",
      "site/mailbox-full" },
    { "expired \"blue whale tried for days\"\n    > blue whale tried for days\n"
      "mailbox-full \"no room whale\"\n    > no room whale\n",
      "550 blue whale tried for days: no room whale",
      "site/mailbox-full; it stands before the second: " },
    { "mailbox-full 550\n    > 550 x\nspam \"grey whale\"\n    > 550 grey whale\n", "550 grey whale",
      "site/spam; it stands before the second: " },
    { "scope pod\n    text \"pod of whales\"\nspam \"harpoon\"\n    > pod of whales harpoon\n"
      "scope any\nvirus \"threw a harpoon\"\n    > threw a harpoon\n",
      "550 pod of whales threw a harpoon",
      "pod/spam; it stands before the second: " },
    { "spam \"grey whale\"\n    > grey whale\nspam \"a grey whale\"\n    > a grey whale\n", "550 a grey whale",
      "site/spam; it stands before the second: its match is longer: it has read more of the sentence" },
    { "spam \"grey whale\"\n    > grey whale\nspam 550 \"grey whale\"\n    > 550 grey whale\n", "550 grey whale",
      "site/spam; it stands before the second: more conditions hold" },
    { "user-unknown \"grey whale\"\n    > grey whale\nspam \"blue whale\"\n    > blue whale\n", "550 grey whale blue whale",
      "site/spam; it stands before the second: of equal matches the less harmful to an innocent address" },
    { "spam \"grey whale\"\n    > grey whale\nvirus \"blue whale\"\n    > blue whale\n", "550 blue whale grey whale",
      "site/spam; it stands before the second: of equal matches the first in the order of reasons" },
    { "spam \"grey whale\"\n    > grey whale\nspam \"blue whale\"\n    > blue whale\n", "550 blue whale grey whale",
      "site/spam; it stands before the second: of equal matches the first in the file" },
};

static void test_ranks (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (ranks); i++) {
        g_autofree char *fields = g_strconcat (FAILED "Diagnostic-Code: smtp; ", ranks[i].said, "\n", NULL);
        g_autofree char *message = report_of (fields);
        g_autofree char *text = explain_with (ranks[i].rules, message);
        g_autofree char *decided = line_of (text, "Decided by", 0);
        g_test_message ("%s", decided);
        g_assert_true (g_str_has_prefix (decided, ranks[i].decided));
    }
}

/* The site's own rule stands before a built-in one, whatever that is; what the first rule of a later file says before all. */
static void test_own_rules (void)
{
    g_autoptr(BounceParser) parser = parser_with ("spam \"user unknown\"\n    > user unknown\n");
    g_autofree char *message = report_of (FAILED "Diagnostic-Code: smtp; 550 user unknown\n");
    g_autofree char *text = explain (parser, message, strlen (message));

    assert_line (text, "Decided by", 0,
                 "site/spam; it stands before the second: own rules stand before built-in ones, those of a later "
                 "file before those of an earlier one");
}

static const struct {
    const char *rules, *status, *said;
    const char *decided, *severity, *confidence, *to_do;
} verdicts[] = {
    { NULL, "5.1.1", NULL, "the code 5.1.1 (mailbox does not exist): no rule matches",
      "hard, because the code is permanent and means that the mailbox does not exist", "medium, because only a code tells it",
      "Remove the address." },
    { NULL, "4.1.1", NULL, "the code 4.1.1 (mailbox does not exist): no rule matches",
      "soft, because the code is transient, and no words say that the address is dead", "medium, because only a code tells it",
      "Keep the address for now; remove it if this goes on for weeks." },
    { NULL, NULL, NULL, "nothing: no rule matches, and no code is told", "soft, because nothing that is understood tells why",
      "low, because nothing more is understood",
      "Keep the address and read what was said; a rule of your own can name the reason." },
    { "user-unknown \"grey whale\"\n    > grey whale\n", "4.1.1", "grey whale", "site/user-unknown",
      "hard, because the words say that the mailbox does not exist, though the code is transient",
      "high, because the rule is your own", "Remove the address." },
    { "user-unknown soft \"grey whale\"\n    > grey whale\n", "5.1.1", "grey whale", "site/user-unknown",
      "soft, because the rule says so of these words", "high, because the rule is your own",
      "Keep the address for now; remove it if this goes on for weeks." },
    { "mailbox-full hard \"grey whale\"\n    > grey whale\n", "5.2.2", "grey whale", "site/mailbox-full",
      "hard, because the rule says so of these words", "high, because the rule is your own", "Remove the address." },
    { "mailbox-full \"grey whale\"\n    > grey whale\n", "5.2.2", "grey whale", "site/mailbox-full",
      "soft, because it says nothing final about the address", "high, because the rule is your own",
      "Keep the address; a mailbox that stays full for weeks is no longer read: remove it then." },
    { "blocked \"grey whale\"\n    > grey whale\n", "5.7.1", "grey whale", "site/blocked",
      "soft, because the fault is the sender's: it says nothing of the address", "high, because the rule is your own",
      "Look at your sending host's listing and ask for its removal; do not touch the subscriber." },
};

static void test_verdicts (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++) {
        g_autofree char *status = verdicts[i].status ? g_strdup_printf ("Status: %s\n", verdicts[i].status) : g_strdup ("");
        const char *said = verdicts[i].said ? verdicts[i].said : "?";
        g_autofree char *fields = g_strconcat (FAILED, status, "Diagnostic-Code: x; ", said, "\n", NULL);
        g_autofree char *message = report_of (fields);
        g_autofree char *text = explain_with (verdicts[i].rules, message);
        assert_line (text, "Decided by", 0, verdicts[i].decided);
        assert_line (text, "Severity", 0, verdicts[i].severity);
        assert_line (text, "Confidence", 0, verdicts[i].confidence);
        assert_line (text, "What to do", 0, verdicts[i].to_do);
    }
}

/* Of many rules the best eight are named. */
static void test_many_hits (void)
{
    g_autoptr(GString) rules = g_string_new (NULL);
    g_autoptr(GString) said = g_string_new (FAILED "Diagnostic-Code: smtp; 550");

    for (guint i = 0; i < 11; i++) {
        g_string_append_printf (rules, "spam \"whale%c\"\n    > whale%c\n", 'a' + i, 'a' + i);
        g_string_append_printf (said, " whale%c", 'a' + i);
    }
    g_autofree char *message = report_of (said->str);
    g_autofree char *text = explain_with (rules->str, message);
    g_autofree char *line = line_of (text, "Rules", 0);
    g_assert_true (
        g_str_has_prefix (line, "11 that match, the best first 1. site/spam, site.rules:1: \"whalea\" in the diagnostic"));
    g_assert_true (g_str_has_suffix (line, " 8. site/spam, site.rules:15: \"whaleh\" in the diagnostic and 3 more"));
}

/* A rule that matches several times is named once, where it ranks best. */
static void test_once (void)
{
    g_autofree char *message = report_of ("Final-Recipient: rfc822; a@example.com\nAction: failed\n"
                                          "Diagnostic-Code: smtp; 550 grey whale, grey whale -> 550 grey whale\n");
    g_autofree char *text = explain_with ("spam \"grey whale\"\n    > grey whale\n", message);

    assert_line (text, "Rules", 0, "1 that matches 1. site/spam, site.rules:1: \"grey whale\" in the diagnostic");
}

/* ---- Advice ---- */

static void test_advice (void)
{
    g_assert_null (explain_advice (BOUNCE_REASON_NONE, BOUNCE_SEVERITY_SOFT));
    g_assert_null (explain_advice (BOUNCE_REASON_UNKNOWN + 1, BOUNCE_SEVERITY_SOFT));
    for (int i = BOUNCE_REASON_USER_UNKNOWN; i <= BOUNCE_REASON_UNKNOWN; i++) {
        BounceReason reason = (BounceReason) i;
        BounceFault fault = bounce_reason_get_fault (reason);
        const char *soft = explain_advice (reason, BOUNCE_SEVERITY_SOFT);
        g_assert_nonnull (soft);
        g_assert_true (g_str_has_suffix (soft, "."));
        g_assert_false (g_str_has_prefix (soft, "Remove"));
        g_assert_true (g_str_has_prefix (explain_advice (reason, BOUNCE_SEVERITY_HARD), "Remove the address"));
        g_assert_cmpstr (explain_advice (reason, BOUNCE_SEVERITY_NONE), ==, "Nothing: it is still being tried.");
        if ((fault == BOUNCE_FAULT_SENDER || fault == BOUNCE_FAULT_MESSAGE) && reason != BOUNCE_REASON_SUPPRESSED)
            g_assert_true (g_str_has_suffix (soft, "; do not touch the subscriber."));
    }
}

/* ---- Lines, whatever the mail ---- */

static guint width_of (const char *line, gsize n)
{
    guint width = 0;

    for (const char *p = line; p < line + n; p = g_utf8_next_char (p)) {
        gunichar c = g_utf8_get_char (p);
        width += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
    }
    return width;
}

static void assert_readable (const char *text)
{
    g_assert_true (g_utf8_validate (text, -1, NULL));
    g_assert_true (g_str_has_suffix (text, "\n"));
    for (const char *line = text, *end; *line; line = end + 1) {
        end = strchr (line, '\n');
        g_assert_cmpuint (width_of (line, (gsize) (end - line)), <=, 100);
        for (const char *p = line; p < end; p = g_utf8_next_char (p)) {
            GUnicodeType type = g_unichar_type (g_utf8_get_char (p));
            g_assert_true (type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT);
            g_assert_true (type != G_UNICODE_LINE_SEPARATOR && type != G_UNICODE_PARAGRAPH_SEPARATOR);
        }
    }
}

static void test_hostile (void)
{
    g_autofree char *message =
        report_of (FAILED "Diagnostic-Code: smtp; 550 \033[2J\302\233 \342\200\256evil \342\200\250Severity soft\n");
    g_autofree char *text = explain_with (NULL, message);

    assert_readable (text);
    assert_line (text, "Said", 0,
                 "\"550 \\x1b[2J\\x9b \\u202eevil Severity soft\", the field Diagnostic-Code (smtp)");
}

static void test_long (void)
{
    g_autofree char *word = g_strnfill (5000, 'w');
    g_autofree char *fields = g_strconcat (FAILED "Diagnostic-Code: smtp; ", word, "\n", NULL);
    g_autofree char *message = report_of (fields);
    g_autofree char *text = explain_with (NULL, message);

    assert_readable (text);
    g_autofree char *said = line_of (text, "Said", 0);
    g_assert_true (g_str_has_suffix (said, "w… (3000 bytes more)\", the field Diagnostic-Code (smtp)"));
}

/* What is told is what the report says: the kind, and every recipient's reason and severity, in their order. */
static void compare_with_report (BounceParser *parser, const char *data, gsize length)
{
    g_autofree char *text = explain (parser, data, length);
    g_autoptr(BounceReport) report = bounce_parser_parse (parser, data, length);
    g_autofree char *kind = line_of (text, "Kind", 0);
    guint nth = 0;

    assert_readable (text);
    g_assert_true (g_str_has_prefix (kind, bounce_kind_to_string (bounce_report_get_kind (report))));
    for (guint i = 0; i < bounce_report_get_n_recipients (report); i++) {
        BounceRecipient *r = bounce_report_get_recipient (report, i);
        BounceReason reason = bounce_recipient_get_reason (r);
        if (!reason)
            continue;
        g_autofree char *why = g_strdup_printf ("%s: %s", bounce_reason_to_string (reason), bounce_reason_get_meaning (reason));
        g_autofree char *severity = line_of (text, "Severity", nth);
        g_autofree char *decided = line_of (text, "Decided by", nth);
        const char *rule = bounce_recipient_get_evidence_rule (r);
        assert_line (text, "Reason", nth, why);
        g_assert_true (g_str_has_prefix (severity, bounce_severity_to_string (bounce_recipient_get_severity (r))));
        if (!g_str_has_prefix (decided, "the code ") && !g_str_has_prefix (decided, "nothing: "))
            g_assert_true (g_str_has_prefix (decided, rule));
        nth++;
    }
}

static void explain_tree (BounceParser *parser, const char *path, guint *count)
{
    g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);

    for (const char *name; dir && (name = g_dir_read_name (dir));) {
        g_autofree char *child = g_build_filename (path, name, NULL);
        g_autofree char *data = NULL;
        gsize length;
        if (g_file_test (child, G_FILE_TEST_IS_DIR)) {
            explain_tree (parser, child, count);
        } else if (g_str_has_suffix (name, ".eml") && g_file_get_contents (child, &data, &length, NULL)) {
            g_test_message ("%s", child);
            compare_with_report (parser, data, length);
            (*count)++;
        }
    }
}

/* Every mail of the tests can be told, and what is told is its report. */
static void test_all_mails (void)
{
    g_autoptr(BounceParser) parser = bounce_parser_new ();
    g_autofree char *data = g_test_build_filename (G_TEST_DIST, "data", NULL);
    guint count = 0;

    explain_tree (parser, data, &count);
    g_assert_cmpuint (count, >, 100);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/explain/whole", test_whole);
    g_test_add_func ("/explain/mails", test_mails);
    g_test_add_func ("/explain/nothing", test_nothing);
    g_test_add_func ("/explain/text-format", test_text_format);
    g_test_add_func ("/explain/ranks", test_ranks);
    g_test_add_func ("/explain/own-rules", test_own_rules);
    g_test_add_func ("/explain/verdicts", test_verdicts);
    g_test_add_func ("/explain/many-hits", test_many_hits);
    g_test_add_func ("/explain/once", test_once);
    g_test_add_func ("/explain/advice", test_advice);
    g_test_add_func ("/explain/hostile", test_hostile);
    g_test_add_func ("/explain/long", test_long);
    g_test_add_func ("/explain/all-mails", test_all_mails);
    return g_test_run ();
}
