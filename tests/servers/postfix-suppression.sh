#!/bin/sh
# postfix-suppression.sh: a Postfix that is set up as docs/suppression.md tells bounces into the suppression list; what is in that is
# right, and nothing is lost
. "${top_srcdir:-.}/tests/servers/postfix-common.sh"
unset LUA_CPATH # what is installed is what is tried
page=$top_srcdir/docs/suppression.md
program=/usr/local/share/libbounce/suppression
store=/var/lib/suppression
to=news-bounces@lists.example

if ! lua5.4 -e 'require "bounce" require "DBI" require "dbd.sqlite3"' 2>/dev/null; then
    echo '1..0 # SKIP this needs the Lua module, and lua-dbi-sqlite3'
    exit 0
fi

# sudo [-u USER] COMMAND...: as it does, for root
sudo() {
    if [ "$1" = -u ]; then
        user=$2
        shift 2
        set -- setpriv --reuid="$user" --regid="$user" --clear-groups "$@"
    fi
    "$@"
}
suppression() { sudo -u suppression $program/suppression.lua "$@"; }

# settings DATABASE [SETTING...]: of a new one
settings() {
    rm -f $store/list.db*
    printf 'return { db = "%s", patience = 1, %s }\n' "$1" "${2-}" >/etc/suppression.lua
    suppression init
}

# rows COLUMNS: these of all events; 2 to 14 are report, number, address, domain, list, time, kind, severity, reason, fault, status,
# diagnostic, believed
dump() { LUA_PATH="$program/?.lua;;" lua5.4 "$top_srcdir/tests/suppression-dump.lua" /etc/suppression.lua; }
rows() { dump 2>/dev/null | grep '^event|' | cut -d '|' -f "$1" | sort; }
holds() { [ "$(rows 2 | wc -l)" = "$1" ]; }
held_back() { suppression list --csv disable | sed 1d | cut -d , -f 1,2; }

# outside ADDRESS FILE: a mail from outside to this address
outside() {
    /usr/bin/python3 - "$@" <<'PY'
import smtplib
import sys
mail = open(sys.argv[2], 'rb').read().replace(b'\n', b'\r\n')
try:
    smtplib.SMTP('127.0.0.1').sendmail('', sys.argv[1:2], mail)
except smtplib.SMTPException as error:
    print(error)
PY
}

# ---- What is tried with each way to call it ---------------------------------------------------------------------------

# tells HOW: what the remote host refused, and a report from outside
tells() {
    settings $store/list.db 'preset = "strict"'
    postconf -e maximal_queue_lifetime=0 # what is put off comes back at once
    configured
    mail $to -XV nobody@example.net full@example.net later@example.net members@example.net drop@example.net dmarc@example.net \
        anna@example.net ghost@lists.example.org
    bounce_of bert $to >report.eml
    is "$1: a report from outside is taken" "$(outside $to report.eml)" ''
    soon holds 8
    postconf -e maximal_queue_lifetime=5d
    configured
    is "$1: all reports are there" "$(rows 4,6,8-10,12,14)" \
'bert@example.net|news.lists.example|failure|hard|user-unknown|5.1.1|1
dmarc@example.net|news.lists.example|failure|soft|auth-failure|5.7.26|1
drop@example.net|news.lists.example|failure|soft|network-error|4.4.2|1
full@example.net|news.lists.example|failure|soft|mailbox-full|5.2.2|1
ghost@lists.example.org|news.lists.example|failure|hard|user-unknown|5.1.1|1
later@example.net|news.lists.example|failure|soft|greylisted|4.2.0|1
members@example.net|news.lists.example|failure|soft|recipient-restricted|5.7.1|1
nobody@example.net|news.lists.example|failure|hard|user-unknown|5.1.1|1'
    is "$1: who is held back" "$(held_back)" 'bert@example.net,news.lists.example
ghost@lists.example.org,news.lists.example
nobody@example.net,news.lists.example'
    is "$1: nothing else is there, and nothing waits" "$(suppression unread) $(queued)" ' 0'
}

# keeps HOW: what is no report
keeps() {
    printf 'From: Anna <anna@example.com>\nTo: %s\nSubject: a =3D letter\nDate: Mon, 23 Nov 2026 14:32:04 +0000\n' $to >letter.eml
    printf 'Message-ID: <letter@example.com>\n\nFrom here\n.\n>From \377\303\244=3D \033[1m\n' >>letter.eml
    is "$1: a letter from outside is taken" "$(outside $to letter.eml)" ''
    soon unread
    is "$1: a letter is kept, whole" "$(suppression unread --mbox | sed '1,/^From: Anna/{/^From: Anna/!d;}; $d' | od -c)" \
        "$(sed 's/^\(>*From \)/>\1/' letter.eml | od -c)"
}
unread() { [ -n "$(suppression unread)" ]; }

# believes HOW: who has a token
believes() {
    settings $store/list.db 'preset = "strict", keys = { "correct horse battery staple" }'
    mail "$(signed nobody@example.net)" nobody@example.net
    mail "$(signed friend@example.com)" full@example.net # which is where friend@example.com had it forwarded to
    bounce_of anna $to >forged.eml
    outside $to forged.eml
    bounce_of bert $to >forged.eml
    outside news-bounces+bert=example.net=aaaaaaaaaaaaaaa@lists.example forged.eml
    bounce_of carl $to >forged.eml
    outside "$(signed dora@example.net)" forged.eml # who may report herself
    soon holds 5
    is "$1: a token is believed, of whom it is for" "$(rows 4,10,14)" \
'anna@example.net|user-unknown|0
bert@example.net|user-unknown|0
dora@example.net|user-unknown|1
friend@example.com|mailbox-full|1
nobody@example.net|user-unknown|1'
    is "$1: who is held back" "$(held_back)" 'dora@example.net,news.lists.example
nobody@example.net,news.lists.example'
}
signed() {
    lua5.4 -e 'print(assert(require "bounce".verp_make("correct horse battery staple", arg[1], arg[2])))' \
        - "$to" "$1" </dev/null
}

# Made-up reports, and what comes of them by one process, undisturbed
mkdir many
lua5.4 "$top_srcdir/tests/suppression-mail.lua" 12 4 >many.mbox
awk '/^From / { file = sprintf ("many/%02d", ++n); next } { print >file }' many.mbox
many() {
    for file in many/*; do
        sendmail -f '<>' $to <"$file"
    done
}
# all_there HOW: they are in the database, once, and what follows from them; the time is that of the delivery
all_there() {
    retry
    is "$1: all of them are there, once" "$(rows 2-6,8-14 | diff wanted - | head -n 20)" ''
    dump >before
    suppression judge
    is "$1: with what follows from them" "$(dump | diff before - | head -n 20)" ''
    is "$1: nothing else is there, and nothing waits" "$(suppression unread) $(queued)" ' 0'
}

# puts_off HOW WORDS: all of them were tried, and wait for this reason
puts_off() {
    soon put_off "$2"
    is "$1: all of them wait: $2" "$(queued "$2") $(queued)" '12 12'
    put_off "$2" || postqueue -j | sed 's/^/# /'
}
put_off() { [ "$(queued "$1")" = 12 ] || { waits 12 && postqueue -f && sleep 0.5 && false; }; }

lock() {
    LUA_PATH="$program/?.lua;;" lua5.4 "$top_srcdir/tests/suppression-lock.lua" $store/list.db &
    locker=$!
    while [ ! -e locked ]; do sleep 0.1; done
}
unlock() {
    touch unlock
    wait $locker
}

# at_work: how many programs take a mail
at_work() { grep -lzx "[d]eliver" /proc/[0-9]*/cmdline 2>/dev/null | wc -l; }
four() { [ "$(at_work)" = 4 ]; }

# survives HOW: processes that are killed, at times from the begin of one to after its end
survives() {
    settings $store/list.db
    with_killer
    configured
    before=$(said 'died with signal 9')
    many
    stored=
    for times in 1 2 3; do
        [ $times -eq 1 ] || postqueue -f
        soon killed $((before + 12 * times))
        stored="$stored $(rows 2 | wc -l)"
    done
    is "$1: killed in the middle, so all of them wait" "$(queued) $(queued 'died with signal 9')" '12 12'
    is "$1: though some are there" "$([ "${stored##* }" -gt 0 ] && echo some)" some
    echo "# $1: of 12, killed 3 times each within $milliseconds ms, so many are there each time:$stored"
    without_killer
    configured
    all_there "$1: killed"
}
killed() { [ "$(said 'died with signal 9')" -ge "$1" ]; }
said() { grep -c "$1" /var/log/postfix.log; }

# ---- As the document says ---------------------------------------------------------------------------------------------

blocks Postfix sh >setup
. ./setup >out
is 'the set-up' "$? $(stat -c %U $store/list.db)" '0 suppression'
# small, so that it can be full
mount -t tmpfs -o "size=1m,$(stat -c 'uid=%u,gid=%g,mode=%a' $store)" tmpfs $store
settings $store/list.db
suppression import --list news.lists.example many.mbox >out
is 'what is wanted' "$(tail -n 1 out)" '12 mails, 12 new events; 0 mails not or not wholly understood'
rows 2-6,8-14 >wanted
since=$(date +%s%N)
suppression deliver <many/01
milliseconds=$((($(date +%s%N) - since) * 3 / 1000000)) # three times as long
[ $milliseconds -lt 1000 ] || milliseconds=999

# ---- By pipe(8) -------------------------------------------------------------------------------------------------------

cp -a /etc/postfix postfix
blocks Postfix conf | place
postmap /etc/postfix/transport
configured
tells 'pipe(8)'
keeps 'pipe(8)'
believes 'pipe(8)'

# Each fault in turn, with the same mail
settings $store/list.db
lock
many
puts_off 'pipe(8): locked' 'database is locked'
unlock
head -c 2M /dev/zero >$store/filler 2>/dev/null
puts_off 'pipe(8): the disk is full' 'database or disk is full'
rm $store/filler
mount -o remount,ro $store
puts_off 'pipe(8): read-only' 'attempt to write a readonly database'
mount -o remount,rw $store
mv $store/list.db $store/away
puts_off 'pipe(8): no database' 'no such table'
chown root $store
chmod 700 $store
puts_off 'pipe(8): no folder that it may open' 'unable to open database file'
chown suppression $store
mv $store/away $store/list.db
mv /etc/suppression.lua settings
puts_off 'pipe(8): no settings' 'cannot open /etc/suppression.lua'
cp settings /etc/suppression.lua
mv /usr/local/lib/lua/5.4/bounce.so .
puts_off 'pipe(8): no libbounce' "module 'bounce' not found"
mv bounce.so /usr/local/lib/lua/5.4/
mv $program/suppression.lua .
puts_off 'pipe(8): no program' 'suppression.lua: not found'
mv suppression.lua $program/
mv $program/deliver .
puts_off 'pipe(8): nothing to call' 'deliver: No such file or directory'
mv deliver $program/
is 'pipe(8): nothing of all that is there' "$(rows 2)" ''
all_there 'pipe(8): afterwards'

# Four at once, which wait for each other
settings $store/list.db 'patience = 30'
before=$(said 'status=deferred')
lock
many
soon four
is 'pipe(8): so many at once' "$(at_work)" 4
unlock
all_there 'pipe(8): four at once'
is 'pipe(8): four at once: none is put off' "$(($(said 'status=deferred') - before))" 0

with_killer() { sed -i.away "s,argv=,argv=/usr/local/bin/killer $milliseconds ," /etc/postfix/master.cf; }
without_killer() { mv /etc/postfix/master.cf.away /etc/postfix/master.cf; }
survives 'pipe(8)'

# ---- PostgreSQL -------------------------------------------------------------------------------------------------------

. "$top_srcdir/tests/postgresql.sh"
if lua5.4 -e 'require "dbd.postgresql"' 2>/dev/null && server new && server start; then
    createdb -h "$dir/pg" -U list list
    settings "postgresql:///list?host=$dir/pg&user=list"
    server stop
    many
    puts_off 'PostgreSQL: no server' 'no connection to the server'
    server start
    all_there 'PostgreSQL: afterwards'
    server stop
else
    skip 'PostgreSQL' 'no postgresql, or no lua-dbi-postgresql'
fi

# ---- By an alias ------------------------------------------------------------------------------------------------------

cp -a postfix/. /etc/postfix/
postconf -X alias_maps
blocks 'Postfix, with an alias' conf | place
blocks 'Postfix, with an alias' sh >setup
. ./setup
tells alias
keeps alias
believes alias

settings $store/list.db
lock
many
puts_off 'alias: locked' 'database is locked'
unlock
mv $program/deliver .
puts_off 'alias: nothing to call' 'deliver: No such file or directory'
mv deliver $program/
cp /etc/postfix/main.cf main.cf
postconf -e mailbox_size_limit=8192 message_size_limit=8192
configured
puts_off 'alias: the database is too large' 'disk I/O error'
is 'alias: nothing of all that is there' "$(rows 2)" ''
cp main.cf /etc/postfix/main.cf
configured
all_there 'alias: afterwards'

with_killer() {
    sed -i.away "s,|,|/usr/local/bin/killer $milliseconds ," $store/aliases
    . ./setup
}
without_killer() {
    mv $store/aliases.away $store/aliases
    . ./setup
}
survives alias

is 'what became of the bounces' "$(sed -n 's/.* to=<news-bounces.* status=\([^.:)]*\).*/\1/p' /var/log/postfix.log | sort -u)" \
'deferred (Command died with signal 9
deferred (temporary failure
sent (delivered to command
sent (delivered via suppression service'

echo "1..$n"
