/* rule-condition.c: conditions of rules; see rule-condition.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "rule-condition.h"

static gint number_or_any (const char *word)
{
    return strcmp (word, "x") == 0 ? -1 : (gint) g_ascii_strtoull (word, NULL, 10);
}

static gboolean is_number_or_x (const char *word)
{
    return strcmp (word, "x") == 0 || (*word && strlen (word) <= 3 && strspn (word, "0123456789") == strlen (word));
}

static gboolean read_status (const char *word, Condition *condition)
{
    g_auto (GStrv) parts = g_strsplit (word, ".", 4);

    if (g_strv_length (parts) != 3 || strlen (parts[0]) != 1 || !strchr ("245x", parts[0][0]) || !is_number_or_x (parts[1])
        || !is_number_or_x (parts[2]))
        return FALSE;
    *condition = (Condition){ .type = CONDITION_STATUS,
                              .class_ = number_or_any (parts[0]),
                              .subject = number_or_any (parts[1]),
                              .detail = number_or_any (parts[2]) };
    return TRUE;
}

gboolean rule_condition_read (const char *word, Condition *condition)
{
    if (read_status (word, condition))
        return TRUE;
    if (strcmp (word, "elsewhere") == 0) {
        *condition = (Condition){ .type = CONDITION_ELSEWHERE };
        return TRUE;
    }
    if (strlen (word) == 3 && strchr ("45", word[0]) && strspn (word, "0123456789x") == 3) {
        *condition = (Condition){ .type = CONDITION_REPLY };
        memcpy (condition->reply, word, 3);
        return TRUE;
    }
    *condition = (Condition){ .type = CONDITION_COMMAND };
    return bounce_command_from_string (word, &condition->command);
}
