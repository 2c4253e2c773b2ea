/* Everything that watches the story is shown a fault it must see: what finds nothing here would find nothing there. */
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measure, over_budget } from "./budget.mjs";
import { check, check_found } from "./support/checks.mjs";
import { open_person } from "./support/person.mjs";
import { code_forms, needles_of, search_files, search_memory } from "./support/search.mjs";
import { go_back, in_order } from "./support/steps.mjs";
import { words } from "./support/words.mjs";

/** [what, how it is planted in the page, what must be said of it]. */
const in_page = [
  ["an error on the console", () => console.error("planted"), /error: planted/],
  ["something thrown", () => setTimeout(() => { throw new Error("planted"); }), /thrown: planted/],
  ["a style attribute", () => document.body.setAttribute("style", "color: red"), /style-src/],
  ["a script in the page", () => { const script = document.createElement("script"); try { script.textContent = "1"; } catch { /* refused already */ } }, /[Tt]rusted/],
  ["a connection elsewhere", () => void fetch("http://127.0.0.1:9/").catch(() => undefined), /connect-src/],
  ["a file that is not there", () => void fetch("/nothing").catch(() => undefined), /404/],
];

const on_screen = [
  ["an image without a text", () => document.querySelector("main").append(document.createElement("img")), /image-alt/],
  ["a field without a label", () => document.querySelector("main").append(document.createElement("input")), /label/],
  ["pale text", () => { document.querySelector("main p").style.color = "#ddd"; }, /color-contrast/],
  ["something too wide", () => { const wide = document.createElement("div"); wide.style.width = "3000px"; wide.textContent = "x"; document.querySelector("main").append(wide); }, /px wider/],
];

const in_storage = [
  ["a cookie", () => { document.cookie = "a=b"; }, /cookie/],
  ["localStorage", (text) => localStorage.setItem("a", text), /localStorage/],
  ["sessionStorage", () => sessionStorage.setItem("a", "b"), /sessionStorage/],
  ["a database", () => new Promise((done) => { indexedDB.open("planted").onsuccess = done; }), /indexedDB planted/],
  ["a cache", () => caches.open("planted"), /cache planted/],
];

const said = words.da.first;

async function plant_in_page(person, url) {
  const { page } = person;
  for (const [what, plant, wanted] of in_page) {
    await page.goto(url);
    person.complaints.length = 0;
    await page.evaluate(plant);
    for (let round = 0; round < 200 && !wanted.test(person.complaints.join("\n")); round++) await page.waitForTimeout(50);
    check_found(what, person.complaints, wanted);
  }
  for (const [what, plant, wanted] of on_screen) {
    await page.goto(url);
    await page.locator("main h1").waitFor();
    await page.evaluate(plant);
    check_found(what, await person.look("planted"), wanted);
  }
  for (const [what, plant, wanted] of in_storage) {
    await page.evaluate(plant, said);
    check_found(what, await person.storage(), wanted);
  }
}

/** Leaving as other sites do it: Back shows the page that was left. */
/** A number that is told to run from right to left. */
async function plant_in_number({ page }, url) {
  await page.goto(url);
  const number = page.locator('a[href="tel:41749090"]');
  await number.evaluate((link) => {
    link.dir = "rtl";
    link.textContent = "41 74 90 90".replace(/ /g, "\u200f \u200f");
  });
  check("planted, and found: a number turned round", !(await in_order(number)));
}

async function plant_in_history(person, { site, programme }) {
  const { page } = person;
  await page.goto(site.before);
  await page.goto(programme.url);
  await page.evaluate((target) => { location.href = target; }, site.exit);
  await page.waitForURL(site.exit);
  await go_back(page);
  check("planted, and found: leaving without replacing", page.url() === programme.url, page.url());
}

function plant_in_files({ folder, place, person }) {
  const needles = needles_of([said, ...code_forms("123456789012345678901234")]);
  check_found("a text in the browser's profile", search_files(person.profile, needles), /Local Storage/);
  const copy = join(folder, "planted");
  cpSync(place.programme.data, copy, { recursive: true });
  writeFileSync(join(copy, "utf8"), `x${said.slice(20)}`);
  writeFileSync(join(copy, "utf16"), Buffer.from(`x${said}`, "utf16le"));
  writeFileSync(join(copy, "code"), "12345678 90123456 78901234");
  for (const name of ["utf8", "utf16", "code"]) check_found(`a text in a file (${name})`, search_files(copy, needles), new RegExp(`${name}:`));
  /* This program itself holds the words. */
  check_found("a text in a process's memory", search_memory(process.pid, needles_of([said])).findings, /biblioteket/);
}

export async function check_planted({ folder, place }) {
  const person = await open_person({ folder, name: "planted", language: "da-DK", device: "phone" });
  try {
    const found = await measure(person, place.programme.url);
    const small = { whole: found.whole - 1, without_core: found.without_core - 1 };
    check_found("a first load that is too large", over_budget(found, small), /first load: .*\n.*without the core/);
    await plant_in_history(person, place);
    await plant_in_number(person, place.programme.url);
    await plant_in_page(person, place.programme.url);
  } finally {
    await person.close();
  }
  plant_in_files({ folder, place, person });
}
