/* advice.c: what the owner of a list should do, a row for each reason; see explain.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "explain.h"

#define WEEKS "Keep the address for now; remove it if this goes on for weeks."
#define LEAVE "; do not touch the subscriber."

static const struct {
    const char *hard, *soft; /* the address is dead, and it is not */
} advice[] = {
#define BOTH(reason, hard, soft) [BOUNCE_REASON_##reason] = { hard, soft }
#define ROW(reason, soft) BOTH (reason, "Remove the address.", soft)
    ROW (USER_UNKNOWN, WEEKS),
    ROW (USER_DISABLED, WEEKS),
    BOTH (USER_MOVED, "Remove the address; where the text names a new one, ask the person there.",
          "Keep the address; where the text names a new one, ask the person there."),
    ROW (MAILBOX_FULL, "Keep the address; a mailbox that stays full for weeks is no longer read: remove it then."),
    ROW (RECIPIENT_RESTRICTED, "Do not insist: ask the person in another way to allow the list, or stop sending there."),
    ROW (RECIPIENT_THROTTLED, "Keep the address; send less to it, and later."),
    BOTH (HOST_UNKNOWN, "Remove the address, unless its domain is only misspelt.",
          "Keep the address for now, see whether its domain is misspelt, and remove it if this lasts."),
    ROW (NO_MAIL_SERVICE, WEEKS),
    ROW (DOMAIN_NOT_SERVED, "Keep the address for now: the domain's DNS names a wrong host; remove it if this goes on."),
    ROW (MESSAGE_TOO_BIG, "Send less: put the attachment on the web" LEAVE),
    ROW (SPAM, "Look at what was sent, and from where" LEAVE),
    ROW (VIRUS, "Look at what was sent: your list may spread malware" LEAVE),
    ROW (CONTENT_REJECTED, "Look at what was sent: an attachment, a link or a word" LEAVE),
    ROW (MALFORMED_MESSAGE, "Mend the program that made the message" LEAVE),
    ROW (NOT_SUPPORTED, "Send plainer mail: without 8-bit or international addresses" LEAVE),
    ROW (ROUTING_LOOP, "Keep the address; tell the postmaster there if it goes on, and look for a forwarding back to you."),
    ROW (BLOCKED, "Look at your sending host's listing and ask for its removal" LEAVE),
    ROW (BAD_REPUTATION, "Look after the reputation of your host and domain" LEAVE),
    ROW (AUTH_FAILURE, "Check SPF, DKIM and DMARC of your domain" LEAVE),
    ROW (NO_PTR, "Give your sending host a reverse name that fits its HELO" LEAVE),
    ROW (POLICY, "Read what was said and ask the postmaster there" LEAVE),
    ROW (RATE_LIMITED, "Send more slowly to this host" LEAVE),
    ROW (GREYLISTED, "Let your mail server try again after some minutes" LEAVE),
    ROW (TOO_MANY_RECIPIENTS, "Send to fewer recipients in one transaction" LEAVE),
    ROW (TOO_MANY_CONNECTIONS, "Open fewer connections to this host at once" LEAVE),
    ROW (RELAY_DENIED, "Check through which host you send, and whether it knows you" LEAVE),
    ROW (SENDER_REJECTED, "Check the envelope sender and the From of your mail" LEAVE),
    ROW (SENDER_SUSPENDED, "Your own account is blocked: ask your provider why" LEAVE),
    ROW (AUTH_REQUIRED, "Check the user name and password with which your server sends" LEAVE),
    ROW (TLS_FAILED, "Check TLS of your sending server" LEAVE),
    ROW (SUPPRESSED, "Look into the suppression list of your sending service, which knows the first bounce."),
    ROW (SYSTEM_FULL, "Keep the address: the system there has to make room."),
    ROW (SYSTEM_ERROR, "Keep the address: the fault is there; tell its postmaster if it goes on."),
    ROW (MAILER_ERROR, "Keep the address: a program there failed; tell its postmaster if it goes on."),
    ROW (SYNTAX_ERROR, "Keep the address: the two servers do not understand each other; look into your server's log."),
    ROW (NETWORK_ERROR, "Keep the address; look whether other mail to this host arrives."),
    ROW (DNS_ERROR, "Keep the address; look whether its domain, and your resolver, work again."),
    ROW (EXPIRED, "Keep the address for now; remove it if no mail arrives there for weeks."),
    ROW (UNKNOWN, "Keep the address and read what was said; a rule of your own can name the reason."),
#undef ROW
#undef BOTH
};

#define ARRIVED "Nothing: the mail arrived."

static const char *const advice_on_kinds[] = {
    [BOUNCE_KIND_OTHER] = "Nothing as a bounce; a person may have written it.",
    [BOUNCE_KIND_BOUNCE] = "Nothing.",
    [BOUNCE_KIND_DELAY] = "Nothing: it is still being tried.",
    [BOUNCE_KIND_DELIVERY] = ARRIVED,
    [BOUNCE_KIND_FEEDBACK] = "Remove who complained from the list at once: the next complaint harms the reputation of your host.",
    [BOUNCE_KIND_DISPOSITION] = ARRIVED,
    [BOUNCE_KIND_AUTO_REPLY] = ARRIVED,
    [BOUNCE_KIND_UNREADABLE] = "See the warnings.",
};

const char *explain_advice (BounceReason reason, BounceSeverity severity)
{
    if ((guint) reason >= G_N_ELEMENTS (advice) || reason == BOUNCE_REASON_NONE)
        return NULL;
    if (severity == BOUNCE_SEVERITY_NONE)
        return explain_advice_on (BOUNCE_KIND_DELAY);
    return severity == BOUNCE_SEVERITY_HARD ? advice[reason].hard : advice[reason].soft;
}

const char *explain_advice_on (BounceKind kind)
{
    return advice_on_kinds[kind];
}
