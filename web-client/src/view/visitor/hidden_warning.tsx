/* Twenty seconds to say "stay" before a page that was out of sight is cleared. Whoever was writing goes on writing. */
import { useEffect, useRef } from "preact/hooks";
import type { VisitorProps } from "../common/props";

export function HiddenWarning({ state, say, act }: VisitorProps) {
  const button = useRef<HTMLButtonElement>(null);
  const before = useRef(document.activeElement as HTMLElement | null);
  useEffect(() => button.current?.focus(), []);
  const stay = () => {
    before.current?.focus();
    act.stay();
  };
  return (
    <div class="warning" role="alertdialog" aria-labelledby="hidden-warning">
      <p id="hidden-warning">{say("visitor-hidden-warning", { count: state.hidden_seconds ?? 0 })}</p>
      <button ref={button} type="button" class="primary" onClick={stay}>
        {say("visitor-hidden-stay")}
      </button>
    </div>
  );
}
