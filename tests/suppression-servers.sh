#!/bin/sh
# suppression-servers.sh: the suppression list of examples/suppression, on a PostgreSQL server of its own
#
#     make check-servers SUPPRESSION_REPORTS=100000
#
# The server is in the folder of the test, listens on a socket there and nowhere else, and ends with the test.
# shellcheck disable=SC2086 # LUA is a command and its arguments where a sanitizer is to be loaded before it
. "$(dirname "$0")/suppression-common.sh"
. "$top_srcdir/tests/postgresql.sh"
reports=${SUPPRESSION_REPORTS:-4000}

$LUA -e 'require "DBI" require "dbd.postgresql" require "dbd.sqlite3"' 2>/dev/null ||
    skip_all "no lua-dbi-postgresql and lua-dbi-sqlite3"
command -v initdb >/dev/null || skip_all "no postgresql"
server new || skip_all "initdb failed"
trap 'server stop immediate; rm -rf "$dir"' EXIT
server start || skip_all "the server does not start"

# database NAME [SETTING…]: a new one, with its tables, and its settings in NAME.lua
database () {
    psql -q -h "$dir/pg" -U list -d postgres -c "create database $1"
    settings "$1.lua" "postgresql:///$1?host=$dir/pg&user=list" "${2-}"
}

# took WHAT SINCE: tells how fast it was
took () {
    awk -v what="$1" -v n="$reports" -v from="$2" -v to="$(date +%s.%N)" \
        'BEGIN { printf "# %d reports %s: %.1f s, %d/s\n", n, what, to - from, n / (to - from) }'
}

mails "$reports" >many.mbox
backwards many.mbox >reverse.mbox

# ---- The same from one process and from two --------------------------------------------------------------------------

database one
since=$(date +%s.%N)
suppression import many.mbox >one.out
is "one process" "$? $(tail -n 1 one.out | cut -d , -f 2)" "0  $reports new events; 0 mails not or not wholly understood"
took "by one process" "$since"
dump >one
is "bursts" "$(grep -c '^tally.*|1$' one)" 2

since=$(date +%s.%N)
is "again: nothing is new" "$(suppression import many.mbox | cut -d , -f 2)" " 0 new events; 0 mails not or not wholly understood"
took "again" "$since"
same "again: the same" one
suppression judge
same "to judge again changes nothing" one

database two
since=$(date +%s.%N)
suppression import many.mbox >two.out 2>&1 &
suppression import reverse.mbox >other.out 2>&1
is "two processes at once: the second" "$?" 0
wait $!
is "two processes at once: the first" "$?" 0
took "by two processes at once, each all of them" "$since"
same "two processes at once, one from the end: the same" one
is "they shared the work" \
    "$(cat two.out other.out | awk '/mails,/ { n += $3; both += $3 > 0 } END { print n, both }')" "$reports 2"

settings sqlite.lua "$dir/sqlite.db"
since=$(date +%s.%N)
suppression import many.mbox >/dev/null
took "into SQLite by one process" "$since"
same "the same as in SQLite" one

# ---- Whatever fails, nothing is lost ---------------------------------------------------------------------------------

# half: imports, and returns once events are in
half () {
    suppression import many.mbox >half.out 2>half.err &
    while [ "$(psql -qAt -h "$dir/pg" -U list -d "$1" -c 'select count(*) from event')" -lt 200 ]; do sleep 0.1; done
}
database killed
half killed
kill -9 $!
wait $! 2>/dev/null
suppression import many.mbox >/dev/null
same "kill -9 of the import, and again: the same" one

database stopped 'patience = 1'
half stopped
server stop immediate
wait $!
is "the server dies: 75, in one line" "$? $(grep -c '^suppression: ' half.err)" "75 1"
sed -n '/^From: /,/^From /p' many.mbox | sed '/^From /d' | sed -n '1,/^--b--/p' >one.eml
# delivered: what deliver says
delivered () {
    suppression deliver <one.eml >out 2>err
    echo "$? $(cat out) $(grep -c '^suppression: ' err)"
}
is "no server: 75, silent but for one line" "$(delivered)" "75  1"
is "no server: check does not say yes" "$(suppression check anna@example.com 2>/dev/null; echo $?)" 75
server start
suppression import many.mbox >/dev/null
same "the server died: and again, the same" one

lock "postgresql:///stopped?host=$dir/pg&user=list"
is "another writes all the time: 75" "$(delivered)" "75  1"
address=$(sed -n 's/^Final-Recipient: rfc822; //p' one.eml)
is "another writes: what is asked is answered" "$(suppression why "$address" | head -n 1)" "$address news.lists.example"
unlock
is "and later it goes in" "$(delivered)" "0  0"

printf 'Subject: \377\n\na letter \000\377 \303\244\r\n' >letter.eml
suppression deliver <letter.eml
is "a letter is kept as it is" "$(suppression unread --mbox | sed '1d; $d' | od -c)" "$(od -c <letter.eml)"
printf '%s\n' a@b.example "$(printf '\377')" >addresses
is "check -" "$(suppression check - <addresses | od -c)" "$(od -c <addresses)"

echo "1..$n"
