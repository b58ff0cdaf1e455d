#!/bin/sh
# run.sh SECONDS TARGET...: runs each fuzz target so long; in the folder of a build that --with-fuzz-engine has configured
#
# corpus/TARGET keeps what reaches new code, and findings/ what fails, under the target's name. FUZZ_ENGINE=afl: by AFL++.
# Exit 1 where anything was found.
set -u
here=$(cd "$(dirname "$0")" && pwd)
seconds=$1
shift
status=0

# What the longest sample is, and some: longer inputs are slower and find nothing else. A parser with its rules is some 20 MB
# with a sanitizer; a mailbox that holds gzip may unpack to much more than it is.
most_bytes=16384
most_megabytes=2048

# run_libfuzzer TARGET
run_libfuzzer() {
    regress=$here/regress/$1
    [ -d "$regress" ] || regress=
    # findings of old are run first: one that is there again is told at once
    # shellcheck disable=SC2086 # none or one
    "tests/fuzz/fuzz-$1" -dict="$here/$1.dict" -max_total_time="$seconds" -max_len=$most_bytes -rss_limit_mb=$most_megabytes \
        -timeout=20 -report_slow_units=5 -print_final_stats=1 -artifact_prefix="findings/$1-" \
        "corpus/$1" "seeds/$1" $regress >"$1.log" 2>&1
}

# run_afl TARGET
run_afl() {
    AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_AUTORESUME=1 \
        afl-fuzz -i "seeds/$1" -o "corpus/$1" -x "$here/$1.dict" -V "$seconds" -t 20000 -m none "tests/fuzz/fuzz-$1" >"$1.log" 2>&1
    # AFL++ keeps its findings to itself
    for file in "corpus/$1"/default/crashes/id*; do
        [ ! -e "$file" ] || cp "$file" "findings/$1-$(basename "$file" | tr ':,' '--')"
    done
}

mkdir -p findings
for target; do
    mkdir -p "corpus/$target"
    [ -d "seeds/$target" ] || sh "$here/seeds.sh" "$target" "seeds/$target" || exit
    if [ "${FUZZ_ENGINE-}" = afl ]; then
        run_afl "$target"
    else
        run_libfuzzer "$target"
    fi
    ended=$?
    found=$(find findings -name "$target-*" | wc -l)
    printf '%s: ended with %d, %d findings; %s\n' "$target" $ended "$found" \
        "$(sed -n 's/^stat::number_of_executed_units: */inputs: /p; s/.*fuzz-.*runs: */inputs: /p' "$target.log" | tail -n 1)"
    if [ $ended -ne 0 ] || [ "$found" -gt 0 ]; then
        tail -n 40 "$target.log"
        status=1
    fi
done
exit $status
