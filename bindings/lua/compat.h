/* compat.h: Lua 5.3, 5.2, 5.1 and LuaJIT, as the module takes them: for 5.4; see module.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The module is written for 5.4. What an older Lua lacks, or does otherwise, stands here by 5.4's name and with its meaning, as
 * far as the module needs it; where an older way is as short, the module goes that one.
 *
 * LuaJIT is 5.1 here, though it has some functions of 5.2: both look for modules in the same folders, so what is built for one
 * of them must load in the other.
 */
#pragma once

#if LUA_VERSION_NUM < 504

#define lua_newuserdatauv(L, size, n_values) lua_newuserdata (L, size)

static inline int compat_typeerror (lua_State *L, int arg, const char *expected)
{
    return luaL_argerror (L, arg, lua_pushfstring (L, "%s expected, got %s", expected, luaL_typename (L, arg)));
}
#define luaL_typeerror compat_typeerror

#endif

#if LUA_VERSION_NUM < 503

/* What these push has a type. */
#define lua_getfield(L, index, name) (lua_getfield (L, index, name), lua_type (L, -1))
#define lua_rawget(L, index) (lua_rawget (L, index), lua_type (L, -1))
#define lua_rawgeti(L, index, i) (lua_rawgeti (L, index, (int) (i)), lua_type (L, -1))

/* The index is absolute. */
static inline int compat_geti (lua_State *L, int index, lua_Integer i)
{
    lua_pushinteger (L, i);
    lua_gettable (L, index);
    return lua_type (L, -1);
}
#define lua_geti compat_geti

/* All numbers are doubles. lua_Integer may be too small for a file's size, and what is no integer would be cut off. */
#define lua_pushinteger(L, value) lua_pushnumber (L, (lua_Number) (value))

static inline gint64 compat_tointegerx (lua_State *L, int index, int *is_integer)
{
    lua_Number number = lua_tonumber (L, index);
    const lua_Number least = (lua_Number) G_MININT64;
    gint64 value = number >= least && number < -least ? (gint64) number : 0;

    *is_integer = (lua_Number) value == number; /* what is not a number equals nothing */
    return value;
}
#define lua_tointegerx compat_tointegerx

static inline gint64 compat_optinteger (lua_State *L, int arg, gint64 otherwise)
{
    int is_integer = TRUE;
    gint64 value = lua_isnoneornil (L, arg) ? otherwise : (luaL_checknumber (L, arg), lua_tointegerx (L, arg, &is_integer));

    luaL_argcheck (L, is_integer, arg, "number has no integer representation");
    return value;
}
#define luaL_optinteger compat_optinteger

#endif

#if LUA_VERSION_NUM < 502

#undef luaL_newlib /* LuaJIT's */
#define luaL_newlib(L, functions) (lua_newtable (L), luaL_register (L, NULL, functions))
#define luaL_setfuncs(L, functions, n_upvalues) luaL_register (L, NULL, functions)
#define luaL_setmetatable(L, name) (luaL_getmetatable (L, name), (void) lua_setmetatable (L, -2))
#define luaL_checkversion(L) ((void) (L))
#define luaL_len(L, index) ((lua_Integer) lua_objlen (L, index))

static inline void *compat_testudata (lua_State *L, int index, const char *name)
{
    void *data = lua_touserdata (L, index);
    gboolean same;

    if (!data || !lua_getmetatable (L, index))
        return NULL;
    luaL_getmetatable (L, name);
    same = lua_rawequal (L, -1, -2);
    lua_pop (L, 2);
    return same ? data : NULL;
}
#define luaL_testudata compat_testudata

#endif
