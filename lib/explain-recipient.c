/* explain-recipient.c: what was said of one recipient, and what it means; see explain.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "explain.h"

#include "classify.h"
#include "field.h"
#include "page.h"
#include "reading.h"
#include "reasons.h"

#define MAX_HITS 8 /* rules that are named; the others are counted */

static const char *const actions[] = {
    [BOUNCE_ACTION_NONE] = "not told",
    [BOUNCE_ACTION_FAILED] = "given up, or refused",
    [BOUNCE_ACTION_DELAYED] = "not delivered yet, still being tried",
    [BOUNCE_ACTION_DELIVERED] = "delivered",
    [BOUNCE_ACTION_RELAYED] = "passed on to a host that sends no such reports",
    [BOUNCE_ACTION_EXPANDED] = "delivered to an alias or list, and sent on to its members",
};

static const char *const origins[] = {
    [BOUNCE_ORIGIN_NONE] = "no address is told",
    [BOUNCE_ORIGIN_VERP] = "carried by the address that this report was sent to (VERP): no forwarding can change it",
    [BOUNCE_ORIGIN_ORIGINAL_RECIPIENT] = "the field Original-Recipient: what the sender had written",
    [BOUNCE_ORIGIN_FINAL_RECIPIENT] = "the field Final-Recipient",
    [BOUNCE_ORIGIN_X_FAILED_RECIPIENTS] = "the header X-Failed-Recipients",
    [BOUNCE_ORIGIN_TEXT] = "the text for people",
    [BOUNCE_ORIGIN_ORIGINAL_TO] = "the To of the returned message: the report itself names nobody",
};

static const char *const faults[] = {
    [BOUNCE_FAULT_NONE] = "nobody's",
    [BOUNCE_FAULT_RECIPIENT] = "the recipient's",
    [BOUNCE_FAULT_DOMAIN] = "the recipient's domain's",
    [BOUNCE_FAULT_MESSAGE] = "the message's",
    [BOUNCE_FAULT_SENDER] = "the sender's",
    [BOUNCE_FAULT_SYSTEM] = "a mail system's on the way",
    [BOUNCE_FAULT_NETWORK] = "the network's",
    [BOUNCE_FAULT_UNKNOWN] = "not known",
};

/* ---- What was said: r as the report has it, f as the delivery status alone tells it, or NULL ---- */

#define IN_TEXT "in the text for people"

/* Where a value stands: in the field, or in what was said, or elsewhere in the text. */
static const char *place_of (const char *value, const char *in_field, const char *field, const char *said)
{
    if (in_field && strcmp (value, in_field) == 0)
        return field;
    return said && strstr (said, value) ? "in what was said" : IN_TEXT;
}

static void add_candidate (GString *list, const char *where, const char *address, const char *chosen)
{
    if (address && g_strcmp0 (address, chosen) != 0)
        page_list_add (list, "%s (%s)", address, where);
}

/* What else might be meant of a report that names only one. */
static void add_candidates_of_message (GString *list, const Reading *reading, const char *chosen)
{
    Span failed = field_get (reading->header, "X-Failed-Recipients");
    g_autofree char *unfolded = field_unfold (span_first (failed, 500));
    g_autofree char *header = g_utf8_make_valid (unfolded, -1);

    add_candidate (list, "X-Failed-Recipients", failed.n ? header : NULL, chosen);
    add_candidate (list, "the To of the returned message", field_list_get (&reading->report->original, "to"), chosen);
}

static void explain_address (GString *page, const Reading *reading, const BounceRecipient *r)
{
    g_autoptr(GString) others = g_string_new (NULL);

    add_candidate (others, "Original-Recipient", r->original_address, r->address);
    add_candidate (others, "Final-Recipient", r->final_address, r->address);
    if (reading->report->recipients->len == 1)
        add_candidates_of_message (others, reading, r->address);
    page_line (page, "Address", "%s", origins[r->address_from]);
    page_list (page, "Others", others);
}

static void explain_action (GString *page, const BounceRecipient *r, const BounceRecipient *f)
{
    if (r->action)
        page_line (page, "Action", "%s: %s; %s", bounce_action_to_string (r->action), actions[r->action],
                   f && f->action == r->action ? "the field Action" : "concluded from the text or the codes");
}

static void explain_status (GString *page, const BounceRecipient *r, const BounceRecipient *f)
{
    const char *reported = g_strcmp0 (r->status, r->reported_status) != 0 ? r->reported_status : NULL;

    if (r->status)
        page_line (page, "Status", "%s, %s%s%s", r->status,
                   place_of (r->status, f ? f->status : NULL, "the field Status", r->diagnostic),
                   reported ? "; the field Status: " : "", reported ? reported : "");
    else if (reported)
        page_line (page, "Status", "none that is valid; the field Status: %s", reported);
}

static void explain_codes (GString *page, const BounceRecipient *r, const BounceRecipient *f)
{
    const char *command = bounce_command_to_string (r->command);

    explain_status (page, r, f);
    if (r->reply) {
        g_autofree char *reply = g_strdup_printf ("%u", r->reply);
        page_line (page, "Reply", "%s, %s", reply, place_of (reply, NULL, NULL, r->diagnostic));
    }
    if (command)
        page_line (page, "Command", "%s is what the reply answered", command);
    if (r->remote_mta)
        page_line (page, "Host", "%s, %s", r->remote_mta,
                   place_of (r->remote_mta, f ? f->remote_mta : NULL, "the field Remote-MTA", r->diagnostic));
}

static void explain_said (GString *page, const BounceRecipient *r, const BounceRecipient *f)
{
    gboolean field = f && g_strcmp0 (f->diagnostic, r->diagnostic) == 0;
    const char *type = field ? r->diagnostic_type : NULL;
    g_autofree char *said = page_cut (r->diagnostic);
    g_autofree char *text = g_strcmp0 (r->text, r->diagnostic) != 0 ? page_cut (r->text) : NULL;

    if (said)
        page_line (page, "Said", "\"%s\", %s%s%s%s", said, field ? "the field Diagnostic-Code" : IN_TEXT, type ? " (" : "",
                   type ? type : "", type ? ")" : "");
    if (text)
        page_line (page, "Text", "\"%s\"", text);
    page_value (page, "Last attempt", r->last_attempt);
    page_value (page, "Retried until", r->retry_until);
}

/* ---- What it means ---- */

static void explain_hit (GString *page, guint number, const Hit *hit, const Statement *statements)
{
    g_autofree char *name = rule_name (&hit->rule);
    g_autofree char *words =
        hit->words ? g_strdup_printf ("\"%s\" in the %s", hit->words, statements[hit->statement].from) : NULL;

    page_line (page, "", "%u. %s, %s:%u: %s", number, name, hit->rule.file, hit->rule.line,
               words ? words : "by its conditions");
}

static void explain_hits (GString *page, const Trace *trace, const Statement *statements)
{
    guint n = trace->hits->len;

    if (n == 0) {
        page_line (page, "Rules", "none that matches");
        return;
    }
    page_line (page, "Rules", n == 1 ? "%u that matches" : "%u that match, the best first", n);
    for (guint i = 0; i < MIN (n, MAX_HITS); i++)
        explain_hit (page, i + 1, &g_array_index (trace->hits, Hit, i), statements);
    if (n > MAX_HITS)
        page_line (page, "", "and %u more", n - MAX_HITS);
}

static void explain_decision (GString *page, const BounceRecipient *r, const Trace *trace)
{
    const Hit *decided = trace->decided;
    const char *row = strchr (r->evidence_rule, '/');
    const BounceCode *code = row ? bounce_code_lookup (row + 1) : NULL;

    if (decided && decided->rank)
        page_line (page, "Decided by", "%s; it stands before the second: %s", r->evidence_rule, decided->rank);
    else if (decided)
        page_line (page, "Decided by", "%s", r->evidence_rule);
    else if (!row)
        page_line (page, "Decided by", "nothing: no rule matches, and no code is told");
    else
        page_line (page, "Decided by", "the code %s%s%s%s: %s", r->evidence_text, code ? " (" : "", code ? code->name : "",
                   code ? ")" : "", trace->hits->len ? "the rules tell only what follows from a cause" : "no rule matches");
}

static const char *why_soft (const BounceRecipient *r, const Trace *trace)
{
    if (trace->decided && trace->decided->rule.severity == BOUNCE_SEVERITY_SOFT)
        return "the rule says so of these words";
    if (!bounce_reason_is_hard (r->reason))
        return "it says nothing final about the address";
    if (trace->decided && trace->decided->supposed)
        return "the words tell only what may be the cause";
    return trace->permanent ? "the code is often misused, and no words say that the address is dead"
                            : "the code is transient, and no words say that the address is dead";
}

static void explain_severity (GString *page, const BounceRecipient *r, const Trace *trace)
{
    const char *meaning = bounce_reason_get_meaning (r->reason);
    gboolean words = trace->decided && trace->decided->rule.phrase;
    gboolean but = (r->status || r->reply) && !trace->permanent;

    if (r->severity == BOUNCE_SEVERITY_NONE)
        page_line (page, "Severity", "none, because mail that is still being tried has not failed");
    else if (r->fault == BOUNCE_FAULT_UNKNOWN)
        page_line (page, "Severity", "soft, because nothing that is understood tells why");
    else if (!reason_can_be_hard (r->reason))
        page_line (page, "Severity", "soft, because the fault is %s: it says nothing of the address", faults[r->fault]);
    else if (r->severity == BOUNCE_SEVERITY_SOFT)
        page_line (page, "Severity", "soft, because %s", why_soft (r, trace));
    else if (trace->decided && trace->decided->rule.severity == BOUNCE_SEVERITY_HARD)
        page_line (page, "Severity", "hard, because the rule says so of these words");
    else if (words)
        page_line (page, "Severity", "hard, because the words say that %s%s", meaning,
                   but ? ", though the code is transient" : "");
    else
        page_line (page, "Severity", "hard, because the code is permanent and means that %s", meaning);
}

static const char *why_sure (const BounceRecipient *r, const Trace *trace)
{
    const Hit *decided = trace->decided;

    if (r->guessed)
        return "the format is not known, and the recipient is guessed";
    if (!decided)
        return r->confidence == BOUNCE_CONFIDENCE_LOW ? "nothing more is understood" : "only a code tells it";
    if (decided->rule.order)
        return "the rule is your own";
    if (decided->narrow)
        return "it is known who speaks, and how";
    if (r->confidence == BOUNCE_CONFIDENCE_LOW)
        return "the words tell only what may be the cause";
    return r->confidence == BOUNCE_CONFIDENCE_HIGH ? "words and code agree" : "the words are general, and no code confirms them";
}

static void explain_verdict (GString *page, const Reading *reading, const BounceRecipient *r)
{
    Statement statements[READING_MAX_STATEMENTS];
    guint n = reading_statements (r, statements);
    Trace trace = classify_trace (reading->parser->rules, r, statements, n, reading->speaker);

    explain_hits (page, &trace, statements);
    explain_decision (page, r, &trace);
    page_line (page, "Reason", "%s: %s", bounce_reason_to_string (r->reason), bounce_reason_get_meaning (r->reason));
    page_line (page, "Fault", "%s", faults[r->fault]);
    explain_severity (page, r, &trace);
    page_line (page, "Confidence", "%s, because %s", bounce_confidence_to_string (r->confidence), why_sure (r, &trace));
    page_line (page, "What to do", "%s", explain_advice (r->reason, r->severity));
    g_array_unref (trace.hits);
}

/* ---- The whole ---- */

void explain_recipient (GString *page, const Reading *reading, guint index, const BounceRecipient *fields)
{
    const GPtrArray *recipients = reading->report->recipients;
    const BounceRecipient *r = recipients->pdata[index];
    g_autofree char *address = page_cut (r->address);
    g_autofree char *title =
        g_strdup_printf ("Recipient %u of %u: %s", index + 1, recipients->len, address ? address : "nobody is named");

    page_title (page, title);
    explain_address (page, reading, r);
    explain_action (page, r, fields);
    explain_codes (page, r, fields);
    explain_said (page, r, fields);
    if (r->reason)
        explain_verdict (page, reading, r);
    else if (reading->report->kind != BOUNCE_KIND_FEEDBACK)
        page_line (page, "What to do", "%s", explain_advice_on (BOUNCE_KIND_DELIVERY));
}
