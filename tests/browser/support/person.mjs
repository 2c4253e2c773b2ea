/* One person at one device: a Chromium with a fresh profile of its own, and eyes on everything that must not happen there.
 * Owns: the browser, until `close` or `kill`. The profile stays for the search. */
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const step_ms = 45_000; /* generous: other tests may be running beside this one */
/** Features that Chromium knows on other systems only. */
const unknown_here = /^Error with Permissions-Policy header: Unrecognized feature: '(bluetooth|web-share)'\.$/;

/** Loopback is all that this browser can reach; nothing of its own goes out. */
const quiet_flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
];

export const devices = {
  computer: { width: 1280, height: 800 },
  phone: { width: 360, height: 740 },
};

/** The browser's own processes: those that were started with this profile. */
function processes_of(profile) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(`--user-data-dir=${profile}`);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Runs in the page: everything that a page can leave on a device. */
async function storage_in_page() {
  const left = [];
  if (document.cookie !== "") left.push("cookie");
  if (localStorage.length > 0) left.push("localStorage");
  if (sessionStorage.length > 0) left.push("sessionStorage");
  for (const { name } of await indexedDB.databases()) left.push(`indexedDB ${name}`);
  for (const name of await caches.keys()) left.push(`cache ${name}`);
  if ((await navigator.serviceWorker.getRegistrations()).length > 0) left.push("service worker");
  return left;
}

export async function open_person({ folder, name, language, device, pictures = null, flags = [] }) {
  const profile = join(folder, `profile-${name}`);
  mkdirSync(profile);
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    viewport: devices[device],
    hasTouch: device === "phone",
    locale: language,
    args: [...quiet_flags, ...flags],
    /* People's browsers keep pages for Back. */
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  context.setDefaultTimeout(step_ms);
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints = [];
  const loaded = [];
  let screen = "begin";
  const complain = (what) => complaints.push(`${name}, ${screen}: ${what}`);
  page.on("console", (message) => {
    if (unknown_here.test(message.text())) return;
    if (["error", "warning", "assert"].includes(message.type())) complain(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complain(`thrown: ${error.message}`));
  page.on("requestfailed", (request) => {
    if (!/ABORTED/.test(request.failure()?.errorText ?? "")) complain(`${request.url()}: ${request.failure()?.errorText}`);
  });
  page.on("response", (response) => {
    loaded.push(response);
    if (response.status() >= 400) complain(`${response.status()} ${response.url()}`);
  });

  const axe = async () => {
    await page.evaluate(axe_source);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  };

  /** What does not fit into the width of the screen. */
  const wide = () =>
    page.evaluate(() => {
      const whole = document.querySelector(".scroll") ?? document.documentElement;
      const over = Math.max(whole.scrollWidth - whole.clientWidth, document.documentElement.scrollWidth - innerWidth);
      return over > 0 ? [`${over} px wider than the screen`] : [];
    });

  const picture = async () => {
    if (pictures === null) return;
    for (const [size, { width, height }] of Object.entries(devices)) {
      await page.setViewportSize({ width, height });
      const inner = await page.evaluate(() => {
        const scroll = document.querySelector(".scroll") ?? document.documentElement;
        return scroll.scrollHeight;
      });
      await page.screenshot({ path: join(pictures, `${name}-${screen}-${width}.png`) });
      if (inner > height) {
        await page.setViewportSize({ width, height: Math.min(5000, inner + 90) });
        await page.screenshot({ path: join(pictures, `${name}-${screen}-${width}-whole.png`) });
      }
      if (size === device) continue;
    }
    await page.setViewportSize(devices[device]);
  };

  const close = async () => {
    await context.close();
  };

  return {
    name,
    profile,
    context,
    page,
    complaints,
    loaded,
    axe,
    wide,
    close,
    /** What stands on the screen, for the report of a failure. */
    describe: async () => {
      const text = await page.evaluate(() => document.body.innerText).catch(() => "(no page)");
      return `--- ${name}, ${page.url()}\n${text}`;
    },
    storage: () => page.evaluate(storage_in_page),
    /** Findings on the screen as it stands: accessibility and width; and a picture of it. */
    look: async (name_of_screen) => {
      screen = name_of_screen;
      const findings = [...(await axe()), ...(await wide())];
      await picture();
      return findings.map((finding) => `${name}, ${screen}: ${finding}`);
    },
    /** Ends the browser as a dead battery does. */
    kill: async () => {
      for (const pid of processes_of(profile)) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          /* it went by itself */
        }
      }
      await context.close().catch(() => undefined);
    },
  };
}
