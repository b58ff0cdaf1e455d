/* test-lua-memory.c: memory runs out in the Lua module, at each allocation in turn, and stays so or is found again
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Lua raises an error then, with longjmp, past whatever C holds: the module must neither crash nor lose anything. What is lost of
 * Lua's memory is counted here, what is lost of C's is seen under AddressSanitizer (make check-asan).
 */
#include "config.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdlib.h>
#include <string.h>

int luaopen_bounce (lua_State *L);

/* a variable that is closed */
#if LUA_VERSION_NUM >= 504
#define CLOSE "<close>"
#else
#define CLOSE
#endif

/* Each function once, with an object of each kind; the globals bounce and path are set. */
static const char *const scripts[] = {
    "local report = bounce.parse(mail) bounce.json(report) report.recipients[1].address = 'x\\0\\255' bounce.json(report)",
    "for report in assert(bounce.reports(path)) do assert(report.kind) end",
    "for report in assert(bounce.reports { path, path }) do assert(bounce.json(report)) break end",
    "assert(bounce.parse_file(path).kind) bounce.parse_file('/nonexistent/file')",
    "bounce.classify('550 5.1.1 user\\0unknown', 'mx.example.com') bounce.codes('5.1.1') bounce.codes('9\\0') bounce.explain(mail)",
    "local parser " CLOSE " = bounce.parser { rules_text = rules, limits = { parts = 3 }, body_only = true } parser:parse(mail)"
    " parser:classify('550 no such whale') parser:explain(mail) tostring(parser) for report in parser:reports(path) do break end",
    "bounce.parser { rules_text = 'no rules' } bounce.parser { rules = '/nonexistent/file' } pcall(bounce.parser, { nonsense = 1 })"
    " pcall(bounce.json, { recipients = 1 }) pcall(bounce.parse)",
    "assert(#bounce.codes() > 100)",
    "local report = bounce.parse(mail) local key, list, user = 'key', 'list@example.org', 'a@example.com'"
    " assert(bounce.token_check(key, user, bounce.token_sign(key, user))) assert(not bounce.token_find(key, user, user .. '\\0'))"
    " report.to = assert(bounce.verp_make(key, list, user)) assert(bounce.verp_check(key, report.to) == user)"
    " assert(bounce.is_signed(report, { address = user }, key)) assert(bounce.looks_ours(report, { 'x', 'example.org' }))"
    " assert(not bounce.verp_make(key, list, 'a')) pcall(bounce.token_sign, '', user) pcall(bounce.is_signed, { to = {} }, {}, key)",
};

static const char mail[] =
    "From: MAILER-DAEMON@mx.example.net\nSubject: Undelivered\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n"
    "--b\n\nx\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: <a@example.com>\n"
    "--b\nContent-Type: message/rfc822\n\nSubject: y\nMessage-ID: <a@example.org>\n\nx\n--b--\n";

static const char rules[] = "scope site\n\nuser-unknown \"no such whale\"\n    > 550 no such whale\n";

/* ---- Memory that runs out ---- */

typedef struct {
    size_t used;
    long left; /* allocations until it runs out; below 0: it does not */
    gboolean lasting; /* it stays so; else a collection finds some, and Lua goes on */
    gboolean ran_out;
} Memory;

static void *allocate (void *data, void *old, size_t old_size, size_t size)
{
    Memory *memory = data;

    old_size = old ? old_size : 0; /* without a block it tells the type of what is made */
    if (size > old_size && memory->left == 0) {
        memory->ran_out = TRUE;
        memory->left = memory->lasting ? 0 : -1;
        return NULL;
    }
    if (size > old_size && memory->left > 0)
        memory->left--;
    memory->used += size - old_size;
    if (size)
        return realloc (old, size);
    free (old);
    return NULL;
}

/* ---- A run ---- */

static int run (lua_State *L)
{
    const char *script = lua_touserdata (L, 1), *path = lua_touserdata (L, 2);
    Memory *memory = lua_touserdata (L, 3);
    long left = memory->left;

    /* Where Lua has no memory to call a finalizer it warns and goes on, and what that was to free is lost: no module can help
     * it. So all of them are called at the end, when there is memory again. */
    lua_gc (L, LUA_GCSTOP, 0);
    memory->left = -1; /* Lua's own libraries are not what is tried */
    luaL_openlibs (L);
    memory->left = left;
    lua_pushcfunction (L, luaopen_bounce);
    lua_call (L, 0, 1);
    lua_setglobal (L, "bounce");
    lua_pushstring (L, path);
    lua_setglobal (L, "path");
    lua_pushstring (L, mail);
    lua_setglobal (L, "mail");
    lua_pushstring (L, rules);
    lua_setglobal (L, "rules");
    if (luaL_loadstring (L, script))
        return lua_error (L);
    lua_call (L, 0, 0);
    return 0;
}

/* Whether memory ran out. */
static gboolean run_with (const char *script, const char *path, long left, gboolean lasting)
{
    Memory memory = { 0, -1, lasting, FALSE };
    lua_State *L = lua_newstate (allocate, &memory);

    lua_pushcfunction (L, run);
    lua_pushlightuserdata (L, (void *) script);
    lua_pushlightuserdata (L, (void *) path);
    lua_pushlightuserdata (L, &memory);
    memory.left = left;
    int status = lua_pcall (L, 3, 0, 0); /* Lua does without what it only wished for */
    if (status && (!memory.ran_out || !strstr (lua_tostring (L, -1), "not enough memory")))
        g_error ("%ld: %s", left, lua_tostring (L, -1));
    memory.left = -1; /* see run() */
    lua_close (L);
    g_assert_cmpuint (memory.used, ==, 0);
    return memory.ran_out;
}

static void test_script (gconstpointer script)
{
    g_autofree char *path = NULL;
    g_autoptr(GError) error = NULL;
    int fd = g_file_open_tmp ("bounce-XXXXXX", &path, &error);

    g_assert_no_error (error);
    g_close (fd, NULL);
    g_file_set_contents (path, mail, -1, &error);
    g_assert_no_error (error);
    for (guint lasting = 0; lasting < 2; lasting++) {
        long n = 0;
        while (run_with (script, path, n, lasting)) /* until it is done before memory runs out */
            n += n < 500 ? 1 : 17;                  /* a list of hundreds of rows is the same again and again */
        g_test_message ("%ld allocations", n);
        g_assert_cmpint (n, >, 100);
    }
    g_remove (path);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
        g_autofree char *name = g_strdup_printf ("/lua-memory/%u", i);
        g_test_add_data_func (name, scripts[i], test_script);
    }
    return g_test_run ();
}
