/* Everything a visitor's page shows, as plain data. The return code is not in it: it stays with the session and is read
 * only while it is on the screen. */
import type { WordList } from "../core/core";
import type { StopReason } from "../core/events";
import type { Language } from "../text/languages";
import { type Conversation, empty_conversation } from "./conversation";
import type { Door } from "./doors";
import type { Programme } from "./programme";

export type VisitorScreen =
  | "first"
  | "doors"
  | "limits"
  | "wishes"
  | "write"
  | "code"
  | "come_back"
  | "busy"
  | "room"
  | "superseded"
  | "unreachable"
  | "stopped"
  | "no_core"
  | "too_old"
  | "wiped"
  | "burnt";

export type Network = "off" | "connecting" | "on";
export type QueueBand = "none" | "next" | "few" | "many";
export type CaseState = "waiting" | "claimed" | "closed";
export type BusyWith = "keys" | "open" | "return" | "burn";

export type Wishes = {
  language: Language;
  counsellor: "any" | "woman" | "man";
  safe: "unsaid" | "yes" | "no";
  /** A number of `topics`; 0: not said. */
  topic: number;
};

/** What it can be about; the numbers go over the wire, sealed, and never change their meaning. */
export const topics = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** How the return code is shown: as a number, or as words of a language. */
export type CodeForm = "digits" | WordList;
export type CodeFault =
  | { is: "empty" }
  | { is: "short"; count: number }
  | { is: "mistyped" }
  | { is: "words" }
  | { is: "unknown" };
/** What was answered about a member. Who is not named was not asked about: who takes a case from the queue may read. */
export type Answer = "asked" | "yes" | "no";
export type Announcement = {
  serial: number;
  what: "message" | "appointment" | "question" | "closed" | "reopened";
  name: string;
};

export type Terms = { idle_days: number; closed_days: number; undelivered_days: number; record_days: number };

export type VisitorState = {
  screen: VisitorScreen;
  language: Language;
  programme: Programme | null;
  network: Network;
  doors: readonly Door[];
  /** How long the server keeps what nobody comes for, in days; 0: for ever. null: not known yet. */
  terms: Terms | null;
  door: number | null;
  wishes: Wishes;
  /** The first message, kept until the server has it, so that a refusal does not cost the words. */
  draft: string;
  busy_with: BusyWith;
  /** Work that the server asks for while many are writing, as far as it is done; null: none. */
  work: { done: number; of: number } | null;
  /** The core runs without WebAssembly: making keys takes long and holds the page still. */
  is_slow: boolean;
  /** Cells of one size at a steady pace, so that nobody on the network sees when somebody writes. */
  is_quiet: boolean;
  is_code_shown: boolean;
  code_form: CodeForm;
  /** How often the number was typed back wrong. */
  code_wrong_count: number;
  return_fault: CodeFault | null;
  /** The server's signed word that nothing is kept under the code, for the person to copy or to let go; "": none is to be had. */
  receipt: string;
  case_state: CaseState;
  band: QueueBand;
  conversation: Conversation;
  /** By member. */
  answers: Readonly<Record<string, Answer>>;
  /** The member about whom the last answer was not taken: what stood before still counts. */
  answer_lost: string | null;
  /** The member who is to take the case over, if the visitor agrees. */
  heir: string | null;
  /** Of a closed case: the colleagues are asked to open it again; or that could not be asked; or it is ended for good. */
  reopening: "no" | "asked" | "lost" | "ended";
  /** What is shown and said is kept at the server, sealed to this visitor. "changing": asked for, not yet so. */
  archive: "off" | "on" | "changing";
  /** The archive is full: something was not kept. */
  is_archive_full: boolean;
  announcement: Announcement | null;
  last_here_min: number | null;
  refusal: "none" | "busy" | "nobody" | "broken";
  stop_reason: StopReason | null;
  /** Presses of Shift still needed to leave; null while nobody presses. */
  shift_left: number | null;
  /** Seconds until a page that was out of sight is cleared; null when it is not. */
  hidden_seconds: number | null;
};

export const limits_version = 5;

export function first_state(language: Language, programme: Programme | null, is_slow = false): VisitorState {
  return {
    screen: "first",
    language,
    programme,
    network: "off",
    doors: [],
    terms: null,
    door: null,
    wishes: { language, counsellor: "any", safe: "unsaid", topic: 0 },
    draft: "",
    busy_with: "keys",
    work: null,
    is_slow,
    is_quiet: false,
    is_code_shown: true,
    code_form: "digits",
    code_wrong_count: 0,
    return_fault: null,
    receipt: "",
    case_state: "waiting",
    band: "none",
    conversation: empty_conversation,
    answers: {},
    answer_lost: null,
    heir: null,
    reopening: "no",
    archive: "off",
    is_archive_full: false,
    announcement: null,
    last_here_min: null,
    refusal: "none",
    stop_reason: null,
    shift_left: null,
    hidden_seconds: null,
  };
}

/** Where the page's own Back button leads; the browser's Back always leaves. */
const before: Partial<Record<VisitorScreen, VisitorScreen>> = {
  doors: "first",
  limits: "doors",
  wishes: "limits",
  write: "wishes",
  come_back: "first",
};

export function screen_before(screen: VisitorScreen): VisitorScreen | null {
  return before[screen] ?? null;
}

export function door_of(state: VisitorState): Door | null {
  return state.doors.find((door) => door.id === state.door) ?? null;
}
