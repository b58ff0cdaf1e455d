/* test-charset.c: any bytes become UTF-8, whatever their label says
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "charset.h"

static const struct {
    const char *bytes, *label, *wanted;
} cases[] = {
    { "caf\303\251", NULL, "café" },
    { "caf\303\251", "iso-8859-1", "café" }, /* what is UTF-8 is UTF-8 */
    { "caf\351", "iso-8859-1", "café" },
    { "caf\351", "no-such-charset", "café" },
    { "caf\351", "us-ascii", "café" },
    { "\033$B%F\033(B", "iso-2022-jp", "テ" },
    /* one byte a character, but for those that glibc composes of two */
    { "\344\266\377", "iso-8859-2", "äś˙" },
    { "\244\201", "windows-1250", "¤\357\277\275" },
    { "\322\305\323\324", "koi8-r", "рест" },
    { "\371\354\345\355", "windows-1255", "שלום" },
    { "Ti\352\354ng", "windows-1258", "Tiếng" },
    /* Converters take code points that no Unicode has: of 21 bits and more, and halves of pairs. */
    { "\365\250\266\210H", "utf-8", "\357\277\275\357\277\275\357\277\275\357\277\275H" },
    { "aaaaaaaaaaaaaaaaaaaaaaaa\364\220\200\200", "utf8", "aaaaaaaaaaaaaaaaaaaaaaaa\357\277\275\357\277\275\357\277\275\357\277\275" },
    { "aaaaaaaaaaaaaaaaaaaaaaaa\355\240\200", "utf-8", "aaaaaaaaaaaaaaaaaaaaaaaa\357\277\275\357\277\275\357\277\275" },
};

static void test_cases (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *got = charset_to_utf8 (span_of (cases[i].bytes), cases[i].label);
        g_assert_cmpstr (got, ==, cases[i].wanted);
    }
}

/* A NUL is a space, also where every other byte is one. */
static void test_wide_nul (void)
{
    g_autofree char *got = charset_to_utf8 ((Span){ "a\0\0\0b\0", 6 }, "utf-16le");
    g_assert_cmpstr (got, ==, "a b");
}

/* More charsets by turns than are kept ready. */
static void test_many_charsets (void)
{
    static const struct {
        const char *label, *wanted;
    } turns[] = { { "iso-8859-2", "ą" }, { "iso-8859-3", "ħ" }, { "iso-8859-4", "ą" }, { "iso-8859-5", "Б" },
                  { "iso-8859-7", "±" }, { "iso-8859-9", "±" }, { "shift_jis", "ｱ" },  { "iso-8859-16", "±" } };

    for (guint i = 0; i < 10 * G_N_ELEMENTS (turns); i++) {
        g_autofree char *got = charset_to_utf8 (span_of ("\261..............."), turns[i % G_N_ELEMENTS (turns)].label);
        g_autofree char *wanted = g_strconcat (turns[i % G_N_ELEMENTS (turns)].wanted, "...............", NULL);
        g_assert_cmpstr (got, ==, wanted);
    }
}

/* Every label that the C library may know, with all pairs of bytes: what comes is UTF-8. */
static void test_every_pair (void)
{
    static const char *const labels[] = {
        "us-ascii", "utf-8", "utf-7", "utf-16", "utf-16le", "utf-16be", "utf-32", "ucs-2", "ucs-4", "iso-8859-1", "iso-8859-8-i",
        "windows-1252", "windows-1255", "windows-1258", "koi8-r", "iso-2022-jp", "iso-2022-kr", "iso-2022-cn", "shift_jis", "cp932",
        "euc-jp", "euc-kr", "euc-tw", "gb2312", "gbk", "gb18030", "big5", "big5-hkscs", "tis-620", "johab", "hz-gb-2312", "cp037",
        "x-unknown", "", NULL,
    };

    for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
        for (guint first = 0; first < 256; first++) {
            char bytes[256 * 4];
            for (guint second = 0; second < 256; second++)
                memcpy (bytes + second * 4, (char[]){ 'a', (char) first, (char) second, 'b' }, 4);
            g_autofree char *got = charset_to_utf8 ((Span){ bytes, sizeof bytes }, labels[i]);
            g_assert_true (g_utf8_validate (got, -1, NULL));
        }
}

/* The text of a header is one line, whatever stands in its encoded-words. */
static void test_header (void)
{
    static const struct {
        const char *value, *text;
    } headers[] = {
        { "a\r\n b", "a b" },
        { " =?utf-8?q?a=C3=A9?=\n =?utf-8?q?=C3=A9b?= ", "aééb" },
        { "=?utf-8?q?a=0Ab=0D=0Ac=09d?=", "a b  c d" },
        { "=?utf-8?b?ACAA?=", NULL }, /* NULs and a space */
        { " \n ", NULL },
    };

    for (guint i = 0; i < G_N_ELEMENTS (headers); i++) {
        g_autofree char *text = charset_decode_header (span_of (headers[i].value));
        g_assert_cmpstr (text, ==, headers[i].text);
    }
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/charset/cases", test_cases);
    g_test_add_func ("/charset/wide-nul", test_wide_nul);
    g_test_add_func ("/charset/many-charsets", test_many_charsets);
    g_test_add_func ("/charset/every-pair", test_every_pair);
    g_test_add_func ("/charset/header", test_header);
    return g_test_run ();
}
