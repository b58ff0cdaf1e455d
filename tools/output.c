/* output.c: the standard output, complaints and exit statuses
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is written goes out in whole lines, so that a run which is ended in its midst leaves no half of one: a program that reads
 * it would take that for damage, or worse, for the whole. */
#define ENOUGH (64 * 1024) /* bytes, of 60 reports or so, after which they go out */

static GString *redirected; /* where the output goes instead, or NULL */
static GString *pending;    /* what did not go out yet */
static gsize whole;         /* bytes of it, up to the end of the last line */
static gboolean is_terminal, is_file;
static int output_errno; /* of the first write that failed */

/* A program that was started with stdout closed would write its output into the next file it opens. */
static void keep_standard_files (void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl (fd, F_GETFD) < 0 && errno == EBADF)
            (void) !open ("/dev/null", fd == STDERR_FILENO ? O_WRONLY : O_RDONLY); /* so that writing to stdout fails */
}

void tool_begin (void)
{
    struct stat info;

    keep_standard_files ();
    signal (SIGXFSZ, SIG_IGN); /* a file that may not grow further is an error, as a full disk is */
    signal (SIGPIPE, SIG_IGN); /* and so is a reader that has gone */
    pending = g_string_sized_new (2 * ENOUGH);
    is_terminal = isatty (STDOUT_FILENO);
    is_file = fstat (STDOUT_FILENO, &info) == 0 && S_ISREG (info.st_mode);
}

/* ---- Going out ---- */

/* Whoever gave us the standard output may have made it non-blocking: then it is waited for. */
static gboolean is_to_write_again (void)
{
    if (errno == EAGAIN)
        poll (&(struct pollfd){ .fd = STDOUT_FILENO, .events = POLLOUT }, 1, -1);
    return errno == EINTR || errno == EAGAIN;
}

static void write_all (const char *bytes, gsize length)
{
    while (length > 0) {
        gssize n = write (STDOUT_FILENO, bytes, length);
        if (n < 0 && !is_to_write_again ()) {
            output_errno = errno;
            return;
        }
        bytes += MAX (n, 0);
        length -= (gsize) MAX (n, 0);
    }
}

/* A signal that ends the program would cut a write to a file in two, so it waits until that is done. With a pipe it does not: nobody
 * knows for how long. */
static void write_out (gsize length)
{
    static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXCPU };
    sigset_t held, before;

    if (output_errno == 0 && length > 0) {
        sigemptyset (&held);
        for (guint i = 0; is_file && i < G_N_ELEMENTS (signals); i++)
            sigaddset (&held, signals[i]);
        sigprocmask (SIG_BLOCK, &held, &before);
        write_all (pending->str, length);
        sigprocmask (SIG_SETMASK, &before, NULL);
    }
    g_string_erase (pending, 0, (gssize) length);
    whole = 0;
}

void tool_write (const char *bytes, gsize length)
{
    const char *feed = memrchr (bytes, '\n', length);

    g_string_append_len (redirected ? redirected : pending, bytes, (gssize) length);
    if (redirected)
        return;
    if (feed)
        whole = pending->len - length + (gsize) (feed + 1 - bytes);
    if (whole >= (is_terminal ? 1 : ENOUGH))
        write_out (whole);
}

void tool_print (const char *text)
{
    tool_write (text, strlen (text));
}

void tool_write_line (GString *line)
{
    g_string_append_c (line, '\n');
    tool_write (line->str, line->len);
    g_string_truncate (line, 0);
}

void tool_print_lines (const char *text)
{
    g_autoptr (GString) line = g_string_new (NULL);

    for (const char *feed; (feed = strchr (text, '\n')); text = feed + 1) {
        g_autofree char *copy = g_strndup (text, (gsize) (feed - text));
        tool_append_safe (line, copy, 0);
        tool_write_line (line);
    }
}

void tool_redirect (GString *to)
{
    redirected = to;
}

gboolean tool_output_ok (void)
{
    return output_errno == 0;
}

void tool_flush (void)
{
    write_out (pending->len);
}

/* What is no file, as a FIFO or a device, is not replaced. */
static gboolean write_into (const char *path, const GString *content)
{
    FILE *file = g_fopen (path, "we");
    gboolean written = file && fwrite (content->str, 1, content->len, file) == content->len;

    if (file && fclose (file) == 0 && written)
        return TRUE;
    tool_complain ("%s: %s", path, g_strerror (errno));
    return FALSE;
}

/* What the system says of it. Before that GLib names a file that only it knows: the new one, by its name for the time being. */
static const char *cause_of (const GError *error)
{
    const char *colon = g_strrstr (error->message, ": ");
    return colon ? colon + strlen (": ") : error->message;
}

/* A link stays: what it leads to is replaced. */
static gboolean replace (const char *path, int mode, const GString *content)
{
    g_autofree char *target = realpath (path, NULL);
    g_autoptr (GError) error = NULL;

    if (g_file_set_contents_full (target ? target : path, content->str, (gssize) content->len, G_FILE_SET_CONTENTS_CONSISTENT,
                                  mode, &error))
        return TRUE;
    tool_complain ("%s: %s", path, cause_of (error));
    return FALSE;
}

gboolean tool_save (const char *path, const GString *content)
{
    struct stat info, output;
    gboolean exists = stat (path, &info) == 0;

    if (exists && fstat (STDOUT_FILENO, &output) == 0 && info.st_dev == output.st_dev && info.st_ino == output.st_ino) {
        tool_write (content->str, content->len); /* /dev/stdout, or whatever it is called */
        return TRUE;
    }
    if (exists && !S_ISREG (info.st_mode))
        return write_into (path, content);
    return replace (path, exists ? info.st_mode & 0777 : 0644, content);
}

int tool_end (int status)
{
    tool_flush ();
    g_string_free (pending, TRUE);
    if (close (STDOUT_FILENO) != 0 && !output_errno) /* a full disk may be told as late as this */
        output_errno = errno;
    if (!output_errno)
        return status;
    if (output_errno != EPIPE) /* who reads us has had enough: nothing to complain about */
        tool_complain ("standard output: %s", g_strerror (output_errno));
    return EX_IOERR;
}

/* ---- Complaints, and what verbs share ---- */

void tool_complain (const char *format, ...)
{
    va_list args;
    va_start (args, format);
    g_autofree char *raw = g_strdup_vprintf (format, args);
    va_end (args);

    g_autofree char *message = g_utf8_make_valid (raw, -1);
    g_autoptr (GString) line = g_string_new ("bounce: ");
    tool_append_safe (line, message, 0);
    g_string_append_c (line, '\n');
    tool_progress_clear ();
    fwrite (line->str, 1, line->len, stderr);
}

int tool_errno_status (int code)
{
    return code == ENOENT || code == ENOTDIR ? EX_NOINPUT : EX_IOERR;
}

int tool_error_status (const GError *error)
{
    if (g_error_matches (error, BOUNCE_ERROR, BOUNCE_ERROR_NOT_FOUND))
        return EX_NOINPUT;
    if (g_error_matches (error, BOUNCE_ERROR, BOUNCE_ERROR_RULES))
        return EX_CONFIG;
    return EX_IOERR;
}

BounceParser *tool_parser (char **rules, int *status)
{
    g_autoptr (BounceParser) parser = bounce_parser_new ();

    for (guint i = 0; rules && rules[i]; i++) {
        g_autoptr (GError) error = NULL;
        if (!bounce_parser_add_rules_file (parser, rules[i], &error)) {
            tool_complain ("%s", error->message);
            *status = tool_error_status (error);
            return NULL;
        }
    }
    return g_steal_pointer (&parser);
}
