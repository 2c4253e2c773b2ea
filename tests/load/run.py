#!/usr/bin/env python3
"""Measures udvejd and reference relays in one run, and prints one table with ratios.

Examples:
  tests/load/run.py                        everything; about twenty minutes
  tests/load/run.py --quick                about a minute: does it run, is anything lost?
  tests/load/run.py --only talk --rounds 7
  tests/load/run.py --peers refuv --senders 64 --rate 0 --only talk

What the figures mean is in tests/load/README.md. Exit codes: 0 done and nothing lost, 1 something was lost or failed, 2 usage.
"""
import argparse
import json
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import peers as servers

BASE = "refuv"
GENERATOR_SECONDS_MAX = 300
SPARE_DESCRIPTORS = 2500  # what udvejd keeps for those who are not connected yet
STORM_TIMES, STORM_SECONDS = 2, 0.25  # what a storm may take: so many times what the base takes, and so long besides
ENOUGH_SHARE = 0.85       # above that the generator may be what is measured


def say(text):
    print(f"load: {text}", file=sys.stderr, flush=True)


# ---- the machine --------------------------------------------------------------------------------

def busy_seconds():
    fields = [int(field) for field in open("/proc/stat", encoding="ascii").readline().split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / 100


def wait_for_calm(patience):
    """Until nobody else uses more than a quarter of a core, or patience ends."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        before = busy_seconds()
        time.sleep(1)
        if busy_seconds() - before < 0.25:
            return


def connections_possible(wanted):
    """Raises the limit of descriptors as far as needed and possible; gives how many connections it allows."""
    needed = wanted + SPARE_DESCRIPTORS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for limits in ((max(soft, needed), max(hard, needed)), (hard, hard)):
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, limits)
            break
        except (ValueError, OSError):
            continue
    possible = resource.getrlimit(resource.RLIMIT_NOFILE)[0] - SPARE_DESCRIPTORS
    if possible < wanted:
        say(f"only {possible} idle connections instead of {wanted}: the limit of descriptors (ulimit -n) cannot be raised")
    return min(wanted, possible)


def describe_disk(folder):
    """The file system that the data lies on: without a disk, syncing costs nothing and the figures mean nothing."""
    kind = subprocess.run(["stat", "-f", "-c", "%T", folder], capture_output=True, text=True, check=False).stdout.strip()
    if kind in ("tmpfs", "ramfs"):
        say(f"{folder} is {kind}: nothing there is durable; name a folder on a disk with --data")
    return kind


# ---- one measurement ----------------------------------------------------------------------------

def generate(binaries, command, peer, running, words):
    """Runs the generator; gives its lines of JSON and whether it found all in order."""
    port, server = running
    process = servers.launch(
        [binaries / "udvej-load", command, *peer.generator_words(), "--port", port, "--server", server.pid, *words],
        servers.GENERATOR_CORE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        out, errors = process.communicate(timeout=GENERATOR_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        process.kill()
        out, errors = process.communicate()
        errors += f"udvej-load {command}: stopped after {GENERATOR_SECONDS_MAX} s\n"
    if errors:
        sys.stderr.write(errors)
    return [json.loads(line) for line in out.splitlines()], process.returncode == 0


def talk(options, peer, folder):
    words = ["--visitors", options.visitors, "--counsellors", options.counsellors, "--senders", options.senders,
             "--rate", options.rate, "--seconds", options.seconds, "--warm", options.warm, "--check"]
    with peer.running(folder) as running:
        return generate(options.binaries, "talk", peer, running, words)


def idle(options, peer, folder):
    """The mailboxes of udvejd are opened first, by a server that is not the measured one."""
    words = ["--visitors", options.connections, "--counsellors", 1, "--opening", 128]
    lines, is_good = [], True
    if peer.protocol == "udvej":
        with peer.running(folder) as running:
            lines, is_good = generate(options.binaries, "open", peer, running, words)
    if is_good:
        with peer.running(folder) as running:
            more, is_good = generate(options.binaries, "idle", peer, running, words)
            lines += more
    return lines, is_good


def storm(options, peer, folder):
    """Everybody is connected and has an envelope that is not acknowledged when the server is killed; a new one is there before all
    of them come at once."""
    words = ["--visitors", options.clients, "--counsellors", options.counsellors]
    with peer.running(folder) as running:
        lines, is_good = generate(options.binaries, "hoard", peer, running, [*words, "--opening", 64])
    if is_good:
        with peer.running(folder) as running:
            more, is_good = generate(options.binaries, "storm", peer, running, [*words, "--opening", options.clients])
            lines += more
    return lines, is_good


def measure(options, kind, number, peer):
    """One round of one peer. Gives (kind, round, peer, lines, whether nothing was lost)."""
    wait_for_calm(options.patience)
    with tempfile.TemporaryDirectory(prefix="udvej-load-", dir=options.data) as name:
        folder = pathlib.Path(name)
        try:
            lines, is_good = {"talk": talk, "idle": idle, "storm": storm}[kind](options, peer, folder)
        except servers.Unavailable as reason:
            say(str(reason))
            lines, is_good = [], False
    for line in lines:
        if line["what"] == "total":
            say(f"{peer.name}: " + ", ".join(f"{value} {key}" for key, value in line.items() if key != "what"))
    print(f"{'ok' if is_good else 'FAILED'}: {kind}, round {number + 1}, {peer.name}", flush=True)
    return {"kind": kind, "round": number, "peer": peer.name, "lines": lines, "good": is_good}


# ---- the table ----------------------------------------------------------------------------------

ROWS = [  # what, which line, which field, how it is written
    ("envelopes per second", "senders", "per_s", "{:,.0f}"),
    ("server CPU us per envelope", "senders", "cpu_us", "{:,.1f}"),
    ("latency p50, ms", "senders", "p50_us", "{:,.2f}"),
    ("latency p99, ms", "senders", "p99_us", "{:,.2f}"),
    ("latency p50, ms", "rate", "p50_us", "{:,.2f}"),
    ("latency p99, ms", "rate", "p99_us", "{:,.2f}"),
    ("server CPU us per envelope", "rate", "cpu_us", "{:,.1f}"),
    ("memory kB per connection, with caches", "idle", "kb_per_connection", "{:,.2f}"),
    ("memory kB per connection, main heap only", "idle", "heap_kb_per_connection", "{:,.2f}"),
    ("server CPU us per login", "idle", "login_cpu_us", "{:,.0f}"),
    ("server CPU while idle, cores", "idle", "server_share", "{:,.4f}"),
    ("until all have what waited, s", "storm", "seconds", "{:,.3f}"),
    ("server CPU us per client", "storm", "client_cpu_us", "{:,.0f}"),
    ("generator's own CPU us per client", "storm", "own_cpu_us", "{:,.0f}"),
]


def collect(results):
    """(line's what, level) -> peer -> round -> line."""
    found = {}
    for result in results:
        for line in result["lines"]:
            place = (line["what"], line.get("at", line.get("connections", 0)))
            found.setdefault(place, {}).setdefault(result["peer"], {})[result["round"]] = line
    return found


def cell(rounds, base, field, shape):
    """Median, and in brackets the median of the ratios to the base in the same round."""
    scale = 1000 if field.endswith("_us") and field.startswith("p") else 1
    text = shape.format(statistics.median(line[field] for line in rounds.values()) / scale)
    ratios = [rounds[number][field] / base[number][field] for number in rounds if base.get(number, {}).get(field)]
    return f"{text} ({statistics.median(ratios):.2f})" if ratios and rounds is not base else text


def print_table(results, names):
    found = collect(results)
    print(f"\n{'':44}" + "".join(f"{name:>20}" for name in names))
    for place in sorted(found, key=lambda place: (["senders", "rate", "idle", "storm", "open", "hoard", "total"].index(place[0]), place[1])):
        what, level = place
        title = {"senders": f"{level:,} senders", "rate": f"{level:,} messages a second by the clock",
                 "idle": f"{level:,} idle connections", "storm": f"{level:,} come again at once"}.get(what)
        if title is None:
            continue
        print(title)
        for text, line, field, shape in ROWS:
            if line == what:
                base = found[place].get(BASE, {})
                cells = [cell(found[place][name], base, field, shape) if name in found[place] else "-" for name in names]
                print(f"  {text:42}" + "".join(f"{text:>20}" for text in cells))


def print_storm(results):
    """Is the goal held, in every round by itself?"""
    seconds = {}
    for result in results:
        for line in result["lines"]:
            if line["what"] == "storm":
                seconds.setdefault(result["round"], {})[result["peer"]] = line["seconds"]
    over = [found["udvejd"] - (STORM_TIMES * found[BASE] + STORM_SECONDS)
            for found in seconds.values() if "udvejd" in found and BASE in found]
    if over:
        median = statistics.median(over)
        print(f"\nStorm within {STORM_TIMES} x {BASE} + {STORM_SECONDS} s: {'yes' if median <= 0 else 'NO'}, "
              f"{abs(median):.3f} s {'below' if median <= 0 else 'above'} (median; worst round {max(over):+.3f} s).")


def print_circumstances(options, results, names):
    lines = [line for result in results for line in result["lines"] if "others_share" in line]
    print(f"\nMedians of {options.rounds} rounds of {options.seconds} s, peers in turn. {options.visitors:,} visitors, "
          f"{options.counsellors} counsellors, both directions, 3,453 octets an envelope. Data on {options.disk}.")
    if BASE in names:
        print(f"In brackets: the ratio to {BASE} in the same round.")
    if lines:
        shares = [line["others_share"] for line in lines]
        print(f"Other processes used {statistics.median(shares):.2f} cores while measuring ({min(shares):.2f} to "
              f"{max(shares):.2f}); the generator at most {max(line['generator_share'] for line in lines):.2f} of its core.")
        if max(line["generator_share"] for line in lines) > ENOUGH_SHARE:
            print("The generator was the limit somewhere: there servers may be faster than it says.")


# ---- the run ------------------------------------------------------------------------------------

def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="short and small: a smoke test, no measurement")
    parser.add_argument("--only", choices=["talk", "idle", "storm"],
                        help="only envelopes, only idle connections, or only those who come again at once")
    parser.add_argument("--peers", help="reference relays, with commas; none: '' (refuv,reflws,nodesqlitebatch)")
    parser.add_argument("--rounds", type=int, help="how often each peer is measured (5; idle: at most 3)")
    parser.add_argument("--seconds", type=float, help="measured at each level (4)")
    parser.add_argument("--warm", type=float, help="not measured before it (1)")
    parser.add_argument("--senders", default="1,64,1000", help="levels, with commas (1,64,1000)")
    parser.add_argument("--rate", type=float, help="a level with so many messages a second by the clock; 0: none (500)")
    parser.add_argument("--visitors", type=int, default=1000)
    parser.add_argument("--counsellors", type=int, default=50)
    parser.add_argument("--connections", type=int, help="idle ones (10000)")
    parser.add_argument("--clients", type=int, help="that come again at once after the server was killed (5000)")
    parser.add_argument("--patience", type=float, help="seconds to wait for a calm machine before each measurement (15)")
    parser.add_argument("--reference", type=pathlib.Path, default=servers.ROOT.parent / "shared/bench",
                        help="folder of the reference relays (../shared/bench beside the project)")
    parser.add_argument("--built", type=pathlib.Path, help="keep the built reference relays here, and use those that are")
    parser.add_argument("--binaries", type=pathlib.Path, help="folder of udvejd and udvej-load; else they are built")
    parser.add_argument("--data", type=pathlib.Path, help="folder on a disk for temporary data")
    parser.add_argument("--json", type=pathlib.Path, help="everything that was measured, into this file")
    options = parser.parse_args()
    usual = {"rounds": 5, "seconds": 4.0, "warm": 1.0, "rate": 500.0, "connections": 10000, "clients": 5000, "patience": 15.0,
             "peers": "refuv,reflws,nodesqlitebatch"}
    if options.quick:
        usual.update(rounds=1, seconds=1.0, warm=0.3, connections=1000, clients=500, patience=0.0, peers="refuv")
    for name, value in usual.items():
        if getattr(options, name) is None:
            setattr(options, name, value)
    options.peers = [name for name in options.peers.split(",") if name]
    unknown = set(options.peers) - {"refuv", "reflws", "nodesqlitebatch"}
    if unknown or not 1 <= options.rounds <= 100:
        parser.error(f"no such reference relay: {', '.join(unknown)}" if unknown else "1 to 100 rounds")
    return options


def run(options, built, programme):
    subprocess.run([options.binaries / "udvej-load", "programme", "--folder", programme, "--counsellors",
                    str(options.counsellors)], check=True)
    everybody = max(options.connections, max(options.visitors, options.clients) + options.counsellors) + 100
    peers = [servers.Udvejd(options.binaries, programme, everybody),
             *servers.reference_peers(options.reference, built, options.peers, say)]
    results = []
    for kind in [options.only] if options.only else ["talk", "idle", "storm"]:
        for number in range(options.rounds if kind != "idle" else min(options.rounds, 3)):
            turn = number % len(peers)
            results += [measure(options, kind, number, peer) for peer in peers[turn:] + peers[:turn]]
    names = [peer.name for peer in peers]
    print_table(results, names)
    print_storm(results)
    print_circumstances(options, results, names)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1), encoding="utf-8")
    return all(result["good"] for result in results)


def main():
    options = read_options()
    try:
        options.binaries = servers.build_ours(options.binaries)
    except servers.Unavailable as reason:
        say(f"udvejd and udvej-load cannot be built: {reason}")
        return 1
    options.binaries = options.binaries.resolve()
    options.connections = connections_possible(options.connections)
    options.clients = min(options.clients, options.connections)
    with tempfile.TemporaryDirectory(prefix="udvej-load-", dir=options.data) as name:
        folder = pathlib.Path(name)
        options.disk = describe_disk(folder)
        built = (options.built or folder / "built").resolve()
        programme = folder / "programme"
        programme.mkdir(mode=0o700)
        built.mkdir(parents=True, exist_ok=True)
        return 0 if run(options, built, programme) else 1


if __name__ == "__main__":
    sys.exit(main())
