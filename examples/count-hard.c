/* count-hard.c: counts the hard bounces of a mailbox
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 *     cc count-hard.c -o count-hard $(pkg-config --cflags --libs bounce-1.0)
 *     ./count-hard bounces.mbox
 */
#include <bounce.h>
#include <stdio.h>

int main (int argc, char *argv[])
{
    g_autoptr(GError) error = NULL;
    g_autoptr(BounceParser) parser = bounce_parser_new ();
    g_autoptr(BounceMailbox) mailbox = bounce_mailbox_open (argc > 1 ? argv[1] : "-", &error);
    guint hard = 0;

    while (mailbox && bounce_mailbox_next (mailbox, &error)) {
        g_autoptr(BounceReport) report = bounce_mailbox_parse (mailbox, parser);
        for (guint i = 0; i < bounce_report_get_n_recipients (report); i++) {
            BounceRecipient *recipient = bounce_report_get_recipient (report, i);
            hard += bounce_recipient_get_severity (recipient) == BOUNCE_SEVERITY_HARD;
        }
    }
    if (error) {
        fprintf (stderr, "count-hard: %s\n", error->message);
        return 1;
    }
    printf ("%u hard bounces\n", hard);
    return 0;
}
