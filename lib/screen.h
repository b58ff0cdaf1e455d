/* screen.h: the pass in front of GMime: finds a message's parts without copying them
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * GMime recurses without a bound in addresses and nests 1,024 deep, keeps every charset name, and spends its time on objects
 * for headers that nobody reads. So the structure is found here, in one bounded pass that only slices, and GMime decodes
 * what is looked at: transfer encodings.
 */
#pragma once

#include "media.h"

#include <gmime/gmime.h>

typedef enum {
    PART_TEXT,        /* text/plain and any other text */
    PART_HTML,        /* text/html */
    PART_STATUS,      /* message/delivery-status and its international twin (RFC 3464, 6533) */
    PART_FEEDBACK,    /* message/feedback-report (RFC 5965) */
    PART_DISPOSITION, /* message/disposition-notification (RFC 8098) */
    PART_TRACKING,    /* message/tracking-status (RFC 3886) */
    PART_MESSAGE,     /* message/rfc822, message/global, message/partial: a whole message */
    PART_HEADERS,     /* text/rfc822-headers, message/global-headers: its headers */
    PART_MULTIPART,   /* its children follow it */
    PART_OTHER,       /* pictures, archives… */
} PartType;

typedef struct {
    PartType type;
    guint level;   /* 0 is the message itself */
    Span header;   /* the fields */
    Span body;     /* encoded, as it stands */
    GMimeContentEncoding encoding;
    Media media;   /* its name may be that of Content-Disposition */
} Part;

typedef struct {
    gsize nesting, parts, header, lines; /* see BounceLimit */
} ScreenLimits;

/* The parts of a message in their order, the message itself first; messages in it are leaves. Free with g_array_unref().
 * What was odd is added to warnings (GPtrArray of static strings). */
GArray *screen_parts (Span message, const ScreenLimits *limits, GPtrArray *warnings);
