/* test-mailbox.c: bytes to messages: mbox, single messages, folders, gzip, the standard input
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "bounce.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FROM "From mailer@example.com Mon Nov 23 14:32:04 2026\n" /* 49 bytes */
#define FROM_CRLF "From mailer@example.com Mon Nov 23 14:32:04 2026\r\n"

static char *folder;
static BounceParser *parser;

/* ---- Files ---- */

static char *path_of (const char *name)
{
    return g_build_filename (folder, name, NULL);
}

/* Writes a file below the test's folder, whose folders it makes. length -1: to the NUL. */
static char *write_file (const char *name, const char *bytes, gssize length)
{
    char *path = path_of (name);
    g_autofree char *parent = g_path_get_dirname (path);
    g_autoptr (GError) error = NULL;

    g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
    g_file_set_contents (path, bytes, length, &error);
    g_assert_no_error (error);
    return path;
}

static char *make_folder (const char *name)
{
    char *path = path_of (name);
    g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
    return path;
}

static GByteArray *gzip (const char *bytes, gsize length)
{
    g_autoptr (GZlibCompressor) pack = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
    GByteArray *out = g_byte_array_new ();
    GConverterResult result = G_CONVERTER_CONVERTED;

    while (result != G_CONVERTER_FINISHED) {
        guint8 buffer[8192];
        gsize taken, made;
        g_autoptr (GError) error = NULL;
        result = g_converter_convert (G_CONVERTER (pack), bytes, length, buffer, sizeof buffer, G_CONVERTER_INPUT_AT_END, &taken,
                                      &made, &error);
        g_assert_no_error (error);
        bytes += taken, length -= taken;
        g_byte_array_append (out, buffer, (guint) made);
    }
    return out;
}

static char *write_gzip (const char *name, const char *bytes, gsize length)
{
    g_autoptr (GByteArray) packed = gzip (bytes, length);
    return write_file (name, (const char *) packed->data, (gssize) packed->len);
}

/* ---- Reading ---- */

static BounceMailbox *open_mailbox (const char *path)
{
    g_autoptr (GError) error = NULL;
    BounceMailbox *mailbox = bounce_mailbox_open (path, &error);

    g_assert_no_error (error);
    g_assert_nonnull (mailbox);
    return mailbox;
}

static void assert_next (BounceMailbox *mailbox)
{
    g_autoptr (GError) error = NULL;
    gboolean more = bounce_mailbox_next (mailbox, &error);

    g_assert_no_error (error);
    g_assert_true (more);
}

/* At the end nothing is current, and it stays the end. */
static void assert_end (BounceMailbox *mailbox)
{
    for (guint i = 0; i < 2; i++) {
        g_autoptr (GError) error = NULL;
        gsize length = 1;
        g_assert_false (bounce_mailbox_next (mailbox, &error));
        g_assert_no_error (error);
        g_assert_null (bounce_mailbox_get_data (mailbox, &length));
        g_assert_cmpuint (length, ==, 0);
    }
}

static void assert_data (BounceMailbox *mailbox, const char *bytes, gsize length)
{
    gsize n;
    const char *data = bounce_mailbox_get_data (mailbox, &n);

    g_assert_cmpmem (data, n, bytes, length);
}

static void assert_place (BounceMailbox *mailbox, const char *source, guint64 offset, guint64 size)
{
    g_autoptr (BounceReport) report = bounce_mailbox_parse (mailbox, parser);

    g_assert_cmpstr (bounce_report_get_source (report), ==, source);
    g_assert_cmpuint (bounce_report_get_offset (report), ==, offset);
    g_assert_cmpuint (bounce_report_get_size (report), ==, size);
}

static gboolean has_warning (BounceReport *report, const char *words)
{
    for (const char *const *w = bounce_report_get_warnings (report); *w; w++)
        if (strstr (*w, words))
            return TRUE;
    return FALSE;
}

static void assert_unreadable (BounceMailbox *mailbox, const char *source, const char *why)
{
    g_autoptr (BounceReport) report = bounce_mailbox_parse (mailbox, parser);

    g_assert_cmpint (bounce_report_get_kind (report), ==, BOUNCE_KIND_UNREADABLE);
    g_assert_cmpstr (bounce_report_get_source (report), ==, source);
    g_assert_cmpuint (bounce_report_get_n_recipients (report), ==, 0);
    if (!has_warning (report, why))
        g_error ("no warning with \"%s\"", why);
    /* a folder has as many as it likes: none of them is kept for ever */
    g_assert_cmpuint (g_quark_try_string (*bounce_report_get_warnings (report)), ==, 0);
}

/* ---- One file ---- */

typedef struct {
    const char *name;
    const char *bytes;
    gssize length; /* -1: to the NUL */
    struct {
        const char *data;
        gssize length; /* 0: to the NUL */
        guint64 offset, size;
    } messages[5]; /* to the first without data */
} Case;

static const Case cases[] = {
    { "one message", "Subject: a\n\nbody\n", -1, { { "Subject: a\n\nbody\n", 0, 0, 17 } } },
    { "one message, CRLF", "Subject: a\r\n\r\nbody\r\n", -1, { { "Subject: a\r\n\r\nbody\r\n", 0, 0, 20 } } },
    { "one message without a last newline", "Subject: a\n\nbody", -1, { { "Subject: a\n\nbody", 0, 0, 16 } } },
    { "a single byte", "S", -1, { { "S", 0, 0, 1 } } },
    { "an empty file", "", -1, { { 0 } } },
    { "a message that ends with blank lines keeps them",
      "Subject: a\n\nbody\n\n\n",
      -1,
      { { "Subject: a\n\nbody\n\n\n", 0, 0, 19 } } },
    { "a message with From_ lines and quotes in it is one message",
      "Subject: a\n\n" FROM ">From x\n",
      -1,
      { { "Subject: a\n\n" FROM ">From x\n", 0, 0, 69 } } },
    { "NULs", "Subject: a\n\n\0b\0\n", 16, { { "Subject: a\n\n\0b\0\n", 16, 0, 16 } } },
    { "mbox of one", FROM "Subject: a\n\nbody\n", -1, { { "Subject: a\n\nbody\n", 0, 49, 17 } } },
    { "the blank line before a From_ line, and at the end, is the mailbox's",
      FROM "Subject: a\n\nbody\n\n" FROM "Subject: b\n\nbody\n\n",
      -1,
      { { "Subject: a\n\nbody\n", 0, 49, 17 }, { "Subject: b\n\nbody\n", 0, 116, 17 } } },
    { "only one blank line is",
      FROM "Subject: a\n\nbody\n\n\n" FROM "Subject: b\n\nbody\n\n\n",
      -1,
      { { "Subject: a\n\nbody\n\n", 0, 49, 18 }, { "Subject: b\n\nbody\n\n", 0, 117, 18 } } },
    { "no blank line before From_ lines",
      FROM "Subject: a\n\nbody\n" FROM "Subject: b\n\nbody\n" FROM "Subject: c\n\nbody",
      -1,
      { { "Subject: a\n\nbody\n", 0, 49, 17 }, { "Subject: b\n\nbody\n", 0, 115, 17 }, { "Subject: c\n\nbody", 0, 181, 16 } } },
    { "CRLF mbox",
      FROM_CRLF "Subject: a\r\n\r\nbody\r\n\r\n" FROM_CRLF "Subject: b\r\n\r\nbody\r\n",
      -1,
      { { "Subject: a\r\n\r\nbody\r\n", 0, 50, 20 }, { "Subject: b\r\n\r\nbody\r\n", 0, 122, 20 } } },
    { "a header without a body",
      FROM "Subject: a\n\n" FROM "Subject: b\n\n",
      -1,
      { { "Subject: a\n", 0, 49, 11 }, { "Subject: b\n", 0, 110, 11 } } },
    { "messages without a byte", FROM FROM "\n" FROM, -1, { { "", 0, 49, 0 }, { "", 0, 98, 0 }, { "", 0, 148, 0 } } },
    { "blank lines before the first From_ line", "\n\r\n" FROM "Subject: a\n\nb\n", -1, { { "Subject: a\n\nb\n", 0, 52, 14 } } },
    { "mboxo and mboxrd quotes lose one sign",
      FROM "Subject: a\n\n>From x\n>>From y\n> From z\n>from w\nx >From v\n>Fromage\n>From\n",
      -1,
      { { "Subject: a\n\nFrom x\n>From y\n> From z\n>from w\nx >From v\n>Fromage\n>From\n", 0, 49, 71 } } },
    { "a quoted From_ line with a date is a line of the body",
      FROM "Subject: a\n\n>" FROM "x\n",
      -1,
      { { "Subject: a\n\n" FROM "x\n", 0, 49, 64 } } },
    { "sentences that begin with From",
      FROM
      "Subject: a\n\nFrom now on we meet on Mon at 14:32.\n\nFrom Mon Nov 23 on, all is well\nFrom a Mon Nov 23 10:00 we wait\n"
      "from mailer@example.com Mon Nov 23 14:32:04 2026\n From mailer@example.com Mon Nov 23 14:32:04 2026\nFrom \nFrom\n",
      -1,
      { { "Subject: a\n\nFrom now on we meet on Mon at 14:32.\n\nFrom Mon Nov 23 on, all is well\nFrom a Mon Nov 23 10:00 we "
          "wait\n"
          "from mailer@example.com Mon Nov 23 14:32:04 2026\n From mailer@example.com Mon Nov 23 14:32:04 2026\nFrom \nFrom\n",
          0, 49, 224 } } },
    { "NULs in an mbox",
      FROM "A: a\n\n\0\n\n" FROM "B: b\n\n\0",
      49 + 9 + 49 + 7,
      { { "A: a\n\n\0\n", 8, 49, 8 }, { "B: b\n\n\0", 7, 107, 7 } } },
    { "NULs are no names of days",
      FROM "A: a\n\nFrom x M\0\0 J\0\0 23 14:32:04 2026\n",
      49 + 6 + 32,
      { { "A: a\n\nFrom x M\0\0 J\0\0 23 14:32:04 2026\n", 38, 49, 38 } } },
};

static void test_case (gconstpointer data)
{
    const Case *c = data;
    gsize length = c->length < 0 ? strlen (c->bytes) : (gsize) c->length;
    g_autofree char *plain = write_file ("case", c->bytes, (gssize) length);
    g_autofree char *packed = write_gzip ("case.gz", c->bytes, length);
    const char *paths[] = { plain, packed };

    for (guint p = 0; p < G_N_ELEMENTS (paths); p++) {
        g_autoptr (BounceMailbox) mailbox = open_mailbox (paths[p]);
        for (guint i = 0; i < G_N_ELEMENTS (c->messages) && c->messages[i].data; i++) {
            assert_next (mailbox);
            assert_data (mailbox, c->messages[i].data,
                         c->messages[i].length ? (gsize) c->messages[i].length : strlen (c->messages[i].data));
            assert_place (mailbox, paths[p], c->messages[i].offset, c->messages[i].size);
        }
        assert_end (mailbox);
    }
}

/* What programs write after "From ": each begins a message. */
static void test_from_lines (void)
{
    static const char *const lines[] = {
        "From mailer@example.com Mon Nov 23 14:32:04 2026",
        "From - Mon Nov 23 14:32:04 2026",
        "From mailer@example.com  Mon Nov  2 14:32:04 2026",
        "From MAILER-DAEMON Mon Nov 23 14:32 2026",
        "From mailer@example.com Mon Nov 23 14:32:04 2026 remote from example",
        "From mailer@example.com Mon Nov 23 14:32:04 +0100 2026",
        "From 1789@xxx Mon Nov 23 14:32:04 +0000 2026",
        "From mailer@example.com Mon Nov 23 14:32:04 CET 2026",
        "From mailer@example.com Mon Nov 23 14:32:04 MET DST 2026",
        "From mailer@example.com Mon Nov 23 14:32:04 2026 +0100",
        "From \"a b\"@example.com Mon Nov 23 14:32:04 2026",
        "From mailer at example.com  Mon Nov 23 14:32:04 2026",
    };

    for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
        g_autofree char *bytes = g_strconcat (lines[i], "\nA: 1\n\nx\n\n", lines[i], "\nA: 2\n\ny\n", NULL);
        g_autofree char *path = write_file ("from", bytes, -1);
        g_autoptr (BounceMailbox) mailbox = open_mailbox (path);
        g_test_message ("%s", lines[i]);
        assert_next (mailbox);
        assert_data (mailbox, "A: 1\n\nx\n", 8);
        assert_next (mailbox);
        assert_data (mailbox, "A: 2\n\ny\n", 8);
        assert_end (mailbox);
    }
}

static void test_before_first (void)
{
    g_autofree char *path = write_file ("before", "A: b\n\nc\n", -1);
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);
    g_autoptr (BounceMailbox) again = bounce_mailbox_ref (mailbox);
    gsize length = 1;

    g_assert_true (again == mailbox);
    g_assert_null (bounce_mailbox_get_data (mailbox, &length));
    g_assert_cmpuint (length, ==, 0);
}

/* ---- Size ---- */

static void append_repeated (GString *string, char c, gsize n)
{
    gsize before = string->len;
    g_string_set_size (string, before + n);
    memset (string->str + before, c, n);
}

/* A line that is longer than any buffer, and where its pieces might be taken for lines. */
static void test_long_line (void)
{
    static const gsize lengths[] = { 128 * 1024 - 1, 128 * 1024, 128 * 1024 + 1, 1024 * 1024 };

    for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
        g_autoptr (GString) first = g_string_new ("Subject: a\n\n");
        append_repeated (first, 'x', lengths[i]);
        g_string_append (first, "\n");
        g_autoptr (GString) mbox = g_string_new (FROM);
        g_string_append_len (mbox, first->str, (gssize) first->len);
        g_string_append (mbox, "\n" FROM "Subject: b\n\n>From y\n");
        g_autofree char *path = write_file ("long", mbox->str, (gssize) mbox->len);
        g_autoptr (BounceMailbox) mailbox = open_mailbox (path);
        assert_next (mailbox);
        assert_data (mailbox, first->str, first->len);
        assert_place (mailbox, path, 49, first->len);
        assert_next (mailbox);
        assert_data (mailbox, "Subject: b\n\nFrom y\n", 19);
        assert_place (mailbox, path, 49 + first->len + 1 + 49, 20);
        assert_end (mailbox);
    }
}

/* What stands in the midst of a line is neither a From_ line nor a quoted one, wherever the buffer ends. */
static void test_from_within_long_line (void)
{
    static const char *const words[] = { FROM, ">From y\n" };

    for (gsize at = 131072 - 80; at < 131072 + 80; at++) {
        g_autoptr (GString) mbox = g_string_new (FROM "A: b\n\n");
        append_repeated (mbox, 'x', at - mbox->len);
        g_string_append (mbox, words[at % 2]);
        g_string_append (mbox, words[(at + 1) % 2] + (at + 1) % 2);
        g_autofree char *path = write_file ("within", mbox->str, (gssize) mbox->len);
        g_autoptr (BounceMailbox) mailbox = open_mailbox (path);
        assert_next (mailbox);
        gsize length = at % 2 ? at + strlen (words[1]) - 49 : mbox->len - 49; /* the second is a line of its own */
        assert_data (mailbox, mbox->str + 49, length);
        assert_place (mailbox, path, 49, length);
    }
}

/* A From_ line is found wherever the buffer ends in it. */
static void test_from_at_buffer_end (void)
{
    for (gsize at = 131072 - 60; at < 131072 + 8; at++) {
        g_autoptr (GString) mbox = g_string_new (FROM "A: b\n\n");
        while (mbox->len + 64 < at)
            g_string_append (mbox, "a line of the body\n");
        append_repeated (mbox, 'x', at - mbox->len - 1);
        g_string_append (mbox, "\n" FROM "B: c\n\nd\n");
        g_autofree char *path = write_file ("edge", mbox->str, (gssize) mbox->len);
        g_autoptr (BounceMailbox) mailbox = open_mailbox (path);
        assert_next (mailbox);
        assert_place (mailbox, path, 49, at - 49);
        assert_next (mailbox);
        assert_data (mailbox, "B: c\n\nd\n", 8);
        assert_place (mailbox, path, at + 49, 8);
        assert_end (mailbox);
    }
}

/* Past the limit a message is cut; its size is told, and the next one is found. */
static void test_limit (void)
{
    static const gsize lengths[] = { BOUNCE_DEFAULT_LIMIT_MESSAGE - 1, BOUNCE_DEFAULT_LIMIT_MESSAGE,
                                     BOUNCE_DEFAULT_LIMIT_MESSAGE + 1, BOUNCE_DEFAULT_LIMIT_MESSAGE + 300000 };

    for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
        g_autoptr (GString) first = g_string_new ("Subject: a\n\n");
        for (guint n = 0; first->len + 100 < lengths[i]; n++) /* no part is so long that it is cut */
            g_string_append (first, n % 1000 ? "a line of the body\n\n" : "--a\n\n");
        append_repeated (first, 'x', lengths[i] - first->len - 1);
        g_string_append_c (first, '\n');
        g_assert_cmpuint (first->len, ==, lengths[i]);
        g_autoptr (GString) mbox = g_string_new (FROM);
        g_string_append_len (mbox, first->str, (gssize) first->len);
        g_string_append (mbox, "\n" FROM "Subject: b\n\nc\n");
        g_autofree char *path = write_file ("limit", mbox->str, (gssize) mbox->len);
        g_autoptr (BounceMailbox) mailbox = open_mailbox (path);
        assert_next (mailbox);
        g_autoptr (BounceReport) report = bounce_mailbox_parse (mailbox, parser);
        g_assert_cmpuint (bounce_report_get_size (report), ==, lengths[i]);
        g_assert_cmpint (has_warning (report, "truncated: the message"), ==, lengths[i] > BOUNCE_DEFAULT_LIMIT_MESSAGE);
        assert_data (mailbox, first->str, MIN (lengths[i], BOUNCE_DEFAULT_LIMIT_MESSAGE));
        assert_next (mailbox);
        assert_data (mailbox, "Subject: b\n\nc\n", 14);
        g_autoptr (BounceReport) second = bounce_mailbox_parse (mailbox, parser);
        g_assert_cmpuint (bounce_report_get_offset (second), ==, mbox->len - 14);
        g_assert_false (has_warning (second, "truncated"));
        assert_end (mailbox);
        g_unlink (path);
    }
}

/* Of a returned message the begin is kept, and what follows it is read as if all of it were there. */
static void test_returned (void)
{
    static const char head[] = "Return-Path: <>\nFrom: mailer-daemon@mx.example\n"
                               "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
                               "--b\nContent-Type: Message/RFC822\n\n"
                               "Message-ID: <1@a.example>\nContent-Type: multipart/mixed; boundary=inner\n\n";
    static const char tail[] = "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
                               "Final-Recipient: rfc822; x@b.example\nAction: failed\nStatus: 5.1.1\n\n--b--\n";
    g_autoptr (GString) mbox = g_string_new (FROM);

    g_string_append (mbox, head);
    while (mbox->len < 20 * 1024 * 1024)
        g_string_append (mbox, mbox->len % 7 ? "bGlnaHQgd29yay4=\n" : "--inner\nContent-Type: text/plain\n\n--\n");
    g_string_append (mbox, tail);
    gsize size = mbox->len - 49;
    g_string_append (mbox, "\n" FROM "Subject: b\n\nc\n");
    g_autofree char *path = write_file ("returned", mbox->str, (gssize) mbox->len);
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);

    assert_next (mailbox);
    g_autoptr (BounceReport) report = bounce_mailbox_parse (mailbox, parser);
    gsize length;
    bounce_mailbox_get_data (mailbox, &length);
    g_assert_cmpuint (length, <, BOUNCE_MAILBOX_LIMIT_RETURNED + 1000);
    g_assert_cmpuint (length, >, BOUNCE_MAILBOX_LIMIT_RETURNED);
    g_assert_cmpuint (bounce_report_get_size (report), ==, size);
    g_assert_false (has_warning (report, "truncated"));
    g_assert_cmpuint (bounce_report_get_n_recipients (report), ==, 1);
    g_assert_cmpstr (bounce_recipient_get_status (bounce_report_get_recipient (report, 0)), ==, "5.1.1");
    g_assert_cmpstr (bounce_report_get_original (report, "message_id"), ==, "1@a.example");
    assert_next (mailbox);
    assert_data (mailbox, "Subject: b\n\nc\n", 14);
    assert_end (mailbox);
    g_unlink (path);
}

static char *pack (BounceMailbox *mailbox, gsize *length)
{
    *length = bounce_mailbox_pack (mailbox, NULL, 0);
    char *packed = g_malloc (*length); /* without a byte more */
    g_assert_cmpuint (bounce_mailbox_pack (mailbox, packed, *length), ==, *length);
    return packed;
}

/* What is read of a part is told to be cut, where it is: in a mailbox and on the way to another process. */
static void assert_cut (const char *mail, BounceParser *reader, const char *warning)
{
    g_autofree char *path = write_file ("cut", mail, -1);
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);
    gsize length;

    assert_next (mailbox);
    g_autofree char *packed = pack (mailbox, &length);
    g_autoptr (BounceReport) direct = bounce_mailbox_parse (mailbox, reader);
    g_autoptr (BounceReport) report = bounce_parser_parse_packed (reader, packed, length);
    g_assert_cmpint (has_warning (direct, "truncated"), ==, warning != NULL);
    g_assert_cmpint (has_warning (report, "truncated"), ==, warning != NULL);
    g_assert_true (!warning || (has_warning (direct, warning) && has_warning (report, warning)));
    g_unlink (path);
}

#define DAEMON "From: mailer-daemon@mx.example\nSubject: Undelivered mail\n"
#define FORWARDED "From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee this.\n--b\nContent-Type: message/rfc822\n\n"

static void test_cut_is_told (void)
{
    static const struct {
        const char *before, *line, *after;
        gsize size;
        const char *warning; /* NULL: none */
    } mails[] = {
        /* a text that a limit of the parser's own would let in */
        { DAEMON "\n", "and so on\n", "<x@b.example>: 550 no\n", 4 * 1024 * 1024, "the text is longer" },
        { DAEMON "\n", "and so on\n", "<x@b.example>: 550 no\n", 2 * 1024 * 1024, NULL },
        /* a report that somebody passed on */
        { FORWARDED DAEMON "\n", "and so on\n", "<x@b.example>: 550 no\n--b--\n", 70000, "the returned message is longer" },
        { FORWARDED DAEMON "\n", "and so on\n", "<x@b.example>: 550 no\n--b--\n", 60000, NULL },
        /* a mail, whose body nobody reads, and its header */
        { FORWARDED "Subject: c\n\n", "and so on\n", "--b--\n", 70000, NULL },
        { FORWARDED "Subject: c\n", "X: and so on\n", "\nx\n--b--\n", 70000, "the returned message is longer" },
        { FORWARDED "Subject: c\n", "X: and so on\n", "\nx\n--b--\n", 60000, NULL },
    };
    g_autoptr (BounceParser) reader = bounce_parser_new ();

    bounce_parser_set_limit (reader, BOUNCE_LIMIT_TEXT, 8 * 1024 * 1024);
    for (guint i = 0; i < G_N_ELEMENTS (mails); i++) {
        g_autoptr (GString) mail = g_string_new (mails[i].before);
        while (mail->len < mails[i].size)
            g_string_append (mail, mails[i].line);
        g_string_append (mail, mails[i].after);
        g_test_message ("%u", i);
        assert_cut (mail->str, reader, mails[i].warning);
    }
}

/* Any other part is cut where no reader would go on, and says so. */
static void test_long_part (void)
{
    g_autoptr (GString) mail =
        g_string_new ("From: mailer-daemon@mx.example\nSubject: Undelivered mail\n\n<x@b.example>: 550 no\n");
    gsize begin = mail->len, length;

    append_repeated (mail, '-', BOUNCE_MAILBOX_LIMIT_PART);
    g_string_append (mail, "\n\n");
    while (mail->len < 2 * BOUNCE_MAILBOX_LIMIT_PART)
        g_string_append (mail, "and so on\n");
    g_autofree char *path = write_file ("long-part", mail->str, (gssize) mail->len);
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);

    assert_next (mailbox);
    bounce_mailbox_get_data (mailbox, &length);
    g_assert_cmpuint (length, ==, begin + BOUNCE_MAILBOX_LIMIT_PART);
    g_autoptr (BounceReport) report = bounce_mailbox_parse (mailbox, parser);
    g_assert_true (has_warning (report, "truncated: the text"));
    g_assert_cmpuint (bounce_report_get_size (report), ==, mail->len);
    assert_end (mailbox);
    g_unlink (path);
}

/* ---- Slices ---- */

/* Adds what the messages are packed to, between the places. */
static void add_slice (GString *all, const char *path, guint64 begin, guint64 end)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (BounceMailbox) mailbox = bounce_mailbox_open_slice (path, begin, end, &error);
    char packed[4096];

    g_assert_no_error (error);
    while (bounce_mailbox_next (mailbox, &error)) {
        gsize n = bounce_mailbox_pack (mailbox, packed, sizeof packed);
        g_assert_cmpuint (n, <=, sizeof packed);
        g_string_append_len (all, packed, (gssize) n);
    }
    g_assert_no_error (error);
}

/* Wherever it is cut, each message is in one slice. */
static void test_slices (void)
{
    static const char mbox[] = "\n\n" FROM "A: b\n\nc\n\n" FROM "\n" FROM FROM "D: e\r\n\r\n>From x\r\nFrom here on\r\n\r\n"
                               "From x Mon Nov 23 14:32:04 2026\r\nF: g\r\n\r\n" FROM "no end From x Mon Nov 23 14:32:04 2026";
    const guint64 n = sizeof mbox - 1;
    g_autofree char *path = write_file ("slices", mbox, (gssize) n);
    g_autoptr (GString) whole = g_string_new (NULL);

    add_slice (whole, path, 0, G_MAXUINT64);
    for (guint64 cut = 0; cut <= n + 1; cut++)
        for (guint64 next = cut; next <= n + 1; next += 7) {
            g_autoptr (GString) all = g_string_new (NULL);
            add_slice (all, path, 0, cut);
            add_slice (all, path, cut, next);
            add_slice (all, path, next, G_MAXUINT64);
            g_assert_cmpmem (all->str, all->len, whole->str, whole->len);
        }
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);
    g_assert_cmpuint (bounce_mailbox_get_length (mailbox), ==, n);
}

/* The place is in a line longer than any buffer, or in lines that begin with "From ". */
static void test_slices_of_long_lines (void)
{
    g_autoptr (GString) mbox = g_string_new (FROM "A: b\n\n");

    append_repeated (mbox, 'x', 400000);
    g_string_append (mbox, FROM "C: d\n\n"); /* not at the begin of a line */
    for (guint i = 0; i < 40000; i++)
        g_string_append (mbox, "From a line\n");
    gsize last = mbox->len;
    g_string_append (mbox, FROM "E: f\n\n");
    g_autofree char *path = write_file ("long-slices", mbox->str, (gssize) mbox->len);
    for (gsize at = 1; at <= last; at += last / 97) {
        g_autoptr (GError) error = NULL;
        g_autoptr (BounceMailbox) mailbox = bounce_mailbox_open_slice (path, at, G_MAXUINT64, &error);
        assert_next (mailbox);
        assert_data (mailbox, "E: f\n", 5);
        assert_end (mailbox);
        g_autoptr (BounceMailbox) none = bounce_mailbox_open_slice (path, at, last, &error);
        assert_end (none);
    }
}

/* Each slice of a line without an end is told to be empty when its end is reached, not that of the file. */
static void test_slices_within_a_line (void)
{
    const guint64 slice = 1024 * 1024;
    g_autoptr (GString) mbox = g_string_new (FROM "A: b\n\n");

    append_repeated (mbox, 'x', 8 * slice);
    g_autofree char *path = write_file ("one-line", mbox->str, (gssize) mbox->len);
    for (guint i = 1; i < 8; i++) {
        g_autoptr (GError) error = NULL;
        g_autoptr (BounceMailbox) mailbox = bounce_mailbox_open_slice (path, i * slice, (i + 1) * slice, &error);
        g_assert_cmpfloat (bounce_mailbox_get_progress (mailbox), <, (i + 1.5) / 8);
        assert_end (mailbox);
    }
}

static void test_no_slices (void)
{
    g_autofree char *mail = write_file ("no-slice", "A: b\n\nc\n", -1);
    g_autofree char *packed = write_gzip ("slice.gz", FROM "A: b\n\nc\n", 58);
    const char *const paths[] = { mail, packed, folder };

    for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
        g_autoptr (GError) error = NULL;
        g_autoptr (BounceMailbox) mailbox = open_mailbox (paths[i]);
        g_assert_cmpuint (bounce_mailbox_get_length (mailbox), ==, 0);
        g_assert_null (bounce_mailbox_open_slice (paths[i], 0, 10, &error));
        g_assert_error (error, BOUNCE_ERROR, BOUNCE_ERROR_IO);
    }
    g_autoptr (GError) error = NULL;
    g_assert_null (bounce_mailbox_open_slice ("/no/such/mbox", 0, 10, &error));
    g_assert_error (error, BOUNCE_ERROR, BOUNCE_ERROR_NOT_FOUND);
}

/* ---- Packed ---- */

/* What was packed is parsed to the same report, wherever the mailbox has gone to meanwhile. */
static void test_packed (void)
{
    g_autofree char *path =
        write_file ("packed", FROM "Subject: a\n\nb\n\n" FROM "\n\n" FROM "Message-ID: <1@a.example>\n\n", -1);
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);

    for (guint i = 0; i < 3; i++) {
        gsize length;
        assert_next (mailbox);
        g_autofree char *packed = pack (mailbox, &length);
        g_autoptr (BounceReport) direct = bounce_mailbox_parse (mailbox, parser);
        g_autoptr (BounceReport) report = bounce_parser_parse_packed (parser, packed, length);
        g_autofree char *wanted = bounce_report_to_json (direct), *got = bounce_report_to_json (report);
        g_assert_cmpstr (got, ==, wanted);
    }
    assert_end (mailbox);
}

static void test_packed_without_room (void)
{
    g_autofree char *path = write_file ("room", "Subject: a\n\nb\n", -1);
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);
    char buffer[4096];

    assert_next (mailbox);
    gsize length = bounce_mailbox_pack (mailbox, NULL, 0);
    memset (buffer, 'x', sizeof buffer);
    g_assert_cmpuint (bounce_mailbox_pack (mailbox, buffer, length - 1), ==, length);
    g_assert_cmpint (buffer[0], ==, 'x');
    g_assert_cmpuint (bounce_mailbox_pack (mailbox, buffer, length), ==, length);
    g_assert_cmpint (buffer[length], ==, 'x');
}

/* A message that was given up has its place. */
static void test_packed_unreadable (void)
{
    g_autofree char *path = write_file ("given-up", FROM "Subject: a\n\nb\n\n" FROM "Subject: c\n\n", -1);
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);
    gsize length;

    assert_next (mailbox);
    assert_next (mailbox);
    g_autofree char *packed = pack (mailbox, &length);
    g_autoptr (BounceReport) report = bounce_report_new_unreadable (packed, length, "it took too long");
    g_assert_cmpint (bounce_report_get_kind (report), ==, BOUNCE_KIND_UNREADABLE);
    g_assert_cmpstr (bounce_report_get_source (report), ==, path);
    g_assert_cmpuint (bounce_report_get_offset (report), ==, 49 + 14 + 49 + 1);
    g_assert_cmpuint (bounce_report_get_size (report), ==, 11); /* the last blank line is the mailbox's */
    g_assert_cmpstr (bounce_report_get_warnings (report)[0], ==, "it took too long");
    g_assert_null (bounce_report_get_subject (report));
}

/* ---- gzip ---- */

static void append_file (const char *path, const void *bytes, gsize length)
{
    FILE *file = g_fopen (path, "ab");
    g_assert_cmpuint (fwrite (bytes, 1, length, file), ==, length);
    g_assert_cmpint (fclose (file), ==, 0);
}

/* What random bytes pack to is as long as they are. */
static void append_noise (GString *string, gsize n, guint32 seed)
{
    while (n--) {
        seed = seed * 1664525u + 1013904223u;
        g_string_append_c (string, (char) ('!' + (seed >> 24) % 90));
        if (n % 70 == 0 && n) {
            g_string_append_c (string, '\n');
            n--;
        }
    }
}

/* Members follow one another at every place of a buffer's end, and what they hold is one stream. */
static void test_gzip_members (void)
{
    g_autoptr (GByteArray) second = gzip (FROM "B: c\n\nd\n", 57);

    for (gsize more = 0; more < 24; more++) {
        g_autoptr (GString) text = g_string_new (FROM "A: b\n\n");
        g_autofree char *path = NULL;
        gsize target = 131072 + 4 - more, size = 0;
        GStatBuf info;
        for (gsize n = 150000; size != target;) { /* the packed length that is asked for */
            g_string_truncate (text, 49 + 6);
            append_noise (text, n, 7);
            g_string_append_c (text, '\n');
            g_free (path);
            path = write_gzip ("members.gz", text->str, text->len);
            g_assert_cmpint (g_stat (path, &info), ==, 0);
            size = (gsize) info.st_size;
            if (size > target + 64)
                n -= (size - target) / 2;
            else if (size + 64 < target)
                n += (target - size) / 2;
            else if (size != target)
                break;
        }
        append_file (path, second->data, second->len);
        g_autoptr (BounceMailbox) mailbox = open_mailbox (path);
        assert_next (mailbox);
        assert_data (mailbox, text->str + 49, text->len - 49);
        assert_next (mailbox);
        assert_data (mailbox, "B: c\n\nd\n", 8);
        assert_place (mailbox, path, text->len + 49, 8);
        assert_end (mailbox);
    }
}

static void test_gzip_padding (void)
{
    g_autofree char *path = write_gzip ("padded.gz", "A: b\n\nc\n", 8);
    char zeros[600] = { 0 };

    append_file (path, zeros, sizeof zeros);
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);
    assert_next (mailbox);
    assert_data (mailbox, "A: b\n\nc\n", 8);
    assert_end (mailbox);
}

static void test_gzip_empty (void)
{
    g_autofree char *path = write_gzip ("empty.gz", "", 0);
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);

    assert_end (mailbox);
}

static void assert_breaks_off (BounceMailbox *mailbox, const char *path)
{
    g_autoptr (GError) error = NULL;
    gsize length = 1;

    g_assert_false (bounce_mailbox_next (mailbox, &error));
    g_assert_error (error, BOUNCE_ERROR, BOUNCE_ERROR_IO);
    g_assert_true (g_str_has_prefix (error->message, path));
    g_assert_null (bounce_mailbox_get_data (mailbox, &length));
    assert_end (mailbox);
}

/* Wherever it is cut, it is an error and no short message. */
static void test_gzip_truncated (void)
{
    g_autoptr (GByteArray) packed = gzip ("A: b\n\nsome words of a body\n", 27);

    for (guint n = 2; n < packed->len; n++) {
        g_autofree char *path = write_file ("cut.gz", (const char *) packed->data, n);
        g_autoptr (BounceMailbox) mailbox = open_mailbox (path);
        assert_breaks_off (mailbox, path);
    }
}

/* The messages before the break are read. */
static void test_gzip_corrupt (void)
{
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint i = 0; i < 40; i++) {
        g_string_append (text, FROM "A: b\n\n");
        append_noise (text, 10000, i);
        g_string_append (text, "\n\n");
    }
    g_autoptr (GByteArray) packed = gzip (text->str, text->len);
    memset (packed->data + packed->len - 40, 0x55, 40);
    g_autofree char *path = write_file ("corrupt.gz", (const char *) packed->data, packed->len);
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);
    for (guint i = 0; i < 38; i++)
        assert_next (mailbox);
    g_autoptr (GError) error = NULL;
    while (bounce_mailbox_next (mailbox, &error))
        ;
    g_assert_error (error, BOUNCE_ERROR, BOUNCE_ERROR_IO);
}

/* Two bytes of the mark and something else, and a mail that begins with one of them. */
static void test_not_gzip (void)
{
    g_autofree char *path = write_file ("mark", "\037A: b\n\nc\n", -1);
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);

    assert_next (mailbox);
    assert_data (mailbox, "\037A: b\n\nc\n", 9);
    assert_end (mailbox);
    g_autofree char *bad = write_file ("mark.gz", "\037\213A: b\n\nc\n", -1);
    g_autoptr (BounceMailbox) broken = open_mailbox (bad);
    assert_breaks_off (broken, bad);
}

/* ---- Folders ---- */

static void test_maildir (void)
{
    g_autofree char *path = path_of ("Maildir");
    g_autofree char *a = write_file ("Maildir/cur/2.host:2,S", "A: 2\n\nx\n", -1);
    g_autofree char *b = write_file ("Maildir/cur/1.host:2,", "A: 1\n\nx\n", -1);
    g_autofree char *c = write_file ("Maildir/new/0.host", "A: 0\n\nx\n", -1);
    g_free (write_file ("Maildir/tmp/3.host", "A: 3\n\nx\n", -1));
    g_free (write_file ("Maildir/cur/.hidden", "A: 4\n\nx\n", -1));
    g_free (write_file ("Maildir/dovecot-uidlist", "3 V1 N5\n", -1));
    g_free (write_file ("Maildir/.Sent/cur/5.host", "A: 5\n\nx\n", -1));
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);

    assert_next (mailbox);
    assert_place (mailbox, c, 0, 8);
    assert_next (mailbox);
    assert_data (mailbox, "A: 1\n\nx\n", 8);
    assert_place (mailbox, b, 0, 8);
    assert_next (mailbox);
    assert_place (mailbox, a, 0, 8);
    assert_end (mailbox);
}

static void move_file (const char *from, const char *to)
{
    g_autofree char *old = path_of (from), *new = path_of (to);
    g_assert_cmpint (g_rename (old, new), ==, 0);
}

/* A mail program that opens a Maildir moves what is new to cur. Each message is read once: one that was read before it moved, one
 * that moves before it is read, and one that comes meanwhile. What is deleted was not there. */
static void test_moving_maildir (void)
{
    static const char *const names[] = { "moving/new/1.host", "moving/new/2.host", "moving/new/3.host", "moving/cur/0.host:2,S" };
    g_autofree char *path = path_of ("moving"), *came = path_of ("moving/cur/4.host:2,");

    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        g_free (write_file (names[i], "A: b\n\nx\n", -1));
    g_autofree char *first = path_of (names[0]), *last = path_of (names[3]), *moved = path_of ("moving/cur/2.host:2,S");
    g_autofree char *deleted = path_of (names[2]);
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);
    assert_next (mailbox);
    assert_place (mailbox, first, 0, 8);
    move_file (names[0], "moving/cur/1.host:2,RS");
    move_file (names[1], "moving/cur/2.host:2,S");
    g_unlink (deleted);
    g_free (write_file ("moving/cur/4.host:2,", "A: b\n\nx\n", -1));
    assert_next (mailbox);
    assert_place (mailbox, last, 0, 8);
    assert_next (mailbox);
    assert_place (mailbox, moved, 0, 8);
    assert_next (mailbox);
    assert_place (mailbox, came, 0, 8);
    assert_end (mailbox);
}

static void test_empty_folders (void)
{
    static const char *const names[] = { "empty", "empty-maildir/new", "empty-maildir/cur" };
    g_autofree char *maildir = path_of ("empty-maildir");

    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        g_free (make_folder (names[i]));
    g_autofree char *empty = path_of ("empty");
    g_autoptr (BounceMailbox) one = open_mailbox (empty), two = open_mailbox (maildir);
    assert_end (one);
    assert_end (two);
}

/* Single messages, an mbox and gzip side by side, in the order of their names; folders are not entered. */
static void test_folder (void)
{
    g_autofree char *path = path_of ("mixed");
    g_autofree char *one = write_file ("mixed/1.eml", "A: 1\n\nx\n", -1);
    g_autofree char *mbox = write_file ("mixed/2.mbox", FROM "A: 2\n\nx\n\n" FROM "A: 3\n\nx\n", -1);
    g_autofree char *packed = write_gzip ("mixed/3.eml.gz", "A: 4\n\nx\n", 8);
    g_autofree char *empty = write_file ("mixed/4.empty", "", 0);
    g_free (write_file ("mixed/5/6.eml", "A: 6\n\nx\n", -1));
    g_free (write_file ("mixed/.7", "A: 7\n\nx\n", -1));
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);

    assert_next (mailbox);
    assert_place (mailbox, one, 0, 8);
    assert_next (mailbox);
    assert_place (mailbox, mbox, 49, 8);
    assert_next (mailbox);
    assert_place (mailbox, mbox, 107, 8);
    assert_next (mailbox);
    assert_data (mailbox, "A: 4\n\nx\n", 8);
    assert_place (mailbox, packed, 0, 8);
    assert_next (mailbox);
    assert_data (mailbox, "", 0);
    assert_place (mailbox, empty, 0, 0);
    assert_end (mailbox);
}

/* More files than are listed at once: each comes once, in the order of their names. */
static void test_many_files (void)
{
    enum { FILES = 70000, A_LINK = 10000 }; /* a file has at most 65,000 names on some file systems */
    g_autofree char *path = make_folder ("many");

    for (guint i = 0; i < FILES; i++) {
        g_autofree char *file = g_strdup_printf ("%s/%05u", path, FILES - 1 - i);
        g_autofree char *first = g_strdup_printf ("%s/%05u", path, FILES - 1 - i / A_LINK * A_LINK);
        if (i % A_LINK == 0)
            append_file (file, "A: b\n\n", 6);
        else
            g_assert_cmpint (link (first, file), ==, 0);
    }
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);
    for (guint i = 0; i < FILES; i++) {
        char packed[1024];
        g_autofree char *file = g_strdup_printf ("%s/%05u", path, i);
        assert_next (mailbox);
        gsize length = bounce_mailbox_pack (mailbox, packed, sizeof packed);
        g_assert_nonnull (memmem (packed, length, file, strlen (file) + 1));
    }
    assert_end (mailbox);
}

/* What cannot be read in a folder is told of, and the others are read. A FIFO has no writer here: it must not be waited for. */
static void test_unreadable_in_folder (void)
{
    g_autofree char *path = make_folder ("unreadable"), *dangling = path_of ("unreadable/1"), *fifo = path_of ("unreadable/2");
    g_autofree char *device = path_of ("unreadable/3");
    g_autofree char *mail = write_file ("unreadable/5", "A: 5\n\nx\n", -1);
    g_autoptr (GByteArray) packed = gzip ("A: b\n\nc\n", 8);
    g_autofree char *cut = write_file ("unreadable/4.gz", (const char *) packed->data, packed->len - 9);

    g_assert_cmpint (symlink ("nowhere", dangling), ==, 0);
    g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
    g_assert_cmpint (symlink ("/dev/zero", device), ==, 0);
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);
    assert_next (mailbox);
    assert_unreadable (mailbox, dangling, "No such file");
    assert_place (mailbox, dangling, 0, 0);
    assert_next (mailbox);
    assert_unreadable (mailbox, fifo, "not a regular file");
    assert_next (mailbox);
    assert_unreadable (mailbox, device, "not a regular file");
    assert_next (mailbox);
    assert_unreadable (mailbox, cut, cut);
    assert_data (mailbox, "", 0);
    assert_next (mailbox);
    assert_data (mailbox, "A: 5\n\nx\n", 8);
    assert_place (mailbox, mail, 0, 8);
    assert_end (mailbox);
}

static void test_missing (void)
{
    static const char *const names[] = { "nothing", "nothing/at/all", "mail/below" };
    g_free (write_file ("mail", "A: b\n", -1));

    for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
        g_autofree char *path = path_of (names[i]);
        g_autoptr (GError) error = NULL;
        g_autoptr (BounceMailbox) mailbox = bounce_mailbox_open (path, &error);
        g_assert_null (mailbox);
        g_assert_error (error, BOUNCE_ERROR, BOUNCE_ERROR_NOT_FOUND);
        g_assert_nonnull (strstr (error->message, path));
    }
    g_assert_null (bounce_mailbox_open ("/nonexistent/file", NULL));
}

/* A name is any bytes; what is told of it is UTF-8. */
static void test_name_not_utf8 (void)
{
    g_autofree char *path = write_file ("na\377me/\376", "A: b\n\nc\n", -1);
    g_autofree char *parent = path_of ("na\377me"), *shown = g_utf8_make_valid (path, -1);
    g_autoptr (BounceMailbox) one = open_mailbox (path), all = open_mailbox (parent);

    assert_next (one);
    assert_place (one, shown, 0, 8);
    assert_next (all);
    assert_place (all, shown, 0, 8);
    g_autoptr (GError) error = NULL;
    g_file_set_contents (path, "", 0, NULL);
    g_autoptr (BounceReport) empty = bounce_parser_parse_file (parser, path, &error);
    g_assert_cmpstr (bounce_report_get_source (empty), ==, shown);
    g_unlink (path);
    g_assert_null (bounce_mailbox_open (path, &error));
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

/* ---- Pipes ---- */

typedef struct {
    int fd;
    const char *bytes;
    gsize length, piece;
} Writer;

static gpointer write_pieces (gpointer data)
{
    Writer *writer = data;

    for (gsize at = 0; at < writer->length; at += writer->piece)
        g_assert_cmpint (write (writer->fd, writer->bytes + at, MIN (writer->piece, writer->length - at)), >, 0);
    close (writer->fd);
    return NULL;
}

/* Runs with the bytes as standard input, written in pieces by a thread. */
static void with_stdin (const char *bytes, gsize length, gsize piece, gboolean nonblocking, void (*run) (BounceMailbox *mailbox))
{
    int ends[2], saved = dup (STDIN_FILENO);

    g_assert_cmpint (pipe (ends), ==, 0);
    if (nonblocking)
        g_assert_cmpint (fcntl (ends[0], F_SETFL, O_NONBLOCK), ==, 0);
    dup2 (ends[0], STDIN_FILENO);
    close (ends[0]);
    Writer writer = { ends[1], bytes, length, piece };
    GThread *thread = g_thread_new ("writer", write_pieces, &writer);
    BounceMailbox *mailbox = open_mailbox ("-");
    run (mailbox);
    bounce_mailbox_unref (mailbox);
    g_thread_join (thread);
    dup2 (saved, STDIN_FILENO);
    close (saved);
}

#define TWO_MAILS "\n" FROM "Subject: a\n\nbody\n\n" FROM "Subject: b\n\n>From y"

static void read_two_mails (BounceMailbox *mailbox)
{
    assert_next (mailbox);
    assert_data (mailbox, "Subject: a\n\nbody\n", 17);
    assert_place (mailbox, "-", 50, 17);
    assert_next (mailbox);
    assert_data (mailbox, "Subject: b\n\nFrom y", 18);
    assert_place (mailbox, "-", 117, 19);
    assert_end (mailbox);
}

static void read_one_mail (BounceMailbox *mailbox)
{
    assert_next (mailbox);
    assert_data (mailbox, "Subject: a\n\nbody\n", 17);
    assert_end (mailbox);
}

static void test_stdin (void)
{
    static const gsize pieces[] = { 1, 3, 1000 };
    g_autoptr (GByteArray) one = gzip ("\n" FROM "Subject: a\n\nbody\n\n", 68), two = gzip (FROM "Subject: b\n\n>From y", 68);

    g_byte_array_append (one, two->data, two->len);
    for (guint i = 0; i < G_N_ELEMENTS (pieces); i++) {
        with_stdin (TWO_MAILS, strlen (TWO_MAILS), pieces[i], FALSE, read_two_mails);
        with_stdin ((const char *) one->data, one->len, pieces[i], FALSE, read_two_mails);
        with_stdin ("Subject: a\n\nbody\n", 17, pieces[i], FALSE, read_one_mail);
    }
    with_stdin (TWO_MAILS, strlen (TWO_MAILS), 1, TRUE, read_two_mails);
    with_stdin ("", 0, 1, FALSE, assert_end);
}

/* A FIFO that is asked for by its name is read: a shell's <(command) is one. */
static void test_fifo (void)
{
    g_autofree char *path = path_of ("fifo");

    g_assert_cmpint (mkfifo (path, 0600), ==, 0);
    int fd = g_open (path, O_RDWR, 0);
    g_assert_cmpint (write (fd, "A: b\n\nc\n", 8), ==, 8);
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);
    close (fd);
    assert_next (mailbox);
    assert_data (mailbox, "A: b\n\nc\n", 8);
    assert_place (mailbox, path, 0, 8);
    assert_end (mailbox);
}

/* ---- Progress ---- */

static void assert_progress (BounceMailbox *mailbox, double wanted)
{
    g_assert_cmpfloat_with_epsilon (bounce_mailbox_get_progress (mailbox), wanted, 1e-6);
}

static void test_progress_of_mbox (void)
{
    static const char bytes[] = FROM "A: b\n\nc\n" FROM "D: e\n\nf\n"; /* twice 57 bytes */
    g_autofree char *path = write_file ("progress.mbox", bytes, -1);
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);

    assert_progress (mailbox, 0);
    assert_next (mailbox);
    assert_progress (mailbox, 0.5);
    assert_next (mailbox);
    assert_progress (mailbox, 1);
    assert_end (mailbox);
    assert_progress (mailbox, 1);
}

static void test_progress_of_gzip (void)
{
    g_autofree char *path = write_gzip ("progress.gz", "A: b\n\nc\n", 8);
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);

    assert_progress (mailbox, 0);
    assert_next (mailbox);
    assert_progress (mailbox, 1);
}

static void test_progress_of_maildir (void)
{
    static const char *const files[] = { "progress/new/1", "progress/new/2", "progress/cur/3:2,S", "progress/cur/4:2," };

    for (guint i = 0; i < G_N_ELEMENTS (files); i++)
        g_free (write_file (files[i], "A: b\n\nc\n", -1));
    g_autofree char *path = path_of ("progress");
    g_autoptr (BounceMailbox) mailbox = open_mailbox (path);
    assert_progress (mailbox, 0);
    for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
        assert_next (mailbox);
        assert_progress (mailbox, (i + 1) / 4.0);
    }
    assert_end (mailbox);
    assert_progress (mailbox, 1);
}

static void read_without_progress (BounceMailbox *mailbox)
{
    assert_progress (mailbox, -1);
    assert_next (mailbox);
    assert_progress (mailbox, -1);
    assert_end (mailbox);
}

static void test_progress_of_pipe (void)
{
    with_stdin ("Subject: a\n\nbody\n", 17, 1000, FALSE, read_without_progress);
}

/* ---- The run ---- */

static void remove_all (const char *path)
{
    g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name (dir))) {
        g_autofree char *file = g_build_filename (path, name, NULL);
        remove_all (file);
    }
    g_remove (path);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    folder = g_dir_make_tmp ("bounce-XXXXXX", NULL);
    parser = bounce_parser_new ();
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *name = g_strdup_printf ("/mailbox/file/%s", cases[i].name);
        g_test_add_data_func (name, &cases[i], test_case);
    }
    g_test_add_func ("/mailbox/from-lines", test_from_lines);
    g_test_add_func ("/mailbox/before-first", test_before_first);
    g_test_add_func ("/mailbox/long-line", test_long_line);
    g_test_add_func ("/mailbox/from-within-long-line", test_from_within_long_line);
    g_test_add_func ("/mailbox/from-at-buffer-end", test_from_at_buffer_end);
    g_test_add_func ("/mailbox/limit", test_limit);
    g_test_add_func ("/mailbox/slices", test_slices);
    g_test_add_func ("/mailbox/slices-of-long-lines", test_slices_of_long_lines);
    g_test_add_func ("/mailbox/slices-within-a-line", test_slices_within_a_line);
    g_test_add_func ("/mailbox/no-slices", test_no_slices);
    g_test_add_func ("/mailbox/packed", test_packed);
    g_test_add_func ("/mailbox/packed-without-room", test_packed_without_room);
    g_test_add_func ("/mailbox/packed-unreadable", test_packed_unreadable);
    g_test_add_func ("/mailbox/returned", test_returned);
    g_test_add_func ("/mailbox/long-part", test_long_part);
    g_test_add_func ("/mailbox/cut-is-told", test_cut_is_told);
    g_test_add_func ("/mailbox/gzip/members", test_gzip_members);
    g_test_add_func ("/mailbox/gzip/padding", test_gzip_padding);
    g_test_add_func ("/mailbox/gzip/empty", test_gzip_empty);
    g_test_add_func ("/mailbox/gzip/truncated", test_gzip_truncated);
    g_test_add_func ("/mailbox/gzip/corrupt", test_gzip_corrupt);
    g_test_add_func ("/mailbox/gzip/not", test_not_gzip);
    g_test_add_func ("/mailbox/maildir", test_maildir);
    g_test_add_func ("/mailbox/moving-maildir", test_moving_maildir);
    g_test_add_func ("/mailbox/empty-folders", test_empty_folders);
    g_test_add_func ("/mailbox/folder", test_folder);
    g_test_add_func ("/mailbox/many-files", test_many_files);
    g_test_add_func ("/mailbox/unreadable-in-folder", test_unreadable_in_folder);
    g_test_add_func ("/mailbox/missing", test_missing);
    g_test_add_func ("/mailbox/name-not-utf8", test_name_not_utf8);
    g_test_add_func ("/mailbox/stdin", test_stdin);
    g_test_add_func ("/mailbox/fifo", test_fifo);
    g_test_add_func ("/mailbox/progress/mbox", test_progress_of_mbox);
    g_test_add_func ("/mailbox/progress/gzip", test_progress_of_gzip);
    g_test_add_func ("/mailbox/progress/maildir", test_progress_of_maildir);
    g_test_add_func ("/mailbox/progress/pipe", test_progress_of_pipe);
    int status = g_test_run ();
    bounce_parser_unref (parser);
    remove_all (folder);
    g_free (folder);
    return status;
}
