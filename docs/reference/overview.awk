# Prints what bounce.h says of more than one function, the first page of its reference: awk -f overview.awk ../../lib/bounce.h

BEGIN { print "Title: Overview" }
# its head, without name and licence, and comments that begin with "/* ---- Words ----" and have text below that
FNR == 5 || /^\/\* ---- .*-$/ { on = 1 }
/^ \*\/$/ { on = 0 }
on {
    if (!sub(/^ \* ?/, "")) {
        gsub (/^\/\* -+| -+$/, "")
        $0 = "\n#" $0 "\n"
    }
    print
}
