#!/bin/sh
# postfix.sh: a Postfix bounces to what the manual page bounce(1) tells it to, nothing is lost, and the reports are right
. "${top_srcdir:-.}/tests/servers/postfix-common.sh"

# display N: the Nth indented display of the section POSTFIX in bounce(1)
display() {
    sed -n '/^\.Sh POSTFIX/,/^\.Sh SEE/p' "$top_srcdir/man/bounce.1" |
        awk -v n="$1" '/^\.Bd/ { on = ++found == n; next } /^\.Ed/ { on = 0 } on'
}

useradd --no-log-init --create-home --home-dir /home/bounces bounces

# bounced TO NAME...: bounces of mail to these names come in
bounced() {
    to=$1@lists.example.org
    shift
    for name; do
        bounce_of "$name" "$to" | sendmail -f '<>' "$to"
    done
}

# ---- What is tried with each program and each way to call it ----------------------------------------------------------

# The program that is tried keeps bounces in the folder $box, which belongs to $owner. kept: the Message-ID of each, once
box=/var/spool/bounces
kept() { bounce read --csv --fields=message_id $box/new 2>/dev/null | sed 1d | sort -u; }
all_kept() { [ "$(kept | wc -l)" = "$1" ]; }

# loses_nothing HOW: what its folder lacks or is too small for, it is given again
loses_nothing() {
    rm -rf $box
    bounced list-bounces anna
    soon waits 1
    is "$1: no folder, so the bounce waits" "$(queued), $(postqueue -j | grep -o 'temporary failure' | head -n 1)" \
        '1, temporary failure'
    maildir "$owner" $box
    retry
    is "$1: and comes when there is one" "$(kept)" anna@mx.example.net

    mount -t tmpfs -o size=64k tmpfs $box
    maildir "$owner" $box
    head -c 1M /dev/zero >$box/filler 2>/dev/null
    bounced list-bounces bert carl
    soon waits 2
    is "$1: the disk is full, so two wait" "$(queued), $(find $box/new -type f | wc -l)" '2, 0'
    rm $box/filler
    retry
    is "$1: and come, whole, when there is room" "$(kept)" "$(printf '%s\n' bert@mx.example.net carl@mx.example.net)"
    umount $box
}

# survives HOW NAME...: of bounces whose program is killed none is lost
survives() {
    how=$1
    shift
    rm -rf $box
    maildir "$owner" $box
    bounced list-bounces "$@"
    soon waits $#
    is "$how: killed in the middle, so they wait" "$(queued)" $#
    unkill
    retry
    is "$how: and all of them come" "$(kept | wc -l) $(queued)" "$# 0"
}

# reads HOW: the reports of what the remote host refused are right, and tell the address that it was sent to
reads() {
    rm -rf $box
    maildir "$owner" $box
    postconf -e maximal_queue_lifetime=0 # what is put off comes back at once
    configured
    mail list-bounces@lists.example.org -XV nobody@example.net full@example.net later@example.net \
        members@example.net drop@example.net dmarc@example.net anna@example.net ghost@lists.example.org
    soon all_kept 7
    postconf -e maximal_queue_lifetime=5d
    configured
    is "$1: all reports come" "$(kept | wc -l) $(queued)" '7 0'
    is "$1: and are right" "$(bounce read --fields=address,severity,reason,status,reply,command $box/new | sort | tr '\t' ' ')" \
'dmarc@example.net soft auth-failure 5.7.26 550 EOM
drop@example.net soft network-error 4.4.2  RCPT
full@example.net soft mailbox-full 5.2.2 552 RCPT
ghost@lists.example.org hard user-unknown 5.1.1  
later@example.net soft greylisted 4.2.0 450 RCPT
members@example.net soft recipient-restricted 5.7.1 550 RCPT
nobody@example.net hard user-unknown 5.1.1 550 RCPT'
    is "$1: and come to the address that was written to" "$(cat $box/new/* | sed -n 's/^X-Original-To: //p' | sort)" \
'list-bounces+dmarc=example.net@lists.example.org
list-bounces+drop=example.net@lists.example.org
list-bounces+full=example.net@lists.example.org
list-bounces+ghost=lists.example.org@lists.example.org
list-bounces+later=example.net@lists.example.org
list-bounces+members=example.net@lists.example.org
list-bounces+nobody=example.net@lists.example.org'
}

# ---- By an alias ------------------------------------------------------------------------------------------------------

owner=nobody
display 3 | place
configured
reads alias
loses_nothing alias

cp /etc/aliases aliases
sed -i 's/"|/"|\/usr\/local\/bin\/killer 40 /' /etc/aliases
unkill() { cp aliases /etc/aliases && configured; }
configured
survives alias 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16

# ---- Without a program ------------------------------------------------------------------------------------------------

owner=bounces
sed -i /list-bounces/d /etc/aliases
display 1 | place
chown bounces /home/bounces/.forward
rm -rf $box
maildir bounces $box
postconf -e delay_warning_time=1s
configured
mail list-bounces@lists.example.org -XV later@example.net
soon waits 1
sleep 1
postqueue -f
soon all_kept 1
is 'a Maildir: a delay is one' "$(bounce read --fields=kind,address,action,severity,reason $box/new | tr '\t' ' ')" \
    'delay later@example.net delayed none greylisted'
postsuper -d ALL >out 2>&1

# ---- What Postfix makes of how a program ends --------------------------------------------------------------------------

cat >/usr/local/bin/answer <<'SH'
#!/bin/sh
cat >/dev/null
[ -z "$2" ] || echo "$2"
[ "$1" != KILL ] || kill -KILL $$
exit "$1"
SH
chmod 755 /usr/local/bin/answer

# a line for each: the name of an alias, how its program ends, what it prints, and what becomes of the bounce. What has quotes is run
# by a shell, for which death is a status above 128.
cat >answers <<'TABLE'
s0|0||sent
s71|71||deferred
s75|75||deferred
killed|KILL||deferred
killed-below-sh|KILL|in quotes|bounced
s1|1||bounced
s70|70||bounced
s127|127||bounced
code|75|5.1.1 no such user|bounced
text|75|no 5.1.1 here|deferred
TABLE
sed "s,\([^|]*\)|\([^|]*\)|\([^|]*\)|.*,\1: \"|/usr/local/bin/answer \2 '\3'\",; s/ ''//" answers >>/etc/aliases
configured
while IFS='|' read -r name status text wanted; do
    bounced "$name" "$name"
    soon grep -q "to=<$name@.* status=" /var/log/postfix.log
    is "a program ends with $status and prints \"$text\"" \
        "$(sed -n "s/.*to=<$name@.* status=\([a-z]*\).*/\1/p" /var/log/postfix.log)" "$wanted"
done <answers
postsuper -d ALL >out 2>&1

# ---- By pipe(8) -------------------------------------------------------------------------------------------------------

sed -i /list-bounces/d /etc/aliases
display 4 | place
postmap /etc/postfix/transport
configured
reads 'pipe(8)'
loses_nothing 'pipe(8)'

cp /etc/postfix/master.cf master.cf
sed -i 's/argv=/argv=\/usr\/local\/bin\/killer 40 /' /etc/postfix/master.cf
unkill() { cp master.cf /etc/postfix/master.cf && configured; }
configured
survives 'pipe(8)' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16

echo "1..$n"
