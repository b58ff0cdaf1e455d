/* charset.c: any bytes to UTF-8; see charset.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "charset.h"

#include "encoded-word.h"
#include "field.h"

/* Labels that mean more than iconv takes them for: mailers write the left and send the right. */
static const struct {
    const char *label, *iconv;
} aliases[] = {
    { "gb2312", "GB18030" },
    { "eucgb2312_cn", "GB18030" },
    { "euc-cn", "GB18030" },
    { "gbk", "GB18030" },
    { "x-gbk", "GB18030" },
    { "hz-gb-2312", "GB18030" },
    { "shift_jis", "CP932" },
    { "shift-jis", "CP932" },
    { "x-sjis", "CP932" },
    { "sjis", "CP932" },
    { "windows-31j", "CP932" },
    { "ks_c_5601-1987", "CP949" },
    { "ks_c_5601", "CP949" },
    { "euc-kr", "CP949" },
    { "iso-2022-jp", "ISO-2022-JP-3" },
    { "iso-8859-1", "CP1252" },
    { "latin1", "CP1252" },
    { "iso-8859-8-i", "ISO-8859-8" },
    { "unicode-1-1-utf-7", "UTF-7" },
    { "utf8", "UTF-8" },
    { "big5", "BIG5-HKSCS" },
};

/* Labels that tell nothing. */
static gboolean says_nothing (const char *label)
{
    static const char *const empty[] = { "us-ascii", "ascii", "ansi_x3.4-1968", "unknown", "unknown-8bit", "x-unknown",
                                         "default",  "default_charset", "iso-8859-1-unknown", "646", NULL };

    for (guint i = 0; empty[i]; i++)
        if (g_ascii_strcasecmp (label, empty[i]) == 0)
            return TRUE;
    return FALSE;
}

/* iconv_open() on a hostile name would make it look for files: a label is short and made of few characters. */
static gboolean is_label (const char *label)
{
    gsize n = strlen (label);
    return n > 0 && n <= 40 && strspn (label, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:") == n;
}

static const char *iconv_name (const char *label)
{
    for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
        if (g_ascii_strcasecmp (label, aliases[i].label) == 0)
            return aliases[i].iconv;
    return label;
}

/* ---- Converters ---- */

/* A charset with one byte a character, the lower half of which is ASCII, is a table; any other goes through iconv. */
typedef struct {
    char *charset;
    GIConv cd;
    gboolean is_table;
    char upper[128][5]; /* UTF-8 of the bytes from 128 on; "" where there is none */
} Converter;

/* To open one, glibc loads a module and unloads it after, which takes longer than most texts. So each thread keeps the last few. */
#define MOST_CONVERTERS 4

typedef struct {
    Converter kept[MOST_CONVERTERS];
    guint next; /* the one that is replaced next */
} Converters;

static void converter_clear (Converter *converter)
{
    if (converter->charset)
        g_iconv_close (converter->cd);
    g_clear_pointer (&converter->charset, g_free);
}

static void converters_free (gpointer data)
{
    Converters *converters = data;

    for (guint i = 0; i < MOST_CONVERTERS; i++)
        converter_clear (&converters->kept[i]);
    g_free (converters);
}

static Converters *this_threads_converters (void)
{
    static GPrivate private = G_PRIVATE_INIT (converters_free);
    Converters *converters = g_private_get (&private);

    if (!converters)
        g_private_set (&private, converters = g_new0 (Converters, 1));
    return converters;
}

/* Not Windows-1255 (Hebrew) and 1258 (Vietnamese): there glibc composes one character of two bytes. */
static gboolean is_single_byte (const char *charset)
{
    static const char *const families[] = { "CP125", "ISO-8859-", "windows-125", "KOI8-", NULL };
    Span name = span_of (charset);

    for (guint i = 0; families[i]; i++)
        if (span_starts (name, families[i]))
            return !span_ends (name, "1255") && !span_ends (name, "1258");
    return FALSE;
}

static void fill_table (Converter *converter)
{
    for (guint i = 0; i < 128; i++) {
        char byte = (char) (128 + i), *in = &byte, *out = converter->upper[i];
        gsize left = 1, room = sizeof converter->upper[i] - 1;
        g_iconv (converter->cd, &in, &left, &out, &room);
        *out = '\0';
    }
}

/* A converter to UTF-8 in its initial state; NULL where the charset is unknown. */
static const Converter *converter_for (const char *charset)
{
    Converters *converters = this_threads_converters ();

    for (guint i = 0; i < MOST_CONVERTERS; i++)
        if (g_strcmp0 (converters->kept[i].charset, charset) == 0) {
            g_iconv (converters->kept[i].cd, NULL, NULL, NULL, NULL);
            return &converters->kept[i];
        }
    GIConv cd = g_iconv_open ("UTF-8", charset);
    if (cd == (GIConv) -1)
        return NULL;
    Converter *converter = &converters->kept[converters->next++ % MOST_CONVERTERS];
    converter_clear (converter);
    converter->charset = g_strdup (charset);
    converter->cd = cd;
    converter->is_table = is_single_byte (charset);
    if (converter->is_table)
        fill_table (converter);
    return converter;
}

#define REPLACEMENT "\357\277\275" /* U+FFFD */

/* A NUL would hide the rest. */
static void spaces_for_nuls (char *bytes, gsize n)
{
    for (char *p = bytes, *end = bytes + n; (p = memchr (p, '\0', (gsize) (end - p))); p++)
        *p = ' ';
}

/* glibc lets through what is no character of Unicode: code points past the last one, and surrogates. Takes ownership of out. */
static char *only_characters (GString *out)
{
    spaces_for_nuls (out->str, out->len);
    char *text = g_string_free (out, FALSE);
    if (g_utf8_validate (text, -1, NULL))
        return text;
    char *valid = g_utf8_make_valid (text, -1);
    g_free (text);
    return valid;
}

/* Both functions convert all they can; a byte that fits nowhere becomes U+FFFD, and is counted in *bad. */

static char *convert_by_iconv (GIConv cd, Span bytes, gsize *bad)
{
    GString *out = g_string_sized_new (bytes.n + bytes.n / 2 + 8);
    char *in = (char *) bytes.s;
    gsize left = bytes.n;
    gboolean flushed = FALSE;

    while (left > 0 || !flushed) {
        char buffer[4096], *to = buffer;
        gsize room = sizeof buffer;
        flushed = left == 0;
        gsize done = g_iconv (cd, flushed ? NULL : &in, flushed ? NULL : &left, &to, &room);
        g_string_append_len (out, buffer, to - buffer);
        if (done == (gsize) -1 && room > 64 && left > 0) { /* not for want of room: a bad or a cut sequence */
            g_string_append (out, REPLACEMENT);
            in++, left--, (*bad)++;
        }
    }
    return only_characters (out);
}

static char *convert_by_table (const Converter *converter, Span bytes, gsize *bad)
{
    char *text = g_malloc (4 * bytes.n + 1), *out = text;

    for (gsize i = 0; i < bytes.n; i++) {
        guchar c = (guchar) bytes.s[i];
        if (c < 0x80) {
            *out++ = (char) c;
            continue;
        }
        const char *utf8 = converter->upper[c - 0x80];
        *bad += *utf8 == '\0';
        out = stpcpy (out, *utf8 ? utf8 : REPLACEMENT);
    }
    *out = '\0';
    return text;
}

/* NULL where the charset is unknown. */
static char *convert (Span bytes, const char *charset, gsize *bad)
{
    const Converter *converter = converter_for (charset);

    *bad = 0;
    if (!converter)
        return NULL;
    return converter->is_table ? convert_by_table (converter, bytes, bad) : convert_by_iconv (converter->cd, bytes, bad);
}

/* ---- Labels that lie ---- */

/* Windows-1252 has no 0x81, 0x8d, 0x8f, 0x90 and 0x9d, with which the commonest characters of Shift_JIS begin or end. */
static gboolean looks_like_shift_jis (Span bytes)
{
    gsize pairs = 0, high = 0;

    for (gsize i = 0; i < bytes.n; i++) {
        guchar c = (guchar) bytes.s[i], next = i + 1 < bytes.n ? (guchar) bytes.s[i + 1] : 0;
        high += c >= 0x80;
        if (((c >= 0x81 && c <= 0x9f) || (c >= 0xe0 && c <= 0xef)) && next >= 0x40 && next != 0x7f && next <= 0xfc) {
            pairs += c <= 0x9f;
            i++;
        }
    }
    return pairs * 3 >= high && pairs >= 2;
}

/* ISO 2022: seven-bit, and yet not ASCII. Other escapes are meant for terminals. */
static gboolean shifts (Span bytes)
{
    gssize escape = span_find_char (bytes, '\033');
    return escape >= 0 && (gsize) escape + 1 < bytes.n && strchr ("$(", bytes.s[escape + 1]);
}

static const char *guess (Span bytes)
{
    if (shifts (bytes))
        return "ISO-2022-JP-3";
    return looks_like_shift_jis (bytes) ? "CP932" : "CP1252";
}

/* More whole sequences than bytes that fit nowhere: UTF-8 that was cut or spoiled. */
static gboolean is_mostly_utf8 (Span bytes)
{
    gsize whole = 0, bad = 0;

    for (const char *p = bytes.s, *end = p + bytes.n; p < end;) {
        gboolean valid = (guchar) *p < 0x80 || (gint32) g_utf8_get_char_validated (p, end - p) >= 0;
        whole += valid && (guchar) *p >= 0x80;
        bad += !valid;
        p = valid ? g_utf8_next_char (p) : p + 1;
    }
    return whole > bad;
}

/* A copy that is a string: without NULs and without a byte order mark. */
static char *copy_of (Span bytes)
{
    GString *text = g_string_new_len (bytes.s, (gssize) bytes.n);

    if (span_starts (bytes, "\357\273\277"))
        g_string_erase (text, 0, 3);
    spaces_for_nuls (text->str, text->len);
    return g_string_free (text, FALSE);
}

/* Text of which every other byte is a NUL, and that says so. */
static gboolean is_wide (Span bytes, const char *label)
{
    Span name = span_of (label);
    gboolean wide = span_starts (name, "utf-16") || span_starts (name, "utf-32") || span_starts (name, "ucs-");
    return wide && span_find_char (bytes, '\0') >= 0;
}

char *charset_to_utf8 (Span bytes, const char *label)
{
    gsize bad = 0;
    g_autofree char *wide = label && is_wide (bytes, label) && is_label (label) ? convert (bytes, label, &bad) : NULL;
    g_autofree char *clean = copy_of (wide ? span_of (wide) : bytes);
    Span in = span_of (clean);

    if (!shifts (in) && g_utf8_validate (in.s, (gssize) in.n, NULL) && !span_starts (span_of (label), "utf-7"))
        return g_steal_pointer (&clean);
    if (label && is_label (label) && !says_nothing (label)) {
        g_autofree char *out = convert (in, iconv_name (label), &bad);
        if (out && bad * 8 <= in.n)
            return g_steal_pointer (&out);
    }
    if (!shifts (in) && is_mostly_utf8 (in))
        return g_utf8_make_valid (in.s, (gssize) in.n);
    char *out = convert (in, guess (in), &bad);
    return out ? out : g_utf8_make_valid (in.s, (gssize) in.n);
}

/* The highest bit of each of eight bytes. */
#define HIGH 0x8080808080808080

/* Not zero where one of eight bytes, none of which has its highest bit, is c. */
static guint64 has_byte (guint64 eight, guchar c)
{
    guint64 zero = eight ^ (c * (guint64) 0x0101010101010101);
    return (((zero | HIGH) - 0x0101010101010101) & HIGH) ^ HIGH;
}

static gboolean is_odd (guchar c)
{
    return c >= 0x7f || c == 0 || c == 0x1b;
}

/* Looks at eight bytes at a time: texts are long, and nearly all are plain. */
gboolean charset_is_plain (Span bytes)
{
    const char *p = bytes.s, *end = p + bytes.n;

    for (guint64 eight; end - p >= 8; p += 8) {
        memcpy (&eight, p, 8);
        if ((eight & HIGH) || has_byte (eight, 0) || has_byte (eight, 0x1b) || has_byte (eight, 0x7f))
            return FALSE;
    }
    while (p < end && !is_odd ((guchar) *p))
        p++;
    return p == end;
}

char *charset_decode_header (Span value)
{
    g_autofree char *line = field_unfold (value);
    gboolean plain = charset_is_plain (span_of (line)), encoded = strstr (line, "=?") != NULL;

    if (plain && !encoded)
        return *line ? g_steal_pointer (&line) : NULL;
    g_autofree char *utf8 = plain ? g_steal_pointer (&line) : charset_to_utf8 (span_of (line), NULL);
    g_autofree char *decoded = encoded ? encoded_words_decode (span_of (utf8)) : g_steal_pointer (&utf8);
    g_autofree char *valid = g_utf8_make_valid (decoded, -1);
    g_strdelimit (valid, "\t\n\v\f\r", ' '); /* an encoded-word may hold them, and a header is one line */
    return *g_strstrip (valid) ? g_steal_pointer (&valid) : NULL;
}
