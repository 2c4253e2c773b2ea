// The core against what this second implementation of UDVEJ-1 says: natively, in WebAssembly, through wasm2js; in both directions.
//
//   node run.mjs FOLDER      the vector files there; then both ways on inputs that are new every time
//   node run.mjs FOLDER SEED the same new inputs again
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join as joinPath } from "node:path";
import { bothWays } from "./both_ways.mjs";
import { loadCores } from "./cores.mjs";
import { callOf } from "./operations.mjs";
import { fieldsOf, isField } from "./vectors.mjs";

const [folder, seed = randomBytes(8).toString("hex")] = process.argv.slice(2);

let passed = 0;
let failed = 0;
const check = (name, isTrue) => {
  if (isTrue) passed += 1;
  else {
    failed += 1;
    if (failed <= 20) console.log(`FAILED: ${name}`);
  }
};

const isAnswer = (vector, answer) => {
  if (vector.out === null || answer === null) return vector.out === null && answer === null;
  const expected = fieldsOf(vector.out, {});
  return expected.length === answer.length && expected.every((field, index) => isField(field, answer[index]));
};

const runFile = (name, core, file) => {
  const kept = {};
  for (const vector of JSON.parse(readFileSync(joinPath(folder, file), "utf8")).vectors) {
    const [answer] = core([callOf(vector.operation, fieldsOf(vector.in, kept))]);
    check(`${name}: ${file}: ${vector.operation}: ${vector.note}`, isAnswer(vector, answer));
    if (vector.keep && answer !== null) kept[vector.keep] = answer[0];
  }
};

const cores = await loadCores();
const files = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .sort();
for (const [name, core] of Object.entries(cores)) {
  for (const file of files) runFile(name, core, file);
}

console.log(`new inputs from the seed ${seed}`);
for (const [name, core] of Object.entries(cores)) await bothWays(name, core, seed, check);

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 && files.length > 0 ? 0 : 1);
