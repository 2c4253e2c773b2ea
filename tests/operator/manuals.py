#!/usr/bin/env python3
"""The manual pages: clean mdoc, and what they say is what the programs have.

    tests/operator/manuals.py build/release/bin
    tests/operator/manuals.py --events            # the log's events, as udvejd(8) is to have them
"""
import pathlib
import re
import subprocess
import sys
import textwrap

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "story"))
import people

MANUALS = pathlib.Path(__file__).resolve().parents[2] / "server" / "man"
KEY_MANUALS = MANUALS.parents[1] / "keys" / "man"
NOT_HERE = re.compile(r"referenced manual not found|outdated mandoc.db")  # depends on what this machine has installed


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, timeout=60)


def lint(path):
    return [line for line in run("mandoc", "-T", "lint", "-W", "all", path).stdout.splitlines() if not NOT_HERE.search(line)]


def options_in(text):
    return set(re.findall(r"(?<![\w-])--([a-z][a-z-]+)", text))


def documented(name, folder=MANUALS):
    """Options and words of a page's source."""
    text = (folder / name).read_text()
    return set(re.findall(r"Fl Fl ([a-z-]+)", text)), text


def options_of(*words):
    """What is listed in the help of a program or command, a line each."""
    return options_in("\n".join(re.findall(r"^  (--[a-z-]+)", run(*words, "--help").stdout, flags=re.M)))


def has_its_commands(check, program, count, options, text):
    """A page names the commands of its program, and all of their options."""
    commands = re.findall(r"^  ([a-z-]+(?: [a-z-]+)?)  ", run(program, "--help").stdout.split("Commands")[1], flags=re.M)
    check(len(commands) == count and set(re.findall(r"^\.It Cm (.+)$", text, flags=re.M)) == set(commands),
          f"{program.name}: its page has the commands of its --help")
    told = set().union(*(options_of(program, *command.split()) for command in commands))
    check(options == told | {"help", "version"}, f"{program.name}: its page has the options of its commands: {options ^ told}")


def events():
    """From the table of what can be logged: name, its numbers, what it says; a sentence begins a line."""
    table = (MANUALS.parent / "base" / "log_events.def").read_text()
    rows = re.findall(r'^EVENT\(\w+,\s*"(\w+)",\s*(\d),\s*"(\w*)",\s*"(\w*)",\s*"([^"]+)"\)$', table, flags=re.M)
    if len(rows) != len(re.findall(r"^EVENT\(", table, flags=re.M)):
        raise ValueError("log_events.def has a row of another form")
    lines = [".Bl -tag -width Ds"]
    for name, priority, first, second, about in rows:
        numbers = "".join(f" {number}=N" for number in (first, second) if number)
        lines.append(f".It Ql <{priority}>event={name}{numbers}")
        for sentence in re.split(r"(?<=\.) ", about):
            lines += textwrap.wrap(sentence, 78, break_on_hyphens=False)
    return "\n".join([*lines, ".El", ""])


def main(arguments):
    if arguments == ["--events"]:
        print(events(), end="")
        return 0
    if len(arguments) != 1 or arguments[0] in ("--help", "-h"):
        print(__doc__)
        return 2
    counter = people.Counter()
    bin_dir, check = pathlib.Path(arguments[0]), counter.check
    pages = sorted([*MANUALS.iterdir(), *KEY_MANUALS.iterdir()])
    check({page.name for page in pages} == {"udvej.8", "udvej.conf.5", "udvejd.8", "udvej-client.1", "udvej-keys.1"}, "five pages")
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
    check(text.count(events()) == 1, "udvejd(8) has what tests/operator/manuals.py --events prints")
    options, text = documented("udvej-client.1")
    check(options == options_of(bin_dir / "udvej-client") | {"help"}, "udvej-client(1) has the options of udvej-client --help")
    has_its_commands(check, bin_dir / "udvej", 14, *documented("udvej.8"))
    has_its_commands(check, bin_dir / "udvej-keys", 11, *documented("udvej-keys.1", KEY_MANUALS))
    return counter.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
