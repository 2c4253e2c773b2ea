/* The same core without WebAssembly and without a just-in-time compiler, as in Tor Browser at "Safer": open a case, leave, come back. */
import { check, check_empty, check_same } from "./support/checks.mjs";
import { open_person } from "./support/person.mjs";
import { button, heading, message, read_code, sloppy, unlock, write } from "./support/steps.mjs";
import { load_texts } from "./support/texts.mjs";
import { words } from "./support/words.mjs";

const texts = load_texts("da");
const slow_ms = 120_000;
/** Many are writing right now: both stages of the work, at an effort that is bearable here. */
export const fallback_settings = ["puzzle_level_min = 2"];

async function open_slow(folder, name, place) {
  const flags = ["--js-flags=--jitless"];
  const person = await open_person({ folder, name, language: "da-DK", device: "phone", flags });
  /* While the keys are made the page answers nothing, not even the click that began it. */
  person.context.setDefaultTimeout(slow_ms);
  await person.page.goto(place.programme.url);
  await heading(person.page, texts.say("visitor-first-heading")).waitFor();
  check_same(`${name}: this browser has no WebAssembly`, await person.page.evaluate(() => typeof WebAssembly), "undefined");
  return person;
}

function check_loaded(name, person) {
  const paths = person.loaded.map((response) => new URL(response.url()).pathname);
  check(`${name}: the core came as script`, paths.some((path) => /\/core_visitor_fallback-.*\.mjs$/.test(path)), paths.join(" "));
  check(`${name}: and only so`, !paths.some((path) => path.endsWith(".wasm")));
  check_empty(`${name}: no complaint of the browser`, person.complaints);
}

async function open_case(person) {
  const { page } = person;
  await button(page, texts.say("visitor-first-start")).click();
  await page.locator("li.card button").first().click({ timeout: slow_ms });
  await button(page, texts.say("visitor-limits-accept")).click();
  await button(page, texts.say("visitor-wishes-go-on")).click();
  const began = performance.now();
  await write(page, texts.say("visitor-write-label"), words.da.first, texts.say("visitor-write-send"));
  await page.getByText(texts.say("visitor-busy-work"), { exact: true }).waitFor({ timeout: slow_ms });
  check("without WebAssembly: says that it works, and slowly", await page.getByText(texts.say("visitor-busy-work-slow"), { exact: true }).isVisible());
  await heading(page, texts.say("visitor-code-heading")).waitFor({ timeout: slow_ms });
  console.log(`    keys, work and first message: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  const code = await read_code(page);
  await page.getByLabel(texts.say("visitor-code-type"), { exact: true }).fill(code);
  await button(page, texts.say("visitor-code-check")).click();
  await heading(page, texts.say("visitor-room-heading")).waitFor();
  return code;
}

async function come_back(person, code) {
  const { page } = person;
  await button(page, texts.say("visitor-first-return")).click();
  await page.getByLabel(texts.say("visitor-return-label"), { exact: true }).fill(sloppy(code, "da"));
  const began = performance.now();
  await button(page, texts.say("visitor-return-go")).click();
  await message(page, words.da.answer).waitFor({ timeout: slow_ms });
  console.log(`    keys and return: ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

export async function check_fallback({ folder, place }) {
  const people = [];
  try {
    const counsellor = await open_person({ folder, name: "fallback-counsellor", language: "da-DK", device: "computer" });
    people.push(counsellor);
    await counsellor.page.goto(`${place.programme.url}counsellor/`);
    await unlock(counsellor, texts, place.programme, "counsellor-1");
    await heading(counsellor.page, texts.say("staff-queue-heading")).waitFor({ timeout: slow_ms });
    const first = await open_slow(folder, "without-1", place);
    people.push(first);
    const code = await open_case(first);
    check("without WebAssembly: a case is opened", /^\d{24}$/.test(code));
    check_loaded("without-1", first);
    await first.close();
    await button(counsellor.page, texts.say("staff-card-take")).click();
    await message(counsellor.page, words.da.first).waitFor();
    await write(counsellor.page, texts.say("staff-case-compose"), words.da.answer, texts.say("common-send"));
    const second = await open_slow(folder, "without-2", place);
    people.push(second);
    await come_back(second, code);
    check("without WebAssembly: the answer is read on another device", true);
    check_loaded("without-2", second);
  } catch (error) {
    for (const person of people) console.log(await person.describe());
    throw error;
  } finally {
    for (const person of people) await person.close().catch(() => undefined);
  }
}
