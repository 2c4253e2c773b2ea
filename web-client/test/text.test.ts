import { FluentBundle, FluentResource } from "@fluent/bundle";
import { describe, expect, it } from "vitest";
import { languages, preferred_language } from "../src/text/languages";
import { pseudo_text } from "../src/text/pseudo";
import { say_in } from "../src/text/text";
import { clock_text, danish_time, date_time_text, minute_of_danish, span_text } from "../src/text/time";
import { hours_text } from "../src/view/visitor/hotline";
import {
  language_source,
  read_language,
  short_names,
  text_faults,
  text_lists,
  with_short_names,
} from "../tools/texts.mjs";
import { needed_texts, style_names, used_texts } from "../tools/used_texts.mjs";

const minute = (iso: string) => Date.parse(iso) / 60_000;

describe("texts", () => {
  it("are complete in all languages", () => {
    expect(text_faults()).toEqual([]);
  });

  it("give plurals", () => {
    expect(span_text(say_in("en"), 1)).toBe("1 minute");
    expect(span_text(say_in("da"), 120)).toBe("2 timer");
    expect(span_text(say_in("ar"), 3 * 1440)).toBe("3 أيام");
  });

  it("use the same digits in every language", () => {
    for (const { code } of languages) expect(span_text(say_in(code), 45)).toContain("45");
  });

  /* The page has a reader of its own for the little that it needs of Fluent. */
  it.each(languages)("are formed as Fluent forms them: $name", ({ code, locale }) => {
    const bundle = new FluentBundle(locale);
    expect(bundle.addResource(new FluentResource(language_source(code)))).toEqual([]);
    const say = say_in(code) as (key: string, values: object) => string;
    for (const [key, names] of read_language(code))
      for (const count of [0, 1, 2, 3, 5, 11, 100, 1000, 40_000]) {
        const values = Object.fromEntries(names.map((name) => [name, name === "count" ? count : "<A|{b}~>"]));
        const pattern = bundle.getMessage(key)?.value ?? "";
        expect(say(key, values), key).toBe(bundle.formatPattern(pattern, values));
      }
  });

  it("have a pseudo-language that is longer and keeps what is inserted", () => {
    expect(pseudo_text("Leave")).toBe("Ŀḗḗȧȧṽḗḗ");
    expect(say_in("pseudo")("visitor-call", { number: "112" })).toContain("112");
  });

  it("say hours in words, and leave a date as it is", () => {
    const said = (hours: string) => hours_text(say_in("en"), hours).replace(/[\u2068\u2069]/g, "");
    for (const hours of ["8-22", "8–22", "8 - 22"]) expect(said(hours)).toBe("8 to 22");
    expect(said("Mon-Fri 08:00-16:30, 18.00–22")).toBe("Mon-Fri 08:00 to 16:30, 18.00 to 22");
    for (const date of ["2026-12-24", "24-12-2026"]) expect(said(date)).toBe(date);
  });

  it("find the language of the browser, else Danish", () => {
    expect(preferred_language(["de-DE", "ar-SY"])).toBe("ar");
    expect(preferred_language(["nb-NO"])).toBe("da");
    expect(preferred_language([])).toBe("da");
  });
});

describe("what a page carries", () => {
  const hole = (beginning: string) => `say(\`${beginning}$\{it}\`)`;
  const known = ["common-send", "common-role-visitor", "common-role-mentor", "visitor-end", "staff-end"];
  const of = (source: string) => needed_texts("x.tsx", source, known);

  it("is what its source names, whole or begun", () => {
    expect(of(`say("common-send"); ${hole("common-role-")}`)).toEqual({
      needed: ["common-send", "common-role-visitor", "common-role-mentor"],
      beginnings: ["common-role-"],
      faults: [],
    });
    expect(of('<p id="visitor-bar">')).toEqual({ needed: [], beginnings: [], faults: [] });
    expect(of('/* say("common-send") */').needed).toEqual([]);
  });

  it("goes by short names", () => {
    const { keys, beginnings } = used_texts("src/visitor.tsx");
    const names = short_names(keys, beginnings);
    const lists = text_lists(names);
    const called = lists.keys.split(lists.divider);
    const english = lists.texts.en.text.split(lists.divider);
    const plain = text_lists();
    const texts = plain.texts.en.text.split(lists.divider);
    const all = plain.keys.split(lists.divider);
    expect(english.length).toBe(keys.length);
    expect(new Set(names.short.values()).size).toBe(keys.length);
    for (const [key, name] of names.short) {
      const place = called.indexOf(name);
      expect(english[place < 0 ? Number.parseInt(name, 36) : place], key).toBe(texts[all.indexOf(key)]);
    }
  });

  it("has the short names in place of the long ones, of the longest beginning", () => {
    const names = short_names(
      ["common-send", "common-told-own-x", "common-told-x"],
      ["common-told-", "common-told-own-"],
    );
    const source = `say("common-send"); "common-sender"; ${hole("common-told-own-")}; ${hole("common-told-")}`;
    const there = `say("2"); "common-sender"; ${hole("B")}; ${hole("A")}`;
    expect(with_short_names(source, names)).toBe(there);
    expect([...names.short.values()]).toEqual(["Bx", "Ax", "2"]);
  });

  it("has no name that is also a class or an id", () => {
    const named = style_names();
    expect(named).toContain("shift-hint");
    expect([...read_language("en").keys()].filter((key) => named.includes(key))).toEqual([]);
  });

  it("must be there", () => {
    expect(of('say("visitor-and")').faults).toEqual(["x.tsx: there is no text visitor-and"]);
    expect(of(hole("visitor-is-")).faults).toEqual(["x.tsx: there is no text that begins with visitor-is-"]);
    expect(of(hole("common-")).faults).toEqual(["x.tsx: common- could be any text"]);
  });

  it.each(["visitor", "counsellor", "supervisor"])("is there for the page %s", (page) => {
    const { keys, faults } = used_texts(`src/${page}.tsx`);
    expect(faults).toEqual([]);
    expect(keys.includes("common-send")).toBe(true);
    expect(keys.some((key) => key.startsWith("staff-"))).toBe(page !== "visitor");
  });
});

describe("texts on no page", () => {
  it("are none", () => {
    const used = ["visitor", "counsellor", "supervisor"].flatMap((page) => used_texts(`src/${page}.tsx`).keys);
    expect([...read_language("en").keys()].filter((key) => !used.includes(key))).toEqual([]);
  });
});

describe("times", () => {
  it("are Danish, in summer and winter", () => {
    expect(clock_text(minute("2026-01-05T12:00Z"))).toBe("13:00");
    expect(clock_text(minute("2026-07-05T12:00Z"))).toBe("14:00");
    expect(danish_time(minute("2026-11-22T23:30Z"))).toMatchObject({ day: 23, hour: 0, weekday: 1 });
  });

  it("are named without the browser's own words, so Somali works too", () => {
    expect(date_time_text(say_in("da"), minute("2026-11-22T13:00Z"))).toBe("søndag den 22. november kl. 14:00");
  });

  it("come back from a wall clock, also where the clock is changed", () => {
    expect(minute_of_danish(2026, 7, 5, 14, 0)).toBe(minute("2026-07-05T12:00Z"));
    expect(minute_of_danish(2026, 3, 29, 3, 0)).toBe(minute("2026-03-29T01:00Z"));
    expect(clock_text(minute_of_danish(2026, 3, 29, 2, 30))).toBe("03:30");
    expect(clock_text(minute_of_danish(2026, 10, 25, 2, 30))).toBe("02:30");
  });
});
