// Inputs that are new every time: what either seals the other opens, and both refuse what was changed on the way.
import { ed25519Public, x25519Public } from "./curves.mjs";
import { Draw } from "./draw.mjs";
import { join, Refused } from "./octets.mjs";
import { callOf, flatten, operations } from "./operations.mjs";
import { pinnedOf } from "./make_keys.mjs";
import { flipped } from "./vectors.mjs";

const ROUNDS = 12;
const none = Buffer.alloc(0);

const headerOf = (draw) => ({
  class: 1 + draw.below(3),
  bucket: draw.below(3),
  caseId: draw.octets(16),
  msgId: draw.octets(16),
  epoch: draw.below(2 ** 32),
  rosterHash: draw.octets(32),
  sender: draw.octets(32),
  session: draw.octets(8),
});

const recipientOf = (draw) => {
  const mode = draw.below(2);
  return {
    recipient: draw.octets(32),
    seed: draw.octets(32),
    mode,
    psk: mode === 1 ? draw.octets(32) : none,
    aux: draw.below(2) === 1 ? draw.octets(32) : none,
  };
};

// The core's operation with the same fields as ours: its fields, or null.
const asked = (core, name, fields) => core([callOf(name, flatten(fields))])[0];

const ours = async (name, fields) => {
  try {
    return await operations[name](fields);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
};

const isSame = (mine, theirs) => {
  if (mine === null || theirs === null) return mine === theirs;
  const fields = flatten(mine);
  return fields.length === theirs.length && fields.every((field, index) => field.equals(theirs[index]));
};

const envelopes = async (core, draw, check) => {
  const recipients = Array.from({ length: 1 + draw.below(4) }, () => recipientOf(draw));
  const randomness = draw.octets(32 + 64 * recipients.length);
  const body = draw.octets(1 + draw.below(2000));
  const fields = { header: headerOf(draw), body, deploymentId: draw.octets(32), randomness, recipients };
  const sealed = {
    ours: (await ours("envelope_seal", fields)).envelope,
    theirs: asked(core, "envelope_seal", fields)?.[0],
  };
  const index = draw.below(recipients.length);
  const { recipient, seed, psk, aux } = recipients[index];
  const opening = (envelope) => ({ envelope, index, deploymentId: fields.deploymentId, recipient, seed, psk });
  const good = asked(core, "envelope_open", opening(sealed.ours));
  check("opens our envelope", good?.[0].subarray(0, body.length).equals(body) === true);
  check("takes our aux", good?.[1].equals(aux.length > 0 ? aux : Buffer.alloc(32)) === true);
  const opened = sealed.theirs && (await ours("envelope_open", opening(sealed.theirs)));
  check("sealed what we open", opened?.body.subarray(0, body.length).equals(body) === true);
  check("makes our link", opened !== null && good?.[2].equals(opened.link) === true);
  // Not within another recipient's wrap: that one is another's to refuse.
  const mine = 146 + 1241 * index;
  const places = [draw.below(144), mine + draw.below(1241), sealed.ours.length - 1 - draw.below(2048)];
  for (const place of places) {
    const fault = opening(flipped(sealed.ours, place));
    check(`refuses a bit at ${place}`, asked(core, "envelope_open", fault) === null);
    check("and so do we", (await ours("envelope_open", fault)) === null);
  }
};

const kept = async (core, draw, check) => {
  const key = { kVault: draw.octets(32), mailbox: draw.octets(16) };
  const salt = {
    ...key,
    purpose: 1 + draw.below(2),
    generation: draw.below(2 ** 32),
    salt: draw.octets(32),
    nonce: draw.octets(24),
  };
  const theirs = asked(core, "salt_seal", salt)[0];
  check(
    "sealed a salt that we open",
    (await ours("salt_open", { ...key, shredSalt: theirs }))?.salt.equals(salt.salt) === true,
  );
  const { shredSalt } = await ours("salt_seal", salt);
  check("opens our salt", asked(core, "salt_open", { ...key, shredSalt })?.[2].equals(salt.salt) === true);
  const vault = {
    ...key,
    nonce: draw.octets(24),
    version: draw.below(2 ** 32),
    ctr: draw.below(2 ** 47),
    door: draw.below(256),
    caseNonce: draw.octets(16),
    offGen: draw.below(2 ** 32),
    snapshotHash: draw.octets(32),
    snapshotIssuedMin: draw.below(2 ** 47),
    roomEpoch: draw.below(2 ** 32),
    roomHead: draw.octets(32),
    logSize: draw.below(2 ** 47),
    logRoot: draw.octets(32),
    lang: Buffer.from("abcdefgh").subarray(0, 2 + draw.below(7)),
    profile: draw.below(3),
    pinned: pinnedOf(draw, draw.below(33)),
    marks: draw.octets(56 * draw.below(9)),
    archiveGen: draw.below(2 ** 32),
    archiveKey: draw.octets(72 * draw.below(2)),
    unreadable: draw.below(2) === 0 ? Buffer.alloc(0) : Buffer.concat([Buffer.from([1 + draw.below(3)]), draw.octets(16)]),
  };
  const their = asked(core, "vault_seal", vault)[0];
  const our = (await ours("vault_seal", vault)).vault;
  const { kVault: _key, mailbox: _box, nonce: _nonce, ...plain } = vault;
  check(
    "sealed a vault that we open",
    isSame(plain, flatten((await ours("vault_open", { ...key, vault: their })) ?? [])),
  );
  check("opens our vault", isSame(plain, asked(core, "vault_open", { ...key, vault: our })));
  const fault = { ...key, vault: flipped(our, draw.below(2092)) };
  check(
    "refuses a changed vault",
    asked(core, "vault_open", fault) === null && (await ours("vault_open", fault)) === null,
  );
};

const logins = async (core, draw, check) => {
  const host = Buffer.from("h".repeat(1 + draw.below(255)));
  const shared = { host, deploymentId: draw.octets(32) };
  const [esk, skLogin] = [draw.octets(32), draw.octets(32)];
  const nonces = { nonceS: draw.octets(32), nonceC: draw.octets(32) };
  const client = { ...shared, epk: x25519Public(esk), ...nonces, skLogin };
  const server = { ...shared, esk, ...nonces, pkLogin: x25519Public(skLogin) };
  const theirs = asked(core, "login_client", client);
  const answer = await ours("login_server", server);
  check("our server knows its visitor", answer.clientMac.equals(theirs[0]) && answer.serverMac.equals(theirs[1]));
  check(
    "its server knows our visitor",
    isSame(await ours("login_client", client), asked(core, "login_server", server).slice(1)),
  );
  const seedSign = draw.octets(32);
  const staff = { ...shared, epk: client.epk, nonceS: nonces.nonceS, who: draw.octets(32), nonceC: nonces.nonceC };
  const [signature] = asked(core, "staff_login", { ...staff, seedSign });
  const shown = { ...staff, pkSign: ed25519Public(seedSign), signature };
  check("signed a login that we take", (await ours("staff_login_check", shown)) !== null);
  const mine = { ...shown, signature: (await ours("staff_login", { ...staff, seedSign })).signature };
  check("takes our signature", asked(core, "staff_login_check", mine) !== null);
};

// The same answer, or both refuse.
const alike = async (core, draw, check) => {
  const same = async (name, fields) =>
    check(`${name} says what we say`, isSame(await ours(name, fields), asked(core, name, fields)));
  const secret = draw.octets(9);
  await same("phrase_write", { secret });
  const { digits } = await ours("phrase_write", { secret });
  await same("phrase_read", { typed: digits });
  const typo = Buffer.from(digits);
  typo[draw.below(24)] = 0x30 + draw.below(10);
  await same("phrase_read", { typed: typo });
  for (const list of [0, 1]) {
    await same("phrase_words", { secret, list });
    const words = (await ours("phrase_words", { secret, list })).words.toString().split(" ");
    await same("phrase_read", { typed: Buffer.from(words.join(" ")) });
    await same("phrase_read", { typed: Buffer.from(words.map((word) => word.slice(0, 4)).join("-").toUpperCase()) });
    const other = (await ours("phrase_words", { secret: draw.octets(9), list })).words.toString().split(" ");
    const place = draw.below(7);
    await same("phrase_read", { typed: Buffer.from(words.with(place, other[place]).join(" ")) });
  }
  await same("offline_seed", { kOffline: draw.octets(32), salt: draw.octets(32), generation: draw.below(2 ** 32) });
  const body = {
    kind: [1, 2, 3, 4, 6][draw.below(5)],
    seq: 1 + draw.below(2 ** 47),
    prev: draw.octets(32),
    sentMin: draw.below(2 ** 32),
    seen: draw.octets(48 * draw.below(9)),
    nextKey: draw.octets(1216 * draw.below(2)),
    content: draw.octets(draw.below(9000)),
  };
  await same("body_write", body);
  const written = (await ours("body_write", body)).body;
  await same("body_read", { padded: join(written, Buffer.alloc(draw.below(3))) });
  await same("body_read", { padded: flipped(written, draw.below(46)) });
  const snapshots = Array.from({ length: draw.below(35) }, () => draw.octets(32));
  const snapshot = { logSize: 0, logRoot: draw.octets(32), issuedMin: 1, expiresMin: 2, active: Buffer.alloc(0) };
  await same("snapshot", { ...snapshot, before: join(...snapshots) });
  await same("snapshot", { ...snapshot, before: join(...snapshots, ...snapshots.slice(0, 1)) });
  for (const count of [32, 33]) await same("snapshot", { ...snapshot, before: draw.octets(32 * count) });
  const statement = draw.octets(draw.below(300));
  if (statement.length > 0) await same("statement_recode", { statement });
};

// Each solves what the other checks.
const puzzles = async (core, draw, check) => {
  for (const d2 of [0, 1]) {
    const made = { key: draw.octets(32), slot: draw.below(2 ** 32), d1: 14, d2 };
    const [puzzle] = asked(core, "puzzle_make", made);
    check("makes our puzzle", (await ours("puzzle_make", made)).puzzle.equals(puzzle));
    const fields = { puzzle, pkLogin: draw.octets(32) };
    const [nonce1, nonce2] = asked(core, "puzzle_solve", fields);
    check("solved what we check", (await ours("puzzle_check", { ...fields, nonce1, nonce2 })) !== null);
    const solution = await ours("puzzle_solve", fields);
    const shown = { ...fields, nonce1: solution.nonce1, nonce2: solution.nonce2 };
    check("takes our solution", asked(core, "puzzle_check", shown) !== null);
    const fault = { ...shown, pkLogin: flipped(fields.pkLogin, draw.below(32)) };
    check("refuses it for another key", asked(core, "puzzle_check", fault) === null);
  }
};

export const bothWays = async (name, core, seed, check) => {
  const draw = new Draw(seed);
  const named = (what, isTrue) => check(`${name}: ${what}`, isTrue);
  for (let round = 0; round < ROUNDS; round += 1) {
    await envelopes(core, draw, named);
    await kept(core, draw, named);
    await logins(core, draw, named);
    await alike(core, draw, named);
  }
  await puzzles(core, draw, named);
  const keys = { secret: draw.octets(9), deploymentId: draw.octets(32) };
  named("derives our keys", isSame(await ours("visitor_keys", keys), asked(core, "visitor_keys", keys)));
};
