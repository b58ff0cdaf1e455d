#!/bin/sh
# rock.sh: luarocks builds the rock from what a release holds, and the module is found in its tree and needs no library of ours
#
# A part of make check-rock: it builds all of the library.
. "$(dirname "$0")/command.sh"

if ! command -v luarocks >/dev/null; then
    echo '1..0 # SKIP no luarocks'
    exit 0
fi

${MAKE:-make} -s -C "$top_builddir" distdir distdir="$dir/libbounce" >dist 2>&1 || cat dist
unset MAKEFLAGS MFLAGS MAKELEVEL LUA_PATH
version=$($LUA -e 'print(_VERSION:sub(5))')
(cd libbounce && HOME=$dir luarocks --lua-version "$version" make --tree "$dir/tree") >made 2>&1
is 'luarocks make' $? 0
[ -d tree ] || sed 's/^/# /' made

rock=tree/lib/lua/$version/bounce.so
is 'the module is a file of its own' "$(cd tree/lib/lua/"$version" && echo *)" bounce.so
is 'it has the library in it' "$(ldd $rock | grep -c libbounce)" 0
LUA_CPATH="$dir/tree/lib/lua/$version/?.so"
is 'it reads mail' "$($LUA "$top_srcdir/examples/hard.lua" "$top_srcdir/examples/inbox.mbox" 2>&1 | grep -c @)" 15
is 'with it go the manual, its licence and its types' \
    "$(cd tree/lib/luarocks/rocks-"$version"/libbounce/scm-1 && ls docs/lua.md conf/* | paste -sd ' ' -)" \
    'conf/LICENSE conf/bounce.d.lua docs/lua.md'

echo "1..$n"
