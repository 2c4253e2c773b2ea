// How long the puzzle of rule 17 takes here: tries of stage 1 and of stage 2, natively, in WebAssembly and through wasm2js.
// Without a just-in-time compiler, as in a browser at its safest:  node --jitless puzzle_speed.mjs  (there is no WebAssembly then).
// UDVEJ_PROBE_DIR and UDVEJ_OPERATE as in cores.mjs.
import { loadCores } from "./cores.mjs";
import { flatten, callOf } from "./operations.mjs";
import { Draw } from "./draw.mjs";

const rounds = Number(process.argv[2] ?? 8);
const draw = new Draw(process.argv[3] ?? "speed");
const key = draw.octets(32);

const asked = (core, name, fields) => core([callOf(name, flatten(fields))])[0];

// Milliseconds of `tries`, counted by the nonces themselves, which begin at zero.
const timed = (core, d1, d2) => {
  const [puzzle] = asked(core, "puzzle_make", { key, slot: draw.below(2 ** 32), d1, d2 });
  const began = performance.now();
  const [nonce1, nonce2] = asked(core, "puzzle_solve", { puzzle, pkLogin: draw.octets(32) });
  const ms = performance.now() - began;
  return { ms, first: Number(nonce1.readBigUInt64BE()) + 1, second: d2 > 0 ? Number(nonce2.readBigUInt64BE()) + 1 : 0 };
};

const sum = (runs, field) => runs.reduce((total, run) => total + run[field], 0);

for (const [name, core] of Object.entries(await loadCores())) {
  timed(core, 14, 0);
  const d1 = name === "native" ? 20 : 14;
  const first = Array.from({ length: rounds }, () => timed(core, d1, 0));
  const hash_ms = sum(first, "ms") / sum(first, "first");
  const second = Array.from({ length: rounds }, () => timed(core, 14, 1));
  const argon_ms = (sum(second, "ms") - sum(second, "first") * hash_ms) / sum(second, "second");
  console.log(`${name}: stage 1 ${(hash_ms * 1000).toFixed(2)} us a try, stage 2 ${argon_ms.toFixed(1)} ms a try`);
}
