/* One whole conversation in Chromium against a running server: npm run story -- --url http://localhost:8470 --keys FOLDER
 * FOLDER is what `udvej-keys demo` made (keys/NAME.key and keys/NAME.passphrase). Options: --language da|ar|…, --pictures FOLDER.
 * Ends with 0 when every step was seen. Two counsellors unlock; a visitor writes, keeps the number, is answered, leaves; is answered
 * while away and offered an appointment; comes back elsewhere with the number, reads and accepts; a supervisor sees the board. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const option = (name, usual) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? usual : process.argv[at + 1];
};
const url = option("url", "http://localhost:8470");
const keys = option("keys", undefined);
const language = option("language", "da");
const pictures = option("pictures", undefined);
if (keys === undefined) {
  console.error("story: --keys must name the folder of the demo programme's keys");
  process.exit(2);
}
if (pictures !== undefined) mkdirSync(pictures, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
});
let step_count = 0;
const faults = [];

async function person(name, width, locale) {
  const context = await browser.newContext({ viewport: { width, height: 780 }, locale });
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(`${name}: ${error.message}`));
  return page;
}

async function step(what, page) {
  step_count += 1;
  console.log(`${String(step_count).padStart(2)} ${what}`);
  if (pictures !== undefined)
    await page.screenshot({ path: join(pictures, `${language}-${String(step_count).padStart(2, "0")}.png`) });
}

const says = (page, text) => page.waitForFunction((words) => document.body.innerText.includes(words), text);

async function unlock(role, name, ready) {
  const page = await person(name, 1280, "da");
  await page.goto(`${url}/${role}/`);
  await page.setInputFiles('input[type="file"]', join(keys, `${name}.key`));
  await page.fill('input[type="password"]', readFileSync(join(keys, `${name}.passphrase`), "utf8").trim());
  await page.click("form .primary");
  await page.waitForSelector(ready);
  await step(`${name} has unlocked`, page);
  return page;
}

async function write(page, text) {
  await page.fill(".message-form textarea", text);
  await page.click(".message-form .primary");
  await says(page, text);
}

async function open_case() {
  const page = await person("visitor", 360, language);
  await page.goto(`${url}/`);
  await page.click(".ways .primary");
  await page.click(".cards .card .primary");
  await page.click("main > .primary");
  await page.click("form > .primary");
  await page.fill(".message-form textarea", "visitor: first words");
  await page.click(".message-form .primary");
  await page.waitForSelector(".code", { timeout: 60_000 });
  await step("the visitor has a number", page);
  const code = await page.$$eval(".code li", (groups) =>
    groups.map((group) => group.textContent.replace(/\D/g, "")).join(""),
  );
  await page.fill(".code-input", code.replace(/(....)/g, "$1 "));
  await page.click("form .primary");
  await page.waitForSelector(".messages");
  await step("the visitor waits", page);
  return { page, code };
}

async function take_case(counsellors) {
  for (const page of counsellors) await page.waitForSelector(".card .primary");
  await Promise.all(
    counsellors.map((page) => page.$eval(".card .primary", (button) => button.click()).catch(() => undefined)),
  );
  const winner = await Promise.any(
    counsellors.map((page) => page.waitForSelector(".case .message-form").then(() => page)),
  );
  const loser = counsellors.find((page) => page !== winner);
  await loser.waitForSelector(".card .note");
  await step("one counsellor has the case, the other is told who", loser);
  return winner;
}

async function offer_appointment(page) {
  await page.click(".case details summary");
  await page.fill('.offer input[type="date"]', new Date(Date.now() + 86_400_000).toISOString().slice(0, 10));
  const quarter = Math.floor(Math.random() * 4 * 20); /* so that the story can be told again on the same server */
  const time = [Math.floor(quarter / 4), (quarter % 4) * 15].map((part) => String(part).padStart(2, "0")).join(":");
  await page.fill('.offer input[type="time"]', time);
  await page.fill('.offer input[type="text"]', "place 1");
  await page.click(".offer button[type=submit]");
  await page.waitForSelector(".case .appointment");
  await page.waitForSelector(".end td");
  await step("an appointment is offered and stands in the calendar", page);
}

async function come_back(code) {
  const page = await person("elsewhere", 360, language);
  await page.goto(`${url}/`);
  await page.click(".ways .secondary");
  await page.fill(
    ".code-input",
    code.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit))),
  );
  await page.click("form .primary");
  await says(page, "counsellor: while away");
  await page.click(".answers .primary");
  await page.waitForSelector(".appointment-state.accepted");
  await step("the visitor is back, has read what was written, and has accepted", page);
  return page;
}

try {
  const counsellors = [
    await unlock("counsellor", "counsellor-1", ".desk"),
    await unlock("counsellor", "counsellor-2", ".desk"),
  ];
  const { page: visitor, code } = await open_case();
  const winner = await take_case(counsellors);
  await says(winner, "visitor: first words");
  await write(winner, "counsellor: an answer");
  await says(visitor, "counsellor: an answer");
  await write(visitor, "visitor: thanks");
  await says(winner, "visitor: thanks");
  await step("they talk", visitor);
  await visitor.click(".leave");
  await visitor.context().close();
  await write(winner, "counsellor: while away");
  await offer_appointment(winner);
  await come_back(code);
  await winner.waitForSelector(".case .appointment-state.accepted");
  await step("the counsellor sees it", winner);
  const supervisor = await unlock("supervisor", "supervisor-a", ".board");
  await step("the supervisor sees the board", supervisor);
} catch (error) {
  faults.push(error.message);
}
await browser.close();
for (const fault of faults) console.error(fault);
console.log(`${step_count} passed, ${faults.length} failed`);
process.exit(faults.length === 0 ? 0 : 1);
