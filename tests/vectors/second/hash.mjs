// Hs, Extract, Expand and MAC of rule 2.
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { expand as hkdfExpand } from "@noble/hashes/hkdf.js";
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";
import { ascii, join, u8 } from "./octets.mjs";

export const sha256 = (octets) => createHash("sha256").update(octets).digest();
export const hs = (label, octets) => sha256(join(u8(label.length), ascii(label), octets));
export const mac = (key, octets) => createHmac("sha256", key).update(octets).digest();
export const extract = (salt, ikm) => createHmac("sha256", salt).update(ikm).digest();
export const expand = (prk, info, size) => Buffer.from(hkdfExpand(nobleSha256, prk, info, size));
export const isSame = (a, b) => a.length === b.length && timingSafeEqual(a, b);
