#!/usr/bin/env bash
# The same tests under clang with ASan and UBSan: another compiler's warnings and another order of everything.
. "$(dirname "$0")/stage.bash"

stage_ctest dev-clang

# Chance, clocks and the order of everything come from the seed alone: then two compilers make the same history.
check "the simulator's programs are built" stage_build dev test_client_world
histories() { build/"$1"/tests/test_client_world histories; }
check "a seed is one history whatever the compiler" diff <(histories dev) <(histories dev-clang)
stage_end
