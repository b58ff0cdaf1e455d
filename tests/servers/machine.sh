# machine.sh: tests of servers begin with this: the rest of the test runs as root on what looks like a machine of its own, with what
# was built installed in /usr/local
#
# It has a network without a way out, processes and a name of its own, and folders that a server writes to are copies, or empty. All of
# it goes away with the test, whatever happened, and what runs on the real machine is neither seen nor touched.
top_srcdir=$(cd "${top_srcdir:-.}" && pwd)
top_builddir=$(cd "${top_builddir:-$top_srcdir/build}" && pwd)
export top_srcdir top_builddir

if [ -z "${MACHINE-}" ]; then
    set -- unshare --mount --net --uts --pid --fork --kill-child --mount-proc
    if [ "$(id -u)" -ne 0 ] || ! command -v ip >/dev/null || ! "$@" ip link set lo up 2>/dev/null; then
        echo '1..0 # SKIP this needs root, namespaces (unshare) and ip'
        exit 0
    fi
    [ -e "$top_builddir/tools/.libs/bounce" ] || { echo '1..0 # SKIP bounce was built without a shared library' && exit 0; }
    MACHINE=lists.example.org exec "$@" sh "$0"
fi

hostname "$MACHINE"
ip link set lo up
umask 022

# empty FOLDER...: what is there is hidden
empty() {
    for folder; do
        [ ! -d "$folder" ] || mount -t tmpfs -o "$(stat -c 'uid=%u,gid=%g,mode=%a' "$folder")" tmpfs "$folder" || exit 99
    done
}

cp -a /etc/. "$(mount -t tmpfs -o mode=755 tmpfs /mnt && echo /mnt)" && mount --move /mnt /etc || exit 99
empty /home /usr/local /var/log /var/spool /var/mail /var/lib /run
mkdir -p /usr/local/bin /usr/local/lib/lua/5.4 /usr/local/share/libbounce
cp "$top_builddir/tools/.libs/bounce" /usr/local/bin/
cp "$top_srcdir/examples/keep-bounce" /usr/local/bin/ && chmod 755 /usr/local/bin/keep-bounce
cp -P "$top_builddir"/lib/.libs/libbounce.so* /usr/local/lib/
cp "$top_builddir/bindings/lua/.libs/bounce.so" /usr/local/lib/lua/5.4/
cp -R "$top_srcdir/examples/suppression" /usr/local/share/libbounce/
ldconfig
cat >/etc/hosts <<'HOSTS'
127.0.0.1 localhost
127.0.0.1 lists.example.org
127.0.0.2 mx.example.net
HOSTS
echo 'nameserver 127.0.0.1' >/etc/resolv.conf

PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin
BOUNCE=/usr/local/bin/bounce
. "$top_srcdir/tests/command.sh"
chmod 755 "$dir"

# soon COMMAND...: waits until it is true
soon() {
    tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || return 1
        sleep 0.1
    done
}

# maildir USER FOLDER: makes one
maildir() {
    mkdir -p "$2" "$2/new" "$2/cur" "$2/tmp"
    chown -R "$1" "$2"
    chmod 700 "$2"
}

# place: of the standard input, puts what follows a line "# FILE" at the end of that file; a name without a folder is one of Postfix
place() {
    awk '/^# [^ ]*[\/.][^ ]*$/ {
            file = $2
            sub (/^~/, "/home/", file)
            if (file !~ /\//) file = "/etc/postfix/" file
            system ("mkdir -p $(dirname " file ")")
            next
        }
        file { print >>file }'
}

# blocks SECTION LANGUAGE: those blocks of it in the document $page; the section of its title is what stands before the first
blocks() {
    awk -v section="$1" -v fence='```'"$2" '/^```/ { code = !code; on = code && here && $0 == fence; next } on
        !code && sub (/^##*  */, "") { here = $0 == section }' "$page"
}
