#!/usr/bin/env lua5.4
-- own-rules.lua: decides what to do about each failure in a mailbox, by a site's own rules and a table of handlers
--
--     lua5.4 own-rules.lua own.rules bounces.mbox
--
-- The mailbox is read twice, so it is none that comes through a pipe.
local bounce = require "bounce"

-- Strangers wrote it: nothing of it is to steer the terminal.
local function plain(text)
    return bounce.printable(text) or "-"
end

-- A handler is called with a recipient, and with the same one, judged by the built-in rules alone. These only say what to do.
local function say(action)
    return function(recipient, before)
        local rule, rule_before = recipient.evidence.rule, before.evidence.rule
        local was = rule == rule_before and "" or (", was %s by %s"):format(before.severity, rule_before)
        print(("%-15s  %-28s  %s%s"):format(action, rule, plain(recipient.address), was))
    end
end

-- What to do where the address is not dead, by whose fault it is.
local remove = say "remove"
local handlers = {
    recipient = say "try later",
    domain = say "try later",
    message = say "tell the editor",
    sender = say "tell the admin",
    system = say "try later",
    network = say "try later",
    unknown = say "look at it",
}

local rules, mailbox = arg[1], arg[2]
local builtin = assert(bounce.reports(mailbox))
for report in assert(bounce.reports(mailbox, { rules = rules })) do
    local before = builtin()
    for i, recipient in ipairs(report.recipients) do
        if recipient.severity ~= "none" then
            local handle = recipient.severity == "hard" and remove or handlers[recipient.fault]
            handle(recipient, before.recipients[i])
        end
    end
end
