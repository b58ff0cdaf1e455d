/* classify.c: from what was said to what it means; see classify.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "classify.h"

#include "codes.h"
#include "forms.h"
#include "sense.h"
#include "warnings.h"

/* ---- The ranking ----
 *
 * All rules that match are collected, then one decides:
 *  1. the site's own rules, those of the file that was added last first: the user decides;
 *  2. a cause before a mere consequence: see insight();
 *  3. what is said of this recipient before what the mail says elsewhere, the remote host's words before those about them;
 *  4. what knows more: a provider's own wording, then a cause in general words, then a provider's code;
 *  5. the narrower scope: who knows the speaker knows what is meant;
 *  6. what is, before what may be: "Possible reasons: the mailbox does not exist";
 *  7. what the status code does not speak against: "550 5.7.1 Spam; … not found in your address book";
 *  8. the longer match: it has read more of the sentence;
 *  9. more conditions;
 * 10. the order of reasons below, then file and line, so that the same input always gives the same answer.
 */

/* How deep a reason goes: mail that expired, or that a daemon gave up with a system error, did so for a cause; where the
 * same text tells the cause, that is the reason. */
static guint depth (BounceReason reason)
{
    switch (reason) {
    case BOUNCE_REASON_UNKNOWN:
    case BOUNCE_REASON_EXPIRED:
        return 0;
    case BOUNCE_REASON_SYNTAX_ERROR:
    case BOUNCE_REASON_SYSTEM_ERROR:
    case BOUNCE_REASON_MAILER_ERROR:
    case BOUNCE_REASON_NETWORK_ERROR:
    case BOUNCE_REASON_POLICY:
        return 1;
    default:
        return 2;
    }
}

/* Of equal matches the reason that does the least harm to an innocent address wins: the sender's and the message's faults stand
 * before the recipient's, and what is not hard before what is. */
static guint harm (BounceReason reason)
{
    if (bounce_reason_is_hard (reason))
        return 2;
    return bounce_reason_get_fault (reason) == BOUNCE_FAULT_RECIPIENT ? 1 : 0;
}

/* Words before codes, as codes are misused more than words; who knows the speaker before who does not; a cause before what
 * follows from it. */
static guint insight (const Hit *hit)
{
    guint deep = depth (hit->rule.reason);

    if (deep == 0)
        return 0;
    if (hit->distrusted)
        return 1;
    if (hit->rule.phrase)
        return hit->narrow ? 4 : deep > 1 ? 3 : 1;
    return deep > 1 && hit->narrow ? 2 : 1;
}

#define COMPARE(a, b, step)                                                                                                      \
    do {                                                                                                                         \
        *why = step;                                                                                                             \
        if ((a) != (b))                                                                                                          \
            return (a) > (b) ? 1 : -1;                                                                                           \
    } while (0)

/* Above 0 where a wins. *why is the step that told, for people. */
static int compare_hits (const Hit *a, const Hit *b, const char **why)
{
    COMPARE (a->rule.order, b->rule.order,
             "own rules stand before built-in ones, those of a later file before those of an earlier one");
    COMPARE (MIN (insight (a), 2), MIN (insight (b), 2), "a cause stands before what follows from it");
    COMPARE (b->statement, a->statement, "it is said nearer to the recipient");
    COMPARE (insight (a), insight (b), "it knows more: a provider's own wording, a cause in general words, a provider's code");
    COMPARE (a->narrow, b->narrow, "its scope is narrower: it knows who speaks");
    COMPARE (b->supposed, a->supposed, "it is told as what is, not as what may be");
    COMPARE (b->doubted, a->doubted, "the status code does not speak against it");
    COMPARE (a->rule.length, b->rule.length, "its match is longer: it has read more of the sentence");
    COMPARE (a->rule.n_asked, b->rule.n_asked, "more conditions hold");
    COMPARE (harm (b->rule.reason), harm (a->rule.reason), "of equal matches the less harmful to an innocent address");
    COMPARE (b->rule.reason, a->rule.reason, "of equal matches the first in the order of reasons");
    int files = strcmp (b->rule.file, a->rule.file);
    COMPARE (files, 0, "of equal matches the first in the order of files");
    COMPARE (b->rule.line, a->rule.line, "of equal matches the first in the file");
    return 0;
}

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

/* ---- Collecting ---- */

typedef struct {
    const RuleTable *rules;
    const BounceRecipient *recipient;
    Facts facts;
    guint8 *scopes; /* narrowness + 1 of each scope that holds; 0: it does not */
    guint statement;
    gboolean nameless; /* it is searched without the names in its midst */
    SenseText *text;   /* what it says */
    GArray *found;   /* of Hit: phrases, neither their scopes nor their sense yet asked */
} Search;

/* x.1.7 and x.1.8 speak of the sender's address (RFC 3463, section 3.2), x.7.8 of its password (RFC 4954, section 6), x.7.20 to
 * x.7.29 of DKIM, SPF, DMARC and its host's name (RFC 7372). */
static gboolean is_sender_status (const char *status)
{
    const char *code = status + 1;
    return strcmp (code, ".1.7") == 0 || strcmp (code, ".1.8") == 0 || strcmp (code, ".7.8") == 0
           || (g_str_has_prefix (code, ".7.2") && g_ascii_isdigit (code[4]) && !code[5]);
}

/* Replies to AUTH (RFC 4954, section 6), which asks for a user of its own */
static gboolean is_of_login (const BounceRecipient *r)
{
    return r->command == BOUNCE_COMMAND_AUTH || r->reply == 534 || r->reply == 535 || r->reply == 538;
}

/* What MAIL, or a command before it, is refused with is said of the sender: no recipient was named yet ("550 5.1.7 No such
 * domain"). That a host takes no mail is said when it is called. */
static gboolean is_too_early (const BounceRecipient *r, BounceReason reason)
{
    BounceFault fault = bounce_reason_get_fault (reason);
    gboolean of_sender = r->command == BOUNCE_COMMAND_MAIL || is_of_login (r) || (r->status && is_sender_status (r->status));
    gboolean to_hello = r->command == BOUNCE_COMMAND_EHLO || r->command == BOUNCE_COMMAND_STARTTLS;

    return (of_sender && (fault == BOUNCE_FAULT_RECIPIENT || fault == BOUNCE_FAULT_DOMAIN))
           || (to_hello && (fault == BOUNCE_FAULT_RECIPIENT || reason == BOUNCE_REASON_HOST_UNKNOWN));
}

/* Codes for the system, the message and its security (RFC 3463, section 3) are misused, but where words that mean such a thing
 * stand beside, they are believed. */
static gboolean is_doubted (const Search *search, BounceReason reason)
{
    Status status = search->facts.status;
    return bounce_reason_is_hard (reason) && status.class_ && (status.subject == 3 || status.subject == 6 || status.subject == 7);
}

/* "421 4.4.2 Connection dropped, mailbox not found in time": a transient code that tells of trouble with the system, or on the way to
 * it. Codes that only tell of some trouble, or that it expired, are written around anything. */
static gboolean tells_of_trouble (Status status)
{
    return status.class_ == 4 && status.detail != 0 && (status.subject == 3 || (status.subject == 4 && status.detail < 7));
}

/* Sets the words that matched, the last one whole: it ends within the text, which ends with a NUL. */
static void set_words (Hit *hit)
{
    Span where = hit->where;

    while (where.n && g_ascii_isalnum (where.s[where.n]) && g_ascii_isalnum (where.s[where.n - 1]))
        where.n++;
    hit->words = hit->rule.phrase ? span_dup (where) : NULL;
}

static void found_phrase (Search *search, const Rule *rule, Span where)
{
    Hit hit = { .rule = *rule,
                .statement = search->statement,
                .text = search->text,
                .where = where,
                .doubted = is_doubted (search, rule->reason),
                .distrusted = bounce_reason_is_hard (rule->reason) && tells_of_trouble (search->facts.status) };

    if (rule_holds (rule, &search->facts) && !is_too_early (search->recipient, rule->reason))
        g_array_append_val (search->found, hit);
}

/* A phrase of a rule, or the mark of a scope. */
static void found_any (guint data, Span where, gpointer user_data)
{
    Search *search = user_data;

    if (data < search->rules->n_rules) {
        Rule rule = rule_at (search->rules, data);
        found_phrase (search, &rule, where);
        return;
    }
    guint8 *scope = &search->scopes[data - search->rules->n_rules];
    *scope = MAX (*scope, 2);
}

typedef struct {
    const RuleTable *rules;
    const char *host;
    guint8 *scopes;
} HostSearch;

static void ask_scope (const HostSearch *search, const Scope *scope)
{
    for (const char *const *pattern = scope->hosts; *pattern; pattern++)
        if (match_glob (*pattern, span_of (search->host)))
            search->scopes[scope->index] = 3;
}

static void found_host (guint scope, Span where, gpointer user_data)
{
    const HostSearch *search = user_data;

    (void) where;
    ask_scope (search, &search->rules->scopes[scope]);
}

static guint8 *open_scopes (const RuleTable *rules, const char *host)
{
    HostSearch search = { rules, host, g_memdup2 (rules->anyone, rules->n_scopes) };

    if (host)
        match_find (&rules->hosts, span_of (host), found_host, &search);
    for (const Scope *const *scope = rules->loose; host && *scope; scope++)
        ask_scope (&search, *scope);
    return search.scopes;
}

/* The best hit so far; or all of them in the array all, and none. */
typedef struct {
    Hit best;
    GArray *all;
} Hits;

static gboolean beats (const Hit *hit, const Hit *best)
{
    const char *why;
    return !best->rule.table || compare_hits (hit, best, &why) > 0;
}

/* In whatever sense the words are taken, at best as they stand or as said of the sender. */
static gboolean may_beat (const Hit *hit, const Hit *best)
{
    Hit of_sender = *hit;

    of_sender.rule.reason = BOUNCE_REASON_NO_PTR; /* the first in the order of those that sense_take() sets */
    return beats (hit, best)
           || (hit->text && bounce_reason_get_fault (hit->rule.reason) != BOUNCE_FAULT_SENDER && beats (&of_sender, best));
}

/* FALSE where the words mean nothing. */
static gboolean take_sense (Hit *hit)
{
    Sense sense = hit->text ? sense_take (hit->text, hit->where, hit->rule.phrase, &hit->rule.reason) : SENSE_MEANT;

    hit->supposed = sense == SENSE_SUPPOSED && !hit->narrow; /* who knows the speaker knows what "may" means */
    hit->distrusted = hit->distrusted || hit->supposed;
    return sense != SENSE_NONE;
}

/* Most hits cannot win: of them it is not asked in what sense they are meant, which takes longer than to find them. */
static void keep (Hits *hits, Hit *hit)
{
    if (!hits->all && !may_beat (hit, &hits->best))
        return;
    if (!take_sense (hit))
        return;
    if (hits->all)
        g_array_append_val (hits->all, *hit);
    else if (beats (hit, &hits->best))
        hits->best = *hit;
}

/* Rules that ask for codes alone. */
static void collect_bare (const Search *search, Hits *hits)
{
    for (guint i = 0; i < search->rules->n_bare; i++) {
        Hit hit = { .rule = rule_at (search->rules, search->rules->bare[i]) };
        guint8 scope = search->scopes[hit.rule.scope->index];
        if (!scope || is_too_early (search->recipient, hit.rule.reason))
            continue;
        hit.narrow = scope - 1u;
        if (rule_holds (&hit.rule, &search->facts))
            keep (hits, &hit);
    }
}

/* The last two labels, which name whose host it is, as far as a name tells. */
static Span owner_of (const char *host)
{
    gsize n = strlen (host), start = n;

    for (guint dots = 0; start > 0 && !(host[start - 1] == '@' || (host[start - 1] == '.' && ++dots == 2)); start--)
        ;
    return (Span){ host + start, n - start };
}

static Status status_of (const BounceRecipient *r)
{
    Status status = { 0 };

    if (r->status)
        status_parse (span_of (r->status), &status);
    return status;
}

static Facts facts_of (const BounceRecipient *r, const char *reporting)
{
    Facts facts = { .reply = r->reply, .status = status_of (r), .command = r->command };
    const char *address = r->target ? r->target : r->final_address ? r->final_address : r->address;

    facts.elsewhere =
        address && reporting && !r->remote_mta && !r->reply && !span_equal_nocase (owner_of (address), owner_of (reporting));
    return facts;
}

#define MOST_STATEMENTS 8

static void search_form (Search *search, Form *form)
{
    if (!form->text)
        return;
    search->text = &form->sense;
    match_find (&search->rules->phrases, form->sense.normal, found_any, search);
}

/* What a table of rules knows of the statements. */
static void search_table (Search *search, const char *host, Forms forms[], guint n, Hits *hits)
{
    g_autofree guint8 *scopes = open_scopes (search->rules, host);

    search->scopes = scopes;
    g_array_set_size (search->found, 0);
    for (search->statement = 0; search->statement < n; search->statement++) {
        Forms *statement = &forms[search->statement];
        if (search->nameless) {
            search_form (search, &statement->nameless);
        } else {
            search_form (search, &statement->normal);
            search_form (search, &statement->spaced);
        }
    }
    for (guint i = 0; i < search->found->len; i++) {
        Hit *hit = &g_array_index (search->found, Hit, i);
        guint8 scope = scopes[hit->rule.scope->index];
        if (scope) {
            hit->narrow = scope - 1u;
            keep (hits, hit);
        }
    }
    if (!search->nameless)
        collect_bare (search, hits);
}

static void search_tables (Search *search, const RuleSet *rules, const char *host, Forms forms[], guint n, Hits *hits)
{
    for (guint t = 0; t < rules->tables->len; t++) {
        search->rules = rules->tables->pdata[t];
        search_table (search, host, forms, n, hits);
    }
}

/* Do words tell of a cause? */
static gboolean is_cause (const Hit *hit)
{
    return hit->rule.table && hit->rule.phrase && insight (hit) > 2;
}

static gboolean have_cause (const Hits *hits)
{
    for (guint i = 0; hits->all && i < hits->all->len; i++)
        if (is_cause (&g_array_index (hits->all, Hit, i)))
            return TRUE;
    return is_cause (&hits->best);
}

static Hits find_hits (const RuleSet *rules, const BounceRecipient *r, const Statement *statements, guint n,
                       const char *reporting, GArray *all)
{
    g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Hit));
    Search search = { .recipient = r, .facts = facts_of (r, reporting), .found = found };
    const char *host = r->remote_mta ? r->remote_mta : reporting;
    Hits hits = { .all = all };
    Forms forms[MOST_STATEMENTS];

    n = MIN (n, MOST_STATEMENTS);
    for (guint i = 0; i < n; i++)
        forms[i] = forms_of (statements[i].text);
    search_tables (&search, rules, host, forms, n, &hits);
    if (!have_cause (&hits)) {
        for (guint i = 0; i < n; i++)
            forms_take_names_out (&forms[i]);
        search.nameless = TRUE;
        search_tables (&search, rules, host, forms, n, &hits);
    }
    set_words (&hits.best);
    for (guint i = 0; all && i < all->len; i++)
        set_words (&g_array_index (all, Hit, i));
    for (guint i = 0; i < n; i++)
        forms_clear (&forms[i]);
    return hits;
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
    BounceFault fault = bounce_reason_get_fault (reason);

    if (r->action != BOUNCE_ACTION_FAILED)
        return BOUNCE_SEVERITY_NONE;
    if (fault != BOUNCE_FAULT_RECIPIENT && fault != BOUNCE_FAULT_DOMAIN)
        return BOUNCE_SEVERITY_SOFT;
    return if_hard;
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
    const BounceCode *of_status = codes_for_status (status_of (r)), *of_reply = codes_for_reply (r->reply);
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
           && (reason == BOUNCE_REASON_USER_DISABLED || tells_of_trouble (status_of (r)) || span_has_any (said, may_pass));
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

    if (is_too_early (r, reason))
        reason = is_of_login (r) ? BOUNCE_REASON_AUTH_REQUIRED : BOUNCE_REASON_SENDER_REJECTED;
    judge (r, reason, severity, bare || reason == BOUNCE_REASON_UNKNOWN ? BOUNCE_CONFIDENCE_LOW : BOUNCE_CONFIDENCE_MEDIUM);
    set_evidence (r, g_strconcat (by_status ? "status/" : "reply/", row->code, NULL), by_status ? "status" : "reply",
                  by_status ? g_strdup (r->status) : g_strdup_printf ("%u", r->reply));
}

/* The row that says the most: of the status, of the reply, or of a status that tells only its class. */
static const BounceCode *best_code (const BounceRecipient *r, gboolean *by_status)
{
    const BounceCode *of_status = codes_for_status (status_of (r)), *of_reply = codes_for_reply (r->reply);

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
    return depth (rule->reason) > 0 || !code || depth (code->reason) < 2 || rule->order;
}

gboolean classify (const RuleSet *rules, BounceRecipient *r, const Statement *statements, guint n, const char *reporting_mta,
                   Rule *decided)
{
    Hit best = find_hits (rules, r, statements, n, reporting_mta, NULL).best;
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
    return compare_hits (b, a, &why);
}

/* A rule that matches in several places stands where it ranks best. */
static void add_once (GArray *hits, Hit *hit, GHashTable *seen)
{
    if (!g_hash_table_add (seen, (gpointer) &hit->rule.table->rows[hit->rule.index]))
        return;
    if (hits->len) {
        Hit *before = &g_array_index (hits, Hit, hits->len - 1);
        compare_hits (before, hit, &before->rank);
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
    find_hits (rules, r, statements, n, reporting_mta, all);
    g_array_sort (all, best_first);
    for (guint i = 0; i < all->len; i++)
        add_once (trace.hits, &g_array_index (all, Hit, i), seen);
    if (trace.hits->len && is_decided_by (&g_array_index (trace.hits, Hit, 0).rule, code))
        trace.decided = &g_array_index (trace.hits, Hit, 0);
    return trace;
}
