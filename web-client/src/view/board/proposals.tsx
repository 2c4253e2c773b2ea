/* Take-overs that wait for the signature of another supervisor. */
import { type Proposal, room_of } from "../../model/staff_state";
import type { StaffProps } from "../common/staff_props";

function ProposalCard({ proposal, state, say, act }: StaffProps & { proposal: Proposal }) {
  const { case_id, name, by_name } = proposal;
  const holder = room_of(state, case_id)?.holder_name ?? "";
  const id = `proposal-${case_id}`;
  return (
    <li class="card">
      {proposal.is_own ? (
        <p id={id}>{say("board-proposal-own", { name, holder })}</p>
      ) : (
        <p id={id}>{say("board-proposal", { name, by: by_name, holder })}</p>
      )}
      <div class="ways">
        {!proposal.is_own && (
          <button type="button" class="secondary" aria-describedby={id} onClick={() => act.second(case_id)}>
            {say("board-second")}
          </button>
        )}
        <button type="button" class="secondary" aria-describedby={id} onClick={() => act.decline(case_id)}>
          {say(proposal.is_own ? "staff-hand-back" : "board-proposal-no")}
        </button>
      </div>
    </li>
  );
}

export function Proposals(props: StaffProps) {
  const { state, say } = props;
  const take_overs = state.proposals.filter((proposal) => proposal.act === "takeover");
  if (take_overs.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="proposals-heading">
      <h2 id="proposals-heading">{say("board-proposals")}</h2>
      <ul class="cards">
        {take_overs.map((proposal) => (
          <ProposalCard key={proposal.case_id} proposal={proposal} {...props} />
        ))}
      </ul>
    </section>
  );
}
