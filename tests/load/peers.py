"""The servers that run.py compares: how each is built, started, and stopped. Every server runs on 127.0.0.1 with its data in a folder
of its own that is thrown away."""
import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVER_CORE, GENERATOR_CORE = 0, 1
NICE = -15
START_SECONDS_MAX = 20
BUILD_SECONDS_MAX = 600


class Unavailable(Exception):
    """This peer cannot be measured here; the message says why."""


# ---- processes ----------------------------------------------------------------------------------

def favour(pid):
    """Puts a process before others of this machine, as far as we may: by its nice value, and where the scheduler weighs sessions
    against each other, by that of its session."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, NICE)
    with contextlib.suppress(OSError):
        pathlib.Path(f"/proc/{pid}/autogroup").write_text(str(NICE), encoding="ascii")


def launch(command, core, **options):
    """Starts a process in a session of its own, on one core if the machine has several."""
    def prepare():
        cores = sorted(os.sched_getaffinity(0))
        if len(cores) > 1:
            os.sched_setaffinity(0, {cores[core % len(cores)]})
        favour(os.getpid())
    return subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, start_new_session=True,
                            preexec_fn=prepare, **options)


def end(process):
    """Ends a process that we started."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# ---- peers --------------------------------------------------------------------------------------

class Peer:
    """One kind of server. `running` gives its port and process while a `with` lasts."""
    name = protocol = ""

    def command(self, port, folder):
        raise NotImplementedError

    def generator_words(self):
        """What the generator must be told besides port and process."""
        return ["--protocol", self.protocol]

    @contextlib.contextmanager
    def running(self, folder):
        port = free_port()
        log = folder / "log"
        with open(log, "ab") as out:
            process = launch(self.command(port, folder), SERVER_CORE, stdout=out, stderr=out, cwd=folder)
        try:
            self.wait(process, port, log)
            yield port, process
        finally:
            end(process)

    def wait(self, process, port, log):
        until = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < until and process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise Unavailable(f"{self.name} did not start: {log.read_text('utf-8', 'replace')[-600:].strip()}")


CONFIGURATION = """[server]
listen = 127.0.0.1:{port}
hosts = localhost:{port}
puzzle_level_max = 0
data = {folder}/data
web = {folder}/web
programme = {programme}/programme.bin
connections_max = {connections}
mailbox_burst = 1000000
mailbox_seconds = 1

[door:1]
name.en = Door
always_open = 1
"""


class Udvejd(Peer):
    name, protocol = "udvejd", "udvej"

    def __init__(self, binaries, programme, connections):
        self.binaries, self.programme, self.connections = binaries, programme, connections

    def command(self, port, folder):
        (folder / "data").mkdir(mode=0o700, exist_ok=True)
        (folder / "web").mkdir(exist_ok=True)
        (folder / "web/index.html").write_text("<!doctype html>\n", encoding="ascii")
        (folder / "udvejd.conf").write_text(CONFIGURATION.format(
            port=port, folder=folder, programme=self.programme, connections=self.connections), encoding="utf-8")
        return [self.binaries / "udvejd", "--config", folder / "udvejd.conf"]

    def generator_words(self):
        return ["--protocol", self.protocol, "--folder", self.programme]


class Relay(Peer):
    """A reference relay in C: one program, port, database."""
    protocol = "simple"

    def __init__(self, name, program):
        self.name, self.program = name, program

    def command(self, port, folder):
        return [self.program, port, folder / "a.db"]


class NodeRelay(Peer):
    name, protocol = "nodesqlitebatch", "simple"

    def __init__(self, folder):
        self.folder = folder

    def command(self, port, folder):
        return ["node", self.folder / "gw-sqlite.js", port, folder / "a.db", "batch"]


# ---- building -----------------------------------------------------------------------------------

def build(command, **options):
    try:
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, stdin=subprocess.DEVNULL,
                              timeout=BUILD_SECONDS_MAX, check=False, **options)
    except (OSError, subprocess.TimeoutExpired) as reason:
        raise Unavailable(str(reason)) from reason
    if done.returncode != 0:
        raise Unavailable(f"{command[0]}: {(done.stdout + done.stderr).strip()[-600:]}")


def dependencies():
    """Compiler and linker words for libsodium and libwebsockets as .ci/setup built them."""
    kept = os.environ.get("UDVEJ_DEPS")
    if not kept:
        cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
        kept = os.path.join(cache, "udvej")
    kept = pathlib.Path(kept)
    sodium, lws = kept / "libsodium/native", kept / "libwebsockets"
    sodium_words = [f"-I{sodium}/include", "-DSODIUM_STATIC", f"{sodium}/lib/libsodium.a"]
    if not (sodium / "lib/libsodium.a").exists():
        sodium_words = ["-lsodium"]
    return sodium_words, [f"-I{lws}/include", f"{lws}/lib/libwebsockets.a"]


def build_relay(reference, built, source, libraries):
    program = built / source
    if not program.exists():
        build(["gcc", "-O2", "-w", "-o", program, reference / f"ref/{source}.c", *libraries, "-luv", "-lsqlite3", "-lpthread",
               "-lm"])
    return program


def build_node_relay(reference, built):
    folder = built / "node"
    module = folder / "node_modules/better-sqlite3"
    if (module / "build/Release/better_sqlite3.node").exists():
        return folder
    if not shutil.which("npm") or not shutil.which("node"):
        raise Unavailable("node and npm are not installed")
    folder.mkdir(exist_ok=True)
    for file in ("gw-sqlite.js", "common.js", "package.json", "package-lock.json"):
        (folder / file).write_bytes((reference / "node" / file).read_bytes())
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts"]
    build(["npm", "install", *quiet], cwd=folder)
    gyp = pathlib.Path(shutil.which("npm")).resolve().parents[1] / "node_modules/node-gyp/bin/node-gyp.js"
    headers = {"npm_config_nodedir": "/usr"} if pathlib.Path("/usr/include/node/node.h").exists() else {}
    build(["node", gyp, "rebuild", "--release"], cwd=module, env={**os.environ, **headers})
    return folder


def reference_peers(reference, built, names, say):
    """Builds the reference relays that `names` asks for outside the tree; what cannot be had is said and left out."""
    if not (reference / "ref").is_dir():
        say(f"{reference} is not there: only udvejd is measured, and there are no ratios")
        return []
    sodium, lws = dependencies()
    makers = {
        "refuv": lambda: Relay("refuv", build_relay(reference, built, "relay_uv", sodium)),
        "reflws": lambda: Relay("reflws", build_relay(reference, built, "relay_lws", [*lws, *sodium])),
        "nodesqlitebatch": lambda: NodeRelay(build_node_relay(reference, built)),
    }
    peers = []
    for name in names:
        try:
            peers.append(makers[name]())
        except Unavailable as reason:
            say(f"{name} is left out: {reason}")
    return peers


def build_ours(binaries):
    if binaries is not None:
        return binaries
    build(["cmake", "--preset", "release"], cwd=ROOT)
    build(["cmake", "--build", "--preset", "release", "--target", "udvejd", "udvej-load"], cwd=ROOT)
    return ROOT / "build/release/bin"
