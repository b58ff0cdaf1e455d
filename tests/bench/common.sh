# The scripts of the benchmarks begin with this. They run in the build folder, from make, which sets top_srcdir and the Lua.
# shellcheck shell=sh disable=SC2034,SC2154
LC_ALL=C.UTF-8
export LC_ALL
bench=tests/bench
data=$bench/data
mkdir -p "$data"

say () {
    echo "bench: $*" >&2
}

die () {
    say "$*"
    exit 1
}

# libtool's stand-in is a shell script, which would be measured too
program () {
    if [ -x "${1%/*}/.libs/${1##*/}" ]; then
        echo "${1%/*}/.libs/${1##*/}"
    else
        echo "$1"
    fi
}

bounce=$(program tools/bounce)
loop=$(program "$bench/loop")

# jobs N: the option that makes the command use so many threads; nothing where it has none
jobs () {
    case $($bounce read --help) in
    *--jobs*) echo "--jobs $1" ;;
    esac
}

# made FILE WORD...: what `input WORD...` writes, in that file of $data; always made anew: samples and programs change
made () {
    file=$data/$1
    shift
    "$bench/input" "$@" >"$file" || die "cannot make $file"
    echo "$file"
}

# mailbox N: an mbox of N messages of the samples, and of the mails in the folder BENCH_MAIL
mailbox () {
    made "mail-$1.mbox" mbox "$1" "$top_srcdir/tests/data" ${BENCH_MAIL:+"$BENCH_MAIL"}
}

# What a comparison needs: both have read the same messages, to the last.
check_mailbox () {
    gmime=$("$bench/gmime" mbox "$1") || die "GMime cannot read $1"
    ours=$($bounce read --json "$1" | wc -l)
    [ "$gmime $ours" = "$2 $2" ] || die "$1: $2 messages, of which GMime read $gmime and bounce $ours"
}

# Where, when and of what the numbers are
conditions () {
    commit=$(git -C "$top_srcdir" describe --always --dirty 2>/dev/null) || commit=unknown
    cpu=$(sed -n 's/^model name[[:space:]]*: *//p' /proc/cpuinfo 2>/dev/null | head -n 1)
    echo "\`$1\` at $commit, $(date -u +%Y-%m-%d), ${cpu:-unknown CPU}, $(nproc) cores"
}
