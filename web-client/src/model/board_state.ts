/* What only supervisors see: the cases of a colleague who leaves, the figures, the list of acts. Plain data, and what is made of it. */
import type { LeaverBecame, LeaverStep, ListedAct } from "../core/events";

/** One step about all cases of one colleague. `why`: it came to nothing, or ended early; "": it did not. */
export type Leaving = {
  who: string;
  step: LeaverStep;
  is_under_way: boolean;
  why: string;
  done: number;
  left: number;
  cases: readonly { holds: boolean; became: LeaverBecame; why: string }[];
};

/** `figures`: in the order of figure_kinds; null: fewer than five. */
export type FigureRow = { day: number; door: number; figures: readonly (number | null)[] };

export type ActEntry = {
  number: number;
  day: number;
  act: ListedAct;
  actor: string;
  second: string;
  subject: string;
  previous: string;
  head: string;
};

/** Of `days` days from `from` on. `is_whole`: all of it has come. `why`: it was not told, or not all of it; "": nothing went wrong. */
export type Figures = { rows: readonly FigureRow[]; from: number; days: number; is_whole: boolean; why: string };

export type BoardState = {
  leaving: Leaving | null;
  /** null: not asked for yet. */
  figures: Figures | null;
  /** While it is read there may be entries beyond `number`. `number`, `head`: up to where the core has checked it. `is_known`: it goes on from what was read before. */
  acts: { entries: readonly ActEntry[]; number: number; head: string; is_known: boolean; is_reading: boolean };
};

export const first_board: BoardState = {
  leaving: null,
  figures: null,
  acts: { entries: [], number: 0, head: "", is_known: false, is_reading: false },
};

export const figure_days_max = 31;

export function begin_leaving(board: BoardState, step: Pick<Leaving, "who" | "step" | "why">): BoardState {
  return { ...board, leaving: { ...step, is_under_way: step.why === "", done: 0, left: 0, cases: [] } };
}

/** What a look at these cases has to say for itself; null: only why it came to nothing. */
export function leaving_line(leaving: Leaving): "waits" | "under_way" | "found" | "result" | null {
  const { step, is_under_way, why } = leaving;
  if (is_under_way) return step === "look" || step === "decline" ? "waits" : "under_way";
  if (step === "look") return why === "" ? "found" : null;
  return why === "disconnected" ? null : "result"; /* what was under way may have happened */
}

export const begin_figures = (board: BoardState, from: number, days: number): BoardState => ({
  ...board,
  figures: { rows: [], from, days, is_whole: false, why: "" },
});

/** What was shown before stays. */
export function refuse_figures(board: BoardState, why: string): BoardState {
  const known = board.figures ?? { rows: [], from: 0, days: 0, is_whole: true };
  return { ...board, figures: { ...known, why } };
}

export const begin_acts = (board: BoardState): BoardState => ({ ...board, acts: { ...board.acts, is_reading: true } });

/** 31 December 9999: what comes after has no date of ten characters. */
const last_day = 2_932_896;

/** A day as it is written everywhere, in UTC; one that no calendar has, as the number it came as. */
export function day_text(day: number): string {
  return Math.abs(day) <= last_day ? new Date(day * 86_400_000).toISOString().slice(0, 10) : String(day);
}

const nobody = "0".repeat(64);

/** The list as `udvej audit export` writes it (server/operator/audit_list.h), so that `udvej audit verify` checks it without a server. */
export function acts_file({ entries, number, head }: BoardState["acts"]): string {
  const checked = entries.filter((entry) => entry.number <= number);
  const first = checked[0];
  const lines = checked.map((entry) =>
    [
      entry.number,
      day_text(entry.day),
      entry.act,
      entry.actor,
      entry.second || "-",
      entry.subject || "-",
      entry.head,
    ].join(" "),
  );
  const begin = `from ${first?.number ?? 1} ${first?.previous ?? nobody}`;
  return ["udvej audit list 1", begin, ...lines, `end ${number} ${head || nobody}`, ""].join("\n");
}

/** The largest figure of a kind, for the length of its bars. */
export function most(rows: readonly FigureRow[], at: number): number {
  return rows.reduce((largest, row) => Math.max(largest, row.figures[at] ?? 0), 0);
}
