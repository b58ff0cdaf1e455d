/* codes.c: what codes and reasons mean, as tables of Lua; see module.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "module.h"

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
int f_codes (lua_State *L)
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

void push_reasons (lua_State *L)
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
