/* parser.h: what the parser shares with the mailbox
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "report.h"

struct Reading;

/* Where a message stands, and what its reading already met. */
typedef struct {
    const char *source;
    guint64 offset, size;
    gboolean truncated;     /* the end was not kept */
    gboolean cut;           /* nor was that of a part */
    const char *unreadable; /* why it could not be read at all, or NULL */
    void (*show) (const struct Reading *reading, gpointer user_data); /* called when it is read; or NULL */
    gpointer user_data;
} MessagePlace;

BounceReport *parser_read (BounceParser *parser, Span message, const MessagePlace *place);
