/* The cases that somebody has, what needs a supervisor first: joined in sight of everybody, settled, opened again, proposed to be taken over. */
import { useRef } from "preact/hooks";
import { door_text } from "../../model/doors";
import { by_need, candidates, is_over, own_cases, type RoomCard, stay_days } from "../../model/staff_state";
import { span_text } from "../../text/time";
import { role_key } from "../common/role_name";
import type { StaffProps } from "../common/staff_props";
import { LookReason, StateButtons, StateTag } from "../staff/case_state";
import { told_name } from "./names";

function Propose({ room, state, say, act }: StaffProps & { room: RoomCard }) {
  const who = useRef<HTMLSelectElement>(null);
  const found = candidates(state, ["counsellor", "mentor", "parent-coach", "supervisor"], [{ id: room.holder }]);
  if (found.length === 0) return null;
  const submit = (event: Event) => {
    event.preventDefault();
    act.propose(room.case_id, who.current?.value ?? "");
  };
  return (
    <details class="aside">
      <summary>{say("board-propose")}</summary>
      <form class="bring" autocomplete="off" onSubmit={submit}>
        <p class="small">{say("board-propose-hint")}</p>
        <label class="field">
          <span class="field-label">{say("board-propose-who")}</span>
          <select ref={who} autocomplete="off">
            {found.map(({ id, name, role }) => (
              <option key={id} value={id}>
                {say("common-member", { name, role: say(role_key(role)) })}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="secondary">
          {say("board-propose")}
        </button>
      </form>
    </details>
  );
}

function Ways(props: StaffProps & { room: RoomCard; is_in: boolean; describedby: string }) {
  const { room, is_in, describedby, say, act } = props;
  const { case_id } = room;
  const button = (label: string, go: (case_id: string) => void) => (
    <button type="button" class="secondary" aria-describedby={describedby} onClick={() => go(case_id)}>
      {label}
    </button>
  );
  const days = say("common-days", { count: stay_days });
  return (
    <>
      {room.state === "returned" && button(say("staff-case-reopen"), act.reopen)}
      {is_in && button(say("board-room-open"), act.open_case)}
      {!is_in && !is_over(room.state) && (
        <>
          {button(say("board-room-stay", { time: days }), act.stay)}
          {button(say("board-room-join"), act.join)}
        </>
      )}
      <StateButtons {...props} case_id={case_id} />
    </>
  );
}

function Room(props: StaffProps & { room: RoomCard }) {
  const { room, state, say } = props;
  const door = state.doors.find((other) => other.id === room.door);
  const is_in = own_cases(state).some((held) => held.case_id === room.case_id && held.removed === null);
  const is_closed = is_over(room.state);
  const id = `room-${room.case_id}`;
  return (
    <li class="card">
      <p id={id}>
        <strong>{say("board-room-holder", { name: told_name(say, room.holder, room.holder_name) })}</strong>{" "}
        <span class="tag">
          <bdi>{door === undefined ? room.door : door_text(door, state.language).name}</bdi>
        </span>{" "}
        {is_closed && <span class="tag">{say("staff-case-closed")}</span>} <StateTag say={say} room={room} />
      </p>
      <LookReason say={say} room={room} />
      {(room.state === "escalated" || room.state === "returned") && (
        <p class="small">{say("staff-card-waited", { time: span_text(say, state.now_min - room.since_min) })}</p>
      )}
      <div class="ways">
        <Ways {...props} is_in={is_in} describedby={id} />
      </div>
      {!is_closed && <Propose {...props} />}
    </li>
  );
}

export function Rooms(props: StaffProps) {
  const { state, say } = props;
  return (
    <section class="panel" aria-labelledby="rooms-heading">
      <h2 id="rooms-heading">{say("board-rooms")}</h2>
      <p class="small">{say("board-rooms-hint")}</p>
      {state.rooms.length === 0 && <p>{say("board-rooms-none")}</p>}
      <ul class="cards">
        {by_need(state.rooms).map((room) => (
          <Room key={room.case_id} room={room} {...props} />
        ))}
      </ul>
    </section>
  );
}
