/* What the first page costs: everything the browser loads before the visitor does anything, compressed as a proxy would do it. */
import { gzipSync } from "node:zlib";
import { check } from "./support/checks.mjs";
import { open_person } from "./support/person.mjs";

const whole_max = 150_000;
const without_core_max = 60_000;

export async function measure(person, url) {
  const { page, loaded } = person;
  await page.goto(url);
  await page.locator("main h1").waitFor();
  await page.waitForLoadState("networkidle");
  const files = [];
  for (const response of loaded) files.push({ url: new URL(response.url()).pathname, size: gzipSync(await response.body(), { level: 9 }).length });
  const sum = (some) => some.reduce((total, { size }) => total + size, 0);
  return { files, whole: sum(files), without_core: sum(files.filter((file) => !/\/core[-_]/.test(file.url))) };
}

/** Which limits are passed. */
export function over_budget({ whole, without_core }, most = { whole: whole_max, without_core: without_core_max }) {
  const findings = [];
  if (whole > most.whole) findings.push(`first load: ${whole} octets, ${most.whole} are allowed`);
  if (without_core > most.without_core) findings.push(`first load without the core: ${without_core} octets, ${most.without_core} are allowed`);
  return findings;
}

export async function check_budget({ folder, place }) {
  const person = await open_person({ folder, name: "budget", language: "da-DK", device: "phone" });
  try {
    const found = await measure(person, place.programme.url);
    for (const { url, size } of found.files) console.log(`    ${String(size).padStart(7)} ${url}`);
    const has_core = found.files.some((file) => /\/core_visitor-.*\.wasm$/.test(file.url));
    check("the core is fetched while the visitor reads", has_core, found.files.map((file) => file.url).join(" "));
    check("nothing but the page's own files is loaded", found.files.length <= 6, String(found.files.length));
    const findings = over_budget(found);
    check(`first load: ${found.whole} octets, ${found.without_core} without the core`, findings.length === 0, findings.join("; "));
  } finally {
    await person.close();
  }
}
