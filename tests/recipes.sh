#!/bin/sh
# recipes.sh: what docs/recipes.md shows does what it says, with the programs that are there
. "${top_srcdir:-.}/tests/servers/machine.sh"
page=$top_srcdir/docs/recipes.md
box=/var/spool/bounces

# has COMMAND SECTION: whether it is there. If so, the files of the section are put in their places.
has() {
    if ! command -v "$1" >/dev/null; then
        skip "$2" "there is no $1"
        return 1
    fi
    blocks "$2" conf | place
    chown -R bounces: /home/bounces
}

# bounced NAME [TEXT]: a bounce of mail to it; kept: who bounced, in the Maildir
bounced() {
    printf '%s\n' 'From: MAILER-DAEMON@mx.example.net' 'Subject: Undelivered Mail Returned to Sender' "Message-ID: <$1@mx>" '' \
        "<$1@example.net>: ${2:-550 5.1.1 no such user}"
}
kept() { bounce read --fields=address $box/new 2>/dev/null | tr '\n' ' '; }

# delivers SECTION WANTED COMMAND...: it gives the mail on its standard input to keep-bounce; where the folder is missing, it exits
# with the status WANTED
delivers() {
    name=$1
    wanted=$2
    shift 2
    mv $box $box.away
    bounced anna | "$@" >out 2>&1
    is "$name: where the folder is missing" $? "$wanted"
    mv $box.away $box
    rm -f $box/new/*
    bounced bert | "$@" >out 2>&1
    is "$name: exit status" "$? $(cat out)" '0 '
    is "$name: the bounce is kept" "$(kept)" 'bert@example.net '
    rm -f $box/new/*
}
# bounces COMMAND...: as that user
bounces() { (cd ~bounces && setpriv --reuid=bounces --regid=bounces --clear-groups env HOME=/home/bounces USER=bounces "$@"); }

blocks Recipes sh >setup
sh -e setup
is 'the user and its Maildir' "$? $(stat -c %U $box/new)" '0 bounces'

# ---- Mail systems -----------------------------------------------------------------------------------------------------

# Debian's Exim cannot be installed beside Postfix: `bootstrap deep` unpacks it
command -v exim4 >/dev/null || install -m 4755 "$top_builddir/deep/exim/exim4" /usr/local/bin/ 2>/dev/null
if has exim4 Exim; then
    id Debian-exim >/dev/null 2>&1 || useradd --system Debian-exim
    mkdir /var/spool/exim4 /var/log/exim4
    chown Debian-exim /var/spool/exim4 /var/log/exim4
    cat >/etc/exim4/exim4.conf <<CF
exim_path = $(command -v exim4)
domainlist local_domains = lists.example.org
qualify_domain = lists.example.org
keep_environment =
CF
    for kind in router transport; do
        printf 'begin %ss\n' $kind && cat /etc/exim4/conf.d/$kind/*_local_bounces
    done >>/etc/exim4/exim4.conf
    # the retry rule of Debian
    printf 'begin retry\n* * F,2h,15m; G,16h,1h,1.5; F,4d,6h\n' >>/etc/exim4/exim4.conf
    delivers Exim 0 exim4 -odf -f '<>' list-bounces+anna=example.net@lists.example.org
    exim4 -qff
    is 'Exim: what could not be kept comes later' "$(kept)" 'anna@example.net '
    printf '#!/bin/sh\nkill -KILL $$\n' >/usr/local/bin/keep-bounce
    bounced carl | exim4 -odf -f '<>' list-bounces@lists.example.org >out 2>&1
    is 'Exim: killed, and frozen' "$(exim4 -bp | grep -c frozen)" 1
    cp "$top_srcdir/examples/keep-bounce" /usr/local/bin/
    rm -f $box/new/*
fi

if has procmail procmail; then
    delivers procmail 75 bounces procmail
fi
if has maildrop maildrop; then
    chmod 600 ~bounces/.mailfilter
    delivers maildrop 75 bounces maildrop
fi

lda=/usr/lib/dovecot/dovecot-lda
if has $lda 'Dovecot Sieve'; then
    blocks 'Dovecot Sieve' sh >setup
    sh -e setup
    # what the files of Debian say of mail, and no server to ask
    cat >/etc/dovecot/test.conf <<'CF'
mail_location = maildir:~/Maildir
postmaster_address = postmaster@lists.example.org
log_path = /var/log/dovecot.log
protocol lda {
  mail_plugins = sieve
}
!include conf.d/95-bounces.conf
CF
    : >/var/log/dovecot.log
    chmod 666 /var/log/dovecot.log
    delivers 'Dovecot Sieve' 0 bounces $lda -c /etc/dovecot/test.conf
    is 'Dovecot Sieve: what could not be kept is in the inbox' "$(grep -l 'anna@' ~bounces/Maildir/new/* | wc -l)" 1
fi

# ---- Lists --------------------------------------------------------------------------------------------------------------

spam='550 5.7.1 message rejected as spam'

if has mlmmj-receive mlmmj; then
    list=/var/spool/mlmmj/news
    nobody() { setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; }
    install -d -o nobody left
    # to_news EXTENSION SENDER: the mail on the standard input goes where Postfix has it go
    alias=$(sed -n 's/^news: "|\(.*\)"$/\1/p' /etc/aliases)
    to_news() { { printf 'Return-Path: <%s>\nDelivered-To: news%s@lists.example.org\n' "$2" "$1" && cat; } |
        TMPDIR=$dir/left nobody sh -c "$alias"; }
    chmod 755 /usr/local/bin/receive-failures
    printf '%s\n' lists.example.org owner@lists.example.org en | mlmmj-make-ml -L news -s /var/spool/mlmmj >out 2>&1
    printf '%s@example.net\n' anna bert carl >$list/subscribers.d/a
    chown -R nobody $list
    bounced anna | to_news +bounces-5-anna=example.net ''
    bounced bert "$spam" | to_news +bounces-5-bert=example.net ''
    printf 'From: <carl@example.net>\nSubject: Re: News\nAuto-Submitted: auto-replied\n\nI am away.\n' |
        to_news +bounces-5-carl=example.net ''
    is 'mlmmj: only a failure of the recipient is counted' "$(cd $list/bounce && echo *=example.net)" anna=example.net
    nobody sed -i 's/:[0-9]*/:1700000000/' $list/bounce/anna=example.net
    nobody /usr/bin/mlmmj-maintd -F -L $list
    is 'mlmmj: and unsubscribed in time' "$(tr '\n' ' ' <$list/subscribers.d/a)" 'bert@example.net carl@example.net '
    printf 'From: bert@example.net\nTo: news@lists.example.org\nSubject: Hello\n\nAll of you.\n' | to_news '' bert@example.net
    is 'mlmmj: a mail for all passes' "$? $(grep -h '^Subject' $list/archive/*)" '0 Subject: Hello'
    mv $list $list.away
    bounced anna | to_news +bounces-5-anna=example.net ''
    is 'mlmmj: where the folder is missing' $? 75
    is 'mlmmj: nothing is left' "$(ls left)" ''
fi

if has mailman Mailman; then
    mailman_user() { setpriv --reuid=list --regid=list --clear-groups env HOME=/var/lib/mailman3 "$@"; }
    mkdir -p /run/mailman3 /run/lock/mailman3 /var/lib/mailman3 /var/log/mailman3
    chown -R list: /run/mailman3 /run/lock/mailman3 /var/lib/mailman3 /var/log/mailman3 $box
    chmod 755 /usr/local/bin/count-bounces
    mailman_user mailman create news@lists.example.org >out 2>&1
    printf '%s@example.net\n' anna bert | mailman_user mailman addmembers -W - news@lists.example.org >>out 2>&1
    bounced anna >$box/new/1
    bounced bert "$spam" >$box/new/2
    chown list: $box/new/*
    mailman_user count-bounces $box news@lists.example.org >>out 2>&1
    is 'Mailman: all are read' "$? $(ls $box/new)$(cd $box/cur && echo *)" '0 1:2,S 2:2,S'
    mailman_user /usr/lib/mailman3/bin/runner -C /etc/mailman3/mailman.cfg -r bounces:0:1 >>out 2>&1 &
    soon grep -q 'bounce score' /var/log/mailman3/bounce.log
    kill $!
    wait $!
    is 'Mailman: only a failure of the recipient is counted' "$(grep -ho 'Member .*' /var/log/mailman3/*)" \
        'Member anna@example.net on list news.lists.example.org, bounce score = 1.'
    rm -f $box/cur/* $box/batch
    chown -R bounces: $box
fi

# ---- Mailboxes on another host ------------------------------------------------------------------------------------------

# imap: a host with mail of anna and bert
imap() {
    echo '127.0.0.3 imap.example.org' >>/etc/hosts
    openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=imap.example.org -addext subjectAltName=DNS:imap.example.org \
        -keyout imap.key -out imap.crt 2>/dev/null
    cat imap.crt >>/etc/ssl/certs/ca-certificates.crt
    useradd imap
    maildir imap /var/mail/far
    bounced anna >/var/mail/far/new/1
    bounced bert >/var/mail/far/new/2
    chown imap /var/mail/far/new/*
    cat >/etc/dovecot/imap.conf <<CF
protocols = imap
listen = 127.0.0.3
log_path = /var/log/imap.log
mail_location = maildir:/var/mail/far
ssl_cert = <$dir/imap.crt
ssl_key = <$dir/imap.key
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=imap gid=imap home=/var/mail
}
CF
    dovecot -c /etc/dovecot/imap.conf
    echo secret >~bounces/.password
}

# fetches SECTION WANTED COMMAND...: it gets both mails, once; where the folder is missing, it exits with the status WANTED, and
# gets them later
fetches() {
    name=$1
    wanted=$2
    shift 2
    mv $box $box.away
    bounces "$@" >out 2>&1
    is "$name: where the folder is missing" $? "$wanted"
    mv $box.away $box
    bounces "$@" >out 2>&1
    is "$name: exit status" $? 0
    is "$name: all is fetched" "$(kept)" 'anna@example.net bert@example.net '
    bounces "$@" >out 2>&1
    is "$name: and nothing twice" "$(kept)" 'anna@example.net bert@example.net '
    rm -f $box/new/*
}

if [ -x /usr/lib/dovecot/imap ] && command -v openssl >/dev/null; then
    imap
    if has getmail getmail; then
        fetches getmail 2 getmail
    fi
    if has mbsync mbsync; then
        fetches mbsync 1 mbsync bounces
    fi
else
    skip 'getmail, mbsync' 'there is no dovecot-imapd, or no openssl'
fi

# ---- systemd ----------------------------------------------------------------------------------------------------------

blocks systemd ini | place
blocks systemd conf | place
chmod 755 /usr/local/bin/read-new
if command -v systemd-analyze >/dev/null; then
    is 'systemd: the units' "$(systemd-analyze verify /etc/systemd/system/bounces.path 2>&1 | grep bounces)" ''
else
    skip 'systemd: the units' 'there is no systemd-analyze'
fi
rm -f $box/reports
bounced anna >$box/new/1
bounced bert >$box/new/2
chown bounces $box/new/*
bounces read-new $box
is 'systemd: each is read once' "$? $(kept)$(cd $box && ls cur | tr '\n' ' ')$(wc -l <$box/reports)" '0 1:2,S 2:2,S 2'

# ---- Many mailboxes ----------------------------------------------------------------------------------------------------

mkdir archive
cp "$top_srcdir/examples/inbox.mbox" archive/a.mbox
cp "$top_srcdir/examples/inbox.mbox" archive/b.mbox
blocks 'Many mailboxes' sh >commands
sed -n 1p commands >command
sh -e command
is 'find: a report for each mail' "$? $(wc -l <reports)" '0 96'
if command -v parallel >/dev/null; then
    sed -n '$p' commands >command
    sh -e command >out 2>&1
    is 'parallel: two files of reports' "$? $(cat archive/a.ndjson archive/b.ndjson | wc -l)" '0 96'
else
    skip 'parallel' 'there is no parallel'
fi

# ---- Kafka -------------------------------------------------------------------------------------------------------------

if has kcat Kafka; then
    # a broker that lives in a producer that has nothing to say
    sleep 60 | kcat -P -b none -t none -X test.mock.num.brokers=1 -d mock >mock 2>&1 &
    soon grep -q bootstrap.servers= mock
    BROKER=$(sed -n 's/.* bootstrap.servers=//p' mock | head -n 1)
    export BROKER
    for name in anna bert carl; do bounced $name >$name.eml; done
    kcat -P -b "$BROKER" -t bounces anna.eml bert.eml carl.eml >out 2>&1
    blocks Kafka sh >command
    timeout 60 sh -e command
    is 'kcat: a report for each mail' "$? $(grep -o '"address":"[a-z]*' reports | sort | tr -d '\n')" \
        '0 "address":"anna"address":"bert"address":"carl'
fi

# ---- PostgreSQL --------------------------------------------------------------------------------------------------------

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)
if [ -n "$bin" ]; then
    mkdir base
    chown postgres base
    mkdir -p /run/postgresql && chown postgres /run/postgresql
    postgres() { setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }
    { postgres "$bin/initdb" -A trust -D base && postgres "$bin/pg_ctl" -w -D base -o '-c listen_addresses=' start; } >out 2>&1
    PGUSER=postgres MAILBOX=$top_srcdir/examples/inbox.mbox
    export PGUSER MAILBOX
    blocks PostgreSQL sql | psql -q -v ON_ERROR_STOP=1
    blocks PostgreSQL sh >command
    sh -e command && sh -e command
    is 'PostgreSQL: read twice, and there once' "$? $(psql -At -c 'SELECT severity, count(*) FROM bounce GROUP BY 1 ORDER BY 1' | tr '\n' ' ')" \
        '0 hard|15 none|9 soft|33 '
else
    skip PostgreSQL 'there is no postgresql'
fi

echo "1..$n"
