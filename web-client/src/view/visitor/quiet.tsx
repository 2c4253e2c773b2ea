/* Quiet mode: what it hides, what it does not, what it costs; off unless somebody chooses it. */
import { useState } from "preact/hooks";
import type { VisitorProps } from "../common/props";

export function Quiet({ state, say, act }: VisitorProps) {
  const [was_on] = useState(state.is_quiet);
  return (
    <details class="aside" open={was_on}>
      <summary>{say("visitor-quiet")}</summary>
      <p id="quiet-text">{say("visitor-quiet-text")}</p>
      <label class="radio">
        <input
          type="checkbox"
          autocomplete="off"
          aria-describedby="quiet-text"
          checked={state.is_quiet}
          onChange={() => act.choose_quiet(!state.is_quiet)}
        />
        <span>{say("visitor-quiet")}</span>
      </label>
    </details>
  );
}

/** Why it takes longer. */
export function QuietNote({ state, say }: VisitorProps) {
  return state.is_quiet ? <p class="note">{say("visitor-quiet-wait")}</p> : null;
}
