#!/usr/bin/env python3
"""Two counsellors claim the same case, again and again, through real clients: always exactly one wins, and the other learns who. Without kills and by
the thousand tests/chaos does that; here the clients' own code decides what to make of the answer.

Examples:
  tests/story/claims.py build/release/bin         100 cases
  tests/story/claims.py build/release/bin 1000    more

A case counts as contested when both claims had to be decided by the server; the rest, where one counsellor already knew that the other
has the case, does not count, and more cases are opened until there are enough.
"""

import itertools
import sys

import people

ROUND = 100  # cases at once; what one counsellor's device has open at the same time is bounded
VISITORS = 3  # programs that open cases
SPARE_ROUNDS = 20


class Round:
    """Some cases, opened by visitors who leave at once, and both counsellors before the same queue.

    Each has a world of its own: a device gets every case back that it holds, and those of all rounds are more than it has room for.
    """

    def __init__(self, bin_dir, folder, programme):
        folder.mkdir(mode=0o700)
        self.world = people.World(bin_dir, folder, programme,
                                  "puzzle_level_max = 0\n")  # a thousand cases are opened as fast as they can be
        self.texts = {f"case {i}" for i in range(ROUND)}

    def begin(self):
        self.world.start()
        self.counsellors = [self.world.person("counsellor", key) for key in ("counsellor-1", "counsellor-2")]
        for counsellor in self.counsellors:
            counsellor.take_up_duty()
        self.cases = self.open_all()

    def open_all(self):
        visitors = [self.world.person("visitor") for _ in range(VISITORS)]
        for number, text in enumerate(sorted(self.texts)):
            for command in (f"open 1 {text}", "wait opened", "leave"):
                visitors[number % VISITORS].tell(command)
        for visitor in visitors:
            visitor.leave()
            visitor.vanish()
        cases = [self.counsellors[0].has("intake", text=text)["case"] for text in sorted(self.texts)]
        for counsellor in self.counsellors:
            for case in cases:
                counsellor.has("card", case=case, state="waiting")
                counsellor.has("intake", case=case)
        return cases

    def contest(self, number, case):
        """Both claim; who writes the command first takes turns. Gives whether the server had to decide, and what was wrong."""
        order = self.counsellors if number % 2 == 0 else self.counsellors[::-1]
        for counsellor in order:
            counsellor.tell(f"claim {case}")
        asked, knew, winners, losers = [], False, [], []
        for counsellor in order:
            answer = counsellor.result()
            if answer["event"] == "done":
                asked.append(counsellor)
                before = itertools.takewhile(lambda event: event is not answer, counsellor.events)
                knew |= any(event["event"] == "card" and event["case"] == case and event["holder"] != "" for event in before)
        for counsellor in asked:
            won = counsellor.first(("claimed", "claim_lost"), case)
            (winners if won["event"] == "claimed" else losers).append((counsellor, won))
        if len(winners) != 1:
            return False, f"{case}: {len(winners)} of {len(asked)} won"
        me = winners[0][0].has("unlocked")["me"]
        wrong = [won for _, won in losers if won["holder"] != me or won["label"] == ""]
        return len(asked) == 2 and not knew, f"{case}: the loser was told {wrong}" if wrong else None

    def end(self):
        for counsellor in self.counsellors:
            both = [event["case"] for event in counsellor.all("claimed")]
            yield not people.doubles(both), f"{counsellor.name} was told twice that a case was theirs"
            yield not counsellor.all("stopped"), f"{counsellor.name}: {counsellor.all('stopped')}"
        shared = set.intersection(*({event["case"] for event in c.all("claimed")} for c in self.counsellors))
        yield not shared, f"two hold {shared}"
        self.world.stop()


def main(arguments):
    if not arguments or arguments[0] in ("--help", "-h"):
        print(__doc__)
        return 0 if arguments else 2
    wanted = int(arguments[1]) if len(arguments) > 1 else 100
    counter = people.Counter()
    folder = people.temporary_folder()
    a_round = None
    contested = tried = 0
    wins = {}
    try:
        programme = people.make_programme(arguments[0], folder)
        for number in range(wanted // ROUND + SPARE_ROUNDS):
            if contested >= wanted or counter.failed > 0:
                break
            a_round = Round(arguments[0], folder / f"round-{number}", programme)
            a_round.begin()
            for case in a_round.cases:
                is_contested, wrong = a_round.contest(tried, case)
                tried += 1
                contested += is_contested
                counter.check(wrong is None, wrong)
            for counsellor in a_round.counsellors:
                wins[counsellor.name] = wins.get(counsellor.name, 0) + len(counsellor.all("claimed"))
            for is_kept, what in a_round.end():
                counter.check(is_kept, what)
            a_round.world.close()
        counter.check(contested >= wanted, f"{contested} of {wanted} claims were contested")
        counter.check(sum(wins.values()) == tried, f"{sum(wins.values())} wins in {tried} cases")
        counter.check(min(wins.values(), default=0) > 0, f"each won at least once: {wins}")
    except (people.Failure, OSError, ValueError) as failure:
        counter.check(False, str(failure))
    finally:
        if a_round is not None:
            a_round.world.close()
        if counter.failed == 0:
            people.remove(folder)
        else:
            print(f"everything is kept in {folder}")
    print(f"{contested} contested claims in {tried} cases; won: {wins}")
    return counter.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
