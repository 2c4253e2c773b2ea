"""Many at once, and no descriptors left: who waits is served, who cannot be is told, and what is kept back stays there."""
import contextlib
import os
import resource
import signal
import socket
import subprocess
import time

from wire import BUILD, CHALLENGE, DOOR, GET_DOORS, SOON_S, Web, ask, check, comes_in, connect, get, opening, proved, read_all, status, tagged

GUESTS_MAX, SPARE = 2048, 64  # listen.h, serve.c
CROWD = GUESTS_MAX + 552
FAILURES, LOG_LINES_MAX = 12, 10  # base/log.h
LOG_S = 1.2  # what is refused is noted once a second


def fds(server):
    return [int(name) for name in os.listdir(f"/proc/{server.process.pid}/fd")]


def has_spare(server):
    """The descriptor that is given up to turn somebody away."""
    def leads_to(fd):
        try:
            return os.readlink(f"/proc/{server.process.pid}/fd/{fd}")
        except OSError:
            return ""
    return any(fd > 2 and leads_to(fd) == "/dev/null" for fd in fds(server))


def busy(server):
    return sum(int(part) for part in open(f"/proc/{server.process.pid}/stat").read().split()[13:15])


def asked(path=None):
    """The status of the answer, which may be there, and the socket closed, before anything was asked."""
    with connect(path) as s:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            s.sendall(get())
        return status(read_all(s))


def crowd_of(server, count):
    """Sockets that are all there before the server accepts the first of them. Fails where the kernel takes no more."""
    server.process.send_signal(signal.SIGSTOP)
    crowd = []
    try:
        for _ in range(count):
            s = socket.socket(socket.AF_UNIX)
            s.setblocking(False)
            crowd.append(s)
            s.connect(str(server.folder / "s.sock"))
    finally:
        server.process.send_signal(signal.SIGCONT)
    return crowd


def who_comes_at_once_is_served(server):
    """After a start everybody comes at the same time, and speaks a moment later: more than may be there unheard, and none is lost."""
    before = server.text().count("event=too_many")
    crowd = crowd_of(server, CROWD)
    time.sleep(0.2)
    for s in crowd:
        s.send(get())
    answered = 0
    for s in crowd:
        s.settimeout(10)
        answered += status(read_all(s)) == 200
        s.close()
    check(answered == CROWD, f"{answered} of {CROWD} who came at once are served")
    time.sleep(LOG_S)
    check(server.text().count("event=too_many") == before, "and none had to go for another")


def without_descriptors_all_are_told(server):
    """New ones are told that there is no place; who is there goes on; when somebody leaves there is a place again."""
    web = proved(server.folder / "s.sock")
    limits = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (max(fds(server)) + 9, limits[1]))
    crowd = [connect() for _ in range(60)]
    told = [status(read_all(s)) for s in crowd[-20:]]
    check(told == [503] * 20, f"they are told: {told}")
    began = time.monotonic()
    check([asked(), asked(server.folder / "s.sock")] == [503, 503], "who asks is told too")
    check(time.monotonic() - began < SOON_S, "at once")
    web.say(tagged(GET_DOORS, 1))
    check(web.read()[0] == DOOR, "who is there goes on")
    check(has_spare(server), "one descriptor is kept for the next")
    for s in crowd:
        s.close()
    began = time.monotonic()
    while asked() != 200 and time.monotonic() - began < 2 * SOON_S:
        time.sleep(0.05)
    check(time.monotonic() - began < SOON_S, "and there is a place again")
    proved().close()
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, limits)
    time.sleep(LOG_S)
    check("event=no_descriptors" in server.text(), "and it was noted")
    web.close()


def not_even_one_to_refuse_with(server):
    """They wait in the kernel while the server sleeps, and are served as soon as there are descriptors again."""
    limits = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (3, limits[1]))
    waiting = connect()
    waiting.sendall(get())
    time.sleep(0.3)
    before = busy(server)
    time.sleep(1)
    check(busy(server) - before < 20, "the server sleeps")
    began = time.monotonic()
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, limits)
    check(status(read_all(waiting)) == 200 and time.monotonic() - began < SOON_S, "who waited is served")
    check(has_spare(server), "and the next one could be refused again")
    waiting.close()


def few_descriptors_are_shared_out(server):
    """Of what the process may have at its start some are kept for the store, some for who is not connected yet."""
    places, limit = 28, GUESTS_MAX + SPARE + 28
    server.stop()
    server.start(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit)))
    people = [proved(server.folder / "s.sock") if i == 0 else Web() for i in range(places)]
    crowd = crowd_of(server, GUESTS_MAX)
    began = time.monotonic()
    check(status(ask(get())) == 200 and time.monotonic() - began < SOON_S, "a page is served")
    check(f"event=fewer_places wanted=20000 places={places}" in server.text(), "how many that is was said")
    newcomer = comes_in()
    check(newcomer.read()[0] == CHALLENGE and people[0].read_frame()[0] == 8, "one more takes the place of the oldest")
    people[0].close()
    people[0] = newcomer
    check(len(fds(server)) <= limit - SPARE // 2, f"{len(fds(server))} descriptors of {limit}")
    people.pop().close()
    people[0].say(tagged(GET_DOORS, 1))
    check(people[0].read()[0] == DOOR, "who is there goes on")
    people.append(comes_in())
    check(people[-1].read()[0] == CHALLENGE, "a place that is left is free again")
    time.sleep(LOG_S)
    check("event=no_descriptors" not in server.text(), "there always was one")
    for s in crowd:
        s.close()
    for web in people:
        web.close()


def too_few_descriptors_are_said(server):
    """A machine that gives no places for anybody ends the start: 78, a sentence, and nothing made."""
    server.stop()
    limit = GUESTS_MAX + SPARE + 15
    made = sorted(path.name for path in (server.folder / "data").iterdir())
    result = subprocess.run([BUILD / "udvejd", "--config", server.config], capture_output=True, text=True, timeout=20,
                            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit)))
    check(result.returncode == 78 and "LimitNOFILE" in result.stderr and "22112" in result.stderr, f"it says how many: {result}")
    check("event=" not in result.stderr and made == sorted(path.name for path in (server.folder / "data").iterdir()), "nothing was made")
    server.start(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit + 1, limit + 1)))
    check("event=fewer_places wanted=20000 places=16" in server.text(), "one more, and it serves")


def what_the_kernel_cannot_accept_waits(server):
    """accept4 fails for want of memory: the server sleeps in between, says little, and serves when it is over."""
    server.stop()
    server.start({"ASAN_OPTIONS": "detect_leaks=0"},  # its search traces, and who is traced cannot
                 ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=accept4",
                          "-e", f"inject=accept4:error=ENOBUFS:when=1..{FAILURES}"])
    children = open(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read().split()
    began = time.monotonic()
    check(status(ask(get())) == 200, "it is served")
    took = time.monotonic() - began
    lines = server.text().count("event=accept_failed")
    check(took > FAILURES * 0.2, f"after it waited in between: {took:.1f} s")
    check(0 < lines <= LOG_LINES_MAX, f"{lines} lines of {FAILURES}")
    os.kill(int(children[0]), signal.SIGTERM)
    check(server.process.wait(timeout=20) == 0, "and it stops well")


TESTS = (who_comes_at_once_is_served, without_descriptors_all_are_told, not_even_one_to_refuse_with, few_descriptors_are_shared_out,
         too_few_descriptors_are_said, what_the_kernel_cannot_accept_waits)
