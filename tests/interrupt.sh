#!/bin/sh
# interrupt.sh: what is left of the output when a run is ended from outside, or nothing more can be written: all that came out is the
# begin of what would have come, in whole lines; it is never taken for all of it.
. "$(dirname "$0")/command.sh"
: "${top_srcdir:=$(cd "$OLDPWD" && pwd)}" "${top_builddir:=$top_srcdir/build}"
make_mail=$top_builddir/tests/hostile
lines=$top_builddir/tests/lines
export BOUNCE

messages=30000
"$make_mail" mails $messages >mbox
"$BOUNCE" read --json mbox >all 2>err
is 'all messages have a line' "$(wc -l <all | tr -d ' ') $(cat err)" "$messages "

# wait_for_bytes FILE N
wait_for_bytes() {
    tries=0
    while [ "$(wc -c <"$1")" -lt "$2" ] && [ $tries -lt 3000 ]; do
        sleep 0.01 || sleep 1
        tries=$((tries + 1))
    done
}

# is_begin FILE: of all
is_begin() {
    cmp -s -n "$(wc -c <"$1")" "$1" all && [ "$(wc -c <"$1")" -lt "$(wc -c <all)" ]
}

# whole_lines FILE: without the last line, where that has no end
whole_lines() {
    sed -e '$!b' -e '/}$/!d' "$1" | "$lines" json | sed 's/^[1-9][0-9]*$/ok/'
}

# What a shell starts in the background ignores SIGINT, unless it is told otherwise.
with_signals='env --default-signal=INT'
$with_signals true 2>/dev/null || with_signals=

# ended NAME SIGNAL JOBS: a run that writes to a file; who reads the FIFO sees its end once no process of the run has it open
ended() {
    mkfifo lives
    : >out
    exec 9<>lives
    $with_signals "$BOUNCE" read --json --jobs "$3" mbox >out 2>err &
    pid=$!
    timeout 60 cat lives >/dev/null 9>&- &
    watcher=$!
    exec 9>&-
    wait_for_bytes out 300000
    kill -s "$2" $pid
    wait $pid
    status=$?
    is "$1: it ends by the signal, and says nothing" "$(kill -l $status) $(cat err)" "$2 "
    wait $watcher
    is "$1: none of its processes is left" $? 0
    rm lives
    is_begin out
    is "$1: what came out is the begin of all" $? 0
    if [ "$2" = KILL ]; then # which nothing can hold back while the kernel writes
        is "$1: in whole lines but for the last" "$(whole_lines out)" ok
    else
        is "$1: in whole lines" "$("$lines" json <out | sed 's/^[1-9][0-9]*$/ok/')" ok
    fi
}

for jobs in 1 2; do
    ended "killed, $jobs" KILL $jobs
    ended "terminated, $jobs" TERM $jobs
    ended "hung up, $jobs" HUP $jobs
    if [ -n "$with_signals" ]; then
        ended "interrupted, $jobs" INT $jobs
    else
        skip "interrupted, $jobs" 'there is no env --default-signal'
    fi

    # To a pipe it writes as the reader takes it; the last line may be cut.
    mkfifo pipe
    "$BOUNCE" read --json --jobs $jobs mbox >pipe 2>err &
    pid=$!
    {
        head -c 100000
        kill -s TERM $pid
        cat
    } <pipe >out
    wait $pid
    is "into a pipe, $jobs: it ends by the signal" "$(kill -l $?) $(cat err)" 'TERM '
    rm pipe
    is_begin out
    is "into a pipe, $jobs: what came out is the begin of all" $? 0
    is "into a pipe, $jobs: in whole lines but for the last" "$(whole_lines out)" ok

    # A file that may grow no more, and a disk that is full.
    (
        ulimit -f 100
        exec "$BOUNCE" read --json --jobs $jobs mbox >out 2>err
    )
    is "a limit on files, $jobs: an error" "$? $(cat err)" '74 bounce: standard output: File too large'
    is_begin out
    is "a limit on files, $jobs: what came out is the begin of all" $? 0
done

# For each verb the end of its output is as good as the begin of it.
sed 's/^/a /' all >input
for arguments in 'read mbox' 'read --csv mbox' 'read --json mbox' 'explain mbox' 'classify' 'classify --json' 'rules'; do
    (
        ulimit -f 100
        # shellcheck disable=SC2086 # several words
        exec "$BOUNCE" $arguments <input >out 2>err
    )
    is "a limit on files: $arguments" "$? $(cat err)" '74 bounce: standard output: File too large'
done

mkdir disk
if unshare -m mount -t tmpfs -o size=64k bounce-test disk 2>/dev/null; then
    # shellcheck disable=SC2016 # of the shell within
    unshare -m sh -c 'mount -t tmpfs -o size=64k bounce-test disk && "$BOUNCE" read --json mbox >disk/out 2>err; echo $? >code; cp disk/out out'
    is 'a full disk: an error' "$(cat code err)" '74
bounce: standard output: No space left on device'
    is_begin out
    is 'a full disk: what came out is the begin of all' $? 0
else
    skip 'a full disk' 'nothing can be mounted here'
fi

echo "1..$n"
