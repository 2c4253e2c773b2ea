#!/usr/bin/env bash
# Raw sockets against a running udvejd: openings, frames, states, deadlines, the end (tests/wire).
. "$(dirname "$0")/stage.bash"

# With the sanitizers watching: what a hostile peer does must not corrupt memory either.
check "udvejd and udvej-keys build" stage_build dev udvejd udvej-keys
[ "$stage_failed" -eq 0 ] || stage_end

log=$UDVEJ_BUILD/test-logs/wire.out
mkdir -p "${log%/*}"
UDVEJ_BIN=build/dev/bin timeout 600 python3 tests/wire/test_wire.py 2>&1 | tee "$log"
read -r passed failed < <(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$log" | tail -n 1)
if [ -n "${passed:-}" ]; then
    stage_count "$passed" "$failed"
else
    check "the wire tests came to their end" false
fi
stage_end
