#!/usr/bin/env python3
"""Do the tables of PROTOCOL.md say what the definitions say? Messages with code, who and largest body against messages.def and
limits.h; errors against message.h; statement names against sign_context.c; moves of a room against room.c.

    tests/tidy/messages.py             exit code 1 and one line for each difference
    tests/tidy/messages.py --selftest  plants a difference of each kind and sees that it is found
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCES = ["PROTOCOL.md", "messages.def", "limits.h", "message.h", "sign_context.c", "statement.h", "room.c", "room.h"]


def plain(text):
    return re.sub(r"/\*.*?\*/", " ", text, flags=re.S)


def numbers_of(text):
    """Every `NAME = expression,` of the enumerations, evaluated in order."""
    known = {}
    for name, expression in re.findall(r"^\s*([A-Z]\w*)\s*=\s*([^,;{}]+),", plain(text), flags=re.M):
        known[name] = eval(expression, {"__builtins__": {}}, known)  # our own header
    return known


def defined(sources):
    limits = numbers_of(sources["limits.h"])
    rows = {}
    for row in re.findall(r"^MESSAGE\((\w+),\s*(0x\w+),\s*([\w| ]+?),\s*(.+)\)$", plain(sources["messages.def"]), flags=re.M):
        name, code, who, most = row
        people = frozenset(part.strip().removeprefix("WHO_") for part in who.split("|"))
        rows[name] = (int(code, 16), people, eval(most, {"__builtins__": {}}, limits))
    return rows


def written(document):
    """Rows `| NAME | 0x.. | who | body | most | ...`."""
    rows = {}
    for name, code, who, most in re.findall(r"^\| (\w+) \| (0x\w\w) \| ([\w ]+?) \|[^|]*\| (\d+) \|", document, flags=re.M):
        rows[name] = (int(code, 16), frozenset(who.split()), int(most))
    return rows


def differences(sources):
    document = sources["PROTOCOL.md"]
    in_definitions, in_document = defined(sources), written(document)
    if not in_definitions:
        yield "messages.def has no rows that this script understands"
    for name in sorted(in_definitions.keys() | in_document.keys()):
        if in_definitions.get(name) != in_document.get(name):
            yield f"{name}: messages.def has {in_definitions.get(name)}, PROTOCOL.md has {in_document.get(name)}"
    errors = {name: int(code) for name, code in re.findall(r"^\s*ERROR_(\w+) = (\d+),", sources["message.h"], flags=re.M)}
    said = {name: int(code) for code, name in re.findall(r"^\| (\d+) \| ([A-Z_]+) \|", document, flags=re.M)}
    for name in sorted(errors.keys() | said.keys()):
        if errors.get(name) != said.get(name):
            yield f"ERROR_{name}: message.h has {errors.get(name)}, PROTOCOL.md has {said.get(name)}"
    types = {name: int(code) for name, code in
             re.findall(r"STATEMENT_TYPE_(\w+) = (\d+)", sources["statement.h"])}
    contexts = {types[name]: text for name, text in
                re.findall(r'\[STATEMENT_TYPE_(\w+)\] = "udvej/1/sig/([\w-]+)"', sources["sign_context.c"])}
    listed = {int(code): text for code, text in re.findall(r"^\| (\d+) \| `([\w-]+)` \|", document, flags=re.M)}
    for code in sorted(contexts.keys() | listed.keys()):
        if contexts.get(code) != listed.get(code):
            yield f"statement {code}: code has {contexts.get(code)}, PROTOCOL.md has {listed.get(code)}"


    yield from room_differences(document, sources)


def room_differences(document, sources):
    """Number, states and who signs second, of each move."""
    numbers = {name: int(code) for name, code in re.findall(r"^\s*ROOM_(\w+) = (\d+),", plain(sources["room.h"]), flags=re.M)}
    coded = {}
    rows = re.findall(r"\[ROOM_(\w+)\] = \{([\w |]+),\s*[\w |]+,\s*\w+,\s*COSIGNER_(\w+)\}", sources["room.c"])
    for name, states, cosigner in rows:
        allowed = frozenset(state.strip().removeprefix("ROOM_").lower() for state in states.split("|"))
        coded[name] = (numbers.get(name), allowed, cosigner.lower())
    said = {}
    for code, name, states, who in re.findall(r"^\| (\d) ([A-Z]+) \| ([a-z, ]+) \| ([^|]+) \|", document, flags=re.M):
        second = re.search(r"(\w+) signs second", who)
        said[name] = (int(code), frozenset(states.split(", ")), second.group(1) if second else "none")
    if not coded:
        yield "room.c has no moves that this script understands"
    for name in sorted(coded.keys() | said.keys()):
        if coded.get(name) != said.get(name):
            yield f"room event {name}: room.c has {coded.get(name)}, PROTOCOL.md has {said.get(name)}"


FAULTS = [("| ACK | 0x08 |", "| ACK | 0x18 |"), ("| REWRAP | 0x09 | STAFF |", "| REWRAP | 0x09 | VISITOR STAFF |"),
          ("| 96 | VISITOR_OK", "| 97 | VISITOR_OK"), ("| STAFF_OK | 0x84 |", "| STAFF_YES | 0x84 |"),
          ("| 11 | QUOTA |", "| 12 | QUOTA |"), ("| 5 | `receive-key` |", "| 5 | `received-key` |"),
          ("| 5 CLOSE | waiting, open |", "| 5 CLOSE | open |"), ("another supervisor signs second", "another supervisor looks on"),
          ("the subject signs second", "another supervisor signs second"), ("| 2 ADD |", "| 8 ADD |"),
          ("| 7 HANDOVER | open |", "| 7 HANDOVER | open, closed |")]


def selftest(sources):
    wrong = []
    for right, fault in FAULTS:
        document = sources["PROTOCOL.md"].replace(right, fault)
        if document == sources["PROTOCOL.md"] or not list(differences(sources | {"PROTOCOL.md": document})):
            wrong.append(f"not found: {fault}")
    return wrong


def main():
    sources = {name: (ROOT / "protocol" / name).read_text() for name in SOURCES}
    found = selftest(sources) if sys.argv[1:] == ["--selftest"] else list(differences(sources))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
