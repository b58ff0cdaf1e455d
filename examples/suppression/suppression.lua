#!/usr/bin/env lua5.4
-- suppression.lua: the command: settings, the command line, and which verb it is; docs/suppression.md is its manual
--
-- Copyright (C) 2026 The libbounce authors
-- SPDX-License-Identifier: LGPL-2.1-or-later
local usage = [[
Keeps a list of whom not to send mail to, by the bounces that come back.

  suppression.lua VERB [--config FILE] [OPTION…] [ARGUMENT…]

  init                                makes the tables
  deliver [--list L] [--envelope A]   takes one message, from a mail system: exit 0 once it is kept, or 75
  import [--list L] [--json] [--dry-run] PATH…
                                      takes the reports of mailboxes, or of the output of `bounce read --json`
  check ADDRESS [LIST]                exit 0: mail may be sent; 1: suppressed
  check - [LIST]                      of the addresses on the standard input, prints those that mail may be sent to
  list [--csv] [ADVICE…]              whom to suppress, disable, warn, probe, unsubscribe
  why ADDRESS [LIST]                  what was reported, and what it comes to
  forgive ADDRESS [LIST]              it is good: what was reported until now does not count
  forget ADDRESS                      removes all that is known of it
  audience LIST                       the standard input is all addresses of the list: bursts are shares of them
  judge                               judges all again, after a change of the settings
  notes [DAYS]                        what an operator should know of the last days
  unread [--mbox | --retry | --drop] [ID…]
                                      mail that was not understood: lists, prints, tries again or removes it

  --config FILE   the settings; else $SUPPRESSION_CONFIG, or /etc/suppression.lua
  --now TIME      as if it were then: 2026-11-23T14:25:50Z

Exit status: 0 well; 1 suppressed; 64 wrong usage; 65 no report; 66 no such file, or nothing is known; 75 not now;
78 wrong settings.
]]

local here = arg[0]:match("^(.*/)") or "./"
package.path = here .. "?.lua;" .. package.path

local USAGE <const>, LATER <const>, CONFIG <const> = 64, 75, 78

local function fail(status, message)
    error({ status = status, message = message }, 0)
end

-- ---- Settings ------------------------------------------------------------------------------------------------------

-- Those of every preset come to these.
local known = {
    db = true, patience = true, rules = true, keys = true, days = true, preset = true, share = true, guard = true, probe = true,
}

-- A file of Lua that returns a table. A misspelt setting must not pass for one that is not there.
local function read_settings(path)
    local policy = require "policy"
    local chunk, message = loadfile(path, "t", {})
    local ok, site = pcall(chunk or fail, CONFIG, message)
    if not ok or type(site) ~= "table" or type(site.db) ~= "string" then
        fail(CONFIG, message or path .. ": this returns no table with a db")
    end
    for _, preset in pairs(policy.presets) do
        for name in pairs(preset) do
            known[name] = true
        end
    end
    for name in pairs(site) do
        if not known[name] then
            fail(CONFIG, ("%s: there is no setting %s"):format(path, name))
        end
    end
    return policy.settings(site)
end

-- ---- What all verbs have -------------------------------------------------------------------------------------------

local Context = {}
Context.__index = Context
Context.fail = fail

local function context_of(options)
    local path = options.config or os.getenv "SUPPRESSION_CONFIG" or "/etc/suppression.lua"
    local now = options.now and (require("iso").seconds(options.now) or fail(USAGE, options.now .. " is no time"))
    return setmetatable({ here = here, settings = read_settings(path), now = now or os.time(), options = options }, Context)
end

-- The database, opened when it is first asked for.
function Context:open()
    self.store = self.store or require("store").open(self.settings.db, self.settings.patience)
    return self.store
end

function Context.out(...)
    if not io.stdout:write(...) then
        fail(LATER, "cannot write")
    end
end

-- ---- The command line ----------------------------------------------------------------------------------------------

local with_value = { config = true, now = true, list = true, envelope = true }

local function parse(words)
    local options, rest, i = {}, {}, 1
    while words[i] do
        local name, value = words[i]:match("^%-%-([%a-]+)=?(.*)$")
        if not name then
            rest[#rest + 1] = words[i]
        elseif with_value[name] and not words[i]:find("=", 1, true) then
            i = i + 1
            options[name] = words[i] or fail(USAGE, "--" .. name .. " needs a value")
        else
            options[name] = with_value[name] and value or true
        end
        i = i + 1
    end
    return table.remove(rest, 1), rest, options
end

-- A verb: the options that it has, how many words it takes at least and at most, and run(). Who only asks needs no libbounce, so
-- the verbs that do come last.
local function find_verb(name)
    for _, file in ipairs { "ask", "operate", "receive" } do
        local verb = require(file)[name]
        if verb then
            return verb
        end
    end
    fail(USAGE, usage)
end

local function main(words)
    local name, rest, options = parse(words)
    local verb = find_verb(name)
    if #rest < verb.least or #rest > (verb.most or #rest) then
        fail(USAGE, "the wrong number of words for " .. name)
    end
    for option in pairs(options) do
        if not ("config now " .. verb.options .. " "):find(option .. " ", 1, true) then
            fail(USAGE, name .. " has no option --" .. option)
        end
    end
    local status = verb.run(context_of(options), table.unpack(rest))
    assert(io.stdout:flush())
    return status or 0
end

-- A mail system that calls deliver bounces the mail at any status but 0 and 75, and takes what is printed into that bounce: so
-- whatever fails, bugs too, is 75 and one short line.
local ok, result = pcall(main, arg)
if not ok then
    local problem = type(result) == "table" and result or { status = LATER, message = tostring(result) }
    result = problem.status
    if (" " .. table.concat(arg, " ") .. " "):find(" deliver ", 1, true) then
        result, problem.message = LATER, problem.message:gsub("%c", " "):sub(1, 200)
    end
    io.stderr:write("suppression: ", problem.message, "\n")
end
os.exit(result, true)
