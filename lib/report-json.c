/* report-json.c: the one JSON form of a report; its schema is documented with the project
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "json.h"
#include "report.h"

static void write_evidence (Json *json, const BounceRecipient *r)
{
    if (!r->evidence_rule) {
        json_null (json, "evidence");
        return;
    }
    json_begin_object (json, "evidence");
    json_string (json, "rule", r->evidence_rule);
    json_string (json, "from", r->evidence_from);
    json_string (json, "text", r->evidence_text);
    json_end_object (json);
}

static void write_recipient (Json *json, const BounceRecipient *r)
{
    json_begin_object (json, NULL);
    json_string (json, "address", r->address);
    json_string (json, "address_from", bounce_origin_to_string (r->address_from));
    json_string (json, "final_address", r->final_address);
    json_string (json, "original_address", r->original_address);
    json_string (json, "action", bounce_action_to_string (r->action));
    json_string (json, "status", r->status);
    json_string (json, "reported_status", r->reported_status);
    if (r->reply)
        json_int (json, "reply", r->reply);
    else
        json_null (json, "reply");
    json_string (json, "command", bounce_command_to_string (r->command));
    json_string (json, "diagnostic", r->diagnostic);
    json_string (json, "diagnostic_type", r->diagnostic_type);
    json_string (json, "remote_mta", r->remote_mta);
    json_string (json, "last_attempt", r->last_attempt);
    json_string (json, "retry_until", r->retry_until);
    json_string (json, "reason", bounce_reason_to_string (r->reason));
    json_string (json, "severity", bounce_severity_to_string (r->severity));
    json_string (json, "fault", bounce_fault_to_string (r->fault));
    json_string (json, "confidence", bounce_confidence_to_string (r->confidence));
    write_evidence (json, r);
    json_end_object (json);
}

/* Of what was sent every field is written, so that a reader need not ask which are there. */
static void write_original (Json *json, const FieldList *original)
{
    static const char *const names[] = { "message_id", "subject", "from", "to", "date", "list_id", "return_path" };

    if (original->values->len == 0) {
        json_null (json, "original");
        return;
    }
    json_begin_object (json, "original");
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        json_string (json, names[i], field_list_get (original, names[i]));
    json_end_object (json);
}

static void write_feedback (Json *json, const FieldList *feedback)
{
    if (feedback->values->len == 0) {
        json_null (json, "feedback");
        return;
    }
    json_begin_object (json, "feedback");
    for (guint i = 0; i < feedback->values->len; i++)
        json_string (json, feedback->names->pdata[i], feedback->values->pdata[i]);
    json_end_object (json);
}

static void write_head (Json *json, const BounceReport *report)
{
    json_int (json, "v", 1);
    json_string (json, "source", report->source);
    json_int (json, "offset", (gint64) report->offset);
    json_int (json, "size", (gint64) report->size);
    json_string (json, "id", report->id);
    json_string (json, "kind", bounce_kind_to_string (report->kind));
    json_string (json, "format", report->format);
    json_string (json, "date", report->date);
    json_string (json, "message_id", report->message_id);
    json_string (json, "subject", report->subject);
    json_string (json, "from", report->from);
    json_string (json, "to", report->to);
    json_string (json, "reporting_mta", report->reporting_mta);
    json_string (json, "arrival_date", report->arrival_date);
    json_string (json, "envelope_id", report->envelope_id);
}

static void write_report (Json *json, const BounceReport *report)
{
    json_begin_object (json, NULL);
    write_head (json, report);
    write_original (json, &report->original);
    write_feedback (json, &report->feedback);
    json_begin_array (json, "warnings");
    for (guint i = 0; report->warnings->pdata[i]; i++)
        json_string (json, NULL, report->warnings->pdata[i]);
    json_end_array (json);
    json_begin_array (json, "recipients");
    for (guint i = 0; i < report->recipients->len; i++)
        write_recipient (json, report->recipients->pdata[i]);
    json_end_array (json);
    json_end_object (json);
}

char *bounce_report_to_json (BounceReport *report)
{
    Json json = JSON_INIT (g_string_sized_new (2048));
    write_report (&json, report);
    return g_string_free (json.out, FALSE);
}

char *bounce_recipient_to_json (BounceRecipient *recipient)
{
    Json json = JSON_INIT (g_string_sized_new (1024));
    write_recipient (&json, recipient);
    return g_string_free (json.out, FALSE);
}
