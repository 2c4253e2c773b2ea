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

/** Asked for, and not all of it has come. */
const is_awaited = (figures: Figures | null): figures is Figures =>
  figures !== null && !figures.is_whole && figures.why === "";

/** What was being read is not waited for any more. */
function stop_reading(board: BoardState, why: string): BoardState {
  const next = is_awaited(board.figures) ? refuse_figures(board, why) : board;
  return board.acts.is_reading ? { ...next, acts: { ...next.acts, is_reading: false } } : next;
}

/** After a lost connection: what was being read the core asks for again, from its beginning; so it is still waited for. A core that is
 * another one asks for nothing, but neither does its board: it begins empty at each unlock. */
function begin_again(board: BoardState): BoardState {
  const { acts, figures } = board;
  const checked = acts.entries.filter((entry) => entry.number <= acts.number);
  return {
    ...board,
    acts: { ...acts, entries: checked },
    figures: is_awaited(figures) ? { ...figures, rows: [] } : figures,
  };
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
