/* whose.h: of whom words speak: "domain not found" may be said of the sender's
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "span.h"

/* Do the words next to where, a piece of text, tell that it speaks of the sender, or of its host? Text is in normal form. */
gboolean whose_is_sender (Span text, Span where);
