-- suppression-policy.lua: what the suppression list of examples/suppression makes of events and reports, in TAP
--
--     LUA_CPATH=build/bindings/lua/.libs/?.so lua5.4 tests/suppression-policy.lua
local examples = (os.getenv "top_srcdir" or (arg[0]:match("^(.*)/tests/") or ".")) .. "/examples/suppression/?.lua"
package.path = examples .. ";" .. package.path

local bounce = require "bounce"
local intake = require "intake"
local iso = require "iso"
local policy = require "policy"
local show = require "show"

local count = 0

local function is(got, want, name)
    count = count + 1
    print(("%s %d - %s"):format(got == want and "ok" or "not ok", count, name))
    if got ~= want then
        print(("# got  %q\n# want %q"):format(tostring(got), tostring(want)))
    end
end

-- ---- Times ---------------------------------------------------------------------------------------------------------

is(iso.seconds("1970-01-01T00:00:00Z"), 0, "1970")
is(iso.seconds("2026-11-23T14:25:50+00:00"), 1795443950, "a date of a report")
is(iso.seconds("2024-02-29T23:59:59-01:30"), 1709256599, "a leap day, in another zone")
is(iso.seconds("2000-03-01T00:00:00Z"), 951868800, "the day after one")
is(iso.seconds("9999-12-31T23:59:59Z"), policy.FOREVER, "for good")
is(iso.seconds("yesterday"), nil, "no date")
is(iso.seconds(nil), nil, "none")
is(iso.text(1795443950), "2026-11-23T14:25:50Z", "and back")

-- ---- The policy: what each event comes to --------------------------------------------------------------------------

local DAY <const> = 86400

-- The events of the cases: how failures come, by the names of their reasons.
local faults = {}
for name, reason in pairs(bounce.reasons) do
    faults[name] = reason.fault
end

local function event_of(text)
    local day, what = text:match("^(%S+) (%S+)")
    local event = { at = math.floor(tonumber(day) * DAY) + 1000 * DAY, kind = what, believed = not text:find("unsigned") }
    event.guarded = text:find("guarded") ~= nil
    if faults[what] then
        event.kind, event.reason, event.fault = "failure", what, faults[what]
        event.severity = bounce.reasons[what].hard and "hard" or "soft"
    end
    event.report, event.n = text, 1
    return event
end

-- Each row: an event (day, what it is), and the points, the score and the advice that it comes to; "later" only looks.
local cases = {
    { "mailman: five days with a hard failure", { preset = "mailman" }, {
        "0 user-unknown = 1 1 keep", "1 user-unknown = 1 2 keep", "2.5 user-disabled = 1 3 keep", "3 user-moved = 1 4 keep",
        "4 no-mail-service = 1 5 warn", "5 later = disable", "11 later = warn", "12.5 later = disable", "18 later = warn",
        "24.9 later = disable", "25 later = unsubscribe",
    } },
    { "mailman: soft failures count half", { preset = "mailman" }, {
        "0 mailbox-full = 0.5 0.5 keep", "1 expired = 0.5 1 keep", "2 recipient-restricted = 0.5 1.5 keep",
        "3 network-error = 0.25 1.75 keep", "4 dns-error = 0.25 2 keep", "5 system-full = 0.25 2.25 keep",
        "6 unknown = 0.25 2.5 keep", "7 domain-not-served = 0.5 3 keep",
    } },
    { "mailman: one failure a day, the worst", { preset = "mailman" }, {
        "0.1 mailbox-full = 0.5 0.5 keep", "0.2 user-unknown = 0.5 1 keep", "0.3 user-unknown = 0 1 keep",
        "0.4 mailbox-full = 0 1 keep", "1 mailbox-full = 0.5 1.5 keep",
    } },
    { "mailman: a week without a failure forgives all", { preset = "mailman" }, {
        "0 user-unknown = 1 1 keep", "6.9 user-unknown = 1 2 keep", "13.9 user-unknown = 1 1 keep",
    } },
    { "mailman: who is disabled is not scored, nor forgiven by time", { preset = "mailman", threshold = 1 }, {
        "0 user-unknown = 1 1 warn", "1 user-unknown = 0 1 disable", "20 user-unknown = 0 1 disable", "400 later = unsubscribe",
    } },
    { "mailman with probes: another failure, on another day, disables", { preset = "mailman", threshold = 1, probe = true }, {
        "0.1 user-unknown = 1 0 probe", "0.2 user-unknown = 0 0 probe", "1 mailbox-full = 0.5 0.5 warn",
    } },
    { "mailman with probes: what counts is another day", { preset = "mailman", threshold = 1, probe = true }, {
        "0 mailbox-full = 0.5 0.5 keep", "1.1 mailbox-full = 0.5 0 probe", "1.2 user-unknown = 0.5 0.5 probe",
        "2 mailbox-full = 0.5 1 warn",
    } },
    { "mailman with probes: no failure forgives", { preset = "mailman", threshold = 1, probe = true }, {
        "0 user-unknown = 1 0 probe", "6 later = probe", "7 later = keep", "8 user-unknown = 1 0 probe",
    } },
    { "discourse: 2 and 1 of 4, for 30 days", { preset = "discourse" }, {
        "0 user-unknown = 2 2 keep", "0.5 user-unknown = 0 2 keep", "1 mailbox-full = 1 2.9 keep",
        "2 network-error = 0.5 3.3 keep", "3 user-unknown = 2 5.2 suppress", "32 later = suppress", "33 later = keep",
        "34 user-unknown = 2 2 keep",
    } },
    { "discourse: the score decays", { preset = "discourse" }, {
        "0 user-unknown = 2 2 keep", "10 mailbox-full = 1 2 keep", "15 mailbox-full = 1 2.5 keep",
        "44 mailbox-full = 1 1 keep", "74 mailbox-full = 1 1 keep",
    } },
    { "strict: one hard failure", { preset = "strict" }, {
        "0 mailbox-full = 0 0 keep", "1 unknown = 0 0 keep", "2 user-unknown = 1 1 disable", "1000 later = disable",
    } },
    { "strict: an unknown host must stay unknown for three days", { preset = "strict" }, {
        "0 host-unknown = 0 0 keep", "2.9 host-unknown = 0 0 keep", "3 host-unknown = 1 1 disable",
    } },
    { "strict: a delivery between", { preset = "strict" }, {
        "0 host-unknown = 0 0 keep", "1 delivery = 0 0 keep", "3 host-unknown = 0 0 keep", "6 host-unknown = 1 1 disable",
    } },
    { "lease: 1, 2, 4, 7, 14, 14 days", { preset = "lease" }, {
        "0 user-unknown = 1 1 suppress", "0.9 later = suppress", "1 later = keep", "2 user-unknown = 1 1 suppress",
        "3.9 user-unknown = 0 1 suppress", "4 user-unknown = 1 1 suppress", "7.9 later = suppress",
        "8 user-unknown = 1 1 suppress", "14.9 later = suppress", "15 user-unknown = 1 1 suppress", "28.9 later = suppress",
        "29 user-unknown = 1 1 suppress", "42.9 later = suppress", "43 later = keep",
    } },
    { "lease: 30 days without one begin anew", { preset = "lease" }, {
        "0 user-unknown = 1 1 suppress", "2 user-unknown = 1 1 suppress", "34 user-unknown = 1 1 suppress", "35 later = keep",
    } },
    { "lease: an unknown host, after a long time", { preset = "lease" }, {
        "0 user-unknown = 1 1 suppress", "40 host-unknown = 0 1 keep", "43 host-unknown = 1 1 suppress",
    } },
    { "a complaint is for good, whatever follows", { preset = "lease" }, {
        "0 complaint = 0 0 unsubscribe", "1 delivery = 0 0 unsubscribe", "2 user-unknown = 0 0 unsubscribe",
        "900 later = unsubscribe", "901 forgiven = 0 0 keep",
    } },
    { "a delivery lifts a suppression", { preset = "strict" }, {
        "0 user-unknown = 1 1 disable", "1 delivery = 0 0 keep", "2 mailbox-full = 0 0 keep",
    } },
    { "nobody is punished for these", { preset = "mailman", threshold = 0.1 }, {
        "0 delay = 0 0 keep", "1 auto-reply = 0 0 keep", "2 feedback = 0 0 keep", "3 disposition = 0 0 keep",
        "4 suppressed = 0 0 keep", "5 recipient-throttled = 0 0 keep", "6 syntax-error = 0 0 keep",
    } },
    { "what is not signed does nothing", { preset = "strict" }, {
        "0 user-unknown unsigned = 0 0 keep", "1 complaint unsigned = 0 0 keep", "2 user-unknown = 1 1 disable",
        "3 delivery unsigned = 0 1 disable",
    } },
    { "what is in a burst does nothing, but complaints", { preset = "strict" }, {
        "0 user-unknown guarded = 0 0 keep", "1 complaint guarded = 0 0 unsubscribe",
    } },
    { "a site's own shares", { preset = "mailman", share = { ["mailbox-full"] = 0, spam = 1 } }, {
        "0 mailbox-full = 0 0 keep", "1 spam = 0.5 0.5 keep",
    } },
}

for _, case in ipairs(cases) do
    local name, settings, state = case[1], policy.settings(case[2]), policy.new()
    for _, row in ipairs(case[3]) do
        local text, want = row:match("^(.-) = (.*)$")
        local event = event_of(text)
        if event.kind == "later" then
            is(policy.advice(state, event.at, settings), want, name .. ": " .. text)
        else
            local points, advice
            points, state, advice = policy.judge(event, state, event.at, settings)
            is(("%g %g %s"):format(points, state.score, advice), want, name .. ": " .. text)
        end
    end
end

for name, fault in pairs(faults) do
    local settings = policy.settings { preset = "mailman" }
    local points = policy.judge(event_of("1 " .. name), policy.new(), 1001 * DAY, settings)
    if fault == "sender" or fault == "message" then
        is(points, 0, name .. " is not the recipient's fault")
    else
        is(points <= 1 and (points < 1 or bounce.reasons[name].hard), true, name .. " is worth at most what it is")
    end
end

is(pcall(policy.settings, { preset = "none" }), false, "no such preset")

-- ---- The order of events does not matter ---------------------------------------------------------------------------

-- How a state is written, to be compared.
local function written(s)
    return ("%s %g %s %s %s %s"):format(s.status, s.score, s.last, s.from, s.till, s.leases)
end

local function shuffled(list, seed)
    local copy = table.move(list, 1, #list, 1, {})
    math.randomseed(seed)
    for i = #copy, 2, -1 do
        local j = math.random(i)
        copy[i], copy[j] = copy[j], copy[i]
    end
    return copy
end

for _, case in ipairs(cases) do
    local settings, events, state = policy.settings(case[2]), {}, policy.new()
    for _, row in ipairs(case[3]) do
        events[#events + 1] = event_of(row)
        _, state = policy.judge(events[#events], state, events[#events].at, settings)
    end
    local same = 0
    for seed = 1, 20 do
        same = same + (written(policy.fold(shuffled(events, seed), settings)) == written(state) and 1 or 0)
    end
    is(same, 20, case[1] .. ": in any order")
end

-- ---- Bursts --------------------------------------------------------------------------------------------------------

local settings = policy.settings {}
for _, row in ipairs {
    { 19, 19, 0, false }, { 20, 20, 0, true }, { 40, 20, 0, true }, { 41, 20, 0, false }, { 100, 20, 100, true },
    { 20, 20, 101, false }, { 1000, 199, 1000, false }, { 1000, 200, 1000, true }, { 30, 20, 10, true },
} do
    local failed, ours, recipients, want = table.unpack(row)
    is(policy.is_burst(failed, ours, recipients, settings), want, ("%d of %d, of %d in all"):format(ours, failed, recipients))
end
is(policy.is_ours { fault = "sender", reason = "blocked" }, true, "blocked is ours")
is(policy.is_ours { fault = "message", reason = "spam" }, true, "spam is ours")
is(policy.is_ours { fault = "sender", reason = "suppressed" }, false, "what the sending service held back is not")
is(policy.is_ours { fault = "recipient", reason = "user-unknown" }, false, "an unknown user is not")

-- ---- What reports say ----------------------------------------------------------------------------------------------

local key = "correct horse battery staple"
local now = iso.seconds "2026-11-23T14:00:00Z"

local function events_of(report, how)
    report.id, report.recipients = report.id or "id", report.recipients or {}
    how = how or {}
    how.keys, how.now = how.keys or {}, how.now or now
    return intake.events(report, how)
end

local function recipient(fields)
    fields.address = fields.address or "Anna@Example.com"
    fields.severity = fields.severity or "hard"
    fields.action = fields.action or "failed"
    return fields
end

local events, complete = events_of { kind = "bounce", date = "2026-11-20T10:00:00+02:00", recipients = { recipient {
    reason = "user-unknown", fault = "recipient", status = "5.1.1", diagnostic = ("ä"):rep(300),
} } }
is(#events, 1, "an event")
is(complete, true, "which is all of it")
is(events[1].address .. " " .. events[1].domain, "anna@example.com example.com", "its address is in lower case")
is(iso.text(events[1].at), "2026-11-20T08:00:00Z", "its time is the report's")
is(events[1].diagnostic, ("ä"):rep(200), "what was said is cut between characters")
is(events[1].believed, true, "without a key it is believed")
events = events_of { kind = "bounce", date = "2027-01-01T00:00:00Z", recipients = { recipient {} } }
is(events[1].at, now, "no report is of the future")
events = events_of { kind = "bounce", date = "0001-01-01T00:00:00Z", recipients = { recipient {} } }
is(iso.text(events[1].at), "1970-01-01T00:00:00Z", "nor of the time of the Caesars")
events = events_of({ kind = "bounce", recipients = { recipient {} } }, { at = 77 })
is(events[1].at, 77, "when it came stands before its date")

for _, row in ipairs {
    { "failure", { kind = "bounce" }, {} },
    { "delay", { kind = "delay" }, { action = "delayed" } },
    { "delivery", { kind = "delivery" }, { action = "delivered" } },
    { "delivery", { kind = "bounce" }, { action = "delivered" } },
    { "bounce", { kind = "bounce" }, { action = "relayed" } },
    { "disposition", { kind = "disposition" }, { action = "" } },
    { "complaint", { kind = "feedback", feedback = { type = "abuse" } }, { action = "" } },
    { "complaint", { kind = "feedback", feedback = { type = "Fraud" } }, { action = "" } },
    { "complaint", { kind = "feedback" }, { action = "" } },
    { "feedback", { kind = "feedback", feedback = { type = "not-spam" } }, { action = "" } },
    { "feedback", { kind = "feedback", feedback = { type = "auth-failure" } }, { action = "" } },
} do
    local want, report, one = table.unpack(row)
    report.recipients = { recipient(one) }
    local feedback = report.feedback and " " .. report.feedback.type or ""
    is(events_of(report)[1].kind, want, report.kind .. feedback .. " " .. one.action .. " is a " .. want)
end

for _, row in ipairs {
    { { kind = "other" }, 0, "a letter" }, { { kind = "unreadable" }, 0, "what cannot be read" },
    { { kind = "bounce" }, 0, "a bounce of nobody" },
    { { kind = "bounce", recipients = { { action = "failed" }, recipient {} } }, 1, "a bounce of somebody and nobody" },
    { { kind = "bounce", recipients = { recipient { address = ("x"):rep(400) .. "@example.com" } } }, 0, "an endless address" },
    { { kind = "bounce", recipients = { recipient { address = "@example.com" } } }, 0, "half an address" },
    { { kind = "auto-reply" }, 0, "an auto-reply of nobody" },
} do
    local some, all = events_of(row[1])
    is(#some, row[2], row[3] .. ": its events")
    is(all, false, row[3] .. " is for a person")
end
events, complete = events_of { kind = "auto-reply", from = "Anna <Anna@example.com>" }
is(events[1].address .. " " .. events[1].kind, "anna@example.com auto-reply", "an auto-reply is its writer's")
is(complete, true, "and all of it")

for _, row in ipairs {
    { { original = { list_id = "Green River <News.lists.example>" } }, nil, "news.lists.example" },
    { { original = { list_id = "news.lists.example" }, to = "other-bounces@lists.example" }, nil, "news.lists.example" },
    { { to = "Bounces <news-bounces@lists.example>" }, nil, "news.lists.example" },
    { { to = "news+anna=example.com@lists.example" }, nil, "news.lists.example" },
    { { to = "news-bounces+anna=example.com@lists.example" }, nil, "news.lists.example" },
    { { to = "news-return-17-anna=example.com@lists.example" }, nil, "news.lists.example" },
    { { to = "x@other.example", original = { return_path = "news-bounces@lists.example" } }, nil, "news.lists.example" },
    { { to = "x@other.example" }, "news-bounces+a=b.c@lists.example", "news.lists.example" },
    { { to = "postmaster@lists.example" }, nil, "" },
    { { to = "+x@lists.example" }, nil, "" },
    { {}, nil, "" },
    { { original = { list_id = "<@big.example>" } }, nil, "" },
    { { original = { list_id = ("x"):rep(1000) } }, nil, "" },
} do
    is(intake.list(row[1], row[2]), row[3], "the list of " .. tostring(row[1].to or row[2]) .. " is " .. row[3])
end
events = events_of({ kind = "bounce", to = "news-bounces@lists.example", recipients = { recipient {} } }, { list = "Other" })
is(events[1].list, "other", "who names the list is right")

-- ---- Tokens --------------------------------------------------------------------------------------------------------

local address = bounce.verp_make(key, "news-bounces@lists.example", "anna@example.com", now)
local function believed(to, who, how)
    return events_of({ kind = "bounce", to = to, recipients = { recipient { address = who } } }, how)[1].believed
end
is(believed(address, "Anna@Example.com", { keys = { key } }), true, "a token in To")
is(believed(nil, "anna@example.com", { keys = { key }, envelope = address }), true, "a token in the envelope")
is(believed(address, "anna@example.com", { keys = { "new", key } }), true, "a token of an older key")
is(believed(address, "bob@example.com", { keys = { key } }), false, "another's token")
is(believed(nil, "anna@example.com", { keys = { key } }), false, "no token")
is(believed(address, "anna@example.com", { keys = { key }, now = now + 40 * DAY }), false, "an old token")
is(believed(address, "anna@example.com", { keys = { key }, now = now + 40 * DAY, days = 50 }), true, "for as long as is said")
events = events_of(
    { kind = "bounce", recipients = { recipient { address = "a@alias.example" } } }, { keys = { key }, envelope = address }
)
is(events[1].address, "anna@example.com", "who stands signed in the envelope is meant")

-- ---- Shown ---------------------------------------------------------------------------------------------------------

is(show.line("%s", "a\27[31m\xc2\x9bb\n"), "a [31m b\n", "no control character is shown")
is(show.csv { "a@b", "", "1.5" }, "a@b,,1.5\n", "CSV")
is(show.csv { 'say "x", y', "it's" }, '"say ""x"", y","it\'s"\n', "CSV, quoted")
for _, cell in ipairs { "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1" } do
    is(show.csv({ cell }):match('^"\'') ~= nil, true, "no formula in CSV: " .. cell:gsub("%c", " "))
end
is(show.mbox("A: b\n\nFrom me\n>From you\nX", 1795443950),
    "From MAILER-DAEMON Mon Nov 23 14:25:50 2026\nA: b\n\n>From me\n>>From you\nX\n\n", "an mbox")

print("1.." .. count)
