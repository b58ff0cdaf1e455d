/* status.c: enhanced status codes; see status.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "status.h"

static gsize parse_number (Span text, guint *value)
{
    gsize n = 0;

    *value = 0;
    while (n < text.n && n < 4 && g_ascii_isdigit (text.s[n]))
        *value = *value * 10 + (guint) (text.s[n++] - '0');
    return n <= 3 ? n : 0;
}

gsize status_parse (Span text, Status *status)
{
    guint subject, detail;

    if (text.n < 5 || text.s[1] != '.' || !strchr ("245", text.s[0]))
        return 0;
    gsize n = parse_number (span_from (text, 2), &subject);
    if (n == 0 || n + 2 >= text.n || text.s[n + 2] != '.')
        return 0;
    gsize m = parse_number (span_from (text, n + 3), &detail);
    gsize end = n + 3 + m;
    /* 192.0.2.1 and 8.14.4.5 are no codes */
    if (m == 0 || (end < text.n && (g_ascii_isalnum (text.s[end]) || text.s[end] == '@'))
        || (end + 1 < text.n && text.s[end] == '.' && g_ascii_isdigit (text.s[end + 1])))
        return 0;
    *status = (Status){ (guint) (text.s[0] - '0'), subject, detail };
    return end;
}

char *status_to_string (Status status)
{
    return status.class_ ? g_strdup_printf ("%u.%u.%u", status.class_, status.subject, status.detail) : NULL;
}

gboolean status_is_bare (Status status)
{
    return status.subject == 0 && status.detail == 0;
}
