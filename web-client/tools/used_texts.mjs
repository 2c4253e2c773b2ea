/* Which texts a page carries: those that the source it reaches names, and all that a name with a hole in it can become. Every language is
 * carried, so a text that no page shows costs six times. Used by: the build. */
import { readdirSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { reachable, without_comments } from "./lint.mjs";
import { read_language } from "./texts.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const literal = /(\bsay\(\s*)?["'`]((?:common|leave|visitor|staff|board)-[\w-]*)(["'`]|\$\{)/g;

/** The names in one source: `keys` are whole, `beginnings` go on with something that is known only at run time, `said` are surely texts. An
 * element may have a name that looks like a text's. */
function named_texts(source) {
  const named = { keys: new Set(), beginnings: new Set(), said: new Set() };
  for (const [, say, name, end] of without_comments(source).matchAll(literal)) {
    const is_whole = end !== "${";
    named[is_whole ? "keys" : "beginnings"].add(name);
    if (is_whole && say !== undefined) named.said.add(name);
  }
  return named;
}

/** What of `known` a source needs, by what beginnings it names some of that, and what it names that is not there, or is so open that it would
 * be everything. */
export function needed_texts(name, source, known) {
  const { keys, beginnings, said } = named_texts(source);
  const faults = [...said].filter((key) => !known.includes(key)).map((key) => `${name}: there is no text ${key}`);
  const needed = [...keys].filter((key) => known.includes(key));
  for (const beginning of beginnings) {
    const begun = known.filter((key) => key.startsWith(beginning));
    if (begun.length === 0) faults.push(`${name}: there is no text that begins with ${beginning}`);
    if (beginning.indexOf("-") === beginning.length - 1) faults.push(`${name}: ${beginning} could be any text`);
    needed.push(...begun);
  }
  return { needed, beginnings: [...beginnings], faults };
}

/** The texts of the page that `entry` begins, in the order of en.ftl, and the beginnings by which it names some of them; `faults` are sentences. */
export function used_texts(entry) {
  const known = [...read_language("en").keys()];
  const keys = new Set();
  const beginnings = new Set();
  const faults = [];
  for (const path of reachable(entry)) {
    if (!/\.tsx?$/.test(path) || path.includes("/generated/")) continue;
    const found = needed_texts(relative(root, path), readFileSync(path, "utf8"), known);
    for (const key of found.needed) keys.add(key);
    for (const beginning of found.beginnings) beginnings.add(beginning);
    faults.push(...found.faults);
  }
  return { keys: known.filter((key) => keys.has(key)), beginnings: [...beginnings], faults };
}

/** The classes and ids that the style sheets name. None may be a text's key: a page has short names in place of keys. */
export function style_names() {
  const folder = `${root}src/style/`;
  const sheets = readdirSync(folder).map((name) => readFileSync(folder + name, "utf8"));
  return sheets.flatMap((sheet) => [...sheet.matchAll(/[.#]([a-z][\w-]*)/g)].map((match) => match[1]));
}
