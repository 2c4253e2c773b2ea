/* Pictures of every screen and the findings of axe-core: npm run gallery [-- --screens=room,code --languages=da,ar]
 * Pictures go to gallery-out/pictures. Ends with 1 if axe finds anything, a page breaks its policy, or something is wider than the screen. */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { build } from "vite";
import { make_keys } from "./make_keys.mjs";
import { serve } from "./serve.mjs";
import { add_integrity, browser_targets, jsx, text_plugin } from "./vite_common.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = join(root, "gallery-out");
const pictures = join(out, "pictures");
const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const option = (name, usual) => process.argv.find((word) => word.startsWith(`--${name}=`))?.split("=")[1] ?? usual;
const screens = option(
  "screens",
  "first,first_quiet,doors,doors_empty,limits,wishes,write,write_refused,busy,busy_work,code,code_hidden,code_words_da,code_words_en,come_back,come_back_mistyped,come_back_words,come_back_unknown,waiting,waiting_closed,room,room_returned,room_hidden,room_closed,room_reopening,room_reopening_lost,room_ended,room_kept,room_heir_open,room_asked,room_answered_open,room_asked_back_open,too_old,superseded,unreachable,stopped,no_core,wiped,burning,burnt,burnt_with_receipt,unknown_code,unlock,unlock_wrong,desk,desk_empty,desk_several,desk_several_open,desk_unheard,desk_notes,desk_notes_alone,desk_closed,desk_holder_open,desk_lost,desk_offers,desk_escalated,desk_removed,staff_stopped,board,board_rooms,board_joined_open,board_leaver,board_leaver_done,staff_superseded,staff_no_core",
).split(",");
const languages = option("languages", "da,ar").split(",");
const widths = option("widths", "360,1280").split(",").map(Number);
const scheme = option("scheme", "light");

make_keys();
await build({
  root: join(root, "test/gallery"),
  configFile: false,
  logLevel: "warn",
  publicDir: join(root, "public"),
  plugins: [text_plugin()],
  oxc: jsx,
  define: { CORE_FILES: "{}" },
  build: {
    outDir: out,
    emptyOutDir: true,
    target: browser_targets,
    modulePreload: false,
    rolldownOptions: { output: { codeSplitting: false } },
  },
});
add_integrity(out, "index.html");
mkdirSync(pictures, { recursive: true });

const site = await serve(out);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
});
let faults = 0;
const fault = (where, what) => {
  faults += 1;
  console.log(`${where}: ${what}`);
};

async function look(screen, language, width) {
  const where = `${screen} ${language} ${width}`;
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 740 : 800 },
    colorScheme: scheme,
    bypassCSP: false,
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error") fault(where, message.text());
  });
  page.on("pageerror", (error) => fault(where, error.message));
  await page.goto(`${site.url}/?screen=${screen}&language=${language}`);
  await page.waitForSelector("main, .console");
  await page.screenshot({ path: join(pictures, `${screen}-${language}-${width}.png`) });
  const inner = await page.evaluate(() => {
    const scroll = document.querySelector(".scroll") ?? document.documentElement;
    return { height: scroll.scrollHeight, over: scroll.scrollWidth - scroll.clientWidth };
  });
  if (inner.over > 0) fault(where, `${inner.over} px wider than the screen`);
  await page.setViewportSize({ width, height: Math.min(6000, inner.height + 90) });
  await page.screenshot({ path: join(pictures, `${screen}-${language}-${width}-whole.png`) });
  await page.evaluate(axe_source);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  for (const violation of found.violations)
    fault(where, `axe ${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(", ")}`);
  await context.close();
}

for (const screen of screens)
  for (const language of languages) for (const width of widths) await look(screen, language, width);
await browser.close();
site.close();
console.log(`${screens.length * languages.length * widths.length} pictures, ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
