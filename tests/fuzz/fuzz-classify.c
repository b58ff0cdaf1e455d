/* fuzz-classify.c: a response is judged; behind its last line feed stands the host
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "fuzz.h"

/* What is said of a host must be UTF-8; what a server says may be anything. */
static char *take_host (char *text)
{
    char *line = strrchr (text, '\n');

    if (!line)
        return NULL;
    *line = '\0';
    return g_utf8_make_valid (line + 1, -1);
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup ((const char *) data, size);
    g_autofree char *host = take_host (text);
    g_autoptr(BounceRecipient) r = bounce_parser_classify (fuzz_parser (), text, host);

    fuzz_check_recipient (r);
    g_assert_cmpint (bounce_recipient_get_action (r), ==, BOUNCE_ACTION_FAILED);
    return 0;
}
