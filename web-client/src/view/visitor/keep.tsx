/* Whether the conversation is kept: off until the visitor has read what it means and wants it. */
import type { PlainKey } from "../../text/text";
import type { VisitorProps } from "../common/props";
import { Ask } from "./ask";

const on_texts: readonly PlainKey[] = ["visitor-keep-what", "visitor-keep-who", "visitor-keep-risk"];
const off_texts: readonly PlainKey[] = ["visitor-keep-off-what"];

export function Keep({ state, say, act }: VisitorProps) {
  const is_changing = state.archive === "changing";
  const is_on = state.archive === "off";
  return (
    <Ask
      say={say}
      button={is_changing ? null : is_on ? "visitor-keep" : "visitor-keep-off"}
      heading={is_on ? "visitor-keep-heading" : "visitor-keep-off-heading"}
      texts={is_on ? on_texts : off_texts}
      yes={is_on ? "visitor-keep-sure" : "visitor-keep-off-sure"}
      no="visitor-keep-not"
      go={() => act.keep(is_on)}
    >
      {is_changing ? (
        <p role="status">{say("visitor-keep-changing")}</p>
      ) : (
        <p class="small">
          {say(is_on ? "visitor-keep-is-off" : "visitor-keep-is-on")}
          {state.is_archive_full && ` ${say("visitor-keep-full")}`}
        </p>
      )}
    </Ask>
  );
}
