/* report.h: what a report is made of; the readers fill it, then it never changes
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "bounce.h"
#include "span.h"

struct _BounceRecipient {
    gint refs;
    BounceAction action;
    BounceOrigin address_from;
    BounceCommand command;
    BounceReason reason;
    BounceSeverity severity;
    BounceFault fault;
    BounceConfidence confidence;
    guint reply;
    char *address;
    char *final_address, *original_address;
    char *status, *reported_status;
    char *diagnostic, *diagnostic_type;
    char *remote_mta;
    char *last_attempt, *retry_until;
    char *evidence_rule, *evidence_text;
    const char *evidence_from; /* static */

    /* While it is read: */
    char *near;        /* what of a text is said of this recipient alone, where more stands near it */
    char *typed;       /* the diagnostic with its type, where that tells who spoke: "x-unix; 69" */
    char *target;      /* the member that an alias was expanded to, where the text tells */
    char *text;        /* what the text for people says of this recipient */
    gboolean near_tells;  /* and it is understood: the rest of the text may be about anybody */
    gboolean guessed;     /* by the generic reader */
    gboolean status_said; /* the status stands in what was said, not only in the field */
};

/* Names and values in the order of the mail. */
typedef struct {
    GPtrArray *names;  /* owned strings; ended by NULL once the report is finished */
    GPtrArray *values; /* owned strings, one for each name */
    GHashTable *index; /* from name to value, which it borrows, once there are many; NULL before */
} FieldList;

struct _BounceReport {
    gint refs;
    BounceKind kind;
    const char *format; /* static */
    guint64 offset, size;
    char *source;
    char id[33];
    char *date, *message_id, *subject, *from, *to;
    char *reporting_mta, *arrival_date, *envelope_id;
    FieldList original, feedback;
    GPtrArray *recipients;
    GPtrArray *warnings; /* static strings, or the next */
    char *unreadable;    /* why it could not be read */
};

BounceReport *report_new (void);
BounceRecipient *recipient_new (void);

/* An empty list, which owns what is added. */
GPtrArray *report_new_recipients (void);

/* A new recipient at the end of the report; borrowed. */
BounceRecipient *report_add_recipient (BounceReport *report);

/* Sets a field of the list, unless it is there already or the value is NULL. Takes value; copies name. */
void field_list_add (FieldList *list, const char *name, char *value);
const char *field_list_get (const FieldList *list, const char *name);

/* Ends the making: closes the lists and computes the id. message is what the id falls back on. */
void report_finish (BounceReport *report, Span message);

/* Puts value where nothing stands yet, else frees it. */
static inline void take_if_absent (char **slot, char *value)
{
    if (*slot || !value || !*value)
        g_free (value);
    else
        *slot = value;
}
