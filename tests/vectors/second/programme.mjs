// A programme whose statements were all made here: three roots, two supervisors who certify, two counsellors, a mentor.
import { ed25519Public, x25519Public } from "./curves.mjs";
import { join } from "./octets.mjs";
import { receiveKey, rootSet, sign, snapshot, staffCert } from "./statement.mjs";
import { kemPublic } from "./hpke.mjs";

const DAY = 24 * 60;
export const TODAY = 20400;
export const NOW = TODAY * DAY + 600;

const person = (draw, role, caps, name) => {
  const seedSign = draw.octets(32);
  const seedId = draw.octets(32);
  return {
    seedSign,
    seedId,
    cert: {
      person: draw.octets(16),
      role,
      caps,
      doors: Buffer.from([1, 2]),
      langs: Buffer.from("da,en"),
      profile: role % 3,
      label: Buffer.from(name),
      pkSign: ed25519Public(seedSign),
      pkId: x25519Public(seedId),
      notBeforeDay: TODAY - 30,
      notAfterDay: TODAY + 300,
    },
  };
};

export class Programme {
  constructor(draw) {
    this.draw = draw;
    this.rootSeeds = [draw.octets(32), draw.octets(32), draw.octets(32)];
    this.roots = this.rootSeeds.map(ed25519Public);
    const set = rootSet({ name: Buffer.from("Ud ad vejen"), threshold: 2, roots: join(...this.roots) });
    this.deploymentId = set.deploymentId;
    this.rootSet = sign(1, this.deploymentId, set.body, []);
    this.supervisors = ["Anna", "Bo"].map((name) => this.named(person(draw, 2, 15, name)));
    this.counsellors = ["Mette K.", "Ali"].map((name) => this.named(person(draw, 1, 3, name)));
    this.mentor = this.named(person(draw, 3, 0, "Yasmin"));
  }

  named(who) {
    return { ...who, ...staffCert(who.cert) };
  }

  // Somebody like `who`, but for these fields of the certificate.
  changed(who, fields) {
    return this.named({ ...who, cert: { ...who.cert, ...fields } });
  }

  rootSigners(...which) {
    return which.map((index) => [this.roots[index], this.rootSeeds[index]]);
  }

  signers(...who) {
    return who.map(({ certHash, seedSign }) => [certHash, seedSign]);
  }

  certify(who, signers, deploymentId = this.deploymentId) {
    return sign(2, deploymentId, who.body, signers);
  }

  everybody() {
    const [anna, bo] = this.supervisors;
    return [
      this.rootSet,
      this.certify(anna, this.rootSigners(0, 1)),
      this.certify(bo, this.rootSigners(2, 0)),
      ...this.counsellors.map((one) => this.certify(one, this.signers(anna, bo))),
      this.certify(this.mentor, [...this.signers(bo), ...this.rootSigners(1, 2)]),
    ];
  }

  snapshotBody(who, issuedMin, expiresMin = issuedMin + 10 * DAY, before = Buffer.alloc(0)) {
    const active = join(...who.map(({ certHash }) => certHash).sort(Buffer.compare));
    return snapshot({ logSize: 0, logRoot: Buffer.alloc(32), issuedMin, expiresMin, active, before });
  }

  snapshot(who, signer, ...times) {
    return sign(4, this.deploymentId, this.snapshotBody(who, ...times).body, this.signers(signer));
  }

  all() {
    return [...this.supervisors, ...this.counsellors, this.mentor];
  }

  async key(who, issuedMin, notAfterMin = issuedMin + 14 * DAY, signer = who) {
    const pk = await kemPublic(this.draw.octets(32));
    const { body } = receiveKey({ certHash: who.certHash, issuedMin, notAfterMin, pk });
    return sign(5, this.deploymentId, body, this.signers(signer));
  }
}
