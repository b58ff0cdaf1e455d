-- ask.lua: the verbs that only look: check, list, why, notes
--
-- Copyright (C) 2026 The libbounce authors
-- SPDX-License-Identifier: LGPL-2.1-or-later
local iso = require "iso"
local policy = require "policy"
local show = require "show"

local UNKNOWN <const> = 66
local DAY <const> = 86400

local verbs = {}

-- ---- check ---------------------------------------------------------------------------------------------------------

verbs.check = { options = "", least = 1, most = 2 }
function verbs.check.run(context, address, list)
    local store = context:open()
    list = list and list:lower()
    if address ~= "-" then
        return store:is_suppressed(address:lower(), list, context.now) and 1 or 0
    end
    for line in io.lines() do
        if not store:is_suppressed(line:lower(), list, context.now) then
            context.out(line, "\n")
        end
    end
end

-- ---- list ----------------------------------------------------------------------------------------------------------

local titles = { "address", "list", "advice", "score", "reason", "since", "until" }

-- The end of a suppression that has one.
local function end_of(till)
    return till and till < policy.FOREVER and iso.text(till) or ""
end

local function cells_of(context, state, advice, till)
    local score = ("%g"):format(policy.later(state, context.now, context.settings).score)
    local since = till and iso.text(state.from) or ""
    return { state.address, state.list, advice, score, state.reason or "", since, end_of(till) }
end

verbs.list = { options = "csv", least = 0 }
function verbs.list.run(context, ...)
    local wanted, csv = {}, context.options.csv
    for _, advice in ipairs { ... } do
        wanted[advice] = true
    end
    context.out(csv and show.csv(titles) or "")
    for _, state in ipairs(context:open():states()) do
        local advice, till = policy.advice(state, context.now, context.settings)
        if wanted[advice] or not next(wanted) and advice ~= "keep" then
            local cells = cells_of(context, state, advice, till)
            context.out(csv and show.csv(cells)
                or show.line("%-11s %5s  %-20s %-20s %s %s", advice, cells[4], cells[5], cells[7], cells[1], cells[2]))
        end
    end
end

-- ---- why -----------------------------------------------------------------------------------------------------------

local function step(event, points, state, advice, remark)
    return show.line(
        "  %s  %-9s %-4s %-20s %+5g = %-5g %-11s %s", iso.text(event.at), event.kind, event.severity or "-", event.reason or "-",
        points, state.score, advice, remark and "(" .. remark .. ")" or ""
    ) .. (event.diagnostic and show.line("      %s", event.diagnostic) or "")
end

verbs.why = { options = "", least = 1, most = 2 }
function verbs.why.run(context, address, list)
    local store = context:open()
    address = address:lower()
    local rows = store:lists_of(address, list and list:lower())
    for _, row in ipairs(rows) do
        context.out(show.line("%s %s", address, row.list))
        local state = policy.fold(store:events(address, row.list), context.settings, function(...)
            context.out(step(...))
        end)
        local advice, till = policy.advice(state, context.now, context.settings)
        context.out(show.line("  now: %s %s", advice, end_of(till)))
    end
    if #rows == 0 then
        context.fail(UNKNOWN, "nothing is known of it")
    end
end

-- ---- notes ---------------------------------------------------------------------------------------------------------

local function note_bursts(context, since)
    for _, tally in ipairs(context.store:tallies_since(iso.text(since):sub(1, 10))) do
        if tally.guarded == 1 then
            local all = tally.recipients > 0 and tally.recipients .. " subscribers"
            context.out(show.line(
                "%s %s: by our own fault mail to %d failed, of %s; no failure there counts on that day", tally.day, tally.scope,
                tally.ours, all or tally.failed .. " that failed (see: audience)"
            ))
        end
    end
end

-- What is new, and for warn and probe what is to be done today.
local function note_advice(context, since)
    local counts = {}
    for _, state in ipairs(context.store:states()) do
        local advice = policy.advice(state, context.now, context.settings)
        if state.from >= since or advice == "warn" or advice == "probe" then
            counts[advice] = (counts[advice] or 0) + 1
        end
    end
    for _, advice in ipairs { "unsubscribe", "disable", "suppress", "warn", "probe" } do
        context.out(counts[advice] and show.line("%d to %s", counts[advice], advice) or "")
    end
end

-- Where there is nothing to know nothing is printed, so that cron sends no mail.
verbs.notes = { options = "", least = 0, most = 1 }
function verbs.notes.run(context, days)
    local store = context:open()
    local since = context.now - (math.tointeger(days) or 1) * DAY
    note_bursts(context, since)
    note_advice(context, since)
    local doubted, unread = store:doubted_since(iso.text(since)), #store:unread()
    context.out(doubted > 0 and show.line("%d reports without a token, which count for nothing", doubted) or "")
    context.out(unread > 0 and show.line("%d mails that were not understood (see: unread)", unread) or "")
end

return verbs
