/* All text on the pages, through typed keys.
 * The languages are part of the bundle: fetching one file per language would tell the server which one a visitor reads. */

import lists from "virtual:texts";
import { FluentBundle, FluentResource } from "@fluent/bundle";
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

function make_say(language: Language): Say {
  const options = language === "pseudo" ? { transform: pseudo_text } : {};
  const bundle = new FluentBundle(language_info(language).locale, options);
  const texts = lists.texts[language === "pseudo" ? "en" : language];
  bundle.addResource(
    new FluentResource(lists.keys.map((key, at) => `${key} = ${texts[at] ?? lists.texts.en[at]}`).join("\n")),
  );
  return (key, ...args) => {
    const pattern = bundle.getMessage(key)?.value;
    if (pattern === undefined || pattern === null) throw new Error(`no text for ${key}`);
    return bundle.formatPattern(pattern, args[0] ?? null);
  };
}

export function say_in(language: Language): Say {
  const known = made.get(language);
  if (known !== undefined) return known;
  const say = make_say(language);
  made.set(language, say);
  return say;
}
