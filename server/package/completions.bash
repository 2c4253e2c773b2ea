# Completion for udvejd, udvej, udvej-keys and udvej-client. What they can be told is asked of their --help, so this cannot fall behind.

# Prints the commands of a program: lines of its help such as "  root new   makes ...", or the words behind "Roles:".
_udvej_commands() {
    "$1" --help 2>/dev/null | sed -nE \
        -e '/^Commands/,/^$/s/^  ([a-z-]+( [a-z-]+)?)  .*/\1/p' \
        -e '/^Roles: /{s/^Roles: //;s/, /\n/g;p;}'
}

# Prints the options of a program, or of its command, each with the word that stands for its value.
_udvej_options() {
    "$@" --help 2>/dev/null | sed -nE 's/^  (--[a-z-]+)( ([^ ]+))?.*/\1 \3/p'
}

_udvej() {
    local program=${COMP_WORDS[0]} word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local said='' commands options value i
    commands=$(_udvej_commands "$program")
    for ((i = 1; i < COMP_CWORD; i++)); do
        # The command is its first words: the longest beginning that some command has.
        grep -qE "^$said${said:+ }${COMP_WORDS[i]}( |\$)" <<<"$commands" 2>/dev/null || break
        said+=${said:+ }${COMP_WORDS[i]}
    done
    # shellcheck disable=SC2086 # a command may be two words
    options=$(_udvej_options "$program" $said)
    value=$(sed -n "s/^$previous //p" <<<"$options" 2>/dev/null)
    COMPREPLY=()
    if [[ $previous == --* && $value =~ FILE|DIR|file|folder ]]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    elif [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "${options//[^a-z -]/ }" -- "$word" | grep '^--')
    elif [[ $i -eq $COMP_CWORD ]] && grep -qE "^$said${said:+ }" <<<"$commands" && ! grep -qx -- "$said" <<<"$commands"; then
        mapfile -t COMPREPLY < <(compgen -W "$(sed -nE "s/^$said${said:+ }([a-z-]+).*/\1/p" <<<"$commands")" -- "$word" | sort -u)
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}

complete -o filenames -F _udvej udvejd udvej udvej-keys udvej-client
