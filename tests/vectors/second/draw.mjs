// Octets that look random and are the same every time: SHA-256 over a seed and a counter.
import { sha256 } from "./hash.mjs";
import { ascii, join, u64 } from "./octets.mjs";

export class Draw {
  constructor(seed) {
    this.seed = seed;
    this.count = 0;
  }

  octets(size) {
    const blocks = [];
    for (let have = 0; have < size; have += 32) {
      blocks.push(sha256(join(ascii(this.seed), u64(this.count))));
      this.count += 1;
    }
    return join(...blocks).subarray(0, size);
  }

  // 0 <= number < limit
  below(limit) {
    return this.octets(6).readUIntBE(0, 6) % limit;
  }
}
