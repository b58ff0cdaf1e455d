# Prints a C file that holds files as strings: awk -f embed.awk FILE... >report-files.c
# "x/report.css" becomes report_css.
BEGIN {
    print "/* Made by embed.awk */"
    print "#include \"config.h\"\n"
    print "#include \"report.h\""
}
FNR == 1 {
    name = FILENAME
    sub(/.*\//, "", name)
    gsub(/[^A-Za-z0-9]/, "_", name)
    print (NR > 1 ? "    ;" : "") "\nconst char " name "[] ="
}
{
    gsub(/[\\"?]/, "\\\\&") # a question mark, because two of them begin a trigraph
    print "    \"" $0 "\\n\""
}
END { print "    ;" }
