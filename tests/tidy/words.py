#!/usr/bin/env python3
"""Are the two word lists of return codes what PROTOCOL.md, rule 3, needs them to be?

    words.py              checks protocol/words/da.txt and the English list that the build uses
    words.py --selftest   plants a fault of each kind and sees it found

What no program can check - that a word is common, and frightens nobody - is read by people.
"""
import hashlib
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DANISH = ROOT / "protocol/words/da.txt"
ENGLISH = pathlib.Path("/usr/lib/python3/dist-packages/mnemonic/wordlist/english.txt")
PROTOCOL = ROOT / "protocol/PROTOCOL.md"

COUNT = 2048
ENOUGH = 4
ALPHABET = {"da": "abcdefghijklmnopqrstuvwxyzæøå", "en": "abcdefghijklmnopqrstuvwxyz"}

# Beginnings of words that have no place in what a frightened person is shown. Not complete, and it need not be: it keeps what was once
# left out from coming back.
UNKIND = {"da": """
    angst bange blod bomb bøddel drab dræb død fange farlig fjende flugt frygt fængs galge gevær gift grav gru had helved hor hævn ild
    jagt jihad kirke klage knald kniv koran korset krig kugle kvæl lig lort luder mord moske myrde mørk nazi offer ond panik pest pinse
    pis pistol politi præst psyk racis røv selvmo sharia skam skud skyd skyld slag slå smerte soldat sorg spion stjæl straf sult svin
    svig synd syg terror tortur trussel trist tvang tyv ulykke urne uhyr vold voldt våben vred øks
    """.split()}


def spellings(word):
    """How a word is typed without æ, ø and å: doubled, or with a plain a and o."""
    word = word.replace("æ", "ae")
    return {word.replace("ø", "oe").replace("å", "aa"), word.replace("ø", "o").replace("å", "a")}


def shape_faults(language, words):
    if len(words) != COUNT:
        yield f"{len(words)} words instead of {COUNT}"
    for word in words:
        if not re.fullmatch(f"[{ALPHABET[language]}]{{3,8}}", word):
            yield f"'{word}' is not 3 to 8 small letters"
    order = [[ALPHABET[language].find(letter) for letter in word] for word in words]
    for before, after, word in zip(order, order[1:], words[1:]):
        if before >= after:
            yield f"'{word}' is out of order, or stands twice"


def likeness_faults(lists):
    """No two words of either list have a spelling that begins alike, nor would one be taken for the other."""
    owners = {}
    for language, words in lists.items():
        for word in words:
            for start in {spelling[:ENOUGH] for spelling in spellings(word)}:
                owner = owners.setdefault(start, (language, word))
                if owner != (language, word):
                    yield f"'{word}' ({language}) and '{owner[1]}' ({owner[0]}) both begin with '{start}'"


def unkind_faults(language, words):
    for word in words:
        for start in UNKIND.get(language, []):
            if word.startswith(start) and word not in KIND:
                yield f"'{word}' begins with '{start}'"


# They begin so and mean something else.
KIND = set("gruppe grusvej horisont ildflue ildsted kuglepen liga ligesom ligge ligne skammel slagge sving".split())


def faults(lists):
    for language, words in lists.items():
        for found in (shape_faults(language, words), unkind_faults(language, words)):
            yield from (f"{language}: {fault}" for fault in found)
    yield from likeness_faults(lists)


def digest_faults(digests, protocol):
    for language, digest in digests.items():
        if digest not in protocol:
            yield f"{language}: PROTOCOL.md names another list than the one with SHA-256 {digest}"


def words_of(data):
    text = data.decode()
    if not text.endswith("\n") or text.endswith("\n\n"):
        raise SystemExit("a list ends with one line feed")
    return text[:-1].split("\n")


def planted(lists):
    """(what, lists with a fault, a piece of what must be said)"""
    def changed(language, change):
        words = list(lists[language])
        change(words)
        return lists | {language: words}

    def put(index, word):
        return lambda words: words.__setitem__(index, word)

    yield "a word less", changed("da", lambda words: words.pop(7)), "2047 words"
    yield "a word twice", changed("en", lambda words: words.insert(8, words[7])), "stands twice"
    yield "two words swapped", changed("da", lambda words: words.insert(3, words.pop(4))), "out of order"
    yield "a capital", changed("da", put(100, "Bord")), "small letters"
    yield "two letters", changed("da", put(0, "aa")), "small letters"
    yield "nine letters", changed("en", put(0, "abandoned")), "small letters"
    yield "a foreign letter", changed("da", put(0, "abén")), "small letters"
    yield "the same four letters", changed("da", put(1, lists["da"][0] + "x")), "both begin"
    yield "a word of the other language", changed("da", put(50, lists["en"][50])), "both begin"
    with_ring = next(word for word in lists["da"] if "å" in word[:3] and "ø" not in word and len(word) > 3)
    place = lists["da"].index(with_ring)
    yield "alike with aa", changed("da", put(place - 1, with_ring.replace("å", "aa"))), "both begin"
    yield "alike with a", changed("da", put(place - 1, with_ring.replace("å", "a"))), "both begin"
    with_slash = next(word for word in lists["da"] if "ø" in word[:3] and "å" not in word and len(word) > 3)
    place = lists["da"].index(with_slash)
    yield "alike with oe", changed("da", put(place - 1, with_slash.replace("ø", "oe"))), "both begin"
    yield "alike with o", changed("da", put(place - 1, with_slash.replace("ø", "o"))), "both begin"
    yield "an unkind word", changed("da", put(2000, "våben")), "begins with 'våben'"


def selftest(lists):
    wrong = [f"the lists themselves: {fault}" for fault in faults(lists)]
    tried = 0
    for what, faulty, said in planted(lists):
        tried += 1
        if not any(said in fault for fault in faults(faulty)):
            wrong.append(f"{what}: not found")
    if not list(digest_faults({"da": "0" * 64}, PROTOCOL.read_text())):
        wrong.append("another digest: not found")
    return tried + 1, wrong


def main():
    data = {"da": DANISH.read_bytes(), "en": ENGLISH.read_bytes()}
    lists = {language: words_of(octets) for language, octets in data.items()}
    if sys.argv[1:] == ["--selftest"]:
        tried, wrong = selftest(lists)
        print(f"{tried} planted faults, {len(wrong)} wrong")
    elif sys.argv[1:]:
        print(__doc__, file=sys.stderr)
        return 2
    else:
        digests = {language: hashlib.sha256(octets).hexdigest() for language, octets in data.items()}
        wrong = [*faults(lists), *digest_faults(digests, PROTOCOL.read_text())]
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
