/* keep.c: what is kept of a message while it is read; see keep.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "keep.h"

#include "bounce.h"

void keep_init (Keep *keep)
{
    *keep = (Keep){ .message = g_string_new (NULL) };
}

void keep_clear (Keep *keep)
{
    g_string_free (keep->message, TRUE);
}

void keep_begin (Keep *keep)
{
    g_string_truncate (keep->message, 0);
    keep->added = keep->part = 0;
    keep->delimiter[0] = '\0';
    keep->in_header = keep->returned = keep->cut = FALSE;
}

static void append (Keep *keep, Span bytes)
{
    gsize room = BOUNCE_DEFAULT_LIMIT_MESSAGE - keep->message->len;

    keep->added += bytes.n;
    g_string_append_len (keep->message, bytes.s, (gssize) MIN (bytes.n, room));
}

/* How many more bytes of the part are kept. */
static gsize room_in_part (const Keep *keep)
{
    gsize most = keep->returned ? BOUNCE_MAILBOX_LIMIT_RETURNED : BOUNCE_MAILBOX_LIMIT_PART;
    return most > keep->part ? most - keep->part : 0;
}

void keep_lines (Keep *keep, Span lines)
{
    gsize room = room_in_part (keep);

    append (keep, span_first (lines, room));
    keep->cut = keep->cut || lines.n > room;
    keep->part += lines.n;
}

static gboolean is_delimiter (const Keep *keep, Span line)
{
    return line.n > 2 && line.s[0] == '-' && line.s[1] == '-' && (!keep->returned || span_starts (line, keep->delimiter));
}

static void begin_part (Keep *keep, Span delimiter)
{
    Span begin = span_first (span_trim (delimiter), sizeof keep->delimiter - 1);

    if (room_in_part (keep) == 0 && keep->message->len && keep->message->str[keep->message->len - 1] != '\n')
        append (keep, span_of ("\n")); /* the part before was cut within a line */
    memcpy (keep->delimiter, begin.s, begin.n);
    keep->delimiter[begin.n] = '\0';
    keep->part = 0;
    keep->returned = FALSE;
    keep->in_header = TRUE;
}

static void take_header_line (Keep *keep, Span line)
{
    if (span_is_blank (line))
        keep->in_header = FALSE;
    else if (!strchr ("Cc \t", line.s[0])) /* neither Content-Type nor its second line */
        return;
    else if (span_has (line, "/rfc822")
             || (span_has (line, "message/global") && !span_has (line, "global-"))) /* no global-status */
        keep->returned = TRUE;
}

void keep_line (Keep *keep, Span line, gboolean starts)
{
    if (starts && is_delimiter (keep, line))
        begin_part (keep, line);
    else if (starts && keep->in_header)
        take_header_line (keep, line);
    keep_lines (keep, line);
}

void keep_drop (Keep *keep, gsize n)
{
    if (room_in_part (keep) == 0)
        return; /* they were not kept */
    keep->added -= MIN (n, keep->added);
    if (keep->message->len > keep->added)
        g_string_truncate (keep->message, keep->added);
}
