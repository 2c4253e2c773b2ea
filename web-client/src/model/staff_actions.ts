/* What a counsellor or supervisor can do; the views call nothing else. */

import type { CaseSetting, LeaverProposal } from "../core/core";
import type { Language } from "../text/languages";
import type { Offer } from "./staff_state";

export type StaffActions = {
  choose_language: (language: Language) => void;
  choose_key_file: (bytes: Uint8Array) => void;
  forget_key_file: () => void;
  unlock: (passphrase: string) => void;
  lock: () => void;
  take: (case_id: string) => void;
  open_case: (case_id: string) => void;
  /** Rejects when the core does not take it. */
  send: (case_id: string, text: string) => Promise<void>;
  retract: (case_id: string, id: string) => void;
  close_case: (case_id: string) => void;
  reopen: (case_id: string) => void;
  /** With words for that colleague alone, or ""; rejects when the core does not take it. */
  bring_in: (case_id: string, who: string, words: string) => Promise<void>;
  /** The same with a supervisor, for some days; the others are asked to look. */
  ask_in: (case_id: string, who: string, words: string) => Promise<void>;
  /** Comes in ourselves, from outside: a supervisor. */
  join: (case_id: string) => void;
  /** The same for some days. */
  stay: (case_id: string) => void;
  /** Ourselves: leaves the case. */
  take_out: (case_id: string, who: string) => void;
  propose: (case_id: string, who: string) => void;
  /** Offers the case to a colleague. */
  hand_over: (case_id: string, who: string) => void;
  /** Signs the proposal of that case; or says no to it, or takes our own back. */
  second: (case_id: string) => void;
  decline: (case_id: string) => void;
  /** About a colleague who leaves: which cases are theirs, then all of them to somebody, or back to the queue (""). */
  leaver_look: (who: string) => void;
  leaver_move: (who: string, to: string, with_stays: boolean) => void;
  leaver_second: (move: LeaverProposal) => void;
  leaver_decline: (move: LeaverProposal) => void;
  /** Days since 1970. */
  read_figures: (day: number, days: number) => void;
  read_acts: () => void;
  /** As a file that `udvej audit verify` reads. */
  save_acts: () => void;
  set_case: (case_id: string, setting: CaseSetting) => void;
  show_part: (part: "talk" | "notes") => void;
  /** To the staff of the case, never to the visitor. Rejects when the core does not take it. */
  note: (case_id: string, text: string) => Promise<void>;
  offer: (case_id: string, offer: Offer) => Promise<void>;
  move: (case_id: string, appointment_id: string, offer: Offer) => Promise<void>;
  call_off: (case_id: string, appointment_id: string) => void;
  /** It was agreed and did not take place. */
  missed: (case_id: string, appointment_id: string) => void;
  /** Saves one's own appointments as a file for a calendar program; `summary`: what each is called. */
  save_calendar: (summary: string) => void;
};
