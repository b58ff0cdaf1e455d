/* parts.h: what the parts of a message hold, decoded
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "screen.h"

/* The body of a part as UTF-8, its transfer encoding undone, cut at limit bytes, of which warnings, unless NULL, then tell. Where
 * it already is plain text the span is a piece of the message itself; else *owned is set to what the caller must free. */
Span part_text (const Part *part, gsize limit, GPtrArray *warnings, char **owned);

/* What is in a body that is labelled as nothing in particular? Some systems send their delivery status as text/plain or as
 * application/octet-stream, and some the returned header as text. Looks at its first lines. */
PartType part_guess (Span text);

/* The begin of a returned message, at most limit bytes: transfer encoding undone, charsets as they are, as it has several. */
Span part_message (const Part *part, gsize limit, char **owned);
