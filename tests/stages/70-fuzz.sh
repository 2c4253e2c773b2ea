#!/usr/bin/env bash
# Are the seeds what the encoders write? Then every fuzz target for half a minute, from its corpus, two at a time. A finding is kept in build/fuzz-findings; once it
# is understood it goes into tests/fuzz/corpus/TARGET and is replayed for ever.
. "$(dirname "$0")/stage.bash"

check "preset fuzz builds" stage_build fuzz
[ "$stage_failed" -eq 0 ] || stage_end

# What make_corpus writes today is what is committed; findings and what others wrote lie beside it.
made=$UDVEJ_BUILD/fuzz-made
rm -rf "$made" && mkdir -p "$made"
seeds_are_new() {
    local found
    found=$(diff -rq "$made" tests/fuzz/corpus 2>&1 | grep -v '^Only in tests/fuzz/corpus')
    echo "$found"
    [ -z "$found" ]
}
check "every message has a seed" build/fuzz/fuzz/make_corpus "$made"
check "the seeds are as they are written today (cmake --build --preset fuzz --target corpus)" seeds_are_new

export seconds=${UDVEJ_FUZZ_SECONDS:-30} findings=$UDVEJ_BUILD/fuzz-findings
mkdir -p "$findings"

# Its own new inputs are kept between runs, in build/.
fuzz() {
    local target=$1 grown=$UDVEJ_BUILD/fuzz-corpus/$1 given=tests/fuzz/corpus/$1 log=$UDVEJ_BUILD/test-logs/fuzz-$1.log
    local arguments=("-max_total_time=$seconds" -timeout=10 -rss_limit_mb=2048 "-artifact_prefix=$findings/$target-")
    [ ! -f "tests/fuzz/$target.dict" ] || arguments+=("-dict=tests/fuzz/$target.dict")
    mkdir -p "$grown"
    if "build/fuzz/fuzz/$target" "${arguments[@]}" "$grown" $([ ! -d "$given" ] || echo "$given") >"$log" 2>&1; then
        echo "ok: $target: $(tail -n 1 "$log")"
    else
        tail -n 40 "$log"
        echo "FAILED: $target"
    fi
}
export -f fuzz

results=$UDVEJ_BUILD/fuzz-results
targets=$(our_files 'tests/fuzz/fuzz_*.c' | sed 's,.*/,,; s,\.c$,,')
check "there are fuzz targets" test -n "$targets"
printf '%s' "$targets" | xargs -r -P "$(nproc)" -I{} bash -c 'fuzz {}' | tee "$results"
stage_count "$(grep -c '^ok: ' "$results")" "$(grep -c '^FAILED: ' "$results")"
stage_end
