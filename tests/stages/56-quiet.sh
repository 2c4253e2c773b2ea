#!/usr/bin/env bash
# In quiet mode, can somebody on the network tell writing from waiting? 200 windows behind a tap; without it the same watcher must see.
. "$(dirname "$0")/stage.bash"

check "the programs build" stage_build release udvejd udvej-keys udvej-client
[ "$stage_failed" -eq 0 ] || stage_end
log=$UDVEJ_BUILD/quiet.log
python3 tests/story/quiet.py "$UDVEJ_BUILD/release/bin" 2>&1 | tee "$log"
if [[ $(tail -n 1 "$log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    stage_count "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
else
    check "the watch came to its end" false
fi
stage_end
