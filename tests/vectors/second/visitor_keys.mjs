// Everything that derives from the visitor's secret (rules 3 and 4), and the psk of two colleagues.
import { argon2id } from "@noble/hashes/argon2.js";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { x25519, x25519Public } from "./curves.mjs";
import { expand, extract, hs } from "./hash.mjs";
import { ascii, fixed, join, Reader, Refused, u32, u8, within } from "./octets.mjs";
import { kemPublic } from "./hpke.mjs";

export const visitorKeys = ({ secret, deploymentId }) => {
  const salt = hs("udvej/1/argon2id", deploymentId).subarray(0, 16);
  const master = argon2id(fixed(secret, 9), salt, { m: 8 * 1024, t: 1, p: 1, dkLen: 32, version: 0x13 });
  const prk = extract(ascii("udvej/1/visitor"), master);
  const key = (name) => expand(prk, ascii(name), 32);
  const skLogin = key("login");
  const pkLogin = x25519Public(skLogin);
  const visitorId = hs("udvej/1/visitor-id", pkLogin);
  return {
    skLogin,
    pkLogin,
    kVault: key("vault"),
    kPair: key("pair"),
    kOffline: key("offline"),
    kArchive: key("archive"),
    visitorId,
    mailbox: visitorId.subarray(0, 16),
  };
};

export const caseId = ({ pkLogin, caseNonce }) => ({
  caseId: hs("udvej/1/case", join(pkLogin, fixed(caseNonce, 16))).subarray(0, 16),
});

export const visitorPsk = ({ kPair, caseId, certHash }) => ({
  psk: expand(extract(ascii("udvej/1/psk"), kPair), join(caseId, certHash), 32),
});

export const caseKey = ({ kPair, caseId, epochOfLastRemove }) => ({
  caseKey: expand(extract(ascii("udvej/1/case-key"), kPair), join(caseId, u32(epochOfLastRemove)), 32),
});

export const offlineSeed = async ({ kOffline, salt, generation }) => {
  const seed = expand(extract(salt, kOffline), join(ascii("udvej/1/offline"), u32(generation)), 32);
  return { seed, pk: await kemPublic(seed) };
};

export const staffPsk = ({ seedId, certHash, otherPkId, otherCertHash, caseId }) => {
  const pair = [certHash, otherCertHash].sort(Buffer.compare);
  const prk = extract(ascii("udvej/1/ss-psk"), x25519(seedId, otherPkId));
  return { psk: expand(prk, join(caseId, ...pair), 32) };
};

export const xSeal = (key, nonce, ad, plain) =>
  Buffer.from(xchacha20poly1305(key, fixed(nonce, 24), ad).encrypt(plain));
export const xOpen = (key, nonce, ad, sealed) => {
  try {
    return Buffer.from(xchacha20poly1305(key, nonce, ad).decrypt(sealed));
  } catch {
    throw new Refused("not sealed by this visitor");
  }
};

const saltAd = (mailbox, purpose, generation) =>
  join(ascii("udvej/1/shred"), mailbox, u8(within(purpose, 1, 2)), u32(generation));

export const saltSeal = ({ kVault, mailbox, purpose, generation, salt, nonce }) => {
  const sealed = xSeal(kVault, nonce, saltAd(mailbox, purpose, generation), fixed(salt, 32));
  return { shredSalt: join(u8(purpose), u32(generation), nonce, sealed) };
};

export const saltOpen = ({ kVault, mailbox, shredSalt }) => {
  const reader = new Reader(fixed(shredSalt, 77));
  const purpose = reader.number(1);
  const generation = reader.number(4);
  const nonce = reader.take(24);
  return { purpose, generation, salt: xOpen(kVault, nonce, saltAd(mailbox, purpose, generation), reader.rest()) };
};
