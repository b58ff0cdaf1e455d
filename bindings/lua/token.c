/* token.c: what is signed, so that a forged report is known, for Lua; see module.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "module.h"

/* Borrowed from the stack. */
typedef struct {
    const char *bytes;
    size_t length;
} Key;

/* An empty key is what a setting that is missing gives: everybody would know it. */
static Key check_key (lua_State *L, int arg)
{
    Key key;

    key.bytes = luaL_checklstring (L, arg, &key.length);
    luaL_argcheck (L, key.length > 0, arg, "the key is empty");
    return key;
}

static guint opt_days (lua_State *L, int arg)
{
    gint64 days = luaL_optinteger (L, arg, 0);

    luaL_argcheck (L, days >= 0, arg, "is negative");
    return (guint) MIN (days, G_MAXINT);
}

static gint64 opt_time (lua_State *L, int arg)
{
    gint64 now = luaL_optinteger (L, arg, 0);

    luaL_argcheck (L, now >= 0, arg, "is negative");
    return now;
}

/* What reports do not tell is nil, and may be handed on. */
static const char *opt_text (lua_State *L, int arg)
{
    return lua_isnoneornil (L, arg) ? NULL : check_text (L, arg);
}

int f_token_sign (lua_State *L)
{
    Key key = check_key (L, 1);
    const char *text = check_text (L, 2);
    gint64 now = opt_time (L, 3);
    Owned *own = push_owned (L);

    own->text = bounce_token_sign (key.bytes, key.length, text, now, NULL);
    return push_text (L, own);
}

int f_token_check (lua_State *L)
{
    Key key = check_key (L, 1);
    const char *text = opt_text (L, 2), *token = opt_text (L, 3);

    lua_pushboolean (L, bounce_token_check (key.bytes, key.length, text, token, opt_days (L, 4), opt_time (L, 5)));
    return 1;
}

int f_token_find (lua_State *L)
{
    Key key = check_key (L, 1);
    const char *text = opt_text (L, 2), *place = opt_text (L, 3);

    lua_pushboolean (L, bounce_token_find (key.bytes, key.length, text, place, opt_days (L, 4), opt_time (L, 5)));
    return 1;
}

int f_verp_make (lua_State *L)
{
    Key key = check_key (L, 1);
    const char *list = check_text (L, 2), *recipient = check_text (L, 3);
    gint64 now = opt_time (L, 4);
    Owned *own = push_owned (L);

    own->text = bounce_verp_make (key.bytes, key.length, list, recipient, now, &own->error);
    return own->text ? push_text (L, own) : push_failure (L, own);
}

int f_verp_check (lua_State *L)
{
    Key key = check_key (L, 1);
    const char *address = opt_text (L, 2);
    guint days = opt_days (L, 3);
    gint64 now = opt_time (L, 4);
    Owned *own = push_owned (L);

    own->text = bounce_verp_check (key.bytes, key.length, address, days, now);
    return push_text (L, own);
}

/* ---- Of a report, which is a plain table ---- */

/* Pushes a field of the table at an index, as C takes it; NULL where that is nil. */
static const char *push_field (lua_State *L, int table, int arg, const char *where, const char *field)
{
    if (lua_getfield (L, table, field) == LUA_TNIL)
        return NULL;
    if (!is_string (L, -1))
        field_error (L, arg, where, field, "string");
    return to_text (L, lua_gettop (L));
}

/* Pushes the table that a report has of the returned message; FALSE where none is returned. */
static gboolean push_original (lua_State *L, int report)
{
    if (lua_getfield (L, report, "original") == LUA_TNIL)
        return FALSE;
    if (!lua_istable (L, -1))
        field_error (L, report, "", "original", "table");
    return TRUE;
}

/* The fields are those of bounce_report_is_signed(). */
int f_is_signed (lua_State *L)
{
    luaL_checktype (L, 1, LUA_TTABLE);
    luaL_checktype (L, 2, LUA_TTABLE);
    Key key = check_key (L, 3);
    guint days = opt_days (L, 4);
    gint64 now = opt_time (L, 5);
    const char *address = push_field (L, 2, 2, "", "address");
    const char *places[] = { push_field (L, 1, 1, "", "to"), push_field (L, 1, 1, "", "envelope_id"), NULL };
    gboolean found = FALSE;

    if (push_original (L, 1))
        places[2] = push_field (L, lua_gettop (L), 1, "original.", "return_path");
    for (guint i = 0; i < G_N_ELEMENTS (places); i++)
        found |= bounce_token_find (key.bytes, key.length, address, places[i], days, now);
    lua_pushboolean (L, found);
    return 1;
}

/* Whether one of the two is within the domain at the top of the stack. */
static gboolean is_within (lua_State *L, const char *message_id, const char *list_id)
{
    const char *domains[] = { to_text (L, lua_gettop (L)), NULL };

    return bounce_id_is_within (message_id, domains) || bounce_id_is_within (list_id, domains);
}

int f_looks_ours (lua_State *L)
{
    const char *message_id = NULL, *list_id = NULL;
    gboolean found = FALSE;

    luaL_checktype (L, 1, LUA_TTABLE);
    lua_settop (L, 2);
    if (push_original (L, 1)) {
        message_id = push_field (L, 3, 1, "original.", "message_id");
        list_id = push_field (L, 3, 1, "original.", "list_id");
    }
    lua_pushvalue (L, 2);
    make_strings (L, 2, "domains");
    for (int domains = lua_gettop (L), i = 1; lua_rawgeti (L, domains, i) != LUA_TNIL; i++) {
        found |= is_within (L, message_id, list_id);
        lua_pop (L, 1);
    }
    lua_pushboolean (L, found);
    return 1;
}
