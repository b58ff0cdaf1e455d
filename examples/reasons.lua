#!/usr/bin/env lua5.4
-- reasons.lua: counts the failures of a mailbox by reason, each with what it means and whose fault it is
--
--     lua5.4 reasons.lua bounces.mbox
local bounce = require "bounce"

local counts = {}
for report in assert(bounce.reports(arg[1] or "-")) do
    for _, recipient in ipairs(report.recipients) do
        if recipient.severity ~= "none" then
            counts[recipient.reason] = (counts[recipient.reason] or 0) + 1
        end
    end
end

local names = {}
for name in pairs(counts) do
    names[#names + 1] = name
end
table.sort(names, function(a, b)
    return counts[a] > counts[b] or counts[a] == counts[b] and a < b
end)
for _, name in ipairs(names) do
    local reason = bounce.reasons[name]
    print(("%6d  %-9s  %-20s  %s"):format(counts[name], reason.fault, name, reason.meaning))
end
