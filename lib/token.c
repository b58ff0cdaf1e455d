/* token.c: signs what a report brings back, so that a forged one is known; see bounce.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "token.h"

#include "address.h"
#include "report.h"

#define LETTERS BOUNCE_TOKEN_LENGTH
#define DAY_LETTERS 3                 /* the day, so that it expires */
#define DAYS (1 << (5 * DAY_LETTERS)) /* after which the numbers begin anew: 89 years */
#define SECONDS_A_DAY (24 * 60 * 60)
#define DIGEST 32 /* of SHA-256, in bytes */

/* Who writes thousands of them into one header is no mail system. */
#define MOST_TRIED 100

#define LONGEST_LOCAL 64    /* RFC 5321, section 4.5.3.1.1 */
#define LONGEST_ADDRESS 254 /* section 4.5.3.1.3, less the angle brackets */

/* ---- The token ---- */

/* RFC 4648, section 6. It has one case only: what mail systems do to letters does no harm. */
static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";

static int value_of (char letter)
{
    const char *found = letter ? strchr (alphabet, g_ascii_tolower (letter)) : NULL;
    return found ? (int) (found - alphabet) : -1;
}

static gboolean is_token (Span text)
{
    if (text.n != LETTERS)
        return FALSE;
    for (gsize i = 0; i < text.n; i++)
        if (value_of (text.s[i]) < 0)
            return FALSE;
    return TRUE;
}

static guint day_at (gint64 now)
{
    if (now <= 0)
        now = g_get_real_time () / G_USEC_PER_SEC;
    return (guint) (now / SECONDS_A_DAY % DAYS);
}

static guint day_of (Span token)
{
    guint day = 0;

    for (guint i = 0; i < DAY_LETTERS; i++)
        day = day * 32 + (guint) value_of (token.s[i]);
    return day;
}

/* Five bits of the digest for each letter, the highest first. */
static char letter_at (const guint8 *digest, guint i)
{
    guint bit = 5 * i, pair = ((guint) digest[bit / 8] << 8) | digest[bit / 8 + 1];

    return alphabet[(pair >> (11 - bit % 8)) & 31];
}

/* The recipe stands in bounce.h and never changes: the tokens of yesterday are to be known, and other programs make them. */
static void write_token (const char *key, gsize key_length, const char *text, guint day, char token[LETTERS + 1])
{
    g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) key, key_length);
    g_autofree char *folded = g_ascii_strdown (text, -1);
    guint8 digest[DIGEST];
    gsize length = sizeof digest;

    for (guint i = 0; i < DAY_LETTERS; i++)
        token[i] = alphabet[(day >> (5 * (DAY_LETTERS - 1 - i))) & 31];
    g_hmac_update (hmac, (const guchar *) token, DAY_LETTERS);
    g_hmac_update (hmac, (const guchar *) ":", 1);
    g_hmac_update (hmac, (const guchar *) folded, -1);
    g_hmac_get_digest (hmac, digest, &length);
    for (guint i = DAY_LETTERS; i < LETTERS; i++)
        token[i] = letter_at (digest, i - DAY_LETTERS);
    token[LETTERS] = '\0';
}

/* In a time that does not tell how many letters are right. */
static gboolean is_equal (const char *expected, Span token)
{
    guint difference = 0;

    for (guint i = 0; i < LETTERS; i++)
        difference |= (guint) (guchar) expected[i] ^ (guint) (guchar) g_ascii_tolower (token.s[i]);
    return difference == 0;
}

/* A token of tomorrow is taken: the clock of the machine that made it may be ahead. */
static gboolean is_fresh (Span token, guint days, gint64 now)
{
    guint age_and_one = (day_at (now) + 1 + DAYS - day_of (token)) % DAYS;

    return age_and_one <= MIN (days ? days : BOUNCE_DEFAULT_TOKEN_DAYS, DAYS / 2) + 1;
}

static gboolean is_right (const char *key, gsize key_length, const char *text, Span token, guint days, gint64 now)
{
    char expected[LETTERS + 1];

    if (key_length == 0 || !text || !is_token (token) || !is_fresh (token, days, now))
        return FALSE;
    write_token (key, key_length, text, day_of (token), expected);
    return is_equal (expected, token);
}

char *bounce_token_sign (const char *key, gsize key_length, const char *text, gint64 now, GError **error)
{
    char token[LETTERS + 1];

    if (key_length == 0) {
        g_set_error_literal (error, BOUNCE_ERROR, BOUNCE_ERROR_TOKEN, "the key is empty");
        return NULL;
    }
    write_token (key, key_length, text, day_at (now), token);
    return g_strdup (token);
}

gboolean bounce_token_check (const char *key, gsize key_length, const char *text, const char *token, guint days, gint64 now)
{
    return is_right (key, key_length, text, span_of (token), days, now);
}

/* Takes the next run of letters and digits off rest. */
static gboolean next_run (Span *rest, Span *run)
{
    gsize start = 0, end;

    while (start < rest->n && !g_ascii_isalnum (rest->s[start]))
        start++;
    for (end = start; end < rest->n && g_ascii_isalnum (rest->s[end]);)
        end++;
    *run = (Span){ rest->s + start, end - start };
    *rest = span_from (*rest, end);
    return run->n > 0;
}

gboolean bounce_token_find (const char *key, gsize key_length, const char *text, const char *place, guint days, gint64 now)
{
    Span rest = span_of (place), run;

    for (guint tried = 0; tried < MOST_TRIED && next_run (&rest, &run);) {
        if (is_right (key, key_length, text, run, days, now))
            return TRUE;
        if (is_token (run))
            tried++;
    }
    return FALSE;
}

/* ---- In an address ---- */

Span token_take (Span *local)
{
    if (local->n <= LETTERS || local->s[local->n - LETTERS - 1] != '=')
        return SPAN_EMPTY;
    Span token = span_from (*local, local->n - LETTERS);
    if (!is_token (token))
        return SPAN_EMPTY;
    *local = span_first (*local, local->n - LETTERS - 1);
    return token;
}

static gsize local_length (const char *address)
{
    const char *at = strrchr (address, '@');
    return at ? (gsize) (at - address) : 0;
}

/* Why the recipient cannot stand in an address; NULL where it can. What the address gives back is looked at, so that nothing is
 * signed which the reader of reports takes for somebody else. */
static const char *fault_of (const char *signed_address, const char *list, const char *recipient)
{
    g_autofree char *clean = address_clean (span_of (signed_address));
    g_autofree char *carried = address_from_verp (signed_address);

    if (local_length (signed_address) > LONGEST_LOCAL || strlen (signed_address) > LONGEST_ADDRESS)
        return "that is too long";
    if (memchr (list, '+', local_length (list))) /* the first one ends the name of the list */
        return "the list has a \"+\"";
    if (strpbrk (recipient, "%!\\")) /* mail systems take it for a route, and refuse it */
        return "it has a \"%\", \"!\" or \"\\\"";
    gboolean plain = local_length (list) && g_strcmp0 (clean, signed_address) == 0 && g_strcmp0 (carried, recipient) == 0;
    return plain ? NULL : "one of them is no plain address";
}

char *bounce_verp_make (const char *key, gsize key_length, const char *list, const char *recipient, gint64 now, GError **error)
{
    g_autofree char *token = bounce_token_sign (key, key_length, recipient, now, error);

    if (!token)
        return NULL;
    int name = (int) MIN (local_length (list), 1000), user = (int) MIN (local_length (recipient), 1000);
    const char *domain = recipient + user + (recipient[user] == '@');
    g_autofree char *address = g_strdup_printf ("%.*s+%.*s=%s=%s%s", name, list, user, recipient, domain, token, list + name);
    const char *fault = fault_of (address, list, recipient);
    if (!fault)
        return g_steal_pointer (&address);
    g_autofree char *whose = g_utf8_make_valid (recipient, -1), *of = g_utf8_make_valid (list, -1);
    g_set_error (error, BOUNCE_ERROR, BOUNCE_ERROR_TOKEN, "%s cannot stand in an address of %s: %s", whose, of, fault);
    return NULL;
}

char *bounce_verp_check (const char *key, gsize key_length, const char *address, guint days, gint64 now)
{
    g_autofree char *clean = address_clean (span_of (address));
    g_autofree char *recipient = address_from_verp (clean);
    Span local = span_first (span_of (clean), clean ? local_length (clean) : 0);

    return is_right (key, key_length, recipient, token_take (&local), days, now) ? g_steal_pointer (&recipient) : NULL;
}

/* ---- Of a report ---- */

/* Only what belongs to the envelope: who replies to a mail tells the world its Message-ID. */
gboolean bounce_report_is_signed (BounceReport *report, BounceRecipient *recipient, const char *key, gsize key_length, guint days,
                                  gint64 now)
{
    const char *const places[] = { report->to, report->envelope_id, field_list_get (&report->original, "return_path") };

    for (guint i = 0; i < G_N_ELEMENTS (places); i++)
        if (bounce_token_find (key, key_length, recipient->address, places[i], days, now))
            return TRUE;
    return FALSE;
}

/* What stands behind the last @, or the whole of a list's id; in angle brackets where there are any (RFC 2919, section 2). */
static Span domain_of (Span id)
{
    const char *open = memrchr (id.s, '<', id.n);

    if (open)
        id = span_from (id, (gsize) (open + 1 - id.s));
    gssize close = span_find_char (id, '>');
    id = close < 0 ? id : span_first (id, (gsize) close);
    const char *at = memrchr (id.s, '@', id.n);
    return span_trim (at ? span_from (id, (gsize) (at + 1 - id.s)) : id);
}

static gboolean is_within (Span name, Span domain)
{
    return domain.n && span_ends_with (name, domain) && (name.n == domain.n || name.s[name.n - domain.n - 1] == '.');
}

gboolean bounce_id_is_within (const char *id, const char *const *domains)
{
    Span name = domain_of (span_of (id));

    for (; *domains; domains++)
        if (is_within (name, span_of (*domains)))
            return TRUE;
    return FALSE;
}

gboolean bounce_report_looks_ours (BounceReport *report, const char *const *domains)
{
    return bounce_id_is_within (field_list_get (&report->original, "message_id"), domains)
           || bounce_id_is_within (field_list_get (&report->original, "list_id"), domains);
}
