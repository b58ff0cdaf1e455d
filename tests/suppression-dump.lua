-- suppression-dump.lua: prints all rows of a suppression list, in the order of their texts: the same in both databases
--
--     LUA_PATH='examples/suppression/?.lua;;' lua5.4 tests/suppression-dump.lua SETTINGS
local store = require("store").open(dofile(arg[1]).db)

local columns = {
    event = "report n address domain list at kind severity reason fault status diagnostic believed",
    subscriber = "address list status score reason last suppressed_from suppressed_until leases",
    tally = "day scope failed ours guarded",
    audience = "scope list recipients",
    unread = "id at kind sender subject list envelope message",
}

local lines = {}
for name, words in pairs(columns) do
    for _, row in ipairs(store:rows("select * from " .. name)) do
        local cells = { name }
        for word in words:gmatch("%S+") do
            local value = row[word]
            cells[#cells + 1] = type(value) == "number" and ("%g"):format(value) or tostring(value)
        end
        lines[#lines + 1] = table.concat(cells, "|")
    end
end
table.sort(lines)
io.write(table.concat(lines, "\n"), "\n")
