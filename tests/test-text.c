/* test-text.c: whole mails whose report is text, and what they tell
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What a sample of tests/data would show with a page, is shown here with the lines that matter.
 */
#include "config.h"

#include "bounce.h"

#include <string.h>

#define DAEMON "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.com\n"
#define PERSON "Return-Path: <kim@example.com>\nFrom: Kim Marsh <kim@example.com>\n"
#define SUPPORT "Return-Path: <help@example.com>\nFrom: Support <help@example.com>\n"
#define NOBODY "Return-Path: <>\nFrom: Kim Marsh <kim@example.com>\n"
#define UTF8 "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
#define TO "To: list@example.org\n"

typedef struct {
    const char *name;
    const char *header; /* with its Subject, without the To that all have */
    const char *text;
    const char *expected; /* the kind, and of each recipient what is told: see show() */
} Case;

static BounceParser *parser;

static const char *or_dash (const char *word)
{
    return word ? word : "-";
}

/* "bounce; a@b.example failed 5.1.1 550 user-unknown hard" */
static char *show (BounceReport *report)
{
    GString *all = g_string_new (bounce_kind_to_string (bounce_report_get_kind (report)));

    for (guint i = 0; i < bounce_report_get_n_recipients (report); i++) {
        BounceRecipient *r = bounce_report_get_recipient (report, i);
        g_string_append_printf (all, "; %s %s %s %u %s %s", or_dash (bounce_recipient_get_address (r)),
                                or_dash (bounce_action_to_string (bounce_recipient_get_action (r))),
                                or_dash (bounce_recipient_get_status (r)), bounce_recipient_get_reply (r),
                                or_dash (bounce_reason_to_string (bounce_recipient_get_reason (r))),
                                or_dash (bounce_severity_to_string (bounce_recipient_get_severity (r))));
    }
    return g_string_free (all, FALSE);
}

static void assert_told (const Case *c)
{
    g_autofree char *mail = g_strconcat (TO, c->header, "\n", c->text, NULL);
    gsize n = strlen (mail);
    g_autofree char *copy = g_memdup2 (mail, n); /* without the NUL */
    g_autoptr (BounceReport) report = bounce_parser_parse (parser, copy, n);
    g_autofree char *shown = show (report);

    if (strcmp (shown, c->expected) != 0) /* all that fail are shown, not the first alone */
        g_test_fail_printf ("%s: %s, and not %s", c->name, shown, c->expected);
}

#define ALL(cases)                                                                                                               \
    do {                                                                                                                         \
        for (guint i = 0; i < G_N_ELEMENTS (cases); i++)                                                                         \
            assert_told (&(cases)[i]);                                                                                           \
    } while (0)

/* ---- What is no report of a failure ---- */

static void test_no_bounce (void)
{
    static const Case cases[] = {
        { "a ticket quotes a bounce", SUPPORT "Auto-Submitted: auto-replied\nSubject: [#48214] Received: Undelivered Mail\n",
          "We got your request. You wrote:\n\n> This is the mail system at host mx.example.com.\n>\n"
          "> <lost@example.net>: host in.example.net[192.0.2.3] said: 550 5.1.1 User\n>     unknown\n",
          "auto-reply" },
        { "a forum's mail, whose subject is another's",
          "Return-Path: <forum@example.com>\nFrom: Forum <forum@example.com>\n"
          "Subject: New reply: Mail delivery failed\n",
          "Jo has replied:\n\nThis message was created automatically by mail delivery software.\n\n  lost@example.net\n    Unrouteable address\n",
          "other" },
        { "a digest of a personal quarantine",
          "Return-Path: <>\nFrom: Filter <no-reply@example.com>\nSubject: Digest: 4 new messages\n",
          "These emails are in your personal quarantine and were not delivered.\n\n bo@example.net  Undelivered Mail Returned to Sender\n",
          "other" },
        { "an answer that speaks of undeliverable mail",
          "Return-Path: <>\nFrom: Abuse Desk <abuse@example.com>\n"
          "Auto-Submitted: auto-replied\nSubject: Your report\n",
          "We have received your report about undeliverable mail (550 user unknown).\n", "auto-reply" },
        { "statistics", DAEMON "Subject: Daily mail statistics\n", "bounced: 12\n  User unknown: 8  (lost@example.net)\n",
          "other" },
        { "a receipt without its part", PERSON "Subject: Not read: The news\n",
          "Your message\n\n   To:      kim@example.com\n   Subject: The news\n\nwas deleted without being read on 12/02/2007 11:00.\n",
          "disposition" },
        { "Notes' receipt", PERSON "Subject: Return Receipt\n",
          "Your document:\n\tThe news\nwas received by:\n\tKim Marsh/Example\nat:\n\t12.02.2007 10:00:00\n", "disposition" },
        { "a person's words", PERSON "Subject: Read: The news\n", "Have you read this?\n", "other" },
        { "LISTSERV tells the owner of a list",
          "Return-Path: <>\nFrom: LISTSERV <listserv@example.com>\n"
          "Subject: NEWS: Daily error monitoring report\n",
          "The following 2 subscribers were reported as having delivery problems:\n\n 3   02/10  02/12 lost@example.net\n"
          "   Last error: 5.1.1 550 User unknown\n",
          "other" },
        { "out of office in Greek", PERSON UTF8 "Subject: Αυτόματη απάντηση: The news\n", "Είμαι εκτός γραφείου.\n",
          "auto-reply" },
        { "a challenge in its own words", NOBODY "Subject: Your message to kim@example.com needs confirmation\n",
          "Your message was NOT delivered yet. Reply to this message to have your mail delivered.\n", "other" },
        { "a digest of a quarantine",
          "Return-Path: <>\nFrom: Spam Quarantine <q@example.com>\nSubject: Quarantine summary: 2 messages\n",
          "These were not delivered to your mailbox:\n\nmailer-daemon@example.net  Undelivered Mail  [release]\n", "other" },
        { "sendmail's success as text", DAEMON "Subject: Return receipt\n",
          "The original message was received at Mon, 12 Feb 2007 10:00:00 GMT\n\n"
          "   ----- The following addresses had successful delivery notifications -----\n"
          "<tim@example.com>  (successfully delivered to mailbox)\n\n   ----- Transcript of session follows -----\n"
          "<tim@example.com>... Successfully delivered\n",
          "delivery; tim@example.com delivered - 0 - none" },
        { "Exchange's success as text",
          "Return-Path: <>\nFrom: System Administrator <postmaster@example.com>\nSubject: Delivered: The news\n",
          "Your message\n\n  To:      una@example.com\n  Subject: The news\n\nwas delivered to the following recipient(s):\n\n"
          "    una@example.com on Mon, 12 Feb 2007 10:00:04 -0000\n",
          "delivery; una@example.com delivered - 0 - none" },
        { "Domino's success as text",
          "Return-Path: <>\nFrom: Mail Router <postmaster@example.com>\nSubject: DELIVERED: The news\n",
          "Your message\n\n  Subject: The news\n\nwas delivered to:\n\n  y.york@example.com\n\nat:\n\n  10:00:05 Today\n",
          "delivery; y.york@example.com delivered - 0 - none" },
    };

    ALL (cases);
}

/* ---- Delays ---- */

static void test_delays (void)
{
    static const Case cases[] = {
        { "French", DAEMON UTF8 "Subject: Retard de remise\n",
          "Ceci est seulement un avertissement.\n\nVotre message n'a pas encore pu être remis au destinataire suivant :\n\n"
          "  eva@example.com\n\nLe serveur continuera d'essayer pendant 4 jours.\n",
          "delay; eva@example.com delayed - 0 unknown none" },
        { "Japanese", DAEMON UTF8 "Subject: お知らせ\n",
          "次の宛先へのメールはまだ配信されていません:\n\n  gin@example.com\n\n引き続き 5 日間再送を試みます。\n",
          "delay; gin@example.com delayed - 0 unknown none" },
        { "Russian", DAEMON UTF8 "Subject: Задержка доставки сообщения\n",
          "Ваше сообщение пока не доставлено получателю:\n\n  gleb@example.com\n\nПопытки доставки продолжатся.\n",
          "delay; gleb@example.com delayed - 0 unknown none" },
        { "in a server's own words", DAEMON "Subject: Your mail is waiting\n",
          "Your mail to joy@example.com is still in our queue after 6 hours.\nWe will try for 2 more days.\n",
          "delay; joy@example.com delayed - 0 unknown none" },
        { "MMDF", DAEMON "Subject: Waiting mail  (msg.aa12347)\n",
          "    After 3 days (72 hours), your message has not yet been\nfully delivered.  Attempts to deliver the message will continue\n"
          "for 4 more days.  No further action is required by you.\n\n"
          "    Delivery attempts are still pending for the following address(es):\n\n"
          "\tu.wren@lab.example.com (host: lab.example.com) (queue: smtp)\n",
          "delay; u.wren@lab.example.com delayed - 0 unknown none" },
        { "the subject of what failed speaks of a delay", DAEMON "Subject: Undeliverable: Your parcel is delayed\n",
          "This is the mail system at host mx.example.com.\n\n<kim@example.com>: unknown user: \"kim\"\n",
          "bounce; kim@example.com failed - 0 user-unknown hard" },
        { "OpenSMTPD's, without its delivery status", DAEMON "Subject: Delivery status notification: delayed\n",
          "    Hi!\n\n    A message is delayed for more than 4 hours for the following\n    list of recipients:\n\n"
          "kim@example.com: 451 4.7.1 Greylisting in action\n\n    Please note that this is only a temporary failure report.\n",
          "delay; kim@example.com delayed 4.7.1 451 greylisted none" },
        { "with a reply", DAEMON "Subject: Message delayed\n",
          "Your message to wyn@example.com has been delayed.\n\nRemote server said: 452 4.2.2 Mailbox full\n",
          "delay; wyn@example.com delayed 4.2.2 452 mailbox-full none" },
        { "the subject of what failed speaks of statistics", DAEMON "Subject: Undeliverable: Daily mail statistics\n",
          "This is the mail system at host mx.example.com.\n\n<kim@example.com>: unknown user: \"kim\"\n",
          "bounce; kim@example.com failed - 0 user-unknown hard" },
        { "one of two failed", DAEMON "Subject: Delivery report\n",
          "a.aird@example.com: 550 5.1.1 unknown user.\nb.beck@example.com: 452 4.2.2 mailbox full, will be retried.\n",
          "bounce; a.aird@example.com failed 5.1.1 550 user-unknown hard; b.beck@example.com delayed 4.2.2 452 mailbox-full none" },
        { "given up in Japanese", DAEMON UTF8 "Subject: メールを配信できませんでした\n",
          "5日間再送を試みましたが、次の宛先に配信できませんでした。\n\n  lee@example.com\n",
          "bounce; lee@example.com failed - 0 unknown soft" },
        { "a refusal is none, whatever else is said", DAEMON "Subject: Delivery failed\n",
          "Message to kim@example.com failed: 550 No such user\n\nOther mail will be retried.\n",
          "bounce; kim@example.com failed - 550 user-unknown hard" },
        { "given up after all", DAEMON "Subject: Undelivered Mail\n",
          "Your message to kim@example.com was in the queue for 5 days. It could not be delivered; we have given up.\n",
          "bounce; kim@example.com failed - 0 unknown soft" },
    };

    ALL (cases);
}

/* ---- Formats ---- */

static void test_formats (void)
{
    static const Case cases[] = {
        { "sendmail 8.6: each has its own reply", DAEMON "Subject: Returned mail: User unknown\n",
          "   ----- The following addresses had delivery problems -----\n"
          "<c.frey@example.com>  (unrecoverable error)\n<d.gage@example.com>  (unrecoverable error)\n\n"
          "   ----- Transcript of session follows -----\n... while talking to mx.example.com.:\n"
          ">>> RCPT To:<c.frey@example.com>\n<<< 550 <c.frey@example.com>... User unknown\n"
          "550 <c.frey@example.com>... User unknown\n>>> RCPT To:<d.gage@example.com>\n"
          "<<< 552 <d.gage@example.com>... Mailbox full\n554 <d.gage@example.com>... Service unavailable\n",
          "bounce; c.frey@example.com failed - 550 user-unknown hard; d.gage@example.com failed - 552 mailbox-full soft" },
        { "InterScan names the recipient twice",
          "Return-Path: <>\nFrom: \"InterScan MSS\" <imss@example.org>\nSubject: Returned Mail\n",
          "Sent <<< RCPT TO:<c.dean@example.com>\nReceived >>> 550 5.1.1 <c.dean@example.com>... User unknown\n\n"
          "Unable to deliver message to <c.dean@example.com>.\n\n*****************     End of message     **************\n",
          "bounce; c.dean@example.com failed 5.1.1 550 user-unknown hard" },
        { "MMDF in quotes", DAEMON "Subject: Failed mail  (msg.aa12346)\n",
          "    Your message could not be delivered to\n't.vine@lab.example.com (host: lab.example.com) (queue: smtp)' for the following\n"
          "reason: 'Timed out'\n",
          "bounce; t.vine@lab.example.com failed - 0 network-error soft" },
        { "MDaemon: the reply stands in its log",
          "Return-Path: <>\nFrom: MDaemon@example.org\nX-MDDSN-Message: TRUE\nSubject: Failure\n",
          "The attached message had PERMANENT fatal delivery errors!\n\nFailed address: j.gray@example.com\n\n"
          " --- Session Transcript ---\n Mon 2007-02-12 10:00:02: <-- 220 mx.example.com ESMTP\n"
          " Mon 2007-02-12 10:00:02: --> RCPT To:<j.gray@example.com>\n"
          " Mon 2007-02-12 10:00:03: <-- 550 Sorry, mailbox is full\n Mon 2007-02-12 10:00:03: --> QUIT\n --- End Transcript ---\n",
          "bounce; j.gray@example.com failed - 550 mailbox-full soft" },
        { "a local part alone, in the daemon's domain",
          "Return-Path: <>\nFrom: postmaster@example.com\nSubject: Nondeliverable mail\n",
          "------Transcript of session follows -------\nlgreene\nThe user's email name is not found.\n",
          "bounce; lgreene@example.com failed - 0 user-unknown hard" },
        { "sendmail names a local user",
          "Return-Path: <>\nFrom: MAILER-DAEMON@example.com\nSubject: Returned mail: User unknown\n",
          "   ----- The following addresses had permanent fatal errors -----\nlou\n\n   ----- Transcript of session follows -----\n"
          "550 lou... User unknown\n",
          "bounce; lou@example.com failed - 550 user-unknown hard" },
        { "an @ in quotes", DAEMON "Subject: Undelivered Mail Returned to Sender\n",
          "This is the mail system at host mx.example.com.\n\n<\"t@b\"@example.com>: host in.example.com[192.0.2.3] said: 550 5.1.1 User\n"
          "    unknown (in reply to RCPT TO command)\n",
          "bounce; \"t@b\"@example.com failed 5.1.1 550 user-unknown hard" },
    };

    ALL (cases);
}

/* ---- Texts of no known format ---- */

static void test_own_words (void)
{
    static const Case cases[] = {
        { "the reason stands before the address", DAEMON "Subject: Delivery Failed\n",
          "The message that you sent to the following address was not delivered because the recipient's account is over quota:\n\n"
          "    sunny@example.com\n\nYour Postmaster\n",
          "bounce; sunny@example.com failed - 0 mailbox-full soft" },
        { "the reason stands a paragraph before it",
          "Return-Path: <>\nFrom: postmaster@example.com\nSubject: Delivery failure notification\n",
          "The following mail could not be delivered because user 'zfinch' does not exist.\n\n"
          "The mail you sent to zfinch@example.com is attached below.\n",
          "bounce; zfinch@example.com failed - 0 user-unknown hard" },
        { "the sender stands before the recipient in one line", DAEMON "Subject: Undeliverable\n",
          "Your message from list@example.org to zara@example.com\ncould not be delivered: the mailbox does not exist.\n",
          "bounce; zara@example.com failed - 0 user-unknown hard" },
        { "the address stands in the midst of the words", DAEMON UTF8 "Subject: Unzustellbar\n",
          "Das Postfach <jan@example.com> wurde geschlossen. Ihre Nachricht wurde nicht zugestellt.\n",
          "bounce; jan@example.com failed - 0 user-disabled hard" },
        { "its domain, too", DAEMON "Subject: Undeliverable\n",
          "Your message could not be delivered to kim@nosuch.example:\n\nDomain nosuch.example could not be found.\n",
          "bounce; kim@nosuch.example failed - 0 host-unknown hard" },
        { "whom it is from stands before them", DAEMON "Subject: Undeliverable\n",
          "Mail from list@example.org to tom@example.com and uma@example.com failed: user unknown\n",
          "bounce; tom@example.com failed - 0 user-unknown hard; uma@example.com failed - 0 user-unknown hard" },
        { "several in one sentence", DAEMON "Subject: Undeliverable\n",
          "Your message could not be delivered to tom@example.com, uma@example.com and <vic@example.com> because these mailboxes do not exist.\n",
          "bounce; tom@example.com failed - 0 user-unknown hard; uma@example.com failed - 0 user-unknown hard"
          "; vic@example.com failed - 0 user-unknown hard" },
        { "the reason heads a list", DAEMON "Subject: Undeliverable\n",
          "Mailbox full:\n   g.gore@example.com\n   h.hart@example.com\n\nUser unknown:\n   i.ivey@example.com\n",
          "bounce; g.gore@example.com failed - 0 mailbox-full soft; h.hart@example.com failed - 0 mailbox-full soft"
          "; i.ivey@example.com failed - 0 user-unknown hard" },
        { "the same below an introduction", DAEMON "Subject: Undeliverable\n",
          "The following recipients could not be reached.\n\nMailbox full:\n\n   g.gore@example.com\n   h.hart@example.com\n\nUser unknown:\n\n"
          "   i.ivey@example.com\n",
          "bounce; g.gore@example.com failed - 0 mailbox-full soft; h.hart@example.com failed - 0 mailbox-full soft"
          "; i.ivey@example.com failed - 0 user-unknown hard" },
        { "who got it stands above", DAEMON "Subject: Delivery report\n",
          "The message was successfully delivered to:\n\n  abe@example.com\n\nThe message could not be delivered to:\n\n  bea@example.com\n"
          "     550 5.1.1 no such user\n",
          "bounce; bea@example.com failed 5.1.1 550 user-unknown hard" },
        { "who signs it is no recipient", DAEMON "Subject: Undeliverable\n",
          "The following address does not exist: dee@example.com\n\n--\nexample.com postmaster\nadmin@example.com\n",
          "bounce; dee@example.com failed - 0 user-unknown hard" },
        { "nobody is named", DAEMON "Subject: Undelivered Mail\n",
          "Sorry. The user you have written to is not known at this site.\n", "bounce; - failed - 0 user-unknown hard" },
    };

    ALL (cases);
}

/* ---- Whose words ---- */

#define ADVICE                                                                                                                        \
    "\nPlease check the address. A recipient that does not exist, a domain that does not exist or a mailbox that has been disabled\n" \
    "are the most common problems.\n"

static void test_nearest (void)
{
    static const Case cases[] = {
        { "advice below", DAEMON "Subject: Undelivered Mail\n",
          "The following recipient could not be reached:\n\n   al@example.com: mailbox is full\n" ADVICE,
          "bounce; al@example.com failed - 0 mailbox-full soft" },
        { "each in a paragraph, the reason first", DAEMON "Subject: Undelivered Mail\n",
          "Error: mailbox full\nRecipient: st@example.com\n\nError: user unknown\nRecipient: tu@example.com\n",
          "bounce; st@example.com failed - 0 mailbox-full soft; tu@example.com failed - 0 user-unknown hard" },
        { "what follows from a cause, and causes in general", DAEMON "Subject: Undelivered Mail\n",
          "Your message to al@example.com was not delivered: connection timed out.\n\nFAQ\nQ: What does \"user unknown\" mean?\n",
          "bounce; al@example.com failed - 0 network-error soft" },
        { "the subject of what failed, in a sentence", DAEMON "Subject: Undeliverable\n",
          "Your message \"The user does not exist: a story\" to al@example.com could not be delivered. Reason: spam detected.\n",
          "bounce; al@example.com failed - 0 spam soft" },
        { "but not what was answered", DAEMON "Subject: Undeliverable\n",
          "Your message to al@example.com could not be delivered. The server sent the message \"User unknown\".\n",
          "bounce; al@example.com failed - 0 user-unknown hard" },
        { "two sentences", DAEMON "Subject: Undelivered Mail\n",
          "The mailbox of wx@example.com is full. The user xy@example.com does not exist.\n",
          "bounce; wx@example.com failed - 0 mailbox-full soft; xy@example.com failed - 0 user-unknown hard" },
        { "two lines", DAEMON "Subject: Undelivered Mail\n",
          "The mailbox of wx@example.com is full.\nThe user xy@example.com does not exist.\n",
          "bounce; wx@example.com failed - 0 mailbox-full soft; xy@example.com failed - 0 user-unknown hard" },
    };

    ALL (cases);
}

/* ---- What may be the cause ---- */

/* A list of what all may be the cause says of nobody that he is dead; what a code confirms is no guess. */
static void test_supposed (void)
{
    static const Case cases[] = {
        { "a list below", DAEMON "Subject: Delivery Failed\n",
          "Your message was not delivered to:\n\n   sunny@example.com\n\nPossible reasons:\n - the mailbox does not exist\n"
          " - the server was busy\n",
          "bounce; sunny@example.com failed - 0 user-unknown soft" },
        { "it may be because", DAEMON "Subject: Delivery Failed\n",
          "Your message to sunny@example.com was not delivered.\n\nThis may be because:\n - the domain does not exist\n",
          "bounce; sunny@example.com failed - 0 host-unknown soft" },
        { "either, or", DAEMON "Subject: Delivery Failed\n",
          "Your message was not delivered. Either the user does not exist or the server is down:\n\n   sunny@example.com\n",
          "bounce; sunny@example.com failed - 0 user-unknown soft" },
        { "usually", DAEMON "Subject: Delivery Failed\n",
          "We could not deliver to sunny@example.com.\nThis usually means that the mailbox does not exist.\n",
          "bounce; sunny@example.com failed - 0 user-unknown soft" },
        { "in German", DAEMON UTF8 "Subject: Unzustellbar\n",
          "Ihre Nachricht konnte nicht zugestellt werden:\n\n  sunny@example.com\n\nMögliche Ursachen:\n- Der Empfänger existiert nicht\n",
          "bounce; sunny@example.com failed - 0 user-unknown soft" },
        { "several reasons", DAEMON "Subject: Delivery Failed\n",
          "Your message to sunny@example.com was not delivered. This can happen for several reasons.\n\n1. The user does not exist.\n",
          "bounce; sunny@example.com failed - 0 user-unknown soft" },
        { "for now", DAEMON "Subject: Delivery Failed\n", "sunny@example.com: temporary lookup failure: user unknown at the moment\n",
          "bounce; sunny@example.com failed - 0 user-unknown soft" },
        { "another sentence", DAEMON "Subject: Delivery Failed\n",
          "Your message may have been important. The mailbox sunny@example.com does not exist.\n",
          "bounce; sunny@example.com failed - 0 user-unknown hard" },
        { "what a code confirms", DAEMON "Subject: Delivery Failed\n",
          "We could not deliver to sunny@example.com: 550 5.1.1\nThis usually means that the mailbox does not exist.\n",
          "bounce; sunny@example.com failed 5.1.1 550 user-unknown hard" },
    };

    ALL (cases);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    parser = bounce_parser_new ();
    g_test_add_func ("/text/no-bounce", test_no_bounce);
    g_test_add_func ("/text/delays", test_delays);
    g_test_add_func ("/text/formats", test_formats);
    g_test_add_func ("/text/own-words", test_own_words);
    g_test_add_func ("/text/nearest", test_nearest);
    g_test_add_func ("/text/supposed", test_supposed);
    int result = g_test_run ();
    bounce_parser_unref (parser);
    return result;
}
