/* iterator.c: the reports of mailboxes for Lua, one by one; see module.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "module.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Closed is one without a parser. */
typedef struct {
    BounceParser *parser;
    BounceMailbox *mailbox;
    lua_Integer n_opened; /* paths, so far */
} Reports;

static void reports_clear (Reports *reports)
{
    g_clear_pointer (&reports->mailbox, bounce_mailbox_unref);
    g_clear_pointer (&reports->parser, bounce_parser_unref);
}

static int reports_close (lua_State *L)
{
    reports_clear (luaL_checkudata (L, 1, REPORTS));
    return 0;
}

const luaL_Reg reports_metamethods[] = {
    { "__gc", reports_close },
    { "__close", reports_close },
    { NULL, NULL },
};

const luaL_Reg reports_methods[] = {
    { "close", reports_close },
    { NULL, NULL },
};

/* Opens the next path of the list at an index. FALSE at its end, or with an error. */
static gboolean open_next (lua_State *L, Reports *reports, int paths, GError **error)
{
    if (lua_rawgeti (L, paths, reports->n_opened + 1) == LUA_TSTRING) {
        reports->n_opened++;
        reports->mailbox = bounce_mailbox_open (lua_tostring (L, -1), error);
    }
    lua_pop (L, 1);
    return reports->mailbox != NULL;
}

/* Goes on to the next message, if need be in the next path. FALSE at the end of all, or with an error. */
static gboolean advance (lua_State *L, Reports *reports, int paths, GError **error)
{
    while (reports->parser && (reports->mailbox || open_next (L, reports, paths, error))) {
        if (bounce_mailbox_next (reports->mailbox, error))
            return TRUE;
        g_clear_pointer (&reports->mailbox, bounce_mailbox_unref);
        if (*error)
            return FALSE;
    }
    return FALSE;
}

/* The function that a for loop calls; its upvalues are the handle and the list of paths. An error in the midst is raised, since
 * mail would be lost in silence otherwise; who calls once more after that goes on with the next path. */
static int next_report (lua_State *L)
{
    Owned *own = push_owned (L);
    Reports *reports = lua_touserdata (L, lua_upvalueindex (1));

    if (advance (L, reports, lua_upvalueindex (2), &own->error)) {
        own->report = bounce_mailbox_parse (reports->mailbox, reports->parser);
        return push_report (L, own);
    }
    if (own->error) {
        lua_pushstring (L, own->error->message);
        owned_clear (own);
        return lua_error (L);
    }
    reports_clear (reports);
    lua_pushnil (L);
    return 1;
}

/* Looks for paths that cannot be read before the first message is handed out, but does not open them all: they may be many, and
 * what comes through a pipe can be opened only once. The library is asked only for what it says to a bad one. */
static gboolean check_readable (lua_State *L, int paths, GError **error)
{
    for (lua_Integer i = 1; !*error && lua_rawgeti (L, paths, i) != LUA_TNIL; i++) {
        const char *path = lua_tostring (L, -1);
        if (strcmp (path, "-") != 0 && g_access (path, R_OK) != 0) {
            BounceMailbox *mailbox = bounce_mailbox_open (path, error);
            g_clear_pointer (&mailbox, bounce_mailbox_unref);
        }
        lua_pop (L, 1);
    }
    return *error == NULL;
}

int open_reports (lua_State *L, int subject, int parser)
{
    Owned *own = push_owned (L);
    int paths, handle;
    Reports *reports;

    lua_pushvalue (L, subject);
    make_paths (L, subject, "path");
    paths = lua_gettop (L);
    reports = lua_newuserdatauv (L, sizeof *reports, 0);
    memset (reports, 0, sizeof *reports);
    luaL_setmetatable (L, REPORTS);
    handle = lua_gettop (L);
    reports->parser = bounce_parser_ref (check_parser (L, parser));
    if (!check_readable (L, paths, &own->error) || (!open_next (L, reports, paths, &own->error) && own->error)) {
        reports_clear (reports);
        return push_failure (L, own);
    }
    lua_pushvalue (L, handle);
    lua_pushvalue (L, paths);
    lua_pushcclosure (L, next_report, 2);
    lua_pushnil (L);
    lua_pushnil (L);
    lua_pushvalue (L, handle);
    return 4;
}
