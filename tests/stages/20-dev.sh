#!/usr/bin/env bash
# gcc with ASan and UBSan: unit tests, vectors, wire tests.
. "$(dirname "$0")/stage.bash"

stage_ctest dev
stage_end
