/* The own conversations. */
import { own_cases, room_of } from "../../model/staff_state";
import type { StaffProps } from "../common/staff_props";
import { StateTag } from "./case_state";

export function CaseList({ state, say, act }: StaffProps) {
  const cases = own_cases(state);
  return (
    <section class="panel" aria-labelledby="cases-heading">
      <h2 id="cases-heading">{say("staff-cases-heading")}</h2>
      {cases.length === 0 && <p class="small">{say("staff-cases-empty")}</p>}
      <ul class="case-list">
        {cases.map((held) => (
          <li key={held.case_id}>
            <button
              type="button"
              class="case-link"
              aria-current={held.case_id === state.open_case}
              onClick={() => act.open_case(held.case_id)}
            >
              <span>{say("staff-case-name", { number: held.number })}</span>
              {held.is_new && <span class="tag new">{say("staff-card-new")}</span>}
              {held.removed !== null && <span class="tag">{say("staff-case-gone")}</span>}
              {held.is_closed && held.removed === null && <span class="tag">{say("staff-case-closed")}</span>}
              {held.removed === null && <StateTag say={say} room={room_of(state, held.case_id)} />}
              {held.unread > 0 && <span class="tag new">{say("staff-case-unread", { count: held.unread })}</span>}
              {held.unread_notes > 0 && (
                <span class="tag new">{say("staff-case-unread-notes", { count: held.unread_notes })}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
