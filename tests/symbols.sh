#!/bin/sh
# What the library exports, what bounce.h declares and what it documents are the same functions; and what is used is little.
set -u

: "${top_srcdir:=$(dirname "$0")/..}" "${top_builddir:=$top_srcdir/build}" "${NM:=nm}"
header=$top_srcdir/lib/bounce.h
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

# same N NAME A B: test N passes where the files A and B are equal
same () {
    if diff "$work/$3" "$work/$4" >"$work/diff"; then
        echo "ok $1 - $2"
    else
        echo "not ok $1 - $2"
        sed -n "s/^</# only $3:/p; s/^>/# only $4:/p" "$work/diff"
    fi
}

# "… T bounce_x@@LIBBOUNCE_0.1"; A is the symbol of the version itself
$NM -D --defined-only "$top_builddir/lib/.libs/libbounce.so" |
    awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort >"$work/exported"

sed -n 's/^BOUNCE_API .*[ *]\(bounce_[a-z0-9_]*\) (.*/\1/p' "$header" | sort >"$work/declared"

# The comment "Words" documents three functions of every enum at once, and every type has its get_type.
grep -E '_(get_type|to_string|from_string)$' "$work/declared" >"$work/group"
sed -n 's/^ \* \(bounce_[a-z0-9_]*\):.*/\1/p' "$header" | sort - "$work/group" >"$work/documented"

# What GMime is asked to read of mail is a date, and the bytes of a part; the others are of no danger, or handle what a program
# itself has given to it. Its readers of headers recurse without a bound, or keep for ever what they have seen.
$NM -D --undefined-only "$top_builddir/lib/.libs/libbounce.so" | awk '$2 ~ /^g_mime_/ { sub(/@.*/, "", $2); print $2 }' |
    sort >"$work/asked"
cat >"$work/allowed" <<'END'
g_mime_content_encoding_from_string
g_mime_encoding_flush
g_mime_encoding_init_decode
g_mime_encoding_outlen
g_mime_init
g_mime_object_get_type
g_mime_object_write_to_stream
g_mime_stream_get_type
g_mime_stream_mem_get_byte_array
g_mime_stream_mem_get_type
g_mime_stream_mem_new
g_mime_stream_read
g_mime_utils_header_decode_date
END

# Whatever a mail says, there is nothing that would run a program, or connect to a host.
: >"$work/nothing"
for file in lib/.libs/libbounce.so bindings/lua/.libs/bounce.so tools/.libs/bounce; do
    $NM -D --undefined-only "$top_builddir/$file" | awk '{ sub(/@.*/, "", $2); print $2 }' |
        grep -Ex 'system|popen|exec.*|posix_spawn.*|connect|getaddrinfo|g_spawn.*|g_subprocess.*|g_app_info.*|g_socket.*|dlopen'
done >"$work/dangerous"

echo 1..5
if [ -s "$work/declared" ]; then echo "ok 1 - the header declares functions"; else echo "not ok 1 - the header declares functions"; fi
same 2 "exported and declared are the same" exported declared
same 3 "declared and documented are the same" declared documented
same 4 "what GMime is asked for" asked allowed
same 5 "nothing is run, and nobody connected to" dangerous nothing
