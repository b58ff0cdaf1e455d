/* feedback.c: feedback reports; see feedback.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "feedback.h"

#include "address.h"
#include "charset.h"
#include "date.h"
#include "dsn.h"
#include "field.h"
#include "warnings.h"

/* "Source-IP" → "source_ip", "Feedback-Type" → "type" */
static char *json_name (Span name)
{
    Span short_name = span_starts (name, "Feedback-") ? span_from (name, strlen ("Feedback-")) : name;
    char *out = g_ascii_strdown (short_name.s, (gssize) short_name.n);
    return g_strdelimit (out, "-", '_');
}

static gboolean is_date (Span name)
{
    return span_is (name, "Arrival-Date") || span_is (name, "Received-Date");
}

/* Adds a recipient, unless it is among those seen. */
static void add_complainant (BounceReport *report, GHashTable *seen, Span value, gsize max_recipients)
{
    g_autofree char *address = address_clean (value);

    if (!address || !g_hash_table_add (seen, g_ascii_strdown (address, -1)))
        return;
    if (report->recipients->len >= max_recipients) {
        warn (report->warnings, WARN_RECIPIENTS);
        return;
    }
    BounceRecipient *recipient = report_add_recipient (report);
    recipient->original_address = g_strdup (address);
    recipient->address = g_steal_pointer (&address);
    recipient->address_from = BOUNCE_ORIGIN_ORIGINAL_RECIPIENT;
}

void feedback_read (BounceReport *report, Span text, gsize max_recipients, gsize max_field)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    Field field;

    while (field_next (&text, &field)) {
        g_autofree char *name = json_name (field.name);
        Span value = field_limited (field.value, max_field, report->warnings);
        field_list_add (&report->feedback, name, is_date (field.name) ? date_read (value) : charset_decode_header (value));
        if (span_is (field.name, "Original-Rcpt-To") || span_is (field.name, "Removal-Recipient"))
            add_complainant (report, seen, value, max_recipients);
    }
    take_if_absent (&report->arrival_date, g_strdup (field_list_get (&report->feedback, "arrival_date")));
    const char *mta = field_list_get (&report->feedback, "reporting_mta");
    if (mta) {
        Span type, name;
        field_split_type (span_of (mta), &type, &name);
        take_if_absent (&report->reporting_mta, span_dup (name));
    }
}
