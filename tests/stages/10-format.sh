#!/usr/bin/env bash
# Is every C file as clang-format would leave it? `tests/stages/10-format.sh --fix` makes it so.
UDVEJ_ROOT=${UDVEJ_ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}
. "$(dirname "$0")/stage.bash"

mapfile -t files < <(our_files '*.c' '*.h')
if [ "${1:-}" = --fix ]; then
    exec clang-format -i "${files[@]}"
fi
for file in "${files[@]}"; do
    clang-format --dry-run --Werror "$file" 2>/dev/null || {
        clang-format "$file" | diff -u --label "$file" --label "$file, formatted" "$file" - | head -n 20
        check "$file is formatted (tests/stages/10-format.sh --fix)" false
    }
done
stage_count $((${#files[@]} - stage_failed)) 0
stage_end
