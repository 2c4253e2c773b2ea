#!/usr/bin/env bash
# The Debian package: the same octets from two folders, clean, and working where it is installed; and what stands in front of udvejd: nginx,
# Caddy, tor (tests/package).
. "$(dirname "$0")/stage.bash"

for tool in lintian fakeroot systemd-analyze mandoc; do
    check "$tool is there (.ci/setup)" command -v "$tool"
done
check "the package is built" stage_build release deb
[ "$stage_failed" -eq 0 ] || stage_end
package=$(echo build/release/udvej_*.deb)

# The tree once more, in another folder, with another mask, language and time zone.
other=$(mktemp -d)
trap 'rm -rf "$other"' EXIT
build_again() (
    mkdir -p "$other/elsewhere/tree" && our_files | tar -c -T - | tar -x -C "$other/elsewhere/tree" || exit 1
    ln -s "$UDVEJ_ROOT/web-client/node_modules" "$other/elsewhere/tree/web-client/node_modules"
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
    export SOURCE_DATE_EPOCH LC_ALL=C TZ=Asia/Tokyo
    umask 077
    cd "$other/elsewhere/tree" && cmake --preset release >/dev/null && cmake --build --preset package
)
check "and built again elsewhere" build_again
check "both are the same, octet for octet" cmp "$package" "$other/elsewhere/tree/$package"

# part NAME ARGUMENTS: a program of tests/package, which counts for itself.
part() {
    local log=$UDVEJ_BUILD/test-logs/package-$1.out
    python3 "tests/package/$1.py" "${@:2}" 2>&1 | tee "$log"
    if [[ $(tail -n 1 "$log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        stage_count "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
    else
        check "$1.py came to its end" false
    fi
}
mkdir -p "$UDVEJ_BUILD/test-logs"
part package "$package" "$UDVEJ_ROOT" "$other" "$UDVEJ_DEPS"
part front build/release/bin "$UDVEJ_DEPS"
stage_end
