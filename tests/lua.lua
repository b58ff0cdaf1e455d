-- lua.lua: tests of the Lua module, in TAP
--
--     LUA_CPATH=build/bindings/lua/.libs/?.so lua5.4 tests/lua.lua
--
-- It is written for Lua 5.1 and all that came later, with the module for that version. Where BOUNCE names the command, its JSON
-- is compared with the module's.
local bounce = require "bounce"

-- What is not the same in all versions.
local number_type = math.type or type
local closes = (loadstring or load)("local variable <close> = nil") ~= nil -- 5.4
local names_types = _VERSION >= "Lua 5.3"                                  -- of userdata, in its errors

---- A small TAP writer -------------------------------------------------------------------------------------------------

local count, failures = 0, 0

local function ok(good, name, note)
    count = count + 1
    failures = failures + (good and 0 or 1)
    print(("%s %d - %s"):format(good and "ok" or "not ok", count, name))
    if not good and note then
        print("# " .. note:gsub("\n", "\n# "))
    end
end

local function skip(name, why)
    count = count + 1
    print(("ok %d - %s # SKIP %s"):format(count, name, why))
end

-- Equal, and of the same type: 1 is not 1.0, where a version tells them apart.
local function is(got, want, name)
    ok(got == want and number_type(got) == number_type(want), name, ("got  %q\nwant %q"):format(tostring(got), tostring(want)))
end

local function has(text, part, name)
    ok(type(text) == "string" and text:find(part, 1, true), name, ("%q is not in %s"):format(part, tostring(text)))
end

-- The function raises an error that holds each of the parts.
local function raises(name, f, ...)
    local good, message = pcall(f)
    if good then
        ok(false, name, "nothing was raised")
        return
    end
    local missing
    for _, part in ipairs { ... } do
        missing = missing or not tostring(message):find(part, 1, true) and part
    end
    ok(not missing, name, ("%q is not in %s"):format(tostring(missing), tostring(message)))
end

-- The three values of a failure.
local function fails(name, code, part, value, message, got)
    is(value, nil, name .. ": nil")
    is(got, code, name .. ": code")
    has(message, part, name .. ": message")
end

-- The fields of a table are those and no others; tables in it are not looked at.
local function fields(got, want, name)
    for key, value in pairs(want) do
        is(got[key], value, name .. "." .. key)
    end
    local more = {}
    for key, value in pairs(got) do
        if want[key] == nil and type(value) ~= "table" then
            more[#more + 1] = key .. "=" .. tostring(value)
        end
    end
    is(table.concat(more, " "), "", name .. " has no other field")
end

local function copy(value)
    if type(value) ~= "table" then
        return value
    end
    local new = {}
    for key, member in pairs(value) do
        new[key] = copy(member)
    end
    return new
end

---- Files --------------------------------------------------------------------------------------------------------------

local made = {}

local function file(text)
    local path = os.tmpname()
    local handle = assert(io.open(path, "wb"))
    handle:write(text)
    handle:close()
    made[#made + 1] = path
    return path
end

local function read(handle, what)
    local value = handle and handle:read(what)
    if handle then
        handle:close()
    end
    return value
end

-- How many files this process has open, and how many pages of memory it takes; nil where there is no /proc.
local pid = read(io.open("/proc/self/stat"), "*n")

-- The child that counts may see a file that is just being closed: what leaks does so in every round.
local function open_files()
    return read(io.popen(("ls /proc/%d/fd | wc -l"):format(pid)), "*n")
end

local function pages()
    return tonumber(read(io.open("/proc/self/statm"), "*a"):match("^%d+ (%d+)"))
end

---- Mails --------------------------------------------------------------------------------------------------------------

local head = [[
From: MAILER-DAEMON@mx.example.net
To: list-bounces@example.org
Subject: Undelivered Mail Returned to Sender
Date: Mon, 23 Nov 2026 14:32:04 +0000
Message-ID: <20261123143204.4B1C2@mx.example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system at host mx.example.net.

]]

local said = [[
<%s@example.com>: host mail.example.com[192.0.2.1] said: 550 5.1.1
    <%s@example.com>: Recipient address rejected: User unknown (in reply to
    RCPT TO command)

]]

local middle = [[
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Mon, 23 Nov 2026 14:32:03 +0000

]]

local group = [[
Final-Recipient: rfc822; %s@example.com
Original-Recipient: rfc822;%s@example.com
Action: failed
Status: 5.1.1
Remote-MTA: dns; mail.example.com
Diagnostic-Code: smtp; 550 5.1.1 <%s@example.com>: Recipient address rejected:
    User unknown

]]

local tail = [[
--b
Content-Type: message/rfc822

From: news@example.org
To: anna@example.com
Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
Message-ID: <news-1@example.org>
Date: Mon, 23 Nov 2026 14:32:02 +0000

Hello
--b--
]]

-- A report of Postfix for these recipients at example.com.
local function dsn(...)
    local text, status = {}, {}
    for i, name in ipairs { ... } do
        text[i] = said:gsub("%%s", name)
        status[i] = group:gsub("%%s", name)
    end
    return head .. table.concat(text) .. middle .. table.concat(status) .. tail
end

local bounced = dsn("anna")

-- The fields of the complaint are in an order that is no other: not of the alphabet, not of the RFC.
local complaint = [[
From: fbl@example.net
To: abuse@example.org
Subject: FW: news
Date: Mon, 23 Nov 2026 14:32:04 +0000
Message-ID: <fbl-1@example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an email abuse report.

--b
Content-Type: message/feedback-report

User-Agent: Example/1.0
Feedback-Type: abuse
Version: 1
Source-IP: 192.0.2.5

--b
Content-Type: message/rfc822

From: news@example.org
To: anna@example.com
Subject: news
Message-ID: <news-2@example.org>

Hello
--b--
]]

local plain = "From: bob@example.com\nTo: anna@example.org\nSubject: Lunch \233?\nMessage-ID: <1@example.com>\n\nAt one?\n"

local from_line = "From MAILER-DAEMON Mon Nov 23 14:32:04 2026\n"

local rules = [[
scope mine
    text "says the gate"

blocked "we do not like you"
    > 550 We do not like you, says the gate
]]

---- The module ---------------------------------------------------------------------------------------------------------

is(_G.bounce, nil, "no global is set")
ok(bounce.version:find("^%d+%.%d+"), "version")
do
    local names = {}
    for name in pairs(bounce) do
        names[#names + 1] = name
    end
    table.sort(names)
    is(table.concat(names, " "), "classify codes explain is_signed json looks_ours parse parse_file parser printable reasons "
        .. "reports token_check token_find token_sign verp_check verp_make version", "what the module has")
end

-- What is built for 5.1 or LuaJIT is loaded by both.
for _, other in ipairs(_VERSION == "Lua 5.1" and { "lua5.1", "luajit" } or {}) do
    local kind = read(io.popen(other .. [[ -e "print(require 'bounce'.parse('').kind)" 2>&1]]), "*l") or ""
    if kind:find("not found", 1, true) and not kind:find("module", 1, true) then
        skip(other .. " loads the same module", kind)
    else
        is(kind, "other", other .. " loads the same module")
    end
end

---- printable ----------------------------------------------------------------------------------------------------------

is(bounce.printable("a\tb\27[2J\0\233\226\128\174x"), "a b\\x1b[2J\239\191\189\239\191\189\\u202ex", "printable")
is(bounce.printable(nil), nil, "printable: nil")

---- parse --------------------------------------------------------------------------------------------------------------

do
    local report = bounce.parse(bounced)
    fields(report, {
        source = "-",
        v = 1, offset = 0, size = #bounced, id = "65610d0c8832018c56a76592604a1f74", kind = "bounce", format = "rfc3464",
        date = "2026-11-23T14:32:04+00:00", message_id = "20261123143204.4B1C2@mx.example.net",
        subject = "Undelivered Mail Returned to Sender", from = "MAILER-DAEMON@mx.example.net", to = "list-bounces@example.org",
        reporting_mta = "mx.example.net", arrival_date = "2026-11-23T14:32:03+00:00",
    }, "report")
    fields(report.original, {
        message_id = "news-1@example.org", subject = "Grüße", from = "news@example.org", to = "anna@example.com",
        date = "2026-11-23T14:32:02+00:00",
    }, "original")
    is(report.feedback, nil, "no feedback")
    is(#report.warnings, 0, "no warnings")
    is(#report.recipients, 1, "one recipient")
    fields(report.recipients[1], {
        address = "anna@example.com", address_from = "original-recipient", final_address = "anna@example.com",
        original_address = "anna@example.com", action = "failed", status = "5.1.1", reported_status = "5.1.1", reply = 550,
        command = "RCPT", diagnostic = "550 5.1.1 <anna@example.com>: Recipient address rejected: User unknown",
        diagnostic_type = "smtp", remote_mta = "mail.example.com", reason = "user-unknown", severity = "hard",
        fault = "recipient", confidence = "high",
    }, "recipient")
    is(report.size .. " " .. report.recipients[1].reply, ("%d 550"):format(#bounced), "integers look like integers")
    local evidence = report.recipients[1].evidence
    has(evidence.rule, "/", "the evidence names a rule")
    is(type(evidence.from), "string", "the evidence says where")
    is(type(evidence.text), "string", "the evidence says what")
end

do
    local report = bounce.parse(complaint)
    is(report.kind, "feedback", "a complaint")
    is(report.format, "arf", "format of a complaint")
    fields(report.feedback, { type = "abuse", user_agent = "Example/1.0", version = "1", source_ip = "192.0.2.5" }, "feedback")
    for i, recipient in ipairs(report.recipients) do
        is(recipient.severity, "none", "a complaint is no failure: severity " .. i)
        is(recipient.reason, nil, "a complaint is no failure: reason " .. i)
    end
end

do
    local report = bounce.parse(plain)
    is(report.kind, "other", "a mail between people")
    is(#report.recipients, 0, "its recipients are an empty list")
    is(report.original, nil, "it returns nothing")
    is(report.subject, "Lunch é?", "what is no UTF-8 is made UTF-8")
end

for name, text in pairs { garbage = "\0\255\0 garbage \1\2\3", nothing = "", ["line feeds"] = ("\n"):rep(100) } do
    local report = bounce.parse(text)
    is(report.v, 1, name .. ": v")
    is(report.size, #text, name .. ": size")
    ok(report.kind == "other" or report.kind == "unreadable", name .. ": kind", report.kind)
    ok(#report.id == 32 and not report.id:find("[^0-9a-f]"), name .. ": id", report.id)
    is(#report.recipients, 0, name .. ": recipients")
    is(type(report.warnings), "table", name .. ": warnings")
end

raises("parse() without arguments", function() bounce.parse() end, "bad argument #1 to 'parse'", "string expected")
raises("parse() of a table", function() bounce.parse {} end, "bad argument #1 to 'parse'", "string expected, got table")
raises("parse() with a wrong parser", function() bounce.parse("", 5) end, "#2", "parser or table expected, got number")

---- parse_file ---------------------------------------------------------------------------------------------------------

do
    local path = file(bounced)
    local report = bounce.parse_file(path)
    is(report.source, path, "parse_file(): source")
    is(report.size, #bounced, "parse_file(): size")
    is(report.id, bounce.parse(bounced).id, "the id does not depend on the source")
    fails("a file that is not there", "not-found", "/nowhere/at/all", bounce.parse_file("/nowhere/at/all"))
    raises("assert() raises the message", function() assert(bounce.parse_file("/nowhere/at/all")) end, "/nowhere/at/all")
    raises("parse_file() of nil", function() bounce.parse_file(nil) end, "#1", "string expected, got nil")
    raises("parse_file() with a NUL", function() bounce.parse_file(path .. "\0x") end, "#1", "a path cannot contain a NUL byte")
end

---- reports ------------------------------------------------------------------------------------------------------------

do
    local mbox = file(from_line .. bounced .. "\n" .. from_line .. complaint .. "\n" .. from_line .. plain)
    local single = file(bounced)

    local kinds, offsets = {}, {}
    for report in bounce.reports(mbox) do
        kinds[#kinds + 1] = report.kind
        offsets[#offsets + 1] = report.offset
        is(report.source, mbox, "reports(): source " .. #kinds)
    end
    is(table.concat(kinds, " "), "bounce feedback other", "all messages of an mbox")
    is(offsets[1], #from_line, "where the first begins")
    is(offsets[2], 2 * #from_line + #bounced + 1, "where the second begins")

    kinds = {}
    for report in assert(bounce.reports { single, mbox, single }) do
        kinds[#kinds + 1] = report.kind
    end
    is(table.concat(kinds, " "), "bounce bounce feedback other bounce", "a list of paths, through assert()")

    local n = 0
    for _ in bounce.reports {} do
        n = n + 1
    end
    is(n, 0, "an empty list")

    local list = { single }
    local iterator = bounce.reports(list)
    list[2], list[1] = single, nil
    is(iterator().kind, "bounce", "the list is the iterator's own")
    is(iterator(), nil, "at its end there is nil")
    is(iterator(), nil, "and again")

    -- what a loop is given, so that the iterator can be asked after the loop
    local f, state, control, closing = bounce.reports(mbox)
    local function is_closed(name)
        if closes then
            is(f(), nil, name)
        else
            skip(name, "this Lua closes nothing")
        end
    end
    for report in f, state, control, closing do
        is(report.kind, "bounce", "the first message")
        break
    end
    is_closed("break closes the iterator")
    f, state, control, closing = bounce.reports(mbox)
    pcall(function()
        for _ in f, state, control, closing do
            error("out")
        end
    end)
    is_closed("an error in the loop closes the iterator")
    f, state, control, closing = bounce.reports(mbox)
    f()
    closing:close()
    is(f(), nil, "close() closes the iterator")
    closing:close()
    is(f(), nil, "and again")

    if pid then
        local before = open_files()
        for _ = 1, 20 do
            for _ in bounce.reports { mbox, single } do
                break
            end
        end
        if not closes then
            collectgarbage()
            collectgarbage()
        end
        is(open_files() - before < 10, true, "no file stays open after break")
        for _ = 1, 20 do
            bounce.reports(mbox)()
        end
        collectgarbage()
        collectgarbage()
        is(open_files() - before < 10, true, "the garbage collector closes too")
        for _ = 1, 20 do
            bounce.reports { mbox, "/nowhere/at/all" }
        end
        is(open_files() - before < 10, true, "no file stays open after a failure")
    else
        skip("open files", "no /proc")
    end

    -- a coroutine may rest in the loop, and others read the same iterator
    local function kinds_of(iterator)
        return coroutine.wrap(function()
            for report in iterator do
                coroutine.yield(report.kind)
            end
        end)
    end
    f = bounce.reports(mbox)
    local one, other = kinds_of(f), kinds_of(f)
    is(one() .. " " .. other() .. " " .. one(), "bounce feedback other", "two coroutines read one iterator")

    fails("a mailbox that is not there", "not-found", "/nowhere/at/all", bounce.reports("/nowhere/at/all"))
    fails("one of a list", "not-found", "/nowhere/at/all", bounce.reports { mbox, "/nowhere/at/all" })
    raises("reports() of nil", function() bounce.reports(nil) end, "#1", "string or list of strings expected, got nil")
    raises("reports() of a number", function() bounce.reports(5) end, "#1", "string or list of strings expected, got number")
    raises("reports() of numbers", function() bounce.reports { mbox, 5 } end, "#1", "path[2]: string expected, got number")
    raises("reports() of options", function() bounce.reports { rules = mbox } end, "#1", "path: list expected")

    -- gone after the iterator was made: an error, not an end
    local gone = file(bounced)
    f = bounce.reports { single, gone, single }
    os.remove(gone)
    f()
    raises("a failure in the midst is raised", f, gone)
    is(f().kind, "bounce", "the next path can still be read")
    is(f(), nil, "to the end")
end

---- classify -----------------------------------------------------------------------------------------------------------

do
    local verdict = bounce.classify("550 5.1.1 <anna@example.com>: Recipient address rejected: User unknown")
    fields(verdict, {
        text = "550 5.1.1 <anna@example.com>: Recipient address rejected: User unknown", status = "5.1.1", reply = 550,
        reason = "user-unknown", severity = "hard", fault = "recipient", confidence = "high",
    }, "verdict")
    is(type(verdict.evidence.rule), "string", "a verdict has evidence")
    is(bounce.classify("550 5.1.1 User unknown", "mail.example.com").remote_mta, "mail.example.com", "the host is kept")
    is(bounce.classify("552 5.2.2 Mailbox full").reason, "mailbox-full", "another reason")
    is(bounce.classify("zzz").reason, "unknown", "what nothing explains")
    is(bounce.classify("zzz").severity, "soft", "is not hard")
    is(bounce.classify("552 5.2.2\0 Mailbox full").reason, "mailbox-full", "a NUL does not hide what follows")
    raises("classify() of nil", function() bounce.classify(nil) end, "#1", "string expected, got nil")
    raises("classify() with a wrong host", function() bounce.classify("x", true) end, "#2", "parser or table expected")
end

---- codes and reasons --------------------------------------------------------------------------------------------------

do
    local code = bounce.codes("5.1.1")
    is(code.code, "x.1.1", "a status code")
    is(code.reason, "user-unknown", "its reason")
    is(code.transient, "soft", "its severity of class 4")
    for _, field in ipairs { "name", "meaning", "reference" } do
        is(type(code[field]), "string", "a code has a " .. field)
    end
    is(bounce.codes("x.1.1").name, code.name, "a status code by its row")
    is(bounce.codes("550").code, "550", "a reply")
    is(bounce.codes(550).code, "550", "a reply as a number")
    is(bounce.codes("250").reason, nil, "a success has no reason")
    fails("a code that is none", "unknown", '"9.9.9"', bounce.codes("9.9.9"))
    raises("codes() of nil", function() bounce.codes(nil) end, "#1", "string expected, got nil")

    local all = bounce.codes()
    ok(#all > 100, "all codes", tostring(#all))
    local good = true
    for _, row in ipairs(all) do
        good = good and row.code and row.name and row.transient and row.permanent and bounce.codes(row.code).name == row.name
    end
    ok(good, "each is found by its code")
end

do
    fields(bounce.reasons["user-unknown"], {
        meaning = bounce.reasons["user-unknown"].meaning, fault = "recipient", hard = true,
    }, "user-unknown")
    is(bounce.reasons["blocked"].fault, "sender", "fault of blocked")
    is(bounce.reasons["blocked"].hard, false, "blocked is not hard")
    local n, good = 0, true
    for _, reason in pairs(bounce.reasons) do
        n = n + 1
        local address = reason.fault == "recipient" or reason.fault == "domain"
        good = good and type(reason.meaning) == "string" and (address or not reason.hard)
    end
    is(n, 39, "all reasons are there")
    ok(good, "only the recipient's and the domain's can be hard")
end

---- json ---------------------------------------------------------------------------------------------------------------

local bounced_json = '{"v":1,"source":"-","offset":0,"size":' .. #bounced
    .. ',"id":"65610d0c8832018c56a76592604a1f74","kind":"bounce","format":"rfc3464","date":"2026-11-23T14:32:04+00:00",'
    .. '"message_id":"20261123143204.4B1C2@mx.example.net","subject":"Undelivered Mail Returned to Sender",'
    .. '"from":"MAILER-DAEMON@mx.example.net","to":"list-bounces@example.org","reporting_mta":"mx.example.net",'
    .. '"arrival_date":"2026-11-23T14:32:03+00:00","envelope_id":null,"original":{"message_id":"news-1@example.org",'
    .. '"subject":"Grüße","from":"news@example.org","to":"anna@example.com","date":"2026-11-23T14:32:02+00:00",'
    .. '"list_id":null,"return_path":null},"feedback":null,"warnings":[],"recipients":[{"address":"anna@example.com",'
    .. '"address_from":"original-recipient","final_address":"anna@example.com","original_address":"anna@example.com",'
    .. '"action":"failed","status":"5.1.1","reported_status":"5.1.1","reply":550,"command":"RCPT","diagnostic":"550 5.1.1 '
    .. '<anna@example.com>: Recipient address rejected: User unknown","diagnostic_type":"smtp","remote_mta":"mail.example.com",'
    .. '"last_attempt":null,"retry_until":null,"reason":"user-unknown","severity":"hard","fault":"recipient",'
    .. '"confidence":"high","evidence":{"rule":"%s","from":"%s","text":"%s"}}]}'

do
    local report = bounce.parse(bounced)
    local evidence = report.recipients[1].evidence
    local want = bounced_json:format(evidence.rule, evidence.from, evidence.text)
    is(bounce.json(report), want, "json() of a bounce")
    is(bounce.json(copy(report)), want, "json() of a copy")

    report = bounce.parse(complaint)
    local function feedback(of)
        return bounce.json(of):match('"feedback":(%b{})')
    end
    is(feedback(report), '{"user_agent":"Example/1.0","type":"abuse","version":"1","source_ip":"192.0.2.5"}',
        "feedback stands in the order of the mail")
    report.feedback.zone, report.feedback.area, report.feedback.version = "z", "a", nil
    is(feedback(report), '{"user_agent":"Example/1.0","type":"abuse","source_ip":"192.0.2.5","area":"a","zone":"z"}',
        "what a script adds to it stands behind, what it takes away is gone")
    is(feedback(copy(report)), '{"area":"a","source_ip":"192.0.2.5","type":"abuse","user_agent":"Example/1.0","zone":"z"}',
        "a copy's is sorted")
end

-- Tables made by hand.
local empty = '{"v":1,"source":"-","offset":null,"size":null,"id":null,"kind":null,"format":null,"date":null,"message_id":null,'
    .. '"subject":null,"from":null,"to":null,"reporting_mta":null,"arrival_date":null,"envelope_id":null,"original":null,'
    .. '"feedback":null,"warnings":[],"recipients":[]}'

-- What json() writes for a report with nothing but this field.
local function written(name, value)
    return bounce.json { [name] = value }:match('"' .. name .. '":(.-),"')
end

is(bounce.json {}, empty, "json() of an empty table")
is(bounce.json { warnings = {}, recipients = {}, mine = print }, empty, "other fields are left out")
is(written("size", 5.0), "5", "a whole float is an integer")
is(written("offset", 2 ^ 53), "9007199254740992", "a large integer")
if math.maxinteger then
    is(written("offset", math.maxinteger), "9223372036854775807", "the largest")
else
    skip("the largest", "all numbers are doubles")
end
is(written("subject", 'a"b\\c\n\1'), '"a\\"b\\\\c\\n\\u0001"', "what JSON must escape")
is(written("subject", "Grüße \255!"), '"Grüße \239\191\189!"', "bytes that are no UTF-8")
is(written("subject", "a\0b"), '"a\239\191\189b"', "a NUL")
is(written("subject", "\194\155"), '"\\u009b"', "a control character of two bytes")
is(written("original", {}), '{"message_id":null', "an empty object")
is(written("feedback", {}), "{}", "empty feedback")
is(bounce.json { warnings = { "a", "b" } }:match('"warnings":(%b[])'), '["a","b"]', "warnings")
is(bounce.json { recipients = { { address = "a@b", reply = 550 } } }:match('"recipients":%[(.*)%]'),
    '{"address":"a@b","address_from":null,"final_address":null,"original_address":null,"action":null,"status":null,'
    .. '"reported_status":null,"reply":550,"command":null,"diagnostic":null,"diagnostic_type":null,"remote_mta":null,'
    .. '"last_attempt":null,"retry_until":null,"reason":null,"severity":null,"fault":null,"confidence":null,"evidence":null}',
    "a recipient")
is(bounce.json(setmetatable({}, { __index = function(_, key) return key == "kind" and "bounce" or nil end })),
    (empty:gsub('"kind":null', '"kind":"bounce"')), "metamethods are honoured")

for message, report in pairs {
    ["v: version 2 is not known"] = { v = 2 },
    ["v: integer expected, got string"] = { v = "1" },
    ["subject: string expected, got number"] = { subject = 5 },
    ["source: string expected, got boolean"] = { source = false },
    ["size: integer expected, got string"] = { size = "5" },
    ["size: integer expected, got number"] = { size = 5.5 },
    ["original: table expected, got string"] = { original = "x" },
    ["original.date: string expected, got number"] = { original = { date = 0 } },
    ["feedback: table expected, got boolean"] = { feedback = true },
    ["feedback.type: string expected, got table"] = { feedback = { type = {} } },
    ["feedback: table with names expected, got number"] = { feedback = { "abuse" } },
    ["warnings: list expected, got string"] = { warnings = "x" },
    ["warnings[2]: string expected, got number"] = { warnings = { "x", 2 } },
    ["recipients: list expected, got string"] = { recipients = "x" },
    ["recipients[1]: table expected, got string"] = { recipients = { "anna@example.com" } },
    ["recipients[2].reply: integer expected, got string"] = { recipients = { {}, { reply = "550" } } },
    ["recipients[1].evidence.rule: string expected, got number"] = { recipients = { { evidence = { rule = 1 } } } },
} do
    raises("json() of a wrong table: " .. message, function() bounce.json(report) end,
        "bad argument #1 to 'json' (" .. message .. ")")
end
raises("json() of nil", function() bounce.json(nil) end, "#1", "table expected, got nil")

-- The command writes with the C library.
do
    local command = os.getenv("BOUNCE")
    local there = command and io.open(command)
    if there then
        there:close()
        local path = file(from_line .. dsn("anna", "bob") .. "\n" .. from_line .. complaint .. "\n" .. from_line .. plain)
        local pipe = io.popen(("'%s' read --json '%s'"):format(command, path))
        local n = 0
        for report in bounce.reports(path) do
            n = n + 1
            is(bounce.json(report), pipe:read("*l"), "json() and the command write the same bytes: " .. n)
        end
        is(pipe:read("*l"), nil, "the same number of lines")
        pipe:close()
    else
        skip("json() and the command write the same bytes", "BOUNCE does not name the command")
    end
end

---- Forged reports -----------------------------------------------------------------------------------------------------

do
    -- The token was computed by Python's hmac.
    local key, user, now, token = "correct horse battery staple", "user@example.com", 1795442400, "ujmcgkn3vwzvtu7"
    local list, day = "list-bounces@lists.example.org", 86400
    local address = "list-bounces+user=example.com=" .. token .. "@lists.example.org"

    is(bounce.token_sign(key, user, now), token, "token_sign")
    is(bounce.token_sign("\0\255\0", user, now), "ujmdqkl3eweuaay", "a key of any bytes")
    is(bounce.token_sign(key, user), bounce.token_sign(key, user, os.time()), "token_sign: the clock")
    is(bounce.token_check(key, user, token, nil, now), true, "token_check")
    is(bounce.token_check(key, "USER@example.com", token:upper(), 0, now), true, "token_check: case")
    is(bounce.token_check(key, user, token, 7, now + 7 * day), true, "token_check: the last day")
    is(bounce.token_check(key, user, token, 7, now + 8 * day), false, "token_check: too old")
    is(bounce.token_check("other", user, token, 7, now), false, "token_check: another key")
    is(bounce.token_check(key, "x@example.com", token, 7, now), false, "token_check: another text")
    is(bounce.token_check(key, user, nil), false, "token_check: no token")
    is(bounce.token_check(key, nil, token), false, "token_check: no text")
    is(bounce.token_check(key, user, token .. "\0", 7, now), false, "token_check: a NUL does not end it")
    is(bounce.token_check(key, user, bounce.token_sign(key, user)), true, "token_check: the clock")
    is(bounce.token_find(key, user, "a." .. token, 7, now), true, "token_find")
    is(bounce.token_find(key, user, "a" .. token, 7, now), false, "token_find: touched")
    is(bounce.token_find(key, user), false, "token_find: no place")

    is(bounce.verp_make(key, list, user, now), address, "verp_make")
    is(bounce.verp_check(key, "List <" .. address .. ">", 7, now), user, "verp_check")
    is(bounce.verp_check(key, address, 7, now + 8 * day), nil, "verp_check: too old")
    is(bounce.verp_check(key, nil), nil, "verp_check: no address")
    is(bounce.verp_check(key, bounce.verp_make(key, list, user)), user, "verp_check: the clock")
    local value, message, code = bounce.verp_make(key, list, ("a"):rep(70) .. "@example.com")
    fails("verp_make: too long", "token", "too long", value, message, code)

    -- The report of a mail, with these fields in place of its own.
    local function signed(to, envelope_id, return_path)
        local mail = bounced:gsub("To: list%-bounces@example.org", "To: " .. to)
        mail = mail:gsub("Reporting%-MTA:", envelope_id and "Original-Envelope-Id: " .. envelope_id .. "\n%0" or "%0")
        mail = mail:gsub("From: news@", return_path and "Return-Path: <" .. return_path .. ">\n%0" or "%0")
        return bounce.parse(mail)
    end
    local function is_signed(report, days, at)
        return bounce.is_signed(report, report.recipients[1], key, days, at or now)
    end
    local anna = bounce.token_sign(key, "anna@example.com", now)
    local verp = bounce.verp_make(key, list, "anna@example.com", now)
    is(is_signed(signed(verp)), true, "is_signed: To")
    is(signed(verp).recipients[1].address, "anna@example.com", "a signed address, read without the key")
    is(is_signed(signed(list, anna)), true, "is_signed: the envelope id")
    is(is_signed(signed(list, nil, verp)), true, "is_signed: the return path")
    is(is_signed(signed(verp), 7, now + 8 * day), false, "is_signed: too old")
    is(is_signed(signed(list, token)), false, "is_signed: another's token")
    is(is_signed(signed(list)), false, "is_signed: no token")
    local two = dsn("bob", "anna"):gsub("To: [^\n]+", "To: " .. verp, 1)
    is(is_signed(bounce.parse(two)), false, "is_signed: of another recipient")
    is(bounce.is_signed({}, {}, key), false, "is_signed: nothing")

    local report = bounce.parse(bounced)
    is(bounce.looks_ours(report, "example.org"), true, "looks_ours: the Message-ID")
    is(bounce.looks_ours(report, { "example.net", "example.org" }), true, "looks_ours: a list")
    is(bounce.looks_ours(report, { "example.net", "example.org\0" }), false, "looks_ours: another's")
    is(bounce.looks_ours({ original = { list_id = "News <news.example.org>" } }, "example.org"), true, "looks_ours: the List-Id")
    is(bounce.looks_ours({}, "example.org"), false, "looks_ours: nothing returned")
    is(bounce.looks_ours(report, {}), false, "looks_ours: no domain")

    raises("token_sign: an empty key", function() bounce.token_sign("", user) end, "#1", "the key is empty")
    raises("verp_check: an empty key", function() bounce.verp_check("", address) end, "#1", "the key is empty")
    raises("is_signed: no key", function() bounce.is_signed({}, {}) end, "#3", "string expected")
    raises("is_signed: no recipient", function() bounce.is_signed({}, nil, key) end, "#2", "table expected")
    raises("is_signed: a field", function() bounce.is_signed({ to = {} }, {}, key) end, "#1", "to: string expected")
    raises("is_signed: original", function() bounce.is_signed({ original = 1 }, {}, key) end, "#1", "original: table expected")
    raises("token_check: days", function() bounce.token_check(key, user, token, -1) end, "#4", "is negative")
    raises("token_check: now", function() bounce.token_check(key, user, token, 1, 1.5) end, "#5", "integer")
    raises("looks_ours: domains", function() bounce.looks_ours(report, { 1 }) end, "#2", "domains[1]: string expected")
    raises("looks_ours: no domains", function() bounce.looks_ours(report) end, "#2", "domains: string or list of strings")
end

---- parser -------------------------------------------------------------------------------------------------------------

do
    local parser = bounce.parser { rules_text = rules, limits = { recipients = 1 } }
    has(tostring(parser), "bounce.parser: ", "tostring() of a parser")
    local verdict = parser:classify("550 We do not like you, says the gate")
    is(verdict.reason, "blocked", "a rule of one's own")
    is(verdict.evidence.rule, "mine/blocked", "its name")
    is(parser:classify("x", "mail.example.com").remote_mta, "mail.example.com", "a method with a host")
    local complaints = parser:check_rules()
    is(table.concat(complaints, "\n"), "", "check_rules()")

    local report = parser:parse(dsn("anna", "bob"))
    is(#report.recipients, 1, "a limit")
    ok(#report.warnings > 0, "a limit that is reached is told")
    is(#bounce.parse(dsn("anna", "bob")).recipients, 2, "the default parser has none of it")
    is(#bounce.parse(dsn("anna", "bob"), parser).recipients, 1, "a parser as the option")
    is(#bounce.parse(dsn("anna", "bob"), { limits = { recipients = 1 } }).recipients, 1, "a table as the option")
    is(bounce.classify("550 We do not like you, says the gate", parser).reason, "blocked", "classify() with a parser")
    is(bounce.classify("550 We do not like you, says the gate", { rules_text = rules }).reason, "blocked", "and with a table")
    local text = "Your mail was not delivered.\n\n<anna@example.com>:\n550 5.1.1 no such user\n"
    is(bounce.parse(text).kind, "other", "a text without a header is no bounce")
    is(bounce.parse(text, { body_only = true }).recipients[1].address, "anna@example.com", "unless it is said to be one")

    local path = file(bounced)
    is(parser:parse_file(path).kind, "bounce", "parse_file() of a parser")
    fails("parse_file() of a parser", "not-found", "/nowhere", parser:parse_file("/nowhere"))
    fails("reports() of a parser", "not-found", "/nowhere", parser:reports("/nowhere"))
    is(bounce.parse_file(path, parser).kind, "bounce", "parse_file() with a parser")

    local rules_file = file(rules)
    for name, files in pairs { ["a path"] = rules_file, ["a list"] = { rules_file } } do
        local own = assert(bounce.parser { rules = files })
        is(own:classify("550 We do not like you, says the gate").reason, "blocked", "rules: " .. name)
    end
    fails("rules that are not there", "not-found", "/nowhere", bounce.parser { rules = "/nowhere" })
    fails("as an option", "not-found", "/nowhere", bounce.parse("", { rules = { rules_file, "/nowhere" } }))
    fails("as an option of reports()", "not-found", "/nowhere", bounce.reports(path, { rules = "/nowhere" }))
    fails("wrong rules", "rules", "rules_text", bounce.parser { rules_text = "scope x\n\nno-such-reason \"abcd\"\n    > abcd\n" })

    -- an iterator does not need its parser
    parser = bounce.parser()
    local iterator = parser:reports(path)
    parser:close()
    parser:close()
    is(tostring(parser), "bounce.parser (closed)", "a parser that is closed")
    is(iterator().kind, "bounce", "the iterator of a closed parser goes on")
    raises("a closed parser", function() parser:parse("") end, "the parser is closed")
    raises("a closed parser as the option", function() bounce.parse("", parser) end, "the parser is closed")
    raises("what is no parser", function() parser.parse(io.stdout, "") end, "#1",
        "bounce.parser expected, got " .. (names_types and "FILE*" or "userdata"))
    raises("a method without its argument", function() bounce.parser():parse() end, "#1 to 'parse'", "string expected")
    raises("reports() of a parser, of nil", function() bounce.parser():reports() end, "#1", "string or list of strings expected")
    raises("parser() of a string", function() bounce.parser("x") end, "#1", "table expected, got string")
    raises("the rest of a module is no method", function() bounce.parser():json({}) end, "method 'json'")

    if closes then
        parser = load("local parser <close> = require 'bounce'.parser() return parser")()
        is(tostring(parser), "bounce.parser (closed)", "a parser that is a variable to close")
    else
        skip("a parser that is a variable to close", "this Lua has none")
    end
end

for message, options in pairs {
    ["unknown option 'rule'"] = { rule = "x" },
    ["unknown option '1'"] = { "x" },
    ["unknown limit 'recipient'"] = { limits = { recipient = 1 } },
    ["limits: table expected, got number"] = { limits = 5 },
    ["limits.text: integer expected, got string"] = { limits = { text = "5" } },
    ["limits.text: integer expected, got number"] = { limits = { text = 0.5 } },
    ["limits.text: is negative"] = { limits = { text = -1 } },
    ["rules: string or list of strings expected, got boolean"] = { rules = true },
    ["rules[1]: string expected, got number"] = { rules = { 5 } },
    ["rules: list expected, got a table with other keys"] = { rules = { path = "x" } },
    ["rules_text: string expected, got number"] = { rules_text = 5 },
    ["body_only: boolean expected, got number"] = { body_only = 1 },
} do
    raises("wrong options of parser(): " .. message, function() bounce.parser(options) end, "#1", "(" .. message .. ")")
    raises("wrong options of parse(): " .. message, function() bounce.parse("", options) end, "#2", "(" .. message .. ")")
end

---- Memory -------------------------------------------------------------------------------------------------------------

-- Without the sanitizers, which keep for a while what is freed.
do
    pcall(collectgarbage, "generational") -- where there is that
    local many = dsn("anna", "bob", "carla")
    local parser = bounce.parser()
    local function work(n)
        for i = 1, n do
            parser:parse(many)
            bounce.json(bounce.parse(i % 2 == 0 and bounced or complaint))
            pcall(bounce.json, { recipients = { {}, { reply = "550" } } })
            bounce.parse_file("/nowhere")
        end
        collectgarbage()
        collectgarbage()
        return collectgarbage("count")
    end
    local before = work(500)
    local resident = pid and pages()
    local after = work(4500)
    ok(after < before + 64, "10,000 parses leave nothing in Lua", ("%.0f KiB, then %.0f"):format(before, after))
    if resident and not (os.getenv("LD_PRELOAD") or ""):find("san", 1, true) then
        local now = pages()
        ok(now < resident + 1000, "nor in C", ("%d pages, then %d"):format(resident, now))
    else
        skip("nor in C", "no /proc, or a sanitizer")
    end
    pcall(collectgarbage, "incremental")
end

-- A script's finalizers may run whenever the module allocates, and may use it. In 5.1 tables have none.
local function finalizer(f)
    if newproxy then
        getmetatable(newproxy(true)).__gc = f
    else
        setmetatable({}, { __gc = f })
    end
end

do
    local path, runs = file(bounced), 0
    for _ = 1, 200 do
        local parser = bounce.parser()
        finalizer(function()
            runs = runs + 1
            parser:close()
            bounce.parse(bounced)
        end)
        pcall(function()
            for _ in parser:reports { path, path } do
                collectgarbage("step")
            end
            parser:parse(bounced)
        end)
    end
    collectgarbage()
    ok(runs > 0, "a parser that is closed by a finalizer in the midst of its use")
end

for _, path in ipairs(made) do
    os.remove(path)
end
print("1.." .. count)
os.exit(failures == 0 and 0 or 1, true)
