/* fuzz-lua.c: the Lua module is given the bytes as strings to all its functions, and runs them where they are a script
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The script in the midst does what a careless program does; its own errors are no findings, a crash or a leak is one.
 */
#include "config.h"

#include "fuzz.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdlib.h>
#include <unistd.h>

int luaopen_bounce (lua_State *L);

/* Its arguments: the module, the bytes, a file that holds them, and a function that runs a script with a bound. */
static const char script[] =
    "local bounce, bytes, path, bounded = ...\n"
    "local function sane(report)\n"
    "    assert(report.v == 1 and #report.id == 32 and report.recipients and report.warnings)\n"
    "    assert(utf8.len(bounce.json(report)))\n"
    "end\n"
    "local report = bounce.parse(bytes)\n"
    "sane(report)\n"
    "sane(assert(bounce.parse_file(path)))\n"
    "assert(utf8.len(bounce.explain(bytes)))\n"
    "assert(bounce.classify(bytes, bytes).reason and bounce.classify(bytes).severity)\n"
    "local code, problem, why = bounce.codes(bytes)\n"
    "assert(code and code.name or why == 'unknown')\n"
    "pcall(bounce.parse_file, '/nonexistent/' .. bytes)\n"
    "pcall(bounce.parse, bytes, { [bytes] = bytes })\n"
    "pcall(bounce.reports, { '/nonexistent/' .. bytes, bytes = bytes })\n"
    "local n = 0\n"
    "for each in bounce.reports({ path, path }) do\n"
    "    sane(each)\n"
    "    n = n + 1\n"
    "    if n > 10 then break end\n"
    "end\n"
    /* a report that a program has changed: what JSON cannot say is an error, not a crash */
    "for _, key in ipairs { 'source', 'subject', 'kind', 'format', 'id', 'offset', 'original', 'feedback', 'recipients', bytes } do\n"
    "    for _, value in ipairs { bytes, { bytes }, { [bytes] = bytes }, { { address = bytes } }, 0/0, -1, false } do\n"
    "        local was = report[key]\n"
    "        report[key] = value\n"
    "        local good, json = pcall(bounce.json, report)\n"
    "        assert(not good or utf8.len(json))\n"
    "        report[key] = was\n"
    "    end\n"
    "end\n"
    "pcall(bounce.json, setmetatable({}, { __index = function (_, key) return bytes end }))\n"
    "local chunk = load(bytes, '=fuzz', 't', { bounce = { parse = bounce.parse, json = bounce.json, codes = bounce.codes,\n"
    "    classify = bounce.classify, explain = bounce.explain, reasons = bounce.reasons,\n"
    "    parser = function (o) if type(o) == 'table' then o.rules = nil end return bounce.parser(o) end },\n"
    "    report = report, setmetatable = setmetatable, pairs = pairs, pcall = pcall, collectgarbage = collectgarbage })\n"
    "if chunk then bounded(chunk) end\n";

/* A state may hold so much: a script that takes more gets what happens where memory runs out. */
#define MOST_MEMORY (64 * 1024 * 1024)

static void *allocate (void *used, void *old, size_t old_size, size_t size)
{
    size_t *sum = used;

    old_size = old ? old_size : 0;
    if (size > old_size && *sum + (size - old_size) > MOST_MEMORY)
        return NULL;
    *sum += size - old_size;
    if (size)
        return realloc (old, size);
    free (old);
    return NULL;
}

static void stop (lua_State *L, lua_Debug *where)
{
    (void) where;
    luaL_error (L, "the script takes too long");
}

static int run_bounded (lua_State *L)
{
    lua_sethook (L, stop, LUA_MASKCOUNT, 10000);
    lua_settop (L, 1);
    lua_pcall (L, 0, 0, 0);
    lua_sethook (L, NULL, 0, 0);
    return 0;
}

static int run (lua_State *L)
{
    const Span *bytes = lua_touserdata (L, 1);
    const char *path = lua_touserdata (L, 2);

    luaL_openlibs (L);
    g_assert_cmpint (luaL_loadstring (L, script), ==, LUA_OK);
    luaL_requiref (L, "bounce", luaopen_bounce, 0);
    lua_pushlstring (L, bytes->s, bytes->n);
    lua_pushstring (L, path);
    lua_pushcfunction (L, run_bounded);
    lua_call (L, 4, 0);
    return 0;
}

static gboolean is_expected (const char *message)
{
    return strstr (message, "not enough memory") || strstr (message, "takes too long");
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    Span bytes = { (const char *) data, size };
    g_autofree char *path = NULL;
    size_t used = 0;
    int fd = fuzz_file (bytes, &path);
    lua_State *L = lua_newstate (allocate, &used);

    fuzz_parser ();
    lua_pushcfunction (L, run);
    lua_pushlightuserdata (L, &bytes);
    lua_pushlightuserdata (L, path);
    if (lua_pcall (L, 2, 0, 0) != LUA_OK && !is_expected (luaL_tolstring (L, -1, NULL)))
        g_error ("%s", lua_tostring (L, -1));
    lua_close (L);
    g_assert_cmpuint (used, ==, 0);
    close (fd);
    return 0;
}
