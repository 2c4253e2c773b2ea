/* Whether the conversation is kept: off until the visitor has read what it means and wants it. */
import { useState } from "preact/hooks";
import type { PlainKey } from "../../text/text";
import type { VisitorProps } from "../common/props";

function Question(
  props: VisitorProps & { heading: PlainKey; texts: readonly PlainKey[]; is_on: boolean; end: () => void },
) {
  const { say, act, heading, texts, is_on, end } = props;
  const answer = () => {
    end();
    act.keep(is_on);
  };
  return (
    <section class="note" aria-labelledby="keep-heading">
      <h2 id="keep-heading">{say(heading)}</h2>
      <ul class="plain">
        {texts.map((text) => (
          <li key={text}>{say(text)}</li>
        ))}
      </ul>
      <div class="ways">
        <button type="button" class="secondary" onClick={answer}>
          {say(is_on ? "visitor-keep-sure" : "visitor-keep-off-sure")}
        </button>
        <button type="button" class="secondary" onClick={end}>
          {say("visitor-keep-not")}
        </button>
      </div>
    </section>
  );
}

const on_texts: readonly PlainKey[] = ["visitor-keep-what", "visitor-keep-who", "visitor-keep-risk"];
const off_texts: readonly PlainKey[] = ["visitor-keep-off-what"];

export function Keep(props: VisitorProps) {
  const { state, say } = props;
  const [is_asking, set_asking] = useState(false);
  if (state.archive === "changing") return <p role="status">{say("visitor-keep-changing")}</p>;
  const is_on = state.archive === "off";
  if (is_asking)
    return (
      <Question
        {...props}
        is_on={is_on}
        heading={is_on ? "visitor-keep-heading" : "visitor-keep-off-heading"}
        texts={is_on ? on_texts : off_texts}
        end={() => set_asking(false)}
      />
    );
  return (
    <>
      <p class="small">
        {say(is_on ? "visitor-keep-is-off" : "visitor-keep-is-on")}
        {state.is_archive_full && ` ${say("visitor-keep-full")}`}
      </p>
      <button type="button" class="quiet" onClick={() => set_asking(true)}>
        {say(is_on ? "visitor-keep" : "visitor-keep-off")}
      </button>
    </>
  );
}
