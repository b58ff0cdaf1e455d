#!/bin/sh
# accuracy.sh: docs/accuracy.md has the tables that tests/accuracy/measure.lua prints, and every mail there is measured
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

echo "1..$n"
