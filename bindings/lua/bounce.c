/* bounce.c: the Lua module "bounce"; docs/lua.md is its manual, module.h its map
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "module.h"

/* ---- Reading, with a parser on the stack ---- */

typedef int Reader (lua_State *L, int subject, int parser);

static int parse (lua_State *L, int subject, int parser)
{
    size_t length;
    const char *data = luaL_checklstring (L, subject, &length);
    Owned *own = push_owned (L);

    own->report = bounce_parser_parse (check_parser (L, parser), data, length);
    return push_report (L, own);
}

static int parse_file (lua_State *L, int subject, int parser)
{
    Owned *own = push_owned (L);
    const char *path;

    luaL_checkstring (L, subject);
    path = check_path (L, subject, subject);
    own->report = bounce_parser_parse_file (check_parser (L, parser), path, &own->error);
    return own->report ? push_report (L, own) : push_failure (L, own);
}

static int explain (lua_State *L, int subject, int parser)
{
    size_t length;
    const char *data = luaL_checklstring (L, subject, &length);
    Owned *own = push_owned (L);

    own->text = bounce_parser_explain (check_parser (L, parser), data, length);
    return push_text (L, own);
}

/* A string behind the subject is the host that said it. */
static int classify (lua_State *L, int subject, int parser)
{
    const char *text = check_text (L, subject);
    const char *host = is_string (L, subject + 1) ? to_text (L, subject + 1) : NULL;
    Owned *own = push_owned (L);

    own->recipient = bounce_parser_classify (check_parser (L, parser), text, host);
    push_verdict (L, own->recipient);
    owned_clear (own);
    return 1;
}

/* ---- The module's functions: the subject is argument 1, the parser comes from options ---- */

static int read_with (lua_State *L, int options, Reader *reader)
{
    int n_failure = push_parser (L, options);

    return n_failure ? n_failure : reader (L, 1, lua_gettop (L));
}

static int read_string (lua_State *L, Reader *reader)
{
    lua_settop (L, 2);
    luaL_checkstring (L, 1);
    return read_with (L, 2, reader);
}

static int f_parse (lua_State *L)
{
    return read_string (L, parse);
}

static int f_parse_file (lua_State *L)
{
    return read_string (L, parse_file);
}

static int f_explain (lua_State *L)
{
    return read_string (L, explain);
}

static int f_classify (lua_State *L)
{
    lua_settop (L, 2);
    luaL_checkstring (L, 1);
    return read_with (L, is_string (L, 2) ? 3 : 2, classify); /* there is no argument 3, so that is the default parser */
}

static int f_reports (lua_State *L)
{
    lua_settop (L, 2);
    check_paths (L, 1);
    return read_with (L, 2, open_reports);
}

/* ---- A parser's methods: it is argument 1, the subject argument 2 ---- */

static int parser_parse (lua_State *L)
{
    check_parser (L, 1);
    return parse (L, 2, 1);
}

static int parser_parse_file (lua_State *L)
{
    check_parser (L, 1);
    return parse_file (L, 2, 1);
}

static int parser_reports (lua_State *L)
{
    check_parser (L, 1);
    lua_settop (L, 2);
    check_paths (L, 2);
    return open_reports (L, 2, 1);
}

static int parser_explain (lua_State *L)
{
    check_parser (L, 1);
    return explain (L, 2, 1);
}

static int parser_classify (lua_State *L)
{
    check_parser (L, 1);
    lua_settop (L, 3);
    luaL_optstring (L, 3, NULL);
    return classify (L, 2, 1);
}

/* ---- The module ---- */

static const luaL_Reg functions[] = {
    { "parse", f_parse },           { "parse_file", f_parse_file },   { "reports", f_reports },
    { "classify", f_classify },     { "codes", f_codes },             { "json", f_json },
    { "parser", f_parser },         { "explain", f_explain },         { "token_sign", f_token_sign },
    { "token_check", f_token_check }, { "token_find", f_token_find }, { "verp_make", f_verp_make },
    { "verp_check", f_verp_check }, { "is_signed", f_is_signed },     { "looks_ours", f_looks_ours },
    { "printable", f_printable },
    { NULL, NULL },
};

static const luaL_Reg parser_methods[] = {
    { "parse", parser_parse },
    { "parse_file", parser_parse_file },
    { "reports", parser_reports },
    { "classify", parser_classify },
    { "check_rules", parser_check_rules },
    { "explain", parser_explain },
    { "close", parser_close },
    { NULL, NULL },
};

/* There may be no methods. */
static void make_type (lua_State *L, const char *name, const luaL_Reg *metamethods, const luaL_Reg *methods)
{
    luaL_newmetatable (L, name);
    luaL_setfuncs (L, metamethods, 0);
    if (methods) {
        lua_newtable (L);
        luaL_setfuncs (L, methods, 0);
        lua_setfield (L, -2, "__index");
    }
    lua_pop (L, 1);
}

/* The one symbol that the module exports. */
BOUNCE_API int luaopen_bounce (lua_State *L);

int luaopen_bounce (lua_State *L)
{
    luaL_checkversion (L);
    make_type (L, OWNED, owned_metamethods, NULL);
    make_type (L, REPORTS, reports_metamethods, reports_methods);
    make_type (L, PARSER, parser_metamethods, parser_methods);
    luaL_newlib (L, functions);
    push_reasons (L);
    lua_setfield (L, -2, "reasons");
    lua_pushliteral (L, PACKAGE_VERSION);
    lua_setfield (L, -2, "version");
    return 1;
}
