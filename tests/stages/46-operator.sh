#!/usr/bin/env bash
# udvej, the operator's program, beside a running udvejd: what it checks, finds, counts and refuses (tests/operator).
. "$(dirname "$0")/stage.bash"

check "the programs build" stage_build release udvej udvejd udvej-keys udvej-client
[ "$stage_failed" -eq 0 ] || stage_end
log=$UDVEJ_BUILD/test-logs/operator.out
mkdir -p "${log%/*}"
python3 tests/operator/operate.py "$UDVEJ_BUILD/release/bin" 2>&1 | tee "$log"
if [[ $(tail -n 1 "$log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    stage_count "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
else
    check "the operator's day came to its end" false
fi
stage_end
