/* The form for an appointment: up to three times to choose from. Date and time are Danish time, whatever the device's zone. */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { AppointmentKind } from "../../model/conversation";
import { type Offer, times_max } from "../../model/staff_state";
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

function StartFields({ say, number }: { say: Say; number: number }) {
  const named = (key: PlainKey) => (number === 1 ? say(key) : `${say(key)} ${number}`);
  return (
    <>
      <label class="field">
        <span class="field-label">
          {named("staff-offer-date")} <span class="small">({say("common-time-zone")})</span>
        </span>
        <input name="date" type="date" autocomplete="off" />
      </label>
      <label class="field">
        <span class="field-label">{named("staff-offer-time")}</span>
        <input name="time" type="time" step={quarter_min * 60} autocomplete="off" />
      </label>
    </>
  );
}

/** The minutes of those times of `form` that are filled in, or half filled in: null. The first must be. */
function starts_of(form: HTMLFormElement): (number | null)[] {
  const values = (name: string) =>
    [...form.querySelectorAll<HTMLInputElement>(`input[name=${name}]`)].map((input) => input.value);
  const clocks = values("time");
  return values("date").flatMap((date, at) => {
    const clock = clocks[at] ?? "";
    return at > 0 && date === "" && clock === "" ? [] : [start_of(date, clock)];
  });
}

/** What is wrong with the times that were entered; null: nothing. */
export function fault_of(starts: readonly (number | null)[], now_min: number): PlainKey | null {
  if (starts.includes(null) || new Set(starts).size < starts.length) return "staff-offer-bad";
  return starts.some((start_min) => start_min !== null && start_min <= now_min) ? "staff-offer-past" : null;
}

export function OfferForm(props: {
  say: Say;
  now_min: number;
  button: PlainKey;
  /** Rejects when it could not be taken; then what was entered stays. */
  send: (offer: Offer) => Promise<void>;
}) {
  const { say } = props;
  const id = useId();
  const [kind, set_kind] = useState<AppointmentKind>("chat");
  const [length_min, set_length] = useState(45);
  const [fault, set_fault] = useState<PlainKey | null>(null);
  const [count, set_count] = useState(1);
  const place = useRef<HTMLInputElement>(null);
  const whole = useRef<HTMLFormElement>(null);
  const is_sending = useRef(false);
  /* Whoever added a time fills it in next. */
  useEffect(() => {
    if (count > 1) whole.current?.querySelectorAll<HTMLInputElement>("input[name=date]")[count - 1]?.focus();
  }, [count]);
  const submit = async (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const starts = starts_of(form);
    const found = fault_of(starts, props.now_min);
    set_fault(found);
    if (found !== null || is_sending.current) return;
    is_sending.current = true;
    const starts_min = starts.filter((start_min) => start_min !== null);
    try {
      await props.send({ kind, starts_min, length_min, place: place.current?.value.trim() ?? "" });
      form.reset();
      set_count(1);
    } catch {
      form.querySelector<HTMLButtonElement>("button[type=submit]")?.focus(); /* why is said above the case */
    }
    is_sending.current = false;
  };
  return (
    <form class="offer" autocomplete="off" ref={whole} onSubmit={submit}>
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
      {Array.from({ length: count }, (_, at) => (
        <StartFields key={at} say={say} number={at + 1} />
      ))}
      {count < times_max && (
        <button type="button" class="secondary" onClick={() => set_count(count + 1)}>
          {say("staff-offer-add")}
        </button>
      )}
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
