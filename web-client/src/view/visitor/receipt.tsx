/* The server's signed word that it keeps nothing: offered, folded away, and never stored. Who lets it go has nothing on the device that says
 * they were here. */
import type { VisitorProps } from "../common/props";

export function Receipt({ state, say }: Pick<VisitorProps, "state" | "say">) {
  if (state.receipt === "") return <p class="small">{say("visitor-receipt-none")}</p>;
  return (
    <details class="aside">
      <summary>{say("visitor-receipt")}</summary>
      <p>{say("visitor-receipt-text")}</p>
      <p class="receipt small" dir="ltr">
        {state.receipt}
      </p>
    </details>
  );
}
