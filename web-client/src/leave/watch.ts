/* Listens for Shift three times, and starts the page anew when the browser brings it back from its memory.
 * Owns its listeners until the function it gives is called. */
import { no_shift, shift_presses, shift_step, shift_window_ms } from "./shift";

export type LeaveWatcher = {
  leave: () => void;
  /** `left`: presses that are still needed; 0 when the five seconds are over. */
  progress: (left: number) => void;
  came_back: () => void;
};

export function watch_leave(watcher: LeaveWatcher): () => void {
  let state = no_shift;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const give_up = () => {
    state = no_shift;
    watcher.progress(0);
  };
  const on_key = (event: KeyboardEvent) => {
    const before = state.count;
    const phase = event.type === "keydown" ? "down" : "up";
    state = shift_step(state, { key: event.key, phase, is_repeat: event.repeat }, event.timeStamp);
    if (state.count === before) return;
    clearTimeout(timer);
    if (state.count >= shift_presses) watcher.leave();
    else if (state.count > 0) {
      watcher.progress(shift_presses - state.count);
      timer = setTimeout(give_up, shift_window_ms - (event.timeStamp - state.first_ms));
    } else watcher.progress(0);
  };
  const on_show = (event: PageTransitionEvent) => {
    if (event.persisted) watcher.came_back();
  };

  document.addEventListener("keydown", on_key, true);
  document.addEventListener("keyup", on_key, true);
  window.addEventListener("pageshow", on_show);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("keydown", on_key, true);
    document.removeEventListener("keyup", on_key, true);
    window.removeEventListener("pageshow", on_show);
  };
}
