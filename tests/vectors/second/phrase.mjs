// The visitor's secret as 24 digits and as seven words (rule 3).
import { readFileSync } from "node:fs";
import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { hs } from "./hash.mjs";
import { ascii, need, unicode } from "./octets.mjs";

const SEPARATORS =
  "9-d 20 28-29 2b-2f 3a-3b 5f 7c 85 a0 ad b7 60c 61b-61c 640 66b-66c 6d4 1680 180e 2000-2015 2022 2026-202f 205f-2069 2212 " +
  "3000-3002 fe58 fe63 feff ff0c-ff0f ff3f";
const UNSEEN = "ad 61c 180e 200c-200f 202a-202e 2060-2069 feff";
const rangesOf = (text) => text.split(" ").map((range) => range.split("-").map((end) => Number.parseInt(end, 16)));
const RANGES = rangesOf(SEPARATORS);
const UNSEEN_RANGES = rangesOf(UNSEEN);
const ZEROS = [0x30, 0x660, 0x6f0, 0xff10];
const LIMIT = 1n << 72n;

const checkDigits = (value) => String(98n - ((100n * value) % 97n)).padStart(2, "0");

const digitOf = (sign) => {
  const zero = ZEROS.find((start) => sign.codePointAt(0) >= start && sign.codePointAt(0) < start + 10);
  return zero === undefined ? null : String(sign.codePointAt(0) - zero);
};

const isIn = (ranges, sign) =>
  ranges.some(([first, last = first]) => sign.codePointAt(0) >= first && sign.codePointAt(0) <= last);
const isSeparator = (sign) => isIn(RANGES, sign);

export const phraseWrite = ({ secret }) => {
  const value = BigInt(`0x${secret.toString("hex")}`);
  return { digits: ascii(String(value).padStart(22, "0") + checkDigits(value)) };
};

const readDigits = (typed) => {
  let digits = "";
  for (const sign of typed) {
    const digit = digitOf(sign);
    if (digit !== null) digits += digit;
    else need(isSeparator(sign), "neither a digit nor a separator");
  }
  need(digits.length === 24, "not 24 digits");
  const value = BigInt(digits.slice(0, 22));
  need(value < LIMIT, "more than 72 bits");
  need(digits.slice(22) === checkDigits(value), "the check digits differ");
  return { secret: Buffer.from(value.toString(16).padStart(18, "0"), "hex") };
};

// ---- words ----

const danish = readFileSync(new URL("../../../protocol/words/da.txt", import.meta.url), "utf8").trimEnd().split("\n");
const LISTS = [danish, english];
const WORD_MAX = 16;

const double = (word) => word.replaceAll("å", "aa").replaceAll("ø", "oe").replaceAll("æ", "ae");
const single = (word) => word.replaceAll("å", "a").replaceAll("ø", "o").replaceAll("æ", "ae");
const SPELLINGS = LISTS.map((list) => list.map((word) => [double(word), single(word)]));

const FOLDED = {
  aa: "c5 e5 212b",
  ae: "c6 e6 c4 e4",
  oe: "d8 f8 d6 f6",
  i: "130 131",
  s: "17f",
  k: "212a",
  ff: "fb00",
  fi: "fb01",
  fl: "fb02",
  ffi: "fb03",
  ffl: "fb04",
  st: "fb05 fb06",
};
const LETTERS = new Map(
  Object.entries(FOLDED).flatMap(([letters, signs]) =>
    signs.split(" ").map((sign) => [String.fromCodePoint(Number.parseInt(sign, 16)), letters]),
  ),
);
for (const [index, letter] of [..."abcdefghijklmnopqrstuvwxyz"].entries())
  for (const first of [0x61, 0x41, 0xff41, 0xff21]) LETTERS.set(String.fromCodePoint(first + index), letter);

const COMBINED = { "a\u030a": "a", "a\u0308": "e", "o\u0308": "e", "i\u0307": "" };

const lettersOf = (word, sign) => {
  const letters = LETTERS.get(sign) ?? COMBINED[word.slice(-1) + sign];
  need(letters !== undefined, "neither a letter nor a separator");
  return letters;
};

const foldWords = (typed) => {
  const words = [""];
  for (const sign of typed) {
    if (isIn(UNSEEN_RANGES, sign)) continue;
    if (isSeparator(sign)) words.push("");
    else words[words.length - 1] += lettersOf(words.at(-1), sign);
  }
  return words.filter((word) => word !== "");
};

const isMeant = (spelling, word) => spelling === word || (word.length >= 4 && spelling.startsWith(word));

// The bits as one number of 77.
const bitsOf = (secret) => {
  const check = hs("udvej/1/phrase", secret)[0] >> 3;
  return (BigInt(`0x${secret.toString("hex")}`) << 5n) | BigInt(check);
};

export const phraseWords = ({ secret, list }) => {
  const bits = bitsOf(secret);
  const words = [6n, 5n, 4n, 3n, 2n, 1n, 0n].map((place) => LISTS[list][Number((bits >> (11n * place)) & 2047n)]);
  return { words: Buffer.from(words.join(" ")) };
};

const readWords = (typed) => {
  const words = foldWords(typed);
  need(words.length === 7, "not seven words");
  need(
    words.every((word) => word.length <= WORD_MAX),
    "too long for a word",
  );
  for (const spellings of SPELLINGS) {
    const indices = words.map((word) => spellings.findIndex((both) => both.some((one) => isMeant(one, word))));
    if (indices.includes(-1)) continue;
    const bits = indices.reduce((sum, index) => (sum << 11n) | BigInt(index), 0n);
    const secret = Buffer.from((bits >> 5n).toString(16).padStart(18, "0"), "hex");
    need(bitsOf(secret) === bits, "the check bits differ");
    return { secret };
  }
  need(false, "no words of one list");
};

export const phraseRead = ({ typed }) => {
  need(typed.length <= 256, "too much was typed");
  const signs = unicode(typed);
  const first = [...signs].find((sign) => !isSeparator(sign));
  return first === undefined || digitOf(first) !== null ? readDigits(signs) : readWords(signs);
};
