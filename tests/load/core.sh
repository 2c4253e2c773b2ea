#!/usr/bin/env bash
# Builds the core as it is shipped and says what it weighs and costs.
set -euo pipefail

usage() {
    cat <<'HELP'
Examples:
  tests/load/core.sh                 sizes and times, as tables; about half a minute
  tests/load/core.sh --seconds 5     measures every step for five seconds
  tests/load/core.sh --json FILE     also writes the figures to FILE
HELP
}

for option in "$@"; do
    case $option in --help | -h) usage && exit 0 ;; esac
done
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. "$(.ci/setup --env)"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
{ cmake --preset release && cmake --build --preset release --target core_bench; } >"$log" 2>&1 || {
    cat "$log" >&2
    exit 1
}
node tests/load/core.mjs build/release "$@"
