// Vectors of rules 3, 4, 7 and 15: the code, what derives from it, logins, vault and salts.
import { ed25519Public, x25519Public } from "./curves.mjs";
import { Draw } from "./draw.mjs";
import { fixed, join } from "./octets.mjs";
import { phraseWords, phraseWrite } from "./phrase.mjs";
import { File, flipped, text } from "./vectors.mjs";

const SECRETS = [
  "000000000000000000",
  "000000000000000001",
  "ffffffffffffffffff",
  "0123456789abcdef01",
  "800000000000000000",
];

const DANISH = 0;
const ENGLISH = 1;
const wordsOf = (secret, list) => phraseWords({ secret, list }).words.toString();

const wordVectors = async (file, secret) => {
  for (const list of [DANISH, ENGLISH]) {
    await file.taken("in words", "phrase_words", { secret, list });
    const typed = text(wordsOf(secret, list));
    await file.taken("back again", "phrase_read", { typed });
  }
};

// A secret whose Danish words have each of the three letters.
const withEach = (secrets) => {
  for (let number = 0; ; number += 1) {
    const secret = Buffer.from(secrets.at(-1));
    secret.writeUInt16BE(number, 0);
    secret.writeUInt16BE(number, 4);
    const words = wordsOf(secret, DANISH);
    if (["æ", "ø", "å"].every((letter) => words.includes(letter))) return secret;
  }
};

const sloppyWords = async (file, secrets) => {
  const secret = withEach(secrets);
  const danish = wordsOf(secret, DANISH);
  const english = wordsOf(secret, ENGLISH);
  const typed = (note, words) => file.taken(note, "phrase_read", { typed: text(words) });
  const wide = (words) => words.replace(/[a-z]/g, (letter) => String.fromCodePoint(letter.codePointAt(0) + 0xff21 - 97));
  await typed("all three letters", danish);
  await typed("capitals", danish.toUpperCase());
  await typed("ae, oe, aa", danish.replaceAll("æ", "ae").replaceAll("ø", "oe").replaceAll("å", "aa"));
  await typed("ae, o, a", danish.replaceAll("æ", "ae").replaceAll("ø", "o").replaceAll("å", "a"));
  await typed("Swedish letters", danish.replaceAll("æ", "ä").replaceAll("ø", "ö"));
  await typed("taken apart", danish.replaceAll("æ", "a\u0308").replaceAll("ø", "O\u0308").replaceAll("å", "A\u030a"));
  await typed("the unit of length", danish.replaceAll("å", "\u212b"));
  await typed("full width", wide(english));
  await typed("a Turkish keyboard", english.replaceAll("i", "\u0130"));
  await typed("its other i, and a dot too many", english.replace("i", "\u0131").replaceAll("i", "i\u0307"));
  await typed("an old s and a sign for kelvin", english.replaceAll("s", "\u017f").replaceAll("k", "\u212a"));
  for (const words of [danish, english]) {
    const four = words.split(" ").map((word) => [...word].slice(0, 4).join(""));
    await typed("the first four letters", four.join(" "));
    await typed("separators", `\ufeff(${words.split(" ").join(", ")})\n`);
    await typed("lines and dashes", words.split(" ").join("\u2013\r\n"));
    await typed("marks within", words.replace(/(?<=[a-zæøå])(?=[a-zæøå])/, "\u00ad").replaceAll(" ", "\u200f \u2066"));
  }
};

const wrongWords = async (file, draw, secret) => {
  const wrong = (note, words) => file.refused(note, "phrase_read", { typed: text(words) });
  for (const list of [DANISH, ENGLISH]) {
    const words = wordsOf(secret, list).split(" ");
    const strangers = wordsOf(secret, 1 - list).split(" ");
    for (let place = 0; place < 7; place += 1) {
      const with_ = (word) => words.with(place, word).join(" ");
      await file.add(`word ${place} is another`, "phrase_read", {
        typed: text(with_(wordsOf(draw.octets(9), list).split(" ")[place])),
      });
      await wrong(`word ${place} of the other language`, with_(strangers[place]));
      await wrong(`word ${place} has a letter too many`, with_(`${words[place]}x`));
      await wrong(`word ${place} has two letters`, with_(words[place].slice(0, 2)));
      if (place < 6) {
        const swapped = words.with(place, words[place + 1]).with(place + 1, words[place]);
        await file.add(`words ${place} and ${place + 1} are swapped`, "phrase_read", { typed: text(swapped.join(" ")) });
      }
    }
    await wrong("six words", words.slice(1).join(" "));
    await wrong("eight words", [...words, words[0]].join(" "));
    await wrong("seven and a digit", `${words.join(" ")} 1`);
    await wrong("a digit and seven", `1 ${words.join(" ")}`);
    await wrong("together", words.join(""));
    await wrong("a sign that is no letter", `${words.join(" ")}!`);
    await wrong("a ring on nothing", `\u030a${words.join(" ")}`);
    await wrong("seventeen letters", words.with(0, "a".repeat(17)).join(" "));
    await file.taken("256 octets of it", "phrase_read", { typed: text(words.join(" ").padEnd(256 - danishSize(words))) });
    await wrong("257 octets of it", words.join(" ").padEnd(257 - danishSize(words)));
  }
};

// Octets that its letters have more than one each.
const danishSize = (words) => Buffer.byteLength(words.join(" ")) - words.join(" ").length;

export const phraseFile = async () => {
  const file = new File("The visitor's secret as 24 digits and as seven words (rule 3).");
  const draw = new Draw("phrase");
  const secrets = [...SECRETS.map((hex) => Buffer.from(hex, "hex")), draw.octets(9), draw.octets(9)];
  for (const secret of secrets) await file.taken("in digits", "phrase_write", { secret });
  const digits = phraseWrite({ secret: secrets[3] }).digits.toString();
  const typed = (note, words) => file.taken(note, "phrase_read", { typed: text(words) });
  const wrong = (note, words) => file.refused(note, "phrase_read", { typed: text(words) });
  const groups = digits.match(/.{8}/g);
  const inSet = (zero) => [...digits].map((digit) => String.fromCodePoint(zero + Number(digit))).join("");
  for (const secret of secrets) await typed("back again", phraseWrite({ secret }).digits.toString());
  await typed("three groups", groups.join(" "));
  await typed("hyphens, dots, and what a telephone adds", `(${groups[0]})-${groups[1]}.${groups[2]}`);
  await typed("no-break spaces and an en dash", `${groups[0]}\u00a0\u2013\u202f${groups[1]}\u2009${groups[2]}`);
  await typed("marks that nobody sees", `\ufeff\u200e${groups[0]}\u200b${groups[1]}\u200f\u2060${groups[2]}`);
  await typed("lines and tabs", `${groups[0]}\n${groups[1]}\t${groups[2]}\n`);
  await typed("Arabic digits", inSet(0x660));
  await typed("eastern Arabic digits", inSet(0x6f0));
  await typed("full-width digits", inSet(0xff10));
  for (let place = 0; place < 24; place += 1) {
    const other = (Number(digits[place]) + 1 + draw.below(9)) % 10;
    await wrong(`digit ${place} is another`, digits.slice(0, place) + other + digits.slice(place + 1));
  }
  for (let place = 0; place < 23; place += 1) {
    const swapped = digits.slice(0, place) + digits[place + 1] + digits[place] + digits.slice(place + 2);
    if (swapped !== digits) await wrong(`digits ${place} and ${place + 1} are swapped`, swapped);
  }
  await typed("256 octets", digits + " ".repeat(232));
  await wrong("257 octets", digits + " ".repeat(233));
  const edges =
    "\t\r ()+,-./:;_|\u0085\u00a0\u00ad\u00b7\u060c\u061b\u061c\u0640\u066b\u066c\u06d4\u1680\u180e\u2000\u2015";
  await typed("separators", `${digits}${edges}`);
  await typed(
    "more of them",
    `${digits}\u2022\u2026\u202f\u205f\u2069\u2212\u3000\u3002\ufe58\ufe63\ufeff\uff0c\uff0f\uff3f`,
  );
  for (const sign of "\u0008\u000e\u001f!'*<^`{}~\u007f\u0086\u2016\u206a\u3003\uff10\uff1a")
    await wrong("none of them", digits + sign);
  await wrong("23 digits", digits.slice(1));
  await wrong("25 digits", `${digits}0`);
  await wrong("nothing", "");
  await wrong("a letter", `${digits.slice(0, 12)}O${digits.slice(12)}`);
  await wrong("a letter beside", `${digits} x`);
  const tooLarge = 1n << 72n;
  const withCheck = (value) =>
    `${String(value).padStart(22, "0")}${String(98n - ((100n * value) % 97n)).padStart(2, "0")}`;
  await wrong("2^72, with its check digits", withCheck(tooLarge));
  await wrong("the largest of 22 digits, with its check digits", withCheck(10n ** 22n - 1n));
  const alias = [...Array(400).keys()].map(BigInt).find((value) => withCheck(value).endsWith("98"));
  await typed("check digits 98", withCheck(alias));
  await wrong("check digits 01 for 98", `${withCheck(alias).slice(0, 22)}01`);
  await file.refused("no UTF-8", "phrase_read", { typed: Buffer.from(`${digits}\xff`, "latin1") });
  for (const secret of secrets) await wordVectors(file, secret);
  await sloppyWords(file, secrets);
  await wrongWords(file, draw, secrets[3]);
  return file;
};

export const visitorKeysFile = async () => {
  const file = new File("What derives from the visitor's secret (rules 3 and 4), and the psk of two colleagues.");
  const draw = new Draw("visitor keys");
  for (const secret of [Buffer.alloc(9), draw.octets(9), Buffer.alloc(9, 0xff)])
    await file.taken("with Argon2id", "visitor_keys", { secret, deploymentId: draw.octets(32) });
  for (const epoch of [0, 7, 4294967295]) {
    const pair = { kPair: draw.octets(32), caseId: draw.octets(16) };
    await file.taken("of a case", "case_id", { pkLogin: draw.octets(32), caseNonce: draw.octets(16) });
    await file.taken("of a counsellor", "visitor_psk", { ...pair, certHash: draw.octets(32) });
    await file.taken("after the last REMOVE", "case_key", { ...pair, epochOfLastRemove: epoch });
    const offline = { kOffline: draw.octets(32), salt: draw.octets(32), generation: epoch };
    await file.taken("of a generation", "offline_seed", offline);
  }
  const seeds = [draw.octets(32), draw.octets(32)];
  const hashes = [draw.octets(32), draw.octets(32)];
  const id = draw.octets(16);
  const colleagues = (me, other) => ({
    seedId: seeds[me],
    certHash: hashes[me],
    otherPkId: x25519Public(seeds[other]),
    otherCertHash: hashes[other],
    caseId: id,
  });
  const [one, two] = [await file.taken("of two colleagues", "staff_psk", colleagues(0, 1)), colleagues(1, 0)];
  fixed(one.psk, 32);
  await file.taken("the same from the other side", "staff_psk", two);
  const small = [
    "00".repeat(32),
    `01${"00".repeat(31)}`,
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  ];
  for (const pk of small)
    await file.refused("a point of small order", "staff_psk", { ...two, otherPkId: Buffer.from(pk, "hex") });
  return file;
};

export const loginFile = async () => {
  const file = new File("The logins of visitors and of staff (rule 7).");
  const draw = new Draw("login");
  for (const host of ["udvej.example", "localhost:8470", "x", "h".repeat(255)]) {
    const [esk, skLogin] = [draw.octets(32), draw.octets(32)];
    const shared = { host: text(host), deploymentId: draw.octets(32) };
    const nonces = { nonceS: draw.octets(32), nonceC: draw.octets(32) };
    const epk = x25519Public(esk);
    await file.taken("the client's side", "login_client", { ...shared, epk, ...nonces, skLogin });
    await file.taken("the server's side", "login_server", {
      ...shared,
      esk,
      ...nonces,
      pkLogin: x25519Public(skLogin),
    });
    if (host.length === 1) continue;
    const zeros = Buffer.alloc(32);
    await file.refused("a key of small order", "login_server", { ...shared, esk, ...nonces, pkLogin: zeros });
    await file.refused("a server's key of small order", "login_client", { ...shared, epk: zeros, ...nonces, skLogin });
    const seedSign = draw.octets(32);
    const staff = { ...shared, epk, nonceS: nonces.nonceS, who: draw.octets(32), nonceC: nonces.nonceC };
    const { signature } = await file.taken("of staff", "staff_login", { ...staff, seedSign });
    const shown = { ...staff, pkSign: ed25519Public(seedSign), signature };
    await file.taken("is good", "staff_login_check", shown);
    if (host !== "udvej.example") continue;
    for (const field of ["deploymentId", "epk", "nonceS", "who", "nonceC", "signature"])
      await file.refused(`with another ${field}`, "staff_login_check", { ...shown, [field]: flipped(shown[field], 0) });
    await file.refused("on another host", "staff_login_check", { ...shown, host: text(`${host.slice(1)}z`) });
  }
  return file;
};

export const pinnedOf = (draw, count) =>
  join(...Array.from({ length: count }, () => join(draw.octets(32), Buffer.from([1 + draw.below(3)]))));

const vaultOf = (draw, fields) => ({
  kVault: draw.octets(32),
  mailbox: draw.octets(16),
  nonce: draw.octets(24),
  version: draw.below(2 ** 32),
  ctr: draw.below(2 ** 47),
  door: draw.below(256),
  caseNonce: draw.octets(16),
  offGen: draw.below(2 ** 32),
  snapshotHash: draw.octets(32),
  snapshotIssuedMin: draw.below(2 ** 40),
  roomEpoch: draw.below(2 ** 32),
  roomHead: draw.octets(32),
  logSize: 0,
  logRoot: Buffer.alloc(32),
  lang: Buffer.from("da"),
  profile: 1,
  pinned: pinnedOf(draw, 1),
  marks: draw.octets(56),
  archiveGen: 0,
  archiveKey: Buffer.alloc(0),
  unreadable: Buffer.alloc(0),
  ...fields,
});

export const vaultFile = async () => {
  const file = new File("Vault and salts as the server keeps them (rules 4 and 15).");
  const draw = new Draw("vault");
  const empty = { lang: Buffer.alloc(0), pinned: Buffer.alloc(0), marks: Buffer.alloc(0), profile: 0 };
  const full = { lang: Buffer.from("zh-Hant1"), pinned: pinnedOf(draw, 32), marks: draw.octets(13 * 56), profile: 2 };
  const kept = {
    archiveGen: 4294967295,
    archiveKey: draw.octets(72),
    unreadable: join(Buffer.from([3]), draw.octets(16)),
  };
  const log = { logSize: 77, logRoot: draw.octets(32), pinned: pinnedOf(draw, 3), marks: draw.octets(112) };
  for (const [index, fields] of [empty, {}, full, { ...log, ...kept }].entries()) {
    const vault = vaultOf(draw, fields);
    const { vault: sealed } = await file.taken("sealed", "vault_seal", vault, { keep: `vault ${index}` });
    const opener = { kVault: vault.kVault, mailbox: vault.mailbox };
    await file.taken("opened", "vault_open", { ...opener, vault: index === 1 ? sealed : file.take(`vault ${index}`) });
    for (const place of [3, 5, 28, 2000, -1])
      await file.refused(`a bit at ${place}`, "vault_open", {
        ...opener,
        vault: file.take(`vault ${index}`, { flip: place }),
      });
    const stranger = { kVault: vault.kVault, mailbox: draw.octets(16) };
    await file.refused("another mailbox", "vault_open", { ...stranger, vault: file.take(`vault ${index}`) });
  }
  for (const [purpose, generation] of [
    [1, 1],
    [1, 4294967295],
    [2, 3],
  ]) {
    const opener = { kVault: draw.octets(32), mailbox: draw.octets(16) };
    const salt = { ...opener, purpose, generation, salt: draw.octets(32), nonce: draw.octets(24) };
    const { shredSalt } = await file.taken("a salt sealed", "salt_seal", salt);
    await file.taken("and opened", "salt_open", { ...opener, shredSalt });
    for (const place of [0, 4, 5, 28, 29, 76])
      await file.refused(`a bit at ${place}`, "salt_open", { ...opener, shredSalt: flipped(shredSalt, place) });
    await file.refused("another mailbox", "salt_open", { ...opener, mailbox: draw.octets(16), shredSalt });
  }
  return file;
};

export const archiveFile = async () => {
  const file = new File("What a visitor has chosen to keep: the archive's key, and a message's under it (rule 15).");
  const draw = new Draw("archive");
  for (const generation of [1, 4294967295]) {
    const opener = { kArchive: draw.octets(32), mailbox: draw.octets(16), salt: draw.octets(32), generation };
    const archiveKey = draw.octets(32);
    const { sealed } = await file.taken("the key sealed", "archive_key_seal", {
      ...opener,
      archiveKey,
      nonce: draw.octets(24),
    });
    await file.taken("and opened", "archive_key_open", { ...opener, sealed });
    for (const place of [0, 23, 24, 55, 71])
      await file.refused(`a bit at ${place}`, "archive_key_open", { ...opener, sealed: flipped(sealed, place) });
    const others = { salt: draw.octets(32), mailbox: draw.octets(16), generation: 7, kArchive: draw.octets(32) };
    for (const [name, value] of Object.entries(others))
      await file.refused(`another ${name}`, "archive_key_open", { ...opener, [name]: value, sealed });
    const message = { msgId: draw.octets(16), link: draw.octets(32), messageKey: draw.octets(32) };
    await file.taken("a message", "archive_seal", { archiveKey, ...message, nonce: draw.octets(24) });
  }
  return file;
};
