"""A server that can be killed, and people who talk through udvej-client: what story.py and claims.py share."""

import collections
import concurrent.futures
import json
import os
import pathlib
import queue
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

HOST = "story.test"
WAIT_S = 60  # on a machine that is busy with others, too
CHUNK = 16 * 1024 * 1024
MAPPING_MAX = 2**30  # what is larger is only reserved, by a sanitizer for its own use
OVERLAP = 4096  # longer than anything that is looked for


class Failure(Exception):
    """Something that ought to be true is not."""


_ports = set()  # given out in this run: several worlds may be built at once


def free_port():
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if port not in _ports:
            _ports.add(port)
            return port


def read_all(stream):
    """Everything until the other side ends."""
    octets = b""
    try:
        while piece := stream.recv(65536):
            octets += piece
    except ConnectionResetError:
        pass
    return octets


def ended_within(process, seconds):
    """Its exit code; None if it goes on for longer than that."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None


def run_quietly(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Failure(f"{' '.join(map(str, command))}: exit {done.returncode}: {done.stderr.strip()}")


class World:
    """One programme and one data directory; a server on it that comes and goes."""

    def __init__(self, bin_dir, folder, programme, settings=""):
        self.bin = pathlib.Path(bin_dir)
        self.folder = pathlib.Path(folder)
        self.programme = pathlib.Path(programme)
        self.port = free_port()
        self.server = None
        self.people = []
        self.crash_after_s = None  # armed: the next command is followed by a crash so much later
        self.crash_upon = None  # the moment, of those that a story shows, that is followed by a crash
        self.crashing = None
        self.crashes = 0
        for name in ("data", "web", "states"):
            (self.folder / name).mkdir(mode=0o700)
        shutil.copy(self.programme / "service.key", self.folder / "data")  # the programme has certified it
        (self.folder / "web" / "index.html").write_text("<!doctype html><title>story</title>\n")
        self.config = self.folder / "udvejd.conf"
        self.configure(settings)

    def configure(self, settings):
        """Lines of [server] beside what every world has; for the next start."""
        self.config.write_text(
            f"[server]\nlisten = {self.listens()}\nhosts = {self.hosts()}\ndata = {self.folder}/data\n"
            f"web = {self.folder}/web\nprogramme = {self.programme}/programme.bin\n{settings}"
            "[door:1]\nname.en = I want out\nalways_open = 1\n"
            "[door:2]\nname.en = I worry about somebody\nalways_open = 1\n"
        )
        self.config.chmod(0o600)

    # Where it is, and how one gets there: others may have another way.

    def listens(self):
        return f"127.0.0.1:{self.port}"

    def hosts(self):
        return HOST

    def knock(self):
        """Connects to where it listens, or raises OSError."""
        socket.create_connection(("127.0.0.1", self.port), 1).close()

    def way(self, role):
        """What udvej-client needs to know to get there."""
        return ["--server", f"ws://127.0.0.1:{self.port}/ws", "--host", HOST]

    def start(self):
        self.server = subprocess.Popen(
            [self.bin / "udvejd", "--config", self.config], stdin=subprocess.DEVNULL, stderr=open(self.folder / "log", "ab")
        )
        deadline = time.monotonic() + WAIT_S
        while time.monotonic() < deadline:
            if self.server.poll() is not None:
                break
            try:
                self.knock()
                return
            except OSError:
                time.sleep(0.01)
        raise Failure(f"udvejd does not start: {(self.folder / 'log').read_text()[-500:]}")

    def kill(self):
        self.server.send_signal(signal.SIGKILL)
        self.server.wait()

    def crash(self):
        """As a power switch would: gone at once, and back."""
        self.kill()
        self.crashes += 1
        self.start()

    def told(self):
        """A command went to somebody's client."""
        if self.crash_after_s is not None:
            self.crashing = threading.Timer(self.crash_after_s, self.crash)
            self.crashing.start()
            self.crash_after_s = None

    def crash_is_over(self):
        self.crash_after_s = None
        if self.crashing is not None:
            self.crashing.join()
            self.crashing = None

    def stop(self):
        self.server.send_signal(signal.SIGTERM)
        code = ended_within(self.server, WAIT_S)
        if code != 0:
            raise Failure(f"udvejd stopped with exit code {code}")

    def person(self, role, key=None, name=None, options=()):
        person = Person(self, role, key, name or key or role, options)
        self.people.append(person)
        return person

    def close(self):
        for person in self.people:
            person.vanish()
        if self.server is not None and self.server.poll() is None:
            self.kill()

    # What the server knows: every file it keeps, and all of its memory.

    def find_in_files(self, needles):
        return [
            (str(path), needle)
            for path in sorted((self.folder / "data").rglob("*"))
            if path.is_file()
            for needle in needles
            if needle in path.read_bytes()
        ]

    def find_in_memory(self, needles):
        found = []
        pid = self.server.pid
        with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
            for line in maps:
                span, mode = line.split()[:2]
                start, end = (int(x, 16) for x in span.split("-"))
                if mode[0] != "r" or end - start > MAPPING_MAX or line.rstrip().endswith(("[vvar]", "[vsyscall]")):
                    continue
                for at in range(start, end, CHUNK):
                    try:
                        memory.seek(at)
                        octets = memory.read(min(CHUNK + OVERLAP, end - at))
                    except OSError:
                        break  # a guard page, or what the kernel keeps to itself
                    if octets.count(0) == len(octets):
                        continue  # most of what a sanitizer keeps
                    found += [(line.split()[-1], needle) for needle in needles if needle in octets]
        return found


class Person:
    """One udvej-client. Every event it has ever shown is in `events`."""

    def __init__(self, world, role, key, name, options=()):
        self.world = world
        self.name = name
        self.events = []
        self.ended = []  # what became of each command
        self.seen = self.asked = 0
        self.arrivals = queue.Queue()
        command = [world.bin / "udvej-client", role, *world.way(role)]
        command += ["--deployment", world.programme / "deployment_id", "--keep-going", *options]
        if key is not None:
            self.state = world.folder / "states" / f"{key}.state"
            command += ["--key", world.programme / "keys" / f"{key}.key", "--state", self.state]
            command += ["--passphrase-file", world.programme / "keys" / f"{key}.passphrase"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=open(world.folder / "clients.log", "ab")
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.arrivals.put(json.loads(line))
        self.arrivals.put(None)

    def _next(self, deadline, what):
        try:
            event = self.arrivals.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise Failure(f"{self.name} waited in vain for {what}; last: {self.events[-3:]}") from None
        if event is None:
            raise Failure(f"{self.name} ended with exit code {self.process.wait()} instead of {what}")
        self._keep(event)
        return event

    def _keep(self, event):
        self.events.append(event)
        if event["event"] in ("done", "failed"):
            self.ended.append(event)

    @staticmethod
    def _fits(event, name, fields):
        return event["event"] == name and all(event.get(key) == value for key, value in fields.items())

    def wait(self, name, **fields):
        """The first such event that no earlier wait has passed over."""
        deadline = time.monotonic() + WAIT_S
        what = f"{name} {fields or ''}"
        while True:
            while self.seen < len(self.events):
                event = self.events[self.seen]
                self.seen += 1
                if self._fits(event, name, fields):
                    return event
            self._next(deadline, what)

    def has(self, name, **fields):
        """Such an event has come, or comes, no matter when."""
        deadline = time.monotonic() + WAIT_S
        at = 0
        while True:
            while at < len(self.events):
                if self._fits(self.events[at], name, fields):
                    return self.events[at]
                at += 1
            self._next(deadline, f"{name} {fields or ''}")

    def first(self, names, case):
        """The first event of one of these names about this case."""
        deadline = time.monotonic() + WAIT_S
        at = 0
        while True:
            while at < len(self.events):
                if self.events[at]["event"] in names and self.events[at].get("case") == case:
                    return self.events[at]
                at += 1
            self._next(deadline, f"one of {names}")

    def catch_up(self):
        while not self.arrivals.empty():
            event = self.arrivals.get()
            if event is None:
                self.arrivals.put(None)  # whoever waits for more is to learn that there will be none
                return
            self._keep(event)

    def all(self, name, **fields):
        self.catch_up()
        return [event for event in self.events if self._fits(event, name, fields)]

    def take_up_duty(self):
        """Signed in, and the server has said what came after the receive key: visitors find this device from here on."""
        self.has("ready")
        self.do("presence on_duty")
        self.has("colleague", who=self.has("unlocked")["me"], presence="on_duty")

    def tell(self, line):
        """Gives a command without waiting for what becomes of it."""
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        self.world.told()

    def result(self):
        """What became of the oldest command not asked about yet."""
        deadline = time.monotonic() + WAIT_S
        while len(self.ended) <= self.asked:
            self._next(deadline, "the end of a command")
        self.asked += 1
        return self.ended[self.asked - 1]

    def do(self, line):
        """Who has just lost the server, and may not know it yet, is refused, and does it again: nothing has happened."""
        deadline = time.monotonic() + WAIT_S
        while True:
            self.tell(line)
            result = self.result()
            if result["event"] == "done":
                return result
            is_away = result.get("why") == "refused" and self.world.crashes > 0
            if not is_away or time.monotonic() > deadline:
                raise Failure(f"{self.name}: '{line}' {result.get('why')}")
            time.sleep(0.1)

    def leave(self):
        """Ends the program as a person would."""
        self.process.stdin.close()
        code = ended_within(self.process, WAIT_S)
        if code != 0:
            raise Failure(f"{self.name} ended with exit code {code}")

    def vanish(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def make_programme(bin_dir, folder):
    programme = pathlib.Path(folder) / "programme"
    run_quietly([pathlib.Path(bin_dir) / "udvej-keys", "demo", "--out", programme])
    return programme


class Counter:
    """Counts checks, says the failed ones, and ends as every stage does."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, is_kept, what):
        if is_kept:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED: {what}", flush=True)
        return is_kept

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 0 if self.failed == 0 and self.passed > 0 else 1


def play(story_class, counter, world, way, seed):
    """Plays the story's STEPS and its `checks`; `way` says when the server is killed: none, all, before:STEP, within:STEP, upon:MOMENT."""
    when, _, which = way.partition(":")
    chance = random.Random(seed)
    began = time.monotonic()
    story = story_class(world, seed)
    world.crash_upon = which if when == "upon" else None
    step = "start"
    try:
        world.start()
        for step in story.STEPS:
            if when == "all" or (when == "before" and which == step):
                world.crash()
            if when == "within" and which == step:
                world.crash_after_s = chance.random() * 0.05
            getattr(story, step)()
            world.crash_is_over()
        wanted = {"none": 0, "all": len(story.STEPS)}.get(when, 1)
        # Some steps have no command that a crash could follow.
        if when != "within" or world.crashes > 0:
            counter.check(world.crashes == wanted, f"{way}: the server was killed {wanted} times")
        for is_kept, what in story.checks():
            counter.check(is_kept, f"{way}: {what}")
        world.stop()
    except (Failure, OSError, ValueError) as failure:
        counter.check(False, f"{way}, step {step}: {failure}")
        world.crash_is_over()
    finally:
        world.close()
    print(f"{way}: {world.crashes} crashes, {time.monotonic() - began:.1f} s", flush=True)


def play_all(bin_dir, story_class, ways, at_once):
    """Plays a story in each of its ways, some at once; gives the exit code. What is left of a failed run is kept."""
    counter = Counter()
    folder = temporary_folder()

    def play_one(programme, way, seed):
        place = folder / way.replace(":", "-")
        place.mkdir(mode=0o700)
        play(story_class, counter, World(bin_dir, place, programme), way, seed)

    try:
        programme = make_programme(bin_dir, folder)
        with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
            plays = [pool.submit(play_one, programme, way, number) for number, way in enumerate(ways)]
            for done in plays:
                done.result()
    finally:
        if counter.failed == 0:
            remove(folder)
        else:
            print(f"everything is kept in {folder}")
    return counter.end()


def play_one(bin_dir, name, play, settings=""):
    """Calls play(counter, world) with a world of its own, once; gives the exit code."""
    counter = Counter()
    folder = temporary_folder()
    world = None
    try:
        programme = make_programme(bin_dir, folder)
        (folder / name).mkdir(mode=0o700)
        world = World(bin_dir, folder / name, programme, settings)
        play(counter, world)
    except (Failure, OSError, ValueError) as failure:
        counter.check(False, str(failure))
    finally:
        if world is not None:
            world.close()
        remove(folder)
    return counter.end()


def temporary_folder():
    return pathlib.Path(tempfile.mkdtemp(prefix="udvej-story-"))


def remove(folder):
    shutil.rmtree(folder, ignore_errors=True)


def doubles(values):
    return [value for value, count in collections.Counter(values).items() if count > 1]
