// Who is in the room (rule 12): head, roster hash, and the moves that exist.
import { hs } from "./hash.mjs";
import { fixed, join, need, Reader, u32, u8, within } from "./octets.mjs";
import { accepts, Roster, sign, statementRead } from "./statement.mjs";

const [CLAIM, ADD, TAKEOVER, REMOVE, CLOSE, REOPEN, HANDOVER] = [1, 2, 3, 4, 5, 6, 7];
const [VISITOR, COUNSELLOR, SUPERVISOR, MENTOR, PARENT_COACH] = [0, 1, 2, 3, 5];
const [INTAKE, MAY_ADD] = [1, 2];
const DAY = 24 * 60;
const MEMBERS = 16;
const NOBODY = Buffer.alloc(32);

// Only who is added can have a last day, and not one that is over.
const checkEnd = ({ type, day, untilDay }) =>
  need(untilDay === 0 || (type === ADD && untilDay >= day), "an end where none can be");

const eventOctets = (event) =>
  join(
    fixed(event.caseId, 16),
    u32(event.epoch),
    fixed(event.prev, 32),
    u8(within(event.type, 1, 7)),
    fixed(event.actor, 32),
    fixed(event.subject, 32),
    u8(within(event.role, 0, PARENT_COACH)),
    u32(event.day),
    u32(event.untilDay),
  );

export const eventWrite = (event) => {
  checkEnd(event);
  return { body: eventOctets(event) };
};

// What no client would write, to see it refused.
export const eventForced = (event) => ({ body: eventOctets(event) });

const eventRead = (body) => {
  const reader = new Reader(body);
  const read = {
    caseId: reader.take(16),
    epoch: reader.number(4),
    prev: reader.take(32),
    type: within(reader.number(1), 1, 7),
    actor: reader.take(32),
    subject: reader.take(32),
    role: within(reader.number(1), 0, PARENT_COACH),
    day: reader.number(4),
    untilDay: reader.number(4),
  };
  reader.end();
  checkEnd(read);
  return read;
};

export const eventSign = (event, deploymentId, seed) =>
  sign(6, deploymentId, eventWrite(event).body, [[event.actor, seed]]);

const isSame = (one) => (other) => other.who.equals(one);
const canHold = (role) => [COUNSELLOR, SUPERVISOR, MENTOR, PARENT_COACH].includes(role);
const isOver = ({ untilDay }, day) => untilDay !== 0 && untilDay < day;

export class Room {
  constructor(caseId, visitorId, snapshotHash) {
    this.caseId = caseId;
    this.epoch = 0;
    this.leftEpoch = 0;
    this.head = hs("udvej/1/room0", join(caseId, snapshotHash));
    this.rosterHash = this.head;
    this.isClosed = false;
    this.holder = NOBODY;
    this.heir = NOBODY;
    this.members = [{ who: visitorId, role: VISITOR, since: 0, untilDay: 0 }];
  }

  get waits() {
    return !this.isClosed && this.holder.equals(NOBODY);
  }

  get isOpen() {
    return !this.isClosed && !this.holder.equals(NOBODY);
  }

  staff(who) {
    return this.members.find((one) => one.role !== VISITOR && one.who.equals(who));
  }

  check(statement, event, roster, nowMin) {
    need(event.caseId.equals(this.caseId), "another case");
    need(event.epoch === this.epoch + 1 && event.prev.equals(this.head), "not after the last event");
    need(event.day <= Math.floor(nowMin / DAY) + 1, "a day to come");
    const actor = roster.on(event.actor, event.day);
    need(actor !== null, "the actor did not count that day");
    const { signatures } = statement;
    need(signatures.length === ([TAKEOVER, HANDOVER].includes(event.type) ? 2 : 1), "another number of signatures");
    need(signatures[0].signer.equals(event.actor), "the actor signs first");
    if (event.type === HANDOVER) need(signatures[1].signer.equals(event.subject), "the subject signs second");
    if (event.type === TAKEOVER) {
      const second = roster.on(signatures[1].signer, event.day);
      need(second !== null && second.role === SUPERVISOR, "a supervisor signs second");
      need(!second.person.equals(actor.person), "two supervisors are two people");
    }
    roster.signersOf(statement);
    return { actor, subject: roster.on(event.subject, event.day) };
  }

  allow(event, actor, subject) {
    const isAboutItself = event.subject.equals(event.actor);
    const isSupervisor = actor.role === SUPERVISOR;
    const self = this.staff(event.actor);
    const isHere = self !== undefined && !isOver(self, event.day);
    const isHolder = isHere && this.holder.equals(event.actor);
    const answers = isHere && (actor.role === COUNSELLOR || isHolder);
    const member = this.staff(event.subject);
    const isCertified = subject !== null && subject.role === event.role;
    const maySucceed = isCertified && canHold(subject.role) && !this.holder.equals(event.subject);
    const maySeeOut = () => answers && (isOver(member, event.day) || this.heir.equals(event.subject));
    const mayAdd = (actor.caps & MAY_ADD) !== 0;
    const rules = {
      [CLAIM]: () => this.waits && isAboutItself && isCertified && actor.role === COUNSELLOR && (actor.caps & INTAKE) !== 0,
      [ADD]: () =>
        this.isOpen &&
        isCertified &&
        !this.members.some(isSame(event.subject)) &&
        (isSupervisor || (answers && mayAdd)),
      [TAKEOVER]: () => this.isOpen && isSupervisor && maySucceed,
      [HANDOVER]: () => this.isOpen && isHolder && mayAdd && maySucceed,
      [REMOVE]: () =>
        this.isOpen &&
        member !== undefined &&
        member.role === event.role &&
        (isSupervisor || isAboutItself || maySeeOut()),
      [CLOSE]: () => !this.isClosed && isAboutItself && isCertified && (isSupervisor || answers),
      [REOPEN]: () => this.isClosed && isAboutItself && isCertified && (isHere || isSupervisor),
    };
    need(rules[event.type](), "a move that is not allowed");
    const comes = [CLAIM, ADD, HANDOVER].includes(event.type) && !this.members.some(isSame(event.subject));
    need(!comes || this.members.length < MEMBERS, "the room is full");
  }

  come({ subject, role, epoch, untilDay }) {
    if (!this.members.some(isSame(subject))) this.members.push({ who: subject, role, since: epoch, untilDay });
  }

  endless(who) {
    this.members.find(isSame(who)).untilDay = 0;
  }

  hold(who) {
    this.holder = who;
    this.heir = NOBODY;
    this.endless(who);
  }

  leave(who, epoch) {
    this.members = this.members.filter((one) => !one.who.equals(who));
    if (this.heir.equals(who)) this.heir = NOBODY;
    this.leftEpoch = epoch;
  }

  // To the heir, or to who can hold it and is still here: no supervisor before others, then who came first. If nobody can, nobody stays.
  passOn({ epoch, day }) {
    const able = this.members.filter((one) => canHold(one.role) && !isOver(one, day));
    able.sort((a, b) => (a.role === SUPERVISOR) - (b.role === SUPERVISOR) || a.since - b.since);
    const next = able.find(isSame(this.heir)) ?? able[0];
    if (next !== undefined) {
      this.hold(next.who);
      return;
    }
    this.holder = NOBODY;
    for (const { who } of this.members.filter(({ role }) => role !== VISITOR)) this.leave(who, epoch);
  }

  move(event) {
    const wasHolder = this.holder.equals(event.subject);
    if (event.type === TAKEOVER) this.leave(this.holder, event.epoch);
    if ([CLAIM, ADD, TAKEOVER, HANDOVER].includes(event.type)) this.come(event);
    if ([CLAIM, TAKEOVER].includes(event.type)) this.hold(event.subject);
    if (event.type === HANDOVER) {
      this.heir = event.subject;
      this.endless(event.subject);
    }
    if (event.type === REMOVE) {
      this.leave(event.subject, event.epoch);
      if (wasHolder) this.passOn(event);
    }
    if (event.type === CLOSE) this.isClosed = true;
    if (event.type === REOPEN) this.isClosed = false;
  }

  apply(octets, roster, nowMin) {
    const statement = statementRead(octets);
    need(statement.type === 6, "not an event");
    const event = eventRead(statement.body);
    const { actor, subject } = this.check(statement, event, roster, nowMin);
    this.allow(event, actor, subject);
    this.move(event);
    this.epoch = event.epoch;
    this.head = hs("udvej/1/room", join(this.head, octets));
    this.members.sort((a, b) => Buffer.compare(a.who, b.who));
    const members = this.members.map(({ who, role }) => join(who, u8(role)));
    this.rosterHash = hs("udvej/1/roster", join(this.head, u8(members.length), ...members));
  }

  state() {
    const { epoch, head, rosterHash, isClosed, holder, heir, leftEpoch } = this;
    return join(u32(epoch), head, rosterHash, u8(isClosed ? 1 : 0), holder, heir, u32(leftEpoch));
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
