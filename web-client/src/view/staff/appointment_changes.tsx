/* What a counsellor can do with an appointment that stands: offer other times, call it off, or say that it did not take place. */
import { useState } from "preact/hooks";
import { type Appointment, times_of } from "../../model/conversation";
import type { StaffProps } from "../common/staff_props";
import { OfferForm } from "./offer_form";

export function AppointmentChanges(props: StaffProps & { id: string; case_id: string; appointment: Appointment }) {
  const { state, say, act, id, case_id, appointment } = props;
  const [is_moving, set_moving] = useState(false);
  if (appointment.state === "called_off" || appointment.state === "declined") return null;
  const [time] = times_of(appointment);
  const is_missable = appointment.state === "accepted" && time !== undefined && time.start_min <= state.now_min;
  return (
    <div class="answers">
      <button type="button" class="secondary" aria-expanded={is_moving} onClick={() => set_moving(!is_moving)}>
        {say(is_moving ? "staff-offer-cancel" : "staff-offer-move")}
      </button>
      {appointment.state !== "missed" && (
        <button type="button" class="secondary" onClick={() => act.call_off(case_id, id)}>
          {say("staff-offer-call-off")}
        </button>
      )}
      {is_missable && (
        <button type="button" class="secondary" onClick={() => act.missed(case_id, id)}>
          {say("staff-offer-missed")}
        </button>
      )}
      {is_moving && (
        <OfferForm
          say={say}
          now_min={state.now_min}
          button="staff-offer-move-send"
          send={async (offer) => {
            await act.move(case_id, id, offer);
            set_moving(false);
          }}
        />
      )}
    </div>
  );
}
