/* Everything a console shows, as plain data: the counsellor's desk and the supervisor's board. */
import type { StopReason } from "../core/events";
import type { Language } from "../text/languages";
import { type AppointmentKind, type Conversation, empty_conversation, type Role } from "./conversation";
import type { Door } from "./doors";
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

export type StaffAnnouncement = { serial: number; what: "message" | "card" };

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
  slots: readonly Slot[];
  colleagues: readonly Colleague[];
  announcement: StaffAnnouncement | null;
  /** The time last offered was not free. */
  is_slot_taken: boolean;
  stop_reason: StopReason | null;
};

export type Offer = { kind: AppointmentKind; start_min: number; length_min: number; place: string };

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
    slots: [],
    colleagues: [],
    announcement: null,
    is_slot_taken: false,
    stop_reason: null,
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

/** The cases of this device; of others it may know the room from before they were taken. */
export function own_cases(state: StaffState): StaffCase[] {
  return state.cases.filter((held) => held.number > 0).sort((one, other) => one.number - other.number);
}

export function open_case_of(state: StaffState): StaffCase | null {
  return state.cases.find((held) => held.case_id === state.open_case) ?? null;
}

/** A visitor's page gives a sign every minute; after three without one it counts as gone. */
export function is_live(held: StaffCase, now_min: number): boolean {
  return held.live_min > 0 && now_min - held.live_min <= 3;
}

/** The queue with the longest wait first. */
export function by_wait(queue: readonly QueueCard[]): QueueCard[] {
  return [...queue].sort((one, other) => one.since_min - other.since_min);
}
