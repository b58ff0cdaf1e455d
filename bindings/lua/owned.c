/* owned.c: what a call of the Lua module owns; see module.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "module.h"

#include <string.h>

void owned_clear (Owned *own)
{
    g_clear_pointer (&own->report, bounce_report_unref);
    g_clear_pointer (&own->recipient, bounce_recipient_unref);
    g_clear_error (&own->error);
    g_clear_pointer (&own->lines, g_strfreev);
    g_clear_pointer (&own->words, g_type_class_unref);
    g_clear_pointer (&own->names, g_ptr_array_unref);
    if (own->json)
        g_string_free (g_steal_pointer (&own->json), TRUE);
    g_clear_pointer (&own->text, g_free);
}

Owned *push_owned (lua_State *L)
{
    Owned *own = lua_newuserdatauv (L, sizeof *own, 0);

    memset (own, 0, sizeof *own);
    luaL_setmetatable (L, OWNED);
    return own;
}

static int owned_gc (lua_State *L)
{
    owned_clear (luaL_checkudata (L, 1, OWNED));
    return 0;
}

const luaL_Reg owned_metamethods[] = {
    { "__gc", owned_gc },
    { NULL, NULL },
};

int push_text (lua_State *L, Owned *own)
{
    lua_pushstring (L, own->text);
    owned_clear (own);
    return 1;
}

static const char *error_code (const GError *error)
{
    if (g_error_matches (error, BOUNCE_ERROR, BOUNCE_ERROR_NOT_FOUND))
        return "not-found";
    if (g_error_matches (error, BOUNCE_ERROR, BOUNCE_ERROR_RULES))
        return "rules";
    if (g_error_matches (error, BOUNCE_ERROR, BOUNCE_ERROR_TOKEN))
        return "token";
    return "io";
}

/* Three, so that assert() raises the message. */
int push_failure (lua_State *L, Owned *own)
{
    lua_pushnil (L);
    lua_pushstring (L, own->error->message);
    lua_pushstring (L, error_code (own->error));
    owned_clear (own);
    return 3;
}
