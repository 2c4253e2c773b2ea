/* The numbers to call, with their hours. */
import { type Programme, telephone_link } from "../../model/programme";
import type { Say } from "../../text/text";

export function CallLink(props: { number: string; say: Say }) {
  return (
    <a class="call" href={telephone_link(props.number)}>
      {props.say("visitor-call", { number: props.number })}
    </a>
  );
}

export function Hotline(props: { programme: Programme | null; say: Say }) {
  const { programme, say } = props;
  if (programme === null) return null;
  const { number, hours } = programme.hotline;
  return (
    <p class="hotline">
      {say("visitor-hotline")} <CallLink number={number} say={say} />{" "}
      <span class="hours">{say("visitor-hotline-hours", { hours })}</span>
    </p>
  );
}
