/* The whole conversation in real browsers against a real server; --help tells how. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { check_budget } from "./budget.mjs";
import { check_burning } from "./burning.mjs";
import { busy_settings, check_busy } from "./busy.mjs";
import { check_fallback, fallback_settings } from "./fallback.mjs";
import { check_keyboard } from "./keyboard.mjs";
import { check_leaving } from "./leaving.mjs";
import { check_planted } from "./planted.mjs";
import { tell_story } from "./story.mjs";
import { finish, part } from "./support/checks.mjs";
import { open_programme } from "./support/programme.mjs";
import { open_site } from "./support/site.mjs";

const help = `Examples:
  node run.mjs --bin ../../build/release/bin --web ../../web-client/dist
  node run.mjs --bin BIN --web WEB --only ar --screenshots pictures

Options:
  --bin DIR          folder with udvejd, udvej and udvej-keys
  --web DIR          the built pages (web-client: npm run build)
  --only NAME        one part: da ar leaving budget burning busy fallback keyboard planted; may be given more than once
  --screenshots DIR  pictures of every screen, 360 and 1280 px wide
  --keep             leave the working folder, and say where it is
  --help             this text

The last line is \`N passed, N failed\`; the exit code is 1 if anything failed or nothing ran.`;

const { values } = parseArgs({
  options: {
    bin: { type: "string" },
    web: { type: "string" },
    only: { type: "string", multiple: true },
    screenshots: { type: "string" },
    keep: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(help);
  process.exit(0);
}
if (values.bin === undefined || values.web === undefined) {
  console.error("run.mjs: --bin and --web are needed; --help tells more");
  process.exit(2);
}

const root = mkdtempSync(join(tmpdir(), "udvej-browser-"));
const pictures = values.screenshots === undefined ? null : resolve(values.screenshots);
if (pictures !== null) mkdirSync(pictures, { recursive: true });
/* Copies: what is built anew meanwhile does not change the server under the test. */
const bin = join(root, "bin");
const web = join(root, "web");
cpSync(values.bin, bin, { recursive: true });
cpSync(values.web, web, { recursive: true });

/** Runs what needs a server but no story. */
async function with_place(name, run, settings = []) {
  const folder = join(root, name);
  mkdirSync(folder);
  const site = await open_site();
  const programme = await open_programme({ folder, bin, web, exit_url: site.exit, settings });
  try {
    await run({ folder, place: { site, programme } });
  } finally {
    await programme.close();
    site.close();
  }
}

const parts = {
  da: () => tell_story({ root, bin, web, pictures, language: "da" }),
  ar: () => tell_story({ root, bin, web, pictures, language: "ar" }),
  leaving: () => with_place("leaving", check_leaving),
  budget: () => with_place("budget", check_budget),
  burning: () => with_place("burning", (at) => check_burning({ ...at, bin })),
  busy: () => with_place("busy", check_busy, busy_settings),
  fallback: () => with_place("fallback", check_fallback, fallback_settings),
  keyboard: () => with_place("keyboard", check_keyboard),
  planted: () => with_place("planted", check_planted),
};
const wanted = values.only ?? Object.keys(parts);
for (const name of wanted) await part(name, parts[name]);
if (values.keep) console.log(`kept: ${root}`);
else rmSync(root, { recursive: true, force: true });
finish();
