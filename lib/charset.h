/* charset.h: any bytes to UTF-8
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "span.h"

/* Converts bytes in the charset that a label names (NULL: none was told) to UTF-8. A label that is unknown or that the bytes
 * contradict gives way to what the bytes look like; a byte that fits nowhere becomes U+FFFD and a NUL a space. The label is
 * never handed to GMime, which keeps every name that it has ever seen. */
char *charset_to_utf8 (Span bytes, const char *label);

/* Are there only printable ASCII and white space? They are the same in every charset of mail but those that shift, as ISO-2022-JP
 * does, which needs an escape. */
gboolean charset_is_plain (Span bytes);

/* A header's text (RFC 2047) to UTF-8 on one line; NULL where nothing is left. */
char *charset_decode_header (Span value);
