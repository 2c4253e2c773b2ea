/* Counts presses of Shift alone: three within five seconds leave the page. Shift held for a capital letter does not count.
 * Pure: the time is handed in. */
export const shift_presses = 3;
export const shift_window_ms = 5000;

export type ShiftState = { count: number; first_ms: number; is_alone: boolean };
export type KeyPress = { key: string; phase: "down" | "up"; is_repeat: boolean };

export const no_shift: ShiftState = { count: 0, first_ms: 0, is_alone: false };

export function shift_step(state: ShiftState, press: KeyPress, now_ms: number): ShiftState {
  if (press.key !== "Shift") return press.phase === "down" ? no_shift : state;
  if (press.phase === "down") return press.is_repeat ? state : { ...state, is_alone: true };
  if (!state.is_alone) return state;
  const is_late = state.count > 0 && now_ms - state.first_ms > shift_window_ms;
  if (state.count === 0 || is_late) return { count: 1, first_ms: now_ms, is_alone: false };
  return { count: state.count + 1, first_ms: state.first_ms, is_alone: false };
}
