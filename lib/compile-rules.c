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
        printf ("    { ");
        print_string (table->scopes[i].name);
        printf (", hosts_%u, marks_%u, %u, %d },\n", i, i, table->scopes[i].index, table->scopes[i].named);
    }
    printf ("};\n\nstatic const guint8 anyone[] = {");
    for (guint i = 0; i < table->n_scopes; i++)
        printf (" %d,", table->anyone[i]);
    printf (" };\n\n");
}

static guint count_conditions (const RuleTable *table)
{
    guint n = 0;

    for (guint i = 0; i < table->n_rules; i++)
        n = MAX (n, table->rows[i].conditions + table->rows[i].n_conditions);
    return n;
}

static void print_conditions (const RuleTable *table)
{
    printf ("static const Condition conditions[] = {\n");
    for (guint i = 0; i < count_conditions (table); i++) {
        const Condition *c = &table->conditions[i];
        printf ("    { %d, ", c->type);
        print_string (c->reply);
        printf (", %d, %d, %d, (BounceCommand) %d },\n", c->class_, c->subject, c->detail, c->command);
    }
    printf ("    { 0 },\n};\n\n"); /* a table is never empty */
}

static void print_rows (const RuleTable *table)
{
    printf ("static const RuleRow rows[] = {\n");
    for (guint i = 0; i < table->n_rules; i++) {
        const RuleRow *row = &table->rows[i];
        printf ("    { %uu, %u, %u, %u, %u, %u, %u, %u, %d },\n", row->phrase, row->line, row->conditions, row->scope,
                row->file, row->reason, row->n_conditions, row->n_asked, row->severity);
    }
    printf ("};\n\nstatic const guint32 bare[] = {\n");
    for (guint i = 0; i < table->n_bare; i++)
        printf ("    %u,\n", table->bare[i]);
    printf ("    0,\n};\n\n");
}

/* Strings one after the other, each with its NUL: the last is what is known of their length. */
static void print_strings (const char *name, const char *strings, gsize length)
{
    printf ("static const char %s_strings[] =\n", name);
    for (gsize at = 0; at < length; at += strlen (strings + at) + 1) {
        printf ("    ");
        print_string (strings + at);
        printf (" \"\\0\"\n");
    }
    printf ("    \"\";\n\n");
}

static gsize string_end (const char *strings, gsize at)
{
    return at + strlen (strings + at) + 1;
}

static void print_rule_strings (const RuleTable *table)
{
    gsize length = 0;

    for (guint i = 0; i < table->n_rules; i++)
        if (table->rows[i].phrase != NO_PHRASE)
            length = MAX (length, string_end (table->strings, table->rows[i].phrase));
    print_strings ("rule", table->strings, length);
}

/* ---- What finds phrases and hosts ---- */

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

static void print_match (const char *name, const MatchTable *match)
{
    gsize length = 0;

    for (guint i = 0; i < match->n; i++)
        length = MAX (length, string_end (match->strings, match->entries[i].phrase));
    print_strings (name, match->strings, length);
    printf ("static const MatchEntry %s_entries[] = {\n", name);
    for (guint i = 0; i < match->n; i++) {
        const MatchEntry *entry = &match->entries[i];
        printf ("    { %u, %u, %u, %u, %u, %u },\n", entry->phrase, entry->data, entry->four, entry->at, entry->anchor,
                entry->length);
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

static void print_match_table (const char *name, const char *mode, const MatchTable *match)
{
    printf ("    { %s, %s_strings, %s_entries, %u, %u, %s_filter, %s_starts },\n", mode, name, name, match->n, match->bits, name,
            name);
}

static void print_table (const RuleTable *table)
{
    print_rule_strings (table);
    print_scopes (table);
    print_conditions (table);
    print_rows (table);
    print_list ("files", 0, table->files);
    print_match ("phrases", &table->phrases);
    print_match ("hosts", &table->hosts);
    print_loose (table);
    printf (
        "const RuleTable bounce_rule_table = {\n    rule_strings, rows, %u, scopes, %u, conditions, files_0, anyone, bare, %u,\n",
        table->n_rules, table->n_scopes, table->n_bare);
    print_match_table ("phrases", "MATCH_PHRASES", &table->phrases);
    print_match_table ("hosts", "MATCH_WORDS", &table->hosts);
    printf ("    loose, 0, NULL,\n};\n");
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
    printf (
        "/* The rule files of lib/rules, made from there by compile-rules.c */\n#include \"config.h\"\n\n#include \"rules.h\"\n\n");
    printf ("/* ISO C promises 4,095 bytes a string; every compiler that we build with takes more. */\n");
    printf ("#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n");
    print_files (argv + 1, texts);
    print_table (rule_file_finish (file));
    rule_file_free (file);
    return ferror (stdout) || fflush (stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
