/* codes.c: looks codes up in their tables; see codes.h and bounce.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "codes.h"

#include <stdlib.h>

static int compare_code (const void *code, const void *place)
{
    return strcmp (code, bounce_codes[*(const guint16 *) place].code);
}

static const BounceCode *find (const char *code)
{
    const guint16 *place = bsearch (code, bounce_codes_sorted, bounce_n_codes, sizeof *place, compare_code);
    return place ? &bounce_codes[*place] : NULL;
}

const BounceCode *bounce_code_lookup (const char *code)
{
    const BounceCode *row = find (code);

    /* "5.1.1" stands in the row "x.1.1" */
    if (row || strlen (code) > 16 || strlen (code) < 5 || !strchr ("245", code[0]) || code[1] != '.')
        return row;
    g_autofree char *any_class = g_strdup (code);
    any_class[0] = 'x';
    return find (any_class);
}

const BounceCode *bounce_code_list (gsize *n_codes)
{
    *n_codes = bounce_n_codes;
    return bounce_codes;
}

const BounceCode *codes_for_status (Status status)
{
    char code[16];

    if (!status.class_)
        return NULL;
    g_snprintf (code, sizeof code, "x.%u.%u", status.subject, status.detail);
    const BounceCode *row = find (code);
    if (!row) {
        g_snprintf (code, sizeof code, "x.%u.x", status.subject);
        row = find (code);
    }
    return row ? row : find ("x.0.0");
}

const BounceCode *codes_for_reply (guint reply)
{
    char code[8];

    g_snprintf (code, sizeof code, "%u", reply);
    return reply ? find (code) : NULL;
}
