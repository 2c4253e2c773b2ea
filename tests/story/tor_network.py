"""A Tor network of its own, on loopback: one directory authority, six relays, one host of onion services, and clients.

Why so few: a circuit to an onion service has three hops on each side and meets at a relay that is none of them, so five relays are the least with
which it works, and two more let tor choose. One authority signs alone; three agree only when they start within the same second or two,
which on a busy machine they do not (they then vote again, and all takes up to twice as long).
"""

import base64
import os
import pathlib
import random
import socket
import subprocess
import time

from people import Failure

RELAYS = 6
CONSENSUS_S = 90  # until the authority has seen all relays and said so
NETWORK_S = 90  # then until the host and all clients know the network
REACH_S = 60  # then until an onion service answers for the first time
TRY_S = 20  # of these, one attempt
POLL_S = 0.1
LOG_LINES = 12  # of each node's log, shown when it does not come about
OR_PORT = 5000
DIR_PORT = 7000

# Everything is allowed at once that relays of the real network earn over days, and every clock runs as fast as tor lets it.
COMMON = """TestingTorNetwork 1
AssumeReachable 1
PathsNeededToBuildCircuits 0.67
TestingDirAuthVoteExit *
TestingDirAuthVoteGuard *
TestingDirAuthVoteHSDir *
TestingMinExitFlagThreshold 0
V3AuthNIntervalsValid 2
ShutdownWaitLength 0
ExitPolicy reject *:*
"""
AUTHORITY = """AuthoritativeDirectory 1
V3AuthoritativeDirectory 1
ContactInfo nobody
TestingV3AuthInitialVotingInterval 5
TestingV3AuthInitialVoteDelay 2
TestingV3AuthInitialDistDelay 2
V3AuthVotingInterval 10
V3AuthVoteDelay 2
V3AuthDistDelay 2
"""


def key_pair():
    """An X25519 key pair as tor writes it, private and public: in base 32 without padding."""
    private = subprocess.run(["openssl", "genpkey", "-algorithm", "X25519", "-outform", "DER"], capture_output=True, check=True).stdout
    public = subprocess.run(["openssl", "pkey", "-inform", "DER", "-pubout", "-outform", "DER"], input=private, capture_output=True,
                            check=True).stdout
    return tuple(base64.b32encode(key[-32:]).decode().rstrip("=") for key in (private, public))


class Network:
    """tor_dir holds tor and tor-gencert; everything is written below `folder`, whose name must be short: sockets live there."""

    def __init__(self, tor_dir, folder):
        self.tor = pathlib.Path(tor_dir)
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(mode=0o700)
        self.block = f"127.{random.randint(1, 254)}.{random.randint(0, 255)}"  # nobody else's ports
        self.authority = ""
        self.processes = {}
        self.began = time.monotonic()

    def lasted(self):
        return time.monotonic() - self.began

    # ---- nodes ----

    def _place(self, name):
        place = self.folder / name
        (place / "keys").mkdir(mode=0o700, parents=True)
        place.chmod(0o700)
        return place

    def _write(self, name, lines):
        place = self.folder / name
        # A tor whose test was killed ends by itself.
        (place / "torrc").write_text(f"{COMMON}{lines}{self.authority}DataDirectory {place}\nLog notice file {place}/log\n"
                                     f"__OwningControllerProcess {os.getpid()}\n")
        return place / "torrc"

    def _run(self, name, lines):
        command = [self.tor / "tor", "--defaults-torrc", "/dev/null", "-f", self._write(name, lines), "--quiet"]
        self.processes[name] = subprocess.Popen(command, stdin=subprocess.DEVNULL)

    @staticmethod
    def _relay(name, address):
        return f"Nickname {name}\nAddress {address}\nORPort {address}:{OR_PORT}\nSocksPort 0\n"

    def _make_authority(self):
        name, address = "authority", f"{self.block}.1"
        place = self._place(name)
        files = {"-i": "authority_identity_key", "-s": "authority_signing_key", "-c": "authority_certificate"}
        command = [self.tor / "tor-gencert", "--create-identity-key", "--passphrase-fd", "0", "-m", "1", "-a", f"{address}:{DIR_PORT}"]
        for option, file in files.items():
            command += [option, place / "keys" / file]
        subprocess.run(command, input=b"not secret\n", capture_output=True, check=True)
        certificate = (place / "keys" / "authority_certificate").read_text()
        identity = next(line.split()[1] for line in certificate.splitlines() if line.startswith("fingerprint "))
        lines = AUTHORITY + self._relay(name, address) + f"DirPort {address}:{DIR_PORT}\n"
        # tor tells the fingerprint only of an authority that knows of another; this one is never run.
        self.authority = f"DirAuthority nobody v3ident={'0' * 40} {address}:{DIR_PORT} {'0' * 40}\n"
        told = subprocess.run([self.tor / "tor", "--defaults-torrc", "/dev/null", "-f", self._write(name, lines), "--quiet",
                               "--list-fingerprint"], capture_output=True, text=True, check=True).stdout
        self.authority = (f"DirAuthority {name} orport={OR_PORT} no-v2 v3ident={identity} {address}:{DIR_PORT} "
                          f"{''.join(told.split()[1:])}\n")
        self._run(name, lines)

    def start(self):
        """The authority and the relays; host and clients come after."""
        self._make_authority()
        for number in range(1, RELAYS + 1):
            name = f"relay{number}"
            self._place(name)
            self._run(name, self._relay(name, f"{self.block}.{100 + number}"))

    def wait_for_consensus(self):
        """Who asks before it names all relays gets a part of them, or none, and then asks again later and later."""
        consensus = self.folder / "authority" / "cached-microdesc-consensus"
        self._wait("all relays are in the consensus", CONSENSUS_S,
                   lambda: consensus.exists() and consensus.read_text().count("\nr ") == RELAYS + 1)

    def start_host(self, services):
        """services: name -> (socket in front of which it stands, public key of who may reach it, or None). Gives name -> onion name."""
        place = self._place("host")
        lines = "SocksPort 0\n"
        for name, (path, key) in services.items():
            lines += f"HiddenServiceDir {place}/{name}\nHiddenServicePort 80 unix:{path}\n"
            if key is not None:
                (place / name / "authorized_clients").mkdir(mode=0o700, parents=True)
                (place / name).chmod(0o700)
                (place / name / "authorized_clients" / "one.auth").write_text(f"descriptor:x25519:{key}\n")
        self._run("host", lines)
        hostnames = {name: place / name / "hostname" for name in services}
        self._wait("the names of the onion services", NETWORK_S, lambda: all(path.exists() and path.read_text() for path in hostnames.values()))
        return {name: path.read_text().strip() for name, path in hostnames.items()}

    def start_client(self, name, keys=()):
        """keys: (onion name, private key) of services that let only some in. Gives the path of its SOCKS socket."""
        place = self._place(name)
        (place / "onion_auth").mkdir(mode=0o700)
        for onion, key in keys:
            file = place / "onion_auth" / "one.auth_private"
            file.write_text(f"{onion.removesuffix('.onion')}:descriptor:x25519:{key}\n")
            file.chmod(0o600)
        self._run(name, f"SocksPort unix:{place}/socks\nClientOnionAuthDir {place}/onion_auth\n")
        return place / "socks"

    # ---- waiting ----

    def _log(self, name):
        log = self.folder / name / "log"
        return log.read_text(errors="replace") if log.exists() else ""

    def _wait(self, what, seconds, is_there):
        deadline = time.monotonic() + seconds
        while not is_there():
            dead = [name for name, process in self.processes.items() if process.poll() is not None]
            if dead or time.monotonic() > deadline:
                    raise Failure(f"{what}: {'tor has ended: ' + str(dead) if dead else f'not after {seconds} s'}")
            time.sleep(POLL_S)

    def wait_for_all(self):
        """Until whoever is no relay has a circuit."""
        people = [name for name in self.processes if name != "authority" and not name.startswith("relay")]
        self._wait(f"{people} know the network", NETWORK_S, lambda: all("Bootstrapped 100%" in self._log(name) for name in people))

    def ask(self, socks, onion, request, end=b"\r\n\r\n"):
        """What the service answers, as far as `end`; None if tor does not get there now. RFC 1928, for this once."""
        with socket.socket(socket.AF_UNIX) as stream:
            stream.settimeout(TRY_S)
            stream.connect(str(socks))
            try:
                stream.sendall(b"\5\1\0")
                stream.recv(2, socket.MSG_WAITALL)
                stream.sendall(b"\5\1\0\3" + bytes([len(onion)]) + onion.encode() + (80).to_bytes(2, "big"))
                head = stream.recv(4, socket.MSG_WAITALL)
                if head[:2] != b"\5\0":
                    return None
                stream.recv({1: 4, 4: 16}[head[3]] + 2, socket.MSG_WAITALL)
                stream.sendall(request)
                answer = b""
                while end not in answer and (octets := stream.recv(65536)):
                    answer += octets
                return answer
            except TimeoutError:
                return None

    def reach(self, socks, onion, request, **how):
        """The first answer of a service that has just come up: its descriptor may still be on its way."""
        deadline = time.monotonic() + REACH_S
        while (answer := self.ask(socks, onion, request, **how)) is None:
            if time.monotonic() > deadline:
                raise Failure(f"{onion} is not reached after {REACH_S} s")
            time.sleep(5 * POLL_S)
        return answer

    def tell(self):
        """The end of every log, for whoever has to find out."""
        return "\n".join(f"---- {name}\n" + "\n".join(self._log(name).splitlines()[-LOG_LINES:]) for name in self.processes)

    def close(self):
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
