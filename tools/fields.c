/* fields.c: what is told of a recipient and its message, by name: the columns of `bounce read --csv`, --fields and --format
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

#include <string.h>

/* ---- Words, and what is a part of something --------------------------------------------------------------------------*/

static const char *kind_of (BounceReport *report)
{
    return bounce_kind_to_string (bounce_report_get_kind (report));
}

static const char *feedback_type_of (BounceReport *report)
{
    return bounce_report_get_feedback (report, "type");
}

static const char *address_from_of (BounceRecipient *recipient)
{
    return bounce_origin_to_string (bounce_recipient_get_address_from (recipient));
}

static const char *domain_of (BounceRecipient *recipient)
{
    const char *address = bounce_recipient_get_address (recipient), *at = address ? strrchr (address, '@') : NULL;

    return at && at[1] ? at + 1 : NULL;
}

static const char *action_of (BounceRecipient *recipient)
{
    return bounce_action_to_string (bounce_recipient_get_action (recipient));
}

static const char *command_of (BounceRecipient *recipient)
{
    return bounce_command_to_string (bounce_recipient_get_command (recipient));
}

static const char *reason_of (BounceRecipient *recipient)
{
    return bounce_reason_to_string (bounce_recipient_get_reason (recipient));
}

static const char *severity_of (BounceRecipient *recipient)
{
    return bounce_severity_to_string (bounce_recipient_get_severity (recipient));
}

static const char *fault_of (BounceRecipient *recipient)
{
    return bounce_fault_to_string (bounce_recipient_get_fault (recipient));
}

static const char *confidence_of (BounceRecipient *recipient)
{
    return bounce_confidence_to_string (bounce_recipient_get_confidence (recipient));
}

/* ---- The fields ------------------------------------------------------------------------------------------------------*/

/* One of the four tells how to get it. The names are those of the JSON, so far as it has one. */
struct ToolField {
    const char *name;
    const char *(*of_report) (BounceReport *report);
    guint64 (*number) (BounceReport *report);
    const char *original; /* a field of the mail that was sent */
    const char *(*of_recipient) (BounceRecipient *recipient);
    guint (*code) (BounceRecipient *recipient); /* 0 where there is none */
};

static const ToolField fields[] = {
    { "source", .of_report = bounce_report_get_source },
    { "offset", .number = bounce_report_get_offset },
    { "size", .number = bounce_report_get_size },
    { "id", .of_report = bounce_report_get_id },
    { "kind", .of_report = kind_of },
    { "format", .of_report = bounce_report_get_format },
    { "date", .of_report = bounce_report_get_date },
    { "message_id", .of_report = bounce_report_get_message_id },
    { "subject", .of_report = bounce_report_get_subject },
    { "from", .of_report = bounce_report_get_from },
    { "to", .of_report = bounce_report_get_to },
    { "reporting_mta", .of_report = bounce_report_get_reporting_mta },
    { "arrival_date", .of_report = bounce_report_get_arrival_date },
    { "envelope_id", .of_report = bounce_report_get_envelope_id },
    { "original_message_id", .original = "message_id" },
    { "original_subject", .original = "subject" },
    { "original_from", .original = "from" },
    { "original_to", .original = "to" },
    { "original_date", .original = "date" },
    { "list_id", .original = "list_id" },
    { "return_path", .original = "return_path" },
    { "feedback_type", .of_report = feedback_type_of },
    { "address", .of_recipient = bounce_recipient_get_address },
    { "address_from", .of_recipient = address_from_of },
    { "domain", .of_recipient = domain_of },
    { "final_address", .of_recipient = bounce_recipient_get_final_address },
    { "original_address", .of_recipient = bounce_recipient_get_original_address },
    { "action", .of_recipient = action_of },
    { "status", .of_recipient = bounce_recipient_get_status },
    { "reported_status", .of_recipient = bounce_recipient_get_reported_status },
    { "reply", .code = bounce_recipient_get_reply },
    { "command", .of_recipient = command_of },
    { "diagnostic", .of_recipient = bounce_recipient_get_diagnostic },
    { "diagnostic_type", .of_recipient = bounce_recipient_get_diagnostic_type },
    { "remote_mta", .of_recipient = bounce_recipient_get_remote_mta },
    { "last_attempt", .of_recipient = bounce_recipient_get_last_attempt },
    { "retry_until", .of_recipient = bounce_recipient_get_retry_until },
    { "reason", .of_recipient = reason_of },
    { "severity", .of_recipient = severity_of },
    { "fault", .of_recipient = fault_of },
    { "confidence", .of_recipient = confidence_of },
    { "rule", .of_recipient = bounce_recipient_get_evidence_rule },
    { "evidence_from", .of_recipient = bounce_recipient_get_evidence_from },
    { "evidence_text", .of_recipient = bounce_recipient_get_evidence_text },
};

/* ---- By name ---------------------------------------------------------------------------------------------------------*/

const char *tool_field_name (const ToolField *field)
{
    return field->name;
}

static const char *number_to_string (guint64 number, char *buffer)
{
    g_snprintf (buffer, TOOL_FIELD_BUFFER, "%" G_GUINT64_FORMAT, number);
    return buffer;
}

const char *tool_field_get (const ToolField *field, BounceReport *report, BounceRecipient *recipient, char *buffer)
{
    if (field->of_report)
        return field->of_report (report);
    if (field->number)
        return number_to_string (field->number (report), buffer);
    if (field->original)
        return bounce_report_get_original (report, field->original);
    if (!recipient)
        return NULL;
    if (field->of_recipient)
        return field->of_recipient (recipient);
    guint code = field->code (recipient);
    return code ? number_to_string (code, buffer) : NULL;
}

static const ToolField *find (const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
        if (strcmp (fields[i].name, name) == 0)
            return &fields[i];
    return NULL;
}

const ToolField *tool_field_find (const char *option, const char *name)
{
    const char *names[G_N_ELEMENTS (fields) + 1] = { NULL };
    const ToolField *field = find (name);

    if (field)
        return field;
    for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
        names[i] = fields[i].name;
    tool_complain_of_word (option, name, names, "fields");
    return NULL;
}

const ToolField **tool_fields_parse (const char *list)
{
    g_auto (GStrv) names = g_strsplit (*list ? list : ",", ",", -1); /* of an empty one it would make no word */
    g_autofree const ToolField **found = g_new0 (const ToolField *, g_strv_length (names) + 1);

    for (guint i = 0; names[i]; i++)
        if (!(found[i] = tool_field_find ("fields", names[i])))
            return NULL;
    return g_steal_pointer (&found);
}

void tool_fields_print (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
        tool_print (fields[i].name);
        tool_print ("\n");
    }
}
