"""Quiet mode as PROTOCOL.md, rule 16, has it, written a second time: cells made and read here, against a running udvejd."""
import signal
import struct
import time

import wire
from wire import DONE, DOOR, ERROR, GET_DOORS, MALFORMED, NOT_ALLOWED, SHUTDOWN, TERMS, Web, check, error_of, tagged

QUIET = 0x1D
CELL_SIZE = 4096
ROOM = CELL_SIZE - 2
CELL_MS = 100
LATE_MAX = 5  # times in turn that this machine may be late by an interval
END_S = 10  # longer than a server takes to end, on a busy machine too
PING_S = 2  # longer than a busy machine keeps us from answering a cell


def cells_of(*messages):
    """The messages in as few cells as hold them; one at least."""
    stream = b"".join(len(message).to_bytes(3, "big") + message for message in messages)
    parts = [stream[at:at + ROOM] for at in range(0, max(1, len(stream)), ROOM)]
    return [(struct.pack(">H", len(part)) + part).ljust(CELL_SIZE, b"\0") for part in parts]


class Quiet:
    """A WebSocket on which QUIET was the first word. Answers each cell with the next of those that are to be said, or an empty one."""

    def __init__(self):
        self.web = Web()
        self.web.read()  # the challenge
        self.began = time.monotonic()
        self.web.say(tagged(QUIET, 1))
        self.stream, self.times, self.to_say = b"", [], []

    def read_cell(self):
        """The messages that ended in the next cell."""
        cell = self.web.read()
        self.times.append(time.monotonic())
        head = struct.unpack(">H", cell[:2])[0]
        used = head & 0x7FFF
        check(len(cell) == CELL_SIZE and used <= ROOM and not any(cell[2 + used:]), "a cell, and zeros behind what is said")
        if head & 0x8000:
            check(self.stream != b"", "only what was under way is given up")
            self.stream = b""
        self.stream += cell[2:2 + used]
        messages = []
        while len(self.stream) >= 3 and len(self.stream) >= 3 + int.from_bytes(self.stream[:3], "big"):
            size = int.from_bytes(self.stream[:3], "big")
            messages.append(self.stream[3:3 + size])
            self.stream = self.stream[3 + size:]
        check(self.stream == b"" or used == ROOM or head & 0x8000, "a message goes on only behind a full cell")
        return messages

    def turn(self):
        messages = self.read_cell()
        self.web.say(self.to_say.pop(0) if self.to_say else cells_of()[0])
        return messages

    def end(self):
        """What was said last, and the code of the end; 0: cells go on and on."""
        said = []
        until = time.monotonic() + END_S
        try:
            while time.monotonic() < until:
                said += self.read_cell()
            return said, 0
        except wire.Closed as closed:
            return said, closed.code


def cells_come_at_their_pace(_):
    """One an interval, with or without something to say; and doors are asked for and given in them."""
    quiet = Quiet()
    check(quiet.turn() == [tagged(DONE, 1)], "DONE is in the first cell")
    quiet.to_say = cells_of(tagged(GET_DOORS, 2), tagged(GET_DOORS, 3))
    said = [message for _ in range(20) for message in quiet.turn()]
    check([message[0] for message in said] == [DOOR, DOOR, TERMS, DONE] * 2, "the doors, twice")
    gaps = [b - a for a, b in zip(quiet.times, quiet.times[1:])]
    check(abs(sorted(gaps)[len(gaps) // 2] - CELL_MS / 1000) < CELL_MS / 4000, f"gaps of {sorted(gaps)[len(gaps) // 2]:.3f} s")
    # Not from the first cell on: a busy machine may tell us late of that one.
    check(quiet.times[-1] - quiet.began > (len(gaps) - 1) * CELL_MS / 1000, "never faster")
    quiet.web.close()


def quiet_is_the_first_word_or_none(_):
    web = Web()
    web.read()
    web.say(tagged(GET_DOORS, 1))
    web.say(tagged(QUIET, 2))
    said = [web.read() for _ in range(5)]
    check(error_of(next(message for message in said if message[0] == ERROR)) == (2, NOT_ALLOWED), "not after something else")
    web.close()


def what_is_no_cell_ends_it(_):
    """The word that says why comes in a cell, too; nothing goes around the cells."""
    empty = cells_of()[0]
    for what, answers in {"a message as it is": [tagged(GET_DOORS, 1)], "padding": [empty[:-1] + b"x"], "too short": [empty[:-1]],
                          "too long": [empty + b"\0"], "given up by a client": [b"\x80" + empty[1:]],
                          "a code of the server's": cells_of(tagged(DONE, 1)),
                          "larger than its code": cells_of(tagged(GET_DOORS, 1) + b"x")}.items():
        quiet = Quiet()
        quiet.read_cell()
        for answer in answers:
            quiet.web.say(answer)
        said, code = quiet.end()
        check([error_of(message) for message in said] == [(0, MALFORMED)] and code == 1008, f"{what}: {said}, {code}")


def two_answers_for_one_end_it(_):
    """A busy machine may be late, and the next cell under way by then, which the second answers; but not each time."""
    quiet = Quiet()
    quiet.read_cell()
    said = []
    for _ in range(LATE_MAX):
        quiet.web.say(cells_of()[0])
        quiet.web.say(cells_of()[0])
        if said := quiet.read_cell():
            break
    more, code = quiet.end()
    check([error_of(message) for message in said + more] == [(0, MALFORMED)] and code == 1008, f"two for one: {said}, {more}, {code}")


def there_are_no_pings(_):
    """Who answers cells is not asked, who does not is."""
    quiet = Quiet()
    seen = []
    cells = 2500 * PING_S // CELL_MS
    for _ in range(cells):
        seen.append(quiet.web.read_frame()[0])
        quiet.web.say(cells_of()[0])
    check(seen == [2] * cells, "cells only")
    for _ in range(cells):
        seen.append(quiet.web.read_frame()[0])
    check(9 in seen, "the silent one is asked")
    quiet.web.close()


def a_quiet_one_is_told_of_the_end(server):
    """In one more cell, at its moment; also one with much waiting for it."""
    quiet, other = Quiet(), Quiet()
    quiet.turn()
    other.turn()
    other.to_say = cells_of(*[tagged(GET_DOORS, tag) for tag in range(2, 60)])
    other.turn()
    server.process.send_signal(signal.SIGTERM)
    for one in (quiet, other):
        said, code = one.end()
        check(said and error_of(said[-1]) == (0, SHUTDOWN) and code == 1001, f"told, and closed with 1001: {code}")
    check(server.process.wait(timeout=10) == 0, "exit code 0")
