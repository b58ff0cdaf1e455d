/* test-screen.c: the parts of a message, found in front of GMime
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "screen.h"
#include "warnings.h"

static const ScreenLimits wide = { 16, 1000, 32768, 10000 };

typedef struct {
    char *bytes; /* without a NUL after them */
    GArray *parts;
    GPtrArray *warnings;
} Screened;

static Screened screen (const char *message, gsize length, const ScreenLimits *limits)
{
    Screened screened = { g_memdup2 (message, MAX (length, 1)), NULL, g_ptr_array_new () };
    screened.parts = screen_parts ((Span){ screened.bytes, length }, limits, screened.warnings);
    return screened;
}

static void screened_clear (Screened *screened)
{
    g_array_unref (screened->parts);
    g_ptr_array_unref (screened->warnings);
    g_free (screened->bytes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Screened, screened_clear)

/* A line a part, as indented as it is deep: its media type, and its body where it is no multipart, "\n" for LF. */
static char *outline (const Screened *screened)
{
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < screened->parts->len; i++) {
        const Part *part = &g_array_index (screened->parts, Part, i);
        g_string_append_printf (out, "%*s%s", (int) part->level, "", part->media.type);
        if (part->type != PART_MULTIPART) {
            g_string_append (out, " ");
            for (gsize k = 0; k < part->body.n; k++)
                if (part->body.s[k] == '\n')
                    g_string_append (out, "\\n");
                else if (part->body.s[k] != '\r')
                    g_string_append_c (out, part->body.s[k]);
        }
        g_string_append_c (out, '\n');
    }
    return g_string_free (out, FALSE);
}

static void assert_warnings (const Screened *screened, const char *const *wanted)
{
    for (guint i = 0; i < screened->warnings->len; i++)
        g_assert_cmpstr (screened->warnings->pdata[i], ==, wanted[i]);
    g_assert_null (wanted[screened->warnings->len]);
}

static char *with_crlf (const char *text)
{
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    return g_strjoinv ("\r\n", lines);
}

/* ---- Structure ---- */

#define MIXED "Content-Type: multipart/mixed; boundary=b\n\n"
#define PLAIN "Content-Type: text/plain\n\n"

static const struct {
    const char *name, *message, *outline;
    const char *warnings[4];
} cases[] = {
    { "no Content-Type", "Subject: a\n\nbody\n", "text/plain body\\n\n", { 0 } },
    { "nothing", "", "text/plain \n", { 0 } },
    { "a header alone", "Subject: a\n", "text/plain \n", { 0 } },
    { "no header: a body", "This is no field\nbody\n", "text/plain This is no field\\nbody\\n\n", { 0 } },
    { "From_ line before the header",
      "From a Mon Nov 23 14:32:04 2026\nContent-Type: text/html\n\nx\n",
      "text/html x\\n\n",
      { 0 } },
    { "two parts",
      MIXED "--b\n" PLAIN "a\n--b\nContent-Type: text/html\n\nb\n--b--\n",
      "multipart/mixed\n text/plain a\\n\n text/html b\\n\n",
      { 0 } },
    { "preamble and epilogue",
      MIXED "before\n--b\n" PLAIN "a\n--b--\nafter\n--b\nx\n",
      "multipart/mixed\n text/plain a\\n\n",
      { 0 } },
    { "a part without a header", MIXED "--b\n\na\n--b--\n", "multipart/mixed\n text/plain a\\n\n", { 0 } },
    { "a part without header and blank line", MIXED "--b\na b\n--b--\n", "multipart/mixed\n text/plain a b\\n\n", { 0 } },
    { "blank lines before a part's header", MIXED "--b\n\n\n" PLAIN "a\n--b--\n", "multipart/mixed\n text/plain a\\n\n", { 0 } },
    { "white space after a boundary", MIXED "--b \t\n" PLAIN "a\n--b-- \n", "multipart/mixed\n text/plain a\\n\n", { 0 } },
    { "a boundary within a line is none",
      MIXED "--b\n" PLAIN "x --b\n --b\n--b--\n",
      "multipart/mixed\n text/plain x --b\\n --b\\n\n",
      { 0 } },
    { "a boundary that begins another",
      MIXED "--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n" PLAIN "a\n--bb--\n--b\n" PLAIN "c\n--b--\n",
      "multipart/mixed\n multipart/mixed\n  text/plain a\\n\n text/plain c\\n\n",
      { 0 } },
    { "an outer boundary ends an inner part",
      MIXED "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n" PLAIN "a\n--b\n" PLAIN "d\n--b--\n",
      "multipart/mixed\n multipart/mixed\n  text/plain a\\n\n text/plain d\\n\n",
      { WARN_NO_LAST_BOUNDARY } },
    { "no closing boundary",
      MIXED "--b\n" PLAIN "a\n--b\n" PLAIN "c\n",
      "multipart/mixed\n text/plain a\\n\n text/plain c\\n\n",
      { WARN_NO_LAST_BOUNDARY } },
    { "cut at a boundary",
      MIXED "--b\n" PLAIN "a\n--b",
      "multipart/mixed\n text/plain a\\n\n text/plain \n",
      { WARN_NO_LAST_BOUNDARY } },
    { "no boundary parameter",
      "Content-Type: multipart/mixed\n\n--x\n" PLAIN "a\n--x\n" PLAIN "b\n--x--\n",
      "multipart/mixed\n text/plain a\\n\n text/plain b\\n\n",
      { WARN_NO_BOUNDARY } },
    { "a wrong boundary parameter",
      "Content-Type: multipart/mixed; boundary=y\n\n--x\n" PLAIN "a\n--x--\n",
      "multipart/mixed\n text/plain a\\n\n",
      { WARN_NO_BOUNDARY } },
    { "no boundary at all is text",
      "Content-Type: multipart/report; boundary=b\n\na\nb\n",
      "multipart/report a\\nb\\n\n",
      { WARN_NO_BOUNDARY } },
    { "a boundary in quotes, with what is special elsewhere",
      "Content-Type: multipart/mixed;\n boundary=\"=_a (b).+?*[/:=\"\n\n--=_a (b).+?*[/:=\n" PLAIN "a\n--=_a (b).+?*[/:=--\n",
      "multipart/mixed\n text/plain a\\n\n",
      { 0 } },
    { "a message in a message is a leaf",
      MIXED "--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n--c--\n--b--\n",
      "multipart/mixed\n message/rfc822 Content-Type: multipart/mixed; boundary=c\\n\\n--c\\n\\nx\\n--c--\\n\n",
      { 0 } },
    { "an empty part", MIXED "--b\n--b--\n", "multipart/mixed\n text/plain \n", { 0 } },
    { "no part", MIXED "--b--\n", "multipart/mixed\n", { 0 } },
};

static void test_structure (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *crlf = with_crlf (cases[i].message);
        const char *both[] = { cases[i].message, crlf };
        for (guint k = 0; k < 2; k++) {
            g_auto (Screened) screened = screen (both[k], strlen (both[k]), &wide);
            g_autofree char *got = outline (&screened);
            g_test_message ("%s%s", cases[i].name, k ? ", CRLF" : "");
            g_assert_cmpstr (got, ==, cases[i].outline);
            assert_warnings (&screened, cases[i].warnings);
        }
    }
}

/* ---- A part ---- */

static const struct {
    const char *type, *media;
    PartType as;
} types[] = {
    { "text/plain", "text/plain", PART_TEXT },
    { "TEXT/Plain; charset=utf-8", "text/plain", PART_TEXT },
    { "text/x-anything", "text/x-anything", PART_TEXT },
    { "text/html", "text/html", PART_HTML },
    { "text/rfc822-headers", "text/rfc822-headers", PART_HEADERS },
    { "message/rfc822-headers", "message/rfc822-headers", PART_HEADERS },
    { "message/global-headers", "message/global-headers", PART_HEADERS },
    { "message/delivery-status", "message/delivery-status", PART_STATUS },
    { "Message/Delivery-Status; name=\"status.txt\"", "message/delivery-status", PART_STATUS },
    { "message/global-delivery-status", "message/global-delivery-status", PART_STATUS },
    { "message/feedback-report", "message/feedback-report", PART_FEEDBACK },
    { "message/disposition-notification", "message/disposition-notification", PART_DISPOSITION },
    { "message/global-disposition-notification", "message/global-disposition-notification", PART_DISPOSITION },
    { "message/tracking-status", "message/tracking-status", PART_TRACKING },
    { "message/rfc822", "message/rfc822", PART_MESSAGE },
    { "text/rfc822", "text/rfc822", PART_MESSAGE },
    { "message/global", "message/global", PART_MESSAGE },
    { "message/partial; number=1", "message/partial", PART_MESSAGE },
    { "message/external-body", "message/external-body", PART_OTHER },
    { "image/png", "image/png", PART_OTHER },
    { "application/octet-stream", "application/octet-stream", PART_OTHER },
    { "", "text/plain", PART_TEXT },
};

static void test_types (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
        g_autofree char *message = g_strdup_printf ("content-type : %s\n\nx", types[i].type);
        g_auto (Screened) screened = screen (message, strlen (message), &wide);
        const Part *part = &g_array_index (screened.parts, Part, 0);
        g_assert_cmpuint (screened.parts->len, ==, 1);
        g_assert_cmpstr (part->media.type, ==, types[i].media);
        g_assert_cmpint (part->type, ==, types[i].as);
    }
}

/* RFC 2045, section 5.1; in pieces and encoded as of RFC 2231; and as programs write them all the same. */
static const struct {
    const char *field, *media, *charset, *name, *boundary, *report_type;
} fields[] = {
    { "multipart/report;\n\tReport-Type=delivery-status; charset=\"UTF-8\";\n name*=utf-8''a%20b; boundary=\"b\"", "multipart/report",
      "UTF-8", "a b", "b", "delivery-status" },
    { " TEXT / Plain ; CHARSET = \"x\" ;", "text/plain", "x", NULL, NULL, NULL },
    { "text/plain (a comment); charset=(and another; name=no)x", "text/plain", "x", NULL, NULL, NULL },
    { "text/plain; name=\"(no comment)\"", "text/plain", NULL, "(no comment)", NULL, NULL },
    { "text/plain; name=\"a\\\"b\\\\c;d\"; charset=x", "text/plain", "x", "a\"b\\c;d", NULL, NULL },
    { "text/plain; name=my file.txt; charset=x", "text/plain", "x", "my file.txt", NULL, NULL },
    { "text/plain; name=\"a\" b; charset=x", "text/plain", "x", "a", NULL, NULL },
    { "text/plain; name=a; name=b", "text/plain", NULL, "a", NULL, NULL },
    { "text/plain; charset=; name=\"\"; boundary=''", "text/plain", NULL, NULL, "''", NULL },
    { "text/plain; charset=\"x", "text/plain", "x", NULL, NULL, NULL },
    { "text/plain; charset=\"x\\", "text/plain", "x\\", NULL, NULL, NULL },
    { "text/plain;; ;charset=x; =; a; b c=d; name=y;", "text/plain", "x", "y", NULL, NULL },
    { "multipart/x; boundary=a:b?c", "multipart/x", NULL, NULL, "a:b?c", NULL },
    { "multipart/x; boundary*0=a; boundary*1=\"b c\"; boundary*3=d", "multipart/x", NULL, NULL, "ab c", NULL },
    { "text/plain; name*1=b; name*0=a", "text/plain", NULL, "a", NULL, NULL },
    { "text/plain; name*0*=utf-8'en'a%20; name*1=b%20; name*2*=c%20'", "text/plain", NULL, "a b%20c '", NULL, NULL },
    { "text/plain; name*=a%20b; charset*=us-ascii'en'utf-8", "text/plain", "utf-8", "a b", NULL, NULL },
    { "text/plain; name*=''%41%4; boundary*=\"''%zz%00%\"", "text/plain", NULL, "A%4", "%zz%00%", NULL },
    { "text/plain; name*='a; boundary**=b", "text/plain", NULL, "'a", "b", NULL },
    { "text/plain; name*99999999999999999999=a", "text/plain", NULL, NULL, NULL, NULL },
    { "text/plain; name=\"=?utf-8?Q?a_b?=.txt\"", "text/plain", NULL, "a b.txt", NULL, NULL },
    { "text/plain; name=caf\351", "text/plain", NULL, "café", NULL, NULL },
    { "text/plain charset=x", "text/plain", NULL, NULL, NULL, NULL },
    { "text", "text/plain", NULL, NULL, NULL, NULL },
    { "text x", "application/octet-stream", NULL, NULL, NULL, NULL },
    { "text/; charset=x", "application/octet-stream", "x", NULL, NULL, NULL },
    { "/plain", "application/octet-stream", NULL, NULL, NULL, NULL },
    { "\"text/plain\"", "application/octet-stream", NULL, NULL, NULL, NULL },
    { ";", "application/octet-stream", NULL, NULL, NULL, NULL },
};

static void test_parameters (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
        g_autofree char *message = g_strdup_printf ("Content-Type: %s\n\nx", fields[i].field);
        g_auto (Screened) screened = screen (message, strlen (message), &wide);
        const Media *media = &g_array_index (screened.parts, Part, 0).media;
        g_test_message ("%s", fields[i].field);
        g_assert_cmpstr (media->type, ==, fields[i].media);
        g_assert_cmpstr (media->charset, ==, fields[i].charset);
        g_assert_cmpstr (media->name, ==, fields[i].name);
        g_assert_cmpstr (media->boundary, ==, fields[i].boundary);
        g_assert_cmpstr (media->report_type, ==, fields[i].report_type);
    }
}

/* Content-Disposition names a file where Content-Type does not, and may be nothing in particular. */
static void test_file_name (void)
{
    static const struct {
        const char *fields, *name;
    } names[] = {
        { "\nContent-Disposition: attachment; filename=\"a b.txt\"", "a b.txt" },
        { "\nContent-Disposition: attachment; size=1; filename*=koi8-r''a%20b", "a b" },
        { "\nContent-Disposition: ; filename=a", "a" },
        { "\nContent-Disposition: filename=a", NULL },
        { "\nContent-Disposition:", NULL },
        { "; name=b\nContent-Disposition: attachment; filename=a", "b" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
        g_autofree char *message = g_strdup_printf ("Content-Type: image/png%s\n\nx", names[i].fields);
        g_auto (Screened) screened = screen (message, strlen (message), &wide);
        g_test_message ("%s", message);
        g_assert_cmpstr (g_array_index (screened.parts, Part, 0).media.name, ==, names[i].name);
    }
}

static void test_encodings (void)
{
    static const struct {
        const char *value;
        GMimeContentEncoding encoding;
    } encodings[] = {
        { "7bit", GMIME_CONTENT_ENCODING_7BIT },
        { "8BIT", GMIME_CONTENT_ENCODING_8BIT },
        { "binary", GMIME_CONTENT_ENCODING_BINARY },
        { "base64", GMIME_CONTENT_ENCODING_BASE64 },
        { "Base64 (as ever)", GMIME_CONTENT_ENCODING_BASE64 },
        { " quoted-printable ", GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE },
        { "x-uuencode", GMIME_CONTENT_ENCODING_UUENCODE },
        { "", GMIME_CONTENT_ENCODING_DEFAULT },
        { "rot13", GMIME_CONTENT_ENCODING_DEFAULT },
    };

    for (guint i = 0; i < G_N_ELEMENTS (encodings); i++) {
        g_autofree char *message = g_strdup_printf ("Content-Transfer-Encoding: %s\n\nx", encodings[i].value);
        g_auto (Screened) screened = screen (message, strlen (message), &wide);
        g_assert_cmpint (g_array_index (screened.parts, Part, 0).encoding, ==, encodings[i].encoding);
    }
}

/* Header and body are slices of the message. */
static void test_slices (void)
{
    static const char message[] = "A: b\nC: d\n e\n\nbody\0 more";
    g_auto (Screened) screened = screen (message, sizeof message - 1, &wide);
    const Part *part = &g_array_index (screened.parts, Part, 0);

    g_assert_true (part->header.s == screened.bytes);
    g_assert_cmpuint (part->header.n, ==, strlen ("A: b\nC: d\n e\n"));
    g_assert_true (part->body.s == screened.bytes + strlen ("A: b\nC: d\n e\n\n"));
    g_assert_cmpmem (part->body.s, part->body.n, "body\0 more", 10);
}

/* ---- Limits: at each nothing is said, past it a warning ---- */

/* Multiparts in multiparts, with a text in the innermost. */
static char *nested (guint depth)
{
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < depth; i++)
        g_string_append_printf (out, "Content-Type: multipart/mixed; boundary=b%u-\n\n--b%u-\n", i, i);
    g_string_append (out, PLAIN "x\n");
    for (guint i = depth; i-- > 0;)
        g_string_append_printf (out, "--b%u---\n", i);
    return g_string_free (out, FALSE);
}

static void test_nesting (void)
{
    for (guint depth = 1; depth < 8; depth++) {
        g_autofree char *message = nested (depth);
        ScreenLimits limits = wide;
        limits.nesting = 4;
        g_auto (Screened) screened = screen (message, strlen (message), &limits);
        g_assert_cmpuint (screened.parts->len, ==, MIN (depth + 1, 5));
        assert_warnings (&screened, depth > 4 ? (const char *const[]){ WARN_NESTING, NULL } : (const char *const[]){ NULL });
    }
}

static char *with_parts (guint n)
{
    GString *out = g_string_new (MIXED);

    for (guint i = 0; i < n; i++)
        g_string_append_printf (out, "--b\n" PLAIN "%u\n", i);
    g_string_append (out, "--b--\n");
    return g_string_free (out, FALSE);
}

static void test_parts (void)
{
    for (guint n = 1; n < 12; n++) {
        g_autofree char *message = with_parts (n);
        ScreenLimits limits = wide;
        limits.parts = 7;
        g_auto (Screened) screened = screen (message, strlen (message), &limits);
        g_assert_cmpuint (screened.parts->len, ==, MIN (n + 1, 7)); /* the message is one too */
        assert_warnings (&screened, n + 1 > 7 ? (const char *const[]){ WARN_PARTS, NULL } : (const char *const[]){ NULL });
    }
}

static void test_header (void)
{
    for (gsize n = 30; n < 36; n++) {
        g_autofree char *fill = g_strnfill (n - strlen ("text/html; name="), 'a');
        g_autofree char *message = g_strdup_printf ("Content-Type: text/html; name=%s\n\nx", fill);
        ScreenLimits limits = wide;
        limits.header = 32;
        g_auto (Screened) screened = screen (message, strlen (message), &limits);
        g_assert_cmpint (g_array_index (screened.parts, Part, 0).type, ==, PART_HTML);
        assert_warnings (&screened, n > 32 ? (const char *const[]){ WARN_LONG_HEADER, NULL } : (const char *const[]){ NULL });
    }
}

/* ---- Whatever comes ---- */

static void assert_within (const Screened *screened, gsize length)
{
    for (guint i = 0; i < screened->parts->len; i++) {
        const Part *part = &g_array_index (screened->parts, Part, i);
        const Span spans[] = { part->header, part->body };
        for (guint k = 0; k < G_N_ELEMENTS (spans); k++)
            g_assert_true (spans[k].n == 0 ||
                           (spans[k].s >= screened->bytes && spans[k].s + spans[k].n <= screened->bytes + length));
        g_assert_nonnull (part->media.type);
    }
}

/* Cut anywhere, and with any byte in any place. */
static void test_damaged (void)
{
    static const char message[] =
        "Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\n" PLAIN "a\n--b\nContent-Type: multipart/x; boundary=c\n\n"
        "--c\n\nd\n--c--\n--b--\n";
    const gsize length = sizeof message - 1;

    for (gsize n = 0; n <= length; n++) {
        g_auto (Screened) screened = screen (message, n, &wide);
        assert_within (&screened, n);
    }
    for (gsize at = 0; at < length; at++)
        for (guint byte = 0; byte < 256; byte += 1 + at % 5) {
            g_autofree char *damaged = g_memdup2 (message, length);
            damaged[at] = (char) byte;
            g_auto (Screened) screened = screen (damaged, length, &wide);
            assert_within (&screened, length);
        }
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_mime_init ();
    g_test_add_func ("/screen/structure", test_structure);
    g_test_add_func ("/screen/types", test_types);
    g_test_add_func ("/screen/parameters", test_parameters);
    g_test_add_func ("/screen/file-name", test_file_name);
    g_test_add_func ("/screen/encodings", test_encodings);
    g_test_add_func ("/screen/slices", test_slices);
    g_test_add_func ("/screen/limits/nesting", test_nesting);
    g_test_add_func ("/screen/limits/parts", test_parts);
    g_test_add_func ("/screen/limits/header", test_header);
    g_test_add_func ("/screen/damaged", test_damaged);
    return g_test_run ();
}
