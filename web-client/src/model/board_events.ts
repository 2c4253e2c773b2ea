/* What an event of the core changes on the supervisors' board. Pure. */
import type { CoreEvent, EventOf } from "../core/events";
import { type ActEntry, type BoardState, type Figures, refuse_figures } from "./board_state";
import type { StaffState } from "./staff_state";

/** What is asked again replaces what was known of that entry. */
function put_act(acts: BoardState["acts"], event: EventOf<"audit">): BoardState["acts"] {
  const { number, day, act, actor, second, subject, previous, head } = event;
  const entry: ActEntry = { number, day, act, actor, second, subject, previous, head };
  const last = acts.entries[acts.entries.length - 1];
  const before =
    last !== undefined && last.number >= number ? acts.entries.filter((one) => one.number < number) : acts.entries;
  return { ...acts, entries: [...before, entry] };
}

/** One row for a day at a door; and only of the days that were asked for last. */
function put_count(figures: Figures, event: EventOf<"count">): Figures {
  const { day, door, figures: counted } = event;
  if (day < figures.from || day >= figures.from + figures.days) return figures;
  const row = { day, door, figures: counted };
  const is_same = (other: Figures["rows"][number]) => other.day === day && other.door === door;
  const is_known = figures.rows.some(is_same);
  const rows = is_known ? figures.rows.map((other) => (is_same(other) ? row : other)) : [...figures.rows, row];
  return { ...figures, rows, is_whole: false };
}

/** What was being read has come to nothing, and is not waited for any more. */
function stop_reading(board: BoardState, why: string): BoardState {
  const { figures } = board;
  const is_waiting = figures !== null && !figures.is_whole && figures.why === "";
  const next = is_waiting ? refuse_figures(board, why) : board;
  return board.acts.is_reading ? { ...next, acts: { ...next.acts, is_reading: false } } : next;
}

/** After a lost connection the core asks once more for what has no answer, and is waited for: the list of acts from where it was checked. */
function begin_again(board: BoardState): BoardState {
  const { acts } = board;
  return { ...board, acts: { ...acts, entries: acts.entries.filter((entry) => entry.number <= acts.number) } };
}

function apply(board: BoardState, event: CoreEvent): BoardState {
  switch (event.event) {
    case "leaver_case": {
      const { holds, became, why } = event;
      const { leaving } = board;
      return leaving === null
        ? board
        : { ...board, leaving: { ...leaving, cases: [...leaving.cases, { holds, became, why }] } };
    }
    case "leaver": {
      const { done, left, why } = event;
      const { leaving } = board;
      return leaving === null ? board : { ...board, leaving: { ...leaving, done, left, why, is_under_way: false } };
    }
    case "count": {
      const { figures } = board;
      return figures === null ? board : { ...board, figures: put_count(figures, event) };
    }
    case "counts": {
      const { figures } = board;
      return figures === null ? board : { ...board, figures: { ...figures, is_whole: true, why: "" } };
    }
    case "connected":
      return begin_again(board);
    case "error":
      return stop_reading(board, event.code);
    case "audit":
      return { ...board, acts: put_act(board.acts, event) };
    case "audit_read": {
      const { number, head, checked } = event;
      return { ...board, acts: { ...board.acts, number, head, is_known: checked, is_reading: false } };
    }
    default:
      return board;
  }
}

export function apply_board_event(state: StaffState, event: CoreEvent): StaffState {
  const board = apply(state.board, event);
  return board === state.board ? state : { ...state, board };
}
