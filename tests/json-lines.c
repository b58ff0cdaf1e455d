/* json-lines.c: counts the lines of the standard input; exit 1 where one is no JSON object in UTF-8 without control characters
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gboolean is_text (const char *line, gsize length)
{
    if (!g_utf8_validate (line, (gssize) length, NULL)) /* refuses NULs, too */
        return FALSE;
    for (const char *p = line; *p; p = g_utf8_next_char (p))
        if (g_unichar_iscntrl (g_utf8_get_char (p)))
            return FALSE;
    return TRUE;
}

static gboolean is_object (const char *line)
{
    g_autoptr(JsonNode) root = json_from_string (line, NULL);
    return root && JSON_NODE_HOLDS_OBJECT (root);
}

int main (void)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t n;
    unsigned long lines = 0;

    for (; (n = getline (&line, &room, stdin)) > 0; lines++) {
        gboolean ended = line[n - 1] == '\n';
        line[n - 1] = ended ? '\0' : line[n - 1];
        if (!ended || !is_text (line, (gsize) n - 1) || !is_object (line)) {
            printf ("line %lu is wrong\n", lines + 1);
            return 1;
        }
    }
    free (line);
    printf ("%lu\n", lines);
    return 0;
}
