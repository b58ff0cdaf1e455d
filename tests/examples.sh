#!/bin/sh
# examples.sh: the examples print what they should, and README.md and docs/forged.md show them, and the command, as they are
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

# shellcheck disable=SC2086 # a command and its arguments, where a sanitizer is to be loaded before it
$LUA -e 'require "bounce"' 2>/dev/null
has_lua=$?

# same_lua NAME: the same, of what Lua makes
same_lua () {
    if [ $has_lua -eq 0 ]; then
        same "$1"
    else
        n=$((n + 1))
        echo "ok $n - $1 # SKIP the Lua module is not built"
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
# shellcheck disable=SC2086
$LUA examples/hard.lua "$inbox" >"$work/got" 2>&1
same_lua "hard.lua"

# shellcheck disable=SC2086
$LUA examples/hard.lua <"$inbox" >"$work/got" 2>&1
same_lua "hard.lua, the standard input"

# ---- The examples of signed mail ----

BOUNCE_KEY='correct horse battery staple'
export BOUNCE_KEY

# verp RECIPIENT DAYS: the envelope sender of a mail to it, so many days ago
verp () {
    # shellcheck disable=SC2086
    $LUA -e "print(require 'bounce'.verp_make(os.getenv 'BOUNCE_KEY', 'list-bounces@example.org', '$1', os.time() - $2 * 86400))"
}

# bounced TO RECIPIENT: a bounce to that address, of mail to that recipient
bounced () {
    cat <<END
From MAILER-DAEMON Mon Nov 23 14:32:04 2026
From: MAILER-DAEMON@mx.example.net
To: $1
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; $2
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b--

END
}

signed=$(verp anna@example.com 0)
forged=$(echo "$signed" | sed 's/anna/carla/')
{
    bounced "$signed" anna@example.com
    bounced "$(verp bob@example.com 5)" behind@alias.example
    bounced "$forged" carla@example.com
    bounced "$(verp dora@example.com 40)" dora@example.com
    bounced list-bounces+emil=example.com@example.org emil@example.com
} >"$work/signed.mbox"

printf '%s\n' anna@example.com bob@example.com "3 hard bounces without a token" >"$work/wanted"
"$top_builddir/examples/signed" "$work/signed.mbox" >"$work/got" 2>&1
same_lua "signed.c"

# shellcheck disable=SC2086
$LUA examples/signed.lua "$work/signed.mbox" >"$work/got" 2>&1
same_lua "signed.lua"

echo "5 hard bounces without a token" >"$work/wanted"
env -u BOUNCE_KEY "$top_builddir/examples/signed" "$work/signed.mbox" >"$work/got" 2>&1
same_lua "signed.c, no key"

echo "signed: no-such.mbox: No such file or directory" >"$work/wanted"
"$top_builddir/examples/signed" no-such.mbox >"$work/got" 2>&1
same "signed.c, a file that is not there"

# ---- README.md, docs/forged.md ----

# block LANGUAGE [N [FILE]]: the Nth block of code in that language
block () {
    awk -v fence='```'"$1" -v n="${2:-1}" '/^```/ { on = $0 == fence && ++found == n; next } on' "${3:-README.md}"
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

cp examples/signed.c "$work/real"
block c 2 docs/forged.md >"$work/shown"
absent >"$work/got"
[ -s "$work/shown" ] || echo "no block of C" >"$work/got"
same "docs/forged.md shows signed.c"

cp examples/signed.lua "$work/real"
block lua 1 docs/forged.md >"$work/shown"
absent >"$work/got"
[ -s "$work/shown" ] || echo "no block of Lua" >"$work/got"
same "docs/forged.md shows signed.lua"

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
