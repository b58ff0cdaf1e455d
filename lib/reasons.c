/* reasons.c: what each reason means, and whose fault it is
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "reasons.h"

static const struct {
    BounceFault fault;
    gboolean hard;
    const char *meaning;
} facts[] = {
    [BOUNCE_REASON_NONE] = { BOUNCE_FAULT_NONE, FALSE, NULL },
#define ROW(reason, fault, hard, meaning) [BOUNCE_REASON_##reason] = { BOUNCE_FAULT_##fault, hard, meaning },
    ROW (USER_UNKNOWN, RECIPIENT, TRUE, "the mailbox does not exist")
    ROW (USER_DISABLED, RECIPIENT, TRUE, "the mailbox exists but is closed, suspended or inactive")
    ROW (USER_MOVED, RECIPIENT, TRUE, "the person has moved and the mail is not forwarded")
    ROW (MAILBOX_FULL, RECIPIENT, FALSE, "the mailbox is over its quota")
    ROW (RECIPIENT_RESTRICTED, RECIPIENT, FALSE,
         "the recipient, or its administrator, takes mail from certain senders only, or refused this one")
    ROW (RECIPIENT_THROTTLED, RECIPIENT, FALSE, "this one mailbox is receiving mail too fast")
    ROW (HOST_UNKNOWN, DOMAIN, TRUE, "the domain does not exist")
    ROW (NO_MAIL_SERVICE, DOMAIN, TRUE, "the domain exists and takes no mail (null MX, 521, 556, no MX and no host)")
    ROW (DOMAIN_NOT_SERVED, DOMAIN, FALSE, "the host that the MX names does not serve the domain (\"relaying denied\" said by a foreign MX)")
    ROW (MESSAGE_TOO_BIG, MESSAGE, FALSE, "larger than the mailbox, the system or the path allows")
    ROW (SPAM, MESSAGE, FALSE, "the content was judged to be spam or phishing")
    ROW (VIRUS, MESSAGE, FALSE, "the content was judged to be malware")
    ROW (CONTENT_REJECTED, MESSAGE, FALSE, "the content broke a rule: attachment, URL, word, header")
    ROW (MALFORMED_MESSAGE, MESSAGE, FALSE,
         "the message breaks RFC 5321, 5322 or 2045 (bare LF, missing or double header, bad address)")
    ROW (NOT_SUPPORTED, MESSAGE, FALSE, "needs what the path lacks: 8BITMIME, SMTPUTF8, BINARYMIME, a media conversion")
    ROW (ROUTING_LOOP, SYSTEM, FALSE, "too many hops, or mail that comes back")
    ROW (BLOCKED, SENDER, FALSE, "the sending address or host is on a block list")
    ROW (BAD_REPUTATION, SENDER, FALSE, "the sending address, host or domain has a bad reputation")
    ROW (AUTH_FAILURE, SENDER, FALSE, "SPF, DKIM, DMARC or ARC failed, or is required")
    ROW (NO_PTR, SENDER, FALSE, "the sending address has no reverse name, or one that does not match; a bad HELO")
    ROW (POLICY, SENDER, FALSE, "a local policy that fits nothing narrower")
    ROW (RATE_LIMITED, SENDER, FALSE, "the sender sends too much or too fast")
    ROW (GREYLISTED, SENDER, FALSE, "a first attempt, asked to come again")
    ROW (TOO_MANY_RECIPIENTS, SENDER, FALSE, "too many recipients in one transaction or period")
    ROW (TOO_MANY_CONNECTIONS, SENDER, FALSE, "too many connections at once")
    ROW (RELAY_DENIED, SENDER, FALSE, "our own relay, or a host we should not have asked, does not relay for us")
    ROW (SENDER_REJECTED, SENDER, FALSE, "the envelope or header sender was refused")
    ROW (SENDER_SUSPENDED, SENDER, FALSE, "the sender's own account is blocked for what it sent")
    ROW (AUTH_REQUIRED, SENDER, FALSE, "SMTP AUTH is required or failed")
    ROW (TLS_FAILED, SENDER, FALSE, "STARTTLS is required, failed, or its policy could not be met")
    ROW (SUPPRESSED, SENDER, FALSE, "the sending service held the mail back: its own suppression list")
    ROW (SYSTEM_FULL, SYSTEM, FALSE, "the destination system is out of storage")
    ROW (SYSTEM_ERROR, SYSTEM, FALSE, "a local fault at the destination")
    ROW (MAILER_ERROR, SYSTEM, FALSE, "a delivery program or pipe failed")
    ROW (SYNTAX_ERROR, SYSTEM, FALSE, "an SMTP command was refused as wrong, or out of sequence")
    ROW (NETWORK_ERROR, NETWORK, FALSE, "no connection, or it broke")
    ROW (DNS_ERROR, NETWORK, FALSE, "the name could not be looked up now")
    ROW (EXPIRED, NETWORK, FALSE, "gave up after retrying, and no narrower cause is told")
    ROW (UNKNOWN, UNKNOWN, FALSE, "nothing told why, or nothing that is understood")
#undef ROW
};

static guint known (BounceReason reason)
{
    return (guint) reason < G_N_ELEMENTS (facts) ? (guint) reason : BOUNCE_REASON_NONE;
}

const char *bounce_reason_get_meaning (BounceReason reason)
{
    return facts[known (reason)].meaning;
}

BounceFault bounce_reason_get_fault (BounceReason reason)
{
    return facts[known (reason)].fault;
}

gboolean bounce_reason_is_hard (BounceReason reason)
{
    return facts[known (reason)].hard;
}

gboolean reason_can_be_hard (BounceReason reason)
{
    BounceFault fault = bounce_reason_get_fault (reason);
    return fault == BOUNCE_FAULT_RECIPIENT || fault == BOUNCE_FAULT_DOMAIN;
}
