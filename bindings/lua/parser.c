/* parser.c: a parser for Lua, and the options that make one; see module.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "module.h"

/* The key of the default parser in the registry. */
#define DEFAULT_PARSER "bounce.default-parser"

static const char *const option_names[] = { "rules", "rules_text", "limits", "body_only", NULL };

static const char *const limit_names[] = {
    [BOUNCE_LIMIT_MESSAGE] = "message",   [BOUNCE_LIMIT_NESTING] = "nesting", [BOUNCE_LIMIT_PARTS] = "parts",
    [BOUNCE_LIMIT_HEADER] = "header",     [BOUNCE_LIMIT_TEXT] = "text",       [BOUNCE_LIMIT_RECIPIENTS] = "recipients",
    [BOUNCE_LIMIT_LINES] = "lines",       [BOUNCE_LIMIT_LINE] = "line",
    [BOUNCE_LIMIT_LINE + 1] = NULL,
};

BounceParser *check_parser (lua_State *L, int arg)
{
    BounceParser **parser = luaL_checkudata (L, arg, PARSER);

    luaL_argcheck (L, *parser, arg, "the parser is closed");
    return *parser;
}

/* Pushes a parser as it comes. Nothing is in it before it is on the stack. */
static BounceParser *push_new_parser (lua_State *L)
{
    BounceParser **parser = lua_newuserdatauv (L, sizeof *parser, 0);

    *parser = NULL;
    luaL_setmetatable (L, PARSER);
    return *parser = bounce_parser_new ();
}

static void set_body_only (lua_State *L, int options, BounceParser *parser)
{
    if (lua_getfield (L, options, "body_only") != LUA_TNIL && !lua_isboolean (L, -1))
        field_error (L, options, "", "body_only", "boolean");
    bounce_parser_set_body_only (parser, lua_toboolean (L, -1));
    lua_pop (L, 1);
}

static void set_limits (lua_State *L, int options, BounceParser *parser)
{
    int limits = lua_gettop (L) + 1;
    gint64 value;

    lua_getfield (L, options, "limits");
    if (!lua_isnil (L, limits)) {
        if (!lua_istable (L, limits))
            field_error (L, options, "", "limits", "table");
        check_names (L, limits, options, limit_names, "limit");
        for (int i = 0; limit_names[i]; i++) {
            if (lua_getfield (L, limits, limit_names[i]) != LUA_TNIL) {
                if (!to_integer (L, -1, &value))
                    field_error (L, options, "limits.", limit_names[i], "integer");
                if (value < 0)
                    luaL_argerror (L, options, lua_pushfstring (L, "limits.%s: is negative", limit_names[i]));
                bounce_parser_set_limit (parser, (BounceLimit) i, (gsize) value);
            }
            lua_pop (L, 1);
        }
    }
    lua_settop (L, limits - 1);
}

static gboolean add_rules_files (lua_State *L, int options, BounceParser *parser, GError **error)
{
    gboolean ok = TRUE;

    if (lua_getfield (L, options, "rules") != LUA_TNIL) {
        make_paths (L, options, "rules");
        for (lua_Integer i = 1; ok && lua_rawgeti (L, -1, i) != LUA_TNIL; i++) {
            ok = bounce_parser_add_rules_file (parser, lua_tostring (L, -1), error);
            lua_pop (L, 1);
        }
    }
    return ok;
}

static gboolean add_rules_text (lua_State *L, int options, BounceParser *parser, GError **error)
{
    size_t length;
    const char *text;

    if (lua_getfield (L, options, "rules_text") == LUA_TNIL)
        return TRUE;
    if (!is_string (L, -1))
        field_error (L, options, "", "rules_text", "string");
    text = lua_tolstring (L, -1, &length);
    return bounce_parser_add_rules (parser, text, (gssize) length, "rules_text", error);
}

/* Pushes a parser with the options in the table at an index, and returns 0, or pushes and returns a failure. */
static int push_parser_of_table (lua_State *L, int options)
{
    Owned *own = push_owned (L);
    BounceParser *parser;
    int top;

    check_names (L, options, options, option_names, "option");
    parser = push_new_parser (L);
    top = lua_gettop (L);
    set_limits (L, options, parser);
    set_body_only (L, options, parser);
    if (!add_rules_files (L, options, parser, &own->error) || !add_rules_text (L, options, parser, &own->error))
        return push_failure (L, own);
    lua_settop (L, top);
    return 0;
}

/* The rules are compiled in a parser, so the default one is made once for a state, when it is first needed. */
static void push_default_parser (lua_State *L)
{
    if (lua_getfield (L, LUA_REGISTRYINDEX, DEFAULT_PARSER) != LUA_TNIL)
        return;
    lua_pop (L, 1);
    push_new_parser (L);
    lua_pushvalue (L, -1);
    lua_setfield (L, LUA_REGISTRYINDEX, DEFAULT_PARSER);
}

int push_parser (lua_State *L, int options)
{
    if (lua_isnoneornil (L, options)) {
        push_default_parser (L);
        return 0;
    }
    if (lua_istable (L, options))
        return push_parser_of_table (L, options);
    if (!luaL_testudata (L, options, PARSER))
        luaL_typeerror (L, options, "parser or table");
    lua_pushvalue (L, options);
    check_parser (L, -1);
    return 0;
}

int f_parser (lua_State *L)
{
    int n_failure;

    lua_settop (L, 1);
    if (lua_isnil (L, 1)) {
        push_new_parser (L);
        return 1;
    }
    luaL_checktype (L, 1, LUA_TTABLE);
    n_failure = push_parser_of_table (L, 1);
    return n_failure ? n_failure : 1;
}

/* ---- The handle ---- */

int parser_close (lua_State *L)
{
    BounceParser **parser = luaL_checkudata (L, 1, PARSER);

    g_clear_pointer (parser, bounce_parser_unref);
    return 0;
}

static int parser_tostring (lua_State *L)
{
    BounceParser **parser = luaL_checkudata (L, 1, PARSER);

    if (*parser)
        lua_pushfstring (L, "%s: %p", PARSER, (void *) *parser);
    else
        lua_pushfstring (L, "%s (closed)", PARSER);
    return 1;
}

const luaL_Reg parser_metamethods[] = {
    { "__gc", parser_close },
    { "__close", parser_close },
    { "__tostring", parser_tostring },
    { NULL, NULL },
};

int parser_check_rules (lua_State *L)
{
    Owned *own = push_owned (L);

    own->lines = bounce_parser_check_rules (check_parser (L, 1));
    push_list (L, (const char *const *) own->lines);
    owned_clear (own);
    return 1;
}
