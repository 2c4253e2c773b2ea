/* An appointment: what, when, how long, where. The place and the number were sealed; only the room reads them. */
import { type Appointment, times_of } from "../../model/conversation";
import type { Say } from "../../text/text";
import { date_time_text, span_text } from "../../text/time";

export function AppointmentCard(props: { say: Say; appointment: Appointment }) {
  const { say, appointment } = props;
  const times = times_of(appointment);
  return (
    <div class="appointment">
      <h3>
        {say("common-appointment-heading")}: {say(`common-appointment-${appointment.kind}`)}
      </h3>
      <dl>
        <dt>{say("common-appointment-when")}</dt>
        {times.map((time) => (
          <dd key={time.id}>
            {date_time_text(say, time.start_min)} <span class="small">({say("common-time-zone")})</span>
          </dd>
        ))}
        <dt>{say("common-appointment-length")}</dt>
        <dd>{span_text(say, times[0]?.length_min ?? 0)}</dd>
        {appointment.place !== "" && (
          <>
            <dt>{say(appointment.kind === "phone" ? "common-appointment-number" : "common-appointment-place")}</dt>
            <dd>
              <bdi>{appointment.place}</bdi>
            </dd>
          </>
        )}
      </dl>
      {appointment.asked !== "" && (
        <p class="small">
          <bdi>{appointment.asked}</bdi>
        </p>
      )}
      <p class="appointment-state">{say(`common-appointment-state-${appointment.state}`)}</p>
    </div>
  );
}
