#!/usr/bin/env bash
# The same tests under clang with ASan and UBSan: another compiler's warnings and another order of everything.
. "$(dirname "$0")/stage.bash"

stage_ctest dev-clang
stage_end
