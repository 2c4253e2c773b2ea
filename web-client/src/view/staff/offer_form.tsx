/* The form for an appointment. Date and time are Danish time, whatever the device's zone. */
import { useId, useRef, useState } from "preact/hooks";
import type { AppointmentKind } from "../../model/conversation";
import type { Offer } from "../../model/staff_state";
import type { PlainKey, Say } from "../../text/text";
import { minute_of_danish, span_text } from "../../text/time";

const kinds: readonly AppointmentKind[] = ["chat", "phone", "meeting"];
const lengths_min = [15, 30, 45, 60, 90, 120];
const quarter_min = 15;

/** The minute of `date` (2026-11-23) and `time` (14:30), or null when they are not filled in. */
export function start_of(date: string, time: string): number | null {
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)?.slice(1).map(Number);
  const clock = /^(\d{2}):(\d{2})/.exec(time)?.slice(1).map(Number);
  if (day === undefined || clock === undefined) return null;
  const [year = 0, month = 0, of_month = 0] = day;
  const [hour = 0, minute = 0] = clock;
  return minute_of_danish(year, month, of_month, hour, minute - (minute % quarter_min));
}

export function OfferForm(props: { say: Say; now_min: number; button: PlainKey; send: (offer: Offer) => void }) {
  const { say } = props;
  const id = useId();
  const [kind, set_kind] = useState<AppointmentKind>("chat");
  const [length_min, set_length] = useState(45);
  const [fault, set_fault] = useState<PlainKey | null>(null);
  const date = useRef<HTMLInputElement>(null);
  const time = useRef<HTMLInputElement>(null);
  const place = useRef<HTMLInputElement>(null);
  const submit = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const start_min = start_of(date.current?.value ?? "", time.current?.value ?? "");
    const found: PlainKey | null =
      start_min === null ? "staff-offer-bad" : start_min <= props.now_min ? "staff-offer-past" : null;
    set_fault(found);
    if (start_min === null || found !== null) return;
    props.send({ kind, start_min, length_min, place: place.current?.value.trim() ?? "" });
    form.reset();
  };
  return (
    <form class="offer" autocomplete="off" onSubmit={submit}>
      <label class="field">
        <span class="field-label">{say("staff-offer-kind")}</span>
        <select
          value={kind}
          onChange={(event) => set_kind(kinds.find((one) => one === event.currentTarget.value) ?? kind)}
        >
          {kinds.map((one) => (
            <option key={one} value={one}>
              {say(`common-appointment-${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span class="field-label">
          {say("staff-offer-date")} <span class="small">({say("common-time-zone")})</span>
        </span>
        <input ref={date} type="date" autocomplete="off" />
      </label>
      <label class="field">
        <span class="field-label">{say("staff-offer-time")}</span>
        <input ref={time} type="time" step={quarter_min * 60} autocomplete="off" />
      </label>
      <label class="field">
        <span class="field-label">{say("staff-offer-length")}</span>
        <select value={String(length_min)} onChange={(event) => set_length(Number(event.currentTarget.value))}>
          {lengths_min.map((length) => (
            <option key={length} value={String(length)}>
              {span_text(say, length)}
            </option>
          ))}
        </select>
      </label>
      <div class="field wide">
        <label class="field-label" for={id}>
          {say("staff-offer-place")}
        </label>
        <input id={id} ref={place} type="text" dir="auto" autocomplete="off" spellcheck={false} maxLength={200} />
      </div>
      {fault !== null && (
        <p class="fault wide" role="alert">
          {say(fault)}
        </p>
      )}
      <button type="submit" class="secondary wide">
        {say(props.button)}
      </button>
    </form>
  );
}
