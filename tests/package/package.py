#!/usr/bin/env python3
"""The Debian package: what is in it, that it starts nothing by itself, and that what is installed works where it is installed.

    tests/package/package.py PACKAGE.deb FORBIDDEN...     no file in it may contain one of these words: folders of the building machine
"""
import gzip
import hashlib
import io
import json
import os
import pathlib
import re
import shlex
import stat
import subprocess
import sys
import tarfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "story"))
import people

PROGRAMS = {"udvejd": 8, "udvej": 8, "udvej-keys": 1, "udvej-client": 1}  # and the section of their page
EXPOSURE_MAX = 10  # tenths
CONFIG = "/etc/udvej/udvejd.conf"  # the one file of the units that the operator makes
NOT_HERE = re.compile(r"referenced manual not found|outdated mandoc.db|^running with root")


def run(*words, **more):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=120, **more)


def said(done):
    return [line for line in (done.stdout + done.stderr).splitlines() if not NOT_HERE.search(line)]


def files_of(root):
    return [path for path in sorted(root.rglob("*")) if path.is_file()]


# ---- the file --------------------------------------------------------------------------------------------

def lintian_has_nothing_to_say(check, deb, folder):
    done = run("lintian", "--fail-on", "error,warning", deb)
    check(done.returncode == 0 and said(done) == [], f"lintian: {said(done)[:4]}")
    broken = folder / "broken"
    run("dpkg-deb", "-R", deb, broken)
    (broken / "usr/share/doc/udvej/copyright").unlink()
    run("dpkg-deb", "--root-owner-group", "-b", broken, folder / "broken.deb")
    done = run("lintian", "--fail-on", "error,warning", folder / "broken.deb")
    check(done.returncode != 0 and "no-copyright-file" in done.stdout, "and it would have said so if the copyright were missing")


def has_no_scripts(check, deb):
    packed = subprocess.run(["dpkg-deb", "--ctrl-tarfile", deb], capture_output=True, timeout=60).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as control:
        names = {name.removeprefix("./") for name in control.getnames()} - {"", "."}
    check(names == {"control", "md5sums"}, f"no script runs at installation: {names}")


def is_owned_by_root(check, deb):
    lines = run("dpkg-deb", "-c", deb).stdout.splitlines()
    check(len(lines) > 40 and all(line.split()[1] == "root/root" for line in lines), "everything is root's")
    modes = {line.split()[0] for line in lines}
    check(modes <= {"drwxr-xr-x", "-rwxr-xr-x", "-rw-r--r--"}, f"modes {modes}")


def tells_nothing_of_its_builder(check, root, words):
    for path in files_of(root):
        octets = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        found = [word for word in words if word.encode() in octets]
        if found:
            check(False, f"{path.relative_to(root)} contains {found}")
    check(len(words) > 0, "folders to look for were named")


# ---- installed -------------------------------------------------------------------------------------------

def install(check, deb, root):
    (root / "var/lib/dpkg/info").mkdir(parents=True)
    (root / "var/lib/dpkg/updates").mkdir()
    (root / "var/lib/dpkg/status").write_text("")
    (root / "var/log").mkdir()
    dpkg = ("fakeroot", "dpkg", f"--root={root}", f"--log={root}/var/log/dpkg.log", "--force-not-root,depends", "--force-script-chrootless")
    done = run(*dpkg, "-i", deb)
    check(done.returncode == 0, f"dpkg -i: {done.stderr[-300:]}")
    return dpkg


def programs_run(check, root, version):
    for name, section in PROGRAMS.items():
        program = root / "usr/bin" / name
        check(run(program, "--help").returncode == 0, f"{name} --help")
        page = root / f"usr/share/man/man{section}/{name}.{section}.gz"
        check(page.exists(), f"{name} has a manual page")
    for name in ("udvejd", "udvej", "udvej-keys"):
        check(run(root / "usr/bin" / name, "--version").stdout == f"{name} {version}\n", f"{name} --version is that of the package")
    about = run("readelf", "-hld", root / "usr/bin/udvejd").stdout
    check("GNU_RELRO" in about and "NOW" in about and "DYN" in about, "stripping has left the hardening in place")


def example_does_not_serve(check, root):
    example = root / "usr/share/doc/udvej/examples/udvejd.conf.example"
    done = run(root / "usr/bin/udvej", "check-config", example)
    check(done.returncode == 78 and "hosts" in done.stderr, "check-config refuses the example as it is")
    done = run(root / "usr/bin/udvejd", "--config", example)
    check(done.returncode == 78 and done.stdout == "", "and udvejd does not serve it")
    check(not (root / CONFIG.lstrip("/")).exists(), "no configuration is installed that could be started")
    done = run(root / "usr/bin/udvej", "check-config", root / CONFIG.lstrip("/"))
    check(done.returncode == 78, "and the service's own check refuses that there is none")


def init_makes_what_the_unit_wants(check, root, folder):
    """As README.Debian says it, with the paths of the scratch root."""
    people.run_quietly([root / "usr/bin/udvej-keys", "demo", "--out", folder / "programme"])
    recipe = re.search(r"udvej init (.*?)\n   Give", (root / "usr/share/doc/udvej/README.Debian").read_text(), flags=re.S).group(1)
    (root / "etc/udvej/programme.bin").write_bytes((folder / "programme/programme.bin").read_bytes())
    (root / "var/lib/udvej").mkdir(mode=0o700)
    words = [re.sub(r"^/", f"{root}/", word) for word in shlex.split(recipe.replace("\\\n", " ").replace("NUMBER", "41 74 90 90"))]
    done = run(root / "usr/bin/udvej", "init", *words, "--web", root / "usr/share/udvej/web")
    check(done.returncode == 0, f"README.Debian: {done.stderr}")
    done = run(root / "usr/bin/udvej", "check-config", root / CONFIG.lstrip("/"))
    check(done.returncode == 0, f"makes what ExecStartPre asks for: {done.stderr}")
    for name in ("udvejd.conf", "programme.json", "programme.bin"):
        (root / "etc/udvej" / name).unlink()


def units_fit_what_is_there(check, root, folder):
    units = root / "usr/lib/systemd/system"
    (root / CONFIG.lstrip("/")).write_text("")  # the operator's; taken away again below
    for unit in ("udvejd.service", "udvejd.socket"):
        text = (units / unit).read_text()
        for key, value in re.findall(r"^(Exec\w+|EnvironmentFile|LoadCredential)=(.*)$", text, flags=re.M):
            for path in re.findall(r"(?:^|[ @!+-])(/[^ ]+)", value):
                check((root / path.lstrip("/")).exists(), f"{unit}, {key}: {path} is there")
        for page, section in re.findall(r"man:([\w.-]+)\((\d)\)", text):
            check((root / f"usr/share/man/man{section}/{page}.{section}.gz").exists(), f"{unit}: {page}({section}) is there")
        (folder / unit).write_text(text.replace("/usr/bin/", f"{root}/usr/bin/"))
    (root / CONFIG.lstrip("/")).unlink()
    done = run("systemd-analyze", "verify", "--man=no", folder / "udvejd.service", folder / "udvejd.socket")
    check(done.returncode == 0 and said(done) == [], f"systemd-analyze verify: {said(done)[:3]}")
    done = run("systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE_MAX}", "--no-pager", units / "udvejd.service")
    check(done.returncode == 0, f"systemd-analyze security: {done.stdout[-80:].strip()}")
    strict = run("systemd-analyze", "security", "--offline=true", "--threshold=1", "--no-pager", units / "udvejd.service")
    check(strict.returncode != 0, "which has a threshold that it can miss")


def manuals_are_clean(check, root, folder):
    pages = sorted((root / "usr/share/man").rglob("*.gz"))
    check(len(pages) == 5, f"five manual pages: {[page.name for page in pages]}")
    for page in pages:
        plain = folder / page.stem
        plain.write_bytes(gzip.decompress(page.read_bytes()))
        done = run("mandoc", "-T", "lint", "-W", "all", plain)
        check(said(done) == [], f"mandoc -T lint {page.stem}: {said(done)[:3]}")


def pages_are_those_of_their_manifest(check, root):
    web = root / "usr/share/udvej/web"
    told = json.loads((web / "manifest.json").read_text())["files"]
    held = {str(path.relative_to(web)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files_of(web)}
    del held["manifest.json"]
    check(told == held and "index.html" in told, "the pages are those of their manifest, and no other")


# ---- completion ------------------------------------------------------------------------------------------

def completed(root, *words):
    """What bash offers where the last of the words is being typed."""
    script = 'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _udvej; printf "%s\\n" "${COMPREPLY[@]}"'
    done = run("bash", "--norc", "-c", script, root / "usr/share/bash-completion/completions" / words[0], *words,
               env={"PATH": f"{root}/usr/bin:{os.environ['PATH']}"}, cwd=root / "usr/share/doc/udvej")
    return set(done.stdout.split()), done.stderr


def completion_works(check, root):
    for program in PROGRAMS:
        path = root / "usr/share/bash-completion/completions" / program
        check(run("bash", "-n", path).returncode == 0, f"completion of {program} is bash")
    for words, wanted in (
        (("udvej", "do"), {"doctor"}),
        (("udvej", "backup", "--"), {"--to", "--out", "--json"}),
        (("udvej", "backup", "--to", "copy"), {"copyright"}),
        (("udvej-keys", "staff", ""), {"request", "sign"}),
        (("udvej-keys", "staff", "sign", "--pr"), {"--programme"}),
        (("udvejd", "--check"), {"--check-config"}),
        (("udvej-client", "co"), {"counsellor"}),
        (("udvej-client", "visitor", "--qu"), {"--quiet"}),
    ):
        offered, complaint = completed(root, *words)
        check(offered == wanted and complaint == "", f"completion of {words}: {offered} {complaint}")


def main(arguments):
    if len(arguments) < 2 or arguments[0] in ("--help", "-h"):
        print(__doc__)
        return 2
    counter = people.Counter()
    check, deb = counter.check, pathlib.Path(arguments[0]).resolve()
    folder = people.temporary_folder()
    root = folder / "root"
    try:
        version = run("dpkg-deb", "-f", deb, "Version").stdout.strip()
        lintian_has_nothing_to_say(check, deb, folder)
        has_no_scripts(check, deb)
        is_owned_by_root(check, deb)
        dpkg = install(check, deb, root)
        tells_nothing_of_its_builder(check, root / "usr", arguments[1:])
        check(stat.S_IMODE((root / "etc/udvej").stat().st_mode) == 0o755, "/etc/udvej is there")
        programs_run(check, root, version)
        example_does_not_serve(check, root)
        init_makes_what_the_unit_wants(check, root, folder)
        units_fit_what_is_there(check, root, folder)
        manuals_are_clean(check, root, folder)
        pages_are_those_of_their_manifest(check, root)
        completion_works(check, root)
        for name in ("README.Debian", "changelog.gz", "copyright", "examples/nginx.conf", "examples/Caddyfile", "examples/torrc"):
            path = root / "usr/share/doc/udvej" / name
            check(path.exists() and path.stat().st_size > 100, f"{name} is there")
        done = run(*dpkg, "--purge", "udvej")
        left = [path for path in files_of(root) if "var" not in path.relative_to(root).parts[:1]]
        check(done.returncode == 0 and left == [], f"a removal leaves nothing: {left[:3]} {done.stderr[-200:]}")
    except (people.Failure, OSError, ValueError, KeyError, subprocess.TimeoutExpired) as failure:
        counter.check(False, repr(failure))
    finally:
        people.remove(folder)
    return counter.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
