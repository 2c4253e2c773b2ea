/* Somebody who has a keyboard and nothing else, and where the focus is. */
import { inspect } from "node:util";
import { check } from "./checks.mjs";
import { eventually } from "./steps.mjs";

/** More stops than any page has. */
const stops_max = 150;

const has_focus = (place) => place.evaluate((element) => element === document.activeElement);

/** Goes there with Tab alone; what cannot be reached so is a fault. */
export async function tab_to(page, place) {
  await place.waitFor();
  for (let stop = 0; stop < stops_max; stop++) {
    if (await has_focus(place)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not come to ${place}`);
}

export async function press(page, place, key = "Enter") {
  await tab_to(page, place);
  await page.keyboard.press(key);
}

export async function type_in(page, place, text) {
  await tab_to(page, place);
  await page.keyboard.type(text);
}

/** Chooses what begins with `text`, arrow by arrow. */
export async function choose(page, place, text) {
  const chosen = () => place.evaluate((select) => select.selectedOptions[0]?.textContent.replace(/[\u2068\u2069]/g, "") ?? "");
  await press(page, place, "Home");
  for (let step = 0; step < stops_max && !(await chosen()).startsWith(text); step++) await page.keyboard.press("ArrowDown");
  check(`keyboard: ${text} is chosen`, (await chosen()).startsWith(text), await chosen());
}

/** What has the focus: its kind and its first words; whether it can be seen there. */
const focus_of = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    const { width, height, top, bottom } = element.getBoundingClientRect();
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const is_in_sight = width > 2 && height > 2 && bottom > 0 && top < innerHeight;
    const text = element.textContent.replace(/[\u2068\u2069]/g, "").trim();
    return { at: `${element.localName} ${text}`, is_seen: is_in_sight && outlineStyle !== "none" && parseFloat(outlineWidth) > 0 };
  });

/** From now on the page remembers whether nothing had the focus, at any frame. */
const watch_focus = (page) =>
  page.evaluate(() => {
    globalThis.was_on_body = false;
    if (globalThis.is_watching_focus) return;
    globalThis.is_watching_focus = true;
    const look = () => {
      if (document.activeElement === document.body) globalThis.was_on_body = true;
      requestAnimationFrame(look);
    };
    look();
  });

/** Waits until `what` has led to the focus standing at `wanted` ("h2 Samtale 1": how it begins), without having been nowhere. */
export async function stands_at(page, what, wanted) {
  const found = await eventually(() => focus_of(page), ({ at, is_seen }) => at.startsWith(wanted) && is_seen);
  const was_on_body = await page.evaluate(() => globalThis.was_on_body);
  const is_right = found.at.startsWith(wanted) && found.is_seen && !was_on_body;
  check(`${what}: the focus stands at ${wanted || "a place"}`, is_right, inspect({ ...found, at: found.at.slice(0, 80), was_on_body }));
}

/** Presses a button that goes away, or can no longer be pressed. */
export async function press_away(page, what, place, wanted) {
  await tab_to(page, place);
  const pressed = await place.elementHandle();
  await watch_focus(page);
  await page.keyboard.press("Enter");
  await page.waitForFunction((element) => !element.isConnected || element.disabled, pressed);
  await stands_at(page, what, wanted);
}

/** Presses a button that cannot be pressed for a moment, until `done` is there; where the focus is then is not told, only that it is somewhere. */
export async function press_for_a_while(page, what, place, done) {
  await tab_to(page, place);
  await watch_focus(page);
  await page.keyboard.press("Enter");
  await done.waitFor();
  await stands_at(page, what, "");
}

/** Something elsewhere takes away what has the focus. */
export async function taken_away(page, what, place, wanted, work) {
  await tab_to(page, place);
  const held = await place.elementHandle();
  await watch_focus(page);
  await work();
  await page.waitForFunction((element) => !element.isConnected, held);
  await stands_at(page, what, wanted);
}
