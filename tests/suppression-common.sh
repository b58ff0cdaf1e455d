# suppression.sh and suppression-servers.sh begin with this: a folder that goes away with the test, TAP, and the suppression list.
: "${top_srcdir:=$(dirname "$0")/..}"
top_srcdir=$(cd "$top_srcdir" && pwd)
: "${top_builddir:=$top_srcdir/build}"
top_builddir=$(cd "$top_builddir" && pwd)
: "${BOUNCE:=$top_builddir/tools/bounce}" "${LUA:=lua5.4}"
: "${LUA_CPATH:=$top_builddir/bindings/lua/.libs/?.so;;}"
# lua-dbi forgets to free a database that does not open
ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0
export LUA_CPATH ASAN_OPTIONS
. "$top_srcdir/tests/command.sh"

# for the program run by itself, whose first line asks for lua5.4
lua_path=$dir/lua
mkdir "$lua_path"
printf '#!/bin/sh\nexec %s "$@"\n' "$(command -v "$LUA" || echo "$LUA")" >"$lua_path/lua5.4"
chmod +x "$lua_path/lua5.4"

list=$top_srcdir/examples/suppression/suppression.lua
inbox=$top_srcdir/examples/inbox.mbox
now=2026-12-01T00:00:00Z

# skip_all WHY
skip_all () {
    echo "1..0 # SKIP $1"
    exit 0
}

# settings FILE DATABASE [SETTING…]: makes it the settings of what follows, and the tables
settings () {
    SUPPRESSION_CONFIG=$dir/$1
    export SUPPRESSION_CONFIG
    printf 'return { db = "%s", %s }\n' "$2" "${3-}" >"$SUPPRESSION_CONFIG"
    suppression init
}

# suppression VERB [WORD…], at the time of $now
# shellcheck disable=SC2086 # LUA is a command and its arguments where a sanitizer is to be loaded before it
suppression () {
    $LUA "$list" "$@" --now "$now"
}

# dump: all that is in the database of the settings, a line a row
# shellcheck disable=SC2086
dump () {
    LUA_PATH="$top_srcdir/examples/suppression/?.lua;;" $LUA "$top_srcdir/tests/suppression-dump.lua" "$SUPPRESSION_CONFIG"
}

# lock DATABASE: nobody else can write to it, until unlock
# shellcheck disable=SC2086
lock () {
    LUA_PATH="$top_srcdir/examples/suppression/?.lua;;" $LUA "$top_srcdir/tests/suppression-lock.lua" "$1" &
    while [ ! -e locked ]; do sleep 0.1; done
}
unlock () {
    touch unlock
    wait
}

# mails REPORTS [SUBSCRIBERS]: made-up reports
# shellcheck disable=SC2086
mails () {
    $LUA "$top_srcdir/tests/suppression-mail.lua" "$@"
}

# backwards FILE: a mailbox from its end
backwards () {
    awk '/^From / { n++ } { mail[n] = mail[n] $0 "\n" } END { while (n) printf "%s", mail[n--] }' "$1"
}

# same NAME WANTED: the database is as the file WANTED, which a dump() wrote
same () {
    dump >got
    is "$1" "$(diff "$2" got | head -n 20)" ""
}
