#!/bin/sh
# seeds.sh TARGET FOLDER: fills the folder with what a fuzz target begins from, made of the samples and of the built-in rules
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
target=$1
mkdir -p "$2"
cd "$2"

# messages: each sample, by its format and name
messages() {
    (cd "$top/tests/data" && find . -name '*.eml' -size -40) | while read -r path; do
        cp "$top/tests/data/$path" "$(echo "${path#./}" | tr / -)"
    done
}

# cut NAME: the standard input, a file for each paragraph
cut_paragraphs() {
    awk -v RS= -v name="$1" '{ file = sprintf ("%s-%04d", name, NR); print > file; close (file) }'
}

case $target in
message) messages ;;
fields)
    messages
    # the machine-readable parts alone
    sed -n '/^[Rr]eporting-MTA:/,/^--/p' ./*.eml | cut_paragraphs status
    sed -n '/^[Ff]eedback-[Tt]ype:/,/^--/p' ./*.eml | cut_paragraphs feedback
    ;;
mailbox)
    head -c 6000 "$top/examples/inbox.mbox" >some.mbox
    gzip -nc some.mbox >some.mbox.gz
    cat some.mbox.gz some.mbox.gz >two.mbox.gz
    sed 's/$/\r/' some.mbox >crlf.mbox
    for sample in exim qmail postfix; do
        file=$(find "$top/tests/data/$sample" -name '*.eml' | sort | head -n 1)
        cp "$file" $sample.eml
        gzip -nc "$file" >$sample.eml.gz
    done
    ;;
rules)
    for file in "$top"/lib/rules/*.rules; do
        cut_paragraphs "$(basename "$file" .rules)" <"$file"
    done
    ;;
classify)
    # what was really said: the examples of the rules
    sed -n 's/^ *> //p' "$top"/lib/rules/*.rules | awk 'NR % 8 == 0 { file = sprintf ("said-%04d", NR); print > file; close (file) }'
    ;;
lua)
    messages
    for script in \
        'local p <close> = bounce.parser{ rules_text = "scope site\n\nuser-unknown \"no such whale\"\n    > 550 no such whale\n" } p:classify("550 no such whale", "mx") p:check_rules() p:parse("a: b\n\nc")' \
        'report.recipients[1] = setmetatable({}, { __index = function (_, k) return k end }) bounce.json(report)' \
        'bounce.json(setmetatable({}, { __index = function (t, k) collectgarbage() return { { k } } end, __len = function () return 3 end }))' \
        'bounce.parse("a: b", { limits = { message = 1, nesting = 1, parts = 1, header = 1, text = 1, recipients = 1 }, body_only = true })' \
        'for name, reason in pairs(bounce.reasons) do pcall(bounce.classify, name, { rules_text = reason.meaning }) end'; do
        printf '%s' "$script" >"script-$(printf %s "$script" | cksum | tr -d ' ')"
    done
    ;;
*)
    echo "seeds.sh: no target '$target'" >&2
    exit 64
    ;;
esac
