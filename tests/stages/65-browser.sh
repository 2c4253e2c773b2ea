#!/usr/bin/env bash
# The whole conversation in real browsers against a real server, and what must not be found afterwards (tests/browser).
. "$(dirname "$0")/stage.bash"

check "server, keys and core build" stage_build release udvejd udvej udvej-keys core_wasm
[ "$stage_failed" -eq 0 ] || stage_end

web=$(mktemp -d "${TMPDIR:-/tmp}/udvej-web.XXXXXX")
trap 'rm -rf "$web"' EXIT
pages() {
    (cd web-client && UDVEJ_CORE_DIR=$UDVEJ_BUILD/release/core UDVEJ_WEB_OUT=$web npm run --silent build)
}
check "the pages build" pages
[ "$stage_failed" -eq 0 ] || stage_end

log=$UDVEJ_BUILD/test-logs/browser.out
mkdir -p "${log%/*}"
timeout 1000 node tests/browser/run.mjs --bin "$UDVEJ_BUILD/release/bin" --web "$web" 2>&1 | tee "$log"
read -r passed failed < <(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$log" | tail -n 1)
if [ -n "${passed:-}" ]; then
    stage_count "$passed" "$failed"
else
    check "the browser tests came to their end" false
fi
stage_end
