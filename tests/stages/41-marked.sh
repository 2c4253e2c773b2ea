#!/usr/bin/env bash
# A visit on which everything is marked: a minute later nothing of it is in files, log or memory of udvejd, in the build that is served and in
# the one whose allocator does not use again what was freed (tests/story/marked.py). Both at once: it is a minute of waiting.
. "$(dirname "$0")/stage.bash"

check "the programs build" stage_build release udvejd udvej-keys udvej-client
check "and with the sanitizers" stage_build dev udvejd udvej-keys udvej-client
[ "$stage_failed" -eq 0 ] || stage_end
mkdir -p "$UDVEJ_BUILD/test-logs"
for preset in release dev; do
    python3 tests/story/marked.py "$UDVEJ_BUILD/$preset/bin" >"$UDVEJ_BUILD/test-logs/marked-$preset.out" 2>&1 &
done
wait
for preset in release dev; do
    log=$UDVEJ_BUILD/test-logs/marked-$preset.out
    cat "$log"
    if [[ $(tail -n 1 "$log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        stage_count "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
    else
        check "the marked visit came to its end ($preset)" false
    fi
done
stage_end
