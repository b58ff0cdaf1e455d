#!/bin/sh
# Prints a C file that holds rule files as strings: embed-rules.sh FILE... >rules-data.c
set -eu
# bytes, not characters: what is no valid UTF-8 must reach the loader, which complains with its line
LC_ALL=C
export LC_ALL

echo '/* The rule files of lib/rules, made from there by embed-rules.sh */'
echo '#include "config.h"'
echo
echo '#include "rules.h"'
echo
echo '/* ISO C promises 4,095 bytes a string; every compiler that we build with takes more. */'
echo '#pragma GCC diagnostic ignored "-Woverlength-strings"'
echo
echo 'const BounceRuleFile bounce_rule_files[] = {'
for file; do
    printf '    { "%s",\n' "${file##*/}"
    # a question mark is escaped because two of them begin a trigraph
    sed -e 's/[\\"?]/\\&/g' -e 's/^/      "/' -e 's/$/\\n"/' "$file"
    echo '    },'
done
echo '    { NULL, NULL },'
echo '};'
