// Writes the vector files, the same every time.
//
//   node generate.mjs FOLDER           writes them
//   node generate.mjs FOLDER --check   says which are not what would be written
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { archiveFile, loginFile, phraseFile, vaultFile, visitorKeysFile } from "./make_keys.mjs";
import { auditFile } from "./make_audit.mjs";
import { bodyFile, envelopeFile, openFile } from "./make_envelopes.mjs";
import { puzzleFile } from "./make_puzzle.mjs";
import { roomFile, statementFile } from "./make_statements.mjs";

const FILES = {
  phrase: phraseFile,
  visitor_keys: visitorKeysFile,
  login: loginFile,
  vault: vaultFile,
  archive: archiveFile,
  statement: statementFile,
  room: roomFile,
  body: bodyFile,
  envelope: envelopeFile,
  envelope_open: openFile,
  puzzle: puzzleFile,
  audit: auditFile,
};

const [folder, option] = process.argv.slice(2);
let failed = 0;
for (const [name, make] of Object.entries(FILES)) {
  const path = join(folder, `${name}.json`);
  const made = (await make()).json();
  if (option !== "--check") writeFileSync(path, made);
  else if (readFileSync(path, "utf8") !== made) {
    console.log(`FAILED: ${path} is not what the second implementation writes`);
    failed += 1;
  }
}
console.log(`${Object.keys(FILES).length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
