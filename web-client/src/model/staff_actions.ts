/* What a counsellor or supervisor can do; the views call nothing else. */
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
  offer: (case_id: string, offer: Offer) => void;
  move: (case_id: string, appointment_id: string, offer: Offer) => void;
  call_off: (case_id: string, appointment_id: string) => void;
};
