/* What happens to a case whose counsellor cannot go on: it is handed to a colleague after the visitor's yes, a supervisor is asked to
 * look at it and settles it, it is closed, and the visitor asks for it to be opened again. A part of the story. */
import { button, message, write } from "./support/steps.mjs";
import { load_texts } from "./support/texts.mjs";

const staff = load_texts("da");
const offers = (page) => page.locator('section[aria-labelledby="offers-heading"]');
const rooms = (page) => page.locator('section[aria-labelledby="rooms-heading"]');

/** The first counsellor offers the case to the second. */
async function hand_over(story, { phone, first, second, second_name }) {
  const { texts, said } = story;
  await first.page.getByText(staff.say("staff-hand-heading"), { exact: true }).click();
  const form = first.page.locator("details", { has: button(first.page, staff.say("staff-hand-go")) });
  const wanted = await form.locator("option", { hasText: second_name }).getAttribute("value");
  await form.locator("select").selectOption(wanted);
  await button(form, staff.say("staff-hand-go")).click();
  await offers(first.page).getByText(staff.pattern("staff-hand-own", { name: second_name })).waitFor();
  story.check("the holder sees the own offer, and can take it back", await button(offers(first.page), staff.say("staff-hand-back")).isVisible());
  await button(offers(second.page), staff.say("staff-hand-yes")).waitFor();
  await story.look(second, "offered");
  await button(offers(second.page), staff.say("staff-hand-yes")).click();
  const question = phone.page.getByRole("heading", { name: texts.pattern("visitor-consent-heir", { name: second_name }) });
  await question.first().waitFor();
  story.check("the visitor is asked whether the colleague may take over", true);
  await story.look(phone, "heir");
  await button(phone.page, texts.say("visitor-wishes-safe-yes")).first().click();
  await first.page.getByText(staff.say("staff-left"), { exact: true }).waitFor();
  story.check("after the visitor's yes the first counsellor is out", true);
  await phone.page.getByText(texts.pattern("common-left", {})).first().waitFor();
  await second.page.locator("button.case-link").first().click();
  await write(second.page, staff.say("staff-case-compose"), said.welcome, staff.say("common-send"));
  await message(phone.page, said.welcome).waitFor();
  story.check("and the second one is heard", true);
}

async function escalate(story, { second, supervisor }) {
  await button(second.page, staff.say("staff-set-escalated")).click();
  const card = rooms(supervisor.page).locator("li.card").first();
  await card.getByText(staff.say("staff-look-asked"), { exact: true }).waitFor();
  story.check("the board says why a supervisor is to look at the case", true);
  await story.look(supervisor, "escalated");
  await button(card, staff.say("staff-set-settled")).click();
  await second.page.getByText(staff.say("staff-room-escalated"), { exact: true }).first().waitFor({ state: "detached" });
  await button(second.page, staff.say("staff-set-escalated")).waitFor();
  story.same("once it is settled nothing stands on the board", await card.getByText(staff.say("staff-look-asked")).count(), 0);
}

async function come_back(story, { phone, second, supervisor }) {
  const { texts } = story;
  await button(second.page, staff.say("staff-case-close")).click();
  await button(second.page, staff.say("staff-case-close-sure")).click();
  await button(phone.page, texts.say("visitor-reopen")).click();
  await phone.page.getByText(texts.say("visitor-waiting-text"), { exact: true }).waitFor();
  story.check("the visitor hears that it was asked for", true);
  await story.look(phone, "reopening");
  const card = rooms(supervisor.page).locator("li.card").first();
  await card.getByText(staff.say("staff-room-returned"), { exact: true }).waitFor();
  await story.look(supervisor, "returned");
  await button(card, staff.say("staff-case-reopen")).click();
  await phone.page.getByText(texts.say("common-reopened"), { exact: true }).first().waitFor();
  story.check("the conversation is open again", await phone.page.getByLabel(texts.say("visitor-compose-label"), { exact: true }).isVisible());
}

/** `people`: phone, first (who holds the case), second, supervisor; `second_name`: as the roster calls the second. */
export async function change_hands(story, people) {
  await hand_over(story, people);
  await escalate(story, people);
  await come_back(story, people);
}
