#!/usr/bin/env python3
"""Does PROTOCOL.md show the tables of the server as they are: what the state of a case allows (server/relay/rules.c), and what each
message is answered, by role and state (tests/unit/test_relay_table.c, which tries every cell)?

    tests/tidy/cells.py             exit code 1 if a table differs
    tests/tidy/cells.py --write     writes both again
    tests/tidy/cells.py --selftest  plants a difference in each and sees that it is found
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "protocol" / "PROTOCOL.md"
RULES = ROOT / "server" / "relay" / "rules.c"
CELLS = ROOT / "tests" / "unit" / "test_relay_table.c"
STATES = ["waiting", "claimed", "handed over", "escalated", "resting", "closed", "returned", "ended"]
BURNT = "burnt"  # no state of a case: there is none any more
# The states of rules.c, in the order of its columns, as far as a case stands in them; the first column is no such state.
COLUMNS = ["", "waiting", "claimed", "closed", "", "handed over", "escalated", "resting", "returned", "ended"]
ANSWERS = {"0": "yes", "N": "NOT_ALLOWED", "M": "NOT_MEMBER", "C": "EPOCH_CONFLICT"}


def mark(name, end=""):
    return f"<!-- {end}{name} -->"


def rules_table(source):
    """Rows of act_rules."""
    rows = re.findall(r"\[ACT_(\w+)\] = \{([^}]*)\}", source)
    yield "| act | " + " | ".join(STATES) + " |"
    yield "|---|" + "---|" * len(STATES)
    for act, answers in rows:
        shown = dict(zip(COLUMNS, (ANSWERS[answer.strip()] for answer in answers.split(",")), strict=True))
        yield f"| {act.replace('_', ' ')} | " + " | ".join(shown[state] for state in STATES) + " |"


def movers_table(source):
    """Rows of case_movers: who may set a case from one state to another."""
    table = re.search(r"case_movers\[STATES\]\[STATES\] = \{(.*?)\n\};", source, re.S).group(1)
    states = ["claimed", "escalated", "resting", "closed", "ended"]
    yield "| SET_CASE from | " + " | ".join(f"to {state}" for state in states) + " |"
    yield "|---|" + "---|" * len(states)
    for start, moves in re.findall(r"\[CASE_(\w+)\] = \{([^}]*)\}", table):
        by = dict(re.findall(r"\[CASE_(\w+)\] = ([^,\[]+)", moves))
        shown = [by.get(state.upper(), "").strip().replace("MOVER_", "").replace(" | ", ", ").lower() or "nobody" for state in states]
        yield f"| {start.replace('_', ' ').lower()} | " + " | ".join(shown) + " |"


ROW = re.compile(r'\{MESSAGE_(\w+),\s+(\w+),\s+(ALWAYS|BY_ROOM|EACH)\(([^)]*)\)\}')


def states_of(kind, answers):
    given = re.findall(r'"([^"]*)"', answers)
    if kind == "ALWAYS":
        return [*[given[0]] * len(STATES), given[1]]
    return [given[0], *[given[1]] * 4, *[given[2]] * 3, given[3]] if kind == "BY_ROOM" else given


def cells_table(source):
    roles = re.search(r"roles\[\] = \{([^}]*)\}", source).group(1)
    roles = [role.strip() for role in roles.split(",")]
    yield "Columns, in this order: " + ", ".join(role.lower().replace("_", " ") for role in roles) + "."
    yield ""
    yield "| message | " + " | ".join([*STATES, BURNT]) + " |"
    yield "|---|" + "---|" * len([*STATES, BURNT])
    rows = [(code, extra, states_of(kind, answers)) for code, extra, kind, answers in ROW.findall(source)]
    if len(rows) != source.count("{MESSAGE_"):
        raise SystemExit("cells.py: there are rows that this script does not understand")
    for code, extra, states in rows:
        if len(states) != len([*STATES, BURNT]) or any(len(state) != len(roles) for state in states):
            raise SystemExit(f"cells.py: {code} {extra}: a column is missing")
        name = code if extra == "NONE" else f"{code} {extra.replace('_', ' ').lower()}"
        yield f"| {name} | " + " | ".join(f"`{state}`" for state in states) + " |"


def tables(rules, cells):
    return {"rules": "\n".join(rules_table(rules)), "movers": "\n".join(movers_table(rules)), "cells": "\n".join(cells_table(cells))}


def with_tables(document, made):
    for name, table in made.items():
        start, end = mark(name), mark(name, "end of ")
        if document.count(start) != 1 or document.count(end) != 1:
            raise SystemExit(f"cells.py: PROTOCOL.md has no place for {name}")
        head, rest = document.split(start)
        document = f"{head}{start}\n{table}\n{end}{rest.split(end)[1]}"
    return document


def differs(document, rules, cells):
    return with_tables(document, tables(rules, cells)) != document


def selftest(document, rules, cells):
    plants = [
        (document, rules.replace("{N, N, C, 0,", "{N, N, 0, 0,"), cells),
        (document, rules.replace("= MOVER_HOLDER}", "= MOVER_ANSWERS}"), cells),
        (document, rules, cells.replace('"g', '".', 1)),
        (document.replace("| CLAIM | yes |", "| CLAIM | NOT_ALLOWED |"), rules, cells),
    ]
    return [number for number, plant in enumerate(plants) if plant == (document, rules, cells) or not differs(*plant)]


def main():
    document, rules, cells = (path.read_text() for path in (DOCUMENT, RULES, CELLS))
    if sys.argv[1:] == ["--write"]:
        DOCUMENT.write_text(with_tables(document, tables(rules, cells)))
        return 0
    if sys.argv[1:] == ["--selftest"]:
        missed = selftest(document, rules, cells)
        for number in missed:
            print(f"cells.py: planted difference {number} was not found")
        return 1 if missed else 0
    if differs(document, rules, cells):
        print("PROTOCOL.md does not show the server's tables as they are: tests/tidy/cells.py --write")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
