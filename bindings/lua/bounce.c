/* bounce.c: the Lua module "bounce"; bounce.d.lua is its manual
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
#include "config.h"

#include "bounce.h"
#include "json.h"

#include <glib/gstdio.h>
#include <lauxlib.h>
#include <lua.h>
#include <string.h>
#include <unistd.h>

#define OWNED "bounce.owned"
#define PARSER "bounce.parser"
#define REPORTS "bounce.reports"

/* The address is the key of the default parser in the registry. */
static const char default_parser;

/* ---- What a call owns ----------------------------------------------------------------------------------------------*/

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

static void owned_clear (Owned *own)
{
    g_clear_pointer (&own->report, bounce_report_unref);
    g_clear_pointer (&own->recipient, bounce_recipient_unref);
    g_clear_error (&own->error);
    g_clear_pointer (&own->lines, g_strfreev);
    g_clear_pointer (&own->words, g_type_class_unref);
    g_clear_pointer (&own->names, g_ptr_array_unref);
    if (own->json)
        g_string_free (g_steal_pointer (&own->json), TRUE);
    g_clear_pointer (&own->text, g_free);
}

static Owned *push_owned (lua_State *L)
{
    Owned *own = lua_newuserdatauv (L, sizeof *own, 0);

    memset (own, 0, sizeof *own);
    luaL_setmetatable (L, OWNED);
    return own;
}

static int owned_gc (lua_State *L)
{
    owned_clear (luaL_checkudata (L, 1, OWNED));
    return 0;
}

static const char *error_code (const GError *error)
{
    if (g_error_matches (error, BOUNCE_ERROR, BOUNCE_ERROR_NOT_FOUND))
        return "not-found";
    if (g_error_matches (error, BOUNCE_ERROR, BOUNCE_ERROR_RULES))
        return "rules";
    return "io";
}

/* The three results that say that it did not work, so that assert() raises the message. */
static int push_failure (lua_State *L, Owned *own)
{
    lua_pushnil (L);
    lua_pushstring (L, own->error->message);
    lua_pushstring (L, error_code (own->error));
    owned_clear (own);
    return 3;
}

/* ---- Arguments -----------------------------------------------------------------------------------------------------*/

/* Raises that the value at the top of the stack, a field of an argument, has the wrong type. */
static int field_error (lua_State *L, int arg, const char *where, const char *field, const char *expected)
{
    const char *got = luaL_typename (L, -1);

    return luaL_argerror (L, arg, lua_pushfstring (L, "%s%s: %s expected, got %s", where, field, expected, got));
}

static gboolean is_string (lua_State *L, int index)
{
    return lua_type (L, index) == LUA_TSTRING;
}

/* An integer, or a float that is one: other JSON readers make floats of all numbers. */
static gboolean to_integer (lua_State *L, int index, lua_Integer *value)
{
    int is_integer;

    *value = lua_tointegerx (L, index, &is_integer);
    return is_integer && lua_type (L, index) == LUA_TNUMBER;
}

/* The string at an absolute index as C takes it: a NUL would cut it off, so that becomes what stands for unreadable bytes. */
static const char *to_text (lua_State *L, int index)
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

static const char *check_text (lua_State *L, int arg)
{
    luaL_checkstring (L, arg);
    return to_text (L, arg);
}

/* A path with a NUL would name another file. */
static const char *check_path (lua_State *L, int index, int arg)
{
    size_t length;
    const char *path = lua_tolstring (L, index, &length);

    if (memchr (path, '\0', length))
        luaL_argerror (L, arg, "a path cannot contain a NUL byte");
    return path;
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

/* Replaces the path or list of paths at the top of the stack by a list of its own, so that the caller may change theirs. */
static void make_paths (lua_State *L, int arg, const char *field)
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
        check_path (L, -1, arg);
        lua_rawseti (L, -2, i);
    }
    lua_replace (L, given);
}

/* Raises at a key of the table that is none of the names: a misspelt option would be an option without effect. */
static void check_names (lua_State *L, int table, int arg, const char *const *names, const char *what)
{
    lua_pushnil (L);
    while (lua_next (L, table)) {
        lua_pop (L, 1);
        if (!is_string (L, -1) || !g_strv_contains (names, lua_tostring (L, -1)))
            luaL_argerror (L, arg, lua_pushfstring (L, "unknown %s '%s'", what, luaL_tolstring (L, -1, NULL)));
    }
}

/* ---- Reports as tables ---------------------------------------------------------------------------------------------*/

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

static const char *get_kind (BounceReport *report)
{
    return bounce_kind_to_string (bounce_report_get_kind (report));
}

#define WORD(field, word)                                                                                                        \
    static const char *get_##field (BounceRecipient *recipient)                                                                  \
    {                                                                                                                            \
        return bounce_##word##_to_string (bounce_recipient_get_##field (recipient));                                             \
    }

WORD (address_from, origin)
WORD (action, action)
WORD (command, command)
WORD (reason, reason)
WORD (severity, severity)
WORD (fault, fault)
WORD (confidence, confidence)

/* The fields in the order of the report's JSON; in front of them stands v, behind them original, feedback and the lists. */
static const ReportField report_fields[] = {
    { "source", bounce_report_get_source, NULL },
    { "offset", NULL, bounce_report_get_offset },
    { "size", NULL, bounce_report_get_size },
    { "id", bounce_report_get_id, NULL },
    { "kind", get_kind, NULL },
    { "format", bounce_report_get_format, NULL },
    { "date", bounce_report_get_date, NULL },
    { "message_id", bounce_report_get_message_id, NULL },
    { "subject", bounce_report_get_subject, NULL },
    { "from", bounce_report_get_from, NULL },
    { "to", bounce_report_get_to, NULL },
    { "reporting_mta", bounce_report_get_reporting_mta, NULL },
    { "arrival_date", bounce_report_get_arrival_date, NULL },
    { "envelope_id", bounce_report_get_envelope_id, NULL },
};

static const char *const original_fields[] = { "message_id", "subject", "from", "to", "date", "list_id", "return_path", NULL };

/* As above; behind them stands evidence. */
static const RecipientField recipient_fields[] = {
    { "address", bounce_recipient_get_address, NULL },
    { "address_from", get_address_from, NULL },
    { "final_address", bounce_recipient_get_final_address, NULL },
    { "original_address", bounce_recipient_get_original_address, NULL },
    { "action", get_action, NULL },
    { "status", bounce_recipient_get_status, NULL },
    { "reported_status", bounce_recipient_get_reported_status, NULL },
    { "reply", NULL, bounce_recipient_get_reply },
    { "command", get_command, NULL },
    { "diagnostic", bounce_recipient_get_diagnostic, NULL },
    { "diagnostic_type", bounce_recipient_get_diagnostic_type, NULL },
    { "remote_mta", bounce_recipient_get_remote_mta, NULL },
    { "last_attempt", bounce_recipient_get_last_attempt, NULL },
    { "retry_until", bounce_recipient_get_retry_until, NULL },
    { "reason", get_reason, NULL },
    { "severity", get_severity, NULL },
    { "fault", get_fault, NULL },
    { "confidence", get_confidence, NULL },
};

static const char *const evidence_fields[] = { "rule", "from", "text", NULL };

/* What bounce.classify() tells: no mail and no address, so nothing of them. */
static const RecipientField verdict_fields[] = {
    { "text", bounce_recipient_get_diagnostic, NULL },
    { "status", bounce_recipient_get_status, NULL },
    { "reply", NULL, bounce_recipient_get_reply },
    { "command", get_command, NULL },
    { "remote_mta", bounce_recipient_get_remote_mta, NULL },
    { "reason", get_reason, NULL },
    { "severity", get_severity, NULL },
    { "fault", get_fault, NULL },
    { "confidence", get_confidence, NULL },
};

/* Sets a field of the table at the top of the stack; what is absent stays nil. */
static void set_text (lua_State *L, const char *name, const char *value)
{
    if (value) {
        lua_pushstring (L, value);
        lua_setfield (L, -2, name);
    }
}

static void set_integer (lua_State *L, const char *name, guint64 value)
{
    lua_pushinteger (L, (lua_Integer) value);
    lua_setfield (L, -2, name);
}

static void set_evidence (lua_State *L, BounceRecipient *recipient)
{
    const char *rule = bounce_recipient_get_evidence_rule (recipient);

    if (!rule)
        return;
    lua_createtable (L, 0, 3);
    set_text (L, "rule", rule);
    set_text (L, "from", bounce_recipient_get_evidence_from (recipient));
    set_text (L, "text", bounce_recipient_get_evidence_text (recipient));
    lua_setfield (L, -2, "evidence");
}

static void push_recipient (lua_State *L, BounceRecipient *recipient, const RecipientField *fields, guint n_fields)
{
    const char *texts[G_N_ELEMENTS (recipient_fields)];
    int n_set = 2; /* evidence and reply */

    /* Half of the fields are absent as a rule, and a table that is made with the right size is not made again and again. */
    for (guint i = 0; i < n_fields; i++) {
        texts[i] = fields[i].text ? fields[i].text (recipient) : NULL;
        n_set += texts[i] != NULL;
    }
    lua_createtable (L, 0, n_set);
    for (guint i = 0; i < n_fields; i++) {
        guint number = fields[i].number ? fields[i].number (recipient) : 0;
        if (number)
            set_integer (L, fields[i].name, number);
        else
            set_text (L, fields[i].name, texts[i]);
    }
    set_evidence (L, recipient);
}

static void set_recipients (lua_State *L, BounceReport *report)
{
    guint n = bounce_report_get_n_recipients (report);

    lua_createtable (L, (int) n, 0);
    for (guint i = 0; i < n; i++) {
        push_recipient (L, bounce_report_get_recipient (report, i), recipient_fields, G_N_ELEMENTS (recipient_fields));
        lua_rawseti (L, -2, (lua_Integer) i + 1);
    }
    lua_setfield (L, -2, "recipients");
}

static void push_list (lua_State *L, const char *const *strings)
{
    guint n = g_strv_length ((char **) strings);

    lua_createtable (L, (int) n, 0);
    for (guint i = 0; i < n; i++) {
        lua_pushstring (L, strings[i]);
        lua_rawseti (L, -2, (lua_Integer) i + 1);
    }
}

static void set_original (lua_State *L, BounceReport *report)
{
    const char *const *names = bounce_report_list_fields (report, "original");

    if (!names[0])
        return;
    lua_createtable (L, 0, G_N_ELEMENTS (original_fields) - 1);
    for (; *names; names++)
        set_text (L, *names, bounce_report_get_original (report, *names));
    lua_setfield (L, -2, "original");
}

/* A Lua table has no order, and JSON is to be the same bytes as the C library's: the metatable remembers the mail's. */
static void set_feedback (lua_State *L, BounceReport *report)
{
    const char *const *names = bounce_report_list_fields (report, "feedback");

    if (!names[0])
        return;
    lua_createtable (L, 0, (int) g_strv_length ((char **) names));
    lua_createtable (L, 0, 1);
    push_list (L, names);
    lua_setfield (L, -2, "__fields");
    lua_setmetatable (L, -2);
    for (; *names; names++)
        set_text (L, *names, bounce_report_get_feedback (report, *names));
    lua_setfield (L, -2, "feedback");
}

/* Pushes the report that own holds, and lets go of it. */
static int push_report (lua_State *L, Owned *own)
{
    BounceReport *report = own->report;

    lua_createtable (L, 0, G_N_ELEMENTS (report_fields) + 5);
    set_integer (L, "v", 1);
    for (guint i = 0; i < G_N_ELEMENTS (report_fields); i++)
        if (report_fields[i].number)
            set_integer (L, report_fields[i].name, report_fields[i].number (report));
        else
            set_text (L, report_fields[i].name, report_fields[i].text (report));
    set_original (L, report);
    set_feedback (L, report);
    push_list (L, bounce_report_get_warnings (report));
    lua_setfield (L, -2, "warnings");
    set_recipients (L, report);
    owned_clear (own);
    return 1;
}

/* ---- Parsers -------------------------------------------------------------------------------------------------------*/

static const char *const option_names[] = { "rules", "rules_text", "limits", "body_only", NULL };

static const char *const limit_names[] = {
    [BOUNCE_LIMIT_MESSAGE] = "message",   [BOUNCE_LIMIT_NESTING] = "nesting", [BOUNCE_LIMIT_PARTS] = "parts",
    [BOUNCE_LIMIT_HEADER] = "header",     [BOUNCE_LIMIT_TEXT] = "text",       [BOUNCE_LIMIT_RECIPIENTS] = "recipients",
    [BOUNCE_LIMIT_RECIPIENTS + 1] = NULL,
};

static BounceParser *check_parser (lua_State *L, int arg)
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
    lua_Integer value;

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
    if (lua_rawgetp (L, LUA_REGISTRYINDEX, &default_parser) != LUA_TNIL)
        return;
    lua_pop (L, 1);
    push_new_parser (L);
    lua_pushvalue (L, -1);
    lua_rawsetp (L, LUA_REGISTRYINDEX, &default_parser);
}

/* Pushes the parser that options ask for, and returns 0, or pushes and returns a failure. */
static int push_parser (lua_State *L, int options)
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

static int parser_close (lua_State *L)
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

static int parser_check_rules (lua_State *L)
{
    Owned *own = push_owned (L);

    own->lines = bounce_parser_check_rules (check_parser (L, 1));
    push_list (L, (const char *const *) own->lines);
    owned_clear (own);
    return 1;
}

/* ---- Reading, with a parser on the stack ---------------------------------------------------------------------------*/

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
    lua_pushstring (L, own->text);
    owned_clear (own);
    return 1;
}

static int classify (lua_State *L, int subject, int parser, const char *host)
{
    const char *text = check_text (L, subject);
    Owned *own = push_owned (L);

    own->recipient = bounce_parser_classify (check_parser (L, parser), text, host);
    push_recipient (L, own->recipient, verdict_fields, G_N_ELEMENTS (verdict_fields));
    owned_clear (own);
    return 1;
}

/* ---- Iterators -----------------------------------------------------------------------------------------------------*/

/* Closed is one without a parser. Its user value is the list of paths. */
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

/* Opens the next path of the list. FALSE at its end, or with an error. */
static gboolean open_next (lua_State *L, Reports *reports, int index, GError **error)
{
    lua_getiuservalue (L, index, 1);
    if (lua_rawgeti (L, -1, reports->n_opened + 1) == LUA_TSTRING) {
        reports->n_opened++;
        reports->mailbox = bounce_mailbox_open (lua_tostring (L, -1), error);
    }
    lua_pop (L, 2);
    return reports->mailbox != NULL;
}

/* Goes on to the next message, if need be in the next path. FALSE at the end of all, or with an error. */
static gboolean advance (lua_State *L, Reports *reports, int index, GError **error)
{
    while (reports->parser && (reports->mailbox || open_next (L, reports, index, error))) {
        if (bounce_mailbox_next (reports->mailbox, error))
            return TRUE;
        g_clear_pointer (&reports->mailbox, bounce_mailbox_unref);
        if (*error)
            return FALSE;
    }
    return FALSE;
}

/* The function that a for loop calls. An error in the midst is raised, since mail would be lost in silence otherwise; who calls
 * once more after that goes on with the next path. */
static int next_report (lua_State *L)
{
    Owned *own = push_owned (L);
    Reports *reports = lua_touserdata (L, lua_upvalueindex (1));

    if (advance (L, reports, lua_upvalueindex (1), &own->error)) {
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

static void check_paths (lua_State *L, int arg)
{
    if (!is_string (L, arg) && !lua_istable (L, arg))
        luaL_typeerror (L, arg, "string or list of strings");
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

/* Pushes what a generic for takes: the iterator, two values it does not need, and what is to be closed. */
static int open_reports (lua_State *L, int subject, int parser)
{
    Owned *own = push_owned (L);
    int paths, index;
    Reports *reports;

    lua_pushvalue (L, subject);
    make_paths (L, subject, "path");
    paths = lua_gettop (L);
    reports = lua_newuserdatauv (L, sizeof *reports, 1);
    memset (reports, 0, sizeof *reports);
    luaL_setmetatable (L, REPORTS);
    index = lua_gettop (L);
    lua_pushvalue (L, paths);
    lua_setiuservalue (L, index, 1);
    reports->parser = bounce_parser_ref (check_parser (L, parser));
    if (!check_readable (L, paths, &own->error) || (!open_next (L, reports, index, &own->error) && own->error)) {
        reports_clear (reports);
        return push_failure (L, own);
    }
    lua_pushvalue (L, index);
    lua_pushcclosure (L, next_report, 1);
    lua_pushnil (L);
    lua_pushnil (L);
    lua_pushvalue (L, index);
    return 4;
}

/* ---- JSON of a table -----------------------------------------------------------------------------------------------*/

typedef struct {
    lua_State *L;
    Json json;
    char where[64]; /* the place of the table that is being written, for errors: "recipients[2].evidence." */
} Writer;

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
    lua_Integer value;

    if (lua_getfield (L, table, name) == LUA_TNIL)
        json_null (&writer->json, name);
    else if (to_integer (L, -1, &value))
        json_int (&writer->json, name, value);
    else
        field_error (L, 1, writer->where, name, "integer");
    lua_pop (L, 1);
}

/* Whatever the table says of its version, what is written is this one. */
static void write_version (Writer *writer, int table)
{
    lua_State *L = writer->L;
    lua_Integer value = 1;

    if (lua_getfield (L, table, "v") != LUA_TNIL && !to_integer (L, -1, &value))
        field_error (L, 1, "", "v", "integer");
    if (value != 1)
        luaL_argerror (L, 1, lua_pushfstring (L, "v: version %I is not known", (LUAI_UACINT) value));
    json_int (&writer->json, "v", 1);
    lua_pop (L, 1);
}

/* Pushes the table that is a field of another; FALSE where there is none, and nil on the stack. */
static gboolean push_member (Writer *writer, int table, const char *name, const char *expected)
{
    if (lua_getfield (writer->L, table, name) == LUA_TNIL)
        return FALSE;
    if (!lua_istable (writer->L, -1))
        field_error (writer->L, 1, writer->where, name, expected);
    return TRUE;
}

static void write_object (Writer *writer, int table, const char *name, const char *const *fields)
{
    gsize where = strlen (writer->where);
    int object = lua_gettop (writer->L) + 1;

    if (push_member (writer, table, name, "table")) {
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

/* Adds the field whose name is at the top of the stack, if it has a value and is not among the names yet. The table seen keeps
 * the string alive. */
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

static int compare_names (gconstpointer a, gconstpointer b, gpointer data)
{
    (void) data;
    return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Collects the names of a feedback table's fields: in the order of the mail, as the metatable remembers it, and behind these in
 * the order of their bytes what a script has added, or all if it made the table. Leaves a table on the stack. */
static void collect_names (Writer *writer, int object, GPtrArray *names)
{
    lua_State *L = writer->L;
    int seen = lua_gettop (L) + 1;
    guint n_known;

    lua_newtable (L);
    if (luaL_getmetafield (L, object, "__fields") == LUA_TTABLE)
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
            field_error (L, 1, writer->where, "feedback", "table with names");
        add_name (L, object, seen, names);
        lua_settop (L, seen + 1);
    }
    lua_settop (L, seen);
    g_qsort_with_data (names->pdata + n_known, (gint) (names->len - n_known), sizeof (gpointer), compare_names, NULL);
}

static void write_feedback (Writer *writer, int table, Owned *own)
{
    int object = lua_gettop (writer->L) + 1;

    if (push_member (writer, table, "feedback", "table")) {
        own->names = g_ptr_array_new ();
        collect_names (writer, object, own->names);
        g_strlcpy (writer->where, "feedback.", sizeof writer->where);
        json_begin_object (&writer->json, "feedback");
        for (guint i = 0; i < own->names->len; i++)
            write_text (writer, object, own->names->pdata[i]);
        json_end_object (&writer->json);
        writer->where[0] = '\0';
    } else {
        json_null (&writer->json, "feedback");
    }
    lua_settop (writer->L, object - 1);
}

static void write_recipient (Writer *writer, int table)
{
    json_begin_object (&writer->json, NULL);
    for (guint i = 0; i < G_N_ELEMENTS (recipient_fields); i++)
        if (recipient_fields[i].number)
            write_integer (writer, table, recipient_fields[i].name);
        else
            write_text (writer, table, recipient_fields[i].name);
    write_object (writer, table, "evidence", evidence_fields);
    json_end_object (&writer->json);
}

static void write_recipients (Writer *writer, int table)
{
    lua_State *L = writer->L;
    int list = lua_gettop (L) + 1;
    lua_Integer n = push_member (writer, table, "recipients", "list") ? luaL_len (L, list) : 0;
    char name[48];

    json_begin_array (&writer->json, "recipients");
    for (lua_Integer i = 1; i <= n; i++) {
        g_snprintf (name, sizeof name, "recipients[%" G_GINT64_FORMAT "]", (gint64) i);
        if (lua_geti (L, list, i) != LUA_TTABLE)
            field_error (L, 1, "", name, "table");
        g_snprintf (writer->where, sizeof writer->where, "%s.", name);
        write_recipient (writer, list + 1);
        writer->where[0] = '\0';
        lua_settop (L, list);
    }
    json_end_array (&writer->json);
    lua_settop (L, list - 1);
}

static void write_warnings (Writer *writer, int table)
{
    lua_State *L = writer->L;
    int list = lua_gettop (L) + 1;
    lua_Integer n = push_member (writer, table, "warnings", "list") ? luaL_len (L, list) : 0;
    char name[48];

    json_begin_array (&writer->json, "warnings");
    for (lua_Integer i = 1; i <= n; i++) {
        g_snprintf (name, sizeof name, "warnings[%" G_GINT64_FORMAT "]", (gint64) i);
        lua_geti (L, list, i);
        write_top (writer, NULL, name);
    }
    json_end_array (&writer->json);
    lua_settop (L, list - 1);
}

static void write_report (Writer *writer, int table, Owned *own)
{
    json_begin_object (&writer->json, NULL);
    write_version (writer, table);
    write_source (writer, table);
    for (guint i = 1; i < G_N_ELEMENTS (report_fields); i++)
        if (report_fields[i].number)
            write_integer (writer, table, report_fields[i].name);
        else
            write_text (writer, table, report_fields[i].name);
    write_object (writer, table, "original", original_fields);
    write_feedback (writer, table, own);
    write_warnings (writer, table);
    write_recipients (writer, table);
    json_end_object (&writer->json);
}

/* ---- The module's functions ----------------------------------------------------------------------------------------*/

static int f_parse (lua_State *L)
{
    int n_failure;

    lua_settop (L, 2);
    luaL_checkstring (L, 1);
    n_failure = push_parser (L, 2);
    return n_failure ? n_failure : parse (L, 1, lua_gettop (L));
}

static int f_parse_file (lua_State *L)
{
    int n_failure;

    lua_settop (L, 2);
    luaL_checkstring (L, 1);
    n_failure = push_parser (L, 2);
    return n_failure ? n_failure : parse_file (L, 1, lua_gettop (L));
}

static int f_reports (lua_State *L)
{
    int n_failure;

    lua_settop (L, 2);
    check_paths (L, 1);
    n_failure = push_parser (L, 2);
    return n_failure ? n_failure : open_reports (L, 1, lua_gettop (L));
}

static int f_explain (lua_State *L)
{
    int n_failure;

    lua_settop (L, 2);
    luaL_checkstring (L, 1);
    n_failure = push_parser (L, 2);
    return n_failure ? n_failure : explain (L, 1, lua_gettop (L));
}

static int f_classify (lua_State *L)
{
    const char *host;
    int n_failure;

    lua_settop (L, 2);
    luaL_checkstring (L, 1);
    host = is_string (L, 2) ? to_text (L, 2) : NULL;
    n_failure = push_parser (L, host ? 3 : 2); /* there is no argument 3, so that is the default parser */
    return n_failure ? n_failure : classify (L, 1, lua_gettop (L), host);
}

static int f_parser (lua_State *L)
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

static int f_json (lua_State *L)
{
    Writer writer = { .L = L };
    Owned *own;

    luaL_checktype (L, 1, LUA_TTABLE);
    own = push_owned (L);
    own->json = g_string_sized_new (2048);
    writer.json = (Json) JSON_INIT (own->json);
    write_report (&writer, 1, own);
    lua_pushlstring (L, own->json->str, own->json->len);
    owned_clear (own);
    return 1;
}

static void push_code (lua_State *L, const BounceCode *code)
{
    lua_createtable (L, 0, 9);
    set_text (L, "code", code->code);
    set_text (L, "name", code->name);
    set_text (L, "meaning", code->meaning);
    set_text (L, "reference", code->reference);
    set_text (L, "related", code->related);
    set_text (L, "note", code->note);
    set_text (L, "reason", bounce_reason_to_string (code->reason));
    set_text (L, "transient", bounce_severity_to_string (code->transient));
    set_text (L, "permanent", bounce_severity_to_string (code->permanent));
}

static int push_all_codes (lua_State *L)
{
    gsize n;
    const BounceCode *codes = bounce_code_list (&n);

    lua_createtable (L, (int) n, 0);
    for (gsize i = 0; i < n; i++) {
        push_code (L, &codes[i]);
        lua_rawseti (L, -2, (lua_Integer) i + 1);
    }
    return 1;
}

/* Only a call without arguments asks for all: bounce.codes(recipient.status) must not give a list where no status is told. */
static int f_codes (lua_State *L)
{
    const BounceCode *code;

    if (lua_isnone (L, 1))
        return push_all_codes (L);
    code = bounce_code_lookup (check_text (L, 1));
    if (code) {
        push_code (L, code);
        return 1;
    }
    lua_pushnil (L);
    lua_pushfstring (L, "no table has the code \"%s\"", lua_tostring (L, 1));
    lua_pushliteral (L, "unknown");
    return 3;
}

/* ---- A parser's methods --------------------------------------------------------------------------------------------*/

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
    return classify (L, 2, 1, lua_isnil (L, 3) ? NULL : to_text (L, 3));
}

/* ---- The module ----------------------------------------------------------------------------------------------------*/

static const luaL_Reg functions[] = {
    { "parse", f_parse },     { "parse_file", f_parse_file },
    { "reports", f_reports }, { "classify", f_classify },
    { "codes", f_codes },     { "json", f_json },
    { "parser", f_parser },   { "explain", f_explain },
    { NULL, NULL },
};

static const luaL_Reg parser_methods[] = {
    { "parse", parser_parse },       { "parse_file", parser_parse_file },   { "reports", parser_reports },
    { "classify", parser_classify }, { "check_rules", parser_check_rules }, { "explain", parser_explain },
    { NULL, NULL },
};

static const luaL_Reg parser_metamethods[] = {
    { "__gc", parser_close },
    { "__close", parser_close },
    { "__tostring", parser_tostring },
    { NULL, NULL },
};

static const luaL_Reg reports_metamethods[] = {
    { "__gc", reports_close },
    { "__close", reports_close },
    { NULL, NULL },
};

static const luaL_Reg owned_metamethods[] = {
    { "__gc", owned_gc },
    { NULL, NULL },
};

static void make_metatable (lua_State *L, const char *name, const luaL_Reg *metamethods)
{
    luaL_newmetatable (L, name);
    luaL_setfuncs (L, metamethods, 0);
    lua_pop (L, 1);
}

static void make_parser_metatable (lua_State *L)
{
    luaL_newmetatable (L, PARSER);
    luaL_setfuncs (L, parser_metamethods, 0);
    luaL_newlib (L, parser_methods);
    lua_setfield (L, -2, "__index");
    lua_pop (L, 1);
}

/* Pushes a table of all reasons. */
static void push_reasons (lua_State *L)
{
    int top = lua_gettop (L);
    Owned *own = push_owned (L);

    own->words = g_type_class_ref (BOUNCE_TYPE_REASON);
    lua_createtable (L, 0, (int) own->words->n_values);
    for (guint i = 0; i < own->words->n_values; i++) {
        BounceReason reason = (BounceReason) own->words->values[i].value;
        if (!bounce_reason_to_string (reason))
            continue;
        lua_createtable (L, 0, 3);
        set_text (L, "meaning", bounce_reason_get_meaning (reason));
        set_text (L, "fault", bounce_fault_to_string (bounce_reason_get_fault (reason)));
        lua_pushboolean (L, bounce_reason_is_hard (reason));
        lua_setfield (L, -2, "hard");
        lua_setfield (L, -2, bounce_reason_to_string (reason));
    }
    owned_clear (own);
    lua_replace (L, top + 1);
}

/* The one symbol that the module exports. */
BOUNCE_API int luaopen_bounce (lua_State *L);

int luaopen_bounce (lua_State *L)
{
    luaL_checkversion (L);
    make_metatable (L, OWNED, owned_metamethods);
    make_metatable (L, REPORTS, reports_metamethods);
    make_parser_metatable (L);
    luaL_newlib (L, functions);
    push_reasons (L);
    lua_setfield (L, -2, "reasons");
    lua_pushliteral (L, PACKAGE_VERSION);
    lua_setfield (L, -2, "version");
    return 1;
}
