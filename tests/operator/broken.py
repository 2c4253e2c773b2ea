#!/usr/bin/env python3
"""Broken configurations, each given to the real programs: `udvej check-config`, `udvejd --check-config` and udvejd itself say the same, with
file and line where there is one, end with 78, and nothing is listened on.

    tests/operator/broken.py build/release/bin
"""
import os
import pathlib
import shutil
import socket
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "story"))
import people

CONFIG = 78
END_S = 60
LEAST = 40  # of them, by what was promised
# Root may read what nobody may; these rights are taken away for what is tested.
AS_ANYBODY = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []


class Place:
    """A good configuration and all it names, made anew for each fault."""

    def __init__(self, folder, programme, listener):
        self.folder = folder
        self.config = folder / "udvejd.conf"
        self.port = listener.getsockname()[1]
        for name in ("data", "web"):
            (folder / name).mkdir(mode=0o700)
        (folder / "web" / "index.html").write_text("<!doctype html><title>broken</title>\n")
        shutil.copy(programme / "programme.bin", folder / "programme.bin")
        self.lines = [
            "[server]",  # line 1
            f"listen = 127.0.0.1:{self.port}, unix:{folder}/visitor.sock",
            "hosts = story.test",
            f"data = {folder}/data",
            f"web = {folder}/web",
            f"programme = {folder}/programme.bin",
            f"control = unix:{folder}/control.sock",
            "[door:1]",
            "name.en = I want out",
            "mon = 08:00-16:00",  # line 10
            "[door:2]",
            "name.en = I worry about somebody",
            "always_open = 1",
        ]
        self.write(self.text())
        self.config.chmod(0o600)

    def text(self):
        return "".join(line + "\n" for line in self.lines).encode()

    def write(self, octets):
        self.config.write_bytes(octets)

    # What one can do to it.

    def line(self, number, text):
        self.lines[number - 1] = text
        self.write(self.text())

    def add(self, number, *lines):
        """`lines` come to stand from line `number` on."""
        self.lines[number - 1:number - 1] = lines
        self.write(self.text())

    def drop(self, number):
        del self.lines[number - 1]
        self.write(self.text())

    def cut(self, octets):
        self.write(self.text()[:-octets])

    def instead(self, make):
        """Something else under the name of the configuration."""
        self.config.rename(self.folder / "good.conf")
        make(self.config)


def sealed_programme(place):
    place.lines[5] = f"programme = {place.folder}/cut.bin"
    (place.folder / "cut.bin").write_bytes((place.folder / "programme.bin").read_bytes()[:-1])
    place.write(place.text())


def changed_programme(place):
    octets = bytearray((place.folder / "programme.bin").read_bytes())
    octets[len(octets) // 2] ^= 1
    (place.folder / "programme.bin").write_bytes(octets)


def unreadable(name):
    return lambda place: (place.folder / name).chmod(0)


# What is wrong; how it is made; the line that is told (0: it is about the whole; None: it is not about the file); words of the sentence.
BROKEN = [
    # The file.
    ("no file", lambda p: p.config.unlink(), 0, "No such file"),
    ("a file that may not be read", unreadable("udvejd.conf"), 0, "Permission denied"),
    ("a file that its group may write", lambda p: p.config.chmod(0o660), 0, "others may write"),
    ("a file that all may write", lambda p: p.config.chmod(0o602), 0, "others may write"),
    ("a folder", lambda p: p.instead(lambda path: path.mkdir()), 0, "not a file"),
    ("a pipe", lambda p: p.instead(os.mkfifo), 0, "not a file"),
    ("a device", lambda p: p.instead(lambda path: path.symlink_to("/dev/zero")), 0, "not a file"),
    ("a link to nothing", lambda p: p.instead(lambda path: path.symlink_to("nothing")), 0, "No such file"),
    ("a link to itself", lambda p: p.instead(lambda path: path.symlink_to(path)), 0, "symbolic links"),
    ("a link to a file that all may write",
     lambda p: p.instead(lambda path: (path.symlink_to("good.conf"), (p.folder / "good.conf").chmod(0o666))), 0, "others may write"),
    ("an empty file", lambda p: p.write(b""), 0, "empty"),
    ("a huge file", lambda p: p.write(p.text() + b"# more\n" * 40000), 0, "larger than"),
    ("cut off in the middle of a value", lambda p: p.cut(2), 0, "cut off"),
    ("cut off in the middle of a key", lambda p: p.cut(9), 0, "cut off"),
    ("cut off in the middle of a section's name", lambda p: p.write(p.text()[:p.text().index(b"r:2]")]), 0, "cut off"),
    ("cut off behind the server", lambda p: p.write(p.text()[:p.text().index(b"[door:1]")]), 0, "no door"),
    ("a NUL octet", lambda p: p.line(9, "name.en = a\0b"), 0, "UTF-8"),
    ("lines as on another system", lambda p: p.write(p.text().replace(b"\n", b"\r\n")), 0, "line feed"),
    ("not UTF-8", lambda p: p.write(p.text().replace(b"I want out", b"Jeg s\xf8ger")), 0, "UTF-8"),
    ("UTF-16", lambda p: p.write(p.text().decode().encode("utf-16")), 0, "UTF-8"),
    ("a byte order mark", lambda p: p.write(b"\xef\xbb\xbf" + p.text()), 1, "neither"),
    ("a line that is too long", lambda p: p.add(10, "text.en = " + "a" * 1100), 10, "at most 1023"),
    ("comments alone", lambda p: p.write(b"# listen = none\n"), 0, "needs hosts"),
    # Sections and keys.
    ("the server twice", lambda p: p.add(14, "[server]", "ping_s = 20"), 15, "twice"),
    ("a door twice", lambda p: p.line(11, "[door:1]"), 12, "twice"),
    ("a key twice", lambda p: p.add(4, "hosts = other.test"), 4, "twice"),
    ("a key that there is not", lambda p: p.add(2, "colour = red"), 2, "no key 'colour'"),
    ("a key of the server in a door", lambda p: p.add(9, "ping_s = 20"), 9, "no key 'ping_s'"),
    ("a key before any section", lambda p: p.add(1, "ping_s = 20"), 1, "[server]"),
    ("a section that there is not", lambda p: p.add(8, "[dor:3]", "name.en = x"), 9, "[dor:3]"),
    ("a section that does not end", lambda p: p.line(8, "[door:1"), 8, "neither"),
    ("just words", lambda p: p.add(3, "and so on"), 3, "neither"),
    ("a needed key left out", lambda p: p.drop(3), 0, "needs hosts"),
    ("no value", lambda p: p.line(3, "hosts ="), 3, "hosts"),
    ("no door", lambda p: p.write(b"\n".join(p.text().split(b"\n")[:7]) + b"\n"), 0, "no door"),
    ("a door without a name", lambda p: p.drop(12), 0, "[door:2] needs a name"),
    ("a door beyond the last number", lambda p: p.line(11, "[door:256]"), 12, "[door:255]"),
    # A bad value of every type.
    ("a number in words", lambda p: p.add(8, "ping_s = thirty"), 8, "whole number from 1 to 600"),
    ("a number below its least", lambda p: p.add(8, "idle_days = 59"), 8, "whole number from 60"),
    ("a number beyond its most", lambda p: p.add(8, "silence_s = 1801"), 8, "to 1800"),
    ("a number that no computer holds", lambda p: p.add(8, "requests_max = 18446744073709551617"), 8, "whole number"),
    ("a mailbox that may never say anything more", lambda p: p.add(8, "mailbox_seconds = 61"), 8, "whole number from 1 to 60"),
    ("numbers that contradict each other", lambda p: p.add(8, "ping_s = 90"), 0, "longer than ping_s"),
    ("a text that is too long", lambda p: p.line(9, "name.en = " + "a" * 65), 9, "1 to 64"),
    ("a language that is none", lambda p: p.line(9, "name.EN = x"), 9, "language"),
    ("a telephone number with letters of no telephone", lambda p: p.add(9, "phone = ٤١"), 0, "ASCII"),
    ("a zone that there is not", lambda p: p.add(8, "timezone = Europe/Atlantis"), 8, "zone"),
    ("a zone that is a path", lambda p: p.add(8, "timezone = ../../../etc/passwd"), 8, "zone"),
    ("a door's zone that there is not", lambda p: p.add(9, "timezone = Midgard"), 9, "zone"),
    ("hours that end before they begin", lambda p: p.line(10, "mon = 08:00-08:00"), 10, "mon"),
    ("hours that overlap", lambda p: p.line(10, "mon = 08:00-12:00, 11:00-13:00"), 10, "mon"),
    ("hours that do not count", lambda p: p.add(14, "mon = 08:00-16:00"), 14, "contradict"),
    ("a holiday that no year has", lambda p: p.add(11, "holidays = 02-30 closed"), 11, "holidays"),
    ("an address of the network", lambda p: p.line(2, "listen = 0.0.0.0:8470"), 2, "listen"),
    ("a port that there is not", lambda p: p.line(2, "listen = 127.0.0.1:65536"), 2, "listen"),
    ("an address twice", lambda p: p.line(2, "listen = 127.0.0.1:8470, 127.0.0.1:8470"), 2, "listen"),
    ("a socket's path that is too long", lambda p: p.line(2, "listen = unix:/" + "a" * 108), 2, "listen"),
    ("a socket's path that begins nowhere", lambda p: p.line(2, "listen = unix:visitor.sock"), 2, "listen"),
    ("a control socket of the network", lambda p: p.line(7, "control = 127.0.0.1:8471"), 7, "control"),
    ("a control socket's path that is too long", lambda p: p.line(7, "control = unix:/" + "a" * 108), 7, "control"),
    ("a control socket where people are served", lambda p: p.line(7, f"control = unix:{p.folder}/visitor.sock"), 0, "of its own"),
    ("a host that is an address of a page", lambda p: p.line(3, "hosts = https://story.test/"), 3, "hosts"),
    ("a host in capitals", lambda p: p.line(3, "hosts = Story.test"), 3, "hosts"),
    # What it names.
    ("a data folder that all may enter", lambda p: (p.folder / "data").chmod(0o777), 0, "data: "),
    ("a data folder that is a file", lambda p: ((p.folder / "data").rmdir(), (p.folder / "data").write_text("")), 0, "data: "),
    ("a data folder in no folder", lambda p: p.line(4, f"data = {p.folder}/none/data"), 0, "data: "),
    ("no folder of pages", lambda p: p.line(5, f"web = {p.folder}/none"), 0, "web: "),
    ("a folder of pages without the first page", lambda p: (p.folder / "web" / "index.html").unlink(), None, "index.html"),
    ("a page that may not be read", unreadable("web/index.html"), None, "web: "),
    ("no statements", lambda p: (p.folder / "programme.bin").unlink(), 0, "programme: "),
    ("statements that may not be read", unreadable("programme.bin"), 0, "programme: "),
    ("statements that are a folder", lambda p: p.line(6, f"programme = {p.folder}/web"), 0, "programme: "),
    ("empty statements", lambda p: (p.folder / "programme.bin").write_bytes(b""), None, "programme: "),
    ("statements that were cut off", sealed_programme, None, "programme: "),
    ("statements of which a bit has changed", changed_programme, None, "programme: "),
    ("a socket in no folder", lambda p: p.line(2, f"listen = unix:{p.folder}/none/visitor.sock"), None, "none, in which it would be made"),
    ("a socket in what is no folder", lambda p: p.line(2, f"listen = unix:{p.folder}/programme.bin/visitor.sock"), None, "no folder"),
    ("a socket where nothing may be made", lambda p: ((p.folder / "locked").mkdir(0o500), p.line(2, f"listen = unix:{p.folder}/locked/visitor.sock")), None,
     "locked (Permission denied)"),
    ("a socket where a file is", lambda p: p.line(2, f"listen = unix:{p.folder}/programme.bin"), None, "no socket"),
    ("a socket where a folder is", lambda p: p.line(2, f"listen = unix:{p.folder}/web"), None, "no socket"),
    ("a socket where a link is", lambda p: (p.folder / "visitor.sock").symlink_to("nothing"), None, "no socket"),
    ("a control socket in no folder", lambda p: p.line(7, f"control = unix:{p.folder}/none/control.sock"), None, "none, in which it would be made"),
    ("a control socket where a file is", lambda p: p.line(7, f"control = unix:{p.folder}/programme.bin"), None, "no socket"),
]


def run(*words):
    return subprocess.run([*AS_ANYBODY, *words], capture_output=True, text=True, errors="replace", timeout=END_S, stdin=subprocess.DEVNULL)


def is_told(told, config, line, words):
    """`file:line: ` with these words in the same sentence; or the words alone where it is not about the file."""
    start = "" if line is None else f"{config}:{line}: "
    return any(sentence.startswith(start) and words in sentence for sentence in told.splitlines())


def is_refused(check, place, bin_dir, fault):
    what, make, line, words = fault
    make(place)
    before = sorted(path for path in place.folder.rglob("*"))
    looked = run(bin_dir / "udvej", "check-config", place.config)
    checked = run(bin_dir / "udvejd", "--config", place.config, "--check-config")
    served = run(bin_dir / "udvejd", "--config", place.config)
    codes = [done.returncode for done in (looked, checked, served)]
    check(codes == [CONFIG] * 3, f"{what}: all end with {CONFIG}: {codes}")
    check(is_told(served.stderr, place.config, line, words), f"{what}: line {line}, '{words}' is told: {served.stderr[:300]}")
    check(checked.stderr == served.stderr and looked.stderr.replace("udvej: ", "udvejd: ") == served.stderr.replace("udvej: ", "udvejd: "),
          f"{what}: all say the same: {looked.stderr[:200]} / {checked.stderr[:200]} / {served.stderr[:200]}")
    check(served.stdout + checked.stdout + looked.stdout == "" and "event=" not in served.stderr, f"{what}: nothing began")
    check(sorted(path for path in place.folder.rglob("*")) == before, f"{what}: nothing was made, no socket among it")


def a_taken_socket_is_no_fault(check, place, bin_dir):
    """Who listens there may go, so that a restart can help: not 78. The socket stays whose it is."""
    taken = place.folder / "taken.sock"
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(taken))
        other.listen()
        for number, key in ((2, "listen"), (7, "control")):
            good = place.lines[number - 1]
            place.line(2, "listen = unix:" + str(place.folder / "free.sock"))
            place.line(number, f"{key} = unix:{taken}")
            checked = run(bin_dir / "udvej", "check-config", place.config)
            served = run(bin_dir / "udvejd", "--config", place.config)
            check(checked.returncode == 0, f"{key}: where somebody listens now there is no fault: {checked}")
            check(served.returncode == 1 and f"{key}: unix:{taken} is taken" in served.stderr, f"{key}: but udvejd ends with 1: {served}")
            place.line(number, good)
        with socket.socket(socket.AF_UNIX) as guest:
            check(guest.connect_ex(str(taken)) == 0, "and who listens there is reached as before")


def nothing_to_listen_on_is_a_fault(check, place, bin_dir):
    """Under systemd it would be none, because sockets are handed over; so only udvejd can say it."""
    place.line(2, "listen = none")
    checked = run(bin_dir / "udvej", "check-config", place.config)
    served = run(bin_dir / "udvejd", "--config", place.config)
    check(checked.returncode == 0, f"who checks cannot know what will be handed over: {checked}")
    check(served.returncode == CONFIG and "no socket was handed over" in served.stderr, f"without a socket it ends with {CONFIG}: {served}")


def main(arguments):
    if len(arguments) != 1 or arguments[0] in ("--help", "-h"):
        print(__doc__)
        return 2
    counter = people.Counter()
    folder = people.temporary_folder()
    bin_dir = pathlib.Path(arguments[0])
    # Whoever began to listen would find the port taken, end with 1 and say so.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        try:
            programme = people.make_programme(bin_dir, folder)
            for number, fault in enumerate([("nothing", lambda p: None, None, ""), *BROKEN]):
                (folder / str(number)).mkdir(mode=0o700)
                place = Place(folder / str(number), programme, listener)
                if number > 0:
                    is_refused(counter.check, place, bin_dir, fault)
                    continue
                codes = [run(bin_dir / "udvej", "check-config", place.config).returncode,
                         run(bin_dir / "udvejd", "--config", place.config, "--check-config").returncode]
                served = run(bin_dir / "udvejd", "--config", place.config)
                counter.check(codes == [0, 0], f"without a fault it is good: {codes}")
                counter.check(served.returncode == 1 and f"listen: 127.0.0.1:{place.port} is taken" in served.stderr, f"and listened on, if the port were free: {served}")
                a_taken_socket_is_no_fault(counter.check, place, bin_dir)
                nothing_to_listen_on_is_a_fault(counter.check, place, bin_dir)
        except (people.Failure, OSError, subprocess.SubprocessError) as failure:
            counter.check(False, repr(failure))
        finally:
            people.remove(folder)
    print(f"{len(BROKEN)} broken configurations", flush=True)
    counter.check(len(BROKEN) >= LEAST, f"{LEAST} at least")
    return counter.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
