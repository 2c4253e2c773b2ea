/* Plants many small faults in a copy of the pages, tells the story on them, and looks whether each one was found.
 *
 *     node faults.mjs --bin ../../build/release/bin --core ../../build/release/core
 *
 * None of the faults stops the story, so that all can be planted at once. Takes as long as one story. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { check, finish } from "./support/checks.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const pages = resolve(here, "../../web-client");

/* The build refuses a page that names what it must not use. */
const storage = '(window as never as Record<string, Storage>)[[..."egarotSlacol"].reverse().join("")]!';

/** [file, what stands there, what is put there, the check that must fail]. */
const faults = [
  ["index.html", "<title>Information</title>", "<title>Exit</title>", "the title says nothing"],
  ["src/view/visitor/app.tsx", "documentElement.dir = direction", 'documentElement.dir = "ltr"', "language and direction of the page"],
  ["src/style/conversation.css", "justify-self: end;", "justify-self: start;", "own messages stand at the end of the line"],
  ["src/view/visitor/first.tsx", '<p>{say("visitor-first-2")}</p>', "", "first screen: visitor-first-2"],
  ["src/view/visitor/first.tsx", 'number="112"', 'number="113"', "first screen: 112"],
  ["src/view/visitor/limits.tsx", '"visitor-limits-crime-text", ', "", "limits: visitor-limits-crime-text"],
  ["src/view/visitor/code.tsx", "{state.is_code_shown ? <", "{code_group_always ? <", "the code can be hidden"],
  ["src/view/visitor/code.tsx", "const group_digits = 8;", "const group_digits = 8;\nconst code_group_always = true;", null],
  ["src/view/visitor/code_words.tsx", "lang={state.code_form}", "", "in their own language"],
  ["src/leave/leave.ts", "world.location.replace(target)", "location.assign(target)", "Back shows the page before ours"],
  ["src/view/staff/queue.tsx", "wishes.topic !== 0", "wishes.topic > 99", "the card says 'Et sted at bo'"],
  ["src/view/board/board.tsx", 'colleague.presence === "on_duty").length', 'colleague.presence === "paused").length', "the board counts who is on duty"],
  ["src/view/board/board.tsx", "day_name(slot.start_min) === today", "day_name(slot.start_min) !== today", "counts the appointments of today"],
  ["src/model/visitor_session.ts", "open = (first_message: string) => {", `open = (first_message: string) => {\n    ${storage}.setItem("a", first_message);\n    console.error("planted");`, "nothing is stored on the visitor's device"],
  [null, null, null, "ar-visitor: nothing in the browser's profile"],
  [null, null, null, "no complaint of any browser"],
  ["src/view/visitor/write.tsx", "<Heading>", '<img src="/icon.svg" /><Heading>', "no fault of access or width on any screen"],
  ["src/view/staff/presence.tsx", "{say(\"common-member\", { name: colleague.name", "{say(\"common-member\", { name: colleague.role", "sees that Counsellor 2 is on duty"],
];

const { values } = parseArgs({ options: { bin: { type: "string" }, core: { type: "string" } } });
if (values.bin === undefined || values.core === undefined) {
  console.error("faults.mjs: --bin and --core are needed");
  process.exit(2);
}

const root = mkdtempSync(join(tmpdir(), "udvej-faults-"));
const copy = join(root, "web-client");
const left_out = new Set(["node_modules", "dist", "gallery-out"].map((name) => join(pages, name)));
cpSync(pages, copy, { recursive: true, filter: (path) => !left_out.has(path) });
symlinkSync(join(pages, "node_modules"), join(copy, "node_modules"));
for (const [file, from, to] of faults) {
  if (file === null) continue;
  const path = join(copy, file);
  const text = readFileSync(path, "utf8");
  if (!text.includes(from)) {
    check(`${file} has '${from}'`, false);
    continue;
  }
  writeFileSync(path, text.replace(from, () => to));
}
const web = join(root, "web");
const environment = { ...process.env, UDVEJ_CORE_DIR: resolve(values.core), UDVEJ_WEB_OUT: web };
execFileSync("npm", ["run", "--silent", "build"], { cwd: copy, env: environment, stdio: "inherit" });
const told = spawnSync("node", [join(here, "run.mjs"), "--bin", resolve(values.bin), "--web", web, "--only", "ar"], { encoding: "utf8" });
const failures = told.stdout.split("\n").filter((line) => line.startsWith("FAILED: "));
for (const [, , , wanted] of faults)
  if (wanted !== null) check(`planted, and found: ${wanted}`, failures.some((line) => line.includes(wanted)));
check("and the story comes to its end all the same", !told.stdout.includes("comes to its end"), told.stdout.slice(-3000));
rmSync(root, { recursive: true, force: true });
finish();
