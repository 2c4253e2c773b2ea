#!/usr/bin/env python3
"""A visit on which everything is marked: the address it comes from, what the browser says about itself, what a proxy adds. A minute later
nothing of it is in the server's files, its log or its memory, though one connection of it is still open.

    tests/story/marked.py build/release/bin
"""

import ipaddress
import secrets
import socket
import sys
import time

import people
import relay

LATER_S = 60  # what is promised
HEAD_S = 20  # for the head of a request: longer than it takes to look through memory, on a busy machine too
ENDS_S = 2 * HEAD_S
ADDRESS = "127.83.17.201"
FORWARDED = "203.0.113.77"
FIELDS = ("User-Agent", "Cookie", "Accept-Language", "Referer", "Via", "X-Real-IP", "CF-Connecting-IP", "True-Client-IP", "DNT", "From",
          "Authorization", "X-Request-Id", "Sec-CH-UA")


class Marks:
    """What is looked for, by what it is: words that nobody else says, and addresses as people and as programs write them."""

    def __init__(self):
        self.words = {field: f"mark-{field.lower()}-{secrets.token_hex(6)}" for field in (*FIELDS, "path", "query", "half", "origin", "huge")}
        self.needles = {word.encode(): what for what, word in self.words.items()}
        for what, address in (("the address", ADDRESS), ("the forwarded address", FORWARDED)):
            packed = ipaddress.ip_address(address).packed
            for octets in (address.encode(), packed, packed[::-1], packed.hex().encode(), packed.hex().upper().encode(),
                           str(int.from_bytes(packed, "big")).encode(), "-".join(address.split(".")).encode()):
                self.needles[octets] = what

    def lines(self):
        lines = [f"{field}: {self.words[field]}" for field in FIELDS]
        lines += [f"X-Forwarded-For: {FORWARDED}, {ADDRESS}", f"Forwarded: for={FORWARDED};by={ADDRESS}", f"X-Client-IP: {FORWARDED}"]
        return [line.encode() for line in lines]

    def left(self, world):
        """What is found, by name, and where."""
        found = world.find_in_files(self.needles) + world.find_in_memory(self.needles)
        log = (world.folder / "log").read_bytes()
        return sorted({(where, self.needles[needle]) for where, needle in found} |
                      {("log", what) for needle, what in self.needles.items() if needle in log})


class Visit:
    """Raw sockets from the marked address."""

    def __init__(self, world, marks):
        self.port, self.marks = world.port, marks

    def connect(self):
        stream = socket.create_connection(("127.0.0.1", self.port), people.WAIT_S, source_address=(ADDRESS, 0))
        if stream.getsockname()[0] != ADDRESS:
            raise people.Failure(f"the visit comes from {stream.getsockname()[0]}")
        return stream

    def head(self, first, *more):
        return b"\r\n".join([first.encode(), f"Host: {people.HOST}".encode(), *self.marks.lines(), *more, b"", b""])

    def ask(self, octets):
        """The status of the one answer; the server ends the connection."""
        with self.connect() as stream:
            stream.sendall(octets)
            answer = people.read_all(stream)
            return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def pages_are_asked_for(check, visit):
    words = visit.marks.words
    closes = b"Connection: close"
    for what, status, octets in (
            ("a page", 200, visit.head("GET / HTTP/1.1", closes)),
            ("a path", 404, visit.head(f"GET /{words['path']} HTTP/1.1", closes)),
            ("a query", 404, visit.head(f"GET /?{words['query']} HTTP/1.1", closes)),
            ("another method", 405, visit.head("BREW / HTTP/1.1", closes)),
            ("an origin", 403, visit.head("GET / HTTP/1.1", f"Origin: https://{words['origin']}".encode(), closes)),
            ("a broken field", 400, visit.head("GET / HTTP/1.1", b"X Y: z")),
            ("a huge head", 431, visit.head("GET / HTTP/1.1", *[f"X-{n}: {words['huge']}{'x' * 200}".encode() for n in range(60)]))):
        got = visit.ask(octets)
        check(got == status, f"{what} is answered with {status}: {got}")
    with visit.connect() as stream:  # several on one connection
        for _ in range(3):
            stream.sendall(visit.head("GET / HTTP/1.1"))
            check(b"200" in stream.recv(65536)[:16], "and again on a connection that is kept")


def heads_that_never_end(check, world, visit):
    """While half a head waits it is in memory, and is found there: the search works. Then the server's patience ends, and nothing is left."""
    half = visit.head("GET / HTTP/1.1", f"X-Half: {visit.marks.words['half']}".encode())[:-2]
    waiting, given_up = visit.connect(), visit.connect()
    waiting.sendall(half)
    given_up.sendall(half)
    time.sleep(0.2)
    found = {what for _, what in visit.marks.left(world)}
    check({"half", "User-Agent", "the forwarded address"} <= found, f"half a head that waits is found: {found}")
    given_up.close()
    waiting.settimeout(ENDS_S)
    check(people.read_all(waiting).startswith(b"HTTP/1.1 408 "), "half a head is not waited for")
    waiting.close()


def someone_writes(check, world, marks):
    """The same marks on the way of a whole conversation; its connection stays open. Gives the visitor."""
    visit = Visit(world, marks)
    between = relay.Relay(socket.create_server(("127.0.0.1", 0)), visit.connect, lambda lines: lines + marks.lines())
    at, world.port = world.port, between.listener.getsockname()[1]
    visitor = world.person("visitor")
    world.port = at
    counsellor = world.person("counsellor", "counsellor-1")
    counsellor.take_up_duty()
    visitor.do("open 1 words from a marked address")
    case = visitor.has("opened")["case"]
    counsellor.has("intake", case=case)
    counsellor.do(f"claim {case}")
    counsellor.has("claimed", case=case)
    visitor.has("room", epoch=1)
    visitor.do("send and more of them")
    check(counsellor.has("message", text="and more of them"), "the conversation goes on")
    check(between.passed == 1, f"on one marked connection: {between.passed}")
    return visitor


def play(counter, world):
    check = counter.check
    marks = Marks()
    world.start()
    check(marks.left(world) == [], f"before anybody came: {marks.left(world)}")
    visit = Visit(world, marks)
    pages_are_asked_for(check, visit)
    visitor = someone_writes(check, world, marks)
    left = marks.left(world)
    check(left == [], f"at once: {left}")
    heads_that_never_end(check, world, visit)
    began = time.monotonic()
    left = marks.left(world)
    check(left == [], f"when the last socket but one has ended: {left}")
    time.sleep(max(0.0, began + LATER_S - time.monotonic()))
    left = marks.left(world)
    check(left == [], f"a minute later: {left}")
    visitor.do("tell only_reading")
    check(world.find_in_memory([people.HOST.encode()]), "the search finds what is there, and the connection was open all the time")
    world.stop()
    left = sorted({(where, marks.needles[needle]) for where, needle in world.find_in_files(marks.needles)})
    check(left == [], f"in the files of a server that was stopped: {left}")


def main(arguments):
    if len(arguments) != 1 or arguments[0] in ("--help", "-h"):
        print(__doc__)
        return 2
    return people.play_one(arguments[0], "marked", play, f"head_deadline_s = {HEAD_S}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
