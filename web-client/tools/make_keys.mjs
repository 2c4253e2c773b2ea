/* Makes src/text/generated/keys.ts: every key of en.ftl with the arguments its text takes. */
import { mkdirSync, writeFileSync } from "node:fs";
import { folder, read_language, text_faults } from "./texts.mjs";

export function make_keys() {
  const faults = text_faults();
  if (faults.length > 0) throw new Error(`texts are not complete:\n${faults.join("\n")}`);
  const rows = [...read_language("en")].map(([key, names]) => {
    const fields = names.map((name) => `${name}: string | number`).join("; ");
    return `  "${key}": ${fields === "" ? "NoArguments" : `{ ${fields} }`};`;
  });
  const source = `/* Made from en.ftl by tools/make_keys.mjs. */
export type NoArguments = Record<string, never>;

export type TextArguments = {
${rows.join("\n")}
};
`;
  mkdirSync(`${folder}generated`, { recursive: true });
  writeFileSync(`${folder}generated/keys.ts`, source);
}

if (process.argv[1] === new URL(import.meta.url).pathname) make_keys();
