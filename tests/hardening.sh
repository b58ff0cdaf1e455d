#!/bin/sh
# hardening.sh: what configure asks the compiler and the linker for, so that a bug is harder to use, is in what they made. What the
# compiler lacks, or --disable-hardening leaves out, is skipped.
set -u
: "${top_srcdir:=$(dirname "$0")/..}" "${top_builddir:=$top_srcdir/build}" "${HARDENING:=}"
n=0

# check NAME FLAG COMMAND...
check() {
    title=$1
    flag=$2
    shift 2
    n=$((n + 1))
    case " $HARDENING " in
    *" $flag "*) if "$@"; then echo "ok $n - $title"; else echo "not ok $n - $title"; fi ;;
    *) echo "ok $n - $title # SKIP built without $flag" ;;
    esac
}

# shows OPTIONS PATTERN: whether readelf tells it of the file
shows() {
    readelf -W "$1" "$file" | grep -Eq "$2"
}

stack_is_data() {
    readelf -W -l "$file" | awk '$1 == "GNU_STACK" { found = 1; bad = $7 ~ /E/ } END { exit bad || !found }'
}

command -v readelf >/dev/null || { echo '1..0 # SKIP there is no readelf' && exit; }
for name in lib/.libs/libbounce.so bindings/lua/.libs/bounce.so tools/.libs/bounce; do
    file=$top_builddir/$name
    [ -e "$file" ] || file=$top_builddir/$(dirname "$(dirname "$name")")/$(basename "$name") # linked statically
    check "$name: relocations are read-only" -Wl,-z,relro shows -l '^ *GNU_RELRO'
    check "$name: … all of them, from the start" -Wl,-z,now shows -d '\(FLAGS\).*BIND_NOW|Flags:.* NOW'
    check "$name: the stack is guarded" -fstack-protector-strong shows --dyn-syms ' __stack_chk_fail(@|$| )'
    check "$name: the stack is no code" "${HARDENING%% *}" stack_is_data
done
# most compilers do this by themselves
if ${CC:-cc} -dM -E -x c /dev/null 2>/dev/null | grep -q __PIE__; then HARDENING="$HARDENING -fPIE"; fi
check "$name: it stands anywhere in memory" -fPIE shows -h '^ *Type: *DYN'
echo "1..$n"
