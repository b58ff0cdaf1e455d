-- What `luarocks make` builds in this folder, a checkout or a release: the Lua module, with the library in it. GLib and GMime are
-- the system's; configure tells which are missing. For a release: luarocks new_version.
rockspec_format = "3.0"
package = "libbounce"
version = "scm-1"
source = { url = "." }
description = {
   summary = "Reads bounce mail",
   detailed = "Says of every recipient what was said, what it means, whose fault it is, and whether the address is dead.",
   labels = { "mail" },
   license = "LGPL-2.1-or-later",
}
dependencies = { "lua >= 5.1, < 5.5" }
build = {
   type = "command",
   -- In a folder that is new each time: it may be another Lua.
   build_command = [[
      rm -rf build/rock && mkdir -p build/rock && { test -e configure || autoreconf -fi; } && cd build/rock &&
      ../../configure --quiet --with-lua="$($(LUA) -e 'print(_VERSION:sub(5))')" LUA="$(LUA)" LUA_CFLAGS="-I$(LUA_INCDIR)" \
         CFLAGS="$(CFLAGS)" &&
      $(MAKE) -s bindings/lua/bounce.la lua_library=lib/libinternal.la]],
   install = {
      lib = { bounce = "build/rock/bindings/lua/.libs/bounce.so" },
      conf = { "LICENSE", "bindings/lua/bounce.d.lua" }, -- no configuration, but luarocks has no other place
   },
   copy_directories = { "docs" },
}
