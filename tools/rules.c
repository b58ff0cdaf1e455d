/* rules.c: `bounce rules`: prints and tests rule files
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

#include <string.h>

/* Adds what can be read of the files. A file that is none of rules is a finding of --check, and a bad setup without it. */
static int add_files (BounceParser *parser, char **files, gboolean check)
{
    int status = EXIT_SUCCESS;

    for (; files && *files; files++) {
        g_autoptr (GError) error = NULL;
        if (bounce_parser_add_rules_file (parser, *files, &error))
            continue;
        tool_complain ("%s", error->message);
        gboolean finding = check && g_error_matches (error, BOUNCE_ERROR, BOUNCE_ERROR_RULES);
        int file_status = finding ? EXIT_FAILURE : tool_error_status (error);
        status = MAX (status, file_status);
    }
    return status;
}

/* A rule is a line that is not indented and neither a comment nor the begin of a scope; see libbounce-rules(5). */
static gboolean is_rule (const char *line)
{
    return line[0] && !strchr ("# \t\r\n", line[0]) && !g_str_has_prefix (line, "scope ");
}

static guint count_rules (BounceParser *parser)
{
    g_autofree char *text = bounce_parser_list_rules (parser);
    guint n_rules = 0;

    for (const char *line = text; line; line = strchr (line, '\n')) {
        line += *line == '\n';
        n_rules += is_rule (line) ? 1 : 0;
    }
    return n_rules;
}

static int check_rules (BounceParser *parser)
{
    g_auto (GStrv) complaints = bounce_parser_check_rules (parser);
    g_autoptr (GString) line = g_string_new (NULL);

    for (guint i = 0; complaints[i]; i++) {
        tool_append_safe (line, complaints[i], 0);
        tool_write_line (line);
    }
    if (complaints[0])
        return EXIT_FAILURE;
    g_string_printf (line, "%u rules ok", count_rules (parser));
    tool_write_line (line);
    return EXIT_SUCCESS;
}

static int run_rules (int argc, char *argv[])
{
    gboolean check = FALSE;
    int status = EXIT_SUCCESS;
    g_auto (GStrv) rules = NULL;
    g_auto (GStrv) files = NULL;
    const GOptionEntry entries[] = {
        { "check", 0, 0, G_OPTION_ARG_NONE, &check, "test them: every example must be decided by its own rule", NULL },
        { "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rules, "as FILE; may be given several times", "FILE" },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, NULL },
        G_OPTION_ENTRY_NULL,
    };

    if (!tool_options (&tool_verb_rules, entries, argc, argv, &status))
        return status;
    g_autoptr (BounceParser) parser = bounce_parser_new ();
    status = add_files (parser, rules, check);
    int files_status = add_files (parser, files, check);
    status = MAX (status, files_status);
    if (status != EXIT_SUCCESS)
        return status; /* a list or a test without the file that was asked for would mislead */
    if (check)
        return check_rules (parser);
    g_autofree char *text = bounce_parser_list_rules (parser);
    tool_print_lines (text);
    return EXIT_SUCCESS;
}

const ToolVerb tool_verb_rules = {
    "rules",
    "print or test the rules that tell what a response means",
    "Examples:\n"
    "  bounce rules | less                    what is built in\n"
    "  bounce rules --check my.rules          does your own file do what it says?\n"
    "\n"
    "Usage: bounce rules [OPTION…] [FILE…]\n"
    "\n"
    "A FILE is put in front of the built-in rules, and wins over them.\n",
    run_rules,
};
