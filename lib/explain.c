/* explain.c: a verdict told to a person: the message; see explain.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "explain.h"

#include "dsn.h"
#include "field.h"
#include "format.h"
#include "kind.h"
#include "page.h"
#include "parser.h"
#include "reading.h"

static const char *const kinds[] = {
    [BOUNCE_KIND_OTHER] = "none that is known: neither a report nor an automatic reply",
    [BOUNCE_KIND_BOUNCE] = "mail to at least one recipient failed",
    [BOUNCE_KIND_DELAY] = "delivery is still being tried",
    [BOUNCE_KIND_DELIVERY] = "delivered, relayed or expanded, as the sender had asked to be told",
    [BOUNCE_KIND_FEEDBACK] = "a complaint or another feedback report",
    [BOUNCE_KIND_DISPOSITION] = "what became of mail that had arrived: read, deleted…",
    [BOUNCE_KIND_AUTO_REPLY] = "an answer that nobody wrote: vacation and the like",
    [BOUNCE_KIND_UNREADABLE] = "the message could not be read at all",
};

static const char *const likenesses[] = {
    [LIKENESS_NONE] = "no mark of a report",
    [LIKENESS_SOME] = "one weak mark of a report",
    [LIKENESS_GOOD] = "much like that of a report",
    [LIKENESS_SURE] = "that of a mailer daemon",
};

static const char *const machines[] = {
    [PART_STATUS] = "it has a machine-readable delivery status (RFC 3464)",
    [PART_FEEDBACK] = "it has a feedback report (RFC 5965)",
    [PART_DISPOSITION] = "it has a disposition notification (RFC 8098)",
    [PART_TRACKING] = "it tells the way of a mail (RFC 3886)",
};

/* ---- The format ---- */

/* Which mark of the format is there? It may have several rows. */
static Span find_mark (const Reading *reading)
{
    Span mark = SPAN_EMPTY;

    for (const Format *format = formats; format->name && mark.n == 0; format++)
        if (strcmp (format->name, reading->report->format) == 0)
            mark = format_mark (format, reading->header, reading->text);
    return mark;
}

static void explain_format (GString *page, const Reading *reading)
{
    const char *format = reading->report->format;

    if (!format) {
        page_line (page, "Format", "none: nothing in it was read as a report");
        return;
    }
    g_autofree char *mark = span_dup_or_null (find_mark (reading));
    if ((guint) reading->machine < G_N_ELEMENTS (machines) && machines[reading->machine])
        page_line (page, "Format", "%s: %s%s", format, machines[reading->machine],
                   reading->refused ? ", which tells of a refusal" : "");
    else if (mark)
        page_line (page, "Format", "%s: it has the mark \"%s\"", format, mark);
    else if (strcmp (format, "generic") == 0)
        page_line (page, "Format", "generic: no format is known; who stands near a reply, a code or known words was taken");
    else
        page_line (page, "Format", "%s: as its text tells", format);
}

/* ---- The message ---- */

static Likeness likeness_of (const Reading *reading)
{
    return kind_likeness (reading->header, span_of (reading->report->subject));
}

/* The headers by which a report or an automatic reply is told from a person's mail. */
static void explain_header (GString *page, const Reading *reading)
{
    static const char *const telling[] = { "Return-Path", "Auto-Submitted", "X-Failed-Recipients", "Precedence", "X-Autoreply" };
    g_autoptr(GString) list = g_string_new (likenesses[likeness_of (reading)]);

    for (guint i = 0; i < G_N_ELEMENTS (telling); i++) {
        if (!field_has (reading->header, telling[i]))
            continue;
        g_autofree char *value = field_unfold (span_first (field_get (reading->header, telling[i]), 200));
        g_autofree char *valid = g_utf8_make_valid (value, -1);
        page_list_add (list, "%s: %s", telling[i], valid);
    }
    page_line (page, "Header", "%s", list->str);
}

static void explain_original (GString *page, const FieldList *original)
{
    static const char *const telling[] = { "subject", "from", "to", "message_id" };
    g_autoptr(GString) list = g_string_new (NULL);

    for (guint i = 0; i < G_N_ELEMENTS (telling); i++) {
        const char *value = field_list_get (original, telling[i]);
        if (value)
            page_list_add (list, "%s: %s", telling[i], value);
    }
    page_list (page, "Was sent", list);
}

static void explain_feedback (GString *page, const FieldList *feedback)
{
    g_autoptr(GString) list = g_string_new (NULL);

    for (guint i = 0; i < feedback->values->len; i++)
        page_list_add (list, "%s: %s", (const char *) feedback->names->pdata[i], (const char *) feedback->values->pdata[i]);
    page_list (page, "Feedback", list);
}

static const char *advice_on (const Reading *reading)
{
    BounceKind kind = reading->report->kind;

    if (kind == BOUNCE_KIND_OTHER && likeness_of (reading) >= LIKENESS_GOOD)
        return "Read it: it looks like a report, but nobody is named in it, or its format is not known.";
    return explain_advice_on (kind);
}

static void explain_message (GString *page, const Reading *reading)
{
    const BounceReport *report = reading->report;

    page_title (page, "Message");
    page_value (page, "Subject", report->subject);
    page_value (page, "From", report->from);
    page_value (page, "To", report->to);
    page_value (page, "Date", report->date);
    page_line (page, "Kind", "%s: %s", bounce_kind_to_string (report->kind), kinds[report->kind]);
    explain_header (page, reading);
    explain_format (page, reading);
    page_value (page, "Reported by", report->reporting_mta);
    explain_original (page, &report->original);
    explain_feedback (page, &report->feedback);
    if (report->recipients->len == 0 || report->kind == BOUNCE_KIND_FEEDBACK)
        page_line (page, "What to do", "%s", advice_on (reading));
}

/* ---- The whole ---- */

/* The recipient as the delivery status alone tells it, looked for from *next on, which is set to the one behind it; NULL where it
 * does not. */
static const BounceRecipient *find_fields (const BounceReport *status, guint *next, const BounceRecipient *r)
{
    for (guint i = *next; i < status->recipients->len; i++) {
        const BounceRecipient *f = status->recipients->pdata[i];
        if (g_strcmp0 (f->final_address, r->final_address) == 0 && g_strcmp0 (f->original_address, r->original_address) == 0 &&
            g_strcmp0 (f->reported_status, r->reported_status) == 0) {
            *next = i + 1;
            return f;
        }
    }
    return NULL;
}

static void explain_recipients (GString *page, const Reading *reading)
{
    const GPtrArray *recipients = reading->report->recipients;
    const gsize *limits = reading->parser->limits;
    g_autoptr(BounceReport) status = report_new ();
    guint next = 0;

    dsn_read (status, reading->status, limits[BOUNCE_LIMIT_RECIPIENTS], limits[BOUNCE_LIMIT_HEADER]);
    for (guint i = 0; i < recipients->len; i++)
        explain_recipient (page, reading, i, find_fields (status, &next, recipients->pdata[i]));
}

static void explain_warnings (GString *page, const GPtrArray *warnings)
{
    if (warnings->len)
        page_title (page, "Warnings");
    for (guint i = 0; i < warnings->len; i++)
        page_item (page, warnings->pdata[i]);
}

static void explain (const Reading *reading, gpointer page)
{
    explain_message (page, reading);
    explain_recipients (page, reading);
    explain_warnings (page, reading->report->warnings);
}

char *bounce_parser_explain (BounceParser *parser, const char *data, gsize length)
{
    GString *page = g_string_new (NULL);
    const MessagePlace place = { .size = length, .show = explain, .user_data = page };

    bounce_report_unref (parser_read (parser, (Span){ data, length }, &place));
    return g_string_free (page, FALSE);
}
