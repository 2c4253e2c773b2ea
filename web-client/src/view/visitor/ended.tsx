/* Screens on which the conversation does not go on: opened elsewhere, out of reach, cleared, and stopped for safety.
 * The last one offers no way past it. */
import type { PlainKey } from "../../text/text";
import { Heading } from "../common/heading";
import type { VisitorProps } from "../common/props";
import { Hotline } from "./hotline";

type Ending = { heading: PlainKey; text: PlainKey; ways: readonly ("return" | "anew")[] };

const endings = {
  superseded: { heading: "visitor-superseded-heading", text: "visitor-superseded-text", ways: ["return"] },
  unreachable: { heading: "visitor-unreachable-heading", text: "visitor-unreachable-text", ways: ["anew", "return"] },
  too_old: { heading: "visitor-old-heading", text: "visitor-old-text", ways: [] },
  no_core: { heading: "visitor-core-heading", text: "visitor-core-text", ways: [] },
  wiped: { heading: "visitor-wiped-heading", text: "visitor-wiped-text", ways: ["return"] },
} satisfies Record<string, Ending>;

export type EndingName = keyof typeof endings;

export function Ended(props: VisitorProps & { ending: EndingName }) {
  const { state, say, act } = props;
  const ending: Ending = endings[props.ending];
  return (
    <>
      <Heading>{say(ending.heading)}</Heading>
      <p>{say(ending.text)}</p>
      <div class="ways">
        {ending.ways.includes("return") && (
          <button type="button" class="primary" onClick={act.come_back}>
            {say("visitor-first-return")}
          </button>
        )}
        {ending.ways.includes("anew") && (
          <button type="button" class="secondary" onClick={act.end}>
            {say("visitor-return-new")}
          </button>
        )}
      </div>
      <Hotline programme={state.programme} say={say} />
    </>
  );
}

export function Stopped({ state, say }: VisitorProps) {
  return (
    <>
      <Heading>{say("visitor-stopped-heading")}</Heading>
      <p>{say("visitor-stopped-text")}</p>
      <p>{say("visitor-stopped-do")}</p>
      <Hotline programme={state.programme} say={say} />
      {state.stop_reason !== null && <p class="small">{say(`common-stopped-${state.stop_reason}`)}</p>}
    </>
  );
}
