# postgresql.sh: a PostgreSQL server for a test, in its folder pg: it listens on a socket there and nowhere else

PATH=$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)

# It does not run as root.
as=
[ "$(id -u)" -ne 0 ] || as="setpriv --reuid=postgres --regid=postgres --clear-groups"

# server new|start|stop [MODE]
# shellcheck disable=SC2086 # words
server () {
    case $1 in
    new)
        chmod 755 "$dir"
        mkdir pg
        { [ -z "$as" ] || chown postgres pg; } &&
            $as env HOME="$dir/pg" initdb -D pg/data -U list -A trust -E UTF8 --locale=C -N
        ;;
    start) $as pg_ctl -D pg/data -s -w -l pg/log -o "-k $dir/pg -c listen_addresses=''" start ;;
    stop) $as pg_ctl -D pg/data -s -m "${2:-fast}" stop ;;
    esac >/dev/null 2>&1
}
