/* output.c: the standard output, complaints and exit statuses
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static GString *redirected; /* where the output goes instead, or NULL */

static int output_errno; /* of the first write that failed: stdio remembers only that one did */

/* A program that was started with stdout closed would write its output into the next file it opens. */
static void keep_standard_files (void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl (fd, F_GETFD) < 0 && errno == EBADF)
            (void) !open ("/dev/null", fd == STDERR_FILENO ? O_WRONLY : O_RDONLY); /* so that writing to stdout fails */
}

void tool_begin (void)
{
    static char buffer[1 << 16]; /* of 256 reports or so; glibc ignores a size without a buffer */

    keep_standard_files ();
    setvbuf (stdout, buffer, isatty (STDOUT_FILENO) ? _IOLBF : _IOFBF, sizeof buffer);
}

static void note_failure (gboolean ok)
{
    if (!ok && !output_errno)
        output_errno = errno ? errno : EIO;
}

void tool_write (const char *bytes, gsize length)
{
    if (redirected)
        g_string_append_len (redirected, bytes, (gssize) length);
    if (redirected || output_errno)
        return;
    errno = 0;
    note_failure (fwrite (bytes, 1, length, stdout) == length);
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
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

    for (guint i = 0; lines[i] && lines[i + 1]; i++) { /* what follows the last line feed is empty */
        tool_append_safe (line, lines[i], 0);
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
    errno = 0;
    note_failure (fflush (stdout) == 0);
}

gboolean tool_save (const char *path, const GString *content)
{
    g_autoptr (GError) error = NULL;

    if (g_file_set_contents_full (path, content->str, (gssize) content->len, G_FILE_SET_CONTENTS_CONSISTENT, 0644, &error))
        return TRUE;
    tool_complain ("%s", error->message);
    return FALSE;
}

int tool_end (int status)
{
    tool_flush ();
    errno = 0;
    if (!output_errno) /* a full disk may be told as late as this */
        note_failure (fclose (stdout) == 0);
    if (!output_errno)
        return status;
    if (output_errno != EPIPE) /* who reads us has had enough: nothing to complain about */
        tool_complain ("standard output: %s", g_strerror (output_errno));
    return EX_IOERR;
}

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

void tool_note_terminal (void)
{
    if (isatty (STDIN_FILENO))
        tool_complain ("reading what you type; Ctrl-D ends it");
}
