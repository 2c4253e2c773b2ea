/* Who reads, where confidentiality ends, what is kept: shown before the first message. The text carries a version. */
import { limits_version } from "../../model/visitor_state";
import type { PlainKey } from "../../text/text";
import { Heading } from "../common/heading";
import type { VisitorProps } from "../common/props";

const sections: readonly { heading: PlainKey; texts: readonly PlainKey[]; is_list?: boolean }[] = [
  { heading: "visitor-limits-who", texts: ["visitor-limits-who-text"] },
  { heading: "visitor-limits-silence", texts: ["visitor-limits-silence-text"] },
  { heading: "visitor-limits-children", texts: ["visitor-limits-children-text"] },
  { heading: "visitor-limits-crime", texts: ["visitor-limits-crime-text", "visitor-limits-ask"] },
  {
    heading: "visitor-limits-stored",
    texts: ["visitor-limits-stored-device", "visitor-limits-stored-server", "visitor-limits-stored-staff"],
    is_list: true,
  },
  { heading: "visitor-limits-cannot", texts: ["visitor-limits-cannot-text"] },
];

/** As the programme has configured it; without its word nothing is promised. */
function Terms({ terms, say }: { terms: NonNullable<VisitorProps["state"]["terms"]>; say: VisitorProps["say"] }) {
  const { idle_days, closed_days, undelivered_days, record_days } = terms;
  return (
    <ul class="plain">
      {undelivered_days > 0 && <li>{say("visitor-limits-terms-undelivered", { count: undelivered_days })}</li>}
      {idle_days > 0 && <li>{say("visitor-limits-terms-idle", { count: idle_days })}</li>}
      {closed_days > 0 && closed_days < idle_days && (
        <li>{say("visitor-limits-terms-closed", { count: closed_days })}</li>
      )}
      <li>{say("visitor-limits-terms-record", { time: say("common-days", { count: record_days }) })}</li>
      <li>{say("visitor-limits-terms-burn")}</li>
    </ul>
  );
}

export function Limits({ state, say, act }: VisitorProps) {
  return (
    <>
      <Heading>{say("visitor-limits-heading")}</Heading>
      <p>{say("visitor-limits-intro")}</p>
      {sections.map(({ heading, texts, is_list }) => (
        <section key={heading} class="field">
          <h2>{say(heading)}</h2>
          {is_list ? (
            <ul class="plain">
              {texts.map((text) => (
                <li key={text}>{say(text)}</li>
              ))}
            </ul>
          ) : (
            texts.map((text) => <p key={text}>{say(text)}</p>)
          )}
          {is_list && state.terms !== null && <Terms terms={state.terms} say={say} />}
        </section>
      ))}
      <p class="small">{say("visitor-limits-version", { version: limits_version })}</p>
      <button type="button" class="primary" onClick={act.accept_limits}>
        {say("visitor-limits-accept")}
      </button>
    </>
  );
}
