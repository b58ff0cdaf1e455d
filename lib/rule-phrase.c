/* rule-phrase.c: the phrases that a quoted one of a rule file stands for; see rule-phrase.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * People say one thing with any of several subjects and any of several verbs. What a rule leaves open in braces, as shells do, stays
 * open in the phrase (PHRASE_OPEN): written out, some thousand rules would be a hundred thousand.
 */
#include "config.h"

#include "rule-phrase.h"

#include "match.h"
#include "normal-form.h"

/* The phrase without its quotes and backslashes, with marks for braces. FALSE where it does not end. */
static gboolean take_quoted (Span *rest, GString *phrase)
{
    gboolean inside = FALSE;
    gsize i = 1;

    for (; i < rest->n && rest->s[i] != '"'; i++) {
        char c = rest->s[i];
        if (c == '\\' && i + 1 < rest->n)
            c = rest->s[++i];
        else if (c == '{' || c == '}')
            c = (inside = c == '{') ? PHRASE_OPEN : PHRASE_CLOSE;
        else if (c == ',' && inside)
            c = PHRASE_NEXT;
        g_string_append_c (phrase, c);
    }
    gboolean closed = i < rest->n;
    *rest = span_from (*rest, i + 1);
    return closed;
}

/* Each pair of braces has two ways or more, and none stands in another. Returns how many phrases there are; 0: the braces are
 * wrong, or there are too many. */
static guint count_alternatives (const char *phrase)
{
    guint n = 1;

    for (phrase = strpbrk (phrase, PHRASE_MARKS); phrase; phrase = strpbrk (phrase + 1, PHRASE_MARKS)) {
        guint ways = 1;
        if (*phrase != PHRASE_OPEN)
            return 0;
        while ((phrase = strpbrk (phrase + 1, PHRASE_MARKS)) && *phrase == PHRASE_NEXT)
            ways++;
        if (!phrase || *phrase != PHRASE_CLOSE || ways == 1 || (n *= ways) > MOST_ALTERNATIVES)
            return 0;
    }
    return n;
}

/* Appends to all what done and the rest of the phrase stand for. */
static void write_out (const char *phrase, GString *done, GPtrArray *all)
{
    gsize before = done->len, n = strcspn (phrase, PHRASE_MARKS);

    g_string_append_len (done, phrase, (gssize) n);
    if (phrase[n]) {
        const char *way = phrase + n, *after = strchr (way, PHRASE_CLOSE) + 1;
        gsize prefix = done->len;
        while (*way++ != PHRASE_CLOSE) {
            n = strcspn (way, PHRASE_MARKS);
            g_string_append_len (done, way, (gssize) n);
            write_out (after, done, all);
            g_string_truncate (done, prefix);
            way += n;
        }
    } else {
        g_ptr_array_add (all, g_strdup (done->str));
    }
    g_string_truncate (done, before);
}

char **rule_phrase_expand (const char *phrase)
{
    g_autoptr (GString) done = g_string_new (NULL);
    g_autoptr (GPtrArray) all = g_ptr_array_new ();

    write_out (phrase, done, all);
    g_ptr_array_add (all, NULL);
    return (char **) g_ptr_array_free (g_steal_pointer (&all), FALSE);
}

char *rule_phrase_show (const char *phrase)
{
    char *shown = g_strdup (phrase);

    for (char *p = strpbrk (shown, PHRASE_MARKS); p; p = strpbrk (p, PHRASE_MARKS))
        *p = *p == PHRASE_OPEN ? '{' : *p == PHRASE_NEXT ? ',' : '}';
    return shown;
}

/* The same phrase without groups: what stands in and around them has a letter between. */
static char *without_marks (const char *phrase)
{
    return g_strdelimit (g_strdup (phrase), PHRASE_MARKS, 'x');
}

/* Is it written as it is to be, but for space where groups meet? */
static gboolean is_written_well (const char *phrase)
{
    g_autofree char *letters = without_marks (phrase), *written = normal_form_written (span_of (letters));
    return g_strcmp0 (letters, written) == 0;
}

static gboolean has_stray_space (const char *phrase)
{
    gsize n = strlen (phrase);
    return n == 0 || phrase[0] == ' ' || phrase[n - 1] == ' ' || strstr (phrase, "  ");
}

/* What is wrong with one of the phrases that are written so, or NULL. There may be many: what need not be asked of each is not. */
static char *find_wrong (const char *phrase)
{
    g_auto (GStrv) all = rule_phrase_expand (phrase);
    gboolean well = is_written_well (phrase);

    for (guint i = 0; all[i]; i++) {
        if (!well || has_stray_space (all[i])) {
            g_autofree char *written = normal_form_written (span_of (all[i]));
            if (g_strcmp0 (all[i], written) != 0)
                return g_strdup_printf ("the phrase is not in normal form: \"%s\" should be \"%s\"", all[i], written);
        }
        g_autofree char *normal = normal_form_unmarked (all[i]);
        if (!match_can_add (normal))
            return g_strdup_printf ("no four bytes of the phrase stand together: \"%s\"", all[i]);
    }
    return NULL;
}

#define LEAST_LEFT 8 /* bytes that must be left of a phrase to know it by */

/* The phrase, which is as it is written, with "?" for each Latin letter that is not ASCII, as a system writes that passes on only
 * ASCII: "empf?nger unbekannt". NULL where there is none, or too little is left. */
static char *lost_form (const char *written)
{
    g_autoptr (GString) out = g_string_new (NULL);
    gsize left = 0;

    for (const char *p = written; *p; p = g_utf8_next_char (p)) {
        gunichar c = g_utf8_get_char (p);
        if (c >= 0x250)
            return NULL;
        left += c < 0x80;
        if (c < 0x80)
            g_string_append_c (out, (char) c);
        else if (!g_str_has_suffix (out->str, "?"))
            g_string_append_c (out, '?');
    }
    return left < strlen (written) && left >= LEAST_LEFT ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

GStrv rule_phrase_take (Span *rest, char **wrong)
{
    g_autoptr (GString) phrase = g_string_new (NULL);
    Span quoted = *rest;
    gboolean closed = take_quoted (rest, phrase);

    *wrong = NULL;
    if (!closed)
        *wrong = g_strdup_printf ("the phrase does not end: \"%s", phrase->str);
    else if (!count_alternatives (phrase->str))
        *wrong = g_strdup_printf ("braces are {this,that}, not within braces, for at most %u phrases: %.*s", MOST_ALTERNATIVES,
                                  (int) (quoted.n - rest->n), quoted.s);
    else
        *wrong = find_wrong (phrase->str);
    if (*wrong)
        return NULL;
    GStrv phrases = g_new0 (char *, 3);
    phrases[0] = normal_form_unmarked (phrase->str);
    phrases[1] = lost_form (phrase->str);
    return phrases;
}
