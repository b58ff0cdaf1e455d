/* screen.c: the pass in front of GMime; see screen.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "screen.h"

#include "field.h"
#include "warnings.h"

/* A multipart is split at its own boundary first and its children after it, so the boundary of an outer part always ends an
 * inner one (RFC 2046, section 5.1.2), and each level reads each byte once: linear, as levels are limited. */

typedef struct {
    const ScreenLimits *limits;
    GArray *parts;
    GPtrArray *warnings;
} Screen;

static const struct {
    const char *media;
    PartType type;
} media_types[] = {
    { "text/plain", PART_TEXT },
    { "text/html", PART_HTML },
    { "text/rfc822-headers", PART_HEADERS },
    { "text/rfc822", PART_MESSAGE },
    { "message/delivery-status", PART_STATUS },
    { "message/global-delivery-status", PART_STATUS },
    { "message/feedback-report", PART_FEEDBACK },
    { "message/disposition-notification", PART_DISPOSITION },
    { "message/global-disposition-notification", PART_DISPOSITION },
    { "message/tracking-status", PART_TRACKING },
    { "message/rfc822", PART_MESSAGE },
    { "message/global", PART_MESSAGE },
    { "message/partial", PART_MESSAGE },
    { "message/global-headers", PART_HEADERS },
    { "message/rfc822-headers", PART_HEADERS },
};

static PartType type_of (const char *media)
{
    for (guint i = 0; i < G_N_ELEMENTS (media_types); i++)
        if (strcmp (media, media_types[i].media) == 0)
            return media_types[i].type;
    if (g_str_has_prefix (media, "multipart/"))
        return PART_MULTIPART;
    return g_str_has_prefix (media, "text/") ? PART_TEXT : PART_OTHER;
}

static void clear_part (gpointer part)
{
    media_clear (&((Part *) part)->media);
}

static void read_content_type (Screen *screen, Part *part)
{
    media_read (&part->media, field_limited (field_get (part->header, "Content-Type"), screen->limits->header, screen->warnings));
    part->type = type_of (part->media.type);
}

/* A name that only Content-Disposition tells. */
static void read_disposition (Screen *screen, Part *part)
{
    if (!part->media.name)
        part->media.name = media_file_name (span_first (field_get (part->header, "Content-Disposition"), screen->limits->header));
}

static void read_encoding (Part *part)
{
    g_autofree char *line = field_strip_comments (span_first (field_get (part->header, "Content-Transfer-Encoding"), 100));
    part->encoding = g_mime_content_encoding_from_string (line);
}

/* Some put blank lines before a part's header. They end an empty header by the letter; but not if "Content-…" follows. */
static Span skip_blank_lines (Span entity)
{
    Span rest = entity, line;
    guint skipped = 0;

    for (Span before = rest; skipped < 4 && span_next_line (&rest, &line); before = rest, skipped++)
        if (!span_is_blank (line))
            return skipped && span_starts (line, "Content-") ? before : entity;
    return entity;
}

static gboolean is_no_field (Span line)
{
    return field_name_length (line) == 0 && !span_starts (line, "From ") && !span_starts (line, ">From ");
}

/* Cuts an entity at the blank line after its header, whose first lines alone are kept where it has too many. A body whose first
 * line is no field has no header. */
static void split_entity (Screen *screen, Span entity, Span *header, Span *body)
{
    Span rest = skip_blank_lines (entity), line, start = rest, kept = rest;
    gsize n = 0;

    while (span_next_line (&rest, &line) && !span_is_blank (line)) {
        if (n == 0 && is_no_field (line)) {
            rest = start;
            break;
        }
        if (n++ < screen->limits->lines)
            kept = rest;
    }
    if (n > screen->limits->lines)
        warn (screen->warnings, WARN_LINES);
    *header = (Span){ start.s, (gsize) (kept.s - start.s) };
    *body = rest;
}

/* Where the next line "--boundary" begins; *after is what follows it, *last whether it is the closing one. -1 where none is. */
static gssize next_delimiter (Span body, Span boundary, Span *after, gboolean *last)
{
    for (gsize from = 0; from < body.n;) {
        const char *hit = memmem (body.s + from, body.n - from, boundary.s, boundary.n);
        if (!hit)
            return -1;
        gsize at = (gsize) (hit - body.s);
        from = at + 1;
        if (at > 0 && body.s[at - 1] != '\n')
            continue;
        Span rest = span_from (body, at), line;
        span_next_line (&rest, &line);
        Span tail = span_trim (span_from (line, boundary.n));
        *last = tail.n >= 2 && tail.s[0] == '-' && tail.s[1] == '-';
        if (*last)
            tail = span_trim (span_from (tail, 2));
        if (tail.n && !*last)
            continue; /* the boundary of an inner part that begins with this one */
        *after = rest;
        return (gssize) at;
    }
    return -1;
}

/* A multipart whose boundary is missing or wrong: the first "--" line before a "Content-" field is taken for it. */
static char *guess_boundary (Span body)
{
    Span line, next;

    for (guint lines = 0; lines < 200 && span_next_line (&body, &line); lines++) {
        Span peek = body;
        if (line.n > 2 && line.n < 200 && line.s[0] == '-' && line.s[1] == '-' && span_next_line (&peek, &next)
            && span_starts (next, "Content-"))
            return span_dup (span_trim (line));
    }
    return NULL;
}

static void scan_entity (Screen *screen, Span entity, guint level);

static gboolean is_full (Screen *screen)
{
    if (screen->parts->len < screen->limits->parts)
        return FALSE;
    warn (screen->warnings, WARN_PARTS);
    return TRUE;
}

static void scan_children (Screen *screen, Span body, Span delimiter, guint level)
{
    Span after;
    gboolean last = FALSE;
    gssize at = next_delimiter (body, delimiter, &after, &last);

    while (at >= 0 && !last && !is_full (screen)) {
        Span child = after;
        at = next_delimiter (child, delimiter, &after, &last);
        if (at < 0)
            warn (screen->warnings, WARN_NO_LAST_BOUNDARY);
        scan_entity (screen, at < 0 ? child : span_first (child, (gsize) at), level);
    }
}

static void scan_multipart (Screen *screen, const Part *part)
{
    g_autofree char *delimiter = part->media.boundary ? g_strconcat ("--", part->media.boundary, NULL) : NULL;
    Span after;
    gboolean last;

    if (!delimiter || next_delimiter (part->body, span_of (delimiter), &after, &last) < 0) {
        g_free (delimiter);
        delimiter = guess_boundary (part->body);
        warn (screen->warnings, WARN_NO_BOUNDARY);
    }
    if (delimiter) {
        scan_children (screen, part->body, span_of (delimiter), part->level + 1);
        return;
    }
    g_array_index (screen->parts, Part, screen->parts->len - 1).type = PART_TEXT;
}

static void scan_entity (Screen *screen, Span entity, guint level)
{
    Part part = { .level = level };

    split_entity (screen, entity, &part.header, &part.body);
    read_content_type (screen, &part);
    read_encoding (&part);
    if (part.type == PART_OTHER)
        read_disposition (screen, &part);
    g_array_append_val (screen->parts, part);
    if (part.type != PART_MULTIPART)
        return;
    if (level < screen->limits->nesting)
        scan_multipart (screen, &part);
    else
        warn (screen->warnings, WARN_NESTING);
}

GArray *screen_parts (Span message, const ScreenLimits *limits, GPtrArray *warnings)
{
    Screen screen = { limits, g_array_new (FALSE, FALSE, sizeof (Part)), warnings };

    g_array_set_clear_func (screen.parts, clear_part);
    if (span_starts (message, "\357\273\277")) /* a byte order mark, of an editor */
        message = span_from (message, 3);
    scan_entity (&screen, message, 0);
    return screen.parts;
}
