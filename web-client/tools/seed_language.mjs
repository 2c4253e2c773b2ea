/* Adds the keys a language lacks, with the English text and the mark "# untranslated".
 * Use: node tools/seed_language.mjs ar tr so ur */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { folder, unfinished_mark } from "./texts.mjs";

const key_of = (line) => /^([A-Za-z][\w-]*)\s*=/.exec(line)?.[1];

function entries_of(source) {
  const entries = new Map();
  let key;
  for (const line of source.split("\n")) {
    if (line.startsWith("#") || line === "") key = undefined;
    else key = key_of(line) ?? key;
    if (key !== undefined) entries.set(key, [...(entries.get(key) ?? []), line]);
  }
  return entries;
}

const english = entries_of(readFileSync(`${folder}en.ftl`, "utf8"));
for (const language of process.argv.slice(2)) {
  const path = `${folder}${language}.ftl`;
  const source = existsSync(path) ? readFileSync(path, "utf8") : "### For review by native speakers (see README).\n";
  const present = entries_of(source);
  const missing = [...english].filter(([key]) => !present.has(key));
  const added = missing.map(([, lines]) => `${unfinished_mark}\n${lines.join("\n")}\n`).join("");
  if (added !== "") writeFileSync(path, `${source}\n${added}`);
  console.log(`${language}: ${missing.length} keys added`);
}
