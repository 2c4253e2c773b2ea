#!/usr/bin/env bash
# Does the load generator run, and does every acknowledged envelope arrive exactly once? Does the core's benchmark run? What they
# measure is asserted nowhere.
. "$(dirname "$0")/stage.bash"

check "udvejd and udvej-load build" stage_build release udvejd udvej-load
[ "$stage_failed" -eq 0 ] || stage_end

results=$UDVEJ_BUILD/load-results
check "a short run loses nothing" tests/load/run.py --quick --binaries build/release/bin --json "$UDVEJ_BUILD/load.json" \
    >"$results"
cat "$results"
stage_count "$(grep -c '^ok: ' "$results")" "$(grep -c '^FAILED: ' "$results")"
check "the core's benchmark runs" tests/load/core.sh --seconds 0 --json "$UDVEJ_BUILD/core.json"
stage_end
