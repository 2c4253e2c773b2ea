/* Take-overs that wait for the signature of another supervisor. */
import type { LeaverProposal } from "../../core/core";
import { type Proposal, room_of } from "../../model/staff_state";
import type { StaffProps } from "../common/staff_props";
import { name_of, told_name } from "./names";

function ProposalCard({ proposal, state, say, act }: StaffProps & { proposal: Proposal }) {
  const { case_id } = proposal;
  const room = room_of(state, case_id);
  const name = told_name(say, proposal.who, proposal.name);
  const by = told_name(say, proposal.by, proposal.by_name);
  const holder = told_name(say, room?.holder ?? "", room?.holder_name ?? "");
  const id = `proposal-${case_id}`;
  return (
    <li class="card">
      {proposal.is_own ? (
        <p id={id}>{say("board-proposal-own", { name, holder })}</p>
      ) : (
        <p id={id}>{say("board-proposal", { name, by, holder })}</p>
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

type Batch = { key: string; who: string; proposals: Proposal[] };

/** Those from one holder to one colleague by one supervisor are one thing. */
function batches_of(state: StaffProps["state"]): Batch[] {
  const batches = new Map<string, Batch>();
  for (const proposal of state.proposals.filter((one) => one.act === "takeover")) {
    const who = room_of(state, proposal.case_id)?.holder ?? "";
    const key = `${who}-${proposal.who}-${proposal.by}`;
    const batch = batches.get(key) ?? { key, who, proposals: [] };
    batches.set(key, { ...batch, proposals: [...batch.proposals, proposal] });
  }
  return [...batches.values()];
}

function BatchCard({ batch, state, say, act }: StaffProps & { batch: Batch }) {
  const { who, proposals, key } = batch;
  const [first] = proposals;
  if (first === undefined) return null;
  const count = proposals.length;
  const cases = proposals.map((proposal) => proposal.case_id);
  const name = told_name(say, first.who, first.name);
  const by = told_name(say, first.by, first.by_name);
  const holder = name_of(state, say, who);
  const move: LeaverProposal = { who, to: first.who, by: first.by, cases };
  const id = `batch-${key}`;
  const is_busy = state.board.leaving?.is_under_way ?? false;
  return (
    <li class="card">
      {first.is_own ? (
        <p id={id}>{say("board-batch-own", { count, name, holder })}</p>
      ) : (
        <p id={id}>{say("board-batch", { count, name, by, holder })}</p>
      )}
      <div class="ways">
        {!first.is_own && (
          <button
            type="button"
            class="secondary"
            disabled={is_busy}
            aria-describedby={id}
            onClick={() => act.leaver_second(move)}
          >
            {say("board-batch-yes")}
          </button>
        )}
        <button
          type="button"
          class="secondary"
          disabled={is_busy}
          aria-describedby={id}
          onClick={() => act.leaver_decline(move)}
        >
          {say(first.is_own ? "board-batch-back" : "board-batch-no")}
        </button>
      </div>
    </li>
  );
}

export function Proposals(props: StaffProps) {
  const batches = batches_of(props.state);
  if (batches.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="proposals-heading">
      <h2 id="proposals-heading">{props.say("board-proposals")}</h2>
      <ul class="cards">
        {batches.map((batch) => {
          const [only, ...others] = batch.proposals;
          return only !== undefined && others.length === 0 ? (
            <ProposalCard key={batch.key} proposal={only} {...props} />
          ) : (
            <BatchCard key={batch.key} batch={batch} {...props} />
          );
        })}
      </ul>
    </section>
  );
}
