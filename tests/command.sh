# Tests of the command begin with this: the command to try, a folder that goes away with the test, and TAP.
set -u
LC_ALL=C.UTF-8
export LC_ALL
BOUNCE=${BOUNCE:-./tools/bounce}
case $BOUNCE in
/*) ;;
*) BOUNCE=$PWD/$BOUNCE ;;
esac

dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1

# ---- TAP -------------------------------------------------------------------------------------------------------------

n=0

# is NAME GOT WANTED
is() {
    n=$((n + 1))
    if [ "$2" = "$3" ]; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        printf '%s\n' "wanted: $3" "got: $2" | cat -v | sed 's/^/# /'
    fi
}

skip() {
    n=$((n + 1))
    echo "ok $n - $1 # SKIP $2"
}

# run ARGUMENT...: what it leaves is in out, err and $status; the standard input is the file $input
input=/dev/null
run() {
    "$BOUNCE" "$@" <"$input" >out 2>err
    status=$?
}
