#!/bin/sh
# manual.sh: the manual pages are well formed, their examples are what happens, and what they list is what the command, bounce.h
# and the schema have
: "${top_srcdir:=$(dirname "$0")/..}"
top_srcdir=$(cd "$top_srcdir" && pwd) || exit 99
export top_srcdir BOUNCE
. "$top_srcdir/tests/command.sh"
man=$top_srcdir/man

# for the commands that the pages show
mkdir bin
printf '#!/bin/sh\nexec "%s" "$@"\n' "$BOUNCE" >bin/bounce
chmod +x bin/bounce
PATH=$dir/bin:$PATH
ln -s "$top_srcdir/examples" examples

# ---- Form ------------------------------------------------------------------------------------------------------------

for page in "$man"/*.[1-9]; do
    name=${page##*/}
    # else it is an escape of troff, and \" even hides the rest of its line
    is "$name: backslashes in displays" "$(sed -n '/^\.Bd -literal/,/^\.Ed/p' "$page" | grep -n '\\[^e&]')" ''
    if command -v mandoc >/dev/null; then
        is "$name: mandoc" "$(mandoc -T lint -W warning "$page" 2>&1)" ''
    else
        skip "$name: mandoc" 'there is no mandoc'
    fi
    if command -v groff >/dev/null; then
        is "$name: groff" "$(groff -mdoc -Kutf8 -Tutf8 -wmac -z "$page" 2>&1)" ''
    else
        skip "$name: groff" 'there is no groff'
    fi
done

# ---- Examples --------------------------------------------------------------------------------------------------------

# display PAGE LINE: as it is shown, the literal display that begins with a line of this begin
display() {
    awk -v begin="$2" '/^\.Bd -literal/ { first = 1; next } /^\.Ed/ { on = 0 }
        first { on = index ($0, begin) == 1; first = 0 } on' "$man/$1" | sed 's/\\e/\\/g; s/\\&//g'
}

# A line that begins with "$ " is a command, which ends where a line has no "\" at its end; what follows is all that it prints.
for page in "$man"/*.[1-9]; do
    name=${page##*/}
    rm -f command.* wanted.*
    display "$name" '$ ' | awk '/^\$ / { n++; on = 1; sub (/^\$ /, "") }
        { print >((on ? "command." : "wanted.") n) } on && !/\\$/ { on = 0 }'
    i=1
    while [ -e command.$i ]; do
        touch wanted.$i
        is "$name: $(head -n 1 command.$i | tr -d '\\')" "$(sh command.$i 2>&1)" "$(cat wanted.$i)"
        i=$((i + 1))
    done
    [ "$name" != bounce.1 ] || is 'bounce.1 has examples' "$((i > 5))" 1
done

display libbounce-rules.5 '# What Tide Mail says' >example.rules
is 'libbounce-rules.5: the example passes the check' "$(bounce rules --check example.rules | sed 's/[0-9]*//')" ' rules ok'
is 'libbounce.3: the example is examples/count-hard.c' "$(display libbounce.3 '#include')" \
    "$(sed -n '/^#include/,$p' "$top_srcdir/examples/count-hard.c")"

# ---- The program for Postfix -----------------------------------------------------------------------------------------

mkdir box box/tmp box/new box/cur
is 'bounce.1: the program is examples/keep-bounce' "$(display bounce.1 '#!/bin/sh')" \
    "$(sed '/^#$/,/SPDX/d' "$top_srcdir/examples/keep-bounce")"
sed "s|/usr/local/bin/bounce|$dir/bin/bounce|" "$top_srcdir/examples/keep-bounce" >keep-bounce
sed 's|/bin/bounce |/bin/no-bounce |' keep-bounce >keep-alone
sed 's/^$/\nFrom anna Mon Nov 23 14:32:04 2026/; 1i From MAILER-DAEMON Mon Nov 23 14:32:04 2026' >mail <<'END'
From: MAILER-DAEMON@mx.example.net
Subject: Undelivered Mail Returned to Sender

<anna@example.com>: 550 5.1.1 no such user
END

# kept COMMAND...: its status, what it prints, and the files in the Maildir: new, tmp
kept() {
    "$@" <mail >out 2>&1
    echo "$?, $(cat out)$(ls box/new | wc -l | tr -d ' '), $(ls box/tmp | wc -l | tr -d ' ')"
}
is 'keep-bounce: no folder' "$(kept sh keep-bounce nowhere)" '75, 0, 0'
is 'keep-bounce: no argument' "$(kept sh keep-bounce)" '75, 0, 0'
is 'keep-bounce: no room' "$(kept sh -c 'ulimit -f 0; sh keep-bounce box')" '75, 0, 0'
is 'keep-bounce: no bounce' "$(kept sh keep-alone box)" '0, 1, 0'
rm -f box/new/*
is 'keep-bounce: kept' "$(kept sh keep-bounce box)" '0, 1, 0'
is 'keep-bounce: one report, though the mail has a line that begins another in an mbox' \
    "$(grep -c '"kind":"bounce"' box/reports) of $(wc -l <box/reports | tr -d ' ')" '1 of 1'
is 'keep-bounce: the mail but for its first line' "$(cat box/new/*)" "$(sed 1d mail)"

# ---- Lists -----------------------------------------------------------------------------------------------------------

# agrees NAME LIST: manual.py knows how to compare it
agrees() {
    if [ -x /usr/bin/python3 ]; then
        is "$1" "$(/usr/bin/python3 "$top_srcdir/tests/manual.py" "$2" 2>&1)" ''
    else
        skip "$1" 'there is no python3'
    fi
}
agrees 'bounce.1: verbs' verbs
agrees 'bounce.1: options' options
agrees 'bounce.1: exit statuses' statuses
agrees 'bounce.1: columns of CSV' columns
agrees 'bounce.1: fields' fields
agrees 'libbounce-json.5: members, their types and words' members
agrees 'libbounce-json.5: reasons' reasons
agrees 'libbounce-json.5: other objects' objects
agrees 'libbounce-json.5: the example' example
agrees 'libbounce.3: functions and types' functions

echo "1..$n"
