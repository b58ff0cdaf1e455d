-- operate.lua: the verbs of the operator: init, forgive, forget, audience, judge
--
-- Copyright (C) 2026 The libbounce authors
-- SPDX-License-Identifier: LGPL-2.1-or-later
local ledger = require "ledger"
local show = require "show"

local UNKNOWN <const> = 66

local verbs = {}

verbs.init = { options = "", least = 0, most = 0 }
function verbs.init.run(context)
    local file = assert(io.open(context.here .. "schema.sql"))
    context:open():create(file:read "a")
end

-- Runs one function of the ledger in a transaction, and prints the advices that it changed.
local function change(context, f, ...)
    local words, turns = table.pack(...), {}
    context:open():transaction(function()
        words[words.n + 1], words[words.n + 2] = context.settings, context.now
        show.add_turns(turns, f(context.store, table.unpack(words, 1, words.n + 2)))
    end)
    context.out(show.turns(turns))
end

verbs.forgive = { options = "", least = 1, most = 2 }
function verbs.forgive.run(context, address, list)
    address, list = address:lower(), list and list:lower()
    if #context:open():lists_of(address, list) == 0 then
        context.fail(UNKNOWN, "nothing is known of it")
    end
    change(context, ledger.forgive, address, list)
end

verbs.forget = { options = "", least = 1, most = 1 }
function verbs.forget.run(context, address)
    change(context, ledger.forget, address:lower())
end

verbs.judge = { options = "", least = 0, most = 0 }
function verbs.judge.run(context)
    change(context, ledger.judge)
end

verbs.audience = { options = "", least = 1, most = 1 }
function verbs.audience.run(context, list)
    local scopes = {}
    list = list:lower()
    for line in io.lines() do
        local domain = line:lower():match("@[^@%s]+%s*$")
        for _, scope in ipairs { domain and domain:gsub("%s", ""), domain and list } do
            scopes[scope] = (scopes[scope] or 0) + 1
        end
    end
    change(context, ledger.audience, list, scopes)
end

return verbs
