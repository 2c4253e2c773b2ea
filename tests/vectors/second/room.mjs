// Who is in the room (rule 12): head, roster hash, and the moves that exist.
import { hs } from "./hash.mjs";
import { fixed, join, need, Reader, u32, u8, within } from "./octets.mjs";
import { accepts, Roster, sign, statementRead } from "./statement.mjs";

const CLAIM = 1;
const CLOSE = 5;
const COUNSELLOR = 1;
const SUPERVISOR = 2;
const INTAKE = 1;
const DAY = 24 * 60;

export const eventWrite = (event) => ({
  body: join(
    fixed(event.caseId, 16),
    u32(event.epoch),
    fixed(event.prev, 32),
    u8(within(event.type, 1, 6)),
    fixed(event.actor, 32),
    fixed(event.subject, 32),
    u8(within(event.role, 0, 4)),
    u32(event.day),
  ),
});

const eventRead = (body) => {
  const reader = new Reader(body);
  const read = {
    caseId: reader.take(16),
    epoch: reader.number(4),
    prev: reader.take(32),
    type: within(reader.number(1), 1, 6),
    actor: reader.take(32),
    subject: reader.take(32),
    role: within(reader.number(1), 0, 4),
    day: reader.number(4),
  };
  reader.end();
  return read;
};

export const eventSign = (event, deploymentId, seed) =>
  sign(6, deploymentId, eventWrite(event).body, [[event.actor, seed]]);

export class Room {
  constructor(caseId, visitorId, snapshotHash) {
    this.caseId = caseId;
    this.epoch = 0;
    this.head = hs("udvej/1/room0", join(caseId, snapshotHash));
    this.rosterHash = this.head;
    this.isClosed = false;
    this.members = [{ who: visitorId, role: 0 }];
  }

  check(statement, event, roster, nowMin) {
    need(event.caseId.equals(this.caseId), "another case");
    need(event.epoch === this.epoch + 1 && event.prev.equals(this.head), "not after the last event");
    const actor = roster.find(event.actor, nowMin);
    need(actor !== null, "the actor does not count");
    need(
      statement.signatures.length === 1 && statement.signatures[0].signer.equals(event.actor),
      "the actor alone signs",
    );
    roster.signersOf(statement);
    need(event.day <= Math.floor(nowMin / DAY) + 1, "a day to come");
    return actor;
  }

  move(event, actor) {
    need(!this.isClosed, "nothing follows a close");
    need(event.subject.equals(event.actor) && event.role === actor.role, "the subject is the actor, in its role");
    if (event.type === CLAIM) {
      need(this.epoch === 0 && actor.role === COUNSELLOR && (actor.caps & INTAKE) !== 0, "may not claim");
      this.members.push({ who: event.actor, role: event.role });
    } else {
      need(event.type === CLOSE, "a move that does not exist");
      const isMember = this.members.some(({ who }) => who.equals(event.actor));
      need((actor.role === COUNSELLOR && isMember) || actor.role === SUPERVISOR, "may not close");
      this.isClosed = true;
    }
  }

  apply(octets, roster, nowMin) {
    const statement = statementRead(octets);
    need(statement.type === 6, "not an event");
    const event = eventRead(statement.body);
    this.move(event, this.check(statement, event, roster, nowMin));
    this.epoch = event.epoch;
    this.head = hs("udvej/1/room", join(this.head, octets));
    this.members.sort((a, b) => Buffer.compare(a.who, b.who));
    const members = this.members.map(({ who, role }) => join(who, u8(role)));
    this.rosterHash = hs("udvej/1/roster", join(this.head, u8(members.length), ...members));
  }

  state() {
    return join(u32(this.epoch), this.head, this.rosterHash, u8(this.isClosed ? 1 : 0));
  }
}

// The room's state at first, then after each event whether it was taken and the state again.
export const room = ({ deploymentId, nowMin, caseId, visitorId, snapshotHash, rosterCount, statements, events }) => {
  const roster = new Roster(deploymentId);
  need(rosterCount === statements.length, "another number of statements");
  for (const statement of statements) roster.add(statement, nowMin);
  const one = new Room(caseId, visitorId, snapshotHash);
  const start = one.state();
  const steps = events.map((event) => join(u8(accepts(() => one.apply(event, roster, nowMin)) ? 1 : 0), one.state()));
  return { start, steps };
};
