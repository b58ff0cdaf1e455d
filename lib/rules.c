/* rules.c: what phrases and codes mean; see rules.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "rules.h"

#include "rule-file.h"

/* ---- One rule ---- */

Rule rule_at (const RuleTable *table, guint index)
{
    const RuleRow *row = &table->rows[index];

    return (Rule){ .table = table,
                   .index = index,
                   .scope = &table->scopes[row->scope],
                   .reason = (BounceReason) row->reason,
                   .severity = row->severity,
                   .phrase = row->phrase == NO_PHRASE ? NULL : table->strings + row->phrase,
                   .conditions = row->n_conditions ? table->conditions + row->conditions : NULL,
                   .n_conditions = row->n_conditions,
                   .n_asked = row->n_asked,
                   .file = table->files[row->file],
                   .line = row->line,
                   .order = table->order };
}

static gboolean reply_is (const char *pattern, guint reply)
{
    return reply && (pattern[0] == 'x' || (guint) (pattern[0] - '0') == reply / 100)
           && (pattern[1] == 'x' || (guint) (pattern[1] - '0') == reply / 10 % 10)
           && (pattern[2] == 'x' || (guint) (pattern[2] - '0') == reply % 10);
}

static gboolean status_is (const Condition *c, Status status)
{
    return status.class_ && (c->class_ < 0 || (guint) c->class_ == status.class_)
           && (c->subject < 0 || (guint) c->subject == status.subject) && (c->detail < 0 || (guint) c->detail == status.detail);
}

static gboolean holds (const Condition *condition, const Facts *facts)
{
    switch (condition->type) {
    case CONDITION_REPLY:
        return reply_is (condition->reply, facts->reply);
    case CONDITION_STATUS:
        return status_is (condition, facts->status);
    case CONDITION_ELSEWHERE:
        return facts->elsewhere;
    default:
        return condition->command == facts->command;
    }
}

gboolean rule_holds (const Rule *rule, const Facts *facts)
{
    guint held = 0, asked = 0;

    for (guint i = 0; i < rule->n_conditions; i++) {
        const Condition *condition = &rule->conditions[i];
        asked |= 1u << condition->type;
        if (holds (condition, facts))
            held |= 1u << condition->type;
    }
    return held == asked;
}

char *rule_name (const Rule *rule)
{
    return g_strconcat (rule->scope->name, "/", bounce_reason_to_string (rule->reason), NULL);
}

/* ---- Sets ---- */

static RuleSet *set_new (void)
{
    RuleSet *rules = g_new0 (RuleSet, 1);

    rules->texts = g_ptr_array_new_with_free_func (g_free);
    rules->names = g_ptr_array_new_with_free_func (g_free);
    rules->files = g_ptr_array_new_with_free_func ((GDestroyNotify) rule_file_free);
    rules->tables = g_ptr_array_new ();
    return rules;
}

RuleSet *rules_new (void)
{
    RuleSet *rules = set_new ();

    g_ptr_array_add (rules->tables, (gpointer) &bounce_rule_table);
    return rules;
}

void rules_free (RuleSet *rules)
{
    g_ptr_array_unref (rules->tables);
    g_ptr_array_unref (rules->files);
    g_ptr_array_unref (rules->names);
    g_ptr_array_unref (rules->texts);
    g_free (rules);
}

static void add_file (RuleSet *rules, RuleFile *file)
{
    g_ptr_array_add (rules->files, file);
    g_ptr_array_add (rules->tables, (gpointer) rule_file_finish (file));
}

gboolean rules_add (RuleSet *rules, const char *text, const char *name, GError **error)
{
    RuleFile *file = rule_file_new (rules->texts->len + 1);

    if (!rule_file_read (file, text, name, error)) {
        rule_file_free (file);
        return FALSE;
    }
    add_file (rules, file);
    g_ptr_array_insert (rules->texts, 0, g_strdup (text));
    g_ptr_array_insert (rules->names, 0, g_strdup (name));
    return TRUE;
}

RuleSet *rules_with_examples (const RuleSet *rules)
{
    RuleSet *copy = set_new ();
    RuleFile *built_in = rule_file_new (0);

    for (const BounceRuleFile *file = bounce_rule_files; file->name; file++)
        if (!rule_file_read (built_in, file->text, file->name, NULL))
            g_error ("%s cannot be read", file->name); /* the build has read it */
    add_file (copy, built_in);
    for (guint i = rules->texts->len; i-- > 0;)
        rules_add (copy, rules->texts->pdata[i], rules->names->pdata[i], NULL);
    return copy;
}
