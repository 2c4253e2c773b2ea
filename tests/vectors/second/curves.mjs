// X25519 and Ed25519 over keys of 32 octets.
import { createPrivateKey, createPublicKey, diffieHellman, sign as signWith, verify as verifyWith } from "node:crypto";
import { need, Refused } from "./octets.mjs";

const PRIVATE = { x25519: "302e020100300506032b656e04220420", ed25519: "302e020100300506032b657004220420" };
const PUBLIC = { x25519: "302a300506032b656e032100", ed25519: "302a300506032b6570032100" };

const privateKey = (kind, octets) =>
  createPrivateKey({ key: Buffer.concat([Buffer.from(PRIVATE[kind], "hex"), octets]), format: "der", type: "pkcs8" });
const publicKey = (kind, octets) =>
  createPublicKey({ key: Buffer.concat([Buffer.from(PUBLIC[kind], "hex"), octets]), format: "der", type: "spki" });
const publicOf = (kind, seed) =>
  Buffer.from(createPublicKey(privateKey(kind, seed)).export({ format: "jwk" }).x, "base64url");

export const x25519Public = (secret) => publicOf("x25519", secret);

export const x25519 = (secret, other) => {
  let shared;
  try {
    shared = diffieHellman({ privateKey: privateKey("x25519", secret), publicKey: publicKey("x25519", other) });
  } catch {
    throw new Refused("a shared secret of all zeros");
  }
  need(
    shared.some((octet) => octet !== 0),
    "a shared secret of all zeros",
  );
  return shared;
};

export const ed25519Public = (seed) => publicOf("ed25519", seed);
export const ed25519Sign = (seed, octets) => signWith(null, octets, privateKey("ed25519", seed));
export const ed25519Verify = (pk, octets, signature) => verifyWith(null, octets, publicKey("ed25519", pk), signature);
