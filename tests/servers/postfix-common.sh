# postfix-common.sh: tests of Postfix begin with this: one that runs on a machine of its own, and what is asked of it
#
# It sends to a host that refuses: remote.py.
. "${top_srcdir:-.}/tests/servers/machine.sh"

if ! command -v postconf >/dev/null || [ ! -x /usr/bin/python3 ]; then
    echo '1..0 # SKIP this needs postfix and python3'
    exit 0
fi

# what no page tells: no name server, all other hosts are one, and nothing is tried again unasked
cat >/etc/postfix/main.cf <<'CF'
compatibility_level = 3.6
myhostname = lists.example.org
mydestination = $myhostname, lists.example
mynetworks = 127.0.0.0/8
inet_protocols = ipv4
alias_maps = hash:/etc/aliases
alias_database = hash:/etc/aliases
recipient_delimiter = +
relayhost = [mx.example.net]:2525
smtp_dns_support_level = disabled
smtp_host_lookup = native
smtp_connection_cache_on_demand = no
minimal_backoff_time = 1h
maximal_backoff_time = 2h
maillog_file = /var/log/postfix.log
CF
cp /usr/share/postfix/master.cf.dist /etc/postfix/master.cf
postconf -F '*/*/chroot=n'
: >/etc/aliases
mkdir /var/spool/postfix
postfix post-install create-missing >out 2>&1
newaliases

/usr/bin/python3 "$top_srcdir/tests/servers/remote.py" 127.0.0.2 2525 2>remote.err &
if ! postfix start >out 2>&1; then
    is 'Postfix starts' "$(cat out /var/log/postfix.log)" ''
    echo "1..$n"
    exit
fi

# configured: it does what its files say now
configured() {
    newaliases && postfix reload >>out 2>&1
}

# queued: how many messages wait, or of how many Postfix says this
queued() {
    postqueue -j | grep -c "${1-}"
}
waits() { [ "$(queued '"queue_name": "deferred"')" = "$1" ] && [ "$(queued)" = "$1" ]; }
gone() { waits 0; }

# retry: what waits is tried again, and goes; asked for again, as a Postfix that reads its files does not hear it
flushed() { gone || { postqueue -f && sleep 1 && gone; }; }
retry() { soon flushed; }

# bounce_of NAME TO: a bounce of mail to this name, with a line that would begin another in an mbox
bounce_of() {
    cat <<MAIL
From: MAILER-DAEMON@mx.example.net
To: $2
Subject: Undelivered Mail Returned to Sender
Message-ID: <$1@mx.example.net>

<$1@example.net>: host mx.example.net said: 550 5.1.1 no such user

From me Mon Nov 23 14:32:04 2026
MAIL
}

# mail SENDER OPTION|NAME@HOST...: mail of the list, to these
mail() {
    printf 'From: list@lists.example.org\nTo: list@lists.example.org\nSubject: News\n\nGood news.\n' | sendmail -f "$@"
}

# killer MOST COMMAND...: as a program that runs it, is killed with all that it runs, at another time with each, within MOST
# milliseconds
cat >/usr/local/bin/killer <<'SH'
#!/bin/sh
exec 3<&0
most=$1
shift
"$@" <&3 3<&- &
sleep "$(printf '0.%03d' $(($$ * 7919 % most)))"
kill -KILL 0
SH
chmod 755 /usr/local/bin/killer
