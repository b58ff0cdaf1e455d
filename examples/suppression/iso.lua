-- iso.lua: times as the database keeps them, "2026-11-23T14:25:50Z", and as seconds since 1970
--
-- Copyright (C) 2026 The libbounce authors
-- SPDX-License-Identifier: LGPL-2.1-or-later
local iso = {}

-- The days since 1970. A year begins in March here, so that the day that only some years have is its last.
local function days(year, month, day)
    year = month <= 2 and year - 1 or year
    local era, of_year = year // 400, (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    local of_era = year % 400 * 365 + year % 400 // 4 - year % 400 // 100 + of_year
    return era * 146097 + of_era - 719468
end

-- The seconds of a date of a report, in whatever zone, or of this file; nil for what is none.
function iso.seconds(text)
    local year, month, day, hour, minute, second, zone =
        (text or ""):match("^(%d%d%d%d)-(%d%d)-(%d%d)T(%d%d):(%d%d):(%d%d)([Z+-].*)$")
    if not year then
        return nil
    end
    local sign, hours, minutes = zone:match("^([+-])(%d%d):(%d%d)$")
    local offset = sign and tonumber(sign .. "1") * (tonumber(hours) * 60 + tonumber(minutes)) * 60 or 0
    return days(tonumber(year), tonumber(month), tonumber(day)) * 86400
        + tonumber(hour) * 3600 + tonumber(minute) * 60 + tonumber(second) - offset
end

-- Texts of this form are in the order of their times.
function iso.text(seconds)
    return os.date("!%Y-%m-%dT%H:%M:%SZ", seconds)
end

return iso
