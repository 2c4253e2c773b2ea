#!/usr/bin/env python3
"""One whole conversation through udvej-client, with the server killed (SIGKILL) between any two steps, within every step, and the
moment something is shown.

Examples:
  tests/story/story.py build/release/bin              every way
  tests/story/story.py build/release/bin before:take  one way: killed before (within, upon) the step of that name
  tests/story/story.py build/release/bin none all     never, and before every step

Nothing may be lost, nothing shown twice, and no word that anybody wrote may be found in the server's files or memory.
"""

import random
import sys
import time

import calendar_reader
import people
from people import Failure

AT_ONCE = 3  # each has a programme's worth of Argon2id to wait for


class Story:
    """The first paragraph of what this system is for, step by step; each step may rest on those before it."""

    def __init__(self, world, seed):
        self.world = world
        marks = random.Random(seed)
        self.words = {
            name: f"{text} {marks.randbytes(12).hex()}"
            for name, text in {
                "first": "Jeg vil ud. Hvordan gør man? أريد الخروج",
                "answer": "Tak fordi du skriver.",
                "reply": "De kender min adresse.",
                "away1": "Jeg tænker på det, du skrev.",
                "away2": "Der er en, der har gjort det før dig.",
                "return": "Jeg er her igen, fra en anden telefon.",
                "place1": "Biblioteket, bordet ved vinduet",
                "place2": "ring til 12 34 56 78",
            }.items()
        }
        self.sent = {}  # id -> who, for everything that must be delivered once

    def say(self, person, command, word):
        done = person.do(f"{command} {self.words[word]}")
        self.sent[done["id"]] = person
        return done["id"]

    def shown(self, moment):
        """Something has just been shown; its receipt, and what follows from it, is still on its way."""
        if moment == self.world.crash_upon:
            self.world.crash()

    # --- the steps, in order ---

    def sign_in(self):
        self.counsellor = self.world.person("counsellor", "counsellor-1")
        self.counsellor.take_up_duty()

    def open_page(self):
        self.visitor = self.world.person("visitor", name="visitor")
        self.visitor.has("doors")
        names = [name["name"] for door in self.visitor.all("door") for name in door["names"]]
        if names[:2] != ["I want out", "I worry about somebody"]:
            raise Failure(f"doors: {names}")

    def write(self):
        self.visitor.do("wish lang=da profile=woman safe=yes topic=2")
        self.visitor.do(f"open 1 {self.words['first']}")
        self.case = self.visitor.has("opened")["case"]
        self.shown("write")
        self.code = self.visitor.do("code")["code"]
        self.visitor.do(f"check {self.code.replace(' ', '-')}")
        self.in_words = {list: self.visitor.do(f"code {list}")["code"] for list in ("da", "en")}
        for words in self.in_words.values():
            self.visitor.do(f"check {' '.join(word[:4] for word in words.upper().split())}")

    def see_queue(self):
        self.counsellor.has("card", case=self.case, state="waiting", door=1)
        wishes = {"lang": "da", "profile": "woman", "safe_now": "yes", "topic": 2}
        self.counsellor.has("intake", case=self.case, text=self.words["first"], **wishes)

    def take(self):
        self.counsellor.do(f"claim {self.case}")
        self.counsellor.has("claimed", case=self.case)
        self.shown("take")
        self.visitor.has("state", state="claimed")
        members = self.visitor.has("room", epoch=1)["members"]
        if sorted((m["role"], m["label"]) for m in members) != [("counsellor", "Counsellor 1"), ("visitor", "")]:
            raise Failure(f"in the room: {members}")

    def answer(self):
        said = self.say(self.counsellor, f"answer {self.case}", "answer")
        self.visitor.has("message", text=self.words["answer"], label="Counsellor 1")
        self.shown("answer")
        self.counsellor.has("delivered", id=said)

    def reply(self):
        said = self.say(self.visitor, "send", "reply")
        self.counsellor.has("message", text=self.words["reply"], role="visitor")
        self.shown("reply")
        self.visitor.has("delivered", id=said)

    def leave(self):
        self.visitor.do("leave")
        self.visitor.leave()

    def write_to_the_absent(self):
        self.waiting = [self.say(self.counsellor, f"answer {self.case}", word) for word in ("away1", "away2")]
        for said in self.waiting:
            self.counsellor.has("accepted", id=said)

    def go_home(self):
        self.counsellor.leave()

    def come_back(self):
        self.device = self.world.person("visitor", name="the visitor's other device")
        self.device.do(f"return {self.in_words['da'].replace(' ', ' - ')}")
        self.device.has("message", text=self.words["away1"])
        self.shown("come_back")
        self.device.has("message", text=self.words["away2"])

    def reply_to_the_absent(self):
        self.returned = self.say(self.device, "send", "return")
        self.device.has("accepted", id=self.returned)

    def sign_in_again(self):
        self.again = self.world.person("counsellor", "counsellor-1", "counsellor-1, the next day")
        self.again.has("ready")
        self.again.has("message", text=self.words["return"])
        self.shown("sign_in_again")
        for said in self.waiting:
            self.again.has("delivered", id=said)
        self.device.has("delivered", id=self.returned)

    def offer(self):
        done = self.again.do(f"appointment {self.case} offer +1440,+2880,+4320 45 meeting {self.words['place1']}")
        self.sent[done["id"]] = self.again
        offered = self.device.has("appointment", act="offer", place=self.words["place1"], way="meeting")
        self.appointment = offered["appointment"]
        self.times = [one["id"] for one in offered["times"]]
        if [one["length_min"] for one in offered["times"]] != [45, 45, 45]:
            raise Failure(f"times offered: {offered['times']}")
        self.shown("offer")

    def accept(self):
        self.sent[self.device.do(f"appointment accept {self.appointment} 2")["id"]] = self.device
        self.again.has("appointment", act="accept", appointment=self.appointment)
        self.shown("accept")
        for slot, state in zip(self.times, ("called_off", "accepted", "called_off")):
            self.again.has("slot", id=slot, state=state)

    def move(self):
        moved = f"appointment {self.case} move {self.appointment} +5760 30 phone {self.words['place2']}"
        self.sent[self.again.do(moved)["id"]] = self.again
        self.moved = self.device.has("appointment", act="move", place=self.words["place2"])["times"][0]["id"]
        self.sent[self.device.do(f"appointment accept {self.appointment}")["id"]] = self.device
        self.again.has("slot", id=self.moved, state="accepted", length_min=30)
        self.again.has("slot", id=self.times[1], state="called_off")

    def miss(self):
        begun = int(time.time()) // 60 - 60
        self.sent[self.again.do(f"appointment {self.case} offer {begun} 15 chat")["id"]] = self.again
        other = self.device.has("appointment", act="offer", way="chat")
        self.sent[self.device.do(f"appointment accept {other['appointment']}")["id"]] = self.device
        self.again.has("appointment", act="accept", appointment=other["appointment"])
        done = self.again.do(f"appointment {self.case} missed {other['appointment']}")
        self.sent[done["id"]] = self.again
        self.device.has("appointment", act="missed", appointment=other["appointment"])
        self.again.has("slot", id=other["times"][0]["id"], state="no_show")

    def write_a_calendar(self):
        self.again.do("slots 0 +20000")
        self.again.has("slots")
        path = self.world.folder / "calendar.ics"
        self.again.do(f"calendar {path}")
        octets = path.read_bytes()
        slots = {slot["id"]: slot for slot in self.again.all("slot")}
        calendar_reader.compare(octets, slots, [self.case, "Counsellor", self.words["place1"], self.words["place2"]])

    def look_at_the_board(self):
        self.supervisor = self.world.person("supervisor", "supervisor-a")
        self.supervisor.has("card", case=self.case, state="claimed", label="Counsellor 1", door=1)
        self.supervisor.has("colleague", label="Counsellor 1", presence="on_duty")
        self.supervisor.do("slots +0 +10000")
        self.supervisor.has("slot", id=self.moved, state="accepted", length_min=30, label="Counsellor 1", case="")

    def close(self):
        for said, person in self.sent.items():  # in a closed room nothing is receipted any more
            if person in (self.again, self.device):
                person.has("delivered", id=said)
        self.again.do(f"close {self.case}")
        self.last_word = self.device.has("appointment", act="call_off", appointment=self.appointment)["id"]
        self.again.has("closed", case=self.case)
        self.device.has("state", state="closed")

    STEPS = (
        "sign_in open_page write see_queue take answer reply leave write_to_the_absent go_home come_back"
        " reply_to_the_absent sign_in_again offer accept move miss write_a_calendar look_at_the_board close"
    ).split()

    MOMENTS = "write take answer reply come_back sign_in_again offer accept".split()

    # --- what must be true in the end ---

    def transcripts(self):
        shown = {
            "visitor": (self.visitor, ["answer"], []),
            "other device": (self.device, ["away1", "away2"], ["offer", "move", "offer", "missed", "call_off"]),
            "counsellor": (self.counsellor, ["reply"], []),
            "counsellor, next day": (self.again, ["return"], ["accept", "accept", "accept"]),
            "supervisor": (self.supervisor, [], []),
        }
        for name, (person, words, acts) in shown.items():
            texts = [event["text"] for event in person.all("message")]
            yield texts == [self.words[word] for word in words], f"{name} was shown {texts}"
            done = [event["act"] for event in person.all("appointment")]
            yield done == acts, f"{name} was shown appointments {done}"
        yield len(self.counsellor.all("intake") + self.again.all("intake")) == 1, "the intake was shown once"

    def nothing_twice(self):
        delivered = []
        for person in self.world.people:
            delivered += [event["id"] for event in person.all("delivered")]
            accepted = [event["id"] for event in person.all("accepted")]
            yield not people.doubles(accepted), f"{person.name}: accepted twice: {people.doubles(accepted)}"
            for name in ("gap", "unreadable", "unsent", "stopped", "error", "superseded", "claim_lost"):
                yield not person.all(name), f"{person.name}: {person.all(name)}"
            failed = [event for event in person.all("failed") if event["why"] != "refused"]  # those were done again
            yield not failed, f"{person.name}: {failed}"
        # Whoever closes calls off what is to come, of itself, and the receipt for that may come too late.
        others = [one for one in delivered if one != self.last_word]
        yield sorted(others) == sorted(self.sent) and delivered.count(self.last_word) <= 1, f"delivered {len(delivered)} of {len(self.sent)}, each once"

    def secrets(self):
        return [word.encode() for word in self.words.values()] + [
            self.code.encode(),
            self.code.replace(" ", "").encode(),
            *(words.encode() for words in self.in_words.values()),
        ]

    def nothing_readable(self):
        files = self.world.find_in_files(self.secrets())
        yield not files, f"plain text in files: {files}"
        memory = self.world.find_in_memory(self.secrets())
        yield not memory, f"plain text in memory: {memory}"
        # The same search finds what is known to be there, so it can find.
        case = bytes.fromhex(self.case)
        yield len(self.world.find_in_files([case])) > 0, "the search finds the case in the files"
        yield len(self.world.find_in_memory([people.HOST.encode()])) > 0, "the search finds the host in memory"

    def checks(self):
        yield from self.transcripts()
        yield from self.nothing_twice()
        yield from self.nothing_readable()


def main(arguments):
    if not arguments or arguments[0] in ("--help", "-h"):
        print(__doc__)
        return 0 if arguments else 2
    ways = arguments[1:] or (
        ["none", "all"]
        + [f"before:{step}" for step in Story.STEPS]
        + [f"within:{step}" for step in Story.STEPS]
        + [f"upon:{moment}" for moment in Story.MOMENTS]
    )
    return people.play_all(arguments[0], Story, ways, AT_ONCE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
