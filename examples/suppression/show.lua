-- show.lua: how what strangers wrote is shown: on a terminal, in a spreadsheet, in a mailbox
--
-- Copyright (C) 2026 The libbounce authors
-- SPDX-License-Identifier: LGPL-2.1-or-later
local show = {}

-- No control character, of one byte or of two, is to reach a terminal.
local function plain(text)
    return (text:gsub("\xc2[\x80-\x9f]", " "):gsub("%c", " "))
end

function show.line(format, ...)
    return plain(format:format(...)):gsub(" +$", "") .. "\n"
end

-- A row of CSV (RFC 4180). A cell that begins like a formula is none for a spreadsheet with an apostrophe before it.
function show.csv(cells)
    local row = {}
    for i, cell in ipairs(cells) do
        local text = (cell:find("^[=+@\t\r\n-]") and "'" or "") .. plain(cell)
        row[i] = text:find("[\",']") and '"' .. text:gsub('"', '""') .. '"' or text
    end
    return table.concat(row, ",") .. "\n"
end

-- One message of an mbox, of the kind mboxrd.
function show.mbox(message, seconds)
    local quoted = ("\n" .. message):gsub("\n(>*From )", "\n>%1"):sub(2)
    return os.date("!From MAILER-DAEMON %a %b %d %H:%M:%S %Y\n", seconds) .. quoted .. (quoted:find("\n$") and "\n" or "\n\n")
end

-- Adds what the ledger tells of changed advices: of one subscriber the first and the last count.
function show.add_turns(turns, more)
    for _, turn in ipairs(more) do
        local key = turn.address .. "\n" .. turn.list
        turn.before = turns[key] and turns[key].before or turn.before
        turns[key] = turn
    end
end

-- A line for each subscriber whose advice is another now.
function show.turns(turns)
    local lines = {}
    for _, turn in pairs(turns) do
        if turn.before ~= turn.after then
            lines[#lines + 1] = show.line(
                "%s %s: %s -> %s (%s, score %g)", turn.address, turn.list ~= "" and turn.list or "-", turn.before, turn.after,
                turn.state.reason or "-", turn.state.score
            )
        end
    end
    table.sort(lines)
    return table.concat(lines)
end

return show
