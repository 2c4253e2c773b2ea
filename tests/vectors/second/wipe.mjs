// Is anything of a person left in the core's memory when the page is left? The whole memory of the module is searched: heap, stack, statics. The keys
// are known from this second implementation, so nothing has to be asked of the core but the code.
//
//   node wipe.mjs      UDVEJ_PROBE_DIR: folder of core.wasm, core_visitor.wasm, their fallbacks and words.txt
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join as joinPath } from "node:path";
import { pathToFileURL } from "node:url";
import { importsFor } from "./cores.mjs";
import { phraseRead } from "./phrase.mjs";
import { visitorKeys } from "./visitor_keys.mjs";

const VISITOR = 1;
const folder = process.env.UDVEJ_PROBE_DIR;
const deploymentId = randomBytes(32);
const host = Buffer.from("wipe.test");
let passed = 0;
let failed = 0;
const check = (what, isTrue) => {
  if (isTrue) passed += 1;
  else {
    failed += 1;
    console.log(`FAILED: ${what}`);
  }
};

const started = async (start) => {
  const held = {};
  held.core = await start(importsFor(() => held.core.memory));
  held.core._initialize();
  const words = readFileSync(joinPath(folder, "words.txt"));
  held.core.core_words(lend(held.core, words), words.length);
  return held.core;
};

const wasm = (name) => () =>
  started(
    async (imports) => (await WebAssembly.instantiate(readFileSync(joinPath(folder, `${name}.wasm`)), imports)).instance.exports,
  );

const wasm2js = (name) => async () => {
  const { instantiate } = await import(pathToFileURL(joinPath(folder, `${name}_fallback.mjs`)).href);
  return started(instantiate);
};

// The core with everything, and the one that a visitor's page has.
const cores = {
  wasm: wasm("core"),
  wasm2js: wasm2js("core"),
  "wasm, visitor": wasm("core_visitor"),
  "wasm2js, visitor": wasm2js("core_visitor"),
};

const lend = (core, octets) => {
  const at = core.core_alloc(octets.length) >>> 0;
  new Uint8Array(core.memory.buffer, at, octets.length).set(octets);
  return at;
};

const lent = (core, octets, use) => {
  const at = lend(core, octets);
  const result = use(at, octets.length);
  const after = Buffer.from(new Uint8Array(core.memory.buffer, at, octets.length));
  core.core_free(at, octets.length);
  return { result, after };
};

const openClient = (core) =>
  lent(core, deploymentId, (id) => lent(core, host, (at, size) => core.core_client_open(VISITOR, id, at, size)).result)
    .result >>> 0;

// What must not be found: the code in digits, the secret, and every secret key that derives from it.
const needlesOf = (digits) => {
  const { secret } = phraseRead({ typed: digits });
  const { skLogin, kVault, kPair, kOffline, kArchive } = visitorKeys({ secret, deploymentId });
  return { digits, secret, skLogin, kVault, kPair, kOffline, kArchive };
};

const found = (core, needles) => {
  const memory = Buffer.from(core.memory.buffer);
  return Object.entries(needles)
    .filter(([, octets]) => memory.includes(octets))
    .map(([name]) => name);
};

for (const [name, start] of Object.entries(cores)) {
  const core = await start();
  const client = openClient(core);
  check(`${name}: makes a secret`, core.core_visitor_new(client) === 0);
  const { after: digits } = lent(core, Buffer.alloc(24), (at) => core.core_visitor_code(client, at));
  check(`${name}: knows the code again`, lent(core, digits, (at, size) => core.core_visitor_check_code(client, at, size)).result === 0);
  const needles = needlesOf(digits);
  const before = found(core, needles);
  const wanted = ["secret", "skLogin", "kVault", "kPair", "kOffline", "kArchive"];
  check(`${name}: the search finds what is there (${before})`, wanted.every((key) => before.includes(key)));
  check(`${name}: the digits stand nowhere after they were read`, !before.includes("digits"));
  core.core_visitor_hide_code(client);
  check(`${name}: the secret is gone when it is hidden`, !found(core, needles).includes("secret"));
  core.core_client_close(client);
  const left = found(core, needles);
  check(`${name}: nothing is left when the page is left (${left})`, left.length === 0);

  const again = openClient(core);
  const typed = Buffer.from(`${digits.subarray(0, 8)} ${digits.subarray(8, 16)} ${digits.subarray(16)}`);
  check(`${name}: comes back`, lent(core, typed, (at, size) => core.core_visitor_return(again, at, size)).result === 0);
  check(`${name}: the search finds the keys again`, found(core, needles).includes("kVault"));
  core.core_client_close(again);
  const leftAgain = found(core, { ...needles, typed });
  check(`${name}: nothing is left after coming back (${leftAgain})`, leftAgain.length === 0);
}

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
