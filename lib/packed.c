/* packed.c: a message on its way to another thread or process; see bounce.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "packed.h"

/* A head, the two strings, and the message. It never leaves the machine, nor lives longer than the program. */
typedef struct {
    guint64 offset, size;
    guint64 source_length, unreadable_length; /* with their NUL; 0: NULL */
    gboolean truncated, cut;
} Head;

static gsize length_of (const char *string)
{
    return string ? strlen (string) + 1 : 0;
}

static char *put (char *to, const char *bytes, gsize n)
{
    if (n)
        memcpy (to, bytes, n);
    return to + n;
}

gsize packed_write (const MessagePlace *place, Span message, char *buffer, gsize room)
{
    Head head = { .offset = place->offset,
                  .size = place->size,
                  .source_length = length_of (place->source),
                  .unreadable_length = length_of (place->unreadable),
                  .truncated = place->truncated,
                  .cut = place->cut };
    gsize length = sizeof head + head.source_length + head.unreadable_length + message.n;

    if (length > room)
        return length;
    buffer = put (buffer, (const char *) &head, sizeof head);
    buffer = put (buffer, place->source, head.source_length);
    buffer = put (buffer, place->unreadable, head.unreadable_length);
    put (buffer, message.s, message.n);
    return length;
}

/* Borrows all from packed. */
static Span unpack (Span packed, MessagePlace *place)
{
    Head head;

    memcpy (&head, packed.s, sizeof head);
    const char *source = packed.s + sizeof head, *unreadable = source + head.source_length;
    const char *message = unreadable + head.unreadable_length;
    *place = (MessagePlace){ .source = head.source_length ? source : NULL,
                             .offset = head.offset,
                             .size = head.size,
                             .truncated = head.truncated,
                             .cut = head.cut,
                             .unreadable = head.unreadable_length ? unreadable : NULL };
    return (Span){ message, packed.n - (gsize) (message - packed.s) };
}

BounceReport *bounce_parser_parse_packed (BounceParser *parser, const char *packed, gsize length)
{
    MessagePlace place;
    Span message = unpack ((Span){ packed, length }, &place);

    return parser_read (parser, message, &place);
}

BounceReport *bounce_report_new_unreadable (const char *packed, gsize length, const char *why)
{
    MessagePlace place;

    unpack ((Span){ packed, length }, &place);
    place.unreadable = why;
    return parser_read (NULL, SPAN_EMPTY, &place);
}
