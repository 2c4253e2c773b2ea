#!/usr/bin/env python3
"""Conversations with a running udvejd, octet by octet. One function a question; each tells of itself what it checks."""
import base64
import hashlib
import os
import resource
import signal
import socket
import struct
import subprocess
import time
import traceback

import control
import crowd
import places
import puzzle
import quiet
import wire
from wire import (ACK, BAD_LOGIN, CHALLENGE, DONE, DOOR, ERROR, GET_DOORS, GET_ENVELOPES, GET_ROSTER, HOST, KEY, MALFORMED,
                  NOT_ALLOWED, OPEN_CASE, RATE, SEND, SHUTDOWN, SOON_S, STATEMENT, TERMS, Server, Visitor, Web, ask, check, comes_in, connect,
                  error_of, frame, get, opening, proved, read_all, status, tagged)

CSP = ("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; "
       "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'")


def fields_of(answer):
    lines = answer.split(b"\r\n\r\n", 1)[0].decode().split("\r\n")[1:]
    return {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}


# ---- files ---------------------------------------------------------------------------------------

def files_are_served(server):
    """Every file whole, with its type, over TCP and over the Unix socket; HEAD without a body."""
    types = {"html": "text/html; charset=utf-8", "wasm": "application/wasm", "mjs": "text/javascript; charset=utf-8",
             "json": "application/json"}
    for name, data in wire.FILES.items():
        for path in (None, server.folder / "s.sock"):
            answer = ask(get("/" + name), path)
            check(status(answer) == 200 and answer.split(b"\r\n\r\n", 1)[1] == data, f"/{name} is served")
            fields = fields_of(answer)
            check(fields["content-type"] == types[name.rsplit(".", 1)[1]], f"type of {name}")
            check(fields["content-length"] == str(len(data)), f"length of {name}")
        head = ask(get("/" + name, "HEAD"))
        check(status(head) == 200 and head.endswith(b"\r\n\r\n") and fields_of(head)["content-length"] == str(len(data)),
              f"HEAD of {name}")
    for path, name in (("/", "index.html"), ("/counsellor/", "counsellor/index.html"), ("/supervisor/", "supervisor/index.html")):
        check(ask(get(path)).endswith(wire.FILES[name]), f"{path} is its index.html")


def header_set_is_complete(_):
    """On what is served and on what is refused."""
    for path in ("/", "/core.wasm", "/none", "/ws"):
        fields = fields_of(ask(get(path)))
        wanted = {"content-security-policy": CSP, "referrer-policy": "no-referrer",
                  "integrity-policy": "blocked-destinations=(script)", "cache-control": "no-store",
                  "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp",
                  "cross-origin-resource-policy": "same-origin", "x-content-type-options": "nosniff"}
        for name, value in wanted.items():
            check(fields.get(name) == value, f"{name} of {path}")
        check("camera=()" in fields.get("permissions-policy", ""), f"permissions-policy of {path}")
        check("noindex" in fields.get("x-robots-tag", ""), f"x-robots-tag of {path}")
        check(not {"server", "set-cookie", "etag", "last-modified", "date"} & set(fields), f"nothing more in {path}")


def sockets_are_kept(_):
    """Several files over one socket, also when the requests come at once or in pieces."""
    one = f"GET /app.mjs HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
    with connect() as s:
        for _ in range(3):
            s.sendall(one)
            data = b""
            while not data.endswith(wire.FILES["app.mjs"]):
                data += s.recv(4096)
        check(True, "one after the other")
    answer = ask(one * 3 + get("/"))
    check(answer.count(b"HTTP/1.1 200 OK") == 4 and answer.endswith(wire.FILES["index.html"]), "four at once")
    big = ask(get("/core.wasm").replace(b"Connection: close\r\n", b"") * 2 + get("/"))
    check(big.count(wire.FILES["core.wasm"]) == 2 and big.endswith(wire.FILES["index.html"]), "large ones at once")
    with connect() as s:
        for octet in get("/"):
            s.sendall(bytes([octet]))
        check(status(read_all(s)) == 200, "octet by octet")


def heads_are_refused(_):
    """With a short answer, and the connection ends."""
    cases = [
        (get("/none"), 404), (get("/?a=b"), 404), (get("/../etc/passwd"), 404), (get("/%2e%2e/"), 404), (get("/.git"), 404),
        (get("http://localhost/"), 404), (get("/" + "a" * 300), 414), (get("/", "POST"), 405), (get("/", "OPTIONS"), 405),
        (get(version="HTTP/1.0"), 505), (get(version="HTTP/2.0"), 505), (get(host="evil.example"), 421),
        (get(more=f"Host: {HOST}\r\n".encode()), 400), (get(more=b"Content-Length: 0\r\n"), 400),
        (get(more=b"Transfer-Encoding: chunked\r\n"), 400), (get(more=b"A: b\r\n c\r\n"), 400), (get(more=b"A : b\r\n"), 400),
        (get(more=b"Origin: https://evil.example\r\n"), 403), (get(more=b"A: " + b"b" * 9000 + b"\r\n"), 431),
        (get(more=b"A: b\r\n" * 100), 431), (b"GET / HTTP/1.1\nHost: x\n\n", 400), (b"\x16\x03\x01\x02\x00\x01", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400), (b"\x00" * 20, 400), (b"a" * 20000, 431),
        (opening(version=b"12"), 426), (opening(key=b"dGhlIA=="), 400), (opening(upgrade=b"h2c"), 400), (get("/ws"), 426),
        (opening().replace(b"GET", b"POST"), 405), (opening().replace(b"HTTP/1.1", b"HTTP/1.0"), 505),
        (opening(host="evil.example"), 421), (opening(more=b"Origin: https://evil.example\r\n"), 403),
        (opening(path="/other"), 400), (opening(more=b"Content-Length: 0\r\nTransfer-Encoding: chunked\r\n"), 400),
        (opening() + b"\x82\x80abcd", 400),
    ]
    for octets, expected in cases:
        got = status(ask(octets))
        check(got == expected, f"{octets[:60]!r} gives {got} instead of {expected}")


def openings_are_accepted(server):
    """RFC 6455, section 4.2.2; from browsers and others, over both kinds of socket."""
    accept = base64.b64encode(hashlib.sha1(KEY + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()).decode()
    for path in (None, server.folder / "s.sock"):
        for more in (b"", f"Origin: http://{HOST}\r\n".encode(), b"Cookie: a=b\r\nSec-WebSocket-Protocol: x\r\n"):
            web = Web(path, more=more)
            fields = fields_of(web.head + b"\r\n\r\n")
            check(web.head.startswith(b"HTTP/1.1 101 ") and fields["sec-websocket-accept"] == accept, "opening is answered")
            check("sec-websocket-extensions" not in fields and "sec-websocket-protocol" not in fields, "nothing negotiated")
            check(web.read()[0] == CHALLENGE, "the challenge comes first")
            web.close()


# ---- frames --------------------------------------------------------------------------------------

def close_codes_are_right(_):
    """What breaks RFC 6455 or the protocol ends the connection, with the code that says why."""
    send = bytes([GET_DOORS]) + bytes(4)
    cases = [
        (frame(1, b"text"), 1003), (frame(1, b"te", is_last=False), 1003),
        (frame(3, b""), 1002), (frame(11, b""), 1002), (frame(0, b"x"), 1002),
        (frame(9, b"x", is_last=False), 1002), (frame(2, b"\x03", is_last=False) + frame(2, send), 1002),
        (bytes([0xC2, 0x80]) + bytes(4), 1002), (bytes([0xA2, 0x80]) + bytes(4), 1002),
        (frame(2, b""), 1008), (frame(2, b"\x00"), 1008), (frame(2, b"\xff\x00\x00\x00\x01"), 1008),
        (frame(2, bytes([CHALLENGE]) + bytes(122)), 1008), (frame(2, send + b"x"), 1009), (frame(2, send[:-1]), 1008),
        (frame(2, bytes([SEND]) + bytes(90000)), 1009), (frame(2, b"\x03", length=2**40), 1009),
        (frame(2, bytes([GET_DOORS]), length=100), 1009), (frame(8, struct.pack(">H", 1000)), 1000), (frame(8, b""), 1005),
        (frame(8, struct.pack(">H", 1005)), 1002),
    ]
    for octets, expected in cases:
        web = Web()
        web.read()
        web.socket.sendall(octets)
        got = web.end()
        check(got == expected, f"{octets[:20].hex()} closes with {got} instead of {expected}")
        web.close()


def malformed_is_said_before_the_end(_):
    web = Web()
    web.read()
    web.say(b"\x7f")
    check(error_of(web.read()) == (0, MALFORMED), "ERROR_MALFORMED comes")
    check(web.end() == 1008, "then the end")


def messages_may_come_in_fragments(_):
    """In any number of fragments, with pings between them, and split anywhere on the way."""
    message = tagged(GET_DOORS, 77)
    for pieces in ([message[:1], message[1:]], [bytes([o]) for o in message], [b"", message], [message, b""], [message[:4], b"", message[4:]]):
        web = Web()
        web.read()
        octets = b""
        for i, piece in enumerate(pieces):
            octets += frame(2 if i == 0 else 0, piece, is_last=i == len(pieces) - 1) + frame(9, b"p")
        for octet in octets:
            web.socket.sendall(bytes([octet]))
        answers = [web.read() for _ in range(4)]
        check([a[0] for a in answers] == [DOOR, DOOR, TERMS, DONE] and answers[3] == tagged(DONE, 77), f"{len(pieces)} fragments")
        web.close()


def large_messages_come_whole(_):
    """What may not be said yet is refused with its tag, and its octets are not kept; the connection goes on."""
    for size in (1100, 5000, 70000):
        for cut in (size, 1000, 4096):
            web = Web()
            web.read()
            body = tagged(SEND, 9, os.urandom(size - 5))
            pieces = [body[i:i + cut] for i in range(0, size, cut)]
            for i, piece in enumerate(pieces):
                web.socket.sendall(frame(2 if i == 0 else 0, piece, is_last=i == len(pieces) - 1))
            check(error_of(web.read()) == (9, NOT_ALLOWED), f"{size} octets in {len(pieces)} frames")
            web.say(tagged(GET_DOORS, 1))
            check(web.read()[0] == DOOR, "and goes on")
            web.close()


def pings_are_answered(_):
    web = Web()
    web.read()
    for payload in (b"", b"x", b"y" * 125):
        web.socket.sendall(frame(9, payload))
        check(web.read_frame() == (10, payload), f"ping of {len(payload)}")
    web.close()


# ---- the protocol's states -----------------------------------------------------------------------

def strangers_may_ask_for_doors_only(_):
    web = Web()
    web.read()
    for code, body in ((GET_ROSTER, b""), (GET_ENVELOPES, bytes(8)), (SEND, bytes(300)), (OPEN_CASE, bytes(300)), (0x10, b"")):
        web.say(tagged(code, 5, body))
        check(error_of(web.read()) == (5, NOT_ALLOWED), f"{code:#x} of a stranger")
    web.say(bytes([ACK]) + bytes(8))
    check(error_of(web.read()) == (0, NOT_ALLOWED), "an ACK of a stranger")
    web.say(tagged(GET_DOORS, 6))
    doors = [web.read(), web.read()]
    check([door[5] for door in doors] == [1, 2] and doors[0][6] == 1 and doors[1][6] == 0, "doors and whether they are open")
    check(web.read() == tagged(TERMS, 6, struct.pack(">HHHHH", 365, 90, 30, 7, 72)), "and how long things are kept, and after how long a case is told")
    check(web.read() == tagged(DONE, 6), "and that was all")
    web.close()


def logins_are_checked(server):
    """For this connection, key, host and deployment only; the answer carries the server's proof."""
    web = Web()
    challenge = web.read()
    check(len(challenge) == 123 and challenge[1:33] == server.deployment_id, "challenge names the programme")
    check(challenge[101:] == bytes(22), "no puzzle when calm")
    web.close()
    web = proved()
    web.say(tagged(GET_ROSTER, 3))
    answers = [web.read() for _ in range(9)]
    check([a[0] for a in answers] == [STATEMENT] * 8 + [DONE], "who has logged in may see the roster")
    web.say(Visitor().login(challenge))
    check(error_of(web.read())[1] == NOT_ALLOWED, "no second login")
    web.close()

    visitor = Visitor()
    for spoil in ("other connection", "other host", "flipped", "zero key", "short"):
        web = Web()
        own = web.read()
        login = visitor.login(challenge if spoil == "other connection" else own, "evil.example" if spoil == "other host" else HOST)
        if spoil == "flipped":
            login = login[:-1] + bytes([login[-1] ^ 1])
        if spoil == "zero key":
            login = login[:1] + bytes(32) + login[33:]
        if spoil == "short":
            login = login[:-1]
        web.say(login)
        check(error_of(web.read()) == (0, MALFORMED if spoil == "short" else BAD_LOGIN), spoil)
        check(web.end() == 1008, f"{spoil} ends it")
        web.close()


def staff_need_their_key(_):
    web = Web()
    web.read()
    web.say(bytes([2]) + os.urandom(128))
    check(error_of(web.read()) == (0, BAD_LOGIN) and web.end() == 1008, "an unknown certificate")


def nonces_are_fresh(_):
    challenges = []
    for _ in range(5):
        web = Web()
        challenges.append(web.read())
        web.close()
    check(len({c[65:97] for c in challenges}) == 5, "one nonce a connection")
    check(len({c[33:65] for c in challenges}) <= 2, "one key a minute")


def requests_are_bounded(_):
    """More at once than one connection may have in flight: each is answered, some with ERROR_RATE."""
    web = proved()
    count = 400
    web.socket.sendall(b"".join(frame(2, tagged(GET_DOORS, i + 1)) for i in range(count)))
    ends = {}
    while len(ends) < count:
        message = web.read()
        if message[0] == DONE:
            ends[struct.unpack(">I", message[1:5])[0]] = 0
        elif message[0] == ERROR:
            tag, code = error_of(message)
            ends[tag] = code
    check(set(ends) == set(range(1, count + 1)) and set(ends.values()) <= {0, RATE}, "every request has one answer")
    check(0 in ends.values() and RATE in ends.values(), "the bound is met and not zero")
    web.say(tagged(GET_DOORS, 9999))
    check(web.read()[0] == DOOR, "and afterwards all is well")
    web.close()


# ---- time ----------------------------------------------------------------------------------------

def slow_heads_end(_):
    began = time.monotonic()
    with connect(timeout=10) as silent, connect(timeout=10) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\n")
        check(status(read_all(slow)) == 408, "a head that does not end is told")
        check(read_all(silent) == b"", "silence is not")
    check(1 <= time.monotonic() - began < 5, "at the deadline")


def silent_strangers_end(_):
    web = Web(timeout=10)
    began = time.monotonic()
    web.read()
    check(web.end() == 1008 and 1 <= time.monotonic() - began < 6, "nothing said: ended at the deadline")
    web.close()


def slow_messages_end(_):
    web = Web(timeout=15)
    web.read()
    web.say(tagged(GET_DOORS, 1))
    began = time.monotonic()
    web.socket.sendall(frame(2, bytes([SEND]) + bytes(100), length=60000))
    check(web.end() == 1008 and time.monotonic() - began < 8, "half a message: ended at the deadline")
    web.close()


def the_silent_are_asked_and_dropped(_):
    """Pinged after ping_s, kept as long as they answer, dropped after silence_s."""
    before = time.monotonic()  # the server counts from what was said last, which a busy machine tells us of late
    web = proved()
    web.socket.settimeout(15)
    began = time.monotonic()
    opcode, payload = web.read_frame()
    check(opcode == 9 and len(payload) > 0 and time.monotonic() - before >= 1 and time.monotonic() - began < 4, "a ping comes")
    while time.monotonic() - began < 6:
        if opcode == 9:
            web.socket.sendall(frame(10, payload))
        opcode, payload = web.read_frame()
    check(opcode == 9, "who answers is kept")
    began = time.monotonic()
    while opcode == 9:
        opcode, payload = web.read_frame()
    check(opcode == 8 and payload[:2] == struct.pack(">H", 1008) and time.monotonic() - began < 8, "who does not is dropped")
    web.close()


# ---- strangers cannot hurt others ----------------------------------------------------------------

def descriptors(server):
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


def crowds_do_not_shut_anyone_out(server):
    """More silent sockets than are kept: the oldest go, and an honest request is answered at once."""
    before = descriptors(server)
    crowd = [connect() for _ in range(2200)]
    began = time.monotonic()
    check(status(ask(get())) == 200 and time.monotonic() - began < SOON_S, "a page is served")
    web = Web()
    check(web.read()[0] == CHALLENGE, "and a conversation begins")
    web.close()
    check(descriptors(server) - before <= 2048 + 2, "no more than the bound is kept")
    for s in crowd:
        s.close()
    deadline = time.monotonic() + 10
    while descriptors(server) > before and time.monotonic() < deadline:
        time.sleep(0.05)
    check(descriptors(server) <= before, "and every descriptor comes back")


def who_does_not_read_is_cut_off(server):
    """Asks for much and reads nothing: bounded, closed, and cut off; others notice nothing."""
    web = proved(server.folder / "s.sock")
    before = descriptors(server)
    web.socket.settimeout(1)
    began = time.monotonic()
    is_cut = False
    while not is_cut and time.monotonic() - began < 20:
        try:
            web.socket.sendall(b"".join(frame(2, tagged(GET_ROSTER, 1)) for _ in range(50)))
            time.sleep(0.05)
        except TimeoutError:
            pass
        except OSError:
            is_cut = True
    check(is_cut and time.monotonic() - began < 15, "cut off in time")
    check("event=peer_too_slow" in server.text(), "and noted, without a name")
    deadline = time.monotonic() + 5
    while descriptors(server) >= before and time.monotonic() < deadline:
        time.sleep(0.05)
    check(descriptors(server) < before, "its descriptor comes back")
    proved().close()
    web.close()


def who_leaves_without_reading_costs_nothing(server):
    """Ends its own side while much is on the way to it: gone within two seconds, and the server sleeps again."""
    def busy():
        return sum(int(part) for part in open(f"/proc/{server.process.pid}/stat").read().split()[13:15])
    for path in (None, server.folder / "s.sock"):
        before = descriptors(server)
        web = proved(path)
        web.socket.settimeout(1)
        slow_ones = server.text().count("event=peer_too_slow")
        try:
            for _ in range(400):
                web.socket.sendall(b"".join(frame(2, tagged(GET_ROSTER, 1)) for _ in range(50)))
                time.sleep(0.01)
                if server.text().count("event=peer_too_slow") > slow_ones:
                    break
        except OSError:
            pass
        check(server.text().count("event=peer_too_slow") > slow_ones, "much was on its way")
        web.socket.shutdown(socket.SHUT_WR)
        time.sleep(2.5)
        began = busy()
        time.sleep(1)
        check(busy() - began < 20, "the server sleeps")
        check(descriptors(server) <= before, "its descriptor comes back")
        web.close()


# ---- the end -------------------------------------------------------------------------------------

def stops_in_good_order(server):
    """Everyone is told, close frames go out, the exit code is 0, well within five seconds; the Unix socket goes."""
    people = [Web(), proved(), proved(server.folder / "s.sock")]
    people[0].read()
    sleeper = Web()  # reads nothing and answers nothing
    idle = connect()
    people[1].socket.sendall(b"".join(frame(2, tagged(GET_DOORS, i)) for i in range(1, 21)))
    server.process.send_signal(signal.SIGTERM)
    for web in people:
        told = False
        code = None
        try:
            while True:
                message = web.read()
                told |= message[0] == ERROR and error_of(message) == (0, SHUTDOWN)
        except wire.Closed as closed:
            code = closed.code
        check(told and code == 1001, "told, and closed with 1001")
    check(read_all(idle) == b"", "idle sockets end")
    began = time.monotonic()
    check(server.process.wait(timeout=10) == 0 and time.monotonic() - began < 5, "exit code 0 within five seconds")
    check("event=stopped" in server.text(), "and says so")
    check(not (server.folder / "s.sock").exists(), "its socket is gone")
    sleeper.close()


def starts_again(server):
    """After a stop, and after a kill, at once; a second one on the same data does not start."""
    server.start()
    second = subprocess.run([wire.BUILD / "udvejd", "--config", server.config], capture_output=True, timeout=20)
    check(second.returncode == 1 and b"event=ready" not in second.stderr, "no second server")
    for path in (server.folder / "data").iterdir():
        check(path.stat().st_mode & 0o077 == 0, f"{path.name} is the server's alone")
    proved().close()
    server.process.kill()
    server.process.wait()
    server.start()
    proved(server.folder / "s.sock").close()
    code, seconds = server.stop(signal.SIGINT)
    check(code == 0 and seconds < 5, "SIGINT stops it too")


def takes_sockets_from_the_manager(server):
    """LISTEN_FDS, and READY=1 to NOTIFY_SOCKET."""
    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    manager.bind(str(server.folder / "notify"))
    manager.settimeout(10)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(server.folder / "inherited.sock"))
    listener.listen(16)

    def hand_over():
        os.dup2(listener.fileno(), 3)
        os.environ["LISTEN_PID"] = str(os.getpid())

    # LISTEN_PID must be the server's own, which only a shell in between can say.
    server.start({"NOTIFY_SOCKET": str(server.folder / "notify"), "LISTEN_FDS": "1"},
                 ["sh", "-c", 'export LISTEN_PID=$$; exec "$0" "$@"'], pass_fds=(3,) if listener.fileno() == 3 else (),
                 preexec_fn=hand_over, close_fds=False)
    check(manager.recv(100) == b"READY=1", "the manager is told")
    proved(server.folder / "inherited.sock").close()
    code, _ = server.stop()
    check(code == 0 and manager.recv(100) == b"STOPPING=1", "and told of the end")
    check((server.folder / "inherited.sock").exists(), "an inherited socket is not removed")


def told_to(manager, seconds):
    """What the manager hears in that time."""
    heard, until = [], time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        manager.settimeout(left)
        try:
            heard.append(manager.recv(100))
        except TimeoutError:
            break
    return heard


def the_watchdog_is_fed(server):
    """WATCHDOG=1 at half of WATCHDOG_USEC, by the loop: a process that hangs tells nothing. Not where another process was asked."""
    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    name = f"udvej-{os.getpid()}"
    manager.bind("\0" + name)  # an abstract socket this time
    environment = {"NOTIFY_SOCKET": "@" + name, "WATCHDOG_USEC": "400000"}
    began = time.monotonic()
    server.start(environment)
    heard = told_to(manager, 1.5)
    took = time.monotonic() - began  # it may have been ready, and telling so, before we noticed
    check(heard[:1] == [b"READY=1"] and set(heard[1:]) == {b"WATCHDOG=1"}, f"ready, then the watchdog: {heard}")
    check(4 <= len(heard) - 1 <= took / 0.2 + 1, f"every 0.2 s: {len(heard) - 1} in {took:.2f} s")
    server.process.send_signal(signal.SIGSTOP)
    told_to(manager, 0.1)
    check(told_to(manager, 0.6) == [], "a loop that hangs says nothing")
    server.process.send_signal(signal.SIGCONT)
    check(b"WATCHDOG=1" in told_to(manager, 0.6), "and is heard again when it turns")
    code, _ = server.stop()
    heard = told_to(manager, 0.2)
    check(code == 0 and b"STOPPING=1" in heard, "the end is told")
    server.start({**environment, "WATCHDOG_PID": "1"})
    check(told_to(manager, 0.8) == [b"READY=1"], "who was not asked says nothing")
    server.stop()
    manager.close()


def command_line_is_clear(server):
    """Exit codes 0, 2, 78; faults on standard error with file and line; nothing broken is ever served."""
    def run_it(*words):
        return subprocess.run([wire.BUILD / "udvejd", *words], capture_output=True, text=True, timeout=20)
    result = run_it("--help")
    check(result.returncode == 0 and result.stdout.startswith("Examples:") and result.stderr == "", "--help")
    for words in ((), ("--nonsense",), ("--config",), ("--check-config",)):
        result = run_it(*words)
        check(result.returncode == 2 and result.stdout == "" and "--help" in result.stderr, f"usage: {words}")
    result = run_it("--config", server.config, "--check-config")
    check(result.returncode == 0 and result.stdout.endswith(": good\n") and result.stderr == "", "a good configuration")
    result = run_it("--print-config")
    check(result.returncode == 0 and "[server]" in result.stdout, "--print-config")
    good = server.config.read_text()
    for bad, said in ((good + "colour = red\n", f":{good.count(chr(10)) + 1}: "), ("", ":0: "), (good[:-1], "cut off"),
                      (good.replace("programme.bin", "deployment_id"), "deployment_id"),
                      (good.replace("/web", "/p"), "index.html")):
        server.config.write_text(bad)
        for words in (("--config", server.config), ("--config", server.config, "--check-config")):
            result = run_it(*words)
            check(result.returncode == 78 and said in result.stderr and "event=ready" not in result.stderr, f"78: {said}")
    server.config.write_text(good)
    result = run_it("--config", server.config)
    check(result.returncode == 1 and "event=ready" not in result.stderr, "what another one serves")


QUICK = {"head_deadline_s": 2, "first_deadline_s": 2, "message_deadline_s": 2, "ping_s": 1, "silence_s": 4}


def main():
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    with Server() as server:
        for test in (files_are_served, header_set_is_complete, sockets_are_kept, heads_are_refused, openings_are_accepted,
                     close_codes_are_right, malformed_is_said_before_the_end, messages_may_come_in_fragments,
                     large_messages_come_whole, pings_are_answered, strangers_may_ask_for_doors_only, logins_are_checked,
                     staff_need_their_key, nonces_are_fresh, requests_are_bounded,
                     crowds_do_not_shut_anyone_out, who_does_not_read_is_cut_off, who_leaves_without_reading_costs_nothing,
                     command_line_is_clear, stops_in_good_order,
                     starts_again, takes_sockets_from_the_manager, the_watchdog_is_fed):
            run(test, server)
    with Server(**QUICK) as server:
        for test in (slow_heads_end, silent_strangers_end, slow_messages_end, the_silent_are_asked_and_dropped):
            run(test, server)
        check(server.stop()[0] == 0, "the quick server stops well")
    with control.server() as server:
        for test in control.TESTS:
            run(test, server)
    with Server() as server:
        for test in crowd.TESTS:
            run(test, server)
    with places.server() as server:
        for test in places.TESTS:
            run(test, server)
    for level, tests in ((1, puzzle.LEVEL_1), (6, puzzle.LEVEL_6)):
        with Server(puzzle_level_min=level) as server:
            for test in tests:
                run(test, server)
            check(server.stop()[0] == 0, "and stops well")
    with Server(cell_ms=quiet.CELL_MS, ping_s=quiet.PING_S, silence_s=10) as server:
        for test in (quiet.cells_come_at_their_pace, quiet.quiet_is_the_first_word_or_none, quiet.what_is_no_cell_ends_it,
                     quiet.two_answers_for_one_end_it, quiet.there_are_no_pings, quiet.a_quiet_one_is_told_of_the_end):
            run(test, server)
    wire.finish()


def run(test, server):
    try:
        test(server)
    except Exception as fault:  # a conversation that breaks off is a failure, and the others go on
        check(False, f"{test.__name__}: {type(fault).__name__} {fault}")
        traceback.print_exc()


if __name__ == "__main__":
    main()
