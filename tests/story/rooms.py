#!/usr/bin/env python3
"""A case that many people have a hand in, through udvej-client: escalation, handover to a mentor, a colleague who is taken out, take-over by two
supervisors, a case that rests, close, a visitor who comes back, an end for good that is lifted,
a colleague who leaves the programme, and what each of them had agreed to meet for; with the server killed (SIGKILL) between any two steps and within every step.

Examples:
  tests/story/rooms.py build/release/bin                  every way
  tests/story/rooms.py build/release/bin before:escalate  one way: killed before (within) the step of that name

Nothing may be lost, nothing shown twice, and nobody reads what was not written to them.
"""

import random
import sys
import time

import people

AT_ONCE = 3


class Rooms:
    """Each step may rest on those before it."""

    def __init__(self, world, seed):
        self.world = world
        marks = random.Random(seed)
        self.marks = lambda text: f"{text} {marks.randbytes(12).hex()}"
        self.words = {}
        self.readers = {}  # text -> the names of those who must be shown it, once; nobody else may be
        self.sent = {}
        self.meetings = []  # as they were offered

    def say(self, person, command, word, readers):
        self.words[word] = self.marks(word)
        self.readers[self.words[word]] = {reader.name for reader in readers}
        done = person.do(f"{command} {self.words[word]}")
        self.sent[done["id"]] = person
        for reader in readers:
            reader.has({"note": "note", "escalate": "briefing"}.get(command.split()[0], "message"),
                       text=self.words[word])
        return done["id"]

    def who(self, person):
        return person.has("unlocked")["me"]

    def consent(self, person):
        self.visitor.has("consent", who=self.who(person))
        self.visitor.do(f"consent yes {self.who(person)}")
        person.has("visitor", case=self.case)

    def ask(self, person, command, is_done):
        """What the server alone answers is refused while it is away, and lost with it: asked until it has happened."""
        for _ in range(people.WAIT_S):
            if is_done():
                return
            person.tell(command)
            person.result()
            for _ in range(20):
                if is_done():
                    return
                time.sleep(0.05)
        raise people.Failure(f"{person.name}: {command} has not happened")

    def sign(self, person, is_done):
        """A signature that was on its way when the server was killed is given again when the proposal comes again."""
        for _ in range(10 * people.WAIT_S):
            if is_done():
                return
            if len(person.all("proposal")) > len(person.all("done", command="second")):
                person.tell(f"second {self.case}")
                person.result()
            time.sleep(0.1)
        raise people.Failure(f"{person.name}: what was proposed has not happened")

    def offer(self, person):
        """A meeting that `person` offers the visitor. Asked again before it is through, it meets its own time, and that is refused."""
        told = {"act": "offer", "from": self.who(person)}
        before = len(self.visitor.all("appointment", **told))
        self.ask(person, f"appointment {self.case} offer +{2 * 24 * 60} 30 meeting Cafe",
                 lambda: len(self.visitor.all("appointment", **told)) > before)
        self.meetings.append(self.visitor.all("appointment", **told)[-1])

    def agree(self, person):
        self.offer(person)
        meeting = self.meetings[-1]["appointment"]
        self.ask(self.visitor, f"appointment accept {meeting}", lambda: person.all("appointment", act="accept", appointment=meeting))

    def called_off(self):
        """The last of them: told to the visitor, free in the calendar, and not to be agreed to any more."""
        meeting, slot = self.meetings[-1]["appointment"], self.meetings[-1]["times"][0]["id"]
        self.visitor.has("appointment", act="call_off", appointment=meeting)
        self.ask(self.anna, f"slots +0 +{7 * 24 * 60}", lambda: [told["state"] for told in self.anna.all("slot", id=slot)][-1:] == ["called_off"])
        self.visitor.tell(f"appointment accept {meeting}")
        if self.visitor.result()["event"] == "done":
            raise people.Failure(f"the visitor could agree to {self.meetings[-1]}")

    def card(self, person, state):
        cards = person.all("card", case=self.case)
        return bool(cards) and cards[-1]["state"] == state

    # --- the steps, in order ---

    def sign_in(self):
        names = {"counsellor": "counsellor-1", "colleague": "counsellor-2", "anna": "supervisor-a", "bo": "supervisor-b",
                 "mentor": "mentor-1"}
        for name, key in names.items():
            setattr(self, name, self.world.person("mentor" if name == "mentor" else "counsellor", key, name))
        for name in names:
            getattr(self, name).take_up_duty()

    def open_case(self):
        self.visitor = self.world.person("visitor", name="visitor")
        self.visitor.has("doors")
        self.visitor.do(f"open 1 {self.marks('first')}")
        self.case = self.visitor.has("opened")["case"]
        self.counsellor.has("intake", case=self.case)
        self.counsellor.do(f"claim {self.case}")
        self.counsellor.has("claimed", case=self.case)
        self.visitor.has("room", epoch=1)

    def escalate(self):
        self.counsellor.has("colleague", who=self.who(self.anna), presence="on_duty")
        is_calm = self.world.crash_after_s is None
        self.say(self.counsellor, f"escalate 3 {self.case} {self.who(self.anna)}", "please look", [self.anna])
        if is_calm:
            self.anna.has("card", case=self.case, state="escalated", why="asked")
        self.ask(self.counsellor, f"case {self.case} escalated", lambda: self.card(self.anna, "escalated"))
        self.say(self.counsellor, f"note {self.case}", "between us", [self.anna])
        self.say(self.visitor, "send", "not for her yet", [self.counsellor])
        self.consent(self.anna)
        self.anna.has("visitor", case=self.case, confirmed=True)

    def talk(self):
        self.say(self.visitor, "send", "to both of you", [self.counsellor, self.anna])
        self.say(self.anna, f"answer {self.case}", "from a supervisor", [self.visitor, self.counsellor])
        self.say(self.anna, f"note {self.case}", "I have seen it", [self.counsellor])
        self.agree(self.counsellor)

    def hand_over(self):
        self.counsellor.do(f"handover {self.case} {self.who(self.mentor)}")
        self.mentor.has("proposal", case=self.case, act="handover", mine=False)
        self.sign(self.mentor, lambda: self.mentor.all("added", case=self.case))
        self.counsellor.has("room", epoch=3)
        self.say(self.counsellor, f"note {self.case}", "over to you", [self.anna, self.mentor])
        self.consent(self.mentor)
        self.mentor.has("visitor", case=self.case, confirmed=True)
        self.counsellor.has("removed", case=self.case)  # its device leaves by itself
        self.mentor.has("card", case=self.case, mine=True)
        self.called_off()
        self.visitor.has("room", epoch=4)
        self.say(self.visitor, "send", "now without the first", [self.anna, self.mentor])
        self.say(self.mentor, f"answer {self.case}", "I am here", [self.visitor, self.anna])

    def take_out(self):
        self.anna.do(f"remove {self.case} me")
        self.anna.has("removed", case=self.case)
        self.visitor.has("room", epoch=5)
        self.say(self.visitor, "send", "only we two", [self.mentor])
        self.offer(self.mentor)

    def take_over(self):
        self.anna.do(f"takeover {self.case} {self.who(self.colleague)}")
        self.bo.has("proposal", case=self.case, who=self.who(self.colleague), mine=False)
        self.sign(self.bo, lambda: self.bo.all("taken_over") or self.mentor.all("removed"))
        self.mentor.has("removed", case=self.case)
        self.called_off()
        self.colleague.has("added", case=self.case)
        self.consent(self.colleague)
        self.say(self.visitor, "send", "hello, new one", [self.colleague])
        self.say(self.colleague, f"answer {self.case}", "hello", [self.visitor])
        self.agree(self.colleague)

    def rest(self):
        self.ask(self.colleague, f"case {self.case} resting", lambda: self.card(self.bo, "resting"))
        self.say(self.visitor, "send", "awake again", [self.colleague])
        for _ in range(10 * people.WAIT_S):
            if self.card(self.bo, "claimed"):
                return
            time.sleep(0.1)
        raise people.Failure("the visitor's words did not wake the case")

    def close(self):
        self.colleague.do(f"close {self.case}")
        self.visitor.has("closed", case=self.case)
        self.colleague.has("closed", case=self.case)
        self.called_off()

    def come_back(self):
        self.ask(self.visitor, "again", lambda: self.card(self.bo, "returned"))

    def end_for_good(self):
        self.ask(self.anna, f"case {self.case} ended", lambda: self.card(self.bo, "ended"))
        self.visitor.has("state", state="ended")
        self.visitor.tell("again")  # in vain: her client knows
        self.visitor.result()

    def lift(self):
        self.ask(self.bo, f"case {self.case} closed", lambda: self.card(self.anna, "closed"))

    def reopen(self):
        self.colleague.do(f"reopen {self.case}")
        self.visitor.has("reopened", case=self.case)
        self.colleague.has("reopened", case=self.case)
        self.say(self.visitor, "send", "once more", [self.colleague])
        self.agree(self.colleague)

    def leave(self):
        """The colleague leaves the programme: all of their cases in one step, by two supervisors."""
        who, to, by = (self.who(one) for one in (self.colleague, self.counsellor, self.anna))
        self.ask(self.anna, f"leaver-move {who} {to} stays", lambda: self.bo.all("proposal", who=to))
        self.ask(self.bo, f"leaver-second {who} {to} {by} {self.case}", lambda: self.counsellor.all("added", case=self.case))
        self.colleague.has("removed", case=self.case)
        self.called_off()

    def look_back(self):
        """What a supervisor has asked, the device asks again by itself when the server was killed meanwhile; before, it cannot be asked."""
        for end, command in (("counts", "counts -2 3"), ("audit_read", "audit")):
            for _ in range(10 * people.WAIT_S):
                self.anna.tell(command)
                if self.anna.result()["event"] == "done":
                    break
                time.sleep(0.1)
            self.anna.has(end)

    STEPS = "sign_in open_case escalate talk hand_over take_out take_over rest close come_back end_for_good lift reopen leave look_back".split()

    # --- what must be true in the end ---

    def everyone(self):
        return [self.visitor, self.counsellor, self.colleague, self.anna, self.bo, self.mentor]

    def transcripts(self):
        for person in self.everyone():
            shown = [event["text"] for name in ("message", "note", "briefing") for event in person.all(name)]
            wanted = [text for text, readers in self.readers.items() if person.name in readers]
            yield sorted(shown) == sorted(wanted), f"{person.name} was shown {sorted(shown)}, not {sorted(wanted)}"

    def calm(self):
        for person in self.everyone():
            for name in ("gap", "unreadable", "unsent", "stopped", "superseded"):
                yield not person.all(name), f"{person.name}: {person.all(name)}"
            asked = ("second", "case", "again", "appointment", "slots")  # asked until they have happened, or in vain
            failed = [event for event in person.all("failed") if event["why"] != "refused" and event.get("command") not in asked]
            yield not failed, f"{person.name}: {failed}"
        offered = [meeting["appointment"] for meeting in self.meetings]
        yield not people.doubles(offered), f"the same meeting was offered twice: {people.doubles(offered)}"
        delivered = [event["id"] for person in self.everyone() for event in person.all("delivered")]
        yield not people.doubles(delivered), f"delivered twice: {people.doubles(delivered)}"

    def nothing_readable(self):
        needles = [text.encode() for text in self.readers]
        files = self.world.find_in_files(needles)
        yield not files, f"plain text in files: {files}"
        yield len(self.world.find_in_files([bytes.fromhex(self.case)])) > 0, "the search finds the case in the files"

    def what_was_done(self):
        told = self.anna.all("count")
        yield len(told) >= 4 and all(count["opened"] == "<5" for count in told), f"two days that are over, at two doors: {told}"
        acts = {entry["number"]: (entry["act"], entry["actor"], entry["second"], entry["subject"]) for entry in self.anna.all("audit")}
        first, anna, bo, mentor, other = (self.who(one) for one in (self.counsellor, self.anna, self.bo, self.mentor, self.colleague))
        done = [("claim", first, "", ""), ("add", first, "", anna), ("escalate", first, "", ""), ("propose", first, "", mentor),
                ("handover", first, mentor, mentor), ("remove", first, "", ""), ("remove", anna, "", ""), ("propose", anna, "", other),
                ("takeover", anna, bo, other), ("rest", other, "", ""), ("close", other, "", ""), ("end", anna, "", other),
                ("lift", bo, "", other), ("reopen", other, "", ""),
                ("propose", anna, "", first), ("takeover", anna, bo, first)]
        listed = [acts[number] for number in sorted(acts)]
        # A page that is open wakes a case by its receipts: then it is set to rest again.
        listed = [act for at, act in enumerate(listed) if act[0] != "rest" or listed[at - 1] != act]
        listed[1:3] = sorted(listed[1:3])  # asked for together
        yield listed == done, f"the list of acts is {acts}"

    def checks(self):
        yield from self.what_was_done()
        yield from self.transcripts()
        yield from self.calm()
        yield from self.nothing_readable()


def main(arguments):
    if not arguments or arguments[0] in ("--help", "-h"):
        print(__doc__)
        return 0 if arguments else 2
    ways = arguments[1:] or (["none", "all"] + [f"within:{step}" for step in Rooms.STEPS])
    return people.play_all(arguments[0], Rooms, ways, AT_ONCE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
