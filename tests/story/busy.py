#!/usr/bin/env python3
"""Many are writing right now: visitors' clients are asked for work before their cases open (PROTOCOL.md, rule 17), and all get in.
And one writes very much: it goes out more slowly, and everybody else's as ever (rule 19, RATE). And a crowd takes all places: who has
a mailbox does not notice, and who has none yet gets in.

Examples:
  tests/story/busy.py build/release/bin
"""

import socket
import statistics
import sys
import threading
import time

import people

LEVEL_MAX = 7
TRIES = 5
BURST = 40
SAID = 60
PLACES = 16  # the fewest that connections_max may be


def opened(visitor, text):
    """Opens a case; gives its `working` events. Fails if it does not open, or anything is refused on the way."""
    before = len(visitor.all("working"))
    visitor.do(f"open 1 {text}")
    visitor.wait("opened")
    if visitor.all("error"):
        raise people.Failure(f"{visitor.name}: {visitor.all('error')}")
    return visitor.all("working")[before:]


def read_by(counsellor, text):
    return counsellor.has("intake", text=text)["text"] == text


def asked_when_told_to(world, counsellor, counter):
    """Every level of work: told from nothing to all of it, in steps, and the words arrive."""
    for level in range(1, LEVEL_MAX):
        world.configure(f"puzzle_level_min = {level}\n")
        world.crash()
        visitor = world.person("visitor")
        began = time.monotonic()
        steps = opened(visitor, f"level {level}")
        took = time.monotonic() - began
        done = [event["done"] for event in steps]
        print(f"    level {level}: {took:.2f} s, {len(steps)} steps told")
        counter.check(len(steps) >= 2, f"level {level}: {len(steps)} steps were told")
        counter.check(done[0] == 0 and done == sorted(done), f"level {level}: {done}")
        counter.check(steps[-1]["done"] == steps[-1]["of"] > 0, f"level {level} ended with {steps[-1]}")
        counter.check(read_by(counsellor, f"level {level}"), f"level {level}: the words arrived")
        visitor.leave()


def calm_asks_for_nothing(world, counsellor, counter):
    world.configure("")
    world.crash()
    visitor = world.person("visitor")
    counter.check(opened(visitor, "calm") == [], "nothing is asked when calm")
    counter.check(read_by(counsellor, "calm"), "the words arrived when calm")
    visitor.leave()


def open_over_a_restart(world, text):
    """Gives the visitor, and the sizes of the work that was asked: one, if it was done before the restart."""
    world.configure(f"puzzle_level_min = {LEVEL_MAX}\npuzzle_level_max = {LEVEL_MAX}\n")
    world.crash()
    visitor = world.person("visitor")
    visitor.do(f"open 1 {text}")
    visitor.has("working")
    world.configure("puzzle_level_min = 2\n")
    world.crash()
    visitor.wait("opened")
    return visitor, {event["of"] for event in visitor.all("working")}


def a_restart_in_the_middle(world, counsellor, counter):
    """The server forgets its key with every start: what was solved is void, the words are not. Who is lucky with the work is done before a
    busy machine restarts the server; then another one tries."""
    for number in range(TRIES):
        text = f"patience {number}"
        visitor, sizes = open_over_a_restart(world, text)
        counter.check(read_by(counsellor, text), "the words arrived after a restart")
        counter.check(not visitor.all("error"), f"no error: {visitor.all('error')}")
        visitor.leave()
        if len(sizes) == 2:
            break
    counter.check(len(sizes) == 2, f"work was asked twice, differently: {sizes}")


def load_raises_it(world, counsellor, counter):
    """Two in a minute are calm here; the next ones work, and all of them get in. Nobody who is there already notices."""
    world.configure("opens_calm_per_minute = 2\npuzzle_level_max = 3\n")
    world.crash()
    asked = []
    for number in range(6):
        visitor = world.person("visitor")
        asked.append(len(opened(visitor, f"crowd {number}")) > 0)
        counter.check(read_by(counsellor, f"crowd {number}"), f"the words of number {number} arrived")
    counter.check(asked[:2] == [False, False], f"the first two are not asked: {asked}")
    counter.check(asked[3:] == [True, True, True], f"those after them are: {asked}")
    visitor.do("leave")
    visitor.leave()


def one_says_very_much(world, counsellor, counter):
    """Sixty messages at once: what goes beyond the mailbox's ration waits at the visitor's device. All arrive, in order, once, and
    another visitor's words meanwhile at once."""
    world.configure(f"mailbox_burst = {BURST}\nmailbox_seconds = 1\n")
    world.crash()
    busy, other = world.person("visitor", name="busy"), world.person("visitor", name="other")
    opened(busy, "much")
    opened(other, "little")
    case = counsellor.has("intake", text="much")["case"]
    for text in ("much", "little"):
        counsellor.do(f"claim {counsellor.has('intake', text=text)['case']}")
    said = [f"number {number}" for number in range(SAID)]
    began = time.monotonic()
    for text in said:
        busy.tell(f"send {text}")
    counsellor.has("message", text=said[BURST // 2])
    waits = []
    for number in range(5):
        asked = time.monotonic()
        other.do(f"send meanwhile {number}")
        counsellor.has("message", text=f"meanwhile {number}")
        waits.append(time.monotonic() - asked)
        time.sleep(1)
    counter.check(len(busy.all("accepted")) < SAID, "the other spoke while much was still waiting")
    deadline = time.monotonic() + 3 * SAID
    while len(busy.all("accepted")) < SAID and time.monotonic() < deadline:
        time.sleep(0.2)
    took = time.monotonic() - began
    counsellor.has("message", text=said[-1])
    came = [event["text"] for event in counsellor.all("message", case=case)]
    usual = statistics.median(waits)  # who had to wait for the ration would wait each time, whatever else the machine does
    print(f"    {SAID} at once, {BURST} of them free: {took:.0f} s; the other's: {usual:.2f} s, the slowest {max(waits):.2f} s")
    counter.check(came == said, f"all arrived, in order, once: {came}")
    counter.check(took >= SAID - BURST - 1, f"it slowed down: {took:.1f} s")
    counter.check(usual < 1, f"the other did not wait: {waits}")
    for person in (busy, other):
        bad = [event for name in ("unsent", "error", "reconnect", "stopped") for event in person.all(name)]
        counter.check(not bad, f"{person.name} was told of no trouble: {bad}")
        person.leave()


class Crowd(threading.Thread):
    """Takes every place that is free, says the least that keeps it, and comes again when it is put out."""

    def __init__(self, world, count):
        super().__init__()
        self.world, self.count, self.held, self.put_out, self.is_over = world, count, [], 0, False

    def come_in(self):
        stream = socket.create_connection(("127.0.0.1", self.world.port), people.WAIT_S)
        stream.sendall(f"GET /ws HTTP/1.1\r\nHost: {people.HOST}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode())
        if b" 101 " not in stream.recv(4096):
            stream.close()
            return
        stream.setblocking(False)
        self.held.append(stream)

    def is_out(self, stream):
        try:
            while octets := stream.recv(4096):
                if b"\x88\x02\x03\xf5" in octets:  # a close frame: 1013, try later
                    self.put_out += 1
            stream.close()
            return True
        except BlockingIOError:
            return False
        except OSError:
            return True

    def run(self):
        while not self.is_over:
            self.held = [stream for stream in self.held if not self.is_out(stream)]
            if len(self.held) < self.count:
                self.come_in()
            time.sleep(0.1)
        for stream in self.held:
            stream.close()


def a_crowd_takes_all_places(world, counsellor, counter):
    """Who has a mailbox, and staff, never notice; who is still writing is put out, comes back, and the first words arrive."""
    world.configure(f"connections_max = {PLACES}\n")
    world.crash()
    there, writer = world.person("visitor", name="there"), world.person("visitor", name="writer")
    opened(there, "I am there")
    case = counsellor.has("intake", text="I am there")["case"]
    counsellor.do(f"claim {case}")
    counsellor.catch_up()
    writer.has("doors")
    asked = len(writer.all("doors"))  # with each connection
    logins = {person.name: len(person.all("ready")) for person in (there, counsellor)}
    crowd = Crowd(world, PLACES)
    crowd.start()
    try:
        deadline = time.monotonic() + people.WAIT_S
        while (len(writer.all("doors")) == asked or crowd.put_out < 4) and time.monotonic() < deadline:
            time.sleep(0.2)
        counter.check(len(writer.all("doors")) > asked, "who has no mailbox made place")
        counter.check(crowd.put_out >= 4, f"and so did the crowd, again and again: {crowd.put_out}")
        opened(writer, "my first words")
        counter.check(read_by(counsellor, "my first words"), "the first words arrived, with all places taken")
        there.do("send still there")
        counsellor.has("message", text="still there")
        for person in (there, counsellor):
            counter.check(len(person.all("ready")) == logins[person.name], f"{person.name} did not notice")
    finally:
        crowd.is_over = True
        crowd.join()
    for person in (there, writer):
        person.leave()


def main(arguments):
    if not arguments or arguments[0] in ("--help", "-h"):
        print(__doc__)
        return 0 if arguments else 2
    counter = people.Counter()
    folder = people.temporary_folder()
    world = None
    try:
        world = people.World(arguments[0], folder, people.make_programme(arguments[0], folder))
        world.start()
        counsellor = world.person("counsellor", "counsellor-1")
        counsellor.take_up_duty()
        for scene in (calm_asks_for_nothing, asked_when_told_to, a_restart_in_the_middle, load_raises_it, one_says_very_much, a_crowd_takes_all_places):
            scene(world, counsellor, counter)
        counter.check(not counsellor.all("stopped"), "nobody was alarmed")
        world.stop()
    except (people.Failure, OSError, ValueError) as failure:
        counter.check(False, str(failure))
    finally:
        if world is not None:
            world.close()
        if counter.failed == 0:
            people.remove(folder)
        else:
            print(f"everything is kept in {folder}")
    return counter.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
