/* test-match.c: phrases in a text, and what a text is brought to first
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "match.h"
#include "normal-form.h"

#include <locale.h>

/* ---- Normal form ---- */

static const struct {
    const char *text, *normal;
} forms[] = {
    { "", "" },
    { "   ", "" },
    { "User Unknown", "user unknown" },
    { "  a \t\r\n b\v\fc  ", "a b c" },
    { "a\001b\033c", "a b c" },
    { "MAILBOX IS FULL I", "mailbox is full i" },
    { "\303\204\303\226\303\234 \303\237", "aou ss" },                                          /* ÄÖÜ ß */
    { "\320\237\320\236\320\247\320\242\320\220", "\320\277\320\276\321\207\321\202\320\260" }, /* ПОЧТА */
    { "\316\243\317\202", "\317\203\317\203" },                                                 /* Σς */
    { "bo\303\256te l\303\226schen \305\202\303\270\304\221", "boite loschen lod" },            /* łøđ */
    { "kutusu dolu \304\261 \341\273\227 \341\276\204", "kutusu dolu i o \316\261" },   /* ı, ỗ, ᾄ: one mark and more */
    { "\303\246\305\223", "aeoe" },                                                     /* æœ */
    { "e\314\201te\314\201 \314\201", "ete" },                                          /* marks of their own */
    { "\321\221\320\271\321\227", "\320\265\320\271\321\227" },                         /* ёйї: letters of their own */
    { "\343\201\214\343\203\221\352\260\200", "\343\201\214\343\203\221\352\260\200" }, /* がパ가 */
    { "\304\260", "i" },                                                                /* İ: simple, whatever the locale */
    { "can\342\200\231t \342\200\230x\342\200\231", "can't 'x'" },
    { "\342\200\234x\342\200\235 \342\200\236y\342\200\234 \302\253z\302\273", "\"x\" \"y\" \"z\"" },
    { "a\342\200\223b\342\200\224c", "a-b-c" },
    { "a\302\240b\343\200\200c\342\200\203d", "a b c d" }, /* no-break, ideographic, em space */
    { "a \302\240 b", "a b" },
    { "\343\203\246\343\203\274\343\202\266", "\343\203\246\343\203\274\343\202\266" },
    { "a\377b", "a?b" },
    { "a\303", "a?" },
    { "\355\240\200", "?" }, /* a surrogate is none */
    { "a\357\277\275\357\277\275b??c", "a?b?c" },
    { "a\302\240", "a" },
};

static void test_normal_form (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
        gsize n = strlen (forms[i].text);
        g_autofree char *text = g_memdup2 (forms[i].text, MAX (n, 1)); /* without the NUL */
        g_autofree char *normal = normal_form ((Span){ text, n });
        g_assert_cmpstr (normal, ==, forms[i].normal);
        g_autofree char *again = normal_form (span_of (normal));
        g_assert_cmpstr (again, ==, normal);
    }
    g_autofree char *nul = normal_form ((Span){ "a\0b\0", 4 });
    g_assert_cmpstr (nul, ==, "a b");
}

static void test_spaced_form (void)
{
    static const struct {
        const char *normal, *spaced; /* NULL: nothing is joined */
    } cases[] = {
        { "no_such_user", "no such user" },
        { "550 5.1.1 no_such_user here", "550 5.1.1 no such user here" },
        { "type=mailbox_full.", "type=mailbox full." },
        { "(user_unknown): a_b@example.com", "(user unknown): a_b@example.com" },
        { "a_b, c d_e", "a b, c d e" },
        { "user unknown", NULL },
        { "_", NULL },
        { "user_", NULL },
        { "_is_", NULL },
        { "user_unknown@example.com", NULL },
        { "<x.user_unknown@example.com>", NULL },
        { "https://example.com/mailbox_full", NULL },
        { "mailbox_full_2938", NULL },
        { "mailbox_full.example.com", NULL },
        { "mailbox_full-1", NULL },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *spaced = normal_form_spaced (cases[i].normal);
        g_assert_cmpstr (spaced, ==, cases[i].spaced);
    }
}

/* ---- Phrases ---- */

static void note_hit (guint data, const PhrasePlace *place, gpointer user_data)
{
    GString *hits = user_data;

    if (hits->len)
        g_string_append_c (hits, '|');
    if (data > 1)
        g_string_append_printf (hits, "%u:", data);
    g_string_append_len (hits, place->where.s, (gssize) place->where.n);
}

static void assert_hits (Match *match, const char *text, const char *hits)
{
    gsize n = strlen (text);
    g_autofree char *copy = g_memdup2 (text, MAX (n, 1)); /* without the NUL */
    g_autoptr (GString) got = g_string_new (NULL);

    match_index (match);
    match_find (match_table (match), (Span){ copy, n }, note_hit, got);
    g_assert_cmpstr (got->str, ==, hits);
}

#define X10 "xxxxxxxxxx"
#define X50 X10 X10 X10 X10 X10
#define X99 X50 X10 X10 X10 X10 "xxxxxxxxx"

static const struct {
    const char *phrase, *text, *hits;
} cases[] = {
    { "user unknown", "550 user unknown here", "user unknown" },
    { "user unknown", "user unknown", "user unknown" },
    { "user unknown", "user unknow", "" },
    { "user unknown", "", "" },
    { "user unknown", "use", "" },
    { "full", "full full", "full|full" },

    /* words: a letter or digit at the edge of a phrase stands at the edge of a word */
    { "full", "fully booked", "" },
    { "full", "unfull", "" },
    { "full", "1full", "" },
    { "full", "full1", "" },
    { "full", "(full)", "full" },
    { "full", "-full.", "full" },
    { "full", "_full_", "full" },
    { "unknown user", "unknown users", "" },
    { "quota exceed*", "quota exceeded", "quota exceed" },
    { "*known user", "unknown user", "known user" },
    { "*known*", "unknowns", "known" },
    { "<user>", "a<user>b", "<user>" },
    { "spam:", "nospam:x", "" },
    { ": spam", "a: spam", ": spam" },

    /* other scripts have no words that ASCII could see */
    { "\345\256\233\345\205\210", "x\345\256\233\345\205\210y", "\345\256\233\345\205\210" },
    { "\320\277\320\276\321\207\321\202\320\260",
      "\320\277\320\276\321\207\321\202\320\260 \320\277\320\276\320\273\320\275\320\260",
      "\320\277\320\276\321\207\321\202\320\260" },
    { "vollst\303\244ndig", "nicht vollst\303\244ndig.", "vollst\303\244ndig" },

    /* gaps: none to 100 bytes */
    { "quota * exceeded", "quota of 100 mb exceeded", "quota of 100 mb exceeded" },
    { "quota*exceeded", "quotaexceeded", "quotaexceeded" },
    { "quota*exceeded", "quota" X99 "yexceeded", "quota" X99 "yexceeded" },
    { "quota*exceeded", "quota" X99 "yyexceeded", "" },
    { "exceeded*user", "exceeded" X99 "yuser", "exceeded" X99 "yuser" },
    { "exceeded*user", "exceeded" X99 "yyuser", "" },
    { "aaaa*bbbbbb*cccc", "aaaa 1 bbbbbb 2 cccc", "aaaa 1 bbbbbb 2 cccc" },
    { "aaaa*bbbbbb*cccc", "aaaa 1 cccc 2 bbbbbb", "" },
    { "aaaa*bbbbbb*cccc", "bbbbbb aaaa bbbbbb cccc", "aaaa bbbbbb cccc" },
    { "a*longest piece*z", "a longest piece z", "a longest piece z" },
    { "a*b*c*longest piece", "a b c longest piece", "a b c longest piece" },
    { "longest piece*a*b*c", "longest piece a b c", "longest piece a b c" },
    { "longest piece*a*b*c", "longest piece a c b", "" },
    { "quota ** exceeded", "quota of exceeded", "quota of exceeded" },
    { "quota ** exceeded", "quota of", "" },
    { "qu ** exceeded", "exceeded", "" },
    { "qu ** exceeded", "qu is exceeded", "qu is exceeded" },
    { "** address not found **", "so: ** address not found ** ok", " address not found " },
    { "550*quota*", "550 quota", "550 quota" },

    /* a word in an address says nothing */
    { "spam", "spam@example.com", "" },
    { "spam", "<no-spam@example.com>", "" },
    { "spam", "user@spam.example.com", "" },
    { "spam", "to user+spam@example.com: ok", "" },
    { "user unknown", "two from: headers, one of user unknown@example.com", "" },
    { "user unknown", "user unknown+list@example.com", "" },
    { "user unknown", "user unknown: jane@example.com", "user unknown" },
    { "recipient: <", "invalid recipient: <jane@example.com>", "recipient: <" },
    { "spam", "user@example.com: spam", "spam" },
    { "spam", "spam, said user@example.com", "spam" },
    { "spam", "(spam)user@example.com", "spam" },
    { "spam filter", "spam filter@example.com", "" },
    { "\345\256\233\345\205\210", "user@example.com\343\201\256\345\256\233\345\205\210",
      "\345\256\233\345\205\210" }, /* user@example.comの宛先: written without spaces */
    { "spam@example.com", "to spam@example.com", "spam@example.com" },
};

static void test_phrases (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        Match *match = match_new (MATCH_PHRASES);
        g_test_message ("\"%s\" in \"%s\"", cases[i].phrase, cases[i].text);
        g_assert_true (match_can_add (cases[i].phrase));
        g_assert_true (match_add (match, cases[i].phrase, 1));
        assert_hits (match, cases[i].text, cases[i].hits);
        match_free (match);
    }
}

/* ---- Groups ---- */

/* "{a,b}" with the marks of match.h */
static char *with_groups (const char *written)
{
    char *phrase = g_strdup (written);

    for (char *p = strpbrk (phrase, "{|}"); p; p = strpbrk (p, "{|}"))
        *p = *p == '{' ? PHRASE_OPEN : *p == '|' ? PHRASE_NEXT : PHRASE_CLOSE;
    return phrase;
}

static void test_groups (void)
{
    static const struct {
        const char *phrase, *text, *hits; /* groups are {this|that} */
    } groups[] = {
        { "{user|mailbox} {is |}closed", "the mailbox closed", "mailbox closed" },
        { "{user|mailbox} {is |}closed", "user is closed", "user is closed" },
        { "{user|mailbox} {is |}closed", "account is closed", "" },
        { "{user|mailbox} {is |}closed", "user is is closed", "" },
        { "{user|mailbox} {is |}closed", "superuser closed", "" },
        { "{user|mailbox} {is |}closed", "user closed2", "" },
        { "{user|mailbox} {closed|full}", "mailbox full", "mailbox full" },
        { "{user|mailbox} {closed*|full}", "user closedown", "user closed" },
        { "{user|mailbox} {closed*|full}", "user fully", "" },
        { "{user|users} unknown", "users unknown", "users unknown" },
        { "{|the }user{| name} unknown", "the user name unknown", "the user name unknown" },
        { "{|the }user{| name} unknown", "user unknown", "user unknown" },
        { "no {such |}{user|box}", "no such box", "no such box" }, /* no piece but of the ways */
        { "no {such |}{user|box}", "no user", "no user" },
        { "{a|b} {c|d} mailbox", "b c mailbox", "b c mailbox" },
        { "{mailbox|konto}{ | * }{full|voll}", "mailbox of jane is full", "mailbox of jane is full" },
        { "{mailbox|konto}{ | * }{full|voll}", "konto voll", "konto voll" },
        { "{mailbox|konto}{ | * }{full|voll}", "mailbox is fully", "" },
        { "{too|very} * {many|big} mails", "too few or too many mails", "too few or too many mails" },
        { "{full|closed} by*{user|owner}", "full by the owner", "full by the owner" },
        { "{is|was} * mailbox {full|closed}", "it was jane's mailbox closed", "was jane's mailbox closed" },
        { "{is|was} * mailbox {full|closed}", "was" X99 X99 " mailbox closed", "" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (groups); i++) {
        Match *match = match_new (MATCH_PHRASES);
        g_autofree char *phrase = with_groups (groups[i].phrase);
        g_test_message ("\"%s\" in \"%s\"", groups[i].phrase, groups[i].text);
        g_assert_true (match_add (match, phrase, 1));
        assert_hits (match, groups[i].text, groups[i].hits);
        match_free (match);
    }
}

/* Letters in gaps do not count, and of two ways the one that has more of them stands. */
static void note_letters (guint data G_GNUC_UNUSED, const PhrasePlace *place, gpointer user_data)
{
    g_autofree char *text = span_dup (place->where);
    g_string_append_printf (user_data, "%s %u;", text, place->letters);
}

static void test_letters (void)
{
    Match *match = match_new (MATCH_PHRASES);
    g_autofree char *phrase = with_groups ("mailbox{* full| * is full}");
    g_autoptr (GString) got = g_string_new (NULL);

    match_add (match, phrase, 1);
    match_index (match);
    match_find (match_table (match), span_of ("the mailbox of jane is full"), note_letters, got);
    g_assert_cmpstr (got->str, ==, "mailbox of jane is full 16;");
    match_free (match);
}

/* Far from the "@" a word is none of an address: addresses are at most 320 bytes long. */
static void test_far_address (void)
{
    Match *match = match_new (MATCH_PHRASES);
    g_autoptr (GString) text = g_string_new ("spam-");

    match_add (match, "spam", 1);
    while (text->len < 300)
        g_string_append_c (text, 'x');
    g_string_append (text, "@example.com");
    assert_hits (match, text->str, "");
    while (text->len < 400)
        g_string_insert_c (text, 5, 'x');
    assert_hits (match, text->str, "spam");
    match_free (match);
}

/* All phrases that are there, those with the same begin too. */
static void test_many (void)
{
    Match *match = match_new (MATCH_PHRASES);

    match_add (match, "mailbox is full", 2);
    match_add (match, "mailbox", 3);
    match_add (match, "mailbox * full", 4);
    match_add (match, "is full", 5);
    match_add (match, "mailbox is gone", 6);
    g_autoptr (GString) got = g_string_new (NULL);
    match_index (match);
    match_find (match_table (match), span_of ("the mailbox is full"), note_hit, got);
    g_auto (GStrv) hits = g_strsplit (got->str, "|", -1);
    static const char *const wanted[] = { "2:mailbox is full", "3:mailbox", "4:mailbox is full", "5:is full" };
    g_assert_cmpuint (g_strv_length (hits), ==, G_N_ELEMENTS (wanted));
    for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
        g_assert_true (g_strv_contains ((const char *const *) hits, wanted[i]));
    match_free (match);
}

static void test_no_anchor (void)
{
    static const char *const phrases[] = { "", "*", "abc", "abc*", "abc*def*ghi", "****", "a*b" };
    Match *match = match_new (MATCH_PHRASES);

    for (guint i = 0; i < G_N_ELEMENTS (phrases); i++) {
        g_assert_false (match_can_add (phrases[i]));
        g_assert_false (match_add (match, phrases[i], 1));
    }
    assert_hits (match, "abc def ghi * **** a b", "");
    match_free (match);
}

/* Words stand as they are, case apart and wherever; "*" is one of their letters. */
static void test_words (void)
{
    static const struct {
        const char *text, *hits;
    } found[] = {
        { "Delivered", "Deliver" },
        { "UNDELIVERED", "2:UNDELIVER|DELIVER" },
        { "deliver@example.com", "deliver" },
        { "a ** b ** c", "3:** b" },
        { "deli ver", "" },
        { "\303\226DELIVER", "DELIVER" },
        { "`a\342\200\231 ab@c", "" },
        { "{x}{ [X]{", "4:[X]{" },
    };
    Match *match = match_new (MATCH_WORDS);

    g_assert_true (match_add_words (match, (Span){ "delivery", 7 }, 1));
    g_assert_true (match_add_words (match, span_of ("unDeliver"), 2));
    g_assert_true (match_add_words (match, span_of ("** b"), 3));
    g_assert_true (match_add_words (match, span_of ("[x]{"), 4));
    g_assert_false (match_add_words (match, span_of ("abc"), 5));
    for (guint i = 0; i < G_N_ELEMENTS (found); i++)
        assert_hits (match, found[i].text, found[i].hits);
    match_free (match);
}

static void test_empty (void)
{
    Match *match = match_new (MATCH_PHRASES);
    assert_hits (match, "anything at all", "");
    match_free (match);
}

/* ---- Hosts ---- */

static const struct {
    const char *pattern, *name;
    gboolean matches;
} globs[] = {
    { "mx.example.com", "mx.example.com", TRUE },
    { "mx.example.com", "MX.Example.COM", TRUE },
    { "MX.Example.COM", "mx.example.com", TRUE },
    { "mx.example.com", "mx.example.com.org", FALSE },
    { "mx.example.com", "amx.example.com", FALSE },
    { "mx.example.com", "mx.example.co", FALSE },
    { "mx.example.com", "", FALSE },
    { "*.example.com", "mx.example.com", TRUE },
    { "*.example.com", "a.b.example.com", TRUE },
    { "*.example.com", ".example.com", TRUE },
    { "*.example.com", "example.com", FALSE },
    { "*.example.com", "mx.example.com.example.org", FALSE },
    { "*.example.com", "mx.example.com.example.com", TRUE },
    { "mx*.example.com", "mx1.example.com", TRUE },
    { "mx*.example.com", "mx.example.com", TRUE },
    { "mx*.example.com", "smx1.example.com", FALSE },
    { "mx*", "mx1", TRUE },
    { "mx*", "MX", TRUE },
    { "*", "", TRUE },
    { "*", "anything", TRUE },
    { "**", "anything", TRUE },
    { "a*b*c", "abc", TRUE },
    { "a*b*c", "aXbYc", TRUE },
    { "a*b*c", "acb", FALSE },
    { "a*b*c", "ab", FALSE },
    { "a*bc*c", "abc", FALSE },
    { "a*a", "a", FALSE },
    { "*protection*.example.com", "x.mail.PROTECTION.example.com", TRUE },
    { "", "", TRUE },
    { "", "a", FALSE },
};

static void test_globs (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (globs); i++) {
        gsize n = strlen (globs[i].name);
        g_autofree char *name = g_memdup2 (globs[i].name, MAX (n, 1)); /* without the NUL */
        g_test_message ("%s on %s", globs[i].pattern, globs[i].name);
        g_assert_cmpint (match_glob (globs[i].pattern, (Span){ name, n }), ==, globs[i].matches);
    }
}

int main (int argc, char **argv)
{
    setlocale (LC_ALL, "tr_TR.UTF-8"); /* where there is one: an "I" is an "i" all the same */
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/match/normal-form", test_normal_form);
    g_test_add_func ("/match/spaced-form", test_spaced_form);
    g_test_add_func ("/match/phrases", test_phrases);
    g_test_add_func ("/match/groups", test_groups);
    g_test_add_func ("/match/letters", test_letters);
    g_test_add_func ("/match/far-address", test_far_address);
    g_test_add_func ("/match/many", test_many);
    g_test_add_func ("/match/no-anchor", test_no_anchor);
    g_test_add_func ("/match/words", test_words);
    g_test_add_func ("/match/empty", test_empty);
    g_test_add_func ("/match/globs", test_globs);
    return g_test_run ();
}
