/* loop.c: what a C program does with a mailbox, and nothing else: reads each message and counts the recipients
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 *     loop FILE
 */
#include <bounce.h>
#include <stdio.h>
#include <stdlib.h>

int main (int argc, char *argv[])
{
    g_autoptr (GError) error = NULL;
    g_autoptr (BounceParser) parser = bounce_parser_new ();
    g_autoptr (BounceMailbox) mailbox = bounce_mailbox_open (argc > 1 ? argv[1] : "-", &error);
    guint messages = 0, recipients = 0;

    while (mailbox && bounce_mailbox_next (mailbox, &error)) {
        g_autoptr (BounceReport) report = bounce_mailbox_parse (mailbox, parser);
        recipients += bounce_report_get_n_recipients (report);
        messages++;
    }
    if (error) {
        fprintf (stderr, "loop: %s\n", error->message);
        return EXIT_FAILURE;
    }
    printf ("%u messages, %u recipients\n", messages, recipients);
    return EXIT_SUCCESS;
}
