#!/bin/sh
# report.sh: the page of `bounce report`: its numbers, that all is accounted for, that what strangers wrote is text, and its size.
# What it does in a browser is for make check-browser. REPORT=long makes as many bounces as it is meant for.
top_srcdir=$(cd "${top_srcdir:-$(dirname "$0")/..}" && pwd)
. "$top_srcdir/tests/command.sh"
inbox=$top_srcdir/examples/inbox.mbox

# ---- Mail, of which the test's own rules say what it means -----------------------------------------------------------

cat >site.rules <<'END'
scope site
    text "whale"

user-unknown "no such whale"
    > 550 5.1.1 no such whale

mailbox-full "the whale is full"
    > 552 5.2.2 the whale is full

blocked "no whale from there"
    > 554 5.7.1 no whale from there
END

# What awk programs begin with: report(DATE, ADDRESS, HOST, SAID) prints a message of an mbox. Small, as there are many.
cat >report.awk <<'END'
function report (date, address, host, said) {
    printf "From MAILER-DAEMON Mon Nov 23 14:32:04 2026\nFrom: <mailer-daemon@example.com>\nSubject: Undelivered Mail\n"
    printf "Date: %s 14:32:04 +0000\nMIME-Version: 1.0\n", date
    printf "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    printf "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\n"
    printf "Final-Recipient: rfc822; %s\nAction: failed\nStatus: 5.0.0\n%s", address, host ? "Remote-MTA: dns; " host "\n" : ""
    printf "Diagnostic-Code: smtp; %s\n\n--b--\n\n", said
}
END

# mbox PROGRAM: what an awk program with these prints
mbox() {
    { cat report.awk && echo "BEGIN { $1 }"; } >program.awk
    awk -f program.awk
}

# ---- The page --------------------------------------------------------------------------------------------------------

# table ID: the rows of a table of the page, without its titles: words and numbers
table() {
    sed -n "/<table id=\"$1\"/,/<\/table>/p" page.html | sed '1,/<\/thead>/d; s/<[^>]*>/ /g; s/,//g' | tr -s ' ' | sed 's/^ //; s/ $//; /^$/d'
}

# sum ID COLUMN: of the numbers at the ends of its rows, counted from the right; without what is a sum itself
sum() {
    sed '/class="group"/d; /<tfoot>/,/<\/tfoot>/d' page.html >rows.html
    sed -n "/<table id=\"$1\"/,/<\/table>/p" rows.html | sed '1,/<\/thead>/d; s/<[^>]*>/ /g; s/,//g' | awk -v c="$2" 'NF { sum += $(NF - c + 1) } END { print sum + 0 }'
}

# cells: the sum of what the script adds up
cells() {
    sed -n '/id="data"/,/<\/script>/p' page.html | sed '1d; s/<.*//' | tr -d '[]}' | awk -F, '{ for (i = 5; i <= NF; i += 2) sum += $i } END { print sum + 0 }'
}

# line PATTERN: the text of the first line with it
line() {
    grep -m 1 -e "$1" page.html | sed 's/<[^>]*>//g'
}

# accounted NAME N: every table has all of the failures, and so has the script
accounted() {
    is "$1: each failure is in each table once" \
        "$(sum reason 1) $(sum domain 5) $(sum host 5) $(sum period 5) $(cells)" "$2 $2 $2 $2 $2"
}

run report "$inbox" -o page.html
is 'report: status' "$status $(cat out err)" '0 '
is 'the answer' "$(line 'id="answer-title"')" '11 addresses are dead'
is 'what was read' "$(line '48 messages read')" '23 Nov 2026 · 48 messages read · 48 failures'
is 'what is to be done' "$(sed -n '/class="number"/s/<[^>]*>//gp' page.html | paste -sd ' ' -)" '15 failures 16 failures 17 failures 0 failures'
is 'reasons, and whose fault' "$(table reason | sed -n '1,6p')" 'Dead 15
user-unknown the mailbox does not exist recipient 7
user-moved the person has moved and the mail is not forwarded recipient 4
user-disabled the mailbox exists but is closed suspended or inactive recipient 2
host-unknown the domain does not exist domain 1
no-mail-service the domain exists and takes no mail (null MX 521 556 no MX and no host) domain 1'
is 'domains' "$(table domain | sed -n '1,3p; $p')" 'northworks.example 12 7 1 4 0
mail.lists.example 4 3 0 1 0
box.example 2 0 0 2 0
other domains 3 0 0 3 0'
is 'providers' "$(table host | sed -n '1,4p; $p')" 'northworks.example 7 4 1 2 0
google.com 3 1 2 0 0
outlook.com 2 0 0 2 0
amberlogistics.example 1 0 1 0 0
no host is told by its name 20 8 6 6 0'
is 'days' "$(table period)" '23 Nov 2026 48 15 16 17 0'
is 'kinds' "$(table kind | sed 's/[a-z-]* .* \([0-9]*\)$/\1/' | paste -sd ' ' -)" '2 39 3 1 2 1 All 48'
is 'each message is accounted for' "$(sum kind 1)" 48
accounted 'the example' 48
is 'nothing but its own script and style is allowed' \
    "$(sed -n 's/.*Content-Security-Policy" content="\([^"]*\)".*/\1/p' page.html | sed "s/'sha256-[A-Za-z0-9+/]\{43\}='/HASH/g")" \
    "default-src 'none'; base-uri 'none'; form-action 'none'; style-src HASH; script-src HASH"
is 'nothing in it has a style, a source, or a script of its own' "$(grep -c ' style=\| src=\| on[a-z]*=\| href="[^#]' page.html)" 0
cp page.html first.html

# bounce read tells the same
"$BOUNCE" read --csv --fields severity,address "$inbox" | tail -n +2 >rows
is 'bounce read counts the same failures' "$(grep -c '^soft\|^hard' rows)" 48
is 'bounce read lists the same dead addresses' "$(sed -n 's/^hard,//p' rows | sort -u | wc -l | tr -d ' ')" 11

input=$inbox
run report
is 'the standard input, the standard output: the same page' "$status $(cat err) $(cmp out first.html && echo same)" '0  same'
run report -o -
is '"-" is the standard output' "$status $(cmp out first.html && echo same)" '0 same'
input=/dev/null

# ---- What is asked for -----------------------------------------------------------------------------------------------

run report --severity hard --domain northworks.example -o page.html "$inbox"
is 'selected: the numbers' "$(table domain)" 'northworks.example 7 7 0 0 0'
is 'selected: it is told' "$(line 'Not all of it')" \
    'Not all of it was asked for. 48 messages were read, and 3 of them told, with --severity hard --domain northworks.example.'
accounted 'selected' 7
run report --reason user-unkown "$inbox"
is 'a wrong word' "$status $(cat err) $(cat out)" "64 bounce: --reason: unknown word 'user-unkown'; did you mean 'user-unknown'? "
run report --domain nowhere.example -o page.html "$inbox"
is 'nothing is asked for that is there' "$status $(line 'id="answer-title"') $(line 'is shown\|are shown')" '0 No mail failed All 0 failures are shown.'
accounted 'nothing' 0

# ---- Whose problem ---------------------------------------------------------------------------------------------------

mbox 'for (i = 0; i < 30; i++) report ("23 Nov 2026", i "@one.example", "mx.one.example", i < 12 ? "554 5.7.1 no whale from there" : "552 5.2.2 the whale is full")
      for (i = 0; i < 20; i++) report ("24 Nov 2026", "a@two.example", "mx1.big.co.uk", i < 18 ? "554 5.7.1 no whale from there" : "550 5.1.1 no such whale")' >blocked.mbox
run report --rules site.rules blocked.mbox -o page.html
is 'a cause on the sender side is told first' "$(line 'class="cause"')" \
    'Look at your side first. 30 of the 50 failures have one cause, blocked: the sending address or host is on a block list; 18 of them said by big.co.uk; 18 of them on 24 Nov 2026. That is the sender’s problem, not the addresses’: remove none of them for it.'
is 'an address that is dead twice is one' "$(line 'id="answer-title"')" '1 address is dead'
mbox 'for (i = 0; i < 30; i++) report ("23 Nov 2026", i "@one.example", "mx.one.example", i < 9 ? "554 5.7.1 no whale from there" : "552 5.2.2 the whale is full")' >few.mbox
run report --rules site.rules few.mbox -o page.html
is 'few of them are no cause' "$(grep -c 'class="cause"' page.html)" 0
is 'no address is dead' "$(line 'id="answer-title"')" 'No address is dead'

# ---- Providers -------------------------------------------------------------------------------------------------------

mbox 'n = split ("mx.a.example MX2.A.EXAMPLE. a.example x.y.co.jp y.co.jp co.jp x.y.de [192.0.2.1] 192.0.2.1 localhost 2001:db8::1 mx.b.example:25 a_b.c.example mx.d.example\303\244", hosts, " ")
      for (i = 1; i <= n; i++) report ("23 Nov 2026", "a@one.example", hosts[i], "552 5.2.2 the whale is full")
      report ("23 Nov 2026", "a@one.example", "", "552 5.2.2 the whale is full")' >hosts.mbox
run report --rules site.rules hosts.mbox -o page.html
is 'whose host it is' "$(table host | awk '{ NF -= 5; print }' | sort | paste -sd '|' -)" \
    'a.example|b.example|c.example|co.jp|no host is told by its name|y.co.jp|y.de'
accounted 'hosts' 15

# ---- What is not understood ------------------------------------------------------------------------------------------

mbox 'for (i = 0; i < 40; i++) report ("23 Nov 2026", "a@one.example", "mx.one.example", i < 30 ? "the moon " i " is blue" : "the sun of u" i "@one.example is " substr ("abcdefghijklmnopqrstuvwxyz", i - 29, 1))' >unknown.mbox
run report --rules site.rules unknown.mbox -o page.html
is 'wordings, grouped' "$(table wording | sed -n '1,2p')" 'the moon &lt;n&gt; is blue 30
the sun of &lt;address&gt; is a 1'
"$BOUNCE" unknown --json unknown.mbox | sed -n 's/.*"count":\([0-9]*\),.*"template":"\([^"]*\)".*/\2 \1/p' | sed 's/</\&lt;/g; s/>/\&gt;/g' >wanted
is 'as bounce unknown does' "$(table wording)" "$(cat wanted)"
is 'all of them are there' "$(sum wording 1)" 40

# ---- Days ------------------------------------------------------------------------------------------------------------

# spread N STEP: bounces on the first of N, and every STEP days after
spread() {
    mbox "split (\"31 28 31 30 31 30 31 31 30 31 30 31\", days, \" \"); split (\"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec\", names, \" \")
          day = 1; month = 1; year = 2001
          for (i = 0; i < $1; i++) {
              report (day \" \" names[month] \" \" year, \"a@one.example\", \"mx.one.example\", \"552 5.2.2 the whale is full\")
              for (day += $2; day > days[month]; month = month % 12 + 1) { day -= days[month]; if (month == 12) year++ }
          }"
}
for case in 'Day 100 1 100' 'Week 101 1 15' 'Week 100 7 100' 'Month 101 7 24' 'Year 200 100 55'; do
    set -- $case
    spread "$2" "$3" >spread.mbox
    run report --rules site.rules spread.mbox -o page.html
    is "$2 bounces, $3 days between them: by the $1" \
        "$(sed -n '/<table id="period"/,/<\/table>/p' page.html | sed -n 's/.*<th scope="col">\([A-Z][a-z]*\)[ <].*Failures.*/\1/p') $(table period | wc -l | tr -d ' ')" "$1 $4"
    accounted "$2 bounces, $3 days" "$2"
    # 2001 began on a Monday
    [ "$1" != Week ] || is "$2 bounces: a week" "$(table period | sed -n 1p)" "1 Jan 2001 $((7 / $3)) 0 0 $((7 / $3)) 0"
done
mbox 'for (i = 0; i < 300; i++) report (1 + i % 20 " Nov 2026", "a@one.example", "mx.one.example", "552 5.2.2 the whale is full")
      report ("1 Jan 1970", "a@one.example", "mx.one.example", "552 5.2.2 the whale is full")
      report ("1 Jan 2001", "a@one.example", "mx.one.example", "552 5.2.2 the whale is full")
      report ("yesterday", "a@one.example", "mx.one.example", "552 5.2.2 the whale is full")' >clocks.mbox
run report --rules site.rules clocks.mbox -o page.html
is 'wrong clocks do not spoil the chart' "$(table period | sed -n '1p;$p'; table period | wc -l | tr -d ' ')" '1 Nov 2026 15 0 0 15 0
no date or one far off 3 0 0 3 0
21'
is 'wrong clocks are told' "$(line 'far from nearly')" '3 failures have no date, or one far from nearly all others; the chart leaves them out.'
accounted 'wrong clocks' 303

# ---- What strangers write --------------------------------------------------------------------------------------------

mbox 'n = split ("\"><script>a|</script><script>a|<!--|\047 onload=a|&lt;|\302\205\302\233m|\342\200\256a\342\201\246|</bdi>|\033[2J|\377\376", marks, "|")
      for (i = 1; i <= n; i++) report ("23 Nov 2026", i "@x" marks[i] ".example", "mx" marks[i] ".example", "the moon " marks[i] " is blue")' >hostile.mbox
run report --rules site.rules --title '</title><script>"&' hostile.mbox -o page.html
is 'hostile: status' "$status $(cat err)" '0 '
is 'hostile: two scripts, and no comment' "$(grep -ci '<script' page.html) $(grep -ci '</script' page.html) $(grep -c '<!--\|<img' page.html)" '2 2 0'
is 'hostile: the title' "$(sed -n 's/.*<title>\(.*\)<\/title>.*/\1/p' page.html | head -n 1)" '&lt;/title&gt;&lt;script&gt;&quot;&amp;'
is 'hostile: no control' "$(tr -d '\n\040-\176\200-\377' <page.html | od -An -c)" ''
is 'hostile: none of two bytes, nothing that turns a line' \
    "$(LC_ALL=C grep -c "$(printf '\302[\200-\237]\\|\342\200[\216\217\252-\256]\\|\342\201[\246-\251]')" page.html)" 0
is 'hostile: it is UTF-8' "$(iconv -f UTF-8 -t UTF-8 page.html >/dev/null 2>&1 && echo yes)" yes
is 'hostile: what they wrote is text' "$(table wording)" 'the moon &quot;&gt;&lt;script&gt;a is blue 1
the moon &lt;/script&gt;&lt;script&gt;a is blue 1
the moon &lt;!-- is blue 1
the moon &#39; onload=a is blue 1
the moon &amp;lt; is blue 1
the moon \x85\x9bm is blue 1
the moon \u202ea\u2066 is blue 1
the moon &lt;/bdi&gt; is blue 1
the moon \x1b[2j is blue 1
the moon ÿþ is blue 1'
is 'hostile: the data is numbers' "$(sed -n '/id="data"/,/<\/script>/p' page.html | sed 's/.*id="data">{"remedies"://; s/"cells"//; s/<\/script>//' | tr -d '0-9,:\n[]{}')" ''
accounted 'hostile' 10

# ---- Size ------------------------------------------------------------------------------------------------------------

# All that can be told apart: days, domains, providers and reasons, each as often as the others, which is the worst for the size.
bounces=30000
[ "${REPORT-}" != long ] || bounces=100000
mbox "split (\"550 5.1.1 no such whale|552 5.2.2 the whale is full|554 5.7.1 no whale from there|the moon is blue\", said, \"|\")
      split (\"Aug Sep Oct Nov\", months, \" \"); srand (1)
      for (i = 0; i < $bounces; i++) {
          domain = int (rand () < .8 ? rand () * 30 : rand () * $bounces / 5)
          report (1 + int (rand () * 25) \" \" months[1 + int (rand () * 4)] \" 2026\", \"user\" i \"@a.domain.that.is.long.\" domain \".example\",
                  \"mx.provider-\" int (rand () * 16) \".example\", said[1 + int (rand () * 4)] \" \" i)
      }" >many.mbox
run report --rules site.rules many.mbox -o page.html
is "size: $bounces bounces" "$(wc -c <page.html | awk '{ print ($1 < 200000 ? "below 200 kB" : $1) }')" 'below 200 kB'
is 'size: that of the data' "$(sed -n '/id="data"/,/<\/script>/p' page.html | wc -c | awk '{ print ($1 < 75000 ? "below 75 kB" : $1) }')" 'below 75 kB'
accounted "size" $bounces
is 'size: what was left together is told' "$(grep -c 'counted together, as “other”' page.html)" 2
is 'size: the addresses are counted' "$(line 'id="answer-title"' | tr -d ,)" "$("$BOUNCE" read --rules site.rules --severity hard --fields address many.mbox | sort -u | wc -l | tr -d ' ') addresses are dead"

mbox 'for (i = 0; i < 30; i++) long = long "a123456789."
      for (i = 0; i < 35; i++) report ("23 Nov 2026", "a@" (i < 3 ? long : "x" i ".") "example", "mx.one.example", "552 5.2.2 the whale is full")' >long.mbox
run report --rules site.rules long.mbox -o page.html
is 'names that are too long' "$(table domain | tail -n 1) $(line 'too long')" \
    'other domains 5 0 0 5 0 3 failures are counted as “other”, as the names are too long, or came after more than can be told apart.'
is 'names that have no row' "$(line 'domains with fewer')" \
    '2 domains with fewer failures are counted together, as “other”, or the page would become too large.'
accounted 'long names' 35

# ---- Where it goes ---------------------------------------------------------------------------------------------------

echo former >page.html
run report nowhere -o page.html
is 'a missing path: no page' "$status $(cat page.html)" '66 former'
run report /dev/null -o page.html
is 'no mail: no page' "$status $(cat err) $(cat page.html)" '65 bounce: no mail that can be read former'
run report nowhere "$inbox" -o page.html
is 'a missing path beside another: told on the page' "$status $(line 'could not be read to')" '66 1 file or folder could not be read to the end.'
run report "$inbox" -o no/such/folder.html
is 'a page that cannot be written' "$status $(cat out) $(grep -c '^bounce: ' err)" '74  1'
if script -qec true /dev/null >/dev/null 2>&1; then
    script -qec "'$BOUNCE' report '$inbox'" /dev/null </dev/null >out 2>&1
    is 'a terminal gets no page' "$? $(tr -d '\r' <out)" '64 bounce: report: a page is nothing for a terminal: name a file with -o'
else
    skip 'a terminal gets no page' 'there is no script(1), or no terminal'
fi

echo "1..$n"
