# Prints bounce.h as g-ir-scanner takes it: awk -f documented.awk ../../lib/bounce.h
# That one knows only comments which stand before a symbol, and wants a description in each. So what the header says behind the
# values of enums and behind constants, and of all words at once, is repeated where it is looked for.

# what a comment at the end of the line says; /*< … >*/ is for glib-mkenums
function remark (line) {
    sub (/\/\*<[^>]*>\*\//, "", line)
    return match (line, /\/\*.*\*\//) ? substr (line, RSTART + 3, RLENGTH - 6) : ""
}
# The comment that was read. Where it says only what is returned, that is the description too.
function print_comment (members,   i, j, text) {
    for (i = 1; i <= n; i++) {
        if (!described && comment[i] ~ /^ \* Returns:/) {
            text = comment[i]
            sub (/Returns:( \([^)]*\))*:?/, "Returns", text)
            for (j = i; comment[j + 1] ~ /^ \*   /; text = comment[++j])
                print text
            print text "\n *"
        }
        print comment[i] (i == 2 ? members : "")
    }
}
function print_words (function_name, parameters, description, returns) {
    print "/**\n * " function_name ":" parameters "\n *\n * " description "\n *\n * Returns: " returns "\n */"
}

/^\/\*\*$/ { n = described = 0 }
/^\/\*\*$/, /^ \*\/$/ {
    gsub (/(bounce|g)_[a-z_]+\(\)/, "`&`")
    comment[++n] = $0
    described = described || n > 2 && /^ \* [^@ ]/ && !/^ \* (Returns|Since):/
    next
}
# the values of an enum, up to its end
/^typedef enum/ { members = body = "" }
/^typedef enum/, /^}/ {
    body = body $0 "\n"
    if (/^ /)
        members = members "\n * @" substr ($1, 1, match ($1 ",", /,/) - 1) ": " remark($0)
    if (/^}/) {
        print_comment(members)
        printf "%s", body
        n = 0
    }
    next
}
n {
    print_comment("")
    n = 0
}
/^typedef struct _GMime/ { $0 = "#include <gmime/gmime.h>" }
/^#define BOUNCE_[A-Z_]+ .*\*\/$/ { print "/**\n * " $2 ":\n *\n * " remark($0) "\n */" }
/ \*bounce_[a-z]+_to_string \(Bounce/ {
    print_words(substr ($4, 2), "\n * @value: a value", "Tells the word that JSON, Lua and the command use for a value.",
                "(nullable): the word; %NULL for a value that has none. Static.")
}
/ bounce_[a-z]+_from_string \(/ {
    print_words($3, "\n * @name: (nullable): a word\n * @value: (out) (optional): its value; left alone for a word that is none",
                "Reads a word back.", "whether it is one")
}
{ print }
