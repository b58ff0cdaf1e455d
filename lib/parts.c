/* parts.c: what the parts of a message hold, decoded; see parts.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "parts.h"

#include "charset.h"
#include "field.h"
#include "html.h"
#include "warnings.h"

/* Undoes the transfer encoding; NULL where there is none to undo. */
static char *decode (const Part *part, Span body, gsize *length)
{
    GMimeEncoding state;

    if (part->encoding != GMIME_CONTENT_ENCODING_BASE64 && part->encoding != GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
        && part->encoding != GMIME_CONTENT_ENCODING_UUENCODE)
        return NULL;
    g_mime_encoding_init_decode (&state, part->encoding);
    char *out = g_malloc (g_mime_encoding_outlen (&state, body.n) + 1);
    *length = g_mime_encoding_flush (&state, body.s, body.n, out);
    out[*length] = '\0';
    return out;
}

/* Encoded text takes at most three bytes for one: what is cut before it is decoded is past the limit in any case. */
static Span encoded (const Part *part, gsize limit)
{
    return limit < part->body.n ? span_first (part->body, 3 * limit + 100) : part->body;
}

static Span bounded (Span text, gsize limit, GPtrArray *warnings)
{
    if (text.n > limit && warnings)
        warn (warnings, WARN_TEXT);
    return span_first (text, limit);
}

Span part_text (const Part *part, gsize limit, GPtrArray *warnings, char **owned)
{
    gsize length = 0;
    g_autofree char *decoded = decode (part, encoded (part, limit), &length);
    Span bytes = bounded (decoded ? (Span){ decoded, length } : part->body, limit, warnings);

    *owned = NULL;
    if (part->type == PART_HTML) {
        g_autofree char *utf8 = charset_to_utf8 (bytes, part->media.charset);
        *owned = html_to_text (span_of (utf8));
    } else if (!charset_is_plain (bytes)) {
        *owned = charset_to_utf8 (bytes, part->media.charset);
    } else if (decoded) {
        *owned = g_steal_pointer (&decoded);
        (*owned)[bytes.n] = '\0';
    } else {
        return bytes;
    }
    return span_of (*owned);
}

Span part_message (const Part *part, gsize limit, char **owned)
{
    gsize length = 0;

    *owned = decode (part, encoded (part, limit), &length);
    return span_first (*owned ? (Span){ *owned, length } : part->body, limit);
}

PartType part_guess (Span text)
{
    static const char *const status[] = { "Reporting-MTA", "Final-Recipient", "Original-Recipient", "Diagnostic-Code", NULL };
    static const char *const header[] = { "Return-Path", "Received", "Message-ID", "MIME-Version", NULL };
    Field field;

    for (guint n = 0; n < 6 && field_next (&text, &field); n++) {
        for (guint i = 0; status[i]; i++)
            if (span_is (field.name, status[i]))
                return PART_STATUS;
        for (guint i = 0; header[i]; i++)
            if (span_is (field.name, header[i]))
                return PART_HEADERS;
    }
    return PART_TEXT;
}
