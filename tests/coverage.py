#!/usr/bin/env python3
"""How much of protocol/ do the unit tests, vectors and simulations reach? Reads what llvm-cov exports.

    tests/coverage.sh                  builds, runs and calls this

Prints lines and branches of each file, then the two floors; exit code 1 if one is not reached. A branch counts twice, once for each way
it can go. Left out are the ways that EXCEPTIONS names; README.md says why. --missing lists every other way that nothing took."""
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# Percent, rounded down from what was measured: a change that tests less fails. Raise them when the measure is higher.
FLOORS = {
    "leaves": {"lines": 99, "branches": 100},
    "client": {"lines": 99, "branches": 100},
}

# Ways that no test can take: a name, the file (None: any), what stands in the statement, the way. Each row must be met, or it is an
# exception for nothing; each name is argued in README.md.
EXCEPTIONS = [
    ("invariant", None, re.compile(r"\binvariant\("), "false"),
    ("signing", None, re.compile(r"\bcrypto_sign_(seed_keypair|detached)\(|\bis_signed \? OK : BROKEN"), "false"),
    ("signing", "client_act.c", re.compile(r"\bTRY\(statement_sign\("), "true"),
    ("signing", "client_proposal.c", re.compile(r"\bTRY\(statement_sign\("), "true"),
    ("signing", "deletion.c", re.compile(r"\bTRY\(statement_sign\("), "true"),
    ("signing", "client_login.c", re.compile(r"\blogin_staff_sign\("), "false"),
    ("signing", "client_unlock.c", re.compile(r"\bif \(statement_sign\("), "true"),
    ("switch", "room.c", re.compile(r"\bswitch \(\(enum subjects\)moves\[event->type\]\.subject\)"), "true"),
    ("switch", "room.c", re.compile(r"\bswitch \(\(enum room_event_type\)event->type\)"), "true"),
    ("switch", "client_dispatch.c", re.compile(r"\bswitch \(pending->purpose\)"), "true"),
]


def group_of(name):
    return "client" if name.startswith("client") else "leaves"


def percent(part, whole):
    return 100.0 if whole == 0 else 100.0 * part / whole


class File:
    def __init__(self, name, lines):
        self.name = name
        self.source = (ROOT / "protocol" / name).read_text().splitlines()
        self.lines = lines  # (covered, count)
        self.ways = {}  # (line, column, way, place within the macro that stands there) -> taken

    def take(self, line, column, within, was_true, was_false):
        for way, count in (("true", was_true), ("false", was_false)):
            at = (line, column, way, within)
            self.ways[at] = self.ways.get(at, False) or count > 0

    def exception_at(self, line, way):
        # A condition of several lines begins at most three above.
        text = re.sub(r"/\*.*?\*/", "", "\n".join(self.source[max(0, line - 4) : line]))
        statement = re.split(r"[;{}]\s*\n", text)[-1]
        for exception in EXCEPTIONS:
            _, file, pattern, excepted = exception
            if file in (None, self.name) and way == excepted and pattern.search(statement):
                return exception
        return None

    def missing(self):
        return [at for at, taken in sorted(self.ways.items(), key=str) if not taken and self.exception_at(at[0], at[2]) is None]

    def excepted(self):
        return [
            self.exception_at(at[0], at[2])
            for at, taken in self.ways.items()
            if not taken and self.exception_at(at[0], at[2]) is not None
        ]

    def branches(self):
        count = len(self.ways) - len(self.excepted())
        return count - len(self.missing()), count


def read(export):
    files = {}
    data = json.load(export)["data"][0]
    for entry in data["files"]:
        path = Path(entry["filename"])
        if path.parent.name != "protocol" or path.suffix != ".c":
            continue
        if not (ROOT / "protocol" / path.name).is_file():  # the build makes it, from the word lists
            continue
        lines = entry["summary"]["lines"]
        file = files[path.name] = File(path.name, (lines["covered"], lines["count"]))
        for line, column, _, _, was_true, was_false, *_ in entry["branches"]:
            file.take(line, column, None, was_true, was_false)
        for expansion in entry["expansions"]:  # TRY, invariant
            line, column = expansion["source_region"][:2]
            for _, _, _, _, was_true, was_false, *_ in expansion["branches"]:
                file.take(line, column, "macro", was_true, was_false)
    return files


def table(files):
    print(f"{'file':<20} {'lines':>16} {'branches':>20}  excepted")
    for file in files:
        covered, count = file.branches()
        print(
            f"{file.name:<20} {percent(*file.lines):6.2f} % of {file.lines[1]:4}"
            f"   {percent(covered, count):6.2f} % of {count:4}   {len(file.excepted()):3}"
        )


def main():
    files = [file for _, file in sorted(read(sys.stdin).items())]
    if not files:
        print("no file of protocol/ was measured")
        return 1
    table(files)
    if "--missing" in sys.argv[1:]:
        for file in files:
            for line, column, way, _ in file.missing():
                print(f"protocol/{file.name}:{line}:{column}: never {way}: {file.source[line - 1].strip()}")
    good = True
    for group, floor in FLOORS.items():
        members = [file for file in files if group_of(file.name) == group]
        sums = {
            "lines": [sum(file.lines[i] for file in members) for i in (0, 1)],
            "branches": [sum(file.branches()[i] for file in members) for i in (0, 1)],
        }
        for what, (covered, count) in sums.items():
            reached = percent(covered, count)
            is_kept = reached >= floor[what]
            good = good and is_kept
            print(f"{'ok' if is_kept else 'FAILED'}: {group}, {what}: {reached:.2f} %, the floor is {floor[what]} %")
    used = [exception for file in files for exception in file.excepted()]
    for exception in EXCEPTIONS:
        if exception not in used:
            name, file, pattern, way = exception
            print(f"FAILED: the exception {name} ({file or 'any file'}: {pattern.pattern}, {way}) is for nothing")
            good = False
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
