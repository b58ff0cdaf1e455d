/* tsan.h: tells ThreadSanitizer of GLib's once, which is built without it; included before all else where configure --enable-tsan
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Who comes back from g_once_init_enter() sees all that was done before g_once_init_leave(): both are, in part, inside GLib.
 */
#pragma once

#include <glib.h>
#include <sanitizer/tsan_interface.h>

static inline int tsan_once_enter (void *location)
{
    int first = g_once_init_enter ((gsize *) location);

    if (!first)
        __tsan_acquire (location); /* it may have waited inside GLib */
    return first;
}

#undef g_once_init_enter
#define g_once_init_enter(location) tsan_once_enter ((void *) (location))
#undef g_once_init_leave
#define g_once_init_leave(location, result)                                                                                      \
    (__tsan_release ((void *) (location)), (g_once_init_leave) ((location), (gsize) (result)))
