#!/usr/bin/env lua5.4
-- hard.lua: prints the dead addresses of a mailbox, each with the reason and with what was said
--
--     lua5.4 hard.lua bounces.mbox
local bounce = require "bounce"

-- Strangers wrote it: nothing of it is to steer the terminal.
local function plain(text)
    return bounce.printable(text) or "-"
end

for report in assert(bounce.reports(arg[1] or "-")) do
    for _, recipient in ipairs(report.recipients) do
        if recipient.severity == "hard" then
            print(plain(recipient.address), plain(recipient.reason), plain(recipient.diagnostic))
        end
    end
end
