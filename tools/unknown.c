/* unknown.c: `bounce unknown`: what no rule understands, as rules to complete
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "json.h"
#include "tool.h"

#include <string.h>

#define MAX_GROUPS 10000 /* some 20 MB; what comes after them is only counted */
#define MAX_SAID 500     /* bytes of one wording */
#define MAX_ROUNDS 8     /* of trials, then what still fails is given up */

/* One wording, whoever it was said of. */
typedef struct {
    ToolTemplate *template;
    char *said;        /* the first time */
    char *source;
    guint64 offset;
    guint64 count;
    guint order;       /* as it was met */
    const char *phrase; /* of its rule; NULL: it has none */
    guint line;        /* of the rule in the file that is tried */
} Group;

typedef struct {
    BounceParser *parser;
    GHashTable *groups; /* template → Group */
    guint64 n_others;   /* recipients whose wording is in none of them */
    guint64 n_silent;   /* of whom nothing was said */
    guint64 n_unread;   /* messages that look like reports */
    char *first_unread; /* where */
    guint64 readable;
    int status;
} Unknown;

static void group_free (gpointer data)
{
    Group *group = data;

    tool_template_free (group->template);
    g_free (group->said);
    g_free (group->source);
    g_free (group);
}

/* ---- Collecting ----------------------------------------------------------------------------------------------------*/

/* As it will stand in the rule file: on one line, without controls, not too long. */
static char *safe_text (const char *text, gsize most)
{
    GString *safe = g_string_new (NULL);

    tool_append_safe (safe, text, 0);
    if (safe->len > most)
        g_string_truncate (safe, (gsize) (g_utf8_find_prev_char (safe->str, safe->str + most + 1) - safe->str));
    return g_strstrip (g_string_free (safe, FALSE));
}

static void add_wording (Unknown *unknown, BounceReport *report, const char *diagnostic)
{
    g_autofree char *said = safe_text (diagnostic, MAX_SAID);
    ToolTemplate *template = tool_template_new (said);
    Group *group = g_hash_table_lookup (unknown->groups, template->text);

    if (group) {
        group->count++;
    } else if (g_hash_table_size (unknown->groups) >= MAX_GROUPS) {
        unknown->n_others++;
    } else {
        group = g_new0 (Group, 1);
        group->template = template;
        group->phrase = template->phrase;
        group->said = g_steal_pointer (&said);
        group->source = safe_text (bounce_report_get_source (report), MAX_SAID);
        group->offset = bounce_report_get_offset (report);
        group->count = 1;
        group->order = g_hash_table_size (unknown->groups);
        g_hash_table_insert (unknown->groups, template->text, group);
        return;
    }
    tool_template_free (template);
}

static void add_recipient (Unknown *unknown, BounceReport *report, BounceRecipient *recipient)
{
    const char *diagnostic = bounce_recipient_get_diagnostic (recipient);

    if (bounce_recipient_get_reason (recipient) != BOUNCE_REASON_UNKNOWN)
        return;
    if (diagnostic)
        add_wording (unknown, report, diagnostic);
    else
        unknown->n_silent++;
}

static gboolean is_field (const char *line, gsize n, const char *begin)
{
    return n >= strlen (begin) && g_ascii_strncasecmp (line, begin, strlen (begin)) == 0;
}

/* What hardly anything but a mail system writes into a header. */
static gboolean has_marks (const char *data, gsize length)
{
    static const char *const marks[] = { "Return-Path: <>",      "X-Failed-Recipients:", "Content-Type: multipart/report",
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

static void add_message (Unknown *unknown, BounceMailbox *mailbox)
{
    g_autoptr (BounceReport) report = bounce_mailbox_parse (mailbox, unknown->parser);
    BounceKind kind = bounce_report_get_kind (report);
    gsize length;
    const char *data = bounce_mailbox_get_data (mailbox, &length);

    unknown->readable += kind != BOUNCE_KIND_UNREADABLE;
    for (guint i = 0; i < bounce_report_get_n_recipients (report); i++)
        add_recipient (unknown, report, bounce_report_get_recipient (report, i));
    if (kind == BOUNCE_KIND_OTHER && has_marks (data, length) && unknown->n_unread++ == 0)
        unknown->first_unread = g_strdup_printf ("%s, byte %" G_GUINT64_FORMAT, bounce_report_get_source (report),
                                                 bounce_report_get_offset (report));
}

static void read_mailbox (Unknown *unknown, const char *path)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (BounceMailbox) mailbox = bounce_mailbox_open (path, &error);

    while (mailbox && bounce_mailbox_next (mailbox, &error))
        add_message (unknown, mailbox);
    if (error) {
        int status = tool_error_status (error);
        tool_complain ("%s", error->message);
        unknown->status = MAX (unknown->status, status);
    }
}

/* ---- Rules ---------------------------------------------------------------------------------------------------------*/

static gint most_frequent_first (gconstpointer a, gconstpointer b)
{
    const Group *left = *(Group *const *) a, *right = *(Group *const *) b;

    if (left->count != right->count)
        return left->count < right->count ? 1 : -1;
    return left->order < right->order ? -1 : 1;
}

static void append_rule (GString *out, const char *reason, const char *phrase)
{
    g_string_append_printf (out, "%s \"", reason);
    for (const char *p = phrase; *p; p++)
        g_string_append_printf (out, "%s%c", strchr ("\"\\", *p) ? "\\" : "", *p);
    g_string_append_c (out, '"');
}

/* A longer phrase, or none. */
static void give_way (Group *group, gboolean last)
{
    gboolean longer = !last && group->template->whole && group->phrase == group->template->phrase;
    group->phrase = longer ? group->template->whole : NULL;
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
        guint n = group->phrase ? count_in (alike, group->template->phrase) : 0;
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
        g_string_append_printf (text, "\n    > %s\n", group->said);
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
    Json json = JSON_INIT (line);
    g_autoptr (GString) rule = g_string_new (NULL);

    if (group->phrase)
        append_rule (rule, "REASON", group->phrase);
    json_begin_object (&json, NULL);
    json_int (&json, "count", (gint64) group->count);
    json_string (&json, "source", group->source);
    json_int (&json, "offset", (gint64) group->offset);
    json_string (&json, "template", group->template->text);
    json_string (&json, "diagnostic", group->said);
    if (group->phrase)
        json_string (&json, "rule", rule->str);
    else
        json_null (&json, "rule");
    json_end_object (&json);
    tool_write_line (line);
}

static void print_group_text (GString *line, const Group *group)
{
    g_string_append_printf (line, "\n# %" G_GUINT64_FORMAT " time%s, first in %s, byte %" G_GUINT64_FORMAT "\n# %s\n",
                            group->count, group->count == 1 ? "" : "s", group->source, group->offset, group->template->text);
    if (group->phrase)
        append_rule (line, "REASON", group->phrase);
    else
        g_string_append (line, "# (no piece of it makes a rule: too short, or part of what is understood)");
    g_string_append_printf (line, "\n%s    > %s", group->phrase ? "" : "#", group->said);
    tool_write_line (line);
}

static void print_counts_json (GString *line, const Unknown *unknown)
{
    Json json = JSON_INIT (line);

    json_begin_object (&json, NULL);
    json_int (&json, "groups", g_hash_table_size (unknown->groups));
    json_int (&json, "others", (gint64) unknown->n_others);
    json_int (&json, "silent", (gint64) unknown->n_silent);
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

static void print_counts_text (GString *line, const Unknown *unknown)
{
    tool_write_line (line); /* an empty one */
    print_count (line, g_hash_table_size (unknown->groups), "wording that no rule understands",
                 "wordings that no rule understands");
    print_count (line, unknown->n_others, "recipient with another wording", "recipients with other wordings");
    print_count (line, unknown->n_silent, "recipient of whom nothing was said", "recipients of whom nothing was said");
    print_count (line, unknown->n_unread, "message that looks like a report and was not read as one",
                 "messages that look like reports and were not read as such");
    if (unknown->first_unread) {
        g_string_append (line, "#   the first: ");
        tool_append_safe (line, unknown->first_unread, 0);
        tool_write_line (line);
    }
}

static void print_all (const Unknown *unknown, gboolean as_json)
{
    g_autoptr (GString) line = g_string_new (NULL);
    g_autoptr (GPtrArray) groups = g_ptr_array_new ();
    GHashTableIter iter;
    gpointer group;

    g_hash_table_iter_init (&iter, unknown->groups);
    while (g_hash_table_iter_next (&iter, NULL, &group))
        g_ptr_array_add (groups, group);
    g_ptr_array_sort (groups, most_frequent_first);
    try_rules (groups);
    if (groups->len && !as_json)
        tool_print ("# Put a reason for each REASON (see 'bounce codes' and 'bounce rules'), or delete the rule; then use the file\n"
                    "# with --rules. 'bounce rules --check' tests it.\n\nscope any\n");
    for (guint i = 0; i < groups->len && tool_output_ok (); i++)
        (as_json ? print_group_json : print_group_text) (line, groups->pdata[i]);
    (as_json ? print_counts_json : print_counts_text) (line, unknown);
}

/* ---- Options -------------------------------------------------------------------------------------------------------*/

static int read_all (BounceParser *parser, char **paths, gboolean as_json)
{
    Unknown unknown = { .parser = parser, .groups = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, group_free) };

    if (!paths) {
        tool_note_terminal ();
        read_mailbox (&unknown, "-");
    }
    for (; paths && *paths; paths++)
        read_mailbox (&unknown, *paths);
    if (unknown.readable)
        print_all (&unknown, as_json);
    if (unknown.status == EXIT_SUCCESS && unknown.readable == 0) {
        tool_complain ("no mail that can be read");
        unknown.status = EX_DATAERR;
    }
    g_hash_table_unref (unknown.groups);
    g_free (unknown.first_unread);
    return unknown.status;
}

static int run_unknown (int argc, char *argv[])
{
    gboolean json = FALSE;
    int status = EXIT_SUCCESS;
    g_auto (GStrv) rules = NULL;
    g_auto (GStrv) paths = NULL;
    const GOptionEntry entries[] = {
        { "json", 0, 0, G_OPTION_ARG_NONE, &json, "a line of JSON a wording, and one with the counts", NULL },
        { "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rules, "rules of your own; may be given several times", "FILE" },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, NULL },
        G_OPTION_ENTRY_NULL,
    };

    if (!tool_options (&tool_verb_unknown, entries, argc, argv, &status))
        return status;
    g_autoptr (BounceParser) parser = tool_parser (rules, &status);
    return parser ? read_all (parser, paths, json) : status;
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
    "docs/rule-files.md. A PATH is as in 'bounce help read'; \"-\", or no PATH, is the standard input.\n",
    run_unknown,
};
