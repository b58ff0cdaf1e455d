/* forms.c: the forms in which a statement is searched for what rules say; see forms.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "forms.h"

#include "escapes.h"
#include "normal-form.h"

static void set (Form *form, char *text)
{
    form->text = text;
    form->sense = sense_text (span_of (text));
}

Forms forms_of (Span text)
{
    g_autofree char *undone = escapes_undo (text);
    Forms forms = { 0 };

    set (&forms.normal, normal_form (undone ? span_of (undone) : text));
    set (&forms.spaced, normal_form_spaced (forms.normal.text));
    return forms;
}

void forms_clear (Forms *forms)
{
    g_free (forms->normal.text);
    g_free (forms->spaced.text);
    g_free (forms->nameless.text);
}

/* ---- Without names ---- */

static gboolean is_enclosed (Span word)
{
    static const char *const pairs[] = { "<>", "\"\"", "''" };

    for (guint i = 0; word.n > 2 && i < G_N_ELEMENTS (pairs); i++)
        if (word.s[0] == pairs[i][0] && word.s[word.n - 1] == pairs[i][1])
            return TRUE;
    return FALSE;
}

/* "mx.example.com"; not "5.1.1", "192.0.2.1", "found.", "a/b.c" */
static gboolean is_host (Span word)
{
    gsize label = 0;
    gboolean dots = FALSE;

    for (gsize i = 0; i < word.n; i++) {
        if (!g_ascii_isalnum (word.s[i]) && word.s[i] != '-' && word.s[i] != '.')
            return FALSE;
        if (word.s[i] == '.') {
            dots = dots || label > 0;
            label = 0;
        } else {
            label++;
        }
    }
    return dots && label > 1 && !g_ascii_isdigit (word.s[word.n - 1]);
}

static gboolean is_name (Span word)
{
    word = span_without_end (word, ".,:;");
    if (span_find_char (word, '@') > 0 || is_enclosed (word))
        return TRUE;
    return is_host (span_without_end (span_without_start (word, "(['\"<"), ")]'\">"));
}

void forms_take_names_out (Forms *forms)
{
    g_autoptr (GString) out = g_string_new (NULL);
    Span rest = span_of (forms->normal.text);
    gboolean any = FALSE;

    if (forms->nameless.text)
        return;
    for (Span word = span_next_word (&rest); word.n; word = span_next_word (&rest)) {
        if (out->len && is_name (word)) { /* what a text begins with stands in no sentence */
            any = TRUE;
            continue;
        }
        if (out->len)
            g_string_append_c (out, ' ');
        g_string_append_len (out, word.s, (gssize) word.n);
    }
    set (&forms->nameless, any ? g_string_free (g_steal_pointer (&out), FALSE) : NULL);
}
