#!/usr/bin/env python3
"""The beginning, the end and the looks from outside: udvej init, purge, metrics, verify-client, as a person types them.

    tests/operator/tools.py build/release/bin
"""
import contextlib
import hashlib
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "story"))
import people
from socks import Socks

MACHINE = {"swap_on", "core_dumps_on", "disk_nearly_full"}  # what this machine may have, whatever the server does
SOMEBODY = 61234  # a user without a name, as the unit's is while the service is stopped
WITHOUT_RIGHTS = ["setpriv", "--bounding-set", "-all"] if os.geteuid() == 0 else []  # as the unit runs, and anybody of its user
LONG_AGO = 1000  # a day that every limit lies behind


def udvej(bin_dir, *words):
    return subprocess.run([str(word) for word in (bin_dir / "udvej", *words)], capture_output=True, text=True, timeout=120,
                          env={**os.environ, "https_proxy": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"})


# ---- memory ---------------------------------------------------------------------------------------------------

def become(process, name, patience_s=30):
    """Waits until what was started runs the program it was started for: until then it is setpriv, which still has the rights."""
    until = time.monotonic() + patience_s
    while pathlib.Path(f"/proc/{process.pid}/comm").read_text() != f"{name}\n":
        if time.monotonic() > until:
            raise people.Failure(f"{name} does not begin")
        time.sleep(0.01)


def nobody_looks_inside(check, server):
    """Into the memory of a server: who has no right over all processes is kept out, also with the same user; a program of no secrets lets them in."""
    other = subprocess.Popen([*WITHOUT_RIGHTS, "sleep", "60"])
    try:
        become(other, "sleep")
        for pid, is_open in ((other.pid, True), (server.pid, False)):
            done = subprocess.run([*WITHOUT_RIGHTS, "head", "-c", "1", f"/proc/{pid}/environ"], capture_output=True, text=True)
            check((done.returncode == 0) == is_open, f"{'anybody' if is_open else 'nobody'} looks inside: {done}")
    finally:
        other.kill()
        other.wait()


# ---- init ------------------------------------------------------------------------------------------------

def modes_of(folder):
    return {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}


def contents_of(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def a_demo_is_made_once(check, bin_dir, folder, web):
    demo = folder / "demo"
    done = udvej(bin_dir, "init", "--demo", "--folder", demo, "--web", web, "--listen", f"unix:{folder}/demo.sock", "--json")
    check(done.returncode == 0 and json.loads(done.stdout) == {"ok": True, "configuration": f"{demo}/udvejd.conf"}, f"a demo is made: {done}")
    check(demo.stat().st_mode & 0o777 == 0o700 and modes_of(demo)["data"] == 0o700, "its keys are for nobody else")
    told = json.loads((demo / "programme.json").read_text())
    check(told["deployment_id"] == (demo / "programme/deployment_id").read_text().strip() and told["relay"] == "/ws", "the pages are told the programme")
    server = subprocess.Popen([*WITHOUT_RIGHTS, bin_dir / "udvejd", "--config", demo / "udvejd.conf"], stderr=subprocess.PIPE, text=True)
    ready = next((line for line in server.stderr if "event=ready" in line), "")  # how many descriptors there are may be said before
    check("event=ready doors=2 staff=5" in ready, f"and udvejd serves it: {ready}")
    nobody_looks_inside(check, server)
    server.terminate()
    check(server.wait(30) == 0, "until it is told to stop")
    before = contents_of(demo)
    done = udvej(bin_dir, "init", "--demo", "--folder", demo, "--web", web)
    check(done.returncode == 1 and "there already" in done.stderr and contents_of(demo) == before, "a second time it replaces nothing")
    (demo / "udvejd.conf").unlink()
    done = udvej(bin_dir, "init", "--demo", "--folder", demo, "--web", web)
    check(done.returncode == 1 and "programme.json is there already" in done.stderr, "neither where a part of it is there")
    check("udvejd.conf" not in modes_of(demo), "and then makes nothing else")
    return demo


def a_folder_below_run_comes_with_the_start(check, bin_dir, config, text):
    """The unit makes it when the service starts: nobody who checks while it is stopped needs it, and a start without it is none."""
    missing = f"/run/udvej-missing-{os.getpid()}"
    config.write_text(text.replace("/run/udvejd", missing).replace("listen = none", f"listen = unix:{missing}/visitor.sock"))
    for words in ((bin_dir / "udvej", "check-config", config), (bin_dir / "udvejd", "--config", config, "--check-config")):
        done = subprocess.run(words, capture_output=True, text=True, timeout=60)
        check(done.returncode == 0 and done.stderr == "", f"a folder that comes with the start is not missed before: {done}")
    done = subprocess.run([bin_dir / "udvejd", "--config", config], capture_output=True, text=True, timeout=60)
    check(done.returncode == 78 and f"no folder {missing}, in which" in done.stderr, f"the start itself misses it: {done}")
    config.write_text(text.replace("/run/udvejd", "/tmp/udvej-missing/run/x"))
    done = udvej(bin_dir, "check-config", config)
    check(done.returncode == 78 and "no folder" in done.stderr, "and elsewhere nobody makes one")
    config.write_text(text)


def a_real_one_begins_closed(check, bin_dir, folder, demo, web):
    def words(name, **more):
        options = {"folder": folder / name, "programme": demo / "programme/programme.bin", "hosts": "exit.example", "data": folder / name / "kept",
                   "hotline": "41 74 90 90", "hotline_hours": "8-22", "web": web, **more}
        return ["init", *(word for key, value in options.items() for word in (f"--{key.replace('_', '-')}", value))]

    done = udvej(bin_dir, *words("real"))
    real = folder / "real"
    check(done.returncode == 0 and done.stdout == f"{real}/udvejd.conf\n" and "closed" in done.stderr, f"a real one is made: {done}")
    check(modes_of(real) == {"udvejd.conf": 0o644, "programme.json": 0o644, "kept": 0o700} and real.stat().st_mode & 0o777 == 0o755,
          f"which another user may read, but for what is kept: {modes_of(real)}")
    text = (real / "udvejd.conf").read_text()
    check("listen = none" in text and "always_open" not in text and "mon =" not in text.replace("`mon =", ""), "it listens nowhere, and its doors are closed")
    check(all(text.count(f"name.{language} = ") == 2 for language in ("da", "en", "ar", "tr", "so", "ur")), "in six languages")
    check("\ncontrol = unix:/run/udvejd/control.sock\n" in text, "but where the doctor asks")
    check(udvej(bin_dir, "check-config", real / "udvejd.conf").returncode == 0, "udvejd takes it")
    told = json.loads(udvej(bin_dir, "doctor", "--json", real / "udvejd.conf").stdout)
    check({finding["finding"] for finding in told["findings"]} - MACHINE == {"doors_closed"}, f"of which the doctor says so: {told}")
    a_folder_below_run_comes_with_the_start(check, bin_dir, real / "udvejd.conf", text)
    done = udvej(bin_dir, *words("loose", listen=f"unix:{folder}/loose.sock", exit_url="http://exit.example/now"))
    check(done.returncode == 0 and "control =" not in (folder / "loose/udvejd.conf").read_text(), "one without systemd has no folder below /run")
    done = udvej(bin_dir, *words("bad", hosts="EXIT"))
    check(done.returncode == 78 and set(modes_of(folder / "bad")) == {"kept"}, "a value that udvejd refuses leaves no configuration")
    for more in ({"hotline": '41"74'}, {"hosts": "a\nlisten = 0.0.0.0:80"}, {"exit_url": "https://x/\\"}):
        done = udvej(bin_dir, *words("worse", **more))
        check(done.returncode == 2 and not (folder / "worse").exists(), f"{more}: nothing is smuggled in")
    for more in ({"exit_url": "ftp://x/"}, {"exit_url": "javascript:alert(1)"}, {"exit_url": "https://"}, {"exit_url": "https://x/a b"},
                 {"exit_url": "HTTPS://x/"}, {"exit_url": "https://x/\u00a0"}, {"hotline": "NUMBER"}, {"hotline": "41"}, {"hotline": "1" * 25}):
        done = udvej(bin_dir, *words("worse", **more))
        check(done.returncode == 2 and "the pages take no other" in done.stderr and not (folder / "worse").exists(), f"{more}: no page would start with it")
    done = udvej(bin_dir, *words("worse", programme=folder / "none"))
    check(done.returncode == 1 and "is not there" in done.stderr and not (folder / "worse/udvejd.conf").exists(), "without a programme there is none")
    check(udvej(bin_dir, "init", "--folder", folder / "worse").returncode == 2, "and what it is to be must be said")


# ---- metrics ---------------------------------------------------------------------------------------------

def metrics_are_printed(check, world):
    done = udvej(world.bin, "metrics", world.config)
    check(done.returncode == 0 and "\nudvej_ready 1\n" in done.stdout and done.stdout.endswith("# EOF\n") and done.stderr == "",
          f"metrics are printed whole: {done.stderr}")


def metrics_need_somebody(check, world):
    done = udvej(world.bin, "metrics", world.config)
    check(done.returncode == 1 and done.stdout == "" and "/metrics cannot be fetched" in done.stderr, "without a server there are none")
    text = world.config.read_text()
    world.config.write_text("".join(line for line in text.splitlines(True) if not line.startswith("control")))
    done = udvej(world.bin, "metrics", world.config)
    check(done.returncode == 78 and "control = unix:" in done.stderr, "nor without a control socket")
    world.config.write_text(text)


# ---- verify-client ---------------------------------------------------------------------------------------

def write_pages(folder):
    for name, data in {"index.html": b"<!doctype html>1", "counsellor/index.html": b"<!doctype html>2", "assets/core-1.wasm": bytes(range(256)) * 4000}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    files = {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in contents_of(folder)}
    (folder / "manifest.json").write_text(json.dumps({"hash": "sha256", "files": files}, indent=2) + "\n")


def pages_are_compared(check, world):
    socks, site = Socks(world.port), f"http://{people.HOST}"
    kept = world.folder / "built"
    subprocess.run(["cp", "-r", world.folder / "web", kept], check=True)

    def verify(*words):
        return udvej(world.bin, "verify-client", "--socks", f"127.0.0.1:{socks.port}", *words)

    whole = ("--manifest", kept / "manifest.json", "--json", site)
    done = verify(*whole)
    check(done.returncode == 0 and json.loads(done.stdout) == {"differences": [], "files": 3, "answers": True, "ok": True}, f"a site as it was built: {done}")
    check(set(socks.names) == {people.HOST}, f"the proxy looks the name up, and nobody else: {set(socks.names)}")
    check("somebody else other pages" in done.stderr and "programme.json was not compared" in done.stderr, "what it cannot see is said each time")
    (kept / "index.html").write_text("<!doctype html>x")
    told = verify("--programme-json", kept / "index.html", *whole)
    check(told.returncode == 1 and json.loads(told.stdout)["differences"] == [{"path": "/programme.json", "is": "not served"}], "a programme.json that is missing")
    text = (kept / "manifest.json").read_text()
    page = hashlib.sha256(b"<!doctype html>1").hexdigest()
    (kept / "manifest.json").write_text(text.replace(page, "0" * 64))
    told = json.loads(verify(*whole).stdout)
    check(told["ok"] is False and {row["path"] for row in told["differences"]} == {"/index.html", "/", "/manifest.json"}
          and {row["is"] for row in told["differences"]} == {"different"}, f"one that differs, under both its names: {told}")
    (kept / "manifest.json").write_text(text.replace("assets/core-1.wasm", "assets/core-2.wasm"))
    told = json.loads(verify(*whole).stdout)
    check({(row["path"], row["is"]) for row in told["differences"]} == {("/assets/core-2.wasm", "not served"), ("/manifest.json", "different")}, f"one that is missing: {told}")
    (kept / "manifest.json").write_text(text[:-3])
    check(verify(*whole).returncode == 1 and verify(*whole).stdout == "", "half a manifest is none")
    (kept / "manifest.json").write_text(text)
    for bad in ("exit.example", "ftp://x", "http://", f"{site}/", "file:///etc/passwd", "http://a@b"):
        check(verify(bad).returncode == 2, f"{bad} is no site")
    socks.close()
    told = verify(*whole)
    check(told.returncode == 1 and json.loads(told.stdout) == {"differences": [], "files": 3, "answers": False, "ok": False}, f"nobody there is not all well: {told.stdout}")


# ---- purge -----------------------------------------------------------------------------------------------

def rows(world):
    with contextlib.closing(sqlite3.connect(f"file:{world.folder}/data/udvej.db?mode=ro", uri=True)) as db:
        told = {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("cases", "envelope", "vault", "salt")}
        bodies = [body for (body,) in db.execute("SELECT envelope FROM envelope")]
    return told, bodies


def change(world, line):
    with contextlib.closing(sqlite3.connect(world.folder / "data/udvej.db")) as db, db:
        db.execute(line)


def due_things_go(check, world):
    done = udvej(world.bin, "purge", world.config)
    check(done.returncode == 1 and "a server has it" in done.stderr and world.server.poll() is None, "beside a server that runs it refuses")
    world.stop()
    before, bodies = rows(world)
    check(before["cases"] == 3 and before["envelope"] == 3, f"there is something to let go of: {before}")
    done = udvej(world.bin, "purge", "--json", world.config)
    check(done.returncode == 0 and json.loads(done.stdout) == {"ok": True} and rows(world)[0] == before, "what is not due stays")
    change(world, f"UPDATE envelope SET kept_day = {LONG_AGO} WHERE rowid = (SELECT min(rowid) FROM envelope)")
    change(world, f"UPDATE cases SET fade_day = {LONG_AGO} WHERE place > (SELECT min(place) FROM cases)")
    went = [body for body in bodies if len(body) > 1000]
    done = udvej(world.bin, "purge", world.config)
    check(done.returncode == 0 and done.stdout == "nothing is left that was due\n", f"purge: {done}")
    check(not (world.folder / "data/udvej.db-wal").exists(), "no log is left behind")
    after, left = rows(world)
    check(after["cases"] == 1 and after["envelope"] < before["envelope"], f"both idle mailboxes and the envelope have gone: {before} {after}")
    gone = [body[-600:] for body in went if body not in left]
    check(len(gone) == 3 and world.find_in_files(gone) == [], "and no octet of theirs is in any file")
    doctor = json.loads(udvej(world.bin, "doctor", "--json", world.config).stdout)
    wrong = {finding["finding"] for finding in doctor["findings"]} - MACHINE
    check(wrong == {"cases_unreadable"}, f"and the doctor finds that of the case which is left nothing can be read: {wrong}")
    (world.folder / "data/udvej.db").rename(world.folder / "away")
    done = udvej(world.bin, "purge", world.config)
    check(done.returncode == 1 and "there is no database" in done.stderr and not (world.folder / "data/udvej.db").exists(), "where there is none, none is made")
    (world.folder / "away").rename(world.folder / "data/udvej.db")


def root_purges_for_whose_it_is(check, world):
    """In a folder that its owner does not reach, as /var/lib/private is for all but the running service."""
    if os.geteuid() != 0:
        print("left out: root purges what is another's (only root can give it to another)")
        return
    data = world.folder / "data"
    check(world.folder.stat().st_mode & 0o077 == 0 and world.folder.stat().st_uid == 0, "the folder above is root's alone")
    for path in (data, *data.iterdir()):
        os.chown(path, SOMEBODY, SOMEBODY)
    change(world, f"UPDATE cases SET fade_day = {LONG_AGO}")
    done = udvej(world.bin, "purge", world.config)
    check(done.returncode == 0 and done.stdout == "nothing is left that was due\n" and rows(world)[0]["cases"] == 0, f"root purges for another: {done}")
    owners = {path.name: (path.stat().st_uid, path.stat().st_gid) for path in (data, *data.iterdir())}
    check({"udvej.db", "salts"} <= set(owners) and set(owners.values()) == {(SOMEBODY, SOMEBODY)}, f"whose everything stays: {owners}")
    for path in (data, *data.iterdir()):
        os.chown(path, 0, 0)


def begin(world):
    world.start()
    holder = world.person("counsellor", "counsellor-1")
    holder.take_up_duty()
    for number in range(3):
        visitor = world.person("visitor", name=f"visitor {number}")
        visitor.do(f"open 1 words of {number}")
        visitor.has("opened")
    holder.leave()


def main(arguments):
    if len(arguments) != 1 or arguments[0] in ("--help", "-h"):
        print(__doc__)
        return 2
    counter = people.Counter()
    check, bin_dir = counter.check, pathlib.Path(arguments[0]).resolve()
    folder = people.temporary_folder()
    programme = people.make_programme(bin_dir, folder)
    (folder / "day").mkdir(mode=0o700)
    world = people.World(bin_dir, folder / "day", programme, f"control = unix:{folder}/day/control.sock\n")
    write_pages(world.folder / "web")
    try:
        demo = a_demo_is_made_once(check, bin_dir, folder, world.folder / "web")
        a_real_one_begins_closed(check, bin_dir, folder, demo, world.folder / "web")
        begin(world)
        metrics_are_printed(check, world)
        pages_are_compared(check, world)
        due_things_go(check, world)
        root_purges_for_whose_it_is(check, world)
        metrics_need_somebody(check, world)
    except (people.Failure, OSError, ValueError, KeyError, subprocess.TimeoutExpired) as failure:
        check(False, repr(failure))
    finally:
        world.close()
        people.remove(folder)
    return counter.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
