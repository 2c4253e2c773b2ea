/* One whole conversation, sealed, in real browsers: a visitor opens the page, writes and gets a return code; two counsellors reach for
 * the case, one takes it and answers; the visitor leaves in a hurry, comes back on another device and reads what was written
 * meanwhile; they agree on an appointment; a supervisor sees the board; the case changes hands, and comes back. Then nothing of it may be found where it must not be. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { change_hands } from "./cases.mjs";
import { check, check_empty, check_same } from "./support/checks.mjs";
import { open_person } from "./support/person.mjs";
import { door_names, open_programme } from "./support/programme.mjs";
import { code_forms, needles_of, search_file, search_files, search_memory } from "./support/search.mjs";
import { open_site, page_after, page_before } from "./support/site.mjs";
import { button, danish_date, eventually, go_back, heading, in_order, message, mistyped, next_quarter, offer, read_code, read_words, sloppy, sloppy_words, unlock, write } from "./support/steps.mjs";
import { load_texts } from "./support/texts.mjs";
import { words } from "./support/words.mjs";

const staff = load_texts("da");
const keys_ms = 30_000;

/** Everything one telling of the story works with; `cleanup` ends it all. */
async function open_stage({ root, language, bin, web, pictures }) {
  const folder = join(root, `story-${language}`);
  mkdirSync(folder);
  const site = await open_site();
  const programme = await open_programme({ folder, bin, web, exit_url: site.exit });
  const people = [];
  const findings = [];
  return {
    folder,
    site,
    programme,
    people,
    findings,
    language,
    /* The first counsellor of a demo programme is a woman, the second a man: where a woman is asked for, only she may read the card. */
    wants_woman: language === "da",
    texts: load_texts(language),
    said: words[language],
    check: (what, ...rest) => check(`${language}: ${what}`, ...rest),
    same: (what, ...rest) => check_same(`${language}: ${what}`, ...rest),
    open: async (name, device, of_language) => {
      const person = await open_person({ folder, name: `${language}-${name}`, language: of_language, device, pictures });
      people.push(person);
      return person;
    },
    look: async (person, screen) => findings.push(...(await person.look(screen))),
    cleanup: async () => {
      for (const person of people) await person.close().catch(() => undefined);
      await programme.close();
      site.close();
    },
  };
}

/* --- the visitor, first time --- */

async function open_page(story, person) {
  const { page } = person;
  const { texts, language } = story;
  await page.goto(story.site.before);
  await page.goto(story.programme.url);
  await heading(page, load_texts("da").say("visitor-first-heading")).or(page.locator("main h1")).first().waitFor();
  await page.locator("header select").selectOption(language);
  await heading(page, texts.say("visitor-first-heading")).waitFor();
  const html = await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
  story.same("language and direction of the page", html, [language, language === "ar" ? "rtl" : "ltr"]);
  story.same("the title says nothing", await page.title(), "Information");
  for (const key of ["visitor-first-1", "visitor-first-2", "visitor-first-3"])
    story.check(`first screen: ${key}`, await page.getByText(texts.say(key), { exact: true }).isVisible());
  story.check("first screen: 112", await page.locator('a[href="tel:112"]').isVisible());
  story.check("first screen: the hotline", await page.locator('a[href="tel:41749090"]').isVisible());
  story.check("the hotline's digits keep their order", await in_order(page.locator('a[href="tel:41749090"]')));
  story.check("first screen: the way out", await button(page, texts.say("leave-now")).isVisible());
  await story.look(person, "first");
}

async function choose_door(story, person) {
  const { page } = person;
  const { texts, language } = story;
  await button(page, texts.say("visitor-first-start")).click();
  await page.locator("li.card").nth(1).waitFor();
  story.same("both doors, in this language", await page.locator("li.card h2").allInnerTexts(), door_names[language]);
  await story.look(person, "doors");
  await page.locator("li.card button").first().click();
  await heading(page, texts.say("visitor-limits-heading")).waitFor();
  for (const key of ["visitor-limits-silence-text", "visitor-limits-children-text", "visitor-limits-crime-text"])
    story.check(`limits: ${key}`, await page.getByText(texts.say(key), { exact: true }).isVisible());
  await story.look(person, "limits");
  await button(page, texts.say("visitor-limits-accept")).click();
  await heading(page, texts.say("visitor-wishes-heading")).waitFor();
  if (story.wants_woman) await page.getByLabel(texts.say("visitor-wishes-woman"), { exact: true }).check();
  await page.locator("main select").last().selectOption("2");
  await story.look(person, "wishes");
  await button(page, texts.say("visitor-wishes-go-on")).click();
}

/** The same code in words of both languages; hidden and shown as the number is. Gives those of the language that stands first. */
async function see_words(story, person) {
  const { page } = person;
  const { texts, language } = story;
  const own = language === "da" ? "da" : "en";
  await page.getByLabel(texts.say(`visitor-code-form-${own}`), { exact: true }).check();
  story.same("words stay hidden when the number was", await page.locator("ol.code").count(), 0);
  await button(page, texts.say("visitor-code-words-show")).click();
  const words = await read_words(page);
  story.check("the return code has seven words", /^[a-zæøå]{3,8}( [a-zæøå]{3,8}){6}$/.test(words), words);
  story.same("in their own language", await page.locator("ol.code").getAttribute("lang"), own);
  await story.look(person, "code_words");
  const typed = page.getByLabel(texts.say("visitor-code-words-type"), { exact: true });
  await typed.fill(words.split(" ").slice(1).join(" "));
  await button(page, texts.say("visitor-code-check")).click();
  story.check("six words are told", await page.getByText(texts.say("visitor-code-words-wrong"), { exact: true }).isVisible());
  await page.getByLabel(texts.say(`visitor-code-form-${own === "da" ? "en" : "da"}`), { exact: true }).check();
  story.check("the other language has other words", (await read_words(page)) !== words);
  await button(page, texts.say("visitor-code-words-hide")).click();
  story.same("words can be hidden", await page.locator("ol.code").count(), 0);
  return words;
}

async function write_first(story, person) {
  const { page } = person;
  const { texts, said } = story;
  await heading(page, texts.say("visitor-write-heading")).waitFor();
  await story.look(person, "write");
  await write(page, texts.say("visitor-write-label"), said.first, texts.say("visitor-write-send"));
  await heading(page, texts.say("visitor-code-heading")).waitFor({ timeout: keys_ms });
  await story.look(person, "code");
  const code = await read_code(page);
  story.check("the return code has 24 digits", /^\d{24}$/.test(code), code);
  for (const group of await page.locator("ol.code li").all())
    story.check("the code's digits keep their order", await in_order(group));
  await button(page, texts.say("visitor-code-hide")).click();
  story.same("the code can be hidden", await page.locator("ol.code").count(), 0);
  const typed = page.getByLabel(texts.say("visitor-code-type"), { exact: true });
  await typed.fill(mistyped(code));
  await button(page, texts.say("visitor-code-check")).click();
  story.check("a wrong digit is told", await page.getByText(texts.say("visitor-code-wrong"), { exact: true }).isVisible());
  await story.look(person, "code_wrong");
  const words = await see_words(story, person);
  await page.getByLabel(texts.say("visitor-code-form-digits"), { exact: true }).check();
  await typed.fill(sloppy(code, story.language));
  await button(page, texts.say("visitor-code-check")).click();
  await heading(page, texts.say("visitor-room-heading")).waitFor();
  story.check("the visitor is told that the message arrived", await page.getByText(texts.say("visitor-waiting-heading")).isVisible());
  await page.getByText(texts.say("visitor-waiting-first"), { exact: true }).waitFor();
  story.check("the first message is in the room", await message(page, said.first).isVisible());
  await story.look(person, "waiting");
  return { code, words };
}

/* --- the counsellors --- */

async function open_console(story, name, page_name) {
  const person = await story.open(name, "computer", "da-DK");
  await person.page.goto(`${story.programme.url}${page_name}/`);
  if (name === "counsellor-1") {
    await heading(person.page, staff.say("staff-unlock-heading")).waitFor();
    await story.look(person, "unlock");
  }
  await unlock(person, staff, story.programme, name);
  const first = page_name === "supervisor" ? "board-heading" : "staff-queue-heading";
  await heading(person.page, staff.say(first)).waitFor({ timeout: keys_ms });
  return person;
}

const figure = (page, key) =>
  page.locator(".figures > div", { has: page.getByText(staff.say(key), { exact: true }) }).locator("dd").innerText();

async function see_card(story, person, may_read) {
  const { page } = person;
  const card = page.locator("ul.cards li.card");
  await card.first().waitFor();
  story.same(`${person.name}: one card waits`, await card.count(), 1);
  const read = () => card.first().innerText();
  const language = story.language === "ar" ? "العربية" : "Dansk";
  const wish = story.wants_woman ? [staff.say("staff-card-wants-woman")] : [];
  const sealed = may_read ? [language, staff.say("common-topic-2"), ...wish] : [staff.say("staff-card-unread")];
  const facts = [staff.say("staff-card-new"), door_names.da[0], ...sealed];
  const text = await eventually(read, (found) => facts.every((fact) => found.includes(fact)));
  for (const fact of facts) story.check(`${person.name}: the card says '${fact}'`, text.includes(fact), text);
  if (!may_read) story.check(`${person.name}: and not what it is about`, !text.includes(staff.say("common-topic-2")), text);
}

/** Both reach for it: the slower one's page is held up while the other takes it, and hears nothing, so its own click comes too late for certain. */
async function take(story, winner, loser) {
  await see_card(story, winner, true);
  await see_card(story, loser, !story.wants_woman);
  await story.look(winner, "queue");
  const name = await winner.page.locator(".top .self").innerText();
  const held_up = loser.page.waitForEvent("dialog");
  const late = loser.page.evaluate((label) => {
    const found = [...document.querySelectorAll("li.card button")].find((one) => one.textContent === label);
    alert(label); /* as long as it stands nothing else happens in this page */
    found.click();
  }, staff.say("staff-card-take"));
  const dialog = await held_up;
  await button(winner.page, staff.say("staff-card-take")).click();
  await message(winner.page, story.said.first).waitFor();
  await dialog.accept();
  await late;
  await loser.page.getByText(staff.pattern("staff-card-taken", { holder: name })).waitFor();
  story.check("the second counsellor is told who has it", true);
  story.check("and has no conversation", (await loser.page.locator("button.case-link").count()) === 0);
  await story.look(loser, "taken");
  return name;
}

async function talk(story, visitor, counsellor, counsellor_name) {
  const { texts, said } = story;
  await write(counsellor.page, staff.say("staff-case-compose"), said.answer, staff.say("common-send"));
  await message(visitor.page, said.answer).waitFor();
  const member = texts.pattern("common-member", { name: counsellor_name, role: texts.say("common-role-counsellor") });
  const members = await visitor.page.locator(".members li").allInnerTexts();
  story.check("the visitor sees who is in the room", members.some((one) => member.test(one)), members.join(", "));
  story.check("nobody waits any more", (await visitor.page.getByText(texts.say("visitor-waiting-heading")).count()) === 0);
  await write(visitor.page, texts.say("visitor-compose-label"), said.reply, texts.say("common-send"));
  await message(counsellor.page, said.reply).waitFor();
  const mark = message(visitor.page, said.reply).getByText(texts.say("common-mark-read"));
  await mark.waitFor();
  const own = await message(visitor.page, said.reply).boundingBox();
  const other = await message(visitor.page, said.answer).boundingBox();
  const is_right = own.x > other.x && own.x + own.width > other.x + other.width;
  const is_left = own.x < other.x && own.x + own.width < other.x + other.width;
  const side = is_right ? "right" : is_left ? "left" : "neither";
  story.same("own messages stand at the end of the line", side, story.language === "ar" ? "left" : "right");
  await story.look(visitor, "room");
  await story.look(counsellor, "desk");
}

/* --- leaving, and coming back --- */

async function leave(story, visitor) {
  const { page } = visitor;
  const { texts, said, site } = story;
  await page.getByLabel(texts.say("visitor-compose-label"), { exact: true }).fill(said.draft);
  check_same(`${story.language}: nothing is stored on the visitor's device`, await visitor.storage(), []);
  await button(page, texts.say("leave-now")).click();
  await page.waitForURL(site.exit);
  story.same("leaving leads to the page that was set", await page.title(), page_after);
  story.same("that page is not told where from", site.asked.filter(({ referer }) => referer !== ""), []);
  await go_back(page);
  story.same("Back shows the page before ours", [page.url(), await page.title()], [site.before, page_before]);
  await page.goForward({ waitUntil: "commit" });
  story.same("Forward does not show ours either", page.url(), site.exit);
  await visitor.close();
}

async function write_meanwhile(story, counsellor) {
  await write(counsellor.page, staff.say("staff-case-compose"), story.said.meanwhile, staff.say("common-send"));
  const written = message(counsellor.page, story.said.meanwhile);
  await written.getByText(staff.say("common-mark-sent")).waitFor();
  story.check("written while the visitor is away: sent, not read", true);
}

/** In Danish with the first four letters of each word, else with the number, each as people type it. */
async function type_code(page, texts, language, { code, words }) {
  if (language !== "da") return page.getByLabel(texts.say("visitor-return-label"), { exact: true }).fill(sloppy(code, language));
  await page.getByLabel(texts.say("visitor-return-form-words"), { exact: true }).check();
  await page.getByLabel(texts.say("visitor-return-words-label"), { exact: true }).fill(sloppy_words(words));
}

async function come_back(story, counsellor, kept) {
  const { texts, said, language } = story;
  const phone = await story.open("phone", "phone", language === "ar" ? "ar" : "da-DK");
  const { page } = phone;
  await page.goto(story.programme.url);
  await heading(page, texts.say("visitor-first-heading")).waitFor();
  story.check("the phone's language is taken by itself", true);
  await story.look(phone, "first");
  await button(page, texts.say("visitor-first-return")).click();
  const typed = page.getByLabel(texts.say("visitor-return-label"), { exact: true });
  await typed.fill(mistyped(kept.code));
  await button(page, texts.say("visitor-return-go")).click();
  await page.getByText(texts.say("visitor-return-mistyped"), { exact: true }).waitFor();
  await story.look(phone, "come_back_mistyped");
  await type_code(page, texts, language, kept);
  await button(page, texts.say("visitor-return-go")).click();
  await message(page, said.meanwhile).waitFor({ timeout: keys_ms });
  story.check("back with the code: what was written meanwhile is there", true);
  await message(counsellor.page, said.meanwhile).getByText(staff.say("common-mark-read")).waitFor();
  story.check("and the counsellor sees that it was read", true);
  story.same("what was read before is not kept anywhere", await message(page, said.answer).count(), 0);
  await story.look(phone, "room_returned");
  return phone;
}

/** Made on the device: the time that is agreed, the one that is free again, and nothing of the case. */
async function calendar_file(story, counsellor) {
  const coming = counsellor.page.waitForEvent("download");
  await button(counsellor.page, staff.say("staff-calendar-file")).click();
  const text = readFileSync(await (await coming).path(), "utf8").replaceAll("\r\n ", "");
  const states = [...text.matchAll(/^STATUS:(.*)\r$/gm)].map(([, state]) => state).sort();
  story.same("the calendar file has both times", states, ["CANCELLED", "CONFIRMED"]);
  story.check("and no place", !text.includes(story.said.place) && text.includes(`SUMMARY:${staff.say("common-appointment-heading")}`), text);
}

async function agree(story, phone, counsellor, supervisor) {
  const { texts, said } = story;
  const first = next_quarter(Date.now());
  const when = next_quarter(Date.now() + 2 * 60 * 60_000);
  await offer(counsellor.page, staff, [first, when], said.place);
  const card = phone.page.locator(".message", { has: phone.page.locator(".appointment") });
  await card.waitFor();
  story.check("the visitor reads where", await card.getByText(said.place, { exact: true }).isVisible());
  const shown = await card.innerText();
  story.check("and when, in Danish time", [first, when].every(({ time }) => shown.includes(time)), shown);
  await story.look(phone, "offer");
  const accepts = card.locator("button", { hasText: texts.say("visitor-appointment-accept") });
  story.same("each time can be accepted", await accepts.count(), 2);
  await accepts.nth(0).focus();
  await phone.page.keyboard.press("Tab");
  story.check("the keyboard goes from one to the next", await accepts.nth(1).evaluate((one) => one === document.activeElement));
  await phone.page.keyboard.press("Enter");
  await card.getByText(texts.say("common-appointment-state-accepted"), { exact: true }).waitFor();
  const agreed = await card.innerText();
  story.check("the card has the time that was chosen, and no other", agreed.includes(when.time) && !agreed.includes(first.time), agreed);
  await story.look(phone, "accepted");
  const rows = () => counsellor.page.locator('section[aria-labelledby="calendar-heading"] tbody tr').allInnerTexts();
  const is_accepted = (found) => found.length === 1 && found[0].includes(staff.say("staff-slot-accepted"));
  const calendar = await eventually(rows, is_accepted);
  story.check("the counsellor's calendar shows it as accepted", is_accepted(calendar) && calendar[0].includes(when.time), calendar.join());
  await story.look(counsellor, "calendar");
  await calendar_file(story, counsellor);
  const today = () => supervisor.page.locator('section[aria-labelledby="board-today-heading"] tbody tr').allInnerTexts();
  const wanted = () => (when.date === danish_date(Date.now()) ? 1 : 0); /* midnight may come meanwhile */
  const is_it = (found) => found.length === wanted() && found.every((row) => row.includes(staff.say("staff-slot-accepted")));
  const on_board = await eventually(today, is_it);
  story.check("the supervisor's board counts the appointments of today", is_it(on_board), `${on_board.length} instead of ${wanted()}`);
  story.check("and shows no place", on_board.every((row) => !row.includes(said.place)));
  const waiting = await eventually(() => figure(supervisor.page, "board-waiting"), (text) => text === "0");
  story.same("nobody waits on the board", waiting, "0");
  await story.look(supervisor, "board");
  await write(phone.page, texts.say("visitor-compose-label"), said.thanks, texts.say("common-send"));
  await message(counsellor.page, said.thanks).waitFor();
  check_same(`${story.language}: nothing is stored on the phone`, await phone.storage(), []);
}

/* --- and nothing is found --- */

function search(story, { code, words }) {
  const needles = needles_of([...Object.values(story.said), ...code_forms(code), words, sloppy_words(words)]);
  /* What must be there shows that the search sees: the programme's text is on the server, in its memory as in its files. */
  const seen = search_memory(story.programme.pid, needles_of(["For dig, der vil væk fra et miljø."]));
  story.check("the search sees the server's memory", seen.findings.length > 0, `${seen.octets_read} octets`);
  check_empty(`${story.language}: nothing in the server's memory`, search_memory(story.programme.pid, needles).findings);
  check_empty(`${story.language}: nothing in the server's folder`, search_files(story.programme.data, needles));
  check_empty(`${story.language}: nothing in the server's log`, search_file(story.programme.log, needles));
  return needles;
}

function search_profiles(story, needles) {
  for (const person of story.people) {
    const control = needles_of([`http://127.0.0.1:${new URL(story.site.before).port}/avis`]);
    if (person.name.endsWith("visitor"))
      story.check("the search sees the visitor's profile", search_files(person.profile, control).length > 0);
    check_empty(`${person.name}: nothing in the browser's profile`, search_files(person.profile, needles));
  }
}

export async function tell_story(options) {
  const story = await open_stage(options);
  try {
    /* Nobody can write to people who never signed in: their devices make the keys that messages are sealed to. */
    const supervisor = await open_console(story, "supervisor-a", "supervisor");
    const first = await open_console(story, "counsellor-1", "counsellor");
    const second = await open_console(story, "counsellor-2", "counsellor");
    const visitor = await story.open("visitor", "computer", "en-US");
    await open_page(story, visitor);
    await choose_door(story, visitor);
    const kept = await write_first(story, visitor);
    story.same("one waits on the board", await eventually(() => figure(supervisor.page, "board-waiting"), (text) => text === "1"), "1");
    const on_duty = await eventually(() => figure(supervisor.page, "board-duty"), (text) => text === "3");
    story.same("the board counts who is on duty", on_duty, "3");
    for (const [person, other] of [[first, "Counsellor 2"], [second, "Counsellor 1"]]) {
      const others = () => person.page.locator('section[aria-labelledby="presence-heading"]').innerText();
      const seen = await eventually(others, (text) => text.includes(other));
      story.check(`${person.name}: sees that ${other} is on duty`, seen.includes(other), seen);
    }
    const name = await take(story, first, second);
    await talk(story, visitor, first, name);
    await leave(story, visitor);
    await write_meanwhile(story, first);
    const phone = await come_back(story, first, kept);
    await agree(story, phone, first, supervisor);
    await change_hands(story, { phone, first, second, supervisor, second_name: "Counsellor 2" });
    const needles = search(story, kept);
    /* The phone's battery dies in the middle of the conversation: then nothing tidies up behind it. */
    await phone.kill();
    for (const person of [first, second, supervisor]) await person.close();
    story.same("the server ends as asked", await story.programme.close(), 0);
    check_empty(`${story.language}: nothing in the server's folder afterwards`, search_files(story.programme.data, needles));
    search_profiles(story, needles);
    check_empty(`${story.language}: no fault of access or width on any screen`, story.findings);
    check_empty(`${story.language}: no complaint of any browser`, story.people.flatMap((person) => person.complaints));
  } catch (error) {
    for (const person of story.people) console.log(await person.describe());
    throw error;
  } finally {
    if (story.findings.length > 0) console.log(`findings until now:\n  ${story.findings.join("\n  ")}`);
    const complaints = story.people.flatMap((person) => person.complaints);
    if (complaints.length > 0) console.log(`complaints until now:\n  ${complaints.join("\n  ")}`);
    await story.cleanup();
  }
}
