/* stage.c: of whom a refusal can speak, by its codes and its command; see stage.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "stage.h"

#include "reasons.h"

Status stage_status (const BounceRecipient *r)
{
    Status status = { 0 };

    if (r->status)
        status_parse (span_of (r->status), &status);
    return status;
}

/* x.1.7 and x.1.8 speak of the sender's address (RFC 3463, section 3.2), x.7.8 of its password (RFC 4954, section 6), x.7.20 to
 * x.7.29 of DKIM, SPF, DMARC and its host's name (RFC 7372). */
static gboolean is_sender_status (const char *status)
{
    const char *code = status + 1;
    return strcmp (code, ".1.7") == 0 || strcmp (code, ".1.8") == 0 || strcmp (code, ".7.8") == 0
           || (g_str_has_prefix (code, ".7.2") && g_ascii_isdigit (code[4]) && !code[5]);
}

/* Replies to AUTH (RFC 4954, section 6), which asks for a user of its own */
gboolean stage_is_login (const BounceRecipient *r)
{
    return r->command == BOUNCE_COMMAND_AUTH || r->reply == 534 || r->reply == 535 || r->reply == 538;
}

/* What MAIL, or a command before it, is refused with is said of the sender: no recipient was named yet ("550 5.1.7 No such
 * domain"). That a host takes no mail is said when it is called. */
gboolean stage_excludes (const BounceRecipient *r, BounceReason reason)
{
    gboolean of_sender = r->command == BOUNCE_COMMAND_MAIL || stage_is_login (r) || (r->status && is_sender_status (r->status));
    gboolean to_hello = r->command == BOUNCE_COMMAND_EHLO || r->command == BOUNCE_COMMAND_STARTTLS;

    return (of_sender && reason_can_be_hard (reason))
           || (to_hello && (bounce_reason_get_fault (reason) == BOUNCE_FAULT_RECIPIENT || reason == BOUNCE_REASON_HOST_UNKNOWN));
}

/* "421 4.4.2 Connection dropped, mailbox not found in time": a transient code that tells of trouble with the system, or on the way to
 * it. Codes that only tell of some trouble, or that it expired, are written around anything. */
gboolean stage_is_trouble (Status status)
{
    return status.class_ == 4 && status.detail != 0 && (status.subject == 3 || (status.subject == 4 && status.detail < 7));
}
