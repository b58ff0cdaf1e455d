-- loop.lua: loop.c in Lua: reads each message of a mailbox and counts the recipients
local bounce = require "bounce"

local messages, recipients = 0, 0
for report in assert(bounce.reports(arg[1] or "-")) do
    messages = messages + 1
    recipients = recipients + #report.recipients
end
print(("%d messages, %d recipients"):format(messages, recipients))
