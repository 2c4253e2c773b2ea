/* The texts of the pages, read from the same files they are built from, so that a changed word does not break the tests.
 * Inserted values match anything; of a text with plural forms only the last one is looked at. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../web-client/src/text/", import.meta.url));

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
/* Fluent puts marks of isolation around what it inserts. */
const isolation = "[\u2068\u2069]?";

export function load_texts(language) {
  const texts = new Map();
  for (const line of readFileSync(`${folder}${language}.ftl`, "utf8").split("\n")) {
    const found = /^([a-z][a-zA-Z0-9_-]*) = (.+)$/.exec(line);
    if (found !== null) texts.set(found[1], found[2]);
  }
  const source = (key) => {
    const text = texts.get(key);
    if (text === undefined) throw new Error(`no text ${key} in ${language}`);
    return text;
  };
  /** The text itself; only for texts into which nothing is inserted. */
  const say = (key) => {
    if (source(key).includes("{")) throw new Error(`${key} has insertions; use pattern`);
    return source(key);
  };
  /** A pattern of the whole text. `values`: what stands for an insertion; anything where it is not named. */
  const pattern = (key, values = {}) => {
    const pieces = source(key).split(/(\{ *\$[a-z_]+ *\})/);
    const sources = pieces.map((piece) => {
      const name = /^\{ *\$([a-z_]+) *\}$/.exec(piece)?.[1];
      if (name === undefined) return escape(piece);
      return isolation + (name in values ? escape(String(values[name])) : ".+") + isolation;
    });
    return new RegExp(sources.join(""));
  };
  /** The text with all its values in it. */
  const fill = (key, values) => source(key).replace(/\{ *\$([a-z_]+) *\}/g, (_, name) => values[name]);
  return { language, say, fill, pattern };
}
