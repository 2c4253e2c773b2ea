/* All text on the pages, through typed keys.
 * The languages are part of the bundle: fetching one file per language would tell the server which one a visitor reads. */

import lists from "virtual:texts";
import type { NoArguments, TextArguments } from "./generated/keys";
import { type Language, language_info } from "./languages";
import { pseudo_text } from "./pseudo";

export type TextKey = keyof TextArguments;
export type PlainKey = { [K in TextKey]: TextArguments[K] extends NoArguments ? K : never }[TextKey];
/** Gives the text of a key in one language; the key decides which arguments it needs. */
export type Say = <K extends TextKey>(
  key: K,
  ...args: TextArguments[K] extends NoArguments ? [] : [TextArguments[K]]
) => string;

const made = new Map<Language, Say>();

/** What is inserted stands between these, so that its direction changes nothing around it. */
const [isolate, end_isolate] = ["\u2068", "\u2069"];

/** `{name}`, or `{name|form|text|form|text}`: a choice by a number. */
const part = /\{((?:[^{}]|\{\w+\})*)\}|[^{}]+/g;

/** The texts of a language as they are written in its file (tools/texts.mjs). */
function texts_of(language: keyof typeof lists.texts): string[] {
  const { text, letters } = lists.texts[language];
  const pairs = new Map<string, string>();
  for (let at = 0; at < letters.length; at += 2) pairs.set(letters.charAt(at), letters.charAt(at + 1));
  return text.replace(/./g, (letter) => pairs.get(letter) ?? letter).split(lists.divider);
}

function make_say(language: Language): Say {
  const { locale } = language_info(language);
  const numbers = new Intl.NumberFormat(locale);
  const forms = new Intl.PluralRules(locale);
  const english = texts_of("en");
  const own = texts_of(language === "pseudo" ? "en" : language);
  const keys = lists.keys.split(lists.divider);
  const texts = new Map(english.map((text, at) => [keys[at] ?? at.toString(36), own[at] || text]));
  const change = language === "pseudo" ? pseudo_text : (text: string) => text;

  const chosen = (variants: string[], value: string | number) => {
    const form = forms.select(Number(value));
    for (let at = 0; at < variants.length - 2; at += 2) if (variants[at] === form) return variants[at + 1] ?? "";
    return variants[variants.length - 1] ?? "";
  };
  const formed = (text: string, values: Record<string, string | number>): string =>
    text.replace(part, (whole, inner: string | undefined) => {
      if (inner === undefined) return change(whole);
      const [name = "", ...variants] = inner.split("|");
      const value = values[name] ?? "";
      const shown =
        variants.length > 0
          ? formed(chosen(variants, value), values)
          : typeof value === "number"
            ? numbers.format(value)
            : value;
      return whole === text ? shown : isolate + shown + end_isolate;
    });

  return (key, ...args) => {
    const text = texts.get(key);
    if (text === undefined) throw new Error(`no text for ${key}`);
    return formed(text, args[0] ?? {});
  };
}

export function say_in(language: Language): Say {
  const known = made.get(language);
  if (known !== undefined) return known;
  const say = make_say(language);
  made.set(language, say);
  return say;
}
