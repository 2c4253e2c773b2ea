/* What the build, the tests and the gallery share: how texts and JSX are read, and how a page names the hashes of its parts. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text_lists, with_short_names } from "./texts.mjs";

/** What Chrome 102, Firefox 102 and Safari 15.4 run; named one by one, private methods would be rewritten for the last, which has them. */
export const browser_targets = ["es2022"];

const text_module = "virtual:texts";
const is_source = /\/src\/[^?]*\.tsx?$/;

/** `names`: what a page that is built calls its texts (short_names); left out, it has all of them by their keys. */
export function text_plugin(names) {
  return {
    name: "udvej-text",
    enforce: "pre",
    resolveId: (id) => (id === text_module ? `\0${text_module}` : null),
    load: (id) => (id === `\0${text_module}` ? `export default ${JSON.stringify(text_lists(names))};` : null),
    transform: (source, id) => (names !== undefined && is_source.test(id) ? with_short_names(source, names) : null),
  };
}

export const jsx = { jsx: { runtime: "automatic", importSource: "preact" } };

export const digest = (path, kind, coding) => createHash(kind).update(readFileSync(path)).digest(coding);
export const integrity_of = (path) => `sha384-${digest(path, "sha384", "base64")}`;

/** Adds `integrity` to every script and style sheet of a page. */
export function add_integrity(folder, page) {
  const path = join(folder, page);
  const checked = readFileSync(path, "utf8").replace(
    /<(script|link)([^>]*?) (src|href)="(\/assets\/[^"]+)"/g,
    (_, tag, before, attribute, url) =>
      `<${tag}${before} integrity="${integrity_of(join(folder, url))}" ${attribute}="${url}"`,
  );
  writeFileSync(path, checked);
}
