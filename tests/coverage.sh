#!/usr/bin/env bash
# How much of protocol/ the unit tests, vectors and simulations reach: lines and branches, with floors (coverage.py).
set -euo pipefail

usage() {
    cat <<'HELP'
Examples:
  tests/coverage.sh             builds the preset `coverage`, runs the tests, prints a table; exit code 1 below a floor
  tests/coverage.sh --missing   also every branch that nothing took
  tests/coverage.sh --mcdc      modified condition/decision coverage; needs clang-19 and llvm-19 of Debian 12
HELP
}

mcdc=no
options=()
for option in "$@"; do
    case $option in
    --help | -h) usage && exit 0 ;;
    --mcdc) mcdc=yes ;;
    --missing) options+=("$option") ;;
    *)
        echo "coverage.sh: unknown option '$option'; --help lists them" >&2
        exit 2
        ;;
    esac
done
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. "$(.ci/setup --env)"

if [ "$mcdc" = yes ]; then
    command -v clang-19 llvm-cov-19 llvm-profdata-19 >/dev/null || {
        echo "coverage.sh: --mcdc needs clang-19: apt-get install clang-19 llvm-19 libclang-rt-19-dev" >&2
        exit 2
    }
    build=build/coverage-mcdc tools=-19
    cmake --preset coverage -B $build -DCMAKE_C_COMPILER=clang-19 "-DCMAKE_C_FLAGS=-fcoverage-mcdc" >/dev/null
else
    build=build/coverage tools=
    cmake --preset coverage >/dev/null
fi
log=$build/coverage.log
cmake --build $build >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    exit 1
}

profiles=$PWD/$build/profiles
rm -rf "$profiles"
mkdir -p "$profiles"
LLVM_PROFILE_FILE=$profiles/%m-%p.profraw ctest --test-dir $build -L 'unit|vectors|simulate' --parallel "$(nproc)" \
    --no-tests=error >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    exit 1
}
llvm-profdata$tools merge -sparse "$profiles"/*.profraw -o "$profiles/all.profdata"

objects=(-object $build/bin/udvej-kat)
for test in $build/tests/test_*; do
    [ ! -x "$test" ] || objects+=(-object "$test")
done
about=("${objects[@]}" "-instr-profile=$profiles/all.profdata" '-ignore-filename-regex=(tests|server|keys)/')
if [ "$mcdc" = yes ]; then
    llvm-cov-19 report "${about[@]}" --show-mcdc-summary 2>/dev/null
else
    llvm-cov export "${about[@]}" 2>"$log" | python3 tests/coverage.py "${options[@]}"
fi
