/* While the core works or the server answers. */
import type { PlainKey } from "../../text/text";
import { Heading } from "../common/heading";
import type { VisitorProps } from "../common/props";
import { QuietNote } from "./quiet";

const texts: Record<VisitorProps["state"]["busy_with"], PlainKey> = {
  keys: "visitor-busy-keys",
  open: "visitor-busy-open",
  return: "visitor-busy-return",
  burn: "visitor-busy-burn",
};

/** Many are writing right now, so this device shows some work first. */
function Work({ state, say }: VisitorProps) {
  if (state.work === null) return null;
  return (
    <>
      <p role="status">{say("visitor-busy-work")}</p>
      <progress
        class="work"
        value={state.work.done}
        max={state.work.of}
        aria-label={say("visitor-busy-work-progress")}
      />
      {state.is_slow && <p class="note">{say("visitor-busy-work-slow")}</p>}
    </>
  );
}

export function Busy(props: VisitorProps) {
  const { state, say } = props;
  return (
    <>
      <Heading>{say("visitor-busy-heading")}</Heading>
      {state.work === null && <p role="status">{say(texts[state.busy_with])}</p>}
      {state.work === null && state.is_slow && <p class="note">{say("visitor-busy-slow")}</p>}
      <Work {...props} />
      <QuietNote {...props} />
      {state.network !== "on" && <p role="status">{say("common-offline")}</p>}
    </>
  );
}
