/* progress.c: how far the work has come, on stderr, for who waits
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * On a terminal it is one line that is written again and again, and gone at the end; elsewhere a line every ten seconds.
 */
#include "config.h"

#include "tool.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FIRST (1 * G_USEC_PER_SEC)  /* what is done sooner needs none */
#define AGAIN (G_USEC_PER_SEC / 5)  /* on a terminal */
#define LINES (10 * G_USEC_PER_SEC) /* elsewhere */

static struct {
    gboolean on, on_terminal;
    gint64 begin, due; /* microseconds */
    const ToolCounts *counts;
    double done, share; /* of the work: what is before this path, and the path itself. share 0: nobody knows */
    gsize width;        /* of the line that stands there, in columns; 0: none */
} progress;

void tool_progress_begin (ToolWhen when, const ToolCounts *counts)
{
    progress.on_terminal = isatty (STDERR_FILENO);
    /* where the output comes to the same terminal, that is the progress */
    progress.on = when == TOOL_ALWAYS || (when == TOOL_AUTO && progress.on_terminal && !isatty (STDOUT_FILENO));
    progress.begin = g_get_monotonic_time ();
    progress.due = progress.begin + FIRST;
    progress.counts = counts;
}

void tool_progress_begin_till_end (ToolWhen when, const ToolCounts *counts)
{
    tool_progress_begin (when == TOOL_AUTO && isatty (STDERR_FILENO) ? TOOL_ALWAYS : when, counts);
}

void tool_progress_path (double done, double share)
{
    progress.done = done;
    progress.share = share;
}

gboolean tool_progress_due (void)
{
    return progress.on && g_get_monotonic_time () >= progress.due;
}

/* ---- The line --------------------------------------------------------------------------------------------------------*/

static void append_share (GString *line, double done)
{
    if (done >= 0)
        g_string_append_printf (line, "%3d %%  ", (int) (100 * done));
}

/* "0:07", "12:34", "1:23:45" */
static void append_time_left (GString *line, double done, double seconds)
{
    if (done < 0.01)
        return;
    guint left = (guint) MIN (seconds / done * (1 - done) + 0.5, 100 * 3600);
    g_string_append (line, "  ");
    if (left >= 3600)
        g_string_append_printf (line, "%u:%02u:%02u left", left / 3600, left / 60 % 60, left % 60);
    else
        g_string_append_printf (line, "%u:%02u left", left / 60, left % 60);
}

static void append_amount (GString *line, double seconds)
{
    g_autofree char *size = g_format_size (progress.counts->bytes);
    guint64 n = progress.counts->messages;

    g_string_append_printf (line, "%s  %" G_GUINT64_FORMAT " message%s  %.0f/s", size, n, n == 1 ? "" : "s",
                            (double) n / seconds);
}

void tool_progress_clear (void)
{
    if (progress.width)
        fprintf (stderr, "\r%*s\r", (int) progress.width, "");
    progress.width = 0;
}

/* The last column stays free: where it is taken, some terminals go on to the next line. */
static gsize cut (GString *line)
{
    gsize width = (gsize) g_utf8_strlen (line->str, -1), room = (gsize) MAX (tool_terminal_width (STDERR_FILENO) - 1, 1);

    if (width > room)
        g_string_truncate (line, (gsize) (g_utf8_offset_to_pointer (line->str, (glong) room) - line->str));
    return MIN (width, room);
}

static void write_line (GString *line)
{
    if (!progress.on_terminal) {
        fprintf (stderr, "bounce: %s\n", line->str);
        return;
    }
    gsize width = cut (line);
    /* what is left of a longer one is overwritten */
    fprintf (stderr, "\r%s%*s", line->str, (int) (progress.width > width ? progress.width - width : 0), "");
    progress.width = MAX (width, progress.width);
    fflush (stderr);
}

void tool_progress_show (double fraction)
{
    g_autoptr (GString) line = g_string_new (NULL);
    gint64 now = g_get_monotonic_time ();
    double seconds = (double) (now - progress.begin) / G_USEC_PER_SEC;
    double done = fraction < 0 || progress.share <= 0 ? -1 : progress.done + fraction * progress.share;

    append_share (line, done);
    append_amount (line, seconds);
    append_time_left (line, done, seconds);
    write_line (line);
    progress.due = now + (progress.on_terminal ? AGAIN : LINES);
}

void tool_progress_end (void)
{
    tool_progress_clear ();
    progress.on = FALSE;
}
