/* match.c: what it costs to find phrases in a diagnostic, with few phrases and with ten times as many
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 *     match FILE
 *
 * Takes the first diagnostics of a mailbox that differ and looks for phrases of phrase.h in each. Writes a line for each number
 * of phrases, with tabs: their number, median ns a diagnostic, and the median of the ratios to the first line.
 */
#include "config.h"

#include "bounce.h"
#include "match.h"
#include "normal-form.h"
#include "phrase.h"
#include "sample.h"

#include <stdio.h>

#define DIAGNOSTICS 50
#define ROUNDS 31
#define PASSES 100 /* over all diagnostics, in one turn */

typedef struct {
    guint n;
    GPtrArray *phrases;
    Match *match;
    GArray *ns, *ratio; /* of double, one a round */
} Set;

/* ---- What is searched ---- */

static void add_diagnostic (GPtrArray *texts, BounceRecipient *recipient)
{
    const char *diagnostic = bounce_recipient_get_diagnostic (recipient);
    g_autofree char *normal = diagnostic ? normal_form (span_of (diagnostic)) : NULL;

    if (normal && texts->len < DIAGNOSTICS && !g_ptr_array_find_with_equal_func (texts, normal, g_str_equal, NULL))
        g_ptr_array_add (texts, g_steal_pointer (&normal));
}

static GPtrArray *read_diagnostics (const char *path)
{
    GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GError) error = NULL;
    g_autoptr (BounceParser) parser = bounce_parser_new ();
    g_autoptr (BounceMailbox) mailbox = bounce_mailbox_open (path, &error);

    while (mailbox && texts->len < DIAGNOSTICS && bounce_mailbox_next (mailbox, &error)) {
        g_autoptr (BounceReport) report = bounce_mailbox_parse (mailbox, parser);
        for (guint i = 0; i < bounce_report_get_n_recipients (report); i++)
            add_diagnostic (texts, bounce_report_get_recipient (report, i));
    }
    if (error)
        fprintf (stderr, "match: %s\n", error->message);
    return texts;
}

/* ---- Phrases ---- */

static void set_fill (Set *set)
{
    set->phrases = g_ptr_array_new_with_free_func (g_free);
    set->match = match_new (MATCH_PHRASES);
    set->ns = g_array_new (FALSE, FALSE, sizeof (double));
    set->ratio = g_array_new (FALSE, FALSE, sizeof (double));
    for (guint i = 0; i < set->n; i++) {
        char *phrase = phrase_make (i);
        g_ptr_array_add (set->phrases, phrase);
        match_add (set->match, phrase, i);
    }
    match_index (set->match);
}

static void set_clear (Set *set)
{
    g_array_unref (set->ns);
    g_array_unref (set->ratio);
    match_free (set->match);
    g_ptr_array_unref (set->phrases);
}

/* ---- Time ---- */

static void count (guint data G_GNUC_UNUSED, const PhrasePlace *place G_GNUC_UNUSED, gpointer user_data)
{
    (*(guint *) user_data)++;
}

/* ns a diagnostic */
static double take_turn (const Set *set, const GPtrArray *texts, guint *hits)
{
    double begun = sample_clock_ns ();

    for (guint pass = 0; pass < PASSES; pass++)
        for (guint i = 0; i < texts->len; i++)
            match_find (match_table (set->match), span_of (texts->pdata[i]), count, hits);
    return (sample_clock_ns () - begun) / PASSES / texts->len;
}

static void measure (Set *sets, guint n, const GPtrArray *texts)
{
    guint hits = 0;

    for (guint round = 0; round < ROUNDS; round++) {
        double first = 0;
        for (guint i = 0; i < n; i++) {
            double ns = take_turn (&sets[i], texts, &hits);
            first = i ? first : ns;
            double ratio = ns / first;
            g_array_append_val (sets[i].ns, ns);
            g_array_append_val (sets[i].ratio, ratio);
        }
    }
    if (hits)
        fprintf (stderr, "match: %u phrases were said, which is none of what is measured\n", hits);
}

int main (int argc, char *argv[])
{
    Set sets[] = { { .n = 2000 }, { .n = 20000 } };
    g_autoptr (GPtrArray) texts = read_diagnostics (argc > 1 ? argv[1] : "-");

    if (!texts->len) {
        fputs ("match: no diagnostics\n", stderr);
        return EXIT_FAILURE;
    }
    for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
        set_fill (&sets[i]);
    measure (sets, G_N_ELEMENTS (sets), texts);
    for (guint i = 0; i < G_N_ELEMENTS (sets); i++) {
        printf ("%u\t%.0f\t%.2f\n", sets[i].n, sample_median (sets[i].ns), sample_median (sets[i].ratio));
        set_clear (&sets[i]);
    }
    return EXIT_SUCCESS;
}
