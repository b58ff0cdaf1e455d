/* classify-log.c: counts the attempts to deliver that failed, by domain and reason, in a log of Postfix, Exim or sendmail
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 *     cc classify-log.c -o classify-log $(pkg-config --cflags --libs bounce-1.0)
 *     ./classify-log </var/log/mail.log
 */
#include <bounce.h>
#include <stdio.h>
#include <string.h>

/* What a line has that tells of a delivery which failed or was put off, and what stands in it before the recipient. */
static const struct {
    const char *failure, *recipient;
} marks[] = {
    { " dsn=5.", " to=<" }, /* Postfix, sendmail */
    { " dsn=4.", " to=<" },
    { " ** ", " ** " }, /* Exim */
    { " == ", " == " },
};

/* The recipient's domain; NULL where the line tells of no failure, or of one at home. */
static char *find_domain (const char *line)
{
    for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
        const char *found = strstr (line, marks[i].failure) ? strstr (line, marks[i].recipient) : NULL;
        if (!found)
            continue;
        found += strlen (marks[i].recipient);
        g_autofree char *address = g_ascii_strdown (found, (gssize) strcspn (found, ">,: \n"));
        const char *at = strrchr (address, '@');
        return at ? bounce_printable (at + 1) : NULL; /* strangers wrote it */
    }
    return NULL;
}

static void count (GHashTable *counts, BounceParser *parser, const char *line, const char *domain)
{
    g_autoptr(BounceRecipient) verdict = bounce_parser_classify (parser, line, NULL);
    char *row = g_strdup_printf ("%-8s  %-9s  %-20s  %s", bounce_severity_to_string (bounce_recipient_get_severity (verdict)),
                                 bounce_fault_to_string (bounce_recipient_get_fault (verdict)),
                                 bounce_reason_to_string (bounce_recipient_get_reason (verdict)), domain);
    g_hash_table_replace (counts, row, GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, row)) + 1));
}

static gint most_first (gconstpointer a, gconstpointer b, gpointer counts)
{
    guint n_a = GPOINTER_TO_UINT (g_hash_table_lookup (counts, a)), n_b = GPOINTER_TO_UINT (g_hash_table_lookup (counts, b));
    return n_a == n_b ? strcmp (a, b) : n_a < n_b ? 1 : -1;
}

int main (void)
{
    static char line[1 << 14]; /* longer than any of them writes */
    g_autoptr(BounceParser) parser = bounce_parser_new ();
    g_autoptr(GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    while (fgets (line, sizeof line, stdin)) {
        g_autofree char *domain = find_domain (line);
        if (domain)
            count (counts, parser, line, domain);
    }
    puts ("ATTEMPTS  SEVERITY  FAULT      REASON                DOMAIN");
    g_autoptr(GList) rows = g_list_sort_with_data (g_hash_table_get_keys (counts), most_first, counts);
    for (GList *row = rows; row; row = row->next)
        printf ("%8u  %s\n", GPOINTER_TO_UINT (g_hash_table_lookup (counts, row->data)), (char *) row->data);
    return 0;
}
