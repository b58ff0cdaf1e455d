#!/usr/bin/env lua5.4
-- signed.lua: prints the dead addresses of a mailbox, of those reports that bring back a token
--
--     BOUNCE_KEY=... lua5.4 signed.lua bounces.mbox
--
-- The envelope senders were made with bounce.verp_make() and the same key.
local bounce = require "bounce"

local key, doubtful = assert(os.getenv("BOUNCE_KEY"), "BOUNCE_KEY is not set"), 0

-- An address that is printed is one that you have signed, so it may go to a terminal.
for report in assert(bounce.reports(arg[1] or "-")) do
    for _, recipient in ipairs(report.recipients) do
        local hard = recipient.severity == "hard"
        if hard and bounce.is_signed(report, recipient, key) then
            print(recipient.address)
        elseif hard then
            doubtful = doubtful + 1
        end
    end
end
print(doubtful .. " hard bounces without a token")
