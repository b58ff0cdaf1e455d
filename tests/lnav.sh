#!/bin/sh
# lnav.sh: lnav shows reports by examples/lnav/bounce.json, and answers what examples/README.md asks it
: "${top_srcdir:=$(dirname "$0")/..}"
top_srcdir=$(cd "$top_srcdir" && pwd)
. "$top_srcdir/tests/command.sh"

if ! command -v lnav >/dev/null; then
    echo "1..0 # SKIP no lnav"
    exit 0
fi

# what it keeps, it keeps here, and it knows no formats but its own and ours
HOME=$dir
TMPDIR=$dir
export HOME TMPDIR
unset XDG_CONFIG_HOME

# ask QUERY [FILE]: its answer, as CSV
ask() {
    timeout 60 lnav -n -q -c ";$1" -c ':write-csv-to -' ${2+"$2"} 2>&1
}

inbox=$top_srcdir/examples/inbox.mbox
"$BOUNCE" read --json "$inbox" >reports.ndjson

timeout 60 lnav -i "$top_srcdir/examples/lnav/bounce.json" >out 2>&1
is "it takes the format" "$? $(ls .lnav/formats/installed)" "0 bounce.json"
is "it has no complaint about it" "$(timeout 60 lnav -W -C 2>&1)" ""

is "a line for each message" "$(ask 'SELECT count(*) AS n FROM bounce' reports.ndjson)" "n
48"
is "from a pipe, too" "$(ask 'SELECT count(*) AS n FROM bounce' <reports.ndjson)" "n
48"
is "the level is the severity" "$(ask 'SELECT log_level, count(*) AS n FROM bounce GROUP BY log_level' reports.ndjson)" "log_level,n
info,9
warning,29
error,10"
is "the columns" "$(ask "SELECT log_time, kind, format, reporting_mta, \"original/list_id\", \"recipients#/reason\"
FROM bounce WHERE subject LIKE 'Delayed%'" reports.ndjson)" \
"log_time,kind,format,reporting_mta,original/list_id,recipients#/reason
2026-11-23 14:26:56.000,delay,rfc3464,mail.lists.example,Green River News <news.lists.example>,greylisted"

query=$(awk '/^```/ { on = $0 == "```sql"; next } on' "$top_srcdir/examples/README.md" | tr '\n' ' ')
is "examples/README.md: reasons by number" "$(ask "$query" reports.ndjson)" "reason,fault,times
user-unknown,recipient,7
mailbox-full,recipient,5
recipient-restricted,recipient,4
user-moved,recipient,4
user-disabled,recipient,2"

case $(lnav -V) in
"lnav 0.11."*)
    is "the lines" "$(timeout 60 lnav -n reports.ndjson | grep -e northworks -e 'Delayed' -e 'auto-reply')" \
"2026-11-23 14:26:56  delay       none  greylisted            support.team@oakmuseum.example  451 Temporary local problem - please try later (greylisting in action)  Delayed Mail (still being retried)
2026-11-23 14:32:05  bounce      hard  user-unknown          w.young@northworks.example  550 5.1.1 <w.young@northworks.example>: Recipient address rejected: User unknown in virtual mailbox table  Mail delivery failed: returning message to sender
2026-11-23 14:41:23  bounce      soft  recipient-restricted  v.costa@northworks.example  550 5.7.1 <v.costa@northworks.example>: delivery to this recipient is restricted to members  Delivery status notification: failed
2026-11-23 14:57:21  auto-reply  info  -                     -  -  Abwesenheit: Urlaub bis 1. Dezember
2026-11-23 14:59:07  delay       none  greylisted            y.tanaka@northworks.example  450 4.2.0 <y.tanaka@northworks.example>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/mx.html  Delivery status notification: delayed"
    ;;
*) skip "the lines" "known of lnav 0.11 only" ;;
esac

echo "1..$n"
