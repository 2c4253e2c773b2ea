/* What an event of the core changes on the supervisors' board. Pure. */
import type { CoreEvent, EventOf } from "../core/events";
import type { ActEntry, BoardState } from "./board_state";
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
      const { day, door, figures } = event;
      const rows = board.figures?.rows ?? [];
      return { ...board, figures: { rows: [...rows, { day, door, figures }], is_whole: false } };
    }
    case "counts":
      return { ...board, figures: { rows: board.figures?.rows ?? [], is_whole: true } };
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
