/* test-token.c: what is signed, and whether a report brings it back
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "address.h"
#include "bounce.h"
#include "token.h"

#include <string.h>

#define DAY ((gint64) 86400)
#define NOW ((gint64) 1795442400) /* 2026-11-23 14:00 UTC */
#define USER "user@example.com"
#define LIST "list-bounces@lists.example.org"
#define TOKEN "ujmcgkn3vwzvtu7" /* of USER, at NOW */
#define SIGNED "list-bounces+user=example.com=" TOKEN "@lists.example.org"

#define assert_str(a, b) g_assert_cmpstr ((a), ==, (b))

static const char KEY[] = "correct horse battery staple";
#define KEY_LENGTH (sizeof KEY - 1)

static gboolean check (const char *text, const char *token, guint days, gint64 now)
{
    return bounce_token_check (KEY, KEY_LENGTH, text, token, days, now);
}

static char *make (const char *list, const char *recipient)
{
    g_autoptr (GError) error = NULL;
    char *address = bounce_verp_make (KEY, KEY_LENGTH, list, recipient, NOW, &error);

    g_assert_true ((address == NULL) == (error != NULL));
    if (error)
        g_assert_error (error, BOUNCE_ERROR, BOUNCE_ERROR_TOKEN);
    g_assert_true (!error || g_utf8_validate (error->message, -1, NULL));
    return address;
}

/* ---- The recipe ---- */

/* Each was computed by Python's hmac, hashlib and base64, not by this library. */
static void test_vectors (void)
{
    static const struct {
        const char *text;
        gint64 now;
        const char *token;
    } vectors[] = {
        { USER, NOW, TOKEN },
        { "User@Example.COM", NOW, TOKEN },
        { USER, NOW + DAY, "ujnidmwvapntxsn" },
        { "", NOW, "ujm363yhef5qa5q" },
        { "j\303\274rgen@example.com", NOW, "ujmemgaga2dxege" },
        { "J\303\234RGEN@example.com", NOW, "ujmomzpzyqgibnb" }, /* only ASCII has one case for all */
        { "a+b=c-d@example.com", NOW, "ujmuvoh5xmbz6ky" },
        { "campaign-7", NOW, "ujmnnzugjkp46yf" },
        { USER, DAY, "aabib7pcaxw6ti2" },
        { USER, G_GINT64_CONSTANT (4102444800), "ol27jmtsdsbfgat" }, /* 2100 */
        { USER, 32768 * DAY - 1, "777syftegishftt" },
        { USER, 32768 * DAY, "aaa7qljnv3fzl2o" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (vectors); i++) {
        g_autofree char *token = bounce_token_sign (KEY, KEY_LENGTH, vectors[i].text, vectors[i].now, NULL);
        assert_str (token, vectors[i].token);
        g_assert_cmpuint (strlen (token), ==, BOUNCE_TOKEN_LENGTH);
        g_assert_true (check (vectors[i].text, token, 0, vectors[i].now));
    }
}

/* SHA-256 has blocks of 64 bytes: a longer key is hashed first (RFC 2104, section 2). */
static void test_keys (void)
{
    static const struct {
        gsize length;
        const char *token;
    } vectors[] = { { 64, "ujmcivvt6urdvbh" }, { 65, "ujm7p46yikk7a4d" }, { 1000, "ujm7suua2ehtiz6" } };
    g_autofree char *key = g_malloc (1000), *one = bounce_token_sign ("k", 1, USER, NOW, NULL);
    g_autofree char *bytes = bounce_token_sign ("\0\377\0", 3, USER, NOW, NULL);

    for (guint i = 0; i < 1000; i++)
        key[i] = (char) i;
    for (guint i = 0; i < G_N_ELEMENTS (vectors); i++) {
        g_autofree char *exact = g_memdup2 (key, vectors[i].length);
        g_autofree char *token = bounce_token_sign (exact, vectors[i].length, USER, NOW, NULL);
        assert_str (token, vectors[i].token);
        g_assert_true (bounce_token_check (exact, vectors[i].length, USER, token, 0, NOW));
        g_assert_false (bounce_token_check (exact, vectors[i].length - 1, USER, token, 0, NOW));
    }
    assert_str (one, "ujmghyj5fipe5lm");
    assert_str (bytes, "ujmdqkl3eweuaay");
}

static void test_no_key (void)
{
    g_autoptr (GError) error = NULL, again = NULL;

    g_assert_null (bounce_token_sign ("", 0, USER, NOW, &error));
    g_assert_error (error, BOUNCE_ERROR, BOUNCE_ERROR_TOKEN);
    g_assert_null (bounce_token_sign (NULL, 0, USER, NOW, NULL));
    g_assert_null (bounce_verp_make ("", 0, LIST, USER, NOW, &again));
    g_assert_error (again, BOUNCE_ERROR, BOUNCE_ERROR_TOKEN);
    /* HMAC-SHA256 with the empty key, as anybody can compute it */
    g_assert_false (bounce_token_check ("", 0, USER, "ujm5mrhy3cvjmmu", 0, NOW));
    g_assert_false (bounce_token_check (NULL, 0, USER, TOKEN, 0, NOW));
    g_assert_false (bounce_token_find ("", 0, USER, "ujm5mrhy3cvjmmu", 0, NOW));
    g_assert_null (bounce_verp_check ("", 0, SIGNED, 0, NOW));
}

/* ---- Checking ---- */

static void test_expiry (void)
{
    gint64 midnight = NOW / DAY * DAY;

    g_assert_true (check (USER, TOKEN, 7, NOW + 7 * DAY));
    g_assert_true (check (USER, TOKEN, 7, midnight + 8 * DAY - 1)); /* days, not hours */
    g_assert_false (check (USER, TOKEN, 7, midnight + 8 * DAY));
    g_assert_true (check (USER, TOKEN, 0, midnight + 31 * DAY - 1));
    g_assert_false (check (USER, TOKEN, 0, midnight + 31 * DAY));
    g_assert_true (check (USER, TOKEN, 1, midnight + 2 * DAY - 1));
    g_assert_false (check (USER, TOKEN, 1, midnight + 2 * DAY));
    g_assert_true (check (USER, TOKEN, 7, midnight - 1)); /* made by a clock that is ahead */
    g_assert_false (check (USER, TOKEN, 7, midnight - DAY - 1));
    g_assert_true (check (USER, TOKEN, 16384, NOW + 16384 * DAY));
    g_assert_false (check (USER, TOKEN, 16384, NOW + 16385 * DAY));
    g_assert_false (check (USER, TOKEN, G_MAXUINT, NOW + 16385 * DAY));
    g_assert_true (check (USER, "777syftegishftt", 7, 32768 * DAY + 6 * DAY)); /* where the numbers begin anew */
    g_assert_false (check (USER, "777syftegishftt", 7, 32768 * DAY + 7 * DAY));
    g_assert_false (check (USER, TOKEN, 7, G_MAXINT64));
}

static void test_clock (void)
{
    g_autofree char *token = bounce_token_sign (KEY, KEY_LENGTH, USER, 0, NULL);
    g_autofree char *old = bounce_token_sign (KEY, KEY_LENGTH, USER, g_get_real_time () / G_USEC_PER_SEC - 40 * DAY, NULL);

    g_assert_true (check (USER, token, 0, 0));
    g_assert_true (check (USER, token, 1, g_get_real_time () / G_USEC_PER_SEC));
    g_assert_false (check (USER, old, 0, 0));
    g_assert_true (check (USER, old, 45, 0));
}

static void test_wrong (void)
{
    static const char *const wrong[] = { "",
                                         "u",
                                         "ujmcgkn3vwzvtu",
                                         TOKEN "a",
                                         " " TOKEN,
                                         TOKEN " ",
                                         "<" TOKEN ">",
                                         "ujmcgkn3vwzvtu0",
                                         "ujmcgkn3vwzvtu\303\274",
                                         "u\001mcgkn3vwzvtu7",
                                         "ujmcgkn3vwzvtu=",
                                         "999999999999999",
                                         "aaaaaaaaaaaaaaa" };
    g_autofree char *very_long = g_strnfill (1000000, 'a');

    g_assert_true (check (USER, TOKEN, 0, NOW));
    for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
        g_assert_false (check (USER, wrong[i], 0, NOW));
    g_assert_false (check (USER, very_long, 0, NOW));
    g_assert_false (check (very_long, TOKEN, 0, NOW));
    g_assert_false (check ("other@example.com", TOKEN, 0, NOW));
    g_assert_false (check ("user@example.co", TOKEN, 0, NOW));
    g_assert_false (check ("", TOKEN, 0, NOW));
    g_assert_false (check (NULL, TOKEN, 0, NOW));
    g_assert_false (check (USER, NULL, 0, NOW));
    g_assert_false (bounce_token_check ("another key", 11, USER, TOKEN, 0, NOW));
}

/* Each letter counts: one that is changed, be it the day's, is another token. */
static void test_each_letter (void)
{
    char token[] = TOKEN;

    for (guint i = 0; i < BOUNCE_TOKEN_LENGTH; i++) {
        char was = token[i];
        for (const char *letter = "abcdefghijklmnopqrstuvwxyz234567"; *letter; letter++) {
            token[i] = *letter;
            g_assert_cmpint (check (USER, token, 16384, NOW), ==, *letter == was);
        }
        token[i] = was;
    }
}

static void test_case (void)
{
    g_assert_true (check (USER, "UJMCGKN3VWZVTU7", 0, NOW));
    g_assert_true (check ("USER@EXAMPLE.COM", "UjMcGkN3VwZvTu7", 0, NOW));
    g_assert_true (check ("User@Example.com", TOKEN, 0, NOW));
}

static void test_find (void)
{
    static const char *const there[] = { TOKEN,
                                         "<" TOKEN ">",
                                         SIGNED,
                                         "<" SIGNED ">",
                                         "The list <" SIGNED ">",
                                         "list-bounces+" TOKEN "@lists.example.org",
                                         "campaign-7." TOKEN,
                                         "a b  c " TOKEN,
                                         "aaaaaaaaaaaaaaa=" TOKEN,
                                         "\303\274" TOKEN "\303\274",
                                         "UJMCGKN3VWZVTU7" };
    static const char *const absent[] = { "", "x", "x" TOKEN, TOKEN "0", "ujmcgkn3vwzv=tu7", LIST };

    for (guint i = 0; i < G_N_ELEMENTS (there); i++)
        g_assert_true (bounce_token_find (KEY, KEY_LENGTH, USER, there[i], 0, NOW));
    for (guint i = 0; i < G_N_ELEMENTS (absent); i++)
        g_assert_false (bounce_token_find (KEY, KEY_LENGTH, USER, absent[i], 0, NOW));
    g_assert_false (bounce_token_find (KEY, KEY_LENGTH, USER, NULL, 0, NOW));
    g_assert_false (bounce_token_find (KEY, KEY_LENGTH, NULL, TOKEN, 0, NOW));
}

/* A stranger's header is no reason to work for long. */
static void test_find_many (void)
{
    g_autoptr (GString) place = g_string_new (NULL);

    for (guint i = 0; i < 99; i++)
        g_string_append (place, "aaaaaaaaaaaaaaa short ");
    g_autofree char *last = g_strconcat (place->str, TOKEN, NULL);
    g_autofree char *late = g_strconcat (place->str, "aaaaaaaaaaaaaaa ", TOKEN, NULL);
    g_assert_true (bounce_token_find (KEY, KEY_LENGTH, USER, last, 0, NOW));
    g_assert_false (bounce_token_find (KEY, KEY_LENGTH, USER, late, 0, NOW));
}

/* ---- VERP ---- */

static void test_verp (void)
{
    static const char *const recipients[] = { USER,
                                              "User@Example.COM",
                                              "a+b@x.example",
                                              "a=b@x.example",
                                              "a-b-c@x-y.example",
                                              "a+b=c-d@x.example",
                                              "first.last@sub.example.co.uk",
                                              "j\303\274rgen@b\303\274cher.example",
                                              "o'neil@x.example",
                                              "abcdefghijklmno@x.example",
                                              "a=abcdefghijklmno@x.example",
                                              "abcdefghijklmno@abcdefghijk.lmno",
                                              "#$&*/?^_`{|}~@x.example" };

    for (guint i = 0; i < G_N_ELEMENTS (recipients); i++) {
        g_autofree char *address = make ("l-b@lists.example.org", recipients[i]);
        g_assert_nonnull (address);
        g_autofree char *signed_for = bounce_verp_check (KEY, KEY_LENGTH, address, 0, NOW);
        g_autofree char *header = g_strdup_printf ("\"The list, bounces\" <%s>", address);
        g_autofree char *in_header = bounce_verp_check (KEY, KEY_LENGTH, header, 0, NOW);
        g_autofree char *unsigned_for = address_from_verp (address); /* without the key */
        assert_str (signed_for, recipients[i]);
        assert_str (in_header, recipients[i]);
        assert_str (unsigned_for, recipients[i]);
        g_assert_null (bounce_verp_check ("another key", 11, address, 0, NOW));
        g_assert_null (bounce_verp_check (KEY, KEY_LENGTH, address, 7, NOW + 8 * DAY));
    }
}

static void test_verp_form (void)
{
    g_autofree char *address = make (LIST, USER);
    g_autofree char *upper =
        bounce_verp_check (KEY, KEY_LENGTH, "LIST-BOUNCES+USER=EXAMPLE.COM=UJMCGKN3VWZVTU7@LISTS.EXAMPLE.ORG", 0, NOW);

    assert_str (address, SIGNED);
    assert_str (upper, "USER@EXAMPLE.COM");
}

static void test_verp_too_long (void)
{
    /* "list-bounces+" "=example.com=" and the token take 41 of 64 bytes */
    g_autofree char *fits = make (LIST, "abcdefghijklmnopqrstuvw@example.com");
    g_autofree char *local = g_strnfill (100000, 'a'), *domain = g_strnfill (211, 'a');
    g_autofree char *longest = g_strdup_printf ("%s@example.com", local);
    g_autofree char *list = g_strdup_printf ("l@%s.example", domain), *longer = g_strdup_printf ("l@a%s.example", domain);
    g_autofree char *of_list = make (list, USER);

    g_assert_cmpuint (strcspn (fits, "@"), ==, 64);
    g_assert_null (make (LIST, "abcdefghijklmnopqrstuvwx@example.com"));
    g_assert_null (make (LIST, longest));
    g_assert_null (make (LIST, "a\377@example.com"));
    g_assert_null (make (longest, USER));
    g_assert_cmpuint (strlen (of_list), ==, 254);
    g_assert_null (make (longer, USER));
}

static void test_verp_refused (void)
{
    static const char *const recipients[] = { "",
                                              "@",
                                              "user",
                                              "user@",
                                              "@example.com",
                                              "user@example",
                                              "user@[192.0.2.1]",
                                              "\"a b\"@example.com",
                                              "a b@example.com",
                                              "a@b@example.com",
                                              "user@example.com.",
                                              "user@.example.com",
                                              "a%b@example.com",
                                              "a!b@example.com",
                                              "a\\b@example.com",
                                              "user@example.com\n",
                                              "<user@example.com>",
                                              "user@example.com>",
                                              "\377@example.com",
                                              "user@ex=ample.com" };
    static const char *const lists[] = { "",
                                         "@",
                                         "list",
                                         "list@",
                                         "@example.org",
                                         "list+bounces@example.org",
                                         "a b@example.org",
                                         "<list@example.org>",
                                         "The list <list@example.org>",
                                         "list@example.org\n",
                                         "'list@example.org",
                                         "\377@example.org" };

    for (guint i = 0; i < G_N_ELEMENTS (recipients); i++)
        g_assert_null (make (LIST, recipients[i]));
    for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
        g_assert_null (make (lists[i], USER));
}

static void test_verp_wrong (void)
{
    static const char *const wrong[] = {
        "",
        LIST,
        TOKEN,
        "list-bounces+user=example.com@lists.example.org",                /* unsigned */
        "list-bounces+other=example.com=" TOKEN "@lists.example.org",     /* another's token */
        "list-bounces+user=example.com=ujmcgkn3vwzvtu@lists.example.org", /* cut */
        "list-bounces+user=example.com=" TOKEN "a@lists.example.org",
        "list-bounces+user=example.com" TOKEN "@lists.example.org",
        "list-bounces+user=example.com=aaaaaaaaaaaaaaa@lists.example.org",
        "list-bounces+other=example.com=" TOKEN "@" TOKEN ".example",
        "list-bounces+" TOKEN "@lists.example.org",
        "=" TOKEN "@lists.example.org",
        "list-bounces+other=example.com@lists.example.org, " SIGNED, /* the first address is it */
    };

    for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
        g_assert_null (bounce_verp_check (KEY, KEY_LENGTH, wrong[i], 0, NOW));
    g_assert_null (bounce_verp_check (KEY, KEY_LENGTH, NULL, 0, NOW));
}

/* What has no token is read as before there were any. */
static void test_verp_unsigned (void)
{
    static const struct {
        const char *local, *left, *token;
    } cases[] = {
        { "list-bounces+user=example.com=" TOKEN, "list-bounces+user=example.com", TOKEN },
        { "list-bounces+user=example.com", "list-bounces+user=example.com", "" },
        { "list-bounces+user=abcdefgh.ijklmn", "list-bounces+user=abcdefgh.ijklmn", "" },
        { "list+a=abcdefghijklmn1", "list+a=abcdefghijklmn1", "" }, /* base32 has no 1 */
        { TOKEN, TOKEN, "" },
        { "=" TOKEN, "", TOKEN },
        { "", "", "" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        Span local = span_of (cases[i].local), token = token_take (&local);
        g_autofree char *left = span_dup (local), *taken = span_dup (token);
        assert_str (left, cases[i].left);
        assert_str (taken, cases[i].token);
    }
}

/* ---- A whole bounce ---- */

typedef struct {
    const char *to, *envelope_id, *recipients, *return_path;
} Parts;

#define FAILED(address) "\nFinal-Recipient: rfc822; " address "\nAction: failed\nStatus: 5.1.1\n"

static BounceReport *bounce (Parts parts)
{
    g_autoptr (BounceParser) parser = bounce_parser_new ();
    g_autofree char *envelope_id =
        parts.envelope_id ? g_strdup_printf ("Original-Envelope-Id: %s\n", parts.envelope_id) : g_strdup ("");
    g_autofree char *mail = g_strdup_printf (
        "From: MAILER-DAEMON@mx.example.net (Mail Delivery System)\nTo: %s\nSubject: Undelivered Mail Returned to Sender\n"
        "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n"
        "--b\nContent-Type: text/plain\n\nYour message could not be delivered.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n%s%s"
        "\n--b\nContent-Type: text/rfc822-headers\n\nReturn-Path: <%s>\nMessage-ID: <1@mail.lists.example.org>\n"
        "List-Id: The news <news.lists.example.org>\nFrom: list@lists.example.org\nTo: " USER "\n--b--\n",
        parts.to ? parts.to : LIST, envelope_id, parts.recipients ? parts.recipients : FAILED (USER),
        parts.return_path ? parts.return_path : LIST);

    return bounce_parser_parse (parser, mail, strlen (mail));
}

static gboolean is_signed_at (BounceReport *report, guint index, gint64 now)
{
    return bounce_report_is_signed (report, bounce_report_get_recipient (report, index), KEY, KEY_LENGTH, 0, now);
}

static gboolean is_signed (BounceReport *report, guint index)
{
    return is_signed_at (report, index, NOW);
}

static void assert_recipient (BounceReport *report, guint index, const char *address, const char *origin)
{
    BounceRecipient *recipient = bounce_report_get_recipient (report, index);

    g_assert_nonnull (recipient);
    assert_str (bounce_recipient_get_address (recipient), address);
    assert_str (bounce_origin_to_string (bounce_recipient_get_address_from (recipient)), origin);
}

/* The address is the one that the list knows, though another one failed behind it. */
static void test_bounce_verp (void)
{
    g_autofree char *to = make (LIST, "a+b=c-d@x.example");
    g_autoptr (BounceReport) report = bounce ((Parts){ .to = to, .recipients = FAILED ("behind@alias.example") });

    assert_recipient (report, 0, "a+b=c-d@x.example", "verp");
    g_assert_cmpint (bounce_recipient_get_severity (bounce_report_get_recipient (report, 0)), ==, BOUNCE_SEVERITY_HARD);
    g_assert_true (is_signed (report, 0));
    g_assert_true (is_signed_at (report, 0, NOW + 30 * DAY));
    g_assert_false (is_signed_at (report, 0, NOW + 31 * DAY));
    g_assert_false (bounce_report_is_signed (report, bounce_report_get_recipient (report, 0), "another key", 11, 0, NOW));
}

static void test_bounce_places (void)
{
    const Parts places[] = {
        { .to = SIGNED },
        { .to = "list-bounces+USER=EXAMPLE.COM=UJMCGKN3VWZVTU7@lists.example.org" },
        { .to = "\"The list\" <" SIGNED ">" },
        { .to = "list-bounces+" TOKEN "@lists.example.org" }, /* where the recipient does not fit */
        { .envelope_id = TOKEN },
        { .envelope_id = "UJMCGKN3VWZVTU7" },
        { .envelope_id = "7." TOKEN },
        { .return_path = SIGNED },
    };

    for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
        g_autoptr (BounceReport) report = bounce (places[i]);
        g_assert_true (is_signed (report, 0));
    }
}

static void test_bounce_forged (void)
{
    const Parts forged[] = {
        { .to = LIST },
        { .to = "list-bounces+user=example.com@lists.example.org" },
        { .to = "list-bounces+user=example.com=aaaaaaaaaaaaaaa@lists.example.org" },
        { .to = "list-bounces+other=example.com=" TOKEN "@lists.example.org" },
        { .envelope_id = "aaaaaaaaaaaaaaa" },
        { .envelope_id = TOKEN, .recipients = FAILED ("other@example.com") },
        { .envelope_id = TOKEN, .to = "list-bounces+other=example.com@lists.example.org" },
        { .envelope_id = TOKEN, .recipients = "\nOriginal-Recipient: rfc822; other@example.com" FAILED (USER) },
        { .recipients = FAILED (USER) "Diagnostic-Code: smtp; 550 " TOKEN "\n" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (forged); i++) {
        g_autoptr (BounceReport) report = bounce (forged[i]);
        g_assert_cmpuint (bounce_report_get_n_recipients (report), ==, 1);
        g_assert_false (is_signed (report, 0));
    }
}

/* Who gets mail too has a token, and writes a report on somebody else around it. */
static void test_bounce_others (void)
{
    g_autoptr (BounceReport) report = bounce ((Parts){ .to = SIGNED, .recipients = FAILED ("victim@example.com") FAILED (USER) });

    assert_recipient (report, 0, "victim@example.com", "final-recipient");
    assert_recipient (report, 1, USER, "final-recipient");
    g_assert_false (is_signed (report, 0));
    g_assert_true (is_signed (report, 1));
}

static void test_bounce_nobody (void)
{
    g_autoptr (BounceParser) parser = bounce_parser_new ();
    g_autoptr (BounceRecipient) nobody = bounce_parser_classify (parser, "550 no such user", NULL);
    g_autoptr (BounceReport) report = bounce ((Parts){ .to = SIGNED });

    g_assert_null (bounce_recipient_get_address (nobody));
    g_assert_false (bounce_report_is_signed (report, nobody, KEY, KEY_LENGTH, 0, NOW));
}

/* ---- What only looks ours ---- */

static void test_within (void)
{
    static const char *const domains[] = { "lists.example.org", "Example.NET", "", NULL };
    static const char *const within[] = { "1@lists.example.org",    "1@mail.lists.example.org",
                                          "1@LISTS.example.ORG",    "<1@example.net>",
                                          "lists.example.org",      "The news <news.lists.example.org>",
                                          "news.lists.example.org", "a@b@example.net",
                                          "<x> <news.example.net>", "<example.net" };
    static const char *const without[] = { "",
                                           "@",
                                           "<>",
                                           "1@example.org",
                                           "1@xlists.example.org",
                                           "1@lists.example.org.evil.example",
                                           "lists.example.org@evil.example",
                                           "1@",
                                           "news <lists.example.org.evil.example>",
                                           "lists.example.org <x@evil.example>",
                                           "1@\303\274" };
    static const char *const none[] = { NULL };

    for (guint i = 0; i < G_N_ELEMENTS (within); i++)
        g_assert_true (bounce_id_is_within (within[i], domains));
    for (guint i = 0; i < G_N_ELEMENTS (without); i++)
        g_assert_false (bounce_id_is_within (without[i], domains));
    g_assert_false (bounce_id_is_within (NULL, domains));
    g_assert_false (bounce_id_is_within ("1@example.net", none));
}

static void test_looks_ours (void)
{
    static const char *const ours[] = { "lists.example.org", NULL }, *const list[] = { "news.lists.example.org", NULL },
                             *const others[] = { "example.com", NULL };
    static const char reply[] = "From: a@example.com\nTo: " LIST "\nSubject: hello\n\nhello\n";
    g_autoptr (BounceParser) parser = bounce_parser_new ();
    g_autoptr (BounceReport) report = bounce ((Parts){ 0 });
    g_autoptr (BounceReport) other = bounce_parser_parse (parser, reply, sizeof reply - 1);

    g_assert_true (bounce_report_looks_ours (report, ours));
    g_assert_true (bounce_report_looks_ours (report, list));
    g_assert_false (bounce_report_looks_ours (report, others));
    g_assert_false (bounce_report_looks_ours (other, ours));
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/token/vectors", test_vectors);
    g_test_add_func ("/token/keys", test_keys);
    g_test_add_func ("/token/no-key", test_no_key);
    g_test_add_func ("/token/expiry", test_expiry);
    g_test_add_func ("/token/clock", test_clock);
    g_test_add_func ("/token/wrong", test_wrong);
    g_test_add_func ("/token/each-letter", test_each_letter);
    g_test_add_func ("/token/case", test_case);
    g_test_add_func ("/token/find", test_find);
    g_test_add_func ("/token/find-many", test_find_many);
    g_test_add_func ("/token/verp", test_verp);
    g_test_add_func ("/token/verp-form", test_verp_form);
    g_test_add_func ("/token/verp-too-long", test_verp_too_long);
    g_test_add_func ("/token/verp-refused", test_verp_refused);
    g_test_add_func ("/token/verp-wrong", test_verp_wrong);
    g_test_add_func ("/token/verp-unsigned", test_verp_unsigned);
    g_test_add_func ("/token/bounce-verp", test_bounce_verp);
    g_test_add_func ("/token/bounce-places", test_bounce_places);
    g_test_add_func ("/token/bounce-forged", test_bounce_forged);
    g_test_add_func ("/token/bounce-others", test_bounce_others);
    g_test_add_func ("/token/bounce-nobody", test_bounce_nobody);
    g_test_add_func ("/token/within", test_within);
    g_test_add_func ("/token/looks-ours", test_looks_ours);
    return g_test_run ();
}
