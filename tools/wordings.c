/* wordings.c: what was said of recipients and no rule understands, grouped by template; see tool.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

#define MAX_WORDINGS 10000 /* some 20 MB; what comes after them is only counted */
#define MAX_SAID 500       /* bytes of one */

struct ToolWordings {
    GHashTable *by_template; /* → ToolWording */
    guint64 n_others, n_silent;
};

static void wording_free (gpointer data)
{
    ToolWording *wording = data;

    tool_template_free (wording->template);
    g_free (wording->said);
    g_free (wording->source);
    g_free (wording);
}

ToolWordings *tool_wordings_new (void)
{
    ToolWordings *wordings = g_new0 (ToolWordings, 1);

    wordings->by_template = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, wording_free);
    return wordings;
}

void tool_wordings_free (ToolWordings *wordings)
{
    g_hash_table_unref (wordings->by_template);
    g_free (wordings);
}

/* ---- Collecting ----------------------------------------------------------------------------------------------------*/

/* As it will stand in a rule file: on one line, without controls, not too long. */
static char *safe_text (const char *text)
{
    GString *safe = g_string_new (NULL);

    tool_append_safe (safe, text, 0);
    if (safe->len > MAX_SAID)
        g_string_truncate (safe, (gsize) (g_utf8_find_prev_char (safe->str, safe->str + MAX_SAID + 1) - safe->str));
    return g_strstrip (g_string_free (safe, FALSE));
}

static void add_wording (ToolWordings *wordings, BounceReport *report, const char *diagnostic)
{
    g_autofree char *said = safe_text (diagnostic);
    ToolTemplate *template = tool_template_new (said);
    ToolWording *wording = g_hash_table_lookup (wordings->by_template, template->text);

    if (wording) {
        wording->count++;
    } else if (g_hash_table_size (wordings->by_template) >= MAX_WORDINGS) {
        wordings->n_others++;
    } else {
        wording = g_new0 (ToolWording, 1);
        wording->template = template;
        wording->said = g_steal_pointer (&said);
        wording->source = safe_text (bounce_report_get_source (report));
        wording->offset = bounce_report_get_offset (report);
        wording->count = 1;
        wording->order = g_hash_table_size (wordings->by_template);
        g_hash_table_insert (wordings->by_template, template->text, wording);
        return;
    }
    tool_template_free (template);
}

void tool_wordings_add (ToolWordings *wordings, BounceReport *report, BounceRecipient *recipient)
{
    const char *diagnostic = bounce_recipient_get_diagnostic (recipient);

    if (bounce_recipient_get_reason (recipient) != BOUNCE_REASON_UNKNOWN)
        return;
    if (diagnostic)
        add_wording (wordings, report, diagnostic);
    else
        wordings->n_silent++;
}

/* ---- Asking --------------------------------------------------------------------------------------------------------*/

static gint most_frequent_first (gconstpointer a, gconstpointer b)
{
    const ToolWording *left = *(ToolWording *const *) a, *right = *(ToolWording *const *) b;

    if (left->count != right->count)
        return left->count < right->count ? 1 : -1;
    return left->order < right->order ? -1 : 1;
}

GPtrArray *tool_wordings_list (const ToolWordings *wordings)
{
    GPtrArray *list = g_ptr_array_new ();
    GHashTableIter iter;
    gpointer wording;

    g_hash_table_iter_init (&iter, wordings->by_template);
    while (g_hash_table_iter_next (&iter, NULL, &wording))
        g_ptr_array_add (list, wording);
    g_ptr_array_sort (list, most_frequent_first);
    return list;
}

guint64 tool_wordings_get_others (const ToolWordings *wordings)
{
    return wordings->n_others;
}

guint64 tool_wordings_get_silent (const ToolWordings *wordings)
{
    return wordings->n_silent;
}
