#!/bin/sh
# accurate.sh: docs/accuracy.md has the tables that tests/accuracy/measure.lua prints, every mail there is measured, and README.md
# has the same numbers
top_srcdir=$(cd "${top_srcdir:-$(dirname "$0")/..}" && pwd)
. "$top_srcdir/tests/command.sh"
: "${LUA:=lua5.4}" "${LUA_CPATH:=${top_builddir:-$top_srcdir/build}/bindings/lua/.libs/?.so}"
export LUA_CPATH

# $LUA is a command and its arguments, where a sanitizer is to be loaded before it
# shellcheck disable=SC2086
$LUA "$top_srcdir/tests/accuracy/measure.lua" "$top_srcdir/tests/accuracy" >printed 2>&1
sed -n '/^## Tables/,/^## What/p' "$top_srcdir/docs/accuracy.md" | grep '^|' >shown
is 'docs/accuracy.md' "$(grep '^|' printed | diff shown -)" ''

ls "$top_srcdir/tests/accuracy/mail" | sed 's/[.]eml$//' | sort >mails
cut -f 1 "$top_srcdir/tests/accuracy/truth.tsv" | sed 1d | sort -u >known
is 'the mails' "$(diff mails known)" ''

# ---- README.md ---------------------------------------------------------------------------------------------------------

# shows NAME CELL: a cell of its table of what is measured
shows() {
    is "README.md: $1" "$(grep -c "^| .* | $2 | .* |$" "$top_srcdir/README.md")" 1
}

# of_all COLUMN: what the last row says of all systems
of_all() {
    awk -F ' *[|] *' -v name="$1" 'NR == 1 { for (i = 2; i < NF; i++) at[$i] = i } $2 == "all" { print $at[name] }' printed
}

commas() {
    echo "$1" | sed ':a; s/\([0-9]\)\([0-9]\{3\}\)\($\|,\)/\1,\2\3/; ta'
}

for column in addresses reason severity; do
    shows "$column" "$(of_all $column)"
done
samples=$(ls "$top_srcdir"/tests/data/*/*.eml | wc -l)
shows 'reviewed mails' "$samples of $samples"
is 'README.md: their systems' "$(grep -c "^| mails of $(ls -d "$top_srcdir"/tests/data/*/ | wc -l) systems " "$top_srcdir/README.md")" 1
rules=$(commas "$("$BOUNCE" rules --check | sed 's/ rules ok$//')")
shows 'rules' "$rules of $rules"

echo "1..$n"
