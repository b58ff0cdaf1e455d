/* date.c: dates; see date.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "date.h"

#include "charset.h"
#include "field.h"
#include "mime.h"

/* ---- As mail programs write it today ---- */

/* "Mon, 23 Nov 2026 14:32:04 +0100": only written in another order. */

static gboolean take_digits (const char **p, guint least, guint most, guint *number)
{
    guint n = 0;

    for (*number = 0; n < most && g_ascii_isdigit (**p); n++)
        *number = *number * 10 + (guint) (*(*p)++ - '0');
    return n >= least && !g_ascii_isdigit (**p);
}

static gboolean take_char (const char **p, char c)
{
    if (**p != c)
        return FALSE;
    (*p)++;
    return TRUE;
}

static gboolean take_month (const char **p, guint *month)
{
    static const char months[] = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";

    for (*month = 1; *month <= 12; (*month)++)
        if (strncmp (*p, months + 4 * (*month - 1), 3) == 0) {
            *p += 3;
            return TRUE;
        }
    return FALSE;
}

static void skip_day_name (const char **p)
{
    if (g_ascii_isalpha ((*p)[0]) && g_ascii_isalpha ((*p)[1]) && g_ascii_isalpha ((*p)[2]) && (*p)[3] == ',' && (*p)[4] == ' ')
        *p += 5;
}

static gboolean is_possible (guint day, guint month, guint year, guint hour, guint minute, guint second, guint zone)
{
    return year >= 1900 && g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year) && hour < 24 && minute < 60
           && second < 60 && zone / 100 <= 14 && zone % 100 < 60;
}

static void put_two (char *to, guint number)
{
    to[0] = (char) ('0' + number / 10);
    to[1] = (char) ('0' + number % 10);
}

static char *reorder (const char *p)
{
    guint day, month, year, hour, minute, second, zone;

    skip_day_name (&p);
    if (!take_digits (&p, 1, 2, &day) || !take_char (&p, ' ') || !take_month (&p, &month) || !take_char (&p, ' ')
        || !take_digits (&p, 4, 4, &year) || !take_char (&p, ' ') || !take_digits (&p, 2, 2, &hour) || !take_char (&p, ':')
        || !take_digits (&p, 2, 2, &minute) || !take_char (&p, ':') || !take_digits (&p, 2, 2, &second) || !take_char (&p, ' '))
        return NULL;
    gboolean west = *p == '-';
    if ((!west && *p != '+') || (p++, !take_digits (&p, 4, 4, &zone)) || *p
        || !is_possible (day, month, year, hour, minute, second, zone))
        return NULL;
    char *date = g_strdup ("yyyy-mm-ddThh:mm:ss+hh:mm");
    put_two (date, year / 100), put_two (date + 2, year % 100), put_two (date + 5, month), put_two (date + 8, day);
    put_two (date + 11, hour), put_two (date + 14, minute), put_two (date + 17, second);
    date[19] = west && zone ? '-' : '+';
    put_two (date + 20, zone / 100), put_two (date + 23, zone % 100);
    return date;
}

/* ---- Any other ---- */

/* RFC 5322, section 4.3: a time, and a zone that says how far it is from UTC. GMime takes anything for a date, and what it does not
 * know for midnight or UTC. */
static gboolean has_zone (const char *text)
{
    static const char *const names[] = { "UT", "UTC", "GMT", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", NULL };
    const char *time = strchr (text, ':'), *zone = time ? strrchr (text, ' ') : NULL;

    if (!zone || time == text || !g_ascii_isdigit (time[-1]) || !g_ascii_isdigit (time[1]))
        return FALSE;
    zone++;
    if (strchr ("+-", zone[0]) && strlen (zone) == 5 && strspn (zone + 1, "0123456789") == 4)
        return TRUE;
    return g_strv_contains (names, zone);
}

static char *decode (const char *text)
{
    mime_ready ();
    g_autoptr (GDateTime) date = has_zone (text) ? g_mime_utils_header_decode_date (text) : NULL;
    return date ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%S%:z") : NULL;
}

char *date_read (Span value)
{
    g_autofree char *text = field_strip_comments (value);
    char *date = reorder (text);

    if (!date)
        date = decode (text);
    return date ? date : charset_decode_header (value);
}
