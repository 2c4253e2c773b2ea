/* Builds the three pages into dist/ (or UDVEJ_WEB_OUT). The core comes from UDVEJ_CORE_DIR; a visitor's page
 * gets one with nothing in it of what staff do.
 * One script and one style sheet a page, each named in the page with its hash (SRI): a page that is loaded in pieces could not
 * be checked under Integrity-Policy. The same input gives the same bytes. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { make_keys } from "./make_keys.mjs";
import { short_names } from "./texts.mjs";
import { used_texts } from "./used_texts.mjs";
import { add_integrity, browser_targets, digest, integrity_of, jsx, text_plugin } from "./vite_common.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = resolve(root, process.env.UDVEJ_WEB_OUT ?? "dist");

/** Gzip, without the core. */
const first_load_max = 60_000;
const pages = [
  { name: "visitor", page: "index.html", entry: "src/visitor.tsx", core_name: "core_visitor" },
  { name: "counsellor", page: "counsellor/index.html", entry: "src/counsellor.tsx", core_name: "core" },
  { name: "supervisor", page: "supervisor/index.html", entry: "src/supervisor.tsx", core_name: "core" },
];

function fail(sentence) {
  console.error(`web-client: ${sentence}`);
  process.exit(1);
}

/** Copies one file of the core under a name with its hash; gives what the loader must know. */
function copy_core(folder, name) {
  const from = join(folder, name);
  if (!existsSync(from)) fail(`${from} does not exist; build the core first and name its folder in UDVEJ_CORE_DIR`);
  const dot = name.lastIndexOf(".");
  const url = `assets/${name.slice(0, dot)}-${digest(from, "sha256", "hex").slice(0, 8)}${name.slice(dot)}`;
  copyFileSync(from, join(out, url));
  return { url: `/${url}`, integrity: integrity_of(from) };
}

async function build_page({ name, page, entry, core_name }) {
  const { keys, beginnings, faults } = used_texts(entry);
  if (faults.length > 0) fail(faults.join("\n"));
  const names = short_names(keys, beginnings);
  await build({
    root,
    configFile: false,
    logLevel: "warn",
    publicDir: page === "index.html" ? "public" : false,
    plugins: [text_plugin(names)],
    oxc: jsx,
    define: { CORE_FILES: JSON.stringify(cores[core_name]) },
    build: {
      outDir: out,
      emptyOutDir: false,
      target: browser_targets,
      modulePreload: false,
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      rolldownOptions: {
        input: join(root, page),
        output: {
          codeSplitting: false,
          entryFileNames: `assets/${name}-[hash].js`,
          assetFileNames: `assets/${name}-[hash][extname]`,
        },
      },
    },
  });
}

/** What one page loads, core apart: its own file and all that it names. */
function files_of_page(page) {
  const source = readFileSync(join(out, page), "utf8");
  return [
    page,
    ...[...source.matchAll(/(?:src|href)="\/((?:assets\/)?[\w.-]+\.(?:js|css|svg))"/g)].map((match) => match[1]),
  ];
}

/** The visitor's page must be small for slow phones, and its script must not even hold the names of storage. */
function check_visitor_page() {
  const files = files_of_page("index.html").map((name) => readFileSync(join(out, name)));
  const size = files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
  const core_size = gzipSync(readFileSync(join(out, cores.core_visitor.wasm.url)), { level: 9 }).length;
  console.log(`web-client: first load ${size} octets, with the core ${size + core_size} (gzip)`);
  if (size > first_load_max) fail(`the visitor's page has ${size} octets, more than ${first_load_max}`);
  const found = /localStorage|sessionStorage|indexedDB|serviceWorker|\bcookie\b|\bcaches\b|pushState|replaceState/.exec(
    files.map(String).join("\n"),
  );
  if (found !== null) fail(`the visitor's page names ${found[0]}`);
}

function files_under(folder, prefix = "") {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? files_under(path, `${prefix}${name}/`) : [`${prefix}${name}`];
    });
}

function write_manifest() {
  const files = Object.fromEntries(files_under(out).map((name) => [name, digest(join(out, name), "sha256", "hex")]));
  writeFileSync(join(out, "manifest.json"), `${JSON.stringify({ hash: "sha256", files }, null, 2)}\n`);
}

const core_folder = process.env.UDVEJ_CORE_DIR;
if (core_folder === undefined) fail("UDVEJ_CORE_DIR must name the folder that the target core_wasm fills");
make_keys();
rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "assets"), { recursive: true });
const words = copy_core(core_folder, "words.txt");
const copy_both = (name) => ({
  wasm: copy_core(core_folder, `${name}.wasm`),
  fallback: copy_core(core_folder, `${name}_fallback.mjs`),
  words,
});
const cores = { core: copy_both("core"), core_visitor: copy_both("core_visitor") };
for (const page of pages) await build_page(page);
for (const { page } of pages) add_integrity(out, page);
check_visitor_page();
write_manifest();
