/* test-printable.c: what a terminal gets of a stranger's text
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "bounce.h"

static void test_printable (void)
{
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        { NULL, NULL },
        { "", "" },
        { "550 5.1.1 no \303\274ser", "550 5.1.1 no \303\274ser" },
        { "a\tb\r\nc\n", "a b  c " },
        { "\033[2J\a\177", "\\x1b[2J\\x07\\x7f" },
        { "\302\233" "31m", "\\x9b31m" },                             /* C1 */
        { "\342\200\256live\342\201\251", "\\u202elive\\u2069" }, /* bidi */
        { "\342\200\250", "\\u2028" },                              /* a line separator */
        { "caf\351 \300\257", "caf\357\277\275 \357\277\275\357\277\275" },
        { "\331\205\342\200\214\333\214", "\331\205\342\200\214\333\214" }, /* a joiner that Persian needs */
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *got = bounce_printable (cases[i].text);
        g_assert_cmpstr (got, ==, cases[i].wanted);
    }
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/printable", test_printable);
    return g_test_run ();
}
