#!/usr/bin/env bash
# Lines and branches of protocol/ that the tests reach do not become fewer (tests/coverage.sh; the floors stand in coverage.py).
. "$(dirname "$0")/stage.bash"

log=$UDVEJ_BUILD/coverage-report.log
tests/coverage.sh --missing >"$log" 2>&1
cat "$log"
stage_count "$(grep -c '^ok: ' "$log")" "$(grep -c '^FAILED: ' "$log")"
[ "$stage_passed" -gt 0 ] || check "coverage was measured" false
stage_end
