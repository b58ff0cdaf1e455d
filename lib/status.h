/* status.h: enhanced status codes (RFC 3463, section 2)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "span.h"

typedef struct {
    guint class_, subject, detail; /* class_ 0: none */
} Status;

/* "5.1.1" at the begin of text, followed by no more digits or letters; returns its length, 0 where it is none. */
gsize status_parse (Span text, Status *status);

/* NULL for none. */
char *status_to_string (Status status);

/* x.0.0, which says no more than its class. */
gboolean status_is_bare (Status status);
