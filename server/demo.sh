#!/usr/bin/env bash
# Sets up, builds, makes a demo programme and serves it.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data=${XDG_STATE_HOME:-${HOME:-/var/tmp}/.local/state}/udvej-demo
port=8470
reset=no

usage() {
    cat <<'HELP'
Examples:
  server/demo.sh                 serve the demo programme on http://localhost:8470/
  server/demo.sh --port 9000     on another port
  server/demo.sh --reset         throw the demo's data away and begin anew

Options:
  --data DIR  where the demo keeps its data (default: ~/.local/state/udvej-demo); it survives a restart
  --port N    the port (default: 8470)
  --reset     throw the data away first
  --help      this text

Next: open the printed addresses. Ctrl-C stops the demo.
HELP
}

fail() {
    printf 'demo: %s\n' "$*" >&2
    exit 1
}

usage_error() {
    printf 'demo: %s; server/demo.sh --help lists the options\n' "$*" >&2
    exit 2
}

while [ $# -gt 0 ]; do
    case $1 in
    --help | -h) usage && exit 0 ;;
    --data)
        [ -n "${2:-}" ] || usage_error "--data needs a folder"
        data=$2 && shift
        ;;
    --port)
        [[ ${2:-} =~ ^[0-9]{1,5}$ ]] && [ "$2" -ge 1 ] && [ "$2" -le 65535 ] || usage_error "--port needs a number from 1 to 65535"
        port=$2 && shift
        ;;
    --reset) reset=yes ;;
    *) usage_error "unknown option '$1'" ;;
    esac
    shift
done

build() {
    "$root/.ci/setup"
    . "$("$root/.ci/setup" --env)"
    cd "$root"
    mkdir -p build
    # Quiet when all is well: what the builders say is shown only if they fail.
    local log=build/demo.log
    echo "demo: building; the first time takes a minute or two" >&2
    {
        cmake --preset release && cmake --build --preset release --target udvejd udvej-keys udvej-client core_wasm &&
            (cd web-client && UDVEJ_CORE_DIR=$root/build/release/core npm run --silent build)
    } >"$log" 2>&1 </dev/null || {
        tail -n 40 "$log" >&2
        fail "the build failed; all of what it said is in $log."
    }
}

# Only a folder that this script made is ever thrown away.
data_prepare() {
    if [ "$reset" = yes ] && [ -e "$data" ]; then
        [ -e "$data/.udvej-demo" ] || fail "$data was not made by this script; it is left alone."
        rm -rf "$data"
    fi
    if [ -e "$data" ] && [ ! -e "$data/.udvej-demo" ] && [ -n "$(ls -A "$data")" ]; then
        fail "$data is not empty and was not made by this script; name another folder with --data."
    fi
    mkdir -p "$(dirname "$data")"
    (umask 077 && mkdir -p "$data/server" && : >"$data/.udvej-demo")
    chmod 700 "$data" "$data/server"
    data=$(cd "$data" && pwd)
}

# Roots, supervisors, counsellors, a mentor: made once. A snapshot tells whose certificates count; clients refuse it
# after 14 days, so an old one is renewed as a supervisor would do it every day.
programme_prepare() {
    local keys=$root/build/release/bin/udvej-keys programme=$data/programme
    local unreadable="$data was made by another version, or is damaged; --reset throws it away and makes a new one."
    if [ ! -e "$programme" ]; then
        rm -rf "$programme.new"
        "$keys" demo --out "$programme.new"
        mv "$programme.new" "$programme"
        cp -p "$programme/service.key" "$data/server/service.key" # certified: visitors get receipts of deletion
    elif [ -n "$(find "$programme/programme.bin" -mmin +1440)" ]; then
        "$keys" snapshot --programme "$programme/programme.bin" --key "$programme/keys/supervisor-a.key" \
            --passphrase-file "$programme/keys/supervisor-a.passphrase" || fail "$unreadable"
    fi
    "$keys" check "$programme/programme.bin" >/dev/null || fail "$unreadable"
}

# What is served: the built pages and the one file that says which programme this is.
site_prepare() {
    rm -rf "$data/site"
    cp -r "$root/web-client/dist" "$data/site"
    cat >"$data/site/programme.json" <<JSON
{
  "deployment_id": "$(cat "$data/programme/deployment_id")",
  "hotline": { "number": "41 74 90 90", "hours": "08:00-22:00" },
  "exit_url": "https://www.dmi.dk/",
  "relay": "/ws"
}
JSON
}

# hours SPAN: every day alike, but shorter on two afternoons of the year.
hours() {
    local day
    for day in mon tue wed thu fri sat sun; do
        echo "$day = $1"
    done
    echo "holidays = 12-24 08:00-14:00, 12-31 08:00-14:00"
}

config_write() {
    (umask 077 && cat >"$data/udvejd.conf") <<CONF
# Written by server/demo.sh at every start.
[server]
listen = 127.0.0.1:$port
hosts = localhost:$port, 127.0.0.1:$port
data = $data/server
web = $data/site
programme = $data/programme/programme.bin

# ar, tr, so and ur have not been reviewed by native speakers yet.
[door:1]
name.da = Jeg vil ud
name.en = I want out
name.ar = أريد الخروج
name.tr = Çıkmak istiyorum
name.so = Waan doonayaa inaan ka baxo
name.ur = میں نکلنا چاہتا ہوں
text.da = Du er selv med i noget, som du vil væk fra.
text.en = You are part of something yourself that you want to leave.
phone = 41 74 90 90
hours = 08:00-02:00
answer_minutes = 30
$(hours 08:00-02:00)

[door:2]
name.da = Jeg er bekymret for nogen
name.en = I worry about somebody
name.ar = أنا قلق على شخص ما
name.tr = Biri için endişeleniyorum
name.so = Qof baan ka welwelsanahay
name.ur = مجھے کسی کی فکر ہے
text.da = Et barn, en ven, en elev: nogen, du holder af.
text.en = A child, a friend, a pupil: somebody you care about.
phone = 41 74 90 90
hours = 08:00-22:00
answer_minutes = 60
$(hours 08:00-22:00)
CONF
}

say_what_to_try() {
    local at=http://localhost:$port keys=$data/programme/keys name
    echo
    echo "The demo programme is served. Data: $data  (thrown away with --reset)"
    echo
    echo "  $at/             for visitors"
    echo "  $at/counsellor/  for counsellors"
    echo "  $at/supervisor/  for supervisors"
    echo
    echo "Key files and passphrases:"
    for name in counsellor-1 counsellor-2 supervisor-a supervisor-b mentor-1; do
        echo "  $keys/$name.key"
        echo "      $(cat "$keys/$name.passphrase")"
    done
    cat <<TRY

Try:
  1. As counsellor 1: open $at/counsellor/, choose counsellor-1.key, give its passphrase, go on duty.
     (First of all: until a counsellor has signed in once, visitors have nobody to seal a message to.)
  2. As a visitor, in a private window: open $at/, choose a door, write, and keep the return code.
  3. Take the case, answer, offer an appointment. Close the visitor's window; write once more.
  4. Come back as the visitor in another private window with the code: what was written is there.
  5. As a supervisor: the board at $at/supervisor/.
  6. Without a browser:
     printf 'open 1 I want out\nwait opened\ncode\n' | build/release/bin/udvej-client visitor \\
         --server ws://localhost:$port/ws --deployment $data/programme/deployment_id

Ctrl-C stops the demo.
TRY
}

# udvejd is a child, so that Ctrl-C here lets it tell everybody and stop.
serve() {
    local server code=0 waited=0
    "$root/build/release/bin/udvejd" --config "$data/udvejd.conf" --check-config >/dev/null ||
        fail "the configuration is not good; see above."
    "$root/build/release/bin/udvejd" --config "$data/udvejd.conf" &
    server=$!
    trap 'kill -TERM "$server" 2>/dev/null || true' INT TERM
    until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
        kill -0 "$server" 2>/dev/null || fail "udvejd did not start; is port $port taken? Another one: --port N"
        [ "$waited" -lt 100 ] || fail "udvejd does not answer on port $port."
        waited=$((waited + 1))
        sleep 0.1
    done
    sleep 0.2 # whoever answered may be another program, and ours about to find its port taken
    kill -0 "$server" 2>/dev/null || fail "udvejd did not start; is port $port taken? Another one: --port N"
    say_what_to_try
    # The first wait ends when a signal comes, the next when udvejd has.
    while kill -0 "$server" 2>/dev/null; do
        wait "$server" && code=0 || code=$?
    done
    echo "demo: stopped; the data stays in $data" >&2
    [ "$code" -eq 0 ] || [ "$code" -ge 128 ]
}

build
data_prepare
programme_prepare
site_prepare
config_write
serve
