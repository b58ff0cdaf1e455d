#!/bin/sh
# examples.sh: the examples print what they should on examples/inbox.mbox, and README.md shows them, and the command, as they are
set -u

: "${top_srcdir:=$(dirname "$0")/..}"
top_srcdir=$(cd "$top_srcdir" && pwd)
: "${top_builddir:=$top_srcdir/build}"
: "${BOUNCE:=$top_builddir/tools/bounce}" "${LUA:=lua5.4}"
: "${LUA_CPATH:=$top_builddir/bindings/lua/.libs/?.so}"
export LUA_CPATH

work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
cd "$top_srcdir" || exit 99
inbox=examples/inbox.mbox
n=0

# same NAME: passes where the files got and wanted are equal
same () {
    n=$((n + 1))
    if diff "$work/wanted" "$work/got" >"$work/diff"; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        sed -n 's/^</# wanted:/p; s/^>/# got:   /p' "$work/diff"
    fi
}

# ---- The examples ----

echo "15 hard bounces" >"$work/wanted"
"$top_builddir/examples/count-hard" "$inbox" >"$work/got" 2>&1
same "count-hard.c"

"$top_builddir/examples/count-hard" <"$inbox" >"$work/got" 2>&1
same "count-hard.c, the standard input"

echo "count-hard: no-such.mbox: No such file or directory" >"$work/wanted"
"$top_builddir/examples/count-hard" no-such.mbox >"$work/got" 2>&1
same "count-hard.c, a file that is not there"

tr '|' '\t' >"$work/wanted" <<'END'
anna.keller@amberbakery.example|user-unknown|550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces. For more information, go to https://support.google.com/mail/?p=NoSuchUser 4fb4d7f45d1cf-5c5bbe1f2a5si1234567a12.345 - gsmtp
w.young@northworks.example|user-unknown|550 5.1.1 <w.young@northworks.example>: Recipient address rejected: User unknown in virtual mailbox table
q.ali@northworks.example|user-disabled|550 5.2.1 <q.ali@northworks.example>: Mailbox disabled
z.novak@northworks.example|user-moved|551 5.1.6 <z.novak@northworks.example>: User moved to <z.novak@elsewhere.example>
l.svensson@ambermedia.example|host-unknown|550 5.1.2 <l.svensson@ambermedia.example>... Host unknown (Name server: ambermedia.example: host not found)
moved@mail.lists.example|user-moved|This person has moved to newplace.example
j.smith@willowdental.example|user-unknown|exim.willowdental.example [198.51.100.57] did not like our RCPT TO: 550 Unrouteable address
w.young@northworks.example|user-unknown|550 5.1.1 <w.young@northworks.example>: Recipient address rejected: User unknown in virtual mailbox table
hiroshi.t@deltagarden.example|no-mail-service|all relevant MX records point to non-existent hosts
moved.person@mail.lists.example|user-moved|User has moved to moved.person@newplace.example
w.young@northworks.example|user-unknown|550 5.1.1 <w.young@northworks.example>: Recipient address rejected: User unknown in virtual mailbox table
q.ali@northworks.example|user-disabled|550 5.2.1 <q.ali@northworks.example>: Mailbox disabled
z.novak@northworks.example|user-moved|551 5.1.6 <z.novak@northworks.example>: User moved to <z.novak@elsewhere.example>
иван@mail.lists.example|user-unknown|Unrouteable address
bjoern.h@lindentravel.example|user-unknown|198.51.100.121 does not like recipient. Remote host said: 550 5.1.1 <old.box@internal.corp.example>: Recipient address rejected: User unknown; forwarded for bjoern.h@lindentravel.example Giving up on 198.51.100.121.
END
# shellcheck disable=SC2086 # a command and its arguments, where a sanitizer is to be loaded before it
$LUA examples/hard.lua "$inbox" >"$work/got" 2>&1
same "hard.lua"

# shellcheck disable=SC2086
$LUA examples/hard.lua <"$inbox" >"$work/got" 2>&1
same "hard.lua, the standard input"

# ---- README.md ----

# block LANGUAGE: the first block of code in that language
block () {
    awk -v fence='```'"$1" '/^```/ { on = !done && $0 == fence; done = done || on; next } on' README.md
}

sed -n '/^local bounce/,$p' examples/hard.lua >"$work/wanted"
block lua >"$work/got"
same "README.md shows hard.lua"

# absent WHAT: the lines of the file shown, without their indent, that are not in the file real; "…" stands for what is left out
absent () {
    sed 's/^ *//; s/ *$//' "$work/real" >"$work/lines"
    sed 's/^ *//; s/ *$//' "$work/shown" | grep -v -x -e '…' -e '' | grep -v -x -F -f "$work/lines"
}

: >"$work/wanted"
cp examples/count-hard.c "$work/real"
block c >"$work/shown"
absent >"$work/got"
[ -s "$work/shown" ] || echo "no block of C" >"$work/got"
same "README.md shows count-hard.c"

# Each "$ bounce …" of a block of the language console, and the lines below it that it is to print
awk '/^```/ { on = $0 == "```console"; next } on' README.md >"$work/console"
grep '^\$ bounce ' "$work/console" >"$work/commands"
while read -r command; do
    awk -v command="$command" '/^\$ / { on = $0 == command; next } on' "$work/console" >"$work/shown"
    eval "\"\$BOUNCE\" ${command#'$ bounce '}" >"$work/real" 2>&1 </dev/null
    absent >"$work/got"
    [ -s "$work/shown" ] || echo "README.md shows nothing of it" >"$work/got"
    same "README.md: $command"
done <"$work/commands"

echo "1..$n"
