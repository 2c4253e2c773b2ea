#!/usr/bin/env bash
# Known answers: udvej-kat finds what is planted in files of ours, and our algorithms say what public files say. Where UDVEJ_KAT_FILES
# names a folder (a checkout of Wycheproof's testvectors_v1, say), every file there that udvej-kat knows must agree too.
. "$(dirname "$0")/stage.bash"

check "udvej-kat builds" stage_build dev udvej-kat
kat=build/dev/bin/udvej-kat
own=tests/vectors/kat/own
check "our files are what node:crypto and others compute" node tests/vectors/second/make_kat.mjs $own --check

log=$UDVEJ_BUILD/kat.log
node tests/vectors/kat/check.mjs $kat $own 2>&1 | tee "$log"
read -r good bad < <(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$log")
if [ -n "${bad:-}" ]; then
    stage_count "$good" "$bad"
else
    check "faults were planted" false
fi

public=${UDVEJ_PUBLIC_VECTORS:-$PUBLIC_VECTORS}
for name in hpke-rfc9180-x25519-base-psk hpke-xwing-hkdfsha256-chacha20poly1305 xwing; do
    if [ -f "$public/$name.json" ]; then
        check "$name.json, as published" $kat "$public/$name.json"
    else
        echo "skipped: $name.json is not in the folder of public vectors"
    fi
done

# Not known (3) and of nothing that we take (4) is no failure in somebody else's folder.
agrees() {
    $kat "$1"
    case $? in 0 | 3 | 4) ;; *) return 1 ;; esac
}
for file in ${UDVEJ_KAT_FILES:+"$UDVEJ_KAT_FILES"/*.json}; do
    check "$(basename "$file"), as published" agrees "$file"
done
stage_end
