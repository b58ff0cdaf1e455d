#!/bin/sh
# The command with several processes: what it prints is what one process prints, and a process that dies costs one message.
top_srcdir=$(cd "${top_srcdir:-$(dirname "$0")/..}" && pwd)
. "$top_srcdir/tests/command.sh"
die=${top_builddir:-$top_srcdir/build}/tests/.libs/die.so

# 1,440 messages: enough for all processes
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    cat "$top_srcdir/examples/inbox.mbox"
done >mbox
gzip -k mbox
mkdir folder
i=0
for file in "$top_srcdir"/tests/data/*/*.eml; do
    i=$((i + 1))
    cp "$file" folder/$i
done

cat mbox mbox mbox >large.mbox

# same NAME ARGUMENT...: the same bytes and status with 1, 2 and 5 processes
same() {
    name=$1
    shift
    run "$@" --jobs 1
    cp out one
    cp err one-err
    first=$status
    for jobs in 2 5; do
        run "$@" --jobs $jobs
        cmp -s out one && cmp -s err one-err && [ "$status" = "$first" ]
        is "$name with $jobs processes is the same" $? 0
    done
}

same "an mbox as JSON" read --json mbox
same "an mbox as text" read --text mbox
same "an mbox as CSV" read --csv mbox
same "a large mbox as JSON" read --json large.mbox
same "a large mbox as text" read --text large.mbox mbox large.mbox
same "gzip" read --json mbox.gz
same "a folder" read --json folder
same "several paths" read --text mbox folder mbox.gz
input=mbox
same "the standard input" read --json
same "the standard input among paths" read --json mbox - mbox
input=/dev/null
printf '%s\n' 'From x Mon Nov 23 14:32:04 2026' >empty
same "an empty message" read --json empty mbox
: >nothing
same "nothing" read --json nothing

same "a path that is not there" read --json mbox no-such-file large.mbox
run read --json mbox --jobs 4
is "every message has its line" "$(wc -l <out)" 1440

# ---- Large reports ---------------------------------------------------------------------------------------------------

# 6,000 recipients share 4 kB of text: a report of more than 16 MB, which fits into no slot
awk 'BEGIN {
    print "From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nSubject: failed\n\n------- Failure Reasons ------\n"
    for (i = 0; i < 300; i++) print "550 5.1.1 some words of the reason"
    for (i = 0; i < 6000; i++) print "user" i "@b.example"
}' >large.eml
same "a report larger than a slot" read --json mbox large.eml mbox large.eml
run read --json large.eml --jobs 2
is "and it is that large" "$(($(wc -c <out) > 16777216))" 1

# ---- Death -----------------------------------------------------------------------------------------------------------

mail() {
    printf 'From x Mon Nov 23 14:32:04 2026\nSubject: %s\nMessage-ID: <%s@a.example>\n\n%s\n\n' "$1" "$1" "$2"
}

# deaths TEXT: 1,000 messages with the text, but for four
deaths() {
    i=0
    while [ $i -lt 1000 ]; do
        i=$((i + 1))
        case $i in
        100 | 101 | 500 | 1000) mail $i "die here" ;;
        *) mail $i "$1" ;;
        esac
    done
}

deaths stay >messages
deaths "$(awk 'BEGIN { for (i = 0; i < 50; i++) print "a line of a message that is long enough" }')" >slices

# dies NAME FILE
dies() {
    LD_PRELOAD=$die "$BOUNCE" read --json --jobs 2 "$2" >out 2>err
    is "$1: a process that dies tells in the exit status" $? 70
    is "$1: and in a complaint" "$(cat err)" "bounce: 4 messages were lost with a process that died"
    is "$1: every message has its line all the same" "$(wc -l <out)" 1000
    is "$1: in their order" "$(sed -n 's/.*"message_id":"\([0-9]*\)@.*/\1/p' out | sort -nc 2>&1)" ""
    is "$1: four are unreadable" "$(grep -n '"kind":"unreadable"' out | cut -d: -f1 | tr '\n' ' ')" "100 101 500 1000 "
    is "$1: and say why" "$(sed -n '500s/.*"warnings":\(.*\),"recipients".*/\1/p' out)" \
        '["the process that read it was killed by signal 9 (Killed)"]'
    "$BOUNCE" read --json --jobs 1 "$2" >one
    is "$1: and where they stand" "$(sed -n '500s/.*\("source".*\),"id".*/\1/p' out)" "$(sed -n '500s/.*\("source".*\),"id".*/\1/p' one)"
    is "$1: the others are as ever" "$(grep -vc unreadable out) $(grep -v unreadable out | grep -vxcFf one)" "996 0"
    LD_PRELOAD=$die "$BOUNCE" read --jobs 3 "$2" >out 2>err
    is "$1: the summary counts them" "$(grep -c '^ *4  unreadable$' out)" 1
}

if [ -f "$die" ] && LD_PRELOAD=$die "$BOUNCE" --version >/dev/null 2>err && [ ! -s err ]; then
    dies "messages" messages
    dies "slices" slices
else
    skip "a process that dies" "nothing can be preloaded"
fi

# ---- The way out -----------------------------------------------------------------------------------------------------

"$BOUNCE" read --json --jobs 2 mbox 2>err | head -n 1 >out
is "who stops reading ends it" "$(wc -l <out) $(cat err)" "1 "
if [ -w /dev/full ]; then
    "$BOUNCE" read --json --jobs 2 mbox >/dev/full 2>err
    is "a full disk is an error" "$? $(cat err)" "74 bounce: standard output: No space left on device"
else
    skip "a full disk is an error" "there is no /dev/full"
fi

# What was read comes out before more is waited for.
mkfifo fifo
"$BOUNCE" read --json --jobs 2 <fifo >out 2>err &
exec 3>fifo
cat mbox >&3
tries=0
while [ "$(wc -l <out)" -lt 1439 ] && [ $tries -lt 300 ]; do
    tries=$((tries + 1))
    sleep 0.1
done
is "output does not wait for the end of the input" "$(($(wc -l <out) >= 1439))" 1
exec 3>&-
wait $!
is "and the rest follows" "$(wc -l <out)" 1440

for jobs in 0 -1 65 x; do
    run read --json --jobs $jobs mbox
    is "--jobs $jobs is refused" "$status $(wc -l <out)" "64 0"
done

echo "1..$n"
