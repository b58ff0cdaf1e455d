/* codes.c: `bounce codes`: what a reply or an enhanced status code means
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "json.h"
#include "tool.h"

enum { CODE, REASON, CLASS_4, CLASS_5, NAME, N_COLUMNS };

static const ToolColumn columns[N_COLUMNS] = {
    [CODE] = { "CODE", 7, 7, 0 },
    [REASON] = { "REASON", 20, 20, 0 },
    [CLASS_4] = { "4xx", 4, 4, 1 },
    [CLASS_5] = { "5xx", 4, 4, 2 },
    [NAME] = { "NAME", 20, 0, 3 },
};

/* ---- Rows ----------------------------------------------------------------------------------------------------------*/

/* What a code says of the address when its first digit is such; NULL where the row cannot be of that class. */
static const char *severity_in_class (const BounceCode *row, char class)
{
    BounceSeverity severity = class == '4' ? row->transient : row->permanent;

    if (row->code[0] != 'x' && row->code[0] != class)
        return NULL;
    return bounce_severity_to_string (class == '2' || class == '3' ? BOUNCE_SEVERITY_NONE : severity);
}

/* ---- Forms ---------------------------------------------------------------------------------------------------------*/

static void print_json (GString *line, const char *code, const BounceCode *row)
{
    Json json = JSON_INIT (line);

    json_begin_object (&json, NULL);
    json_string (&json, "code", code);
    json_string (&json, "row", row->code);
    json_string (&json, "name", row->name);
    json_string (&json, "meaning", row->meaning);
    json_string (&json, "reason", bounce_reason_to_string (row->reason));
    json_string (&json, "fault", bounce_fault_to_string (bounce_reason_get_fault (row->reason)));
    json_string (&json, "severity", code[0] == 'x' ? NULL : severity_in_class (row, code[0]));
    json_string (&json, "transient", severity_in_class (row, '4'));
    json_string (&json, "permanent", severity_in_class (row, '5'));
    json_string (&json, "reference", row->reference);
    json_string (&json, "related", row->related);
    json_string (&json, "note", row->note);
    json_end_object (&json);
    tool_write_line (line);
}

static void print_field (GString *line, const char *label, const char *value)
{
    if (!value)
        return;
    g_string_append_printf (line, "    %-10s ", label);
    tool_append_safe (line, value, 0);
    tool_write_line (line);
}

static void print_severity (GString *line, const char *code, const BounceCode *row)
{
    const char *transient = severity_in_class (row, '4');
    const char *permanent = severity_in_class (row, '5');

    if (code[0] != 'x') {
        print_field (line, "severity", severity_in_class (row, code[0]));
        return;
    }
    g_autofree char *both = g_strdup_printf ("%s in class 4, %s in class 5", transient, permanent);
    print_field (line, "severity", both);
}

static void print_text (GString *line, const char *code, const BounceCode *row)
{
    const char *reason = bounce_reason_to_string (row->reason);
    g_autofree char *why = reason ? g_strdup_printf ("%s: %s", reason, bounce_reason_get_meaning (row->reason)) : NULL;

    g_string_append_printf (line, "%s  %s", code, row->name);
    if (!g_str_equal (code, row->code))
        g_string_append_printf (line, " (%s)", row->code);
    tool_write_line (line);
    print_field (line, "meaning", row->meaning);
    print_field (line, "reason", why);
    print_field (line, "fault", bounce_fault_to_string (bounce_reason_get_fault (row->reason)));
    print_severity (line, code, row);
    print_field (line, "reference", row->reference);
    print_field (line, "related", row->related);
    print_field (line, "note", row->note);
}

/* ---- All, or some --------------------------------------------------------------------------------------------------*/

static void print_table (const BounceCode *rows, gsize n_rows)
{
    ToolTable table;

    tool_table_init (&table, columns, N_COLUMNS, (guint) tool_terminal_width (STDOUT_FILENO));
    tool_table_titles (&table);
    for (gsize i = 0; i < n_rows; i++) {
        tool_table_cell (&table, CODE, rows[i].code);
        tool_table_cell (&table, REASON, bounce_reason_to_string (rows[i].reason));
        tool_table_cell (&table, CLASS_4, severity_in_class (&rows[i], '4'));
        tool_table_cell (&table, CLASS_5, severity_in_class (&rows[i], '5'));
        tool_table_cell (&table, NAME, rows[i].name);
        tool_table_end_row (&table);
    }
    tool_table_clear (&table);
}

static void print_all (gboolean as_json)
{
    gsize n_rows;
    const BounceCode *rows = bounce_code_list (&n_rows);
    g_autoptr (GString) line = g_string_new (NULL);

    if (!as_json)
        print_table (rows, n_rows);
    for (gsize i = 0; as_json && i < n_rows; i++)
        print_json (line, rows[i].code, &rows[i]);
}

/* An unregistered 5.7.999 still tells its subject. */
static void complain_of_code (const char *code)
{
    g_auto (GStrv) parts = g_strsplit (code, ".", 3);
    g_autofree char *subject = g_strv_length (parts) == 3 ? g_strdup_printf ("x.%s.x", parts[1]) : NULL;

    if (subject && bounce_code_lookup (subject))
        tool_complain ("no table has the code '%s'; its subject is %s", code, subject);
    else
        tool_complain ("no table has the code '%s'", code);
}

static int print_some (gboolean as_json, char **codes)
{
    int status = EXIT_SUCCESS;
    gboolean follows = FALSE;
    g_autoptr (GString) line = g_string_new (NULL);

    for (; *codes; codes++) {
        g_autofree char *code = g_ascii_strdown (*codes, -1);
        const BounceCode *row = bounce_code_lookup (code);
        if (!row) {
            complain_of_code (*codes);
            status = EXIT_FAILURE;
            continue;
        }
        if (follows && !as_json)
            tool_print ("\n");
        (as_json ? print_json : print_text) (line, code, row);
        follows = TRUE;
    }
    return status;
}

static int run_codes (int argc, char *argv[])
{
    gboolean as_json = FALSE;
    int status = EXIT_SUCCESS;
    g_auto (GStrv) codes = NULL;
    const GOptionEntry entries[] = {
        { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "a line of JSON a code", NULL },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &codes, NULL, NULL },
        G_OPTION_ENTRY_NULL,
    };

    if (!tool_options (&tool_verb_codes, entries, argc, argv, &status))
        return status;
    if (codes)
        return print_some (as_json, codes);
    print_all (as_json);
    return status;
}

const ToolVerb tool_verb_codes = {
    "codes",
    "what 550, 5.1.1 or x.7.26 means",
    "Examples:\n"
    "  bounce codes 550 5.1.1\n"
    "  bounce codes x.7.26           whatever its class: 4 passes, 5 is for good\n"
    "  bounce codes                  all of them\n"
    "\n"
    "Usage: bounce codes [OPTION…] [CODE…]\n",
    run_codes,
};
