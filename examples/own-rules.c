/* own-rules.c: decides what to do about each failure in a mailbox, by a site's own rules and a table of actions
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 *     cc own-rules.c -o own-rules $(pkg-config --cflags --libs bounce-1.0)
 *     ./own-rules own.rules bounces.mbox
 */
#include <bounce.h>
#include <stdio.h>

/* Is called for each recipient; before is the same one, judged by the built-in rules alone. */
typedef void (*Handler) (BounceRecipient *recipient, BounceRecipient *before);

static void for_each_recipient (BounceMailbox *mailbox, BounceParser *parser, BounceParser *builtin, Handler handler)
{
    g_autoptr(BounceReport) report = bounce_mailbox_parse (mailbox, parser);
    g_autoptr(BounceReport) before = bounce_mailbox_parse (mailbox, builtin);

    for (guint i = 0; i < bounce_report_get_n_recipients (report); i++)
        handler (bounce_report_get_recipient (report, i), bounce_report_get_recipient (before, i));
}

/* What to do where the address is not dead, by whose fault it is. */
static const char *const actions[] = {
    [BOUNCE_FAULT_RECIPIENT] = "try later",
    [BOUNCE_FAULT_DOMAIN] = "try later",
    [BOUNCE_FAULT_MESSAGE] = "tell the editor",
    [BOUNCE_FAULT_SENDER] = "tell the admin",
    [BOUNCE_FAULT_SYSTEM] = "try later",
    [BOUNCE_FAULT_NETWORK] = "try later",
    [BOUNCE_FAULT_UNKNOWN] = "look at it",
};

static void decide (BounceRecipient *recipient, BounceRecipient *before)
{
    BounceSeverity severity = bounce_recipient_get_severity (recipient);
    const char *rule = bounce_recipient_get_evidence_rule (recipient), *rule_before = bounce_recipient_get_evidence_rule (before);
    g_autofree char *address = bounce_printable (bounce_recipient_get_address (recipient));

    if (severity == BOUNCE_SEVERITY_NONE)
        return;
    printf ("%-15s  %-28s  %s", severity == BOUNCE_SEVERITY_HARD ? "remove" : actions[bounce_recipient_get_fault (recipient)],
            rule, address ? address : "-");
    if (g_strcmp0 (rule, rule_before) != 0)
        printf (", was %s by %s", bounce_severity_to_string (bounce_recipient_get_severity (before)), rule_before);
    putchar ('\n');
}

int main (int argc, char *argv[])
{
    g_autoptr(GError) error = NULL;
    g_autoptr(BounceParser) parser = bounce_parser_new (), builtin = bounce_parser_new ();
    g_autoptr(BounceMailbox) mailbox = NULL;

    if (bounce_parser_add_rules_file (parser, argc > 1 ? argv[1] : "own.rules", &error))
        mailbox = bounce_mailbox_open (argc > 2 ? argv[2] : "-", &error);
    while (mailbox && bounce_mailbox_next (mailbox, &error))
        for_each_recipient (mailbox, parser, builtin, decide);
    if (error)
        fprintf (stderr, "own-rules: %s\n", error->message);
    return error ? 1 : 0;
}
