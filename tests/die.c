/* die.c: preloaded by jobs.sh: whoever parses a message with "die here" in it dies
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "bounce.h"

#include <dlfcn.h>
#include <signal.h>
#include <string.h>

#define EXPORT __attribute__ ((visibility ("default")))

typedef BounceReport *(*ParsePacked) (BounceParser *parser, const char *packed, gsize length);
typedef BounceReport *(*Parse) (BounceMailbox *mailbox, BounceParser *parser);

static void maybe_die (const char *message, gsize length)
{
    if (memmem (message, length, "die here", strlen ("die here")))
        raise (SIGKILL);
}

EXPORT BounceReport *bounce_parser_parse_packed (BounceParser *parser, const char *packed, gsize length)
{
    ParsePacked parse = (ParsePacked) dlsym (RTLD_NEXT, "bounce_parser_parse_packed");

    maybe_die (packed, length);
    return parse (parser, packed, length);
}

EXPORT BounceReport *bounce_mailbox_parse (BounceMailbox *mailbox, BounceParser *parser)
{
    Parse parse = (Parse) dlsym (RTLD_NEXT, "bounce_mailbox_parse");
    gsize length;
    const char *message = bounce_mailbox_get_data (mailbox, &length);

    maybe_die (message, length);
    return parse (mailbox, parser);
}
