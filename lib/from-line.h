/* from-line.h: the lines between the messages of an mbox
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "span.h"

/* "From sender Mon Nov 23 14:32:04 2026": not a sentence that begins with "From ". */
gboolean from_line_is (Span line);

/* A line of a message without the quoting that keeps it from being a From_ line: ">From " was "From ", ">>From " was ">From "
 * (mboxrd); mboxo quotes the first only, so undoing one ">" suits both. */
Span from_line_unquote (Span line);
