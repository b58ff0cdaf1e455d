#!/bin/sh
# curves.sh: how time and memory grow with what is read; draws docs/speed.svg
#
#   make bench-curves
#
# BENCH_MOST=N          no size above N (100k; 1k is the least): a short run, whose picture stays in tests/bench/data
# BENCH_MAIL=FOLDER     as for run.sh
# BENCH_ROUNDS=N        how often each command is run (3)
#
# A file for each curve in tests/bench/data: the size, then ms and kB of bounce, then ms and kB of bare GMime.
set -eu
# shellcheck source=tests/bench/common.sh
. "${top_srcdir:?is set by make}/tests/bench/common.sh"
command -v gnuplot >/dev/null || die "gnuplot is missing (on Debian: gnuplot-nox)"

most=$(echo "${BENCH_MOST:-1g}" | sed 's/k$/000/; s/m$/000000/; s/g$/000000000/')
[ "$most" -ge 1000 ] || die "BENCH_MOST=$BENCH_MOST leaves nothing to draw: 1k is the least"

# point CURVE SIZE OURS GMIME: two commands, measured side by side
point () {
    "$bench/measure" -n "${BENCH_ROUNDS:-3}" "bounce=$3" "gmime=$4" >"$data/measured.tsv"
    awk -F '\t' -v size="$2" '{ line = line "\t" $2 "\t" $4 } END { print size line }' "$data/measured.tsv" >>"$data/$1.tsv"
}

# curve NAME SIZE...: calls NAME_at for each size that is not too large
curve () {
    name=$1
    shift
    printf '# %s\tbounce ms\tbounce kB\tGMime ms\tGMime kB\n' "$name" >"$data/$name.tsv"
    for size; do
        [ "$size" -le "$most" ] || continue
        say "$name: $size"
        "${name}_at" "$size"
    done
}

mailbox_at () {
    mail=$(mailbox "$1")
    # shellcheck disable=SC2046
    point mailbox "$1" "$bounce read --json $(jobs 1) $mail" "$bench/gmime mbox $mail"
    rm -f "$mail"
}

message_at () {
    mail=$(made original.eml original "$1")
    point message "$1" "$bounce read --json $mail" "$bench/gmime message $mail"
    rm -f "$mail"
}

recipients_at () {
    mail=$(made recipients.eml recipients "$1")
    point recipients "$1" "$bounce read --json $mail" "$bench/gmime message $mail"
    rm -f "$mail"
}

rules_at () {
    rules=$(made own.rules rules "$1")
    mail=$(mailbox 1000)
    point rules "$1" "$bounce read --json $(jobs 1) --rules $rules $mail" "$bench/gmime mbox $mail"
}

# GMime has no threads: its line says what one of them takes
jobs_at () {
    mail=$(mailbox 10000)
    [ "$1" -eq 1 ] || [ -n "$(jobs "$1")" ] || return 0
    point jobs "$1" "$bounce read --json $(jobs "$1") $mail" "$bench/gmime mbox $mail"
}

curve mailbox 1000 10000 100000 1000000
curve message 1000 10000 100000 1000000 10000000 100000000 1000000000
curve recipients 1 10 100 1000 10000 100000
curve rules 1000 10000 100000
curve jobs 1 2 4

gnuplot -e "folder = '$data'" -e "made = '$(conditions "make bench-curves" | tr -d "\`'")'" "$top_srcdir/$bench/curves.gnuplot" \
    >"$data/speed.svg"
if [ -z "${BENCH_MOST:-}" ]; then
    cp "$data/speed.svg" "$top_srcdir/docs/speed.svg"
    say "drew docs/speed.svg"
else
    say "drew $data/speed.svg"
fi
