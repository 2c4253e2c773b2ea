/* The numbers to call, with their hours. */
import { type Programme, telephone_link } from "../../model/programme";
import type { Say } from "../../text/text";

/** "8-22" in the language's own words: in a line from right to left the dash alone would read "22-8". A date stays as it is; without a look
 * behind, which Safari 15.4 does not read. */
export const hours_text = (say: Say, hours: string) =>
  hours.replace(
    /(^|[^\d-])(\d\d?(?:[.:]\d\d)?)\s*[-–]\s*(\d\d?(?:[.:]\d\d)?)(?![\d-])/g,
    (_, before, start, end) => before + say("common-time-span", { start, end }),
  );

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
    <p>
      {say("visitor-hotline")} <CallLink number={number} say={say} />{" "}
      <span class="hours">{say("visitor-hotline-hours", { hours: hours_text(say, hours) })}</span>
    </p>
  );
}
