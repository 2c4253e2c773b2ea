# What every stage begins with:  . "$(dirname "$0")/stage.bash"
#
# A stage is an executable tests/stages/NN-name.sh. Below 30 is what takes seconds; stages run in the order of their
# numbers. It gets UDVEJ_ROOT, UDVEJ_BUILD (build/PRESET/bin has the programs), UDVEJ_DEPS and PUBLIC_VECTORS, no standard
# input, and its last line is `N passed, N failed`, which `stage_end` prints. A stage that tests nothing has failed.
#
#     check "what ought to be true" command and its arguments
#     stage_end
set -uo pipefail
cd "${UDVEJ_ROOT:?run stages through tests/run.sh --only NAME}" || exit 1

stage_passed=0
stage_failed=0

# stage_count PASSED FAILED: adds the result of something that counts for itself.
stage_count() {
    stage_passed=$((stage_passed + $1))
    stage_failed=$((stage_failed + $2))
}

check() {
    local name=$1
    shift
    if "$@"; then
        echo "ok: $name"
        stage_count 1 0
    else
        echo "FAILED: $name"
        stage_count 0 1
    fi
}

stage_end() {
    printf '%d passed, %d failed\n' "$stage_passed" "$stage_failed"
    [ "$stage_failed" -eq 0 ]
    exit
}

# stage_build PRESET [TARGET...]: configures if that was not done yet, and builds.
stage_build() {
    local preset=$1
    shift
    cmake --preset "$preset" >"$UDVEJ_BUILD/configure-$preset.log" 2>&1 || {
        cat "$UDVEJ_BUILD/configure-$preset.log"
        return 1
    }
    cmake --build --preset "$preset" ${1:+--target "$@"}
}

# stage_ctest PRESET: builds it and runs its tests, each counted.
stage_ctest() {
    local preset=$1 log=$UDVEJ_BUILD/ctest-$1.log total bad
    check "preset $preset builds" stage_build "$preset"
    [ "$stage_failed" -eq 0 ] || stage_end
    ctest --preset "$preset" --parallel "$(nproc)" --no-tests=error 2>&1 | tee "$log"
    read -r bad total < <(sed -n 's/^[0-9]*% tests passed, \([0-9]*\) tests failed out of \([0-9]*\)$/\1 \2/p' "$log")
    if [ -z "${total:-}" ]; then
        check "preset $preset has tests" false
    else
        stage_count $((total - bad)) "$bad"
    fi
}

# our_files PATTERN...: committed files and those about to be, without what is generated.
our_files() {
    git ls-files --cached --others --exclude-standard -- "$@" | while read -r file; do
        [ ! -f "$file" ] || printf '%s\n' "$file"
    done
}
