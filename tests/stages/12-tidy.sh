#!/usr/bin/env bash
# The rules that a reviewer would otherwise repeat, and that the check of each of them can fail.
. "$(dirname "$0")/stage.bash"

check "each rule finds its planted fault" python3 tests/tidy/selftest.py
check "the tree keeps the rules" python3 tests/tidy/tidy.py
check "PROTOCOL.md says what the definitions say" python3 tests/tidy/messages.py
check "and a difference of each kind is found" python3 tests/tidy/messages.py --selftest
check "and shows the server's tables as they are" python3 tests/tidy/cells.py
check "of which a difference is found" python3 tests/tidy/cells.py --selftest
check "the word lists of return codes are as they must be" python3 tests/tidy/words.py
check "and a fault of each kind is found" python3 tests/tidy/words.py --selftest
stage_end
