-- suppression-mail.lua: writes an mbox of reports that nobody sent, the same for the same numbers
--
--     lua5.4 tests/suppression-mail.lua REPORTS [SUBSCRIBERS]
--
-- Dead mailboxes, full ones, delays, deliveries and complaints, over 40 days, and one day on which big.example blocks the sender.
-- Some reports come twice.
local reports, subscribers = tonumber(arg[1]), tonumber(arg[2] or arg[1] // 4)
local START <const> = 1788220800 -- 1 September 2026
local domains = { "big.example", "big.example", "big.example", "middle.example", "small.example", "tiny.example" }
local said = {
    { "failed", "5.1.1", "550 5.1.1 User unknown" },
    { "failed", "5.1.1", "550 5.1.1 User unknown" },
    { "failed", "5.2.2", "552 5.2.2 Mailbox full" },
    { "failed", "4.4.7", "delivery time expired" },
    { "failed", "5.7.1", "554 5.7.1 Message rejected as spam" },
    { "delayed", "4.4.1", "connect to mx: Connection timed out" },
    { "delivered", "2.0.0", "250 2.0.0 Ok" },
}
local blocked = { "failed", "5.7.1", "550 5.7.1 Service unavailable, client host blocked using a block list" }

-- Lua's own numbers may be others in another version.
local seed = 1
local function random(n)
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed // 65536 % n + 1
end

local function report(i, address, what, seconds)
    io.write(
        os.date("!From MAILER-DAEMON %a %b %d %H:%M:%S %Y\n", seconds), "From: MAILER-DAEMON@mx.example.net\n",
        "To: news-bounces@lists.example\n", "Subject: Delivery Status Notification\n",
        os.date("!Date: %a, %d %b %Y %H:%M:%S +0000\n", seconds), "Message-ID: <", i, "@mx.example.net>\n",
        "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n",
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n",
        "Final-Recipient: rfc822; ", address, "\nAction: ", what[1], "\nStatus: ", what[2], "\n",
        "Diagnostic-Code: smtp; ", what[3], "\n\n--b--\n\n"
    )
end

local function complaint(i, address, seconds)
    io.write(
        os.date("!From abuse %a %b %d %H:%M:%S %Y\n", seconds), "From: abuse@mx.example.net\n",
        "To: news-bounces@lists.example\n", "Subject: complaint\n", os.date("!Date: %a, %d %b %Y %H:%M:%S +0000\n", seconds),
        "Message-ID: <", i, "@mx.example.net>\n",
        "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n",
        "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\n",
        "Original-Rcpt-To: <", address, ">\n\n--b--\n\n"
    )
end

for i = 1, reports do
    local who = random(32768) * 32768 + random(32768)
    who = who % subscribers
    local address = ("user%d@%s"):format(who, domains[who % #domains + 1])
    local day, kind = random(40), random(400)
    local seconds = START + day * 86400 + i % 86400
    if day == 20 and address:find("@big", 1, true) then
        report(i, address, kind > 40 and blocked or said[1], seconds)
    elseif kind == 400 then
        complaint(i, address, seconds)
    else
        local what = said[random(#said)]
        report(i, address, what, seconds)
        if kind == 399 then
            report(i, address, what, seconds)
        end
    end
end
