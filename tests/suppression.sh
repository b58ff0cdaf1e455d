#!/bin/sh
# suppression.sh: the suppression list of examples/suppression, on SQLite; and that docs/suppression.md shows it as it is
# shellcheck disable=SC2086 # LUA is a command and its arguments where a sanitizer is to be loaded before it
. "$(dirname "$0")/suppression-common.sh"
$LUA -e 'require "DBI" require "dbd.sqlite3"' 2>/dev/null || skip_all "no lua-dbi-sqlite3"

# report N ADDRESS ACTION STATUS TEXT [DATE]: a report, of the list news.lists.example
report () {
    cat <<END
From MAILER-DAEMON Mon Nov 23 14:32:04 2026
From: MAILER-DAEMON@mx.example.net
To: news-bounces@lists.example
Message-ID: <$1@mx.example.net>
Date: ${6:-Mon, 23 Nov 2026 14:32:04 +0000}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; $2
Action: $3
Status: $4
Diagnostic-Code: smtp; $5

--b--

END
}

# dead N ADDRESS [DATE]: a hard failure
dead () {
    report "$1" "$2" failed 5.1.1 "550 5.1.1 User unknown" "${3-}"
}

# deliver FILE: its exit status, and what it printed on its standard output
deliver () {
    suppression deliver <"$1" 2>err >out
    echo "$? $(cat out)"
}

# ---- A mailbox is taken once -----------------------------------------------------------------------------------------

settings inbox.lua "$dir/inbox.db"
dump >empty
turns='marie.k@maplemail.example news.lists.example: keep -> unsubscribe (complaint, score 0)'
is "import --dry-run says what would change" "$(suppression import --dry-run "$inbox")" "$turns
48 mails, 58 new events; 2 mails not or not wholly understood"
same "import --dry-run changes nothing" empty
is "import says the same" "$(suppression import "$inbox")" "$turns
48 mails, 58 new events; 2 mails not or not wholly understood"
dump >once
is "import: the events of each kind" "$(grep '^event' once | cut -d '|' -f 8 | sort | uniq -c | tr -s ' \n' ' ')" \
    " 1 auto-reply 1 bounce 1 complaint 4 delay 2 delivery 48 failure 1 feedback "
is "import again" "$(suppression import "$inbox")" "48 mails, 0 new events; 2 mails not or not wholly understood"
same "import again changes nothing" once
suppression judge
same "to judge all again changes nothing" once

settings backwards.lua "$dir/backwards.db"
backwards "$inbox" >backwards.mbox
suppression import backwards.mbox >/dev/null
same "the same from the end of the mailbox" once

settings json.lua "$dir/json.db"
if $LUA -e 'require "cjson"' 2>/dev/null; then
    "$BOUNCE" read --json "$inbox" >inbox.json
    is "import --json" "$(suppression import --json - <inbox.json | tail -n 1)" \
        "48 mails, 58 new events; 2 mails not or not wholly understood"
    same "import --json takes the same" once
    echo '{"id":1}' >bad.json
    printf '%s%s\n' '{"id":"nul","kind":"bounce","recipients":[{"address":"a\u0000b@example.com","action":"failed",' \
        '"severity":"hard","reason":"user-unknown","fault":"recipient"}]}' >nul.json
    is "import --json, a NUL" "$(suppression import --json nul.json | tail -n 1; dump | grep -c '|a�b@example.com|')" \
        "1 mails, 1 new events; 0 mails not or not wholly understood
2"
    is "import --json, no report" "$(suppression import --json bad.json 2>&1; echo $?)" "suppression: bad.json:1: no report
65"
else
    skip "import --json" "no lua-cjson"
fi

# ---- What is asked ---------------------------------------------------------------------------------------------------

SUPPRESSION_CONFIG=$dir/inbox.lua
is "list" "$(suppression list)" \
    "unsubscribe     0  complaint                                 marie.k@maplemail.example news.lists.example"
is "list --csv" "$(suppression list --csv unsubscribe)" "address,list,advice,score,reason,since,until
marie.k@maplemail.example,news.lists.example,unsubscribe,0,complaint,2026-11-23T14:51:30Z,"
is "list of another advice" "$(suppression list --csv probe)" "address,list,advice,score,reason,since,until"
is "why" "$(suppression why W.Young@northworks.example)" "w.young@northworks.example news.lists.example
  2026-11-23T14:32:05Z  failure   hard user-unknown            +1 = 1     keep
      550 5.1.1 <w.young@northworks.example>: Recipient address rejected: User unknown in virtual mailbox table
  2026-11-23T14:39:45Z  failure   hard user-unknown            +0 = 1     keep        (one failure a day counts)
      550 5.1.1 <w.young@northworks.example>: Recipient address rejected: User unknown in virtual mailbox table
  2026-11-23T14:41:23Z  failure   hard user-unknown            +0 = 1     keep        (one failure a day counts)
      550 5.1.1 <w.young@northworks.example>: Recipient address rejected: User unknown in virtual mailbox table
  now: keep"
is "why, of whom nothing is known" "$(suppression why x@y.example 2>&1; echo $?)" "suppression: nothing is known of it
66"

# check_of WORD...: the exit status of check
check_of () {
    suppression check "$@"
    echo $?
}
is "check: suppressed" "$(check_of Marie.K@maplemail.example)" 1
is "check: on this list" "$(check_of marie.k@maplemail.example news.lists.example)" 1
is "check: not on another" "$(check_of marie.k@maplemail.example other.lists.example)" 0
is "check: not this one" "$(check_of z.novak@northworks.example)" 0
is "check: who is not known" "$(check_of nobody@nowhere.example)" 0
printf '%s\n' a@b.example MARIE.K@maplemail.example ünï@b.example "$(printf '\377')" >addresses
is "check -" "$(suppression check - <addresses | od -c)" "$(grep -av MARIE addresses | od -c)"
is "check - LIST" "$(suppression check - other.lists.example <addresses | wc -l | tr -d ' ')" 4
is "notes" "$(suppression notes 30)" "1 to unsubscribe"
is "notes, nothing new" "$(suppression notes 1)" ""

# ---- The operator knows better ---------------------------------------------------------------------------------------

is "forgive" "$(suppression forgive marie.k@maplemail.example)" \
    "marie.k@maplemail.example news.lists.example: unsubscribe -> keep (-, score 0)"
is "forgive: mail may be sent" "$(check_of marie.k@maplemail.example)" 0
dump >forgiven
suppression import "$inbox" >/dev/null
same "forgive: what was reported before does not come back" forgiven
is "forgive, of whom nothing is known" "$(suppression forgive x@y.example 2>&1; echo $?)" "suppression: nothing is known of it
66"
suppression forget marie.k@maplemail.example
is "forget" "$(dump | grep -c marie.k)" 0
suppression import "$inbox" >/dev/null
same "forget: all comes back where it is reported again" once
for address in $(awk -F '|' '/^event/ { print $4 }' once | sort -u); do
    suppression forget "$address" >/dev/null
done
is "forget all: what is left" "$(dump | grep -v '^tally.*|0|0|0$')" ""
suppression import "$inbox" >/dev/null
same "forget all, and take all again" once

# ---- Days go by ------------------------------------------------------------------------------------------------------

settings days.lua "$dir/days.db"
for day in 01 02 03 04 05; do
    dead "$day" anna@example.com "Tue, $day Sep 2026 12:00:00 +0000"
done >days.mbox
suppression import days.mbox >/dev/null
at () {
    now=2026-09-${1}T12:00:00Z suppression list --csv | sed 1d
}
is "disabled on the fifth day, with a notice" "$(at 05)" \
    "anna@example.com,news.lists.example,warn,5,user-unknown,2026-09-05T12:00:00Z,"
is "no notice on the next" "$(at 06 | cut -d , -f 3)" disable
is "another one after a week" "$(at 12 | cut -d , -f 3)" warn
is "and over after three" "$(at 26 | cut -d , -f 3)" unsubscribe
is "notes: who is to be warned" "$(now=2026-09-12T13:00:00Z suppression notes)" "1 to warn"

settings lease.lua "$dir/lease.db" 'preset = "lease"'
suppression import days.mbox >/dev/null
is "lease: leases" "$(at 05)" \
    "anna@example.com,news.lists.example,suppress,1,user-unknown,2026-09-04T12:00:00Z,2026-09-08T12:00:00Z"
is "lease: it is over by itself" "$(now=2026-09-08T12:00:00Z check_of anna@example.com)" 0
is "lease: not before" "$(now=2026-09-08T11:59:59Z check_of anna@example.com)" 1

printf 'return { db = "%s", preset = "strict" }\n' "$dir/lease.db" >strict.lua
SUPPRESSION_CONFIG=$dir/strict.lua
is "judge: another preset" "$(now=2026-09-10T00:00:00Z suppression judge)" \
    "anna@example.com news.lists.example: keep -> disable (user-unknown, score 1)"

# ---- Bursts ----------------------------------------------------------------------------------------------------------

settings burst.lua "$dir/burst.db" 'preset = "strict"'
for i in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19; do
    report "b$i" "user$i@big.example" failed 5.7.1 "554 5.7.1 blocked using a block list"
done >blocked.mbox
dead d1 carla@big.example >>blocked.mbox
is "nineteen are no burst" "$(suppression import blocked.mbox)" \
    "carla@big.example news.lists.example: keep -> disable (user-unknown, score 1)
20 mails, 20 new events; 0 mails not or not wholly understood"
dump >before
report b20 user20@big.example failed 5.7.1 "554 5.7.1 blocked using a block list" >twentieth.mbox
is "twenty are one: nobody is scored" "$(suppression import twentieth.mbox)" \
    "carla@big.example news.lists.example: disable -> keep (-, score 0)
1 mails, 1 new events; 0 mails not or not wholly understood"
is "the operator is told" "$(now=2026-11-24T00:00:00Z suppression notes)" \
    "$(for scope in @big.example news.lists.example; do
        echo "2026-11-23 $scope: by our own fault mail to 20 failed, of 21 that failed (see: audience);" \
            "no failure there counts on that day"
    done)"
is "why tells it" "$(suppression why carla@big.example | sed -n 2p | tr -s ' ')" \
    " 2026-11-23T14:32:04Z failure hard user-unknown +0 = 0 keep (a burst of failures by our own fault)"
suppression forget user20@big.example >/dev/null
same "without the twentieth it is as before" before
suppression import twentieth.mbox >/dev/null
dump >burst
dead d2 carla@big.example "Tue, 24 Nov 2026 10:00:00 +0000" >next.mbox
is "the next day counts" "$(suppression import next.mbox | head -n 1)" \
    "carla@big.example news.lists.example: keep -> disable (user-unknown, score 1)"
suppression forgive carla@big.example >/dev/null
i=0
while [ $i -lt 200 ]; do
    i=$((i + 1))
    echo "subscriber$i@big.example"
done >subscribers
suppression audience News.lists.example <subscribers
is "audience: twenty of 200 are none" "$(dump | grep -c '^tally.*|1$')" 0
head -n 100 subscribers | suppression audience news.lists.example
is "audience: twenty of 100 are one" "$(dump | grep -c '^tally.*|1$')" 2

settings order.lua "$dir/order.db" 'preset = "strict"'
cat blocked.mbox twentieth.mbox >all.mbox
backwards all.mbox >reverse.mbox
suppression import reverse.mbox >/dev/null
same "a burst, from its end" burst

# ---- From a mail system ----------------------------------------------------------------------------------------------

settings deliver.lua "$dir/deliver.db" 'preset = "strict", patience = 1'
now=2026-11-23T15:00:00Z
dead 1 anna@example.com >dead.eml
is "deliver" "$(deliver dead.eml)" "0 "
dump >delivered
is "deliver: it is suppressed" "$(check_of anna@example.com)" 1
is "deliver: when it came counts" "$(cut -d '|' -f 7 delivered | head -n 1)" "$now"
is "deliver again" "$(deliver dead.eml)" "0 "
same "deliver again changes nothing" delivered
dead 2 bob@example.com >2.eml
is "deliver --list" "$(suppression deliver --list Other <2.eml; dump | grep -c '^event.*|other|')" 1
dead 3 carla@example.com | sed 's/^To: .*/To: x@y.example/' >3.eml
is "deliver --envelope" "$(suppression deliver --envelope more-bounces@lists.example <3.eml
    dump | grep -c '^event.*|more.lists.example|')" 1
is "deliver: of no list, it is held back from all" "$(sed 's/<3@/<5@/; s/carla/emil/' 3.eml | suppression deliver
    check_of emil@example.com any.lists.example)" 1
sed 's/<3@/<4@/' 3.eml >4.eml
is "deliver: ORIGINAL_RECIPIENT" "$(ORIGINAL_RECIPIENT=env-bounces@lists.example suppression deliver <4.eml
    dump | grep -c '^event.*|env.lists.example|')" 1

printf 'From x Mon Nov 23 14:32:04 2026\nFrom: Anna <anna@example.com>\nSubject: a =3D letter\n\nFrom \000\377ä=3D\r\n' \
    >letter.eml
is "a letter" "$(deliver letter.eml)" "0 "
is "a letter is kept" "$(suppression unread | cut -d ' ' -f 2-)" \
    "2026-11-23T15:00:00Z other       Anna <anna@example.com>: a =3D letter"
suppression unread --mbox | sed '1d; $d; s/^>From/From/' >kept.eml
is "as it is" "$(sed 1d letter.eml | od -c)" "$(od -c <kept.eml)"
sed '1s/14:32/14:33/' letter.eml >try.eml
is "a letter again, by another try" "$(deliver try.eml; suppression unread | wc -l | tr -d ' ')" "0 
1"
sed 's/a =3D/another/' letter.eml >another.eml
is "another letter" "$(deliver another.eml; suppression unread | wc -l | tr -d ' ')" "0 
2"
is "notes: mail to read" "$(suppression notes | tail -n 1)" "2 mails that were not understood (see: unread)"
: >empty.eml
is "an empty mail" "$(deliver empty.eml)" "0 "
is "unread --drop" "$(for id in $(suppression unread | cut -d ' ' -f 1); do suppression unread --drop "$id"; done
    suppression unread | wc -l | tr -d ' ')" 0

cat >strange.eml <<'END'
From: MAILER-DAEMON@mx.example.net
To: news-bounces@lists.example
Subject: Gone

We could not bring your mail to dora@example.com. Quxified.
END
deliver strange.eml >/dev/null
is "what no rule understands is kept" "$(suppression unread | wc -l | tr -d ' ')" 1
suppression unread --retry
is "unread --retry: still not understood" "$(suppression unread | wc -l | tr -d ' ')" 1
# a newer version that understands it could not be tried here but by another mail in its place
cat >retry.lua <<'END'
local store = require("store").open(arg[1])
store:run("update unread set message = ?", io.read("a"))
END
sed '1d; s/anna@/erna@/; s/<1@/<9@/' dead.eml |
    LUA_PATH="$top_srcdir/examples/suppression/?.lua;;" $LUA retry.lua "$dir/deliver.db"
suppression unread --retry
is "unread --retry: understood" "$(suppression unread | wc -l | tr -d ' ') $(check_of erna@example.com)" "0 1"

# ---- Whatever fails, no mail is lost ---------------------------------------------------------------------------------

# fails NAME PATTERN: deliver of dead.eml is 75, is silent but for one line with the pattern, which begins with no status code
fails () {
    is "$1: 75, silent" "$(deliver "${3:-dead.eml}")" "75 "
    is "$1: one line" "$(grep -c '' err) $(grep -c "^suppression: .*$2" err)" "1 1"
}
dump >before
lock "$dir/deliver.db"
fails "a locked database" "database is locked"
is "a locked database can be asked" "$(check_of anna@example.com)" 1
unlock
is "and later it goes in" "$(deliver dead.eml)" "0 "

size=$(wc -c <deliver.db)
head -c 300000 /dev/zero | tr '\0' x >big.eml
# a limit on files, which like a full disk fails the write: of the database no more than it has
(trap '' XFSZ; ulimit -f $((size / 512 + 20)); deliver big.eml) >full
is "a full disk: 75, silent" "$(cat full)" "75 "
is "a full disk: one line" "$(grep -c '' err) $(grep -c '^suppression: ' err)" "1 1"
same "a full disk: nothing of it stays" before
if [ "$(id -u)" -eq 0 ] && mkdir small && mount -t tmpfs -o size=256k none small 2>/dev/null; then
    settings small.lua "$dir/small/list.db"
    fails "a full file system" "full" big.eml
    is "a full file system: a small mail still goes in" "$(deliver dead.eml)" "0 "
    umount small
    SUPPRESSION_CONFIG=$dir/deliver.lua
else
    skip "a full file system" "none can be mounted"
fi

# broken NAME PATTERN DATABASE
broken () {
    printf 'return { db = "%s", patience = 1 }\n' "$3" >broken.lua
    SUPPRESSION_CONFIG=$dir/broken.lua
    fails "$1" "$2"
    is "$1: check does not say yes" "$(check_of anna@example.com 2>/dev/null)" 75
    SUPPRESSION_CONFIG=$dir/deliver.lua
}
broken "no such folder" "unable to open" "$dir/none/list.db"
broken "no tables" "no such table" "$dir/new.db"
echo "this is no database, however long one reads" >text.db
broken "no database" "not a database" "$dir/text.db"
nobody="setpriv --reuid=65534 --regid=65534 --clear-groups"
if [ "$(id -u)" -eq 0 ]; then
    chmod 755 "$dir"
    if $nobody test -r "$list" -a -r "$top_builddir/bindings/lua/.libs/bounce.so"; then
        is "a database that may not be written" "$($nobody $LUA "$list" deliver <dead.eml 2>err; echo $?)" 75
        is "a database that may not be written: one line" "$(grep -c '^suppression: .*readonly' err)" 1
    else
        skip "a database that may not be written" "nobody may not read the program"
    fi
else
    chmod 444 deliver.db
    fails "a database that may not be written" "readonly"
    chmod 644 deliver.db
fi
is "no settings: 75" "$(SUPPRESSION_CONFIG=none.lua; deliver dead.eml)" "75 "
is "wrong settings: 78, but of deliver 75" "$(echo 'return { db = "x", treshold = 3 }' >bad.lua; SUPPRESSION_CONFIG=bad.lua
    suppression list 2>&1; echo $?; deliver dead.eml)" "suppression: bad.lua: there is no setting treshold
78
75 "
is "a preset that is not there" "$(echo 'return { db = "x", preset = "no" }' >bad.lua; SUPPRESSION_CONFIG=bad.lua
    suppression list 2>&1)" "suppression: there is no preset no"
is "wrong usage of deliver" "$(suppression deliver --nonsense <dead.eml 2>err; echo $?)" 75
is "no libbounce" "$(LUA_CPATH=';;' LUA_CPATH_5_4=';;'; export LUA_CPATH LUA_CPATH_5_4
    mkdir -p alone; cp "$top_srcdir"/examples/suppression/*.lua alone; echo 'error "not here"' >alone/bounce.lua
    list=alone/suppression.lua; deliver dead.eml)" "75 "
is "the script deliver" "$(PATH=$lua_path:$PATH "${list%/*}/deliver" --list news <dead.eml; echo $?)" 0
is "the script deliver, with no Lua" \
    "$(PATH=/nowhere "${list%/*}/deliver" <dead.eml 2>err; echo "$? $(grep -c '^[245]' err)")" "75 0"
is "wrong usage" "$(suppression nonsense 2>/dev/null; echo $?)" 64
is "too few words" "$(suppression check 2>&1; echo $?)" "suppression: the wrong number of words for check
64"
is "an option of another verb" "$(suppression list --json 2>&1; echo $?)" "suppression: list has no option --json
64"
is "a file that is not there" "$(suppression import none.mbox 2>/dev/null; echo $?)" 66
is "a full output" "$(suppression list --csv >/dev/full 2>/dev/null; echo $?)" 75

# ---- Nothing of this is lost by force --------------------------------------------------------------------------------

now=2026-12-01T00:00:00Z
mails 3000 700 >many.mbox
settings many.lua "$dir/many.db"
suppression import many.mbox >many.out
dump >many
is "made-up reports" "$(tail -n 1 many.out)" "3004 mails, 3000 new events; 0 mails not or not wholly understood"
is "made-up reports: bursts" "$(grep -c '^tally.*|1$' many)" 2
suppression judge
same "made-up reports: to judge again changes nothing" many

# The half is given and no more, until events are in the database: it is killed while it reads; and then at other times
settings killed.lua "$dir/killed.db"
mkfifo pipe
suppression import - <pipe >/dev/null 2>&1 &
exec 3>pipe
head -c 800000 many.mbox >&3
while [ "$(dump | grep -c '^event')" -lt 200 ]; do sleep 0.1; done
kill -9 $!
exec 3>&-
wait $! 2>/dev/null
is "kill -9: some are in" "$(dump | awk '/^event/ { n++ } END { print (n >= 200 && n < 3000) }')" 1
for seconds in 0.1 0.3 0.5 0.7 0.9; do
    suppression import many.mbox >/dev/null 2>&1 &
    sleep "$seconds"
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
done
suppression import many.mbox >/dev/null
same "kill -9, and again: the same" many

settings two.lua "$dir/two.db"
backwards many.mbox >reverse.mbox
suppression import many.mbox >/dev/null 2>one.err &
suppression import reverse.mbox >/dev/null 2>other.err
is "two at once: the second" "$? $(cat other.err)" "0 "
wait $!
is "two at once: the first" "$? $(cat one.err)" "0 "
same "two at once: the same" many

# ---- Who has a token -------------------------------------------------------------------------------------------------

now=2026-11-23T15:00:00Z
settings keys.lua "$dir/keys.db" 'preset = "strict", keys = { "correct horse battery staple" }'
verp=$($LUA -e 'print(require "bounce".verp_make("correct horse battery staple", "news-bounces@lists.example", "anna@example.com",
    1795446000))')
deliver dead.eml >/dev/null
is "no token: not believed" "$(check_of anna@example.com)" 0
is "no token: the operator is told" "$(suppression notes)" "1 reports without a token, which count for nothing"
is "no token: why" "$(suppression why anna@example.com | sed -n 2p | tr -s ' ')" \
    " 2026-11-23T15:00:00Z failure hard user-unknown +0 = 0 keep (not signed)"
i=0
while [ $i -lt 20 ]; do
    i=$((i + 1))
    report "t$i" "user$i@big.example" failed 5.7.1 "554 5.7.1 blocked using a block list"
done >forged.mbox
suppression import forged.mbox >/dev/null
is "no token: no burst either" "$(dump | grep -c '^tally')" 0
dead 7 forward@other.example >7.eml
suppression deliver --envelope "$verp" <7.eml
is "a token in the envelope: believed, of whom it is for" "$(check_of anna@example.com) $(check_of forward@other.example)" "1 0"

# ---- Floods ----------------------------------------------------------------------------------------------------------

now=2026-12-01T00:00:00Z
settings flood.lua "$dir/flood.db"
i=0
while [ $i -lt 120 ]; do
    i=$((i + 1))
    dead "f$i" anna@example.com
done >flood.mbox
dead next anna@example.com "Tue, 24 Nov 2026 10:00:00 +0000" >>flood.mbox
is "a flood of reports on one address" "$(suppression import flood.mbox)" \
    "121 mails, 101 new events; 0 mails not or not wholly understood"

# ---- Strangers' words ------------------------------------------------------------------------------------------------

settings words.lua "$dir/words.db" 'preset = "strict"'
report 1 "o'anna@example.com" failed 5.1.1 "550 5.1.1 '); drop table event; -- $(printf '\033')[31m User unknown" \
    >words.mbox
dead 2 "-1@example.com" >>words.mbox
dead 3 "+1@example.com" >>words.mbox
suppression import words.mbox >/dev/null
is "SQL is only words" "$(dump | grep -c "^event.*o'anna@example.com.*'); drop table event; -- ")" 1
is "no formula in CSV" "$(suppression list --csv | cut -d , -f 1 | grep -c "^[\"]*[=+@-]")" 0
is "formulas are kept as words" "$(suppression list --csv | grep -c "^\"'[+-]")" 2
is "no control character" "$(suppression why "o'anna@example.com" | tr -d '\n' | grep -c '[[:cntrl:]]')" 0
is "but what was said" "$(suppression why "o'anna@example.com" | grep -c 'drop table')" 1

# ---- docs/suppression.md ---------------------------------------------------------------------------------------------

document=$top_srcdir/docs/suppression.md

# block LANGUAGE [N]: the Nth block of code in that language
block () {
    awk -v fence='```'"$1" -v n="${2:-1}" '/^```/ { on = $0 == fence && ++found == n; next } on' "$document"
}

block lua | sed "s|/var/lib/suppression/list.db|$dir/document.db|; s|/etc/bounce.rules|$dir/my.rules|" >document.lua
: >my.rules
SUPPRESSION_CONFIG=$dir/document.lua
is "the settings" "$(suppression init 2>&1; suppression list 2>&1)" ""

settings console.lua "$dir/console.db"
rm -f console.db
cd "$top_srcdir" || exit 1
block console | sed -n 's/^\$ suppression //p' >"$dir/commands"
while read -r words; do
    block console | awk -v command="\$ suppression $words" '/^\$ / { on = $0 == command; next } on' >"$dir/wanted"
    is "$words" "$(eval "suppression $words" 2>&1)" "$(cat "$dir/wanted")"
done <"$dir/commands"
cd "$dir" || exit 1

# What stands in blocks for the shell is run where what it needs is there, but for what installs.
bounce () {
    "$BOUNCE" "$@"
}
ID=none
echo anna@example.com >subscribers
for block in 4 5 6; do
    block sh "$block" | grep 'suppression' | sed 's/ID$/"$ID"/' >"block$block"
    is "block $block is not empty" "$(test -s "block$block" && echo yes)" yes
    is "block $block" "$(. ./"block$block" 2>&1 | grep -v '^mail may be sent$\|^bounce: '; grep -c . recipients 2>/dev/null)" \
        "$(test "$block" = 4 || echo 1)"
done

# The lines for Postfix, with the program that is here
sed -n 's/^  user=suppression argv=//p; s/^  --envelope ${original_recipient}$/--envelope a@b.example/p' "$document" |
    tr '\n' ' ' >service
sed -n 's/^news-bounces: "|\(.*\)"$/\1/p' "$document" >alias
for line in service alias; do
    sed "s|^/usr/local/share/libbounce/suppression/|${list%/*}/|" "$line" >run
    is "Postfix: the $line is there" "$(grep -c "^${list%/*}/deliver --list news.lists.example" run)" 1
    is "Postfix: the $line" "$(PATH=$lua_path:$PATH sh ./run <dead.eml; echo $?)" 0
done

echo "1..$n"
