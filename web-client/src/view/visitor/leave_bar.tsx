/* The way out, always on the screen: a row of its own under the page, so that nothing can cover it and it covers nothing. */
import type { VisitorProps } from "../common/props";

export function LeaveBar({ state, say, act }: VisitorProps) {
  const left = state.shift_left;
  const spoken =
    left === null ? "" : left === 0 ? say("leave-shift-over") : say(left === 1 ? "leave-shift-one" : "leave-shift-two");
  return (
    <aside class="leave-bar" aria-label={say("leave-region")}>
      <button type="button" class="leave" onClick={act.leave}>
        {say("leave-now")}
      </button>
      <p class="shift-hint">{say("leave-hint")}</p>
      <p class="leave-progress" role="status" aria-live="assertive">
        {spoken}
      </p>
    </aside>
  );
}
