#!/usr/bin/env python3
"""The systemd units: well formed, tight enough, and not tighter than what udvejd does. There is no systemd to start them with here, so what
they allow is held against what the programs were seen to do, system call by system call.

    tests/operator/units.py build/release/bin
"""
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "story"))
import people

UNITS = pathlib.Path(__file__).resolve().parents[2] / "server" / "systemd"
EXPOSURE_MAX = 1.0
# What strace shows of the start itself, which the service manager does before the filter; and SQLite, which gives what it makes to the
# database's owner where it is root. In the unit it is not.
UNUSED = {"execve"} | ({"fchown"} if os.geteuid() == 0 else set())


def run(*words, **more):
    return subprocess.run(words, capture_output=True, text=True, timeout=60, **more)


def settings(name):
    """(key, value) of every line of a unit."""
    return re.findall(r"^(\w+)=(.*)$", (UNITS / name).read_text(), flags=re.M)


def units_are_well_formed(check, bin_dir, folder):
    for name in ("udvejd.service", "udvejd.socket"):
        text = (UNITS / name).read_text().replace("/usr/bin/", f"{bin_dir.resolve()}/")
        (folder / name).write_text(text)
    done = run("systemd-analyze", "verify", "--man=no", str(folder / "udvejd.service"), str(folder / "udvejd.socket"))
    check(done.returncode == 0 and done.stdout + done.stderr == "", f"systemd-analyze verify: {done.stdout}{done.stderr}")
    (folder / "udvejd.service").write_text((folder / "udvejd.service").read_text() + "Nonsense=yes\n")
    done = run("systemd-analyze", "verify", "--man=no", str(folder / "udvejd.service"))
    check("Nonsense" in done.stderr, "and it would have said what is wrong")


def exposure_is_small(check):
    done = run("systemd-analyze", "security", "--offline=true", "--no-pager", str(UNITS / "udvejd.service"))
    found = re.search(r"Overall exposure level for udvejd.service: ([0-9.]+)", done.stdout)
    if check(found is not None, "systemd-analyze security judges it"):
        print(f"exposure {found.group(1)}", flush=True)
        check(float(found.group(1)) <= EXPOSURE_MAX, f"exposure {found.group(1)}")
    wanted = {"DynamicUser": "yes", "StateDirectoryMode": "0700", "LimitCORE": "0", "PrivateNetwork": "yes",
              "RestrictAddressFamilies": "AF_UNIX", "MemoryDenyWriteExecute": "yes", "Type": "notify"}
    held = dict(settings("udvejd.service"))
    for key, value in wanted.items():
        check(held.get(key) == value, f"{key}={value}")
    check("udvej check-config" in held["ExecStartPre"], "a broken configuration does not start")
    check("78" in held["RestartPreventExitStatus"].split(), "and is not tried again and again")


# ---- what the programs do -------------------------------------------------------------------------------

def group(name):
    """The system calls of a group, with those of the groups in it."""
    calls = set()
    for line in run("systemd-analyze", "syscall-filter", "--no-pager", name).stdout.splitlines()[1:]:
        word = line.strip()
        if word.startswith("@"):
            calls |= group(word)
        elif word and not word.startswith("#"):
            calls.add(word)
    return calls


def allowed_calls():
    allowed = set()
    for key, value in settings("udvejd.service"):
        if key != "SystemCallFilter":
            continue
        calls = set()
        for word in value.lstrip("~").split():
            calls |= group(word) if word.startswith("@") else {word}
        allowed = allowed - calls if value.startswith("~") else allowed | calls
    return allowed


def trace(path):
    """Lines of strace: (call, arguments and result)."""
    return re.findall(r"^(?:\d+ +)?(\w+)\((.*)$", path.read_text(errors="replace"), flags=re.M)


def nothing_more_is_needed(check, bin_dir, folder, programme):
    """A conversation over an inherited socket, seen by strace: no call that the filter refuses, no address family, no memory that is
    written and run."""
    allowed = allowed_calls()
    check(len(allowed) > 200 and "ptrace" not in allowed and "setuid" not in allowed and "openat" in allowed, "the filter is read")
    (folder / "traced").mkdir(mode=0o700)
    world = people.World(bin_dir, folder / "traced", programme)
    world.config.write_text(re.sub(r"listen = .*", "listen = none", world.config.read_text()))
    listener = socket.create_server(("127.0.0.1", world.port))

    start = f'exec 3<&{listener.fileno()}; export LISTEN_PID=$$ LISTEN_FDS=1; exec "$0" "$@"'
    world.server = subprocess.Popen(
        ["strace", "-f", "-qq", "-o", folder / "server.trace", "sh", "-c", start, bin_dir / "udvejd", "--config", world.config],
        pass_fds=(listener.fileno(),), stderr=open(world.folder / "log", "ab"))
    try:
        holder = world.person("counsellor", "counsellor-1")
        holder.take_up_duty()
        visitor = world.person("visitor")
        visitor.do("open 1 seen by strace")
        case = visitor.has("opened")["case"]
        holder.has("intake", case=case)
        holder.do(f"claim {case}")
        visitor.has("state", state="claimed")
        visitor.do("burn")
    finally:
        for child in run("pgrep", "-P", str(world.server.pid)).stdout.split():  # udvejd, below our strace
            os.kill(int(child), signal.SIGTERM)
        world.server.wait(30)
        world.close()
        listener.close()
    run("strace", "-f", "-qq", "-o", str(folder / "check.trace"), str(bin_dir / "udvej"), "check-config", str(world.config))
    for name in ("server", "check"):
        calls = trace(folder / f"{name}.trace")
        if name == "server":  # from the program's own start, not the shell's
            first = max(i for i, (call, rest) in enumerate(calls) if call == "execve" and "udvejd" in rest)
            calls = calls[first:]
        used = {call for call, _ in calls} - UNUSED
        check(len(used) > 15, f"{name}: strace saw what it does: {len(used)} calls")
        check(used <= allowed, f"{name}: calls that the unit refuses: {sorted(used - allowed)}")
        families = {rest.split(",")[0] for call, rest in calls if call in ("socket", "socketpair")}
        check(families <= {"AF_UNIX"}, f"{name}: families {families}")
        made = [rest for call, rest in calls if call in ("mmap", "mprotect") and "PROT_WRITE" in rest and "PROT_EXEC" in rest]
        made += [rest for call, rest in calls if call == "mprotect" and "PROT_EXEC" in rest]
        check(not made, f"{name}: memory to write and run: {made[:2]}")


def main(arguments):
    if len(arguments) != 1 or arguments[0] in ("--help", "-h"):
        print(__doc__)
        return 2
    counter = people.Counter()
    bin_dir = pathlib.Path(arguments[0])
    folder = people.temporary_folder()
    try:
        units_are_well_formed(counter.check, bin_dir, folder)
        exposure_is_small(counter.check)
        nothing_more_is_needed(counter.check, bin_dir, folder, people.make_programme(bin_dir, folder))
    except (people.Failure, OSError, ValueError, KeyError, subprocess.TimeoutExpired) as failure:
        counter.check(False, repr(failure))
    finally:
        people.remove(folder)
    return counter.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
