/* signed.c: prints the dead addresses of a mailbox, of those reports that bring back a token
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 *     cc signed.c -o signed $(pkg-config --cflags --libs bounce-1.0)
 *     BOUNCE_KEY=... ./signed bounces.mbox
 *
 * The envelope senders were made with bounce_verp_make() and the same key.
 */
#include <bounce.h>
#include <stdio.h>
#include <string.h>

/* What is no hard bounce is not counted; an address that is printed is one that you have signed, so it may go to a terminal. */
static guint read_report (BounceReport *report, const char *key)
{
    guint doubtful = 0;

    for (guint i = 0; i < bounce_report_get_n_recipients (report); i++) {
        BounceRecipient *recipient = bounce_report_get_recipient (report, i);
        if (bounce_recipient_get_severity (recipient) != BOUNCE_SEVERITY_HARD)
            continue;
        if (bounce_report_is_signed (report, recipient, key, strlen (key), 0, 0))
            puts (bounce_recipient_get_address (recipient));
        else
            doubtful++;
    }
    return doubtful;
}

int main (int argc, char *argv[])
{
    const char *key = g_getenv ("BOUNCE_KEY");
    g_autoptr(GError) error = NULL;
    g_autoptr(BounceParser) parser = bounce_parser_new ();
    g_autoptr(BounceMailbox) mailbox = bounce_mailbox_open (argc > 1 ? argv[1] : "-", &error);
    guint doubtful = 0;

    while (mailbox && bounce_mailbox_next (mailbox, &error)) {
        g_autoptr(BounceReport) report = bounce_mailbox_parse (mailbox, parser);
        doubtful += read_report (report, key ? key : "");
    }
    if (error) {
        fprintf (stderr, "signed: %s\n", error->message);
        return 1;
    }
    printf ("%u hard bounces without a token\n", doubtful);
    return 0;
}
