/* What a visitor can answer to an appointment. */
import { useRef, useState } from "preact/hooks";
import type { Appointment } from "../../model/conversation";
import type { AppointmentAnswer, VisitorActions } from "../../model/visitor_actions";
import type { Say } from "../../text/text";
import { date_time_text } from "../../text/time";

function AnotherTime(props: { say: Say; send: (text: string) => void }) {
  const { say } = props;
  const field = useRef<HTMLInputElement>(null);
  const submit = (event: Event) => {
    event.preventDefault();
    const text = field.current?.value.trim() ?? "";
    if (text !== "") props.send(text);
  };
  return (
    <form autocomplete="off" onSubmit={submit}>
      <label class="field">
        <span class="field-label">{say("visitor-appointment-move-label")}</span>
        <input ref={field} type="text" dir="auto" autocomplete="off" spellcheck={false} maxLength={200} />
      </label>
      <button type="submit" class="secondary">
        {say("visitor-appointment-move-send")}
      </button>
    </form>
  );
}

export function AppointmentAnswers(props: { id: string; appointment: Appointment; say: Say; act: VisitorActions }) {
  const { id, appointment, say, act } = props;
  const [wants_move, set_wants_move] = useState(false);
  const answer = (given: AppointmentAnswer) => act.answer_appointment(id, given);
  const { state } = appointment;
  const may_call_off = state === "accepted" || state === "asked";
  const is_open = state === "offered" || state === "moved";
  const may_wish = is_open || state === "accepted" || state === "missed";
  return (
    <div class="answers">
      {is_open && (
        <>
          {appointment.times.map((time) => (
            <button
              key={time.id}
              type="button"
              class="primary"
              onClick={() => answer({ act: "accept", times: [time] })}
            >
              {say("visitor-appointment-accept")}: {date_time_text(say, time.start_min)}
            </button>
          ))}
          <button type="button" class="secondary" onClick={() => answer({ act: "decline" })}>
            {say("visitor-appointment-decline")}
          </button>
        </>
      )}
      {may_call_off && (
        <button type="button" class="secondary" onClick={() => answer({ act: "call_off" })}>
          {say("visitor-appointment-call-off")}
        </button>
      )}
      {may_wish && (
        <button type="button" class="secondary" aria-expanded={wants_move} onClick={() => set_wants_move(!wants_move)}>
          {say("visitor-appointment-move")}
        </button>
      )}
      {wants_move && (
        <AnotherTime
          say={say}
          send={(text) => {
            set_wants_move(false);
            answer({ act: "move", place: text });
          }}
        />
      )}
    </div>
  );
}
