/* test-address.c: e-mail addresses, as reports write them
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "address.h"

#define assert_str(a, b) g_assert_cmpstr ((a), ==, (b))

/* A copy that no NUL follows, so that a memory checker sees what is read past its end. */
static Span exact (const char *text, char **copy)
{
    gsize n = strlen (text);
    *copy = g_malloc (MAX (n, 1));
    memcpy (*copy, text, n);
    return (Span){ *copy, n };
}

typedef struct {
    const char *text, *expected;
} Case;

/* ---- Finding ---- */

static char *first (const char *text)
{
    g_autofree char *copy = NULL;
    return span_dup_or_null (address_find (exact (text, &copy), NULL));
}

static void test_find (void)
{
    static const Case cases[] = {
        { "user@example.com", "user@example.com" },
        { "<user@example.com>", "user@example.com" },
        { "to <user@example.com>: no", "user@example.com" },
        { "The user user@example.com.", "user@example.com" },
        { "(user@example.com)", "user@example.com" },
        { "'user@example.com'", "user@example.com" },
        { "`user@example.com'", "user@example.com" },
        { "[user@example.com]", "user@example.com" },
        { "user@example.com, other@example.com", "user@example.com" },
        { "to=user@example.com", "user@example.com" },
        { "to=<user@example.com>,", "user@example.com" },
        { "orig_to=user@example.com", "user@example.com" },
        { "mailto:user@example.com", "user@example.com" },
        { "rfc822;user@example.com", "user@example.com" },
        { "RCPT TO:<user@example.com>", "user@example.com" },
        { "first.last+tag@sub.example.co.uk", "first.last+tag@sub.example.co.uk" },
        { "o'neil@example.com", "o'neil@example.com" },
        { "!#$%&'*+/=?^_{|}~-@example.com", "!#$%&'*+/=?^_{|}~-@example.com" },
        { "user@my-example.com", "user@my-example.com" },
        { "user@under_score.example", "user@under_score.example" },
        { "user@localhost", "user@localhost" },
        { "user@[192.0.2.1]", "user@[192.0.2.1]" },
        { "user@[IPv6:2001:db8::1] here", "user@[IPv6:2001:db8::1]" },
        { "\"john doe\"@example.com", "\"john doe\"@example.com" },
        { "<\"john@doe\"@example.com>", "\"john@doe\"@example.com" },
        { "x \"a\\\"b\"@example.com", "\"a\\\"b\"@example.com" },
        { "j\303\274rgen@ex\303\244mple.org", "j\303\274rgen@ex\303\244mple.org" },
        { "\345\256\233\345\205\210user@example.com", "user@example.com" }, /* text of Japan runs up to it */
        { "a @ b and @example.com and user@ and x@y.example", "x@y.example" },
        { "user@-", NULL },
        { "no address", NULL },
        { "@", NULL },
        { "@@@@", NULL },
        { "", NULL },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *found = first (cases[i].text);
        assert_str (found, cases[i].expected);
    }
}

static void test_find_all (void)
{
    static const char *const expected[] = { "a@example.com", "b@example.com", "c@example.com" };
    Span rest = span_of ("<a@example.com>, b@example.com; \"C\" <c@example.com>"), found;
    guint n = 0;

    for (; (found = address_find (rest, &rest)).n; n++) {
        g_autofree char *text = span_dup (found);
        g_assert_cmpuint (n, <, G_N_ELEMENTS (expected));
        assert_str (text, expected[n]);
    }
    g_assert_cmpuint (n, ==, G_N_ELEMENTS (expected));
    g_assert_cmpuint (rest.n, ==, 0);
}

static void test_find_after (void)
{
    Span after;

    address_find (span_of ("x <user@example.com>: said"), &after);
    g_assert_true (span_is (after, ": said"));
    address_find (span_of ("user@example.com said"), &after);
    g_assert_true (span_is (after, " said"));
    address_find (span_of ("none"), &after);
    g_assert_cmpuint (after.n, ==, 0);
}

static void test_too_long (void)
{
    g_autofree char *local = g_strnfill (400, 'a'), *long_one = g_strconcat (local, "@example.com", NULL);
    g_autofree char *found = first (long_one);

    g_assert_null (found);
    g_autofree char *followed = g_strconcat (long_one, " user@example.com", NULL), *next = first (followed);
    assert_str (next, "user@example.com");
}

/* ---- Cleaning ---- */

static void test_clean (void)
{
    static const Case cases[] = {
        { "  user@example.com \n", "user@example.com" },
        { "<user@example.com>", "user@example.com" },
        { "<<user@example.com>>", "user@example.com" },
        { "\"User\" <user@example.com>", "user@example.com" },
        { "\"other@example.org\" <user@example.com>", "user@example.com" },
        { "User <user@example.com> (comment)", "user@example.com" },
        { "mailto:user@example.com", "user@example.com" },
        { "<mailto:user@example.com>", "user@example.com" },
        { "@a.example,@b.example:user@example.com", "user@example.com" },
        { "<@a.example:user@example.com>", "user@example.com" },
        { "user@example.com.", "user@example.com" },
        { "'user@example.com'", "user@example.com" },
        { "J\303\274rgen@Example.COM", "J\303\274rgen@Example.COM" },
        { "j\\303\\274rgen@example.com", "j\303\274rgen@example.com" }, /* Exim's escapes */
        { "a\\344b@example.com", "a\\344b@example.com" },               /* which would be no UTF-8 */
        { "a\\9b@example.com", "a\\9b@example.com" },
        { "a\\777b@example.com", "a\\777b@example.com" },
        { "j\374rgen@example.com", "j\357\277\275rgen@example.com" },
        { "<>", NULL },
        { "user", NULL },
        { "<user>", NULL },
        { "", NULL },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *copy = NULL;
        g_autofree char *clean = address_clean (exact (cases[i].text, &copy));
        assert_str (clean, cases[i].expected);
    }
}

/* ---- Decoding ---- */

static void check_decode (const char *type, const Case *cases, guint n, gboolean expected)
{
    for (guint i = 0; i < n; i++) {
        g_autofree char *copy = NULL;
        gboolean broken = FALSE;
        g_autofree char *address = address_decode (span_of (type), exact (cases[i].text, &copy), &broken);
        assert_str (address, cases[i].expected);
        g_assert_cmpuint (broken, ==, expected);
    }
}

static void test_xtext (void)
{
    static const Case cases[] = {
        { "user@example.com", "user@example.com" },
        { "a+2Bb@example.com", "a+b@example.com" },
        { "a+2bb@example.com", "a+b@example.com" },
        { "a+3Db@example.com", "a=b@example.com" },
        { "a+2B+2B@example.com", "a++@example.com" },
        { "a+40example.com", "a@example.com" },
        { "user+21@example.com", "user+21@example.com" }, /* an ordinary subaddress */
        { "user+2026@example.com", "user+2026@example.com" },
        { "user+abc@example.com", "user+abc@example.com" },
        { "a+2@example.com", "a+2@example.com" },
        { "a+@example.com", "a+@example.com" },
        { "+", "+" },
        { "+2", "+2" },
        { "/G=A/S=B/PRMD=x/C=us/", "/G=A/S=B/PRMD=x/C=us/" },
        { "<user>", "user" },
        { "user", "user" },
        { "", NULL },
        { "<>", NULL },
    };
    check_decode ("rfc822", cases, G_N_ELEMENTS (cases), FALSE);
    check_decode ("", cases, G_N_ELEMENTS (cases), FALSE);
}

static void test_utf8 (void)
{
    static const Case good[] = {
        { "j\303\274rgen@example.com", "j\303\274rgen@example.com" },
        { "j\\x{FC}rgen@example.com", "j\303\274rgen@example.com" },
        { "\\x{4F8B}@example.com", "\344\276\213@example.com" },
        { "\\x{1F600}@example.com", "\360\237\230\200@example.com" },
        { "a\\x{2B}b@example.com", "a+b@example.com" },
        { "plain@example.com", "plain@example.com" },
        { "a+2Bb@example.com", "a+b@example.com" },
    };
    static const Case bad[] = {
        { "j\\x{fc}rgen@example.com", "j\\x{fc}rgen@example.com" },
        { "j\\x{FC", "j\\x{FC" },
        { "j\\x{", "j\\x{" },
        { "j\\x{D800}@example.com", "j\\x{D800}@example.com" },
        { "j\\x{110000}@example.com", "j\\x{110000}@example.com" },
        { "j\\x{1234567}@example.com", "j\\x{1234567}@example.com" },
    };
    check_decode ("utf-8", good, G_N_ELEMENTS (good), FALSE);
    check_decode ("UTF-8", good, G_N_ELEMENTS (good), FALSE);
    check_decode ("utf-8", bad, G_N_ELEMENTS (bad), TRUE);
    check_decode ("rfc822", bad, G_N_ELEMENTS (bad), FALSE); /* no such forms there */
}

/* ---- VERP ---- */

static void test_verp (void)
{
    static const Case cases[] = {
        { "list-bounces+user=example.com@lists.example.org", "user@example.com" },
        { "list-return-12-user=example.com@lists.example.org", "user@example.com" }, /* ezmlm */
        { "bounce+first.last=sub.example.co.uk@example.org", "first.last@sub.example.co.uk" },
        { "bounces+user+tag=example.com@example.org", "user+tag@example.com" },
        { "bounces+a=b=example.com@example.org", "a=b@example.com" },
        { "list-bounces+o-neil=example.com@example.org", "o-neil@example.com" },
        { "list-bounces@lists.example.org", NULL },
        { "user=example.com@example.org", NULL },
        { "bounces+user=example@example.org", NULL }, /* no domain */
        { "bounces+=example.com@example.org", NULL },
        { "bounces+user=@example.org", NULL },
        { "bounces+user=.com@example.org", NULL },
        { "bounces+user=example.com.@example.org", NULL },
        { "bounces+key=1.5x!@example.org", NULL },
        { "no address", NULL },
        { "", NULL },
    };
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *user = address_from_verp (cases[i].text);
        assert_str (user, cases[i].expected);
    }
    g_assert_null (address_from_verp (NULL));
}

/* ---- Comparing ---- */

static void test_same (void)
{
    g_assert_true (address_same ("user@example.com", "user@example.com"));
    g_assert_true (address_same ("User@Example.COM", "user@example.com"));
    g_assert_false (address_same ("user@example.com", "user@example.org"));
    g_assert_false (address_same ("user@example.com", "user@example.co"));
    g_assert_false (address_same ("J\303\234@example.com", "j\303\274@example.com")); /* only ASCII has one case for all */
    g_assert_false (address_same (NULL, "user@example.com"));
    g_assert_false (address_same ("user@example.com", NULL));
    g_assert_false (address_same (NULL, NULL));
}

static void test_daemon (void)
{
    static const char *const daemons[] = { "MAILER-DAEMON@mx.example.net",
                                           "mailer-daemon@example.net",
                                           "postmaster@example.net",
                                           "Postmaster",
                                           "MAILER-DAEMON",
                                           "mailer-daemon+x@example.net",
                                           "postmaster-1@example.net",
                                           "mail-daemon@example.net",
                                           "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.net" };
    static const char *const people[] = { "user@example.net",
                                          "postmasters@example.net",
                                          "the-postmaster@example.net",
                                          "mailer@example.net",
                                          "daemon.mailer@example.net",
                                          "user@postmaster.example",
                                          "" };

    for (guint i = 0; i < G_N_ELEMENTS (daemons); i++)
        g_assert_true (address_is_daemon (span_of (daemons[i])));
    for (guint i = 0; i < G_N_ELEMENTS (people); i++)
        g_assert_false (address_is_daemon (span_of (people[i])));
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/address/find", test_find);
    g_test_add_func ("/address/find-all", test_find_all);
    g_test_add_func ("/address/find-after", test_find_after);
    g_test_add_func ("/address/too-long", test_too_long);
    g_test_add_func ("/address/clean", test_clean);
    g_test_add_func ("/address/xtext", test_xtext);
    g_test_add_func ("/address/utf-8", test_utf8);
    g_test_add_func ("/address/verp", test_verp);
    g_test_add_func ("/address/same", test_same);
    g_test_add_func ("/address/daemon", test_daemon);
    return g_test_run ();
}
