/* explain.c: `bounce explain`: how each message is read, and why so
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

#include <string.h>

typedef struct {
    BounceParser *parser;
    guint64 readable; /* messages that were not BOUNCE_KIND_UNREADABLE */
    GString *line;
} Explaining;

static void print_unreadable (GString *line, BounceReport *report)
{
    for (const char *const *warning = bounce_report_get_warnings (report); *warning; warning++) {
        g_string_append (line, "It could not be read: ");
        tool_append_safe (line, *warning, 0);
        tool_write_line (line);
    }
}

static void explain_message (BounceMailbox *mailbox, gpointer data)
{
    Explaining *explaining = data;
    g_autoptr (BounceReport) report = bounce_mailbox_parse (mailbox, explaining->parser);
    gboolean readable = bounce_report_get_kind (report) != BOUNCE_KIND_UNREADABLE;
    gsize length;
    const char *mail = bounce_mailbox_get_data (mailbox, &length);
    GString *line = explaining->line;

    g_string_append (line, "---- ");
    tool_append_safe (line, bounce_report_get_source (report), 0);
    g_string_append_printf (line, ", byte %" G_GUINT64_FORMAT, bounce_report_get_offset (report));
    if (length >= BOUNCE_DEFAULT_LIMIT_MESSAGE)
        g_string_append_printf (line, ", the first %d bytes", BOUNCE_DEFAULT_LIMIT_MESSAGE);
    g_string_append (line, " ----\n");
    tool_write_line (line);
    if (readable) {
        g_autofree char *text = bounce_parser_explain (explaining->parser, mail, length);
        tool_print_lines (text);
        explaining->readable++;
    } else {
        print_unreadable (line, report);
    }
    tool_write_line (line); /* an empty one */
}

static int explain_all (BounceParser *parser, char **paths)
{
    g_autoptr (GString) line = g_string_new (NULL);
    Explaining explaining = { .parser = parser, .line = line };
    guint unread_paths = 0;
    int status = tool_mailboxes_read (paths, explain_message, &explaining, &unread_paths);

    return status == EXIT_SUCCESS && explaining.readable == 0 ? tool_complain_of_no_mail (paths) : status;
}

static int run_explain (int argc, char *argv[])
{
    int status = EXIT_SUCCESS;
    g_auto (GStrv) rules = NULL;
    g_auto (GStrv) paths = NULL;
    const GOptionEntry entries[] = {
        { "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rules, "rules of your own; may be given several times", "FILE" },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, NULL },
        G_OPTION_ENTRY_NULL,
    };

    if (!tool_options (&tool_verb_explain, entries, argc, argv, &status))
        return status;
    g_autoptr (BounceParser) parser = tool_parser (rules, &status);
    return parser ? explain_all (parser, paths) : status;
}

const ToolVerb tool_verb_explain = {
    "explain",
    "tell how a message is read, and why its verdict is what it is",
    "Examples:\n"
    "  bounce explain strange.eml\n"
    "  bounce explain --rules my.rules bounces.mbox | less\n"
    "\n"
    "Usage: bounce explain [OPTION…] [PATH…]\n"
    "\n"
    "Of each message: what was read where, and of each recipient which rules match, which one decides and why, why the\n"
    "verdict is hard or soft, and what to do. A PATH is as in 'bounce help read'; \"-\", or no PATH, is the standard input.\n",
    run_explain,
};
