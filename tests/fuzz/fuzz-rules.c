/* fuzz-rules.c: any bytes as a rule file; what is taken judges, can be checked, and is listed so that it can be read again
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "fuzz.h"

static void judge (BounceParser *parser, const char *text)
{
    g_autoptr(BounceRecipient) r = bounce_parser_classify (parser, text, "mx.example.com");
    fuzz_check_recipient (r);
}

static void check_list (BounceParser *parser)
{
    g_autoptr(BounceParser) again = bounce_parser_new ();
    g_autoptr(GError) error = NULL;
    g_autofree char *all = bounce_parser_list_rules (parser);

    bounce_parser_add_rules (again, all, -1, "again", &error);
    g_assert_no_error (error);
}

/* Every example of all rules takes its time: for some inputs only. */
static void check_examples (BounceParser *parser)
{
    g_auto(GStrv) complaints = bounce_parser_check_rules (parser);

    for (char **line = complaints; *line; line++)
        fuzz_check_string (*line);
}

static void use (BounceParser *parser, Span file)
{
    g_autofree char *text = g_strndup (file.s, file.n);

    judge (parser, text);
    judge (parser, "550 5.1.1 <user@example.com>: user unknown");
    check_list (parser);
    if (file.n % 16 == 0)
        check_examples (parser);
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    static BounceParser *parser;
    g_autofree char *bytes = fuzz_copy ((Span){ (const char *) data, size });
    g_autoptr(GError) error = NULL;

    fuzz_parser (); /* from here on warnings abort */
    parser = parser ? parser : bounce_parser_new ();
    if (bounce_parser_add_rules (parser, bytes, (gssize) size, "fuzz.rules", &error)) {
        use (parser, (Span){ bytes, size });
        g_clear_pointer (&parser, bounce_parser_unref); /* a refused file leaves no trace, so the parser of one serves the next */
    } else {
        g_assert_error (error, BOUNCE_ERROR, BOUNCE_ERROR_RULES);
        g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
    return 0;
}
