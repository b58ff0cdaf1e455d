/* encoded-word.h: encoded-words in headers (RFC 2047)
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * GMime's own decoder loses what follows a padded base64 word, knows fewer names of charsets than mail uses, and keeps every name it
 * ever saw.
 */
#pragma once

#include "span.h"

/* The text with its encoded-words decoded to UTF-8; what is none, or is broken, stays as it is. */
char *encoded_words_decode (Span text);
