-- receive.lua: the verbs that mail comes in by: deliver, import, unread
--
-- Copyright (C) 2026 The libbounce authors
-- SPDX-License-Identifier: LGPL-2.1-or-later
local bounce = require "bounce"
local intake = require "intake"
local iso = require "iso"
local ledger = require "ledger"
local show = require "show"

local NO_REPORT <const>, NO_INPUT <const> = 65, 66
local BATCH <const> = 200 -- events in one transaction of an import

local verbs = {}

-- How reports are taken: see intake.events().
local function how(context, list, envelope, at)
    local settings = context.settings
    return { keys = settings.keys or {}, days = settings.days, now = context.now, list = list, envelope = envelope, at = at }
end

local function parser_of(context)
    return assert(bounce.parser { rules = context.settings.rules })
end

-- Keeps what a message says, and where that is not all the message too.
local function take(context, parser, message, details)
    local report = parser:parse(message)
    local events, complete = intake.events(report, details)
    ledger.add(context.store, events, context.settings, context.now)
    if not complete then
        context.store:keep {
            id = report.id, at = details.at, kind = report.kind, sender = report.from, subject = report.subject,
            list = details.list, envelope = details.envelope, message = message,
        }
    end
end

-- ---- deliver -------------------------------------------------------------------------------------------------------

-- All of the message is read before anything can fail, as some mail systems take a broken pipe ill. The line "From " that some
-- put before it is none of it: another try has another one.
verbs.deliver = { options = "list envelope", least = 0, most = 0 }
function verbs.deliver.run(context)
    local message = assert(io.read "a"):gsub("^From [^\n]*\n", "")
    local envelope = context.options.envelope or os.getenv "ORIGINAL_RECIPIENT" or os.getenv "RECIPIENT"
    context:open():transaction(function()
        take(context, parser_of(context), message, how(context, context.options.list, envelope, context.now))
    end)
end

-- ---- import --------------------------------------------------------------------------------------------------------

local function without_null(value, null)
    if type(value) == "table" then
        for key, member in pairs(value) do
            value[key] = member ~= null and without_null(member, null) or nil
        end
    end
    return value
end

local function report_of(cjson, line)
    local ok, report = pcall(cjson.decode, line)
    report = ok and type(report) == "table" and without_null(report, cjson.null) or {}
    return type(report.id) == "string" and type(report.recipients) == "table" and report or nil
end

-- The reports in files that `bounce read --json` wrote.
local function json_reports(context, paths)
    local cjson = require "cjson"
    return coroutine.wrap(function()
        for _, path in ipairs(paths) do
            local file = path == "-" and io.stdin or io.open(path) or context.fail(NO_INPUT, "cannot open " .. path)
            local n = 0
            for line in file:lines() do
                n = n + 1
                coroutine.yield(report_of(cjson, line) or context.fail(NO_REPORT, ("%s:%d: no report"):format(path, n)))
            end
        end
    end)
end

local function reports_of(context, paths)
    if context.options.json then
        return json_reports(context, paths)
    end
    local reports, message = parser_of(context):reports(paths)
    return reports or context.fail(NO_INPUT, message)
end

-- Adds the reports in batches, each by add(events); gives how many mails there were, and how many were not understood.
local function add_all(context, reports, add)
    local details, batch, mails, unread = how(context, context.options.list), {}, 0, 0
    for report in reports do
        local events, complete = intake.events(report, details)
        table.move(events, 1, #events, #batch + 1, batch)
        mails, unread = mails + 1, unread + (complete and 0 or 1)
        if #batch >= BATCH then
            add(batch)
            batch = {}
        end
    end
    add(batch)
    return mails, unread
end

-- A dry run is one transaction that is not kept.
verbs.import = { options = "list json dry-run", least = 1 }
function verbs.import.run(context, ...)
    local dry, store = context.options["dry-run"], context:open()
    local reports, turns, new = reports_of(context, { ... }), {}, 0
    local mails, unread
    local function add(events)
        local more, n = ledger.add(store, events, context.settings, context.now)
        show.add_turns(turns, more)
        new = new + n
    end
    if dry then
        store:transaction(function()
            mails, unread = add_all(context, reports, add)
        end, dry)
    else
        mails, unread = add_all(context, reports, function(events)
            store:transaction(function()
                add(events)
            end)
        end)
    end
    context.out(show.turns(turns))
    context.out(("%d mails, %d new events; %d mails not or not wholly understood\n"):format(mails, new, unread))
end

-- ---- unread --------------------------------------------------------------------------------------------------------

local function retry(context, parser, mail)
    local store = context.store
    store:transaction(function()
        local messages = store:messages(mail.id)
        store:drop_unread(mail.id)
        for _, message in ipairs(messages) do
            take(context, parser, message, how(context, mail.list, mail.envelope, iso.seconds(mail.at)))
        end
    end)
end

verbs.unread = { options = "mbox retry drop", least = 0 }
function verbs.unread.run(context, ...)
    local store, options, parser, ids = context:open(), context.options, parser_of(context), {}
    for _, id in ipairs { ... } do
        ids[id] = true
    end
    for _, mail in ipairs(store:unread()) do
        if next(ids) and not ids[mail.id] then
            goto continue
        elseif options.mbox then
            for _, message in ipairs(store:messages(mail.id)) do
                context.out(show.mbox(message, iso.seconds(mail.at)))
            end
        elseif options.retry then
            retry(context, parser, mail)
        elseif options.drop then
            store:drop_unread(mail.id)
        else
            context.out(show.line("%s %s %-11s %s: %s", mail.id, mail.at, mail.kind, mail.sender or "-", mail.subject or "-"))
        end
        ::continue::
    end
end

return verbs
