/* What only supervisors see: the cases of a colleague who leaves, the figures, the list of acts. Plain data, and what is made of it. */
import type { FigureKind, LeaverBecame, LeaverStep, ListedAct } from "../core/events";

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

export type BoardState = {
  leaving: Leaving | null;
  /** null: not asked for yet. `is_whole`: all of it has come. */
  figures: { rows: readonly FigureRow[]; is_whole: boolean } | null;
  /** `number`, `head`: up to where the core has checked it. `is_known`: it goes on from what was read before. */
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

export const begin_figures = (board: BoardState): BoardState => ({ ...board, figures: { rows: [], is_whole: false } });
export const begin_acts = (board: BoardState): BoardState => ({ ...board, acts: { ...board.acts, is_reading: true } });

/** A day as it is written everywhere, in UTC. */
export const day_text = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

const nobody = "0".repeat(64);

/** The list as `udvej audit export` writes it (server/operator/audit_list.h), so that `udvej audit verify` checks it without a server. */
export function acts_file({ entries, number, head }: BoardState["acts"]): string {
  const first = entries[0];
  const lines = entries.map((entry) =>
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

export type FigureColumn = FigureKind;
