/* What a counsellor or supervisor can do; the views call nothing else. */

import type { CaseSetting } from "../core/core";
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
  set_case: (case_id: string, setting: CaseSetting) => void;
  show_part: (part: "talk" | "notes") => void;
  /** To the staff of the case, never to the visitor. Rejects when the core does not take it. */
  note: (case_id: string, text: string) => Promise<void>;
  offer: (case_id: string, offer: Offer) => void;
  move: (case_id: string, appointment_id: string, offer: Offer) => void;
  call_off: (case_id: string, appointment_id: string) => void;
};
