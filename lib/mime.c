/* mime.c: GMime, ready for use; see mime.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "mime.h"

#include <signal.h>

/* GMime makes gpgme ready, which ignores SIGPIPE for the whole program, as it talks to processes of its own. None is ever asked for
 * here, and whether a broken pipe ends a program is the program's choice. */
static void init_without_signals (void)
{
    struct sigaction before;
    gboolean known = sigaction (SIGPIPE, NULL, &before) == 0;

    g_mime_init ();
    if (known)
        sigaction (SIGPIPE, &before, NULL);
}

/* GMime counts how often it was made ready without a lock: hence a guard. */
void mime_ready (void)
{
    static gsize once;

    if (g_once_init_enter (&once)) {
        init_without_signals ();
        g_once_init_leave (&once, 1);
    }
}
