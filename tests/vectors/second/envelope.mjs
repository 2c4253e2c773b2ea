// Envelope and wraps (rules 8 and 9): sealed, opened, wrapped once more, cut down to one recipient.
import { createCipheriv, createDecipheriv } from "node:crypto";
import { expand, isSame, mac, sha256 } from "./hash.mjs";
import { hpkeOpen, hpkeSeal, kemPublic } from "./hpke.mjs";
import { ascii, cut, fixed, join, need, opaque, Reader, Refused, u32, u8, within, zeros } from "./octets.mjs";

const BUCKETS = [2048, 8192, 32768];
const WRAP = 1241;
const TAG = 16;

export const bucketOf = (size) => {
  const bucket = BUCKETS.findIndex((octets) => size <= octets);
  need(bucket >= 0, "no bucket holds this");
  return bucket;
};

export const pad = (octets, bucket) => join(octets, zeros(BUCKETS[bucket] - octets.length));

const headerWrite = (header) =>
  join(
    u8(1),
    u8(1),
    u8(within(header.class, 1, 3)),
    u8(within(header.bucket, 0, 2)),
    fixed(header.caseId, 16),
    fixed(header.msgId, 16),
    u32(header.epoch),
    fixed(header.rosterHash, 32),
    fixed(header.sender, 32),
    fixed(header.session, 8),
  );

const headerRead = (octets) => {
  const reader = new Reader(octets);
  need(reader.number(1) === 1 && reader.number(1) === 1, "another version or suite");
  return {
    class: within(reader.number(1), 1, 3),
    bucket: within(reader.number(1), 0, 2),
    caseId: reader.take(16),
    msgId: reader.take(16),
    epoch: reader.number(4),
    rosterHash: reader.take(32),
    sender: reader.take(32),
    session: reader.take(8),
  };
};

const commitOf = (key, hh) => mac(key, join(ascii("udvej/1/commit"), hh));

const bodySeal = (key, hh, commit, padded) => {
  const cipher = createCipheriv("chacha20-poly1305", expand(key, join(ascii("udvej/1/body"), hh), 32), zeros(12), {
    authTagLength: TAG,
  });
  cipher.setAAD(join(hh, commit), { plaintextLength: padded.length });
  return join(cipher.update(padded), cipher.final(), cipher.getAuthTag());
};

const bodyOpen = (key, hh, commit, sealed) => {
  const cipher = createDecipheriv("chacha20-poly1305", expand(key, join(ascii("udvej/1/body"), hh), 32), zeros(12), {
    authTagLength: TAG,
  });
  cipher.setAAD(join(hh, commit), { plaintextLength: sealed.length - TAG });
  cipher.setAuthTag(sealed.subarray(-TAG));
  try {
    return join(cipher.update(sealed.subarray(0, -TAG)), cipher.final());
  } catch {
    throw new Refused("unreadable");
  }
};

const settingOf = (transcript, recipient, pk, mode, psk) => ({
  info: join(
    ascii("udvej/1/wrap"),
    fixed(transcript.deploymentId, 32),
    transcript.hh,
    transcript.commit,
    transcript.bodyHash,
    fixed(recipient, 32),
    sha256(pk),
  ),
  ...(mode === 1 ? { psk: fixed(psk, 32), pskId: join(ascii("udvej/1/psk"), transcript.caseId) } : {}),
});

const keyIdOf = (pk) => sha256(join(u8(14), ascii("udvej/1/key-id"), pk)).subarray(0, 8);

// transcript: deploymentId, caseId, key, hh, commit, bodyHash. A recipient's psk is empty in mode 0; an empty aux means zeros.
const wrapFor = async (transcript, { recipient, seed, mode, psk, aux }, randomness) => {
  const pk = await kemPublic(seed);
  const setting = settingOf(transcript, recipient, pk, within(mode, 0, 1), psk);
  const plain = join(transcript.key, aux.length === 0 ? zeros(32) : fixed(aux, 32));
  const { enc, ct } = await hpkeSeal(setting, pk, randomness, plain);
  return join(recipient, keyIdOf(pk), u8(mode), fixed(enc, 1120), fixed(ct, 80));
};

export const linkOf = (hh, commit, bodyHash) => sha256(join(hh, commit, bodyHash));

// randomness: 32 octets for K, then 64 for each recipient.
export const envelopeSeal = async ({ header, body, deploymentId, randomness, recipients }) => {
  const head = headerWrite(header);
  const key = randomness.subarray(0, 32);
  const hh = sha256(head);
  const commit = commitOf(key, hh);
  need(body.length <= BUCKETS[header.bucket], "longer than its bucket");
  const sealed = bodySeal(key, hh, commit, pad(body, header.bucket));
  const transcript = { deploymentId, caseId: header.caseId, key, hh, commit, bodyHash: sha256(sealed) };
  const each = cut(fixed(randomness.subarray(32), 64 * recipients.length), 64);
  const wraps = [];
  for (const [index, recipient] of recipients.entries()) wraps.push(await wrapFor(transcript, recipient, each[index]));
  needDifferent(wraps);
  const envelope = join(head, commit, opaque(join(...wraps), WRAP, 32 * WRAP), opaque(sealed, 2064, 32784));
  return { envelope, link: linkOf(hh, commit, transcript.bodyHash) };
};

export const rewrap = async ({ key, hh, commit, bodyHash, caseId, deploymentId, randomness, recipient }) => ({
  wrap: await wrapFor({ deploymentId, caseId, key, hh, commit, bodyHash }, recipient, fixed(randomness, 64)),
});

const wrapRead = (octets) => {
  const reader = new Reader(fixed(octets, WRAP));
  return {
    recipient: reader.take(32),
    keyId: reader.take(8),
    mode: within(reader.number(1), 0, 1),
    enc: reader.take(1120),
    ct: reader.take(80),
  };
};

const needDifferent = (wraps) => {
  const names = wraps.map((wrap) => wrapRead(wrap).recipient.toString("hex"));
  need(new Set(names).size === names.length, "a recipient twice");
};

export const envelopeRead = (octets) => {
  const reader = new Reader(octets);
  const head = reader.take(112);
  const header = headerRead(head);
  const commit = reader.take(32);
  const wraps = cut(reader.opaque(WRAP, 32 * WRAP), WRAP);
  const body = reader.opaque(2064, 32784);
  reader.end();
  need(body.length === BUCKETS[header.bucket] + TAG, "a body of another size than its bucket");
  needDifferent(wraps);
  return { header, head, commit, wraps, body };
};

// The envelope as one recipient gets it: with this wrap alone.
export const envelopeSlim = ({ envelope, wrap }) => {
  const { head, commit, body } = envelopeRead(envelope);
  wrapRead(wrap);
  return { envelope: join(head, commit, opaque(wrap, WRAP, WRAP * 32), opaque(body, 2064, 32784)) };
};

// psk: empty when there is none with this sender yet.
export const envelopeOpen = async ({ envelope, index, deploymentId, recipient, seed, psk }) => {
  const { header, head, commit, wraps, body } = envelopeRead(envelope);
  need(index < wraps.length, "no such wrap");
  const wrap = wrapRead(wraps[index]);
  const pk = await kemPublic(seed);
  need(wrap.recipient.equals(recipient) && wrap.keyId.equals(keyIdOf(pk)), "for somebody else, or another key");
  need(wrap.mode === (psk.length > 0 ? 1 : 0), "not the mode that this sender must use");
  const transcript = { deploymentId, caseId: header.caseId, hh: sha256(head), commit, bodyHash: sha256(body) };
  const plain = await hpkeOpen(settingOf(transcript, recipient, pk, wrap.mode, psk), seed, wrap.enc, wrap.ct);
  const key = plain.subarray(0, 32);
  need(isSame(commitOf(key, transcript.hh), commit), "another commitment");
  return {
    body: bodyOpen(key, transcript.hh, commit, body),
    aux: plain.subarray(32),
    link: linkOf(transcript.hh, commit, transcript.bodyHash),
  };
};
