#!/usr/bin/env python3
"""A visitor writes while no counsellor is there, under a snapshot that none of them has ever seen: can it be read, and claimed?

Examples:
  tests/story/weekend.py build/release/bin

Counsellors go home; the supervisor renews the snapshot, and takes a colleague into the programme; a visitor writes; the supervisor renews it again.
"""

import pathlib
import shutil
import sys

import people


class Weekend:
    """A world whose programme changes while it is served: the server reads it when it starts."""

    def __init__(self, bin_dir, folder, made):
        folder.mkdir(mode=0o700)
        self.keys = bin_dir / "udvej-keys"
        self.programme = folder / "programme"
        shutil.copytree(made, self.programme)
        self.world = people.World(bin_dir, folder, self.programme)

    def run_keys(self, command, *arguments):
        people.run_quietly([self.keys, *command.split(), "--programme", self.programme / "programme.bin", *arguments])

    def signing(self, who):
        keys = self.programme / "keys"
        return ["--key", keys / f"{who}.key", "--passphrase-file", keys / f"{who}.passphrase"]

    def renew(self):
        self.run_keys("snapshot", *self.signing("supervisor-a"))
        self.world.stop()
        self.world.start()

    def add_colleague(self):
        request = self.programme / "newcomer.cert"
        shutil.copy(self.programme / "keys" / "mentor-1.passphrase", self.programme / "keys" / "newcomer.passphrase")
        self.run_keys("staff request", "--role", "mentor", "--label", "Newcomer", "--out", request, *self.signing("newcomer"))
        for supervisor in ("supervisor-a", "supervisor-b"):
            self.run_keys("staff sign", *self.signing(supervisor), request)
        self.run_keys("programme add", request)

    def come_and_go(self):
        for key in ("counsellor-1", "counsellor-2"):
            counsellor = self.world.person("counsellor", key)
            counsellor.take_up_duty()
            counsellor.leave()
            counsellor.vanish()

    def write(self, text):
        visitor = self.world.person("visitor")
        visitor.do(f"open 1 {text}")
        case = visitor.has("opened")["case"]
        visitor.leave()
        visitor.vanish()
        return case


def play(bin_dir, folder, counter):
    weekend = Weekend(bin_dir, folder / "weekend", people.make_programme(bin_dir, folder))
    weekend.world.start()
    try:
        weekend.come_and_go()
        weekend.renew()
        weekend.add_colleague()
        cases = [weekend.write("on Saturday")]
        weekend.renew()
        cases.append(weekend.write("on Sunday"))
        weekend.renew()
        counsellors = [weekend.world.person("counsellor", key) for key in ("counsellor-1", "counsellor-2")]
        for counsellor, case, text in zip(counsellors, cases, ("on Saturday", "on Sunday")):
            counsellor.take_up_duty()
            counter.check(counsellor.has("intake", case=case)["text"] == text, f"{counsellor.name} does not read what was said {text}")
            counsellor.do(f"claim {case}")
            counter.check(counsellor.has("claimed", case=case) is not None, f"{counsellor.name} did not get {case}")
            counter.check(not counsellor.all("stopped"), f"{counsellor.name} stopped: {counsellor.all('stopped')}")
    finally:
        weekend.world.close()


def main(arguments):
    if not arguments or arguments[0] in ("--help", "-h"):
        print(__doc__)
        return 0 if arguments else 2
    counter = people.Counter()
    folder = people.temporary_folder()
    try:
        play(pathlib.Path(arguments[0]), folder, counter)
    except (people.Failure, OSError, ValueError) as failure:
        counter.check(False, str(failure))
    if counter.failed == 0:
        people.remove(folder)
    else:
        print(f"everything is kept in {folder}")
    return counter.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
