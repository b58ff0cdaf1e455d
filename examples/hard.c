/* hard.c: prints the dead addresses of a mailbox, each with the reason and with what was said
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 *     cc hard.c -o hard $(pkg-config --cflags --libs bounce-1.0)
 *     ./hard bounces.mbox
 */
#include <bounce.h>
#include <stdio.h>

/* Strangers wrote it: nothing of it is to steer the terminal. */
static void print_safely (const char *text, char end)
{
    g_autofree char *safe = bounce_printable (text);
    printf ("%s%c", safe ? safe : "-", end);
}

static void print_if_hard (BounceRecipient *recipient)
{
    if (bounce_recipient_get_severity (recipient) != BOUNCE_SEVERITY_HARD)
        return;
    print_safely (bounce_recipient_get_address (recipient), '\t');
    print_safely (bounce_reason_to_string (bounce_recipient_get_reason (recipient)), '\t');
    print_safely (bounce_recipient_get_diagnostic (recipient), '\n');
}

int main (int argc, char *argv[])
{
    g_autoptr(GError) error = NULL;
    g_autoptr(BounceParser) parser = bounce_parser_new ();
    g_autoptr(BounceMailbox) mailbox = bounce_mailbox_open (argc > 1 ? argv[1] : "-", &error);

    while (mailbox && bounce_mailbox_next (mailbox, &error)) {
        g_autoptr(BounceReport) report = bounce_mailbox_parse (mailbox, parser);
        for (guint i = 0; i < bounce_report_get_n_recipients (report); i++)
            print_if_hard (bounce_report_get_recipient (report, i));
    }
    if (error)
        fprintf (stderr, "hard: %s\n", error->message);
    return error ? 1 : 0;
}
