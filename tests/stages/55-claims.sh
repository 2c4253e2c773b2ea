#!/usr/bin/env bash
# Two counsellors claim the same case, through real clients: always exactly one wins.
. "$(dirname "$0")/stage.bash"

check "the programs build" stage_build release udvejd udvej-keys udvej-client
[ "$stage_failed" -eq 0 ] || stage_end
log=$UDVEJ_BUILD/claims.log
python3 tests/story/claims.py "$UDVEJ_BUILD/release/bin" 2>&1 | tee "$log"
if [[ $(tail -n 1 "$log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    stage_count "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
else
    check "the claims came to their end" false
fi
stage_end
