/* Waiting without being lost: the place in the queue in bands, and an honest word when nobody is there. */
import { door_of } from "../../model/visitor_state";
import type { PlainKey } from "../../text/text";
import { date_time_text, span_text } from "../../text/time";
import type { VisitorProps } from "../common/props";

const bands: Record<VisitorProps["state"]["band"], PlainKey | null> = {
  none: null,
  next: "visitor-waiting-first",
  few: "visitor-waiting-few",
  many: "visitor-waiting-many",
};

export function Waiting({ state, say }: VisitorProps) {
  const door = door_of(state);
  const band = bands[state.band];
  return (
    <section class="note" aria-labelledby="waiting-heading">
      <h2 id="waiting-heading">{say("visitor-waiting-heading")}</h2>
      <p>{say("visitor-waiting-text")}</p>
      <div role="status">
        {door?.is_open === false ? (
          <p>
            {say("visitor-waiting-closed")}{" "}
            {door.changes_min > 0 && say("visitor-waiting-opens", { time: date_time_text(say, door.changes_min) })}
          </p>
        ) : (
          band !== null && <p>{say(band)}</p>
        )}
      </div>
      {door?.is_open && door.answer_min > 0 && (
        <p>{say("visitor-door-answer", { time: span_text(say, door.answer_min) })}</p>
      )}
    </section>
  );
}
