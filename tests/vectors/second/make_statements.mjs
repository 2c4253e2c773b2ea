// Vectors of rules 5 and 12: statements, the roster that they make, and rooms.
import { ed25519Public } from "./curves.mjs";
import { Draw } from "./draw.mjs";
import { join, u32 } from "./octets.mjs";
import { NOW, Programme, TODAY } from "./programme.mjs";
import { eventForced, eventSign, eventWrite, Room } from "./room.mjs";
import { Roster, sign, snapshot, statementRead } from "./statement.mjs";
import { File, flipped, repeat, text } from "./vectors.mjs";

const DAY = 24 * 60;

const addBodies = async (file, draw) => {
  const roots = (count) => draw.octets(32 * count);
  const { body } = await file.taken("of one", "root_set", { name: text("A"), threshold: 1, roots: roots(1) });
  await file.taken("of eight", "root_set", { name: text("Ø".repeat(32)), threshold: 8, roots: roots(8) });
  const twice = roots(1);
  await file.refused("a root twice", "root_set", { name: text("A"), threshold: 1, roots: join(twice, twice) });
  await file.refused("a threshold that nobody reaches", "root_set", { name: text("A"), threshold: 3, roots: roots(2) });
  await file.refused("nobody needed", "root_set", { name: text("A"), threshold: 0, roots: roots(2) });
  await file.refused("without a name", "root_set", { name: text(""), threshold: 1, roots: roots(2) });
  await file.refused("a name with a bell", "root_set", { name: text("A\u0007"), threshold: 1, roots: roots(2) });
  await file.taken("read", "body_check", { type: 1, body });
  await file.refused("an octet more", "body_check", { type: 1, body: join(body, Buffer.alloc(1)) });
  await file.refused("an octet less", "body_check", { type: 1, body: body.subarray(0, -1) });

  const { cert } = new Programme(draw).counsellors[0];
  const made = await file.taken("of a counsellor", "staff_cert", cert);
  const bare = { ...cert, doors: Buffer.alloc(0), langs: Buffer.alloc(0), caps: 0, label: text("x") };
  await file.taken("of an interpreter who has no door", "staff_cert", { ...bare, role: 4 });
  await file.taken("of a parent coach who has no door", "staff_cert", { ...bare, role: 5 });
  await file.taken("with every door", "staff_cert", { ...cert, doors: Buffer.from([...Array(16).keys()]) });
  await file.refused("doors that do not ascend", "staff_cert", { ...cert, doors: Buffer.from([2, 1]) });
  await file.refused("a door twice", "staff_cert", { ...cert, doors: Buffer.from([1, 1]) });
  await file.refused("the role of a visitor", "staff_cert", { ...cert, role: 0 });
  await file.refused("a role that does not exist", "staff_cert", { ...cert, role: 6 });
  await file.taken("for one day", "staff_cert", { ...cert, notBeforeDay: 5, notAfterDay: 5 });
  await file.refused("that ends before it begins", "staff_cert", { ...cert, notBeforeDay: 5, notAfterDay: 4 });
  await file.refused("languages that are not ASCII", "staff_cert", { ...cert, langs: text("dæ") });
  await file.refused("without a label", "staff_cert", { ...cert, label: text("") });
  await file.taken("read", "body_check", { type: 2, body: made.body });
  await file.refused("a role that does not exist, read", "body_check", { type: 2, body: flipped(made.body, 16) });
  await file.refused("an octet less", "body_check", { type: 2, body: made.body.subarray(0, -1) });

  const hashes = [draw.octets(32), draw.octets(32), draw.octets(32)].sort(Buffer.compare);
  const none = Buffer.alloc(0);
  const times = { logSize: 5, logRoot: draw.octets(32), issuedMin: NOW, expiresMin: NOW + 9 };
  const shot = await file.taken("of three", "snapshot", { ...times, active: join(...hashes), before: none });
  await file.taken("of nobody", "snapshot", { ...times, active: none, before: none });
  await file.taken("read", "body_check", { type: 4, body: shot.body });
  const crossed = join(hashes[1], hashes[0]);
  await file.refused("hashes that do not ascend", "snapshot", { ...times, active: crossed, before: none });
  await file.refused("a hash twice", "snapshot", { ...times, active: join(hashes[0], hashes[0]), before: none });
  await file.taken("of a minute", "snapshot", { ...times, expiresMin: NOW, active: none, before: none });
  await file.refused("that ends before", "snapshot", { ...times, expiresMin: NOW - 1, active: none, before: none });
  const after = (before) => ({ ...times, active: none, before });
  const later = await file.taken("after two others", "snapshot", after(crossed));
  await file.taken("read", "body_check", { type: 4, body: later.body });
  await file.refused("after one twice", "snapshot", after(join(hashes[1], hashes[0], hashes[1])));
  await file.refused("after half a one", "snapshot", after(hashes[0].subarray(0, 16)));
  const brief = { certHash: hashes[0], issuedMin: 2 };
  const pk = repeat("5a", 1216);
  await file.taken("a receive key of a minute", "receive_key", { ...brief, notAfterMin: 2, pk });
  await file.refused("a receive key that ends before", "receive_key", { ...brief, notAfterMin: 1, pk });
  await file.taken("a receive key", "receive_key", { certHash: hashes[0], issuedMin: 1, notAfterMin: 2, pk: repeat("0123", 1216) });
  const event = (type, untilDay) => ({
    caseId: draw.octets(16),
    epoch: type,
    prev: draw.octets(32),
    type,
    actor: hashes[0],
    subject: hashes[1],
    role: 1,
    day: TODAY,
    untilDay,
  });
  for (const type of [1, 5, 7]) await file.taken("an event", "event_write", event(type, 0));
  await file.taken("somebody comes for a day", "event_write", event(2, TODAY));
  await file.refused("until yesterday", "event_write", event(2, TODAY - 1));
  await file.refused("an end of a hand-over", "event_write", event(7, TODAY));
  await file.refused("an event that does not exist", "event_write", event(8, 0));
};

const addSignatures = async (file, draw) => {
  const deploymentId = draw.octets(32);
  const seeds = [draw.octets(32), draw.octets(32), draw.octets(32)];
  const { body } = snapshot({
    logSize: 0,
    logRoot: Buffer.alloc(32),
    issuedMin: 1,
    expiresMin: 2,
    active: Buffer.alloc(0),
    before: Buffer.alloc(0),
  });
  for (const type of [2, 4, 6])
    await file.taken(`signed once, type ${type}`, "statement_sign", {
      type,
      deploymentId,
      body: draw.octets(80),
      signers: [[draw.octets(32), seeds[0]]],
    });
  const three = seeds.map((seed) => [ed25519Public(seed), seed]);
  const signed = await file.taken("signed three times", "statement_sign", {
    type: 4,
    deploymentId,
    body,
    signers: three,
  });
  await file.taken("not signed", "statement_sign", { type: 1, deploymentId, body, signers: [] });
  await file.taken("read and written", "statement_recode", { statement: signed.statement });
  for (const [note, statement] of [
    ["a type that is no statement", join(Buffer.from([7]), signed.statement.subarray(1))],
    ["an octet more", join(signed.statement, Buffer.alloc(1))],
    ["an octet less", signed.statement.subarray(0, -1)],
    ["nothing", Buffer.alloc(0)],
  ])
    await file.refused(note, "statement_recode", { statement });
  const single = sign(4, deploymentId, body, three.slice(0, 1));
  const shown = { statement: single, deploymentId, pkSign: three[0][0] };
  await file.taken("a good signature", "statement_check", shown);
  await file.refused("of another programme", "statement_check", { ...shown, deploymentId: flipped(deploymentId, 31) });
  await file.refused("of somebody else", "statement_check", { ...shown, pkSign: three[1][0] });
  await file.refused("of another type", "statement_check", {
    ...shown,
    statement: join(Buffer.from([5]), single.subarray(1)),
  });
  await file.refused("over another body", "statement_check", { ...shown, statement: flipped(single, 3) });
  await file.refused("changed itself", "statement_check", { ...shown, statement: flipped(single, -1) });
};

// Statements that are used more than once: each stands in the file once.
const once = async (file, statements) => {
  const kept = [];
  for (const statement of statements) {
    const keep = `s${file.vectors.length}`;
    await file.taken("to be used below", "statement_recode", { statement }, { keep });
    kept.push(file.take(keep));
  }
  return kept;
};

const addRoster = async (file, draw) => {
  const one = new Programme(draw);
  const [anna, bo] = one.supervisors;
  const [mette, ali] = one.counsellors;
  const { deploymentId } = one;
  const everybody = await once(file, one.everybody());
  const [root, certAnna, certBo, certMette] = everybody;
  const certHashes = join(...one.all().map(({ certHash }) => certHash));
  const both = one.signers(anna, bo);
  const run = (note, statements, nowMin = NOW) =>
    file.taken(note, "roster", { deploymentId, nowMin, certHashes, statements });
  const [key] = await once(file, [await one.key(mette, NOW - 60)]);
  const [shot] = await once(file, [one.snapshot(one.all(), bo, NOW - 100)]);
  await run("a whole programme", [...everybody, shot, key]);
  await run("somebody left", [...everybody, one.snapshot([anna, bo, ali], bo, NOW - 100), key]);
  await run("the same again", [...everybody, ...everybody, shot, shot, one.snapshot([anna], bo, NOW - 100), key, key]);
  const setBody = statementRead(root.octets).body;
  for (const signers of [one.rootSigners(0), one.rootSigners(2, 1), one.rootSigners(1, 1), one.signers(anna)])
    await run("who signed the root set", [sign(1, deploymentId, setBody, signers), certAnna]);
  const again = one.changed(anna, { person: anna.cert.person, label: Buffer.from("Anna 2") });
  const certAgain = one.certify(again, one.rootSigners(0, 1));
  await run("who may sign a counsellor", [
    root,
    certAnna,
    certBo,
    certAgain,
    one.certify(mette, one.signers(anna)),
    one.certify(mette, one.signers(anna, again)),
    one.certify(mette, one.rootSigners(0, 1)),
    one.certify(mette, [...one.signers(anna), ...one.rootSigners(0)]),
    one.certify(mette, both, flipped(deploymentId, 0)),
    flipped(certMette.octets, -1),
    certMette,
    one.certify(ali, one.signers(mette, anna)),
    one.certify(ali, [...one.signers(anna), ...one.rootSigners(2, 1)]),
  ]);
  await run("who may sign a supervisor", [
    root,
    one.certify(anna, one.rootSigners(0)),
    one.certify(anna, []),
    one.certify(anna, [...one.rootSigners(0), ...one.rootSigners(0)]),
    certAnna,
    certBo,
    one.certify(one.changed(bo, { person: draw.octets(16) }), one.signers(anna, bo)),
  ]);
  const late = one.changed(mette, { notBeforeDay: TODAY + 301, notAfterDay: TODAY + 400 });
  const early = one.changed(mette, { notBeforeDay: TODAY - 31 });
  const idle = one.changed(bo, { caps: 7 });
  await run("signers must be in date and may certify", [
    root,
    certAnna,
    certBo,
    one.certify(late, both),
    one.certify(early, both),
    one.certify(idle, one.rootSigners(0, 1)),
    one.certify(mette, one.signers(anna, idle)),
  ]);
  const old = (who, ...times) => one.snapshot(who, anna, ...times);
  await run("snapshots", [
    ...everybody,
    one.snapshot(one.all(), mette, NOW),
    old(one.all(), NOW, NOW + 14 * DAY + 1),
    old(one.all(), NOW + DAY + 1),
    old([late], NOW),
    old(one.all(), NOW - 10, NOW + 14 * DAY - 10, certHashes.subarray(0, 32)),
    old(one.all(), NOW - 11),
    old([anna, bo], NOW + DAY, NOW + 2 * DAY, certHashes.subarray(0, 64)),
    old(one.all(), NOW, NOW + DAY, certHashes.subarray(32, 64)),
  ]);
  await run("a snapshot that is out of date", [...everybody, old(one.all(), NOW - 10 * DAY, NOW - 1)]);
  await run("a snapshot in its last minute", [...everybody, old(one.all(), NOW - 10 * DAY, NOW)]);
  const [brief] = await once(file, [await one.key(mette, NOW - 9, NOW)]);
  await run("a key in its last minute", [...everybody, brief]);
  await run("and after it", [...everybody, brief], NOW + 1);
  const ended = one.changed(ali, { notAfterDay: TODAY - 1 });
  const lastShot = one.snapshot([...one.all(), ended], anna, NOW);
  await file.taken("whose days are over", "roster", {
    deploymentId,
    nowMin: NOW,
    certHashes: ended.certHash,
    statements: [...everybody, one.certify(ended, both), lastShot],
  });
  await run("receive keys", [
    ...everybody,
    one.snapshot(one.all(), anna, NOW - 5),
    await one.key(mette, NOW, NOW + 14 * DAY + 1),
    await one.key(mette, NOW + DAY + 1),
    await one.key(mette, NOW, NOW + 5, ali),
    await one.key(mette, NOW),
    await one.key(mette, NOW - 1),
    await one.key(ali, NOW + DAY),
  ]);
};

// The server's key, who certifies it, and what it signs (rules 5 and 15).
const addDeletion = async (file, draw) => {
  const one = new Programme(draw);
  const [anna, bo] = one.supervisors;
  const { deploymentId } = one;
  const everybody = await once(file, one.everybody());
  const seed = draw.octets(32);
  const days = { notBeforeDay: TODAY - 1, notAfterDay: TODAY + 1 };
  const made = await file.taken("the server's key", "service_cert", { pkSign: ed25519Public(seed), ...days });
  await file.refused("that ends before it begins", "service_cert", { pkSign: made.body.subarray(0, 32), notBeforeDay: 5, notAfterDay: 4 });
  await file.taken("read", "body_check", { type: 9, body: made.body });
  await file.refused("an octet less", "body_check", { type: 9, body: made.body.subarray(0, -1) });
  const certify = (signers) => sign(9, deploymentId, made.body, signers);
  const [cert] = await once(file, [certify(one.signers(anna, bo))]);
  await file.taken("who may sign for the server", "roster", {
    deploymentId,
    nowMin: NOW,
    certHashes: Buffer.alloc(0),
    statements: [
      ...everybody,
      certify([]),
      certify(one.signers(anna)),
      certify(one.rootSigners(0, 1)),
      certify(one.signers(one.counsellors[0], anna)),
      cert,
      certify([]),
      certify([...one.signers(bo), ...one.rootSigners(1, 2)]),
    ],
  });
  const body = (mailbox, day) => join(mailbox, u32(day));
  const mailbox = draw.octets(16);
  const receipt = (day, signers = [[made.serviceHash, seed]], of = deploymentId) => sign(10, of, body(mailbox, day), signers);
  const statements = [...everybody, cert];
  const asked = { deploymentId, nowMin: NOW };
  for (const day of [TODAY - 1, TODAY, TODAY + 1])
    await file.taken("a receipt", "deletion_check", { ...asked, receipt: receipt(day), statements });
  for (const [note, wrong] of [
    ["of a day before the key's", receipt(TODAY - 2)],
    ["of a day after", receipt(TODAY + 2)],
    ["that nobody has signed", receipt(TODAY, [])],
    ["of a colleague", receipt(TODAY, one.signers(anna))],
    ["of two", receipt(TODAY, [[made.serviceHash, seed], ...one.signers(anna)])],
    ["of another key", receipt(TODAY, [[made.serviceHash, draw.octets(32)]])],
    ["of another programme", receipt(TODAY, undefined, flipped(deploymentId, 0))],
    ["about another mailbox", flipped(receipt(TODAY), 3)],
    ["cut", receipt(TODAY).subarray(0, -1)],
    ["that is a certificate", certify(one.signers(anna, bo))],
  ])
    await file.refused(note, "deletion_check", { ...asked, receipt: wrong, statements });
  await file.refused("without the certificate", "deletion_check", { ...asked, receipt: receipt(TODAY), statements: everybody });
};

export const statementFile = async () => {
  const file = new File("Statements: bodies, signatures, and who must sign what (rule 5).");
  const draw = new Draw("statements");
  await addBodies(file, draw);
  await addSignatures(file, draw);
  await addRoster(file, draw);
  await addDeletion(file, draw);
  return file;
};

// The room's head after these events.
const headAfter = (one, { caseId, visitorId, snapshotHash }, statements, events) => {
  const roster = new Roster(one.deploymentId);
  for (const statement of statements) roster.add(statement, NOW);
  const room = new Room(caseId, visitorId, snapshotHash);
  for (const event of events) room.apply(event, roster, NOW);
  return room.head;
};

// Events one after another, each signed over the head that the ones before it made; those in `wrong` are put in and must be refused.
class Chain {
  constructor(one, room, made) {
    this.one = one;
    this.room = room;
    this.roster = new Roster(one.deploymentId);
    for (const statement of made) this.roster.add(statement, NOW);
    this.state = new Room(room.caseId, room.visitorId, room.snapshotHash);
    this.events = [];
  }

  make(type, actor, subject, seconds = [], fields = {}) {
    const event = {
      caseId: this.room.caseId,
      epoch: this.state.epoch + 1,
      prev: this.state.head,
      type,
      actor: actor.certHash,
      subject: subject.certHash,
      role: subject.cert.role,
      day: TODAY,
      untilDay: 0,
      ...fields,
    };
    return sign(6, this.one.deploymentId, eventForced(event).body, this.one.signers(actor, ...seconds));
  }

  put(...what) {
    const octets = this.make(...what);
    this.state.apply(octets, this.roster, NOW);
    this.events.push(octets);
  }

  wrong(...what) {
    this.events.push(this.make(...what));
  }
}

const [CLAIM, ADD, TAKEOVER, REMOVE, CLOSE, REOPEN, HANDOVER] = [1, 2, 3, 4, 5, 6, 7];

// Every move, between every two of them the ones that are refused there.
const addMoves = async (one, room, made, run) => {
  const [anna, bo] = one.supervisors;
  const [mette, ali] = one.counsellors;
  const { mentor } = one;
  const handed = new Chain(one, room, made);
  handed.wrong(ADD, anna, bo);
  handed.wrong(REOPEN, anna, anna);
  handed.put(CLAIM, mette, mette);
  handed.wrong(ADD, ali, ali);
  handed.wrong(ADD, mette, mette);
  handed.wrong(ADD, mette, mentor, [], { role: 1 });
  handed.wrong(ADD, mette, mentor, [anna]);
  handed.put(ADD, mette, mentor);
  handed.wrong(ADD, mentor, ali);
  handed.put(ADD, anna, anna);
  handed.wrong(REMOVE, mette, mentor);
  handed.put(REMOVE, mette, mette);
  handed.wrong(REMOVE, anna, mette);
  handed.put(CLOSE, mentor, mentor);
  handed.wrong(ADD, anna, ali);
  handed.wrong(REOPEN, ali, ali);
  handed.put(REOPEN, mentor, mentor);
  handed.put(REMOVE, bo, mentor);
  handed.put(REMOVE, anna, anna);
  handed.put(CLAIM, ali, ali);
  await run("handed over, closed, opened again, left, and taken again", handed.events);

  const taken = new Chain(one, room, made);
  taken.put(CLAIM, mette, mette);
  taken.wrong(TAKEOVER, anna, ali);
  taken.wrong(TAKEOVER, anna, ali, [mette]);
  taken.wrong(TAKEOVER, mette, ali, [anna]);
  taken.wrong(TAKEOVER, anna, mette, [bo]);
  taken.put(TAKEOVER, anna, ali, [bo]);
  taken.wrong(CLOSE, mette, mette);
  taken.put(TAKEOVER, bo, anna, [anna]);
  taken.put(CLOSE, anna, anna);
  await run("taken over", taken.events);
};

// Who holds the case after the holder: as both have signed, until something else is.
const addHeirs = async (one, room, made, run) => {
  const [anna, bo] = one.supervisors;
  const [mette, ali] = one.counsellors;
  const { mentor } = one;
  const heirs = new Chain(one, room, made);
  heirs.wrong(HANDOVER, mette, ali, [ali]);
  heirs.put(CLAIM, mette, mette);
  heirs.wrong(HANDOVER, mette, mentor);
  heirs.wrong(HANDOVER, mette, mentor, [ali]);
  heirs.wrong(HANDOVER, mette, mentor, [anna]);
  heirs.wrong(HANDOVER, anna, mentor, [mentor]);
  heirs.put(HANDOVER, mette, mentor, [mentor]);
  heirs.wrong(HANDOVER, mentor, ali, [ali]);
  heirs.put(ADD, mette, ali, [], { untilDay: TODAY });
  heirs.wrong(HANDOVER, ali, anna, [anna]);
  heirs.put(HANDOVER, mette, anna, [anna]);
  heirs.wrong(REMOVE, mette, mentor);
  heirs.put(REMOVE, mette, anna);
  heirs.put(HANDOVER, mette, ali, [ali]);
  heirs.put(CLOSE, mette, mette);
  heirs.wrong(HANDOVER, mette, mentor, [mentor]);
  heirs.wrong(REOPEN, bo, mette);
  heirs.put(REOPEN, bo, bo);
  heirs.put(REMOVE, mette, mette, [], { day: TODAY + 1 });
  heirs.put(HANDOVER, ali, bo, [bo]);
  heirs.put(REMOVE, bo, bo);
  heirs.put(REMOVE, ali, ali);
  heirs.wrong(HANDOVER, mentor, mette, [mette]);
  await run("handed over, to another, taken back, and held at last", heirs.events);

  const taken = new Chain(one, room, made);
  taken.put(CLAIM, mette, mette);
  taken.put(HANDOVER, mette, mentor, [mentor]);
  taken.put(TAKEOVER, anna, ali, [bo]);
  await run("taken over before it was handed over", taken.events);
};

// A stay that has an end: what its last day allows, and the day after does not.
const addEnds = async (one, room, made, run) => {
  const [anna, bo] = one.supervisors;
  const [mette, ali] = one.counsellors;
  const { mentor } = one;
  const on = (day, until = 0) => [[], { day: TODAY + day, untilDay: until === 0 ? 0 : TODAY + until }];
  const chain = new Chain(one, room, made);
  chain.wrong(CLAIM, mette, mette, ...on(-9, -5));
  chain.put(CLAIM, mette, mette, ...on(-9));
  chain.wrong(ADD, mette, ali, ...on(-9, -10));
  chain.put(ADD, mette, ali, ...on(-9, -7));
  chain.put(ADD, mette, mentor, ...on(-9, -9));
  chain.wrong(REMOVE, mette, mentor, ...on(-9));
  chain.put(REMOVE, mette, mentor, ...on(-8));
  chain.put(ADD, ali, mentor, ...on(-7, -2));
  chain.wrong(ADD, ali, bo, ...on(-6));
  chain.wrong(CLOSE, ali, ali, ...on(-6));
  chain.wrong(REMOVE, ali, mentor, ...on(-1));
  chain.put(REMOVE, mette, mette, ...on(-6));
  chain.put(CLOSE, mentor, mentor, ...on(-1));
  chain.wrong(REOPEN, ali, ali, ...on(-1));
  chain.put(REOPEN, anna, anna, ...on(-1));
  chain.put(REMOVE, mentor, ali, ...on(-1));
  await run("stays that have an end", chain.events);
};

// Who has left: what they did before counts, what they do after does not.
const addLeft = async (file, one, room, made, statements, run) => {
  const [anna] = one.supervisors;
  const [mette, ali] = one.counsellors;
  const chain = new Chain(one, room, made);
  chain.put(CLAIM, mette, mette);
  chain.put(ADD, mette, ali);
  chain.wrong(ADD, mette, one.mentor, [], { day: TODAY + 1 });
  const rest = one.all().filter((who) => who !== mette);
  const later = one.snapshot(rest, anna, NOW - 50);
  const [kept] = await once(file, [later]);
  await run("by one who has left since", chain.events, [...statements, kept]);
};

export const roomFile = async () => {
  const file = new File("Heads and roster hashes of rooms, and the moves that exist (rule 12).");
  const draw = new Draw("room");
  const one = new Programme(draw);
  const [anna] = one.supervisors;
  const [mette, ali] = one.counsellors;
  const made = [...one.everybody(), one.snapshot(one.all(), anna, NOW - 100)];
  const statements = await once(file, made);
  const { snapshotHash } = one.snapshotBody(one.all(), NOW - 100);
  for (const visitorId of [Buffer.alloc(32), Buffer.alloc(32, 0xff), draw.octets(32)]) {
    const caseId = draw.octets(16);
    const start = new Room(caseId, visitorId, snapshotHash);
    const room = {
      deploymentId: one.deploymentId,
      nowMin: NOW,
      caseId,
      visitorId,
      snapshotHash,
      rosterCount: statements.length,
    };
    const run = (note, events, all = statements) =>
      file.taken(note, "room", { ...room, rosterCount: all.length, statements: all, events });
    const claim = {
      caseId,
      epoch: 1,
      prev: start.head,
      type: 1,
      actor: mette.certHash,
      subject: mette.certHash,
      role: 1,
      day: TODAY,
      untilDay: 0,
    };
    const signed = (fields, who = mette) => eventSign({ ...claim, ...fields }, one.deploymentId, who.seedSign);
    const first = signed({});
    const by = (who) => ({ actor: who.certHash, subject: who.certHash, role: who.cert.role });
    await run("nobody came", []);
    if (visitorId[0] === 0)
      await run("claims that are refused", [
        signed({ epoch: 2 }),
        signed({ epoch: 0 }),
        signed({ prev: flipped(start.head, 0) }),
        signed({ caseId: flipped(caseId, 0) }),
        signed({ subject: ali.certHash }),
        signed({ day: TODAY + 2 }),
        signed({}, ali),
        signed(by(one.mentor), one.mentor),
        signed(by(anna), anna),
        flipped(first, -1),
        first,
        first,
        signed(by(ali), ali),
      ]);
    const prev = headAfter(one, room, made, [first]);
    const tomorrow = eventWrite({ ...claim, day: TODAY + 1 }).body;
    const today = eventWrite(claim).body;
    if (visitorId[0] === 0)
      await run("signed by more, by nobody, by another, in another role, tomorrow", [
        sign(6, one.deploymentId, today, one.signers(mette, anna)),
        sign(6, one.deploymentId, today, []),
        sign(6, one.deploymentId, today, one.signers(ali)),
        signed({ role: 3 }),
        sign(6, one.deploymentId, tomorrow, one.signers(mette)),
      ]);
    const close = (who, fields) => signed({ epoch: 2, prev, type: 5, ...by(who), ...fields }, who);
    await run("closed by the counsellor", [
      first,
      close(ali),
      close(mette, { subject: ali.certHash }),
      close(mette),
      close(mette),
    ]);
    await run("closed by a supervisor", [first, close(one.mentor), close(anna)]);
    if (visitorId[0] !== 0xff) continue;
    await addMoves(one, room, made, run);
    await addHeirs(one, room, made, run);
    await addEnds(one, room, made, run);
    await addLeft(file, one, room, made, statements, run);
  }
  return file;
};
