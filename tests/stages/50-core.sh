#!/usr/bin/env bash
# The core for the browser: builds, twice the same, and says what the native core says (tests/vectors/*.mjs).
. "$(dirname "$0")/stage.bash"

check "core_wasm builds" stage_build release core_wasm
check "it builds again elsewhere" stage_build dev core_wasm
for file in core.wasm core_fallback.mjs core_visitor.wasm core_visitor_fallback.mjs words.txt; do
    check "$file is the same octets from two builds" cmp build/release/core/$file build/dev/core/$file
done

check "the probe builds" stage_build release core_probe
export UDVEJ_PROBE_DIR=$UDVEJ_BUILD/release/core UDVEJ_PROBE=$UDVEJ_BUILD/release/bin/udvej-probe
log=$UDVEJ_BUILD/core-equal.log
node tests/vectors/core_equal.mjs 2>&1 | tee "$log"
read -r good bad < <(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$log")
if [ -n "${bad:-}" ]; then
    stage_count "$good" "$bad"
else
    check "the three cores were compared" false
fi
stage_end
