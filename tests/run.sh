#!/usr/bin/env bash
# Sets up, builds and runs all tests. Every executable tests/stages/NN-name.sh is one stage; see stages/stage.bash.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
STAGE_SECONDS_MAX=1200
QUICK_BELOW=30 # stages numbered below this take seconds

usage() {
    cat <<'HELP'
Examples:
  tests/run.sh                  set up, build, run everything (about 50 minutes)
  tests/run.sh --quick          format, tidy, unit tests (under a minute)
  tests/run.sh --only fuzz      one stage, by its name or number; may be given more than once

Options:
  --quick      only the stages numbered below 30
  --only NAME  only this stage
  --list       the names of all stages
  --help       this text

Environment:
  UDVEJ_DEPS          where .ci/setup keeps the libraries it built
  PUBLIC_VECTORS      folder with published test vectors, where it is not the usual one
  UDVEJ_KAT_FILES     folder with more known answers as others publish them (tests/README.md)
  UDVEJ_FUZZ_SECONDS  how long each fuzz target runs (30)
  UDVEJ_CHAOS_CASES   how many cases are contested under kill -9 (10000)

Logs are in build/test-logs. The last line is `N passed, N failed`; the exit code is 1 if anything failed or nothing ran.
HELP
}

stages_all() {
    local file
    for file in "$root"/tests/stages/[0-9]*.sh; do
        [ -x "$file" ] && basename "$file" .sh
    done
}

quick=no
only=()
while [ $# -gt 0 ]; do
    case $1 in
    --help | -h) usage && exit 0 ;;
    --list) stages_all && exit 0 ;;
    --quick) quick=yes ;;
    --only)
        [ $# -gt 1 ] || { echo "run.sh: --only needs the name of a stage; --list shows them" >&2 && exit 2; }
        only+=("$2")
        shift
        ;;
    *)
        echo "run.sh: unknown option '$1'; --help lists them" >&2
        exit 2
        ;;
    esac
    shift
done

# is_wanted STAGE: by --only (name, number or both), by --quick, or because all are.
is_wanted() {
    local stage=$1 wish
    if [ ${#only[@]} -gt 0 ]; then
        for wish in "${only[@]}"; do
            case $wish in "$stage" | "${stage%%-*}" | "${stage#*-}") return 0 ;; esac
        done
        return 1
    fi
    [ "$quick" = no ] || [ "${stage%%-*}" -lt "$QUICK_BELOW" ]
}

passed=0
failed=0
finish() {
    printf '%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit
}

wanted=()
for stage in $(stages_all); do
    is_wanted "$stage" && wanted+=("$stage")
done
if [ ${#wanted[@]} -eq 0 ]; then
    echo "run.sh: no such stage; --list shows them" >&2
    exit 2
fi

if ! "$root/.ci/setup"; then
    failed=1
    finish
fi
. "$("$root/.ci/setup" --env)"

export UDVEJ_ROOT=$root UDVEJ_BUILD=$root/build
export PUBLIC_VECTORS=${PUBLIC_VECTORS:-$root/../shared/vectors} # what needs them says so where they are not
logs=$UDVEJ_BUILD/test-logs
mkdir -p "$logs"

running=
stop() {
    [ -z "$running" ] || kill -TERM "$running" 2>/dev/null
    exit 130
}
trap stop INT TERM

# stage_run STAGE: runs it with its output in a log, and adds up what its last line says.
stage_run() {
    local stage=$1 log=$logs/$1.log code last stage_passed=0 stage_failed=0 began=$SECONDS
    timeout --kill-after=10 "$STAGE_SECONDS_MAX" "$root/tests/stages/$stage.sh" >"$log" 2>&1 </dev/null &
    running=$!
    wait "$running"
    code=$?
    running=
    last=$(tail -n 1 "$log")
    if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        stage_passed=${BASH_REMATCH[1]} stage_failed=${BASH_REMATCH[2]}
    fi
    if [ "$stage_failed" -eq 0 ] && { [ "$code" -ne 0 ] || [ "$stage_passed" -eq 0 ]; }; then
        stage_failed=1
        [ "$code" -ne 124 ] || echo "stopped after $STAGE_SECONDS_MAX seconds" >>"$log"
        [ "$code" -ne 0 ] || echo "the stage tested nothing" >>"$log"
    fi
    passed=$((passed + stage_passed))
    failed=$((failed + stage_failed))
    printf '%-20s %4d passed, %d failed, %d s\n' "$stage" "$stage_passed" "$stage_failed" $((SECONDS - began))
    if [ "$stage_failed" -gt 0 ]; then
        printf -- '---- end of build/test-logs/%s.log\n' "$stage"
        tail -n 60 "$log"
        printf -- '----\n'
    fi
}

for stage in "${wanted[@]}"; do
    stage_run "$stage"
done
finish
