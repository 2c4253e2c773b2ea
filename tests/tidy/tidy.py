#!/usr/bin/env python3
"""The rules that a reviewer would otherwise repeat. One function a rule; selftest.py plants a fault for each.

    tests/tidy/tidy.py            every rule over the tree
    tests/tidy/tidy.py --list     the rules
"""
import pathlib
import re
import subprocess
import sys

RULES = {}


def rule(function):
    RULES[function.__name__] = function
    return function


class Tree:
    """The files of a working tree: what is committed or could be, by path relative to the root."""

    def __init__(self, root, paths=None):
        self.root = pathlib.Path(root)
        if paths is None:
            listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                                    cwd=root, check=True, capture_output=True, text=True).stdout
            paths = [path for path in listed.split("\0") if path]
        self.paths = sorted(path for path in set(paths) if (self.root / path).is_file())
        self._texts = {}

    def text(self, path):
        if path not in self._texts:
            data = (self.root / path).read_bytes()
            self._texts[path] = "" if b"\0" in data else data.decode("utf-8", "replace")
        return self._texts[path]

    def code(self, path):
        """C without what stands in comments and strings; lines keep their numbers."""
        def blank(match):
            found = match.group(0)
            return found if found.startswith("#") else re.sub(r"[^\n]", " ", found)
        return re.sub(r'^[ \t]*#[ \t]*include[^\n]*|/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'',
                      blank, self.text(path), flags=re.S | re.M)

    def c_files(self, *folders):
        return [path for path in self.paths if path.endswith((".c", ".h")) and path.startswith(folders)]

    def includes(self, path):
        """(line, name, is it <name>) of every include."""
        for number, line in enumerate(self.text(path).splitlines(), 1):
            match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
            if match:
                yield number, match.group(2), match.group(1) == "<"


def matches(tree, paths, pattern, read):
    for path in paths:
        for number, line in enumerate(read(path).splitlines(), 1):
            for match in re.finditer(pattern, line):
                yield path, number, match.group(0).strip()


# ---- C: who may know whom -----------------------------------------------------------------------

LAYERS = {  # a folder, and the folders it may include from
    "protocol": {"protocol"},
    "keys": {"keys", "protocol"},
    "server": {"server", "keys", "protocol"},
    "server/client": {"server/client", "keys", "protocol"},
}

# The straight fall inside the server: a file includes its own row and the rows below. Others are free.
ROWS = [["main", "operator"], ["listen"], ["connection"], ["admit"], ["turn"], ["store", "relay"], ["deliver"], ["outbox"], ["base"]]


def layer_of(path):
    parts = path.split("/")
    return "server/client" if parts[:2] == ["server", "client"] else parts[0]


def row_of(path):
    parts = path.split("/")
    if parts[0] != "server" or len(parts) < 2:
        return None
    noun = parts[1].rsplit(".", 1)[0].split("_")[0]
    return next((depth for depth, nouns in enumerate(ROWS) if noun in nouns), None)


def resolve(tree, path, name):
    here = path.rsplit("/", 1)[0]
    for folder in (here, "", "protocol", "keys", "server"):
        whole = pathlib.PurePosixPath(folder, name).as_posix()
        parts = []
        for part in whole.split("/"):
            if part == ".." and parts:
                parts.pop()
            elif part != ".":
                parts.append(part)
        whole = "/".join(parts)
        if (tree.root / whole).is_file():
            return whole
    return None


@rule
def includes_run_downward(tree):
    """server -> keys -> protocol, and inside the server the order of ROWS"""
    for path in tree.c_files("protocol/", "keys/", "server/"):
        for number, name, is_system in tree.includes(path):
            if is_system:
                continue
            target = resolve(tree, path, name)
            if target is None:
                yield path, number, f'"{name}" is no file of ours'
            elif layer_of(target) not in LAYERS[layer_of(path)]:
                yield path, number, f'{layer_of(path)}/ may not know "{target}"'
            elif row_of(path) is not None and row_of(target) is not None and row_of(target) < row_of(path):
                yield path, number, f'"{target}" stands above this file'


HOMES = {  # a library's header, and where it may be included (tests may include anything)
    "libwebsockets.h": r"server/listen[^/]*",
    "curl/curl.h": r"server/operator/fetch[^/]*",
    "sqlite3.h": r"server/store/store_sqlite[^/]*",
    "ini.h": r"server/config[^/]*",
    "uv.h": r"server/(?!relay/).*",
    "sodium.h": r"(protocol|keys|server)/.*",
}


@rule
def libraries_have_one_home(tree):
    """each library is known in one place; libsodium in one file of the server"""
    with_sodium = []
    for path in tree.c_files("protocol/", "keys/", "server/"):
        for number, name, _ in tree.includes(path):
            if name in HOMES and not re.fullmatch(HOMES[name], path):
                yield path, number, f"{name} does not belong here"
            if name == "sodium.h" and path.startswith("server/"):
                with_sodium.append((path, number))
    for path, number in with_sodium[1:]:
        yield path, number, f"sodium.h is the business of {with_sodium[0][0]} alone"


@rule
def clock_and_chance_are_handed_in(tree):
    """the server asks for time and randomness in server/base/ only; protocol/ never does"""
    pattern = (r"\b(clock_gettime|gettimeofday|time|uv_now|uv_hrtime|uv_clock_gettime|uv_random|getrandom|getentropy|"
               r"arc4random\w*|randombytes_\w+|randombytes)\s*\(")
    paths = [path for path in tree.c_files("protocol/", "server/")
             if not path.startswith(("server/base/", "server/client/")) and path != "protocol/core_wasm.c"]
    for path, number, found in matches(tree, paths, pattern, tree.code):
        yield path, number, f"{found}...) belongs in server/base/"


@rule
def protocol_touches_no_world(tree):
    """protocol/ and server/relay/ have no sockets, disk, clock or allocation"""
    headers = {"time.h", "sys/time.h", "sys/socket.h", "netinet/in.h", "unistd.h", "fcntl.h", "sys/random.h", "pthread.h"}
    paths = [path for path in tree.c_files("protocol/", "server/relay/") if path != "protocol/core_wasm.c"]
    for path in paths:
        for number, name, _ in tree.includes(path):
            if name in headers:
                yield path, number, f"<{name}>"
    allocation = r"\b(malloc|calloc|realloc|strdup|fopen|open|socket|getenv|printf|fprintf)\s*\("
    for path, number, found in matches(tree, paths, allocation, tree.code):
        yield path, number, f"{found}...)"


@rule
def no_dangerous_functions(tree):
    """nothing that cannot be used safely"""
    pattern = (r"\b(strcpy|strcat|strncpy|strncat|sprintf|vsprintf|gets|rand|srand|random|srandom|atoi|atol|atoll|atof|strtok|"
               r"alloca|tmpnam|mktemp|setjmp|longjmp|system|popen)\s*\(")
    for path, number, found in matches(tree, tree.c_files(""), pattern, tree.code):
        yield path, number, f"{found}...)"


# ---- every file ---------------------------------------------------------------------------------

SOURCE_SUFFIXES = (".c", ".h", ".def", ".ts", ".tsx", ".mjs", ".js", ".css", ".html", ".py", ".sh", ".bash", ".txt", ".ftl")


@rule
def unfinished_marks_have_a_number(tree):
    """a mark for later names its issue"""
    paths = [path for path in tree.paths if path.endswith(SOURCE_SUFFIXES)]
    for path, number, found in matches(tree, paths, r"\b(TOD[O]|FIXM[E]|XX[X])\b(?!\(#[0-9]+\))", tree.text):
        yield path, number, f"{found} without (#number)"


@rule
def no_machine_paths(tree):
    """no path of somebody's machine, no host that packages come from"""
    pattern = (r"(?<![\w.])/(root|work|home)/[\w.]|\b(deb|security|snapshot|ftp)\.debia[n]\.org|registry\.npmj[s]\.org|"
               r"registry\.yarnpk[g]\.com|\bpypi\.or[g]")
    for path, number, found in matches(tree, [path for path in tree.paths if path != "LICENSE"], pattern, tree.text):
        yield path, number, found


@rule
def lock_files_name_no_hosts(tree):
    """package-lock.json without download addresses"""
    paths = [path for path in tree.paths if path.endswith("package-lock.json")]
    for path, number, _ in matches(tree, paths, r'"resolved": "http', tree.text):
        yield path, number, 'npm config set omit-lockfile-registry-resolved true, and make it again'


TOP_LEVEL = {"server", "protocol", "web-client", "keys", "tests", "CMakeLists.txt", "README.md", "LICENSE", "CMakePresets.json"}


@rule
def top_level_is_closed(tree):
    """the top level holds the five folders, four files and dot-files"""
    for name in sorted({path.split("/")[0] for path in tree.paths}):
        if name not in TOP_LEVEL and not name.startswith("."):
            yield name, 1, "does not belong at the top level"


# ---- texts and messages -------------------------------------------------------------------------

LANGUAGES = ["da", "en", "ar", "tr", "so", "ur"]
TEXTS = "web-client/src/text"


def fluent(text):
    """key -> (line, variables used); an attribute is a key of its own."""
    keys, key = {}, None
    for number, line in enumerate(text.splitlines(), 1):
        message = re.match(r"(-?[a-zA-Z][\w-]*)\s*=", line)
        attribute = re.match(r"\s+\.([a-zA-Z][\w-]*)\s*=", line)
        if message:
            parent = key = message.group(1)
        elif attribute and key:
            key = f"{parent}.{attribute.group(1)}"
        if (message or attribute) and key:
            keys[key] = (number, set())
        if key and not line.startswith("#"):
            keys[key][1].update(re.findall(r"\$([a-zA-Z][\w-]*)", line))
    return keys


@rule
def texts_are_in_every_language(tree):
    """every key, with the same variables, in all six languages; and there is a pseudo-language"""
    if not any(path.startswith(TEXTS + "/") for path in tree.paths):
        return
    missing = [language for language in LANGUAGES if f"{TEXTS}/{language}.ftl" not in tree.paths]
    for language in missing:
        yield f"{TEXTS}/{language}.ftl", 1, "is missing"
    if not any(re.fullmatch(TEXTS + r"/pseudo\.(ts|ftl)", path) for path in tree.paths):
        yield f"{TEXTS}/pseudo.ts", 1, "is missing"
    texts = {language: fluent(tree.text(f"{TEXTS}/{language}.ftl")) for language in LANGUAGES if language not in missing}
    every = {key for keys in texts.values() for key in keys}
    for language, keys in texts.items():
        for key in sorted(every - keys.keys()):
            yield f"{TEXTS}/{language}.ftl", 1, f"has no text '{key}'"
        for key in sorted(keys.keys() & texts.get("en", {}).keys()):
            number, variables = keys[key]
            if variables != texts["en"][key][1]:
                yield f"{TEXTS}/{language}.ftl", number, f"'{key}' uses other variables than English"


@rule
def messages_have_a_rule(tree):
    """every message of messages.def is named in PROTOCOL.md"""
    table = "protocol/messages.def"
    if table not in tree.paths:
        return
    document = tree.text("protocol/PROTOCOL.md") if "protocol/PROTOCOL.md" in tree.paths else ""
    for number, line in enumerate(tree.text(table).splitlines(), 1):
        match = re.match(r"MESSAGE\((\w+)", line)
        if match and not re.search(rf"\b{match.group(1)}\b", document):
            yield table, number, f"{match.group(1)} is not in protocol/PROTOCOL.md"


def findings(tree):
    """(rule, path, line, what) of everything that breaks a rule."""
    for name, function in RULES.items():
        for path, number, what in function(tree):
            yield name, path, number, what


def main():
    if sys.argv[1:] == ["--list"]:
        for name, function in RULES.items():
            print(f"{name:34} {function.__doc__}")
        return 0
    if sys.argv[1:]:
        print(__doc__, file=sys.stderr)
        return 2
    root = pathlib.Path(__file__).resolve().parents[2]
    found = list(findings(Tree(root)))
    for name, path, number, what in found:
        print(f"{path}:{number}: {what} [{name}]")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
