-- policy.lua: what failures come to: points, a state, and an advice; it knows no database and no clock
--
-- Copyright (C) 2026 The libbounce authors
-- SPDX-License-Identifier: LGPL-2.1-or-later
local policy = {}

local DAY <const> = 86400
policy.FOREVER = 253402300799 -- 9999-12-31T23:59:59Z

-- hard, soft: the points of such a failure, once a day. threshold: the score that has consequences. stale: days without a failure
-- that forgive all. decay: points that a day takes off. leases: the days of the first, second… suppression; without them it has
-- no end. warnings, interval: notices to who is disabled, days apart; after them it is over. probe (true): ask before. wait: see
-- points_of().
policy.presets = {
    mailman = { hard = 1, soft = 0.5, threshold = 5, stale = 7, wait = 3, warnings = 3, interval = 7 },
    discourse = { hard = 2, soft = 1, threshold = 4, stale = 30, wait = 3, decay = 0.1, leases = { 30 } },
    strict = { hard = 1, soft = 0, threshold = 1, wait = 3 },
    lease = { hard = 1, soft = 0, threshold = 1, stale = 30, wait = 3, leases = { 1, 2, 4, 7, 14 } },
}

-- How much of its points a failure counts: by its reason, or else by whose fault it is. A faultless recipient is not punished.
policy.share = {
    recipient = 1, domain = 1, system = 0.5, network = 0.5, unknown = 0.5, message = 0, sender = 0,
    ["expired"] = 1,             -- the domain or the network was sick for days
    ["recipient-throttled"] = 0, -- a mailbox that gets much mail is alive
    ["syntax-error"] = 0,        -- our own protocol may be at fault
}

-- A burst: by our own fault mail to at least so many subscribers of a domain or list failed on one day, and to such a share of
-- all that it has; where nobody told how many these are, of those that mail failed to.
policy.guard = { least = 20, share = 0.2, of_failed = 0.5 }

local function merged(base, over)
    local result = {}
    for key, value in pairs(base) do
        result[key] = value
    end
    for key, value in pairs(over or {}) do
        result[key] = value
    end
    return result
end

-- A preset, with what a site has changed in it.
function policy.settings(site)
    local name = site.preset or "mailman"
    local settings = merged(policy.presets[name] or error("there is no preset " .. tostring(name), 0), site)
    settings.share = merged(policy.share, site.share)
    settings.guard = merged(policy.guard, site.guard)
    return settings
end

-- ---- Bursts --------------------------------------------------------------------------------------------------------

-- What one cause on our side may do to many. What the sending service itself holds back, it does to one.
function policy.is_ours(event)
    return (event.fault == "sender" or event.fault == "message") and event.reason ~= "suppressed"
end

-- recipients: how many the domain or list has; 0 where that is not known.
function policy.is_burst(failed, ours, recipients, settings)
    local guard = settings.guard
    local enough = recipients > 0 and guard.share * recipients or guard.of_failed * failed
    return ours >= math.max(guard.least, enough)
end

-- ---- The state of a subscriber -------------------------------------------------------------------------------------

-- status: "active", "probe", "suppressed" (until a time), "disabled", "unsubscribed". last: when a failure counted, with how many
-- points that day (today), for which reason. from, till: the suppression. leases: how many there were. host: when the domain was
-- first unknown.
function policy.new()
    return { status = "active", score = 0, last = 0, today = 0, from = 0, till = 0, leases = 0 }
end

-- A state as it is at a later time, when nothing happened but time.
function policy.later(state, now, settings)
    local s = merged(state)
    if s.status == "suppressed" and now >= s.till then
        s.status, s.score = "active", 0
    end
    if s.status ~= "active" and s.status ~= "probe" then
        return s
    end
    if settings.stale and now - math.max(s.last, s.till) >= settings.stale * DAY then
        s = policy.new()
        s.host = state.host and now - state.host < settings.stale * DAY and state.host or nil
    end
    if settings.decay then
        local decayed = s.score - settings.decay * (now // DAY - s.last // DAY)
        s.score = math.max(0, math.floor(decayed * 100 + 0.5) / 100)
    end
    return s
end

-- keep, probe (send one mail that asks), warn (disabled; a notice is due today), disable, suppress (until the second value),
-- unsubscribe. Mail may be sent for the first two.
function policy.advice(state, now, settings)
    local s = policy.later(state, now, settings)
    if s.status == "active" then
        return "keep"
    elseif s.status == "probe" then
        return "probe"
    elseif s.status == "suppressed" then
        return "suppress", s.till
    elseif s.status == "disabled" and not settings.warnings then
        return "disable", s.till
    elseif s.status == "disabled" and now - s.from < settings.warnings * settings.interval * DAY then
        return (now - s.from) % (settings.interval * DAY) < DAY and "warn" or "disable", s.till
    end
    return "unsubscribe", s.till
end

-- ---- What an event does to it --------------------------------------------------------------------------------------

-- The points of a failure, were it the only one of its day; and why there are none, or fewer.
local function points_of(event, s, now, settings)
    if event.guarded then
        return 0, "a burst of failures by our own fault"
    end
    local severity, note = event.severity, nil
    if event.reason == "host-unknown" and severity == "hard" then
        s.host = s.host or now
        if now - s.host < settings.wait * DAY then
            severity, note = "soft", ("counts as soft for %d days: domains come back"):format(settings.wait)
        end
    end
    local share = settings.share[event.reason] or settings.share[event.fault] or 0
    local points = (settings[severity] or 0) * share
    if points == 0 then
        note = share == 0 and "not the recipient's fault" or note or "soft failures do not count"
    end
    return points, note
end

local function act(s, now, settings)
    if settings.probe and s.status ~= "probe" then
        s.status, s.score = "probe", 0
    elseif settings.leases then
        s.leases = math.min(s.leases + 1, #settings.leases)
        s.status, s.from, s.till = "suppressed", now, now + settings.leases[s.leases] * DAY
    else
        s.status, s.from, s.till = "disabled", now, policy.FOREVER
    end
end

local on = {}

function on.failure(event, state, now, settings)
    if state.till > now then
        return 0, state, "suppressed already"
    end
    local s = policy.later(state, now, settings)
    local points, note = points_of(event, s, now, settings)
    local counted = s.last // DAY == now // DAY and s.today or 0
    if points <= counted then
        return 0, merged(state, { host = s.host }), points == 0 and note or "one failure a day counts"
    end
    local asked = s.status == "probe" and counted == 0
    s.last, s.today, s.reason = now, points, event.reason
    points = points - counted
    s.score = s.score + points
    if asked or s.score >= settings.threshold then
        act(s, now, settings)
    end
    return points, s, note
end

function on.complaint(_, state, now)
    local unsubscribed = { status = "unsubscribed", from = now, till = policy.FOREVER, reason = "complaint" }
    return 0, merged(state, unsubscribed), "who complains is unsubscribed"
end

function on.delivery(_, state)
    if state.status == "unsubscribed" then
        return 0, state, "unsubscribed"
    end
    return 0, policy.new(), "delivered: all is forgiven"
end

function on.forgiven()
    return 0, policy.new(), "forgiven"
end

-- Whether this kind of event can change anything.
function policy.counts(event)
    return on[event.kind] ~= nil
end

-- event: kind, severity, reason, fault, believed, guarded. Gives the points, the new state, the advice and a remark.
function policy.judge(event, state, now, settings)
    local points, new, note = 0, state, nil
    if not event.believed then
        note = "not signed"
    elseif on[event.kind] then
        points, new, note = on[event.kind](event, state, now, settings)
    end
    return points, new, (policy.advice(new, now, settings)), note
end

-- The state after all events, in the order of their times whatever order they came in. each() is told of every one.
function policy.fold(events, settings, each)
    table.sort(events, function(a, b)
        if a.at ~= b.at then
            return a.at < b.at
        elseif a.report ~= b.report then
            return a.report < b.report
        end
        return a.n < b.n
    end)
    local state = policy.new()
    for _, event in ipairs(events) do
        local points, advice, note
        points, state, advice, note = policy.judge(event, state, event.at, settings)
        if each then
            each(event, points, state, advice, note)
        end
    end
    return state
end

return policy
