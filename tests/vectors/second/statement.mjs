// Signed statements: their bodies, their hashes, and who must sign what (rule 5).
import { ed25519Sign, ed25519Verify } from "./curves.mjs";
import { hs } from "./hash.mjs";
import {
  ascii,
  cut,
  fixed,
  isAscending,
  join,
  need,
  opaque,
  printable,
  Reader,
  Refused,
  text,
  u32,
  u64,
  u8,
  within,
} from "./octets.mjs";

const NAMES = { 1: "root-set", 2: "staff-cert", 4: "snapshot", 5: "receive-key", 6: "room-event", 9: "service-cert", 10: "deletion" };
const SUPERVISOR = 2;
const CERTIFY = 8;
const FORTNIGHT = 14 * 24 * 60;
const DAY = 24 * 60;

export const signedOctets = (name, deploymentId, body) => {
  const context = ascii(`udvej/1/sig/${name}`);
  return join(u8(context.length), context, fixed(deploymentId, 32), body);
};

export const statementWrite = ({ type, body, signatures }) => {
  need(NAMES[type] !== undefined, "a type that does not exist");
  const sigs = join(...signatures.map(({ signer, sig }) => join(fixed(signer, 32), fixed(sig, 64))));
  return join(u8(type), opaque(body, 1, 8192), opaque(sigs, 0, 288));
};

export const statementRead = (octets) => {
  const reader = new Reader(octets);
  const type = reader.number(1);
  const body = reader.opaque(1, 8192);
  const signatures = cut(reader.opaque(0, 288), 96).map((run) => ({
    signer: run.subarray(0, 32),
    sig: run.subarray(32),
  }));
  reader.end();
  need(NAMES[type] !== undefined, "a type that does not exist");
  return { type, body, signatures };
};

export const statementRecode = ({ statement }) => ({ statement: statementWrite(statementRead(statement)) });

// signers: [signer, seed] each.
export const sign = (type, deploymentId, body, signers) => {
  const octets = signedOctets(NAMES[type], deploymentId, body);
  return statementWrite({
    type,
    body,
    signatures: signers.map(([signer, seed]) => ({ signer, sig: ed25519Sign(seed, octets) })),
  });
};

export const statementSign = ({ type, deploymentId, body, signers }) => ({
  statement: sign(type, deploymentId, body, signers),
});

const isSignedBy = (statement, signature, deploymentId, pkSign) =>
  ed25519Verify(pkSign, signedOctets(NAMES[statement.type], deploymentId, statement.body), signature.sig);

export const statementCheck = ({ statement, deploymentId, pkSign }) => {
  const read = statementRead(statement);
  need(read.signatures.length === 1, "one signature is asked for");
  need(isSignedBy(read, read.signatures[0], deploymentId, pkSign), "not this signature");
  return { type: read.type, body: read.body };
};

// ---- bodies ----

export const rootSet = ({ name, threshold, roots }) => {
  text(name);
  const keys = cut(roots, 32);
  need(new Set(keys.map((key) => key.toString("hex"))).size === keys.length, "a root twice");
  within(threshold, 1, keys.length);
  const body = join(opaque(name, 1, 64), u8(threshold), opaque(roots, 32, 256));
  return { body, deploymentId: hs("udvej/1/deployment", body) };
};

export const staffCert = (cert) => {
  need(isAscending(cut(cert.doors, 1)), "doors ascend");
  text(cert.label);
  const body = join(
    fixed(cert.person, 16),
    u8(within(cert.role, 1, 5)),
    u32(within(cert.caps, 0, 15)),
    opaque(cert.doors, 0, 16),
    opaque(printable(cert.langs), 0, 32),
    u8(within(cert.profile, 0, 2)),
    opaque(cert.label, 1, 64),
    fixed(cert.pkSign, 32),
    fixed(cert.pkId, 32),
    u32(cert.notBeforeDay),
    u32(cert.notAfterDay),
  );
  need(cert.notBeforeDay <= cert.notAfterDay, "ends before it begins");
  return { body, certHash: hs("udvej/1/cert", body) };
};

export const snapshot = ({ logSize, logRoot, issuedMin, expiresMin, active, before }) => {
  need(isAscending(cut(active, 32)), "certificates ascend");
  const named = cut(before, 32).map((hash) => hash.toString("hex"));
  need(new Set(named).size === named.length, "a snapshot before it twice");
  need(issuedMin <= expiresMin, "ends before it begins");
  const body = join(u64(logSize), fixed(logRoot, 32), u64(issuedMin), u64(expiresMin), opaque(active, 0, 4096), opaque(before, 0, 1024));
  return { body, snapshotHash: hs("udvej/1/snapshot", body) };
};

export const receiveKey = ({ certHash, issuedMin, notAfterMin, pk }) => {
  need(issuedMin <= notAfterMin, "ends before it begins");
  return {
    body: join(fixed(certHash, 32), u64(issuedMin), u64(notAfterMin), fixed(pk, 1216)),
    keyId: hs("udvej/1/key-id", pk).subarray(0, 8),
  };
};

export const serviceCert = ({ pkSign, notBeforeDay, notAfterDay }) => {
  need(notBeforeDay <= notAfterDay, "ends before it begins");
  const body = join(fixed(pkSign, 32), u32(notBeforeDay), u32(notAfterDay));
  return { body, serviceHash: hs("udvej/1/service-cert", body) };
};

const deletion = ({ mailbox, day }) => ({ body: join(fixed(mailbox, 16), u32(day)) });

const rootSetRead = (body) => {
  const reader = new Reader(body);
  const read = { name: reader.opaque(1, 64), threshold: reader.number(1), roots: reader.opaque(32, 256) };
  reader.end();
  return { ...read, ...rootSet(read) };
};

const staffCertRead = (body) => {
  const reader = new Reader(body);
  const read = {
    person: reader.take(16),
    role: reader.number(1),
    caps: reader.number(4),
    doors: reader.opaque(0, 16),
    langs: reader.opaque(0, 32),
    profile: reader.number(1),
    label: reader.opaque(1, 64),
    pkSign: reader.take(32),
    pkId: reader.take(32),
    notBeforeDay: reader.number(4),
    notAfterDay: reader.number(4),
  };
  reader.end();
  return { ...read, ...staffCert(read) };
};

const snapshotRead = (body) => {
  const reader = new Reader(body);
  const read = {
    logSize: reader.number(8),
    logRoot: reader.take(32),
    issuedMin: reader.number(8),
    expiresMin: reader.number(8),
    active: reader.opaque(0, 4096),
    before: reader.opaque(0, 1024),
  };
  reader.end();
  return { ...read, ...snapshot(read) };
};

const receiveKeyRead = (body) => {
  const reader = new Reader(body);
  const read = {
    certHash: reader.take(32),
    issuedMin: reader.number(8),
    notAfterMin: reader.number(8),
    pk: reader.take(1216),
  };
  reader.end();
  return { ...read, ...receiveKey(read) };
};

const serviceCertRead = (body) => {
  const reader = new Reader(body);
  const read = { pkSign: reader.take(32), notBeforeDay: reader.number(4), notAfterDay: reader.number(4) };
  reader.end();
  return { ...read, ...serviceCert(read) };
};

const deletionRead = (body) => {
  const reader = new Reader(body);
  const read = { mailbox: reader.take(16), day: reader.number(4) };
  reader.end();
  return { ...read, ...deletion(read) };
};

const BODIES = {
  1: rootSetRead,
  2: staffCertRead,
  4: snapshotRead,
  5: receiveKeyRead,
  9: serviceCertRead,
  10: deletionRead,
};

// A body, read strictly: gives the same octets, or is refused.
export const bodyCheck = ({ type, body }) => {
  need(BODIES[type] !== undefined, "no such body");
  return { body: BODIES[type](body).body };
};

// ---- who must sign what ----

const hex = (octets) => octets.toString("hex");

export class Roster {
  constructor(deploymentId) {
    this.deploymentId = deploymentId;
    this.rootKeys = new Set();
    this.threshold = 0;
    this.certificates = new Map();
    this.services = new Map();
    this.snapshot = null;
    this.keys = new Map();
  }

  signersOf(statement) {
    const seen = new Set();
    return statement.signatures.map((signature) => {
      const name = hex(signature.signer);
      need(!seen.has(name), "a signer twice");
      seen.add(name);
      const isRoot = this.rootKeys.has(name);
      const certificate = this.certificates.get(name);
      need(isRoot || certificate !== undefined, "a signer nobody knows");
      const pk = isRoot ? signature.signer : certificate.pkSign;
      need(isSignedBy(statement, signature, this.deploymentId, pk), "a bad signature");
      return { isRoot, certificate };
    });
  }

  isSupervisorOn(certificate, day) {
    const { role, notBeforeDay, notAfterDay } = certificate;
    return role === SUPERVISOR && notBeforeDay <= day && day <= notAfterDay;
  }

  addRootSet(statement) {
    const read = rootSetRead(statement.body);
    need(read.deploymentId.equals(this.deploymentId), "another programme");
    const roots = cut(read.roots, 32);
    const signers = statement.signatures.map(({ signer }) => hex(signer));
    need(new Set(signers).size === signers.length, "a signer twice");
    for (const signature of statement.signatures) {
      const isRoot = roots.some((root) => root.equals(signature.signer));
      need(isRoot && isSignedBy(statement, signature, this.deploymentId, signature.signer), "not signed by its roots");
    }
    this.rootKeys = new Set(roots.map(hex));
    this.threshold = read.threshold;
  }

  // `role` undefined: the server's.
  needCertified(statement, { role, notBeforeDay }) {
    const signers = this.signersOf(statement);
    const roots = signers.filter(({ isRoot }) => isRoot).length;
    const supervisors = signers.filter(({ isRoot }) => !isRoot).map(({ certificate }) => certificate);
    if (role === SUPERVISOR) {
      need(supervisors.length === 0 && roots >= this.threshold, "supervisors are certified by the roots");
    } else {
      for (const one of supervisors)
        need(this.isSupervisorOn(one, notBeforeDay) && (one.caps & CERTIFY) !== 0, "may not certify");
      const people = new Set(supervisors.map(({ person }) => hex(person)));
      const byRoots = supervisors.length === 1 && roots >= this.threshold;
      need((roots === 0 && people.size === 2 && supervisors.length === 2) || byRoots, "too few signed");
    }
  }

  addCertificate(statement) {
    const read = staffCertRead(statement.body);
    this.needCertified(statement, read);
    this.certificates.set(hex(read.certHash), read);
  }

  addService(statement) {
    const read = serviceCertRead(statement.body);
    const name = hex(read.serviceHash);
    if (this.services.has(name)) return;
    this.needCertified(statement, read);
    need(this.services.size < 8, "too many keys of the server");
    this.services.set(name, read);
  }

  // The receipt's mailbox and day (rule 15).
  checkDeletion(octets) {
    const statement = statementRead(octets);
    need(statement.type === 10, "not a receipt");
    const read = deletionRead(statement.body);
    need(statement.signatures.length === 1, "one key signs");
    const service = this.services.get(hex(statement.signatures[0].signer));
    need(service !== undefined, "not a key of the server");
    need(service.notBeforeDay <= read.day && read.day <= service.notAfterDay, "not one of its days");
    need(isSignedBy(statement, statement.signatures[0], this.deploymentId, service.pkSign), "a bad signature");
    return { mailbox: read.mailbox, day: read.day };
  }

  addSnapshot(statement, nowMin) {
    const read = snapshotRead(statement.body);
    const signers = this.signersOf(statement);
    if (this.snapshot !== null && read.body.equals(this.snapshot.body)) return;
    need(signers.length === 1 && !signers[0].isRoot, "one supervisor signs");
    need(this.isSupervisorOn(signers[0].certificate, Math.floor(read.issuedMin / DAY)), "not a supervisor that day");
    need(read.expiresMin - read.issuedMin <= FORTNIGHT, "lives too long");
    need(read.issuedMin <= nowMin + DAY, "issued in the future");
    need(nowMin <= read.expiresMin, "out of date");
    need(this.snapshot === null || read.issuedMin > this.snapshot.issuedMin, "older than the one known");
    need(
      cut(read.active, 32).every((one) => this.certificates.has(hex(one))),
      "an unknown certificate",
    );
    this.snapshot = read;
  }

  addReceiveKey(statement, nowMin) {
    const read = receiveKeyRead(statement.body);
    const signers = this.signersOf(statement);
    const owner = this.certificates.get(hex(read.certHash));
    need(signers.length === 1 && owner !== undefined && signers[0].certificate === owner, "its own certificate signs");
    need(read.notAfterMin - read.issuedMin <= FORTNIGHT, "lives too long");
    need(read.issuedMin <= nowMin + DAY, "issued in the future");
    need(nowMin <= read.notAfterMin, "out of date");
    const today = Math.floor(nowMin / DAY);
    need(owner.notBeforeDay <= today && today <= owner.notAfterDay, "not one of the certificate's days");
    const known = this.keys.get(hex(read.certHash));
    if (known !== undefined && read.body.equals(known.body)) return;
    need(known === undefined || read.issuedMin > known.issuedMin, "older than the one known");
    this.keys.set(hex(read.certHash), read);
  }

  add(octets, nowMin) {
    const statement = statementRead(octets);
    if (statement.type === 1) this.addRootSet(statement);
    else if (statement.type === 2) this.addCertificate(statement);
    else if (statement.type === 4) this.addSnapshot(statement, nowMin);
    else if (statement.type === 5) this.addReceiveKey(statement, nowMin);
    else if (statement.type === 9) this.addService(statement);
    else throw new Refused("not for the roster");
  }

  // The certificate, if it counts: named by the newest snapshot, and in date.
  isNamed(certHash) {
    return this.snapshot !== null && cut(this.snapshot.active, 32).some((one) => one.equals(certHash));
  }

  find(certHash, nowMin) {
    return this.isNamed(certHash) ? this.on(certHash, Math.floor(nowMin / DAY)) : null;
  }

  // As it stood on a day gone by: named now, or left out by a snapshot that is not older than that day.
  on(certHash, day) {
    const read = this.certificates.get(hex(certHash));
    const isLater = this.snapshot === null || day > Math.floor(this.snapshot.issuedMin / DAY);
    if (read === undefined || (isLater && !this.isNamed(certHash))) return null;
    return read.notBeforeDay <= day && day <= read.notAfterDay ? read : null;
  }
}

export const accepts = (attempt) => {
  try {
    attempt();
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
};

// One octet a statement (1: taken), then for every certificate asked for: does it count, and the id of its receive key.
export const roster = ({ deploymentId, nowMin, certHashes, statements }) => {
  const all = new Roster(deploymentId);
  const taken = statements.map((octets) => u8(accepts(() => all.add(octets, nowMin)) ? 1 : 0));
  const found = cut(certHashes, 32).map((certHash) => {
    const key = all.keys.get(hex(certHash));
    const counts = all.find(certHash, nowMin) !== null;
    return join(u8(counts ? 1 : 0), counts && key ? key.keyId : Buffer.alloc(8));
  });
  return {
    taken: join(...taken),
    found: join(...found),
    snapshotHash: all.snapshot ? all.snapshot.snapshotHash : Buffer.alloc(32),
    before: all.snapshot ? all.snapshot.before : Buffer.alloc(0),
  };
};

export const deletionCheck = ({ deploymentId, nowMin, receipt, statements }) => {
  const all = new Roster(deploymentId);
  for (const octets of statements) all.add(octets, nowMin);
  return all.checkDeletion(receipt);
};
