#!/bin/sh
# cli-read.sh: what `bounce read` is asked for: fields, formats, selections, lists of paths, records, numbers, colour, progress
. "$(dirname "$0")/command.sh"
: "${top_builddir:=$OLDPWD/build}"

# ---- Mail ------------------------------------------------------------------------------------------------------------

# report SUBJECT DATE, and a line "ADDRESS ACTION STATUS" for each recipient on the standard input
report() {
    printf 'From: mailer-daemon@example.com\nTo: list-bounces@example.org\nSubject: %s\nDate: %s\n' "$1" "$2"
    printf 'Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n'
    printf 'Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n'
    while read -r address action status; do
        printf '\nFinal-Recipient: rfc822; %s\nAction: %s\nStatus: %s\n' "$address" "$action" "$status"
    done
    printf '\n--b\nContent-Type: text/rfc822-headers\n\nSubject: The news\nMessage-ID: <news@example.org>\n\n--b--\n'
}

report Three 'Mon, 23 Nov 2026 14:32:04 +0000' >three.eml <<'END'
ann@a.example failed 5.1.1
bob@b.a.example failed 5.2.2
cid@ba.example failed 5.1.2
END
report Late 'Tue, 24 Nov 2026 00:30:00 +0100' >late.eml <<'END'
dan@D.example delayed 4.2.2
END
report Undated 'no date' >undated.eml <<'END'
eve@e.example failed 5.7.1
END
printf 'From: Ann <ann@example.com>\nSubject: Away\nDate: Sun, 22 Nov 2026 10:00:00 +0000\nAuto-Submitted: auto-replied\n\nI am away.\n' >away.eml
all='three.eml late.eml undated.eml away.eml'

# lines of the last output, "|" between them, and a space for a tab
lines() {
    tr '\t' ' ' <out | paste -sd '|' -
}

# ---- Fields and formats ----------------------------------------------------------------------------------------------

# shellcheck disable=SC2086 # a list of words, here and below
run read --fields kind,address,status,reply $all
is 'read --fields' "$(lines)" \
    'bounce ann@a.example 5.1.1 |bounce bob@b.a.example 5.2.2 |bounce cid@ba.example 5.1.2 |delay dan@D.example 4.2.2 |bounce eve@e.example 5.7.1 |auto-reply   '
# shellcheck disable=SC2086
run read --fields domain $all
is 'read --fields: what tells nothing has no line' "$(lines)" 'a.example|b.a.example|ba.example|D.example|e.example'
run read --csv --fields address,domain three.eml
is 'read --csv --fields' "$(lines)" 'address,domain|ann@a.example,a.example|bob@b.a.example,b.a.example|cid@ba.example,ba.example'
run read --format '{address}: {original_subject}, {{{status}}}\t\\{reply}\n.' three.eml
is 'read --format' "$(lines)" \
    'ann@a.example: The news, {5.1.1} \|.|bob@b.a.example: The news, {5.2.2} \|.|cid@ba.example: The news, {5.1.2} \|.'
run read --format 'x } \q {kind}' three.eml
is 'read --format: what is no escape stands' "$(head -n 1 out)" 'x } \q bounce'
sed 's/^Subject: Three/Subject: a\tb =?utf-8?q?=1b=5b2J_=E2=80=AElive?=/' three.eml >hostile.eml
run read --fields subject,address hostile.eml
is 'read --fields: one line, and no terminal is steered' "$(head -n 1 out)" "$(printf 'a b \\x1b[2J \\u202elive\tann@a.example')"
run read --fields adress three.eml
is 'read --fields: unknown' "$status $(cat err)" "64 bounce: --fields: unknown word 'adress'; did you mean 'address'?"
run read --fields address, three.eml
is 'read --fields: empty' "$status $(cat err)" "64 bounce: --fields: unknown word ''; see 'bounce help fields'"
run read --fields '' three.eml
is 'read --fields: none' "$status $(cat err)" "64 bounce: --fields: unknown word ''; see 'bounce help fields'"
run read --format 'to {adress}' three.eml
is 'read --format: unknown' "$status $(cat err)" "64 bounce: --format: unknown word 'adress'; did you mean 'address'?"
for format in json csv text fields; do
    run read --format $format three.eml
    is "read --format $format" "$status $(cat err)" "64 bounce: --format: '$format' has no field, such as {address}; did you mean --$format?"
done
run read --format '\n' three.eml
is 'read --format: no field' "$status $(cat err)" "64 bounce: --format: '\\n' has no field, such as {address}"
run read --format 'to {address' three.eml
is 'read --format: open' "$status $(cat err)" "64 bounce: --format: no '}' follows on '{address'; '{{' stands for a brace"
run help fields
for field in $(cat out); do
    run read --fields "$field" three.eml
    is "field $field" "$status $(cat err)" '0 '
done
is 'fields are many' "$n" "$((n > 40 ? n : 40))"

# ---- Selections ------------------------------------------------------------------------------------------------------

# selects WANTED OPTION...: the addresses that are left; of the message that has none its kind
selects() {
    wanted=$1
    shift
    # shellcheck disable=SC2086
    run read --format '{address}{kind}' "$@" $all
    is "read $*" "$(sed 's/@.*//' out | paste -sd ' ' -)" "$wanted"
}

selects 'ann bob cid dan eve auto-reply'
selects 'ann bob cid eve' --kind bounce
selects 'dan auto-reply' --kind delay,auto-reply
selects 'dan auto-reply' --kind delay --kind auto-reply
selects 'ann cid' --severity hard
selects 'ann dan' --severity none --severity hard --domain a.example,d.example --reason user-unknown,mailbox-full
selects 'bob dan' --reason mailbox-full
selects 'cid' --fault domain
selects 'ann bob' --domain a.example
selects 'dan' --domain d.EXAMPLE
selects 'ann bob cid dan eve' --domain example
selects '' --domain ample,nn@a.example
selects 'ann bob cid dan' --since 2026-11-23
selects 'dan' --since 2026-11-23T15:00:00Z
selects 'dan' --since 2026-11-23T15:32:05+01:00
selects 'ann bob cid auto-reply' --until 2026-11-23T15:00:00Z
selects 'auto-reply' --until 2026-11-22
selects 'ann bob cid dan auto-reply' --until 2026-11-23
selects 'bob' --severity soft --until 2026-11-23
now=$(date -u '+%a, %d %b %Y %H:%M:%S +0000')
echo 'fay@f.example failed 5.1.1' | report Now "$now" >now.eml
sed 's/^Date: .*/Date: Mon, 1 Jan 2001 00:00:00 +0000/; s/fay/old/' now.eml >old.eml
run read --fields address --since 2h now.eml old.eml
is 'read --since: so long ago' "$(lines)" 'fay@f.example'
run read --fields address --until 1w now.eml old.eml
is 'read --until: so long ago' "$(lines)" 'old@f.example'

run read --json --severity hard three.eml late.eml
is 'read --json: a report has only the recipients that are asked for' \
    "$(sed 's/"recipients":.*//' out | grep -c '"subject":"Three"') $(grep -o '"severity":"[a-z]*"' out | paste -sd ' ' -)" \
    '1 "severity":"hard" "severity":"hard"'
# shellcheck disable=SC2086
run read --severity hard $all
is 'read: the summary tells what was read and what is told' "$(sed -n '/^$/,$p' out | tr -s ' ' | paste -sd '|' -)" \
    '|4 messages read, 1 selected| 1 bounce|2 recipients by severity| 2 hard|2 recipients by reason| 1 user-unknown| 1 host-unknown'
run read --severity hard late.eml
is 'read: nothing of it is asked for' "$status $(cat err) $(sed 1d out | paste -sd '|' -)" \
    '0  1 message read, 0 selected|0 recipients'
for i in $(seq 60); do
    echo 'From x Mon Nov 23 14:32:04 2026'
    cat three.eml
    echo
done >many.mbox
run read --jobs 1 --severity hard many.mbox
cp out one
run read --jobs 2 --severity hard many.mbox
is 'read --jobs: selected in all of them' "$(grep -c hard out) $(cmp one out && echo same)" '121 same'

run read --kind bonce three.eml
is 'read --kind: mistyped' "$status $(cat err)" "64 bounce: --kind: unknown word 'bonce'; did you mean 'bounce'?"
run read --severity total three.eml
is 'read --severity: unknown' "$status $(cat err)" "64 bounce: --severity: unknown word 'total'; it may be none, soft, hard"
run read --reason whale three.eml
is 'read --reason: unknown' "$status $(cat err)" "64 bounce: --reason: unknown word 'whale'; see 'bounce help reasons'"
# an option without a value, as that of a script whose variable is unset, does not select all
for option in kind severity reason fault; do
    run read --$option '' three.eml
    is "read --$option: empty" "$status $(sed 's/;.*//' err)" "64 bounce: --$option: unknown word ''"
done
for domain in '' @a.example a.example, .a.example ann@a.example 'a.example b.example'; do
    run read --domain "$domain" three.eml
    is "read --domain '$domain'" "$status $(sed "s/'[^']*' is/X is/" err)" "64 bounce: --domain: X is no domain, such as example.com"
done
for time in yesterday 2026-13-01 7x d 99999999d ''; do
    run read --since "$time" three.eml
    is "read --since '$time'" "$status $(sed 's/;.*//' err)" "64 bounce: --since: '$time' is no time"
done

# ---- Paths from a file -----------------------------------------------------------------------------------------------

printf 'three.eml\n\nlate.eml' >list
run read --fields address --files-from list away.eml
is 'read --files-from' "$(lines)" 'ann@a.example|bob@b.a.example|cid@ba.example|dan@D.example'
cp three.eml 'a
b.eml'
printf 'a\nb.eml\0late.eml\0' >list0
input=list0
run read --fields source,domain --files-from - -0
input=/dev/null
is 'read --files-from - -0' "$(lines)" 'a b.eml a.example|a b.eml b.a.example|a b.eml ba.example|late.eml D.example'
printf 'three.eml\nmissing.eml\nlate.eml\n' >list
run read --fields domain --files-from list
is 'read --files-from: a path that is not there' "$status $(cat err) $(lines)" \
    '66 bounce: missing.eml: No such file or directory a.example|b.a.example|ba.example|D.example'
run read --files-from nowhere
is 'read --files-from: no list' "$status $(cat err)" '66 bounce: nowhere: No such file or directory'
run read --files-from .
is 'read --files-from: a folder' "$status $(cat err)" '74 bounce: .: Is a directory'
run read --files-from three.eml/list
is 'read --files-from: in a file that is no folder' "$status $(cat err)" '66 bounce: three.eml/list: Not a directory'
: >closed
chmod 0 closed
# Root may read all, unless it gives that away.
as_poor=
[ "$(id -u)" -ne 0 ] || as_poor='setpriv --bounding-set=-dac_override,-dac_read_search'
for options in --files-from '--input ndjson'; do
    if $as_poor cat closed 2>/dev/null || ! $as_poor true 2>/dev/null; then
        skip "read $options: not ours" 'who runs this may read all, and cannot give that away'
        continue
    fi
    # shellcheck disable=SC2086 # several words
    $as_poor "$BOUNCE" read $options closed >out 2>err
    is "read $options: not ours" "$? $(cat err)" '74 bounce: closed: Permission denied'
done
run read -0 three.eml
is 'read -0 alone' "$status $(cat err)" '64 bounce: read: --null is for the paths of --files-from'

# ---- Records ---------------------------------------------------------------------------------------------------------

# answers: of each line of the output its begin, up to the source, or the error
answers() {
    sed 's/,"source".*//; s/"error":"<data>[^"]*"/"error":"json"/' out | paste -sd ' ' -
}

base64=$(base64 <three.eml | tr -d '\n')
{
    printf '{"key":"one","message_base64":"%s","more":[1,{"a":"]]"}]}\n' "$base64"
    printf '{"message":"Subject: hi\\n\\n\\u00e4","key":-7}\n\n'
    printf '{"key":"\\u001b\\"","message":1}\n'
    printf '{"key":2}\n[]\nwhat\n"\377"\n'
    head -c 100000 /dev/zero | tr '\0' '['
    printf '\n{"key":null,"message":""}'
} >records
run read --input ndjson records
is 'records: ndjson' "$status $(cat err) $(answers)" '0  {"key":"one","v":1 {"key":-7,"v":1 {"key":"\u001b\"","error":"neither \"message\" nor \"message_base64\" is a string in it"} {"key":2,"error":"neither \"message\" nor \"message_base64\" is a string in it"} {"error":"the record is no object"} {"error":"json"} {"error":"the record is not UTF-8"} {"error":"the record is nested too deep"} {"key":null,"v":1'
packed=$(printf 'Subject: hi\n\n\303\277\303\276' | base64)
for message in "$(echo "$packed" | tr +/ -_)" "$(echo "$packed" | tr -d =)" "$(echo "$packed" | sed 's/^......../&\\r\\n /')"; do
    printf '{"message_base64":"%s"}\n' "$message" >records64
    run read --input ndjson records64
    is "records: base64, $message" "$(sed 's/.*"size":\([0-9]*\),.*"subject":"\([a-z]*\)".*/\1 \2/' out)" '17 hi'
done
printf '{"key":%s,"message_base64":"%s"}\n' 1 '***' 2 'Zm9v!' 3 'Zm9vY' 4 'Zm=v' 5 'Zm9v====' >records64
run read --input ndjson records64
is 'records: what is no base64' "$status $(grep -c '"key":[1-5],"error":"."message_base64." is no base64"}' out)" '65 5'
for key in 9223372036854775807 -9223372036854775808 9223372036854775808 18446744073709551615 -99999999999999999999; do
    printf '{"message":"", "more":{"key":1}, "key" : %s}\n' "$key" >records64
    run read --input ndjson records64
    is "records: the key $key" "$(cut -d , -f 1 out)" "{\"key\":$key"
done
run read --json three.eml
sed 's/"source":"[^"]*"/"source":"-"/; s/^{/{"key":"one",/' out >wanted
input=records
run read --input=ndjson
input=/dev/null
(sleep 0.2 && cat records) | "$top_builddir/tests/limits" --nonblocking "$BOUNCE" read --input=ndjson >waited 2>err
is 'records: a standard input that does not wait' "$(cmp waited out 2>&1) $(cat err)" ' '
is 'records: the report is that of the mail' "$(head -n 1 out)" "$(cat wanted)"
is 'records: text' "$(sed -n '2s/.*"subject":"\([a-z]*\)".*/\1/p' out)" 'hi'

# prefixed FILE: it, and its length before it
prefixed() {
    env printf "$(printf '%08x' "$(wc -c <"$1")" | sed 's/../\\x&/g')"
    cat "$1"
}
: >empty
{ prefixed three.eml && prefixed empty && prefixed away.eml; } >lengths
run read --input length lengths
is 'records: length' "$status $(cat err) $(sed 's/.*"size":\([0-9]*\),.*"kind":"\([a-z-]*\)".*/\1 \2/' out | paste -sd '|' -)" \
    "0  $(wc -c <three.eml) bounce|0 other|$(wc -c <away.eml) auto-reply"
for cut in 2 100; do
    head -c "$(($(wc -c <lengths) - $(wc -c <away.eml) - 4 + cut))" lengths >cut
    run read --input length cut
    is "records: cut after $cut bytes" "$status $(cat err) $(sed 's/"v".*//' out | paste -sd ' ' -)" \
        '65 bounce: cut: it ends within a record { { {"error":"the input ends within a record"}'
done
mkfifo asked answered
"$BOUNCE" read --input ndjson <asked >answered 2>/dev/null &
exec 3>asked 4<answered
printf '{"key":1,"message":"A: b"}\n' >&3
read -r answer <&4
exec 3>&- 4<&-
wait
is 'records: the answer comes before the next record' "$(echo "$answer" | cut -c 1-14)" '{"key":1,"v":1'
for options in '--input csv' '--input ndjson --csv' '--input ndjson --severity hard'; do
    # shellcheck disable=SC2086
    run read $options records
    is "read $options" "$status $(wc -l <err)" '64 1'
done
run read --input ndjson missing
is 'records: no file' "$status $(cat err)" '66 bounce: missing: No such file or directory'
run read --input ndjson --stats=prometheus --stats-to stats records
is 'records: numbers' "$(grep -v ' 0$\|^#\|timestamp\|recipients\|bytes' stats | paste -sd ' ' -)" \
    'bounce_messages{kind="other"} 2 bounce_messages{kind="bounce"} 1 bounce_messages{kind="unreadable"} 6 bounce_messages_read 9'

# ---- Numbers ---------------------------------------------------------------------------------------------------------

# shellcheck disable=SC2086
run read --stats=prometheus $all missing.eml
is 'read --stats' "$status $(grep -v '^#\| 0$\|timestamp' out | paste -sd ' ' -)" \
    '66 bounce_messages{kind="bounce"} 2 bounce_messages{kind="delay"} 1 bounce_messages{kind="auto-reply"} 1 bounce_recipients{reason="user-unknown",severity="hard"} 1 bounce_recipients{reason="mailbox-full",severity="none"} 1 bounce_recipients{reason="mailbox-full",severity="soft"} 1 bounce_recipients{reason="host-unknown",severity="hard"} 1 bounce_recipients{reason="policy",severity="soft"} 1 bounce_messages_read 4 bounce_bytes_read '"$(cat $all | wc -c) bounce_paths_unread 1"
is 'read --stats: each has a type' "$(grep -c '^# TYPE bounce_[a-z_]* gauge$' out) $(sed -n 's/^\(bounce_[a-z_]*\).*/\1/p' out | sort -u | wc -l)" '6 6'
run read --stats-to stats --json --severity hard three.eml
is 'read --stats-to: beside the other output' "$(wc -l <out) $(grep '^bounce_recipients' stats | paste -sd ' ' -)" \
    '1 bounce_recipients{reason="user-unknown",severity="hard"} 1 bounce_recipients{reason="host-unknown",severity="hard"} 1'
run read --stats-to nowhere/stats three.eml
is 'read --stats-to: nowhere' "$status $(cat err)" '74 bounce: nowhere/stats: No such file or directory'
mkfifo numbers
{ timeout 10 cat numbers >seen; } &
run read --stats-to numbers three.eml
wait
is 'read --stats-to: a FIFO is written to, and stays' "$([ -p numbers ] && echo "$status $(grep -c '^bounce_messages_read 1' seen)")" '0 1'
mkdir elsewhere
: >elsewhere/stats
ln -s elsewhere/stats link
run read --stats-to link three.eml
is 'read --stats-to: a link stays, and what it leads to is replaced' \
    "$([ -L link ] && echo "$status $(grep -c '^bounce_messages_read 1' elsewhere/stats)")" '0 1'
chmod 600 elsewhere/stats
run read --stats-to link three.eml
is 'read --stats-to: what only its owner may read stays so' "$status $(stat -c %a elsewhere/stats)" '0 600'
ln -s /proc/self/fd/1 output
run read --fields domain --stats-to output three.eml
is 'read --stats-to: the standard output has both' "$status $(sed 3q out | paste -sd ' ' -) $(grep -c '^bounce_messages_read 1' out)" \
    '0 a.example b.a.example ba.example 1'
run read --stats-to . three.eml
is 'read --stats-to: a folder' "$status $(cat err)" '74 bounce: .: Is a directory'
run read --stats=xml three.eml
is 'read --stats: unknown' "$status $(cat err)" "64 bounce: read: --stats: the only form is 'prometheus'"

# ---- Colour ----------------------------------------------------------------------------------------------------------

esc=$(printf '\033')
run read --color=always three.eml
is 'read --color=always' "$(sed -n "2s/$esc/E/gp" out | cut -c 1-45)" 'failed       E[1;31mhardE[m      user-unknown'
sed "s/$esc\[[0-9;]*m//g" out >plain
run read --color=never three.eml
is 'colour takes no columns' "$(cat plain)" "$(cat out)"
run read three.eml
is 'no colour in a file' "$(cat plain)" "$(cat out)"
run classify --color=always '550 5.1.1 User unknown'
is 'classify --color=always' "$(sed "s/$esc/E/g" out | cut -c 1-26)" 'E[1;31mhardE[m  user-unkno'
run read --color=blue three.eml
is 'read --color: unknown' "$status $(cat err)" "64 bounce: --color: unknown word 'blue'; it may be auto, always, never"
if script -qec true /dev/null >/dev/null 2>&1; then
    for setting in '' 1; do
        NO_COLOR=$setting TERM=xterm script -qec "'$BOUNCE' read three.eml" /dev/null </dev/null >out
        is "a terminal, NO_COLOR=$setting" "$(grep -c "$esc" out)" "${setting:+0}$([ "$setting" ] || echo 4)"
    done
    TERM=dumb script -qec "'$BOUNCE' read three.eml" /dev/null </dev/null >out
    is 'a terminal that is dumb' "$(grep -c "$esc" out)" 0
    env -u TERM script -qec "'$BOUNCE' read three.eml" /dev/null </dev/null >out
    is 'a terminal without a name' "$(grep -c "$esc" out)" 0
else
    skip 'a terminal' 'there is no script(1), or no terminal'
    skip 'a terminal, NO_COLOR=1' 'there is no script(1), or no terminal'
    skip 'a terminal that is dumb' 'there is no script(1), or no terminal'
    skip 'a terminal without a name' 'there is no script(1), or no terminal'
fi

# ---- Progress --------------------------------------------------------------------------------------------------------

# slowly FILE: it, and again when the command is at work for more than the second after which progress is told
slowly() {
    cat "$1"
    for _ in $(seq 100); do [ -s out ] || sleep 0.1; done
    sleep 1.1
    cat "$1"
}
: >out
slowly many.mbox | "$BOUNCE" read --fields kind --progress=always >out 2>err
is 'read --progress=always' "$(sed 's/: .* \([0-9]* messages\).*/ \1/; s/ [0-9][0-9]* / N /' err | sort -u) $(wc -l <out)" 'bounce N messages 360'
: >out
slowly many.mbox | "$BOUNCE" read --fields kind >out 2>err
is 'no progress where stderr is a file' "$(cat err)" ''
if script -qec true /dev/null >/dev/null 2>&1; then
    : >out
    mkfifo late
    slowly many.mbox >late 2>/dev/null &
    script -qec "stty cols 20; '$BOUNCE' read --fields kind <late >out" /dev/null </dev/null >err
    wait
    is 'progress has room on a narrow terminal' "$(sed "s/$(printf '\302\240')/ /g" err | tr '\r' '\n' | awk 'length > n { n = length } END { print n }')" 19
else
    skip 'progress has room on a narrow terminal' 'there is no script(1), or no terminal'
fi
: >out
slowly many.mbox | { echo >>out; "$BOUNCE" unknown --progress=always >/dev/null 2>err; }
is 'unknown --progress=always' "$(sed 's/: .* \([0-9]* messages\).*/ \1/; s/ [0-9][0-9]* / N /' err | sort -u)" 'bounce N messages'
run unknown --progress=perhaps three.eml
is 'unknown --progress: unknown' "$status $(cat err)" "64 bounce: --progress: unknown word 'perhaps'; it may be auto, always, never"
run read --progress=perhaps three.eml
is 'read --progress: unknown' "$status $(cat err)" "64 bounce: --progress: unknown word 'perhaps'; it may be auto, always, never"

# ---- Topics of help --------------------------------------------------------------------------------------------------

run help reasons
is 'help reasons' "$status $(grep -c . out) $(sed -n 3p out)" \
    '0 40 user-unknown          hard  recipient  the mailbox does not exist'
run help fields
is 'help fields' "$status $(head -n 3 out | paste -sd ' ' -)" '0 source offset size'

echo "1..$n"
