#!/bin/sh
# cli-explain.sh: `bounce explain`, `bounce unknown`, and bounce.explain() of Lua. The wordings are about whales, of which no
# built-in rule will ever speak.
. "$(dirname "$0")/command.sh"

# ---- Mail ------------------------------------------------------------------------------------------------------------

# report ADDRESS ACTION STATUS DIAGNOSTIC
report() {
    cat <<END
From: Mail Delivery System <mailer-daemon@example.com>
To: list-bounces@example.com
Subject: Undelivered Mail
Date: Mon, 23 Nov 2026 14:32:04 +0000
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is a report.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; $1
Action: $2
Status: $3
${4:+Diagnostic-Code: smtp; $4}

--b--
END
}

# mbox FILE...
mbox() {
    for file in "$@"; do
        echo 'From mailer-daemon@example.com Mon Nov 23 14:32:04 2026'
        cat "$file"
        echo
    done
}

cat >site.rules <<'END'
scope any

user-unknown "no such whale"
    > 550 5.1.1 no such whale
END
esc=$(printf '\033')
report jane@example.com failed 5.1.1 '550 5.1.1 no such whale' >hard.eml
report jane@example.com failed 5.0.0 "${esc}[2J ahoy" >terminal.eml
printf 'From: Ann <ann@example.com>\nSubject: Lunch?\n\nAt noon?\n' >person.eml

# ---- explain ---------------------------------------------------------------------------------------------------------

run explain --rules site.rules hard.eml
is 'explain: status' "$status $(cat err)" '0 '
is 'explain: the text' "$(cat out)" '---- hard.eml, byte 0 ----

Message
  Subject       Undelivered Mail
  From          Mail Delivery System <mailer-daemon@example.com>
  To            list-bounces@example.com
  Date          2026-11-23T14:32:04+00:00
  Kind          bounce: mail to at least one recipient failed
  Header        that of a mailer daemon
  Format        rfc3464: it has a machine-readable delivery status (RFC 3464)
  Reported by   mx.example.com

Recipient 1 of 1: jane@example.com
  Address       the field Final-Recipient
  Action        failed: given up, or refused; the field Action
  Status        5.1.1, the field Status
  Reply         550, in what was said
  Said          "550 5.1.1 no such whale", the field Diagnostic-Code (smtp)
  Rules         1 that matches
                1. site/user-unknown, site.rules:3: "no such whale" in the diagnostic
  Decided by    site/user-unknown
  Reason        user-unknown: the mailbox does not exist
  Fault         the recipient'\''s
  Severity      hard, because the words say that the mailbox does not exist
  Confidence    high, because the rule is your own
  What to do    Remove the address.'
sed 's/^---- hard.eml/---- -/' out >text
input=hard.eml
run explain --rules site.rules
is 'explain: the standard input' "$status $(cat out)" "0 $(cat text)"
input=/dev/null
mbox hard.eml person.eml >two.mbox
run explain two.mbox - person.eml
is 'explain: a line before each message' "$status $(grep '^----' out | paste -sd '|' -)" \
    "0 ---- two.mbox, byte 56 ----|---- two.mbox, byte $(($(wc -c <hard.eml) + 113)) ----|---- person.eml, byte 0 ----"
run explain terminal.eml
is 'explain: no control reaches the terminal' "$(tr -d '\n\040-\176' <out | od -An -c) $(grep -c '\\x1b' out)" ' 1'
run explain
is 'explain: nothing to read' "$status $(cat out err)" '65 bounce: no mail that can be read'
run explain person.eml nowhere
is 'explain: a missing path' "$status $(wc -l <err | tr -d ' ') $(grep -c '^----' out)" '66 1 1'
mkdir -p Maildir/new Maildir/cur Maildir/tmp
ln -s nowhere Maildir/new/1.broken
run explain Maildir
is 'explain: an unreadable message' "$status $(sed -n 1p out) $(grep -c '^It could not be read: ' out)" \
    '65 ---- Maildir/new/1.broken, byte 0 ---- 1'
run explain --rules nowhere hard.eml
is 'explain: a missing rule file' "$status" 66
echo 'no-such-reason "some phrase"' >bad.rules
run explain --rules bad.rules hard.eml
is 'explain: a bad rule file' "$status" 78
run explain --nonsense
is 'explain: a wrong option' "$status" 64
if [ -c /dev/full ]; then
    for verb in explain unknown; do
        "$BOUNCE" $verb hard.eml >/dev/full 2>err
        is "$verb: full disk" "$? $(cat err)" '74 bounce: standard output: No space left on device'
    done
fi

# ---- Lua -------------------------------------------------------------------------------------------------------------

lua=${LUA:-lua5.4}
# shellcheck disable=SC2086 # a command and its arguments, where a sanitizer is to be loaded before it
if $lua -e 'require "bounce"' 2>/dev/null; then
    "$BOUNCE" explain --rules site.rules hard.eml | sed '1,2d;$d' >wanted
    cat >explain.lua <<'END'
local bounce = require "bounce"
local message = io.open("hard.eml"):read("*a")
local parser = bounce.parser { rules = "site.rules" }
local text = bounce.explain(message, parser)
assert(parser:explain(message) == text and bounce.explain(message, { rules = "site.rules" }) == text)
assert(bounce.explain(message) ~= text)
local none, problem, code = bounce.explain(message, { rules = "nowhere" })
assert(none == nil and problem and code == "not-found")
assert(not pcall(bounce.explain) and not pcall(bounce.explain, message, { nonsense = 1 }) and not pcall(parser.explain, message))
assert(bounce.explain("x\0y"):find("^Message\n"))
io.write(text)
END
    # shellcheck disable=SC2086
    $lua explain.lua >out 2>err
    is 'Lua: the same text' "$? $(cat err out)" "0 $(cat wanted)"
else
    skip 'Lua: the same text' 'the module is not built'
fi

# ---- unknown ---------------------------------------------------------------------------------------------------------

report a1@example.com failed 5.0.0 '550 5.0.0 <a1@example.com>: The "Whale" at mx1.example.net[192.0.2.7] ate 17 mails, id 4Xq7Rz1s2tz9vK, see https://example.com/a?b=1' >w1.eml
report b2@example.com failed 5.0.0 '550 5.0.0 <b2@example.com>: the "whale" at mx23.example.org[2001:db8::5] ate 4 mails, id 5Yb8Sa2t3ua0wL, see http://example.org/' >w2.eml
report c@example.com delayed 4.0.0 'Harpoons are out \ today' >harpoon.eml
report d@example.com failed 5.0.0 '550 5.0.0 the "whale" at dawn sank 2 ships' >ships.eml
report e@example.com failed 5.0.0 '' >silent.eml
printf 'Return-Path: <>\nFrom: MAILER-DAEMON@example.com\nSubject: Hm\n\nHm.\n' >unread.eml

mbox harpoon.eml w1.eml silent.eml ships.eml w2.eml unread.eml person.eml hard.eml >all.mbox
run unknown --rules site.rules all.mbox
is 'unknown: status' "$status $(cat err)" '0 '
# shellcheck disable=SC2016
is 'unknown: the rules' "$(sed 's/, byte [0-9]*$//' out)" '# Put a reason for each REASON (see '\''bounce codes'\'' and '\''bounce rules'\''), or delete the rule; then use the file
# with --rules. '\''bounce rules --check'\'' tests it.

scope any

# 2 times, first in all.mbox
# 550 5.0.0 <address>: the "whale" at <host>[<host>] ate <n> mails, id <n>, see <url>
REASON "the \"whale\" at"
    > 550 5.0.0 <a1@example.com>: The "Whale" at mx1.example.net[192.0.2.7] ate 17 mails, id 4Xq7Rz1s2tz9vK, see https://example.com/a?b=1

# 1 time, first in all.mbox
# harpoons are out \ today
REASON "harpoons are out \\ today"
    > Harpoons are out \ today

# 1 time, first in all.mbox
# 550 5.0.0 the "whale" at dawn sank <n> ships
REASON "the \"whale\" at dawn sank"
    > 550 5.0.0 the "whale" at dawn sank 2 ships

# 3 wordings that no rule understands
# 1 recipient of whom nothing was said
# 1 message that looks like a report and was not read as one
#   the first: all.mbox'
is 'unknown: the place of the example' "$(sed -n 's/^# 2 times, first in all.mbox, byte //p' out)" "$(($(wc -c <harpoon.eml) + 113))"

# The round trip: with a reason in each, the output is a rule file that passes, and nothing is left.
for reason in policy user-unknown expired; do
    sed "s/^REASON/$reason/" out >$reason.rules
    "$BOUNCE" rules --check $reason.rules >checked 2>&1
    is "unknown: the rules pass as $reason" "$? $(sed 's/^[0-9]* //' checked)" '0 rules ok'
done
cp out first
run unknown --rules site.rules --rules policy.rules all.mbox
is 'unknown: nothing is left' "$status $(cat out)" "0 # 1 recipient of whom nothing was said
# 1 message that looks like a report and was not read as one
#   the first: $(sed -n 's/^#   the first: //p' first)"

# Phrases that clash: the same one twice, one that a built-in rule's example holds, and one that is too short.
report f@example.com failed 5.0.0 '550 5.0.0 whale watching with f@example.com ok' >c1.eml
report g@example.com failed 5.0.0 '550 5.0.0 whale watching with g@example.com no' >c2.eml
report h@example.com failed 5.0.0 '550 5.0.0 whale' >c3.eml
run unknown c1.eml c2.eml c3.eml
is 'unknown: a clash makes a phrase longer or leaves it out' "$(sed -n '/^REASON\|^#  *>\|^# (/p' out)" 'REASON "whale watching with"
REASON "whale watching with *no"
# (no piece of it makes a rule: too short, or part of what is understood)
#    > 550 5.0.0 whale'
sed 's/^REASON/policy/' out >clash.rules
"$BOUNCE" rules --check clash.rules >checked 2>&1
is 'unknown: clashes pass' "$? $(sed 's/^[0-9]* //' checked)" '0 rules ok'
report i@example.com failed 5.0.0 '550 5.0.0 whale {minke,blue} in sight' >braces.eml
run unknown braces.eml
sed 's/^REASON/policy/' out >braces.rules
is 'unknown: braces stand for themselves' "$("$BOUNCE" rules --check braces.rules | sed 's/^[0-9]* //') $(grep '^REASON' out)" \
    'rules ok REASON "whale \{minke,blue\} in sight"'

run unknown --json --rules site.rules all.mbox
is 'unknown --json' "$status $(sed 's/"offset":[0-9]*/"offset":0/; s/, byte [0-9]*"/"/' out)" \
    '0 {"count":2,"source":"all.mbox","offset":0,"template":"550 5.0.0 <address>: the \"whale\" at <host>[<host>] ate <n> mails, id <n>, see <url>","diagnostic":"550 5.0.0 <a1@example.com>: The \"Whale\" at mx1.example.net[192.0.2.7] ate 17 mails, id 4Xq7Rz1s2tz9vK, see https://example.com/a?b=1","rule":"REASON \"the \\\"whale\\\" at\""}
{"count":1,"source":"all.mbox","offset":0,"template":"harpoons are out \\ today","diagnostic":"Harpoons are out \\ today","rule":"REASON \"harpoons are out \\\\ today\""}
{"count":1,"source":"all.mbox","offset":0,"template":"550 5.0.0 the \"whale\" at dawn sank <n> ships","diagnostic":"550 5.0.0 the \"whale\" at dawn sank 2 ships","rule":"REASON \"the \\\"whale\\\" at dawn sank\""}
{"groups":3,"others":0,"silent":1,"unread":1,"first_unread":"all.mbox"}'

# ---- unknown: templates ----------------------------------------------------------------------------------------------

# template TEXT WANTED
template() {
    report z@example.com failed 5.0.0 "$1" >t.eml
    "$BOUNCE" unknown --json t.eml 2>&1 | sed -n '1s/.*"template":"\(.*\)","diagnostic".*/\1/p' >template
    is "template: $1" "$(cat template)" "$2"
}
template '550-5.0.0 WHALE b2b utf8 ahoy' '550 5.0.0 whale b2b utf8 ahoy'
template 'whale to=<x@example.com>, orig_to=y@example.com' 'whale to=<address>, <address>'
template 'whale name=mx.example.com type=AAAA' 'whale name=<host> type=aaaa'
template 'whale [192.0.2.1]:25 (mx.example.com:587)' 'whale [<host>]<n> (<host>)'
template 'whale 2026-11-23 14:32:04 of 1.5MB, 20 %' 'whale <n> <n> of <n>, <n> %'
template 'whale d2e1a72fcca58-71a0b1b5 deadbeef1 - gsmtq' 'whale <n> <n> - gsmtq'
template 'Wal  nicht GEFUNDEN: Ärger' 'wal nicht gefunden: ärger'
template '鯨がいません a@example.com' '鯨がいません <address>'

# ---- unknown: bounds and statuses ------------------------------------------------------------------------------------

# 10,000 wordings are kept, two more are counted; letters alone, as numbers count as the same
awk 'BEGIN {
    for (i = 0; i < 10002; i++) {
        if (i % 5001 == 0) {
            print "From mailer@example.com Mon Nov 23 14:32:04 2026\nFrom: mailer-daemon@example.com\nMIME-Version: 1.0"
            print "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n"
            print "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n"
        }
        word = ""
        for (k = i + 26 * 26 * 26 * 26; k > 0; k = int (k / 26))
            word = word substr ("bcdfghjklmnpqrstvwxzbcdfgh", k % 26 + 1, 1) substr ("aaaaaaaaaaaaaaaaaaaaeeeeee", k % 26 + 1, 1)
        print "Final-Recipient: rfc822; a@example.com\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.0.0 whale " word "\n"
        if (i % 5001 == 5000)
            print "--b--\n"
    }
}' >many.mbox
run unknown --json many.mbox
is 'unknown: the number of groups is bounded' "$status $(sed -n '$s/"silent".*//p' out) $(wc -l <out | tr -d ' ')" '0 {"groups":10000,"others":2, 10001'
run unknown person.eml
is 'unknown: nothing is unknown' "$status $(cat out)" '0 # rules understand all that was said'
run unknown
is 'unknown: nothing to read' "$status $(cat out err)" '65 bounce: no mail that can be read'
run unknown person.eml nowhere
is 'unknown: a missing path' "$status $(wc -l <err | tr -d ' ')" '66 1'
run unknown --rules bad.rules person.eml
is 'unknown: a bad rule file' "$status $(cat out)" '78 '
run unknown --nonsense
is 'unknown: a wrong option' "$status" 64

echo "1..$n"
