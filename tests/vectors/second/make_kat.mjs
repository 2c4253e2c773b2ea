// Small files in the formats that udvej-kat reads, for testing udvej-kat. All values are ours, computed by node:crypto and the
// packages of this folder, none by the core.
//
//   node make_kat.mjs FOLDER           writes them
//   node make_kat.mjs FOLDER --check   says which are not what would be written
import { createCipheriv, hkdfSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join as joinPath } from "node:path";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { XWing } from "@hpke/hybridkem-x-wing";
import { MlKem768 } from "mlkem";
import { ed25519Public, ed25519Sign, x25519, x25519Public } from "./curves.mjs";
import { Draw } from "./draw.mjs";
import { expand, extract, mac, sha256 } from "./hash.mjs";
import { hpkeSeal, kemPublic } from "./hpke.mjs";
import { ascii, join, u16, u64, zeros } from "./octets.mjs";

const draw = new Draw("known answers");
const hex = (octets) => Buffer.from(octets).toString("hex");
const base64 = (octets) => octets.toString("base64");
const changed = (octets) => join(octets.subarray(0, octets.length - 1), Buffer.from([octets.at(-1) ^ 1]));

// ---- Wycheproof ---------------------------------------------------------------------------------

// tests: [result, comment, fields]
const wycheproof = (algorithm, type, group, tests) => ({
  algorithm,
  schema: "ours, after the published one",
  numberOfTests: tests.length,
  header: ["Made for testing udvej-kat; not published by anybody."],
  testGroups: [
    {
      type,
      ...group,
      tests: tests.map(([result, comment, fields], index) => ({ tcId: index + 1, comment, flags: [], ...fields, result })),
    },
  ],
});

const xdhFile = () => {
  const pair = (mine, theirs) => ({ public: hex(theirs), private: hex(mine), shared: hex(x25519(mine, theirs)) });
  const keys = [draw.octets(32), draw.octets(32)];
  return wycheproof("XDH", "XdhComp", { curve: "curve25519" }, [
    ["valid", "one way", pair(keys[0], x25519Public(keys[1]))],
    ["valid", "the other way", pair(keys[1], x25519Public(keys[0]))],
    ["acceptable", "a point of low order", { public: hex(zeros(32)), private: hex(keys[0]), shared: hex(zeros(32)) }],
  ]);
};

const eddsaFile = () => {
  const seed = draw.octets(32);
  const msg = draw.octets(40);
  const sig = ed25519Sign(seed, msg);
  return wycheproof("EDDSA", "EddsaVerify", { publicKey: { curve: "edwards25519", pk: hex(ed25519Public(seed)) } }, [
    ["valid", "", { msg: hex(msg), sig: hex(sig) }],
    ["valid", "nothing is said", { msg: "", sig: hex(ed25519Sign(seed, zeros(0))) }],
    ["invalid", "another message", { msg: hex(changed(msg)), sig: hex(sig) }],
    ["invalid", "another signature", { msg: hex(msg), sig: hex(changed(sig)) }],
  ]);
};

const chacha = (key, iv, aad, msg) => {
  const cipher = createCipheriv("chacha20-poly1305", key, iv, { authTagLength: 16 });
  cipher.setAAD(aad, { plaintextLength: msg.length });
  return join(cipher.update(msg), cipher.final(), cipher.getAuthTag());
};
const xchacha = (key, iv, aad, msg) => Buffer.from(xchacha20poly1305(key, iv, aad).encrypt(msg));

const aeadFile = (algorithm, seal, nonceSize) => {
  const sealed = (aadSize, msgSize) => {
    const [key, iv, aad, msg] = [draw.octets(32), draw.octets(nonceSize), draw.octets(aadSize), draw.octets(msgSize)];
    const both = seal(key, iv, aad, msg);
    const [ct, tag] = [both.subarray(0, msgSize), both.subarray(msgSize)];
    return { key: hex(key), iv: hex(iv), aad: hex(aad), msg: hex(msg), ct: hex(ct), tag: hex(tag) };
  };
  const whole = sealed(7, 70);
  return wycheproof(algorithm, "AeadTest", { ivSize: 8 * nonceSize, keySize: 256, tagSize: 128 }, [
    ["valid", "with aad", whole],
    ["valid", "without aad", sealed(0, 33)],
    ["valid", "of nothing", sealed(3, 0)],
    ["invalid", "another aad", { ...whole, aad: hex(changed(Buffer.from(whole.aad, "hex"))) }],
    ["invalid", "another tag", { ...whole, tag: hex(changed(Buffer.from(whole.tag, "hex"))) }],
  ]);
};

const hkdfFile = () => {
  const derived = (size) => {
    const [ikm, salt, info] = [draw.octets(22), draw.octets(13), draw.octets(10)];
    const okm = Buffer.from(hkdfSync("sha256", ikm, salt, info, size));
    return { ikm: hex(ikm), salt: hex(salt), info: hex(info), size, okm: hex(okm) };
  };
  return wycheproof("HKDF-SHA-256", "HkdfTest", { keySize: 176 }, [
    ["valid", "shorter than a block", derived(9)],
    ["valid", "a block", derived(32)],
    ["valid", "longer than a block", derived(42)],
    ["invalid", "more than there can be", { ...derived(9), size: 8161 }],
  ]);
};

const macFile = () => {
  const [key, msg] = [draw.octets(32), draw.octets(50)];
  const tag = mac(key, msg);
  return wycheproof("HMACSHA256", "MacTest", { keySize: 256, tagSize: 256 }, [
    ["valid", "", { key: hex(key), msg: hex(msg), tag: hex(tag) }],
    ["valid", "cut to its half", { key: hex(key), msg: hex(msg), tag: hex(tag.subarray(0, 16)) }],
    ["invalid", "another tag", { key: hex(key), msg: hex(msg), tag: hex(changed(tag)) }],
    ["invalid", "another message", { key: hex(key), msg: hex(changed(msg)), tag: hex(tag) }],
  ]);
};

const kem = new MlKem768();
const kemGroup = { parameterSet: "ML-KEM-768" };

const mlkemFile = async () => {
  const seed = draw.octets(64);
  const [ek, dk] = await kem.deriveKeyPair(seed);
  const [c, shared] = await kem.encap(ek, draw.octets(32));
  const odd = changed(Buffer.from(c));
  return wycheproof("ML-KEM", "MLKEMTest", kemGroup, [
    ["valid", "", { seed: hex(seed), ek: hex(ek), c: hex(c), K: hex(shared) }],
    ["valid", "implicit rejection", { seed: hex(seed), c: hex(odd), K: hex(await kem.decap(odd, dk)) }],
    ["invalid", "a ciphertext cut short", { seed: hex(seed), c: hex(odd.subarray(1)), K: "" }],
  ]);
};

const mlkemKeygenFile = async () => {
  const seed = draw.octets(64);
  const [ek, dk] = await kem.deriveKeyPair(seed);
  return wycheproof("ML-KEM", "MLKEMKeyGen", kemGroup, [["valid", "", { seed: hex(seed), ek: hex(ek), dk: hex(dk) }]]);
};

const mlkemEncapsFile = async () => {
  const m = draw.octets(32);
  const [ek] = await kem.deriveKeyPair(draw.octets(64));
  const [c, shared] = await kem.encap(ek, m);
  const overflow = Buffer.concat([Buffer.from("ffff", "hex"), ek.subarray(2)]);
  return wycheproof("ML-KEM", "MLKEMEncapsTest", kemGroup, [
    ["valid", "", { m: hex(m), ek: hex(ek), c: hex(c), K: hex(shared) }],
    ["invalid", "a coefficient above the modulus", { m: hex(m), ek: hex(overflow), c: "", K: "" }],
  ]);
};

// ---- X-Wing and HPKE ----------------------------------------------------------------------------

const own = (octets) => Uint8Array.from(octets).buffer;

const encapsulate = async (pk, eseed) => {
  const xwing = new XWing();
  const made = await xwing.encap({ recipientPublicKey: await xwing.deserializePublicKey(own(pk)), ekm: own(eseed) });
  return { enc: Buffer.from(made.enc), shared: Buffer.from(made.sharedSecret) };
};

const xwingFile = async () => {
  const [seed, eseed] = [draw.octets(32), draw.octets(64)];
  const pk = await kemPublic(seed);
  const { enc, shared } = await encapsulate(pk, eseed);
  return [{ seed: hex(seed), eseed: hex(eseed), ss: hex(shared), sk: hex(seed), pk: hex(pk), ct: hex(enc) }];
};

// KeySchedule of RFC 9180, section 5.1, by hand: the library does not show it. Its sealing must come to the same.
const KEM_ID = 0x647a;
const suite = (kemId) => join(ascii("HPKE"), u16(kemId), u16(1), u16(3));
const keySchedule = (kemId, mode, shared, info, psk, pskId) => {
  const labelled = (label, ikm) => join(ascii("HPKE-v1"), suite(kemId), ascii(label), ikm);
  const context = join(
    Buffer.from([mode]),
    extract(zeros(0), labelled("psk_id_hash", pskId)),
    extract(zeros(0), labelled("info_hash", info)),
  );
  const secret = extract(shared, labelled("secret", psk));
  const from = (prk, label, about, size) => expand(prk, join(u16(size), labelled(label, about)), size);
  const exporter = from(secret, "exp", context, 32);
  const exported = (about) => ({
    exporter_context: hex(about),
    L: 32,
    exported_value: hex(from(exporter, "sec", about, 32)),
  });
  return {
    key: from(secret, "key", context, 32),
    nonce: from(secret, "base_nonce", context, 12),
    exporter,
    exports: [exported(zeros(0)), exported(ascii("context"))],
  };
};

const hpkeVector = async (mode) => {
  const [seed, randomness, info] = [draw.octets(32), draw.octets(64), draw.octets(20)];
  const [psk, pskId] = mode === 1 ? [draw.octets(32), ascii("an id")] : [zeros(0), zeros(0)];
  const [plain, aad] = [draw.octets(29), draw.octets(7)];
  const pk = await kemPublic(seed);
  const { enc, shared } = await encapsulate(pk, randomness);
  const made = keySchedule(KEM_ID, mode, shared, info, psk, pskId);
  const sealed = await hpkeSeal({ info, ...(mode === 1 ? { psk, pskId } : {}) }, pk, randomness, plain);
  if (!sealed.ct.equals(chacha(made.key, made.nonce, zeros(0), plain))) throw new Error("the two ways to seal differ");
  return {
    mode,
    kem_id: KEM_ID,
    kdf_id: 1,
    aead_id: 3,
    info: hex(info),
    ...(mode === 1 ? { psk: hex(psk), psk_id: hex(pskId) } : {}),
    ikmE: hex(randomness),
    skRm: hex(seed),
    pkRm: hex(pk),
    enc: hex(enc),
    shared_secret: hex(shared),
    key: hex(made.key),
    base_nonce: hex(made.nonce),
    exporter_secret: hex(made.exporter),
    encryptions: [{ aad: hex(aad), ct: hex(chacha(made.key, made.nonce, aad, plain)), nonce: hex(made.nonce), pt: hex(plain) }],
    exports: made.exports,
  };
};

const hpkeFile = async () => [await hpkeVector(0), await hpkeVector(1), { ...(await hpkeVector(0)), aead_id: 1 }];

// ---- CCTV ---------------------------------------------------------------------------------------

const cctvFile = () => {
  const seed = draw.octets(32);
  const msg = "known answers";
  const key = hex(ed25519Public(seed));
  const sig = ed25519Sign(seed, ascii(msg));
  const order1 = hex(join(Buffer.from([1]), zeros(31)));
  return [
    { number: 0, key, sig: hex(sig), msg, flags: null },
    { number: 1, key: order1, sig: order1 + hex(zeros(32)), msg, flags: ["low_order_A", "low_order_R"] },
  ];
};

// ---- RFC 6962 -----------------------------------------------------------------------------------

const leafHash = (entry) => sha256(join(Buffer.from([0]), entry));
const nodeHash = (left, right) => sha256(join(Buffer.from([1]), left, right));
const split = (n) => (n <= 2 ? 1 : 2 * split(Math.ceil(n / 2)));
const treeHash = (leaves) => {
  if (leaves.length === 1) return leaves[0];
  const k = split(leaves.length);
  return nodeHash(treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)));
};
const pathOf = (m, leaves) => {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return m < k
    ? [...pathOf(m, leaves.slice(0, k)), treeHash(leaves.slice(k))]
    : [...pathOf(m - k, leaves.slice(k)), treeHash(leaves.slice(0, k))];
};
const subproof = (m, leaves, isKnown) => {
  if (m === leaves.length) return isKnown ? [] : [treeHash(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), isKnown), treeHash(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), treeHash(leaves.slice(0, k))];
};

const LEAVES = Array.from({ length: 7 }, (_, index) => leafHash(u64(index)));

const inclusion = (change) => ({
  leafIdx: 4,
  treeSize: 7,
  root: base64(treeHash(LEAVES)),
  leafHash: base64(LEAVES[4]),
  proof: pathOf(4, LEAVES).map(base64),
  desc: "the fifth of seven",
  wantErr: false,
  ...change,
});

const consistency = (change) => ({
  size1: 3,
  size2: 7,
  root1: base64(treeHash(LEAVES.slice(0, 3))),
  root2: base64(treeHash(LEAVES)),
  proof: subproof(3, LEAVES, true).map(base64),
  desc: "three, then seven",
  wantErr: false,
  ...change,
});

const FILES = {
  wycheproof_x25519: xdhFile,
  wycheproof_ed25519: eddsaFile,
  wycheproof_chacha20_poly1305: () => aeadFile("CHACHA20-POLY1305", chacha, 12),
  wycheproof_xchacha20_poly1305: () => aeadFile("XCHACHA20-POLY1305", xchacha, 24),
  wycheproof_hkdf_sha256: hkdfFile,
  wycheproof_hmac_sha256: macFile,
  wycheproof_mlkem_768: mlkemFile,
  wycheproof_mlkem_768_keygen: mlkemKeygenFile,
  wycheproof_mlkem_768_encaps: mlkemEncapsFile,
  xwing: xwingFile,
  hpke: hpkeFile,
  cctv_ed25519: cctvFile,
  inclusion: () => inclusion({}),
  inclusion_wrong: () => inclusion({ leafIdx: 5, desc: "the fifth is not the sixth", wantErr: true }),
  consistency: () => consistency({}),
  consistency_one: () => consistency({ size1: 7, root1: base64(treeHash(LEAVES)), proof: null, desc: "the same tree" }),
  consistency_wrong: () => consistency({ size1: 4, desc: "it is not of four", wantErr: true }),
};

const [folder, option] = process.argv.slice(2);
let failed = 0;
for (const [name, make] of Object.entries(FILES)) {
  const path = joinPath(folder, `${name}.json`);
  const made = `${JSON.stringify(await make(), null, 1)}\n`;
  if (option !== "--check") writeFileSync(path, made);
  else if (readFileSync(path, "utf8") !== made) {
    console.log(`FAILED: ${path} is not what would be written`);
    failed += 1;
  }
}
console.log(`${Object.keys(FILES).length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
