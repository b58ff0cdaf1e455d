/* unknown.c: `bounce unknown`: what no rule understands, as rules to complete
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "json.h"
#include "tool.h"

#include <string.h>

#define MAX_ROUNDS 8 /* of trials, then what still fails is given up */

/* A wording, and the rule that it makes. */
typedef struct {
    const ToolWording *wording;
    const char *phrase; /* of its rule; NULL: it has none */
    guint line;         /* of the rule in the file that is tried */
} Group;

typedef struct {
    BounceParser *parser;
    ToolWordings *wordings;
    guint64 n_unread;   /* messages that look like reports */
    char *first_unread; /* where */
    ToolCounts counts;
} Unknown;

/* ---- Collecting ----------------------------------------------------------------------------------------------------*/

static gboolean is_field (const char *line, gsize n, const char *begin)
{
    return n >= strlen (begin) && g_ascii_strncasecmp (line, begin, strlen (begin)) == 0;
}

/* What hardly anything but a mail system writes into a header. */
static gboolean has_marks (const char *data, gsize length)
{
    static const char *const marks[] = { "Return-Path: <>",     "X-Failed-Recipients:",  "Content-Type: multipart/report",
                                         "From: MAILER-DAEMON", "From: Mail Delivery S", "From: <>" };
    const char *end = data + length;

    for (const char *line = data, *next; line < end; line = next) {
        const char *feed = memchr (line, '\n', (gsize) (end - line));
        gsize n = (gsize) ((feed ? feed : end) - line);
        next = feed ? feed + 1 : end;
        if (n == 0 || *line == '\r')
            break;
        for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
            if (is_field (line, n, marks[i]))
                return TRUE;
    }
    return FALSE;
}

static void add_message (BounceMailbox *mailbox, gpointer data)
{
    Unknown *unknown = data;
    g_autoptr (BounceReport) report = bounce_mailbox_parse (mailbox, unknown->parser);
    BounceKind kind = bounce_report_get_kind (report);
    gsize length;
    const char *mail = bounce_mailbox_get_data (mailbox, &length);

    tool_counts_read (&unknown->counts, report);
    for (guint i = 0; i < bounce_report_get_n_recipients (report); i++)
        tool_wordings_add (unknown->wordings, report, bounce_report_get_recipient (report, i));
    if (kind == BOUNCE_KIND_OTHER && has_marks (mail, length) && unknown->n_unread++ == 0)
        unknown->first_unread =
            g_strdup_printf ("%s, byte %" G_GUINT64_FORMAT, bounce_report_get_source (report), bounce_report_get_offset (report));
}

static GPtrArray *list_groups (const ToolWordings *wordings)
{
    g_autoptr (GPtrArray) list = tool_wordings_list (wordings);
    GPtrArray *groups = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < list->len; i++) {
        Group *group = g_new0 (Group, 1);
        group->wording = list->pdata[i];
        group->phrase = group->wording->template->phrase;
        g_ptr_array_add (groups, group);
    }
    return groups;
}

/* ---- Rules ---------------------------------------------------------------------------------------------------------*/

static void append_rule (GString *out, const char *reason, const char *phrase)
{
    g_string_append_printf (out, "%s \"", reason);
    for (const char *p = phrase; *p; p++)
        g_string_append_printf (out, "%s%c", strchr ("\"\\{}", *p) ? "\\" : "", *p);
    g_string_append_c (out, '"');
}

/* A longer phrase, or none. */
static void give_way (Group *group, gboolean last)
{
    const ToolTemplate *template = group->wording->template;
    gboolean longer = !last && template->whole && group->phrase == template->phrase;
    group->phrase = longer ? template->whole : NULL;
}

#define MAX_ALIKE 100 /* wordings with the same longest piece for which a longer phrase is tried: a person writes one rule for all */

/* How often the key was counted before. */
static guint count_in (GHashTable *counts, const char *key)
{
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key));

    g_hash_table_insert (counts, (gpointer) key, GUINT_TO_POINTER (n + 1));
    return n;
}

/* Of groups with the same phrase the first keeps it: each would be complained of, and found in the examples of all others. */
static void part_groups (GPtrArray *groups)
{
    g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
    g_autoptr (GHashTable) alike = g_hash_table_new (g_str_hash, g_str_equal);

    for (guint i = 0; i < groups->len; i++) {
        Group *group = groups->pdata[i];
        guint n = group->phrase ? count_in (alike, group->wording->template->phrase) : 0;
        while (group->phrase && !g_hash_table_add (taken, (gpointer) group->phrase))
            give_way (group, n > MAX_ALIKE);
    }
}

#define TRIAL "unknown.rules"

/* What all groups' rules would be together. Any reason does: the reason that a person puts in decides none of the clashes but
 * between his own rules. */
static char *write_trial (GPtrArray *groups)
{
    GString *text = g_string_new (NULL);
    guint line = 1;

    for (guint i = 0; i < groups->len; i++) {
        Group *group = groups->pdata[i];
        group->line = 0;
        if (!group->phrase)
            continue;
        append_rule (text, "policy", group->phrase);
        g_string_append_printf (text, "\n    > %s\n", group->wording->said);
        group->line = line;
        line += 2;
    }
    return g_string_free (text, FALSE);
}

/* Lets the group give way of whose rule it is said; FALSE where it is of none. */
static gboolean give_way_at (GPtrArray *groups, const char *place, gboolean last)
{
    guint64 line = g_ascii_strtoull (place + strlen (TRIAL ":"), NULL, 10);

    for (guint i = 0; i < groups->len; i++) {
        Group *group = groups->pdata[i];
        if (group->line && group->line == line) {
            give_way (group, last);
            group->line = 0;
            return TRUE;
        }
    }
    return FALSE;
}

/* "unknown.rules:3: the same as …" is about that rule, and "generic.rules:20: the example is decided by unknown.rules:3 …" too:
 * it would take from the built-in rules what they understand. */
static gboolean heed (GPtrArray *groups, const char *complaint, gboolean last)
{
    static const char by[] = " is decided by " TRIAL ":";
    const char *place = strstr (complaint, by);

    if (g_str_has_prefix (complaint, TRIAL ":"))
        return give_way_at (groups, complaint, last);
    return place && give_way_at (groups, place + strlen (" is decided by "), last);
}

/* Tries the rules as `bounce rules --check` does, until none of them is complained of. */
static void try_rules (GPtrArray *groups)
{
    gboolean changed = TRUE;

    for (guint round = 1; changed; round++) {
        g_autoptr (BounceParser) parser = bounce_parser_new ();
        part_groups (groups);
        g_autofree char *text = write_trial (groups);
        g_autoptr (GError) error = NULL;
        changed = FALSE;
        if (!bounce_parser_add_rules (parser, text, -1, TRIAL, &error)) {
            changed = heed (groups, error->message, TRUE);
            continue;
        }
        g_auto (GStrv) complaints = bounce_parser_check_rules (parser);
        for (guint i = 0; complaints[i]; i++)
            if (heed (groups, complaints[i], round >= MAX_ROUNDS))
                changed = TRUE;
    }
}

/* ---- Forms ---------------------------------------------------------------------------------------------------------*/

static void print_group_json (GString *line, const Group *group)
{
    const ToolWording *wording = group->wording;
    Json json = JSON_INIT (line);
    g_autoptr (GString) rule = g_string_new (NULL);

    if (group->phrase)
        append_rule (rule, "REASON", group->phrase);
    json_begin_object (&json, NULL);
    json_int (&json, "count", (gint64) wording->count);
    json_string (&json, "source", wording->source);
    json_int (&json, "offset", (gint64) wording->offset);
    json_string (&json, "template", wording->template->text);
    json_string (&json, "diagnostic", wording->said);
    if (group->phrase)
        json_string (&json, "rule", rule->str);
    else
        json_null (&json, "rule");
    json_end_object (&json);
    tool_write_line (line);
}

static void print_group_text (GString *line, const Group *group)
{
    const ToolWording *wording = group->wording;

    g_string_append_printf (line, "\n# %" G_GUINT64_FORMAT " time%s, first in %s, byte %" G_GUINT64_FORMAT "\n# %s\n",
                            wording->count, wording->count == 1 ? "" : "s", wording->source, wording->offset,
                            wording->template->text);
    if (group->phrase)
        append_rule (line, "REASON", group->phrase);
    else
        g_string_append (line, "# (no piece of it makes a rule: too short, or part of what is understood)");
    g_string_append_printf (line, "\n%s    > %s", group->phrase ? "" : "#", wording->said);
    tool_write_line (line);
}

static void print_counts_json (GString *line, const Unknown *unknown, guint n_groups)
{
    Json json = JSON_INIT (line);

    json_begin_object (&json, NULL);
    json_int (&json, "groups", n_groups);
    json_int (&json, "others", (gint64) tool_wordings_get_others (unknown->wordings));
    json_int (&json, "silent", (gint64) tool_wordings_get_silent (unknown->wordings));
    json_int (&json, "unread", (gint64) unknown->n_unread);
    json_string (&json, "first_unread", unknown->first_unread);
    json_end_object (&json);
    tool_write_line (line);
}

static void print_count (GString *line, guint64 count, const char *one, const char *many)
{
    if (count == 0)
        return;
    g_string_append_printf (line, "# %" G_GUINT64_FORMAT " %s", count, count == 1 ? one : many);
    tool_write_line (line);
}

static void print_counts_text (GString *line, const Unknown *unknown, guint n_groups)
{
    if (n_groups)
        tool_write_line (line); /* an empty one */
    print_count (line, n_groups, "wording that no rule understands", "wordings that no rule understands");
    print_count (line, tool_wordings_get_others (unknown->wordings), "recipient with another wording",
                 "recipients with other wordings");
    print_count (line, tool_wordings_get_silent (unknown->wordings), "recipient of whom nothing was said",
                 "recipients of whom nothing was said");
    print_count (line, unknown->n_unread, "message that looks like a report and was not read as one",
                 "messages that look like reports and were not read as such");
    if (!n_groups && !unknown->n_unread && !tool_wordings_get_others (unknown->wordings)
        && !tool_wordings_get_silent (unknown->wordings))
        tool_print ("# rules understand all that was said\n");
    if (unknown->first_unread) {
        g_string_append (line, "#   the first: ");
        tool_append_safe (line, unknown->first_unread, 0);
        tool_write_line (line);
    }
}

static void print_all (const Unknown *unknown, gboolean as_json)
{
    g_autoptr (GString) line = g_string_new (NULL);
    g_autoptr (GPtrArray) groups = list_groups (unknown->wordings);

    try_rules (groups);
    if (groups->len && !as_json)
        tool_print (
            "# Put a reason for each REASON (see 'bounce codes' and 'bounce rules'), or delete the rule; then use the file\n"
            "# with --rules. 'bounce rules --check' tests it.\n\nscope any\n");
    for (guint i = 0; i < groups->len && tool_output_ok (); i++)
        (as_json ? print_group_json : print_group_text) (line, groups->pdata[i]);
    (as_json ? print_counts_json : print_counts_text) (line, unknown, groups->len);
}

/* ---- Options -------------------------------------------------------------------------------------------------------*/

static int read_all (BounceParser *parser, char **paths, gboolean as_json, ToolWhen progress)
{
    Unknown unknown = { .parser = parser, .wordings = tool_wordings_new () };
    guint unread_paths = 0;

    tool_progress_begin_till_end (progress, &unknown.counts);
    int status = tool_mailboxes_read (paths, add_message, &unknown, &unread_paths);
    tool_progress_end ();
    gboolean readable = unknown.counts.messages > unknown.counts.unreadable;
    if (readable)
        print_all (&unknown, as_json);
    if (status == EXIT_SUCCESS && !readable)
        status = tool_complain_of_no_mail (paths);
    tool_wordings_free (unknown.wordings);
    g_free (unknown.first_unread);
    return status;
}

static int run_unknown (int argc, char *argv[])
{
    gboolean json = FALSE;
    ToolWhen when = TOOL_AUTO;
    int status = EXIT_SUCCESS;
    g_autofree char *progress = NULL;
    g_auto (GStrv) rules = NULL;
    g_auto (GStrv) paths = NULL;
    const GOptionEntry entries[] = {
        { "json", 0, 0, G_OPTION_ARG_NONE, &json, "a line of JSON a wording, and one with the counts", NULL },
        { "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rules, "rules of your own; may be given several times", "FILE" },
        { "progress", 0, 0, G_OPTION_ARG_STRING, &progress, "auto (on a terminal, after a second), always, never", "WHEN" },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, NULL },
        G_OPTION_ENTRY_NULL,
    };

    if (!tool_options (&tool_verb_unknown, entries, argc, argv, &status))
        return status;
    if (progress && !tool_when_read ("progress", progress, &when))
        return EX_USAGE;
    g_autoptr (BounceParser) parser = tool_parser (rules, &status);
    return parser ? read_all (parser, paths, json, when) : status;
}

const ToolVerb tool_verb_unknown = {
    "unknown",
    "list wordings that no rule understands, as rules to complete",
    "Examples:\n"
    "  bounce unknown bounces.mbox > new.rules      then put a reason into each rule\n"
    "  bounce unknown --rules my.rules Maildir      what is left\n"
    "\n"
    "Usage: bounce unknown [OPTION…] [PATH…]\n"
    "\n"
    "Takes the recipients whose reason is unknown, and groups them by what was said, the most frequent first; addresses,\n"
    "hosts, numbers and the like count as the same. The output is a rule file, where each REASON is yours to fill in: see\n"
    "libbounce-rules(5). A PATH is as in 'bounce help read'; \"-\", or no PATH, is the standard input.\n",
    run_unknown,
};
