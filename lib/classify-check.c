/* classify-check.c: are rules decided as their examples say? see classify.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "classify.h"

#include "rule-phrase.h"
#include "transcript.h"

/* A host that the pattern matches. */
static char *host_for (const Scope *scope)
{
    if (!*scope->hosts)
        return NULL;
    g_auto (GStrv) pieces = g_strsplit (*scope->hosts, "*", -1);
    return g_strjoinv ("mx", pieces);
}

static gboolean decide_example (const RuleSet *rules, const Rule *rule, const char *example, Rule *decided)
{
    g_autoptr (BounceRecipient) r = recipient_new ();
    g_autofree char *text = transcript_join (span_of (example));
    Response response = transcript_read (span_of (text));
    Statement statement = { span_of (text), "diagnostic" };

    r->action = BOUNCE_ACTION_FAILED;
    r->reply = response.reply;
    r->command = response.command;
    r->status = status_to_string (response.status);
    r->remote_mta = host_for (rule->scope);
    return classify (rules, r, &statement, 1, NULL, decided);
}

/* A line alone cannot tell who speaks of whom: such a rule has no example. */
static gboolean rule_asks_elsewhere (const Rule *rule)
{
    for (guint i = 0; i < rule->n_conditions; i++)
        if (rule->conditions[i].type == CONDITION_ELSEWHERE)
            return TRUE;
    return FALSE;
}

/* A rule with braces is several, of one line. */
static gboolean is_same (const Rule *a, const Rule *b)
{
    return a->table == b->table && a->file == b->file && a->line == b->line;
}

/* The examples stand with the last of them. */
static gboolean is_followed_by_same (const Rule *rule)
{
    if (rule->index + 1 == rule->table->n_rules)
        return FALSE;
    Rule next = rule_at (rule->table, rule->index + 1);
    return is_same (rule, &next);
}

static char *describe (const Rule *rule)
{
    g_autofree char *phrase = rule->phrase ? rule_phrase_show (rule->phrase) : g_strdup ("by its conditions");
    return g_strdup_printf ("%s:%u (%s)", rule->file, rule->line, phrase);
}

static void check_examples (const RuleSet *rules, const Rule *rule, GPtrArray *complaints)
{
    const char *const *example = rule->table->examples[rule->index];

    if (!*example && !rule_asks_elsewhere (rule) && !is_followed_by_same (rule))
        g_ptr_array_add (complaints, g_strdup_printf ("%s:%u: the rule has no example", rule->file, rule->line));
    for (; *example; example++) {
        Rule decided = { 0 };
        if (decide_example (rules, rule, *example, &decided) && is_same (&decided, rule))
            continue;
        g_autofree char *by = decided.table ? describe (&decided) : g_strdup ("no rule");
        g_ptr_array_add (complaints,
                         g_strdup_printf ("%s:%u: the example is decided by %s: %s", rule->file, rule->line, by, *example));
    }
}

/* What makes two rules the same: the scope, the phrase and the conditions. */
static char *identity (const Rule *rule, const char *phrase)
{
    GString *key = g_string_new (NULL);

    g_string_printf (key, "%u %s \"%s\"", rule->order, !*rule->scope->hosts && !*rule->scope->marks ? "any" : rule->scope->name,
                     phrase);
    for (guint i = 0; i < rule->n_conditions; i++) {
        const Condition *c = &rule->conditions[i];
        g_string_append_printf (key, " %s.%d.%d.%d.%d", c->reply, c->class_, c->subject, c->detail, c->command);
    }
    return g_string_free (key, FALSE);
}

static gboolean is_of_one_line (const Rule *a, const Rule *b)
{
    return a->line == b->line && strcmp (a->file, b->file) == 0;
}

static void check_double (GHashTable *seen, const Rule *rule, GPtrArray *complaints)
{
    g_auto (GStrv) phrases = rule_phrase_expand (rule->phrase ? rule->phrase : "");
    gboolean told = FALSE;

    for (guint i = 0; phrases[i]; i++) {
        g_autofree char *key = identity (rule, phrases[i]);
        const Rule *first = g_hash_table_lookup (seen, key);
        if (!first)
            g_hash_table_insert (seen, g_steal_pointer (&key), g_memdup2 (rule, sizeof *rule));
        else if (!told && !is_of_one_line (first, rule))
            g_ptr_array_add (complaints,
                             g_strdup_printf ("%s:%u: the same as %s:%u", rule->file, rule->line, first->file, first->line));
        told = told || first;
    }
}

char **classify_check (const RuleSet *rules)
{
    GPtrArray *complaints = g_ptr_array_new ();
    g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    RuleSet *full = rules_with_examples (rules);

    for (guint t = 0; t < full->tables->len; t++) {
        const RuleTable *table = full->tables->pdata[t];
        for (guint i = 0; i < table->n_rules; i++) {
            Rule rule = rule_at (table, i);
            check_double (seen, &rule, complaints);
            check_examples (full, &rule, complaints);
        }
    }
    rules_free (full);
    g_ptr_array_add (complaints, NULL);
    return (char **) g_ptr_array_free (complaints, FALSE);
}
