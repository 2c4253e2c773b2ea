// What a vector file looks like.
//
//   { "about": "...", "vectors": [{ "note", "operation", "in", "out", "keep"? }] }
//
// `in` and `out` are fields in the order in which they stand; nested ones are read through. `out` is null when the operation must
// refuse. A field is
//
//   "00ff"                               octets in hexadecimal
//   7                                    a number: 8 octets, big-endian
//   { "base64": "AP8=" }                 octets that are many
//   { "text": "..." }                    UTF-8
//   { "repeat": "ab", "size": 5 }        octets repeated up to a size
//   { "kept": "name" }                   the first field of the answer to the vector that has "keep": "name"
//       and "flip": 3                    ... with its octet number 3 (counted from the end if negative) xor 1
//       and "size": 99                   ... cut to that size, or filled up with zeros
//   { "sha256": "...", "size": 3506 }    only in `out`: the hash of octets that nobody needs to see
import { sha256 } from "./hash.mjs";
import { Refused, u64 } from "./octets.mjs";
import { flatten, operations } from "./operations.mjs";

const SHOWN_MAX = 160;
const HEX_MAX = 600;

const repeated = (hex, size) => Buffer.alloc(size, Buffer.from(hex, "hex"));

export const flipped = (octets, index) => {
  const copy = Buffer.from(octets);
  copy[index < 0 ? copy.length + index : index] ^= 1;
  return copy;
};

const changed = (octets, { flip, size }) => {
  if (flip !== undefined) return flipped(octets, flip);
  return size === undefined ? octets : Buffer.concat([octets, Buffer.alloc(size)], size);
};

// ---- reading ----

const SPECIAL = ["base64", "text", "repeat", "kept", "sha256"];
const isSpecial = (value) => SPECIAL.some((key) => value[key] !== undefined);

const octetsOf = (value, kept) => {
  if (value.base64 !== undefined) return Buffer.from(value.base64, "base64");
  if (value.text !== undefined) return Buffer.from(value.text);
  if (value.repeat !== undefined) return repeated(value.repeat, value.size);
  if (value.kept !== undefined) return changed(kept[value.kept], value);
  return value;
};

// Fields of a vector; those given by their hash stay as they are.
export const fieldsOf = (value, kept) => {
  if (typeof value === "string") return [Buffer.from(value, "hex")];
  if (typeof value === "number") return [u64(value)];
  if (isSpecial(value)) return [octetsOf(value, kept)];
  return Object.values(value).flatMap((field) => fieldsOf(field, kept));
};

export const isField = (expected, octets) =>
  Buffer.isBuffer(expected)
    ? expected.equals(octets)
    : expected.size === octets.length && expected.sha256 === sha256(octets).toString("hex");

// ---- writing ----

class Shown {
  constructor(octets, json) {
    this.octets = octets;
    this.json = json;
  }
}

export const text = (words) => new Shown(Buffer.from(words), { text: words });
export const repeat = (hex, size) => new Shown(repeated(hex, size), { repeat: hex, size });

const mapped = (value, forBuffer, forShown) => {
  if (Buffer.isBuffer(value)) return forBuffer(value);
  if (value instanceof Shown) return forShown(value);
  if (Array.isArray(value)) return value.map((one) => mapped(one, forBuffer, forShown));
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapped(one, forBuffer, forShown)]));
};

const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const snakes = (value) => {
  if (Array.isArray(value)) return value.map(snakes);
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [snake(key), snakes(one)]));
};

const hex = (octets) => octets.toString("hex");
const whole = (octets) => (octets.length <= HEX_MAX ? hex(octets) : { base64: octets.toString("base64") });
const hashed = (octets) =>
  octets.length <= SHOWN_MAX ? hex(octets) : { sha256: hex(sha256(octets)), size: octets.length };

export class File {
  constructor(about) {
    this.about = about;
    this.vectors = [];
    this.kept = {};
  }

  // What another vector gave, as it is or changed: { flip } or { size }.
  take(name, change = {}) {
    return new Shown(changed(this.kept[name], change), { kept: name, ...change });
  }

  // options: keep.
  async add(note, operation, fields, options = {}) {
    const given = mapped(
      fields,
      (octets) => octets,
      ({ octets }) => octets,
    );
    let out = null;
    try {
      out = await operations[operation](given);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
    const shown = mapped(fields, whole, ({ json }) => json);
    const result = out === null ? null : snakes(mapped(out, hashed, ({ json }) => json));
    this.vectors.push({
      note,
      operation,
      in: snakes(shown),
      out: result,
      ...(options.keep ? { keep: options.keep } : {}),
    });
    if (options.keep) this.kept[options.keep] = flatten(out)[0];
    return out;
  }

  // As add, when the second implementation itself must have refused, or must not have.
  async taken(...vector) {
    const out = await this.add(...vector);
    if (out === null) throw new Error(`refused: ${vector[0]}`);
    return out;
  }

  async refused(...vector) {
    if ((await this.add(...vector)) !== null) throw new Error(`not refused: ${vector[0]}`);
  }

  // A line a vector, so that a difference can be seen.
  json() {
    const lines = this.vectors.map((vector) => `    ${JSON.stringify(vector)}`);
    return `{\n  "about": ${JSON.stringify(this.about)},\n  "vectors": [\n${lines.join(",\n")}\n  ]\n}\n`;
  }
}
