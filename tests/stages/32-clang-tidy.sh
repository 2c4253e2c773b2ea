#!/usr/bin/env bash
# clang-tidy over every C file that the build knows.
. "$(dirname "$0")/stage.bash"

check "compile commands" stage_build dev-clang
mapfile -t files < <(our_files '*.c' | grep -v -e '/core_wasm[^/]*\.c$' -e '^tests/fuzz/')
quietly() {
    clang-tidy --quiet -p build/dev-clang "$1" 2>/dev/null
}
export -f quietly
printf '%s\0' "${files[@]}" | xargs -0 -P "$(nproc)" -I{} bash -c 'quietly "$1" || echo "tidy-failed $1"' - {} |
    tee "$UDVEJ_BUILD/clang-tidy.log" | grep -v '^tidy-failed '
bad=$(grep -c '^tidy-failed ' "$UDVEJ_BUILD/clang-tidy.log")
grep '^tidy-failed ' "$UDVEJ_BUILD/clang-tidy.log"
stage_count $((${#files[@]} - bad)) "$bad"
stage_end
