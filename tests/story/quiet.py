#!/usr/bin/env python3
"""In quiet mode, can somebody on the network tell writing from waiting? A visitor talks through a tap; 200 stretches of time, in half of
which somebody writes, in an order made by chance. Then the same without quiet mode: there the watcher must see it, or the test is blind.

Examples:
  tests/story/quiet.py build/release/bin         200 windows, about two minutes
  tests/story/quiet.py build/release/bin 40      fewer
"""

import copy
import math
import random
import statistics
import sys
import time

import people
from tap import Tap

CELL_SIZE = 4096
CELL_S = 0.06  # the server's cell_ms in this test; 2 s where people are
WINDOW_CELLS = 5
REST_CELLS = 3  # between windows, so that one seldom reaches into the next
AUC_MAX = 0.55
ATTEMPTS = 3  # a busy machine moves cells over a window's edge: over more windows that becomes less, and what writing does stays
BLIND_WINDOWS = 30
BLIND_AUC_MIN = 0.9
# How long an answer takes is measured and bounded, not classified: here writer, client, server and watcher share the cores, so that whoever
# writes holds up the others by a millisecond or two. That the answer is made before the reading is a test of its own (test_client).
DELAY_DIFFERENCE_MAX_S = 0.01


def auc(positive, negative):
    """How often a writing window lies above a waiting one, either way round."""
    above = sum((a > b) + (a == b) / 2 for a in positive for b in negative) / (len(positive) * len(negative))
    return max(above, 1 - above)


class Talk:
    """A counsellor, a visitor behind a tap, and a case between them."""

    def __init__(self, folder, programme, bin_dir, is_quiet):
        self.world = people.World(bin_dir, folder, programme)
        self.world.config.write_text(self.world.config.read_text().replace("[door:1]", f"cell_ms = {CELL_S * 1000:.0f}\n[door:1]"))
        self.world.start()
        self.tap = Tap(self.world.port)
        self.counsellor = self.world.person("counsellor", "counsellor-1")
        self.counsellor.take_up_duty()
        behind = copy.copy(self.world)
        behind.port = self.tap.port
        self.visitor = behind.person("visitor", options=["--quiet"] if is_quiet else [])
        self.visitor.do("open 1 " + "I want out. " * 300)
        self.case = self.visitor.has("opened")["case"]
        self.counsellor.has("intake", case=self.case)
        self.counsellor.do(f"claim {self.case}")
        self.visitor.has("state", state="claimed")
        self.settle()

    def settle(self):
        time.sleep(25 * CELL_S)

    def windows(self, count, chance):
        """[(begin, end, did somebody write)] of `count` windows."""
        wrote = [True, False] * (count // 2)
        chance.shuffle(wrote)
        spans = []
        for number, is_writing in enumerate(wrote):
            # The watcher knows the pace: its windows begin half way between two cells.
            last = max((f.at for f in self.tap.seen()[-50:] if not f.is_up), default=time.monotonic())
            begin = last + CELL_S * (math.ceil((time.monotonic() - last) / CELL_S) + 0.5)
            end = begin + WINDOW_CELLS * CELL_S
            if is_writing:
                time.sleep(max(0.0, begin + chance.random() * CELL_S - time.monotonic()))
                text = f"{number} " + "word " * chance.randrange(1, 300)
                if number % 2 == 0:
                    self.visitor.tell(f"send {text}")
                else:
                    self.counsellor.tell(f"answer {self.case} {text}")
            time.sleep(max(0.0, end + REST_CELLS * CELL_S - time.monotonic()))
            spans.append((begin, end, is_writing))
        self.settle()
        return spans

    def close(self):
        self.tap.close()
        self.world.close()


def measures(frames, spans):
    """What a watcher can count in each window, by name: the values of the writing ones, and of the others."""
    found = {}
    for begin, end, is_writing in spans:
        inside = [frame for frame in frames if begin <= frame.at < end]
        for name, is_up in (("up", True), ("down", False)):
            mine = [frame for frame in inside if frame.is_up == is_up]
            for what, value in ((f"frames {name}", len(mine)), (f"octets {name}", sum(frame.size for frame in mine))):
                found.setdefault(what, ([], []))[not is_writing].append(value)
    return found


def delays(frames, spans):
    """From a cell to its answer, in the windows in which somebody writes, and in the others."""
    found = ([], [])
    for begin, end, is_writing in spans:
        inside = [frame for frame in frames if begin <= frame.at < end]
        found[not is_writing].extend(b.at - a.at for a, b in zip(inside, inside[1:]) if not a.is_up and b.is_up)
    return found


def answered(tap):
    """All frames so far, at a moment at which no answer is late on a busy machine."""
    until = time.monotonic() + people.WAIT_S
    while True:
        frames = tap.seen()
        late = sum(-1 if frame.is_up else 1 for frame in frames)
        if late <= 1 or time.monotonic() > until:
            return frames
        time.sleep(CELL_S / 3)


def quiet_hides(counter, talk, count, chance):
    frames_before = len(talk.tap.seen())
    spans = talk.windows(count, chance)
    frames = answered(talk.tap)
    said = [frame for frame in frames if frame.is_up][0]
    counter.check(frames[0].opcode == 2 and not frames[0].is_up and said.size == 5, "first CHALLENGE, then QUIET")
    rest = [frame for frame in frames[1:] if frame is not said]
    sizes = {(frame.is_up, frame.opcode, frame.size) for frame in rest}
    counter.check(sizes == {(True, 2, CELL_SIZE), (False, 2, CELL_SIZE)}, f"nothing but cells from then on: {sorted(sizes)}")
    up = sum(frame.is_up for frame in rest)
    counter.check(abs(2 * up - len(rest)) <= 1, f"each cell is answered with one: {up} of {len(rest)}")
    down = [frame.at for frame in rest if not frame.is_up]
    gaps = [b - a for a, b in zip(down, down[1:])]
    pace = statistics.median(gaps)
    counter.check(abs(pace - CELL_S) < CELL_S / 10, f"one cell every {pace * 1000:.1f} ms instead of {CELL_S * 1000:.0f}")
    counter.check(len(down) <= (down[-1] - down[0]) / CELL_S + 2, "never more cells than the pace gives")
    counter.check(len(frames) - frames_before >= 2 * count * WINDOW_CELLS, "cells in every window")
    sent = sum(is_writing for _, _, is_writing in spans)
    told = len(talk.counsellor.all("message")) + len(talk.visitor.all("message"))
    counter.check(told >= sent, f"{told} messages arrived of {sent}")
    writing, waiting = (statistics.median(values) for values in delays(frames, spans))
    print(f"  answers after {writing * 1000:.2f} ms when somebody writes, {waiting * 1000:.2f} ms when nobody does")
    counter.check(abs(writing - waiting) < DELAY_DIFFERENCE_MAX_S, "an answer takes as long whoever writes")
    telling = seen_by_watcher(frames, spans)
    for _ in range(ATTEMPTS - 1):
        if telling:
            spans += talk.windows(count, chance)
            telling = seen_by_watcher(talk.tap.seen(), spans)
    counter.check(not telling, f"writing can be told from waiting by {sorted(telling)}")


def seen_by_watcher(frames, spans):
    """The names of what tells writing from waiting."""
    telling = set()
    for name, (writing, waiting) in measures(frames, spans).items():
        value = auc(writing, waiting)
        print(f"  {name}: AUC {value:.3f} (at most {AUC_MAX}); writing {statistics.fmean(writing):.2f}, "
              f"waiting {statistics.fmean(waiting):.2f}", flush=True)
        if value > AUC_MAX:
            telling.add(name)
    return telling


def watcher_is_not_blind(counter, talk, chance):
    spans = talk.windows(BLIND_WINDOWS, chance)
    writing, waiting = measures(talk.tap.seen(), spans)["octets up"]
    value = auc(writing, waiting)
    print(f"  without quiet mode: octets up: AUC {value:.3f}")
    counter.check(value >= BLIND_AUC_MIN, f"without quiet mode the watcher sees writing: AUC {value:.3f}")


def main():
    bin_dir = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    chance = random.Random(16)
    counter = people.Counter()
    folder = people.temporary_folder()
    try:
        programme = people.make_programme(bin_dir, folder)
        for is_quiet in (True, False):
            place = folder / f"quiet-{is_quiet}"
            place.mkdir(mode=0o700)
            talk = Talk(place, programme, bin_dir, is_quiet)
            try:
                if is_quiet:
                    quiet_hides(counter, talk, count, chance)
                else:
                    watcher_is_not_blind(counter, talk, chance)
            except BrokenPipeError:
                ended = {person.name: person.process.poll() for person in talk.world.people}
                raise people.Failure(f"somebody has gone: {ended}") from None
            finally:
                talk.close()
    except people.Failure as failure:
        counter.check(False, str(failure))
    finally:
        people.remove(folder)
    return counter.end()


if __name__ == "__main__":
    sys.exit(main())
