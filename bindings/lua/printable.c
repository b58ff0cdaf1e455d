/* printable.c: text of strangers for a terminal; see module.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "module.h"

/* Any bytes: a NUL is replaced as what is no UTF-8 is. */
int f_printable (lua_State *L)
{
    gsize length;
    const char *text = luaL_optlstring (L, 1, NULL, &length);
    Owned *own = push_owned (L);

    if (!text)
        return push_text (L, own);
    own->text = g_utf8_make_valid (text, (gssize) length);
    char *printable = bounce_printable (own->text);
    g_free (own->text);
    own->text = printable;
    return push_text (L, own);
}
