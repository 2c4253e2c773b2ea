#!/usr/bin/env bash
# No branch and no address in our code depends on a secret (tests/taint): the optimised build under valgrind, with secrets marked as
# undefined. And the same run finds what is planted.
. "$(dirname "$0")/stage.bash"

check "udvej-taint builds" stage_build release udvej-taint
[ "$stage_failed" -eq 0 ] || stage_end
taint=build/release/bin/udvej-taint

# watched LOG ARGUMENTS...: what memcheck says, and the program's counts at the end of LOG.
watched() {
    local log=$1
    shift
    valgrind -q --error-limit=no --num-callers=6 --suppressions=tests/taint/declassified.supp $taint "$@" >"$log" 2>&1
    tail -n 1 "$log"
}
counted() {
    read -r good bad < <(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$1")
    if [ -n "${bad:-}" ]; then
        stage_count "$good" "$bad"
    else
        check "valgrind ran to the end" false
    fi
}

log=$UDVEJ_BUILD/taint.log
watched "$log"
[ "$(tail -n 1 "$log" | grep -c ', 0 failed$')" -eq 1 ] || head -n 200 "$log"
counted "$log"
watched "$UDVEJ_BUILD/taint-planted.log" planted
counted "$UDVEJ_BUILD/taint-planted.log"

# Every name in the list of exceptions is still needed: an exception for nothing would hide something later.
used=$UDVEJ_BUILD/taint-used.log
valgrind -v --error-limit=no --suppressions=tests/taint/declassified.supp $taint >"$used" 2>&1
while read -r name; do
    check "the exception $name is needed" grep -q "used_suppression: .* $name " "$used"
done < <(sed -n '/^{/{n;s/^ *//p}' tests/taint/declassified.supp)

# Codes of other digits are read in as many instructions.
steps() {
    valgrind --tool=callgrind --callgrind-out-file="$UDVEJ_BUILD/callgrind.out" --toggle-collect=phrase_from_input \
        $taint type "$1" >/dev/null 2>&1 && sed -n 's/^summary: //p' "$UDVEJ_BUILD/callgrind.out"
}
first=$(steps 1)
echo "a code is read in $first instructions"
check "reading a code is counted" test "${first:-0}" -gt 1000
for seed in 2 3 4 5 6 7 8; do
    check "code $seed is read in as many" test "$(steps $seed)" = "$first"
done
stage_end
