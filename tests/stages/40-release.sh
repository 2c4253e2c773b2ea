#!/usr/bin/env bash
# What is installed: hardened, the same tests without sanitizers, and the mitigations are really in the programs.
. "$(dirname "$0")/stage.bash"

stage_ctest release

is_hardened() {
    local about
    about=$(readelf -hld "$1") || return 1
    grep -q 'Type: *DYN' <<<"$about" && grep -q GNU_RELRO <<<"$about" && grep -q 'FLAGS.*NOW' <<<"$about" &&
        grep -A1 GNU_STACK <<<"$about" | grep -q 'RW '
}
for program in build/release/bin/*; do
    [ -x "$program" ] && check "$program is position independent, with relro, bound at start, without an executable stack" \
        is_hardened "$program"
done
stage_end
