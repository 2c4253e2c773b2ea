/* Counts what was found to be true. A check that cannot be made because a step before it failed is not counted as passed:
 * the step's own failure is. */
import { inspect } from "node:util";

let passed = 0;
let failed = 0;

export function check(name, is_true, details = "") {
  if (is_true) {
    passed += 1;
    console.log(`ok: ${name}`);
  } else {
    failed += 1;
    console.log(`FAILED: ${name}${details === "" ? "" : `: ${details}`}`);
  }
  return is_true;
}

export const check_same = (name, found, wanted) =>
  check(name, inspect(found) === inspect(wanted), `${inspect(found)} instead of ${inspect(wanted)}`);

export const check_empty = (name, found) => check(name, found.length === 0, found.join("\n    "));

/** Runs one part; what it throws is its failure, with the step it was at. */
export async function part(name, run) {
  const began = performance.now();
  try {
    await run();
  } catch (error) {
    check(`${name} comes to its end`, false, error.stack ?? String(error));
  }
  console.log(`${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

/** What a check would have said, without counting it: for planted faults, which must be found. */
export function check_found(name, findings, wanted) {
  const text = findings.join("\n");
  check(`planted, and found: ${name}`, wanted.test(text), `found only: ${text === "" ? "nothing" : text}`);
}
