/* Reads the Fluent files. Used by: make_keys, check, the build.
 * The run-time parser of @fluent/bundle skips what it cannot read; here that is an error. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FluentResource } from "@fluent/bundle";

export const languages = ["da", "en", "ar", "tr", "so", "ur"];
export const folder = fileURLToPath(new URL("../src/text/", import.meta.url));

/** Stands above a text that `seed_language` has copied from English. */
export const unfinished_mark = "# untranslated";

const nested = (value) =>
  Array.isArray(value) ? value : value !== null && typeof value === "object" ? Object.values(value) : [];

function collect_variables(value, into) {
  if (value?.type === "var") into.add(value.name);
  for (const part of nested(value)) collect_variables(part, into);
  return into;
}

/** One language: Map of key -> sorted argument names. Throws on anything that does not parse. */
export function read_language(language) {
  const source = readFileSync(`${folder}${language}.ftl`, "utf8");
  const written = [...source.matchAll(/^([A-Za-z][\w-]*)\s*=/gm)].map((match) => match[1]);
  const entries = new Map();
  for (const entry of new FluentResource(source).body) {
    if (entries.has(entry.id)) throw new Error(`${language}.ftl: ${entry.id} stands twice`);
    if (entry.value === null) throw new Error(`${language}.ftl: ${entry.id} has no text`);
    entries.set(entry.id, [...collect_variables(entry.value, new Set())].sort());
  }
  for (const key of written) if (!entries.has(key)) throw new Error(`${language}.ftl: ${key} cannot be read`);
  return entries;
}

/** Every complaint about the six languages, as sentences; English is the measure. */
export function text_faults() {
  const english = read_language("en");
  const faults = [];
  for (const language of languages) {
    const entries = read_language(language);
    const unfinished = readFileSync(`${folder}${language}.ftl`, "utf8")
      .split("\n")
      .filter((line) => line === unfinished_mark).length;
    if (unfinished > 0) faults.push(`${language}.ftl: ${unfinished} texts are marked as not translated`);
    for (const [key, names] of english) {
      if (!entries.has(key)) faults.push(`${language}.ftl: ${key} is missing`);
      else
        for (const name of entries.get(key))
          if (!names.includes(name)) faults.push(`${language}.ftl: ${key} uses $${name}, English does not`);
    }
    for (const key of entries.keys()) if (!english.has(key)) faults.push(`${language}.ftl: ${key} is not in en.ftl`);
  }
  return faults;
}

/** The texts of one language as they stand after "key =", for the keys that a page carries. */
function written_texts(language, carries) {
  const texts = new Map();
  let key;
  for (const line of readFileSync(`${folder}${language}.ftl`, "utf8").split("\n")) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const begin = /^([A-Za-z][\w-]*)\s*=\s*(.*)$/.exec(line);
    if (begin !== null) key = carries(begin[1]) ? begin[1] : undefined;
    if (key !== undefined) texts.set(key, begin === null ? `${texts.get(key)}\n${line}` : begin[2]);
  }
  return texts;
}

/** What a page carries: the keys once, in the order of en.ftl, and each language as a list in that order; null: as in English. */
export function text_lists(carries) {
  const english = written_texts("en", carries);
  const keys = [...english.keys()];
  const texts = languages.map((language) => {
    const written = written_texts(language, carries);
    const is_same = (key) => language !== "en" && written.get(key) === english.get(key);
    return [language, keys.map((key) => (is_same(key) ? null : written.get(key)))];
  });
  return { keys, texts: Object.fromEntries(texts) };
}
