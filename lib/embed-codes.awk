# Prints a C file that holds the tables of codes: awk -f embed-codes.awk FILE.tsv... >codes-data.c
# The columns are those of BounceCode in bounce.h; "-" is nothing. A wrong word stops the compiler: it is no name of an enum.

function string (s) {
    if (s == "-")
        return "NULL"
    gsub (/[\\"?]/, "\\\\&", s) # a question mark, because two of them begin a trigraph
    return "\"" s "\""
}
function name (prefix, word) {
    gsub (/-/, "_", word)
    return "BOUNCE_" prefix "_" (word == "_" ? "NONE" : toupper (word))
}
function fail (message) {
    print FILENAME ":" FNR ": " message >"/dev/stderr"
    failed = 1
    exit 1
}
# sorted[1..n] are the codes in the order of their bytes, row[] their places in the table
function sort_in (code,   i) {
    row[code] = n
    for (i = ++n; i > 1 && sorted[i - 1] > code; i--)
        sorted[i] = sorted[i - 1]
    sorted[i] = code
}
BEGIN {
    FS = "\t"
    columns = "code\tname\tmeaning\treference\trelated\treason\ttransient\tpermanent\tnote"
    print "/* The tables of lib/codes, made from there by embed-codes.awk */"
    print "#include \"config.h\"\n"
    print "#include \"codes.h\"\n"
    print "const BounceCode bounce_codes[] = {"
}
FNR == 1 {
    if ($0 != columns)
        fail("the columns are " columns)
    next
}
NF != 9 { fail(NF " columns, not 9") }
$1 in line { fail($1 " stands in " line[$1] " already") }
{
    line[$1] = FILENAME ":" FNR
    sort_in($1)
    printf "    { %s, %s, %s,\n", string($1), string($2), string($3)
    printf "      %s, %s,\n", string($4), string($5)
    printf "      %s,\n", string($9)
    printf "      %s, %s, %s },\n", name("REASON", $6), name("SEVERITY", $7), name("SEVERITY", $8)
}
END {
    if (failed)
        exit 1
    print "};\n"
    print "const gsize bounce_n_codes = G_N_ELEMENTS (bounce_codes);\n"
    print "const guint16 bounce_codes_sorted[] = {"
    for (i = 1; i <= n; i++)
        printf "    %d,\n", row[sorted[i]]
    print "};"
}