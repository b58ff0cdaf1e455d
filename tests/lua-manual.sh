#!/bin/sh
# lua-manual.sh: what docs/lua.md shows prints what stands behind its "-->", and its functions are those of bounce.d.lua
top_srcdir=$(cd "${top_srcdir:-$(dirname "$0")/..}" && pwd)
. "$top_srcdir/tests/command.sh"
manual=$top_srcdir/docs/lua.md
types=$top_srcdir/bindings/lua/bounce.d.lua
: "${LUA:=lua5.4}" "${LUA_CPATH:=${top_builddir:-$top_srcdir/build}/bindings/lua/.libs/?.so}"
export LUA_CPATH
# What leaks is seen in lua.lua; here the search for it, in each of many runs, may write into what is compared.
ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
export ASAN_OPTIONS

# ---- The blocks ------------------------------------------------------------------------------------------------------

# each in a file by the number of its first line
awk '/^```/ { file = $0 == "```lua" ? sprintf ("block-%04d.lua", NR + 1) : ""; next } file { print > file }' "$manual"

# $LUA is a command and its arguments, where a sanitizer is to be loaded before it
# shellcheck disable=SC2086
for block in block-*.lua; do
    name="line $(echo "$block" | sed 's/[^1-9]*//; s/[.].*//')"
    if grep -q '^-- Lua 5.4' "$block" && ! $LUA -e 'assert(_VERSION >= "Lua 5.4")' 2>/dev/null; then
        skip "$name" 'an older Lua'
        continue
    fi
    (cd "$top_srcdir" && $LUA -e 'bounce = require "bounce"' "$dir/$block") >out 2>&1
    is "$name" "$(tr -s '[:blank:]' ' ' <out)" "$(sed -n 's/.*--> //p' "$block" | tr -s '[:blank:]' ' ')"
done

# ---- What it tells of ------------------------------------------------------------------------------------------------

# functions FILE: with their arguments; the manual has them in its headings, by the names of its variables
functions() {
    sed -n 's/^function \(.*\) end$/\1/p; s/^###* `\(.*)\)`$/\1/p' "$1" | sed 's/^Parser:/parser:/; s/^Mailbox:/mailbox:/' | sort
}
is 'the functions of bounce.d.lua' "$(functions "$manual")" "$(functions "$types")"

# a field is shown where a block has its name
cat block-*.lua >blocks
sed -n 's/^---@field \([a-z_]*\).*/\1/p' "$types" | sort -u >fields
while read -r field; do
    grep -q -w -e "$field" blocks || echo "$field"
done <fields >absent
is 'all fields of bounce.d.lua are shown' "$(cat absent)" ''

echo "1..$n"
