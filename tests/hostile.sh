#!/bin/sh
# hostile.sh: mail that is meant to take all time and memory, or to be read for something else. HOSTILE=long: with the sizes of
# docs/hostile.md, which takes minutes; HOSTILE_TABLE names a file for its table.
. "$(dirname "$0")/command.sh"
: "${top_srcdir:=$(cd "$OLDPWD" && pwd)}" "${top_builddir:=$top_srcdir/build}"
make_mail=$top_builddir/tests/hostile
limits=$top_builddir/tests/limits
lines_of=$top_builddir/tests/lines
table=${HOSTILE_TABLE:-/dev/null}
long=${HOSTILE:-}

# What a reader may take for whatever comes: several times what it needs (the message it keeps is at most 8 MB), and far less than
# what an input that is not bounded would ask for.
most_seconds=60
most_megabytes=512
most_peak=65536 # kB of memory that is used, of the address space above
# a sanitizer takes a time and a memory of its own
sanitized=
"$limits" --sanitized && sanitized='a sanitizer has a time of its own' && most_peak=100000000

# Twice the size may take so many times the time, in percent: 200 where all is linear, and the clock of a busy machine
most_ratio=270
least_milliseconds=250 # what is faster is not measured: loading the program is a part of it

# ---- One input -------------------------------------------------------------------------------------------------------

# all of it was binary data, and that is told
is_binary() {
    [ $status -eq 65 ] && [ "$(cat err)" = 'bounce: no mail that can be read' ] && grep -q 'no mail but binary data' out
}

# take LINES [PATH...]: lets the verb read the paths, or the file in by its standard input, and tells what is wrong: nothing where the
# status is 0, or it was no mail, so many lines were printed (-: any number) and are fit for whom they are meant, nothing was said, and memory is
# bounded. Its time is in $time, its memory in $peak.
verb='read --json'
take() {
    wanted=$1
    shift
    # shellcheck disable=SC2086 # several words
    "$limits" used $most_seconds $most_megabytes "$BOUNCE" $verb "$@" <"$input" >out 2>err
    status=$?
    read -r time peak <used
    case $verb in *--json) format=json ;; *--csv) format=csv ;; *) format=text ;; esac
    got=$("$lines_of" $format <out)
    [ "$wanted" != - ] || case $got in *[!0-9]*) ;; *) wanted=$got ;; esac
    is_binary || [ $status -eq 0 ] || echo "status $status"
    [ "$got" = "$wanted" ] || echo "$format: $got, wanted $wanted"
    is_binary || [ ! -s err ] || head -n 3 err
    [ "$peak" -le $most_peak ] || echo "peak $peak kB"
}

# tells NAME PROBLEMS: a test
tells() {
    n=$((n + 1))
    if [ -z "$2" ]; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        printf '%s\n' "$2" | cat -v | cut -c 1-300 | sed 's/^/# /'
    fi
}

# milliseconds CASE SIZE LINES: the least of some runs
milliseconds() {
    "$make_mail" "$1" "$2" >in
    least=
    for run in 1 2 3; do
        case $verb in classify*) take "$3" ;; *) take "$3" in ;; esac >problems
        [ -n "$least" ] && [ "$time" -ge "$least" ] || least=$time
        # a run that is fast enough is not made again
        [ "$least" -ge $least_milliseconds ] || break
        [ "$run" -lt "${4:-1}" ] || break
    done
}

# bounded CASE SIZE LINES [VERB]: it is read, and twice the size takes twice the time
bounded() {
    half=$(($2 / 2))
    lines=$3
    verb=${4:-read --json}
    title=$1${4:+, $4}
    why=$sanitized
    [ "$3" != size ] || lines=$2
    milliseconds "$1" "$2" "$lines"
    tells "$title $2: read" "$(cat problems)"
    printf '| %s | %s | %s | %s | %s |\n' "$title" "$2" "$(wc -c <in)" "$least" "$peak" >>"$table"
    [ "$3" != size ] || lines=$half
    whole=$least
    problem=
    if [ -z "$why" ] && [ "$whole" -ge $least_milliseconds ]; then
        milliseconds "$1" $half "$lines"
        [ $((whole * 100)) -le $((least * most_ratio)) ] || {
            milliseconds "$1" $half "$lines" 3
            half_time=$least
            [ "$3" != size ] || lines=$2
            milliseconds "$1" "$2" "$lines" 3
            [ $((least * 100)) -le $((half_time * most_ratio)) ] || problem="$half_time ms for $half, $least ms for $2"
        }
    fi
    if [ -n "$why" ]; then skip "$title: linear" "$why"; else tells "$title: linear" "$problem"; fi
    rm -f in out
}

# Cases of hostile.c: the size, the long size, how many lines come out, and the verb, where it is not read --json. Doubling the
# size doubles the work, up to the limits.
input=in
while read -r name short size lines words; do
    case $name in '' | '#'*) continue ;; esac
    [ -n "$long" ] || size=$short
    bounded "$name" "$size" "$lines" "$words"
done <<'END'
# structure
nested_multiparts 20000 100000 1
nested_messages 20000 1000000 1
parts 200000 1000000 1
boundaries 40000 1000000 1
many_statuses 4000 100000 1
# headers
header_lines 200000 1000000 1
received_lines 40000 1000000 1
folded_header 500000 2000000 1
long_header 4000000 100000000 1
address_groups 200000 10000000 1
address_commas 200000 10000000 1
address_quotes 200000 10000000 1
address_comments 200000 10000000 1
address_ats 200000 10000000 1
failed_recipients 10000 100000 1
local_parts 3000 10000 1
long_speaker 30000 30000 1
encoded_words 300000 3000000 1
encoded_charsets 4000 100000 size
parameter_charsets 4000 200000 size
charset_name 4000000 20000000 1
parameters 20000 1000000 1
# reports
recipient_groups 10000 100000 1
same_recipient 20000 1000000 1
long_recipient 20000 30000 1
report_fields 40000 1000000 1
complaint_fields 20000 1000000 1
complainants 20000 1000000 1
text_recipients 10000 100000 1
transcript 10000 100000 1
qmail_list 10000 100000 1
generic_list 10000 100000 1
generic_returned 10000 100000 1
notice_addresses 10000 100000 1
notice_json 200000 10000000 1
# what makes slow patterns slow
said_brackets 1000000 100000000 1
said_angles 1000000 100000000 1
said_ats 500000 50000000 1
said_codes 100000 10000000 1
said_dots 250000 20000000 1
said_digits 1000000 200000000 1
said_folds 500000 10000000 1
said_phrases 30000 1000000 1
said_hosts 30000 1000000 1
said_replies 40000 1000000 1
text_brackets 1000000 100000000 1
text_angles 1000000 100000000 1
text_ats 500000 10000000 1
text_dots 500000 10000000 1
text_addresses 80000 1000000 1
text_upper 40000 4000000 1
text_lower 40000 4000000 1
text_lines 1000000 100000000 1
text_spaces 1000000 100000000 1
text_dashes 40000 1000000 1
text_quotes 40000 1000000 1
text_fields 30000 1000000 1
text_replies 40000 1000000 1
late_replies 60000 1000000 1
html_tags 200000 10000000 1
html_comments 200000 10000000 1
html_entities 80000 1000000 1
html_angles 1000000 100000000 1
html_scripts 60000 1000000 1
base64 40000 1000000 1
quoted_printable 120000 1000000 1
uuencoded 60000 1000000 1
# bytes
nuls 1000000 100000000 1
only_nuls 16000000 100000000 1
long_line 16000000 100000000 1
noise_body 4000000 100000000 1
only_noise 16000000 100000000 1
every_byte 512 8192 size
charsets 500 20000 size
# mailboxes
from_lines 50000 1000000 size
almost_from_lines 80000 1000000 1
blank_lines 4000000 100000000 1
mails 5000 1000000 size
yes 4000000 500000000 1
# other verbs
mails 5000 1000000 - read
mails 5000 1000000 - read --csv
mails 5000 200000 - explain
mails 5000 1000000 - unknown
only_noise 16000000 100000000 - explain
received_lines 40000 1000000 - explain
failed_recipients 10000 100000 - explain
local_parts 10000 10000 - explain
recipient_groups 10000 100000 - explain
text_recipients 10000 100000 - explain
complaint_fields 20000 1000000 - explain
wordings 5000 100000 - unknown --json
alike_wordings 5000 10000 - unknown --json
responses 20000 1000000 size classify --json
long_response 20000 1000000 1 classify --json
said_phrases 30000 1000000 - classify --json
said_folds 100000 10000000 - classify --json
nul_lines 50 5000 size classify --json
only_nuls 16000000 1000000000 1 classify --json
END
verb='read --json'
input=/dev/null

# Without a size.
: >in
"$BOUNCE" read --json in >out 2>err
is 'no byte at all' "$? $(cat out err)" '65 bounce: no mail that can be read'
for text in 'a: b' 'a: b\n' 'a: b\n\n' '\n' 'a' ':' 'From ' '>From ' '\037\213' '\r' '\0'; do
    # shellcheck disable=SC2059 # the bytes
    printf "$text" >in
    case $text in
    '\037'*) ;; # gzip that is cut: below
    *) tells "a message of the bytes $text" "$(take 1 in)" ;;
    esac
done

# ---- Files -----------------------------------------------------------------------------------------------------------

pack=2000000
sparse=256 # MB
[ -z "$long" ] || { pack=100000000 && sparse=4096; }

# row NAME SIZE: the table's row of the last run
row() {
    printf '| %s | %s | %s | %s | %s |\n' "$1" "$2" "$(wc -c <in)" "$time" "$peak" >>"$table"
}

"$make_mail" yes $((pack * 10)) | gzip -9 >in
take 1 in >problems
tells "a gzip bomb of $((pack * 20)) bytes" "$(cat problems)"
row 'gzip of "y" lines' "$pack"
"$make_mail" mails $((pack / 200)) | gzip -1 >in
take $((pack / 200)) in >problems
tells "a packed mbox" "$(cat problems)"
row 'gzip of mails' $((pack / 200))
rm -f in

echo 'From mailer@example.com Mon Nov 23 14:32:04 2026' >in
if truncate -s ${sparse}M in; then
    take 1 in >problems
    tells "a sparse mbox of $sparse MB" "$(cat problems)"
    row 'sparse mbox' "${sparse}M"
else
    skip "a sparse mbox" "no truncate"
fi
rm -f in

# What never ends is read until somebody stops it; memory does not grow meanwhile.
yes 'From mailer@example.com Mon Nov 23 14:32:04 2026' | "$limits" used 2 $most_megabytes "$BOUNCE" read --json >out 2>err
status=$?
read -r time peak <used
is 'standard input without an end: stopped from outside alone' "$((status > 128)) $((peak <= most_peak)) $(cat err)" '1 1 '
rm -f out

# ---- Folders ---------------------------------------------------------------------------------------------------------

mail='From: MAILER-DAEMON@example.net
Subject: Undelivered Mail Returned to Sender

<user@example.com>: 550 5.1.1 user unknown'

# what mail programs do meanwhile: move to cur what is new, deliver, delete
mkdir -p Maildir/new Maildir/cur Maildir/tmp
i=0
while [ $i -lt 4000 ]; do
    i=$((i + 1))
    echo "$mail $i" >"Maildir/new/$i.mail"
done
"$BOUNCE" read --json Maildir >out 2>err &
mv Maildir/new/*1.mail Maildir/new/*3.mail Maildir/new/*7.mail Maildir/cur
echo "$mail" >Maildir/new/9.late
rm -f Maildir/new/*5.mail
wait $!
is 'a Maildir that changes while it is read: it ends' "$? $(cat err)" '0 '
is '… in valid JSON' "$("$lines_of" json <out | grep -v wrong | wc -l | tr -d ' ')" 1
is '… what moves is read, and once' "$(sed -n 's/.* unknown \([0-9]*[137]\)".*/\1/p' out | sort | uniq -c | awk '{ n += $1 == 1 } END { print n, NR }')" '1200 1200'
is '… and what stays' "$(sed -n 's/.* unknown \([0-9]*[24680]\)".*/\1/p' out | sort | uniq -c | awk '{ n += $1 == 1 } END { print n, NR }')" '2000 2000'

rm -rf Maildir/new/* Maildir/cur/*
echo "$mail" >Maildir/cur/1.good
ln -s nowhere Maildir/new/2.dangling
ln -s 3.loop Maildir/new/3.loop
ln -s /dev/zero Maildir/new/4.device
mkfifo Maildir/new/5.fifo
mkdir Maildir/new/6.folder
tells 'links that lead nowhere, devices and FIFOs in a Maildir' "$(take 5 Maildir)"
is 'each of them is told' "$(grep -c '"kind":"unreadable"' out)" 4
# What may not be read. Root may read all, unless it gives that away.
as_poor=
[ "$(id -u)" -ne 0 ] || as_poor='setpriv --bounding-set=-dac_override,-dac_read_search'
chmod 0 Maildir/cur/1.good
if $as_poor cat Maildir/cur/1.good >/dev/null 2>&1 || ! $as_poor true 2>/dev/null; then
    skip 'a file that may not be read' 'who runs this may read all, and cannot give that away'
else
    $as_poor "$BOUNCE" read --json Maildir >out 2>err
    is 'a file that may not be read, in a Maildir' "$? $(grep -c '"kind":"unreadable"' out) $(grep -c 'Permission denied' out)" '65 5 1'
    $as_poor "$BOUNCE" read --json Maildir/cur/1.good >out 2>err
    is 'a file that may not be read' "$? $(wc -c <out | tr -d ' ') $(grep -c '^bounce: .*Permission denied' err)" '74 0 1'
    chmod 600 Maildir/cur/1.good
    for folder in Maildir/cur Maildir; do
        chmod 0 $folder
        for word in 'read --json' 'explain' 'unknown'; do
            # shellcheck disable=SC2086 # several words
            $as_poor "$BOUNCE" $word Maildir >out 2>err
            is "$word: a folder $folder that may not be read" "$? $(wc -c <out | tr -d ' ') $(grep -c '^bounce: .*Permission denied' err)" '74 0 1'
        done
        chmod 700 $folder
    done
fi
chmod 600 Maildir/cur/1.good

# ---- All samples, cut -----------------------------------------------------------------------------------------------

"$make_mail" cuts 64 "$top_srcdir"/tests/data/*/*.eml >in
cuts=$(grep -ac '^From ' in)
is 'there are samples to cut' "$((cuts > 5000))" 1
take "$cuts" in >problems
tells "all samples, cut at every 64th byte: $cuts messages" "$(cat problems)"
row 'samples that are cut' "$cuts"
cut -d, -f 5- out >wanted
input=in
take "$cuts" >problems
input=/dev/null
tells 'the same by the standard input' "$(cat problems)$(cut -d, -f 5- out | cmp - wanted 2>&1)"
for verb in 'read --csv' 'read' 'explain' 'unknown'; do
    tells "the same: $verb" "$(take - in)"
done
verb='read --json'

# And packed, and what is packed cut and damaged: what stood before it is read, and it is an error.
gzip -1 <in >whole.gz
size=$(wc -c <whole.gz)
take "$cuts" whole.gz >problems
tells 'the same, packed' "$(cat problems)$(cut -d, -f 5- out | cmp - wanted 2>&1)"
for part in 0 1 5 20 60 99; do
    at=$((size * part / 100 + 3))
    head -c $at whole.gz >cut.gz
    take - cut.gz >/dev/null
    is "packed and cut at $part %: an error, and valid JSON" "$status $(sed 's/:.*//' err) $(echo "$got" | sed 's/^[0-9]*$/ok/')" '74 bounce ok'
    cp whole.gz bad.gz
    printf 'no gzip at all' | dd of=bad.gz bs=1 seek=$((at + 20)) conv=notrunc 2>dd.err
    take - bad.gz >/dev/null
    is "packed and damaged at $part %: an error, and valid JSON" "$status $(sed 's/:.*//' err) $(echo "$got" | sed 's/^[0-9]*$/ok/')" '74 bounce ok'
done
gzip -c whole.gz >twice.gz
tells 'packed twice: bytes' "$(take 1 twice.gz)"
rm -f in ./*.gz wanted

# ---- All samples, with other line ends -------------------------------------------------------------------------------

samples=0
mkdir lf crlf mixed cr
for sample in "$top_srcdir"/tests/data/*/*.eml; do
    samples=$((samples + 1))
    cp "$sample" lf/$samples
    sed 's/\r*$/\r/' "$sample" >crlf/$samples
    sed 'n;s/\r*$/\r/' "$sample" >mixed/$samples
    tr '\n' '\r' <"$sample" >cr/$samples
done

# ends FOLDER EXPRESSION: what is read of its mails, but for where they stand and what sed is told to leave out
ends() {
    take $samples "$1"
    sed 's/"source":"[^"]*","offset":[0-9]*,"size":[0-9]*,"id":"[0-9a-f]*",//' out | sed "$2"
}

ends lf '' >wanted
for folder in crlf mixed; do
    ends $folder '' >got
    tells "all samples with the line ends $folder: the same reports" "$(diff wanted got | head -n 4)"
done
# an old Macintosh's: the parts of a text that has no line feed are found, too
kind='s/.*"kind":"\([a-z-]*\)".*/\1/'
ends lf "$kind" >wanted
ends cr "$kind" >got
tells 'all samples with the line ends cr: the same kinds' "$(diff wanted got | head -n 4)"

echo "1..$n"
