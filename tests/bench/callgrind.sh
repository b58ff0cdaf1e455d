#!/bin/sh
# callgrind.sh: counts instructions, which do not depend on what else the computer does
#
#   make bench-instructions
#
# The difference between 1,001 messages and one is what a message costs; the one tells what it costs to start.
set -eu
# shellcheck source=tests/bench/common.sh
. "${top_srcdir:?is set by make}/tests/bench/common.sh"
command -v valgrind >/dev/null || die "valgrind is missing (on Debian: valgrind)"

# instructions COMMAND...
instructions () {
    out=$data/callgrind.out
    valgrind --quiet --tool=callgrind --callgrind-out-file="$out" "$@" >/dev/null || die "failed: $*"
    sed -n 's/^summary: \([0-9]*\).*/\1/p' "$out"
}

# row NAME COMMAND...: the mailbox stands after it
row () {
    name=$1
    shift
    say "$name"
    few=$(instructions "$@" "$one")
    many=$(instructions "$@" "$thousand_and_one")
    echo "| $name | $few | $(((many - few) / 1000)) |"
}

one=$(mailbox 1)
thousand_and_one=$(mailbox 1001)
conditions "make bench-instructions"
printf '\n| | instructions, one message | a further message |\n| --- | ---: | ---: |\n'
row "bare GMime" "$bench/gmime" mbox
# shellcheck disable=SC2046 # two words, or none
row "\`bounce read --json\`" "$bounce" read --json $(jobs 1)
