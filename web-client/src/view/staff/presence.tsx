/* Who else is on duty. */
import { role_key } from "../common/role_name";
import type { StaffProps } from "../common/staff_props";

export function PresenceList({ state, say }: StaffProps) {
  const others = state.colleagues.filter((colleague) => !colleague.is_self && colleague.presence !== "away");
  return (
    <section class="panel" aria-labelledby="presence-heading">
      <h2 id="presence-heading">{say("staff-presence-heading")}</h2>
      {others.length === 0 ? (
        <p class="small">{say("staff-presence-none")}</p>
      ) : (
        <ul class="facts">
          {others.map((colleague) => (
            <li key={colleague.id}>
              {say("common-member", { name: colleague.name, role: say(role_key(colleague.role)) })}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
