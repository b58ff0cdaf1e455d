/* report.c: the result and its accessors; see bounce.h and report.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "report.h"

G_DEFINE_BOXED_TYPE (BounceReport, bounce_report, bounce_report_ref, bounce_report_unref)
G_DEFINE_BOXED_TYPE (BounceRecipient, bounce_recipient, bounce_recipient_ref, bounce_recipient_unref)

/* ---- Making ---- */

BounceRecipient *recipient_new (void)
{
    BounceRecipient *recipient = g_new0 (BounceRecipient, 1);
    recipient->refs = 1;
    return recipient;
}

static void field_list_init (FieldList *list)
{
    list->names = g_ptr_array_new_with_free_func (g_free);
    list->values = g_ptr_array_new_with_free_func (g_free);
}

static void field_list_clear (FieldList *list)
{
    g_clear_pointer (&list->index, g_hash_table_unref);
    g_ptr_array_unref (list->names);
    g_ptr_array_unref (list->values);
}

GPtrArray *report_new_recipients (void)
{
    return g_ptr_array_new_with_free_func ((GDestroyNotify) bounce_recipient_unref);
}

BounceReport *report_new (void)
{
    BounceReport *report = g_new0 (BounceReport, 1);

    report->refs = 1;
    report->recipients = report_new_recipients ();
    report->warnings = g_ptr_array_new ();
    field_list_init (&report->original);
    field_list_init (&report->feedback);
    return report;
}

BounceRecipient *report_add_recipient (BounceReport *report)
{
    BounceRecipient *recipient = recipient_new ();
    g_ptr_array_add (report->recipients, recipient);
    return recipient;
}

#define FIELDS_WITHOUT_INDEX 32 /* more than any mail system writes */

/* A stranger may write tens of thousands of fields, each of which is looked for among those before it. */
static void index_field (FieldList *list, guint i)
{
    if (i == FIELDS_WITHOUT_INDEX)
        list->index = g_hash_table_new (g_str_hash, g_str_equal);
    for (guint k = i == FIELDS_WITHOUT_INDEX ? 0 : i; list->index && k <= i; k++)
        g_hash_table_insert (list->index, list->names->pdata[k], list->values->pdata[k]);
}

const char *field_list_get (const FieldList *list, const char *name)
{
    if (list->index)
        return g_hash_table_lookup (list->index, name);
    for (guint i = 0; i < list->values->len; i++)
        if (strcmp (list->names->pdata[i], name) == 0)
            return list->values->pdata[i];
    return NULL;
}

void field_list_add (FieldList *list, const char *name, char *value)
{
    if (!value || !*value || field_list_get (list, name)) {
        g_free (value);
        return;
    }
    g_ptr_array_add (list->names, g_strdup (name));
    g_ptr_array_add (list->values, value);
    index_field (list, list->values->len - 1);
}

/* ---- The id: its recipe stands in bounce.h and never changes ---- */

static void hash_string (GChecksum *sum, const char *string)
{
    if (string)
        g_checksum_update (sum, (const guchar *) string, -1);
    g_checksum_update (sum, (const guchar *) "\n", 1);
}

static gboolean hash_recipients (GChecksum *sum, BounceReport *report)
{
    gboolean told = FALSE;

    for (guint i = 0; i < report->recipients->len; i++) {
        const BounceRecipient *r = report->recipients->pdata[i];
        const char *address = r->final_address ? r->final_address : r->address;
        hash_string (sum, address);
        hash_string (sum, bounce_action_to_string (r->action));
        hash_string (sum, r->status);
        told = told || address || r->status;
    }
    return told;
}

static void set_id (BounceReport *report, Span message)
{
    g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
    const char *original = field_list_get (&report->original, "message_id");

    hash_string (sum, bounce_kind_to_string (report->kind));
    hash_string (sum, report->reporting_mta);
    hash_string (sum, report->message_id);
    hash_string (sum, original);
    gboolean told = hash_recipients (sum, report);
    if (!told && !report->reporting_mta && !report->message_id && !original)
        g_checksum_update (sum, (const guchar *) message.s, (gssize) MIN (message.n, 4096));
    g_strlcpy (report->id, g_checksum_get_string (sum), sizeof report->id);
}

void report_finish (BounceReport *report, Span message)
{
    set_id (report, message);
    g_ptr_array_add (report->warnings, NULL);
    g_ptr_array_add (report->original.names, NULL);
    g_ptr_array_add (report->feedback.names, NULL);
}

/* ---- Life ---- */

BounceRecipient *bounce_recipient_ref (BounceRecipient *recipient)
{
    g_atomic_int_inc (&recipient->refs);
    return recipient;
}

void bounce_recipient_unref (BounceRecipient *r)
{
    if (!g_atomic_int_dec_and_test (&r->refs))
        return;
    char *owned[] = { r->address,         r->final_address,   r->original_address,
                      r->status,          r->reported_status, r->diagnostic,
                      r->diagnostic_type, r->remote_mta,      r->last_attempt,
                      r->retry_until,     r->evidence_rule,   r->evidence_text,
                      r->near,            r->typed,
                      r->target,          r->text };
    for (guint i = 0; i < G_N_ELEMENTS (owned); i++)
        g_free (owned[i]);
    g_free (r);
}

BounceReport *bounce_report_ref (BounceReport *report)
{
    g_atomic_int_inc (&report->refs);
    return report;
}

/* The strings that a report owns by itself. */
#define OWNED(r)                                                                                                                 \
    {                                                                                                                            \
        &(r)->source, &(r)->date, &(r)->message_id, &(r)->subject, &(r)->from, &(r)->to, &(r)->reporting_mta,                    \
            &(r)->arrival_date, &(r)->envelope_id, &(r)->unreadable                                                              \
    }

void bounce_report_unref (BounceReport *r)
{
    if (!g_atomic_int_dec_and_test (&r->refs))
        return;
    char **owned[] = OWNED (r);
    for (guint i = 0; i < G_N_ELEMENTS (owned); i++)
        g_free (*owned[i]);
    field_list_clear (&r->original);
    field_list_clear (&r->feedback);
    g_ptr_array_unref (r->recipients);
    g_ptr_array_unref (r->warnings);
    g_free (r);
}

/* ---- Some of the recipients ---- */

static FieldList field_list_share (const FieldList *list)
{
    return (FieldList){ g_ptr_array_ref (list->names), g_ptr_array_ref (list->values),
                        list->index ? g_hash_table_ref (list->index) : NULL };
}

/* A report like the other, without recipients. Lists never change, so both have the same. */
static BounceReport *copy_message (const BounceReport *report)
{
    BounceReport *copy = g_memdup2 (report, sizeof *report);
    char **owned[] = OWNED (copy);

    copy->refs = 1;
    for (guint i = 0; i < G_N_ELEMENTS (owned); i++)
        *owned[i] = g_strdup (*owned[i]);
    copy->original = field_list_share (&report->original);
    copy->feedback = field_list_share (&report->feedback);
    copy->recipients = report_new_recipients ();
    g_ptr_array_ref (copy->warnings);
    return copy;
}

BounceReport *bounce_report_select (BounceReport *report, BounceRecipientFunc keep, gpointer data)
{
    g_autoptr (GPtrArray) kept = g_ptr_array_new ();

    for (guint i = 0; i < report->recipients->len; i++)
        if (keep (report->recipients->pdata[i], data))
            g_ptr_array_add (kept, report->recipients->pdata[i]);
    if (kept->len == report->recipients->len)
        return bounce_report_ref (report);
    BounceReport *copy = copy_message (report);
    for (guint i = 0; i < kept->len; i++)
        g_ptr_array_add (copy->recipients, bounce_recipient_ref (kept->pdata[i]));
    return copy;
}

/* ---- Reading ---- */

const char *bounce_report_get_source (BounceReport *report)
{
    return report->source;
}

guint64 bounce_report_get_offset (BounceReport *report)
{
    return report->offset;
}

guint64 bounce_report_get_size (BounceReport *report)
{
    return report->size;
}

const char *bounce_report_get_id (BounceReport *report)
{
    return report->id;
}

BounceKind bounce_report_get_kind (BounceReport *report)
{
    return report->kind;
}

const char *bounce_report_get_format (BounceReport *report)
{
    return report->format;
}

const char *bounce_report_get_date (BounceReport *report)
{
    return report->date;
}

const char *bounce_report_get_message_id (BounceReport *report)
{
    return report->message_id;
}

const char *bounce_report_get_subject (BounceReport *report)
{
    return report->subject;
}

const char *bounce_report_get_from (BounceReport *report)
{
    return report->from;
}

const char *bounce_report_get_to (BounceReport *report)
{
    return report->to;
}

const char *bounce_report_get_reporting_mta (BounceReport *report)
{
    return report->reporting_mta;
}

const char *bounce_report_get_arrival_date (BounceReport *report)
{
    return report->arrival_date;
}

const char *bounce_report_get_envelope_id (BounceReport *report)
{
    return report->envelope_id;
}

const char *bounce_report_get_original (BounceReport *report, const char *field)
{
    return field_list_get (&report->original, field);
}

const char *bounce_report_get_feedback (BounceReport *report, const char *field)
{
    return field_list_get (&report->feedback, field);
}

const char *const *bounce_report_list_fields (BounceReport *report, const char *of)
{
    static const char *const none[] = { NULL };

    if (strcmp (of, "original") == 0)
        return (const char *const *) report->original.names->pdata;
    if (strcmp (of, "feedback") == 0)
        return (const char *const *) report->feedback.names->pdata;
    return none;
}

const char *const *bounce_report_get_warnings (BounceReport *report)
{
    return (const char *const *) report->warnings->pdata;
}

guint bounce_report_get_n_recipients (BounceReport *report)
{
    return report->recipients->len;
}

BounceRecipient *bounce_report_get_recipient (BounceReport *report, guint index)
{
    return index < report->recipients->len ? report->recipients->pdata[index] : NULL;
}

BounceRecipient **bounce_report_list_recipients (BounceReport *report, gsize *n_recipients)
{
    guint n = report->recipients->len;
    BounceRecipient **list = g_new0 (BounceRecipient *, n + 1);

    for (guint i = 0; i < n; i++)
        list[i] = bounce_recipient_ref (report->recipients->pdata[i]);
    if (n_recipients)
        *n_recipients = n;
    return list;
}

const char *bounce_recipient_get_address (BounceRecipient *recipient)
{
    return recipient->address;
}

BounceOrigin bounce_recipient_get_address_from (BounceRecipient *recipient)
{
    return recipient->address_from;
}

const char *bounce_recipient_get_final_address (BounceRecipient *recipient)
{
    return recipient->final_address;
}

const char *bounce_recipient_get_original_address (BounceRecipient *recipient)
{
    return recipient->original_address;
}

BounceAction bounce_recipient_get_action (BounceRecipient *recipient)
{
    return recipient->action;
}

const char *bounce_recipient_get_status (BounceRecipient *recipient)
{
    return recipient->status;
}

const char *bounce_recipient_get_reported_status (BounceRecipient *recipient)
{
    return recipient->reported_status;
}

guint bounce_recipient_get_reply (BounceRecipient *recipient)
{
    return recipient->reply;
}

BounceCommand bounce_recipient_get_command (BounceRecipient *recipient)
{
    return recipient->command;
}

const char *bounce_recipient_get_diagnostic (BounceRecipient *recipient)
{
    return recipient->diagnostic;
}

const char *bounce_recipient_get_diagnostic_type (BounceRecipient *recipient)
{
    return recipient->diagnostic_type;
}

const char *bounce_recipient_get_remote_mta (BounceRecipient *recipient)
{
    return recipient->remote_mta;
}

const char *bounce_recipient_get_last_attempt (BounceRecipient *recipient)
{
    return recipient->last_attempt;
}

const char *bounce_recipient_get_retry_until (BounceRecipient *recipient)
{
    return recipient->retry_until;
}

BounceReason bounce_recipient_get_reason (BounceRecipient *recipient)
{
    return recipient->reason;
}

BounceSeverity bounce_recipient_get_severity (BounceRecipient *recipient)
{
    return recipient->severity;
}

BounceFault bounce_recipient_get_fault (BounceRecipient *recipient)
{
    return recipient->fault;
}

BounceConfidence bounce_recipient_get_confidence (BounceRecipient *recipient)
{
    return recipient->confidence;
}

const char *bounce_recipient_get_evidence_rule (BounceRecipient *recipient)
{
    return recipient->evidence_rule;
}

const char *bounce_recipient_get_evidence_from (BounceRecipient *recipient)
{
    return recipient->evidence_from;
}

const char *bounce_recipient_get_evidence_text (BounceRecipient *recipient)
{
    return recipient->evidence_text;
}
