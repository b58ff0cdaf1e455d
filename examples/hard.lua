#!/usr/bin/env lua5.4
-- hard.lua: prints the dead addresses of a mailbox, each with the reason and with what was said
--
--     lua5.4 hard.lua bounces.mbox
local bounce = require "bounce"

-- Strangers wrote it: no control character, of one byte or of two, is to reach the terminal.
local function plain(text)
    return (text or "-"):gsub("\194[\128-\159]", " "):gsub("%c", " ") .. ""
end

for report in assert(bounce.reports(arg[1] or "-")) do
    for _, recipient in ipairs(report.recipients) do
        if recipient.severity == "hard" then
            print(plain(recipient.address), plain(recipient.reason), plain(recipient.diagnostic))
        end
    end
end
