"""The control socket: what it answers, that it answers nothing to the public, and that nobody can block it for long."""
import re
import subprocess
import time

from wire import SOON_S, Server, Web, ask, check, connect, get, read_all, status

GUESTS = 4
DEADLINE_S = 5


def server():
    made = Server()
    made.control = made.folder / "control.sock"
    made.config.write_text(made.config.read_text().replace("[server]\n", f"[server]\ncontrol = unix:{made.control}\n"))
    return made


def body(answer):
    return answer.split(b"\r\n\r\n", 1)[1].decode()


# Debian's Python, which has the reader that Prometheus offers for OpenMetrics (.ci/setup); it takes nothing that the format forbids.
READ_STRICTLY = ("import sys; from prometheus_client.openmetrics.parser import text_string_to_metric_families as read; "
                 "print(sum(len(family.samples) for family in read(sys.stdin.read())))")


def families(server):
    """Every sample of /metrics, by name and labels."""
    answer = ask(get("/metrics"), server.control)
    check(status(answer) == 200 and b"Content-Type: application/openmetrics-text; version=1.0.0" in answer, "metrics are told")
    return {(name, labels): int(value)
            for name, labels, value in re.findall(r"^(\w+)(\{.*\})? (\d+)$", body(answer), flags=re.M)}


def metrics_are_well_formed(server):
    text = body(ask(get("/metrics"), server.control))
    read = subprocess.run(["/usr/bin/python3", "-c", READ_STRICTLY], input=text, capture_output=True, text=True, timeout=20)
    check(read.returncode == 0 and read.stdout == "17\n", f"a strict reader takes them: {read.stdout}{read.stderr[-300:]}")
    read = subprocess.run(["/usr/bin/python3", "-c", READ_STRICTLY], input=text.replace("_total", ""), capture_output=True, text=True,
                          timeout=20)
    check(read.returncode != 0, "and does not take everything")


def it_tells_how_the_server_is(server):
    check(server.control.stat().st_mode & 0o777 == 0o660, "the socket is for the server's user and group")
    check(body(ask(get("/healthz"), server.control)) == "ok\n", "healthz")
    answer = ask(get("/readyz"), server.control)
    check(status(answer) == 200 and body(answer) == "ready\n", "readyz")
    told = families(server)
    for name in ("udvej_ready", "udvej_store_failing", "udvej_turns_failed_total", "udvej_requests_total", "udvej_forwarded_openings_total",
                 "udvej_connections", "udvej_connections_max", "udvej_staff_places", "udvej_refused_openings_total", "udvej_put_out_total",
                 "udvej_snapshot_age_seconds"):
        check((name, "") in told, f"{name} is told")
    check(told["udvej_ready", ""] == 1 and told["udvej_store_failing", ""] == 0, "and is so")
    check(told["udvej_snapshot_age_seconds", ""] < 3600, "the snapshot is fresh")
    for door in ("1", "2"):
        for state in ("waiting", "claimed", "closed"):
            check(told["udvej_cases", f'{{door="{door}",state="{state}"}}'] == 0, f"door {door} {state}")
    webs = [Web() for _ in range(7)]
    check(families(server)["udvej_connections", ""] == 5, "seven people are told as five")
    for web in webs:
        web.close()


def the_public_gets_nothing_of_it(server):
    for path in ("/healthz", "/readyz", "/metrics"):
        for where in (None, server.folder / "s.sock"):
            check(status(ask(get(path), where)) == 404, f"{path} is not there")


def other_requests_are_refused(server):
    cases = [(get("/"), 404), (get("/metrics/"), 404), (get("/metrics?a"), 404), (get("/metric"), 404), (get("/metrics", "POST"), 405),
             (get("/metrics", "HEAD"), 405), (b"\r\n\r\n", 400), (b"GET /metrics\r\n\r\n", 400),
             (b"GET  /metrics HTTP/1.1\r\n\r\n", 400), (b"GET /a b HTTP/1.1\r\n\r\n", 400), (b"GET /metrics HTTP/2\r\n\r\n", 400),
             (b"x" * 2048, 400), (b"GET /metrics HTTP/1.1\r\n" + b"A: b\r\n" * 500, 400), (b"GET HTTP/1.1\r\n\r\n", 400)]
    for octets, expected in cases:
        got = status(ask(octets, server.control))
        check(got == expected, f"{octets[:40]!r} gives {got} instead of {expected}")
    with connect(server.control) as s:
        for octet in get("/healthz"):
            s.sendall(bytes([octet]))
        check(status(read_all(s)) == 200, "octet by octet")


def the_silent_do_not_block_it(server):
    """More of them than there is room for: the next one is answered when the first have had their time."""
    silent = [connect(server.control, timeout=20) for _ in range(2 * GUESTS)]
    began = time.monotonic()
    with connect(server.control, timeout=30) as s:
        s.sendall(get("/healthz"))
        answer = read_all(s)
    took = time.monotonic() - began
    check(status(answer) == 200 and took < 2 * DEADLINE_S + 3, f"answered after {took:.1f} s")
    for s in silent:
        s.close()
    check(status(ask(get("/readyz"), server.control)) == 200, "and at once afterwards")
    check(status(ask(get("/"))) == 200, "people noticed nothing")


def who_leaves_at_once_costs_nothing(server):
    for _ in range(50):
        with connect(server.control) as s:
            s.sendall(get("/metrics"))
    check(status(ask(get("/metrics"), server.control)) == 200, "fifty who did not wait")


def a_server_that_stops_is_not_ready(server):
    sleeper = Web()  # does not answer the close frame, so that the stop takes its time
    server.process.terminate()
    answer = ask(get("/readyz"), server.control)
    until = time.monotonic() + SOON_S
    while status(answer) == 200 and time.monotonic() < until:
        time.sleep(0.05)  # until it has heard that
        answer = ask(get("/readyz"), server.control)
    check(status(answer) == 503 and body(answer) == "not serving\n", "readyz while it stops")
    check(status(ask(get("/healthz"), server.control)) == 200, "healthz while it stops")
    check(families(server)["udvej_ready", ""] == 0, "metrics while it stops")
    late = connect(server.control)  # is in the middle of asking when it ends
    late.sendall(b"GET /metr")
    check(server.process.wait(timeout=10) == 0 and not server.control.exists(), "it stops well, and its socket goes")
    late.close()
    sleeper.close()


TESTS = (it_tells_how_the_server_is, metrics_are_well_formed, the_public_gets_nothing_of_it, other_requests_are_refused, the_silent_do_not_block_it,
         who_leaves_at_once_costs_nothing, a_server_that_stops_is_not_ready)
