// Does udvej-kat find what is wrong? Every vector of every file in own/ is planted with a fault, one at a time: its expected value
// changed, or its verdict turned round. Each must be reported, and nothing else with it. Then files that are no answers at all.
//
//   node check.mjs UDVEJ_KAT FOLDER
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [program, own] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "udvej-kat-"));
let passed = 0;
let failed = 0;
const check = (name, isTrue, output) => {
  if (isTrue) passed += 1;
  else {
    failed += 1;
    console.log(`FAILED: ${name}\n${output}`);
  }
};

const EXIT = { agreed: 0, failed: 1, usage: 2, refused: 3, nothing: 4 };

const run = (...args) => {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  const [, ...counts] = /(\d+) passed, (\d+) failed, (\d+) skipped\n$/.exec(stdout) ?? [];
  return { status, counts: counts.map(Number), output: stdout + stderr };
};

const runText = (text) => {
  const path = join(scratch, "planted.json");
  writeFileSync(path, text);
  return run(path);
};
const runFile = (file) => runText(JSON.stringify(file));

// One octet of an expected value changed.
const otherHex = (text) => text.slice(0, -1) + (Number.parseInt(text.at(-1), 16) ^ 1).toString(16);
const otherBase64 = (text) => {
  const octets = Buffer.from(text, "base64");
  octets[3] ^= 0x20;
  return octets.toString("base64");
};

// What a format expects, by field.
const EXPECTED = {
  wycheproof: ["shared", "sig", "ct", "tag", "msg", "okm", "K", "ek", "dk", "c"],
  xwing: ["ss", "pk", "ct"],
  hpke: ["pkRm", "enc", "shared_secret", "key", "base_nonce", "exporter_secret"],
  cctv: ["sig"],
};

// All ways to plant one fault in a vector, as functions that change it.
const faultsOf = (format, vector) => {
  const faults = (EXPECTED[format] ?? [])
    .filter((field) => vector[field])
    .map((field) => [field, (planted) => (planted[field] = otherHex(planted[field]))]);
  if (format === "wycheproof") {
    const wrong = vector.result === "invalid" ? "valid" : "invalid";
    const value = [["result", (planted) => (planted.result = wrong)]];
    return vector.result === "valid" ? [...faults, ...value] : vector.result === "invalid" ? value : [];
  }
  if (format === "hpke") {
    faults.push(["exported_value", (planted) => (planted.exports[1].exported_value = otherHex(planted.exports[1].exported_value))]);
    faults.push(["encryption", (planted) => (planted.encryptions[0].ct = otherHex(planted.encryptions[0].ct))]);
  }
  if (format === "cctv") return vector.flags === null ? faults : [["flags", (planted) => (planted.flags = null)]];
  if (format === "proof") {
    const verdict = [["wantErr", (planted) => (planted.wantErr = !planted.wantErr)]];
    if (vector.wantErr) return verdict;
    for (const field of ["root", "root1", "root2", "leafHash"])
      if (vector[field]) verdict.push([field, (planted) => (planted[field] = otherBase64(planted[field]))]);
    (vector.proof ?? []).forEach((_, at) => {
      verdict.push([`proof ${at}`, (planted) => (planted.proof[at] = otherBase64(planted.proof[at]))]);
    });
    return verdict;
  }
  return faults;
};

const vectorsOf = (file) => file.testGroups?.flatMap((group) => group.tests) ?? (Array.isArray(file) ? file : [file]);
const formatOf = (name) =>
  ["wycheproof", "xwing", "hpke", "cctv"].find((format) => name.startsWith(format)) ?? "proof";

let planted = 0;
const plantEverywhere = (name) => {
  const text = readFileSync(join(own, name), "utf8");
  const good = runText(text);
  check(`${name} as it is`, good.status === EXIT.agreed && good.counts[1] === 0, good.output);
  const format = formatOf(name);
  vectorsOf(JSON.parse(text)).forEach((vector, index) => {
    // What udvej does not take is skipped, whatever it says.
    if (vector.aead_id === 1 || vector.size > 8160 || vector.K === "" && vector.seed) return;
    for (const [field, change] of faultsOf(format, vector)) {
      const file = JSON.parse(text);
      change(vectorsOf(file)[index]);
      const found = runFile(file);
      // A longer HKDF answer is compared as far as hash_expand goes.
      if (field === "okm" && vector.size > 32) continue;
      planted += 1;
      check(
        `${name}, vector ${index}, ${field} planted`,
        found.status === EXIT.failed && found.counts[1] === 1 && found.counts[0] === good.counts[0] - 1,
        found.output,
      );
    }
  });
};

const refuses = (name, text, says) => {
  const found = runText(text);
  check(`${name} is refused`, found.status === EXIT.refused && found.output.includes(says), found.output);
};

const names = readdirSync(own).sort();
names.forEach(plantEverywhere);
check("faults were planted", planted > 60, `${planted}`);

const wycheproof = JSON.parse(readFileSync(join(own, "wycheproof_hmac_sha256.json"), "utf8"));
const changed = (change) => {
  const file = structuredClone(wycheproof);
  change(file);
  return JSON.stringify(file);
};
refuses("no JSON", "{", "refused");
refuses("a name given twice", '{"size1":1,"size1":1}', "duplicate");
refuses("nothing", "[]", "no format known");
refuses("JSON of another kind", '{"vectors":[]}', "no format known");
refuses("another algorithm", changed((file) => (file.algorithm = "AES-GCM")), "does not use");
refuses("another type", changed((file) => (file.testGroups[0].type = "MacTests")), "does not use");
refuses("a test left out", changed((file) => file.testGroups[0].tests.pop()), "numberOfTests");
refuses("a field left out", changed((file) => delete file.testGroups[0].tests[0].msg), '"msg"');
refuses("no hexadecimal", changed((file) => (file.testGroups[0].tests[0].msg = "0g")), '"msg"');
refuses("half an octet", changed((file) => (file.testGroups[0].tests[0].msg = "012")), '"msg"');
refuses("another verdict", changed((file) => (file.testGroups[0].tests[0].result = "good")), '"result"');
refuses("a proof that is no base64", readFileSync(join(own, "inclusion.json"), "utf8").replace('"root": "', '"root": "*'), '"root"');

const missing = run(join(scratch, "missing.json"));
check("a missing file", missing.status === EXIT.refused, missing.output);
const only = runFile([{ ...JSON.parse(readFileSync(join(own, "hpke.json"), "utf8"))[0], kdf_id: 2 }]);
check("only skipped", only.status === EXIT.nothing && only.counts[2] === 1, only.output);
const huge = JSON.parse(readFileSync(join(own, "inclusion_wrong.json"), "utf8"));
const text = JSON.stringify(huge).replace('"leafIdx":5', '"leafIdx":18446744073709551615');
const greatest = runText(text);
check("a number of 64 bits", greatest.status === EXIT.agreed && greatest.counts[0] === 1, greatest.output);
const both = run(join(own, "inclusion.json"), join(scratch, "missing.json"));
check("one good, one missing", both.status === EXIT.refused && both.counts[0] === 1, both.output);
check("no file", run().status === EXIT.usage, "");
check("an option there is not", run("--all").status === EXIT.usage, "");
const help = run("--help");
check("--help has the exit codes", help.status === EXIT.agreed && help.output.includes("Exit codes"), help.output);

rmSync(scratch, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
