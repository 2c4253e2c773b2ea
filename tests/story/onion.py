#!/usr/bin/env python3
"""The whole way through Tor: udvejd on Unix sockets behind two onion services, one for visitors and one that lets only staff in, in a Tor network of
this test's own; udvej-client goes through SOCKS to the onion names.

    tests/story/onion.py build/release/bin TOR_DIR    TOR_DIR holds tor and tor-gencert (.ci/setup unpacks them)
"""

import pathlib
import socket
import sys
import time

import people
import relay
import tor_network

PATIENCE_S = 5  # with a server that will not be there
BAD_REQUEST = b"GET / HTTP/1.1\r\n\r\n"  # without a Host; that it is refused shows who refuses it
WORDS = ["Jeg vil ud, ad denne vej", "Tak fordi du skriver", "De ved ikke, at jeg er her", "Jeg er her igen"]


class OnionWorld(people.World):
    """A server that has no address at all; visitors and staff get to it by the names of its onion services."""

    def __init__(self, bin_dir, folder, programme, network):
        self.network = network
        self.sockets = {name: pathlib.Path(folder) / f"{name}.sock" for name in ("visitor", "staff", "other")}
        private, public = tor_network.key_pair()
        self.names = network.start_host({"visitor": (self.sockets["visitor"], None), "staff": (self.sockets["staff"], public),
                                         "other": (self.sockets["other"], None)})
        self.socks = {"visitor": network.start_client("visitor"),
                      "staff": network.start_client("staff", [(self.names["staff"], private)])}
        super().__init__(bin_dir, folder, programme)

    def listens(self):
        return f"unix:{self.sockets['visitor']}, unix:{self.sockets['staff']}"

    def hosts(self):
        return f"{self.names['visitor']}, {self.names['staff']}"

    def knock(self):
        with socket.socket(socket.AF_UNIX) as stream:
            stream.connect(str(self.sockets["staff"]))

    def way(self, role):
        side = "visitor" if role == "visitor" else "staff"
        return ["--server", f"ws://{self.names[side]}/ws", "--socks", f"unix:{self.socks[side]}"]


def impostor(path, target, name):
    """A service under another onion name that hands everything on to the real one and calls it by its real name."""
    def connect():
        server = socket.socket(socket.AF_UNIX)
        server.connect(str(target))
        return server

    def alter(lines):
        return [f"Host: {name}".encode() if line.startswith(b"Host: ") else line for line in lines]
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()
    return relay.Relay(listener, connect, alter)


def addresses_of(pid):
    """How many sockets of a process are of a network, and how many are Unix sockets."""
    def inodes(*names):
        return {line.split()[column] for name, column in names for line in pathlib.Path(f"/proc/net/{name}").read_text().splitlines()[1:]}
    own = {link[8:-1] for link in (str(file.readlink()) for file in pathlib.Path(f"/proc/{pid}/fd").iterdir()) if link.startswith("socket:[")}
    return len(own & inodes(("tcp", 9), ("tcp6", 9), ("udp", 9), ("udp6", 9))), len(own & inodes(("unix", 6)))


def page_is_there(check, world):
    name = world.names["visitor"]
    request = f"GET / HTTP/1.1\r\nHost: {name}\r\n\r\n".encode()
    answer = world.network.reach(world.socks["visitor"], name, request, end=b"</title>")
    check(answer.startswith(b"HTTP/1.1 200 ") and b"<title>story</title>" in answer, f"the page comes through the onion service: {answer[:60]}")
    refused = world.network.reach(world.socks["staff"], world.names["staff"], BAD_REQUEST)
    check(refused.startswith(b"HTTP/1.1 400 "), f"the staff's onion service lets the key in: {refused[:60]}")


def they_talk(check, world):
    counsellor = world.person("counsellor", "counsellor-1")
    counsellor.take_up_duty()
    visitor = world.person("visitor")
    visitor.do(f"open 1 {WORDS[0]}")
    case = visitor.has("opened")["case"]
    code = visitor.do("code")["code"]
    counsellor.has("intake", case=case, text=WORDS[0])
    counsellor.do(f"claim {case}")
    counsellor.has("claimed", case=case)
    visitor.has("room", epoch=1)
    counsellor.do(f"answer {case} {WORDS[1]}")
    check(visitor.has("message", text=WORDS[1]), "the visitor reads the answer")
    said = visitor.do(f"send {WORDS[2]}")["id"]
    check(counsellor.has("message", text=WORDS[2]), "the counsellor reads the reply")
    visitor.has("delivered", id=said)
    visitor.do("leave")
    visitor.leave()
    again = world.person("visitor", name="the visitor, later")
    again.do(f"return {code}")
    again.do(f"send {WORDS[3]}")
    check(counsellor.has("message", text=WORDS[3]), "who came back by the code is read")
    networks, unix = addresses_of(world.server.pid)
    check(networks == 0 and unix >= 4, f"the server has no socket of a network: {networks}, and Unix sockets: {unix}")
    return counsellor, again, case, code


def nothing_is_readable(check, world, code):
    secrets = [word.encode() for word in WORDS] + [code.encode(), code.replace(" ", "").encode()]
    check(not world.find_in_files(secrets) and not world.find_in_memory(secrets), "nothing that was said is in the server's files or memory")
    check(world.find_in_memory([world.names["visitor"].encode()]), "and the search finds what is there")


def they_part(check, counsellor, visitor, case, code, world):
    visitor.do("burn")
    check(counsellor.has("case_burnt", case=case), "the counsellor learns that all was burnt")
    late = world.person("visitor", name="the visitor, too late")
    late.tell(f"return {code}")
    check(late.result().get("why") == "unknown_code", "the code is one that never was")


def ends_with(world, code, *options, role="visitor"):
    """A visitor who is not let through ends with this exit code."""
    person = world.person(role, options=["--patience", str(PATIENCE_S), *options])
    person.tell(f"open 1 {WORDS[0]}")
    person.process.stdin.close()  # who is let through ends too, with 0
    ended = person.process.wait(people.WAIT_S)
    person.catch_up()
    opened = [event for event in person.events if event and event["event"] == "opened"]
    return ended == code and not opened


def name_is_part_of_the_login(check, world):
    """PROTOCOL.md, Login: `host` is in the MAC."""
    between = impostor(world.sockets["other"], world.sockets["visitor"], world.names["visitor"])
    world.network.reach(world.socks["visitor"], world.names["other"], BAD_REQUEST)
    check(ends_with(world, 4, "--host", "unlisted.onion"), "by the onion, but with a host that the server does not list: no connection (exit 4)")
    other = f"ws://{world.names['other']}/ws"
    check(ends_with(world, 3, "--server", other), "through an impostor's onion, which calls the server by its name: login refused (exit 3)")
    check(between.passed > 0, "and the server was there")
    # The same way, by somebody who says the name that the server knows: it was the name, and nothing else.
    visitor = world.person("visitor", options=["--server", other, "--host", world.names["visitor"]])
    visitor.do(f"open 1 {WORDS[0]}")
    check(visitor.has("opened"), "the impostor hands on well")
    visitor.do("burn")


def strangers_stay_out(check, world):
    staff = world.names["staff"]
    check(world.network.ask(world.socks["visitor"], staff, BAD_REQUEST) is None, "the staff's onion service lets nobody in without the key")
    nowhere = f"ws://{'a' * 56}.onion/ws"
    check(ends_with(world, 4, "--server", nowhere), "an onion name that is none: no connection (exit 4)")


def play(counter, world):
    check = counter.check
    world.start()
    world.network.wait_for_all()
    print(f"the network stands after {world.network.lasted():.1f} s", flush=True)
    page_is_there(check, world)
    print(f"the services are reached after {world.network.lasted():.1f} s", flush=True)
    counsellor, visitor, case, code = they_talk(check, world)
    nothing_is_readable(check, world, code)
    they_part(check, counsellor, visitor, case, code, world)
    name_is_part_of_the_login(check, world)
    strangers_stay_out(check, world)
    world.stop()
    check("127." not in (world.folder / "log").read_text(), "no address in the log")


def main(arguments):
    if len(arguments) != 2 or arguments[0] in ("--help", "-h"):
        print(__doc__)
        return 2
    counter = people.Counter()
    folder = people.temporary_folder()
    network = tor_network.Network(arguments[1], folder / "tor")
    world = None
    began = time.monotonic()
    try:
        network.start()
        programme = people.make_programme(arguments[0], folder)
        (folder / "onion").mkdir(mode=0o700)
        network.wait_for_consensus()
        print(f"the relays know each other after {network.lasted():.1f} s", flush=True)
        world = OnionWorld(arguments[0], folder / "onion", programme, network)
        play(counter, world)
    except (people.Failure, OSError, ValueError) as failure:
        print(network.tell(), flush=True)
        counter.check(False, f"{failure}")
    finally:
        if world is not None:
            world.close()
        network.close()
        people.remove(folder)
    print(f"{time.monotonic() - began:.1f} s in all", flush=True)
    return counter.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
