"""What the wire tests speak with: a raw socket, WebSocket frames made by hand, the few messages that are needed, and a server of
their own. Python's standard library only, so nothing here shares code with what is tested."""
import base64
import hashlib
import hmac
import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time

BUILD = pathlib.Path(os.environ.get("UDVEJ_BIN", "build/release/bin"))
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    PORT = probe.getsockname()[1]  # free now; every server of this run takes it in turn
HOST = f"localhost:{PORT}"
KEY = b"dGhlIHNhbXBsZSBub25jZQ=="
SOON_S = 5  # what comes at once comes by then, on a busy machine too

FILES = {
    "index.html": b"<!doctype html><title>w</title>",
    "counsellor/index.html": b"<!doctype html><title>c</title>",
    "supervisor/index.html": b"<!doctype html><title>s</title>",
    "core.wasm": bytes(range(256)) * 1200,
    "app.mjs": b"export {};",
    "manifest.json": b"{}",
}


class Server:
    """A udvejd with a demo programme, in a folder of its own that goes with it."""

    def __init__(self, **keys):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="udvej-wire-"))
        for name, data in FILES.items():
            path = self.folder / "web" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        subprocess.run([BUILD / "udvej-keys", "demo", "--out", self.folder / "p"], check=True, capture_output=True)
        self.deployment_id = bytes.fromhex((self.folder / "p/deployment_id").read_text())
        settings = {"listen": f"127.0.0.1:{PORT}, unix:{self.folder}/s.sock", "hosts": HOST, "data": self.folder / "data",
                    "web": self.folder / "web", "programme": self.folder / "p/programme.bin", **keys}
        lines = ["[server]"] + [f"{key} = {value}" for key, value in settings.items()]
        lines += ["[door:1]", "name.da = Jeg vil ud", "always_open = 1", "[door:2]", "name.da = Bekymret"]
        self.config = self.folder / "udvejd.conf"
        self.config.write_text("\n".join(lines) + "\n")
        self.config.chmod(0o600)
        self.process = None

    def start(self, environment=None, command=(), **more):
        self.log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen([*command, BUILD / "udvejd", "--config", self.config], stderr=self.log,
                                        env={**os.environ, **(environment or {})}, **more)
        deadline = time.monotonic() + 20
        while b"event=ready" not in (self.folder / "log").read_bytes():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.01)
        return self

    def text(self):
        return (self.folder / "log").read_text()

    def stop(self, number=signal.SIGTERM):
        """Gives the exit code and the seconds it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(timeout=20)
        self.log.close()
        return code, time.monotonic() - began

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def connect(path=None, timeout=5):
    if path is None:
        s = socket.create_connection(("127.0.0.1", PORT), timeout=timeout)
    else:
        s = socket.socket(socket.AF_UNIX)
        s.connect(str(path))
    s.settimeout(timeout)
    return s


def read_all(s):
    """Everything until the other side closes."""
    data = b""
    try:
        while piece := s.recv(65536):
            data += piece
    except ConnectionResetError:
        pass
    return data


def ask(octets, path=None):
    """Sends octets, gives all that comes back until the server closes."""
    with connect(path) as s:
        s.sendall(octets)
        return read_all(s)


def get(path="/", method="GET", host=HOST, more=b"", version="HTTP/1.1"):
    return f"{method} {path} {version}\r\nHost: {host}\r\n".encode() + more + b"Connection: close\r\n\r\n"


def status(answer):
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def opening(more=b"", version=b"13", key=KEY, path="/ws", host=HOST, upgrade=b"websocket"):
    return (f"GET {path} HTTP/1.1\r\nHost: {host}\r\n".encode() + b"Upgrade: " + upgrade + b"\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: " + version + b"\r\nSec-WebSocket-Key: " + key + b"\r\n" + more + b"\r\n")


def frame(opcode, payload=b"", is_last=True, is_masked=True, length=None):
    """`length`: what the frame claims, if not the truth."""
    size = len(payload) if length is None else length
    octets = bytes([(0x80 if is_last else 0) | opcode])
    bit = 0x80 if is_masked else 0
    if size < 126:
        octets += bytes([bit | size])
    elif size < 65536:
        octets += bytes([bit | 126]) + struct.pack(">H", size)
    else:
        octets += bytes([bit | 127]) + struct.pack(">Q", size)
    if not is_masked:
        return octets + payload
    mask = os.urandom(4)
    return octets + mask + bytes(octet ^ mask[i & 3] for i, octet in enumerate(payload))


class Closed(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Web:
    """One WebSocket."""

    def __init__(self, path=None, timeout=5, more=b""):
        self.socket = connect(path, timeout)
        self.socket.sendall(opening(more))
        self.data = b""
        while b"\r\n\r\n" not in self.data:
            piece = self.socket.recv(4096)
            if not piece:
                raise Closed(0)
            self.data += piece
        self.head, self.data = self.data.split(b"\r\n\r\n", 1)

    def need(self, size):
        while len(self.data) < size:
            piece = self.socket.recv(65536)
            if not piece:
                raise Closed(0)
            self.data += piece
        taken, self.data = self.data[:size], self.data[size:]
        return taken

    def read_frame(self):
        first, size = self.need(2)
        assert size < 0x80 and first & 0x80 and not first & 0x70
        if size == 126:
            size = struct.unpack(">H", self.need(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self.need(8))[0]
        return first & 15, self.need(size)

    def read(self):
        """The next binary message; pings are answered; a close frame raises Closed with its code."""
        while True:
            opcode, payload = self.read_frame()
            if opcode == 9:
                self.socket.sendall(frame(10, payload))
            elif opcode == 8:
                self.socket.sendall(frame(8, payload))
                raise Closed(struct.unpack(">H", payload[:2])[0] if len(payload) >= 2 else 1005)
            elif opcode == 2:
                return payload

    def say(self, payload):
        self.socket.sendall(frame(2, payload))

    def end(self):
        """The code with which the server closes."""
        try:
            while True:
                self.read()
        except Closed as closed:
            return closed.code
        except ConnectionResetError:
            return -1

    def close(self):
        self.socket.close()


def comes_in():
    """A WebSocket, as soon as there is a place for it: the server notices a moment later that somebody has left."""
    until = time.monotonic() + SOON_S
    while True:
        web = Web()
        if web.head.startswith(b"HTTP/1.1 101 ") or time.monotonic() > until:
            return web
        web.close()
        time.sleep(0.05)


# ---- messages (PROTOCOL.md, rule 12) -------------------------------------------------------------

VISITOR_LOGIN, STAFF_LOGIN, GET_DOORS, GET_ROSTER, OPEN_CASE, GET_ENVELOPES, SEND, ACK = range(1, 9)
CHALLENGE, VISITOR_OK, NO_MAILBOX, STAFF_OK, DONE, ERROR, DOOR, STATEMENT = range(0x81, 0x89)
TERMS = 0x92
MALFORMED, BAD_LOGIN, NOT_ALLOWED = 1, 2, 3
RATE, SUPERSEDED, SHUTDOWN = 10, 16, 17


def tagged(code, tag, body=b""):
    return bytes([code]) + struct.pack(">I", tag) + body


def error_of(message):
    """(tag, code) of an ERROR."""
    assert message[0] == ERROR, message.hex()
    return struct.unpack(">I", message[1:5])[0], message[5]


# ---- a visitor's login (rule 7), from RFC 7748 and RFC 5869 --------------------------------------

P = 2**255 - 19


def x25519(scalar, point):
    k = int.from_bytes(bytes([scalar[0] & 248]) + scalar[1:31] + bytes([scalar[31] & 127 | 64]), "little")
    u = int.from_bytes(point, "little") & (2**255 - 1)
    x2, z2, x3, z3, swap = 1, 0, u, 1, 0
    for t in reversed(range(255)):
        bit = k >> t & 1
        if swap ^ bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb, da, cb = a * a % P, b * b % P, d * a % P, c * b % P
        e = aa - bb
        x3, z3 = (da + cb) ** 2 % P, u * (da - cb) ** 2 % P
        x2, z2 = aa * bb % P, e * (aa + 121665 * e) % P
    if swap:
        x2, z2 = x3, z3
    return (x2 * pow(z2, P - 2, P) % P).to_bytes(32, "little")


def mac(key, *parts):
    return hmac.new(key, b"".join(parts), hashlib.sha256).digest()


class Visitor:
    """Somebody with a login key, who may or may not have a mailbox."""

    def __init__(self, secret=None):
        self.secret = secret or os.urandom(32)
        self.public = x25519(self.secret, (9).to_bytes(32, "little"))

    def login(self, challenge, host=HOST):
        """The VISITOR_LOGIN that answers a CHALLENGE; remembers the MAC that the answer must carry."""
        deployment_id, epk, nonce_s = challenge[1:33], challenge[33:65], challenge[65:97]
        nonce_c = os.urandom(32)
        transcript = bytes([len(host)]) + host.encode() + deployment_id + epk + nonce_s + self.public + nonce_c
        prk = mac(b"udvej/1/visitor-login", x25519(self.secret, epk))
        key = mac(prk, transcript, b"\x01")
        self.server_mac = mac(key, b"\x02", transcript)
        return bytes([VISITOR_LOGIN]) + self.public + nonce_c + mac(key, b"\x01", transcript)


def proved(server_path=None, visitor=None):
    """A connection of somebody who has logged in and has no mailbox."""
    web = Web(server_path)
    visitor = visitor or Visitor()
    web.say(visitor.login(web.read()))
    answer = web.read()
    assert answer == bytes([NO_MAILBOX]) + visitor.server_mac, answer.hex()
    return web


# ---- counting ------------------------------------------------------------------------------------

counts = {"passed": 0, "failed": 0}


def check(is_so, what):
    counts["passed" if is_so else "failed"] += 1
    if not is_so:
        print(f"FAILED: {what}")
    return is_so


def finish():
    print(f"{counts['passed']} passed, {counts['failed']} failed")
    raise SystemExit(counts["failed"] != 0 or counts["passed"] == 0)
