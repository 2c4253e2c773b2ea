#!/usr/bin/env bash
# A whole key ceremony with udvej-keys, as KEYS.md describes it, and what it must refuse.
. "$(dirname "$0")/stage.bash"

check "the programs build" stage_build release udvej-keys
keys=$UDVEJ_BUILD/release/bin/udvej-keys
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

# refuses CODE WORDS COMMAND...: the exit code, and a sentence on standard error with those words in it.
refuses() {
    local code=$1 words=$2
    shift 2
    "$@" >out 2>err
    [ $? -eq "$code" ] && grep -q -- "$words" err && [ ! -s out ]
}

passphrase() {
    (umask 077 && "$keys" passphrase >"$1.passphrase")
}

new_root() {
    passphrase "$1"
    "$keys" root new --name "$1" --key "$1.key" --passphrase-file "$1.passphrase" >"$1.public"
}

request() {
    local name=$1 role=$2 label=$3
    shift 3
    passphrase "$name"
    "$keys" staff request --programme programme.bin --role "$role" --label "$label" "$@" --key "$name.key" \
        --out "$name.cert" --passphrase-file "$name.passphrase"
}

sign() {
    "$keys" staff sign --programme programme.bin --key "$1.key" --passphrase-file "$1.passphrase" "$2.cert"
}

for root in root-1 root-2 root-3 stranger; do
    check "$root is made" new_root "$root"
done
check "a key file is private" test "$(stat -c %a root-1.key)" = 600
check "and is not replaced" refuses 1 "is there already" \
    "$keys" root new --name again --key root-1.key --passphrase-file root-1.passphrase
check "a passphrase that others can read is not taken" eval \
    'chmod 644 stranger.passphrase && refuses 1 "read by others" "$keys" root new --name x --key x.key --passphrase-file stranger.passphrase && chmod 600 stranger.passphrase'
check "a short passphrase is not taken" eval \
    'echo short | refuses 1 "too short" "$keys" root new --name x --key x.key --passphrase-file - && [ ! -e x.key ]'

new_programme() {
    "$keys" programme new --name "Test" --threshold 2 --root "$(cat root-1.public)" --root "$(cat root-2.public)" \
        --root "$(cat root-3.public)" --out programme.bin >deployment_id
}
check "the programme is founded" new_programme
check "and says its name" grep -qE '^[0-9a-f]{64}$' deployment_id
check "and is not replaced" refuses 1 "is there already" "$keys" programme new --name "Test" --threshold 1 \
    --root "$(cat root-1.public)" --out programme.bin
check "nobody counts in it yet" refuses 1 "no snapshot" "$keys" check programme.bin

check "supervisor A asks" request supervisor-a supervisor "Supervisor A"
check "supervisor B asks" request supervisor-b supervisor "Supervisor B"
check "a stranger's signature is refused" refuses 1 "not one of the programme's" sign stranger supervisor-a
check "a root signs" sign root-1 supervisor-a
check "but not twice" refuses 1 "already" sign root-1 supervisor-a
check "one root is not enough" refuses 1 "not signed by those who must" \
    "$keys" programme add --programme programme.bin supervisor-a.cert
check "another root signs" sign root-3 supervisor-a
check "two roots sign for B" eval 'sign root-1 supervisor-b && sign root-2 supervisor-b'
check "both join" "$keys" programme add --programme programme.bin supervisor-a.cert supervisor-b.cert

check "a counsellor asks" request counsellor-1 counsellor "Counsellor 1" --doors 1,2 --profile woman
check "doors must ascend" refuses 1 "make no sense" request x counsellor "X" --doors 2,1
check "a counsellor signs for nobody" refuses 1 "may not sign" sign counsellor-1 counsellor-1
check "one supervisor signs" sign supervisor-a counsellor-1
check "which is not enough" refuses 1 "not signed by those who must" \
    "$keys" programme add --programme programme.bin counsellor-1.cert
check "the other one signs" sign supervisor-b counsellor-1
check "the counsellor joins" "$keys" programme add --programme programme.bin counsellor-1.cert
check "a wrong passphrase opens nothing" refuses 1 "not its passphrase" "$keys" snapshot --programme programme.bin \
    --key supervisor-a.key --passphrase-file supervisor-b.passphrase
check "a counsellor makes no snapshot" refuses 1 "only a supervisor" "$keys" snapshot --programme programme.bin \
    --key counsellor-1.key --passphrase-file counsellor-1.passphrase
check "a supervisor makes one" "$keys" snapshot --programme programme.bin --key supervisor-a.key \
    --passphrase-file supervisor-a.passphrase
check "now three people count" test "$("$keys" check programme.bin | grep -c '"active":true')" = 3
hash=$("$keys" show counsellor-1.cert | sed -n 's/.*"cert":"\([0-9a-f]*\)".*/\1/p')
check "and one can be left out" eval '"$keys" snapshot --programme programme.bin --key supervisor-b.key \
    --passphrase-file supervisor-b.passphrase --without "$hash" &&
    "$keys" check programme.bin | grep Counsellor | grep -q "\"active\":false"'
check "a changed octet is found" eval 'cp programme.bin bad.bin && printf X | dd of=bad.bin bs=1 seek=300 conv=notrunc status=none &&
    refuses 1 "" "$keys" check bad.bin'

check "the demo is a programme like any other" eval '"$keys" demo --out demo && "$keys" check demo/programme.bin >demo.out &&
    [ "$(grep -c "\"active\":true" demo.out)" = 5 ]'
check "with private keys" eval '[ -z "$(find demo/keys demo/passphrases -type f ! -perm 600)" ] &&
    [ "$(find demo/keys -name "*.key" | wc -l)" = 8 ]'
check "no passphrase is in a file that others can read" eval '! grep -rlFf <(cut -f2 demo/passphrases) \
    demo/programme.bin demo/deployment_id demo/keys/*.key'
check "help says how, without asking for anything" eval '"$keys" --help | grep -q Examples && "$keys" staff sign --help |
    head -n 4 | tail -n 1 | grep -q Examples'
check "wrong use is told" eval 'refuses 2 "see: udvej-keys" "$keys" root new && refuses 2 "there is no command" "$keys" nonsense'
cd "$UDVEJ_ROOT" || exit 1
stage_end
