-- suppression-lock.lua: holds a suppression list so that nobody else can write: from when there is a file "locked" until there is
-- one "unlock", which both are gone then
--
--     LUA_PATH='examples/suppression/?.lua;;' lua5.4 tests/suppression-lock.lua DATABASE
require("store").open(arg[1]):transaction(function()
    io.open("locked", "w"):close()
    while not io.open "unlock" do
        os.execute "sleep 0.1"
    end
end)
os.remove "locked"
os.remove "unlock"
