/* report-tally.c: failures counted while mail is read, by day, domain, host, reason and remedy; see report.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Trees, not hash tables: strangers choose the keys, and those of GLib's hashes can be chosen to be all the same. They are also
 * sorted, so that the page does not depend on the order of the mail.
 */
#include "config.h"

#include "report.h"

#include <string.h>

/* Some 50 MB each at the most. */
#define MAX_CELLS 500000
#define MAX_NAMES 200000
#define MAX_DEAD 500000
#define MAX_NAME 255 /* bytes, as in the DNS */

/* ---- Names ---------------------------------------------------------------------------------------------------------*/

static gint compare_text (gconstpointer a, gconstpointer b, gpointer data G_GNUC_UNUSED)
{
    return strcmp (a, b);
}

static void name_free (gpointer data)
{
    TallyName *name = data;

    g_free (name->text);
    g_free (name);
}

static TallyName *add_name (TallyNames *names, const char *text)
{
    TallyName *name = g_new0 (TallyName, 1);

    name->text = g_strdup (text);
    name->number = names->list->len;
    g_ptr_array_add (names->list, name);
    if (text)
        g_tree_insert (names->by_text, name->text, name);
    return name;
}

static void names_init (TallyNames *names)
{
    names->by_text = g_tree_new_full (compare_text, NULL, NULL, NULL);
    names->list = g_ptr_array_new_with_free_func (name_free);
    for (guint i = 0; i < FIRST_NAME; i++)
        add_name (names, NULL);
}

static void names_clear (TallyNames *names)
{
    g_tree_unref (names->by_text);
    g_ptr_array_unref (names->list);
}

static TallyName *find_name (TallyNames *names, const char *text)
{
    TallyName *name = text ? g_tree_lookup (names->by_text, text) : NULL;

    if (!text)
        return names->list->pdata[NAME_NONE];
    if (name)
        return name;
    if (names->list->len >= MAX_NAMES || strlen (text) > MAX_NAME)
        return names->list->pdata[NAME_OTHERS];
    return add_name (names, text);
}

/* ---- Whose host ----------------------------------------------------------------------------------------------------*/

/* What a country's registry has below it. */
static gboolean is_registry (const char *label, gsize length)
{
    static const char *const labels[] = { "ac", "co",  "com", "edu", "gob", "gov", "gouv", "gv",  "mil",
                                          "ne", "net", "nom", "or",  "org", "go",  "sch",  "asso" };

    for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
        if (strlen (labels[i]) == length && memcmp (labels[i], label, length) == 0)
            return TRUE;
    return FALSE;
}

/* Where the label that ends at this dot, or at the end, begins. */
static const char *label_before (const char *name, const char *end)
{
    while (end > name && end[-1] != '.')
        end--;
    return end;
}

char *tally_provider (const char *host)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    gsize length = host ? strspn (host, letters) : 0;

    while (length && host[length - 1] == '.')
        length--;
    if (length == 0 || (host[length] && !strchr (" .:;,([", host[length])))
        return NULL;
    g_autofree char *name = g_ascii_strdown (host, (gssize) length);
    const char *end = name + length, *top = label_before (name, end);
    if (top == name || !g_ascii_isalpha (*top))
        return NULL;
    const char *second = label_before (name, top - 1), *begin = second;
    if (end - top == 2 && second > name && is_registry (second, (gsize) (top - 1 - second)))
        begin = label_before (name, second - 1);
    return g_strdup (begin);
}

static char *domain_of (BounceReport *report, BounceRecipient *recipient)
{
    static const ToolField *field;
    char buffer[TOOL_FIELD_BUFFER];

    if (!field)
        field = tool_field_find ("fields", "domain");
    const char *domain = tool_field_get (field, report, recipient, buffer);
    return domain ? g_ascii_strdown (domain, -1) : NULL;
}

/* ---- Cells ---------------------------------------------------------------------------------------------------------*/

static gint compare_cells (gconstpointer a, gconstpointer b, gpointer data G_GNUC_UNUSED)
{
    const TallyCell *x = a, *y = b;
    const gint64 left[] = { x->day, x->domain, x->host, x->reason, x->remedy };
    const gint64 right[] = { y->day, y->domain, y->host, y->reason, y->remedy };

    for (guint i = 0; i < G_N_ELEMENTS (left); i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

/* FALSE where it is a new one, and there are too many. */
static gboolean count_cell (Tally *tally, const TallyCell *key, gboolean must)
{
    TallyCell *cell = g_tree_lookup (tally->cells, key);

    if (!cell && !must && g_tree_nnodes (tally->cells) >= MAX_CELLS)
        return FALSE;
    if (!cell) {
        cell = g_memdup2 (key, sizeof *key);
        g_tree_insert (tally->cells, cell, cell);
    }
    cell->count++;
    return TRUE;
}

static Remedy remedy_of (BounceRecipient *recipient)
{
    if (bounce_recipient_get_severity (recipient) == BOUNCE_SEVERITY_HARD)
        return REMEDY_REMOVE;
    switch (bounce_recipient_get_fault (recipient)) {
    case BOUNCE_FAULT_SENDER:
    case BOUNCE_FAULT_MESSAGE:
        return REMEDY_MEND;
    case BOUNCE_FAULT_NONE:
    case BOUNCE_FAULT_UNKNOWN:
        return REMEDY_LOOK;
    default:
        return REMEDY_WAIT;
    }
}

/* What lies outside is no date of such mail. */
#define FIRST_DAY 3653 /* 1980-01-01 */
#define LAST_DAY 47481 /* 2099-12-31 */

static gint32 day_of (BounceReport *report)
{
    const char *date = bounce_report_get_date (report);
    gint64 time;

    if (!date || !tool_date_read (date, FALSE, &time) || time < (gint64) FIRST_DAY * TOOL_DAY)
        return NO_DAY;
    return time / TOOL_DAY <= LAST_DAY ? (gint32) (time / TOOL_DAY) : NO_DAY;
}

static void count_dead (Tally *tally, BounceRecipient *recipient)
{
    const char *address = bounce_recipient_get_address (recipient);

    if (!address)
        tally->n_dead_nobody++;
    else if (g_tree_lookup (tally->dead, address))
        return;
    else if (g_tree_nnodes (tally->dead) >= MAX_DEAD)
        tally->more_dead = TRUE;
    else
        g_tree_insert (tally->dead, g_strdup (address), tally);
}

static void add_failure (Tally *tally, BounceReport *report, BounceRecipient *recipient, gint32 day)
{
    g_autofree char *domain = domain_of (report, recipient);
    g_autofree char *provider = tally_provider (bounce_recipient_get_remote_mta (recipient));
    TallyName *at = find_name (&tally->domains, domain), *by = find_name (&tally->hosts, provider);
    TallyCell key = { day, at->number, by->number, (guint8) bounce_recipient_get_reason (recipient), remedy_of (recipient), 0 };

    tally->n_failures++;
    at->count++;
    by->count++;
    gboolean folded = key.domain == NAME_OTHERS || key.host == NAME_OTHERS;
    if (!count_cell (tally, &key, FALSE)) {
        folded = TRUE;
        key.domain = key.host = NAME_OTHERS;
        if (!count_cell (tally, &key, g_tree_nnodes (tally->cells) < 2 * MAX_CELLS)) {
            key.day = NO_DAY;
            count_cell (tally, &key, TRUE);
        }
    }
    tally->n_folded += folded;
    if (key.remedy == REMEDY_REMOVE)
        count_dead (tally, recipient);
    tool_wordings_add (tally->wordings, report, recipient);
}

void tally_add (Tally *tally, const ToolSelection *selection, BounceReport *report)
{
    g_autoptr (BounceReport) selected = tool_select (selection, report);

    tool_counts_read (&tally->counts, report);
    if (!selected)
        return;
    tool_counts_selected (&tally->counts, selected);
    gint32 day = day_of (selected);
    for (guint i = 0; i < bounce_report_get_n_recipients (selected); i++) {
        BounceRecipient *recipient = bounce_report_get_recipient (selected, i);
        if (bounce_recipient_get_severity (recipient) != BOUNCE_SEVERITY_NONE)
            add_failure (tally, selected, recipient, day);
    }
}

/* ---- Life ----------------------------------------------------------------------------------------------------------*/

void tally_init (Tally *tally)
{
    *tally = (Tally){ .cells = g_tree_new_full (compare_cells, NULL, g_free, NULL),
                      .dead = g_tree_new_full (compare_text, NULL, g_free, NULL),
                      .wordings = tool_wordings_new () };
    names_init (&tally->domains);
    names_init (&tally->hosts);
}

void tally_clear (Tally *tally)
{
    g_tree_unref (tally->cells);
    g_tree_unref (tally->dead);
    tool_wordings_free (tally->wordings);
    names_clear (&tally->domains);
    names_clear (&tally->hosts);
}
