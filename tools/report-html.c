/* report-html.c: text, numbers and days in HTML; see report.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "report.h"

#include <string.h>

static const char *entity_of (char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_text (GString *out, const char *text, guint max)
{
    g_autoptr (GString) safe = g_string_new (NULL);

    tool_append_safe (safe, text, max);
    for (const char *p = safe->str; *p; p++) {
        const char *entity = entity_of (*p);
        if (entity)
            g_string_append (out, entity);
        else
            g_string_append_c (out, *p);
    }
}

void html_name (GString *out, const char *text, guint max)
{
    g_string_append (out, "<bdi>");
    html_text (out, text, max);
    g_string_append (out, "</bdi>");
}

void html_number (GString *out, guint64 n)
{
    if (n >= 1000)
        html_number (out, n / 1000);
    g_string_append_printf (out, n >= 1000 ? ",%03u" : "%u", (guint) (n % 1000));
}

void html_count (GString *out, guint64 n, const char *one, const char *many)
{
    html_number (out, n);
    g_string_append_printf (out, " %s", n == 1 ? one : many);
}

static GDateTime *date_of (gint32 day)
{
    return g_date_time_new_from_unix_utc ((gint64) day * TOOL_DAY);
}

/* The names of months are not of a locale, as nothing of the page is. */
void html_day (GString *out, gint32 day, PeriodUnit unit)
{
    static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    g_autoptr (GDateTime) date = date_of (day);

    if (unit <= PERIOD_WEEK)
        g_string_append_printf (out, "%d ", g_date_time_get_day_of_month (date));
    if (unit <= PERIOD_MONTH)
        g_string_append_printf (out, "%s ", months[g_date_time_get_month (date) - 1]);
    g_string_append_printf (out, "%d", g_date_time_get_year (date));
}

void html_iso_day (GString *out, gint32 day)
{
    g_autoptr (GDateTime) date = date_of (day);

    g_string_append_printf (out, "%04d-%02d-%02d", g_date_time_get_year (date), g_date_time_get_month (date),
                            g_date_time_get_day_of_month (date));
}

void html_tenths (GString *out, guint64 tenths)
{
    g_string_append_printf (out, "%" G_GUINT64_FORMAT ".%u", tenths / 10, (guint) (tenths % 10));
}
