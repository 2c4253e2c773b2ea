"""Work that is asked before a case opens (PROTOCOL.md, rule 17), octet by octet: what test_wire.py plays against servers that are told
to ask for it. An OPEN_CASE that gets past the puzzle ends as MALFORMED here, for its envelope is none."""
import hashlib
import os
import struct
import time

from wire import ERROR, MALFORMED, OPEN_CASE, Visitor, Web, check, error_of, proved, tagged

POW_NEEDED, POW_BAD = 4, 5
VAULT = 2092
NOTHING = bytes(22)


def puzzle_of(challenge):
    """(22 octets, slot, d1, d2)"""
    octets = challenge[101:123]
    return (octets, *struct.unpack(">IBB", octets[:6]))


def zero_bits(octets):
    return 8 * len(octets) - int.from_bytes(octets, "big").bit_length()


def is_solved(puzzle, public, nonce):
    return zero_bits(hashlib.blake2b(b"udvej/1/pow1" + puzzle + public + nonce, digest_size=32).digest()) >= puzzle[4]


def solve(puzzle, public):
    """A nonce of stage 1, from a random one on, so that no two are alike."""
    base = hashlib.blake2b(b"udvej/1/pow1" + puzzle + public, digest_size=32)
    number = int.from_bytes(os.urandom(6), "big")
    while True:
        number += 1
        one = base.copy()
        one.update(struct.pack(">Q", number))
        if zero_bits(one.digest()) >= puzzle[4]:
            return struct.pack(">Q", number)


def unsolved(puzzle, public, nonces):
    """The first that is no solution: one in 16,384 is one by chance."""
    return next(nonce for nonce in nonces if not is_solved(puzzle, public, nonce))


def opening(puzzle, nonce1=bytes(8), nonce2=bytes(8), tag=9):
    salt = b"\x01" + struct.pack(">I", 1) + bytes(72)
    vault = struct.pack(">H", VAULT) + bytes(VAULT)
    return tagged(OPEN_CASE, tag, b"\x01" + puzzle + nonce1 + nonce2 + salt + bytes(8) + vault + b"no envelope")


def refused(web, code):
    """The puzzle in the detail of that error; None: it was something else."""
    answer = web.read()
    is_it = answer[0] == ERROR and error_of(answer) == (9, code) and answer[6] == 22 and len(answer) == 29
    return answer[7:] if check(is_it, f"error {code}, not {answer[:7].hex()}") else None


def is_through(web):
    return error_of(web.read())[1] == MALFORMED and web.end() == 1008


def arrived(visitor=None):
    """(connection, visitor, puzzle) of somebody who has logged in and has no mailbox."""
    visitor = visitor or Visitor()
    web = Web()
    challenge = web.read()
    web.say(visitor.login(challenge))
    web.read()
    return web, visitor, puzzle_of(challenge)


def work_is_asked(_):
    """The challenge says how much; without work the answer is what is asked now; with it the case goes on."""
    web, visitor, (puzzle, slot, d1, d2) = arrived()
    check((d1, d2) == (14, 0) and abs(slot - int(time.time()) // 300) <= 1, f"level 1: {slot} {d1} {d2}")
    check(puzzle[6:] != bytes(16), "with a MAC")
    web.say(opening(NOTHING))
    told = refused(web, POW_NEEDED)
    check(told is not None and told[4:6] == puzzle[4:6], "the detail is the puzzle of now")
    web.say(opening(told, solve(told, visitor.public)))
    check(is_through(web), "solved: the turn reads it")


def solutions_are_bound(_):
    """To the puzzle, its key, its slot, and to who has logged in."""
    web, visitor, (puzzle, slot, _, _) = arrived()
    nonce = solve(puzzle, visitor.public)
    flipped = (bytes([nonce[0] ^ 1 << bit]) + nonce[1:] for bit in range(8))
    others = (solve(puzzle, Visitor().public) for _ in range(8))
    for what, bad in (("flipped", (puzzle, unsolved(puzzle, visitor.public, flipped))),
                      ("another's", (puzzle, unsolved(puzzle, visitor.public, others))),
                      ("second form", (puzzle, nonce, b"\x00" * 7 + b"\x01"))):
        web.say(opening(*bad))
        check(refused(web, POW_BAD) is not None, what)
    for what, other in (("no MAC", puzzle[:6] + bytes(16)), ("another MAC", puzzle[:-1] + bytes([puzzle[-1] ^ 1])),
                        ("older", struct.pack(">I", slot - 2) + puzzle[4:]), ("newer", struct.pack(">I", slot + 1) + puzzle[4:])):
        web.say(opening(other, solve(other, visitor.public)))
        check(refused(web, POW_NEEDED) is not None, what)
    web.say(opening(puzzle, nonce))
    check(is_through(web), "and the right one is taken")
    web, _, _ = arrived(visitor)
    web.say(opening(puzzle, nonce))
    check(is_through(web), "also over another connection")


def impossible_efforts_are_malformed(_):
    for d1, d2 in ((0, 1), (1, 0), (13, 0), (23, 0), (14, 8), (255, 255)):
        web = proved()
        web.say(opening(bytes(4) + bytes([d1, d2]) + bytes(16)))
        check(error_of(web.read()) == (0, MALFORMED) and web.end() == 1008, f"{d1}/{d2}")


def refusals_are_bounded(_):
    """Who goes on without work has to log in again."""
    web = proved()
    for _ in range(16):
        web.say(opening(NOTHING))
        refused(web, POW_NEEDED)
    web.say(opening(NOTHING))
    refused(web, POW_NEEDED)
    check(web.end() == 1008, "the next one ends it")


def second_stage_is_checked(_):
    """Each solution of stage 1 buys one guess at stage 2, over however many connections."""
    for _ in range(5):  # a guess is right once in 32
        web, visitor, (puzzle, _, d1, d2) = arrived()
        check((d1, d2) == (18, 5), f"level 6: {d1} {d2}")
        nonce = solve(puzzle, visitor.public)
        web.say(opening(puzzle, nonce))
        answer = web.read()
        if error_of(answer)[1] == POW_BAD:
            break
    check(error_of(answer) == (9, POW_BAD), "a guess is refused")
    for guess in range(1, 6):
        web.say(opening(puzzle, nonce, struct.pack(">Q", guess)))
        check(refused(web, POW_BAD) is not None, "and so are all others")
    web, _, _ = arrived(visitor)
    for guess in range(6, 9):
        web.say(opening(puzzle, nonce, struct.pack(">Q", guess)))
        check(refused(web, POW_BAD) is not None, "over another connection too")
    web.close()


LEVEL_1 = (work_is_asked, solutions_are_bound, impossible_efforts_are_malformed, refusals_are_bounded)
LEVEL_6 = (second_stage_is_checked, impossible_efforts_are_malformed)
