#!/usr/bin/env python3
"""A visitor destroys everything while the server goes on running: the salts are gone at once; within the promised minute no run of 16 octets of
anything that was stored for the case stands in any file; the code leads nowhere; the counsellors, here or away, learn that it is over.

    tests/story/burn.py build/release/bin
"""
import sqlite3
import sys
import time

import people

RUN = 16
PROMISED_S = 60
# What is random in each row: of an envelope (PROTOCOL.md, rule 8) the commitment, the wrap behind its names, the body; of an event the
# signature. Names stand elsewhere too: a colleague's certificate stays.
PARTS = {
    "SELECT envelope FROM envelope": lambda o: (o[112:144], o[187:1387], o[1389:]),
    "SELECT vault FROM vault": lambda o: (o[4:],),
    "SELECT statement FROM event": lambda o: (o[-64:],),
}


def runs(octets):
    return {octets[at:at + RUN] for at in range(len(octets) - RUN + 1)}


def stored(world):
    """Every run of 16 octets of what was sealed or signed; the salts apart."""
    database = sqlite3.connect(f"file:{world.folder}/data/udvej.db?mode=ro", uri=True)
    found = {run for rows, parts in PARTS.items() for (octets,) in database.execute(rows) for part in parts(octets)
             for run in runs(part)}
    database.close()
    salts = (world.folder / "data" / "salts").read_bytes()
    slots = {salts[at:at + RUN] for at in range(0, len(salts), 128)} - {bytes(RUN)}
    return found, slots


def left(world, wanted):
    """How many of `wanted` stand in any file of the data folder."""
    seen = set()
    for path in sorted((world.folder / "data").rglob("*")):
        if path.is_file():
            octets = path.read_bytes()
            seen |= runs(octets) & wanted
    return len(seen)


def open_case(world, counsellors):
    visitor = world.person("visitor", name="the visitor")
    visitor.do("open 1 these words will be destroyed")
    case = visitor.has("opened")["case"]
    code = visitor.do("code")["code"]
    for counsellor in counsellors:
        counsellor.has("intake", case=case)
    counsellors[0].do(f"claim {case}")
    visitor.has("state", state="claimed")
    return visitor, case, code


def play(counter, world):
    check = counter.check
    world.start()
    holder = world.person("counsellor", "counsellor-1")
    other = world.person("counsellor", "counsellor-2")
    holder.has("ready")
    other.has("ready")
    visitor, case, code = open_case(world, [holder, other])
    visitor.do("send and these")
    holder.has("message", text="and these")
    visitor.do("disconnect")
    for number in range(3):
        holder.do(f"answer {case} answer {number}, which waits")
    wanted, slots = stored(world)
    check(len(wanted) > 3000 and len(slots) == 1, f"there is something to look for: {len(wanted)} runs, {len(slots)} salts")
    check(left(world, wanted) > 3000 and left(world, slots) == 1, "and the search finds it")

    visitor.do("burn")
    check(left(world, slots) == 0, "the salt is destroyed before the visitor is told")
    holder.has("case_burnt", case=case)
    other.has("card", case=case, state="burnt")
    began = time.monotonic()
    while left(world, wanted) > 0 and time.monotonic() - began < PROMISED_S:
        time.sleep(1)
    took = time.monotonic() - began
    check(left(world, wanted) == 0, f"nothing is left in any file after {took:.0f} s")
    print(f"the last octet left the files {took:.0f} s after the burning", flush=True)
    again = world.person("visitor", name="the visitor, later")
    again.tell(f"return {code}")
    check(again.result().get("why") == "unknown_code", "the code is one that never was")
    check(world.server.poll() is None, "the server has not noticed")

    visitor, case, code = open_case(world, [holder, other])
    holder.leave()
    visitor.do("burn")
    back = world.person("counsellor", "counsellor-1", "counsellor-1, later")
    check(back.has("case_burnt", case=case) is not None, "who was away learns it")
    world.stop()


def main(arguments):
    if len(arguments) != 1 or arguments[0] in ("--help", "-h"):
        print(__doc__)
        return 2
    return people.play_one(arguments[0], "burn", play)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
