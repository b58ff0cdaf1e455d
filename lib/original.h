/* original.h: the message that was sent and came back
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "report.h"

/* Where in a text for people the returned message begins: at the line that announces it; text.n where none does. What stands from
 * there on is not said of the report's recipients. */
gsize original_start (Span text);

/* A returned message without the line that announces it in a text, and the blank lines behind that: its fields can be looked for.
 * */
Span original_header (Span text);

/* Takes what the report tells of the returned message from its header, or from a text that begins with it. A field is cut at
 * max_field bytes. */
void original_read (BounceReport *report, Span header, gsize max_field);
