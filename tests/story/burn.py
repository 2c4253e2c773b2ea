#!/usr/bin/env python3
"""A visitor destroys everything while the server goes on running: the salts are gone at once; within the promised minute no run of 16 octets of
anything that was stored for the case stands in any file; the code leads nowhere; the counsellors, here or away, learn that it is over; and the
receipt that the visitor is given holds, offline, for that mailbox, that day, that key and that programme alone.

    tests/story/burn.py build/release/bin
"""
import datetime
import json
import sqlite3
import subprocess
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


# --- the receipt: "1." and the hex of uint8 type, uint16 size, mailbox[16], uint32 day, uint16 size, signer[32], sig[64] ---

MAILBOX, DAY, SIGNER, SIGNATURE = (3, 19), (19, 23), (25, 57), (57, 121)


def verify(world, receipt, *options, programme=None, code=None):
    """Exit code and answer of udvej verify-receipt."""
    path = world.folder / "receipt.txt"
    path.write_text(receipt)
    words = [world.bin / "udvej", "verify-receipt", *options, programme or world.programme / "programme.bin", path]
    done = subprocess.run(words, input=code, capture_output=True, text=True, timeout=30)
    return done.returncode, done.stdout, done.stderr


def changed(receipt, where, how):
    octets = bytearray.fromhex(receipt[2:])
    octets[where[0]:where[1]] = how(bytes(octets[where[0]:where[1]]))
    return "1." + octets.hex()


def without_service(programme, out):
    """The programme's file without the certificate of the server's key (type 9)."""
    octets, at, kept = programme.read_bytes(), 0, b""
    while at < len(octets):
        end = at + 4 + int.from_bytes(octets[at:at + 4], "big")
        kept += octets[at:end] if octets[at + 4] != 9 else b""
        at = end
    out.write_bytes(kept)
    return out


def check_receipt(check, world, receipt, code):
    today = datetime.datetime.now(datetime.timezone.utc).date()
    mailbox = bytes.fromhex(receipt[2:])[slice(*MAILBOX)]
    status, answer, _ = verify(world, receipt, "--json", "--code-file", "-", code=code + "\n")
    answer = json.loads(answer or "{}")
    check(status == 0 and answer["of_code"] is True and answer["mailbox"] == mailbox.hex(), f"the receipt holds: {answer}")
    check(datetime.date.fromisoformat(answer["day"]) in (today, today - datetime.timedelta(1)), "for today")
    check(answer["deployment_id"] == (world.programme / "deployment_id").read_text().strip(), "in this programme")
    status, answer, _ = verify(world, receipt[:100] + "\r\n  " + receipt[100:] + "\n")
    check(status == 0 and f"kept nothing under mailbox {mailbox.hex()}" in answer and "code" not in answer, "also as a letter folds it")
    status, answer, reason = verify(world, receipt, "--code-file", "-", code="1" * 22 + "86\n")
    check(status == 1 and "mistyped" in reason, f"a mistyped code is no other code: {reason}")
    stranger = world.person("visitor", name="somebody else")
    stranger.do("new")
    other = stranger.do("code")["code"]
    stranger.leave()
    status, answer, _ = verify(world, receipt, "--code-file", "-", code=other + "\n")
    check(status == 1 and "NOT the mailbox" in answer, "and it is about no other code")
    flip = lambda octets: bytes([octets[0] ^ 1]) + octets[1:]
    for name, where, how in (("mailbox", MAILBOX, flip), ("day", DAY, lambda o: (int.from_bytes(o, "big") - 1).to_bytes(4, "big")),
                             ("key", SIGNER, flip), ("signature", SIGNATURE, flip)):
        status, answer, reason = verify(world, changed(receipt, where, how))
        check(status == 1 and answer == "" and "does not hold" in reason, f"with another {name} it does not hold: {reason}")
    check(verify(world, receipt[:-1])[0] == 1 and verify(world, "2" + receipt[1:])[0] == 1, "nor cut, nor of another version")
    bare = without_service(world.programme / "programme.bin", world.folder / "bare.bin")
    check(verify(world, receipt, programme=bare)[0] == 1, "nor without the certificate of the server's key")
    people.run_quietly([world.bin / "udvej-keys", "demo", "--out", world.folder / "another"])
    check(verify(world, receipt, programme=world.folder / "another" / "programme.bin")[0] == 1, "nor in another programme")
    return mailbox


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
    holder.take_up_duty()
    other.take_up_duty()
    visitor, case, code = open_case(world, [holder, other])
    visitor.do("send and these")
    holder.has("message", text="and these")
    visitor.do("disconnect")
    for number in range(3):
        holder.has("accepted", id=holder.do(f"answer {case} answer {number}, which waits")["id"])
    wanted, slots = stored(world)
    check(len(wanted) > 3000 and len(slots) == 1, f"there is something to look for: {len(wanted)} runs, {len(slots)} salts")
    check(left(world, wanted) > 3000 and left(world, slots) == 1, "and the search finds it")

    visitor.do("burn")
    check(left(world, slots) == 0, "the salt is destroyed before the visitor is told")
    mailbox = check_receipt(check, world, visitor.has("burnt")["receipt"], code)
    wanted |= {mailbox}
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
    check(verify(world, again.has("unknown_code")["receipt"], "--code-file", "-", code=code + "\n")[0] == 0,
          "and who types it gets a receipt too")
    check(world.server.poll() is None, "the server has not noticed")

    visitor, case, code = open_case(world, [holder, other])
    holder.leave()
    visitor.do("burn")
    back = world.person("counsellor", "counsellor-1", "counsellor-1, later")
    check(back.has("case_burnt", case=case) is not None, "who was away learns it")
    world.stop()

    (world.folder / "data" / "service.key").unlink()  # the server makes another, which nobody has certified
    world.start()
    again = world.person("visitor", name="the visitor, much later")
    again.tell(f"return {code}")
    again.result()
    check(again.has("unknown_code")["receipt"] == "", "without a certified key there is none, and that is said")
    check((world.folder / "data" / "service.key").stat().st_mode & 0o777 == 0o600, "the new key is for nobody else")
    world.stop()


def main(arguments):
    if len(arguments) != 1 or arguments[0] in ("--help", "-h"):
        print(__doc__)
        return 2
    return people.play_one(arguments[0], "burn", play)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
