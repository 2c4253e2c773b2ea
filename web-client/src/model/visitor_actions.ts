/* What a visitor can do; the views call nothing else. */
import type { AppointmentTime } from "../core/core";
import type { Language } from "../text/languages";
import type { CodeForm, Wishes } from "./visitor_state";

/** `times`: the one that suits; `place`: the words of a wish for another time. Left out: as it stands. */
export type AppointmentAnswer = {
  act: "accept" | "decline" | "call_off" | "move";
  times?: readonly AppointmentTime[];
  place?: string;
};

export type VisitorActions = {
  choose_language: (language: Language) => void;
  choose_quiet: (is_quiet: boolean) => void;
  start: () => void;
  come_back: () => void;
  back: () => void;
  choose_door: (door: number) => void;
  accept_limits: () => void;
  say_wishes: (wishes: Wishes) => void;
  open: (first_message: string) => void;
  /** As `code_form` says. */
  read_code: () => string;
  choose_code_form: (form: CodeForm) => void;
  show_code: (is_shown: boolean) => void;
  check_code: (typed: string) => void;
  set_code_aside: () => void;
  return_with: (typed: string) => void;
  send: (text: string) => void;
  tell: (what: "cannot_write" | "only_reading") => void;
  /** May this member read what is written from now on? */
  answer_member: (who: string, is_yes: boolean) => void;
  answer_appointment: (id: string, answer: AppointmentAnswer) => void;
  /** Takes back what was said; others are asked to forget it too. */
  retract: (id: string) => void;
  /** Keeps the conversation from now on; or destroys what was kept. */
  keep: (is_on: boolean) => void;
  delete_kept: (id: string) => void;
  /** Of a closed case: asks for it to be opened again. */
  ask_reopen: () => void;
  /** Destroys everything on the server and on this page. */
  burn: () => void;
  stay: () => void;
  /** Clears everything and shows the first screen. */
  end: () => void;
  /** Leaves the page. */
  leave: () => void;
};
