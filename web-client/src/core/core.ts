/* The client core as TypeScript sees it (protocol/client.h): messages, commands and the time go in; messages and events come out.
 * Used by: the sessions in model/. Made by: wasm_core. Times are milliseconds here and become what the core wants inside. */
import type { Act, CoreEvent } from "./events";

export type Outcome = "ok" | "malformed" | "refused" | "full" | "gone" | "broken";
/** `id` names what was said in later events; empty unless the outcome is "ok". */
export type Said = { outcome: Outcome; id: string };

/** `id`: of its slot in the calendar. */
export type AppointmentTime = { id: string; start_min: number; length_min: number };
export type AppointmentAct = {
  act: Act;
  /** The appointment's own id, made here when staff offer one. */
  id: string;
  /** One to three; their ids are made here when staff offer or move. */
  times: readonly AppointmentTime[];
  way: "chat" | "phone" | "meeting";
  place: string;
};
/** `appointment`: the appointment's own id; `times`: those that were given, with their ids. */
export type AppointmentSaid = Said & { appointment: string; times: readonly AppointmentTime[] };

/** What a calendar file says of a slot. */
export type CalendarSlot = AppointmentTime & { state: "offered" | "accepted" | "called_off" | "held" | "no_show" };

export type Core = {
  /** From the next connection on: cells of one size at the server's pace. */
  quiet: (is_on: boolean) => void;
  connected: (now_ms: number) => void;
  disconnected: (now_ms: number) => void;
  receive: (message: Uint8Array, now_ms: number) => void;
  tick: (now_ms: number) => void;
  /** The next message for the server, taken out; null: none now. */
  take_frame: () => Uint8Array | null;
  /** The next event, taken out and parsed; null: none now. */
  take_event: () => CoreEvent | null;
  shown: (id: string) => void;
  /** Wipes every key. The core is of no use afterwards. */
  close: () => void;
};

export type Form = {
  language: string;
  profile: "any" | "woman" | "man";
  safe: "unsaid" | "yes" | "no";
  topic: number;
  text: string;
};

/** A language that has a list of words for return codes. */
export type WordList = "da" | "en";

export type VisitorCore = Core & {
  make: () => Outcome;
  come_back: (typed: string) => Outcome;
  /** Empty once it is hidden. */
  code: () => string;
  /** The same as seven words with a blank between them; empty once it is hidden. */
  words: (list: WordList) => string;
  check_code: (typed: string) => Outcome;
  hide_code: () => void;
  open_case: (door: number, language: string, form: Form) => Outcome;
  /** A piece of the work that the server asks for before it opens a case: up to `tries` hashes, or one slow one. True: there is more. */
  work: (tries: number, now_ms: number) => boolean;
  tell: (what: "cannot_write" | "only_reading") => Outcome;
  /** The person's answer about a member of the room; a no after a yes blocks that member. */
  consent: (who: string, is_yes: boolean) => Outcome;
  visible: (is_visible: boolean) => void;
  /** Keeps what is shown and said from now on; or destroys what was kept. The event `archive` says when it is so. */
  keep: (is_on: boolean) => Outcome;
  delete_kept: (id: string) => Outcome;
  /** Asks the server to destroy everything, until it has; then the event `burnt`. */
  burn: () => Outcome;
  /** Of a closed case: asks the colleagues to open it again; then the event `reopening`. */
  ask_reopen: () => Outcome;
  say: (text: string) => Said;
  /** Takes back what was said. "full": it is just on its way. */
  retract: (id: string) => Outcome;
  appointment: (act: AppointmentAct) => Said;
};

/** What a case is set to by hand: a supervisor is to look at it, nobody waits for an answer, or neither; ended for good, or only closed. */
export type CaseSetting = "escalated" | "resting" | "claimed" | "ended" | "closed";

export type LeaverProposal = {
  who: string;
  to: string;
  by: string;
  /** Those that the person has seen. */
  cases: readonly string[];
};

export type StaffCore = Core & {
  unlock: (key_file: Uint8Array, passphrase: string, state: Uint8Array) => Outcome;
  is_dirty: () => boolean;
  save: () => Uint8Array;
  saved: () => void;
  /** Under the key of that case ("": of none), which is in the state from then on. */
  seal_record: (case_id: string, record: Uint8Array) => Uint8Array;
  /** Null: its key was destroyed, the record is to be deleted. */
  open_record: (sealed: Uint8Array) => Uint8Array | null;
  claim: (case_id: string) => Outcome;
  close_case: (case_id: string) => Outcome;
  reopen: (case_id: string) => Outcome;
  /** `text`: words for that colleague alone; may be empty, then there is no id. `days`: after today; 0: no end. */
  add: (case_id: string, who: string, text: string, days: number) => Said;
  remove: (case_id: string, who: string) => Outcome;
  take_over: (case_id: string, who: string) => Outcome;
  /** Offers the case to a colleague, whose `second` makes it so. */
  hand_over: (case_id: string, who: string) => Outcome;
  /** Signs the proposal of that case; `decline` says no to it, or takes our own back. */
  second: (case_id: string) => Outcome;
  decline: (case_id: string) => Outcome;
  set_case: (case_id: string, setting: CaseSetting) => Outcome;
  /** Among the staff of the case, never to the visitor. */
  note: (case_id: string, text: string) => Said;
  presence: (presence: "away" | "on_duty" | "paused") => Outcome;
  slots: (from_min: number, to_min: number) => Outcome;
  /** Of a colleague who leaves: which cases are theirs; all of them to `to`, or back to the queue (""); then all proposals in one step. */
  leaver_look: (who: string) => Outcome;
  leaver_move: (who: string, to: string, with_stays: boolean) => Outcome;
  leaver_second: (move: LeaverProposal) => Outcome;
  leaver_decline: (move: LeaverProposal) => Outcome;
  /** Days since 1970. */
  counts: (day: number, days: number) => Outcome;
  /** From the entry that is known, by its number and the head after it; 0 and "": all. */
  audit: (number: number, head: string) => Outcome;
  /** A file for a calendar program (RFC 5545), in which every entry is called `summary`. */
  calendar_file: (slots: readonly CalendarSlot[], summary: string, now_min: number) => Uint8Array;
  say: (case_id: string, text: string) => Said;
  retract: (case_id: string, id: string) => Outcome;
  appointment: (case_id: string, act: AppointmentAct) => AppointmentSaid;
  lock: () => void;
  is_idle: () => boolean;
};
