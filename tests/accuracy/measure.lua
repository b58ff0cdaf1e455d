-- measure.lua: how often a report is right, on mail whose truth is known; docs/accuracy.md has what it prints
--
--     LUA_CPATH=build/bindings/lua/.libs/?.so lua5.4 tests/accuracy/measure.lua [FOLDER]
--
-- FOLDER has the mails in mail, and in truth.tsv a line for each recipient of each. What is empty there is told nowhere, and not
-- asked for.
local bounce = require "bounce"

local folder = arg[1] or "tests/accuracy"

-- Who wrote the mails whose names begin so.
local systems = {
    { "cyrus", "Cyrus IMAP 3.6.1" },
    { "dma", "dma 0.13" },
    { "exim", "Exim 4.96" },
    { "haraka", "Haraka 3.3.4" },
    { "notqmail", "notqmail 1.09" },
    { "nullmailer", "nullmailer 2.2" },
    { "opendmarc", "OpenDMARC 1.4.2" },
    { "opensmtpd", "OpenSMTPD 6.8.0" },
    { "opensmtpd7", "OpenSMTPD 7.6.0" },
    { "postfix", "Postfix 3.7.11" },
    { "sendmail", "sendmail 8.17.1" },
}
local columns = { "kind", "addresses", "action", "status", "reply", "reason", "severity" }

---- The truth ---------------------------------------------------------------------------------------------------------

-- The cells of a line by the names of its columns, nil where they are empty.
local function cells(line, names)
    local row, i = {}, 0
    for cell in (line .. "\t"):gmatch "([^\t]*)\t" do
        i = i + 1
        row[names[i]] = cell ~= "" and cell or nil
    end
    return row
end

-- The mails in their order; each has its name, its kind and its recipients.
local function read_truth(path)
    local names, mails = {}, {}
    for line in io.lines(path) do
        if #names == 0 then
            for name in line:gmatch "[%w_]+" do
                names[#names + 1] = name
            end
        else
            local row = cells(line, names)
            if #mails == 0 or mails[#mails].name ~= row.mail then
                mails[#mails + 1] = { name = row.mail, kind = row.kind, recipients = {} }
            end
            local recipients = mails[#mails].recipients
            recipients[#recipients + 1] = row.address and row
        end
    end
    return mails
end

---- What is compared --------------------------------------------------------------------------------------------------

-- How many addresses the two have in common. An alias can stand for several recipients: then also whether the code is the same.
local function likeness(truth, recipient)
    local n = 0
    for _, address in ipairs { truth.address, truth.final_address } do
        for _, got in ipairs { recipient.address, recipient.final_address or recipient.address } do
            n = n + (address:lower() == got:lower() and 1 or 0)
        end
    end
    return n > 0 and truth.status == recipient.status and n + 0.5 or n
end

-- Takes the recipient out of the list that is most like the truth; nil where none has its address.
local function take(truth, recipients)
    local best, most = nil, 0
    for i, recipient in ipairs(recipients) do
        local n = likeness(truth, recipient)
        if n > most then
            best, most = i, n
        end
    end
    return best and table.remove(recipients, best)
end

-- Whether a value is one of those that are right, with commas between them.
local function among(got, right)
    return ("," .. right .. ","):find("," .. got .. ",", 1, true) ~= nil
end

local tally, shorts = {}, {}

local function count(mail, column, right, want, got)
    local system = tally[mail.name:match "^%w+"]
    local score = system[column]
    score.asked, score.right = score.asked + 1, score.right + (right and 1 or 0)
    if not right then
        shorts[#shorts + 1] = { mail.name, column, want, got }
    end
end

local function compare_recipient(mail, truth, recipient)
    for _, column in ipairs { "action", "status", "reply", "reason", "severity" } do
        local want, got = truth[column], tostring(recipient[column] or "nothing")
        if want then
            count(mail, column, among(got, want), want:gsub(",", ", "), got)
        end
    end
end

-- Addresses of a list, for people.
local function addresses(recipients)
    local list = {}
    for i, recipient in ipairs(recipients) do
        list[i] = recipient.address or "nothing"
    end
    return #list > 0 and table.concat(list, ", ") or "nothing"
end

local function compare(mail, report)
    count(mail, "kind", report.kind == mail.kind, mail.kind, report.kind)
    if #mail.recipients == 0 then
        return
    end
    local left, pairs_found = {}, {}
    for i, recipient in ipairs(report.recipients) do
        left[i] = recipient
    end
    for _, truth in ipairs(mail.recipients) do
        pairs_found[#pairs_found + 1] = { truth, take(truth, left) }
    end
    local all = #left == 0
    for _, pair in ipairs(pairs_found) do
        all = all and pair[2] ~= nil
    end
    count(mail, "addresses", all, addresses(mail.recipients), addresses(report.recipients))
    for _, pair in ipairs(pairs_found) do
        if pair[2] then
            compare_recipient(mail, pair[1], pair[2])
        end
    end
end

---- What is printed ---------------------------------------------------------------------------------------------------

local function print_row(...)
    print("| " .. table.concat({ ... }, " | ") .. " |")
end

local function print_scores(name, mails, scores)
    local row = { name, mails }
    for _, column in ipairs(columns) do
        local score = scores[column]
        row[#row + 1] = score.asked > 0 and ("%d of %d"):format(score.right, score.asked) or "-"
    end
    print_row((table.unpack or unpack)(row))
end

local function new_scores()
    local scores = { mails = 0 }
    for _, column in ipairs(columns) do
        scores[column] = { right = 0, asked = 0 }
    end
    return scores
end

local function print_tally()
    local all = new_scores()
    print_row("written by", "mails", (table.unpack or unpack)(columns))
    print("| --- |" .. (" ---: |"):rep(#columns + 1))
    for _, system in ipairs(systems) do
        local scores = tally[system[1]]
        print_scores(system[2], scores.mails, scores)
        all.mails = all.mails + scores.mails
        for _, column in ipairs(columns) do
            all[column].right = all[column].right + scores[column].right
            all[column].asked = all[column].asked + scores[column].asked
        end
    end
    print_scores("all", all.mails, all)
end

for _, system in ipairs(systems) do
    tally[system[1]] = new_scores()
end
for _, mail in ipairs(read_truth(folder .. "/truth.tsv")) do
    local scores = tally[mail.name:match "^%w+"]
    scores.mails = scores.mails + 1
    compare(mail, assert(bounce.parse_file(("%s/mail/%s.eml"):format(folder, mail.name))))
end
print_tally()
print()
print_row("mail", "what", "is", "was read as")
print "| --- | --- | --- | --- |"
for _, short in ipairs(shorts) do
    print_row((table.unpack or unpack)(short))
end
