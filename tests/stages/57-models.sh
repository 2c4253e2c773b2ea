#!/usr/bin/env bash
# State exploration of the protocol's rules (tests/models): what must hold in every order of steps, and that each rule is needed for it.
. "$(dirname "$0")/stage.bash"

work=$(mktemp -d "${TMPDIR:-/tmp}/udvej-models.XXXXXX")
trap 'rm -rf "$work"' EXIT

# explore MODEL OPTION...: all states of it; the report is in $work/report. False: it could not be explored whole.
explore() {
    local model=$PWD/tests/models/$1.pml
    shift
    (cd "$work" && spin -a "$@" "$model" >/dev/null && gcc -O2 -w -DSAFETY -DCOLLAPSE -o pan pan.c &&
        ulimit -v 8000000 && ./pan -m100000 >report) || return 1
    ! grep -qE 'search not completed|max search depth too small|out of memory' "$work/report"
}

holds() {
    explore "$@" && grep -q 'errors: 0$' "$work/report" && echo "    $* $(sed -n 's/ states, stored.*/ states/p' "$work/report")"
}

# A search ends at its first counter-example, so it is not whole.
is_refuted() {
    explore "$@"
    grep -q 'errors: 1$' "$work/report"
}

check "every message is read at last, and no stored wrap loses its salt" holds deliver
check "... which needs the server's guard over salts" is_refuted deliver -DGUARD=0
check "... and wrapping again" is_refuted deliver -DREWRAP=0
check "... and wraps do move in this model" is_refuted deliver -DREACH=1

check "a server that forks a room makes nobody take a message for what it is not" holds room
check "... because receivers compare the roster hash" is_refuted room -DCHECK=0
check "... and the head before an event" is_refuted room -DCHAIN=0
check "a server as it should be has one chain and one holder" holds room -DFORK=0
check "... because it compares the head of what it takes" is_refuted room -DFORK=0 -DCAS=0
for reach in 1 2 3; do
    check "... and forks, messages of longer rooms and removals do occur in this model ($reach)" is_refuted room -DREACH=$reach
done

check "what was taken for a receive key is opened before it is destroyed" holds rotation
check "... also when the device's clock has gone ahead by 48 hours" holds rotation -DAHEAD=4
check "... but not by 60" is_refuted rotation -DAHEAD=5
check "... because the server refuses wraps to replaced keys" is_refuted rotation -DREFUSE=0
check "... and the device reads its mailbox first" is_refuted rotation -DDRAIN=0
check "... and keys are destroyed in this model" is_refuted rotation -DREACH=1
stage_end
