#!/usr/bin/env python3
"""What stands in front of udvejd, as server/front has it for nginx, Caddy and tor: each is taken by its program; nginx and Caddy really run, before a
real udvejd for visitors and before a listener that writes down what they pass on for staff.

    tests/package/front.py build/release/bin FOLDER     FOLDER has nginx/, caddy/ and tor/, as .ci/setup unpacks them
"""
import hashlib
import json
import os
import pathlib
import re
import select
import signal
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / "story"), str(TESTS / "wire"), str(TESTS / "operator")]
import people
import wire
from socks import Socks

FRONT = TESTS.parent / "server" / "front"
PEER = "127.0.0.77"  # whom we speak as: an address that nothing else here has
MARK = "Mark-4711"  # in everything that a browser could tell of itself
VISITOR, STAFF = "exit.example", "staff.exit.example"
NGINX_PASSES = {"host", "origin", "connection", "upgrade", "sec-websocket-key", "sec-websocket-version"}
NOBODY_PASSES = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "forwarded", "via", "x-real-ip", "cookie", "user-agent", "referer",
                 "accept-language"}
CROWD = 600  # more than may wait by nginx's own measure, 511
DEBIAN_CONNECTIONS = 768  # worker_connections of Debian's nginx.conf; two a person
TOLD = "".join(f"{name}: {MARK}\r\n" for name in (
    "User-Agent", "Cookie", "Referer", "Accept-Language", "X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"))


class Recorder:
    """Stands where udvejd would, and remembers the heads that come."""

    def __init__(self, path):
        self.heads = []
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen(8)
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                peer = self.listener.accept()[0]
            except OSError:
                return
            head = b""
            while b"\r\n\r\n" not in head and (piece := peer.recv(65536)):
                head += piece
            self.heads.append(head.decode())
            peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
            peer.close()


class Place:
    """A udvejd, a listener for staff, certificates, ports; what one front program needs."""

    def __init__(self, bin_dir, folder, programme):
        self.folder = folder
        folder.mkdir(mode=0o755)
        self.world = people.World(bin_dir, folder, programme)
        self.tls, self.plain = people.free_port(), people.free_port()
        self.names = {name: f"{name}:{self.tls}" for name in (VISITOR, STAFF)}
        (folder / "programme.json").write_text('{"hotline":1}\n')
        text = self.world.config.read_text().replace("[door:1]", f"programme_json = {folder}/programme.json\n[door:1]", 1)
        text = re.sub(r"listen = .*", f"listen = unix:{folder}/visitor.sock", text)
        self.world.config.write_text(re.sub(r"hosts = .*", f"hosts = {', '.join(self.names.values())}", text))
        self.recorder = Recorder(folder / "staff.sock")
        self.start_server()

    def start_server(self):
        self.world.server = subprocess.Popen([self.world.bin / "udvejd", "--config", self.world.config],
                                             stderr=open(self.folder / "log", "ab"))
        wait_for(lambda: b"event=ready" in (self.folder / "log").read_bytes(), "udvejd")

    def connect(self, name, **options):
        context = ssl.create_default_context(cafile=self.folder / "exit.crt")
        context.set_alpn_protocols(options.get("alpn", ["http/1.1"]))
        context.maximum_version = options.get("version", ssl.TLSVersion.TLSv1_3)
        plain = socket.create_connection(("127.0.0.1", self.tls), 10, source_address=(PEER, 0))
        return context.wrap_socket(plain, server_hostname=name)

    def ask(self, name, request):
        with self.connect(name) as peer:
            peer.sendall(request.encode())
            return wire.read_all(peer)

    def get(self, name, path, more=TOLD):
        return self.ask(name, f"GET {path} HTTP/1.1\r\nHost: {self.names[name]}\r\nConnection: close\r\n{more}\r\n")

    def close(self):
        self.world.close()
        self.recorder.listener.close()


def wait_for(is_so, what):
    deadline = time.monotonic() + people.WAIT_S
    while not is_so():
        if time.monotonic() > deadline:
            raise people.Failure(f"waited in vain for {what}")
        time.sleep(0.02)


def make_certificate(folder):
    people.run_quietly(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                        "-subj", f"/CN={VISITOR}", "-addext", f"subjectAltName=DNS:{VISITOR},DNS:{STAFF}",
                        "-keyout", folder / "exit.key", "-out", folder / "exit.crt"])


def can_connect(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


# ---- the programs ----------------------------------------------------------------------------------------

def said_of_nginx_conf(text):
    """What the snippet's comments put into nginx.conf itself: (above the events, the events)."""
    rlimit, events = (re.search(rf"^#   ({what})$", text, flags=re.M)[1] for what in (r"worker_rlimit_nofile \d+;", r"events \{.*\}"))
    return (rlimit if os.geteuid() == 0 else ""), events  # only root may raise its own hard limit


def nginx(place, tools):
    """Gives the words that start it. Around the snippet stands what Debian's nginx.conf has, with its logs on and saying more than usual."""
    text = (FRONT / "nginx.conf").read_text()
    text = re.sub(r"listen (\[::\]):\d+[^;]*;", "", text)
    text = text.replace("listen 443", f"listen 127.0.0.1:{place.tls}").replace("listen 80", f"listen 127.0.0.1:{place.plain}")
    text = re.sub(r"/etc/ssl/udvej/[\w.]+\.(crt|key)", rf"{place.folder}/exit.\1", text).replace("/run/udvej/", f"{place.folder}/")
    (place.folder / "snippet.conf").write_text(text)
    logs = place.folder / "logs"
    scratch = "".join(f"{kind}_temp_path {place.folder}/scratch/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (place.folder / "scratch").mkdir()
    user = "user root;" if os.geteuid() == 0 else ""
    rlimit, events = said_of_nginx_conf(text)
    (place.folder / "nginx.conf").write_text(
        f"{rlimit}{user}daemon off; worker_processes 1; pid {place.folder}/pid; error_log {logs}/error.log;\n"
        f"{events}\nhttp {{ access_log {logs}/access.log; error_log {logs}/error.log; {scratch}\ninclude {place.folder}/snippet.conf; }}\n")
    return [tools / "nginx/usr/sbin/nginx", "-p", place.folder, "-c", place.folder / "nginx.conf", "-e", logs / "error.log"], ["-t"]


def caddy(place, tools):
    text = (FRONT / "Caddyfile").read_text().replace("/run/udvej/", f"{place.folder}/")
    text = text.replace("\tadmin off\n", f"\tadmin off\n\thttp_port {place.plain}\n\tstorage file_system {place.folder}/storage\n\tskip_install_trust\n")
    for name in (VISITOR, STAFF):
        text = re.sub(rf"^{re.escape(name)} {{\n\ttls {{", f"https://{place.names[name]} {{\n\tbind 127.0.0.1\n\ttls {place.folder}/exit.crt {place.folder}/exit.key {{",
                      text, flags=re.M)
    (place.folder / "Caddyfile").write_text(text)
    words = [tools / "caddy/usr/bin/caddy"]
    options = ["--config", place.folder / "Caddyfile", "--adapter", "caddyfile"]
    return [*words, "run", *options], [words, ["validate", *options]]


def start(check, place, name, make, tools):
    (place.folder / "logs").mkdir()
    words, test = make(place, tools)
    environment = {**os.environ, "HOME": str(place.folder), "XDG_CONFIG_HOME": str(place.folder), "XDG_DATA_HOME": str(place.folder)}
    whole = [*words, *test] if name == "nginx" else [*test[0], *test[1]]
    done = subprocess.run(list(map(str, whole)), capture_output=True, text=True, env=environment, timeout=60)
    check(done.returncode == 0 and "warn" not in done.stderr.lower(), f"{name} takes the configuration: {done.stderr[-600:]}")
    running = subprocess.Popen(list(map(str, words)), stdin=subprocess.DEVNULL, stdout=open(place.folder / "logs" / "out", "ab"),
                               stderr=subprocess.STDOUT, env=environment)
    wait_for(lambda: can_connect(place.tls) or running.poll() is not None, name)
    if running.poll() is not None:
        raise people.Failure(f"{name} ended: {(place.folder / 'logs' / 'out').read_text()[-500:]}")
    return running


# ---- what is to be seen ----------------------------------------------------------------------------------

def pages_come_whole(check, place, name):
    answer = place.get(VISITOR, "/")
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode().lower().split("\r\n")
    check(wire.status(answer) == 200 and body == (place.folder / "web/index.html").read_bytes(), f"{name}: the page: {answer[:200]}")
    check("strict-transport-security: max-age=63072000" in lines, f"{name}: HSTS")
    for wanted in ("content-security-policy: default-src 'none'", "cache-control: no-store", "referrer-policy: no-referrer",
                   "cross-origin-opener-policy: same-origin"):
        check(any(line.startswith(wanted) for line in lines), f"{name}: udvejd's {wanted}")
    check(not any(re.match(r"set-cookie|etag|last-modified|alt-svc|x-powered-by|server: \w+/", line) for line in lines), f"{name}: nothing else: {lines}")
    check(place.get(VISITOR, "/programme.json").endswith(b'{"hotline":1}\n'), f"{name}: programme.json from its own place")
    check(wire.status(place.get(VISITOR, "/nothing")) == 404, f"{name}: what is not there is not there")
    check(wire.status(place.ask(VISITOR, f"POST / HTTP/1.1\r\nHost: {place.names[VISITOR]}\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc"))
          in (400, 405), f"{name}: and nothing can be posted")


def tls_is_modern(check, place, name):
    with place.connect(VISITOR) as peer:
        check(peer.version() == "TLSv1.3", f"{name}: TLS 1.3")
    try:
        place.connect(VISITOR, version=ssl.TLSVersion.TLSv1_2).close()
        check(False, f"{name}: TLS 1.2 is refused")
    except ssl.SSLError:
        check(True, "refused")


def speaks_http2(check, place, name):
    """A GET by hand: preface, settings, one HEADERS frame with the authority spelled out; the answer begins with :status 200 (0x88)."""
    def frame(kind, flags, stream, payload):
        return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload

    authority = place.names[VISITOR].encode()
    with place.connect(VISITOR, alpn=["h2"]) as peer:
        check(peer.selected_alpn_protocol() == "h2", f"{name}: HTTP/2 is offered")
        head = b"\x82\x84\x87\x01" + bytes([len(authority)]) + authority
        peer.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, b"") + frame(1, 5, 1, head))
        data, first = b"", None
        while first is None and (piece := peer.recv(65536)):
            data += piece
            while len(data) >= 9 and len(data) >= 9 + int.from_bytes(data[:3], "big"):
                size, kind = int.from_bytes(data[:3], "big"), data[3]
                if kind == 1 and first is None:
                    first = data[9:9 + size]
                data = data[9 + size:]
        check(first is not None and first.lstrip(b"\x20\x3f\xe1\x1f")[:1] == b"\x88", f"{name}: and the page comes over it: {first}")


def conversation_begins(check, place, name):
    host = place.names[VISITOR]
    with place.connect(VISITOR) as peer:
        peer.sendall(wire.opening(f"Origin: https://{host}\r\n{TOLD}".encode(), host=host))
        web = object.__new__(wire.Web)
        web.socket, web.data = peer, b""
        while b"\r\n\r\n" not in web.data:
            web.data += peer.recv(4096) or b"\r\n\r\n"
        web.head, web.data = web.data.split(b"\r\n\r\n", 1)
        if check(web.head.startswith(b"HTTP/1.1 101"), f"{name}: a WebSocket is opened: {web.head[:100]}"):
            check(web.read()[0] == wire.CHALLENGE, f"{name}: and the challenge comes through it")
            web.say(bytes([wire.GET_DOORS]) + bytes(4))
            told = web.read()
            check(told[0] in (wire.DOOR, wire.ERROR), f"{name}: and what we say arrives: {told[:1]}")
    with place.connect(VISITOR) as peer:
        peer.sendall(wire.opening(host=host, path="/"))
        check(not peer.recv(4096).startswith(b"HTTP/1.1 101"), f"{name}: only at /ws")
    with place.connect(VISITOR) as peer:
        peer.sendall(wire.opening(b"Origin: https://elsewhere.example\r\n", host=host))
        check(peer.recv(4096).startswith(b"HTTP/1.1 403"), f"{name}: and not for pages of others")


def verify_client_sees_through(check, place, name):
    """Over TLS that it trusts, compressed on the way: what arrives is what was built."""
    web, socks = place.folder / "web", Socks(place.tls)
    files = {"index.html": hashlib.sha256((web / "index.html").read_bytes()).hexdigest()}
    (place.folder / "manifest.json").write_text(json.dumps({"hash": "sha256", "files": files}))
    words = [place.world.bin / "udvej", "verify-client", "--json", "--manifest", place.folder / "manifest.json", "--programme-json",
             place.folder / "programme.json", "--socks", f"127.0.0.1:{socks.port}"]
    site = f"https://{place.names[VISITOR]}"
    done = subprocess.run([*words, "--authority", place.folder / "exit.crt", site], capture_output=True, text=True, timeout=60)
    told = json.loads(done.stdout)["differences"]
    check(told == [{"path": "/manifest.json", "is": "not served"}], f"{name}: verify-client: {done.stdout} {done.stderr}")
    done = subprocess.run([*words, site], capture_output=True, text=True, timeout=60)
    check(done.returncode == 1 and json.loads(done.stdout)["answers"] is False, f"{name}: and trusts no certificate that nobody vouches for")
    socks.close()


def nothing_is_passed_on(check, place, name):
    place.get(STAFF, "/counsellor/")
    host = place.names[STAFF]
    with place.connect(STAFF) as peer:
        peer.sendall(wire.opening(f"Origin: https://{host}\r\n{TOLD}".encode(), host=host))
        peer.recv(4096)
    heads = place.recorder.heads
    check(len(heads) == 2 and heads[0].startswith("GET /counsellor/ HTTP/1.1\r\n") and heads[1].startswith("GET /ws HTTP/1.1\r\n"),
          f"{name}: staff have a socket of their own: {heads}")
    for head in heads:
        fields = {line.split(":")[0].lower() for line in head.split("\r\n")[1:] if line}
        check(MARK not in head and PEER not in head, f"{name}: nothing of the peer: {head}")
        check(not fields & NOBODY_PASSES, f"{name}: fields {fields & NOBODY_PASSES}")
        check(f"\r\nHost: {host}\r\n" in head, f"{name}: the name that was asked for")
        if name == "nginx":
            check(fields <= NGINX_PASSES, f"{name}: and no other field: {fields - NGINX_PASSES}")
    check("upgrade" in heads[1].lower() and "upgrade" not in heads[0].lower(), f"{name}: the opening, and only it, is passed on as one")


def plain_is_sent_on(check, place, name):
    with socket.create_connection(("127.0.0.1", place.plain), 10, source_address=(PEER, 0)) as peer:
        peer.sendall(f"GET /secret?{MARK} HTTP/1.1\r\nHost: {VISITOR}\r\nConnection: close\r\n\r\n".encode())
        answer = wire.read_all(peer).decode()
    check(re.search(rf"\r\nlocation: https://{re.escape(VISITOR)}", answer, flags=re.I) is not None and wire.status(answer.encode()) in (301, 308),
          f"{name}: http is sent on to https: {answer[:200]}")


def provoke(place):
    """Everything that makes such a program write a line about somebody."""
    place.get(VISITOR, f"/{MARK}")
    for octets in (b"GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n", b"\x00\x01\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 9000 + b"\r\n"):
        with place.connect(VISITOR) as peer:
            try:
                peer.sendall(octets)
                peer.settimeout(1)
                peer.recv(4096)
            except OSError:
                pass
    for octets in (b"GET / HTTP/1.1\r\n\r\n", bytes(300), b"\x16\x03\x01\x00\xff" + bytes(255)):  # no TLS
        with socket.create_connection(("127.0.0.1", place.tls), 10, source_address=(PEER, 0)) as peer:
            peer.sendall(octets)
            peer.settimeout(1)
            try:
                peer.recv(4096)
            except OSError:
                pass
    place.world.kill()
    (place.folder / "visitor.sock").unlink(missing_ok=True)
    return place.get(VISITOR, f"/{MARK}")


def nothing_is_written(check, place, name):
    answer = provoke(place)
    check(wire.status(answer) == 502, f"{name}: without udvejd it says so: {answer[:60]}")
    for path in [*(place.folder / "logs").rglob("*"), *(place.folder / "scratch").rglob("*"), place.folder / "log"]:
        if path.is_file():
            text = path.read_text(errors="replace")
            check(PEER not in text and MARK not in text and MARK.lower() not in text, f"{name}: {path.name} tells of the peer: {text[-300:]}")
            check(path.name != "access.log" or text == "", f"{name}: the access log is empty")


def processes_of(running):
    children = pathlib.Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
    return [running.pid, *map(int, children)]


def a_crowd_waits_in_the_kernel(check, place, name, running):
    """While the program accepts nobody, so that the queue alone holds them; who has no place in it knocks again after a second."""
    crowd, waiting = [], select.poll()
    processes = processes_of(running)
    for pid in processes:
        os.kill(pid, signal.SIGSTOP)
    try:
        for _ in range(CROWD):
            peer = socket.socket()
            peer.setblocking(False)
            peer.connect_ex(("127.0.0.1", place.tls))
            waiting.register(peer, select.POLLOUT)
            crowd.append(peer)
        time.sleep(0.5)
        held = len(waiting.poll(0))
        check(held == CROWD, f"{name}: of {CROWD} who come at the same moment all have a place: {held}")
    finally:
        for peer in crowd:
            peer.close()
        for pid in processes:
            os.kill(pid, signal.SIGCONT)


def more_come_than_debian_has_places_for(check, place, name):
    """One worker of nginx, told what the snippet says: more people than its 768 are enough for, and then a page. Each is there for long."""
    crowd, host = [], place.names[VISITOR]
    try:
        for _ in range(DEBIAN_CONNECTIONS // 2 + 20):
            peer = place.connect(VISITOR)
            peer.settimeout(10)
            peer.sendall(wire.opening(f"Origin: https://{host}\r\n".encode(), host=host))
            crowd.append(peer)
            if wire.status(peer.recv(64)) != 101:
                break
        check(len(crowd) == DEBIAN_CONNECTIONS // 2 + 20, f"{name}: the house was full with {len(crowd)}")
        check(wire.status(place.get(VISITOR, "/")) == 200, f"{name}: and a page is served")
    finally:
        for peer in crowd:
            peer.close()


def tor_takes_it(check, folder, tools):
    tor = tools / "tor/usr/bin/tor"
    (folder / "tor").mkdir(mode=0o700)
    text = (FRONT / "torrc").read_text().replace("/var/lib/tor", f"{folder}/tor")
    for more, is_good in (("", True), ("HiddenServicePoWDefences 1\n", False)):
        (folder / "torrc").write_text(text + more)
        done = subprocess.run([tor, "--defaults-torrc", "/dev/null", "-f", folder / "torrc", "--DataDirectory", folder / "tor", "--verify-config"],
                              capture_output=True, text=True, timeout=60)
        told = [line for line in done.stdout.splitlines() if "[warn]" in line and "as root" not in line]
        check((done.returncode == 0 and told == []) == is_good, f"tor --verify-config: {told}")
    services = re.findall(r"HiddenServiceDir (\S+)\nHiddenServicePort 80 unix:(\S+)\n", (FRONT / "torrc").read_text())
    check(services == [("/var/lib/tor/udvej-visitor", "/run/udvej/visitor.sock"), ("/var/lib/tor/udvej-staff", "/run/udvej/staff.sock")],
          f"tor: a service for each socket of udvejd.socket: {services}")
    check("HiddenServicePoWDefensesEnabled 1" in text and "authorized_clients" in text, "tor: work when many come, keys for staff")


def own_file_and_package_file_clash(check, place):
    (place.folder / "web/programme.json").write_text("{}")
    done = subprocess.run([place.world.bin / "udvej", "check-config", place.world.config], capture_output=True, text=True)
    check(done.returncode == 78 and "programme_json" in done.stderr, f"two programme.json are one too many: {done.stderr}")


def main(arguments):
    if len(arguments) != 2 or arguments[0] in ("--help", "-h"):
        print(__doc__)
        return 2
    counter = people.Counter()
    bin_dir, tools = pathlib.Path(arguments[0]), pathlib.Path(arguments[1])
    folder = people.temporary_folder()
    try:
        programme = people.make_programme(bin_dir, folder)
        tor_takes_it(counter.check, folder, tools)
        for name, make in (("nginx", nginx), ("caddy", caddy)):
            place = Place(bin_dir, folder / name, programme)
            make_certificate(place.folder)
            running = start(counter.check, place, name, make, tools)
            try:
                for look in (pages_come_whole, tls_is_modern, speaks_http2, conversation_begins, more_come_than_debian_has_places_for,
                             verify_client_sees_through, nothing_is_passed_on, plain_is_sent_on,
                             nothing_is_written):
                    look(counter.check, place, name)
                a_crowd_waits_in_the_kernel(counter.check, place, name, running)
                own_file_and_package_file_clash(counter.check, place)
            finally:
                running.send_signal(signal.SIGTERM)
                running.wait(30)
                place.close()
    except (people.Failure, OSError, ValueError, KeyError, wire.Closed, subprocess.TimeoutExpired) as failure:
        counter.check(False, repr(failure))
    finally:
        people.remove(folder)
    return counter.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
