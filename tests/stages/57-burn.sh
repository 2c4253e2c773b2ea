#!/usr/bin/env bash
# A visitor destroys everything: what is left in the server's files, who learns of it, and what the receipt proves.
. "$(dirname "$0")/stage.bash"

check "the programs build" stage_build release udvejd udvej udvej-keys udvej-client
[ "$stage_failed" -eq 0 ] || stage_end
log=$UDVEJ_BUILD/burn.log
python3 tests/story/burn.py "$UDVEJ_BUILD/release/bin" 2>&1 | tee "$log"
if [[ $(tail -n 1 "$log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    stage_count "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
else
    check "the burning came to its end" false
fi
stage_end
