#!/bin/sh
# packages.sh TARBALL: builds the Debian packages of a release in the current folder, and tries what they hold; lintian has the
# last word. Without the packages' own tests, which are those of the project.
set -eu

tarball=$1
name=$(basename "$tarball" .tar.gz)
rm -rf "$name" root ./*.deb ./*.changes
tar xzf "$tarball"
(cd "$name" && DEB_BUILD_OPTIONS="nocheck parallel=$(nproc)" dpkg-buildpackage --unsigned-source --unsigned-changes --build=binary >../build.log 2>&1) || {
    tail -n 50 build.log
    exit 1
}
for package in libbounce0 libbounce-dev gir1.2-bounce-1.0 lua-bounce bounce bounce-suppression; do
    dpkg-deb -x "$package"_*.deb root
done

# try WHAT COMMAND...: with what the packages hold, and what they need
triplet=$(dpkg-architecture -qDEB_HOST_MULTIARCH)
try() {
    what=$1
    shift
    env LD_LIBRARY_PATH="$PWD/root/usr/lib/$triplet" LUA_CPATH="$PWD/root/usr/lib/$triplet/lua/5.4/?.so;;" \
        GI_TYPELIB_PATH="$PWD/root/usr/lib/$triplet/girepository-1.0" "$@" >out 2>&1 || {
        echo "$what: it failed"
        cat out
        exit 1
    }
    echo "$what: good"
}
examples=$PWD/root/usr/share/doc/libbounce-dev/examples
try bounce root/usr/bin/bounce read "$examples/inbox.mbox"
try lua-bounce lua5.4 "$examples/hard.lua" "$examples/inbox.mbox"
try gir1.2-bounce-1.0 /usr/bin/python3 "$examples/hard.py" "$examples/inbox.mbox"
# shellcheck disable=SC2046 # words
try libbounce-dev cc "$examples/count-hard.c" -o count-hard "-I$PWD/root/usr/include/bounce-1.0" "-L$PWD/root/usr/lib/$triplet" \
    -lbounce $(pkg-config --cflags --libs gobject-2.0)
try libbounce0 ./count-hard "$examples/inbox.mbox"
echo 'return { db = "list.db" }' >settings.lua
rm -f list.db
for verb in init "import $examples/inbox.mbox"; do
    # shellcheck disable=SC2086 # words
    try "bounce-suppression: ${verb%% *}" root/usr/share/libbounce/suppression/suppression.lua $verb --config settings.lua
done
lintian --allow-root --fail-on warning ./*.changes && echo "lintian: clean"
