/* report.c: reports as tables of Lua; see module.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "module.h"

static const char *get_kind (BounceReport *report)
{
    return bounce_kind_to_string (bounce_report_get_kind (report));
}

#define WORD(field, word)                                                                                                        \
    static const char *get_##field (BounceRecipient *recipient)                                                                  \
    {                                                                                                                            \
        return bounce_##word##_to_string (bounce_recipient_get_##field (recipient));                                             \
    }

WORD (address_from, origin)
WORD (action, action)
WORD (command, command)
WORD (reason, reason)
WORD (severity, severity)
WORD (fault, fault)
WORD (confidence, confidence)

const ReportField report_fields[] = {
    { "source", bounce_report_get_source, NULL },
    { "offset", NULL, bounce_report_get_offset },
    { "size", NULL, bounce_report_get_size },
    { "id", bounce_report_get_id, NULL },
    { "kind", get_kind, NULL },
    { "format", bounce_report_get_format, NULL },
    { "date", bounce_report_get_date, NULL },
    { "message_id", bounce_report_get_message_id, NULL },
    { "subject", bounce_report_get_subject, NULL },
    { "from", bounce_report_get_from, NULL },
    { "to", bounce_report_get_to, NULL },
    { "reporting_mta", bounce_report_get_reporting_mta, NULL },
    { "arrival_date", bounce_report_get_arrival_date, NULL },
    { "envelope_id", bounce_report_get_envelope_id, NULL },
    { NULL, NULL, NULL },
};

const RecipientField recipient_fields[] = {
    { "address", bounce_recipient_get_address, NULL },
    { "address_from", get_address_from, NULL },
    { "final_address", bounce_recipient_get_final_address, NULL },
    { "original_address", bounce_recipient_get_original_address, NULL },
    { "action", get_action, NULL },
    { "status", bounce_recipient_get_status, NULL },
    { "reported_status", bounce_recipient_get_reported_status, NULL },
    { "reply", NULL, bounce_recipient_get_reply },
    { "command", get_command, NULL },
    { "diagnostic", bounce_recipient_get_diagnostic, NULL },
    { "diagnostic_type", bounce_recipient_get_diagnostic_type, NULL },
    { "remote_mta", bounce_recipient_get_remote_mta, NULL },
    { "last_attempt", bounce_recipient_get_last_attempt, NULL },
    { "retry_until", bounce_recipient_get_retry_until, NULL },
    { "reason", get_reason, NULL },
    { "severity", get_severity, NULL },
    { "fault", get_fault, NULL },
    { "confidence", get_confidence, NULL },
    { NULL, NULL, NULL },
};

static const RecipientField verdict_fields[] = {
    { "text", bounce_recipient_get_diagnostic, NULL },
    { "status", bounce_recipient_get_status, NULL },
    { "reply", NULL, bounce_recipient_get_reply },
    { "command", get_command, NULL },
    { "remote_mta", bounce_recipient_get_remote_mta, NULL },
    { "reason", get_reason, NULL },
    { "severity", get_severity, NULL },
    { "fault", get_fault, NULL },
    { "confidence", get_confidence, NULL },
    { NULL, NULL, NULL },
};

void set_text (lua_State *L, const char *name, const char *value)
{
    if (value) {
        lua_pushstring (L, value);
        lua_setfield (L, -2, name);
    }
}

static void set_integer (lua_State *L, const char *name, guint64 value)
{
    lua_pushinteger (L, (gint64) value);
    lua_setfield (L, -2, name);
}

static void set_evidence (lua_State *L, BounceRecipient *recipient)
{
    const char *rule = bounce_recipient_get_evidence_rule (recipient);

    if (!rule)
        return;
    lua_createtable (L, 0, 3);
    set_text (L, "rule", rule);
    set_text (L, "from", bounce_recipient_get_evidence_from (recipient));
    set_text (L, "text", bounce_recipient_get_evidence_text (recipient));
    lua_setfield (L, -2, "evidence");
}

static void push_recipient (lua_State *L, BounceRecipient *recipient, const RecipientField *fields)
{
    const char *texts[G_N_ELEMENTS (recipient_fields)] = { NULL };
    int n_set = 2; /* evidence and reply */

    /* Half of the fields are absent as a rule, and a table that is made with the right size is not made again and again. */
    for (guint i = 0; fields[i].name; i++) {
        texts[i] = fields[i].text ? fields[i].text (recipient) : NULL;
        n_set += texts[i] != NULL;
    }
    lua_createtable (L, 0, n_set);
    for (guint i = 0; fields[i].name; i++) {
        guint number = fields[i].number ? fields[i].number (recipient) : 0;
        if (number)
            set_integer (L, fields[i].name, number);
        else
            set_text (L, fields[i].name, texts[i]);
    }
    set_evidence (L, recipient);
}

void push_verdict (lua_State *L, BounceRecipient *recipient)
{
    push_recipient (L, recipient, verdict_fields);
}

static void set_recipients (lua_State *L, BounceReport *report)
{
    guint n = bounce_report_get_n_recipients (report);

    lua_createtable (L, (int) n, 0);
    for (guint i = 0; i < n; i++) {
        push_recipient (L, bounce_report_get_recipient (report, i), recipient_fields);
        lua_rawseti (L, -2, (lua_Integer) i + 1);
    }
    lua_setfield (L, -2, "recipients");
}

void push_list (lua_State *L, const char *const *strings)
{
    guint n = g_strv_length ((char **) strings);

    lua_createtable (L, (int) n, 0);
    for (guint i = 0; i < n; i++) {
        lua_pushstring (L, strings[i]);
        lua_rawseti (L, -2, (lua_Integer) i + 1);
    }
}

/* Pushes a table of the fields with these names. */
static void push_fields (lua_State *L, BounceReport *report, const char *const *names,
                         const char *(*get) (BounceReport *report, const char *name))
{
    lua_createtable (L, 0, (int) g_strv_length ((char **) names));
    for (; *names; names++)
        set_text (L, *names, get (report, *names));
}

static void set_original (lua_State *L, BounceReport *report)
{
    const char *const *names = bounce_report_list_fields (report, "original");

    if (!names[0])
        return;
    push_fields (L, report, names, bounce_report_get_original);
    lua_setfield (L, -2, "original");
}

/* A Lua table has no order, and JSON is to be the same bytes as the C library's: the metatable remembers the mail's. */
static void set_feedback (lua_State *L, BounceReport *report)
{
    const char *const *names = bounce_report_list_fields (report, "feedback");

    if (!names[0])
        return;
    push_fields (L, report, names, bounce_report_get_feedback);
    lua_createtable (L, 0, 1);
    push_list (L, names);
    lua_setfield (L, -2, "__fields");
    lua_setmetatable (L, -2);
    lua_setfield (L, -2, "feedback");
}

int push_report (lua_State *L, Owned *own)
{
    BounceReport *report = own->report;

    lua_createtable (L, 0, G_N_ELEMENTS (report_fields) + 4); /* v, original, feedback and two lists, less the end mark */
    set_integer (L, "v", 1);
    for (const ReportField *field = report_fields; field->name; field++)
        if (field->number)
            set_integer (L, field->name, field->number (report));
        else
            set_text (L, field->name, field->text (report));
    set_original (L, report);
    set_feedback (L, report);
    push_list (L, bounce_report_get_warnings (report));
    lua_setfield (L, -2, "warnings");
    set_recipients (L, report);
    owned_clear (own);
    return 1;
}
