/* Everything a console shows, as plain data: the counsellor's desk and the supervisor's board. */
import type { CaseSetting } from "../core/core";
import type { CardState, Escalation, ProposalAct, ProposalEnd, RoomAct, StopReason } from "../core/events";
import type { Language } from "../text/languages";
import { type BoardState, first_board } from "./board_state";
import { type AppointmentKind, type Conversation, empty_conversation, type Role } from "./conversation";
import type { Door } from "./doors";
import type { Note } from "./notes";
import type { Programme } from "./programme";
import type { Network, Wishes } from "./visitor_state";

export type StaffScreen = "unlock" | "desk" | "stopped" | "superseded" | "no_core";
export type UnlockFault = "none" | "wrong" | "bad_file" | "no_file" | "refused" | "wrong_role" | "broken";

export type Unlock = {
  /** A key file is kept on this device, or has been chosen. */
  has_file: boolean;
  is_working: boolean;
  fault: UnlockFault;
};

/** The wishes of somebody who waits, when this device could open them. */
export type CardWishes = Omit<Wishes, "language"> & { language: string };

export type QueueCard = {
  case_id: string;
  door: number;
  since_min: number;
  is_returning: boolean;
  wishes: CardWishes | null;
  is_taking: boolean;
  /** Who was faster, and when we were told; null: it is free. */
  lost: { holder: string; told_min: number } | null;
  /** What was written first; it becomes the first message of the one who takes the case. */
  first: { text: string; sent_min: number } | null;
  /** More was written than the core keeps of a case that nobody has taken: the rest comes to the one who takes it. */
  has_more: boolean;
};

export type StaffCase = {
  case_id: string;
  /** A number of this device's own, to tell conversations apart without a name; 0 until it is ours. */
  number: number;
  conversation: Conversation;
  unread: number;
  /** When the visitor last gave a sign of being there; 0: not since the console was unlocked. */
  live_min: number;
  is_closed: boolean;
  /** The server has nothing of it any more. */
  is_burnt: boolean;
  /** What the staff of the case say among themselves. */
  notes: readonly Note[];
  unread_notes: number;
  /** What the visitor answered about members, by member; of who took the case from the queue there is none. */
  answers: Readonly<Record<string, MemberAnswer>>;
  /** Does a colleague vouch that it is the visitor who wrote first? null: not told. */
  is_confirmed: boolean | null;
  /** We are not in it any more, and by whom; null: we are. */
  removed: { name: string; role: Role | null; is_by_self: boolean } | null;
  /** Somebody has brought us in, and we have not looked yet. */
  is_new: boolean;
};

export type MemberAnswer = "asked" | "yes" | "no" | "blocked";

/** How a case stands that somebody has, or had. */
export type RoomState = Exclude<CardState, "waiting" | "burnt">;

/** A case that is not waiting, as the server tells it to who serves at its door. */
export type RoomCard = {
  case_id: string;
  door: number;
  since_min: number;
  epoch: number;
  holder: string;
  holder_name: string;
  state: RoomState;
  /** Why it is escalated; "": it is not. */
  why: Escalation;
};

/** A move that waits for a second signature: a take-over, of another supervisor; a handover, of the colleague to whom it is offered.
 * `epoch`: the room's; when it moves on, the proposal is void. */
export type Proposal = {
  case_id: string;
  act: ProposalAct;
  epoch: number;
  who: string;
  name: string;
  by: string;
  by_name: string;
  is_own: boolean;
  /** We have signed it, and the server has not answered. */
  is_signing: boolean;
};

export type SlotState = "offered" | "accepted" | "called_off" | "held" | "no_show";
export type Slot = {
  id: string;
  start_min: number;
  length_min: number;
  who: string;
  is_self: boolean;
  state: SlotState;
};

export type Presence = "away" | "on_duty" | "paused";
export type Colleague = { id: string; name: string; role: Role; presence: Presence; is_self: boolean };

export type StaffAnnouncement = {
  serial: number;
  what: "message" | "card" | "note" | "added" | "proposal" | "offered";
};

/** What was tried. "state": to escalate a case, to let it rest, to end it for good, or to take one of these back. */
export type FailedAct = Exclude<RoomAct, "escalate" | "rest" | "end" | "lift"> | "state" | "appointment";

export type StaffState = {
  screen: StaffScreen;
  language: Language;
  programme: Programme | null;
  /** "on": signed in; until then nothing can be taken. */
  network: Network;
  now_min: number;
  unlock: Unlock;
  doors: readonly Door[];
  queue: readonly QueueCard[];
  cases: readonly StaffCase[];
  open_case: string | null;
  /** How often one was opened here, by a press or by taking it. */
  opened: number;
  /** Of the open case: what is said with the visitor, or the notes among the staff. */
  part: "talk" | "notes";
  rooms: readonly RoomCard[];
  proposals: readonly Proposal[];
  /** The last move in a room that did not happen. */
  failed: { case_id: string; act: FailedAct; why: string } | null;
  /** The last proposal that came to nothing. */
  ended: { case_id: string; why: ProposalEnd } | null;
  /** What our certificate allows, as bits. */
  caps: number;
  slots: readonly Slot[];
  colleagues: readonly Colleague[];
  announcement: StaffAnnouncement | null;
  /** The time, of those last offered in that case, that was not free: none of them was offered. */
  taken: { case_id: string; start_min: number } | null;
  stop_reason: StopReason | null;
  /** What only supervisors see. */
  board: BoardState;
};

/** Up to `times_max` times, all of one length. */
export type Offer = { kind: AppointmentKind; starts_min: readonly number[]; length_min: number; place: string };
export const times_max = 3;

export function first_staff_state(language: Language, programme: Programme | null, now_min: number): StaffState {
  return {
    screen: "unlock",
    language,
    programme,
    network: "off",
    now_min,
    unlock: { has_file: false, is_working: false, fault: "none" },
    doors: [],
    queue: [],
    cases: [],
    open_case: null,
    opened: 0,
    part: "talk",
    rooms: [],
    proposals: [],
    failed: null,
    ended: null,
    caps: 0,
    slots: [],
    colleagues: [],
    announcement: null,
    taken: null,
    stop_reason: null,
    board: first_board,
  };
}

function new_case(case_id: string): StaffCase {
  return {
    case_id,
    number: 0,
    conversation: empty_conversation,
    unread: 0,
    live_min: 0,
    is_closed: false,
    notes: [],
    unread_notes: 0,
    answers: {},
    is_confirmed: null,
    removed: null,
    is_new: false,
    is_burnt: false,
  };
}

/** Changes one case, which is made when this device has not seen it before. */
export function put_case(state: StaffState, case_id: string, change: (held: StaffCase) => StaffCase): StaffState {
  const known = state.cases.find((held) => held.case_id === case_id);
  if (known === undefined) return { ...state, cases: [...state.cases, change(new_case(case_id))] };
  return { ...state, cases: state.cases.map((held) => (held === known ? change(held) : held)) };
}

/** As put_case, for a case that this device serves: it gets its number. */
export function put_own_case(state: StaffState, case_id: string, change: (held: StaffCase) => StaffCase): StaffState {
  const next = state.cases.reduce((most, other) => Math.max(most, other.number), 0) + 1;
  return put_case(state, case_id, (held) => change(held.number === 0 ? { ...held, number: next } : held));
}

export function is_own(state: StaffState, case_id: string): boolean {
  return state.cases.some((held) => held.case_id === case_id && held.number > 0);
}

/** Drops what was kept of a case that waited and that somebody else took. */
export function forget_case(state: StaffState, case_id: string): StaffState {
  return { ...state, cases: state.cases.filter((held) => held.case_id !== case_id || held.number > 0) };
}

/** Nothing of it can be shown any more. */
export function drop_case(state: StaffState, case_id: string): StaffState {
  const cases = state.cases.filter((held) => held.case_id !== case_id);
  return { ...state, cases, open_case: state.open_case === case_id ? null : state.open_case };
}

/** The cases of this device; of others it may know the room from before they were taken. */
export function own_cases(state: StaffState): StaffCase[] {
  return state.cases.filter((held) => held.number > 0).sort((one, other) => one.number - other.number);
}

export function open_case_of(state: StaffState): StaffCase | null {
  return state.cases.find((held) => held.case_id === state.open_case) ?? null;
}

export function announce(state: StaffState, what: StaffAnnouncement["what"]): StaffState {
  return { ...state, announcement: { serial: (state.announcement?.serial ?? 0) + 1, what } };
}

/** How long a supervisor joins a case to look at it, in days after today. */
export const stay_days = 3;

/** Bit of `caps`: may add members to a room. */
const cap_add = 2;

export function room_of(state: StaffState, case_id: string): RoomCard | undefined {
  return state.rooms.find((room) => room.case_id === case_id);
}

/** Nothing is said in it; "returned": the visitor asks for it to be opened again; "ended": and cannot ask. */
export const is_over = (state: CardState): boolean => state === "closed" || state === "returned" || state === "ended";

export function is_holder(state: StaffState, case_id: string): boolean {
  return state.colleagues.some((colleague) => colleague.is_self && colleague.id === room_of(state, case_id)?.holder);
}

/** May we bring somebody in, or close it? Rule 12: a counsellor in the room, its holder, any supervisor. */
export function answers_for(state: StaffState, held: StaffCase): boolean {
  const self = state.colleagues.find((colleague) => colleague.is_self);
  const holder = room_of(state, held.case_id)?.holder;
  return self?.role === "supervisor" || self?.role === "counsellor" || (self !== undefined && self.id === holder);
}

export function may_add(state: StaffState, held: StaffCase): boolean {
  return answers_for(state, held) && (is_supervisor(state) || (state.caps & cap_add) !== 0);
}

/** Rule 12: its holder, who may add. */
export function may_hand_over(state: StaffState, held: StaffCase): boolean {
  return is_holder(state, held.case_id) && (state.caps & cap_add) !== 0;
}

/** What we may set a case to (the table "SET_CASE from" of the protocol). */
export function settings_for(state: StaffState, case_id: string): readonly CaseSetting[] {
  const stands = room_of(state, case_id)?.state;
  const holds = is_holder(state, case_id);
  const held = own_cases(state).find((one) => one.case_id === case_id && one.removed === null);
  const self = state.colleagues.find((colleague) => colleague.is_self);
  const answers = holds || (held !== undefined && self?.role === "counsellor");
  if (stands === undefined) return [];
  if (is_over(stands)) return is_supervisor(state) ? [stands === "ended" ? "closed" : "ended"] : [];
  if (stands === "escalated") return holds || is_supervisor(state) ? ["claimed"] : [];
  const look: readonly CaseSetting[] = answers ? ["escalated"] : [];
  if (!holds || stands === "handed_over") return look;
  return [...look, stands === "resting" ? "claimed" : "resting"];
}

const room_order: Partial<Record<RoomState, number>> = { escalated: 0, returned: 1 };

/** What a supervisor is asked to look at first, the longest wait first; then whose visitor asks to come back. */
export function by_need(rooms: readonly RoomCard[]): RoomCard[] {
  const order = ({ state }: RoomCard) => room_order[state] ?? 2;
  return [...rooms].sort((one, other) => order(one) - order(other) || one.since_min - other.since_min);
}

export function is_supervisor(state: StaffState): boolean {
  return state.colleagues.some((colleague) => colleague.is_self && colleague.role === "supervisor");
}

/** Has the visitor not said yes to us? Then nothing that we write is shown. */
export function is_unheard(held: StaffCase): boolean {
  const self = held.conversation.members.find((member) => member.is_self);
  const answer = self === undefined ? undefined : held.answers[self.id];
  return answer !== undefined && answer !== "yes";
}

/** Colleagues who could come into a case: of these roles, not in it, those on duty first. */
export function candidates(state: StaffState, roles: readonly Role[], members: readonly { id: string }[]): Colleague[] {
  const order = { on_duty: 0, paused: 1, away: 2 } as const;
  return state.colleagues
    .filter(({ id, role, is_self }) => !is_self && roles.includes(role) && !members.some((member) => member.id === id))
    .sort((one, other) => order[one.presence] - order[other.presence] || one.name.localeCompare(other.name));
}

/** A visitor's page gives a sign every minute; after three without one it counts as gone. */
export function is_live(held: StaffCase, now_min: number): boolean {
  return held.live_min > 0 && now_min - held.live_min <= 3;
}

/** The queue with the longest wait first. */
export function by_wait(queue: readonly QueueCard[]): QueueCard[] {
  return [...queue].sort((one, other) => one.since_min - other.since_min);
}
