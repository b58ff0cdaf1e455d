/* module.h: what the files of the Lua module "bounce" share; docs/lua.md is its manual
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Lua raises errors with longjmp(), past g_autoptr and every return, and anything that allocates in Lua may raise. So all that
 * C must free lies in a userdata with __gc (Owned, or a handle) that was made before it, never in a variable alone. A garbage
 * collection may also run a script's finalizers, and these may close a handle: what is read from one is used before Lua
 * allocates again, or is referenced.
 *
 * Wrong arguments raise. What can go wrong in the world (a GError) is returned as nil, message, code.
 */
#pragma once

#include "bounce.h"

#include <lauxlib.h>
#include <lua.h>

#include "compat.h"

/* Types of userdata, each with its metamethods. */
#define OWNED "bounce.owned"
#define PARSER "bounce.parser"
#define REPORTS "bounce.reports"

extern const luaL_Reg owned_metamethods[];
extern const luaL_Reg parser_metamethods[];
extern const luaL_Reg reports_metamethods[];
extern const luaL_Reg reports_methods[];

/* ---- owned.c: what a call owns ---- */

/* Everything that one call may have to free, whether it returns or Lua raises in the midst. */
typedef struct {
    BounceReport *report;
    BounceRecipient *recipient;
    GError *error;
    char **lines;
    GEnumClass *words;
    GPtrArray *names;
    GString *json;
    char *text;
} Owned;

Owned *push_owned (lua_State *L);
void owned_clear (Owned *own);

/* The three results that say that it did not work, from the error that own holds. */
int push_failure (lua_State *L, Owned *own);

/* Pushes the text that own holds, and lets go of it; nil where it holds none. */
int push_text (lua_State *L, Owned *own);

/* ---- arguments.c: values that a script gives ---- */

/* Raises that the value at the top of the stack, a field of an argument, has the wrong type. */
int field_error (lua_State *L, int arg, const char *where, const char *field, const char *expected);

gboolean is_string (lua_State *L, int index);

/* An integer, or a float that is one: other JSON readers make floats of all numbers. */
gboolean to_integer (lua_State *L, int index, gint64 *value);

/* The string at an absolute index as C takes it: a NUL would cut it off, so that becomes what stands for unreadable bytes. */
const char *to_text (lua_State *L, int index);
const char *check_text (lua_State *L, int arg);

/* The string at an index; a path with a NUL would name another file, and raises. */
const char *check_path (lua_State *L, int index, int arg);

/* Raises unless the argument is a path or a table. */
void check_paths (lua_State *L, int arg);

/* Replaces the path or list of paths at the top of the stack by a list of its own, so that the caller may change theirs. */
void make_paths (lua_State *L, int arg, const char *field);

/* The same with strings that may hold any bytes. */
void make_strings (lua_State *L, int arg, const char *field);

/* Raises at a key of the table that is none of the names: a misspelt option would be an option without effect. */
void check_names (lua_State *L, int table, int arg, const char *const *names, const char *what);

/* ---- report.c: reports as tables ---- */

typedef struct {
    const char *name;
    const char *(*text) (BounceReport *report);
    guint64 (*number) (BounceReport *report);
} ReportField;

/* A number of 0 stands for none. */
typedef struct {
    const char *name;
    const char *(*text) (BounceRecipient *recipient);
    guint (*number) (BounceRecipient *recipient);
} RecipientField;

/* Both in the order of the report's JSON, with an end mark. In front of a report's fields stands v, behind them original,
 * feedback and the lists; behind those of a recipient stands evidence. */
extern const ReportField report_fields[];
extern const RecipientField recipient_fields[];

/* Pushes the report that own holds, and lets go of it. */
int push_report (lua_State *L, Owned *own);

/* Pushes what bounce.classify() tells: no mail and no address, so nothing of them. */
void push_verdict (lua_State *L, BounceRecipient *recipient);

void push_list (lua_State *L, const char *const *strings);

/* Sets a field of the table at the top of the stack; what is absent stays nil. */
void set_text (lua_State *L, const char *name, const char *value);

/* ---- json.c: a table becomes a line of JSON ---- */

int f_json (lua_State *L);

/* ---- codes.c: what codes and reasons mean ---- */

int f_codes (lua_State *L);

/* Pushes a table of all reasons. */
void push_reasons (lua_State *L);

/* ---- printable.c: text of strangers for a terminal ---- */

int f_printable (lua_State *L);

/* ---- token.c: what is signed, so that a forged report is known ---- */

int f_token_sign (lua_State *L);
int f_token_check (lua_State *L);
int f_token_find (lua_State *L);
int f_verp_make (lua_State *L);
int f_verp_check (lua_State *L);
int f_is_signed (lua_State *L);
int f_looks_ours (lua_State *L);

/* ---- parser.c: options, and the handle they make ---- */

BounceParser *check_parser (lua_State *L, int arg);

/* Pushes the parser that options ask for, and returns 0, or pushes and returns a failure. */
int push_parser (lua_State *L, int options);

int f_parser (lua_State *L);
int parser_check_rules (lua_State *L);
int parser_close (lua_State *L);

/* ---- iterator.c: the reports of mailboxes, one by one ---- */

/* Pushes what a generic for takes: the iterator, two values it does not need, and what is to be closed. */
int open_reports (lua_State *L, int subject, int parser);
