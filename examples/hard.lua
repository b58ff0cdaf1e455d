#!/usr/bin/env lua5.4
-- hard.lua: prints the dead addresses of a mailbox, each with the reason and with what was said
--
--     lua5.4 hard.lua bounces.mbox
--
-- bounce.printable() is for what strangers wrote: nothing of it is to steer the terminal.
local bounce = require "bounce"

for report in assert(bounce.reports(arg[1] or "-")) do
    for _, recipient in ipairs(report.recipients) do
        if recipient.severity == "hard" then
            print(bounce.printable(recipient.address or "-"), recipient.reason, bounce.printable(recipient.diagnostic or "-"))
        end
    end
end
