/* What people do on the pages, one function a step; every step waits for what the person would wait for. */
const arabic_digit = (digit) => String.fromCharCode(0x660 + Number(digit));

export const button = (page, name) => page.getByRole("button", { name, exact: typeof name === "string" });
export const heading = (page, name) => page.getByRole("heading", { name, exact: true, level: 1 });
const field = (page, name) => page.getByLabel(name, { exact: true });

/** What is in a message's bubble: "you" or the writer, the text, and the mark. */
export const message = (page, text) => page.locator(".message", { has: page.getByText(text, { exact: true }) });

export async function write(page, label, text, send) {
  await field(page, label).fill(text);
  await button(page, send).click();
}

/** The 24 digits as they stand on the screen. */
export async function read_code(page) {
  const shown = await page.locator("ol.code li").allInnerTexts();
  return shown.join("").replace(/\D/g, "");
}

/** The seven words as they stand on the screen. */
export async function read_words(page) {
  const shown = await page.locator("ol.words li").allInnerTexts();
  return shown.map((text) => text.trim()).join(" ");
}

/** From the first screen to the room, with what is written first. Gives the return code. */
export async function open_case(page, texts, first) {
  await button(page, texts.say("visitor-first-start")).click();
  await page.locator("li.card button").first().click();
  await button(page, texts.say("visitor-limits-accept")).click();
  await button(page, texts.say("visitor-wishes-go-on")).click();
  await write(page, texts.say("visitor-write-label"), first, texts.say("visitor-write-send"));
  await heading(page, texts.say("visitor-code-heading")).waitFor({ timeout: 60_000 });
  const code = await read_code(page);
  await field(page, texts.say("visitor-code-type")).fill(code);
  await button(page, texts.say("visitor-code-check")).click();
  await heading(page, texts.say("visitor-room-heading")).waitFor();
  return code;
}

/** The first four letters of each, as a telephone writes the first of them. */
export function sloppy_words(words) {
  const starts = words.split(" ").map((word) => [...word].slice(0, 4).join(""));
  return ` ${starts[0].toUpperCase()} ${starts.slice(1).join("  ")}. `;
}

/** Do the digits stand on the screen from left to right, as a number is read in every language? */
export function in_order(place) {
  return place.evaluate((element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let last = -1;
    while (walker.nextNode()) {
      const text = walker.currentNode;
      for (let at = 0; at < text.data.length; at++) {
        if (!/\d/.test(text.data[at])) continue;
        const range = document.createRange();
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        const { left } = range.getBoundingClientRect();
        if (left <= last) return false;
        last = left;
      }
    }
    return last > 0;
  });
}

/** As people type a number from a piece of paper. */
export function sloppy(digits, language) {
  const typed = `  ${digits.slice(0, 2)} ${digits.slice(2, 9)}-${digits.slice(9, 13)}.${digits.slice(13, 20)}   ${digits.slice(20)} `;
  return language === "ar" ? typed.replace(/\d/g, arabic_digit) : typed;
}

/** Another number that is just as long: one digit is off. */
export const mistyped = (digits) => digits.slice(0, 5) + ((Number(digits[5]) + 1) % 10) + digits.slice(6);

export async function unlock(person, texts, programme, name) {
  const { page } = person;
  await heading(page, texts.say("staff-unlock-heading")).waitFor();
  await page.locator("input[type=file]").setInputFiles(programme.key_file(name));
  await page.getByText(texts.say("staff-unlock-have"), { exact: true }).waitFor();
  await field(page, texts.say("staff-unlock-passphrase")).fill(programme.passphrase(name));
  await button(page, texts.say("staff-unlock-go")).click();
}

const danish = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Copenhagen",
  dateStyle: "short",
  timeStyle: "short",
});

/** The next quarter of an hour that is at least ten minutes away, in Danish time: { date, time }. */
export function next_quarter(now_ms) {
  const quarter_ms = 15 * 60_000;
  const start = Math.ceil((now_ms + 10 * 60_000) / quarter_ms) * quarter_ms;
  const [date, time] = danish.format(new Date(start)).split(" ");
  return { date, time };
}

/** Today's date in Danish time. */
export const danish_date = (now_ms) => danish.format(new Date(now_ms)).split(" ")[0];

/** `times`: one to three to choose from. */
export async function offer(page, texts, times, place) {
  await page.getByText(texts.say("staff-offer-heading"), { exact: true }).click();
  const form = page.locator("form.offer").last();
  await form.locator("select").first().selectOption("meeting");
  for (const [at, when] of times.entries()) {
    if (at > 0) await form.getByRole("button", { name: texts.say("staff-offer-add"), exact: true }).click();
    await form.locator("input[type=date]").nth(at).fill(when.date);
    await form.locator("input[type=time]").nth(at).fill(when.time);
  }
  await form.getByLabel(texts.say("staff-offer-place"), { exact: true }).fill(place);
  await form.getByRole("button", { name: texts.say("staff-offer-send"), exact: true }).click();
}

/** Back. While the browser hands a tab to another process it has no page to ask; then once more. */
export async function go_back(page) {
  for (let tries_left = 100; ; tries_left--) {
    try {
      await page.goBack({ waitUntil: "commit" });
      return;
    } catch (error) {
      if (tries_left === 0 || !/Not attached to an active page/.test(error.message)) throw error;
      await page.waitForTimeout(50);
    }
  }
}

/** Waits until `read` gives what is wanted, and gives what it gave last. */
export async function eventually(read, wanted, most_ms = 15_000) {
  const deadline = Date.now() + most_ms;
  for (;;) {
    const found = await read();
    if (wanted(found) || Date.now() > deadline) return found;
    await new Promise((done) => setTimeout(done, 100));
  }
}
