/* The whole work with a keyboard alone: a visitor writes, reads the answer, agrees on a time and deletes everything; a counsellor takes the case, answers,
 * offers times, hands over; two supervisors look and sign. Whatever button goes away when it is pressed, the focus stays on the page, where it is seen. */
import { check, check_empty } from "./support/checks.mjs";
import { choose, press, press_away, press_for_a_while, stands_at, tab_to, taken_away, type_in } from "./support/keyboard.mjs";
import { open_person } from "./support/person.mjs";
import { look_closer } from "./support/sight.mjs";
import { button, heading, message, next_quarter, open_case, read_code, unlock } from "./support/steps.mjs";
import { load_texts } from "./support/texts.mjs";
import { words } from "./support/words.mjs";

const texts = load_texts("da");
const said = words.da;
const keys_ms = 60_000;
const first_case = texts.fill("staff-case-name", { number: 1 });
const field = (page, key) => page.getByLabel(texts.say(key), { exact: true });
const named = (page, key) => button(page, texts.say(key)).first();
const summary = (page, key) => page.locator("summary", { hasText: texts.say(key) }).first();
const section = (page, name) => page.locator(`section[aria-labelledby="${name}-heading"]`);

/* --- the visitor --- */

async function write_first({ page }, url) {
  await page.goto(url);
  await heading(page, texts.say("visitor-first-heading")).waitFor();
  await press(page, named(page, "visitor-first-start"));
  await press(page, page.locator("li.card button").first());
  await press(page, named(page, "visitor-limits-accept"));
  await tab_to(page, page.locator("main select").last());
  await page.keyboard.press("ArrowDown");
  await press(page, named(page, "visitor-wishes-go-on"));
  await type_in(page, field(page, "visitor-write-label"), said.first);
  await press(page, named(page, "visitor-write-send"));
  await heading(page, texts.say("visitor-code-heading")).waitFor({ timeout: keys_ms });
  await type_in(page, field(page, "visitor-code-type"), await read_code(page));
  await page.keyboard.press("Enter");
  await heading(page, texts.say("visitor-room-heading")).waitFor();
  check("keyboard: the visitor writes and keeps the code", await message(page, said.first).isVisible());
}

/** What asks once more before anything happens: the focus stays where the question is. */
async function think_again({ page }) {
  const at = (key) => `section ${texts.say(key)}`;
  await press_away(page, "asked whether to delete", named(page, "visitor-burn"), at("visitor-burn-heading"));
  await press_away(page, "nothing deleted", named(page, "visitor-burn-keep"), at("visitor-burn"));
  await press_away(page, "asked whether to keep", named(page, "visitor-keep"), at("visitor-keep-heading"));
  await press_away(page, "nothing kept", named(page, "visitor-keep-not"), at("visitor-keep-is-off"));
  await press_away(page, "asked once more", named(page, "visitor-keep"), at("visitor-keep-heading"));
  await press_away(page, "kept", named(page, "visitor-keep-sure"), at("visitor-keep-is-on"));
}

async function take_back({ page }) {
  await type_in(page, field(page, "visitor-compose-label"), said.reply);
  await press(page, named(page, "common-send"));
  await message(page, said.reply).waitFor();
  await press_away(page, "the visitor took it back", named(page, "common-retract"), `section ${texts.say("visitor-room-messages")}`);
}

/** The clock has moved on, and the page was out of sight all the time: twenty seconds are left to say "stay". */
const hide_long = (page) =>
  page.evaluate((passed_ms) => {
    Object.defineProperty(document, "visibilityState", { value: "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
    const now_ms = Date.now;
    Date.now = () => now_ms() + passed_ms;
  }, 585_000);

async function stay({ page }) {
  await tab_to(page, field(page, "visitor-compose-label"));
  await hide_long(page);
  const button = named(page, "visitor-hidden-stay");
  await button.waitFor();
  await stands_at(page, "a page that was out of sight", "button");
  await press_away(page, "stayed", button, "textarea");
}

async function burn({ page }) {
  await press(page, named(page, "visitor-burn"));
  await press(page, named(page, "visitor-burn-sure"));
  await heading(page, texts.say("visitor-burnt-heading")).waitFor({ timeout: keys_ms });
  check("keyboard: the visitor deletes everything", true);
}

/* --- unlocking --- */

/** A file is chosen in a window of the system, which a test cannot press keys in; all the rest is the keyboard's. */
async function unlock_by_keys(person, { url, key_file, passphrase }) {
  const { page } = person;
  const choose_file = async () => {
    await page.locator("input[type=file]").focus();
    await page.locator("input[type=file]").setInputFiles(key_file("counsellor-1"));
    await named(page, "staff-unlock-other").waitFor();
  };
  await page.goto(`${url}counsellor/`);
  await heading(page, texts.say("staff-unlock-heading")).waitFor();
  await choose_file();
  await press_away(page, "another key file", named(page, "staff-unlock-other"), `h1 ${texts.say("staff-unlock-heading")}`);
  await choose_file();
  const passphrase_field = field(page, "staff-unlock-passphrase");
  await type_in(page, passphrase_field, "wrong");
  await press(page, named(page, "staff-unlock-go"));
  await page.getByText(texts.say("staff-unlock-wrong"), { exact: true }).waitFor({ timeout: keys_ms });
  await stands_at(page, "a wrong passphrase", "input");
  await passphrase_field.fill("");
  await type_in(page, passphrase_field, passphrase("counsellor-1"));
  await page.keyboard.press("Enter");
  await heading(page, texts.say("staff-queue-heading")).waitFor({ timeout: keys_ms });
  await stands_at(page, "unlocked", `h1 ${texts.say("staff-queue-heading")}`);
}

/* --- the counsellor --- */

async function take_and_answer({ visitor, first }) {
  const { page } = first;
  await press_away(page, "taken", named(page, "staff-card-take"), `h2 ${first_case}`);
  await type_in(page, field(page, "staff-case-compose"), said.answer);
  await press(page, named(page, "common-send"));
  await message(visitor.page, said.answer).waitFor();
  check("keyboard: the visitor reads the answer", true);
  await press_away(page, "taken back", named(page, "common-retract"), `li ${texts.say("common-you")}`);
}

/** Browsers have fields for dates and times each in the order of its own language: Danish, else American. */
async function type_ordered(page, place, orders, wanted) {
  for (const order of orders) {
    await tab_to(page, place);
    await place.fill("");
    await page.keyboard.type(order);
    if ((await place.inputValue()) === wanted) return;
    await place.evaluate((element) => element.blur()); /* and in again, at its first part */
  }
  throw new Error(`the field does not take ${wanted}`);
}

async function type_time(page, { date, time }) {
  const [year, month, day] = date.split("-");
  const [hour, minute] = time.split(":");
  const twelve = `${String(hour % 12 || 12).padStart(2, "0")}${minute}${hour < 12 ? "AM" : "PM"}`;
  const form = page.locator("form.offer");
  await type_ordered(page, form.locator("input[type=date]").last(), [`${day}${month}${year}`, `${month}${day}${year}`], date);
  await type_ordered(page, form.locator("input[type=time]").last(), [`${hour}${minute}`, twelve], time);
}

async function offer_times({ visitor, first }) {
  const { page } = first;
  await press(page, summary(page, "staff-offer-heading"));
  await type_time(page, next_quarter(Date.now()));
  await press(page, named(page, "staff-offer-add"));
  await type_time(page, next_quarter(Date.now() + 2 * 60 * 60_000));
  await type_in(page, field(page, "staff-offer-place"), said.place);
  await press(page, named(page, "staff-offer-send"));
  const accepts = visitor.page.locator("button", { hasText: texts.say("visitor-appointment-accept") });
  await press_away(visitor.page, "the visitor said yes to a time", accepts.nth(1), `li ${texts.say("common-you")}`);
  await visitor.page.getByText(texts.say("common-appointment-state-accepted"), { exact: true }).waitFor();
  check("keyboard: times are offered and one is accepted", true);
  const card = page.locator(".message", { has: page.locator(".appointment") });
  await card.getByText(texts.say("common-appointment-state-accepted"), { exact: true }).waitFor();
  await press_away(page, "called off", button(card, texts.say("staff-offer-call-off")), `li ${texts.say("common-you")}`);
}

async function change_state({ visitor, first, supervisor }) {
  const { page } = first;
  await press_away(page, "a supervisor is to look", named(page, "staff-set-escalated"), `h2 ${first_case}`);
  const card = section(supervisor.page, "rooms").locator("li.card").first();
  await press_away(supervisor.page, "settled", named(card, "staff-set-settled"), "li Counsellor 1");
  await press(page, named(page, "staff-case-close"));
  await tab_to(page, named(page, "staff-case-close-keep"));
  await press_away(page, "not closed", named(page, "staff-case-close-keep"), `button ${texts.say("staff-case-close")}`);
  await press(page, named(page, "staff-case-close"));
  await press_away(page, "closed", named(page, "staff-case-close-sure"), `h2 ${first_case}`);
  const closed = `section ${texts.say("visitor-closed-heading")}`;
  await press_away(visitor.page, "the visitor asked for it to be opened", named(visitor.page, "visitor-reopen"), closed);
  await press_away(page, "opened again", named(page, "staff-case-reopen"), `h2 ${first_case}`);
}

async function hand_over({ visitor, first, second }) {
  const { page } = first;
  const offers = (person) => section(person.page, "offers");
  const give = async () => {
    await press(page, summary(page, "staff-hand-heading"));
    await choose(page, page.locator("details", { has: named(page, "staff-hand-go") }).locator("select"), "Counsellor 2");
    await press_away(page, "offered", named(page, "staff-hand-go"), `h2 ${first_case}`);
  };
  const queue = `h1 ${texts.say("staff-queue-heading")}`;
  await give();
  await press_away(page, "the offer taken back", named(offers(first), "staff-hand-back"), queue);
  await give();
  await press_away(second.page, "a no to the offer", named(offers(second), "staff-hand-no"), queue);
  await offers(first).waitFor({ state: "detached" });
  await give();
  await press_away(second.page, "a yes to the offer", named(offers(second), "staff-hand-yes"), queue);
  const answer = () => press(visitor.page, visitor.page.locator("li.note button", { hasText: texts.say("visitor-wishes-safe-yes") }).first());
  await taken_away(page, "another has it now", field(page, "staff-case-compose"), `h2 ${first_case}`, answer);
  await press(second.page, second.page.locator("button.case-link").first());
  await stands_at(second.page, "opened", `h2 ${first_case}`);
}

/* --- the supervisors --- */

async function join_and_leave({ supervisor }) {
  const { page } = supervisor;
  const card = section(page, "rooms").locator("li.card").first();
  await press_away(page, "joined", named(card, "board-room-join"), "li Counsellor 2");
  await press(page, named(card, "board-room-open"));
  await stands_at(page, "shown below", `h2 ${first_case}`);
  await press(page, named(page, "staff-leave"));
  await press_away(page, "left", named(page, "staff-leave-sure"), `h2 ${first_case}`);
}

/** Counsellor 2 leaves, with two cases: one supervisor proposes, the other signs. */
async function move_all({ first, supervisor, other }) {
  const { page } = supervisor;
  const leaver = section(page, "leaver");
  await choose(page, leaver.locator("select").first(), "Counsellor 2");
  const move = async () => {
    await choose(page, leaver.locator("select").nth(1), "Counsellor 1");
    await press(page, named(leaver, "board-leaver-go"));
    await press_away(page, "all proposed", named(leaver, "board-leaver-sure"), `h2 ${texts.say("board-leaver")}`);
    await section(page, "proposals").waitFor();
  };
  await press_for_a_while(page, "looked at", named(leaver, "board-leaver-look"), leaver.locator(".note"));
  await move();
  await press_away(page, "all taken back", named(section(page, "proposals"), "board-batch-back"), `h1 ${texts.say("board-heading")}`);
  await move();
  await press_away(other.page, "all signed", named(section(other.page, "proposals"), "board-batch-yes"), `h1 ${texts.say("board-heading")}`);
  await first.page.locator("button.case-link").nth(1).waitFor();
  check("keyboard: two supervisors move a leaver's cases", true);
}

/** One case: proposed by one, signed by the other. */
async function take_over({ supervisor, other }) {
  const { page } = supervisor;
  const card = section(page, "rooms").locator("li.card").first();
  await press(page, summary(card, "board-propose"));
  await press(page, named(card, "board-propose"));
  await press_away(other.page, "signed", named(section(other.page, "proposals"), "board-second"), `h1 ${texts.say("board-heading")}`);
}

async function read_acts({ supervisor }) {
  const { page } = supervisor;
  await press_for_a_while(page, "the list is read", named(page, "board-acts-read"), section(page, "acts").locator(".note"));
}

async function open_people(come, programme) {
  const open = async (name, role) => {
    const person = await come(name, "computer");
    await person.page.goto(`${programme.url}${role}/`);
    await unlock(person, texts, programme, name);
    await heading(person.page, texts.say(role === "supervisor" ? "board-heading" : "staff-queue-heading")).waitFor({ timeout: keys_ms });
    return person;
  };
  const first = await come("counsellor-1", "computer");
  await unlock_by_keys(first, programme);
  const second = await open("counsellor-2", "counsellor");
  const supervisor = await open("supervisor-a", "supervisor");
  const other = await open("supervisor-b", "supervisor");
  return { first, second, supervisor, other, visitor: await come("visitor", "computer") };
}

/** Somebody else waits, and the second counsellor takes the case. */
async function second_case(come, { second }, url) {
  const guest = await come("guest", "phone");
  await guest.page.goto(url);
  await open_case(guest.page, texts, said.first);
  await press_away(second.page, "a second one taken", named(second.page, "staff-card-take"), "h2 ");
  await stay(guest);
}

export async function check_keyboard({ folder, place }) {
  const people = [];
  const come = async (name, device) => {
    const person = await open_person({ folder, name: `keys-${name}`, language: "da-DK", device });
    people.push(person);
    return person;
  };
  const { programme } = place;
  try {
    const all = await open_people(come, programme);
    await write_first(all.visitor, programme.url);
    await think_again(all.visitor);
    await take_back(all.visitor);
    await take_and_answer(all);
    await offer_times(all);
    await change_state(all);
    for (const person of [all.visitor, all.first, all.supervisor]) await look_closer(person);
    await hand_over(all);
    await join_and_leave(all);
    await second_case(come, all, programme.url);
    await move_all(all);
    await take_over(all);
    await read_acts(all);
    await burn(all.visitor);
    await press_away(all.first.page, "locked", named(all.first.page, "staff-lock"), `h1 ${texts.say("staff-unlock-heading")}`);
    check_empty("keyboard: no complaint of any browser", people.flatMap((person) => person.complaints));
  } catch (error) {
    for (const person of people) console.log(await person.describe());
    throw error;
  } finally {
    for (const person of people) await person.close().catch(() => undefined);
  }
}
