/* compile-rules.c: the built-in rules as a C file: compile-rules FILE... >rules-data.c
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Runs when building. What is wrong in a rule file is told with its line, and ends the build.
 */
#include "config.h"

#include "rule-file.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- Strings ---- */

/* As a C string. Octal escapes end after three digits, so no letter that follows joins them; a question mark could begin a trigraph. */
static void print_string (const char *text)
{
    putchar ('"');
    for (const guchar *p = (const guchar *) text; *p; p++)
        if (*p < ' ' || *p >= 0x7f || strchr ("\"\\?", *p))
            printf ("\\%03o", *p);
        else
            putchar (*p);
    putchar ('"');
}

static void print_string_or_null (const char *text)
{
    if (text)
        print_string (text);
    else
        printf ("NULL");
}

/* ---- The text itself, for `bounce rules` ---- */

static void print_text (const char *text)
{
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

    for (guint i = 0; lines[i]; i++)
        if (lines[i + 1] || *lines[i]) {
            printf ("      ");
            print_string (lines[i]);
            printf (" \"\\n\"\n");
        }
}

static void print_files (char **names, char **texts)
{
    printf ("const BounceRuleFile bounce_rule_files[] = {\n");
    for (guint i = 0; names[i]; i++) {
        g_autofree char *name = g_path_get_basename (names[i]);
        printf ("    { ");
        print_string (name);
        printf (",\n");
        print_text (texts[i]);
        printf ("    },\n");
    }
    printf ("    { NULL, NULL },\n};\n\n");
}

/* ---- The table ---- */

static void print_list (const char *kind, guint i, const char *const *list)
{
    printf ("static const char *const %s_%u[] = { ", kind, i);
    for (; *list; list++) {
        print_string (*list);
        printf (", ");
    }
    printf ("NULL };\n");
}

static void print_scopes (const RuleTable *table)
{
    for (guint i = 0; i < table->n_scopes; i++) {
        print_list ("hosts", i, table->scopes[i].hosts);
        print_list ("marks", i, table->scopes[i].marks);
    }
    printf ("\nstatic const Scope scopes[] = {\n");
    for (guint i = 0; i < table->n_scopes; i++) {
        printf ("    { { TRUE }, ");
        print_string (table->scopes[i].name);
        printf (", hosts_%u, marks_%u, %u, %d },\n", i, i, table->scopes[i].index, table->scopes[i].named);
    }
    printf ("};\n\nstatic const guint8 anyone[] = {");
    for (guint i = 0; i < table->n_scopes; i++)
        printf (" %d,", table->anyone[i]);
    printf (" };\n\n");
}

static void print_conditions (const RuleTable *table)
{
    printf ("static const Condition conditions[] = {\n");
    for (guint i = 0; i < table->n_rules; i++)
        for (guint k = 0; k < table->rules[i].n_conditions; k++) {
            const Condition *c = &table->rules[i].conditions[k];
            printf ("    { %d, ", c->type);
            print_string (c->reply);
            printf (", %d, %d, %d, (BounceCommand) %d },\n", c->class_, c->subject, c->detail, c->command);
        }
    printf ("    { 0 },\n};\n\n"); /* a table is never empty */
}

static void print_rules (const RuleTable *table)
{
    guint first_condition = 0, bare = 0;

    printf ("static const Rule rules[] = {\n");
    for (guint i = 0; i < table->n_rules; i++) {
        const Rule *rule = &table->rules[i];
        printf ("    { { FALSE }, scopes + %u, (BounceReason) %d, %d, ", rule->scope->index, rule->reason, rule->severity);
        print_string_or_null (rule->phrase);
        printf (", %u, conditions + %u, %u, %u, ", rule->length, first_condition, rule->n_conditions, rule->n_asked);
        print_string (rule->file);
        printf (", %u, %u, NULL },\n", rule->line, rule->order);
        first_condition += rule->n_conditions;
    }
    printf ("};\n\nstatic const Rule *const bare[] = {\n");
    for (; bare < table->n_bare; bare++)
        printf ("    rules + %td,\n", table->bare[bare] - table->rules);
    printf ("    NULL,\n};\n\n");
}

/* ---- What finds phrases and hosts ---- */

/* Both are given as an index. */
static void print_target (const RuleTable *table, const Target *target)
{
    if (target->is_scope)
        printf ("scopes + %td", (const Scope *) target - table->scopes);
    else
        printf ("rules + %td", (const Rule *) target - table->rules);
}

static void print_filter (const char *name, const guint8 *filter, gsize n)
{
    printf ("static const guint8 %s_filter[] = {", name);
    for (gsize i = 0; i < n; i++)
        printf ("%s%u,", i % 32 ? "" : "\n    ", filter[i]);
    printf ("\n};\n\n");
}

static void print_starts (const char *name, const guint32 *starts, gsize n)
{
    printf ("static const guint32 %s_starts[] = {", name);
    for (gsize i = 0; i < n; i++)
        printf ("%s%u,", i % 16 ? "" : "\n    ", starts[i]);
    printf ("\n};\n\n");
}

static void print_match (const RuleTable *table, const char *name, const MatchTable *match)
{
    printf ("static const MatchEntry %s_entries[] = {\n", name);
    for (guint i = 0; i < match->n; i++) {
        const MatchEntry *entry = &match->entries[i];
        printf ("    { ");
        print_string (entry->phrase);
        printf (", ");
        print_target (table, entry->data);
        printf (", %u, %u, %u, %u },\n", entry->anchor, entry->length, entry->at, entry->four);
    }
    printf ("};\n\n");
    print_filter (name, match->filter, MATCH_FILTER (match->bits));
    print_starts (name, match->starts, MATCH_BUCKETS (match->bits) + 1);
}

static void print_loose (const RuleTable *table)
{
    printf ("static const Scope *const loose[] = { ");
    for (const Scope *const *scope = table->loose; *scope; scope++)
        printf ("scopes + %td, ", *scope - table->scopes);
    printf ("NULL };\n\n");
}

static void print_table (const RuleTable *table)
{
    print_scopes (table);
    print_conditions (table);
    print_rules (table);
    print_match (table, "phrases", &table->phrases);
    print_match (table, "hosts", &table->hosts);
    print_loose (table);
    printf ("const RuleTable bounce_rule_table = {\n    rules, %u, scopes, %u, anyone, bare, %u,\n", table->n_rules, table->n_scopes,
            table->n_bare);
    printf ("    { MATCH_PHRASES, phrases_entries, %u, %u, phrases_filter, phrases_starts },\n", table->phrases.n,
            table->phrases.bits);
    printf ("    { MATCH_WORDS, hosts_entries, %u, %u, hosts_filter, hosts_starts },\n    loose,\n};\n", table->hosts.n,
            table->hosts.bits);
}

/* ---- Main ---- */

static char *read_text (RuleFile *file, const char *path)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL, *name = g_path_get_basename (path);

    if (g_file_get_contents (path, &text, NULL, &error) && rule_file_read (file, text, name, &error))
        return g_steal_pointer (&text);
    fprintf (stderr, "%s\n", error->message);
    exit (EXIT_FAILURE);
}

int main (int argc, char *argv[])
{
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
    RuleFile *file = rule_file_new (0);

    for (int i = 1; i < argc; i++) {
        g_autofree char *text = read_text (file, argv[i]);
        g_strv_builder_add (builder, text);
    }
    g_auto (GStrv) texts = g_strv_builder_end (builder);
    printf ("/* The rule files of lib/rules, made from there by compile-rules.c */\n#include \"config.h\"\n\n#include \"rules.h\"\n\n");
    printf ("/* ISO C promises 4,095 bytes a string; every compiler that we build with takes more. */\n");
    printf ("#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n");
    print_files (argv + 1, texts);
    print_table (rule_file_finish (file));
    rule_file_free (file);
    return ferror (stdout) || fflush (stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
