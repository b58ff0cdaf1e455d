/* around.c: what stands around words that were found in a text; see around.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "around.h"

Span around_last (Span text, gsize n)
{
    return span_from (text, text.n > n ? text.n - n : 0);
}

/* "if you are our guest, the user" → " the user" */
static Span clause_before (Span before)
{
    Span clause = around_last (before, CLAUSE);

    for (gsize i = clause.n; i-- > 0;)
        if (strchr (";!?,", clause.s[i]) || (strchr (".:", clause.s[i]) && i + 1 < clause.n && clause.s[i + 1] == ' '))
            return span_from (clause, i + 1);
    return clause;
}

Around around (Span text, Span where, const char *phrase)
{
    gsize at = (gsize) (where.s - text.s);
    Span before = span_first (text, at);

    return (Around){ before, where, span_from (text, at + where.n), clause_before (before), phrase };
}

Span around_clause (Span text)
{
    gsize n = 0, most = MIN (text.n, CLAUSE);

    while (n < most && !strchr (".:;!?,", text.s[n]))
        n++;
    return span_first (text, n);
}

Span around_without_last_word (Span text)
{
    while (text.n && text.s[text.n - 1] != ' ')
        text.n--;
    return text;
}

/* From the last word of the list to the first, as most texts differ from it in their last byte. */
gboolean around_ends_with (Span text, const char *words)
{
    for (const char *end = words + strlen (words); end > words;) {
        const char *p = end;
        gsize rest = text.n;
        for (; p > words && p[-1] != '|' && rest && p[-1] == text.s[rest - 1]; p--)
            rest--;
        if ((p == words || p[-1] == '|') && (rest == 0 || !g_ascii_isalnum (*p) || !g_ascii_isalnum (text.s[rest - 1])))
            return TRUE;
        while (p > words && p[-1] != '|')
            p--;
        end = p > words ? p - 1 : words;
    }
    return FALSE;
}

gboolean around_take (Span *text, const char *words)
{
    for (const char *word = words; *word; word += *word == '|') {
        gsize n = 0;
        for (; *word && *word != '|' && n < text->n && *word == text->s[n]; word++)
            n++;
        if (*word == '\0' || *word == '|') {
            *text = span_from (*text, n);
            return TRUE;
        }
        while (*word && *word != '|')
            word++;
    }
    return FALSE;
}

gboolean around_starts_with (Span text, const char *words)
{
    return around_take (&text, words);
}

gboolean around_gap_has (const Around *a, const char *words)
{
    return strchr (a->phrase, '*') && span_has_any (a->where, words) && !span_has_any (span_of (a->phrase), words);
}
