/* source.c: the lines of a file; see source.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "source.h"

#include "bounce.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER (128 * 1024)

struct _Source {
    int fd;
    GConverter *unpack; /* NULL: not compressed */
    char *packed;       /* read, not yet unpacked */
    gsize packed_start, packed_end;
    gboolean file_ended;
    char *buffer;
    gsize start, end; /* of what is not yet taken */
    guint64 offset;   /* of start */
    gboolean ended;   /* nothing more comes into the buffer */
    gboolean within;  /* a line was begun and its end not taken yet */
    gboolean asked, is_mbox;
    char *error;
};

static void set_error (Source *source, const char *message)
{
    if (!source->error)
        source->error = g_strdup (message);
    source->ended = TRUE;
}

/* ---- Filling ---- */

/* Who gave us the standard input may have made it non-blocking: then it is waited for. */
static gboolean is_to_read_again (const Source *source)
{
    if (errno == EAGAIN)
        poll (&(struct pollfd){ .fd = source->fd, .events = POLLIN }, 1, -1);
    return errno == EINTR || errno == EAGAIN;
}

static gsize read_file (Source *source, char *to, gsize room)
{
    gssize n;

    do
        n = read (source->fd, to, room);
    while (n < 0 && is_to_read_again (source));
    if (n < 0)
        set_error (source, g_strerror (errno));
    if (n <= 0)
        source->file_ended = TRUE;
    return n > 0 ? (gsize) n : 0;
}

static gsize packed_length (const Source *source)
{
    return source->packed_end - source->packed_start;
}

static void fill_packed (Source *source)
{
    memmove (source->packed, source->packed + source->packed_start, packed_length (source));
    source->packed_end -= source->packed_start;
    source->packed_start = 0;
    if (source->packed_end < BUFFER && !source->file_ended)
        source->packed_end += read_file (source, source->packed + source->packed_end, BUFFER - source->packed_end);
}

/* Several gzip files one after the other are one (RFC 1952, section 2.2); zeros after the last are padding. */
static gboolean next_member (Source *source)
{
    while (packed_length (source) < 2 && !source->file_ended)
        fill_packed (source);
    if (packed_length (source) < 2 || memcmp (source->packed + source->packed_start, "\037\213", 2) != 0)
        return FALSE;
    g_converter_reset (source->unpack);
    return TRUE;
}

static gsize unpack (Source *source, char *to, gsize room)
{
    gsize taken = 0, made = 0;

    while (made == 0 && !source->ended) {
        g_autoptr (GError) error = NULL;
        if (packed_length (source) == 0)
            fill_packed (source);
        GConverterFlags flags = source->file_ended ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS;
        GConverterResult result = g_converter_convert (source->unpack, source->packed + source->packed_start,
                                                       packed_length (source), to, room, flags, &taken, &made, &error);
        if (result == G_CONVERTER_ERROR) {
            set_error (source, error->message);
            return 0;
        }
        source->packed_start += taken;
        if (result == G_CONVERTER_FINISHED && !next_member (source))
            source->ended = TRUE;
    }
    return made;
}

/* Brings more into the buffer; FALSE where nothing more comes or it is full. */
static gboolean fill (Source *source)
{
    if (source->ended)
        return FALSE;
    if (source->start > 0) {
        memmove (source->buffer, source->buffer + source->start, source->end - source->start);
        source->end -= source->start;
        source->start = 0;
    }
    if (source->end == BUFFER)
        return FALSE;
    char *to = source->buffer + source->end;
    gsize n = source->unpack ? unpack (source, to, BUFFER - source->end) : read_file (source, to, BUFFER - source->end);
    source->end += n;
    if (!source->unpack && source->file_ended)
        source->ended = TRUE;
    return n > 0;
}

/* ---- Life ---- */

/* What was read for plain mail is the begin of a gzip file: it goes where packed bytes belong. */
static void detect_gzip (Source *source)
{
    while (source->end < 2 && fill (source))
        ;
    if (source->end < 2 || memcmp (source->buffer, "\037\213", 2) != 0)
        return;
    source->unpack = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
    source->packed = source->buffer;
    source->packed_end = source->end;
    source->buffer = g_malloc (BUFFER);
    source->end = 0;
    source->ended = FALSE;
}

/* Only what is a file is read in a folder: a FIFO there may never have a writer. O_NONBLOCK, so that opening it does not wait
 * for one; reading a file never blocks in that sense. */
static int open_path (const char *path, gboolean in_folder)
{
    if (strcmp (path, "-") == 0)
        return fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
    return open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (in_folder ? O_NONBLOCK : 0));
}

static const char *why_unfit (int fd, gboolean in_folder)
{
    struct stat info;

    if (fstat (fd, &info) != 0)
        return g_strerror (errno);
    if (S_ISDIR (info.st_mode))
        return g_strerror (EISDIR);
    return in_folder && !S_ISREG (info.st_mode) ? "not a regular file" : NULL;
}

static gboolean open_file (Source *source, const char *path, gboolean in_folder, GError **error)
{
    source->fd = open_path (path, in_folder);
    int code = source->fd < 0 ? errno : 0;
    const char *why = code ? g_strerror (code) : why_unfit (source->fd, in_folder);

    if (!why)
        return TRUE;
    if (!code)
        close (source->fd);
    g_autofree char *name = g_utf8_make_valid (path, -1);
    g_set_error (error, BOUNCE_ERROR, code == ENOENT || code == ENOTDIR ? BOUNCE_ERROR_NOT_FOUND : BOUNCE_ERROR_IO, "%s: %s",
                 name, why);
    return FALSE;
}

Source *source_open (const char *path, gboolean in_folder, GError **error)
{
    Source *source = g_new0 (Source, 1);

    if (!open_file (source, path, in_folder, error)) {
        g_free (source);
        return NULL;
    }
    source->buffer = g_malloc (BUFFER);
    detect_gzip (source);
    return source;
}

void source_close (Source *source)
{
    close (source->fd);
    g_clear_object (&source->unpack);
    g_free (source->packed);
    g_free (source->buffer);
    g_free (source->error);
    g_free (source);
}

/* ---- Lines ---- */

/* The next line or as much of it as the buffer holds; *whole tells whether its end is there. */
static Span look (Source *source, gboolean *whole)
{
    gsize searched = 0;

    while (TRUE) {
        Span have = { source->buffer + source->start, source->end - source->start };
        gssize newline = span_find_char (span_from (have, searched), '\n');
        *whole = newline >= 0 || source->ended;
        if (newline >= 0)
            return span_first (have, searched + (gsize) newline + 1);
        searched = have.n;
        if (!fill (source)) {
            have.s = source->buffer + source->start;
            *whole = source->ended;
            return have;
        }
    }
}

gboolean source_peek_line (Source *source, Span *line)
{
    gboolean whole;

    if (source->within)
        return FALSE;
    *line = look (source, &whole);
    return whole && line->n > 0;
}

gboolean source_take (Source *source, Span *piece, gboolean *starts)
{
    gboolean whole;

    *piece = look (source, &whole);
    *starts = !source->within;
    source->within = piece->n && piece->s[piece->n - 1] != '\n';
    source->start += piece->n;
    source->offset += piece->n;
    return piece->n > 0;
}

/* The end of the lines before the first that begins with one of the letters. */
static gsize lines_before (Span text, const char *letters)
{
    const char *p = text.s, *end = text.s + text.n, *newline;

    while (p < end && *p != letters[0] && *p != letters[1] && *p != letters[2] && (newline = memchr (p, '\n', (gsize) (end - p))))
        p = newline + 1;
    return (gsize) (p - text.s);
}

/* The same for one letter, which is looked for itself: in the base64 of a large mail there is no hyphen. */
static gsize lines_before_letter (Span text, char letter)
{
    const char *end = text.s + text.n, *last = memrchr (text.s, '\n', text.n), *p = text.s;

    while ((p = memchr (p, letter, (gsize) (end - p))) && p > text.s && p[-1] != '\n') {
        p = memchr (p, '\n', (gsize) (end - p)); /* of a line, one is enough */
        if (!p)
            break;
    }
    return p ? (gsize) (p - text.s) : last ? (gsize) (last + 1 - text.s) : 0;
}

gboolean source_take_lines (Source *source, const char *letters, Span *lines)
{
    Span have = { source->buffer + source->start, source->end - source->start };
    gsize n = source->within ? 0 : letters[1] ? lines_before (have, letters) : lines_before_letter (have, letters[0]);

    *lines = span_first (have, n);
    source->start += lines->n;
    source->offset += lines->n;
    return lines->n > 0;
}

/* The first line that is not blank. */
static Span first_words (Source *source)
{
    Span rest, line;

    do {
        rest = (Span){ source->buffer + source->start, source->end - source->start };
        line = SPAN_EMPTY;
        while (line.n == 0 && span_next_line (&rest, &line))
            ;
    } while (rest.n == 0 && fill (source)); /* perhaps not whole yet */
    return line;
}

gboolean source_is_mbox (Source *source, SourceIsFrom is_from)
{
    if (!source->asked)
        source->is_mbox = is_from (first_words (source));
    source->asked = TRUE;
    return source->is_mbox;
}

/* Of a file as it is stored; 0 of anything else. */
static guint64 stored_size (const Source *source)
{
    struct stat info;

    return fstat (source->fd, &info) == 0 && S_ISREG (info.st_mode) ? (guint64) info.st_size : 0;
}

guint64 source_size (const Source *source)
{
    return source->unpack ? 0 : stored_size (source);
}

double source_progress (const Source *source)
{
    guint64 size = stored_size (source);
    gsize left = source->unpack ? packed_length (source) : source->end - source->start;
    off_t position = lseek (source->fd, 0, SEEK_CUR);

    return size == 0 || position < 0 ? -1 : CLAMP ((double) (position - (off_t) left) / (double) size, 0, 1);
}

void source_seek (Source *source, guint64 offset)
{
    source->offset = offset;
    source->start = source->end = 0;
    source->ended = source->file_ended = source->within = FALSE;
    if (lseek (source->fd, (off_t) offset, SEEK_SET) < 0)
        set_error (source, g_strerror (errno));
}

guint64 source_offset (const Source *source)
{
    return source->offset;
}

const char *source_error (const Source *source)
{
    return source->error;
}
