#!/bin/sh
# run.sh: measures the speed and prints it as tables in Markdown; docs/speed.md tells what they say
#
#   make bench
#
# BENCH_MAIL=FOLDER     mails to read besides the samples: all files in it that end in .eml
# BENCH_ROUNDS=N        how often each command is run (9)
# BENCH_LARGE=1         also a returned message of 1 GB, for which the disk needs room
set -eu
# shellcheck source=tests/bench/common.sh
. "${top_srcdir:?is set by make}/tests/bench/common.sh"
rounds=${BENCH_ROUNDS:-9}

# table TITLE UNIT AMOUNT: what measure wrote, for commands each of which worked through so many UNITs
table () {
    printf '\n### %s\n\n| | ms | %s/s | speed | speed by CPU | peak MB |\n' "$1" "$2"
    echo "| --- | ---: | ---: | ---: | ---: | ---: |"
    awk -F '\t' -v amount="$3" '
        function speed (x) { return sprintf (x < 0.1 ? "%.3f ×" : "%.2f ×", x) }
        function row (time) { printf "| %s | %.*f | %.0f", $1, time < 100, time, amount / time * 1000 }
        { row($2); printf " | %s | %s | %.1f |\n", speed($5), speed($6), $4 / 1000 }'
}

# measure ROUNDS NAME=COMMAND...: into a file, so that a failure ends the script
measure () {
    "$bench/measure" -n "$@" >"$data/measured.tsv"
}

# ---- A mailbox -------------------------------------------------------------------------------------------------------

measure_mailbox () {
    n=10000
    say "a mailbox of $n messages"
    mail=$(mailbox $n)
    check_mailbox "$mail" $n
    measure "$rounds" "bare GMime=$bench/gmime mbox $mail" \
        "\`bounce read --json --jobs 1\`=$bounce read --json --jobs 1 $mail" \
        "\`bounce read --json --jobs 2\`=$bounce read --json --jobs 2 $mail" \
        "\`bounce read --csv --jobs 1\`=$bounce read --csv --jobs 1 $mail" \
        "a loop in C=$loop $mail" \
        "a loop in Lua=$LUA $top_srcdir/$bench/loop.lua $mail"
    table "A mailbox of $n messages, $(($(wc -c <"$mail") / n)) bytes each in the mean" messages $n <"$data/measured.tsv"
}

# What two processors of this machine give: the same program twice, with half of the mail each. Many share caches or more.
measure_jobs () {
    say "processes"
    mail=$(mailbox 10000)
    half=$(mailbox 5000)
    measure "$rounds" "\`bounce read --json --jobs 1\`=$bounce read --json --jobs 1 $mail" \
        "\`--jobs 2\`=$bounce read --json --jobs 2 $mail" \
        "\`--jobs 4\`=$bounce read --json --jobs 4 $mail" \
        "\`--jobs 1\` twice at once, with half of it each=sh -c '$bounce read --json --jobs 1 $half >/dev/null &
            $bounce read --json --jobs 1 $half; wait'"
    table "Several processes, 10000 messages" messages 10000 <"$data/measured.tsv"
}

# ---- Messages --------------------------------------------------------------------------------------------------------

measure_start () {
    say "one message"
    mail=$top_srcdir/tests/data/postfix/mta-local-unknown-1.eml
    measure $((rounds * 20)) \
        "GMime, started and ended=$bench/gmime init" \
        "bare GMime=$bench/gmime message $mail" \
        "\`bounce read --json\`=$bounce read --json $mail" \
        "a program in C=$loop $mail" \
        "a program in Lua=$LUA $top_srcdir/$bench/loop.lua $mail"
    table "One message, from the start of the program to its end" messages 1 <"$data/measured.tsv"
}

# original SIZE MB ROUNDS
measure_original () {
    say "a returned message of $1"
    mail=$(made "original-$1.eml" original "$1")
    measure "$3" "bare GMime=$bench/gmime message $mail" "\`bounce read --json\`=$bounce read --json $mail"
    rm -f "$mail"
    table "One report that returns a message of $2 MB" MB "$2" <"$data/measured.tsv"
}

# ---- Phrases ---------------------------------------------------------------------------------------------------------

measure_phrases () {
    say "phrases"
    "$bench/match" "$(mailbox 1000)" >"$data/measured.tsv"
    printf '\n### Finding phrases in a diagnostic\n\n| phrases | ns a diagnostic | ratio |\n| ---: | ---: | ---: |\n'
    awk -F '\t' '{ printf "| %s | %s | %s |\n", $1, $2, $3 }' "$data/measured.tsv"
}

# ---- Other programs, each where it is installed ----------------------------------------------------------------------

write_peers () {
    cat >"$data/peer-sisimai.pl" <<'EOF'
use Sisimai;
print scalar @{ Sisimai->make ($ARGV[0]) || [] }, "\n";
EOF
    cat >"$data/peer-bounceparser.pl" <<'EOF'
use Mail::DeliveryStatus::BounceParser;
local $/;
my ($n, @mails) = (0, split /^From bench\@.*\n/m, <>);
for my $mail (grep { length } @mails) {
    my $bounce = eval { Mail::DeliveryStatus::BounceParser->new ($mail) };
    $n += $bounce ? scalar $bounce->reports : 0;
}
print "$n\n";
EOF
    cat >"$data/peer-flufl.py" <<'EOF'
import mailbox, sys
from flufl.bounce import scan_message
def count(mail):
    try:
        return len(scan_message(mail))
    except AttributeError: # a From that is no ASCII
        return 0
print(sum(map(count, mailbox.mbox(sys.argv[1]))))
EOF
}

# works WORD...: can this be run here?
works () {
    "$@" >/dev/null 2>&1 </dev/null
}

measure_peers () {
    n=500
    say "other programs"
    write_peers
    mail=$(mailbox $n)
    one=$(jobs 1)
    set -- "bare GMime=$bench/gmime mbox $mail" "\`bounce read --json${one:+ $one}\`=$bounce read --json $one $mail"
    works perl -MSisimai -e 1 && set -- "$@" "Sisimai (Perl)=perl $data/peer-sisimai.pl $mail"
    works perl -MMail::DeliveryStatus::BounceParser -e 1 \
        && set -- "$@" "Mail::DeliveryStatus::BounceParser=perl $data/peer-bounceparser.pl $mail"
    # a Python of one's own may stand before the one that has the packages
    for python in python3 /usr/bin/python3; do
        works $python -c 'import flufl.bounce' || continue
        set -- "$@" "flufl.bounce (Python)=$python $data/peer-flufl.py $mail"
        break
    done
    if [ $# -eq 2 ]; then
        say "none is installed"
        return
    fi
    measure 3 "$@"
    table "Other programs, on $n messages" messages $n <"$data/measured.tsv"
}

# ----------------------------------------------------------------------------------------------------------------------

conditions "make bench${BENCH_MAIL:+ BENCH_MAIL=…}"
measure_mailbox
measure_jobs
measure_start
measure_original 15m 15 "$rounds"
[ "${BENCH_LARGE:-0}" = 0 ] || measure_original 1g 1000 1
measure_phrases
measure_peers
