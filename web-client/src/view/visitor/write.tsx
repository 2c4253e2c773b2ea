/* The first message. */
import { Heading } from "../common/heading";
import { MessageForm } from "../common/message_form";
import type { VisitorProps } from "../common/props";
import { Hotline } from "./hotline";

const refusal_texts = {
  busy: "visitor-refused-busy",
  nobody: "visitor-refused-nobody",
  broken: "visitor-unreachable-text",
} as const;

export function Write({ state, say, act }: VisitorProps) {
  return (
    <>
      <Heading>{say("visitor-write-heading")}</Heading>
      {state.refusal !== "none" && (
        <div class="note" role="alert">
          <p>{say(refusal_texts[state.refusal])}</p>
          <Hotline programme={state.programme} say={say} />
        </div>
      )}
      <p>{say("visitor-write-intro")}</p>
      <p>{say("visitor-write-names")}</p>
      <MessageForm
        say={say}
        label="visitor-write-label"
        button="visitor-write-send"
        empty="visitor-write-empty"
        rows={7}
        initial={state.draft}
        send={act.open}
      />
    </>
  );
}
