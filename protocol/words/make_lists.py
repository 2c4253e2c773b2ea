#!/usr/bin/env python3
"""Makes word_list_data.c (protocol/word_list_data.h says what is in it) of the two lists.

    make_lists.py ENGLISH DANISH OUT

Refuses lists that are not the ones that codes were made with: their digests stand here and in PROTOCOL.md, rule 3.
"""
import hashlib
import pathlib
import sys

DIGESTS = {
    "en": "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda",
    "da": "355de0fd4f5808f7f0f665739292737b67cec190b9e964242663211b105f9402",
}
LETTERS = str.maketrans("æøå", "{|}")


def shared(word, before):
    count = 0
    while count < min(len(word), len(before)) and word[count] == before[count]:
        count += 1
    return count


def front_coded(words):
    octets, before = [], ""
    for word in words:
        count = shared(word, before)
        octets += [count, *word[count:].encode("ascii")]
        before = word
    return octets + [0]


def definition(language, path):
    data = pathlib.Path(path).read_bytes()
    if hashlib.sha256(data).hexdigest() != DIGESTS[language]:
        sys.exit(f"{path}: not the list that return codes are made with")
    octets = front_coded(data.decode().translate(LETTERS).split())
    rows = [", ".join(map(str, octets[at:at + 24])) for at in range(0, len(octets), 24)]
    return f"const uint8_t word_list_{language}[] = {{\n    " + ",\n    ".join(rows) + ",\n};\n"


def main():
    english, danish, out = sys.argv[1:]
    text = '/* Made by words/make_lists.py. */\n#include "protocol/word_list_data.h"\n\n'
    text += definition("da", danish) + "\n" + definition("en", english)
    pathlib.Path(out).write_text(text)


if __name__ == "__main__":
    main()
