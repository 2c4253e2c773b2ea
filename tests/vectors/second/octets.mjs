// Numbers and strings of octets as PROTOCOL.md writes them (rule 2), strictly in both directions.

export class Refused extends Error {}

export const need = (isKept, why) => {
  if (!isKept) throw new Refused(why);
};

export const join = (...parts) => Buffer.concat(parts);
export const ascii = (text) => Buffer.from(text, "latin1");
export const zeros = (size) => Buffer.alloc(size);

const number = (value, size) => {
  const wide = BigInt(value);
  need(wide >= 0n && wide < 1n << BigInt(8 * size), "a number that does not fit");
  return Buffer.from(wide.toString(16).padStart(2 * size, "0"), "hex");
};
export const u8 = (value) => number(value, 1);
export const u16 = (value) => number(value, 2);
export const u32 = (value) => number(value, 4);
export const u64 = (value) => number(value, 8);

export const fixed = (octets, size) => {
  need(octets.length === size, `${octets.length} octets instead of ${size}`);
  return octets;
};

// opaque x<min..max>: one octet of length if max <= 255, of two otherwise.
export const opaque = (octets, min, max) => {
  need(octets.length >= min && octets.length <= max, "a length out of bounds");
  return join(max <= 255 ? u8(octets.length) : u16(octets.length), octets);
};

export const within = (value, min, max) => {
  need(value >= min && value <= max, "a number out of bounds");
  return value;
};

// Runs of equal size, as in a vector of structures.
export const cut = (octets, size) => {
  need(octets.length % size === 0, "not a whole number of structures");
  return Array.from({ length: octets.length / size }, (_, index) => octets.subarray(index * size, (index + 1) * size));
};

export const isAscending = (runs) =>
  runs.every((run, index) => index === 0 || Buffer.compare(runs[index - 1], run) < 0);

export const unicode = (octets) => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    throw new Refused("not UTF-8");
  }
};

// UTF-8 without control characters but line feed and tab (rule 2).
export const text = (octets) => {
  const decoded = unicode(octets);
  need(!/\p{Cc}/u.test(decoded.replace(/[\n\t]/g, "")), "a control character");
  return decoded;
};

// Printable ASCII (rule 2).
export const printable = (octets) => {
  need(
    octets.every((octet) => octet >= 0x20 && octet <= 0x7e),
    "not printable ASCII",
  );
  return octets;
};

export class Reader {
  constructor(octets) {
    this.octets = octets;
    this.at = 0;
  }

  take(size) {
    need(this.at + size <= this.octets.length, "too short");
    this.at += size;
    return this.octets.subarray(this.at - size, this.at);
  }

  number(size) {
    const wide = BigInt(`0x${this.take(size).toString("hex")}`);
    return wide <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(wide) : wide;
  }

  opaque(min, max) {
    const size = this.number(max <= 255 ? 1 : 2);
    need(size >= min && size <= max, "a length out of bounds");
    return this.take(size);
  }

  rest() {
    return this.take(this.octets.length - this.at);
  }

  end() {
    need(this.at === this.octets.length, "octets left over");
  }
}
