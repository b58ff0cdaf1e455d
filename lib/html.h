/* html.h: the text of an HTML page
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "span.h"

/* What a reader of the page sees, roughly: a line a block or table row, cells apart by a space, no scripts or styles,
 * character references resolved. Linear, whatever comes. */
char *html_to_text (Span html);
