/* hits.c: all rules that match what was said of a recipient; see hits.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "hits.h"

#include "forms.h"
#include "ranking.h"
#include "sense.h"
#include "stage.h"

typedef struct {
    const RuleTable *rules;
    const BounceRecipient *recipient;
    Facts facts;
    guint8 *scopes; /* narrowness + 1 of each scope that holds; 0: it does not */
    guint statement;
    gboolean nameless; /* it is searched without the names in its midst */
    SenseText *text;   /* what it says */
    GArray *found;     /* of Hit: phrases, neither their scopes nor their sense yet asked */
} Search;

/* Codes for the system, the message and its security (RFC 3463, section 3) are misused, but where words that mean such a thing
 * stand beside, they are believed. */
static gboolean is_doubted (const Search *search, BounceReason reason)
{
    Status status = search->facts.status;
    return bounce_reason_is_hard (reason) && status.class_ && (status.subject == 3 || status.subject == 6 || status.subject == 7);
}

/* Sets the words that matched, the last one whole: it ends within the text, which ends with a NUL. */
static void set_words (Hit *hit)
{
    Span where = hit->where;

    while (where.n && g_ascii_isalnum (where.s[where.n]) && g_ascii_isalnum (where.s[where.n - 1]))
        where.n++;
    hit->words = hit->rule.phrase ? span_dup (where) : NULL;
}

static void found_phrase (Search *search, const Rule *rule, const PhrasePlace *place)
{
    Hit hit = { .rule = *rule,
                .statement = search->statement,
                .text = search->text,
                .where = place->where,
                .letters = place->letters,
                .doubted = is_doubted (search, rule->reason),
                .distrusted = bounce_reason_is_hard (rule->reason) && stage_is_trouble (search->facts.status) };

    if (rule_holds (rule, &search->facts) && !stage_excludes (search->recipient, rule->reason))
        g_array_append_val (search->found, hit);
}

/* A phrase of a rule, or the mark of a scope. */
static void found_any (guint data, const PhrasePlace *place, gpointer user_data)
{
    Search *search = user_data;

    if (data < search->rules->n_rules) {
        Rule rule = rule_at (search->rules, data);
        found_phrase (search, &rule, place);
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

static void found_host (guint scope, const PhrasePlace *place, gpointer user_data)
{
    const HostSearch *search = user_data;

    (void) place;
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

static gboolean beats (const Hit *hit, const Hit *best)
{
    const char *why;
    return !best->rule.table || ranking_compare (hit, best, &why) > 0;
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
        if (!scope || stage_excludes (search->recipient, hit.rule.reason))
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

static Facts facts_of (const BounceRecipient *r, const char *reporting)
{
    Facts facts = { .reply = r->reply, .status = stage_status (r), .command = r->command };
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
    return hit->rule.table && hit->rule.phrase && ranking_insight (hit) > 2;
}

static gboolean have_cause (const Hits *hits)
{
    for (guint i = 0; hits->all && i < hits->all->len; i++)
        if (is_cause (&g_array_index (hits->all, Hit, i)))
            return TRUE;
    return is_cause (&hits->best);
}

Hits hits_find (const RuleSet *rules, const BounceRecipient *r, const Statement *statements, guint n, const char *reporting,
                GArray *all)
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
