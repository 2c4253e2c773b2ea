/* While the core works or the server answers. */
import type { PlainKey } from "../../text/text";
import { Heading } from "../common/heading";
import type { VisitorProps } from "../common/props";

const texts: Record<VisitorProps["state"]["busy_with"], PlainKey> = {
  keys: "visitor-busy-keys",
  open: "visitor-busy-open",
  return: "visitor-busy-return",
  burn: "visitor-busy-burn",
};

export function Busy({ state, say }: VisitorProps) {
  return (
    <>
      <Heading>{say("visitor-busy-heading")}</Heading>
      <p role="status">{say(texts[state.busy_with])}</p>
      {state.is_slow && <p class="note">{say("visitor-busy-slow")}</p>}
      {state.network !== "on" && <p role="status">{say("common-offline")}</p>}
    </>
  );
}
