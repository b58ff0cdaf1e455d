/* test-html.c: the text of an HTML page
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "html.h"

/* Spaces and blank lines are not what matters: lines, and the words on them. */
static char *lines_of (const char *text)
{
    GString *out = g_string_new (NULL);
    Span rest = span_of (text), line, word;

    while (span_next_line (&rest, &line)) {
        if (span_is_blank (line))
            continue;
        if (out->len)
            g_string_append_c (out, '\n');
        for (gboolean first = TRUE; (word = span_next_word (&line)).n; first = FALSE)
            g_string_append_printf (out, "%s%.*s", first ? "" : " ", (int) word.n, word.s);
    }
    return g_string_free (out, FALSE);
}

static const struct {
    const char *name, *html, *lines;
} cases[] = {
    { "nothing", "", "" },
    { "text", "user unknown", "user unknown" },
    { "line ends are spaces", "user\nunknown\r\nhere", "user unknown here" },
    { "in pre they are lines", "a <pre>b\nc</pre> d\ne", "a\nb\nc\nd e" },
    { "blocks", "<p>a</p><div>b<br>c</div><h1>d</h1><ul><li>e<li>f</ul>", "a\nb\nc\nd\ne\nf" },
    { "in capitals", "<P>a</P><DIV>b<BR/>c</DIV>", "a\nb\nc" },
    { "inline", "a<b>b</b>c <i>d</i>", "abc d" },
    { "attributes", "<p class=\"x\" style='color:red'>a</p><a href=\"https://example.com/?a=b\">b</a>", "a\nb" },
    { "table", "<table><tr><th>Reason</th><td>full</td></tr><tr><td>Code</td><td>552</td></tr></table>",
      "Reason full\nCode 552" },
    { "style and script", "a<style>p { color: red }</style>b<script>if (a < b) x()</script>c", "abc" },
    { "style in capitals", "a<STYLE type=\"text/css\">p > b {}</Style >b", "ab" },
    { "script without an end", "a<script>b<p>c", "a" },
    { "title", "<html><head><title>Failed</title></head><body>a</body></html>", "Failed\na" },
    { "comment", "a<!-- b -->c", "ac" },
    { "comment with tags", "a<!-- <p>b</p> > c -->d", "ad" },
    { "comment with an address", "a<!--user@example.com-->b", "ab" },
    { "conditional comment", "a<!--[if mso]><p>b</p><![endif]-->c", "ac" },
    { "empty comments", "a<!-->b<!---->c<!--->d", "abcd" },
    { "comment without an end", "a<!-- b <p>c", "a" },
    { "doctype", "<!DOCTYPE html PUBLIC \"-//W3C//DTD\"><?xml version=\"1.0\"?>a", "a" },
    { "references", "&lt;user&gt; &amp;amp; &quot;a&quot; &apos;b&apos;&nbsp;c", "<user> &amp; \"a\" 'b' c" },
    { "references of letters", "Empf&auml;nger, bo&icirc;te", "Empf\303\244nger, bo&icirc;te" },
    { "numbers", "&#60;&#x3C;&#X3e;&#8217;&#x20AC;&#160;x", "<<>\342\200\231\342\202\254 x" },
    { "no references", "a & b &; &x; &#; &#x; &#xg; &#12", "a & b &; &x; &#; &#x; &#xg; &#12" },
    { "numbers that are none", "&#0; &#-60; &#+60; &# 60; &#xD800; &#1114112; &#99999999999999999999;",
      "&#0; &#-60; &#+60; &# 60; &#xD800; &#1114112; &#99999999999999999999;" },
    { "an address in brackets is no tag", "<p>to <user@example.com> failed", "to <user@example.com> failed" },
    { "mailto is one", "<a href=\"mailto:user@example.com\">user@example.com</a>", "user@example.com" },
    { "less than", "1 < 2 and <3 <", "1 < 2 and <3 <" },
    { "a tag that does not end", "a <b c", "a <b c" },
    { "greater than", "a > b", "a > b" },
};

static void test_pages (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        gsize n = strlen (cases[i].html);
        g_autofree char *html = g_memdup2 (cases[i].html, MAX (n, 1)); /* without the NUL */
        g_autofree char *text = html_to_text ((Span){ html, n });
        g_autofree char *lines = lines_of (text);
        g_test_message ("%s", cases[i].name);
        g_assert_cmpstr (lines, ==, cases[i].lines);
    }
}

/* Cut anywhere, a page is read to where it was cut. */
static void test_cut (void)
{
    static const char html[] = "<p a='b'>to &lt;user&#64;example.com&gt;</p><!-- c --><style>d</style>e &#x20AC; <f@example.com>";

    for (gsize n = 0; n <= sizeof html - 1; n++) {
        g_autofree char *copy = g_memdup2 (html, MAX (n, 1));
        g_autofree char *text = html_to_text ((Span){ copy, n });
        g_assert_true (g_utf8_validate (text, -1, NULL));
        if (n >= 40)
            g_assert_nonnull (strstr (text, "to <user@example.com>"));
    }
}

/* What would be searched again and again: a megabyte of each must be read. */
static void test_bulk (void)
{
    static const char *const pieces[] = {
        "<", "<a", "<!--", "&#1;", "&#", "&", "</p", "<script", "<a@", "<p>", "<style>", "-->"
    };

    for (guint i = 0; i < G_N_ELEMENTS (pieces); i++) {
        g_autoptr (GString) html = g_string_new ("x ");
        while (html->len < 1024 * 1024)
            g_string_append (html, pieces[i]);
        g_autofree char *text = html_to_text ((Span){ html->str, html->len });
        g_assert_true (g_str_has_prefix (text, "x "));
    }
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/html/pages", test_pages);
    g_test_add_func ("/html/cut", test_cut);
    g_test_add_func ("/html/bulk", test_bulk);
    return g_test_run ();
}
