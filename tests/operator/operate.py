#!/usr/bin/env python3
"""A day of somebody who looks after a server: udvej as a person types it, beside a udvejd that runs and people who write.

    tests/operator/operate.py build/release/bin
"""
import json
import os
import pathlib
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time

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
    for command in re.findall(r"^  ([a-z-]+(?: [a-z]+)?)  ", told.stdout.split("Commands")[1], flags=re.M):
        told = udvej(world, *command.split(), "--help")
        check(told.returncode == 0 and told.stderr == "", f"{command} has help")
        check(all(word in told.stdout for word in ("Examples:", "Exit codes:", "Next:", f"udvej {command}")),
              f"which has examples, exit codes and what comes next: {command}")
        bad = udvej(world, *command.split(), "--no-such-option")
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
    check(findings(world) == {"cases_doorless", "doors_teamless"}, "a case behind a door that was taken away, and a door with nobody at it")
    told = udvej(world, "doctor", world.config)
    check(told.returncode == 1 and "<5 cases wait at a door" in told.stdout, "in a sentence, without the figure")
    check(not AN_ID.search(told.stdout + told.stderr), "no id is told")
    world.config.write_text(good)
    world.config.write_text(good.replace("control.sock", "other.sock"))
    check(findings(world) == {"control_silent"}, "a server that does not answer where it should")
    world.config.write_text(good.replace("always_open = 1", "mon = closed", 1))
    check(findings(world) == {"doors_closed"}, "a door that never opens")
    world.config.write_text(good)
    whole = programme.read_bytes()
    programme.write_bytes(whole[:-1])
    check("programme_unsound" in findings(world), "a programme that was cut off")
    programme.write_bytes(whole)
    version = database(world).execute("PRAGMA user_version").fetchone()[0]
    change(world, "PRAGMA user_version = 99")
    check(findings(world) == {"database_schema"}, "a database of another version")
    change(world, f"PRAGMA user_version = {version}")
    check(findings(world) == set() and world.server.poll() is None, "and all is well again; the server has not noticed")


def open_through_a_bad_proxy(world, field):
    with socket.create_connection(("127.0.0.1", world.port), 20) as s:
        s.sendall(f"GET /ws HTTP/1.1\r\nHost: {people.HOST}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                  f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{field}\r\n\r\n".encode())
        return b" 101 " in s.recv(65536)


def a_proxy_that_passes_on_too_much_is_told(check, world):
    """By the running server, in fives; nobody's address is in what is told, nor anywhere else in the server (41-marked)."""
    for _ in range(4):
        check(open_through_a_bad_proxy(world, "X-Forwarded-For: 203.0.113.9"), "the opening is taken")
    open_through_a_bad_proxy(world, "X-Forwarded-Proto: https")
    check("\nudvej_forwarded_openings_total 0\n" in ask(world, "/metrics")[1] and findings(world) == set(), "fewer than five may be anybody's")
    open_through_a_bad_proxy(world, "via: 1.1 proxy")
    check("\nudvej_forwarded_openings_total 5\n" in ask(world, "/metrics")[1], "five are told")
    told = udvej(world, "doctor", world.config)
    check(findings(world) == {"forwarded"} and "5 or more openings" in told.stdout, f"the doctor hears of it: {told.stdout}")
    check("203.0.113.9" not in told.stdout + told.stderr + (world.folder / "log").read_text(), "and of nobody")
    world.stop()
    world.start()
    check(findings(world) == set(), "a server that was started again has seen none")


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
    told = ask(world, "/metrics")[1]
    for line in ('udvej_cases{door="1",state="waiting"} 0', 'udvej_cases{door="2",state="waiting"} 5',
                 'udvej_cases{door="1",state="claimed"} 0'):
        check(f"\n{line}\n" in told, f"metrics tell {line}")
    for visitor in visitors:
        visitor.do("burn")
    check(findings(world) == set(), "what was burnt leaves nothing behind")


# ---- the list of acts -------------------------------------------------------------------------------------

def acts_are_listed(check, world):
    first, second, bad = (world.folder / name for name in ("acts-1", "acts-2", "acts-bad"))
    done = udvej(world, "audit", "export", "--out", first, world.config)
    check(done.returncode == 0 and f"{first}: entries 1 to 1, head " in done.stdout and done.stderr == "", f"a list is written: {done}")
    check(first.stat().st_mode & 0o777 == 0o600 and " claim " in first.read_text(), "for its owner alone, with the claim in it")
    check(udvej(world, "audit", "export", "--out", first, world.config).returncode == 1, "and is not replaced")
    case = database(world).execute("SELECT hex(case_id) FROM cases WHERE state = 2").fetchone()[0].lower()
    check(len(case) == 32 and case not in first.read_text(), "no case is in it")
    holder = world.person("counsellor", "counsellor-1", "who closes")
    holder.has("ready")
    holder.do(f"close {case}")
    holder.has("closed", case=case)
    holder.do(f"reopen {case}")
    holder.has("reopened", case=case)
    holder.leave()
    check(udvej(world, "audit", "export", "--out", second, world.config).returncode == 0, "a later one is written")
    done = udvej(world, "audit", "verify", "--after", first, second)
    check(done.returncode == 0 and "entries 1 to 3" in done.stdout, "it goes on from the first")
    done = udvej(world, "audit", "verify", "--after", second, first)
    check(done.returncode == 1 and done.stdout == "" and "missing at the end" in done.stderr, "but not the other way round")
    bad.write_text(second.read_text().replace(" close ", " reopen "))
    done = udvej(world, "audit", "verify", bad)
    check(done.returncode == 1 and f"{bad}:4: entry 2 does not give its head" in done.stderr, f"what was changed is named: {done.stderr}")


# ---- the control socket ---------------------------------------------------------------------------------

def ask(world, path):
    """Gives status and body."""
    with socket.socket(socket.AF_UNIX) as s:
        s.settimeout(20)
        s.connect(str(world.folder / "control.sock"))
        s.sendall(f"GET {path} HTTP/1.1\r\n\r\n".encode())
        data = b""
        while piece := s.recv(65536):
            data += piece
    head, body = data.decode().split("\r\n\r\n", 1)
    return int(head.split(" ")[1]), body


def wait_for(world, path, status):
    """How long it took, or None."""
    began = time.monotonic()
    while time.monotonic() - began < 30:
        if ask(world, path)[0] == status:
            return time.monotonic() - began
        time.sleep(0.1)
    return None


def readiness_is_told(check, world):
    """A disk that cannot be written: the loop turns, people are not served; and then they are again."""
    check(ask(world, "/readyz") == (200, "ready\n"), "ready")
    lock = sqlite3.connect(world.folder / "data" / "udvej.db", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    check(wait_for(world, "/readyz", 503) is not None and ask(world, "/readyz")[1] == "the store is failing\n", "not ready")
    check(ask(world, "/healthz") == (200, "ok\n"), "but alive")
    lock.execute("ROLLBACK")
    lock.close()
    check(wait_for(world, "/readyz", 200) is not None, "ready again, though nobody writes")
    writer = world.person("visitor")
    writer.do("open 2 the first that is kept again")
    writer.has("opened")
    writer.do("burn")
    check(re.search(r"^udvej_turns_failed_total [1-9]", ask(world, "/metrics")[1], flags=re.M), "and it was counted")


# ---- backups -------------------------------------------------------------------------------------------

def keys(check, world):
    """A recovery key and another, as made on a machine that is not the server's."""
    for name in ("recovery", "other"):
        words = subprocess.run([world.bin / "udvej-keys", "passphrase"], capture_output=True, text=True, check=True).stdout
        done = udvej(world, "backup-keygen", "--key", world.folder / f"{name}.key", "--public", world.folder / f"{name}.public",
                     "--passphrase-file", "-", stdin=words)
        check(done.returncode == 0 and done.stdout == "" and done.stderr == "", f"{name} is made")
        (world.folder / f"{name}.passphrase").write_text(words)
        (world.folder / f"{name}.passphrase").chmod(0o600)
    check((world.folder / "recovery.key").stat().st_mode & 0o777 == 0o600, "the secret half is private")
    check(len((world.folder / "recovery.public").read_text()) == 65, "the public half is a line")


def backup(world, name):
    return udvej(world, "backup", "--to", world.folder / "recovery.public", "--out", world.folder / name, world.config)


def restore(world, path, *words, key="recovery"):
    return udvej(world, "restore", "--key", world.folder / f"{key}.key", "--passphrase-file", world.folder / f"{key}.passphrase",
                 *words, path)


def ids_of_mail(folder):
    db = sqlite3.connect(f"file:{folder}/udvej.db?mode=ro", uri=True)
    ids = {row for row in db.execute("SELECT b.principal, e.msg_id FROM envelope e JOIN box b ON b.id = e.box")}
    db.close()
    return ids


def salts_of(folder):
    octets = (folder / "salts").read_bytes()
    return {octets[at:at + 32] for at in range(0, len(octets), 128)} - {bytes(32)}


def backups_are_made_while_people_write(check, world):
    """Each holds all that was acknowledged before it began, and nobody waits long for one."""
    visitor = world.person("visitor", name="who writes all the time")
    visitor.do("open 2 the first of many")
    visitor.has("opened")
    slowest = 0.0
    for number in range(3):
        before = ids_of_mail(world.folder / "data")
        running = subprocess.Popen([world.bin / "udvej", "backup", "--to", world.folder / "recovery.public", "--out",
                                    world.folder / f"busy-{number}", world.config], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        writers = [world.person("visitor") for _ in range(3)]
        for writer in writers:
            began = time.monotonic()
            writer.do("open 2 while a backup is made")
            slowest = max(slowest, time.monotonic() - began)
        check(running.wait(60) == 0, "a backup is made")
        done = restore(world, world.folder / f"busy-{number}", "--data", world.folder / f"restored-{number}")
        check(done.returncode == 0, f"and restored: {done.stderr}")
        held = ids_of_mail(world.folder / f"restored-{number}")
        check(before <= held and len(before) >= 3 + number, f"with all {len(before)} envelopes from before it, and {len(held)} in all")
    check(slowest < 3, f"the slowest writer waited {slowest:.2f} s")
    check({path.name for path in (world.folder / "data").iterdir()} <= {"salts", "service.key", "udvej.db", "udvej.db-wal", "udvej.db-shm"},
          "nothing is left in the data folder")


def broken_backups_are_refused(check, world):
    made = backup(world, "good")
    check(made.returncode == 0 and "octets" in made.stdout and "shred salts are in no backup" in made.stderr,
          "a backup says what it does not hold")
    check(backup(world, "good").returncode == 1, "and is not replaced")
    check((world.folder / "good").stat().st_mode & 0o777 == 0o600, "it is private")
    temporary = world.folder / "temporary"
    temporary.mkdir(mode=0o700)
    os.environ["TMPDIR"] = str(temporary)
    done = restore(world, world.folder / "good", "--dry-run", "--json")
    check(done.returncode == 0 and json.loads(done.stdout) == {"ok": True, "days": 0, "restored": False}, "a dry run says it is whole")
    check(list(temporary.iterdir()) == [], "and leaves nothing")
    done = restore(world, world.folder / "good", "--dry-run", key="other")
    check(done.returncode == 1 and "not sealed to this key" in done.stderr, "another key does not open it")
    whole = (world.folder / "good").read_bytes()
    piece = 65536 + 17
    for name, octets in (("in its head", whole[:50]), ("behind its head", whole[:121]), ("in a piece", whole[:30000]),
                         ("between two pieces", whole[:121 + piece]), ("before its last octet", whole[:-1]), ("to nothing", b""),
                         ("but for an octet more", whole + b"x"), ("but for a bit", whole[:9000] + bytes([whole[9000] ^ 4]) + whole[9001:])):
        (world.folder / "bad").write_bytes(octets)
        done = restore(world, world.folder / "bad", "--data", world.folder / "nowhere")
        check(done.returncode == 1 and done.stdout == "" and not list((world.folder / "nowhere").iterdir()), f"cut {name}: refused")
    done = restore(world, world.folder / "good", "--data", world.folder / "data")
    check(done.returncode == 1 and "not empty" in done.stderr, "never over a server that is there")
    check(not salts_of(world.folder / "data") & {whole[at:at + 32] for at in range(len(whole) - 31)}, "no salt in the file")


def the_servers_key_is_certified(check, world):
    """A whole ceremony: the public half from the server, two supervisors, a new snapshot; the server reads it at its next start."""
    told = udvej(world, "service-key", "--json", world.config)
    public = json.loads(told.stdout)["public"]
    check(told.returncode == 0 and udvej(world, "service-key", world.config).stdout == public + "\n", "the public half is told")
    request, programme = world.folder / "server.cert", world.programme / "programme.bin"
    made_min = programme.stat().st_mtime // 60

    def keys_do(*words):
        done = subprocess.run([world.bin / "udvej-keys", *words], capture_output=True, text=True, timeout=60)
        check(done.returncode == 0, f"udvej-keys {words[0]} {words[1]}: {done.stderr}")
        return done.stdout

    def signer(name):
        return ("--key", world.programme / "keys" / f"{name}.key", "--passphrase-file", world.programme / "keys" / f"{name}.passphrase")

    keys_do("service", "request", "--public", public, "--out", request)
    check(f'"public":"{public}"' in keys_do("show", request), "the request can be looked at")
    keys_do("staff", "sign", "--programme", programme, *signer("supervisor-a"), request)
    done = subprocess.run([world.bin / "udvej-keys", "programme", "add", "--programme", programme, request], capture_output=True, text=True)
    check(done.returncode == 1 and "certificate of the server's key" in done.stderr, "one signature is not enough")
    keys_do("staff", "sign", "--programme", programme, *signer("supervisor-b"), request)
    keys_do("programme", "add", "--programme", programme, request)
    while time.time() // 60 <= made_min:  # ages of snapshots are told in whole minutes
        time.sleep(1)
    keys_do("snapshot", "--programme", programme, *signer("supervisor-a"))
    check(f'"service":"{public}"' in keys_do("check", programme), "the programme has it")


def a_server_goes_on_from_a_backup(check, world, code):
    """The disk is lost. The visitor who is away comes back to the mail that waited, sealed anew by who sent it."""
    salts = salts_of(world.folder / "data")
    check(len(salts) >= 3 and world.crashes == 0, "there are salts to look for")
    check(backup(world, "last").returncode == 0, "the last backup")
    world.kill()
    (world.folder / "data").rename(world.folder / "lost")
    done = restore(world, world.folder / "last", "--data", world.folder / "data")
    check(done.returncode == 0 and "restored" in done.stdout and "asked to seal it again" in done.stderr, "is restored")
    octets = (world.folder / "data" / "udvej.db").read_bytes()
    check(not any(salt[at:at + 16] in octets for salt in salts for at in (0, 16)), "and holds no salt")
    check(findings(world) == set(), "the doctor finds nothing wrong before the server starts")
    check(not (world.folder / "data" / "service.key").exists(), "nor the key for receipts")
    done = udvej(world, "service-key", world.config)
    check(done.returncode == 1 and "there is no key yet" in done.stderr, "which the first start makes")
    world.start()
    check(findings(world) == {"service_uncertified"}, "after that only the new key for receipts is not certified")
    the_servers_key_is_certified(check, world)
    check(findings(world) == {"snapshot_unserved"}, "and then that the running server has not read the new snapshot")
    world.server.send_signal(signal.SIGHUP)
    check(ask(world, "/readyz") == (200, "ready\n") and "event=restart_to_reload" in (world.folder / "log").read_text(),
          "what reads files anew elsewhere leaves it running, and it says that it takes a restart")
    check(findings(world) == {"snapshot_unserved"}, "without which nothing is read")
    world.stop()
    world.start()
    check(findings(world) == set(), "after it nothing is wrong")
    holder = world.person("counsellor", "counsellor-1")
    holder.take_up_duty()
    visitor = world.person("visitor", name="the visitor, back")
    visitor.do(f"return {code}")
    visitor.has("message", text="read this when you come back")
    check(True, "mail from before the loss is read after it")
    visitor.do("send and I answer")
    holder.has("message", text="and I answer")
    visitor.do("disconnect")
    check(findings(world) == set(), "and all is well")
    visitor.do("burn")
    (world.folder / "receipt").write_text(visitor.has("burnt")["receipt"])
    done = udvej(world, "verify-receipt", world.programme / "programme.bin", world.folder / "receipt")
    check(done.returncode == 0 and "kept nothing" in done.stdout, f"and who deletes gets a receipt that holds: {done.stderr}")
    key = world.folder / "data" / "service.key"
    whole = key.read_bytes()
    key.write_bytes(whole[:-1])
    check(findings(world) == {"service_unsound"}, "half a key is found")
    check(not AN_ID.search(udvej(world, "doctor", world.config).stdout), "without telling any of it")
    key.write_bytes(whole)


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
    code = visitor.do("code")["code"]
    visitor.do("send I am here")
    holder.has("message", text="I am here")
    visitor.do("disconnect")
    holder.do(f"answer {case} read this when you come back")
    waiting = world.person("visitor", name="who waits")
    waiting.do("open 1 a case that waits")
    waiting.has("opened")
    holder.leave()
    return code


def main(arguments):
    if len(arguments) != 1 or arguments[0] in ("--help", "-h"):
        print(__doc__)
        return 2
    counter = people.Counter()
    folder = people.temporary_folder()
    programme = people.make_programme(arguments[0], folder)
    (folder / "day").mkdir(mode=0o700)
    world = people.World(arguments[0], folder / "day", programme, f"control = unix:{folder}/day/control.sock\n")
    try:
        command_line_is_clear(counter.check, world)
        configuration_is_checked(counter.check, world)
        code = begin(world)
        doctor_finds(counter.check, world)
        a_proxy_that_passes_on_too_much_is_told(counter.check, world)
        figures_are_counted(counter.check, world)
        acts_are_listed(counter.check, world)
        readiness_is_told(counter.check, world)
        keys(counter.check, world)
        backups_are_made_while_people_write(counter.check, world)
        broken_backups_are_refused(counter.check, world)
        a_server_goes_on_from_a_backup(counter.check, world, code)
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
