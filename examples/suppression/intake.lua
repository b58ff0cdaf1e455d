-- intake.lua: what a report says, as events: a row for each of its recipients
--
-- Copyright (C) 2026 The libbounce authors
-- SPDX-License-Identifier: LGPL-2.1-or-later
local bounce = require "bounce"
local iso = require "iso"

local intake = {}

-- No address, and no name of a list, is longer (RFC 5321, section 4.5.3.1). What strangers write may be, and no index of a
-- database would take it.
local LONGEST <const> = 320

-- Of what was said so many characters are kept.
local SAID <const> = 200

local complaints = { ["abuse"] = true, ["fraud"] = true, ["opt-out"] = true }
local actions = { ["failed"] = "failure", ["delayed"] = "delay", ["delivered"] = "delivery" }

-- "failure", "complaint" and "delivery" are what the policy knows; the others are kept, and count for nothing.
local function kind_of(report, recipient)
    if report.kind == "feedback" then
        local type = report.feedback and report.feedback.type
        return (not type or complaints[type:lower()]) and "complaint" or "feedback"
    end
    return actions[recipient.action] or report.kind
end

local function first(text, characters)
    local past = text and utf8.offset(text, characters + 1)
    return past and text:sub(1, past - 1) or text
end

-- A report may tell any date: of the future, or of a year that no other date is written like.
local function between(least, seconds, most)
    return math.max(least, math.min(seconds or most, most))
end

local function address_in(text)
    return text and text:match("[^%s<>\"]+@[^%s<>\"@]+")
end

-- How an address, or the name of a list, stands in the database: nil where it is none.
local function key_of(text)
    return text and text:find("^[^@]") and #text <= LONGEST and text:lower() or nil
end

-- Which list it was about: its List-Id (RFC 2919), or else what the address says that the report came to. Of
-- "news-bounces@lists.example" and "news+anna=example.com@lists.example" that is "news.lists.example". "" where it is not known.
function intake.list(report, envelope)
    local original = report.original or {}
    local id = original.list_id
    if id then
        return key_of(id:match("<%s*([^<>%s]+)%s*>") or id) or ""
    end
    local address = address_in(envelope) or address_in(original.return_path) or address_in(report.to) or ""
    local name, host = address:match("^(.*)@(.*)$")
    if not name then
        return ""
    end
    local list = name:match("^([^+]+)%+") or name
    list = list:match("^(.+)%-bounces?$") or list:match("^(.+)%-return%-") or list
    return list ~= name and key_of(list .. "." .. host) or ""
end

-- Whether a report may be believed of a recipient: where there are keys, only with a token (docs/forged.md).
local function is_believed(report, recipient, how)
    if #how.keys == 0 then
        return true
    end
    for _, key in ipairs(how.keys) do
        if
            bounce.is_signed(report, recipient, key, how.days, how.now)
            or bounce.token_find(key, recipient.address, how.envelope, how.days, how.now)
        then
            return true
        end
    end
    return false
end

-- Whom the address carries that a report was sent to, where it is signed: surer than what the report says.
local function carried(how)
    for _, key in ipairs(how.keys) do
        local recipient = bounce.verp_check(key, how.envelope, how.days, how.now)
        if recipient then
            return recipient
        end
    end
end

-- Who is meant: of mail that has no recipients, auto-replies, it is the writer.
local function recipients_of(report, how)
    if #report.recipients == 0 and report.kind == "auto-reply" then
        return { { address = address_in(report.from) } }
    elseif #report.recipients == 1 then
        local recipient = report.recipients[1]
        recipient.address = carried(how) or recipient.address
    end
    return report.recipients
end

-- The events of a report, and whether that is all of it: what is not has to be kept for a person.
--
-- how: keys, days (as in bounce.is_signed()), now; list, where it is known; envelope: the address that the report was sent to,
-- where that is known; at: when it came, where the report is not to tell that.
function intake.events(report, how)
    local recipients = recipients_of(report, how)
    local list = key_of(how.list) or intake.list(report, how.envelope)
    local at = how.at or between(0, iso.seconds(report.date) or iso.seconds(report.arrival_date), how.now)
    local events, complete = {}, #recipients > 0 and report.kind ~= "other" and report.kind ~= "unreadable"
    for n, recipient in ipairs(recipients) do
        local address = key_of(recipient.address)
        local domain = address and address:match("@([^@]+)$")
        complete = complete and domain ~= nil
        if domain then
            events[#events + 1] = {
                report = report.id, n = n, address = address, domain = domain, list = list, at = at,
                kind = kind_of(report, recipient), severity = recipient.severity, reason = recipient.reason,
                fault = recipient.fault, status = recipient.status, diagnostic = first(recipient.diagnostic, SAID),
                believed = is_believed(report, recipient, how),
            }
        end
    end
    return events, complete
end

return intake
