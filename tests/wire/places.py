"""A full house: who has no mailbox makes place for who comes, some places are for the staff's socket, and the operator hears of it."""
import array
import fcntl
import re
import select
import termios
import time

from crowd import fds
from wire import CHALLENGE, GET_ROSTER, SOON_S, Server, Web, ask, check, comes_in, frame, get, opening, proved, status, tagged

MAX, KEPT = 16, 4  # connections_max, and the quarter of it (listen.h)
GRACE_S = 2  # LISTEN_NEWCOMER_MS
GONE_S = 3  # less than a closing peer is given that is not put out (CONNECTION_CLOSING_MS)


def server():
    made = Server(connections_max=MAX)
    made.control, made.staff = made.folder / "control.sock", made.folder / "s.sock"
    made.public = made.folder / "p.sock"  # of which it is known how much the kernel takes
    lines = f"[server]\ncontrol = unix:{made.control}\nstaff_listen = unix:{made.staff}\n"
    text = made.config.read_text().replace("[server]\n", lines)
    made.config.write_text(text.replace(f", unix:{made.staff}\n", f", unix:{made.staff}, unix:{made.public}\n"))
    return made


def told(server):
    return {name: int(value) for name, value in re.findall(r"^(udvej_\w+) (\d+)$", ask(get("/metrics"), server.control).decode(), re.M)}


def stranger(path=None):
    web = Web(path)
    if web.read()[0] != CHALLENGE:
        raise RuntimeError("no CHALLENGE")
    return web


def is_there(web):
    """Nothing has come: neither a word, nor the end."""
    return not web.data and not select.select([web.socket], [], [], 0)[0]


def code_of(web):
    """With which it was put out; an answer would come too late."""
    if is_there(web):
        return 0
    opcode, payload = web.read_frame()
    return int.from_bytes(payload[:2], "big") if opcode == 8 else -1


def leave(server, people):
    for web in people:
        web.close()
    until = time.monotonic() + SOON_S
    while told(server)["udvej_connections"] > 0 and time.monotonic() < until:
        time.sleep(0.05)


def waiting_for(web):
    """Octets that have come and that it has not read."""
    octets = array.array("i", [0])
    fcntl.ioctl(web.socket, termios.FIONREAD, octets)
    return octets[0]


def stops_reading(web):
    """Asks until no more fits on the way to it: what comes now stays with the server. Less than makes it too slow."""
    before = -1
    while waiting_for(web) > before or before < 100000:
        before = waiting_for(web)
        web.socket.sendall(frame(2, tagged(GET_ROSTER, 1)) * 4)
        time.sleep(0.02)


def are_in(people):
    return all(web.head.startswith(b"HTTP/1.1 101 ") for web in people)


def a_place_that_is_left_is_free_again(server):
    people = [stranger() for _ in range(MAX - KEPT)]
    check(status(ask(opening())) == 503, "who came a moment ago does not go")
    check(status(ask(get())) == 200, "pages still come")
    people.pop().close()
    people.append(comes_in())
    check(people[-1].read()[0] == CHALLENGE, "and a place is free again")
    leave(server, people)


def the_oldest_without_a_mailbox_goes(server):
    """As many as there are places have logged in and hold on: who comes takes the oldest one's, one for one."""
    before = told(server)
    people = [proved() for _ in range(MAX - KEPT)]
    time.sleep(GRACE_S + 0.2)
    newcomers = [stranger() for _ in range(3)]
    check([code_of(web) for web in people[:3]] == [1013] * 3, "the three oldest are told: try later")
    check(all(is_there(web) for web in people[3:]), "and nobody else")
    newcomers += [stranger() for _ in range(MAX - KEPT - 3)]
    check(status(ask(opening())) == 503, "who came a moment ago does not go")
    after = told(server)
    check(after["udvej_put_out_total"] - before["udvej_put_out_total"] in (10, 15), f"counted: {before} {after}")
    check(after["udvej_connections_max"] == MAX and after["udvej_staff_places"] == KEPT, "how many places there are is told")
    time.sleep(1.2)
    lines = re.findall(r"event=no_place refused=(\d+) put_out=(\d+)", server.text())
    check(sum(int(out) for _, out in lines) == MAX - KEPT and sum(int(no) for no, _ in lines) >= 2, f"the log says so: {lines}")
    leave(server, people + newcomers)


def who_does_not_read_goes_too(server):
    """Nobody's place is held by octets that it does not take; and who speaks badly and does not answer our close frame holds none."""
    before = told(server)
    people = [proved(server.public) for _ in range(MAX - KEPT)]
    for web in people[1:]:
        stops_reading(web)
    people[0].socket.sendall(frame(1, b"text"))
    open_before = len(fds(server))
    check("event=peer_too_slow" not in server.text(), "they are slow, and no slower than is allowed")
    time.sleep(GRACE_S)
    newcomers = [Web() for _ in people]
    check(are_in(newcomers), f"for each of them another comes in: {[web.head[:12] for web in newcomers]}")
    after = told(server)
    check(after["udvej_put_out_total"] - before["udvej_put_out_total"] in (10, 15), f"counted: {before} {after}")
    until = time.monotonic() + GONE_S
    while len(fds(server)) > open_before and time.monotonic() < until:
        time.sleep(0.05)
    check(len(fds(server)) <= open_before, f"and their sockets are gone: {len(fds(server))} of {open_before}")
    leave(server, people + newcomers)


def places_of_staff_are_counted_once(server):
    """Who of the staff is there has one of the places kept for them: the public has all others."""
    staff = [stranger(server.staff) for _ in range(KEPT)]
    people = [Web() for _ in range(MAX - KEPT)]
    check(are_in(people), f"all others are the public's: {[web.head[:12] for web in people]}")
    check(status(ask(opening())) == 503 and all(is_there(web) for web in staff), "and no more")
    leave(server, people + staff)


def staff_have_places_of_their_own(server):
    """However many are there: openings by the staff's socket find a place; and a crowd at that socket shuts nobody else out."""
    people = [stranger() for _ in range(MAX - KEPT)]
    check(status(ask(opening())) == 503, "full")
    staff = [stranger(server.staff) for _ in range(KEPT)]  # and not for staff
    time.sleep(GRACE_S + 0.2)
    more = [stranger(), stranger(server.staff)]  # full for all, and two more come in
    check([code_of(web) for web in people[:2]] == [1013] * 2, "the oldest went")
    check(all(is_there(web) for web in people[2:] + staff), "and nobody of the staff")
    leave(server, people + staff + more)
    crowd = [stranger(server.staff) for _ in range(MAX)]
    time.sleep(GRACE_S + 0.2)
    visitor = stranger()
    check(code_of(crowd[0]) == 1013 and all(is_there(web) for web in crowd[1:]), "of a crowd at the staff's socket one goes")
    leave(server, crowd + [visitor])


TESTS = (a_place_that_is_left_is_free_again, the_oldest_without_a_mailbox_goes, who_does_not_read_goes_too,
         places_of_staff_are_counted_once, staff_have_places_of_their_own)
