/* arguments.c: values that a script gives to the Lua module; see module.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "module.h"

#include <string.h>

int field_error (lua_State *L, int arg, const char *where, const char *field, const char *expected)
{
    const char *got = luaL_typename (L, -1);

    return luaL_argerror (L, arg, lua_pushfstring (L, "%s%s: %s expected, got %s", where, field, expected, got));
}

gboolean is_string (lua_State *L, int index)
{
    return lua_type (L, index) == LUA_TSTRING;
}

gboolean to_integer (lua_State *L, int index, gint64 *value)
{
    int is_integer;

    *value = lua_tointegerx (L, index, &is_integer);
    return is_integer && lua_type (L, index) == LUA_TNUMBER;
}

const char *to_text (lua_State *L, int index)
{
    size_t length;
    const char *text = lua_tolstring (L, index, &length);
    luaL_Buffer buffer;

    if (!memchr (text, '\0', length))
        return text;
    luaL_buffinit (L, &buffer);
    for (size_t i = 0; i < length; i++)
        if (text[i])
            luaL_addchar (&buffer, text[i]);
        else
            luaL_addstring (&buffer, "\357\277\275");
    luaL_pushresult (&buffer);
    lua_replace (L, index);
    return lua_tostring (L, index);
}

const char *check_text (lua_State *L, int arg)
{
    luaL_checkstring (L, arg);
    return to_text (L, arg);
}

const char *check_path (lua_State *L, int index, int arg)
{
    size_t length;
    const char *path = lua_tolstring (L, index, &length);

    if (memchr (path, '\0', length))
        luaL_argerror (L, arg, "a path cannot contain a NUL byte");
    return path;
}

void check_paths (lua_State *L, int arg)
{
    if (!is_string (L, arg) && !lua_istable (L, arg))
        luaL_typeerror (L, arg, "string or list of strings");
}

/* Raises unless the value at the top of the stack is a list of n: the elements of another table would be lost in silence. */
static void check_list (lua_State *L, int arg, const char *field, lua_Integer n)
{
    if (!lua_istable (L, -1))
        field_error (L, arg, "", field, "string or list of strings");
    if (n > 0)
        return;
    lua_pushnil (L);
    if (lua_next (L, -2))
        luaL_argerror (L, arg, lua_pushfstring (L, "%s: list expected, got a table with other keys", field));
}

/* Replaces the string or list of strings at the top of the stack by a list of its own, so that the caller may change theirs. */
static void make_list (lua_State *L, int arg, const char *field, gboolean of_paths)
{
    int given = lua_gettop (L);
    gboolean single = is_string (L, given);
    lua_Integer n = 1;
    char name[48];

    if (!single) {
        n = lua_istable (L, given) ? luaL_len (L, given) : 0;
        check_list (L, arg, field, n);
    }
    lua_newtable (L);
    for (lua_Integer i = 1; i <= n; i++) {
        if (single)
            lua_pushvalue (L, given);
        else if (lua_geti (L, given, i) != LUA_TSTRING) {
            g_snprintf (name, sizeof name, "%s[%" G_GINT64_FORMAT "]", field, (gint64) i);
            field_error (L, arg, "", name, "string");
        }
        if (of_paths)
            check_path (L, -1, arg);
        lua_rawseti (L, -2, i);
    }
    lua_replace (L, given);
}

void make_paths (lua_State *L, int arg, const char *field)
{
    make_list (L, arg, field, TRUE);
}

void make_strings (lua_State *L, int arg, const char *field)
{
    make_list (L, arg, field, FALSE);
}

/* A copy of the value at the top of the stack as text for an error; the value, a key, must not itself become a string. */
static const char *push_name (lua_State *L)
{
    lua_pushvalue (L, -1);
    return lua_isstring (L, -1) ? lua_tostring (L, -1) : luaL_typename (L, -1);
}

void check_names (lua_State *L, int table, int arg, const char *const *names, const char *what)
{
    lua_pushnil (L);
    while (lua_next (L, table)) {
        lua_pop (L, 1);
        if (!is_string (L, -1) || !g_strv_contains (names, lua_tostring (L, -1)))
            luaL_argerror (L, arg, lua_pushfstring (L, "unknown %s '%s'", what, push_name (L)));
    }
}
