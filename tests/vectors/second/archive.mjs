// What a visitor has chosen to keep (rule 15): the archive's key, and the key of one message under it.
import { expand, extract } from "./hash.mjs";
import { ascii, fixed, join, Reader, u32 } from "./octets.mjs";
import { xOpen, xSeal } from "./visitor_keys.mjs";

const kek = (kArchive, salt) => expand(extract(fixed(salt, 32), kArchive), ascii("udvej/1/archive"), 32);
const keyAd = (mailbox, generation) => join(ascii("udvej/1/archive-key"), mailbox, u32(generation));
const messageAd = (msgId, link) => join(ascii("udvej/1/archive"), msgId, link);

export const archiveKeySeal = ({ kArchive, mailbox, salt, generation, archiveKey, nonce }) => ({
  sealed: join(nonce, xSeal(kek(kArchive, salt), nonce, keyAd(mailbox, generation), fixed(archiveKey, 32))),
});

export const archiveKeyOpen = ({ kArchive, mailbox, salt, generation, sealed }) => {
  const reader = new Reader(fixed(sealed, 72));
  const nonce = reader.take(24);
  return { archiveKey: xOpen(kek(kArchive, salt), nonce, keyAd(mailbox, generation), reader.rest()) };
};

export const archiveSeal = ({ archiveKey, msgId, link, messageKey, nonce }) => ({
  sealed: join(nonce, xSeal(archiveKey, nonce, messageAd(fixed(msgId, 16), fixed(link, 32)), fixed(messageKey, 32))),
});
