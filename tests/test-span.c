/* test-span.c: pieces of text, compared and searched
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "span.h"

/* Where a string is found by a comparison at each place. */
static gssize find_slowly (Span span, Span needle)
{
    for (gsize i = 0; i + needle.n <= span.n; i++)
        if (span_equal_nocase (span_first (span_from (span, i), needle.n), needle))
            return (gssize) i;
    return -1;
}

static void test_find (void)
{
    static const struct {
        const char *text, *needle;
        gssize at;
    } cases[] = {
        { "", "", 0 },
        { "abc", "", 0 },
        { "", "a", -1 },
        { "abc", "abcd", -1 },
        { "User Unknown", "UNKNOWN", 5 },
        { "aaab", "ab", 2 },
        { "550-5.1.1", "5.1", 4 },
        { "[x] {X}", "{x}", 4 },
        { "mailbox full", "full ", -1 },
        { "é", "É", -1 }, /* ASCII alone has cases */
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        g_assert_cmpint (span_find (span_of (cases[i].text), cases[i].needle), ==, cases[i].at);
}

/* Needles of all lengths, also those that are found in another way as they are long; what is searched has no NUL at its end. */
static void test_find_long (void)
{
    char text[2000];
    GRand *random = g_rand_new_with_seed (1);

    for (guint i = 0; i < sizeof text; i++)
        text[i] = "aAbB\0"[g_rand_int_range (random, 0, 5)];
    for (gsize n = 1; n < 600; n++) {
        g_autofree char *whole = g_memdup2 (text, sizeof text);
        gsize start = (gsize) g_rand_int_range (random, 0, (gint32) (sizeof text - n + 1));
        g_autofree char *needle = g_memdup2 (text + start, n);
        for (gsize i = 0; i < n; i++)
            needle[i] = g_ascii_toupper (needle[i]);
        Span in = { whole, sizeof text }, what = { needle, n };
        g_assert_cmpint (span_find_span (in, what), ==, find_slowly (in, what));
        needle[n / 2] = 'c';
        g_assert_cmpint (span_find_span (in, what), ==, -1);
    }
    g_rand_free (random);
}

static void test_first_text (void)
{
    static const struct {
        const char *text;
        gsize length;
        const char *first;
    } cases[] = {
        { "abc", 2, "ab" },  { "abc", 3, "abc" },
        { "abc", 9, "abc" }, { "aé", 2, "a" },
        { "aé", 3, "aé" },   { "語", 1, "" },
        { "語", 2, "" },     { "😀b", 3, "" },
        { "😀b", 4, "😀" },    { "\x80\x80\x80\x80\x80", 4, "\x80\x80\x80\x80" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *first = span_dup (span_first_text (span_of (cases[i].text), cases[i].length));
        g_assert_cmpstr (first, ==, cases[i].first);
    }
}

static void test_lines (void)
{
    static const char *const lines[] = { "a", "", "b", "c\rd", "e" };
    Span rest = span_of ("a\n\nb\r\nc\rd\r\r\ne"), line;

    for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
        g_assert_true (span_next_line (&rest, &line));
        g_assert_true (span_is (line, lines[i]));
    }
    g_assert_false (span_next_line (&rest, &line));
}

static void assert_span (Span span, const char *expected)
{
    g_autofree char *text = span_dup (span);
    g_assert_cmpstr (text, ==, expected);
}

static void test_without (void)
{
    assert_span (span_without_start (span_of ("([a.b])"), "(["), "a.b])");
    assert_span (span_without_end (span_of ("([a.b])"), ")]"), "([a.b");
    assert_span (span_without_start (span_of ("a("), "("), "a(");
    assert_span (span_without_end (span_of (")a"), ")"), ")a");
    assert_span (span_without_start (span_of ("((("), "("), "");
    assert_span (span_without_end (span_of (")))"), ")"), "");
    assert_span (span_without_start (SPAN_EMPTY, "("), "");
    assert_span (span_without_end (SPAN_EMPTY, ")"), "");
}

int main (int argc, char *argv[])
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/span/find", test_find);
    g_test_add_func ("/span/find-long", test_find_long);
    g_test_add_func ("/span/first-text", test_first_text);
    g_test_add_func ("/span/lines", test_lines);
    g_test_add_func ("/span/without", test_without);
    return g_test_run ();
}
