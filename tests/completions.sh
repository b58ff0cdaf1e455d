#!/bin/sh
# completions.sh: what bash and zsh complete for the command
. "$(dirname "$0")/command.sh"

case ${top_srcdir:=$OLDPWD} in
/*) ;;
*) top_srcdir=$OLDPWD/$top_srcdir ;;
esac
completions=$top_srcdir/tools/completions
mkdir bin mail
ln -s "$BOUNCE" bin/bounce
PATH=$PWD/bin:$PATH
: >mail/a.mbox

# what_may OPTION: the words that it takes, as its complaint tells them
what_may() {
    run read "--$1" '?'
    sed 's/.*it may be //; s/, /\n/g' err | sort | paste -sd ' ' -
}

# verbs and the options of read, as the help tells them
run help
verbs=$(sed -n '/^Verbs:/,/^$/s/^  \([a-z]*\) .*/\1/p' out | sort | paste -sd ' ' -)
run help read
options=$(sed -n '/^Options:/,/^$/s/^  \(-., \)\{0,1\}\(--[a-z-]*\).*/\2/p' out | sort | paste -sd ' ' -)

# ---- bash ------------------------------------------------------------------------------------------------------------

cat >complete.bash <<'END'
. "$1/bash/bounce"
shift
compopt() { [ -z "${SHOW_OPTIONS-}" ] || echo "$2"; }
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_bounce
printf '%s\n' "${COMPREPLY[@]}"
END

# bash_completes WANTED WORD...: sorted, as the order is not ours
bash_completes() {
    wanted=$1
    shift
    is "bash: $*" "$(bash complete.bash "$completions" "$@" 2>&1 | sort | paste -sd ' ' -)" "$wanted"
}

if command -v bash >/dev/null; then
    bash_completes "--help --version $verbs" bounce ''
    bash_completes 'read report' bounce re
    bash_completes "$options" bounce read --
    bash_completes '--fault --fields --files-from --format' bounce read --f
    bash_completes "$(what_may kind)" bounce read --kind ''
    bash_completes "$(what_may severity)" bounce read --severity ''
    bash_completes "$(what_may fault)" bounce read --fault ''
    bash_completes "$(what_may color)" bounce read --color ''
    bash_completes "$(what_may progress)" bounce read --progress ''
    bash_completes 'delay delivery' bounce read --kind = de
    bash_completes 'bounce,delay bounce,delivery' bounce read --kind bounce,de
    bash_completes 'user-disabled user-moved user-unknown' bounce read --reason user-
    bash_completes 'address address_from' bounce read --fields add
    bash_completes 'mail/a.mbox' bounce read mail/a
    bash_completes 'mail/a.mbox' bounce read --rules mail/a
    bash_completes 'mail/a.mbox' bounce report --output mail/a
    bash_completes '--json' bounce classify --js
    bash_completes 'fields' bounce help fi
    bash_completes 'read reasons report' bounce help re
    bash_completes 'x.7.26' bounce codes x.7.26
    bash_completes '5.7.26' bounce codes 5.7.26
    bash_completes "$("$BOUNCE" codes | sed -n 's/^\(55.\).*/\1/p' | paste -sd ' ' -)" bounce codes 55
    for option in since until domain format jobs width; do
        bash_completes '' bounce read --$option ''
        bash_completes '' bounce read --$option = m
    done
    bash_completes '' bounce report --title m
    bash_completes '' bounce classify --host m
    # a folder is gone on with, as is a list, and what is complete is done with
    export SHOW_OPTIONS=1
    bash_completes 'filenames mail' bounce read --stats-to = ma
    bash_completes 'hard nospace' bounce read --severity = ha
    bash_completes 'always' bounce read --color = al
    unset SHOW_OPTIONS
else
    skip 'bash' 'there is no bash'
fi

# ---- zsh: what it gets from us; how it shows that is its own -----------------------------------------------------------

cat >complete.zsh <<'END'
_arguments() { if [[ $1 = -C ]]; then shift words; return 1; fi; print -rl -- "$@" }
_describe() { print -rl -- ${(P)2} }
words=(bounce "$2")
source "$1/zsh/_bounce"
END

if command -v zsh >/dev/null; then
    # zsh wakes what it waits for (SIGCONT), which LeakSanitizer, that has stopped it, waits for ever for
    ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0 zsh -f complete.zsh "$completions" read >specs 2>&1
    is 'zsh: options' "$(sed -n 's/^\*\{0,1\}\(--[a-z-]*\).*/\1/p' specs | sort | paste -sd ' ' -)" "$options"
    is 'zsh: an option' "$(grep -e '^--json' specs)" '--json[a line of JSON a message\: all that is known]'
    is 'zsh: what ends a text is quoted' "$(grep -c '{{\]:TEXT' specs) $(grep -c '\\\\t, \\\\n' specs)" '1 1'
    for option in kind severity fault; do
        is "zsh: words of --$option" \
            "$(sed -n "s/^\*--$option=.*_values -s , $option //p" specs | tr ' ' '\n' | sort | paste -sd ' ' -)" "$(what_may $option)"
    done
    for option in color progress; do
        is "zsh: words of --$option" \
            "$(sed -n "s/^\*--$option=.*:(\(.*\))$/\1/p" specs | tr ' ' '\n' | sort | paste -sd ' ' -)" "$(what_may $option)"
    done
    is 'zsh: files' "$(sed -n 's/^\*\(--[a-z-]*\)=.*:_files$/\1/p' specs | sort | paste -sd ' ' -)" '--files-from --rules --stats-to'
else
    skip 'zsh' 'there is no zsh'
fi

echo "1..$n"
