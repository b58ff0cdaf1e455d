/* address.c: e-mail addresses, as reports write them; see address.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "address.h"

#include "token.h"

#include <stdlib.h>

/* ---- Finding ---- */

/* RFC 5322 atext, RFC 6532 UTF-8, and the dot. The backslash is Exim's escape. */
static gboolean is_local (char c)
{
    return g_ascii_isalnum (c) || (guchar) c >= 0x80 || (c && strchr ("!#$%&'*+-/=?^_`{|}~.\\", c));
}

static gboolean is_domain (char c)
{
    return g_ascii_isalnum (c) || (guchar) c >= 0x80 || c == '.' || c == '-' || c == '_' || c == '\\'; /* Exim's escape */
}

static gsize local_start (Span text, gsize at)
{
    gsize start = at;

    if (at > 1 && text.s[at - 1] == '"') { /* "quoted local part"@ */
        for (start = at - 1; start > 0 && at - start < 70; start--)
            if (text.s[start - 1] == '"' && (start < 2 || text.s[start - 2] != '\\'))
                return start - 1;
        return at;
    }
    while (start > 0 && is_local (text.s[start - 1]))
        start--;
    while (start < at && strchr ("'`=.", text.s[start])) /* 'user@host', to=user@host */
        start++;
    return start;
}

/* Logs and headers write keys before an address: "to=user@host", "mailto:…" ends at the colon anyway. */
static gsize skip_key (Span text, gsize start, gsize at)
{
    static const char *const keys[] = { "to=", "rcpt=", "addr=", "for=", "orig_to=", "mailto=", "smtp=", NULL };

    for (guint i = 0; keys[i]; i++)
        if (span_starts ((Span){ text.s + start, at - start }, keys[i]))
            return start + strlen (keys[i]);
    return start;
}

static gsize domain_end (Span text, gsize from)
{
    gsize end = from;

    if (end < text.n && text.s[end] == '[') { /* an address literal */
        gssize close = span_find_char (span_first (span_from (text, end), 60), ']');
        return close < 0 ? from : end + (gsize) close + 1;
    }
    while (end < text.n && is_domain (text.s[end]))
        end++;
    while (end > from && strchr (".-_", text.s[end - 1])) /* the full stop of a sentence */
        end--;
    return end;
}

/* CJK text runs up to an address without a space: where its local part is ASCII after other letters, those are text. */
static gsize skip_foreign (Span text, gsize start, gsize at)
{
    gsize ascii = at;

    while (ascii > start && (guchar) text.s[ascii - 1] < 0x80)
        ascii--;
    return ascii < at && ascii > start && (guchar) text.s[start] >= 0xe2 ? ascii : start;
}

Span address_find (Span text, Span *after)
{
    for (gsize from = 0; from < text.n;) {
        gssize hit = span_find_char (span_from (text, from), '@');
        if (hit < 0)
            break;
        gsize at = from + (gsize) hit, start = local_start (text, at), end = domain_end (text, at + 1);
        start = skip_foreign (text, skip_key (text, start, at), at);
        if (start && text.s[start - 1] == '"' && span_starts (span_from (text, end), "\"@")) { /* "user@inner"@example.com */
            from = at + 1;
            continue;
        }
        if (start < at && end > at + 1 && at - start <= 320) {
            Span found = { text.s + start, end - start };
            if (after)
                *after = span_from (text, end + (end < text.n && text.s[end] == '>'));
            return found;
        }
        from = at + 1;
    }
    if (after)
        *after = SPAN_EMPTY;
    return SPAN_EMPTY;
}

/* ---- Cleaning ---- */

/* Exim writes bytes above 127 as octal escapes: "j\303\274rgen@example.com". */
static char *undo_octal (Span text)
{
    GString *out = g_string_sized_new (text.n);

    for (gsize i = 0; i < text.n; i++) {
        char digits[4] = { 0 };
        gboolean escape = text.s[i] == '\\' && i + 3 < text.n;
        if (escape)
            memcpy (digits, text.s + i + 1, 3);
        if (escape && strspn (digits, "01234567") == 3 && digits[0] <= '3') {
            g_string_append_c (out, (char) strtoul (digits, NULL, 8));
            i += 3;
        } else {
            g_string_append_c (out, text.s[i]);
        }
    }
    if (g_utf8_validate_len (out->str, out->len, NULL))
        return g_string_free (out, FALSE);
    g_string_free (out, TRUE);
    return g_utf8_make_valid (text.s, (gssize) text.n);
}

static char *clean (Span text)
{
    text = span_trim (text);
    gssize open = span_find_char (text, '<');
    if (open >= 0 && span_find_char (span_from (text, (gsize) open), '@') >= 0)
        text = span_from (text, (gsize) open + 1);
    Span found = address_find (text, NULL);
    return found.n ? g_utf8_make_valid (found.s, (gssize) found.n) : NULL;
}

char *address_clean (Span text)
{
    if (span_find_char (text, '\\') < 0)
        return clean (text);
    g_autofree char *plain = undo_octal (text);
    return clean (span_of (plain));
}

/* ---- Decoding ---- */

/* RFC 3461, section 4: "+HH". Lower-case digits are forgiven; what is no such sequence stays as it is. */
static char *undo_xtext (Span text)
{
    GString *out = g_string_sized_new (text.n);

    for (gsize i = 0; i < text.n; i++) {
        if (text.s[i] == '+' && i + 2 < text.n && g_ascii_isxdigit (text.s[i + 1]) && g_ascii_isxdigit (text.s[i + 2])) {
            int byte = g_ascii_xdigit_value (text.s[i + 1]) * 16 + g_ascii_xdigit_value (text.s[i + 2]);
            g_string_append_c (out, (char) byte);
            i += 2;
        } else {
            g_string_append_c (out, text.s[i]);
        }
    }
    return g_string_free (out, FALSE);
}

/* "\x{HEX}" at text: its character and length; 0 where it is not valid (RFC 6533, section 3: upper-case digits, no surrogates). */
static gsize embedded_char (Span text, gunichar *c)
{
    gsize n = 3;

    *c = 0;
    while (n < text.n && n < 9 && g_ascii_isxdigit (text.s[n]) && !g_ascii_islower (text.s[n]))
        *c = *c * 16 + (gunichar) g_ascii_xdigit_value (text.s[n++]);
    if (n < 5 || n >= text.n || text.s[n] != '}' || !g_unichar_validate (*c))
        return 0;
    return n + 1;
}

static char *undo_unitext (Span text, gboolean *broken)
{
    GString *out = g_string_sized_new (text.n);

    while (text.n) {
        gunichar c;
        gsize n = 1;
        if (span_starts (text, "\\x{") && (n = embedded_char (text, &c))) {
            g_string_append_unichar (out, c);
        } else {
            *broken = *broken || n == 0;
            n = 1;
            g_string_append_c (out, text.s[0]);
        }
        text = span_from (text, n);
    }
    return g_string_free (out, FALSE);
}

/* An encoded local part is taken for one only where decoding leaves an address whose domain was not encoded: "+" is also an
 * ordinary letter of subaddresses ("user+21@example.com" stays). */
static gboolean is_xtext (Span text, const char *decoded)
{
    gsize n = strlen (decoded);

    const char *at = strchr (decoded, '@');
    if (n == text.n || !g_utf8_validate (decoded, -1, NULL) || (at && strchr (at + 1, '@') && decoded[0] != '"'))
        return FALSE;
    for (gsize i = 0; i < n; i++)
        if ((guchar) decoded[i] < 0x20 || decoded[i] == 0x7f)
            return FALSE;
    return span_find_char (text, '@') < 0 || span_has (text, "+2B") || span_has (text, "+3D") || span_has (text, "+40");
}

char *address_decode (Span type, Span text, gboolean *broken)
{
    g_autofree char *decoded = NULL;

    text = span_trim (text);
    if (span_is (type, "utf-8")) {
        g_autofree char *valid = undo_unitext (text, broken);
        decoded = g_utf8_make_valid (*broken ? text.s : valid, *broken ? (gssize) text.n : -1);
        if (!*broken && !span_has (text, "\\x{")) { /* an ORCPT in the xtext of an ASCII path */
            g_autofree char *xtext = undo_xtext (text);
            if (is_xtext (text, xtext)) {
                g_free (decoded);
                decoded = g_steal_pointer (&xtext);
            }
        }
    } else {
        decoded = undo_xtext (text);
        if (!is_xtext (text, decoded)) {
            g_free (decoded);
            decoded = g_utf8_make_valid (text.s, (gssize) text.n);
        }
    }
    char *address = address_clean (span_of (decoded));
    if (address)
        return address;
    Span bare = span_trim (span_of (decoded));
    if (bare.n > 1 && bare.s[0] == '<' && bare.s[bare.n - 1] == '>')
        bare = span_trim ((Span){ bare.s + 1, bare.n - 2 });
    return span_dup_or_null (bare);
}

/* ---- VERP ---- */

/* "…user=example.com": the user begins after the "+" or "-" that ends the list's name; of several the first is it where a
 * "+" is there, else the last before the "=". */
static Span verp_user (Span local, gsize equals)
{
    Span before = span_first (local, equals);
    gssize plus = span_find_char (before, '+');
    gsize start = plus < 0 ? 0 : (gsize) plus + 1;

    for (gsize i = before.n; plus < 0 && i > 0; i--)
        if (before.s[i - 1] == '-') {
            start = i;
            break;
        }
    return start ? span_from (before, start) : SPAN_EMPTY;
}

char *address_from_verp (const char *address)
{
    Span whole = span_of (address);
    gssize at = whole.n ? span_find_char (whole, '@') : -1;
    if (at < 0)
        return NULL;
    Span local = span_first (whole, (gsize) at);
    token_take (&local); /* a signed one: who knows the key asks bounce_verp_check(), all others read it as any */
    gsize equals = local.n;
    while (equals > 0 && local.s[equals - 1] != '=')
        equals--;
    if (equals < 2)
        return NULL;
    Span domain = span_from (local, equals), user = verp_user (local, equals - 1);
    if (user.n == 0 || span_find_char (domain, '.') <= 0 || domain_end (domain, 0) != domain.n)
        return NULL;
    return g_strdup_printf ("%.*s@%.*s", (int) user.n, user.s, (int) domain.n, domain.s);
}

/* ---- Comparing ---- */

gboolean address_same (const char *a, const char *b)
{
    return a && b && g_ascii_strcasecmp (a, b) == 0;
}

gboolean address_is_daemon (Span address)
{
    static const char *const names[] = { "mailer-daemon", "mailer_daemon", "mailerdaemon", "postmaster", "mail-daemon", "mdaemon",
                                         "bounce-handler", "mail.daemon", "post_master", NULL };
    gssize at = span_find_char (address, '@');
    Span local = at < 0 ? address : span_first (address, (gsize) at);

    for (guint i = 0; names[i]; i++)
        if (span_is (local, names[i]) || (span_starts (local, names[i]) && local.n > strlen (names[i])
                                          && strchr ("-+_.", local.s[strlen (names[i])])))
            return TRUE;
    return span_starts (address, "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e");
}
