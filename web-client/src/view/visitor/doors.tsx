/* The doors: which trouble is it, and who answers there. */
import { type Door, door_text } from "../../model/doors";
import { date_time_text, span_text } from "../../text/time";
import { Heading } from "../common/heading";
import type { VisitorProps } from "../common/props";
import { CallLink, Hotline, hours_text } from "./hotline";
import { QuietNote } from "./quiet";

function DoorCard({ door, state, say, act }: VisitorProps & { door: Door }) {
  const words = door_text(door, state.language);
  const id = `door-${door.id}`;
  return (
    <li class="card">
      <h2 id={id} dir="auto">
        {words.name}
      </h2>
      <p dir="auto">{words.text}</p>
      <ul class="facts">
        <li>{say(door.is_open ? "visitor-door-open" : "visitor-door-closed")}</li>
        {!door.is_open && door.changes_min > 0 && (
          <li>{say("visitor-waiting-opens", { time: date_time_text(say, door.changes_min) })}</li>
        )}
        {door.answer_min > 0 && <li>{say("visitor-door-answer", { time: span_text(say, door.answer_min) })}</li>}
        {door.hours !== "" && <li>{say("visitor-door-hours", { hours: hours_text(say, door.hours) })}</li>}
        {door.phone !== "" && (
          <li>
            <CallLink number={door.phone} say={say} />
          </li>
        )}
      </ul>
      <button type="button" class="primary" aria-describedby={id} onClick={() => act.choose_door(door.id)}>
        {say("visitor-door-choose")}
      </button>
    </li>
  );
}

export function Doors(props: VisitorProps) {
  const { state, say } = props;
  return (
    <>
      <Heading>{say("visitor-doors-heading")}</Heading>
      <p>{say("visitor-doors-intro")}</p>
      {state.doors.length === 0 ? (
        <>
          <p role="status">{say(state.network === "off" ? "visitor-doors-none" : "common-loading")}</p>
          <QuietNote {...props} />
          <Hotline programme={state.programme} say={say} />
        </>
      ) : (
        <ul class="cards">
          {state.doors.map((door) => (
            <DoorCard key={door.id} door={door} {...props} />
          ))}
        </ul>
      )}
    </>
  );
}
