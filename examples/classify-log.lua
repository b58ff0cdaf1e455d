#!/usr/bin/env lua5.4
-- classify-log.lua: counts the attempts to deliver that failed, by domain and reason, in a log of Postfix, Exim or sendmail
--
--     lua5.4 classify-log.lua </var/log/mail.log
local bounce = require "bounce"

-- What a line has that tells of a delivery which failed or was put off, and what stands in it before the recipient.
local marks = {
    { failure = " dsn=5.", recipient = " to=<" }, -- Postfix, sendmail
    { failure = " dsn=4.", recipient = " to=<" },
    { failure = " ** ", recipient = " ** " }, -- Exim
    { failure = " == ", recipient = " == " },
}

-- The recipient's domain; nil where the line tells of no failure, or of one at home.
local function find_domain(line)
    for _, mark in ipairs(marks) do
        local _, before = line:find(mark.recipient, 1, true)
        if before and line:find(mark.failure, 1, true) then
            return line:match("^[^>,: ]*@([^>,: ]+)", before + 1)
        end
    end
end

local counts = {}
for line in io.lines() do
    local domain = find_domain(line)
    if domain then
        local verdict = bounce.classify(line)
        local row = ("%-8s  %-9s  %-20s  %s"):format(verdict.severity, verdict.fault, verdict.reason, bounce.printable(domain:lower()))
        counts[row] = (counts[row] or 0) + 1
    end
end

local rows = {}
for row in pairs(counts) do
    rows[#rows + 1] = row
end
table.sort(rows, function(a, b)
    return counts[a] > counts[b] or counts[a] == counts[b] and a < b
end)
print("ATTEMPTS  SEVERITY  FAULT      REASON                DOMAIN")
for _, row in ipairs(rows) do
    print(("%8d  %s"):format(counts[row], row))
end
