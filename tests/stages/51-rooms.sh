#!/usr/bin/env bash
# A case that many people have a hand in, through udvej-client, with kill -9 of the server between any two steps and within every step.
. "$(dirname "$0")/stage.bash"

check "the programs build" stage_build release udvejd udvej-keys udvej-client
[ "$stage_failed" -eq 0 ] || stage_end
log=$UDVEJ_BUILD/rooms.log
python3 tests/story/rooms.py "$UDVEJ_BUILD/release/bin" 2>&1 | tee "$log"
if [[ $(tail -n 1 "$log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    stage_count "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
else
    check "the story of the rooms came to its end" false
fi
stage_end
