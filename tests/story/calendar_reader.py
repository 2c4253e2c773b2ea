"""Reads a calendar file (RFC 5545) with Debian's icalendar, which is not ours, and compares it with what the calendar is known to be."""

import json
import subprocess

from people import Failure

# Debian's interpreter has the reader; the one that runs the tests may be another.
READ = '''
import icalendar, json, sys
events = icalendar.Calendar.from_ical(sys.stdin.buffer.read()).walk("VEVENT")
minute = lambda event, name: event.decoded(name).timestamp() / 60
print(json.dumps([[event.errors, str(event["UID"]), minute(event, "DTSTART"), minute(event, "DTEND"), str(event["STATUS"])]
                  for event in events]))
'''

LINE_MAX = 75
STATES = {
    "offered": "TENTATIVE",
    "accepted": "CONFIRMED",
    "called_off": "CANCELLED",
    "held": "CONFIRMED",
    "no_show": "CONFIRMED",
}


def compare(octets, slots, secrets):
    """`slots`: the last event of each, by id. None of `secrets` may stand in the file."""
    lines = octets.split(b"\r\n")
    if lines[-1] != b"" or b"\n" in b"".join(lines) or max(map(len, lines)) > LINE_MAX:
        raise Failure("the calendar file's lines are not those of RFC 5545")
    found = [secret for secret in secrets if secret.encode() in octets.replace(b"\r\n ", b"")]
    if found:
        raise Failure(f"the calendar file says {found}")
    answer = subprocess.run(["/usr/bin/python3", "-c", READ], input=octets, capture_output=True, check=False)
    if answer.returncode != 0:
        raise Failure(f"the calendar file cannot be read: {answer.stderr[-500:]}")
    events = json.loads(answer.stdout)
    if any(errors for errors, *_ in events):
        raise Failure(f"the calendar file is read with errors: {events}")
    read = {uid: said for _, uid, *said in events}
    wanted = {
        f"{slot['id']}@udvej": [
            slot["start_min"],
            slot["start_min"] + slot["length_min"],
            STATES[slot["state"]],
        ]
        for slot in slots.values()
    }
    if len(events) != len(read) or read != wanted or len(read) < 2:
        raise Failure(f"the calendar file says {read}, not {wanted}")
