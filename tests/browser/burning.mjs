/* The visitor deletes everything: the page says so, offers the server's receipt and presses for nothing; and who types the code later gets one too. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, check_empty, check_same } from "./support/checks.mjs";
import { open_person } from "./support/person.mjs";
import { button, heading, open_case, unlock } from "./support/steps.mjs";
import { load_texts } from "./support/texts.mjs";
import { words } from "./support/words.mjs";

const texts = load_texts("da");
const keys_ms = 60_000;

/** It is folded away until somebody wants it. */
async function unfold(page) {
  const receipt = page.locator(".receipt");
  await page.getByText(texts.say("visitor-receipt"), { exact: true }).waitFor();
  check("the receipt is offered, and not on the screen by itself", !(await receipt.isVisible()));
  await page.getByText(texts.say("visitor-receipt"), { exact: true }).click();
  check("it says what keeping it means", await page.getByText(texts.say("visitor-receipt-text"), { exact: true }).isVisible());
  return (await receipt.innerText()).trim();
}

export async function check_burning({ folder, place, bin }) {
  const people = [];
  /* What udvej says of it offline, about that code. */
  const verify = (receipt, code) => {
    const path = join(folder, "receipt");
    writeFileSync(path, receipt);
    const words = ["verify-receipt", "--json", "--code-file", "-", join(folder, "programme", "programme.bin"), path];
    return JSON.parse(execFileSync(join(bin, "udvej"), words, { input: `${code}\n` }).toString());
  };
  const come = async (name, device) => {
    const person = await open_person({ folder, name, language: "da-DK", device });
    people.push(person);
    return person;
  };
  try {
    const counsellor = await come("burning-counsellor", "computer");
    await counsellor.page.goto(`${place.programme.url}counsellor/`);
    await unlock(counsellor, texts, place.programme, "counsellor-1");
    await heading(counsellor.page, texts.say("staff-queue-heading")).waitFor({ timeout: keys_ms });
    const visitor = await come("burning-visitor", "phone");
    const { page } = visitor;
    await page.goto(place.programme.url);
    const code = await open_case(visitor.page, texts, words.da.first);
    await button(page, texts.say("visitor-burn")).click();
    await button(page, texts.say("visitor-burn-sure")).click();
    await heading(page, texts.say("visitor-burnt-heading")).waitFor({ timeout: keys_ms });
    const receipt = await unfold(page);
    check("it has the form of one", /^1\.[0-9a-f]{242}$/.test(receipt), receipt);
    check_same("it holds, and is about this code", verify(receipt, code).of_code, true);
    check_empty("deleted: accessible, and fits", await visitor.look("burnt_with_receipt"));
    check_empty("nothing is stored on the phone", await visitor.storage());
    await button(page, texts.say("visitor-return-new")).click();
    check_same("it is gone when the person goes on", await page.locator(".receipt").count(), 0);

    await button(page, texts.say("visitor-first-return")).click();
    await page.getByLabel(texts.say("visitor-return-label"), { exact: true }).fill(code);
    await button(page, texts.say("visitor-return-go")).click();
    await page.getByText(texts.say("visitor-return-unknown"), { exact: true }).waitFor({ timeout: keys_ms });
    const later = await unfold(page);
    check_same("the code leads nowhere, and that can be proved too", verify(later, code).of_code, true);
    check_empty("unknown code: accessible, and fits", await visitor.look("unknown_code"));
    check_empty("burning: no complaint of the browser", visitor.complaints);
  } catch (error) {
    for (const person of people) console.log(await person.describe());
    throw error;
  } finally {
    for (const person of people) await person.close().catch(() => undefined);
  }
}
