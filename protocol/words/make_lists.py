#!/usr/bin/env python3
"""Makes of the two lists what the core reads (protocol/word_list_data.h says what that is).

    make_lists.py ENGLISH DANISH DATA.c DIGEST.c WORDS.txt

DATA.c has the words for native programs. WORDS.txt has them for the page, which hands them to the core; DIGEST.c is how the core knows it.
Refuses lists that are not the ones that codes were made with: their digests stand here and in PROTOCOL.md, rule 3.
"""
import hashlib
import pathlib
import sys

DIGESTS = {
    "da": "355de0fd4f5808f7f0f665739292737b67cec190b9e964242663211b105f9402",
    "en": "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda",
}
LETTERS = str.maketrans("æøå", "{|}")
MADE = "/* Made by words/make_lists.py. */\n"


def shared(word, before):
    count = 0
    while count < min(len(word), len(before)) and word[count] == before[count]:
        count += 1
    return count


def front_coded(words):
    text, before = "", ""
    for word in words:
        count = shared(word, before)
        text += str(count) + word[count:]
        before = word
    return text + "\n"


def list_of(language, path):
    data = pathlib.Path(path).read_bytes()
    if hashlib.sha256(data).hexdigest() != DIGESTS[language]:
        sys.exit(f"{path}: not the list that return codes are made with")
    return front_coded(data.decode().translate(LETTERS).split()).encode("ascii")


def rows(octets):
    return "".join(f"    {', '.join(map(str, octets[at:at + 24]))},\n" for at in range(0, len(octets), 24))


def main():
    english, danish, data_file, digest_file, words_file = sys.argv[1:]
    lists = {"da": list_of("da", danish), "en": list_of("en", english)}
    data = MADE + '#include "protocol/word_list_data.h"\n\n'
    for language, octets in lists.items():
        data += f"static const uint8_t {language}[] = {{\n{rows(octets)}}};\n\n"
    data += "const uint8_t *word_list_octets(enum word_list list)\n{\n    return list == WORDS_DA ? da : en;\n}\n"
    words = lists["da"] + lists["en"]
    digest = rows(hashlib.sha256(words).digest())
    pathlib.Path(data_file).write_text(data)
    pathlib.Path(digest_file).write_text(
        MADE + f'#include "protocol/word_list_data.h"\n\nconst uint8_t word_lists_digest[HASH_SIZE] = {{\n{digest}}};\n')
    pathlib.Path(words_file).parent.mkdir(parents=True, exist_ok=True)
    pathlib.Path(words_file).write_bytes(words)


if __name__ == "__main__":
    main()
