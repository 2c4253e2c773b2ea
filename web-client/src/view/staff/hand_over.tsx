/* Handing a case over: the holder offers it to a colleague, who says yes or no; the holder can take the offer back until then. */
import { useRef } from "preact/hooks";
import { door_text } from "../../model/doors";
import {
  candidates,
  may_hand_over,
  own_cases,
  type Proposal,
  room_of,
  type StaffCase,
  type StaffState,
} from "../../model/staff_state";
import type { Say } from "../../text/text";
import { role_key } from "../common/role_name";
import type { StaffProps } from "../common/staff_props";

/** Who may hold a case. */
const roles = ["counsellor", "mentor", "parent-coach", "supervisor"] as const;

function Form({ held, state, say, act }: StaffProps & { held: StaffCase }) {
  const who = useRef<HTMLSelectElement>(null);
  const found = candidates(state, roles, []);
  if (found.length === 0) return <p class="small">{say("staff-bring-nobody")}</p>;
  const submit = (event: Event) => {
    event.preventDefault();
    act.hand_over(held.case_id, who.current?.value ?? "");
  };
  return (
    <form class="bring" autocomplete="off" onSubmit={submit}>
      <label class="field">
        <span class="field-label">{say("staff-bring-who")}</span>
        <select ref={who} autocomplete="off">
          {found.map(({ id, name, role, presence }) => (
            <option key={id} value={id}>
              {say("common-member", { name, role: say(role_key(role)) })} – {say(`staff-state-${presence}`)}
            </option>
          ))}
        </select>
      </label>
      <p class="small">{say("staff-hand-hint")}</p>
      <button type="submit" class="secondary">
        {say("staff-hand-go")}
      </button>
    </form>
  );
}

const is_offered = (state: StaffState, case_id: string) =>
  state.proposals.some((one) => one.case_id === case_id && one.act === "handover");

export function HandOver(props: StaffProps & { held: StaffCase }) {
  const { held, state, say } = props;
  if (!may_hand_over(state, held) || is_offered(state, held.case_id)) return null;
  return (
    <details class="aside">
      <summary>{say("staff-hand-heading")}</summary>
      <Form {...props} />
    </details>
  );
}

/** What a case is called to who looks at it: its own number, else its door. */
function case_name(state: StaffState, say: Say, case_id: string): string {
  const own = own_cases(state).find((held) => held.case_id === case_id);
  if (own !== undefined) return say("staff-case-name", { number: own.number });
  const room = room_of(state, case_id);
  const door = state.doors.find((other) => other.id === room?.door);
  return say("staff-card-door", {
    door: door === undefined ? String(room?.door ?? "") : door_text(door, state.language).name,
  });
}

function Offer({ proposal, state, say, act }: StaffProps & { proposal: Proposal }) {
  const { case_id, name, by_name, is_own } = proposal;
  const id = `offer-${case_id}`;
  return (
    <li class="card">
      <p id={id}>
        <strong>{is_own ? say("staff-hand-own", { name }) : say("staff-hand-offered", { name: by_name })}</strong>{" "}
        <span class="tag">{case_name(state, say, case_id)}</span>
      </p>
      {!is_own && <p class="small">{say("staff-hand-offered-hint")}</p>}
      <div class="ways">
        {!is_own && (
          <button type="button" class="secondary" aria-describedby={id} onClick={() => act.second(case_id)}>
            {say("staff-hand-yes")}
          </button>
        )}
        <button type="button" class="secondary" aria-describedby={id} onClick={() => act.decline(case_id)}>
          {say(is_own ? "staff-hand-back" : "staff-hand-no")}
        </button>
      </div>
    </li>
  );
}

/** The offers that wait: to us, and our own. */
export function Offers(props: StaffProps) {
  const { state, say } = props;
  const offers = state.proposals.filter(({ act }) => act === "handover");
  if (offers.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="offers-heading">
      <h2 id="offers-heading">{say("staff-hand-offers")}</h2>
      <ul class="cards">
        {offers.map((proposal) => (
          <Offer key={proposal.case_id} proposal={proposal} {...props} />
        ))}
      </ul>
    </section>
  );
}
