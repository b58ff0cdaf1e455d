/* options.c: options of a verb, its help, and what a mistyped word was meant to be
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

#include <string.h>

/* ---- Nearest word --------------------------------------------------------------------------------------------------*/

#define MAX_WORD 32 /* longer than any of ours: what is longer still is no slip of the finger */

/* How many letters must be put in, taken out or changed. Both are at most MAX_WORD long. */
static guint distance (const char *a, const char *b)
{
    guint row[MAX_WORD + 1] = { 0 };
    guint length = (guint) strlen (b);

    for (guint j = 0; j <= length; j++)
        row[j] = j;
    for (guint i = 0; a[i]; i++) {
        guint diagonal = row[0];
        row[0] = i + 1;
        for (guint j = 0; j < length; j++) {
            guint change = diagonal + (a[i] != b[j]);
            diagonal = row[j + 1];
            row[j + 1] = MIN (change, MIN (row[j], row[j + 1]) + 1);
        }
    }
    return row[length];
}

const char *tool_nearest (const char *word, const char *const *candidates)
{
    gsize length = strlen (word);
    guint best = length < 4 ? 2 : 3; /* so far off is another word */
    const char *nearest = NULL;

    if (length < 2 || length > MAX_WORD)
        return NULL;
    for (; *candidates; candidates++) {
        guint d = g_str_has_prefix (*candidates, word) ? 0 : distance (word, *candidates);
        if (d < best) {
            best = d;
            nearest = *candidates;
        }
    }
    return nearest;
}

void tool_complain_of_word (const char *option, const char *word, const char *const *candidates, const char *topic)
{
    const char *nearest = tool_nearest (word, candidates);

    if (nearest) {
        tool_complain ("--%s: unknown word '%s'; did you mean '%s'?", option, word, nearest);
    } else if (topic) {
        tool_complain ("--%s: unknown word '%s'; see 'bounce help %s'", option, word, topic);
    } else {
        g_autofree char *all = g_strjoinv (", ", (char **) candidates);
        tool_complain ("--%s: unknown word '%s'; it may be %s", option, word, all);
    }
}

/* ---- Options -------------------------------------------------------------------------------------------------------*/

#define NAME_WIDTH 20 /* columns; a longer one pushes its text */

/* G_OPTION_REMAINING is the empty name. */
static gboolean is_option (const GOptionEntry *entry)
{
    return entry->long_name[0] != '\0';
}

static void append_option (GString *out, const GOptionEntry *entry)
{
    g_autoptr (GString) name = g_string_new (NULL);

    if (entry->short_name)
        g_string_append_printf (name, "-%c, ", entry->short_name);
    g_string_append_printf (name, "--%s", entry->long_name);
    if (entry->arg_description)
        g_string_append_printf (name, "=%s", entry->arg_description);
    for (glong width = g_utf8_strlen (name->str, -1); width < NAME_WIDTH; width++)
        g_string_append_c (name, ' ');
    g_string_append_printf (out, "  %s %s\n", name->str, entry->description);
}

static void print_help (const ToolVerb *verb, const GOptionEntry *entries)
{
    g_autoptr (GString) out = g_string_new (verb->usage);

    g_string_append (out, "\nOptions:\n");
    for (; entries->long_name; entries++)
        if (is_option (entries))
            append_option (out, entries);
    g_string_append (out, "  -h, --help           show this\n");
    tool_write (out->str, out->len);
}

/* GLib's "Unknown option --jsn": its message is the only place that tells which. We never call setlocale(): it is English. */
static const char *unknown_option (const GError *error)
{
    static const char prefix[] = "Unknown option ";

    if (!g_error_matches (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION) || !g_str_has_prefix (error->message, prefix))
        return NULL;
    return error->message + strlen (prefix);
}

static const char *nearest_option (const char *given, const GOptionEntry *entries)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    g_autofree char *word = g_strndup (given, strcspn (given, "="));

    for (; entries->long_name; entries++)
        if (is_option (entries))
            g_ptr_array_add (names, (gpointer) entries->long_name);
    g_ptr_array_add (names, (gpointer) "help");
    g_ptr_array_add (names, NULL);
    return g_str_has_prefix (word, "--") ? tool_nearest (word + 2, (const char *const *) names->pdata) : NULL;
}

static void complain_of_options (const ToolVerb *verb, const GOptionEntry *entries, const GError *error)
{
    const char *option = unknown_option (error);
    const char *nearest = option ? nearest_option (option, entries) : NULL;

    if (nearest)
        tool_complain ("%s: unknown option %s; did you mean --%s?", verb->name, option, nearest);
    else if (option)
        tool_complain ("%s: unknown option %s; see 'bounce help %s'", verb->name, option, verb->name);
    else
        tool_complain ("%s: %s; see 'bounce help %s'", verb->name, error->message, verb->name);
}

gboolean tool_options (const ToolVerb *verb, const GOptionEntry *entries, int argc, char *argv[], int *status)
{
    gboolean help = FALSE;
    const GOptionEntry common[] = {
        { "help", 'h', 0, G_OPTION_ARG_NONE, &help, NULL, NULL },
        G_OPTION_ENTRY_NULL,
    };
    g_autoptr (GOptionContext) context = g_option_context_new (NULL);
    g_autoptr (GError) error = NULL;

    g_option_context_set_help_enabled (context, FALSE); /* ours has the examples first */
    g_option_context_add_main_entries (context, entries, NULL);
    g_option_context_add_main_entries (context, common, NULL);
    if (!g_option_context_parse (context, &argc, &argv, &error)) {
        complain_of_options (verb, entries, error);
        *status = EX_USAGE;
        return FALSE;
    }
    if (help) {
        print_help (verb, entries);
        *status = EXIT_SUCCESS;
    }
    return !help;
}

gboolean tool_when_read (const char *option, const char *word, ToolWhen *when)
{
    static const char *const words[] = { [TOOL_AUTO] = "auto", [TOOL_ALWAYS] = "always", [TOOL_NEVER] = "never", NULL };

    for (guint i = 0; words[i]; i++)
        if (strcmp (words[i], word) == 0) {
            *when = (ToolWhen) i;
            return TRUE;
        }
    tool_complain_of_word (option, word, words, NULL);
    return FALSE;
}
