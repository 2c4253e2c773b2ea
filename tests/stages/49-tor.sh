#!/usr/bin/env bash
# A conversation through Tor: udvejd behind onion services in a Tor network of this test's own, on loopback (tests/story/onion.py).
. "$(dirname "$0")/stage.bash"

check "the programs build" stage_build release udvejd udvej-keys udvej-client
check "tor is there (.ci/setup)" "$UDVEJ_DEPS/tor/usr/bin/tor" --version
check "openssl is there" command -v openssl
[ "$stage_failed" -eq 0 ] || stage_end
log=$UDVEJ_BUILD/test-logs/tor.out
python3 tests/story/onion.py "$UDVEJ_BUILD/release/bin" "$UDVEJ_DEPS/tor/usr/bin" 2>&1 | tee "$log"
if [[ $(tail -n 1 "$log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    stage_count "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
else
    check "the way through Tor came to its end" false
fi
stage_end
