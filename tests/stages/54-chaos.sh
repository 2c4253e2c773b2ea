#!/usr/bin/env bash
# 200 clients contest 10,000 cases while the server is killed every second; then their histories are judged. UDVEJ_CHAOS_CASES makes it shorter or longer.
. "$(dirname "$0")/stage.bash"

check "the programs build" stage_build release udvejd udvej udvej-chaos
[ "$stage_failed" -eq 0 ] || stage_end
folder=$UDVEJ_BUILD/chaos
results=$UDVEJ_BUILD/chaos-results
rm -rf "$folder"
build/release/bin/udvej-chaos --binaries build/release/bin --folder "$folder" --cases "${UDVEJ_CHAOS_CASES:-10000}" 2>&1 |
    tee "$results"
ended=${PIPESTATUS[0]}
stage_count "$(grep -c '^ok: ' "$results")" "$(grep -c '^FAILED: ' "$results")"
check "and it ends well" [ "$ended" -eq 0 ]
[ "$stage_failed" -gt 0 ] || rm -rf "$folder"
stage_end
