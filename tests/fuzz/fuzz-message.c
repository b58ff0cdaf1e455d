/* fuzz-message.c: a message becomes a report, its JSON, and a page that explains it
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "fuzz.h"

static void read_with (BounceParser *parser, const char *bytes, gsize length)
{
    g_autoptr(BounceReport) report = bounce_parser_parse (parser, bytes, length);

    fuzz_check_report (report);
    if (bounce_report_get_kind (report) == BOUNCE_KIND_UNREADABLE)
        g_assert_nonnull (memchr (bytes, '\0', length));
    g_assert_cmpuint (bounce_report_get_n_recipients (report), <=, bounce_parser_get_limit (parser, BOUNCE_LIMIT_RECIPIENTS));
    g_autofree char *page = bounce_parser_explain (parser, bytes, length);
    fuzz_check_page (page);
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    g_autofree char *bytes = fuzz_copy ((Span){ (const char *) data, size });

    read_with (fuzz_parser (), bytes, size);
    read_with (fuzz_limited_parser (), bytes, size);
    return 0;
}
