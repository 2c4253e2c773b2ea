#!/usr/bin/env python3
"""A day of somebody who looks after a server: udvej as a person types it, beside a udvejd that runs and people who write.

    tests/operator/operate.py build/release/bin
"""
import json
import pathlib
import re
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "story"))
import people

MACHINE = {"swap_on", "core_dumps_on", "disk_nearly_full"}  # what this machine may have, whatever the server does
AN_ID = re.compile(r"[0-9a-f]{8}")


def udvej(world, *words, stdin=None):
    return subprocess.run([world.bin / "udvej", *words], capture_output=True, text=True, timeout=120, input=stdin)


def findings(world):
    """What the doctor says of the server, without what is the machine's."""
    done = udvej(world, "doctor", "--json", world.config)
    told = json.loads(done.stdout)
    if told["ok"] != (done.returncode == 0) or told["ok"] != (not told["findings"]):
        raise people.Failure(f"the doctor contradicts itself: {done}")
    return {finding["finding"] for finding in told["findings"]} - MACHINE


def database(world):
    return sqlite3.connect(world.folder / "data" / "udvej.db")


def change(world, *lines):
    with database(world) as db:
        for line in lines:
            db.execute(line)
    db.close()


# ---- how it is used ------------------------------------------------------------------------------------

def command_line_is_clear(check, world):
    told = udvej(world, "--help")
    check(told.returncode == 0 and told.stdout.index("Examples") < told.stdout.index("Commands"), "help, examples first")
    for command in re.findall(r"^  ([a-z-]+)  ", told.stdout.split("Commands")[1], flags=re.M):
        told = udvej(world, command, "--help")
        check(told.returncode == 0 and told.stderr == "", f"{command} has help")
        check(all(word in told.stdout for word in ("Examples:", "Exit codes:", "Next:", f"udvej {command}")),
              f"which has examples, exit codes and what comes next: {command}")
        bad = udvej(world, command, "--no-such-option")
        check(bad.returncode == 2 and bad.stdout == "" and f"udvej {command} --help" in bad.stderr, f"{command}: wrong use is 2")
    for words in ((), ("nonsense",), ("doctor",), ("doctor", "a", "b"), ("status", "--json")):
        done = udvej(world, *words)
        check(done.returncode == 2 and done.stdout == "" and "--help" in done.stderr, f"{words}: wrong use is 2")
    told = udvej(world, "doctor", world.config)
    check("\x1b" not in told.stdout + told.stderr, "without colours")


def configuration_is_checked(check, world):
    done = udvej(world, "check-config", world.config)
    check(done.returncode == 0 and done.stdout == f"{world.config}: good\n" and done.stderr == "", "a good one is good")
    good = world.config.read_text()
    for fault, line, words in (("silence_s = 3000\n", 2, "whole number"), ("nonsense = 1\n", 2, "no key 'nonsense'")):
        world.config.write_text(good.replace("[server]\n", "[server]\n" + fault))
        for command in ("check-config", "doctor", "status"):
            done = udvej(world, command, world.config)
            check(done.returncode == 78 and f"{world.config}:{line}: " in done.stderr and words in done.stderr
                  and done.stdout == "", f"{command} tells {fault.strip()} by file and line")
        same = subprocess.run([world.bin / "udvejd", "--config", world.config, "--check-config"], capture_output=True, text=True)
        check((same.returncode, same.stderr) == (done.returncode, done.stderr), "as udvejd does")
    world.config.write_text(good)
    (world.folder / "web" / "index.html").rename(world.folder / "web" / "away")
    done = udvej(world, "check-config", "--json", world.config)
    check(done.returncode == 78 and json.loads(done.stdout) == {"ok": False} and "index.html" in done.stderr,
          "what start-up reads beyond the text is checked too")
    (world.folder / "web" / "away").rename(world.folder / "web" / "index.html")


# ---- what is found --------------------------------------------------------------------------------------

def doctor_finds(check, world):
    check(findings(world) == set(), "nothing is wrong with a server that people use")
    path = world.folder / "data" / "udvej.db"
    path.chmod(0o644)
    check(findings(world) == {"files_open"}, "a file that others can read")
    path.chmod(0o600)
    programme = world.programme / "programme.bin"
    programme.chmod(0o666)
    check(findings(world) == {"programme_open"}, "a programme that others can write")
    programme.chmod(0o644)
    good = world.config.read_text()
    world.config.write_text(good.replace("[door:1]", "[door:3]"))
    check(findings(world) == {"cases_doorless"}, "a case behind a door that was taken away")
    told = udvej(world, "doctor", world.config)
    check(told.returncode == 1 and "<5 cases wait at a door" in told.stdout, "in a sentence, without the figure")
    check(not AN_ID.search(told.stdout + told.stderr), "no id is told")
    world.config.write_text(good)
    whole = programme.read_bytes()
    programme.write_bytes(whole[:-1])
    check("programme_unsound" in findings(world), "a programme that was cut off")
    programme.write_bytes(whole)
    change(world, "PRAGMA user_version = 99")
    check(findings(world) == {"database_schema"}, "a database of another version")
    change(world, "PRAGMA user_version = 3")
    check(findings(world) == set() and world.server.poll() is None, "and all is well again; the server has not noticed")


def figures_are_counted(check, world):
    told = udvej(world, "status", world.config)
    check(told.returncode == 0 and "door 1: <5 waiting, <5 claimed, <5 closed\n" in told.stdout and told.stderr == "",
          "small figures are not told")
    visitors = []
    for _ in range(5):
        visitors.append(world.person("visitor"))
        visitors[-1].do("open 2 one of five")
        visitors[-1].has("opened")
    told = json.loads(udvej(world, "status", "--json", world.config).stdout)
    check(told["doors"] == [{"door": 1, "waiting": "<5", "claimed": "<5", "closed": "<5"},
                            {"door": 2, "waiting": 5, "claimed": "<5", "closed": "<5"}], f"five are told: {told}")
    check(told["envelopes"] >= 5 and told["mebibytes"] == "<5" and told["elsewhere"] == "<5", "and their envelopes")
    for visitor in visitors:
        visitor.do("burn")
    check(findings(world) == set(), "what was burnt leaves nothing behind")


# ---- the day --------------------------------------------------------------------------------------------

def begin(world):
    """A claimed case whose visitor is away with mail, and one that waits."""
    world.start()
    holder = world.person("counsellor", "counsellor-1")
    holder.take_up_duty()
    visitor = world.person("visitor", name="the visitor")
    visitor.do("open 1 a claimed case")
    case = visitor.has("opened")["case"]
    holder.has("intake", case=case)
    holder.do(f"claim {case}")
    visitor.has("state", state="claimed")
    visitor.do("send I am here")
    holder.has("message", text="I am here")
    visitor.do("disconnect")
    holder.do(f"answer {case} read this when you come back")
    waiting = world.person("visitor", name="who waits")
    waiting.do("open 1 a case that waits")
    waiting.has("opened")
    holder.leave()


def main(arguments):
    if len(arguments) != 1 or arguments[0] in ("--help", "-h"):
        print(__doc__)
        return 2
    counter = people.Counter()
    folder = people.temporary_folder()
    programme = people.make_programme(arguments[0], folder)
    (folder / "day").mkdir(mode=0o700)
    world = people.World(arguments[0], folder / "day", programme)
    try:
        command_line_is_clear(counter.check, world)
        configuration_is_checked(counter.check, world)
        begin(world)
        doctor_finds(counter.check, world)
        figures_are_counted(counter.check, world)
        world.stop()
        counter.check(findings(world) == set(), "nothing is wrong with a server that has stopped")
    except (people.Failure, OSError, ValueError, KeyError) as failure:
        counter.check(False, repr(failure))
    finally:
        world.close()
        people.remove(folder)
    return counter.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
