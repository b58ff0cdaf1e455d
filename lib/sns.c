/* sns.c: Amazon's notices as JSON, sent by mail; see sns.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The objects are flat where it matters, so the members are taken by their names, without a parser: the text may be cut anywhere
 * and be folded by "!" and a line end, which no parser takes.
 */
#include "config.h"

#include "sns.h"

#include "address.h"
#include "message-id.h"
#include "transcript.h"
#include "warnings.h"

#include <stdlib.h>

/* Mailers fold long lines with "!", a line end and a space. */
static char *unfold (Span text)
{
    GString *out = g_string_sized_new (text.n);

    for (gsize i = 0; i < text.n; i++)
        if (text.s[i] == '!' && i + 1 < text.n && strchr ("\r\n", text.s[i + 1]))
            while (i + 1 < text.n && g_ascii_isspace (text.s[i + 1]))
                i++;
        else
            g_string_append_c (out, text.s[i]);
    return g_string_free (out, FALSE);
}

/* RFC 8259, section 7 */
static char *unescape (Span text)
{
    GString *out = g_string_sized_new (text.n);

    for (gsize i = 0; i < text.n; i++) {
        if (text.s[i] != '\\' || i + 1 == text.n) {
            g_string_append_c (out, text.s[i]);
        } else if (text.s[++i] == 'u' && i + 4 < text.n) {
            char digits[5] = { text.s[i + 1], text.s[i + 2], text.s[i + 3], text.s[i + 4], '\0' };
            gunichar c = (gunichar) strtoul (digits, NULL, 16);
            g_string_append_unichar (out, c && g_unichar_validate (c) ? c : 0xfffd);
            i += 4;
        } else {
            g_string_append_c (out, strchr ("nrt", text.s[i]) ? ' ' : text.s[i]);
        }
    }
    return g_string_free (out, FALSE);
}

/* The string at the begin of text, which stands in quotes. */
static char *take_string (Span *text)
{
    gsize n = 1;

    if (text->n == 0 || text->s[0] != '"')
        return NULL;
    while (n < text->n && text->s[n] != '"')
        n += text->s[n] == '\\' ? 2 : 1;
    n = MIN (n, text->n);
    char *value = unescape ((Span){ text->s + 1, n - 1 });
    *text = span_from (*text, n + 1);
    return value;
}

/* Moves text behind "key": and white space; FALSE where it is not there. */
static gboolean find_member (Span *text, const char *key)
{
    g_autofree char *quoted = g_strconcat ("\"", key, "\"", NULL);
    gssize at = span_find (*text, quoted);

    if (at < 0)
        return FALSE;
    *text = span_from (*text, (gsize) at + strlen (quoted));
    while (text->n && (g_ascii_isspace (text->s[0]) || text->s[0] == ':'))
        *text = span_from (*text, 1);
    return TRUE;
}

/* NULL for an empty one, too. */
static char *member (Span text, const char *key)
{
    char *value = NULL;

    if (find_member (&text, key))
        take_if_absent (&value, take_string (&text));
    return value;
}

/* NULL where there are as many as may be. Takes ownership of address. */
static BounceRecipient *add_recipient (BounceReport *report, BounceAction action, char *address, gsize max_recipients)
{
    if (report->recipients->len >= max_recipients) {
        warn (report->warnings, WARN_RECIPIENTS);
        g_free (address);
        return NULL;
    }
    BounceRecipient *r = report_add_recipient (report);
    r->action = action;
    r->address_from = BOUNCE_ORIGIN_FINAL_RECIPIENT;
    r->final_address = address_clean (span_of (address));
    r->address = g_strdup (r->final_address);
    g_free (address);
    return r;
}

static void take_diagnostic (BounceRecipient *r, Span object)
{
    g_autofree char *diagnostic = member (object, "diagnosticCode");
    g_autofree char *status = member (object, "status");
    Span text = span_of (diagnostic);

    if (span_starts (text, "smtp;")) {
        r->diagnostic_type = g_strdup ("smtp");
        text = span_trim (span_from (text, strlen ("smtp;")));
    }
    take_if_absent (&r->diagnostic, transcript_join (text));
    Status parsed;
    if (status && status_parse (span_of (status), &parsed))
        r->status = status_to_string (parsed);
    r->reported_status = g_steal_pointer (&status);
}

/* [{"emailAddress":"…", "action":"failed", …}, …] */
static void take_objects (BounceReport *report, Span text, BounceAction action, gsize max_recipients)
{
    while (find_member (&text, "emailAddress")) {
        Span next = text;
        char *address = take_string (&next);
        Span object = span_first (next, find_member (&next, "emailAddress") ? (gsize) (next.s - text.s) : text.n);
        BounceRecipient *r = add_recipient (report, action, address, max_recipients);
        if (!r)
            break;
        take_diagnostic (r, object);
    }
}

/* ["a@b.example", …] */
static void take_addresses (BounceReport *report, Span text, BounceAction action, const char *said, gsize max_recipients)
{
    gssize close = span_find_char (text, ']');

    text = span_first (span_from (text, 1), close < 0 ? 0 : (gsize) close);
    for (char *address; (address = take_string (&text)); text = span_from (text, strspn (text.s, ", "))) {
        BounceRecipient *r = add_recipient (report, action, address, max_recipients);
        if (!r)
            break;
        r->diagnostic = g_strdup (said);
    }
}

static void take_original (BounceReport *report, Span text)
{
    Span headers = text;

    field_list_add (&report->original, "return_path", member (text, "source"));
    if (!find_member (&headers, "commonHeaders"))
        return;
    field_list_add (&report->original, "subject", member (headers, "subject"));
    field_list_add (&report->original, "date", member (headers, "date"));
    g_autofree char *id = member (headers, "messageId");
    field_list_add (&report->original, "message_id", message_id_read (span_of (id)));
}

static const struct {
    const char *type, *list;
    BounceAction action;
} kinds[] = {
    { "Bounce", "bouncedRecipients", BOUNCE_ACTION_FAILED },
    { "Complaint", "complainedRecipients", BOUNCE_ACTION_NONE },
    { "Delivery", "recipients", BOUNCE_ACTION_DELIVERED },
    { "DeliveryDelay", "delayedRecipients", BOUNCE_ACTION_DELAYED },
};

gboolean sns_read (BounceReport *report, Span folded, gsize max_recipients, gboolean *complaint)
{
    if (!span_has (folded, "\"notificationType\"") && !span_has (folded, "\"eventType\""))
        return FALSE;
    g_autofree char *plain = unfold (folded);
    Span text = span_of (plain);
    g_autofree char *named = member (text, "notificationType");
    g_autofree char *type = named ? g_steal_pointer (&named) : member (text, "eventType");

    for (guint i = 0; type && i < G_N_ELEMENTS (kinds); i++) {
        Span list = text;
        if (strcmp (type, kinds[i].type) != 0 || !find_member (&list, kinds[i].list))
            continue;
        g_autofree char *said = member (text, "smtpResponse");
        if (span_find_char (span_first (list, 200), '{') >= 0)
            take_objects (report, span_first (list, strcspn (list.s, "]")), kinds[i].action, max_recipients);
        else
            take_addresses (report, list, kinds[i].action, said, max_recipients);
        *complaint = strcmp (type, "Complaint") == 0;
        take_original (report, text);
        report->format = "amazon-sns";
        return report->recipients->len > 0;
    }
    return FALSE;
}
