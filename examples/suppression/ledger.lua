-- ledger.lua: adds events, and brings up to date what follows from them; each function within one transaction of the store
--
-- Copyright (C) 2026 The libbounce authors
-- SPDX-License-Identifier: LGPL-2.1-or-later
--
-- The tables tally and subscriber are functions of the table event (and of audience, and the settings): here they are made to
-- follow it. So it does not matter in which order reports come, nor how often, nor to how many processes.
local iso = require "iso"
local policy = require "policy"

local ledger = {}

-- ---- What is to be brought up to date ------------------------------------------------------------------------------

-- A subscriber; `came` is to hold the events that are new, `gone` those that were removed.
local function mark(subscribers, address, list)
    local key = address .. "\n" .. list
    subscribers[key] = subscribers[key] or { address = address, list = list, came = {}, gone = {} }
    return subscribers[key]
end

local function name_of(event)
    return event.report .. " " .. event.n
end

-- ---- Tallies -------------------------------------------------------------------------------------------------------

-- The days on which mail to a subscriber failed; of each, whether that was once by our own fault.
local function failing_days(events)
    local days = {}
    for _, event in ipairs(events) do
        if event.kind == "failure" and event.believed then
            local day = iso.text(event.at):sub(1, 10)
            days[day] = days[day] or policy.is_ours(event)
        end
    end
    return days
end

-- Adds a subscriber's days to the tallies of the domain and the list, or with the sign -1 takes them away.
local function count(tallies, subscriber, events, sign)
    for day, ours in pairs(failing_days(events)) do
        for _, scope in ipairs { "@" .. subscriber.address:match("[^@]*$"), subscriber.list ~= "" and subscriber.list or nil } do
            local key = day .. "\n" .. scope
            local tally = tallies[key] or { day = day, scope = scope, failed = 0, ours = 0 }
            tally.failed, tally.ours = tally.failed + sign, tally.ours + (ours and sign or 0)
            tallies[key] = tally
        end
    end
end

-- How the events of the subscribers, which are read here, change the tallies.
local function tallies_of(store, subscribers)
    local tallies = {}
    for _, subscriber in pairs(subscribers) do
        subscriber.events = store:events(subscriber.address, subscriber.list)
        local before = table.move(subscriber.gone, 1, #subscriber.gone, 1, {})
        for _, event in ipairs(subscriber.events) do
            before[#before + 1] = not subscriber.came[name_of(event)] and event or nil
        end
        count(tallies, subscriber, before, -1)
        count(tallies, subscriber, subscriber.events, 1)
    end
    return tallies
end

-- Where a burst begins or ends, all that have events in it are to be judged again.
local function judge_tally(store, tally, subscribers, settings)
    local burst = policy.is_burst(tally.failed, tally.ours, tally.recipients, settings) and 1 or 0
    if burst == tally.guarded then
        return
    end
    store:set_guarded(tally.day, tally.scope, burst)
    for _, row in ipairs(store:subscribers_in(tally.scope, tally.day)) do
        mark(subscribers, row.address, row.list).events = nil
    end
end

-- ---- States --------------------------------------------------------------------------------------------------------

local function counting(events)
    local counted = {}
    for _, event in ipairs(events) do
        counted[#counted + 1] = policy.counts(event) and event or nil
    end
    return counted
end

-- The state of one subscriber; the turn that its advice took, if it did.
local function judge_subscriber(store, subscriber, settings, now)
    local address, list = subscriber.address, subscriber.list
    local before = store:state(address, list) or policy.new()
    local events = counting(subscriber.events or store:events(address, list))
    local after = policy.fold(events, settings)
    if #events > 0 then
        store:set_state(address, list, after)
    else
        store:drop_state(address, list)
    end
    local was, is = policy.advice(before, now, settings), policy.advice(after, now, settings)
    return was ~= is and { address = address, list = list, before = was, after = is, state = after } or nil
end

-- Brings all up to date; gives the turns. With `all`, every tally is judged again.
local function settle(store, subscribers, settings, now, all)
    for _, change in pairs(tallies_of(store, subscribers)) do
        if change.failed ~= 0 or change.ours ~= 0 then
            judge_tally(store, store:tally(change.day, change.scope, change.failed, change.ours), subscribers, settings)
        end
    end
    for _, tally in ipairs(all and store:tallies_since("") or {}) do
        judge_tally(store, tally, subscribers, settings)
    end
    local turns = {}
    for _, subscriber in pairs(subscribers) do
        turns[#turns + 1] = judge_subscriber(store, subscriber, settings, now)
    end
    return turns
end

-- ---- What may happen -----------------------------------------------------------------------------------------------

-- Events come; gives the turns, and how many of the events were new.
function ledger.add(store, events, settings, now)
    local subscribers, new = {}, 0
    for _, event in ipairs(events) do
        if store:add(event) then
            new = new + 1
            if policy.counts(event) then
                mark(subscribers, event.address, event.list).came[name_of(event)] = true
            end
        end
    end
    return settle(store, subscribers, settings, now), new
end

-- The operator says that an address is good: what was reported until now does not count any more, even where it comes later.
function ledger.forgive(store, address, list, settings, now)
    local events = {}
    for _, row in ipairs(store:lists_of(address, list)) do
        events[#events + 1] = {
            -- this is sorted behind all reports of the same second
            report = ("operator %s %s %s"):format(iso.text(now), address, row.list), n = 1, at = now, kind = "forgiven",
            address = address, domain = address:match("[^@]*$"), list = row.list, believed = true,
        }
    end
    return ledger.add(store, events, settings, now)
end

-- Removes all that is known of an address.
function ledger.forget(store, address, settings, now)
    local subscribers = {}
    for _, row in ipairs(store:lists_of(address)) do
        mark(subscribers, address, row.list).gone = store:events(address, row.list)
    end
    store:remove(address)
    return settle(store, subscribers, settings, now)
end

-- Judges all again: for other settings.
function ledger.judge(store, settings, now)
    local subscribers = {}
    for _, row in ipairs(store:all_subscribers()) do
        mark(subscribers, row.address, row.list)
    end
    return settle(store, subscribers, settings, now, true)
end

-- How many subscribers a list has, by scope: bursts are shares of these.
function ledger.audience(store, list, scopes, settings, now)
    store:set_audience(list, scopes)
    return settle(store, {}, settings, now, true)
end

return ledger
