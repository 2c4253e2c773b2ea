#!/usr/bin/env bash
# The pages: types, rules, unit tests, and a build that comes out the same twice.
. "$(dirname "$0")/stage.bash"

check "the core builds" stage_build release core_wasm
export UDVEJ_CORE_DIR=$UDVEJ_BUILD/release/core
cd web-client || exit 1
check "npm run check" npm run --silent check
check "npm test" npm test --silent

hashes() {
    (cd dist && find . -type f | LC_ALL=C sort | xargs sha256sum)
}
check "npm run build" npm run --silent build
hashes >"$UDVEJ_BUILD/web-client.first"
check "npm run build, again" npm run --silent build
hashes >"$UDVEJ_BUILD/web-client.second"
check "both builds are the same" cmp "$UDVEJ_BUILD/web-client.first" "$UDVEJ_BUILD/web-client.second"
stage_end
