#!/usr/bin/env python3
"""Every rule of tidy.py finds the fault planted for it, and finds nothing in a clean tree."""
import pathlib
import sys
import tempfile

import tidy

TEXTS = tidy.TEXTS
CLEAN = {
    "README.md": "# a tree\n",
    ".gitignore": "/build/\n",
    "protocol/messages.def": "MESSAGE(HELLO, 1)\n",
    "protocol/PROTOCOL.md": "HELLO is the first message.\n",
    "protocol/reader.h": "struct reader;\n",
    "protocol/reader.c": '#include "reader.h"\n#include <sodium.h>\n/* rand() and time() only in words */\n',
    "keys/key_file.c": '#include "protocol/reader.h"\n#include <sodium.h>\n',
    "keys/key_file.h": "struct key_file;\n",
    "server/listen.c": '#include "outbox.h"\n#include <libwebsockets.h>\n#include "protocol/reader.h"\n',
    "server/listen.h": "struct listen;\n",
    "server/outbox.h": "struct outbox;\n",
    "server/outbox.c": '#include "outbox.h"\nstatic const char *said = "sprintf(";\n',
    "server/base/clock.c": "long clock_read(void) { return time(NULL); }\n",
    "server/base/hash.c": "#include <sodium.h>\n",
    "server/store/store_sqlite.c": "#include <sqlite3.h>\n",
    "server/operator/doctor.h": "struct doctor;\n",
    "server/client/main.c": '#include "keys/key_file.h"\n',
    "tests/unit/test_reader.c": '#include "protocol/reader.h"\n#include <sqlite3.h>\n',
    "web-client/package-lock.json": '{ "packages": {} }\n',
    f"{TEXTS}/pseudo.ts": "export {};\n",
} | {f"{TEXTS}/{language}.ftl": "hello = { $name }!\n    .title = x\nbye = .\n" for language in tidy.LANGUAGES}

# The rule that must speak, the file that breaks it, what that file then holds.
FAULTS = [
    ("includes_run_downward", "protocol/reader.c", '#include "keys/key_file.h"\n'),
    ("includes_run_downward", "protocol/reader.c", '#include "../server/outbox.h"\n'),
    ("includes_run_downward", "keys/key_file.c", '#include "server/outbox.h"\n'),
    ("includes_run_downward", "server/outbox.c", '#include "listen.h"\n'),
    ("includes_run_downward", "server/store/store.c", '#include "operator/doctor.h"\n'),
    ("includes_run_downward", "server/client/main.c", '#include "server/outbox.h"\n'),
    ("includes_run_downward", "server/outbox.c", '#include "nowhere.h"\n'),
    ("libraries_have_one_home", "server/outbox.c", "#include <libwebsockets.h>\n"),
    ("libraries_have_one_home", "server/store/store.c", "#include <sqlite3.h>\n"),
    ("libraries_have_one_home", "server/turn.c", "#include <sodium.h>\n"),
    ("libraries_have_one_home", "keys/key_file.c", "#include <uv.h>\n"),
    ("libraries_have_one_home", "server/relay/case.c", "#include <uv.h>\n"),
    ("libraries_have_one_home", "server/listen.c", "#include <ini.h>\n"),
    ("clock_and_chance_are_handed_in", "server/turn.c", "long now(void) { return time(NULL); }\n"),
    ("clock_and_chance_are_handed_in", "server/turn.c", "void f(void) { randombytes_buf(b, 8); }\n"),
    ("clock_and_chance_are_handed_in", "protocol/reader.c", "void f(void) { clock_gettime(0, &t); }\n"),
    ("protocol_touches_no_world", "protocol/reader.c", "#include <time.h>\n"),
    ("protocol_touches_no_world", "server/relay/case.c", "void *f(void) { return malloc(3); }\n"),
    ("no_dangerous_functions", "server/outbox.c", "void f(void) { strcpy(a, b); }\n"),
    ("no_dangerous_functions", "tests/unit/test_reader.c", "int f(void) { return atoi(a); }\n"),
    ("no_dangerous_functions", "keys/key_file.c", "int f(void) { return rand (); }\n"),
    ("unfinished_marks_have_a_number", "server/outbox.c", "/* TOD" "O: more */\n"),
    ("unfinished_marks_have_a_number", "web-client/src/a.ts", "// FIXM" "E later\n"),
    ("no_machine_paths", "README.md", "see /ro" "ot/notes\n"),
    ("no_machine_paths", "tests/a.sh", "curl de" "b.debian.org\n"),
    ("no_machine_paths", "web-client/.npmrc", "registry=https://registry.npm" "js.org\n"),
    ("lock_files_name_no_hosts", "web-client/package-lock.json", '{ "resolved": "http' 's://example.org" }\n'),
    ("top_level_is_closed", "notes.md", "x\n"),
    ("top_level_is_closed", "docs/a.md", "x\n"),
    ("texts_are_in_every_language", f"{TEXTS}/so.ftl", "hello = { $name }\n    .title = x\n"),
    ("texts_are_in_every_language", f"{TEXTS}/ar.ftl", "hello = { $name }\nbye = .\n"),
    ("texts_are_in_every_language", f"{TEXTS}/ur.ftl", "hello = { $nam }\n    .title = x\nbye = .\n"),
    ("texts_are_in_every_language", f"{TEXTS}/tr.ftl", None),
    ("texts_are_in_every_language", f"{TEXTS}/pseudo.ts", None),
    ("messages_have_a_rule", "protocol/messages.def", "MESSAGE(HELLO, 1)\nMESSAGE(BYE, 2)\n"),
]


def findings_of(files):
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            whole = pathlib.Path(folder, path)
            whole.parent.mkdir(parents=True, exist_ok=True)
            whole.write_text(text)
        return [(name, f"{path}:{number}: {what}") for name, path, number, what
                in tidy.findings(tidy.Tree(folder, list(files)))]


def main():
    wrong = [f"the clean tree: {where} [{name}]" for name, where in findings_of(CLEAN)]
    for name, path, text in FAULTS:
        files = {at: what for at, what in (CLEAN | {path: text}).items() if what is not None}
        found = {rule for rule, _ in findings_of(files)}
        if found != {name}:
            wrong.append(f"{path} should break {name} alone, but breaks {sorted(found) or 'nothing'}: {text!r}")
    untried = tidy.RULES.keys() - {name for name, _, _ in FAULTS}
    wrong += [f"no fault is planted for {name}" for name in sorted(untried)]
    for line in wrong:
        print(line)
    print(f"{len(FAULTS)} planted faults, {len(tidy.RULES)} rules, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
