#!/bin/sh
# browser.sh: the page of `bounce report` in a browser; run by make check-browser
: "${top_srcdir:=$(dirname "$0")/..}"
: "${BOUNCE:=$top_srcdir/build/tools/bounce}"
export BOUNCE
PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 "$top_srcdir/tests/browser/report.py"
