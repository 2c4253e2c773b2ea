// What the server keeps for the visitor, sealed (rule 15).
import { ascii, cut, fixed, join, need, opaque, Reader, u32, u64, u8, within, zeros } from "./octets.mjs";
import { xOpen, xSeal } from "./visitor_keys.mjs";

const PLAIN = 2048;
const PINNED = 33;

const pinnedCheck = (one) => within(one[PINNED - 1], 1, 3);

// logins (1 to 3) || id of the message; nothing: there is none.
const unreadableCheck = (one) => (within(fixed(one, 17)[0], 1, 3), one);

const vaultAd = (mailbox, version) => join(ascii("udvej/1/vault"), mailbox, u32(version));

// pinned: joined hashes, each with its answer (1 yes, 2 no, 3 yes but new). marks: joined Seen (48 octets) || ahead (8 octets).
const plainWrite = (vault) =>
  join(
    u64(vault.ctr),
    u8(vault.door),
    fixed(vault.caseNonce, 16),
    u32(vault.offGen),
    fixed(vault.snapshotHash, 32),
    u64(vault.snapshotIssuedMin),
    u32(vault.roomEpoch),
    fixed(vault.roomHead, 32),
    u64(vault.logSize),
    fixed(vault.logRoot, 32),
    opaque(vault.lang, 0, 8),
    u8(within(vault.profile, 0, 2)),
    u8(within(cut(vault.pinned, PINNED).map(pinnedCheck).length, 0, 32)),
    vault.pinned,
    u8(within(cut(vault.marks, 56).length, 0, 13)),
    vault.marks,
    u32(vault.archiveGen),
    opaque(vault.archiveKey, 0, 72),
    vault.unreadable.length === 0 ? u8(0) : unreadableCheck(vault.unreadable),
  );

const unreadableRead = (reader) => {
  const logins = within(reader.number(1), 0, 3);
  return logins === 0 ? Buffer.alloc(0) : join(u8(logins), reader.take(16));
};

const plainRead = (plain) => {
  const reader = new Reader(plain);
  const read = {
    ctr: reader.number(8),
    door: reader.number(1),
    caseNonce: reader.take(16),
    offGen: reader.number(4),
    snapshotHash: reader.take(32),
    snapshotIssuedMin: reader.number(8),
    roomEpoch: reader.number(4),
    roomHead: reader.take(32),
    logSize: reader.number(8),
    logRoot: reader.take(32),
    lang: reader.opaque(0, 8),
    profile: within(reader.number(1), 0, 2),
    pinned: reader.take(PINNED * within(reader.number(1), 0, 32)),
    marks: reader.take(56 * within(reader.number(1), 0, 13)),
    archiveGen: reader.number(4),
    archiveKey: reader.opaque(0, 72),
    unreadable: unreadableRead(reader),
  };
  cut(read.pinned, PINNED).forEach(pinnedCheck);
  need(read.archiveKey.length === 0 || read.archiveKey.length === 72, "a key of another size");
  need(
    reader.rest().every((octet) => octet === 0),
    "something in the padding",
  );
  return read;
};

export const vaultSeal = ({ kVault, mailbox, nonce, version, ...vault }) => {
  const plain = plainWrite(vault);
  const padded = join(plain, zeros(PLAIN - plain.length));
  return { vault: join(u32(version), nonce, xSeal(kVault, nonce, vaultAd(mailbox, version), padded)) };
};

export const vaultOpen = ({ kVault, mailbox, vault }) => {
  const reader = new Reader(fixed(vault, 2092));
  const version = reader.number(4);
  const nonce = reader.take(24);
  return { version, ...plainRead(xOpen(kVault, nonce, vaultAd(mailbox, version), reader.rest())) };
};
