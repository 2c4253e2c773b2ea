/* Reads the Fluent files. Used by: make_keys, check, the build.
 * The parser of @fluent/bundle skips what it cannot read; here that is an error. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FluentResource } from "@fluent/bundle";

/** Like beside like, by letters and by words: the page carries them in this order, and packs smaller so. */
export const languages = ["en", "da", "so", "tr", "ur", "ar"];
export const folder = fileURLToPath(new URL("../src/text/", import.meta.url));

/** One file as it is written. */
export const language_source = (language) => readFileSync(`${folder}${language}.ftl`, "utf8");

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
  const source = language_source(language);
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
    const unfinished = language_source(language)
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

/* --- what a page carries: less than Fluent can say, so that the page needs no reader of Fluent --- */

/** Between the texts of a language; in none of them. */
const divider = "~";
const written_otherwise = /[{}|~]/;

/** A pattern as the page reads it: `{name}` for what is inserted, `{name|form|text|form|text}` to choose by a number; the last is for all
 * others. Throws on what is more than that. */
function packed(key, pattern) {
  if (typeof pattern === "string") {
    if (written_otherwise.test(pattern)) throw new Error(`${key}: a page cannot carry one of {}|~`);
    return pattern;
  }
  return pattern.map((part) => (typeof part === "string" ? packed(key, part) : packed_hole(key, part))).join("");
}

function packed_hole(key, part) {
  if (part.type === "var") return `{${part.name}}`;
  const is_choice = part.type === "select" && part.selector.type === "var" && part.star === part.variants.length - 1;
  if (!is_choice) throw new Error(`${key}: a page knows only what is inserted and a choice by a number`);
  const variants = part.variants.map(({ key: form, value }) => {
    const text = packed(key, value);
    if (form.type !== "str" || text.includes("|")) throw new Error(`${key}: a choice by words, or in a choice`);
    return `|${form.value}|${text}`;
  });
  return `{${part.selector.name}${variants.join("")}}`;
}

function packed_texts(language, carries) {
  const { body } = new FluentResource(language_source(language));
  return new Map(body.filter(({ id }) => carries(id)).map(({ id, value }) => [id, packed(id, value)]));
}

/** A script of two octets a letter, in the letters of one octet that the language leaves free: `letters` are the pairs. */
function in_short_letters(text) {
  const count = new Map();
  for (const letter of text) if (letter > "~") count.set(letter, (count.get(letter) ?? 0) + 1);
  const often = [...count.keys()].sort((one, other) => count.get(other) - count.get(one));
  const free = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)).filter(
    (letter) => !text.includes(letter) && !'"\\`$'.includes(letter),
  );
  if (often.length < free.length / 2) return { text, letters: "" };
  const pairs = new Map(often.slice(0, free.length).map((letter, at) => [letter, free[at]]));
  return {
    text: Array.from(text, (letter) => pairs.get(letter) ?? letter).join(""),
    letters: [...pairs].map(([letter, short]) => short + letter).join(""),
  };
}

/** What a page calls its texts: those that it names by a beginning by a letter and the rest, the others by their place in the order in which it
 * carries them; some two letters in place of thirty. `short` has the keys in that order, `begun` the beginnings, `named` how many are not
 * called by their place. */
export function short_names(keys, beginnings) {
  const letters = [...beginnings].sort();
  const begun = new Map(letters.map((beginning, at) => [beginning, String.fromCharCode(65 + at)]));
  if (begun.size > 26) throw new Error("more beginnings than letters");
  const beginning_of = (key) => letters.findLast((beginning) => key.startsWith(beginning)); /* sorted: the longest */
  const is_begun = (key) => beginning_of(key) !== undefined;
  const named = keys.filter(is_begun);
  const ordered = [...named, ...keys.filter((key) => !is_begun(key))];
  const name = (key, at) => {
    const beginning = beginning_of(key);
    return beginning === undefined ? at.toString(36) : begun.get(beginning) + key.slice(beginning.length);
  };
  return { short: new Map(ordered.map((key, at) => [key, name(key, at)])), begun, named: named.length };
}

/** A source of the page with the short names in place of the keys. */
export function with_short_names(source, { short, begun }) {
  return source
    .replace(/(["'`])([\w-]+)\1/g, (all, quote, key) => (short.has(key) ? quote + short.get(key) + quote : all))
    .replace(/`([\w-]+)\$\{/g, (all, beginning) => (begun.has(beginning) ? `\`${begun.get(beginning)}\${` : all));
}

/** Each language as one text, in the order of `names` (as short_names gives them; left out: all, by their keys); nothing where it is as in
 * English. `keys` are what the first texts are called; the others go by their places. */
export function text_lists(names = plain_names()) {
  const keys = [...names.short.keys()];
  const english = packed_texts("en", (key) => names.short.has(key));
  const texts = languages.map((language) => {
    const own = packed_texts(language, (key) => names.short.has(key));
    const is_same = (key) => language !== "en" && own.get(key) === english.get(key);
    return [language, in_short_letters(keys.map((key) => (is_same(key) ? "" : own.get(key))).join(divider))];
  });
  return {
    keys: [...names.short.values()].slice(0, names.named).join(divider),
    divider,
    texts: Object.fromEntries(texts),
  };
}

/** Every text by its key: for tests, and for pages that are not built. */
function plain_names() {
  const keys = [...read_language("en").keys()];
  return { short: new Map(keys.map((key) => [key, key])), begun: new Map(), named: keys.length };
}
