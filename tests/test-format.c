/* test-format.c: the engine that reads formats, and what makes a mail a report
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "format.h"
#include "kind.h"
#include "original.h"

/* Entries as "address<alias=text|text; …" */
static char *show (GPtrArray *entries)
{
    GString *all = g_string_new (NULL);

    for (guint i = 0; i < entries->len; i++) {
        const Entry *entry = entries->pdata[i];
        g_autofree char *text = g_strdelimit (g_strdup (entry->text->str), "\n", '|');
        g_string_append_printf (all, "%s%s%s%s=%s", i ? "; " : "", entry->address ? entry->address : "-", entry->alias ? "<" : "",
                                entry->alias ? entry->alias : "", text);
    }
    return g_string_free (all, FALSE);
}

static void assert_read (const Format *format, const char *text, const char *expected)
{
    gsize n = strlen (text);
    g_autofree char *copy = g_memdup2 (text, MAX (n, 1)); /* without the NUL */
    g_autoptr(GPtrArray) entries = format_read (format, (Span){ copy, n });
    g_autofree char *shown = show (entries);
    g_assert_cmpstr (shown, ==, expected);
}

/* ---- Shapes ---- */

static const struct {
    const char *shapes, *line, *expected;
} shapes[] = {
    { "%a", "  a@b.example", "a@b.example=" },
    { "%a", "<a@b.example>", "a@b.example=" },
    { "%a", "\"a@b.example\"", "a@b.example=" },
    { "%a", "* a@b.example", "a@b.example=" },
    { "%a", "*** a@b.example", "a@b.example=" },
    { "%a", "\342\200\242 a@b.example", "a@b.example=" },
    { "%a", "a@b.example is gone", "" },
    { "%a", "write to a@b.example", "" },
    { "%a: %t", "a@b.example: 550 no", "a@b.example=550 no|" },
    { "%a: %t", "a@b.example 550 no", "" },
    { "<%a>: %t", "<a@b.example>: 550 no", "a@b.example=550 no|" },
    { "<%a>: %t", "a@b.example: 550 no", "" },
    { "<%a>:", "<a@b.example>:", "a@b.example=" },
    { "Recipient: [SMTP:%a]%t", "recipient: [smtp:a@b.example]", "a@b.example=" },
    { "Recipient: %a", "Recipient:a@b.example", "a@b.example=" },
    { "%*<%a>: %t", "Ann B <a@b.example>: malformed", "a@b.example=malformed|" },
    { "%*%a on %t", "to: a@b.example on Monday", "a@b.example=Monday|" },
    { "c=%*SMTP=%a%t", "c=US;a= ;p=X;dda:SMTP=a@b.example; on Monday", "a@b.example=; on Monday|" },
    { "%a\n%a (%t", "a@b.example (full)", "a@b.example=full|" },
    { "pipe to |%*", "pipe to |/bin/x a@b.example", "-=pipe to ||" },
    { "%a", "\"o'neil peter\"@b.example", "\"o'neil peter\"@b.example=" },
    { "%a", "j\\303\\274rgen@b.example", "j\303\274rgen@b.example=" },
};

static void test_shapes (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (shapes); i++) {
        Format format = { .name = "x", .shapes = shapes[i].shapes };
        assert_read (&format, shapes[i].line, shapes[i].expected);
    }
}

/* ---- Where the recipients stand ---- */

static void test_begin_and_end (void)
{
    Format format = { .name = "x", .begin = "failed:|refused:", .end = "-- end", .shapes = "%a" };

    assert_read (&format, "z@z.example\nThese FAILED:\na@b.example\nwhy\n-- end --\nc@d.example\n", "a@b.example=why|");
    assert_read (&format, "a@b.example\n", "");
}

static void test_paragraphs (void)
{
    Format open = { .name = "x", .shapes = "%a" }, paragraphs = { .name = "x", .shapes = "%a", .flags = FORMAT_PARAGRAPHS };

    assert_read (&open, "a@b.example\none\n\ntwo\n", "a@b.example=one||two|");
    assert_read (&paragraphs, "a@b.example\none\n\ntwo\n", "a@b.example=one|");
}

/* What stands deeper than the first recipient is said of it, even if it looks like another. */
static void test_indent (void)
{
    Format format = { .name = "x", .shapes = "%a\n<%a>: %t" };

    assert_read (&format, "  a@b.example\n    said:\n    <c@d.example>: no\n  e@f.example\n",
                 "a@b.example=said:|<c@d.example>: no|; e@f.example=");
}

static void test_flags (void)
{
    Format shared = { .name = "x", .begin = "for:", .shapes = "%a", .flags = FORMAT_SHARED };
    Format telling = { .name = "x", .shapes = "Unknown user: %a%t", .flags = FORMAT_TELLING };
    Format lines = { .name = "x", .shapes = "%a: %t", .flags = FORMAT_LINES };

    assert_read (&shared, "550 no\nfor:\na@b.example\nc@d.example\n", "a@b.example=550 no|for:|; c@d.example=550 no|for:|");
    assert_read (&telling, "Unknown user: a@b.example\n", "a@b.example=Unknown user: a@b.example|");
    assert_read (&lines, "a@b.example: no\nnoise\nc@d.example: gone\n", "a@b.example=no|; c@d.example=gone|");
}

static void test_alias (void)
{
    Format format = { .name = "x", .shapes = "%a" };

    assert_read (&format, "a@b.example\n(expanded from: <list@b.example>)\n",
                 "a@b.example<list@b.example=(expanded from: <list@b.example>)|");
    assert_read (&format, "a@b.example\n(ultimately generated from l@b.example)\n",
                 "a@b.example<l@b.example=(ultimately generated from l@b.example)|");
}

static void test_repeated_address (void)
{
    Format format = { .name = "x", .shapes = "%a: %t\n%a" };

    assert_read (&format, "a@b.example: no\na@b.example\nmore\n", "a@b.example=no|a@b.example|more|");
}

/* ---- The list of formats ---- */

static void assert_mark (const Format *format, const char *header, const char *text, const char *mark)
{
    g_autofree char *got = span_dup (format_mark (format, span_of (header), span_of (text)));
    g_assert_cmpstr (got, ==, mark);
}

static void test_marks (void)
{
    static const Format words = { .name = "x", .marks = "one mark|another", .field = "X-Mailer: <SMTP32" };
    static const Format flag = { .name = "x", .field = "X-Flag:" };

    assert_mark (&words, "", "here is One Mark.", "one mark");
    assert_mark (&words, "X-Mailer: <SMTP32 v9>\n", "", "X-Mailer: <SMTP32");
    assert_mark (&words, "X-Mailer: other\n", "X-Mailer: <SMTP32", "");
    assert_mark (&flag, "a: b\nx-flag:\n", "", "X-Flag:");
    assert_mark (&flag, "x-flags: x-flag:\n\nx-flag:\n", "", "");
}

/* "header|text" → the names of the formats that they are marks of */
static void assert_formats (const char *header, const char *text, const char *names)
{
    const Format *found[FORMAT_MOST];
    guint n = format_find (span_of (header), span_of (text), found);
    g_autoptr(GString) got = g_string_new (NULL);

    for (guint i = 0; i < n; i++)
        g_string_append_printf (got, "%s%s", i ? " " : "", found[i]->name);
    g_assert_cmpstr (got->str, ==, names);
}

static void test_find (void)
{
    assert_formats ("", "", "");
    assert_formats ("", "This is the mail system at host x", "postfix");
    assert_formats ("X-AHMailID: 1\n", "running the courier MAIL server", "courier activehunter");
    assert_formats ("Subject: failure notice\n", "", "");
    assert_formats ("Subject: failure notice\n", "x", "qmail");
    assert_formats ("Subject: Re: failure notice\n", "x", "");
}

static void test_rows_are_whole (void)
{
    g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
    guint n = 0;

    for (const Format *format = formats; format->name; format++, n++) {
        g_assert_true (format->field || (format->marks && *format->marks));
        g_assert_true (format->shapes && *format->shapes);
        g_hash_table_add (names, (gpointer) format->name);
    }
    g_assert_cmpuint (n, >=, 50);
    g_assert_cmpuint (n, <=, FORMAT_MOST);
    g_assert_cmpuint (g_hash_table_size (names), >=, 50);
}

/* ---- What no format knows ---- */

static gboolean has_550 (Span text, gpointer user_data)
{
    (void) user_data;
    return span_has (text, "550");
}

static void test_generic (void)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        { "Sorry:\na@b.example\n550 no\n", "a@b.example=a@b.example|550 no|" },
        { "a@b.example is well\n\n\nc@d.example\n550 no\n", "c@d.example=c@d.example|550 no|" },
        { "a@b.example\n550 no, ask x@y.example\n",
          "a@b.example=a@b.example|550 no, ask x@y.example|; x@y.example=550 no, ask x@y.example|" },
        { "For help contact help@b.example 550\n", "" },
        { "postmaster@b.example 550 no\n", "" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr(GPtrArray) entries = format_read_generic (span_of (cases[i].text), has_550, NULL);
        g_autofree char *shown = show (entries);
        g_assert_cmpstr (shown, ==, cases[i].expected);
    }
}

/* ---- Is it a report? ---- */

static void test_likeness (void)
{
    static const struct {
        const char *header, *subject;
        Likeness likeness;
    } cases[] = {
        { "From: MAILER-DAEMON@x.example\n", "failure notice", LIKENESS_SURE },
        { "From: Mail Delivery System <>\n", "x", LIKENESS_SURE },
        { "X-Failed-Recipients: a@b.example\n", "x", LIKENESS_SURE },
        { "From: postmaster@x.example\n", "Undeliverable: hello", LIKENESS_GOOD },
        { "Return-Path: <>\nFrom: ann@x.example\n", "hello", LIKENESS_GOOD },
        { "From: postmaster@x.example\n", "Lunch", LIKENESS_SOME },
        { "From: ann@x.example\n", "Undelivered Mail Returned to Sender", LIKENESS_SOME },
        { "From: ann@x.example\n", "Re: Undelivered Mail Returned to Sender", LIKENESS_NONE },
        { "From: ann@x.example\n", "Lunch", LIKENESS_NONE },
        { "From: postmaster@x.example\nReturn-Path: <b-1@x.example>\nList-Id: x\n", "Undelivered mail: a guide", LIKENESS_NONE },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        g_assert_cmpint (kind_likeness (span_of (cases[i].header), span_of (cases[i].subject)), ==, cases[i].likeness);
}

static void test_original_start (void)
{
    static const struct {
        const char *text, *original;
    } cases[] = {
        { "why\n--- Below this line is a copy of the message.\n\nTo: x\n",
          "--- Below this line is a copy of the message.\n\nTo: x\n" },
        { "why\n  Original message follows.\nTo: x\n", "  Original message follows.\nTo: x\n" },
        { "The original message follows a rule.\n", "" },
        { "why\n\nReceived: by x\n\tid 1\nFrom: a\nMessage-ID: <1>\n", "Received: by x\n\tid 1\nFrom: a\nMessage-ID: <1>\n" },
        { "Received: thanks\nwhat else\n", "" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        g_assert_cmpstr (cases[i].text + original_start (span_of (cases[i].text)), ==, cases[i].original);
}

int main (int argc, char *argv[])
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/format/shapes", test_shapes);
    g_test_add_func ("/format/begin-and-end", test_begin_and_end);
    g_test_add_func ("/format/paragraphs", test_paragraphs);
    g_test_add_func ("/format/indent", test_indent);
    g_test_add_func ("/format/flags", test_flags);
    g_test_add_func ("/format/alias", test_alias);
    g_test_add_func ("/format/repeated-address", test_repeated_address);
    g_test_add_func ("/format/marks", test_marks);
    g_test_add_func ("/format/find", test_find);
    g_test_add_func ("/format/rows-are-whole", test_rows_are_whole);
    g_test_add_func ("/format/generic", test_generic);
    g_test_add_func ("/format/likeness", test_likeness);
    g_test_add_func ("/format/original-start", test_original_start);
    return g_test_run ();
}
