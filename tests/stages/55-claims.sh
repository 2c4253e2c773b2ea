#!/usr/bin/env bash
# Two counsellors claim the same case, through real clients: always exactly one wins. And a case that was opened while all of them were off can be read
# and claimed, whatever snapshots were made meanwhile.
. "$(dirname "$0")/stage.bash"

check "the programs build" stage_build release udvejd udvej-keys udvej-client
[ "$stage_failed" -eq 0 ] || stage_end

story() {
    local log=$UDVEJ_BUILD/$1.log
    python3 "tests/story/$1.py" "$UDVEJ_BUILD/release/bin" 2>&1 | tee "$log"
    if [[ $(tail -n 1 "$log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        stage_count "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
    else
        check "$1 came to its end" false
    fi
}

story claims
story weekend
stage_end
