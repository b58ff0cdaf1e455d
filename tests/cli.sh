#!/bin/sh
# cli.sh: the command `bounce`, from the outside. What a response means is pinned by rules of the test's own, so that a better
# built-in rule breaks nothing here.
. "$(dirname "$0")/command.sh"
: "${top_builddir:=$OLDPWD/build}"

# exits NAME STATUS STDERR: how the last run ended
exits() {
    is "$1: status" "$status" "$2"
    is "$1: stderr" "$(cat err)" "$3"
}

squeezed() {
    tr -s ' ' <"$1"
}

# ---- Mail ------------------------------------------------------------------------------------------------------------

# report SUBJECT ADDRESS ACTION STATUS DIAGNOSTIC
report() {
    cat <<END
From: Mail Delivery System <mailer-daemon@example.com>
To: list-bounces@example.com
Subject: $1
Date: Mon, 23 Nov 2026 14:32:04 +0000
Message-ID: <report@example.com>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is a report.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; $2
Action: $3
Status: $4
Remote-MTA: dns; mx.example.net
Diagnostic-Code: smtp; $5

--b--
END
}

report 'Undelivered Mail' jane@example.com failed 5.1.1 '550 5.1.1 no such whale' >hard.eml
report 'Undelivered Mail' joe@example.com failed 5.2.2 '552 5.2.2 the whale is full' >soft.eml
report 'Delayed Mail' joe@example.com delayed 4.2.2 '452 4.2.2 the whale is full' >delay.eml
report 'Delivered Mail' ann@example.com delivered 2.1.5 '250 2.1.5 Ok' >delivery.eml
report '=HYPERLINK("http://example.com")' +1@example.com failed 5.1.1 '550 5.1.1 no such whale, "blue"' >formula.eml
esc=$(printf '\033')
csi=$(printf '\302\233')
rlo=$(printf '\342\200\256')
report "Mail ${esc}]0;title $rlo" jane@example.com failed 5.1.1 "550 5.1.1 no such whale ${esc}[2J ${csi}31m ${rlo}live" >terminal.eml

cat >vacation.eml <<'END'
From: Ann <ann@example.com>
To: list-bounces@example.com
Subject: Out of office
Date: Mon, 23 Nov 2026 14:32:04 +0000
Message-ID: <vacation@example.com>
Auto-Submitted: auto-replied

I am away until Monday.
END

cat >other.eml <<'END'
From: Bob <bob@example.com>
To: list@example.com
Subject: Lunch?
Date: Mon, 23 Nov 2026 14:32:04 +0000
Message-ID: <lunch@example.com>

Shall we have lunch on Friday?
END

cat >complaint.eml <<'END'
From: <fbl@example.net>
To: <abuse@example.com>
Subject: Complaint
Date: Mon, 23 Nov 2026 14:32:04 +0000
Message-ID: <complaint@example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is a complaint.

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Example/1.0
Version: 1
Original-Rcpt-To: <jane@example.com>

--b
Content-Type: message/rfc822

From: <list@example.com>
To: <jane@example.com>
Subject: News
Date: Mon, 23 Nov 2026 14:00:00 +0000
Message-ID: <news@example.com>

News.

--b--
END

for mail in hard soft soft delay delivery vacation other complaint; do
    echo 'From MAILER-DAEMON Mon Nov 23 14:32:04 2026'
    cat $mail.eml
    echo
done >all.mbox

cat >site.rules <<'END'
scope site
    text "whale"

user-unknown "no such whale"
    > 550 5.1.1 no such whale

mailbox-full "the whale is full"
    > 552 5.2.2 the whale is full
END

# ---- Verbs, options, help --------------------------------------------------------------------------------------------

run
is 'no verb: status' "$status $(wc -c <out)" '64 0'
cp err none
run help
is 'no verb: the verbs of the help' "$(sed 1,2d none)" "$(sed -n '/^Usage/,/^.bounce help VERB/p' out)"
is 'no verb: a complaint' "$(head -n 1 none)" 'bounce: what is to be done?'
run raed
exits 'mistyped verb' 64 "bounce: unknown verb 'raed'; did you mean 'read'?"
run class
exits 'begin of a verb' 64 "bounce: unknown verb 'class'; did you mean 'classify'?"
run frobnicate
exits 'unknown verb' 64 "bounce: unknown verb 'frobnicate'; see 'bounce help'"
run all.mbox
exits 'a path for a verb' 64 "bounce: unknown verb 'all.mbox'; did you mean 'bounce read all.mbox'?"
run "${esc}[2J"
exits 'a verb that steers the terminal' 64 "bounce: unknown verb '\\x1b[2J'; see 'bounce help'"
run --versoin
exits 'mistyped option' 64 'bounce: unknown option --versoin; did you mean --version?'
run --json
exits 'option in front of the verb' 64 "bounce: unknown option --json; options stand behind the verb, see 'bounce help'"
run read --jsn all.mbox
exits 'mistyped option of a verb' 64 'bounce: read: unknown option --jsn; did you mean --json?'
is 'a wrong option prints nothing' "$(cat out)" ''
run codes --frobnicate
exits 'unknown option of a verb' 64 "bounce: codes: unknown option --frobnicate; see 'bounce help codes'"
run read --rules
exits 'option without its value' 64 "bounce: read: Missing argument for --rules; see 'bounce help read'"
run read --json --csv all.mbox
exits 'two formats' 64 'bounce: read: choose one of --text, --json, --csv, --fields, --format and --stats; --csv and --fields go together'
run read --width=-1 all.mbox
exits 'width below 0' 64 'bounce: read: --width is below 0'

printf 'Your mail was not delivered.\n\n<anna@example.com>:\n550 5.1.1 no such user\n' >body.txt
run read --csv body.txt
is 'a text without a header is no bounce' "$(tail -n 1 out | cut -d, -f 3,7)" 'other,'
run read --csv --body body.txt
is 'read --body: it is one' "$(tail -n 1 out | cut -d, -f 3,7,11,13)" 'bounce,anna@example.com,550,user-unknown'
run --version
exits 'version' 0 ''
is 'version: form' "$(sed 's/[0-9][0-9.]*$/N/' out)" 'bounce N'
run help
cp out help
exits 'help' 0 ''
is 'help begins with examples' "$(head -n 1 out)" 'Examples:'
is 'help names the verbs' "$(sed -n '/^Verbs:/,/^$/s/^  \([a-z]*\) .*/\1/p' out | paste -sd ' ' -)" 'read report explain classify unknown codes rules help'
run --help
is '--help is help' "$(cat out)" "$(cat help)"
run -h
is '-h is help' "$(cat out)" "$(cat help)"
for verb in read report classify codes rules help; do
    run help $verb
    cp out help
    is "help $verb begins with examples" "$status $(head -n 1 out)" '0 Examples:'
    run $verb --help
    is "$verb --help" "$status $(cat out)" "0 $(cat help)"
    run $verb -h
    is "$verb -h" "$status $(cat out)" "0 $(cat help)"
done
run help raed
exits 'help of a mistyped verb' 64 "bounce: unknown verb 'raed'; did you mean 'read'?"

# ---- read: text ------------------------------------------------------------------------------------------------------

run read --rules site.rules all.mbox
exits 'read' 0 ''
is 'read: text' "$(squeezed out)" 'ACTION SEVERITY REASON ADDRESS STATUS FAULT HOST DIAGNOSTIC
failed hard user-unknown jane@example.com 5.1.1 550 recipient mx.example.net 550 5.1.1 no such whale
failed soft mailbox-full joe@example.com 5.2.2 552 recipient mx.example.net 552 5.2.2 the whale is full
failed soft mailbox-full joe@example.com 5.2.2 552 recipient mx.example.net 552 5.2.2 the whale is full
delayed none mailbox-full joe@example.com 4.2.2 452 recipient mx.example.net 452 4.2.2 the whale is full
delivered none - ann@example.com 2.1.5 250 - mx.example.net 250 2.1.5 Ok
auto-reply from Ann <ann@example.com>: Out of office
other from Bob <bob@example.com>: Lunch?
feedback none abuse jane@example.com - - - Complaint

8 messages read
 3 bounce
 1 other
 1 delay
 1 delivery
 1 feedback
 1 auto-reply
6 recipients by severity
 3 none
 2 soft
 1 hard
6 recipients by reason
 3 mailbox-full
 2 none
 1 user-unknown'
is 'read: the columns stand below their titles' "$(sed -n '1p;2p' out)" \
    'ACTION       SEVERITY  REASON                ADDRESS                               STATUS       FAULT      HOST                      DIAGNOSTIC
failed       hard      user-unknown          jane@example.com                      5.1.1 550    recipient  mx.example.net            550 5.1.1 no such whale'
cp out text
run read --text --rules site.rules all.mbox
is 'read: --text is the default' "$(cat out)" "$(cat text)"
run read --rules site.rules hard.eml other.eml - hard.eml
is 'read: several paths, "-" among them' "$(sed -n '/messages\{0,1\} read/,/by/p' out)" '3 messages read
       2  bounce
       1  other
2 recipients by severity'
input=hard.eml
run read --rules site.rules
is 'read: the standard input' "$status $(sed -n 2p out | cut -c1-46)" '0 failed       hard      user-unknown          j'
input=/dev/null

# The summary accounts for every message and recipient.
counted() {
    awk -v title="$1" '/^[0-9]/ { on = index ($0, title); if (on) total = $1; next } on { sum += $1 } END { print total, sum }' text
}
is 'summary: messages = sum of kinds' "$(counted 'messages read')" '8 8'
is 'summary: recipients = sum of severities' "$(counted 'by severity')" '6 6'
is 'summary: recipients = sum of reasons' "$(counted 'by reason')" '6 6'

# ---- read: what strangers write --------------------------------------------------------------------------------------

run read --rules site.rules terminal.eml
is 'read: no control reaches the terminal' "$status $(tr -d '\n\040-\176' <out | od -An -c)" '0 '
run read --json terminal.eml
is 'read --json: no control either, but bidi is text' "$(tr -d '\n\040-\176' <out | sed "s/$rlo//g" | od -An -c)" ''
run read --csv terminal.eml
is 'read --csv: no control either' "$(grep -c "$esc\|$csi" out)" 0

# ---- read: width -----------------------------------------------------------------------------------------------------

for width in 1 20 40 60 80 100 132 200; do
    run read --rules site.rules --width=$width all.mbox
    is "read: lines of $width columns" \
        "$(sed '/^$/,$d; s/…/./g' out | awk -v w=$width 'length > (w < 11 ? 11 : w)' | wc -l | tr -d ' ') $(sed '/^$/,$d' out | wc -l | tr -d ' ')" '0 9'
done
run read --rules site.rules --width=80 formula.eml hard.eml
is 'read: 80 columns' "$(sed '/^$/,$d' out)" 'ACTION       SEVERITY  REASON                ADDRESS                 STATUS
failed       hard      user-unknown          +1@example.com          5.1.1 550
failed       hard      user-unknown          jane@example.com        5.1.1 550'
run classify --rules site.rules --width=112 '漢字漢字漢字漢字漢字漢字'
is 'wide characters are two columns' "$(sed 's/.*  //' out)" '漢字漢字漢字漢字漢…'

# ---- read: CSV -------------------------------------------------------------------------------------------------------

run read --csv --rules site.rules hard.eml other.eml formula.eml
exits 'read --csv' 0 ''
is 'read --csv: rows' "$(cat out)" 'source,offset,kind,date,message_id,subject,address,final_address,action,status,reply,command,reason,severity,fault,confidence,remote_mta,diagnostic,rule
hard.eml,0,bounce,2026-11-23T14:32:04+00:00,report@example.com,Undelivered Mail,jane@example.com,jane@example.com,failed,5.1.1,550,,user-unknown,hard,recipient,high,mx.example.net,550 5.1.1 no such whale,site/user-unknown
other.eml,0,other,2026-11-23T14:32:04+00:00,lunch@example.com,Lunch?,,,,,,,,,,,,,
formula.eml,0,bounce,2026-11-23T14:32:04+00:00,report@example.com,"'"'"'=HYPERLINK(""http://example.com"")","'"'"'+1@example.com","'"'"'+1@example.com",failed,5.1.1,550,,user-unknown,hard,recipient,high,mx.example.net,"550 5.1.1 no such whale, ""blue""",site/user-unknown'
run read --csv /dev/null
is 'read --csv: nothing is a header' "$status $(wc -l <out | tr -d ' ')" '65 1'

# ---- read: JSON ------------------------------------------------------------------------------------------------------

run read --json --rules site.rules all.mbox
exits 'read --json' 0 ''
is 'read --json: a line a message' "$(sed -n 's/^{"v":1,"source":"all.mbox","offset":.*"kind":"\([a-z-]*\)".*}$/\1/p' out | paste -sd ' ' -)" \
    'bounce bounce bounce delay delivery auto-reply other feedback'
is 'read --json: the verdict' "$(head -n 1 out | grep -c '"reason":"user-unknown","severity":"hard","fault":"recipient"')" 1

# ---- read: exit statuses ---------------------------------------------------------------------------------------------

run read
exits 'empty standard input' 65 'bounce: no mail that can be read'
is 'empty standard input: output' "$(cat out)" '0 messages read
0 recipients'
run read --json
is 'empty standard input: --json' "$status $(cat out)" '65 '
mkdir -p years/2025 idle/cur idle/new idle/tmp
cp hard.eml years/2025
for verb in 'read --json' explain unknown report; do
    # shellcheck disable=SC2086 # several words
    run $verb idle years
    exits "$verb: only folders in a folder" 65 'bounce: no mail that can be read; folders in a folder are not entered: years/2025'
    # shellcheck disable=SC2086
    run $verb idle
    exits "$verb: an empty Maildir" 65 'bounce: no mail that can be read'
done
run read --rules site.rules hard.eml nowhere soft.eml
is 'a missing path among good ones: status' "$status" 66
is 'a missing path among good ones: told once' "$(grep -c '^bounce: .*nowhere' err) $(wc -l <err | tr -d ' ')" '1 1'
is 'a missing path among good ones: the others are read' "$(sed -n '/read$/p' out)" '2 messages read
1 path could not be read'
run read nowhere
is 'only a missing path' "$status $(wc -l <err | tr -d ' ')" '66 1'
mkdir -p Maildir/new Maildir/cur Maildir/tmp
ln -s nowhere Maildir/new/1.broken
run read Maildir
is 'all unreadable: status' "$status" 65
is 'all unreadable: accounted for' "$(sed -n '/read$/,$p' out)" '1 message read
       1  unreadable
0 recipients'
cp hard.eml Maildir/cur/2.good
run read --json Maildir
is 'one of two unreadable' "$status $(wc -l <out | tr -d ' ')" '0 2'
printf '\3757zXZ\0\0\4\346\326\264F' >mail.xz
run read mail.xz
is 'no mail but binary data: status' "$status" 65
is 'no mail but binary data: told' "$(sed -n 's/^unreadable *//p' out)" \
    'mail.xz, byte 0: no mail but binary data; of what is compressed only gzip is unpacked'
run read mail.xz hard.eml
is 'no mail but binary data, and mail' "$status $(grep -c '^failed' out)" '0 1'
input=/
run read
is 'a read error: status' "$status" 74
is 'a read error: told' "$(grep -c '^bounce: ' err)" 1
input=/dev/null
run read --rules nowhere hard.eml
is 'a missing rule file' "$status $(grep -c '^bounce: .*nowhere' err) $(cat out)" '66 1 '
echo 'no-such-reason "some phrase"' >bad.rules
run read --rules bad.rules hard.eml
is 'a bad rule file' "$status $(grep -c '^bounce: .*bad.rules' err) $(cat out)" '78 1 '

# ---- Output that cannot be written -----------------------------------------------------------------------------------

if [ -c /dev/full ]; then
    for arguments in 'read all.mbox' 'read --json all.mbox' 'read --csv all.mbox' 'explain all.mbox' 'unknown all.mbox' \
        'classify 550' codes rules help --version; do
        # shellcheck disable=SC2086 # several words
        "$BOUNCE" $arguments >/dev/full 2>err
        is "full disk: $arguments" "$? $(cat err)" '74 bounce: standard output: No space left on device'
    done
fi
"$BOUNCE" read --json hard.eml >&- 2>err
is 'closed standard output' "$? $(cat err)" '74 bounce: standard output: Bad file descriptor'
(
    trap '' PIPE
    # shellcheck disable=SC2034 # only counts
    for i in 1 2 3 4 5 6 7 8 9; do cat all.mbox all.mbox all.mbox; done >many.mbox
    { "$BOUNCE" read --json many.mbox 2>err; echo $? >code; } | :
)
is 'closed pipe: no noise' "$(cat code err)" 74
for arguments in 'read --json --jobs=1 many.mbox' 'read --json --jobs=2 many.mbox' 'explain many.mbox' 'report many.mbox' rules; do
    # shellcheck disable=SC2086 # several words
    { "$BOUNCE" $arguments 2>err; echo $? >code; } | :
    is "closed pipe: $arguments" "$(cat code err)" 74
done

# ---- classify --------------------------------------------------------------------------------------------------------

run classify --rules site.rules '550 5.1.1 no such whale'
exits 'classify' 0 ''
is 'classify: text' "$(cat out)" 'hard  user-unknown          recipient  high    5.1.1 550         site/user-unknown           "no such whale"                 550 5.1.1 no such whale'
run classify site.rules
exits 'classify: the name of a file' 0 "bounce: site.rules is a file; its lines are judged by 'bounce classify < site.rules'"
run classify --json --rules site.rules '550 5.1.1 no such whale'
is 'classify: JSON' "$(cat out)" '{"text":"550 5.1.1 no such whale","status":"5.1.1","reply":550,"command":null,"reason":"user-unknown","severity":"hard","fault":"recipient","confidence":"high","evidence":{"rule":"site/user-unknown","from":"diagnostic","text":"no such whale"},"remote_mta":null}'
run classify --json --host mx.example.net --rules site.rules 'the whale is full'
is 'classify: --host' "$(sed 's/.*"remote_mta"/"remote_mta"/' out)" '"remote_mta":"mx.example.net"}'
printf '550 5.1.1 no such whale\r\n\nx\000y\377 \033[2J\nthe whale is full' >lines
input=lines
run classify --json --rules site.rules
exits 'classify: lines' 0 ''
is 'classify: an object a line' "$(sed 's/^{"text":\(.*\),"status".*/\1/' out)" '"550 5.1.1 no such whale"
null
"x y� \u001b[2J"
"the whale is full"'
run classify --rules site.rules
is 'classify: a line a line' "$(sed 's/.*  //' out)" '550 5.1.1 no such whale
-
x y� \x1b[2J
the whale is full'
(sleep 0.2 && cat lines) | "$top_builddir/tests/limits" --nonblocking "$BOUNCE" classify --json >out 2>err
is 'classify: a standard input that does not wait' "$(wc -l <out | tr -d ' ') $(cat err)" '4 '
printf '\n' >lines
run classify --json
is 'classify: an empty line is one' "$(wc -l <out | tr -d ' ')" 1
input=/dev/null
run classify --json
is 'classify: no line' "$status $(cat out)" '0 '
run classify --json -- --json ''
is 'classify: a text that looks like an option, and an empty one' "$(sed 's/,"status".*//' out)" '{"text":"--json"
{"text":null'
input=/
run classify
exits 'classify: a read error' 74 'bounce: standard input: Is a directory'
input=/dev/null

# Who asks through two pipes gets an answer to a line before the next is sent.
{
    echo '550 5.1.1 no such whale'
    tries=0
    while [ ! -s answer ] && [ $tries -lt 100 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    cp answer early
} | "$BOUNCE" classify --json >answer
is 'classify: answers at once' "$(wc -l <early | tr -d ' ')" 1

# ---- codes -----------------------------------------------------------------------------------------------------------

field() {
    sed -n "s/^    $1  *//p" out | sed 's/:.*//'
}
run codes 5.7.26
exits 'codes' 0 ''
is 'codes: the row for any class' "$(sed -n '1s/ .* / /p' out)" '5.7.26 (x.7.26)'
is 'codes: reason, fault, severity, reference' "$(field reason) $(field fault) $(field severity) $(field reference)" \
    'auth-failure sender soft RFC7372'
run codes x.1.1
is 'codes: both classes' "$(field severity)" 'soft in class 4, hard in class 5'
run codes 5.1.1 4.1.1 X.1.1
is 'codes: several' "$(field severity | paste -sd '|' -)" 'hard|soft|soft in class 4, hard in class 5'
run codes 550 5.7.999 nonsense 421
exits 'codes: unknown ones' 1 "bounce: no table has the code '5.7.999'; its subject is x.7.x
bounce: no table has the code 'nonsense'"
is 'codes: the others are answered' "$(sed -n 's/^\([0-9][0-9]*\)  .*/\1/p' out | paste -sd ' ' -)" '550 421'
run codes --json 5.7.26 x.7.26
is 'codes: JSON' "$(sed 's/"name".*"reason"/"reason"/; s/"reference".*/}/' out)" \
    '{"code":"5.7.26","row":"x.7.26","reason":"auth-failure","fault":"sender","severity":"soft","transient":"soft","permanent":"soft",}
{"code":"x.7.26","row":"x.7.26","reason":"auth-failure","fault":"sender","severity":null,"transient":"soft","permanent":"soft",}'
run codes
exits 'codes: all' 0 ''
is 'codes: the table' "$(sed -n '1p;/^x\.1\.1 /p' out | awk '{ print $1, $2, $3, $4 }')" 'CODE REASON 4xx 5xx
x.1.1 user-unknown soft hard'
rows=$(($(wc -l <out) - 1))
run codes --json
is 'codes: as many objects as rows' "$(wc -l <out | tr -d ' ')" "$rows"

# ---- rules -----------------------------------------------------------------------------------------------------------

run rules
exits 'rules' 0 ''
is 'rules: prints the built-in ones' "$(grep -c '^scope any' out | sed 's/^[1-9].*/some/')" some
is 'rules: none of ours' "$(grep -c whale out)" 0
run rules site.rules
is 'rules FILE: ours are in front' "$(grep '^user-unknown' out | head -n 1)" 'user-unknown "no such whale"'
run rules --rules site.rules
is 'rules --rules FILE' "$(grep -c '^user-unknown "no such whale"' out)" 1
run rules --check
exits 'rules --check' 0 ''
builtin=$(sed 's/ .*//' out)
is 'rules --check: counts them' "$(cat out)" "$builtin rules ok"
run rules --check site.rules
is 'rules --check FILE' "$status $(cat out)" "0 $((builtin + 2)) rules ok"
cat >wrong.rules <<'END'
scope any

user-unknown "a phrase that its example lacks"
    > 550 something else
END
run rules --check wrong.rules
is 'rules --check: a wrong example' "$status $(grep -c '^wrong.rules:' out) $(grep -c ok out)" '1 1 0'
run rules --check bad.rules
is 'rules --check: no rule file' "$status $(grep -c '^bounce: .*bad.rules' err) $(cat out)" '1 1 '
run rules bad.rules
is 'rules: no rule file' "$status $(cat out)" '78 '
run rules --check nowhere site.rules
is 'rules: a missing file' "$status $(grep -c '^bounce: .*nowhere' err) $(cat out)" '66 1 '

echo "1..$n"
