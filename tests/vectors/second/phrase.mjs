// The visitor's secret as 24 digits (rule 3).
import { ascii, need, unicode } from "./octets.mjs";

const SEPARATORS =
  "9-d 20 28-29 2b-2f 3a-3b 5f 7c 85 a0 ad b7 60c 61b-61c 640 66b-66c 6d4 1680 180e 2000-2015 2022 2026-202f 205f-2069 2212 " +
  "3000-3002 fe58 fe63 feff ff0c-ff0f ff3f";
const RANGES = SEPARATORS.split(" ").map((range) => range.split("-").map((end) => Number.parseInt(end, 16)));
const ZEROS = [0x30, 0x660, 0x6f0, 0xff10];
const LIMIT = 1n << 72n;

const checkDigits = (value) => String(98n - ((100n * value) % 97n)).padStart(2, "0");

const digitOf = (sign) => {
  const zero = ZEROS.find((start) => sign.codePointAt(0) >= start && sign.codePointAt(0) < start + 10);
  return zero === undefined ? null : String(sign.codePointAt(0) - zero);
};

const isSeparator = (sign) =>
  RANGES.some(([first, last = first]) => sign.codePointAt(0) >= first && sign.codePointAt(0) <= last);

export const phraseWrite = ({ secret }) => {
  const value = BigInt(`0x${secret.toString("hex")}`);
  return { digits: ascii(String(value).padStart(22, "0") + checkDigits(value)) };
};

export const phraseRead = ({ typed }) => {
  let digits = "";
  need(typed.length <= 256, "too much was typed");
  for (const sign of unicode(typed)) {
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
