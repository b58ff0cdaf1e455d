/* classify.c: from what was said to what it means; see classify.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "classify.h"

#include "codes.h"
#include "reasons.h"
#include "stage.h"
#include "transcript.h"

/* ---- Statements ---- */

guint statements_of_reply (Span text, Statement statements[STATEMENTS_OF_REPLY])
{
    Span inner = transcript_inner (text), said = transcript_said (text);
    guint n = 0;

    if (inner.n && transcript_sender_asked (span_first (text, (gsize) (inner.s - text.s))) < 0)
        statements[n++] = (Statement){ inner, "diagnostic" };
    if (said.n < text.n)
        statements[n++] = (Statement){ said, "diagnostic" };
    return n;
}

/* ---- The verdict ---- */

/* Transient unless the class is 5; where reply and status differ, the softer: the rule about words may know better. */
static gboolean is_permanent (const BounceRecipient *r)
{
    gboolean status = !r->status || r->status[0] == '5', reply = !r->reply || r->reply >= 500;
    return status && reply && (r->status || r->reply);
}

static gboolean is_transient (const BounceRecipient *r)
{
    return (r->status && r->status[0] == '4') || (r->reply >= 400 && r->reply < 500);
}

static BounceSeverity severity_of (const BounceRecipient *r, BounceReason reason, BounceSeverity if_hard)
{
    if (r->action != BOUNCE_ACTION_FAILED)
        return BOUNCE_SEVERITY_NONE;
    return reason_can_be_hard (reason) ? if_hard : BOUNCE_SEVERITY_SOFT;
}

static void judge (BounceRecipient *r, BounceReason reason, BounceSeverity severity, BounceConfidence confidence)
{
    r->reason = reason;
    r->fault = bounce_reason_get_fault (reason);
    r->severity = severity_of (r, reason, severity);
    r->confidence = r->guessed ? BOUNCE_CONFIDENCE_LOW : confidence;
}

static void set_evidence (BounceRecipient *r, char *rule, const char *from, char *text)
{
    g_free (r->evidence_rule);
    g_free (r->evidence_text);
    r->evidence_rule = rule;
    r->evidence_from = from;
    r->evidence_text = text;
}

/* Does the code say the same as the words? */
static gboolean code_agrees (const BounceRecipient *r, BounceReason reason)
{
    const BounceCode *of_status = codes_for_status (stage_status (r)), *of_reply = codes_for_reply (r->reply);
    return (of_status && of_status->reason == reason) || (of_reply && of_reply->reason == reason);
}

/* "451 User unknown: temporary lookup failure", "450 4.2.1 Account disabled": who says that it may pass has not said that the
 * address is dead; and what is closed may be opened again, as the code says. Where no code is told, it must be said plainly: "check
 * the address, and try again" is said of what does not pass. */
static gboolean is_tentative (const BounceRecipient *r, BounceReason reason, Span said)
{
    static const char *const may_pass =
        "temporar|try again|try later|greylist|deferred|lookup|timed out|timeout|not open|migration|maintenance";

    if (!r->status && !r->reply)
        return span_has_any (said, "temporar|at the moment") && !span_has_any (said, "not temporar|not a temporar|permanent");
    return is_transient (r)
           && (reason == BOUNCE_REASON_USER_DISABLED || stage_is_trouble (stage_status (r)) || span_has_any (said, may_pass));
}

static void judge_by_rule (BounceRecipient *r, Hit *hit, const Statement *statements)
{
    const Rule *rule = &hit->rule;
    BounceSeverity severity = bounce_reason_is_hard (rule->reason) ? BOUNCE_SEVERITY_HARD : BOUNCE_SEVERITY_SOFT;
    gboolean sure = hit->narrow || rule->scope->named || rule->order || code_agrees (r, rule->reason);

    /* A code alone that is not permanent; and what the DNS says may change, if even the host that asked it hopes so. */
    if (!is_permanent (r) && (!hit->words || (bounce_reason_get_fault (rule->reason) == BOUNCE_FAULT_DOMAIN && is_transient (r))))
        severity = BOUNCE_SEVERITY_SOFT;
    if (hit->words && is_tentative (r, rule->reason, statements[hit->statement].text))
        severity = BOUNCE_SEVERITY_SOFT;
    if (rule->severity >= 0)
        severity = (BounceSeverity) rule->severity;
    gboolean supposed = hit->supposed && !sure;
    if (supposed)
        severity = BOUNCE_SEVERITY_SOFT;
    judge (r, rule->reason, severity,
           sure       ? BOUNCE_CONFIDENCE_HIGH
           : supposed ? BOUNCE_CONFIDENCE_LOW
                      : BOUNCE_CONFIDENCE_MEDIUM);
    if (hit->words)
        set_evidence (r, rule_name (rule), statements[hit->statement].from, g_steal_pointer (&hit->words));
    else
        set_evidence (r, rule_name (rule), r->status ? "status" : "reply",
                      r->status ? g_strdup (r->status) : g_strdup_printf ("%u", r->reply));
}

static void judge_by_code (BounceRecipient *r, const BounceCode *row, gboolean by_status)
{
    /* a row has "none" for the class that its code is not of */
    BounceSeverity severity = MAX (is_permanent (r) ? row->permanent : row->transient, BOUNCE_SEVERITY_SOFT);
    gboolean bare = by_status && strcmp (row->code, "x.0.0") == 0;
    BounceReason reason = row->reason ? row->reason : BOUNCE_REASON_UNKNOWN;

    if (stage_excludes (r, reason))
        reason = stage_is_login (r) ? BOUNCE_REASON_AUTH_REQUIRED : BOUNCE_REASON_SENDER_REJECTED;
    judge (r, reason, severity, bare || reason == BOUNCE_REASON_UNKNOWN ? BOUNCE_CONFIDENCE_LOW : BOUNCE_CONFIDENCE_MEDIUM);
    set_evidence (r, g_strconcat (by_status ? "status/" : "reply/", row->code, NULL), by_status ? "status" : "reply",
                  by_status ? g_strdup (r->status) : g_strdup_printf ("%u", r->reply));
}

/* The row that says the most: of the status, of the reply, or of a status that tells only its class. */
static const BounceCode *best_code (const BounceRecipient *r, gboolean *by_status)
{
    const BounceCode *of_status = codes_for_status (stage_status (r)), *of_reply = codes_for_reply (r->reply);

    *by_status = of_status && of_status->reason && of_status->reason != BOUNCE_REASON_UNKNOWN;
    if (*by_status)
        return of_status;
    if (of_reply && of_reply->reason && of_reply->reason != BOUNCE_REASON_UNKNOWN)
        return of_reply;
    *by_status = of_status != NULL;
    return of_status ? of_status : of_reply;
}

/* Words before codes; but the code of a cause tells more than "it expired". */
static gboolean is_decided_by (const Rule *rule, const BounceCode *code)
{
    return ranking_depth (rule->reason) > 0 || !code || ranking_depth (code->reason) < 2 || rule->order;
}

gboolean classify (const RuleSet *rules, BounceRecipient *r, const Statement *statements, guint n, const char *reporting_mta,
                   Rule *decided)
{
    Hit best = hits_find (rules, r, statements, n, reporting_mta, NULL).best;
    gboolean by_status;
    const BounceCode *code = best_code (r, &by_status);
    gboolean by_rule = best.rule.table && is_decided_by (&best.rule, code);

    if (by_rule) {
        judge_by_rule (r, &best, statements);
        if (decided)
            *decided = best.rule;
    } else if (code) {
        judge_by_code (r, code, by_status);
    } else {
        judge (r, BOUNCE_REASON_UNKNOWN, BOUNCE_SEVERITY_SOFT, BOUNCE_CONFIDENCE_LOW);
        set_evidence (r, g_strdup ("unknown"), NULL, NULL);
    }
    g_free (best.words);
    return by_rule;
}

/* ---- The trace ---- */

static void hit_clear (gpointer hit)
{
    g_free (((Hit *) hit)->words);
}

static gint best_first (gconstpointer a, gconstpointer b)
{
    const char *why;
    return ranking_compare (b, a, &why);
}

/* A rule that matches in several places stands where it ranks best. */
static void add_once (GArray *hits, Hit *hit, GHashTable *seen)
{
    if (!g_hash_table_add (seen, (gpointer) &hit->rule.table->rows[hit->rule.index]))
        return;
    if (hits->len) {
        Hit *before = &g_array_index (hits, Hit, hits->len - 1);
        ranking_compare (before, hit, &before->rank);
    }
    g_array_append_val (hits, *hit);
    hit->words = NULL;
}

Trace classify_trace (const RuleSet *rules, const BounceRecipient *r, const Statement *statements, guint n,
                      const char *reporting_mta)
{
    g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Hit));
    g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
    Trace trace = { .hits = g_array_new (FALSE, FALSE, sizeof (Hit)), .permanent = is_permanent (r) };
    gboolean by_status;
    const BounceCode *code = best_code (r, &by_status);

    g_array_set_clear_func (all, hit_clear);
    g_array_set_clear_func (trace.hits, hit_clear);
    hits_find (rules, r, statements, n, reporting_mta, all);
    g_array_sort (all, best_first);
    for (guint i = 0; i < all->len; i++)
        add_once (trace.hits, &g_array_index (all, Hit, i), seen);
    if (trace.hits->len && is_decided_by (&g_array_index (trace.hits, Hit, 0).rule, code))
        trace.decided = &g_array_index (trace.hits, Hit, 0);
    return trace;
}
