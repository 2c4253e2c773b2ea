/* The cases that somebody has: a supervisor joins them in sight of everybody, proposes take-overs and agrees to those of others. */
import { useRef } from "preact/hooks";
import { door_text } from "../../model/doors";
import { candidates, own_cases, type Proposal, type RoomCard } from "../../model/staff_state";
import { role_key } from "../common/role_name";
import type { StaffProps } from "../common/staff_props";

function Propose({ room, state, say, act }: StaffProps & { room: RoomCard }) {
  const who = useRef<HTMLSelectElement>(null);
  const found = candidates(state, ["counsellor", "mentor", "supervisor"], [{ id: room.holder }]);
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

function Room(props: StaffProps & { room: RoomCard }) {
  const { room, state, say, act } = props;
  const door = state.doors.find((other) => other.id === room.door);
  const is_in = own_cases(state).some((held) => held.case_id === room.case_id && held.removed === null);
  const id = `room-${room.case_id}`;
  return (
    <li class="card">
      <p id={id}>
        <strong>{say("board-room-holder", { name: room.holder_name })}</strong>{" "}
        <span class="tag">
          <bdi>{door === undefined ? room.door : door_text(door, state.language).name}</bdi>
        </span>{" "}
        {room.is_closed && <span class="tag">{say("staff-case-closed")}</span>}
      </p>
      {is_in ? (
        <button type="button" class="secondary" aria-describedby={id} onClick={() => act.open_case(room.case_id)}>
          {say("board-room-open")}
        </button>
      ) : (
        !room.is_closed && (
          <button type="button" class="secondary" aria-describedby={id} onClick={() => act.join(room.case_id)}>
            {say("board-room-join")}
          </button>
        )
      )}
      {!room.is_closed && <Propose {...props} />}
    </li>
  );
}

function ProposalCard({ proposal, state, say, act }: StaffProps & { proposal: Proposal }) {
  const { case_id, name, by_name } = proposal;
  const holder = state.rooms.find((room) => room.case_id === case_id)?.holder_name ?? "";
  return (
    <li class="card">
      {proposal.is_own ? (
        <p>{say("board-proposal-own", { name, holder })}</p>
      ) : (
        <>
          <p>{say("board-proposal", { name, by: by_name, holder })}</p>
          <button type="button" class="secondary" onClick={() => act.second(case_id)}>
            {say("board-second")}
          </button>
        </>
      )}
    </li>
  );
}

export function Proposals(props: StaffProps) {
  const { state, say } = props;
  if (state.proposals.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="proposals-heading">
      <h2 id="proposals-heading">{say("board-proposals")}</h2>
      <ul class="cards">
        {state.proposals.map((proposal) => (
          <ProposalCard key={proposal.case_id} proposal={proposal} {...props} />
        ))}
      </ul>
    </section>
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
        {state.rooms.map((room) => (
          <Room key={room.case_id} room={room} {...props} />
        ))}
      </ul>
    </section>
  );
}
