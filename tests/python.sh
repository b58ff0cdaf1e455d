#!/bin/sh
# python.sh: runs python.py, with the library that was built
set -u
: "${top_srcdir:=$(dirname "$0")/..}"
top_srcdir=$(cd "$top_srcdir" && pwd)
: "${top_builddir:=$top_srcdir/build}" "${BOUNCE:=$top_builddir/tools/bounce}"
: "${PYTHON:=env GI_TYPELIB_PATH=$top_builddir/bindings/gir LD_LIBRARY_PATH=$top_builddir/lib/.libs /usr/bin/python3}"
export top_srcdir BOUNCE

if [ ! -e "$top_builddir/bindings/gir/Bounce-1.0.typelib" ]; then
    echo "1..0 # SKIP no Bounce-1.0.typelib was built"
elif ! $PYTHON -c 'import gi' 2>/dev/null; then
    echo "1..0 # SKIP no /usr/bin/python3 with gi"
else
    exec $PYTHON "$top_srcdir/tests/python.py"
fi
