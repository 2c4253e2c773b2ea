// The core three times - native, WebAssembly, wasm2js - on the same inputs: the public vectors of X-Wing and HPKE, and whole runs
// from seeds, octet for octet.
//
//   UDVEJ_PROBE_DIR   folder of probe.wasm and probe_fallback.mjs
//   UDVEJ_PROBE       the native program
//   PUBLIC_VECTORS    folder of the public vectors; without it their part is skipped, with a message
import { execFileSync } from "node:child_process";
import { randomFillSync } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.env.UDVEJ_PROBE_DIR;
const vectors = process.env.PUBLIC_VECTORS ?? "../shared/vectors";
const SEEDS = 60;
const SEEDS_WITH_ARGON = 3;

let passed = 0;
let failed = 0;
const check = (name, isTrue) => {
  if (isTrue) passed += 1;
  else {
    failed += 1;
    console.log(`FAILED: ${name}`);
  }
};

const importsFor = (memory) => {
  const refuse = () => {
    throw new Error("the core has no files");
  };
  return {
    wasi_snapshot_preview1: {
      random_get: (at, size) => {
        randomFillSync(new Uint8Array(memory().buffer, at, size));
        return 0;
      },
      fd_close: refuse,
      fd_write: refuse,
      fd_seek: refuse,
      fd_fdstat_get: refuse,
      poll_oneoff: refuse,
      proc_exit: refuse,
    },
  };
};

const load = async (start) => {
  const held = {};
  const core = await start(importsFor(() => held.core.memory));
  held.core = core;
  core._initialize();
  return core;
};

const cores = {
  wasm: await load(async (imports) => {
    const { instance } = await WebAssembly.instantiate(readFileSync(join(folder, "probe.wasm")), imports);
    return instance.exports;
  }),
  wasm2js: await load(async (imports) => {
    const { instantiate } = await import(pathToFileURL(join(folder, "probe_fallback.mjs")).href);
    return instantiate(imports);
  }),
};

const hex = (octets) => Buffer.from(octets).toString("hex");
const put = (core, ...parts) => {
  const all = Buffer.concat(parts.map((part) => Buffer.from(part, "hex")));
  new Uint8Array(core.memory.buffer, core.probe_input(), all.length).set(all);
};
const got = (core, from, size) => hex(new Uint8Array(core.memory.buffer, core.probe_output() + from, size));
const size = (text) => text.length / 2;

const checkXwing = (name, core, vector) => {
  put(core, vector.seed, vector.eseed, vector.ct);
  check(`${name}: X-Wing runs`, core.probe_xwing() === 1);
  check(`${name}: X-Wing public key`, got(core, 0, 1216) === vector.pk);
  check(`${name}: X-Wing ciphertext`, got(core, 1216, 1120) === vector.ct);
  check(`${name}: X-Wing encapsulated secret`, got(core, 2336, 32) === vector.ss);
  check(`${name}: X-Wing decapsulated secret`, got(core, 2368, 32) === vector.ss);
};

const nonceOf = (base, sequence) => {
  const nonce = Buffer.from(base, "hex");
  nonce[11] ^= sequence & 0xff;
  nonce[10] ^= sequence >> 8;
  return hex(nonce);
};

const checkHpke = (name, core, vector) => {
  const { shared_secret: secret, info, psk = "", psk_id: pskId = "" } = vector;
  put(core, secret, info, psk, pskId);
  const ok = core.probe_key_schedule(vector.kem_id, vector.mode, size(secret), size(info), size(psk), size(pskId));
  check(`${name}: HPKE key schedule runs`, ok === 1);
  check(`${name}: HPKE key`, got(core, 0, 32) === vector.key);
  check(`${name}: HPKE base nonce`, got(core, 32, 12) === vector.base_nonce);
  check(`${name}: HPKE exporter secret`, got(core, 44, 32) === vector.exporter_secret);
  vector.encryptions.forEach((encryption, sequence) => {
    const nonce = encryption.nonce ?? nonceOf(vector.base_nonce, sequence);
    put(core, vector.key, nonce, encryption.aad, encryption.pt);
    const sealed = core.probe_seal(size(encryption.aad), size(encryption.pt));
    check(`${name}: HPKE encryption ${sequence}`, got(core, 0, sealed) === encryption.ct);
  });
};

const readVectors = (file) => JSON.parse(readFileSync(join(vectors, file), "utf8"));
if (existsSync(vectors)) {
  for (const [name, core] of Object.entries(cores)) {
    for (const vector of readVectors("xwing.json")) checkXwing(name, core, vector);
    for (const vector of readVectors("hpke-xwing-hkdfsha256-chacha20poly1305.json")) checkHpke(name, core, vector);
    for (const vector of readVectors("hpke-rfc9180-x25519-base-psk.json")) checkHpke(name, core, vector);
  }
} else {
  console.log(`skipped: no public vectors at ${vectors}`);
}

const checkRuns = (first, count, withArgon) => {
  const native = execFileSync(process.env.UDVEJ_PROBE, [`${first}`, `${count}`, withArgon], { encoding: "utf8" });
  native
    .trim()
    .split("\n")
    .forEach((digest, index) => {
      for (const [name, core] of Object.entries(cores)) {
        const isGood = core.probe_run(first + index, Number(withArgon)) === 1;
        check(`${name}: run of seed ${first + index}`, isGood && got(core, 0, 32) === digest);
      }
    });
};
checkRuns(0, SEEDS, "0");
checkRuns(1000, SEEDS_WITH_ARGON, "1");

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
