/* test-rules.c: rule files, from their text to the verdict
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The words are such as no mail system says, so that the built-in rules do not matter here.
 */
#include "config.h"

#include "bounce.h"

#include <glib/gstdio.h>
#include <string.h>

static void add_rules (BounceParser *parser, const char *name, const char *text)
{
    g_autoptr (GError) error = NULL;
    gboolean added = bounce_parser_add_rules (parser, text, -1, name, &error);

    g_assert_no_error (error);
    g_assert_true (added);
}

static BounceParser *parser_with (const char *text)
{
    BounceParser *parser = bounce_parser_new ();
    add_rules (parser, "site.rules", text);
    return parser;
}

/* ---- The loader ---- */

#define NOT_A_CONDITION                                                                                                          \
    "neither a reply (550, 5xx), a status (5.1.1, x.7.1), a command (RCPT), elsewhere, hard, soft nor a \"phrase\": "

#define WRONG_BRACES "braces are {this,that}, not within braces, for at most 1024 phrases: "
#define BITS "{0,1}{0,1}{0,1}" /* eight ways */

static const struct {
    const char *text, *message;
} wrong[] = {
    { "no-such-reason \"zork zork\"", "1: no such reason: no-such-reason" },
    { "User-Unknown \"zork zork\"", "1: no such reason: User-Unknown" },
    { "scope", "1: no such reason: scope" },
    { "\n# a\n\nbogus", "4: no such reason: bogus" },
    { "\n\r\n\r\nbogus\r\n", "4: no such reason: bogus" },
    { "spam \"zork zork\"\n    > zork zork\nspam", "3: a rule needs a \"phrase\" or a condition on reply or status" },
    { "spam RCPT", "1: a rule needs a \"phrase\" or a condition on reply or status" },
    { "spam soft", "1: a rule needs a \"phrase\" or a condition on reply or status" },
    { "spam \"zork zork", "1: the phrase does not end: \"zork zork" },
    { "spam \"zork zork\\\"", "1: the phrase does not end: \"zork zork\"" },
    { "spam \"Zork zork\"", "1: the phrase is not in normal form: \"Zork zork\" should be \"zork zork\"" },
    { "spam \"zork  zork\"", "1: the phrase is not in normal form: \"zork  zork\" should be \"zork zork\"" },
    { "spam \" zork\"", "1: the phrase is not in normal form: \" zork\" should be \"zork\"" },
    { "spam \"zork \"", "1: the phrase is not in normal form: \"zork \" should be \"zork\"" },
    { "spam \"zork\342\200\231s\"", "1: the phrase is not in normal form: \"zork\342\200\231s\" should be \"zork's\"" },
    { "spam \"\303\226zork\"", "1: the phrase is not in normal form: \"\303\226zork\" should be \"\303\266zork\"" },
    { "spam \"zorkmid\" \"zork\"", "1: a rule has one phrase" },
    { "spam \"\"", "1: no four bytes of the phrase stand together: \"\"" },
    { "spam \"abc\"", "1: no four bytes of the phrase stand together: \"abc\"" },
    { "spam \"abc*def*\"", "1: no four bytes of the phrase stand together: \"abc*def*\"" },
    { "spam \"zork {a,b\"", "1: " WRONG_BRACES "\"zork {a,b\"" },
    { "spam \"zork a,b}\"", "1: " WRONG_BRACES "\"zork a,b}\"" },
    { "spam \"zork {a}\"", "1: " WRONG_BRACES "\"zork {a}\"" },
    { "spam \"zork {a,{b,c}}\"", "1: " WRONG_BRACES "\"zork {a,{b,c}}\"" },
    { "spam \"zork " BITS BITS BITS BITS "\"", "1: " WRONG_BRACES "\"zork " BITS BITS BITS BITS "\"" },
    { "spam \"{zork,abc}\"", "1: no four bytes of the phrase stand together: \"abc\"" },
    { "spam \"zork {mid,,end}\"", "1: the phrase is not in normal form: \"zork \" should be \"zork\"" },
    { "spam \"{a,b} zork\" \"zork\"", "1: a rule has one phrase" },
    { "spam 250 \"zork\"", "1: " NOT_A_CONDITION "250" },
    { "spam 55 \"zork\"", "1: " NOT_A_CONDITION "55" },
    { "spam 5500 \"zork\"", "1: " NOT_A_CONDITION "5500" },
    { "spam 550, \"zork\"", "1: " NOT_A_CONDITION },
    { "spam 550,rcpt \"zork\"", "1: " NOT_A_CONDITION "rcpt" },
    { "spam 5.1 \"zork\"", "1: " NOT_A_CONDITION "5.1" },
    { "spam 5.1.1.1 \"zork\"", "1: " NOT_A_CONDITION "5.1.1.1" },
    { "spam 5.1.1000 \"zork\"", "1: " NOT_A_CONDITION "5.1.1000" },
    { "spam 5.1. \"zork\"", "1: " NOT_A_CONDITION "5.1." },
    { "spam 7.1.1 \"zork\"", "1: " NOT_A_CONDITION "7.1.1" },
    { "spam 550.1.1 \"zork\"", "1: " NOT_A_CONDITION "550.1.1" },
    { "spam Hard,550 \"zork\"", "1: " NOT_A_CONDITION "Hard" },
    { "spam zork", "1: " NOT_A_CONDITION "zork" },
    { "spam 550\"zork\"", "1: " NOT_A_CONDITION "550\"zork\"" },
    { "spam hard \"zork\"", "1: spam is not the fault of the recipient or the domain and cannot be hard" },
    { "unknown hard \"zork\"", "1: unknown is not the fault of the recipient or the domain and cannot be hard" },
    { "scope a b", "1: a scope has one name" },
    { "\nscope \n", "2: no such reason: scope" },
    { "scope a\n    host", "2: host is followed by patterns" },
    { "scope a\n    text", "2: text is followed by \"phrases\"" },
    { "scope a\n    text zork", "2: text is followed by \"phrases\"" },
    { "scope a\n    text \"zork\" zork", "2: text is followed by \"phrases\"" },
    { "scope a\n    text \"Zork\"", "2: the phrase is not in normal form: \"Zork\" should be \"zork\"" },
    { "scope a\n    text \"zork", "2: the phrase does not end: \"zork" },
    { "scope a\n    text \"zorkmid\" \"abc\"", "2: no four bytes of the phrase stand together: \"abc\"" },
    { "scope a\n    hosts x", "2: neither host nor text: hosts" },
    { "    > zork", "1: an example without a rule above it" },
    { "scope a\n    > zork", "2: an example without a rule above it" },
    { "    host x", "1: only an example (\"> \342\200\246\") is indented below a rule: host" },
    { "scope any\n    host x", "2: only an example (\"> \342\200\246\") is indented below a rule: host" },
    { "spam \"zork\"\n    zork", "2: only an example (\"> \342\200\246\") is indented below a rule: zork" },
    { "spam \"zork\"\n    # zork", "2: only an example (\"> \342\200\246\") is indented below a rule: #" },
    { "scope a\n    host x\nspam \"zork\"\n    host y",
      "4: only an example (\"> \342\200\246\") is indented below a rule: host" },
    { "spam \"zork\"\n\n# \377", "3: the file is not UTF-8" },
};

static void test_errors (void)
{
    g_autoptr (BounceParser) parser = bounce_parser_new ();
    g_autofree char *before = bounce_parser_list_rules (parser);

    for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
        g_autoptr (GError) error = NULL;
        g_autofree char *message = g_strconcat ("dir/site.rules:", wrong[i].message, NULL);
        g_assert_false (bounce_parser_add_rules (parser, wrong[i].text, -1, "dir/site.rules", &error));
        g_assert_error (error, BOUNCE_ERROR, BOUNCE_ERROR_RULES);
        g_assert_cmpstr (error->message, ==, message);
        g_assert_false (bounce_parser_add_rules (parser, wrong[i].text, -1, "x", NULL));
    }
    g_autofree char *after = bounce_parser_list_rules (parser); /* a wrong file leaves nothing behind */
    g_assert_cmpstr (after, ==, before);
}

/* A file that is wrong in its last line gives no rule at all. */
static void test_all_or_nothing (void)
{
    g_autoptr (BounceParser) parser = bounce_parser_new ();

    g_assert_false (bounce_parser_add_rules (parser, "spam \"zorkmid zork\"\nbogus", -1, "x", NULL));
    g_autoptr (BounceRecipient) r = bounce_parser_classify (parser, "zorkmid zork", NULL);
    g_assert_cmpint (bounce_recipient_get_reason (r), ==, BOUNCE_REASON_UNKNOWN);
}

/* Only as much as the length says; and what is behind a NUL is not left out in silence. */
static void test_length (void)
{
    static const char text[] = { 's', 'p', 'a', 'm', ' ', '"', 'z', 'o', 'r', 'k', '"', '\n', 'b' };
    static const char nul[] = "spam \"zork\"\n\0bogus\n";
    g_autofree char *copy = g_memdup2 (text, sizeof text);
    g_autoptr (BounceParser) parser = bounce_parser_new ();
    g_autoptr (GError) error = NULL;

    g_assert_true (bounce_parser_add_rules (parser, copy, sizeof text - 1, "x", NULL));
    g_assert_false (bounce_parser_add_rules (parser, copy, sizeof text, "x", NULL));
    g_assert_true (bounce_parser_add_rules (parser, "", 0, "x", NULL));
    g_assert_false (bounce_parser_add_rules (parser, nul, sizeof nul - 1, "x", &error));
    g_assert_error (error, BOUNCE_ERROR, BOUNCE_ERROR_RULES);
}

static void test_file (void)
{
    g_autofree char *dir = g_dir_make_tmp ("bounce-XXXXXX", NULL), *path = g_build_filename (dir, "my.site.rules", NULL);
    g_autoptr (BounceParser) parser = bounce_parser_new ();
    g_autoptr (GError) missing = NULL, unreadable = NULL, bad = NULL, none = NULL;

    g_assert_false (bounce_parser_add_rules_file (parser, path, &missing));
    g_assert_error (missing, BOUNCE_ERROR, BOUNCE_ERROR_NOT_FOUND);
    g_assert_nonnull (strstr (missing->message, path));
    g_assert_false (bounce_parser_add_rules_file (parser, dir, &unreadable));
    g_assert_error (unreadable, BOUNCE_ERROR, BOUNCE_ERROR_IO);
    g_file_set_contents (path, "\nbogus\n", -1, NULL);
    g_assert_false (bounce_parser_add_rules_file (parser, path, &bad));
    g_autofree char *message = g_strconcat (path, ":2: no such reason: bogus", NULL);
    g_assert_error (bad, BOUNCE_ERROR, BOUNCE_ERROR_RULES);
    g_assert_cmpstr (bad->message, ==, message);
    g_file_set_contents (path, "spam \"zorkmid zork\"\n", -1, NULL);
    g_assert_true (bounce_parser_add_rules_file (parser, path, &none));
    g_assert_no_error (none);
    g_autoptr (BounceRecipient) r = bounce_parser_classify (parser, "zorkmid zork", NULL);
    g_assert_cmpstr (bounce_recipient_get_evidence_rule (r), ==, "my.site/spam"); /* named after the file */
    g_unlink (path);
    g_rmdir (dir);
}

/* What is listed can be read, and means the same. */
static void test_list (void)
{
    g_autoptr (BounceParser) parser = parser_with ("spam \"zorkmid zork\"\n");
    add_rules (parser, "second.rules", "virus \"second\"\n");
    g_autofree char *text = bounce_parser_list_rules (parser);
    const char *second = strstr (text, "second.rules"), *site = strstr (text, "site.rules"),
               *generic = strstr (text, "generic.rules");

    g_assert_true (second && site && generic && second < site && site < generic);
    g_assert_nonnull (strstr (text, "spam \"zorkmid zork\"\n"));
    g_autoptr (BounceParser) again = bounce_parser_new ();
    add_rules (again, "all", text);
}

/* A file's name may be any bytes; what is told of it is UTF-8, as all strings are. */
static void test_name_not_utf8 (void)
{
    g_autoptr (BounceParser) parser = bounce_parser_new ();
    g_autoptr (GError) error = NULL;

    g_assert_false (bounce_parser_add_rules (parser, "nonsense\n", -1, "\377.rules", &error));
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    g_assert_true (bounce_parser_add_rules (parser, "spam \"zorkmid zork\"\n", -1, "\377.rules", NULL));
    g_autofree char *text = bounce_parser_list_rules (parser);
    g_assert_true (g_utf8_validate (text, -1, NULL));
    g_autoptr (BounceRecipient) r = bounce_parser_classify (parser, "zorkmid zork", NULL);
    g_assert_cmpstr (bounce_recipient_get_evidence_rule (r), ==, "\357\277\275/spam");
}

static void test_built_in_is_right (void)
{
    g_autoptr (BounceParser) parser = bounce_parser_new ();
    g_auto (GStrv) complaints = bounce_parser_check_rules (parser);

    for (guint i = 0; complaints[i]; i++)
        g_test_message ("%s", complaints[i]);
    g_assert_cmpuint (g_strv_length (complaints), ==, 0);
}

/* ---- One rule: does it hold? ---- */

static const struct {
    const char *rules, *text, *host;
    const char *rule;  /* "scope/reason"; NULL: no rule of these */
    const char *words; /* that matched */
} matching[] = {
    /* phrases */
    { "spam \"zork zork\"", "550 Zork\r\n Zork!", NULL, "site/spam", "zork zork" },
    { "spam \"zork * mid\"", "zork of a mid", NULL, "site/spam", "zork of a mid" },
    { "spam \"zork\"", "550 zorkmid", NULL, NULL, NULL },
    { "spam \"zork*\"", "550 zorkmid", NULL, "site/spam", "zorkmid" },
    { "spam \"zork\"", "550 <zork@example.com>", NULL, NULL, NULL },
    { "spam \"say \\\"zork\\\"\"", "550 say \"zork\" now", NULL, "site/spam", "say \"zork\"" },
    { "spam \"back\\\\zork\"", "550 back\\zork", NULL, "site/spam", "back\\zork" },
    { "spam \"z\303\266rk\"", "550 Z\303\226RK", NULL, "site/spam", "zork" }, /* marks are nothing */
    { "spam \"z\303\266rk\"", "550 zork", NULL, "site/spam", "zork" },
    { "spam \"zork\"", "550 Z\303\226RK", NULL, "site/spam", "zork" },
    { "spam \"zork\303\251\"", "550 zorkees", NULL, NULL, NULL }, /* and a letter with one ends a word, too */
    { "spam \"zork it's\"", "550 zork it\342\200\231s", NULL, "site/spam", "zork it's" },
    { "spam \"zork mid\"", "550-5.7.1 zork\r\n550 5.7.1 mid", NULL, "site/spam", "zork mid" }, /* of two lines */

    /* braces */
    { "spam \"{zork,mid} {is ,}{gone,lost}\"", "mid lost", NULL, "site/spam", "mid lost" },
    { "spam \"{zork,mid} {is ,}{gone,lost}\"", "550 A zork is gone", NULL, "site/spam", "zork is gone" },
    { "spam \"{zork,mid} {is ,}{gone,lost}\"", "550 zork mid", NULL, NULL, NULL },
    { "spam \"zork{,s} * m{i,a}d*\"", "550 zorks are mad", NULL, "site/spam", "zorks are mad" },
    { "spam \"zork " BITS BITS BITS "{0,1}\"", "zork 1010101010", NULL, "site/spam", "zork 1010101010" },
    { "spam \"zork, \\{mid\\}\"", "550 zork, {mid}", NULL, "site/spam", "zork, {mid}" },
    { "spam \"zork {a\\,b,c}\"", "550 zork a,b", NULL, "site/spam", "zork a,b" },
    { "spam 550 \"{zork,mid} zork\"", "551 mid zork", NULL, NULL, NULL }, /* its conditions are of all */

    /* conditions */
    { "spam 550 \"zork\"", "550 zork", NULL, "site/spam", "zork" },
    { "spam 550 \"zork\"", "551 zork", NULL, NULL, NULL },
    { "spam 550 \"zork\"", "zork", NULL, NULL, NULL },
    { "spam 5xx \"zork\"", "559 zork", NULL, "site/spam", "zork" },
    { "spam 5xx \"zork\"", "459 zork", NULL, NULL, NULL },
    { "spam 45x,550 \"zork\"", "452 zork", NULL, "site/spam", "zork" },
    { "spam 45x,550 \"zork\"", "550 zork", NULL, "site/spam", "zork" },
    { "spam 5.7.1 \"zork\"", "550 5.7.1 zork", NULL, "site/spam", "zork" },
    { "spam 5.7.1 \"zork\"", "550 5.7.10 zork", NULL, NULL, NULL },
    { "spam 5.7.1 \"zork\"", "450 4.7.1 zork", NULL, NULL, NULL },
    { "spam x.7.1 \"zork\"", "450 4.7.1 zork", NULL, "site/spam", "zork" },
    { "spam 5.7.x \"zork\"", "550 5.7.508 zork", NULL, "site/spam", "zork" },
    { "spam 5.x.x \"zork\"", "550 5.7.508 zork", NULL, "site/spam", "zork" },
    { "spam 5.x.x \"zork\"", "550 zork", NULL, NULL, NULL },
    { "spam RCPT \"zork\"", "550 zork (in reply to RCPT TO command)", NULL, "site/spam", "zork" },
    { "spam MAIL,RCPT \"zork\"", "550 zork (in reply to MAIL FROM command)", NULL, "site/spam", "zork" },
    { "spam MAIL \"zork\"", "550 zork (in reply to RCPT TO command)", NULL, NULL, NULL },
    { "spam 550 5.7.1 \"zork\"", "550 5.7.1 zork", NULL, "site/spam", "zork" },
    { "spam 550 5.7.1 \"zork\"", "554 5.7.1 zork", NULL, NULL, NULL }, /* both kinds must hold */
    { "spam 550 5.7.1 RCPT \"zork\"", "550 5.7.1 zork (in reply to end of DATA command)", NULL, NULL, NULL },
    { "spam 559 x.6.66", "559 5.6.66 anything", NULL, "site/spam", "5.6.66" },
    { "spam 559", "559 anything", NULL, "site/spam", "559" },
    { "spam x.6.66", "anything", NULL, NULL, NULL },

    /* a letter with a mark, without it, lost, or as a system writes it that can only write ASCII */
    { "spam \"zork m\303\244\303\237ig zork\"", "550 Zork M\303\204\303\237ig zork", NULL, "site/spam", "zork massig zork" },
    { "spam \"zork m\303\244chtig\"", "550 zork machtig", NULL, "site/spam", "zork machtig" },
    { "spam \"zork m\303\244chtig\"", "550 zork m?chtig", NULL, "site/spam", "zork m?chtig" },
    { "spam \"zork m\303\244chtig\"", "550 zork m??chtig", NULL, "site/spam", "zork m?chtig" },
    { "spam \"zork m\303\244chtig\"", "550 zork m\357\277\275chtig", NULL, "site/spam", "zork m?chtig" },
    { "spam \"zork m\303\244chtig\"", "550 zork mchtig", NULL, NULL, NULL },
    { "spam \"z\303\266rk \303\274\"", "550 z?rk ?", NULL, NULL, NULL },                               /* too little is left */
    { "spam \"zork \343\201\257\345\255\230\"", "550 a zork ??", NULL, NULL, NULL }, /* words are lost, not letters */

    /* addresses, hosts and what stands in quotes within a sentence, where no rule knows the words with them */
    { "spam \"zork is shut\"", "550 zork <jane@example.com> is shut", NULL, "site/spam", "zork is shut" },
    { "spam \"zork is shut\"", "550 zork jane@example.com, is shut", NULL, "site/spam", "zork is shut" },
    { "spam \"zork is shut\"", "550 zork 'jane' is shut", NULL, "site/spam", "zork is shut" },
    { "spam \"zork is shut\"", "550 zork (mx.example.com) is shut", NULL, "site/spam", "zork is shut" },
    { "spam \"zork is shut\"", "550 zork jane is shut", NULL, NULL, NULL },
    { "spam \"zork is shut\"", "550 zork 5.1.1 is shut", NULL, NULL, NULL },
    { "spam \"zork is shut\"\nvirus \"gnusto\"", "550 zork <jane@example.com> is shut, gnusto", NULL, "site/virus", "gnusto" },

    /* scopes by host */
    { "scope z\n host *.zork.example\nspam \"zork\"", "550 zork", "mx.zork.example", "z/spam", "zork" },
    { "scope z\n host *.zork.example\nspam \"zork\"", "550 zork", "MX.Zork.Example", "z/spam", "zork" },
    { "scope z\n host *.zork.example\nspam \"zork\"", "550 zork", "zork.example.com", NULL, NULL },
    { "scope z\n host *.zork.example\nspam \"zork\"", "550 zork", NULL, NULL, NULL },
    { "scope z\n host a.example *.b.example\n host c.*\nspam \"zork\"", "550 zork", "x.b.example", "z/spam", "zork" },
    { "scope z\n host a.example *.b.example\n host c.*\nspam \"zork\"", "550 zork", "c.example", "z/spam", "zork" },
    { "scope z\n host *.zork.example\nspam \"zork\"", "host mx.zork.example[192.0.2.1] said: 550 zork", NULL, "z/spam", "zork" },
    { "scope z\n host *.zork.example\nspam 559", "559 x", "mx.zork.example", "z/spam", "559" },
    { "scope z\n host *.zork.example\nspam 559", "559 x", "mx.example", NULL, NULL },

    /* scopes by mark */
    { "scope z\n text \"zork sends\"\nspam \"some mid\"", "550 zork some mid", NULL, NULL, NULL },
    { "scope z\n text \"zork sends\"\nspam \"a mid\"", "550 a mid, zork sends", NULL, "z/spam", "a mid" },
    { "scope z\n text \"zork sends\"\nspam \"a mid\"", "550 zork sends a mid", NULL, "z/spam", "a mid" },
    { "scope z\n text \"first\" \"zork sends\"\nspam \"a mid\"", "550 a mid, zork sends", NULL, "z/spam", "a mid" },
    { "scope z\n text \"zork sends\"\nspam 559", "559 zork sends", NULL, "z/spam", "559" },
    { "scope z\n host mx.example\n text \"zork sends\"\nspam \"a mid\"", "550 a mid", "mx.example", "z/spam", "a mid" },
    { "scope z\n host mx.example\n text \"zork sends\"\nspam \"a mid\"", "550 a mid, zork sends", NULL, "z/spam", "a mid" },

    /* scopes of anyone, and where they end */
    { "scope z\nspam \"zork\"", "550 zork", NULL, "z/spam", "zork" },
    { "scope z\n host x.example\nscope any\nspam \"zork\"", "550 zork", NULL, "site/spam", "zork" },
    { "scope z\n host x.example\nscope y\n host y.example\nspam \"zork\"", "550 zork", "x.example", NULL, NULL },
};

static void test_matching (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (matching); i++) {
        g_autoptr (BounceParser) parser = parser_with (matching[i].rules);
        g_autoptr (BounceRecipient) r = bounce_parser_classify (parser, matching[i].text, matching[i].host);
        const char *rule = bounce_recipient_get_evidence_rule (r);
        g_test_message ("%s: %s", matching[i].rules, matching[i].text);
        if (matching[i].rule) {
            g_assert_cmpstr (rule, ==, matching[i].rule);
            g_assert_cmpstr (bounce_recipient_get_evidence_text (r), ==, matching[i].words);
        } else if (rule) {
            g_assert_false (g_str_has_prefix (rule, "site/") || g_str_has_prefix (rule, "z/") || g_str_has_prefix (rule, "y/"));
        }
    }
}

/* ---- The ranking: its steps in their order; each pair is written both ways round ---- */

static const struct {
    const char *what;
    const char *winner, *loser; /* rules, each with its scope */
    const char *text, *host;
    const char *rule;
} ranking[] = {
    { "2: a cause before what follows from it", "spam \"zork\"\n", "expired \"much longer words\"\n",
      "550 zork, much longer words", NULL, "site/spam" },
    { "2: the middle before the shallow", "system-error \"zork\"\n", "expired \"much longer words\"\n",
      "550 zork, much longer words", NULL, "site/system-error" },
    { "2: the deep before the middle", "spam \"zork\"\n", "policy \"much longer words\"\n", "550 zork, much longer words", NULL,
      "site/spam" },
    { "2 before 5: even in a narrower scope", "scope any\nspam \"zork\"\n", "scope z\n host mx.example\nexpired \"zork\"\n",
      "550 zork", "mx.example", "site/spam" },
    { "2 before 3: even by code alone", "spam 550\n", "expired \"zork\"\n", "550 zork", NULL, "site/spam" },
    { "3: words before codes", "virus \"zork\"\n", "spam 550 5.1.1 RCPT\n", "550 5.1.1 zork (in reply to RCPT TO command)", NULL,
      "site/virus" },
    { "3 before 5: even of a narrower scope", "scope any\nvirus \"zork\"\n", "scope z\n host mx.example\nspam 550\n", "550 zork",
      "mx.example", "site/virus" },
    { "5: a host before a mark", "scope y\n host mx.example\nspam \"zork\"\n",
      "scope z\n text \"made by z\"\nvirus \"zork zork\"\n", "550 zork zork, made by z", "mx.example", "y/spam" },
    { "5: a mark before anyone", "scope z\n text \"made by z\"\nspam \"zork\"\n", "scope any\nvirus \"zork zork\"\n",
      "550 zork zork, made by z", NULL, "z/spam" },
    { "6: the longer match", "virus \"zork zork\"\n", "spam \"zork\"\n", "550 zork zork", NULL, "site/virus" },
    { "6: gaps count for nothing", "virus \"zork of a\"\n", "spam \"zork*mid\"\n", "550 zork of a long, long gap, mid", NULL,
      "site/virus" },
    { "6 before 7: even with fewer conditions", "virus \"zork zork\"\n", "spam 550 5.1.1 \"zork\"\n", "550 5.1.1 zork zork", NULL,
      "site/virus" },
    { "7: more conditions", "virus 550 5.1.1 \"zork\"\n", "spam 550 \"zork\"\n", "550 5.1.1 zork", NULL, "site/virus" },
    { "7: alternatives are one", "virus 550 5.1.1 \"zork\"\n", "spam 550,551,552 \"zork\"\n", "550 5.1.1 zork", NULL,
      "site/virus" },
    { "7 before 8: even if it harms more", "user-unknown 550 \"zork\"\n", "spam \"zork\"\n", "550 zork", NULL,
      "site/user-unknown" },
    { "8: what harms less: soft before hard", "mailbox-full \"zork\"\n", "user-unknown \"zork\"\n", "550 zork", NULL,
      "site/mailbox-full" },
    { "8: the sender before the recipient", "blocked \"zork\"\n", "mailbox-full \"zork\"\n", "550 zork", NULL, "site/blocked" },
    { "8: the order of the reasons", "spam \"zork\"\n", "virus \"zork\"\n", "550 zork", NULL, "site/spam" },
    { "8: of codes alone", "spam 550\n", "user-unknown 550\n", "550 zork", NULL, "site/spam" },
};

static void test_ranking (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (ranking); i++)
        for (guint k = 0; k < 2; k++) {
            const char *first = k ? ranking[i].loser : ranking[i].winner, *second = k ? ranking[i].winner : ranking[i].loser;
            g_autofree char *rules = g_strconcat (first, second, NULL);
            g_autoptr (BounceParser) parser = parser_with (rules);
            g_autoptr (BounceRecipient) r = bounce_parser_classify (parser, ranking[i].text, ranking[i].host);
            g_test_message ("%s%s", ranking[i].what, k ? ", the other way round" : "");
            g_assert_cmpstr (bounce_recipient_get_evidence_rule (r), ==, ranking[i].rule);
        }
}

/* 1: the site's own before the built-in, and of two files the later one, whatever else speaks for the others. */
static void test_ranking_of_files (void)
{
    g_autoptr (BounceParser) parser = bounce_parser_new ();
    static const char text[] = "550 5.1.1 User unknown";
    g_autoptr (BounceRecipient) r = bounce_parser_classify (parser, text, NULL);

    g_assert_cmpint (bounce_recipient_get_reason (r), ==, BOUNCE_REASON_USER_UNKNOWN);
    add_rules (parser, "first.rules", "expired \"unknown\"\n");
    g_autoptr (BounceRecipient) first = bounce_parser_classify (parser, text, NULL);
    g_assert_cmpstr (bounce_recipient_get_evidence_rule (first), ==, "first/expired");
    g_assert_cmpint (bounce_recipient_get_severity (first), ==, BOUNCE_SEVERITY_SOFT);
    add_rules (parser, "second.rules", "unknown 550\n");
    g_autoptr (BounceRecipient) second = bounce_parser_classify (parser, text, NULL);
    g_assert_cmpstr (bounce_recipient_get_evidence_rule (second), ==, "second/unknown");
}

/* 4: what is said of this recipient before what the mail says elsewhere, even if that is longer. */
static void test_ranking_of_statements (void)
{
    static const char mail[] =
        "From: MAILER-DAEMON@mx.example.net\nSubject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\n"
        "This is the mail system at host mx.example.net.\n\n"
        "<user@example.com>: host mx.example.com[192.0.2.1] said: zork zork and more\n\n--b\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\nX-Postfix-Queue-ID: 1\n\n"
        "Final-Recipient: rfc822; user@example.com\nAction: failed\nStatus: 5.0.0\n"
        "Diagnostic-Code: smtp; zork\n\n--b--\n";
    g_autoptr (BounceParser) parser = parser_with ("spam \"zork\"\nvirus \"zork zork and more\"\n");
    g_autoptr (BounceReport) report = bounce_parser_parse (parser, mail, sizeof mail - 1);
    BounceRecipient *r = bounce_report_get_recipient (report, 0);

    g_assert_cmpstr (bounce_recipient_get_evidence_rule (r), ==, "site/spam");
    g_assert_cmpstr (bounce_recipient_get_evidence_from (r), ==, "diagnostic");
}

/* ---- The verdict ---- */

static const struct {
    const char *rules, *text, *host;
    BounceReason reason;
    BounceSeverity severity;
    BounceFault fault;
    BounceConfidence confidence;
    const char *rule, *from, *words;
} verdicts[] = {
    { "user-unknown \"zork\"", "550 5.1.1 zork", NULL, BOUNCE_REASON_USER_UNKNOWN, BOUNCE_SEVERITY_HARD, BOUNCE_FAULT_RECIPIENT,
      BOUNCE_CONFIDENCE_HIGH, "site/user-unknown", "diagnostic", "zork" },
    { "user-unknown soft \"zork\"", "550 5.1.1 zork", NULL, BOUNCE_REASON_USER_UNKNOWN, BOUNCE_SEVERITY_SOFT,
      BOUNCE_FAULT_RECIPIENT, BOUNCE_CONFIDENCE_HIGH, "site/user-unknown", "diagnostic", "zork" },
    { "mailbox-full hard \"zork\"", "552 zork", NULL, BOUNCE_REASON_MAILBOX_FULL, BOUNCE_SEVERITY_HARD, BOUNCE_FAULT_RECIPIENT,
      BOUNCE_CONFIDENCE_HIGH, "site/mailbox-full", "diagnostic", "zork" },
    { "domain-not-served hard \"zork\"", "554 zork", NULL, BOUNCE_REASON_DOMAIN_NOT_SERVED, BOUNCE_SEVERITY_HARD,
      BOUNCE_FAULT_DOMAIN, BOUNCE_CONFIDENCE_HIGH, "site/domain-not-served", "diagnostic", "zork" },
    { "mailbox-full \"zork\"", "552 zork", NULL, BOUNCE_REASON_MAILBOX_FULL, BOUNCE_SEVERITY_SOFT, BOUNCE_FAULT_RECIPIENT,
      BOUNCE_CONFIDENCE_HIGH, "site/mailbox-full", "diagnostic", "zork" },
    { "blocked \"zork\"", "550 5.1.1 zork", NULL, BOUNCE_REASON_BLOCKED, BOUNCE_SEVERITY_SOFT, BOUNCE_FAULT_SENDER,
      BOUNCE_CONFIDENCE_HIGH, "site/blocked", "diagnostic", "zork" },
    /* plain words beat the class; a code alone does not */
    { "user-unknown \"zork\"", "450 4.1.1 zork", NULL, BOUNCE_REASON_USER_UNKNOWN, BOUNCE_SEVERITY_HARD, BOUNCE_FAULT_RECIPIENT,
      BOUNCE_CONFIDENCE_HIGH, "site/user-unknown", "diagnostic", "zork" },
    { "user-unknown x.6.66", "550 5.6.66 x", NULL, BOUNCE_REASON_USER_UNKNOWN, BOUNCE_SEVERITY_HARD, BOUNCE_FAULT_RECIPIENT,
      BOUNCE_CONFIDENCE_HIGH, "site/user-unknown", "status", "5.6.66" },
    { "user-unknown x.6.66", "450 4.6.66 x", NULL, BOUNCE_REASON_USER_UNKNOWN, BOUNCE_SEVERITY_SOFT, BOUNCE_FAULT_RECIPIENT,
      BOUNCE_CONFIDENCE_HIGH, "site/user-unknown", "status", "4.6.66" },
    { "user-unknown 559", "559 x", NULL, BOUNCE_REASON_USER_UNKNOWN, BOUNCE_SEVERITY_HARD, BOUNCE_FAULT_RECIPIENT,
      BOUNCE_CONFIDENCE_HIGH, "site/user-unknown", "reply", "559" },
    /* no rule: the tables of codes */
    { "", "550 5.1.1 zork", NULL, BOUNCE_REASON_USER_UNKNOWN, BOUNCE_SEVERITY_HARD, BOUNCE_FAULT_RECIPIENT,
      BOUNCE_CONFIDENCE_MEDIUM, "status/x.1.1", "status", "5.1.1" },
    { "", "450 4.1.1 zork", NULL, BOUNCE_REASON_USER_UNKNOWN, BOUNCE_SEVERITY_SOFT, BOUNCE_FAULT_RECIPIENT,
      BOUNCE_CONFIDENCE_MEDIUM, "status/x.1.1", "status", "4.1.1" },
    { "", "450 5.1.1 zork", NULL, BOUNCE_REASON_USER_UNKNOWN, BOUNCE_SEVERITY_SOFT, BOUNCE_FAULT_RECIPIENT,
      BOUNCE_CONFIDENCE_MEDIUM, "status/x.1.1", "status", "5.1.1" },
    { "", "552 zork", NULL, BOUNCE_REASON_MAILBOX_FULL, BOUNCE_SEVERITY_SOFT, BOUNCE_FAULT_RECIPIENT, BOUNCE_CONFIDENCE_MEDIUM,
      "reply/552", "reply", "552" },
    { "", "521 4.0.0 zork", NULL, BOUNCE_REASON_NO_MAIL_SERVICE, BOUNCE_SEVERITY_SOFT, BOUNCE_FAULT_DOMAIN,
      BOUNCE_CONFIDENCE_MEDIUM, "reply/521", "reply", "521" }, /* contradictory: the softer verdict, and never "no failure" */
    { "", "550 5.0.0 zork", NULL, BOUNCE_REASON_UNKNOWN, BOUNCE_SEVERITY_SOFT, BOUNCE_FAULT_UNKNOWN, BOUNCE_CONFIDENCE_LOW,
      "status/x.0.0", "status", "5.0.0" },
    { "", "550 zork", NULL, BOUNCE_REASON_UNKNOWN, BOUNCE_SEVERITY_SOFT, BOUNCE_FAULT_UNKNOWN, BOUNCE_CONFIDENCE_LOW, "reply/550",
      "reply", "550" },
    { "", "zork", NULL, BOUNCE_REASON_UNKNOWN, BOUNCE_SEVERITY_SOFT, BOUNCE_FAULT_UNKNOWN, BOUNCE_CONFIDENCE_LOW, "unknown", NULL,
      NULL },
    { "", "", NULL, BOUNCE_REASON_UNKNOWN, BOUNCE_SEVERITY_SOFT, BOUNCE_FAULT_UNKNOWN, BOUNCE_CONFIDENCE_LOW, "unknown", NULL,
      NULL },
};

static void test_verdicts (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++) {
        g_autoptr (BounceParser) parser = parser_with (verdicts[i].rules);
        g_autoptr (BounceRecipient) r = bounce_parser_classify (parser, verdicts[i].text, verdicts[i].host);
        g_test_message ("%s: %s", verdicts[i].rules, verdicts[i].text);
        g_assert_cmpstr (bounce_recipient_get_evidence_rule (r), ==, verdicts[i].rule);
        g_assert_cmpint (bounce_recipient_get_reason (r), ==, verdicts[i].reason);
        g_assert_cmpint (bounce_recipient_get_severity (r), ==, verdicts[i].severity);
        g_assert_cmpint (bounce_recipient_get_fault (r), ==, verdicts[i].fault);
        g_assert_cmpint (bounce_recipient_get_confidence (r), ==, verdicts[i].confidence);
        g_assert_cmpstr (bounce_recipient_get_evidence_from (r), ==, verdicts[i].from);
        g_assert_cmpstr (bounce_recipient_get_evidence_text (r), ==, verdicts[i].words);
        g_assert_cmpint (bounce_recipient_get_action (r), ==, BOUNCE_ACTION_FAILED);
    }
}

/* No code alone makes an address hard where the reason's fault is somebody else's, and a failure is never "no failure". */
static void test_every_code (void)
{
    g_autoptr (BounceParser) parser = bounce_parser_new ();
    gsize n;
    const BounceCode *codes = bounce_code_list (&n);

    for (gsize i = 0; i < n; i++)
        for (const char *class_ = "45"; *class_; class_++) {
            g_autofree char *code = g_strdup (codes[i].code);
            if (code[0] == 'x')
                code[0] = *class_;
            g_autofree char *text = g_strconcat (code, " zork", NULL);
            g_autoptr (BounceRecipient) r = bounce_parser_classify (parser, text, NULL);
            BounceFault fault = bounce_recipient_get_fault (r);
            g_assert_cmpint (bounce_recipient_get_severity (r), !=, BOUNCE_SEVERITY_NONE);
            if (bounce_recipient_get_severity (r) == BOUNCE_SEVERITY_HARD) {
                g_assert_true (fault == BOUNCE_FAULT_RECIPIENT || fault == BOUNCE_FAULT_DOMAIN);
                g_assert_cmpint (code[0], ==, '5');
                g_assert_cmpint (codes[i].permanent, ==, BOUNCE_SEVERITY_HARD);
            }
        }
}

/* ---- The check ---- */

#define EXAMPLE(words) "    > 550 " words "\n"

static const struct {
    const char *rules, *complaint; /* NULL: none */
} checks[] = {
    { "spam \"zork\"\n" EXAMPLE ("zork"), NULL },
    { "scope z\n    host *.zork.example\nspam \"zork\"\n" EXAMPLE ("zork"), NULL },
    { "scope z\n    text \"zork sends\"\nspam 559\n    > 559 zork sends\n", NULL },
    { "spam \"zork\"\n", "site.rules:1: the rule has no example" },
    { "spam \"{zork,mid} zork\"\n" EXAMPLE ("zork zork"), NULL }, /* braces: an example of any is one of all */
    { "spam \"{zork,mid} zork\"\n" EXAMPLE ("mid zork"), NULL },
    { "spam \"{zork,mid} zork\"\n", "site.rules:1: the rule has no example" },
    { "spam \"{zork,mid} zork\"\n" EXAMPLE ("mid zork") "spam \"mid zork\"\n" EXAMPLE ("mid zork"),
      "site.rules:3: the same as site.rules:1" },
    { "spam \"zork\"\n" EXAMPLE ("gnusto"), "site.rules:1: the example is decided by no rule: 550 gnusto" },
    { "\nspam \"zork\"\n" EXAMPLE ("zork zork") "virus \"zork zork\"\n" EXAMPLE ("zork zork"),
      "site.rules:2: the example is decided by site.rules:4 (zork zork): 550 zork zork" },
    { "spam \"zork\"\n" EXAMPLE ("zork") "virus \"zork\"\n" EXAMPLE ("zork"), "site.rules:3: the same as site.rules:1" },
    { "scope z\n    text \"zork sends\"\nspam \"zork\"\n" EXAMPLE ("zork"),
      "site.rules:3: the example is decided by no rule: 550 zork" },
};

static void test_check (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (checks); i++) {
        g_autoptr (BounceParser) parser = parser_with (checks[i].rules);
        g_auto (GStrv) complaints = bounce_parser_check_rules (parser);
        gboolean found = FALSE, ours = FALSE;
        for (guint k = 0; complaints[k]; k++) {
            found = found || g_strcmp0 (complaints[k], checks[i].complaint) == 0;
            ours = ours || g_str_has_prefix (complaints[k], "site.rules");
        }
        g_test_message ("%s", checks[i].rules);
        g_assert_cmpint (ours, ==, checks[i].complaint != NULL);
        g_assert_cmpint (found, ==, checks[i].complaint != NULL);
    }
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/rules/loader/errors", test_errors);
    g_test_add_func ("/rules/loader/all-or-nothing", test_all_or_nothing);
    g_test_add_func ("/rules/loader/length", test_length);
    g_test_add_func ("/rules/loader/file", test_file);
    g_test_add_func ("/rules/loader/list", test_list);
    g_test_add_func ("/rules/loader/name-not-utf8", test_name_not_utf8);
    g_test_add_func ("/rules/matching", test_matching);
    g_test_add_func ("/rules/ranking/rules", test_ranking);
    g_test_add_func ("/rules/ranking/files", test_ranking_of_files);
    g_test_add_func ("/rules/ranking/statements", test_ranking_of_statements);
    g_test_add_func ("/rules/verdicts/rules-and-codes", test_verdicts);
    g_test_add_func ("/rules/verdicts/every-code", test_every_code);
    g_test_add_func ("/rules/check", test_check);
    g_test_add_func ("/rules/built-in", test_built_in_is_right);
    return g_test_run ();
}
