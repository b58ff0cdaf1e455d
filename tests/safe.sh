#!/bin/sh
# safe.sh: what strangers write reaches no terminal, spreadsheet, shell or format: each verb, with each kind of poison in each field
# (tests/hostile.c has them), in each argument, and in the names of files.
. "$(dirname "$0")/command.sh"
: "${top_srcdir:=$(cd "$OLDPWD" && pwd)}" "${top_builddir:=$top_srcdir/build}"
make_mail=$top_builddir/tests/hostile
lines=$top_builddir/tests/lines

# safe NAME FORMAT ARGUMENT...: the output is lines of the format, what is complained of is text, nothing crashes
safe() {
    name=$1
    format=$2
    shift 2
    run "$@"
    is "$name" "$("$lines" "$format" <out | sed 's/^[0-9][0-9]*$/ok/') $("$lines" text <err | sed 's/^[0-9][0-9]*$/ok/') $((status < 128))" 'ok ok 1'
}

# ---- Mail ------------------------------------------------------------------------------------------------------------

"$make_mail" poisoned 72 >mbox
for jobs in 1 2; do
    safe "read --json, $jobs" json read --json --jobs $jobs mbox
    is "read --json, $jobs: each message" "$(wc -l <out | tr -d ' ')" 72
    safe "read --csv, $jobs" csv read --csv --jobs $jobs mbox
    safe "read, $jobs" text read --jobs $jobs mbox
done
safe 'read --width' text read --width 60 mbox
safe 'read --body' text read --body mbox
safe 'explain' text explain mbox
safe 'unknown' text unknown mbox
safe 'unknown --json' json unknown --json mbox
run unknown mbox
cp out unknown.rules
sed 's/REASON/policy/' unknown.rules >new.rules
safe 'what unknown makes is a rule file' text rules --check new.rules
is 'what unknown makes is a rule file: and a good one' "$status" 0
run read --csv mbox
is 'what looks like a format is none' "$(grep -c '550 5.1.1 %s%n%1000000d%%' out)" 2

# ---- Lines, arguments, names -----------------------------------------------------------------------------------------

"$make_mail" poison_lines 18 >input
input=input
safe 'classify' text classify
safe 'classify --json' json classify --json
is 'classify --json: each line' "$(wc -l <out | tr -d ' ')" 36
input=/dev/null

mkdir names
while IFS= read -r poison; do
    safe 'classify TEXT' text classify -- "$poison"
    safe 'classify --host' text classify --host "$poison" -- "550 $poison"
    safe 'classify --json --host' json classify --json --host "$poison" -- "550 $poison"
    safe 'codes CODE' text codes -- "$poison"
    safe 'codes --json CODE' json codes --json -- "$poison" 5.1.1
    safe 'rules: a name' text rules -- "$poison"
    safe 'read --rules' text read --rules "$poison" mbox
    safe 'a verb' text "$poison"
    safe 'an option' text read "--$poison" mbox
    safe 'help' text help -- "$poison"
    safe 'a path that is not there' text read -- "$poison"
    safe 'explain: a path that is not there' text explain -- "$poison"
    case $poison in */*) continue ;; esac
    cp mbox "names/$poison"
    printf 'scope any\n\npolicy "a whale\n' >"$poison.rules"
    safe 'rules --check: the name of a bad file' text rules --check -- "$poison.rules"
    printf '# %s\nscope any\n\npolicy "a whale"\n    > %s a whale\n' "$poison" "$poison" >"./$poison.rules"
    safe 'rules: what a file says' text rules -- "./$poison.rules"
    safe 'rules --check: what a file says' text rules --check -- "./$poison.rules"
    printf 'scope any\n\npolicy "a whale"\n    > %s\n' "$poison" >"./$poison.rules"
    safe 'rules --check: an example' text rules --check -- "./$poison.rules"
    printf 'scope any\n\n%s "a whale"\n' "$poison" >"./$poison.rules"
    safe 'rules --check: a bad line' text rules --check -- "./$poison.rules"
done <<END
$("$make_mail" poison_lines 18 | tr -d '\0' | sed -n 'n;p' | grep .)
END
safe 'names: read --json' json read --json names
is 'names: read --json: all' "$(($(wc -l <out) / 72))" "$(find names -type f | wc -l | tr -d ' ')"
safe 'names: read --csv' csv read --csv names
safe 'names: explain' text explain names
safe 'names: unknown' text unknown names
safe 'names: unknown --json' json unknown --json names

is 'nothing was run' "$(find . -name pwned)" ''

echo "1..$n"
