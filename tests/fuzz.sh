#!/bin/sh
# fuzz.sh: what the fuzzers once found stays mended: each finding in tests/fuzz/regress is run again
set -u
: "${top_srcdir:=$(dirname "$0")/..}" "${top_builddir:=$top_srcdir/build}"
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
n=0

# replay TARGET: a test for all its findings
replay() {
    n=$((n + 1))
    if [ ! -x "$top_builddir/tests/fuzz/fuzz-$1" ]; then
        echo "ok $n - $1 # SKIP it is not built: the Lua module is left out, or not for 5.4"
    elif [ ! -d "$top_srcdir/tests/fuzz/regress/$1" ]; then
        echo "ok $n - $1 # SKIP nothing was found yet"
    elif "$top_builddir/tests/fuzz/fuzz-$1" "$top_srcdir/tests/fuzz/regress/$1" >"$work/log" 2>&1; then
        echo "ok $n - $1: $(wc -l <"$work/log") findings"
    else
        echo "not ok $n - $1"
        tail -n 50 "$work/log" | sed 's/^/# /'
    fi
}

for target in classify fields lua mailbox message rules; do
    replay $target
done
echo "1..$n"
