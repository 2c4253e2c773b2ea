#!/usr/bin/env python3
"""The manual pages: clean mdoc, and what they say is what the programs have.

    tests/operator/manuals.py build/release/bin
"""
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "story"))
import people

MANUALS = pathlib.Path(__file__).resolve().parents[2] / "server" / "man"
NOT_HERE = re.compile(r"referenced manual not found|outdated mandoc.db")  # depends on what this machine has installed


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, timeout=60)


def lint(path):
    return [line for line in run("mandoc", "-T", "lint", "-W", "all", path).stdout.splitlines() if not NOT_HERE.search(line)]


def options_in(text):
    return set(re.findall(r"(?<![\w-])--([a-z][a-z-]+)", text))


def documented(name):
    """Options and words of a page's source."""
    text = (MANUALS / name).read_text()
    return set(re.findall(r"Fl Fl ([a-z-]+)", text)), text


def main(arguments):
    if len(arguments) != 1 or arguments[0] in ("--help", "-h"):
        print(__doc__)
        return 2
    counter = people.Counter()
    bin_dir, check = pathlib.Path(arguments[0]), counter.check
    pages = sorted(MANUALS.iterdir())
    check([page.name for page in pages] == ["udvej.8", "udvej.conf.5", "udvejd.8"], "three pages")
    for page in pages:
        check(lint(page) == [], f"mandoc -T lint {page.name}: {lint(page)[:3]}")
        shown = run("mandoc", "-T", "ascii", page)
        text = re.sub(".\x08", "", shown.stdout)  # bold letters are printed twice
        check(shown.returncode == 0 and "NAME" in text and "SEE ALSO" in text, f"{page.name} can be read")
    made = run(bin_dir / "udvejd", "--print-manual").stdout
    check(made == (MANUALS / "udvej.conf.5").read_text(), "udvejd --print-manual > server/man/udvej.conf.5")
    example = run(bin_dir / "udvejd", "--print-config").stdout
    for key in re.findall(r"^#?([a-z_.]+) =", example, flags=re.M):
        check(f".It Cm {key.split('.')[0]}" in made, f"udvej.conf(5) has {key}")
    options, text = documented("udvejd.8")
    check(options == options_in(run(bin_dir / "udvejd", "--help").stdout), "udvejd(8) has the options of udvejd --help")
    options, text = documented("udvej.8")
    commands = re.findall(r"^  ([a-z-]+(?: [a-z]+)?)  ", run(bin_dir / "udvej", "--help").stdout.split("Commands")[1], flags=re.M)
    check(len(commands) == 8 and set(re.findall(r"^\.It Cm (.+)$", text, flags=re.M)) == set(commands),
          "udvej(8) has the commands of udvej --help")
    told = set().union(*(options_in("\n".join(line for line in run(bin_dir / "udvej", *command.split(), "--help").stdout.splitlines()
                                              if line.startswith("  --"))) for command in commands))
    check(options == told | {"help"}, f"udvej(8) has the options of its commands: {options ^ told}")
    return counter.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
