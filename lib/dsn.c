/* dsn.c: delivery status notifications; see dsn.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "dsn.h"

#include "address.h"
#include "charset.h"
#include "date.h"
#include "field.h"
#include "transcript.h"
#include "warnings.h"

/* The fields come in groups with a blank line before each (RFC 3464, section 2.1), and are found in the wild without the first
 * group, without blank lines, and with a blank line after every field. So a group begins where a field says so: see begins(). */

typedef struct {
    BounceReport *report;
    BounceRecipient *recipient; /* that the fields are about; NULL while they are about the message */
    gboolean blank; /* a blank line stands before the field */
} Reader;

typedef void (*TakeField) (Reader *reader, Span value);

/* "dns; mx.example.com (192.0.2.1)" → "mx.example.com" */
static char *mta_name (Span value)
{
    Span type, text;
    g_autofree char *plain = field_strip_comments (value);

    field_split_type (span_of (plain), &type, &text);
    Span name = span_next_word (&text); /* "mx.example.com [192.0.2.1]" */
    while (name.n && name.s[name.n - 1] == '.')
        name.n--;
    return span_dup_or_null (name);
}

static char *recipient_address (Reader *reader, Span value)
{
    Span type, text;
    gboolean broken = FALSE;
    g_autofree char *line = field_unfold (value);
    g_autofree char *plain = field_strip_comments (value); /* "user@host (expanded from <alias@host>)" */

    field_split_type (span_of (strchr (plain, '@') ? plain : line), &type, &text);
    char *address = address_decode (type, text, &broken);
    if (broken)
        warn (reader->report->warnings, WARN_ADDRESS);
    return address;
}

/* ---- Fields of the message (section 2.2) ---- */

static void take_reporting_mta (Reader *reader, Span value)
{
    take_if_absent (&reader->report->reporting_mta, mta_name (value));
}

static void take_arrival_date (Reader *reader, Span value)
{
    take_if_absent (&reader->report->arrival_date, date_read (value));
}

static void take_envelope_id (Reader *reader, Span value)
{
    take_if_absent (&reader->report->envelope_id, field_unfold (value));
}

/* ---- Fields of a recipient (section 2.3) ---- */

static void take_final (Reader *reader, Span value)
{
    take_if_absent (&reader->recipient->final_address, recipient_address (reader, value));
}

static void take_original (Reader *reader, Span value)
{
    take_if_absent (&reader->recipient->original_address, recipient_address (reader, value));
}

static void take_action (Reader *reader, Span value)
{
    static const struct {
        const char *word;
        BounceAction action;
    } odd[] = { { "failure", BOUNCE_ACTION_FAILED },       { "fail", BOUNCE_ACTION_FAILED },
                { "error", BOUNCE_ACTION_FAILED },         { "hard-bounce", BOUNCE_ACTION_FAILED },
                { "undeliverable", BOUNCE_ACTION_FAILED }, { "bounced", BOUNCE_ACTION_FAILED },
                { "delay", BOUNCE_ACTION_DELAYED },        { "deliverable", BOUNCE_ACTION_DELIVERED },
                { "transferred", BOUNCE_ACTION_RELAYED },  { "opaque", BOUNCE_ACTION_RELAYED } };
    g_autofree char *text = field_strip_comments (value);
    g_autofree char *word = g_ascii_strdown (text, -1);
    BounceAction *action = &reader->recipient->action;

    word[strspn (word, "abcdefghijklmnopqrstuvwxyz-")] = '\0'; /* "failed=20" */
    if (*action)
        return;
    if (bounce_action_from_string (word, action))
        return;
    for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
        if (strcmp (word, odd[i].word) == 0)
            *action = odd[i].action;
    warn (reader->report->warnings, WARN_ODD_ACTION);
}

/* "5.1.1 (bad destination)", "550 5.1.1", "5.1" */
static char *read_status (Span value)
{
    g_autofree char *plain = field_strip_comments (value);
    Status status = { 0 };

    if (status_parse (span_of (plain), &status) == 0)
        status = transcript_read (span_of (plain)).status;
    if (!status.class_ && strlen (plain) == 3 && plain[1] == '.') {
        g_autofree char *whole = g_strconcat (plain, ".0", NULL);
        status_parse (span_of (whole), &status);
    }
    return status_to_string (status);
}

static void take_status (Reader *reader, Span value)
{
    BounceRecipient *r = reader->recipient;

    if (r->reported_status) {
        warn (reader->report->warnings, WARN_DUPLICATE);
        return;
    }
    take_if_absent (&r->reported_status, field_unfold (value));
    take_if_absent (&r->status, read_status (value));
    if (r->reported_status && !r->status)
        warn (reader->report->warnings, WARN_ODD_STATUS);
}

static void take_remote_mta (Reader *reader, Span value)
{
    take_if_absent (&reader->recipient->remote_mta, mta_name (value));
}

static void take_diagnostic (Reader *reader, Span value)
{
    BounceRecipient *r = reader->recipient;
    Span type, text;

    if (r->diagnostic) {
        warn (reader->report->warnings, WARN_DUPLICATE);
        return;
    }
    field_split_type (value, &type, &text);
    g_autofree char *line = transcript_join (text);
    if (strstr (line, "=?")) /* encoded-words, which section 2.1.2 allows */
        take_if_absent (&r->diagnostic, charset_decode_header (span_of (line)));
    else
        take_if_absent (&r->diagnostic, g_steal_pointer (&line));
    if (type.n == 0 || !r->diagnostic)
        return;
    r->diagnostic_type = g_ascii_strdown (type.s, (gssize) type.n);
    if (g_str_has_prefix (r->diagnostic_type, "x-"))
        r->typed = g_strconcat (r->diagnostic_type, "; ", r->diagnostic, NULL);
}

static void take_last_attempt (Reader *reader, Span value)
{
    take_if_absent (&reader->recipient->last_attempt, date_read (value));
}

static void take_retry_until (Reader *reader, Span value)
{
    take_if_absent (&reader->recipient->retry_until, date_read (value));
}

static const struct {
    Span name;
    TakeField take;
    gboolean of_recipient;
} fields[] = {
    { SPAN_LITERAL ("Reporting-MTA"), take_reporting_mta, FALSE },
    { SPAN_LITERAL ("Arrival-Date"), take_arrival_date, FALSE },
    { SPAN_LITERAL ("Original-Envelope-Id"), take_envelope_id, FALSE },
    { SPAN_LITERAL ("Final-Recipient"), take_final, TRUE },
    { SPAN_LITERAL ("Original-Recipient"), take_original, TRUE },
    { SPAN_LITERAL ("Action"), take_action, TRUE },
    { SPAN_LITERAL ("Status"), take_status, TRUE },
    { SPAN_LITERAL ("Remote-MTA"), take_remote_mta, TRUE },
    { SPAN_LITERAL ("Diagnostic-Code"), take_diagnostic, TRUE },
    { SPAN_LITERAL ("Last-Attempt-Date"), take_last_attempt, TRUE },
    { SPAN_LITERAL ("Will-Retry-Until"), take_retry_until, TRUE },
};

/* Does this field begin the next recipient? A second Final-Recipient always does; another that opens a group does after a
 * blank line, where the group already has one. */
static gboolean begins (const Reader *reader, Span name)
{
    const BounceRecipient *r = reader->recipient;

    if (!r)
        return TRUE;
    if (span_is (name, "Final-Recipient"))
        return r->final_address != NULL;
    if (!reader->blank)
        return FALSE;
    if (span_is (name, "Original-Recipient"))
        return r->original_address || r->final_address;
    if (span_is (name, "Status"))
        return r->reported_status && r->final_address;
    return span_is (name, "Action") && r->action && r->final_address;
}

static void take_field (Reader *reader, const Field *field)
{
    for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
        if (!span_equal_nocase (field->name, fields[i].name))
            continue;
        if (fields[i].of_recipient && begins (reader, field->name))
            reader->recipient = report_add_recipient (reader->report);
        fields[i].take (reader, field->value);
        break;
    }
}

static gboolean skip_blank (Span *rest)
{
    Span after = *rest, line;
    gboolean skipped = FALSE;

    while (span_next_line (&after, &line) && span_is_blank (line)) {
        *rest = after;
        skipped = TRUE;
    }
    return skipped;
}

void dsn_read (BounceReport *report, Span text, gsize max_recipients, gsize max_field)
{
    Reader reader = { .report = report };
    Field field;

    while (text.n) {
        reader.blank = skip_blank (&text) || reader.blank;
        if (!field_next (&text, &field))
            continue; /* a line that is no field, at the end of a group */
        if (report->recipients->len >= max_recipients && begins (&reader, field.name)) {
            warn (report->warnings, WARN_RECIPIENTS);
            break;
        }
        field.value = field_limited (field.value, max_field, report->warnings);
        take_field (&reader, &field);
        reader.blank = FALSE;
    }
    if (reader.recipient && !report->reporting_mta)
        warn (report->warnings, WARN_NO_GROUP);
}

/* ---- What a text adds ---- */

/* The code that the remote host said is more telling than the field Status: sendmail and Haraka make one of their own, Exim always
 * writes 5.0.0, nullmailer cuts it. What was said first counts; x.0.0 says nothing. */
static void take_text_status (BounceRecipient *r, Status said)
{
    if (!said.class_ || r->status_said || (r->status && status_is_bare (said)))
        return;
    g_free (r->status);
    r->status = status_to_string (said);
    r->status_said = !status_is_bare (said);
}

gboolean dsn_is_local (const BounceRecipient *recipient)
{
    return g_strcmp0 (recipient->diagnostic_type, "x-unix") == 0;
}

void dsn_apply_text (BounceRecipient *recipient, Span text)
{
    if (recipient->reply && recipient->status_said && recipient->command && recipient->remote_mta)
        return; /* all is told */
    Response response = transcript_read (text);

    take_text_status (recipient, response.status);
    if (dsn_is_local (recipient))
        return; /* other numbers in it, and hosts, are the program's */
    if (!recipient->reply)
        recipient->reply = response.reply;
    if (!recipient->command)
        recipient->command = response.command;
    if (!recipient->remote_mta)
        recipient->remote_mta = span_dup_or_null (response.host);
}
