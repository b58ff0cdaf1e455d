/* json.c: a report as a table of Lua becomes a line of JSON; see module.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "module.h"

#include "json.h"

#include <stdlib.h>
#include <string.h>

/* Everything raises for argument 1. */
typedef struct {
    lua_State *L;
    Owned *own;
    Json json;
    char where[64]; /* the place of the table that is being written, for errors: "recipients[2].evidence." */
} Writer;

static const char *const original_fields[] = { "message_id", "subject", "from", "to", "date", "list_id", "return_path", NULL };
static const char *const evidence_fields[] = { "rule", "from", "text", NULL };

/* ---- Values ---- */

/* Writes the string, or nil, at the top of the stack and pops it; key is NULL in a list, name is for errors. */
static void write_top (Writer *writer, const char *key, const char *name)
{
    lua_State *L = writer->L;

    if (is_string (L, -1))
        json_string (&writer->json, key, to_text (L, lua_gettop (L)));
    else if (lua_isnil (L, -1) && key)
        json_null (&writer->json, key);
    else
        field_error (L, 1, writer->where, name, "string");
    lua_pop (L, 1);
}

static void write_text (Writer *writer, int table, const char *name)
{
    lua_getfield (writer->L, table, name);
    write_top (writer, name, name);
}

/* A source is always written: "" is a message that came from memory. */
static void write_source (Writer *writer, int table)
{
    if (lua_getfield (writer->L, table, "source") == LUA_TNIL) {
        lua_pop (writer->L, 1);
        lua_pushliteral (writer->L, "-");
    }
    write_top (writer, "source", "source");
}

static void write_integer (Writer *writer, int table, const char *name)
{
    lua_State *L = writer->L;
    gint64 value;

    if (lua_getfield (L, table, name) == LUA_TNIL)
        json_null (&writer->json, name);
    else if (to_integer (L, -1, &value))
        json_int (&writer->json, name, value);
    else
        field_error (L, 1, writer->where, name, "integer");
    lua_pop (L, 1);
}

static void write_field (Writer *writer, int table, const char *name, gboolean is_number)
{
    if (is_number)
        write_integer (writer, table, name);
    else
        write_text (writer, table, name);
}

/* Whatever the table says of its version, what is written is this one. */
static void write_version (Writer *writer, int table)
{
    lua_State *L = writer->L;
    gint64 value = 1;

    if (lua_getfield (L, table, "v") != LUA_TNIL && !to_integer (L, -1, &value))
        field_error (L, 1, "", "v", "integer");
    if (value != 1)
        luaL_argerror (L, 1, lua_pushfstring (L, "v: version %s is not known", lua_tostring (L, -1)));
    json_int (&writer->json, "v", 1);
    lua_pop (L, 1);
}

/* ---- Objects and lists ---- */

/* Pushes the table that is a field of another; FALSE where there is none, and nil on the stack. */
static gboolean push_member (Writer *writer, int table, const char *name, const char *expected)
{
    if (lua_getfield (writer->L, table, name) == LUA_TNIL)
        return FALSE;
    if (!lua_istable (writer->L, -1))
        field_error (writer->L, 1, writer->where, name, expected);
    return TRUE;
}

/* Adds the field whose name is at the top of the stack, if it has a value and is not in the table seen yet, which keeps the
 * string alive. */
static void add_name (lua_State *L, int object, int seen, GPtrArray *names)
{
    int name = lua_gettop (L);

    lua_pushvalue (L, name);
    if (lua_rawget (L, seen) != LUA_TNIL)
        return;
    lua_pushvalue (L, name);
    if (lua_rawget (L, object) == LUA_TNIL)
        return;
    lua_pushvalue (L, name);
    lua_pushboolean (L, TRUE);
    lua_rawset (L, seen);
    g_ptr_array_add (names, (gpointer) lua_tostring (L, name));
}

static int compare_names (const void *a, const void *b)
{
    return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names of all fields of an object: in the order of the mail, as the metatable of a feedback table remembers it, and behind
 * these in the order of their bytes what a script has added, or all if it made the table. Leaves a table on the stack, which
 * keeps them alive. */
static const char *const *collect_names (Writer *writer, int object, const char *name)
{
    lua_State *L = writer->L;
    GPtrArray *names = writer->own->names = g_ptr_array_sized_new (16);
    int seen = lua_gettop (L) + 1;
    guint n_known;

    lua_newtable (L);
    if (luaL_getmetafield (L, object, "__fields") && lua_istable (L, -1))
        for (lua_Integer i = 1; lua_rawgeti (L, seen + 1, i) == LUA_TSTRING; i++) {
            add_name (L, object, seen, names);
            lua_settop (L, seen + 1);
        }
    n_known = names->len;
    lua_settop (L, seen);
    lua_pushnil (L);
    while (lua_next (L, object)) {
        lua_settop (L, seen + 1);
        if (!is_string (L, -1))
            field_error (L, 1, writer->where, name, "table with names");
        add_name (L, object, seen, names);
        lua_settop (L, seen + 1);
    }
    lua_settop (L, seen);
    qsort (names->pdata + n_known, names->len - n_known, sizeof (gpointer), compare_names);
    g_ptr_array_add (names, NULL);
    return (const char *const *) names->pdata;
}

/* An object of texts; fields are NULL for all that it has. */
static void write_object (Writer *writer, int table, const char *name, const char *const *fields)
{
    gsize where = strlen (writer->where);
    int object = lua_gettop (writer->L) + 1;

    if (push_member (writer, table, name, "table")) {
        if (!fields)
            fields = collect_names (writer, object, name);
        g_snprintf (writer->where + where, sizeof writer->where - where, "%s.", name);
        json_begin_object (&writer->json, name);
        for (; *fields; fields++)
            write_text (writer, object, *fields);
        json_end_object (&writer->json);
        writer->where[where] = '\0';
    } else {
        json_null (&writer->json, name);
    }
    lua_settop (writer->L, object - 1);
}

/* A list whose members a function writes: each lies at the top of the stack, and has a place for errors. */
static void write_list (Writer *writer, int table, const char *name, void (*write_member) (Writer *writer, const char *place))
{
    lua_State *L = writer->L;
    int list = lua_gettop (L) + 1;
    lua_Integer n = push_member (writer, table, name, "list") ? luaL_len (L, list) : 0;
    char place[48];

    json_begin_array (&writer->json, name);
    for (lua_Integer i = 1; i <= n; i++) {
        g_snprintf (place, sizeof place, "%s[%" G_GINT64_FORMAT "]", name, (gint64) i);
        lua_geti (L, list, i);
        write_member (writer, place);
        lua_settop (L, list);
    }
    json_end_array (&writer->json);
    lua_settop (L, list - 1);
}

/* ---- The report ---- */

static void write_warning (Writer *writer, const char *place)
{
    write_top (writer, NULL, place);
}

static void write_recipient (Writer *writer, const char *place)
{
    int table = lua_gettop (writer->L);

    if (!lua_istable (writer->L, table))
        field_error (writer->L, 1, "", place, "table");
    g_snprintf (writer->where, sizeof writer->where, "%s.", place);
    json_begin_object (&writer->json, NULL);
    for (const RecipientField *field = recipient_fields; field->name; field++)
        write_field (writer, table, field->name, field->number != NULL);
    write_object (writer, table, "evidence", evidence_fields);
    json_end_object (&writer->json);
    writer->where[0] = '\0';
}

static void write_report (Writer *writer, int table)
{
    json_begin_object (&writer->json, NULL);
    write_version (writer, table);
    write_source (writer, table);
    for (const ReportField *field = report_fields + 1; field->name; field++)
        write_field (writer, table, field->name, field->number != NULL);
    write_object (writer, table, "original", original_fields);
    write_object (writer, table, "feedback", NULL);
    write_list (writer, table, "warnings", write_warning);
    write_list (writer, table, "recipients", write_recipient);
    json_end_object (&writer->json);
}

int f_json (lua_State *L)
{
    Writer writer = { .L = L };

    luaL_checktype (L, 1, LUA_TTABLE);
    writer.own = push_owned (L);
    writer.own->json = g_string_sized_new (2048);
    writer.json = (Json) JSON_INIT (writer.own->json);
    write_report (&writer, 1);
    lua_pushlstring (L, writer.own->json->str, writer.own->json->len);
    owned_clear (writer.own);
    return 1;
}
