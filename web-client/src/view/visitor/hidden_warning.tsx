/* Twenty seconds to say "stay" before a page that was out of sight is cleared. */
import { useEffect, useRef } from "preact/hooks";
import type { VisitorProps } from "../common/props";

export function HiddenWarning({ state, say, act }: VisitorProps) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <div class="warning" role="alertdialog" aria-labelledby="hidden-warning">
      <p id="hidden-warning">{say("visitor-hidden-warning", { count: state.hidden_seconds ?? 0 })}</p>
      <button ref={button} type="button" class="primary" onClick={act.stay}>
        {say("visitor-hidden-stay")}
      </button>
    </div>
  );
}
