/* The three ways out, each at a different place: no trace in the history, no waiting. */
import { check, check_same } from "./support/checks.mjs";
import { open_person } from "./support/person.mjs";
import { page_before } from "./support/site.mjs";
import { button, go_back, heading } from "./support/steps.mjs";
import { load_texts } from "./support/texts.mjs";

const texts = load_texts("da");

async function arrive({ page }, { site, programme }) {
  await page.goto(site.before);
  await page.goto(programme.url);
  await heading(page, texts.say("visitor-first-heading")).waitFor();
}

async function is_out(person, { site }, way) {
  const { page } = person;
  await page.waitForURL(site.exit);
  await go_back(page);
  check_same(`${way}: Back shows the page before ours`, [page.url(), await page.title()], [site.before, page_before]);
}

async function by_skip_link(person, place) {
  const { page } = person;
  await arrive(person, place);
  await page.keyboard.press("Tab");
  const focused = await page.evaluate(() => {
    const { top, bottom, width } = document.activeElement.getBoundingClientRect();
    return { text: document.activeElement.textContent, is_seen: top >= 0 && bottom <= innerHeight && width > 40 };
  });
  check_same("the skip link is the first tab stop, and is seen then", focused, { text: texts.say("leave-skip"), is_seen: true });
  await page.keyboard.press("Enter");
  await is_out(person, place, "skip link");
}

async function by_shift(person, place) {
  const { page } = person;
  await arrive(person, place);
  await button(page, texts.say("visitor-first-return")).click();
  await page.getByLabel(texts.say("visitor-return-label"), { exact: true }).focus();
  for (const letter of "ABCD") await page.keyboard.press(`Shift+${letter}`);
  check_same("Shift for capital letters leaves nothing", page.url(), place.programme.url);
  await page.keyboard.press("Shift");
  const spoken = page.locator(".leave-progress");
  check_same("one press: what is said", await spoken.innerText(), texts.say("leave-shift-two"));
  await page.keyboard.press("Shift");
  check_same("two presses: what is said", await spoken.innerText(), texts.say("leave-shift-one"));
  await page.keyboard.press("Shift");
  await is_out(person, place, "Shift three times");
}

/** The button can be reached on the smallest screens, and nothing covers it. */
async function by_button(person, place) {
  const { page } = person;
  for (const [width, height] of [[320, 480], [320, 256]]) {
    await page.setViewportSize({ width, height });
    await arrive(person, place);
    await button(page, texts.say("visitor-first-start")).click();
    await page.locator("li.card button").first().click();
    await heading(page, texts.say("visitor-limits-heading")).waitFor();
    const hit = await page.evaluate((label) => {
      const found = [...document.querySelectorAll("button")].find((one) => one.textContent === label);
      const { left, top, right, bottom, height: tall } = found.getBoundingClientRect();
      const corners = [[left + 8, top + 8], [right - 8, bottom - 8], [(left + right) / 2, (top + bottom) / 2]];
      return { tall: tall >= 44, is_on_top: corners.every(([x, y]) => document.elementFromPoint(x, y) === found) };
    }, texts.say("leave-now"));
    check_same(`the way out on ${width} x ${height}`, hit, { tall: true, is_on_top: true });
    await button(page, texts.say("leave-now")).click();
    await is_out(person, place, `button on ${width} x ${height}`);
  }
}

export async function check_leaving({ folder, place }) {
  const person = await open_person({ folder, name: "leaving", language: "da-DK", device: "computer" });
  try {
    await by_skip_link(person, place);
    await by_shift(person, place);
    await by_button(person, place);
    check("the pages left were told of no page of ours", place.site.asked.every(({ referer }) => referer === ""));
  } finally {
    await person.close();
  }
}
