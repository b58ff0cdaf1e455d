#!/bin/sh
# examples.sh: the examples print what they should, and README.md, examples/README.md and docs/forged.md show them, and the
# command, as they are
set -u

: "${top_srcdir:=$(dirname "$0")/..}"
top_srcdir=$(cd "$top_srcdir" && pwd)
: "${top_builddir:=$top_srcdir/build}"
: "${BOUNCE:=$top_builddir/tools/bounce}" "${LUA:=lua5.4}"
: "${LUA_CPATH:=$top_builddir/bindings/lua/.libs/?.so}"
: "${PYTHON:=env GI_TYPELIB_PATH=$top_builddir/bindings/gir LD_LIBRARY_PATH=$top_builddir/lib/.libs /usr/bin/python3}"
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

"$top_builddir/examples/hard" "$inbox" >"$work/got" 2>&1
same "hard.c"

# as README.md tells
"$BOUNCE" read --severity hard --fields address,reason,diagnostic "$inbox" >"$work/got" 2>&1
same "bounce read --severity hard"

if [ -e "$top_builddir/bindings/gir/Bounce-1.0.typelib" ] && $PYTHON -c 'import gi' 2>/dev/null; then
    $PYTHON examples/hard.py "$inbox" >"$work/got" 2>&1
    same "hard.py"
    $PYTHON examples/hard.py <"$inbox" >"$work/got" 2>&1
    same "hard.py, the standard input"
else
    n=$((n + 1))
    echo "ok $n - hard.py # SKIP no Bounce-1.0.typelib was built, or no /usr/bin/python3 with gi"
fi
# What examples/README.md shows of the others: each "$ …" of a block of the language console, and all that it is to print
awk '/^```/ { on = $0 == "```console"; next } on' examples/README.md >"$work/console"
grep '^\$ ' "$work/console" >"$work/commands"
while read -r command; do
    awk -v command="$command" '/^\$ / { on = $0 == command; next } on' "$work/console" >"$work/wanted"
    # shellcheck disable=SC2016 # eval is to expand them
    run=$(echo "${command#'$ '}" | sed 's|^\./|"$top_builddir"/examples/|; s|^lua5\.4 |$LUA |')
    eval "$run" >"$work/got" 2>&1 </dev/null
    case $command in
    *lua5.4*) same_lua "examples/README.md: $command" ;;
    *) same "examples/README.md: $command" ;;
    esac
done <"$work/commands"

# ---- A log ----

"$top_builddir/examples/classify-log" <examples/mail.log >"$work/wanted" 2>&1
# shellcheck disable=SC2086
$LUA examples/classify-log.lua <examples/mail.log >"$work/got" 2>&1
same_lua "classify-log.lua prints what classify-log.c does"

cat >"$work/wanted" <<'END'
ATTEMPTS  SEVERITY  FAULT      REASON                DOMAIN
       1  hard      recipient  user-unknown          amberbakery.example
       1  soft      message    spam                  valelabs.example
       1  soft      sender     greylisted            kestrelmotors.example
END
sed -n 's/^.* exim\[[0-9]*\]: //p' examples/mail.log >"$work/mainlog"
"$top_builddir/examples/classify-log" <"$work/mainlog" >"$work/got" 2>&1
same "classify-log.c, a log that Exim writes itself"

# hostile TEXT: a line about it as a domain, as Exim writes them
hostile () {
    printf '2026-11-23 14:26:33 1vNBxX-000000001a0-1dEf ** jana@%b: Unrouteable address\n' "$1"
}

for language in c lua; do
    set -- "$top_builddir/examples/classify-log"
    # shellcheck disable=SC2086
    [ $language = c ] || set -- $LUA examples/classify-log.lua
    [ $language = c ] && passes=same || passes=same_lua
    cat >"$work/wanted" <<'END'
ATTEMPTS SEVERITY FAULT REASON DOMAIN
 1 hard recipient user-unknown a\x1b[31mb\x9b[1mc
 1 hard recipient user-unknown grün.example
END
    { hostile 'a\033[31mb\0302\0233[1mc' && hostile 'Grün.example'; } | "$@" 2>&1 | tr -s ' ' >"$work/got"
    $passes "classify-log.$language, control characters"

    echo "ATTEMPTS  SEVERITY  FAULT      REASON                DOMAIN" >"$work/wanted"
    grep -e 'status=sent' -e ' => ' -e 'stat=Sent' -e qmgr -e DSN -e ' <= ' examples/mail.log | "$@" >"$work/got" 2>&1
    $passes "classify-log.$language, a log without a failure"
done

# ---- Rules of one's own ----

"$top_builddir/examples/own-rules" examples/own.rules examples/inbox.mbox >"$work/own-rules" 2>&1
cat >"$work/wanted" <<'END'
     18 remove
     11 tell the admin
      5 tell the editor
     14 try later
END
cut -c 1-15 "$work/own-rules" | sed 's/ *$//' | sort | uniq -c >"$work/got"
same "own-rules.c: what is done, and how often"

# shellcheck disable=SC2086
$LUA examples/own-rules.lua examples/own.rules "$inbox" >"$work/got" 2>&1
cp "$work/own-rules" "$work/wanted"
same_lua "own-rules.lua prints what own-rules.c does"

echo 'own-rules: Failed to open file “no-such.rules”: No such file or directory' >"$work/wanted"
"$top_builddir/examples/own-rules" no-such.rules "$inbox" >"$work/got" 2>&1
same "own-rules.c, rules that are not there"

: >"$work/wanted"
"$BOUNCE" rules --check examples/own.rules >"$work/got" 2>&1 && : >"$work/got"
same "own.rules: its examples hold"

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

echo "short" >"$work/wanted"
grep -c . "$work/got" | awk '{ print ($1 <= 8 ? "short" : $1 " lines") }' >"$work/count"
mv "$work/count" "$work/got"
same "what README.md shows of Lua is short"

sed -n '/^import sys/,$p' examples/hard.py >"$work/wanted"
block python >"$work/got"
same "README.md shows hard.py"

# absent WHAT: the lines of the file shown, without their indent, that are not in the file real; "…" stands for what is left out
absent () {
    sed 's/^ *//; s/ *$//' "$work/real" >"$work/lines"
    sed 's/^ *//; s/ *$//' "$work/shown" | grep -v -x -e '…' -e '' | grep -v -x -F -f "$work/lines"
}

: >"$work/wanted"
cp examples/hard.c "$work/real"
block c >"$work/shown"
absent >"$work/got"
[ -s "$work/shown" ] || echo "no block of C" >"$work/got"
same "README.md shows hard.c"

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
