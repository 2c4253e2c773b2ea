#!/usr/bin/env bash
# udvej, the operator's program, beside a running udvejd: what it checks, finds, counts and refuses; how it begins, purges, looks at a site; broken
# configurations; the systemd units; the manual pages (tests/operator).
. "$(dirname "$0")/stage.bash"

check "the programs build" stage_build release udvej udvejd udvej-keys udvej-client
for tool in systemd-analyze mandoc strace setpriv; do
    check "$tool is there (.ci/setup)" command -v "$tool"
done
[ "$stage_failed" -eq 0 ] || stage_end
mkdir -p "$UDVEJ_BUILD/test-logs"
for part in operate broken tools units manuals; do
    log=$UDVEJ_BUILD/test-logs/operator-$part.out
    python3 "tests/operator/$part.py" "$UDVEJ_BUILD/release/bin" 2>&1 | tee "$log"
    if [[ $(tail -n 1 "$log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        stage_count "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
    else
        check "$part came to its end" false
    fi
done
stage_end
