/* bounce.c: the command: which verb it is, and help
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

#include <stdio.h>
#include <string.h>

/* All verbs, in the order of the help. A new one is a file and a row. */
static const ToolVerb *const verbs[] = {
    &tool_verb_read,    &tool_verb_report, &tool_verb_explain, &tool_verb_classify,
    &tool_verb_unknown, &tool_verb_codes,  &tool_verb_rules,   &tool_verb_help,
};

static const char examples[] =
    "Examples:\n"
    "  bounce read bounces.mbox                     who bounced and why, and a summary\n"
    "  bounce read --json Maildir | jq .kind        all that is known, a line a message\n"
    "  bounce read --csv *.eml > bounces.csv        for a spreadsheet\n"
    "  bounce report bounces.mbox -o report.html    a page: what bounced, over time, and what to do\n"
    "  bounce explain strange.eml                   how one message is read, and why so\n"
    "  bounce classify '550 5.1.1 User unknown'     what one line of a log means\n"
    "  bounce unknown bounces.mbox                  what is not understood, as rules to complete\n"
    "  bounce codes 5.7.26                          what a code means\n"
    "  bounce rules --check my.rules                test rules of your own\n"
    "\n";

static const char usage[] =
    "Usage: bounce VERB [OPTION…] [ARGUMENT…]\n"
    "\n"
    "Verbs:\n";

static const char more[] =
    "\n"
    "'bounce help VERB' tells more of each; --version tells the version.\n";

static const char statuses[] =
    "\n"
    "Exit status: 0 well; 1 unknown codes, complaints of rules; 64 wrong usage; 65 no mail that can be read;\n"
    "66 no such file; 70 a message was lost with a process that died; 74 reading or writing failed; 78 a bad rule file.\n";

/* ---- Verbs ---------------------------------------------------------------------------------------------------------*/

static const ToolVerb *find_verb (const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
        if (g_str_equal (verbs[i]->name, name))
            return verbs[i];
    return NULL;
}

static int complain_of_verb (const char *name)
{
    const char *names[G_N_ELEMENTS (verbs) + 1] = { NULL };
    const char *nearest;

    for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
        names[i] = verbs[i]->name;
    nearest = tool_nearest (name, names);
    if (nearest)
        tool_complain ("unknown verb '%s'; did you mean '%s'?", name, nearest);
    else if (g_file_test (name, G_FILE_TEST_EXISTS))
        tool_complain ("unknown verb '%s'; did you mean 'bounce read %s'?", name, name);
    else
        tool_complain ("unknown verb '%s'; see 'bounce help'", name);
    return EX_USAGE;
}

static int complain_of_option (const char *option)
{
    static const char *const options[] = { "--help", "--version", NULL };
    const char *nearest = tool_nearest (option, options);

    if (nearest)
        tool_complain ("unknown option %s; did you mean %s?", option, nearest);
    else
        tool_complain ("unknown option %s; options stand behind the verb, see 'bounce help'", option);
    return EX_USAGE;
}

/* ---- Help ----------------------------------------------------------------------------------------------------------*/

static void print_verbs (void)
{
    tool_print (usage);
    for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
        g_autofree char *line = g_strdup_printf ("  %-10s %s\n", verbs[i]->name, verbs[i]->summary);
        tool_print (line);
    }
    tool_print (more);
}

static void print_overview (void)
{
    tool_print (examples);
    print_verbs ();
    tool_print (statuses);
}

static int complain_of_no_verb (void)
{
    g_autoptr (GString) verbs_told = g_string_new (NULL);

    tool_redirect (verbs_told);
    print_verbs ();
    tool_redirect (NULL);
    tool_complain ("what is to be done?");
    fprintf (stderr, "\n%s", verbs_told->str);
    return EX_USAGE;
}

static void print_reason (BounceReason reason)
{
    const char *severity = bounce_reason_is_hard (reason) ? "hard" : "soft";
    const char *fault = bounce_fault_to_string (bounce_reason_get_fault (reason));
    g_autofree char *line = g_strdup_printf ("%-20s  %s  %-9s  %s\n", bounce_reason_to_string (reason), severity, fault,
                                             bounce_reason_get_meaning (reason));

    tool_print (line);
}

static void print_reasons (void)
{
    tool_print ("What a failure is for, how bad it is for the address, whose fault, and what it means:\n\n");
    for (guint reason = BOUNCE_REASON_NONE + 1; bounce_reason_to_string (reason); reason++)
        print_reason (reason);
}

/* What is no verb, and too long for the help of one. */
static const struct {
    const char *name;
    void (*print) (void);
} topics[] = { { "reasons", print_reasons }, { "fields", tool_fields_print } };

static int help_with (const char *name)
{
    const ToolVerb *verb = find_verb (name);
    char option[] = "--help";
    char *argv[] = { (char *) name, option, NULL };

    for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
        if (g_str_equal (topics[i].name, name)) {
            topics[i].print ();
            return EXIT_SUCCESS;
        }
    return verb ? verb->run (2, argv) : complain_of_verb (name);
}

static int run_help (int argc, char *argv[])
{
    g_auto (GStrv) names = NULL;
    int status = EXIT_SUCCESS;
    const GOptionEntry entries[] = {
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &names, NULL, NULL },
        G_OPTION_ENTRY_NULL,
    };

    if (!tool_options (&tool_verb_help, entries, argc, argv, &status))
        return status;
    if (!names)
        print_overview ();
    for (guint i = 0; names && names[i]; i++)
        if (help_with (names[i]) != EXIT_SUCCESS)
            status = EX_USAGE;
    return status;
}

const ToolVerb tool_verb_help = {
    "help",
    "what can be done, and how",
    "Examples:\n"
    "  bounce help           all verbs\n"
    "  bounce help read      one of them\n"
    "  bounce help reasons   why mail comes back, in a word each\n"
    "  bounce help fields    what can be told of a recipient, for 'bounce read --fields'\n"
    "\n"
    "Usage: bounce help [VERB|reasons|fields…]\n",
    run_help,
};

/* ---- Main ----------------------------------------------------------------------------------------------------------*/

static int run (int argc, char *argv[])
{
    const char *word = argc > 1 ? argv[1] : NULL;

    if (!word)
        return complain_of_no_verb ();
    if (g_str_equal (word, "--help") || g_str_equal (word, "-h")) {
        print_overview ();
        return EXIT_SUCCESS;
    }
    if (g_str_equal (word, "--version")) {
        tool_print ("bounce " PACKAGE_VERSION "\n");
        return EXIT_SUCCESS;
    }
    if (word[0] == '-')
        return complain_of_option (word);
    const ToolVerb *verb = find_verb (word);
    return verb ? verb->run (argc - 1, argv + 1) : complain_of_verb (word);
}

int main (int argc, char *argv[])
{
    tool_begin ();
    return tool_end (run (argc, argv));
}
