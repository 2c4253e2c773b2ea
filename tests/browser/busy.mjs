/* Many are writing right now: the page works before the case opens, and stays alive meanwhile. The level is forced by configuration. */
import { check, check_empty, check_same } from "./support/checks.mjs";
import { open_person } from "./support/person.mjs";
import { button, heading, message, unlock, write } from "./support/steps.mjs";
import { load_texts } from "./support/texts.mjs";
import { words } from "./support/words.mjs";

const texts = load_texts("da");
/** The highest: seconds of work here, so that there is time to look. */
export const busy_settings = ["puzzle_level_min = 7", "puzzle_level_max = 7"];
const slow_ms = 120_000;
const beat_ms = 10;
/** Longer than a piece of the work may take (web-client/src/model/pace.ts). */
const slow_step_ms = 20;
/** Longer than a person notices; other tests may be running beside this one. */
const still_ms = 250;
/** What else this machine has to do is no fault of the page: the best of a few. */
const tries_max = 3;

const working = (page) => page.getByText(texts.say("visitor-busy-work"), { exact: true });

/** From now on the page notes how long it was still, and what stands on the screen while it works. */
const begin_beats = (page) =>
  page.evaluate(
    ([every_ms, leave]) => {
      const look = () => {
        const bar = document.querySelector("progress.work");
        if (bar === null) return null;
        const way_out = [...document.querySelectorAll("button")].find((one) => one.textContent === leave);
        const { left, right, top, bottom } = way_out.getBoundingClientRect();
        const is_on_top = document.elementFromPoint((left + right) / 2, (top + bottom) / 2) === way_out;
        return { done: bar.value, of: bar.max, label: bar.getAttribute("aria-label"), is_on_top };
      };
      globalThis.noted = { longest_ms: 0, seen: [] };
      let last_ms = performance.now();
      setInterval(() => {
        const { noted } = globalThis;
        const now_ms = performance.now();
        const at = look();
        if (at !== null) noted.longest_ms = Math.max(noted.longest_ms, now_ms - last_ms);
        if (at !== null && noted.seen.at(-1)?.done !== at.done) noted.seen.push(at);
        last_ms = now_ms;
      }, every_ms);
    },
    [beat_ms, texts.say("leave-now")],
  );

async function write_first(person, text) {
  const { page } = person;
  await button(page, texts.say("visitor-first-start")).click();
  await page.locator("li.card button").first().click();
  await button(page, texts.say("visitor-limits-accept")).click();
  await button(page, texts.say("visitor-wishes-go-on")).click();
  await write(page, texts.say("visitor-write-label"), text, texts.say("visitor-write-send"));
  await working(page).waitFor({ timeout: slow_ms });
}

/** Gives for how long the page was still. */
async function waits_and_gets_in(person) {
  const { page } = person;
  await begin_beats(page);
  await write_first(person, words.da.first);
  await heading(page, texts.say("visitor-code-heading")).waitFor({ timeout: slow_ms });
  const { seen, longest_ms } = await page.evaluate(() => globalThis.noted);
  console.log(`    ${seen.length} states seen, the page was still for at most ${longest_ms.toFixed(0)} ms`);
  check("the work is shown while it goes on", seen.length >= 1 && seen.every(({ of }) => of > 1_000_000));
  check("and only goes forward", seen.every(({ done }, index) => index === 0 || done > seen[index - 1].done));
  check("and has a name", seen.every(({ label }) => label === texts.say("visitor-busy-work-progress")));
  check("the way out is reachable all the time", seen.every(({ is_on_top }) => is_on_top));
  return longest_ms;
}

/** Each of them gets in; gives how many they were. */
async function work_until_alive(come, { programme }) {
  for (let tries = 1; ; tries++) {
    const person = await come(`busy-${tries}`, "phone");
    await person.page.goto(programme.url);
    const longest_ms = await waits_and_gets_in(person);
    check_empty(`${person.name}: no complaint of the browser`, person.complaints);
    if (longest_ms >= still_ms && tries < tries_max) continue;
    check("the page stays alive", longest_ms < still_ms, `${longest_ms} ms`);
    return tries;
  }
}

/** A clock that has moved on at every look: then the page makes one try at a time, and is still working when it is left, whatever its luck. */
const slow_down = (page) =>
  page.addInitScript((step_ms) => {
    const now_ms = Date.now.bind(Date);
    let ahead_ms = 0;
    Date.now = () => now_ms() + (ahead_ms += step_ms);
  }, slow_step_ms);

async function leaves_in_the_middle(person, { site }) {
  const { page } = person;
  await write_first(person, words.da.draft);
  check_empty("while it works: accessible, and fits", await person.look("busy"));
  check("and it works on", await working(page).isVisible());
  await button(page, texts.say("leave-now")).click();
  await page.waitForURL(site.exit);
  check("who leaves in the middle is gone", true);
}

export async function check_busy({ folder, place }) {
  const people = [];
  const come = async (name, device) => {
    const person = await open_person({ folder, name, language: "da-DK", device });
    people.push(person);
    return person;
  };
  try {
    const counsellor = await come("busy-counsellor", "computer");
    await counsellor.page.goto(`${place.programme.url}counsellor/`);
    await unlock(counsellor, texts, place.programme, "counsellor-1");
    await heading(counsellor.page, texts.say("staff-queue-heading")).waitFor({ timeout: slow_ms });
    const in_before = await work_until_alive(come, place);
    await button(counsellor.page, texts.say("staff-card-take")).first().click();
    await message(counsellor.page, words.da.first).waitFor();
    check("the words arrived", true);
    const second = await come("busy-last", "phone");
    await slow_down(second.page);
    await second.page.goto(place.programme.url);
    await leaves_in_the_middle(second, place);
    check_same("and nothing of theirs arrived", await counsellor.page.locator(".card").count(), in_before - 1);
  } catch (error) {
    for (const person of people) console.log(await person.describe());
    throw error;
  } finally {
    for (const person of people) await person.close().catch(() => undefined);
  }
}
