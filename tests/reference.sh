#!/bin/sh
# reference.sh: bounce.h documents all that it declares, each parameter and each value, in a way that gi-docgen understands
set -u
: "${top_srcdir:=$(dirname "$0")/..}" "${top_builddir:=$top_srcdir/build}"
gir=$top_builddir/bindings/gir/Bounce-1.0.gir
reference=$top_builddir/reference

if [ ! -e "$gir" ]; then
    echo "1..0 # SKIP no Bounce-1.0.gir was built"
    exit 0
fi
if ! command -v gi-docgen >/dev/null; then
    echo "1..0 # SKIP no gi-docgen"
    exit 0
fi

work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

# passes N NAME WORD...: test N passes where the command WORD... does
passes () {
    number=$1 name=$2
    shift 2
    if "$@" >"$work/log" 2>&1; then
        echo "ok $number - $name"
    else
        echo "not ok $number - $name"
        sed 's/^/# /' "$work/log"
    fi
}

echo 1..2
passes 1 "all is documented" gi-docgen check --config "$reference/libbounce.toml" "$gir"
passes 2 "the reference is made without a warning" \
    gi-docgen generate --quiet --fatal-warnings --config "$reference/libbounce.toml" --content-dir "$reference" \
    --output-dir "$work" "$gir"
