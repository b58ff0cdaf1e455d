/* select.c: which messages and recipients are asked for: --kind, --severity, --reason, --fault, --domain, --since, --until
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is of the message selects messages, what is of a recipient selects recipients: a message none of whose recipients is
 * asked for is left out, and of the others only those recipients are told.
 */
#include "config.h"

#include "tool.h"

#include <string.h>

/* ---- Words -----------------------------------------------------------------------------------------------------------*/

static void complain_of_word (const char *option, const char *word, GEnumClass *values)
{
    g_autofree const char **names = g_new0 (const char *, values->n_values + 1);

    for (guint i = 0; i < values->n_values; i++)
        names[i] = values->values[i].value_nick;
    tool_complain_of_word (option, word, names, values->n_values > 8 ? "reasons" : NULL);
}

/* Of an empty list g_strsplit() makes no word. */
static char **split (const char *list)
{
    return g_strsplit (*list ? list : ",", ",", -1);
}

/* Each of the options is a list of words with commas between them; the bits of their values go to *set. */
static gboolean read_words (const char *option, char **lists, GType type, guint64 *set)
{
    g_autoptr (GTypeClass) class = g_type_class_ref (type);

    for (; lists && *lists; lists++) {
        g_auto (GStrv) words = split (*lists);
        for (guint i = 0; words[i]; i++) {
            const GEnumValue *value = g_enum_get_value_by_nick ((GEnumClass *) class, words[i]);
            if (!value) {
                complain_of_word (option, words[i], (GEnumClass *) class);
                return FALSE;
            }
            *set |= (guint64) 1 << value->value;
        }
    }
    return TRUE;
}

static gboolean has (guint64 set, guint value)
{
    return !set || (set >> value & 1);
}

/* ---- Times -----------------------------------------------------------------------------------------------------------*/

/* "12h", "7d" or "2w": so long ago. */
static gboolean read_ago (const char *text, gint64 *time)
{
    static const struct {
        char letter;
        gint64 seconds;
    } units[] = { { 'h', 60 * 60 }, { 'd', TOOL_DAY }, { 'w', 7 * TOOL_DAY } };
    char *end;
    guint64 n = g_ascii_strtoull (text, &end, 10);

    for (guint i = 0; i < G_N_ELEMENTS (units); i++)
        if (g_ascii_isdigit (text[0]) && end[0] == units[i].letter && !end[1] && n < 100 * 366) {
            *time = g_get_real_time () / G_USEC_PER_SEC - (gint64) n * units[i].seconds;
            return TRUE;
        }
    return FALSE;
}

gboolean tool_date_read (const char *text, gboolean end_of_day, gint64 *time)
{
    gboolean is_day = strlen (text) == strlen ("2026-11-23");
    g_autofree char *whole = is_day ? g_strconcat (text, "T00:00:00", NULL) : g_strdup (text);
    g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
    g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (whole, utc);

    if (!date)
        return FALSE;
    *time = g_date_time_to_unix (date) + (is_day && end_of_day ? TOOL_DAY - 1 : 0);
    return TRUE;
}

static gboolean read_time (const char *option, const char *text, gboolean end_of_day, gint64 *time)
{
    if (!text || read_ago (text, time) || tool_date_read (text, end_of_day, time))
        return TRUE;
    tool_complain ("--%s: '%s' is no time; a day (2026-11-23), a date (2026-11-23T14:32:04Z), or how long ago (12h, 7d, 2w)",
                   option, text);
    return FALSE;
}

/* ---- Selecting -------------------------------------------------------------------------------------------------------*/

/* At each comma, as the words are. What can be no domain would select nothing, in silence. */
static gboolean read_domains (ToolSelection *selection)
{
    if (!selection->domain_lists)
        return TRUE;
    g_autofree char *joined = g_strjoinv (",", selection->domain_lists);
    selection->domains = split (joined);
    for (char **domain = selection->domains; *domain; domain++)
        if (!**domain || **domain == '.' || strpbrk (*domain, "@ \t")) {
            tool_complain ("--domain: '%s' is no domain, such as example.com", *domain);
            return FALSE;
        }
    return TRUE;
}

gboolean tool_selection_read (ToolSelection *selection)
{
    selection->since = G_MININT64;
    selection->until = G_MAXINT64;
    return read_words ("kind", selection->kind_words, BOUNCE_TYPE_KIND, &selection->kinds)
           && read_words ("severity", selection->severity_words, BOUNCE_TYPE_SEVERITY, &selection->severities)
           && read_words ("reason", selection->reason_words, BOUNCE_TYPE_REASON, &selection->reasons)
           && read_words ("fault", selection->fault_words, BOUNCE_TYPE_FAULT, &selection->faults) && read_domains (selection)
           && read_time ("since", selection->since_text, FALSE, &selection->since)
           && read_time ("until", selection->until_text, TRUE, &selection->until);
}

gboolean tool_selection_is_all (const ToolSelection *selection)
{
    return !selection->kind_words && !selection->severity_words && !selection->reason_words && !selection->fault_words
           && !selection->domain_lists && !selection->since_text && !selection->until_text;
}

void tool_selection_clear (ToolSelection *selection)
{
    char **lists[] = { selection->kind_words,  selection->severity_words, selection->reason_words,
                       selection->fault_words, selection->domain_lists,   selection->domains };

    for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
        g_strfreev (lists[i]);
    g_free (selection->since_text);
    g_free (selection->until_text);
}

/* What has no date that can be read is at no time. */
static gboolean is_in_time (const ToolSelection *selection, BounceReport *report)
{
    const char *date = bounce_report_get_date (report);
    gint64 time;

    if (!selection->since_text && !selection->until_text)
        return TRUE;
    return date && tool_date_read (date, FALSE, &time) && time >= selection->since && time <= selection->until;
}

static gboolean is_wanted (BounceRecipient *recipient, gpointer data)
{
    const ToolSelection *selection = data;

    return has (selection->severities, bounce_recipient_get_severity (recipient))
           && has (selection->reasons, bounce_recipient_get_reason (recipient))
           && has (selection->faults, bounce_recipient_get_fault (recipient))
           && (!selection->domains
               || bounce_id_is_within (bounce_recipient_get_address (recipient), (const char *const *) selection->domains));
}

BounceReport *tool_select (const ToolSelection *selection, BounceReport *report)
{
    if (!has (selection->kinds, bounce_report_get_kind (report)) || !is_in_time (selection, report))
        return NULL;
    if (!selection->severities && !selection->reasons && !selection->faults && !selection->domains)
        return bounce_report_ref (report);
    g_autoptr (BounceReport) selected = bounce_report_select (report, is_wanted, (gpointer) selection);
    return bounce_report_get_n_recipients (selected) ? g_steal_pointer (&selected) : NULL;
}
