/* The appointments ahead, as a table. It shows no case: the server's calendar knows none. */
import type { Slot } from "../../model/staff_state";
import type { Say } from "../../text/text";
import { clock_text, date_text } from "../../text/time";
import type { StaffProps } from "../common/staff_props";
import { TableScroll } from "../common/table_scroll";

export function SlotTable(props: { say: Say; slots: readonly Slot[]; has_dates: boolean; label: string }) {
  const { say, slots, has_dates } = props;
  return (
    <TableScroll label={props.label}>
      <table>
        <thead>
          <tr>
            {has_dates && <th scope="col">{say("staff-calendar-date")}</th>}
            <th scope="col">{say("staff-calendar-time")}</th>
            <th scope="col">{say("staff-calendar-who")}</th>
            <th scope="col">{say("staff-calendar-state")}</th>
          </tr>
        </thead>
        <tbody>
          {slots.map((slot) => (
            <tr key={slot.id}>
              {has_dates && <td>{date_text(say, slot.start_min)}</td>}
              <td>
                {say("common-time-span", {
                  start: clock_text(slot.start_min),
                  end: clock_text(slot.start_min + slot.length_min),
                })}
              </td>
              <td>{slot.is_self ? say("common-you") : slot.who}</td>
              <td>{say(`staff-slot-${slot.state}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function CalendarFile({ say, act }: Pick<StaffProps, "say" | "act">) {
  return (
    <>
      <button type="button" class="secondary" onClick={() => act.save_calendar(say("common-appointment-heading"))}>
        {say("staff-calendar-file")}
      </button>
      <p class="small">{say("staff-calendar-file-hint")}</p>
    </>
  );
}

export function Calendar({ state, say, act }: StaffProps) {
  const slots = state.slots
    .filter((slot) => slot.start_min + slot.length_min > state.now_min && slot.state !== "called_off")
    .sort((one, other) => one.start_min - other.start_min);
  return (
    <section class="panel" aria-labelledby="calendar-heading">
      <h2 id="calendar-heading">{say("staff-calendar-heading")}</h2>
      {slots.length === 0 ? (
        <p class="small">{say("staff-calendar-empty")}</p>
      ) : (
        <SlotTable say={say} slots={slots} has_dates={true} label={say("staff-calendar-heading")} />
      )}
      {state.slots.some((slot) => slot.is_self) && <CalendarFile say={say} act={act} />}
    </section>
  );
}
