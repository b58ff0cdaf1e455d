/* mime.c: GMime, ready for use; see mime.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "mime.h"

/* GMime counts how often it was made ready without a lock: hence a guard. */
void mime_ready (void)
{
    static gsize once;

    if (g_once_init_enter (&once)) {
        g_mime_init ();
        g_once_init_leave (&once, 1);
    }
}
