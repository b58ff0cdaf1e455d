/* message-id.c: Message-IDs; see message-id.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "message-id.h"

#include "charset.h"

char *message_id_read (Span value)
{
    Span id = span_trim (value);

    if (id.n && id.s[0] == '<') {
        id = span_from (id, 1);
        gssize close = span_find_char (id, '>');
        id = close < 0 ? id : span_first (id, (gsize) close);
    }
    return charset_decode_header (id);
}
