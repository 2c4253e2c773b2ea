/* How a case stands beside what is said in it, and what can be done about that: a supervisor is asked to look at it, it rests, it goes on. */
import type { CaseSetting } from "../../core/core";
import { type RoomCard, room_of, type StaffCase, settings_for } from "../../model/staff_state";
import type { PlainKey } from "../../text/text";
import type { StaffProps } from "../common/staff_props";

/** A word beside the name of a case; nothing where it only goes on. */
export function StateTag({ room, say }: Pick<StaffProps, "say"> & { room: RoomCard | undefined }) {
  if (room === undefined || room.state === "claimed" || room.state === "closed") return null;
  const is_urgent = room.state === "escalated" || room.state === "returned";
  return <span class={is_urgent ? "tag new" : "tag"}>{say(`staff-room-${room.state}`)}</span>;
}

/** Why a supervisor is to look at it. */
export function LookReason({ room, say }: Pick<StaffProps, "say"> & { room: RoomCard | undefined }) {
  if (room === undefined || room.why === "") return null;
  return <p class="note mind">{say(`staff-look-${room.why}`)}</p>;
}

function setting_key(setting: CaseSetting, room: RoomCard | undefined): PlainKey {
  if (setting === "claimed") return room?.state === "escalated" ? "staff-set-settled" : "staff-set-go-on";
  return `staff-set-${setting}`;
}

export function StateButtons(props: StaffProps & { case_id: string; describedby?: string }) {
  const { case_id, describedby, state, say, act } = props;
  const room = room_of(state, case_id);
  return (
    <>
      {settings_for(state, case_id).map((setting) => (
        <button
          key={setting}
          type="button"
          class="secondary"
          aria-describedby={describedby}
          onClick={() => act.set_case(case_id, setting)}
        >
          {say(setting_key(setting, room))}
        </button>
      ))}
    </>
  );
}

/** Of a case at the desk, with what the words mean. */
export function CaseState(props: StaffProps & { held: StaffCase }) {
  const { held, state, say } = props;
  const settings = settings_for(state, held.case_id);
  if (settings.length === 0) return null;
  return (
    <>
      <div class="ways">
        <StateButtons {...props} case_id={held.case_id} />
      </div>
      {settings.includes("resting") && <p class="small">{say("staff-set-resting-hint")}</p>}
    </>
  );
}
