/* Octets in and out of the core's memory. What is lent for a call is wiped and given back after it, whatever happens. */
import type { CoreExports } from "./instance";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

export type Lent = { address: number; size: number };

export class Memory {
  readonly #exports: CoreExports;

  constructor(exports: CoreExports) {
    this.#exports = exports;
  }

  /** A view that is good until the next call into the core: the memory may move when it grows. */
  #view(address: number, size: number): Uint8Array {
    return new Uint8Array(this.#exports.memory.buffer, address, size);
  }

  /** Runs `work` with room for each of `sizes`, filled from `contents` where given. */
  with<T>(contents: readonly (Uint8Array | number)[], work: (...lent: Lent[]) => T): T {
    const lent: Lent[] = [];
    try {
      for (const content of contents) {
        const size = typeof content === "number" ? content : content.length;
        const address = this.#exports.core_alloc(size) >>> 0;
        if (address === 0) throw new Error("no memory");
        lent.push({ address, size });
        if (typeof content !== "number") this.#view(address, size).set(content);
      }
      return work(...lent);
    } finally {
      for (const { address, size } of lent) this.#exports.core_free(address, size);
    }
  }

  /** Gives `octets` to the core, if it wants them. */
  give(octets: Uint8Array, take: (lent: Lent) => boolean): void {
    const size = octets.length;
    const address = this.#exports.core_alloc(size) >>> 0;
    if (address === 0) throw new Error("no memory");
    this.#view(address, size).set(octets);
    if (take({ address, size })) return;
    this.#exports.core_free(address, size);
    throw new Error("core: not taken");
  }

  copy(address: number, size: number): Uint8Array {
    return this.#view(address >>> 0, size).slice();
  }

  text(address: number, size: number): string {
    return decoder.decode(this.#view(address >>> 0, size));
  }
}

export const octets_of_text = (text: string): Uint8Array => encoder.encode(text);

export function octets_of_hex(hex: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/.test(hex)) throw new Error("not hex");
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function hex_of_octets(octets: Uint8Array): string {
  return [...octets].map((octet) => octet.toString(16).padStart(2, "0")).join("");
}
