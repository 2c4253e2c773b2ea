#!/usr/bin/env bash
# UDVEJ-1 a second time (tests/vectors/second), against the core natively, in WebAssembly and through wasm2js: its vector files, and
# new inputs both ways.
. "$(dirname "$0")/stage.bash"

second=tests/vectors/second
check "the probe builds" stage_build release core_probe core_wasm
check "protocol/vectors is what the second implementation writes" node $second/generate.mjs protocol/vectors --check
for file in "$second"/*.mjs; do
    check "$file is JavaScript" node --check "$file"
done
octets=$(cat protocol/vectors/*.json | wc -c)
check "the vector files have less than 550 kB" test "$octets" -lt 550000

export UDVEJ_PROBE_DIR=$UDVEJ_BUILD/release/core UDVEJ_OPERATE=$UDVEJ_BUILD/release/bin/udvej-operate
check "nothing of a person is left in the core's memory" node "$second/wipe.mjs"
log=$UDVEJ_BUILD/second.log
node $second/run.mjs protocol/vectors 2>&1 | tee "$log"
read -r good bad < <(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$log")
if [ -n "${bad:-}" ]; then
    stage_count "$good" "$bad"
else
    check "the two implementations were compared" false
fi
stage_end
