// The one HPKE suite of rule 2: X-Wing, HKDF-SHA256, ChaCha20-Poly1305.
import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import { Refused } from "./octets.mjs";

const kem = new XWing();
const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Chacha20Poly1305() });

// The library takes ArrayBuffers: a copy, so that no view of something larger gets in.
const own = (octets) => Uint8Array.from(octets).buffer;

const pairOf = (seed) => kem.generateKeyPairDerand(Uint8Array.from(seed));

export const kemPublic = async (seed) => Buffer.from(await kem.serializePublicKey((await pairOf(seed)).publicKey));

const pskOf = (setting) => (setting.psk ? { psk: { key: own(setting.psk), id: own(setting.pskId) } } : {});

// setting: info, and psk with pskId in psk mode.
export const hpkeSeal = async (setting, pk, randomness, plain) => {
  const sender = await suite.createSenderContext({
    recipientPublicKey: await kem.deserializePublicKey(own(pk)),
    info: own(setting.info),
    ekm: own(randomness),
    ...pskOf(setting),
  });
  return { enc: Buffer.from(sender.enc), ct: Buffer.from(await sender.seal(own(plain))) };
};

export const hpkeOpen = async (setting, seed, enc, ct) => {
  try {
    const recipient = await suite.createRecipientContext({
      recipientKey: (await pairOf(seed)).privateKey,
      enc: own(enc),
      info: own(setting.info),
      ...pskOf(setting),
    });
    return Buffer.from(await recipient.open(own(ct)));
  } catch {
    throw new Refused("unreadable");
  }
};
